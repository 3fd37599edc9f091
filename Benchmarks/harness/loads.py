"""What is measured: each function makes one sample of one contender at one load."""

import http.client
import json
import threading
import time

from .processes import Child, free_port, run_for_usage


class Sample:
    """CPU microseconds for each probe or echo, and a daemon's resident memory."""

    def __init__(self, microseconds, count, megabytes=None):
        self.value = microseconds / count
        self.count = count
        self.megabytes = megabytes


def c_loop(binary, targets, seconds, rate=None):
    """The bare libcurl loop, paced where there is a rate, saturated otherwise."""
    pace = ["--rate", str(rate)] if rate else ["--concurrency", "32"]
    output, _, code = run_for_usage([binary, *pace, "--seconds", str(seconds), *targets])
    if code != 0:
        raise RuntimeError(f"http_loop failed: {output}")
    result = json.loads(output)
    # Its own figure leaves out its start.
    return Sample(result["cpu_us_per_probe"] * result["probes"], result["probes"])


def fping(addresses, rounds, rate=None):
    """One echo a round to each address: `rate` a second in all, or as fast as it can."""
    pace = ["-p", str(len(addresses) * 1000 // rate), "-i", "1"] if rate else ["-p", "10", "-i", "0"]
    command = ["fping", "-q", "-c", str(rounds), *pace, *addresses]
    output, microseconds, _ = run_for_usage(command)
    echoes = sum(int(line.split("= ")[1].split("/")[0]) for line in output.splitlines() if "xmt/rcv" in line)
    if echoes < len(addresses) * rounds * 0.99:
        raise RuntimeError(f"fping sent {echoes} echoes of {len(addresses) * rounds}: {output[-500:]}")
    return Sample(microseconds, echoes)


BLACKBOX_CONFIGURATION = """\
modules:
  http:
    prober: http
    timeout: 5s
    http: {preferred_ip_protocol: ip4, follow_redirects: false}
"""


class Blackbox:
    """A running blackbox_exporter, asked over kept connections by a few threads of ours."""

    def __init__(self, directory):
        self.port = free_port()
        configuration = f"{directory}/blackbox.yml"
        with open(configuration, "w", encoding="ascii") as file:
            file.write(BLACKBOX_CONFIGURATION)
        listen = f"--web.listen-address=127.0.0.1:{self.port}"
        command = ["prometheus-blackbox-exporter", f"--config.file={configuration}", listen]
        self.child = Child(command, f"{directory}/blackbox.log")

    def __enter__(self):
        self.child.__enter__()
        self.child.await_answer(f"http://127.0.0.1:{self.port}/-/healthy")
        return self

    def __exit__(self, *details):
        self.child.__exit__(*details)

    def sample(self, targets, seconds, rate=None, threads=8):
        driver = _Driver(self.port, targets, rate, threads)
        driver.run(0.3)  # connections, caches
        before = self.child.cpu_microseconds()
        count = driver.run(seconds)
        return Sample(self.child.cpu_microseconds() - before, count, self.child.resident_megabytes())


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
        workers = [threading.Thread(target=self._work, args=(index, end)) for index in range(self.threads)]
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
