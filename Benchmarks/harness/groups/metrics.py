"""A page of 100,000 series, while the probes go on."""

import time

from ..case import case
from ..contenders import series
from ..contenders.defib import Defib, percentile
from ..scrape import Scraper
from ..world.fleet import Fleet, http, icmp
from ..world.nginx import Nginx

TITLE = "/metrics with 100,000 series: 2,500 targets, http every 10 s, icmp every 5 s"
TARGETS = 2500

GO_WALL = case("client_golang", "the same page", "ms")
GO_CPU = case("client_golang", "the same page", "ms of CPU")
GO_ZIPPED = case("client_golang", "the same page, gzip", "ms")
RUN_WALL = case("Defib", "a scrape", "ms", GO_WALL, "≤ 0.1 ×")
RUN_CPU = case("Defib", "a scrape", "ms of CPU", GO_CPU)
RUN_ZIPPED = case("Defib", "a scrape, gzip", "ms", GO_ZIPPED)
MEMORY = case("Defib", "peak of a scrape above before", "MB", reach="< 30 MB")
LAG = case("Defib", "p99 schedule lag, scraped all the time", "ms", reach="< 50 ms")


def run(bench):
    with Nginx(bench.fresh(), listed=TARGETS) as nginx:
        # Every series is there once every target was asked.
        paces = (3000, 3000) if bench.is_quick else (10_000, 5000)
        fleet = Fleet(TARGETS, {"http": http(paces[0]), "icmp": icmp(paces[1])}, nginx.port)
        with Defib(bench.binary, bench.fresh(), fleet, nginx.port) as defib:
            time.sleep(4 if bench.is_quick else 11)
            scraper = Scraper(defib.base)
            _memory(bench, defib, scraper)
            page = scraper.scrape()[1]
            count = sum(1 for line in page.splitlines() if not line.startswith(b"#"))
            bench.results.note(RUN_WALL, f"{count:,} series, {len(page):,} bytes")
            _beside_go(bench, defib, scraper, page)
            _under_load(bench, defib, scraper)


def _memory(bench, defib, scraper):
    """The first scrape of a daemon that was never scraped, and later ones."""
    for _ in range(bench.count):
        before = defib.resident_megabytes()
        defib.forget_peak()
        scraper.scrape()
        bench.results.add(MEMORY, defib.resident_megabytes("VmHWM") - before)
        time.sleep(0.5)


def _beside_go(bench, defib, scraper, page):
    directory = bench.fresh()
    with series.Series(series.build(bench.directory), directory, page) as go:
        plain, zipped = Scraper(go.base), Scraper(go.base, compressed=True)
        own_zipped = Scraper(defib.base, compressed=True)
        plain.scrape()
        for _ in range(bench.count):
            _scrape(bench, go, plain, GO_WALL, GO_CPU)
            _scrape(bench, defib, scraper, RUN_WALL, RUN_CPU)
            _scrape(bench, go, zipped, GO_ZIPPED)
            if own_zipped.scrape()[2]:
                _scrape(bench, defib, own_zipped, RUN_ZIPPED)
        if RUN_ZIPPED not in bench.results.groups[TITLE]:
            bench.results.skip(RUN_ZIPPED, "this build does not compress")


def _scrape(bench, child, scraper, wall, cpu=None):
    before = child.cpu_microseconds()
    took, _, _ = scraper.scrape()
    bench.results.add(wall, took)
    if cpu:
        bench.results.add(cpu, (child.cpu_microseconds() - before) / 1000)


def _under_load(bench, defib, scraper):
    """Scrape upon scrape."""
    for _ in range(bench.count):
        page, end = defib.page(), time.monotonic() + (1.5 if bench.is_quick else 3)
        while time.monotonic() < end:
            scraper.scrape()
        bench.results.add(LAG, percentile(defib.page().lag(page), 0.99))
