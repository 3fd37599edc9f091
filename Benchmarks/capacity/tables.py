"""The tables of docs/capacity.md, reckoned from the coefficients. A fleet here is what the README's table measures: an HTTP
probe each 10 s, one echo each 5 s, and the listing."""

SIZES = [1_000, 10_000, 100_000, 1_000_000]
HTTP_PACE, ICMP_PACE = 1 / 10, 1 / 5
HTTP_TIMEOUT = 3
# Of a thread: beyond it, a busy moment makes turns late.
FULL = 0.7
PAGE = 100
# Of the account's limit, what is never kept for power calls and what comes before them.
SWEEPS_SHARE = 0.6
LIMITS = [60, 600, 6_000]


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def number(value, unit=""):
    """Two or three significant digits."""
    if value == 0:
        return "0" + unit
    digits = 0 if value >= 30 else 1 if value >= 1 else 2
    rounded = float(f"{value:.2g}") if value >= 1000 else value
    return f"{rounded:,.{digits}f}{unit}"


def span(seconds):
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return number(seconds / size, f" {unit}")
    return number(seconds, " s")


def size(bytes_):
    for factor, unit in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if bytes_ >= factor:
            return number(bytes_ / factor, f" {unit}")
    return number(bytes_ / 1e3, " kB")


def packets(c):
    """A second, of one target."""
    return c["probes"]["http"]["packets"] * HTTP_PACE + c["probes"]["icmp"]["packets"] * ICMP_PACE


def coefficients(c):
    step = c["engine"]["100000"]
    rows = [("CPU, the whole daemon's, of a probe: " + kind, f"{micros} µs") for kind, micros in c["cpu"].items()]
    rows += [
        ("the same in a fleet of 10,000, two echoes to each request", f"{c['mixed']} µs a probe"),
        ("of these the engine's step", f"{step['nanoseconds_a_step'] / 1000:.2f} µs"),
        ("memory that 100 targets need", f"{c['megabytes']} MB"),
        ("memory of each target more, an HTTP and an ICMP probe", f"{c['kilobytes']} kB"),
    ]
    for kind, wire in c["probes"].items():
        rows.append((f"packets and IP bytes of a probe, both ways: {kind}", f"{wire['packets']:g}; {wire['bytes']:,}"))
    for name, micros in c["threads"].items():
        rows.append((f"CPU of a target and second: `{name}`", f"{micros} µs"))
    rows += [
        ("the journal's exact bytes of a probe", f"{c['exact']}"),
        ("the journal's bytes of a probe and minute", f"{c['rollup']}"),
        ("descriptors: idle; of a probe that waits for a connection or its answer", f"{c['descriptors']}; 1"),
    ]
    return f"As of {c['at']}, {c['machine']}.\n\n" + table(("what", "cost"), rows)


def engine(c):
    rows = []
    for run in c["engine"].values():
        memory = run["state_bytes_a_target"] + run["configuration_bytes_a_target"]
        cells = (f"{run['targets']:,}", f"{run['nanoseconds_a_step'] / 1000:.2f} µs", f"{memory / 1000:.1f} kB")
        rows.append((*cells, size(memory * run["targets"])))
    return table(("targets, three probes each", "a step", "memory a target", "in all"), rows)


def fleet(c):
    def row(what, value):
        return (what, *(value(count) for count in SIZES))

    wire = c["probes"]
    octets = wire["http"]["bytes"] * HTTP_PACE + wire["icmp"]["bytes"] * ICMP_PACE
    exact = c["exact"] * (HTTP_PACE + ICMP_PACE)
    rows = [
        row("probes a second", lambda n: number(n * (HTTP_PACE + ICMP_PACE))),
        row("CPU, of one core", lambda n: number(n * c["mixed"] * (HTTP_PACE + ICMP_PACE) / 1e6)),
        row("memory", lambda n: size(c["megabytes"] * 1e6 + n * c["kilobytes"] * 1e3)),
        row("sockets under way, all up at 50 ms", lambda n: number(n * HTTP_PACE * 0.05)),
        row("sockets under way, all dark", lambda n: number(n * HTTP_PACE * HTTP_TIMEOUT)),
        row("connections in TIME_WAIT, where closed in order", lambda n: number(n * HTTP_PACE * 60)),
        row("packets a second, both ways", lambda n: number(n * packets(c))),
        row("megabits a second, both ways", lambda n: number(n * octets * 8 / 1e6)),
        row("exact observations a day", lambda n: size(n * exact * 86_400)),
        row("the default `exact: 256MiB` goes back", lambda n: span((256 << 20) / (n * exact))),
        row("minutes (`rollups`) a day", lambda n: size(n * 2 * 1440 * c["rollup"])),
        row("calls of a listing", lambda n: number(n / PAGE)),
    ]
    return table(("", *(f"{count:,}" for count in SIZES)), rows)


def sweeps(c):
    rows = []
    for count in SIZES:
        calls = count / PAGE
        cells = [span(max(1, calls / (limit / 60 * SWEEPS_SHARE))) for limit in LIMITS]
        rows.append((f"{count:,}", f"{calls:,.0f}", span(max(0.2, calls * 0.2)), *cells))
    head = ("VPSs of the account", "calls a sweep", "at 200 ms a call", *(f"at {limit:,} calls a minute" for limit in LIMITS))
    return table(head, rows)


THREADS = {
    "defib-transfer": "the schedule and libcurl, every transfer of the process: kept connections take it further",
    "defib-icmp": "echoes",
    "defib-engine": "steps, and encoding them for the journal",
}


def ends(c):
    found = [
        (f"the thread `{name}`, at {FULL:.0%} of a core", 1e6 * FULL / micros, THREADS.get(name, ""))
        for name, micros in c["threads"].items()
    ]
    found += [
        ("memory, of 4 GB", (4e9 - c["megabytes"] * 1e6) / (c["kilobytes"] * 1e3), ""),
        ("descriptors, of 1,048,576, all dark", 1_048_576 / (HTTP_PACE * HTTP_TIMEOUT), "Defib raises its limit to the hard one"),
        ("the API, swept each 60 s at 600 calls a minute", 600 * SWEEPS_SHARE * PAGE, "in proportion to the limit and to `sweep`"),
        ("90 days of minutes in the journal's 4 GiB", (4 << 30) / (2 * 1440 * 90 * c["rollup"]), "`journal: {rollups: …}` keeps fewer"),
        ("1,000,000 packets a second", 1e6 / packets(c), "what a small machine's network takes, in and out"),
    ]
    rows = [(what, number(count), why) for what, count, why in sorted(found, key=lambda each: each[1])]
    return table(("what ends", "at so many targets", ""), rows)


TABLES = {"coefficients": coefficients, "engine": engine, "fleet": fleet, "sweeps": sweeps, "ends": ends}
