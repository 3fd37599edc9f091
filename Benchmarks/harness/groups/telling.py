"""What it takes to tell people: the messages of a storm, a receiver that is dead, a crash with a full outbox, and the
time to a real Alertmanager.

Rules observe, so that nothing is asked of the provider but its listing.
"""

import datetime
import json
import signal
import time
import urllib.request

from ..case import case
from ..contenders.watch import Watch, until
from ..processes import Child, free_port
from ..world.inbox import Crowd, Inbox
from ..world.provider import Provider

TITLE = "Telling people"

MESSAGES = case("Defib", "a storm of 1,000 targets", "messages", reach="≤ 10")
NAMED = case("Defib", "a storm of 1,000: named in them", "targets", reach="≥ 1000")
SHOWN = case("Defib", "decision → alert in Alertmanager", "ms")
ANSWERS = case("Defib", "mean lag, receiver answers", "ms")
HANGS = case("Defib", "mean lag, receiver hangs", "ms", ANSWERS)
LOST = case("Defib", "killed with a full outbox: lost", "messages", reach="≤ 0")
TWICE = case("Defib", "killed with a full outbox: told twice", "messages")


def run(bench):
    _storm(bench, 300 if bench.is_quick else 1000)
    _to_alertmanager(bench, 3 if bench.is_quick else 10)
    if not bench.is_quick:
        _dead_receiver(bench, 200)
        _crash(bench, 500, 10)


def _storm(bench, size):
    with Crowd(size) as crowd, Inbox() as inbox, Provider(crowd.ids) as provider:
        watch = _watch(bench, provider, crowd, [_webhook("oncall", inbox)])
        with watch.child() as child:
            watch.await_up(child)
            crowd.fall()
            wanted = set(crowd.ids)
            until("every target was told of", 90, lambda: wanted <= _named(inbox.payloads), 0.5)
            bench.results.add(MESSAGES, len(inbox.payloads))
            bench.results.add(NAMED, len(_named(inbox.payloads) & wanted) * 1000 / size)


def _dead_receiver(bench, size):
    """The mean lag of probes' starts, with a receiver that answers and with one that hangs."""
    for each, hangs in {ANSWERS: False, HANGS: True}.items():
        with Crowd(size) as crowd, Inbox(hangs) as inbox, Provider(crowd.ids) as provider:
            watch = _watch(bench, provider, crowd, [_webhook("oncall", inbox, digest=False)])
            with watch.child() as child:
                watch.await_up(child)
                crowd.fall()
                time.sleep(5)
                for _ in range(bench.count):
                    before = _lag(watch)
                    time.sleep(3)
                    after = _lag(watch)
                    bench.results.add(each, (after[0] - before[0]) / max(1, after[1] - before[1]) * 1000)


def _crash(bench, size, receivers):
    """With a full outbox, killed and started again: how many are lost, and how many come twice."""
    names = [f"r{index}" for index in range(receivers)]
    with Crowd(size) as crowd, Inbox(hangs=True) as dead, Inbox() as alive, Provider(crowd.ids) as provider:
        watch = _watch(bench, provider, crowd, [_webhook(name, dead, digest=False) for name in names])
        with watch.child() as child:
            watch.await_up(child)
            crowd.fall()
            # Every target has its incident, and so every receiver is owed one message of it, beside those of the storm.
            until("the outbox is full", 120, lambda: watch.total("defib_incidents_open") >= size, 0.5)
            # What a step owes is on the disk before it is sent; what is written behind, within a second.
            time.sleep(2)
            child.process.send_signal(signal.SIGKILL)
            child.process.wait()
        watch.configure([_webhook(name, alive, digest=False) for name in names])
        with watch.child() as child:
            child.await_answer(f"{watch.base}/-/ready", seconds=60)
            until("nothing is owed any more", 240, lambda: watch.total("defib_notifications_pending") == 0, 0.5)
        told = [payload for payload in alive.payloads if _kind(payload) != "notice"]
        opened = {_identity(payload) for payload in told if _kind(payload) == "incident_opened"}
        bench.results.add(LOST, size * receivers - len(opened))
        bench.results.add(TWICE, len(told) - len({_identity(payload) for payload in told}))


def _to_alertmanager(bench, rounds):
    directory, base = bench.fresh(), f"http://127.0.0.1:{free_port()}"
    with open(f"{directory}/am.yml", "w", encoding="ascii") as file:
        file.write("route: {receiver: none}\nreceivers: [{name: none}]\n")
    command = [
        "prometheus-alertmanager", f"--config.file={directory}/am.yml", f"--storage.path={directory}/am",
        f"--web.listen-address={base.removeprefix('http://')}", "--cluster.listen-address=",
    ]
    # Some that stay up, so that what falls is no storm.
    crowds = {f"vps_{index}": Crowd(1) for index in range(rounds * 4)}
    try:
        urls = {vps: crowd.__enter__().urls[0] for vps, crowd in crowds.items()}
        with Provider(list(crowds)) as provider, Child(command, f"{directory}/am.log") as alertmanager:
            alertmanager.await_answer(f"{base}/-/ready", seconds=30)
            receiver = f'{{name: am, alertmanager: {{url: "{base}"}}}}'
            watch = Watch(bench.binary, directory, provider, urls, [receiver], interval="1s", timeout="500ms")
            with watch.child() as child:
                watch.await_up(child)
                for vps in list(crowds)[:rounds]:
                    crowds[vps].fall()
                    bench.results.add(SHOWN, _shown(watch, base, vps))
    finally:
        for crowd in crowds.values():
            crowd.fall()


def _shown(watch, base, vps):
    """Milliseconds from the incident to its alert."""
    alerts = lambda: json.load(urllib.request.urlopen(f"{base}/api/v2/alerts", timeout=5))
    until(f"{vps} in Alertmanager", 60, lambda: any(each["labels"].get("vps") == vps for each in alerts()), 0.005)
    seen = time.time()
    opened = next(each["openedAt"] for each in watch.incidents() if each["target"]["vps"] == vps)
    return (seen - datetime.datetime.fromisoformat(opened.replace("Z", "+00:00")).timestamp()) * 1000


def _watch(bench, provider, crowd, receivers):
    return Watch(bench.binary, bench.fresh(), provider, dict(zip(crowd.ids, crowd.urls)), receivers)


def _webhook(name, inbox, digest=True):
    return f'{{name: {name}, webhook: {{url: "{inbox.url}"}}{"" if digest else ", digest: false"}}}'


def _named(payloads):
    return {alert["labels"].get("name") for payload in payloads for alert in payload["alerts"]}


def _kind(payload):
    alert = payload["alerts"][0]
    return alert["labels"].get("kind") or alert["annotations"].get("kind")


def _identity(payload):
    return payload["receiver"], payload["alerts"][0]["annotations"]["notification_id"]


def _lag(watch):
    page = watch.page()
    return page.total("defib_probe_schedule_lag_seconds_sum"), page.total("defib_probe_schedule_lag_seconds_count")
