"""Defib itself, as a user runs it: `defib run` with a configuration, measured from outside."""

import collections
import json
import os
import re
import subprocess
import time
import urllib.request

from ..processes import Child, free_port

HEAD = """\
provider: {{hostup: {{base_url: "http://127.0.0.1:{api_port}", token_file: {directory}/token, sweep: {sweep}}}}}
mode: observe
listen: 127.0.0.1:{port}
data_dir: {directory}/data
rule_files: [{directory}/rules.yml]
limits: {{fleet: none, storm: {storm}}}
targets:
"""

# On every target, so that the engine judges what it is told.
RULES = """\
rules:
  - name: hung
    when: {when} and platform.running
    for: {hold}
    ladder:
      - {{action: restart, wait: 180s}}
      - {{action: reset, wait: 240s}}
      - {{action: page}}
    recovery: {{when: {recovery}, for: 30s}}
"""


class Defib(Child):
    """A daemon that watches `fleet`; entered, it is ready, and `ready_after` says after how many seconds. Its rule wants
    all of the probes of a target to be down, or those that `rule` names."""

    def __init__(self, binary, directory, fleet, api_port, hold="60s", sweep="60s", storm="30%", rule=None, wrap=()):
        os.makedirs(directory, exist_ok=True)
        self.directory = directory
        self.port = free_port()
        self.ready_after = None
        configuration = HEAD.format(api_port=api_port, directory=directory, port=self.port, sweep=sweep, storm=storm)
        kinds = rule or fleet.kinds
        rules = RULES.format(
            when=" and ".join(f"{kind}.down" for kind in kinds), recovery=f"{kinds[0]}.up", hold=hold
        )
        files = {"defib.yml": configuration + fleet.targets(), "rules.yml": rules, "token": "benchmark-token\n"}
        for name, text in files.items():
            with open(f"{directory}/{name}", "w", encoding="ascii", opener=_private) as file:
                file.write(text)
        self.base = f"http://127.0.0.1:{self.port}"
        self.binary = binary
        super().__init__([*wrap, binary, "run", "--config", f"{directory}/defib.yml"], f"{directory}/defib.log")

    def __enter__(self):
        began = time.monotonic()
        super().__enter__()
        try:
            self.await_answer(f"{self.base}/-/ready", seconds=120, pause=0.002)
        except BaseException:
            self.__exit__()
            raise
        self.ready_after = time.monotonic() - began
        return self

    def fault(self):
        """What this build does not understand of the configuration; None where it does."""
        command = [self.binary, "check", "--config", f"{self.directory}/defib.yml"]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        return (result.stdout + result.stderr)[-2000:] if result.returncode != 0 else None

    def get(self, path, **headers):
        request = urllib.request.Request(self.base + path, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read()

    def json(self, path):
        return json.loads(self.get(path))

    def read(self):
        """Probes since its start that found their target up: one that failed, or was put off, did not do the same work."""
        return self.page().results()["up"]

    def page(self):
        return Page(self.get("/metrics"))


class Page:
    """A reading of /metrics; only what is asked for is parsed."""

    def __init__(self, text):
        self.text = text
        self.at = time.monotonic()

    def samples(self, name):
        """Values by the text between the braces."""
        found = re.findall(rb"^%b(\{[^\n]*\})? ([^ \n]+)" % name.encode(), self.text, re.MULTILINE)
        return {labels.decode(): float(value) for labels, value in found}

    def total(self, name):
        return sum(self.samples(name).values())

    def results(self):
        """How many probes ended since the start, by their result."""
        counts = collections.Counter()
        for labels, value in self.samples("defib_probes_total").items():
            counts[re.search(r'result="([^"]+)"', labels)[1]] += value
        return counts

    def lag(self, before=None):
        """Schedule lags since `before`: the cumulative counts by upper bound in seconds."""
        counts = {}
        for labels, value in self.samples("defib_probe_schedule_lag_seconds_bucket").items():
            counts[float(re.search(r'le="([^"]+)"', labels)[1])] = value
        if before:
            earlier = before.lag()
            counts = {bound: value - earlier[bound] for bound, value in counts.items()}
        return counts


def percentile(buckets, share):
    """As Prometheus' histogram_quantile has it, in milliseconds: linear within a bucket."""
    bounds = sorted(buckets)
    rank = share * buckets[bounds[-1]]
    low, below = 0.0, 0.0
    for bound in bounds:
        if buckets[bound] >= rank:
            if bound == float("inf") or buckets[bound] == below:
                return low * 1000
            return (low + (bound - low) * (rank - below) / (buckets[bound] - below)) * 1000
        low, below = bound, buckets[bound]
    return low * 1000


def _private(path, flags):
    return os.open(path, flags, 0o600)
