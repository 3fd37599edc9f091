"""What happens in an hour, by count: at times that the seed draws, the same every run."""

import time

# The most guests that hang by themselves at once: fewer than make a storm.
MOST_ILL = 4
# A guest that is still ill after so long is healed by hand, as whoever was paged would.
PATIENCE = 35
API_FAULTS = [
    {"fault": "status", "value": 500, "times": 3},
    {"fault": "status", "value": 429, "retryAfter": "1", "times": 2},
    {"fault": "latency", "milliseconds": 400, "times": 20},
    {"fault": "html", "times": 3},
    {"fault": "truncated", "times": 3},
    {"fault": "wrong_shape", "times": 3},
    {"fault": "hang_up_after", "endpoint": "power", "times": 1},
    {"fault": "status", "value": 503, "endpoint": "power", "times": 1},
]


class Life:
    def __init__(self, dice, options, daemon, provider, readers, shaky):
        self.dice = dice
        self.options = options
        self.daemon = daemon
        self.provider = provider
        self.readers = readers
        self.shaky = shaky
        self.counts = {}
        self.faults = []
        last = options.hours - 1
        # Early, so that one long life is left to be judged, and once at its end.
        self.crashes = {0, options.hours // 5, last} if options.hours > 2 else {last}

    def hour(self, number, begin):
        for at, happening, arguments in self._plan(number):
            while (left := begin + at - time.monotonic()) > 0:
                self._attend()
                time.sleep(min(0.2, left))
            self.counts[happening.__name__] = self.counts.get(happening.__name__, 0) + 1
            try:
                happening(*arguments)
            except OSError as error:
                self.faults.append(f"HARNESS: {happening.__name__}: {error}")
        while time.monotonic() < begin + self.options.hour:
            self._attend()
            time.sleep(0.2)

    def end(self):
        """Lets everything calm down; returns a line for each thing that does not."""
        self.shaky.set("well")
        self.provider.clear_faults()
        self.daemon.mend()
        for guest in self.provider.guests:
            self.provider.recover(guest)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            self._attend()
            if not (left := self._left_over()):
                return self.faults
            time.sleep(0.5)
        return self.faults + [f"STUCK: a minute after all was well: {left}"]

    def _left_over(self):
        left = [each["target"]["name"] for each in self.readers.incidents() if each["state"] in ("open", "handed_over")]
        pending = self.readers.read_metrics().get("defib_notifications_pending", 0)
        return (f"incidents of {left} " if left else "") + (f"{pending:.0f} notifications" if pending else "")

    def _attend(self):
        self.provider.look()
        for guest in self.provider.guests:
            since = self.provider.ill_since(guest)
            if since and time.time() - since > PATIENCE:
                self.provider.recover(guest)

    # What can happen

    def hang(self, kind):
        ill = [guest for guest in self.provider.guests if self.provider.ill_since(guest)]
        well = [guest for guest in self.provider.guests if guest not in ill]
        if len(ill) < MOST_ILL:
            self.provider.hang(self.dice.choice(well), kind)

    def storm(self):
        """The network is away for a moment: nothing may come of it."""
        for guest in self.provider.guests:
            if not self.provider.ill_since(guest):
                self.provider.hang(guest, "hard")

    def calm(self):
        for guest in self.provider.guests:
            if self.provider.ill_since(guest):
                self.provider.recover(guest)
        self.daemon.command("unlatch", "--reason", "the storm is over")

    def api_fault(self):
        self.provider.fault(**self.dice.choice(API_FAULTS))

    def receiver(self, mood):
        self.shaky.set(mood)

    def silence(self):
        guest = self.dice.choice(self.provider.guests)
        self.daemon.command("silence", "add", guest["name"], "--for", "2s", "--reason", "somebody is at work on it")

    def look_around(self):
        self.daemon.command("status")
        self.daemon.command("explain", self.dice.choice(self.provider.guests)["name"])

    # When

    def _plan(self, number):
        daemon, at = self.daemon, self._times
        plan = [(t, self.hang, ("soft",)) for t in at(8)]
        plan += [(t, self.hang, ("hard",)) for t in at(5)]
        plan += [(t, self.hang, ("half",)) for t in at(2)]
        plan += [(t, self.api_fault, ()) for t in at(4)]
        plan += [(t, self.silence, ()) for t in at(2)]
        plan += [(t, self.look_around, ()) for t in at(2)]
        plan += [(t, daemon.reload, ()) for t in at(2)]
        plan += [(t, daemon.rotate, ()) for t in at(1)]
        for t in at(1):
            plan += [(t, daemon.reload_broken, ()), (t + 2, daemon.mend, ())]
        for t, mood in zip(at(2), self.dice.sample(["dead", "mute", "sick"], 2)):
            plan += [(t, self.receiver, (mood,)), (t + 4, self.receiver, ("well",))]
        if number % 3 == 2:
            t = self.options.hour * 0.5
            plan += [(t, self.storm, ()), (t + 3, self.calm, ())]
        if number in self.crashes:
            plan += [(t, daemon.crash, ()) for t in at(1)]
        return sorted(plan, key=lambda event: event[0])

    def _times(self, count):
        """Within the hour, its last tenth left free for what lasts."""
        return sorted(self.dice.uniform(0, self.options.hour * 0.9) for _ in range(count))
