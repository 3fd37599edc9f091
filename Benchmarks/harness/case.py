"""What a row of the table is: a thing that is measured, and what it is to reach."""

import dataclasses
import operator
import re
import typing

_HOLDS = {"≤": operator.le, "<": operator.lt, "≥": operator.ge}


@dataclasses.dataclass(frozen=True)
class Reach:
    """`≤ 1.15 ×` is of the ratio, `< 150 MB` of the figure itself."""

    text: str

    def __post_init__(self):
        if not re.fullmatch(r"[≤<≥] [0-9.]+( \S.*)?", self.text):
            raise ValueError(f"no reach: {self.text}")

    @property
    def is_of_ratio(self):
        return self.text.endswith("×")

    def is_met(self, figure, ratio):
        """None where there is nothing to judge."""
        value = ratio if self.is_of_ratio else figure
        sign, bound = self.text.split(" ")[:2]
        return None if value is None else _HOLDS[sign](value, float(bound))


@dataclasses.dataclass(frozen=True)
class Case:
    """`unit` stands behind the figure; `to` is the case that the ratio is to."""

    what: str
    load: str
    unit: str
    to: typing.Optional["Case"] = None
    reach: typing.Optional[Reach] = None

    @property
    def key(self):
        """What names it in the JSON, and in an earlier one."""
        return f"{self.what}, {self.load}, {self.unit}"


def case(what, load, unit, to=None, reach=None):
    return Case(what, load, unit, to, Reach(reach) if reach else None)
