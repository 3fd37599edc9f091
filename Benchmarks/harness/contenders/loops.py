"""The bare references of ours in C, built when the benchmark starts."""

import json
import os
import subprocess

from ..processes import Child, Metered, run_for_usage

REFERENCE = os.path.join(os.path.dirname(__file__), "../../reference")


class Loops:
    """Where the built programs are."""

    def __init__(self, directory):
        self.directory = directory
        for name, libraries in {"http_loop": ["-lcurl"], "icmp_loop": []}.items():
            command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", f"{directory}/{name}", f"{REFERENCE}/{name}.c", *libraries]
            subprocess.run(command, check=True)

    def http(self, fleet, *options, rate=None):
        """Paced where there is a rate, saturated otherwise."""
        pace = ["--rate", rate] if rate else ["--concurrency", 32]
        return Metered([f"{self.directory}/http_loop", *pace, *options, *fleet.urls], f"{self.directory}/http_loop.log")

    def echoes(self, fleet, rate):
        """A few a second, each by itself, for as long as it is left alone."""
        pace = ["--rate", str(rate), "--batch-ms", str(1000 // rate), "--seconds", "600"]
        return Child([f"{self.directory}/icmp_loop", *pace, *fleet.addresses], f"{self.directory}/icmp_loop.log")

    def echo(self, fleet, seconds, *pace):
        """CPU microseconds an echo, its start left out."""
        command = [f"{self.directory}/icmp_loop", *pace, "--seconds", str(seconds), *fleet.addresses]
        output, _, code = run_for_usage(command)
        if code != 0:
            raise RuntimeError(f"icmp_loop: {output[-500:]}")
        return json.loads(output)["cpu_us_per_echo"]
