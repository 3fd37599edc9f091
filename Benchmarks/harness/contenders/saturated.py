"""Defib at the fastest pace that this machine lets it keep.

A probe is never started before the one before it has ended, and has to end within its interval; so a fleet that is too much
does not make Defib work harder: it makes probes fail, which costs other work. Hence the pace is sought: the fastest of a
ladder at which every probe is answered in time."""

import collections
import sys
import time

from ..world.fleet import Fleet, http
from .defib import Defib

# Probes a second, the first at the shortest interval there is. The daemon, nginx and the load on the machine share its cores, so
# that none of them is known beforehand.
PACES = (20_000, 17_000, 14_000, 12_000, 10_000, 8_500, 7_000, 6_000, 5_000, 4_000)
# As many as the bare loop asks, on as many addresses.
TARGETS = 1_000
# Of a second's probes, those that may fail or be put off.
TOLERANCE = 0.005


class Saturation:
    """Gives samples at the fastest pace found so far; it is sought again, downwards, where the machine no longer lets it."""

    def __init__(self, bench, nginx, more="", fastest=PACES[0]):
        self._bench, self._nginx, self._more = bench, nginx, more
        self._paces = [pace for pace in PACES if pace <= fastest]

    @property
    def pace(self):
        """Probes a second."""
        return self._paces[0]

    def samples(self, count, seconds=2):
        while True:
            try:
                return self._try(count, self._bench.seconds(seconds))
            except TooFast as reason:
                print(f"  {self.pace} probes a second are too many: {reason}", file=sys.stderr)
                if len(self._paces) == 1:
                    raise RuntimeError(f"{self.pace} probes a second are already too many here") from None
                self._paces.pop(0)

    def _try(self, count, seconds):
        interval = TARGETS * 1000 // self.pace
        fleet = Fleet(TARGETS, {"http": http(interval, self._more)}, self._nginx.port)
        with Defib(self._bench.binary, self._bench.fresh(), fleet, self._nginx.port) as daemon:
            # Every target was asked once, whose first answer is news.
            time.sleep(1 + 2 * interval / 1000)
            self._window(daemon, min(1, seconds))
            samples = [self._window(daemon, seconds) for _ in range(count)]
        print(f"  saturated{self._more}: {self.pace} probes a second", file=sys.stderr)
        return samples

    def _window(self, daemon, seconds):
        """CPU microseconds a probe; both are taken as rates, since reading the page takes time itself."""
        counts, clocks = [(time.monotonic(), _turns(daemon))], [(time.monotonic(), daemon.cpu_microseconds())]
        time.sleep(seconds)
        clocks.append((time.monotonic(), daemon.cpu_microseconds()))
        counts.append((time.monotonic(), _turns(daemon)))
        (began, before), (ended, after) = counts
        turns = after - before
        if turns["up"] < turns.total() * (1 - TOLERANCE):
            raise TooFast(turns)
        rate = turns["up"] / (ended - began)
        (began, before), (ended, after) = clocks
        return (after - before) / (ended - began) / rate


def _turns(daemon):
    """What became of the turns since its start, by result; those that were not taken are `skipped`."""
    page = daemon.page()
    return page.results() + collections.Counter(skipped=page.total("defib_probe_turns_skipped_total"))


class TooFast(Exception):
    """Probes failed, were put off or skipped."""
