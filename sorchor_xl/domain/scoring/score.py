"""Score one ตำบล: pure, whole numbers, no file.

Blank is not zero, a score needs a valid answer and a valid base, and a level needs all indicators
(คำชี้แจง บรรทัดแรก: "ผลรวมคะแนนของตัวชี้วัด ทั้งหมด จำนวน 23 ข้อ").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import product

from sorchor_xl.domain.round.records import Alternative, Entry, EntryState, Scorecard, TambonReturn
from sorchor_xl.domain.scoring.bands import Bands, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Rubric


class Standing(StrEnum):
    """Why an indicator has or lacks a score."""

    SCORED = "scored"
    BLANK = "blank"
    INVALID = "invalid"
    NO_BASE = "no_base"
    ZERO_BASE = "zero_base"
    EXCEEDS_BASE = "exceeds_base"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One indicator of one ตำบล: value, base (None where it has none or none is valid), points."""

    indicator: int
    standing: Standing
    value: int | None = None
    base: int | None = None
    points: int | None = None


@dataclass(frozen=True)
class Scheme:
    """A rubric under one full choice of readings, with every band worked out once.

    ``readings`` is what `Rubric.settle` returns.
    """

    rubric: Rubric
    readings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rubric: Rubric, chosen: Mapping[str, str] | None = None) -> Scheme:
        """The scheme of a province's choices; ValueError for one the rubric does not know."""
        return cls(rubric, rubric.settle(chosen or {}))

    @cached_property
    def bands(self) -> Mapping[int, Bands]:
        """Indicator → its bands under the readings chosen."""
        return {i.id: self.rubric.bands(i.id, self.readings) for i in self.rubric.indicators}

    @cached_property
    def variants(self) -> Mapping[int, Mapping[tuple[str, ...], Bands]]:
        """Indicator → bands for every combination of the readings that can move it."""
        return {i.id: self.rubric.variants(i.id, self.readings) for i in self.rubric.indicators}


def base_entry(indicator: Indicator, ret: TambonReturn) -> Entry | None:
    """The entry an indicator is divided by; None for one without a base."""
    if indicator.base is not None:
        return ret.bases[indicator.base]
    if indicator.base_indicator is not None:
        return ret.answers[indicator.base_indicator]
    return None


def judge_return(scheme: Scheme, ret: TambonReturn) -> Mapping[int, Judgement]:
    """Every indicator of a ตำบล judged, keyed by its number."""
    judged: dict[int, Judgement] = {}
    for indicator in scheme.rubric.indicators:
        judged[indicator.id] = _judge(scheme, indicator, ret, judged)
    return judged


def _judge(
    scheme: Scheme, indicator: Indicator, ret: TambonReturn, judged: Mapping[int, Judgement]
) -> Judgement:
    number, entry = indicator.id, ret.answers[indicator.id]
    if entry.state is EntryState.BLANK:
        return Judgement(number, Standing.BLANK)
    if entry.value is None:
        return Judgement(number, Standing.INVALID)
    bands = scheme.bands[number]
    if indicator.kind is not Kind.PERCENT:
        return Judgement(number, Standing.SCORED, entry.value, None, bands.points(entry.value))
    base = _valid_base(indicator, ret, judged)
    return _judge_share(number, bands, entry.value, base)


def _valid_base(
    indicator: Indicator, ret: TambonReturn, judged: Mapping[int, Judgement]
) -> int | None:
    """The base as a number; None where it is blank, invalid, or an answer that does not stand."""
    entry = base_entry(indicator, ret)
    source = indicator.base_indicator
    if source is not None and judged[source].standing is Standing.EXCEEDS_BASE:
        return None
    return None if entry is None else entry.value


def _judge_share(number: int, bands: Bands, value: int, base: int | None) -> Judgement:
    if base is None:
        return Judgement(number, Standing.NO_BASE, value)
    if value > base > 0 or (value > 0 and base == 0 and bands.lowest_on_zero_base):
        return Judgement(number, Standing.EXCEEDS_BASE, value, base)
    if base == 0 and not bands.lowest_on_zero_base:
        return Judgement(number, Standing.ZERO_BASE, value, base)
    return Judgement(number, Standing.SCORED, value, base, bands.points(value, base))


def score_judged(scheme: Scheme, judged: Mapping[int, Judgement]) -> Scorecard:
    """The scorecard of judgements already made."""
    rubric = scheme.rubric
    scores = {n: j.points for n, j in judged.items() if j.points is not None}
    missing = len(rubric.indicators) - len(scores)
    known = sum(scores.values())
    total = known if not missing else None
    options = {n: _options(scheme, j) for n, j in judged.items() if j.points is not None}
    touching = {n: o for n, o in options.items() if o}
    return Scorecard(
        scores=scores,
        categories=_categories(rubric, scores),
        total=total,
        level=None if total is None else rubric.level_of(total).level,
        possible=(known + missing * rubric.min_points, known + missing * rubric.max_points),
        alternative=None if total is None else _alternative(scheme, total, scores, touching),
        touched={n: _movers(o) for n, o in touching.items()},
        by_reading={n: (min(o.values()), max(o.values())) for n, o in touching.items()},
    )


def _categories(rubric: Rubric, scores: Mapping[int, int]) -> Mapping[int, int]:
    sums: dict[int, int] = {}
    for category in rubric.categories:
        points = [scores.get(i.id) for i in rubric.in_category(category.id)]
        if None not in points:
            sums[category.id] = sum(p for p in points if p is not None)
    return sums


def _options(scheme: Scheme, judged: Judgement) -> Mapping[frozenset[str], int]:
    """Points under every combination of readings flipped; empty where all give the same."""
    variants = scheme.variants[judged.indicator]
    if len(variants) == 1 or judged.value is None:
        return {}
    value, base = judged.value, judged.base
    points = {frozenset(flipped): b.points(value, base) for flipped, b in variants.items()}
    return points if len(set(points.values())) > 1 else {}


def _movers(options: Mapping[frozenset[str], int]) -> tuple[str, ...]:
    """The readings that matter: flipping one changes the points, others being what they may."""
    ids = sorted({reading for flipped in options for reading in flipped}, key=_reading_order)
    return tuple(r for r in ids if any(options[f] != options[f ^ {r}] for f in options))


def _reading_order(reading_id: str) -> int:
    return int(reading_id.lstrip("A"))


def _alternative(
    scheme: Scheme,
    total: int,
    scores: Mapping[int, int],
    touching: Mapping[int, Mapping[frozenset[str], int]],
) -> Alternative | None:
    """Lowest and highest total over every combination of the readings touched; None if none is."""
    if not touching:
        return None
    readings = sorted({r for o in touching.values() for r in _movers(o)}, key=_reading_order)
    fixed = total - sum(scores[n] for n in touching)
    totals = []
    for flips in product((False, True), repeat=len(readings)):
        flipped = frozenset(r for r, flip in zip(readings, flips, strict=True) if flip)
        totals.append(fixed + sum(_under(o, flipped) for o in touching.values()))
    low, high = min(totals), max(totals)
    levels = (scheme.rubric.level_of(low).level, scheme.rubric.level_of(high).level)
    return Alternative((low, high), levels, tuple(readings))


def _under(options: Mapping[frozenset[str], int], flipped: frozenset[str]) -> int:
    """Points of one indicator when the readings of ``flipped`` that can move it are flipped."""
    own = frozenset().union(*options)
    return options[own & flipped]
