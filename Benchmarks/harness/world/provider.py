"""A stand-in for as much of the provider's API as a restart needs."""

import http.server
import json
import re
import threading
import time


class Quiet(http.server.BaseHTTPRequestHandler):
    """Answers every GET with an empty object."""

    protocol_version = "HTTP/1.1"
    # An answer's head and body are two writes; the second would wait for the peer's acknowledgement of the first.
    disable_nagle_algorithm = True

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


class Server(http.server.ThreadingHTTPServer):
    """Serves from the moment it is entered, on a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 1024

    def handle_error(self, *_):
        """A daemon that ended, or was killed, hangs up without a word."""

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Provider(Server):
    """Lists `ids`, all running, and takes every restart; `arrivals` has when each POST came in, by id."""

    def __init__(self, ids):
        self.arrivals = {}
        outer = self

        class Handler(Quiet):
            def do_GET(self):
                self.answer(*outer.read(self.path.partition("?")[0], ids))

            def do_POST(self):
                outer.arrivals.setdefault(self.path.split("/")[4], time.time())
                job = {"status": "queued", "jobId": "job_1", "pollUrl": "/api/jobs/job_1"}
                self.answer(202, {"operation": job})

        super().__init__(("127.0.0.1", 0), Handler)

    @staticmethod
    def read(path, ids):
        if path == "/api/v2/vps":
            return 200, {"data": [_vps(each) for each in ids], "nextCursor": None}
        if path.startswith("/api/jobs/"):
            return 200, {"data": {"jobId": "job_1", "status": "completed", "isCompleted": True}}
        found = re.fullmatch(r"/api/v2/vps/(\w+)(/\w+)?", path)
        if found and found[2] == "/status":
            return 200, {"id": found[1], "powerState": "running", "pendingTasks": []}
        if found and found[2] == "/maintenance":
            return 200, {"hasPendingMaintenance": False, "pendingChanges": []}
        return 200, _vps(found[1]) | {"actions": {"canRestart": True}}


def _vps(vps):
    return {"id": vps, "name": vps, "serviceStatus": "active", "powerState": "running", "primaryIp": None}
