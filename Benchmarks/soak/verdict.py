"""Whether what was sampled stayed flat, and the table of hours."""

import statistics

COLUMNS = [
    ("memory", "memory MB", 1),
    ("descriptors", "descriptors", 0),
    ("threads", "threads", 0),
    ("journal", "journal MB", 2),
    ("wal", "WAL MB", 2),
]
# By quantity: the share by which the last third may lie above the first, and what is little in any case.
LIMITS = {
    # SQLite's page caches fill by and by: 2 MB for the writer, and for each of three readers. A leak is what goes on after.
    "memory": (0.07, 2.5),
    "descriptors": (0.05, 4),
    "threads": (0.05, 2),
    "journal": (0.10, 0.5),
    "wal": (0.10, 1.0),
}
# The life's first part, in which caches, pools and the journal's exact observations fill up to their limits.
WARM_UP = 0.4
# Its decisions, with their evidence, and what was told of it are kept for a year and more: megabytes.
RECORDS_OF_AN_INCIDENT = 0.03


def row(hour, sampled, provider, steady):
    samples, readers = sampled
    counts = [("hour", hour + 1), ("incidents", readers.incidents_told), ("power", len(provider.actions))]
    counts += [("by hand", provider.healed_by_hand), ("told", steady.count), ("scrapes", readers.scrapes)]
    cells = [(title, f"{value:.0f}") for title, value in counts]
    for name, title, digits in COLUMNS:
        values = [getattr(sample, name) for sample in samples]
        cells.append((title, f"{statistics.median(values) if values else 0:.{digits}f}"))
    line = "  ".join(cell.rjust(max(7, len(title))) for title, cell in cells)
    head = "  ".join(title.rjust(max(7, len(title))) for title, _ in cells)
    return f"{head}\n{line}" if hour == 0 else line


def judge(samples, lives, faults, life):
    """Prints a line a quantity and a line a fault; returns the exit code."""
    longest = max(range(len(lives)), key=lambda number: sum(sample.life == number for sample in samples))
    of_life = [sample for sample in samples if sample.life == longest]
    settled = of_life[int(len(of_life) * WARM_UP) :]
    minutes = (settled[-1].at - settled[0].at) / 60
    print(f"\nthe longest of {len(lives)} lives, {minutes:.0f} minutes after its warm-up: medians of first and last third")
    grew = [name for name in LIMITS if not _is_flat(name, settled)]
    for fault in faults:
        print(f"  {fault}")
    print("  what happened: " + ", ".join(f"{count} × {name}" for name, count in sorted(life.counts.items())))
    if grew or faults:
        print("make soak: FAILED")
        return 1
    print("make soak: all stayed flat, nothing alive was touched, nothing got stuck or lost.")
    return 0


def _is_flat(name, samples):
    values = [(sample.at, _value(name, sample)) for sample in samples]
    third = max(1, len(values) // 3)
    first, last = (statistics.median(value for _, value in part) for part in (values[:third], values[-third:]))
    share, little = LIMITS[name]
    is_flat = last <= first + max(abs(first) * share, little)
    words = name + (", records aside" if name == "journal" else "")
    print(f"  {words:24} {first:8.2f} {last:8.2f}  {_slope(values) * 60:+7.3f} a minute  {'flat' if is_flat else 'GROWS'}")
    return is_flat


def _value(name, sample):
    value = getattr(sample, name)
    return value - sample.incidents * RECORDS_OF_AN_INCIDENT if name == "journal" else value


def _slope(points):
    """Theil and Sen's: the median of the slopes between points far apart, which outliers don't move."""
    points = points[:: max(1, len(points) // 200)]
    half = len(points) // 2
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(points[:half], points[half:]) if b[0] > a[0]]
    return statistics.median(slopes) if slopes else 0.0
