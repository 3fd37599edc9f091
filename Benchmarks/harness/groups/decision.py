"""From what a rule's own timing demands to the power request's arrival: what Defib itself adds to a guest's downtime.

Defib watches a few listeners of ours; one is closed, and the stand-in for the provider notes when the POST comes in. The
rule demands the first failing probe and its `for`; all after that is ours: the confirming burst, the hearing of others,
the three reads of the provider, the durable intent.
"""

import datetime
import json
import sqlite3
import time

from ..case import case
from ..contenders.watch import Watch, until
from ..world.provider import Provider, Quiet, Server

TITLE = "From a decision to its power request"
HOLD_SECONDS = 2

WHOLE = case("Defib", "due → POST: burst, 3 reads, intent", "ms", reach="< 10 ms")
LAST = case("Defib", "allowed → POST: durable intent", "ms", reach="< 10 ms")


def run(bench):
    count = 5 if bench.is_quick else 10
    ids = [f"vps_{index}" for index in range(count + 2)]
    guests = {vps: Server((f"127.2.0.{index + 1}", 0), Quiet) for index, vps in enumerate(ids)}
    urls = {vps: "http://{}:{}/".format(*guest.server_address) for vps, guest in guests.items()}
    pace = {"interval": "500ms", "timeout": "400ms", "sweep": "1s"}
    with Provider(ids) as provider:
        for guest in guests.values():
            guest.__enter__()
        try:
            watch = Watch(bench.binary, bench.fresh(), provider, urls, mode="armed", storm="90%", wait="30s", **pace)
            with watch.child() as child:
                watch.await_up(child)
                time.sleep(3)
                for vps in ids[:count]:
                    _one(bench, watch, guests.pop(vps), vps)
        finally:
            for guest in guests.values():
                guest.__exit__()


def _one(bench, watch, guest, vps):
    guest.__exit__()
    until(f"the restart of {vps}", 30, lambda: vps in watch.provider.arrivals, 0.01)
    time.sleep(0.5)
    arrival = watch.provider.arrivals[vps]
    started = next(each["firstFailureAt"] for each in watch.incidents() if each["target"]["vps"] == vps)
    due = datetime.datetime.fromisoformat(started.replace("Z", "+00:00")).timestamp() + HOLD_SECONDS
    bench.results.add(WHOLE, (arrival - due) * 1000)
    allowed = _allowed(watch, vps)
    if allowed:
        bench.results.add(LAST, arrival * 1000 - allowed)


def _allowed(watch, vps):
    """When the gates let the restart through, in milliseconds, as the journal has it once it was written behind."""
    time.sleep(1)
    journal = sqlite3.connect(f"file:{watch.directory}/data/journal.sqlite?mode=ro", uri=True)
    try:
        bodies = [json.loads(body) for (body,) in journal.execute("SELECT body FROM decision WHERE vps = ?", (vps,))]
    finally:
        journal.close()
    return next((each["at"] for each in bodies if each["verdict"] == "act"), None)
