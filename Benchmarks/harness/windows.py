"""How CPU time a probe is measured of something that runs."""

import time


def windows(meter, count, seconds, warm_up):
    """CPU microseconds a probe in each of `count` windows.

    A meter's `read()` gives the probes that ended since its start. Its CPU clock and they are read at slightly different
    moments (Defib writes its whole page for the count), so that each is taken as a rate over its own span; the page's own
    CPU time falls between the windows."""
    time.sleep(warm_up)
    return [_window(meter, seconds) for _ in range(count)]


def _window(meter, seconds):
    counts = [(meter.read(), time.monotonic())]
    clocks = [(meter.cpu_microseconds(), time.monotonic())]
    time.sleep(seconds)
    clocks.append((meter.cpu_microseconds(), time.monotonic()))
    counts.append((meter.read(), time.monotonic()))
    if counts[1][0] <= counts[0][0]:
        raise RuntimeError(f"{meter.command[0]} ended no probe: {meter.log_end()}")
    return _rate(clocks) / _rate(counts)


def _rate(readings):
    (before, began), (after, ended) = readings
    return (after - before) / (ended - began)
