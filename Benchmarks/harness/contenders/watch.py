"""A daemon as people use it: with receivers, and an API that it may act through."""

import json
import os
import time
import urllib.request

from ..processes import Child, free_port
from .defib import Page

CONFIGURATION = """\
provider: {{hostup: {{base_url: "http://127.0.0.1:{api}", token_file: {directory}/token, sweep: {sweep}}}}}
mode: {mode}
listen: 127.0.0.1:{port}
data_dir: {directory}/data
rule_files: [{directory}/rules.yml]
limits: {{fleet: none, in_flight: 10, storm: {storm}}}
receivers:
{receivers}targets:
{targets}"""
RULES = """\
rules:
  - name: down
    when: http.down and platform.running
    for: {hold}s
    ladder: [{{action: restart, wait: {wait}}}]
    recovery: {{when: http.up, for: 1s}}
    limits: {{cooldown: 0s, per_target: none}}
    patience: 10m
"""


class Watch:
    """Over `urls` by id, with the receivers' texts; `child()` begins a life, each on the same journal."""

    def __init__(self, binary, directory, provider, urls, receivers=(), interval="5s", timeout="2s", **words):
        self.binary, self.directory, self.provider, self.urls = binary, directory, provider, urls
        self.pace = f"interval: {interval}, timeout: {timeout}"
        self.words = {"mode": "observe", "storm": "30%", "sweep": "5s", "hold": 2, "wait": "1h"} | words
        self.base = f"http://127.0.0.1:{free_port()}"
        self.configure(receivers)

    def configure(self, receivers):
        targets = "".join(
            f'  - {{vps: {vps}, name: {vps}, probes: {{http: {{url: "{url}", {self.pace}}}}}}}\n'
            for vps, url in self.urls.items()
        )
        text = CONFIGURATION.format(
            api=self.provider.server_port,
            directory=self.directory,
            port=self.base.rpartition(":")[2],
            receivers="".join(f"  - {each}\n" for each in receivers) if receivers else "  []\n",
            targets=targets,
            **self.words,
        )
        rules = RULES.format(**self.words)
        for name, content in {"defib.yml": text, "rules.yml": rules, "token": "benchmark-token\n"}.items():
            path = f"{self.directory}/{name}"
            with open(path, "w", encoding="ascii") as file:
                file.write(content)
        os.chmod(f"{self.directory}/token", 0o600)

    def child(self):
        return Child([self.binary, "run", "--config", f"{self.directory}/defib.yml"], f"{self.directory}/defib.log")

    def await_up(self, child, seconds=60):
        """Ready, and every target up."""
        child.await_answer(f"{self.base}/-/ready", seconds=60)
        until("every target is up", seconds, lambda: self.total("probe_success") >= len(self.urls), 0.25)

    def page(self):
        with urllib.request.urlopen(f"{self.base}/metrics", timeout=10) as response:
            return Page(response.read())

    def total(self, name):
        return self.page().total(name)

    def incidents(self):
        with urllib.request.urlopen(f"{self.base}/api/v1/incidents", timeout=5) as response:
            return json.load(response)["incidents"]


def until(what, seconds, is_true, pause=0.1):
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(pause)
