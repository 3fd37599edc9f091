"""One step of the engine, by the program that counts its allocations as well."""

import os
import re

from ..case import case
from ..processes import run_for_usage

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
        output, _, code = run_for_usage([program])
        found = re.search(r"up, as before: median (\d+) ns.*?(\d+) allocations .* in (\d+) steps", output)
        if code != 0 or not found:
            raise RuntimeError(f"step-cost said: {output[-500:]}")
        bench.results.add(TIME, int(found[1]) / 1000)
        bench.results.add(ALLOCATIONS, int(found[2]) / int(found[3]))
