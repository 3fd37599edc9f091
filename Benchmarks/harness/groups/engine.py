"""One step of the engine, by the program that counts its allocations as well."""

import os
import pty
import re

from ..case import case
from ..processes import Child

TITLE = "The engine's step: an observation that changes nothing, 10,000 targets"

TIME = case("step", "time", "µs", reach="< 2 µs")
ALLOCATIONS = case("step", "allocations", "a step", reach="≤ 0")


def run(bench):
    program = os.path.join(os.path.dirname(bench.binary), "step-cost")
    if not os.path.exists(program):
        for each in (TIME, ALLOCATIONS):
            bench.results.skip(each, f"not measured: there is no {program} (make bench builds it)")
        return
    for _ in range(bench.count):
        nanoseconds, allocations, steps = _first_figures(program, bench.fresh())
        bench.results.add(TIME, nanoseconds / 1000)
        bench.results.add(ALLOCATIONS, allocations / steps)


def _first_figures(program, directory):
    """Its first line of figures; it goes on to storms, which are not waited for. On a terminal it says each line at once."""
    ours, its = pty.openpty()
    with Child([program], f"{directory}/step-cost.log", stdout=its) as child, os.fdopen(ours, "rb") as terminal:
        os.close(its)
        said = b""
        while True:
            try:
                said += os.read(terminal.fileno(), 4096)
            except OSError as error:
                raise RuntimeError(f"step-cost said: {said.decode()[-500:]} {child.log_end()}") from error
            found = re.search(rb"up, as before: median (\d+) ns.*?(\d+) allocations .* in (\d+) steps", said)
            if found:
                return [int(each) for each in found.groups()]
