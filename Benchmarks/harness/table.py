"""The table people read."""

HEADINGS = ("what", "load", "median", "spread", "ratio (spread)", "reach", "met")
_GAP = "  "


def number(value):
    """Three or four significant digits, without an exponent."""
    if value >= 10_000:
        return f"{value:,.0f}"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(results):
    sections = {title: list(results.rows(title)) for title in results.groups}
    lines = [HEADINGS, *(_cells(row) for rows in sections.values() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    text = [_line(HEADINGS, widths)]
    for title, rows in sections.items():
        text += ["", title]
        for row in rows:
            text.append(_line(_cells(row), widths))
            if row["note"]:
                text.append(f"{_GAP * 2}{row['note']}")
    return "\n".join(text)


def _cells(row):
    met = {True: "yes", False: "NO", None: "–" if row["reach"] else ""}[row["met"]]
    if row["figure"] is None:
        return (row["what"], row["load"], "–", "", "", row["reach"] or "", met)
    samples = row["samples"]
    spread = f"{number(min(samples))}–{number(max(samples))}" if len(samples) > 1 else ""
    return (
        row["what"], row["load"], f"{number(row['figure'])} {row['unit']}", spread, _ratio(row), row["reach"] or "", met
    )


def _ratio(row):
    if row["ratio"] is None:
        return ""
    ratios = row["ratios"]
    spread = f" ({min(ratios):.2f}–{max(ratios):.2f})" if len(ratios) > 1 else ""
    return f"{row['ratio']:.2f}{spread} × {row['to']}"


def _line(cells, widths):
    return _GAP + _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()
