"""A network whose hosts can hang and go dark: a namespace behind a pair of virtual interfaces. Needs root.

On loopback the kernel answers whatever nobody listens on; what is silent must be behind a wire."""

import os
import shutil
import subprocess

NETWORK = "198.18.0.0"
_HOSTS = f"{NETWORK}/15"
_PREFIX = "defib-bench-"


def lacking():
    """Why there can be no such network here; None where there can."""
    if os.geteuid() != 0:
        return "not measured: a network that goes dark needs root"
    missing = [program for program in ("ip", "nft") if not shutil.which(program)]
    return f"not measured: there is no {' and no '.join(missing)}" if missing else None


class Network:
    """Every address of 198.18.0.0/15 (for benchmarks, RFC 2544) is one of its hosts, and all are up."""

    def __init__(self):
        self.name = f"{_PREFIX}{os.getpid()}"
        self.link = f"bench{os.getpid() % 100_000}"

    def __enter__(self):
        _forget_orphans()
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        # The link's both ends go with the namespace.
        subprocess.run(["ip", "netns", "delete", self.name], check=False, capture_output=True)

    def _build(self):
        outer, inner = f"{self.link}o", f"{self.link}i"
        self._ip("netns", "add", self.name)
        self._ip("link", "add", outer, "type", "veth", "peer", "name", inner, "netns", self.name)
        self._ip("address", "add", "10.250.250.1/30", "dev", outer)
        self._ip("link", "set", outer, "up")
        self._ip("route", "add", _HOSTS, "via", "10.250.250.2", "dev", outer)
        for words in (
            ("link", "set", "lo", "up"),
            ("address", "add", "10.250.250.2/30", "dev", inner),
            ("link", "set", inner, "up"),
            ("route", "add", "local", _HOSTS, "dev", "lo"),
        ):
            self._ip("-n", self.name, *words)
        self._nft("add table ip bench")
        self._nft("add chain ip bench input { type filter hook prerouting priority -300; }")
        self._nft("add set ip bench hung { type ipv4_addr; }")
        self._nft("add rule ip bench input ip daddr @hung drop")

    def hang(self, addresses):
        """They take what is sent to them, and say nothing."""
        self._nft(f"add element ip bench hung {{ {', '.join(addresses)} }}")

    def heal(self):
        self._nft("flush chain ip bench input")
        self._nft("flush set ip bench hung")
        self._nft("add rule ip bench input ip daddr @hung drop")

    def go_dark(self):
        self._nft(f"insert rule ip bench input ip daddr {_HOSTS} drop")

    def _ip(self, *words):
        _run(["ip", *words])

    def _nft(self, text):
        _run(["ip", "netns", "exec", self.name, "nft", "-f", "-"], text)


def _forget_orphans():
    """Networks of benchmarks that were killed."""
    for line in subprocess.run(["ip", "netns"], capture_output=True, text=True, check=False).stdout.splitlines():
        name = line.split()[0]
        if name.startswith(_PREFIX) and not os.path.exists(f"/proc/{name.removeprefix(_PREFIX)}"):
            subprocess.run(["ip", "netns", "delete", name], check=False, capture_output=True)


def _run(command, text=None):
    result = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {result.stderr.strip()[:500]}")
