"""Points typed where counts belong, as on the paper form: told by the look of a whole form.

The paper form asks for 1, 2 or 3 (or as many points as the rubric has) in every row. One such count
says nothing; a form full of them is far likelier to hold points than counts. How much likelier is a
sum over its rows: a share of a large base that may be points weighs much, a count of occasions that
may be little, and a 0 or a number above the most points weighs against. Nothing here decides a
score: a person confirms, or mends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log
from typing import Final

from sorchor_xl.domain.round.records import Entry, EntryState, TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Rubric
from sorchor_xl.domain.scoring.score import base_entry

CONFIRMED: Final = ("ยืนยัน", "confirmed")
"""Words of which one, in any remark of a form, says that its counts are real."""

_FEWEST: Final = 6
"""Counts that must be answered before a form says anything."""
_WEIGHT: Final = 8.0
"""From here on a form alone is taken for one of points: e⁸ ≈ 3,000 times likelier than counts."""
_WEIGHT_OF_MANY: Final = 9.0
"""The same for all forms of a workbook together; each of them must point the same way."""
_PAPER: Final[Mapping[str, float]] = {"points": 0.96, "none": 0.01, "more": 0.03}
_NO_OCCASION: Final = 0.13
_ONE_MORE: Final = 0.63
"""How often a count of occasions, places or projects is 0; and, from 1 up, larger by one more."""
_USUAL_BASE: Final = 15
_MOST_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a form looks like one of points: ``weight`` > 0 speaks for it.

    ``n_points`` of ``n_counts`` counts are as small as points.
    """

    weight: float
    n_points: int
    n_counts: int


def likeness(rubric: Rubric, ret: TambonReturn) -> Likeness:
    """How much a form looks like one of points."""
    weight, points, counts = 0.0, 0, 0
    for indicator in rubric.indicators:
        entry = ret.answers[indicator.id]
        if indicator.kind is Kind.CHOICE or entry.value is None:
            continue
        kind = _kind(rubric, entry.value)
        counts += 1
        points += kind == "points"
        whole = _whole(indicator, base_entry(indicator, ret))
        weight += _evidence(len(point_values(rubric)), whole, kind)
    return Likeness(weight, points, counts)


def point_values(rubric: Rubric) -> range:
    """The numbers that may be points typed where a count belongs."""
    return range(rubric.min_points, rubric.max_points + 1)


def _kind(rubric: Rubric, value: int) -> str:
    return "points" if value in point_values(rubric) else "more" if value else "none"


def _whole(indicator: Indicator, base: Entry | None) -> int | None:
    """The base of a share, a usual one where none was typed in the block above; None of a count."""
    if indicator.kind is not Kind.PERCENT:
        return None
    if base is None or indicator.base is None or base.state is not EntryState.VALID:
        return _USUAL_BASE
    return base.value or _USUAL_BASE


@lru_cache(maxsize=4096)
def _evidence(points: int, whole: int | None, kind: str) -> float:
    """How much one count speaks for points; forms repeat the same few."""
    return log(_PAPER[kind] / _honest(points, whole)[kind])


def _honest(points: int, whole: int | None) -> Mapping[str, float]:
    """How often an honest count is as small as points, 0, or more.

    Any share of a base is as likely as another; occasions grow rarer the more there are.
    """
    if whole is None:
        more = _ONE_MORE**points
        return {"points": 1 - _NO_OCCASION - more, "none": _NO_OCCASION, "more": more}
    few = min(_MOST_SHARE, points / (whole + 1))
    none = min(0.1, 1 / (whole + 1))
    return {"points": few, "none": none, "more": 1 - few - none}


def look_like_points(rubric: Rubric, forms: Sequence[TambonReturn]) -> Mapping[int, Likeness]:
    """Which forms of a workbook, by their place, look like forms of points."""
    likely = {n: likeness(rubric, form) for n, form in enumerate(forms)}
    likely = {n: like for n, like in likely.items() if like.n_counts >= _FEWEST}
    same_way = {n: like for n, like in likely.items() if like.weight > 0}
    together = len(same_way) > 1 and sum(like.weight for like in likely.values()) > _WEIGHT_OF_MANY
    return {n: like for n, like in same_way.items() if together or like.weight > _WEIGHT}


def telling_counts(rubric: Rubric) -> int:
    """How many counts tell a form of points, all of them being such numbers, whatever their bases.

    Fewer may, by `likeness`; the form itself, which cannot weigh them, goes by this number.
    """
    points = len(point_values(rubric))
    return floor(_WEIGHT / min(_evidence(points, whole, "points") for whole in (None, 1))) + 1


def is_confirmed(ret: TambonReturn) -> bool:
    """Whether a remark of the form says that its counts are real."""
    return any(word in note.casefold() for note in ret.notes.values() for word in CONFIRMED)
