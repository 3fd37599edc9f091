"""From what a rule's own timing demands to the power request's arrival: what Defib itself adds to a guest's downtime.

Defib watches a few listeners of ours; one is closed, and the stand-in for the provider notes when the POST comes in. The
rule demands the first failing probe and its `for`; all after that is ours: the confirming burst, the hearing of others,
the three reads of the provider, the durable intent.
"""

import datetime
import http.server
import json
import os
import re
import threading
import time
import urllib.request

from .processes import Child, free_port

HOLD_SECONDS = 2
CONFIGURATION = """\
provider: {{hostup: {{base_url: "http://127.0.0.1:{api}", token_file: {directory}/token, sweep: 1s}}}}
mode: armed
listen: 127.0.0.1:{port}
data_dir: {directory}/data
rule_files: [{directory}/rules.yml]
limits: {{fleet: none, in_flight: 10, storm: 90%}}
targets:
"""
RULES = f"""\
rules:
  - name: refused
    when: http.down and platform.running
    for: {HOLD_SECONDS}s
    ladder: [{{action: restart, wait: 30s}}]
    recovery: {{when: http.up, for: 1s}}
    limits: {{cooldown: 0s, per_target: none}}
"""


class _Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(200, {})

    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Provider:
    """As much of the provider's API as a restart needs, and the times at which POSTs came in."""

    def __init__(self, ids):
        self.arrivals = {}
        outer = self

        class Handler(_Quiet):
            def do_GET(self):
                self.answer(*outer.read(self.path.partition("?")[0], ids))

            def do_POST(self):
                outer.arrivals[self.path.split("/")[4]] = time.time()
                job = {"status": "queued", "jobId": "job_1", "pollUrl": "/api/jobs/job_1"}
                self.answer(202, {"operation": job})

        self.server = _Server(("127.0.0.1", 0), Handler)

    @staticmethod
    def read(path, ids):
        if path == "/api/v2/vps":
            return 200, {"data": [_Provider.vps(each) for each in ids], "nextCursor": None}
        if path.startswith("/api/jobs/"):
            return 200, {"data": {"jobId": "job_1", "status": "completed", "isCompleted": True}}
        found = re.fullmatch(r"/api/v2/vps/(\w+)(/\w+)?", path)
        if found and found[2] == "/status":
            return 200, {"id": found[1], "powerState": "running", "pendingTasks": []}
        if found and found[2] == "/maintenance":
            return 200, {"hasPendingMaintenance": False, "pendingChanges": []}
        return 200, _Provider.vps(found[1]) | {"actions": {"canRestart": True}}

    @staticmethod
    def vps(vps):
        return {"id": vps, "name": vps, "serviceStatus": "active", "powerState": "running", "primaryIp": None}


def measure(binary, directory, rounds):
    """Milliseconds of our own for each of `rounds` incidents."""
    ids = [f"vps_{index}" for index in range(rounds + 2)]
    provider = _Provider(ids)
    guests = [_Server((f"127.2.0.{index + 1}", 0), _Quiet) for index in range(len(ids))]
    for server in [provider.server, *guests]:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    port = free_port()
    _write(directory, provider.server.server_port, port, ids, guests)
    base = f"http://127.0.0.1:{port}"
    try:
        with Child([binary, "run", "--config", f"{directory}/defib.yml"], f"{directory}/defib.log") as child:
            child.await_answer(f"{base}/-/ready", seconds=30)
            time.sleep(3)
            return [_one(provider, guests[index], ids[index], base) for index in range(rounds)]
    finally:
        for server in [provider.server, *guests]:
            server.shutdown()
            server.server_close()


def _one(provider, guest, vps, base):
    guest.shutdown()
    guest.server_close()
    deadline = time.monotonic() + 30
    while vps not in provider.arrivals:
        if time.monotonic() > deadline:
            raise RuntimeError(f"no restart of {vps} came")
        time.sleep(0.01)
    time.sleep(0.3)
    with urllib.request.urlopen(f"{base}/api/v1/incidents", timeout=5) as response:
        incidents = json.load(response)["incidents"]
    started = next(each["firstFailureAt"] for each in incidents if each["target"]["vps"] == vps)
    due = datetime.datetime.fromisoformat(started.replace("Z", "+00:00")).timestamp() + HOLD_SECONDS
    return (provider.arrivals[vps] - due) * 1000


def _write(directory, api, port, ids, guests):
    text = CONFIGURATION.format(api=api, directory=directory, port=port)
    for vps, guest in zip(ids, guests):
        url = f"http://{guest.server_address[0]}:{guest.server_address[1]}/"
        probe = f'http: {{url: "{url}", interval: 500ms, timeout: 400ms}}'
        text += f"  - {{vps: {vps}, name: {vps}, probes: {{{probe}}}}}\n"
    for name, content in {"defib.yml": text, "rules.yml": RULES, "token": "benchmark-token\n"}.items():
        path = f"{directory}/{name}"
        with open(path, "w", encoding="ascii") as file:
            file.write(content)
    os.chmod(f"{directory}/token", 0o600)
