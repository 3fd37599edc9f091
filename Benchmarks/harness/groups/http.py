"""A fresh connection for each HTTP probe, at two paces and saturated, beside the bare loop and the peers."""

import time

from ..case import case
from ..contenders.blackbox import Blackbox
from ..contenders.monit import Monit
from ..contenders.prometheus import Prometheus
from ..contenders.saturated import Saturation
from ..world.fleet import Fleet, http
from ..world.nginx import Nginx

TITLE = "HTTP probes, a fresh connection each: CPU time a probe"
SLOW, FAST, FULL = "100 a second", "1,000 a second", "saturated"
UNIT = "µs a probe"

C_SLOW = case("libcurl in C", SLOW, UNIT)
C_FAST = case("libcurl in C", FAST, UNIT)
C_FULL = case("libcurl in C", FULL, UNIT)
C_ABORT = case("libcurl in C, reset", FULL, UNIT, C_FULL)
SLOW_RUN = case("Defib", SLOW, UNIT, C_SLOW, "≤ 1.25 ×")
FAST_RUN = case("Defib", FAST, UNIT, C_FAST, "≤ 1.25 ×")
FULL_RUN = case("Defib", FULL, UNIT, C_FULL, "≤ 1.15 ×")
# The same figure beside the loop that closes as Defib does once an answer is whole: with a reset.
SAME_CLOSE = case("Defib", f"{FULL}, beside C with a reset", UNIT, C_ABORT)
BLACKBOX_SLOW = case("blackbox_exporter", SLOW, UNIT, SLOW_RUN, "≥ 6 ×")
BLACKBOX_FULL = case("blackbox_exporter", FULL, UNIT, FULL_RUN, "≥ 6 ×")
WITH_PROMETHEUS = case("… and its Prometheus", SLOW, UNIT, SLOW_RUN, "≥ 12 ×")
MONIT = case("monit", "1,000 hosts, one after another", UNIT, FULL_RUN)


def run(bench):
    """1,000 targets; saturated, as many as it takes."""
    with Nginx(bench.fresh()) as nginx:
        fast = Fleet(1000, {"http": http(1000)}, nginx.port)
        slow = Fleet(1000, {"http": http(10_000)}, nginx.port)
        with Blackbox(bench.fresh()) as blackbox:
            bench.take_turns(_contenders(bench, nginx, blackbox, fast, slow))
        if not bench.is_quick:
            bench.results.add(SAME_CLOSE, *bench.results.samples(FULL_RUN))
            _with_prometheus(bench, nginx, slow)
            _monit(bench, nginx, fast)


def _contenders(bench, nginx, blackbox, fast, slow):
    quick = {
        C_FAST: bench.loop(fast, rate=1000),
        FAST_RUN: bench.defib(fast, nginx),
        C_FULL: bench.loop(fast, warm_up=0.5),
        FULL_RUN: Saturation(bench, nginx, fastest=14_000).samples,
        BLACKBOX_FULL: lambda count: blackbox.samples(count, fast.urls, bench.seconds(2)),
    }
    if bench.is_quick:
        return quick
    return {
        C_SLOW: bench.loop(slow, rate=100, seconds=4),
        # Every target was asked once.
        SLOW_RUN: bench.defib(slow, nginx, seconds=4, warm_up=11),
        **quick,
        C_ABORT: bench.loop(fast, "--abort", warm_up=0.5),
        BLACKBOX_SLOW: lambda count: blackbox.samples(count, slow.urls, bench.seconds(2), rate=100),
    }


def _with_prometheus(bench, nginx, fleet):
    directory, interval = bench.fresh(), fleet.size // 100
    with Blackbox(directory) as blackbox, Prometheus(directory, fleet.urls, interval, blackbox.port) as prometheus:
        time.sleep(interval + 2)
        _by_requests(bench, WITH_PROMETHEUS, nginx, [blackbox, prometheus], 3)


def _monit(bench, nginx, fleet):
    with Monit(bench.fresh(), fleet, nginx.port, cycle=1) as monit:
        time.sleep(2)
        _by_requests(bench, MONIT, nginx, [monit], 2)


def _by_requests(bench, case, nginx, children, seconds):
    """Where the contender does not tell how many probes it made, the target does."""
    for _ in range(bench.count):
        before, asked = sum(child.cpu_microseconds() for child in children), nginx.requests()
        time.sleep(seconds)
        spent = sum(child.cpu_microseconds() for child in children) - before
        bench.results.add(case, spent / (nginx.requests() - asked - 1))
