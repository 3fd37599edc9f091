"""A network whose hosts can hang and go dark: a namespace behind a pair of virtual interfaces. Needs root.

On loopback the kernel answers whatever nobody listens on; what is silent must be behind a wire."""

import os
import shutil
import subprocess

# Half each of 198.18.0.0/15, which is for benchmarks (RFC 2544), so that two of ours can run at once.
_NETWORKS = ("198.18.0.0", "198.19.0.0")
_PREFIX = "defib-bench-"


def lacking():
    """Why there can be no such network here; None where there can."""
    if os.geteuid() != 0:
        return "not measured: a network that goes dark needs root"
    missing = [program for program in ("ip", "nft") if not shutil.which(program)]
    return f"not measured: there is no {' and no '.join(missing)}" if missing else None


class Network:
    """Every address from `first` to the end of its /16 is a host, and all are up."""

    def __init__(self):
        _forget_orphans()
        self.first = next((each for each in _NETWORKS if not _is_taken(each)), None)
        if not self.first:
            raise RuntimeError(f"routes to {' and '.join(_NETWORKS)} are there already: other benchmarks run")
        self.hosts = f"{self.first}/16"
        self.wire = f"10.250.{_NETWORKS.index(self.first)}"
        self.name = f"{_PREFIX}{os.getpid()}"
        self.link = f"bench{os.getpid() % 100_000}"

    def __enter__(self):
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
        self._ip("address", "add", f"{self.wire}.1/30", "dev", outer)
        self._ip("link", "set", outer, "up")
        self._ip("route", "add", self.hosts, "via", f"{self.wire}.2", "dev", outer)
        for words in (
            ("link", "set", "lo", "up"),
            ("address", "add", f"{self.wire}.2/30", "dev", inner),
            ("link", "set", inner, "up"),
            ("route", "add", "local", self.hosts, "dev", "lo"),
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
        self._nft(f"insert rule ip bench input ip daddr {self.hosts} drop")

    def _ip(self, *words):
        _run(["ip", *words])

    def _nft(self, text):
        _run(["ip", "netns", "exec", self.name, "nft", "-f", "-"], text)


def _is_taken(network):
    return bool(subprocess.run(["ip", "route", "show", f"{network}/16"], capture_output=True, text=True, check=True).stdout)


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
