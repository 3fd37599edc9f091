"""These figures beside those of an earlier run."""

import json
import statistics


def read(path):
    """An earlier run's document; raises ValueError or OSError where it is none."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if not isinstance(document, dict) or "groups" not in document:
        raise ValueError(f"{path} is no JSON of this benchmark's, or of a version that wrote it otherwise")
    return document


def comparison(earlier, results):
    """A line for each case that both have; `?` where the spreads overlap, so that the difference may be chance."""
    known = {row["key"]: row for rows in earlier["groups"].values() for row in rows if row["samples"]}
    lines = [f"Beside {earlier['at']}, {earlier['commit']}, {earlier['machine']}"]
    for title in results.groups:
        rows = [(row, known[row["key"]]) for row in results.rows(title) if row["samples"] and row["key"] in known]
        if rows:
            lines += ["", title]
            lines += [f"  {_line(row, old)}" for row, old in rows]
    return "\n".join(lines)


def _line(row, old):
    before, after = old["figure"], row["figure"]
    change = f"{after / before - 1:+.0%}" if before else ""
    ratio = ""
    if row["ratio"] is not None and old["ratio"] is not None:
        ratio = f"{old['ratio']:.2f} → {row['ratio']:.2f} × {row['to']}"
    overlap = min(row["samples"]) <= max(old["samples"]) and min(old["samples"]) <= max(row["samples"])
    doubt = " ?" if overlap and statistics.median(row["samples"]) != before else ""
    figures = f"{before:.4g} → {after:.4g} {row['unit']}"
    return f"{row['what'][:30]:30}  {row['load'][:40]:40}  {figures:34}  {change + doubt:8}  {ratio}".rstrip()
