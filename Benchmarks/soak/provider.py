"""The sandbox: its switches, and the truth about its guests."""

import datetime
import json
import threading
import time
import urllib.request

POWER = ("restart", "reset", "start", "stop", "shutdown")
# A request is on its way, and what ails a guest is looked at four times a second.
SLACK = 0.6


class Provider:
    def __init__(self, sandbox):
        self.api = sandbox["api"]
        self.token = sandbox["token"]
        self.guests = sandbox["guests"]
        # By guest's id: [from, until] of each illness, until None while it lasts; wall time.
        self.illnesses = {guest["id"]: [] for guest in self.guests}
        self.actions = []
        self.healed_by_hand = 0
        self._seen = 0
        self._lock = threading.Lock()

    def hang(self, guest, kind):
        with self._lock:
            self.illnesses[guest["id"]].append([time.time(), None])
        self._call(f"/sandbox/guests/{guest['id']}/hang", {"kind": kind})

    def recover(self, guest):
        self._call(f"/sandbox/guests/{guest['id']}/recover", {})
        self.healed_by_hand += 1

    def fault(self, **fault):
        self._call("/sandbox/faults", fault)

    def clear_faults(self):
        request = urllib.request.Request(self.api + "/sandbox/faults", method="DELETE")
        urllib.request.urlopen(request, timeout=10).close()

    def ill_since(self, guest):
        """Wall time, or None where it is well."""
        illnesses = self.illnesses[guest["id"]]
        return illnesses[-1][0] if illnesses and illnesses[-1][1] is None else None

    def look(self):
        """Follows the guests and the power actions that were asked for. Several times a second."""
        asked = time.time()
        ailments = {guest["id"]: guest["ailment"] for guest in self._call("/sandbox/guests")["guests"]}
        with self._lock:
            for vps, illnesses in self.illnesses.items():
                if illnesses and illnesses[-1][1] is None and illnesses[-1][0] < asked and ailments[vps] is None:
                    illnesses[-1][1] = asked
        for request in self._call(f"/sandbox/log?since={self._seen}")["requests"]:
            self._seen = max(self._seen, request["sequence"])
            verb = request["path"].rsplit("/", 1)[-1]
            if request["method"] == "POST" and verb in POWER:
                at = datetime.datetime.fromisoformat(request["time"].replace("Z", "+00:00")).timestamp()
                self.actions.append((at, request["vps"], verb))

    def wrongful(self):
        """A line for each action on a guest that nothing ailed."""
        lines = []
        for at, vps, verb in self.actions:
            spans = self.illnesses.get(vps, [])
            if not any(begin - SLACK <= at and (end is None or at <= end + SLACK) for begin, end in spans):
                lines.append(f"WRONGFUL: {verb} of {vps} at {time.strftime('%H:%M:%S', time.gmtime(at))}: it was well")
        return lines

    def _call(self, path, body=None):
        request = urllib.request.Request(self.api + path, headers={"Content-Type": "application/json"})
        if body is not None:
            request.data = json.dumps(body).encode()
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)
