"""What every group is given, and how contenders take turns."""

import itertools
import os
import sys

from .contenders.defib import Defib
from .windows import windows


class Bench:
    def __init__(self, options, directory, results, loops):
        self.binary = options.defib
        self.directory = directory
        self.results = results
        self.loops = loops
        self.is_quick = options.quick
        self.rounds, self.at_once = (1, 3) if self.is_quick else (options.rounds, 2)
        # How many samples make a median.
        self.count = self.rounds * self.at_once
        self._numbers = itertools.count()

    def fresh(self):
        """A folder that nobody has used."""
        path = f"{self.directory}/{next(self._numbers)}"
        os.mkdir(path)
        return path

    def seconds(self, usual):
        """How long something is looked at: shorter when quick."""
        return max(1, usual / 2) if self.is_quick else usual

    def take_turns(self, contenders, rounds=None):
        """Samples for each case: round by round, everyone once a round, so that a busy moment of the machine falls on all.
        What takes long to start can have fewer rounds; quick runs have one.

        A contender is a function that takes a number and gives as many samples."""
        rounds = min(rounds or self.rounds, self.rounds)
        for number in range(rounds):
            if rounds > 1:
                print(f"  round {number + 1} of {rounds}", file=sys.stderr)
            for case, contender in contenders.items():
                self.results.add(case, *contender(self.count // rounds))

    def loop(self, fleet, *options, rate=None, seconds=2, warm_up=1):
        """The contender that is the bare loop."""
        return lambda count: self._sample(self.loops.http(fleet, *options, rate=rate), count, seconds, warm_up)

    def defib(self, fleet, nginx, seconds=2, warm_up=2):
        """The contender that is Defib, a new daemon each time; the warm-up lets it ask every target once at least."""
        return lambda count: self._sample(Defib(self.binary, self.fresh(), fleet, nginx.port), count, seconds, warm_up)

    def is_unknown(self, fleet, nginx):
        """Whether this build does not know the words by which the fleet is configured."""
        return Defib(self.binary, self.fresh(), fleet, nginx.port).fault() is not None

    def _sample(self, meter, count, seconds, warm_up):
        with meter:
            return windows(meter, count, self.seconds(seconds), warm_up)
