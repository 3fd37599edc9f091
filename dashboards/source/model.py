"""What a board is made of, whoever draws it.

Expressions know these variables, written as Grafana does: $instance (which Defibs), $target (one target's name, on its own
board), $__rate_interval and $__range."""
from dataclasses import dataclass, field

GOOD, FAIR, BAD, CALM = "green", "orange", "red", "blue"


@dataclass(frozen=True)
class Query:
    expr: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    title: str
    # What it shows, and what to make of it.
    about: str
    # stat | lines | states | bars | table
    kind: str
    queries: tuple
    # none | short | s | bytes | share | rate | age
    unit: str = "none"
    # From which value on which colour; the first from None.
    steps: tuple = ((None, CALM),)
    # Words for values: {0: ("observe", FAIR)}.
    words: dict = field(default_factory=dict)
    # Of 24 columns; numbers share a row evenly.
    width: int = 12
    height: int = 8
    # Of a table: the labels to show, and what its value is called; "" hides it.
    columns: tuple = ()
    value: str = ""
    # Another board to go to from here.
    to: str = ""


@dataclass(frozen=True)
class Board:
    # Of the file; the uid is defib-<name>.
    name: str
    title: str
    about: str
    # (heading, panels)
    rows: tuple
    # Whether it is about one target.
    is_of_target: bool = False


def yes_no(title, about, expr, yes, no, **more):
    """A value of 1 or 0 in words, each with its colour."""
    return Panel(title, about, "stat", (Query(expr),), words={1: yes, 0: no}, height=4, **more)


def number(title, about, expr, steps=((None, CALM),), unit="none", **more):
    return Panel(title, about, "stat", (Query(expr),), unit=unit, steps=steps, **{"height": 4, **more})


def lines(title, about, *queries, **more):
    return Panel(title, about, "lines", tuple(Query(*query) for query in queries), **more)


def arranged(members):
    """Numbers first, side by side over the whole width; a half without its other half gets the whole width too."""
    numbers = [panel for panel in members if panel.kind == "stat"]
    others = [panel for panel in members if panel.kind != "stat"]
    row = [(panel, 24 // len(numbers)) for panel in numbers]
    x = 0
    for index, panel in enumerate(others):
        is_alone = x == 0 and panel.width < 24 and (index + 1 == len(others) or others[index + 1].width == 24)
        width = 24 if is_alone else panel.width
        row.append((panel, width))
        x = (x + width) % 24
    return row
