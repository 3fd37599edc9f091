"""fping, in whole runs."""

from ..processes import run_for_usage


def sample(addresses, rounds, period, pause=None):
    """CPU microseconds an echo: one to each address, `rounds` times, `period` milliseconds apart at least, and between two
    addresses `pause`, unless it is that period's share."""
    pause = period / len(addresses) if pause is None else pause
    command = ["fping", "-q", "-c", str(rounds), "-p", str(period), "-i", f"{pause:g}", *addresses]
    output, microseconds, _ = run_for_usage(command)
    echoes = sum(int(line.split("= ")[1].split("/")[0]) for line in output.splitlines() if "xmt/rcv" in line)
    if echoes < len(addresses) * rounds * 0.99:
        raise RuntimeError(f"fping sent {echoes} echoes of {len(addresses) * rounds}: {output[-500:]}")
    return microseconds / echoes
