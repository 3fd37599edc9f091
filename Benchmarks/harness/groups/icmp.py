"""Echoes, beside fping and a bare loop."""

from ..case import case
from ..contenders import fping
from ..world.fleet import Fleet, icmp
from ..world.nginx import Nginx

TITLE = "ICMP echoes: CPU time an echo"
FEW, MANY, FULL = "1,000 a second", "10,000 targets, 2,000 a second", "saturated (Defib: 20,000 a second)"
UNIT = "µs an echo"

C_FEW = case("sendmmsg in C", FEW, UNIT)
FPING_FEW = case("fping", FEW, UNIT, C_FEW)
RUN_FEW = case("Defib", FEW, UNIT, FPING_FEW, "≤ 1.5 ×")
C_MANY = case("sendmmsg in C", MANY, UNIT)
FPING_MANY = case("fping", MANY, UNIT, C_MANY)
C_FULL = case("sendmmsg in C", FULL, UNIT)
FPING_FULL = case("fping", FULL, UNIT, C_FULL)
RUN_FULL = case("Defib", FULL, UNIT, FPING_FULL, "≤ 1.5 ×")
RUN_MANY = case("Defib", MANY, UNIT, FPING_MANY, "≤ 1.5 ×")


def run(bench):
    """fping sends each echo by itself when it is paced, so that most of its cost is its wake-ups; saturated it has none."""
    with Nginx(bench.fresh()) as nginx:
        few = Fleet(1000, {"icmp": icmp(1000)}, nginx.port)
        full = Fleet(1000, {"icmp": icmp(50)}, nginx.port)
        contenders = {
            C_FULL: _loop(bench, full, "--window", "200", seconds=1),
            FPING_FULL: lambda count: [fping.sample(few.addresses, 20, 10, pause=0) for _ in range(count)],
            RUN_FULL: bench.defib(full, nginx, warm_up=1),
        }
        bench.take_turns(contenders)
        if not bench.is_quick:
            _paced(bench, nginx, few)


def _paced(bench, nginx, few):
    many = Fleet(10_000, {"icmp": icmp(5000)}, nginx.port)
    bench.take_turns(
        {
            C_FEW: _loop(bench, few, "--rate", "1000"),
            FPING_FEW: lambda count: [fping.sample(few.addresses, 2, 1000) for _ in range(count)],
            RUN_FEW: bench.defib(few, nginx),
        }
    )
    bench.take_turns(
        {
            C_MANY: _loop(bench, many, "--rate", "2000"),
            FPING_MANY: lambda count: [fping.sample(many.addresses, 1, 5000) for _ in range(count)],
            RUN_MANY: bench.defib(many, nginx, warm_up=6),
        },
        rounds=1,
    )


def _loop(bench, fleet, *pace, seconds=2):
    return lambda count: [bench.loops.echo(fleet, bench.seconds(seconds), *pace) for _ in range(count)]
