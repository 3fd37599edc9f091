"""Ten thousand targets: all up, a share of them hanging, all of them dark."""

import contextlib
import json
import sqlite3
import time

from ..case import case
from ..contenders.defib import Defib
from ..contenders.gauge import Gauge, watched
from ..world.fleet import Fleet, http, icmp
from ..world.network import Network, lacking
from ..world.nginx import Nginx

TITLE = "10,000 targets: http every 10 s, icmp every 5 s, the platform listed every 60 s"
UP, HUNG, DARK = "all up", "5 % hang until their timeout", "all go dark at once"
SIZE = 10_000
HOLD_SECONDS = 20
INTERVAL_SECONDS = 10
TIMEOUT_SECONDS = 3

READY = case("start to ready", UP, "ms")
CORE = case("CPU", UP, "of a core", reach="< 0.35")
PROBE = case("CPU", UP, "µs a probe")
MEMORY = case("resident", UP, "MB", reach="< 150 MB")
LAG = case("p99 schedule lag", UP, "ms", reach="< 50 ms")
ANSWERS = {
    "/api/v1/status": case("/api/v1/status", UP, "ms", reach="< 50 ms"),
    "/api/v1/targets": case("/api/v1/targets", UP, "ms", reach="< 50 ms"),
    "/api/v1/incidents": case("/api/v1/incidents", UP, "ms", reach="< 50 ms"),
}
HUNG_LAG = case("p99 schedule lag", HUNG, "ms", reach="< 100 ms")
HUNG_SKIPPED = case("turns of probes skipped", HUNG, "%", reach="≤ 0.1 %")
HUNG_CORE = case("CPU", HUNG, "of a core")
DARK_LAG = case("p99 schedule lag", DARK, "ms", reach="< 100 ms")
DARK_CORE = case("CPU", DARK, "of a core")
DARK_MEMORY = case("resident", DARK, "MB")
VERDICTS = case("verdicts", DARK, "targets", reach=f"≥ {SIZE}")
EARLIEST = case("earliest after the rule's time", DARK, "s", reach="≥ 0 s")
LATEST = case("latest after the rule's time", DARK, "s", reach=f"≤ {INTERVAL_SECONDS} s")


def run(bench):
    why = lacking()
    with contextlib.ExitStack() as stack:
        api = stack.enter_context(Nginx(bench.fresh(), listed=SIZE))
        network = None if why else stack.enter_context(Network())
        nginx = stack.enter_context(Nginx(bench.fresh(), namespace=network.name)) if network else api
        probes = {"http": http(INTERVAL_SECONDS * 1000), "icmp": icmp(5000)}
        fleet = Fleet(SIZE, probes, nginx.port, network.first if network else "127.4.0.0")
        daemon = Defib(bench.binary, bench.fresh(), fleet, api.port, hold=f"{HOLD_SECONDS}s", rule=["http"])
        defib = stack.enter_context(daemon)
        bench.results.add(READY, defib.ready_after * 1000)
        time.sleep(6 if bench.is_quick else INTERVAL_SECONDS + 1)
        _all_up(bench, defib)
        if bench.is_quick or why:
            for each in (HUNG_LAG, HUNG_SKIPPED, DARK_LAG, VERDICTS, EARLIEST, LATEST):
                bench.results.skip(each, why or "not when quick")
            return
        _hanging(bench, defib, network, fleet)
        _dark(bench, defib, network)


def _all_up(bench, defib):
    """Windows that together cover a sweep, unless quick."""
    add = bench.results.add
    for _ in range(bench.count):
        gauge = watched(defib, 2 if bench.is_quick else 10)
        add(CORE, gauge.core)
        add(PROBE, gauge.core * 1e6 / gauge.rate)
        add(LAG, gauge.lag)
        add(MEMORY, defib.resident_megabytes())
        for path, each in ANSWERS.items():
            began = time.monotonic()
            size = len(defib.get(path))
            add(each, (time.monotonic() - began) * 1000)
            bench.results.note(each, f"{size:,} bytes")


def _hanging(bench, defib, network, fleet):
    network.hang(fleet.addresses[::20])
    time.sleep(TIMEOUT_SECONDS)
    for _ in range(bench.count):
        gauge = watched(defib, 5)
        bench.results.add(HUNG_CORE, gauge.core)
        bench.results.add(HUNG_LAG, gauge.lag)
        bench.results.add(HUNG_SKIPPED, gauge.skipped)
    network.heal()
    time.sleep(INTERVAL_SECONDS + 2)


def _dark(bench, defib, network):
    """Long enough for the last target's first failure, the hold, the confirming burst, and a probe's turn beyond."""
    add, gauge = bench.results.add, Gauge(defib)
    network.go_dark()
    gone = time.time() * 1000
    time.sleep(2 * INTERVAL_SECONDS + 2 * TIMEOUT_SECONDS + HOLD_SECONDS + 4)
    gauge.close()
    add(DARK_LAG, gauge.lag)
    add(DARK_CORE, gauge.core)
    add(DARK_MEMORY, defib.resident_megabytes())
    told, off = _verdicts(f"{defib.directory}/data", gone)
    add(VERDICTS, told)
    bench.results.expect([EARLIEST, LATEST])
    if off:
        add(EARLIEST, off[0])
        add(LATEST, off[-1])


def _verdicts(directory, since):
    """How many targets have had one, those among them that hung before; and, sorted, the seconds from what the rule
    demands, its `for` after the first failure was known, to the opening of each incident that began since then. What is
    left is the confirming burst, which hangs until its timeout like any probe then."""
    journal = sqlite3.connect(f"file:{directory}/journal.sqlite?mode=ro", uri=True)
    try:
        records = [json.loads(body) for (body,) in journal.execute("SELECT body FROM incident")]
    finally:
        journal.close()
    fresh = [each for each in records if each["firstFailureAt"] >= since - INTERVAL_SECONDS * 1000]
    rule = TIMEOUT_SECONDS + HOLD_SECONDS
    off = sorted((each["openedAt"] - each["firstFailureAt"]) / 1000 - rule for each in fresh)
    return len({each["vps"] for each in records}), off
