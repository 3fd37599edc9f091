"""HTTPS, the chain verified and read: a full handshake each time, and where a build offers it, sessions taken up again."""

from ..case import case
from ..world.certificates import NAME, Certificates
from ..world.fleet import Fleet, http
from ..world.nginx import Nginx

TITLE = "HTTPS probes, chain verified: CPU time a probe"
PACE, FULL = "100 a second", "saturated"
UNIT = "µs a probe"

C_PACE = case("libcurl in C", f"full handshake, {PACE}", UNIT)
C_FULL = case("libcurl in C", f"full handshake, {FULL}", UNIT)
C_RESUMED = case("libcurl in C", f"resumed, {PACE}", UNIT, C_PACE)
RUN_PACE = case("Defib", f"full handshake, {PACE}", UNIT, C_PACE, "≤ 1.15 ×")
# With a full handshake in ten, as its default is.
RUN_RESUMED = case("Defib", f"resumed, {PACE}", UNIT, C_RESUMED)


def run(bench):
    certificates = Certificates(bench.fresh())
    with Nginx(bench.fresh(), tls=certificates.pair) as nginx:
        named = ["--ca", certificates.authority, "--name", NAME]
        full, resumed = _fleet(nginx, certificates), _fleet(nginx, certificates, ", resume: true")
        contenders = {
            C_PACE: bench.loop(full, *named, rate=100, seconds=4),
            RUN_PACE: bench.defib(full, nginx, seconds=4),
            C_RESUMED: bench.loop(full, *named, "--resume", rate=100, seconds=4, warm_up=1.5),
            RUN_RESUMED: bench.defib(resumed, nginx, seconds=4),
            C_FULL: bench.loop(full, *named, seconds=1),
        }
        bench.results.expect(contenders)
        if bench.is_quick:
            del contenders[C_RESUMED], contenders[RUN_RESUMED], contenders[C_FULL]
        elif bench.is_unknown(resumed, nginx):
            del contenders[RUN_RESUMED]
            bench.results.skip(RUN_RESUMED, "not in this build")
        bench.take_turns(contenders)


def _fleet(nginx, certificates, more=""):
    tls = f", tls: {{{{ca_file: {certificates.authority}, server_name: {NAME}{more}}}}}"
    return Fleet(100, {"http": http(1000, tls)}, nginx.tls_port, scheme="https")
