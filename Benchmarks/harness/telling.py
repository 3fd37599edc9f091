"""What it takes to tell people: the messages of a storm, a receiver that is dead, a crash with a full outbox, and the time to a
real Alertmanager.

A thousand targets share one listener; closing it takes them all down in a second, harder than a storm within a minute. Rules
observe, so that nothing is asked of the provider but its listing.
"""

import datetime
import http.server
import json
import os
import signal
import threading
import time
import urllib.request

from .decision import _Provider, _Quiet, _Server
from .processes import Child, free_port

CONFIGURATION = """\
provider: {{hostup: {{base_url: "http://127.0.0.1:{api}", token_file: {directory}/token, sweep: 5s}}}}
mode: observe
listen: 127.0.0.1:{port}
data_dir: {directory}/data
rule_files: [{directory}/rules.yml]
limits: {{storm: 30%}}
receivers:
{receivers}targets:
{targets}"""
RULES = """\
rules:
  - name: down
    when: http.down and platform.running
    for: 2s
    ladder: [{action: restart, wait: 1h}]
    recovery: {when: http.up, for: 1s}
    patience: 10m
"""


class Inbox:
    """A receiver of webhooks; `hangs` takes requests and never answers them."""

    def __init__(self, hangs=False):
        self.payloads = []
        self.hangs = hangs
        self.released = threading.Event()
        outer = self

        class Handler(_Quiet):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.hangs:
                    outer.released.wait(3600)
                    return
                outer.payloads.append(json.loads(body))
                self.answer(200, {})

        self.server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


class Fleet:
    """Targets on addresses of their own, all behind one listener."""

    def __init__(self, size):
        self.ids = [f"vps_{index}" for index in range(size)]
        self.port = free_port()
        self.server = None
        self.rise()

    def rise(self):
        self.server = http.server.ThreadingHTTPServer(("0.0.0.0", self.port), _Quiet, bind_and_activate=False)
        self.server.allow_reuse_address = True
        self.server.daemon_threads = True
        self.server.request_queue_size = 1024
        self.server.server_bind()
        self.server.server_activate()
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def fall(self):
        self.server.shutdown()
        self.server.server_close()

    def targets(self):
        lines = []
        for index, vps in enumerate(self.ids):
            url = f"http://127.3.{index // 250}.{index % 250 + 1}:{self.port}/"
            probe = f'http: {{url: "{url}", interval: 5s, timeout: 2s}}'
            lines.append(f"  - {{vps: {vps}, name: {vps}, probes: {{{probe}}}}}\n")
        return "".join(lines)


class Watch:
    """A daemon over a fleet, with receivers; `again` starts its next life on the same journal."""

    def __init__(self, binary, directory, fleet, receivers):
        self.binary = binary
        self.directory = directory
        self.provider = _Provider(fleet.ids)
        server = self.provider.server
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.base = f"http://127.0.0.1:{free_port()}"
        self.configure(fleet, receivers)

    def configure(self, fleet, receivers):
        text = CONFIGURATION.format(
            api=self.provider.server.server_port,
            directory=self.directory,
            port=self.base.rpartition(":")[2],
            receivers="".join(f"  - {each}\n" for each in receivers),
            targets=fleet.targets(),
        )
        for name, content in {"defib.yml": text, "rules.yml": RULES, "token": "benchmark-token\n"}.items():
            with open(f"{self.directory}/{name}", "w", encoding="ascii") as file:
                file.write(content)
        os.chmod(f"{self.directory}/token", 0o600)

    def run(self):
        return Child([self.binary, "run", "--config", f"{self.directory}/defib.yml"], f"{self.directory}/defib.log")

    def ready(self, child):
        child.await_answer(f"{self.base}/-/ready", seconds=60)

    def samples(self, name):
        """Values by the text between the braces."""
        with urllib.request.urlopen(f"{self.base}/metrics", timeout=10) as response:
            lines = response.read().decode().splitlines()
        found = {}
        for line in lines:
            if line.startswith(name) and line[len(name)] in "{ ":
                labels, _, value = line.rpartition(" ")
                found[labels[len(name):]] = float(value)
        return found

    def close(self):
        self.provider.server.shutdown()
        self.provider.server.server_close()


def _until(what, seconds, is_true, pause=0.1):
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {seconds} s: {what}")
        time.sleep(pause)


def _named(payloads):
    return {alert["labels"].get("name") for payload in payloads for alert in payload["alerts"]}


def storm(binary, directory, size=1000):
    """How many messages a storm is, and how many of its targets they name."""
    fleet, inbox = Fleet(size), Inbox()
    watch = Watch(binary, directory, fleet, [f'{{name: oncall, webhook: {{url: "{inbox.url}"}}}}'])
    try:
        with watch.run() as child:
            watch.ready(child)
            _until("every target is up", 60, lambda: sum(watch.samples("probe_success").values()) >= size, 1)
            fleet.fall()
            _until("every target was told of", 90, lambda: len(_named(inbox.payloads) & set(fleet.ids)) >= size, 1)
            return len(inbox.payloads), len(_named(inbox.payloads) & set(fleet.ids))
    finally:
        watch.close()
        inbox.close()


def crash(binary, directory, size=1000, receivers=10):
    """With a full outbox, killed and started again: how many are lost, and how many come twice."""
    fleet, dead = Fleet(size), Inbox(hangs=True)
    url = dead.url
    names = [f"r{index}" for index in range(receivers)]
    watch = Watch(binary, directory, fleet, [f'{{name: {name}, webhook: {{url: "{url}"}}, digest: false}}' for name in names])
    try:
        with watch.run() as child:
            watch.ready(child)
            _until("every target is up", 60, lambda: sum(watch.samples("probe_success").values()) >= size, 1)
            fleet.fall()
            waiting = lambda: sum(watch.samples("defib_notifications_pending").values())
            _until("the outbox is full", 120, lambda: waiting() >= size * receivers, 1)
            queued = waiting()
            # What a step owes is on the disk before it is sent; what is written behind, within a second.
            time.sleep(2)
            child.process.send_signal(signal.SIGKILL)
            child.process.wait()
        alive = Inbox()
        watch.configure(fleet, [f'{{name: {name}, webhook: {{url: "{alive.url}"}}, digest: false}}' for name in names])
        with watch.run() as child:
            watch.ready(child)
            idle = lambda: watch.samples("defib_notifications_pending") == {} or waiting() == 0
            _until("nothing is owed any more", 240, idle, 1)
            told = [payload for payload in alive.payloads if _kind(payload) != "notice"]
            opened = [payload for payload in told if _kind(payload) == "incident_opened"]
            lost = size * receivers - len(_identities(opened))
            return int(queued), lost, len(told) - len(_identities(told))
    finally:
        watch.close()
        dead.close()


def _kind(payload):
    return payload["alerts"][0]["labels"].get("kind") or payload["alerts"][0]["annotations"].get("kind")


def _identities(payloads):
    return {(payload["receiver"], payload["alerts"][0]["annotations"]["notification_id"]) for payload in payloads}


def dead_receiver(binary, directory, seconds, size=200):
    """The mean lag of probes' starts, in milliseconds, with a receiver that answers and with one that hangs."""
    means = []
    for hangs in [False, True]:
        own = f"{directory}/{hangs}"
        os.mkdir(own)
        fleet, inbox = Fleet(size), Inbox(hangs=hangs)
        watch = Watch(binary, own, fleet, [f'{{name: oncall, webhook: {{url: "{inbox.url}"}}, digest: false}}'])
        try:
            with watch.run() as child:
                watch.ready(child)
                _until("every target is up", 60, lambda: sum(watch.samples("probe_success").values()) >= size, 1)
                fleet.fall()
                time.sleep(15)
                before = _lag(watch)
                time.sleep(seconds)
                after = _lag(watch)
                means.append((after[0] - before[0]) / max(1, after[1] - before[1]) * 1000)
        finally:
            watch.close()
            inbox.close()
    return means


def _lag(watch):
    total = sum(watch.samples("defib_probe_schedule_lag_seconds_sum").values())
    return total, sum(watch.samples("defib_probe_schedule_lag_seconds_count").values())


def to_alertmanager(binary, directory, rounds):
    """Milliseconds from each decision to its alert in a real Alertmanager."""
    port = free_port()
    with open(f"{directory}/am.yml", "w", encoding="ascii") as file:
        file.write("route: {receiver: none}\nreceivers: [{name: none}]\n")
    command = [
        "prometheus-alertmanager", f"--config.file={directory}/am.yml", f"--storage.path={directory}/am",
        f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address=",
    ]
    fleets = [Fleet(1) for _ in range(rounds)]
    fleet = Fleet(1)
    fleet.ids = [f"vps_{index}" for index in range(rounds + 2)]
    base = f"http://127.0.0.1:{port}"
    watch = Watch(binary, directory, fleet, [f'{{name: am, alertmanager: {{url: "{base}"}}}}'])
    text = open(f"{directory}/defib.yml", encoding="ascii").read()
    for index, own in enumerate(fleets):
        text = text.replace(f"http://127.3.0.{index + 1}:{fleet.port}/", f"http://127.3.0.{index + 1}:{own.port}/")
    with open(f"{directory}/defib.yml", "w", encoding="ascii") as file:
        file.write(text)
    try:
        with Child(command, f"{directory}/am.log") as alertmanager, watch.run() as child:
            alertmanager.await_answer(f"{base}/-/ready", seconds=30)
            watch.ready(child)
            up = lambda: sum(watch.samples("probe_success").values()) >= rounds + 2
            _until("every target is up", 60, up, 0.5)
            return [_shown(watch, base, own, f"vps_{index}") for index, own in enumerate(fleets)]
    finally:
        watch.close()


def _shown(watch, base, fleet, vps):
    fleet.fall()
    alerts = lambda: json.load(urllib.request.urlopen(f"{base}/api/v2/alerts", timeout=5))
    _until(f"{vps} in Alertmanager", 60, lambda: any(each["labels"].get("vps") == vps for each in alerts()), 0.005)
    seen = time.time()
    with urllib.request.urlopen(f"{watch.base}/api/v1/incidents", timeout=5) as response:
        incidents = json.load(response)["incidents"]
    opened = next(each["openedAt"] for each in incidents if each["target"]["vps"] == vps)
    return (seen - _seconds(opened)) * 1000


def _seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
