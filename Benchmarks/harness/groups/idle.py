"""A daemon that has little to do: ten targets at the usual pace."""

import time

from ..case import case
from ..contenders.defib import Defib
from ..world.fleet import Fleet, http, icmp
from ..world.nginx import Nginx

TITLE = "Idle: 10 targets, http every 10 s, icmp every 5 s"

READY = case("Defib", "start to ready", "ms", reach="< 100 ms")
MEMORY = case("Defib", "resident", "MB", reach="< 30 MB")
CORE = case("Defib", "CPU", "% of a core", reach="< 0.1 %")


def run(bench):
    with Nginx(bench.fresh(), listed=10) as nginx:
        fleet = Fleet(10, {"http": http(10_000), "icmp": icmp(5000)}, nginx.port)
        for _ in range(bench.count - 1):
            with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
                bench.results.add(READY, defib.ready_after * 1000)
        with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
            bench.results.add(READY, defib.ready_after * 1000)
            time.sleep(2 if bench.is_quick else 11)
            for _ in range(bench.count):
                before, began = defib.cpu_microseconds(), time.monotonic()
                time.sleep(2 if bench.is_quick else 5)
                bench.results.add(CORE, (defib.cpu_microseconds() - before) / (time.monotonic() - began) / 1e4)
                bench.results.add(MEMORY, defib.resident_megabytes())
