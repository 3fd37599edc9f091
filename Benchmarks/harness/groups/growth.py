"""What a target costs as there are more of them."""

import time

from ..case import case
from ..contenders.defib import Defib
from ..world.fleet import Fleet, http, icmp
from ..world.nginx import Nginx

TITLE = "Growth: http every 10 s, icmp every 5 s (50,000 targets: every 30 and 15 s, so that one core does)"
SIZES = {100: 1, 1000: 1, 10_000: 1, 50_000: 3}
# Two echoes to each request, which the target itself counts: a page of two million series would spoil what is measured.
PROBES_A_REQUEST = 3
KINDS = {
    "cpu": ("CPU", "µs a probe"),
    "memory": ("resident", "MB"),
    "bytes": ("memory", "kB a target"),
    "ready": ("start to ready", "ms"),
}


def _cases():
    """By kind and size; what a target costs must not rise from each size to the next, but for what a measurement varies."""
    cases = {}
    for kind, (what, unit) in KINDS.items():
        before = None
        for size in SIZES:
            is_judged = before and kind in ("cpu", "bytes")
            reach = "≤ 1.05 ×" if is_judged else None
            cases[kind, size] = case(what, f"{size:,} targets", unit, before if is_judged else None, reach)
            before = None if kind == "bytes" and size == 100 else cases[kind, size]
    return cases


def run(bench):
    cases, empty = _cases(), None
    sizes = [size for size in SIZES if size <= 1000 or not bench.is_quick]
    del cases["bytes", 100]
    bench.results.expect(each for (_, size), each in cases.items() if size in sizes)
    for size in sizes:
        network = "127.4.0.0" if size <= 10_000 else "127.16.0.0"
        slower = SIZES[size]
        with Nginx(bench.fresh(), listed=size) as nginx:
            fleet = Fleet(size, {"http": http(10_000 * slower), "icmp": icmp(5000 * slower)}, nginx.port, network)
            with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
                time.sleep(3 if bench.is_quick else 10 * slower + 2)
                resident = _measure(bench, nginx, defib, size, cases)
        if empty is None:
            empty = resident
        else:
            bench.results.add(cases["bytes", size], (resident - empty) * 1024 / (size - 100))


def _measure(bench, nginx, defib, size, cases):
    """Megabytes resident in the end."""
    for _ in range(bench.count):
        before, asked = defib.cpu_microseconds(), nginx.requests()
        time.sleep(2 if bench.is_quick else 3)
        spent, asked = defib.cpu_microseconds() - before, nginx.requests() - asked - 1
        bench.results.add(cases["cpu", size], spent / (asked * PROBES_A_REQUEST))
    resident = defib.resident_megabytes()
    bench.results.add(cases["memory", size], resident)
    bench.results.add(cases["ready", size], defib.ready_after * 1000)
    return resident
