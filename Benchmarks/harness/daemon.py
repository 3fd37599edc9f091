"""Defib itself, as a user runs it: `defib run` with a configuration, measured from outside."""

import os
import re
import time
import urllib.request

from .loads import Sample
from .processes import Child, free_port

HEAD = """\
provider: {{hostup: {{base_url: "http://127.0.0.1:{api_port}", token_file: {directory}/token}}}}
mode: observe
listen: 127.0.0.1:{port}
data_dir: {directory}/data
rule_files: [{directory}/rules.yml]
targets:
"""

# On every target, so that the engine judges what it is told.
RULES = """\
rules:
  - name: hung
    when: {kind}.down and platform.running
    for: 60s
    ladder:
      - {{action: restart, wait: 180s}}
      - {{action: reset, wait: 240s}}
    recovery: {{when: {kind}.up, for: 30s}}
"""

PROBES = {
    "http": 'http: {{url: "{url}", interval: {interval}ms, timeout: {timeout}ms, expect: {{status: 2xx}}}}',
    "icmp": "icmp: {{host: {address}, interval: {interval}ms, timeout: {timeout}ms, count: 1}}",
}


class Defib:
    """A daemon that probes each target once an interval, `rate` a second in all."""

    def __init__(self, binary, directory, kind, targets, rate, api_port):
        self.kind = kind
        self.port = free_port()
        interval = max(1, len(targets) * 1000 // rate)
        configuration = HEAD.format(api_port=api_port, directory=directory, port=self.port)
        for index, (address, url) in enumerate(targets):
            probe = PROBES[kind].format(address=address, url=url, interval=interval, timeout=interval * 9 // 10)
            configuration += f"  - {{vps: vps_bench{index}, name: bench-{index}, probes: {{{probe}}}}}\n"
        files = {"defib.yml": configuration, "rules.yml": RULES.format(kind=kind), "token": "benchmark-token\n"}
        for name, text in files.items():
            with open(f"{directory}/{name}", "w", encoding="ascii", opener=_private) as file:
                file.write(text)
        self.child = Child([binary, "run", "--config", f"{directory}/defib.yml"], f"{directory}/defib.log")

    def __enter__(self):
        self.child.__enter__()
        try:
            self.child.await_answer(f"http://127.0.0.1:{self.port}/-/ready", seconds=30)
        except BaseException:
            self.child.__exit__()
            raise
        return self

    def __exit__(self, *details):
        self.child.__exit__(*details)

    def sample(self, seconds, warm_up=2.0):
        """Everything the daemon did in `seconds`, the two reads of /metrics included, for each probe it ended in them."""
        time.sleep(warm_up)
        probes, cpu = self._probes(), self.child.cpu_microseconds()
        time.sleep(seconds)
        spent = self.child.cpu_microseconds() - cpu
        count = self._probes() - probes
        if count <= 0:
            raise RuntimeError("defib ended no probe; see its log")
        return Sample(spent, count, self.child.resident_megabytes())

    def _probes(self):
        """`defib_probes_total` over all its labels."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10) as response:
            text = response.read().decode()
        values = re.findall(r"^defib_probes_total(?:\{[^\n]*\})? ([0-9.e+]+)", text, re.MULTILINE)
        return sum(float(value) for value in values)


def _private(path, flags):
    return os.open(path, flags, 0o600)
