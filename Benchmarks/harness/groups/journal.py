"""What the journal costs the disk."""

import json
import os
import re
import sqlite3
import time

from ..case import case
from ..contenders.defib import Defib
from ..contenders.watch import Watch
from ..processes import run_for_usage
from ..world.fleet import Fleet, http, icmp
from ..world.inbox import Crowd
from ..world.nginx import Nginx
from ..world.provider import Provider

TITLE = "The journal"

SYNCS = case("Defib", "guests restarted", "fsyncs a decision", reach="≤ 1")
SYNCS_EACH = case("Defib", "guests restarted", "fsyncs a restart")
BYTES = case("Defib", "observations, as written", "bytes each")
PACKED = case("Defib", "observations, compacted", "bytes each", reach="≤ 8 bytes")
FILE = case("Defib", "file, as written, rollups included", "bytes each")
YEAR = case("journal-cost", "a year of 100 targets' rollups asked", "ms", reach="< 100 ms")


def run(bench):
    _observations(bench)
    _syncs(bench)
    _year(bench)


def _observations(bench):
    """Bytes on disk for each observation of a fleet that is up, once the daemon has ended."""
    with Nginx(bench.fresh(), listed=2500) as nginx:
        fleet = Fleet(2500, {"http": http(2000), "icmp": icmp(1000)}, nginx.port)
        directory = bench.fresh()
        with Defib(bench.binary, directory, fleet, nginx.port) as defib:
            time.sleep(5)
            with _journal(f"{directory}/data") as journal:
                began = _size(journal)
            before = defib.page().total("defib_probes_total")
            time.sleep(8 if bench.is_quick else 30)
            count = defib.page().total("defib_probes_total") - before
        with _journal(f"{directory}/data") as journal:
            ended = _size(journal)
        bench.results.add(BYTES, (ended["event"] - began["event"]) / count)
        bench.results.add(FILE, (ended["file"] - began["file"]) / count)
        bench.results.note(BYTES, f"{count:,.0f} observations; the length of the rows that hold them")
        _packed(bench, f"{directory}/data")


class _journal:
    def __init__(self, data):
        self.path = f"file:{data}/journal.sqlite?mode=ro"

    def __enter__(self):
        self.connection = sqlite3.connect(self.path, uri=True)
        return self.connection

    def __exit__(self, *_):
        self.connection.close()


def _size(journal):
    one = lambda query: journal.execute(query).fetchone()[0] or 0
    pages = one("PRAGMA page_count") - one("PRAGMA freelist_count")
    return {"event": one("SELECT sum(length(body)) FROM event"), "file": pages * one("PRAGMA page_size")}


def _syncs(bench):
    """Those of a life in which guests fall one by one, less those of as long a life in which none does."""
    count = 4 if bench.is_quick else 8
    quiet, _, _ = _life(bench, 0, count)
    busy, decisions, restarts = _life(bench, count, count)
    bench.results.add(SYNCS, max(0, busy - quiet) / max(1, decisions))
    bench.results.add(SYNCS_EACH, max(0, busy - quiet) / max(1, restarts))
    text = f"{busy} fsyncs in a life with {decisions} decisions, {restarts} of them restarts; {quiet} in one without"
    bench.results.note(SYNCS, text)


def _life(bench, falls, slots):
    """Fsyncs, decisions, and how many power requests came."""
    crowds = {f"vps_{index}": Crowd(1) for index in range(slots + 4)}
    directory = bench.fresh()
    counts = f"{directory}/fsyncs"
    try:
        urls = {vps: crowd.__enter__().urls[0] for vps, crowd in crowds.items()}
        with Provider(list(crowds)) as provider:
            pace = {"interval": "500ms", "timeout": "400ms", "sweep": "5s"}
            watch = Watch(bench.binary, directory, provider, urls, mode="armed", storm="90%", wait="60s", **pace)
            child = watch.child()
            child.command = ["strace", "-c", "-f", "-e", "trace=fsync,fdatasync", "-o", counts, *child.command]
            with child:
                watch.await_up(child)
                for index in range(slots):
                    if index < falls:
                        crowds[f"vps_{index}"].fall()
                    time.sleep(1)
                time.sleep(5)
                _end_traced(child)
            with _journal(f"{directory}/data") as journal:
                decisions = journal.execute("SELECT count(*) FROM decision").fetchone()[0]
            return _counted(counts), decisions, len(provider.arrivals)
    finally:
        for crowd in crowds.values():
            crowd.fall()


def _end_traced(child):
    """strace passes no signal on: its child is ended instead, and strace ends with it."""
    with open(f"/proc/{child.pid}/task/{child.pid}/children", encoding="ascii") as file:
        for pid in file.read().split():
            os.kill(int(pid), 15)
    child.process.wait(20)


def _counted(path):
    with open(path, encoding="ascii") as file:
        return sum(int(found) for found in re.findall(r"^ *[0-9.]+ +[0-9.]+ +\d+ +(\d+) .*sync$", file.read(), re.MULTILINE))


def _packed(bench, data):
    """What the same observations take once they were compacted, which a running daemon does as they age."""
    figures = _journal_cost(bench, PACKED, "--pack", data) or {}
    if "bytes_after" in figures:
        bench.results.add(PACKED, figures["bytes_after"])


def _year(bench):
    figures = _journal_cost(bench, YEAR) or {}
    if "year_fleet_query" in figures:
        bench.results.add(YEAR, figures["year_fleet_query"])
        bench.results.note(YEAR, "the median of five queries")


def _journal_cost(bench, case, *arguments):
    """Its figures by name; None where this build has no such program."""
    program = os.path.join(os.path.dirname(bench.binary), "journal-cost")
    if not os.path.exists(program):
        bench.results.skip(case, "not in this build: there is no journal-cost")
        return None
    output, _, code = run_for_usage([program, "--json", *arguments])
    if code != 0:
        raise RuntimeError(f"journal-cost said: {output[-500:]}")
    return json.loads(output.splitlines()[-1])
