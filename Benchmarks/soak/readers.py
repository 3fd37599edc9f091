"""Whoever reads the daemon: scrapers of both formats, dashboards, one that dawdles and one that hangs up."""

import json
import re
import socket
import threading
import time
import urllib.request

OPENMETRICS = "application/openmetrics-text;version=1.0.0"


class Readers:
    """Asks once a second; `metrics` are the last values, summed over their labels."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.metrics = {}
        # Over all lives, of which each counts from nought.
        self.incidents_told = 0.0
        self.scrapes = 0
        self.failures = 0
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._dawdle)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ending.set()
        for thread in self._threads:
            thread.join()

    def get(self, path, accept="*/*"):
        request = urllib.request.Request(self.daemon.url + path, headers={"Accept": accept})
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.read().decode()

    def incidents(self):
        return json.loads(self.get("/api/v1/incidents"))["incidents"]

    def read_metrics(self):
        totals = {}
        for name, value in re.findall(r"^(\w+)(?:\{[^\n]*\})? ([^\s#]+)$", self.get("/metrics"), re.MULTILINE):
            totals[name] = totals.get(name, 0.0) + float(value)
        before, after = (metrics.get("defib_incidents_total", 0) for metrics in (self.metrics, totals))
        self.incidents_told += after - before if after >= before else after
        self.metrics = totals
        self.scrapes += 1
        return totals

    def _read(self):
        turn = 0
        while not self._ending.wait(1):
            turn += 1
            try:
                self.read_metrics()
                self.get("/api/v1/targets")
                if turn % 3 == 0:
                    self.get("/metrics", OPENMETRICS)
                    self.get("/")
                    self.get("/api/v1/sd")
                    self.get("/api/v1/status")
            except (OSError, ValueError):
                self.failures += 1

    def _dawdle(self):
        """Reads a little of a page and holds the connection; every other time it never even asks."""
        turn = 0
        while not self._ending.wait(2):
            turn += 1
            try:
                with socket.create_connection(("127.0.0.1", self.daemon.port), timeout=5) as connection:
                    if turn % 2:
                        connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                        connection.recv(64)
                    time.sleep(2)
            except OSError:
                pass
