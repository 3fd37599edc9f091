"""A daemon that has little to do: ten targets at the usual pace."""

import time

from ..case import case
from ..contenders.defib import Defib
from ..world.fleet import Fleet, http, icmp
from ..world.nginx import Nginx

TITLE = "Idle: 10 targets, http every 10 s, icmp every 5 s"

READY = case("Defib", "start to ready", "ms", reach="< 100 ms")
MEMORY = case("Defib", "resident", "MB", reach="< 30 MB")
FLOOR = case("libcurl and sendmsg in C", "CPU, the same probes", "% of a core")
CORE = case("Defib", "CPU", "% of a core", FLOOR, "< 0.1 %")


def run(bench):
    with Nginx(bench.fresh(), listed=10) as nginx:
        fleet = Fleet(10, {"http": http(10_000), "icmp": icmp(5000)}, nginx.port)
        for _ in range(bench.count - 1):
            with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
                bench.results.add(READY, defib.ready_after * 1000)
        # What a probe costs whose thread and caches are cold each time.
        with bench.loops.http(fleet, "--batch-ms", "1000", rate=1) as requests, bench.loops.echoes(fleet, 2) as echoes:
            _watch(bench, [requests, echoes], FLOOR)
        with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
            bench.results.add(READY, defib.ready_after * 1000)
            _watch(bench, [defib], CORE)
            bench.results.add(MEMORY, defib.resident_megabytes())


def _watch(bench, children, case):
    """After the start and all that it leaves behind."""
    time.sleep(2 if bench.is_quick else 11)
    for _ in range(bench.count):
        before, began = sum(child.cpu_microseconds() for child in children), time.monotonic()
        time.sleep(2 if bench.is_quick else 5)
        spent = sum(child.cpu_microseconds() for child in children) - before
        bench.results.add(case, spent / (time.monotonic() - began) / 1e4)
