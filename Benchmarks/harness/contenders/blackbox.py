"""blackbox_exporter: alone, asked over kept connections by a few threads of ours, or by a Prometheus."""

import http.client
import threading
import time

from ..processes import Child, free_port

CONFIGURATION = """\
modules:
  http:
    prober: http
    timeout: 5s
    http: {preferred_ip_protocol: ip4, follow_redirects: false}
"""


class Blackbox(Child):
    def __init__(self, directory):
        self.port = free_port()
        configuration = f"{directory}/blackbox.yml"
        with open(configuration, "w", encoding="ascii") as file:
            file.write(CONFIGURATION)
        listen = f"--web.listen-address=127.0.0.1:{self.port}"
        command = ["prometheus-blackbox-exporter", f"--config.file={configuration}", listen]
        super().__init__(command, f"{directory}/blackbox.log")

    def __enter__(self):
        super().__enter__()
        self.await_answer(f"http://127.0.0.1:{self.port}/-/healthy")
        return self

    def samples(self, number, targets, seconds, rate=None, threads=8):
        """CPU microseconds a probe, so many times."""
        driver, samples = _Driver(self.port, targets, rate, threads), []
        driver.run(0.3)  # connections, caches
        for _ in range(number):
            before = self.cpu_microseconds()
            count = driver.run(seconds)
            samples.append((self.cpu_microseconds() - before) / count)
        return samples


class _Driver:
    """Asks /probe for one target after another: each thread its share of the rate, or as fast as it can."""

    def __init__(self, port, targets, rate, threads):
        self.port = port
        self.targets = targets
        self.period = threads / rate if rate else 0
        self.threads = threads
        self.counts = [0] * threads
        self.errors = []

    def run(self, seconds):
        self.counts = [0] * self.threads
        end = time.monotonic() + seconds
        workers = [threading.Thread(target=self._work, args=(index, end), daemon=True) for index in range(self.threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if self.errors:
            raise RuntimeError(f"blackbox_exporter: {self.errors[0]}")
        return sum(self.counts)

    def _work(self, index, end):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        at = time.monotonic() + self.period * index / self.threads
        try:
            while time.monotonic() < end:
                time.sleep(max(0, at - time.monotonic()))
                at += self.period
                target = self.targets[(self.counts[index] * self.threads + index) % len(self.targets)]
                connection.request("GET", f"/probe?module=http&target={target}")
                body = connection.getresponse().read()
                if b"\nprobe_success 1\n" not in body:
                    raise RuntimeError(f"the probe of {target} failed")
                self.counts[index] += 1
        except (OSError, http.client.HTTPException, RuntimeError) as error:
            self.errors.append(error)
        finally:
            connection.close()
