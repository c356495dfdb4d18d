"""One scoring rule in two dialects: points in Python, formula in the sheet, side by side.

A percentage is never divided: ``num * 100`` is compared with ``at * den`` as whole numbers, here
and in the sheet, so 19 of 27 (70.37 %) is above 70 for both and no rounding can hide it (A9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an indicator asks for: a share of a base, a number a year, or one of several texts."""

    PERCENT = "percent"
    COUNT = "count"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Cut:
    """The value from which a higher score begins: ``at`` itself counts when ``inclusive``.

    ``at`` is a number a year, or a percentage. ``rounded`` compares the percentage rounded half up
    to a whole number; "more than 0" is never rounded, since one person is not nobody (A7).
    """

    at: int
    inclusive: bool
    rounded: bool = False

    @classmethod
    def parse(cls, text: str, *, rounded: bool = False) -> Cut:
        """Read ``">=40"`` or ``">70"``; ValueError for anything else."""
        match = re.fullmatch(r"(>=?)\s*(\d+)", text)
        if match is None:
            raise ValueError(f"a cut is written '>=40' or '>70', not {text!r}")
        at, inclusive = int(match[2]), match[1] == ">="
        return cls(at, inclusive, rounded and not (at == 0 and not inclusive))

    @property
    def scale(self) -> tuple[int, int]:
        """(a, b) such that the cut is reached when ``num * a`` ≥ or > ``b * den``."""
        if not self.rounded:
            return 100, self.at
        return 200, 2 * self.at - 1 if self.inclusive else 2 * self.at + 1

    @property
    def closed(self) -> bool:
        """True where equality reaches the cut. Rounding half up always closes it."""
        return self.inclusive or self.rounded

    def reached(self, value: int) -> bool:
        """Whether a plain number reaches the cut."""
        return value >= self.at if self.inclusive else value > self.at

    def reached_by_share(self, num: int, den: int) -> bool:
        """Whether ``num`` of ``den`` reaches the cut as a percentage; ``den`` > 0."""
        left, right = self.scale
        return num * left >= right * den if self.closed else num * left > right * den

    def formula(self, ref: str) -> str:
        """The comparison of `reached` for a cell reference."""
        return f"{ref}{'>=' if self.inclusive else '>'}{self.at}"

    def share_formula(self, num: str, den: str) -> str:
        """The comparison of `reached_by_share` for two cell references."""
        left, right = self.scale
        return f"{num}*{left}{'>=' if self.closed else '>'}{right}*{den}"


@dataclass(frozen=True, slots=True)
class Bands:
    """The cuts of one indicator under one choice of readings: where 2, 3 … points begin.

    ``lowest_on_zero_base``: 0 of 0 gives the lowest score instead of none (A16).
    """

    kind: Kind
    cuts: tuple[Cut, ...]
    lowest_on_zero_base: bool = False

    def points(self, value: int, base: int | None = None) -> int:
        """Points of a valid answer, from 1; ``base`` only for a percentage, 0 where A16 allows."""
        if self.kind is Kind.CHOICE:
            return value
        if self.kind is Kind.COUNT:
            return 1 + sum(cut.reached(value) for cut in self.cuts)
        if not base:
            return 1
        return 1 + sum(cut.reached_by_share(value, base) for cut in self.cuts)

    def formula(self, value: str, base: str = "") -> str:
        """The sheet formula of `points` (no leading "="), for references to valid cells."""
        if self.kind is Kind.CHOICE:
            return value
        if self.kind is Kind.COUNT:
            return _highest(cut.formula(value) for cut in self.cuts)
        shares = _highest(cut.share_formula(value, base) for cut in self.cuts)
        return f"IF({base}=0,1,{shares})"


def _highest(reached: Iterable[str]) -> str:
    """The points of the highest cut reached, by the comparisons of the cuts from the lowest."""
    formula = "1"
    for points, cut in enumerate(reached, start=2):
        formula = f"IF({cut},{points},{formula})"
    return formula


@dataclass(frozen=True, slots=True)
class Interval:
    """A printed box as numbers; ``high`` None = no upper end. Compared without division."""

    low: int
    high: int | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read ``"[0,40)"``, ``"(70,100]"`` or ``"[3,)"``; ValueError for anything else."""
        match = re.fullmatch(r"([\[(])(\d+),(\d*)([\])])", text.replace(" ", ""))
        if match is None:
            raise ValueError(f"an interval is written '[0,40)' or '[3,)', not {text!r}")
        high = int(match[3]) if match[3] else None
        return cls(int(match[2]), high, match[1] == "(", match[4] == ")")

    def holds(self, num: int, den: int = 1) -> bool:
        """Whether num/den lies in the interval."""
        low, high = self.low * den, None if self.high is None else self.high * den
        above = num > low if self.low_open else num >= low
        return above and (high is None or (num < high if self.high_open else num <= high))
