"""HTTP probes on connections that are kept."""

from ..case import case
from ..contenders.saturated import Saturation
from ..world.fleet import Fleet, http
from ..world.nginx import Nginx
from .http import MONIT

TITLE = "HTTP probes on kept connections: CPU time a probe"
FAST, FULL = "kept, 1,000 a second", "kept, saturated"
UNIT = "µs a probe"
REUSE = ", connection: reuse"

C_FAST = case("libcurl in C", FAST, UNIT)
C_FULL = case("libcurl in C", FULL, UNIT)
RUN_FAST = case("Defib", FAST, UNIT, C_FAST, "≤ 1.2 ×")
RUN_FULL = case("Defib", FULL, UNIT, C_FULL, "≤ 1.2 ×")
# The cheapest of the peers; its connections are fresh ones.
BESIDE_MONIT = case("Defib", f"{FULL}, beside monit", UNIT, MONIT, "≤ 0.65 ×")


def run(bench):
    with Nginx(bench.fresh()) as nginx:
        fast = Fleet(1000, {"http": http(1000, REUSE)}, nginx.port)
        contenders = {
            C_FAST: bench.loop(fast, "--reuse", rate=1000, warm_up=1.5),
            RUN_FAST: bench.defib(fast, nginx),
            C_FULL: bench.loop(fast, "--reuse"),
            RUN_FULL: Saturation(bench, nginx, REUSE).samples,
        }
        bench.results.expect(contenders)
        if bench.is_quick:
            del contenders[C_FAST], contenders[RUN_FAST]
        if bench.is_unknown(fast, nginx):
            for each in (RUN_FAST, RUN_FULL):
                contenders.pop(each, None)
                bench.results.skip(each, "not in this build")
        bench.take_turns(contenders)
        if bench.results.samples(MONIT) and RUN_FULL in contenders:
            bench.results.add(BESIDE_MONIT, *bench.results.samples(RUN_FULL))
