"""What a daemon did in a span of time, by its own page and its CPU clock."""

import time

from .defib import percentile


class Gauge:
    """From its making to `close`. The pages are read outside of the CPU time that is counted."""

    def __init__(self, defib):
        self.defib = defib
        self.page = defib.page()
        self.cpu, self.at = defib.cpu_microseconds(), time.monotonic()
        self.core = self.rate = self.lag = self.skipped = None

    def close(self):
        spent = self.defib.cpu_microseconds() - self.cpu
        self.core = spent / 1e6 / (time.monotonic() - self.at)
        page = self.defib.page()
        probes, skipped = (
            page.total(name) - self.page.total(name) for name in ("defib_probes_total", "defib_probe_turns_skipped_total")
        )
        self.rate = probes / (page.at - self.page.at)
        # Milliseconds.
        self.lag = percentile(page.lag(self.page), 0.99)
        # Percent of the turns there were.
        self.skipped = skipped / max(1, probes + skipped) * 100
        return self


def watched(defib, seconds):
    gauge = Gauge(defib)
    time.sleep(seconds)
    return gauge.close()
