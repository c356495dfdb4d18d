"""Every number of the summary, worked out once from the results.

What is not known is None: no average of nothing, no share of nobody. The workbook writes these
beside its live formulas, so that both must agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult
from sorchor_xl.domain.scoring.rubric import Rubric

ABSENT = (AmphoeStatus.NOT_RECEIVED, AmphoeStatus.UNREADABLE)


@dataclass(frozen=True)
class Group:
    """Some ตำบล together: of an อำเภอ, or of the province."""

    tambons: tuple[TambonResult, ...]

    @property
    def all(self) -> int:
        """Every ตำบล, received or not."""
        return len(self.tambons)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """Totals of the complete ones."""
        return tuple(t.card.total for t in self.tambons if t.card.total is not None)

    @property
    def complete(self) -> int:
        """How many have a total and so a level."""
        return len(self.totals)

    @property
    def not_received(self) -> int:
        """How many have not answered at all."""
        return sum(t.status is TambonStatus.NOT_RECEIVED for t in self.tambons)

    @property
    def incomplete(self) -> int:
        """How many have answered, but not everything."""
        return self.all - self.complete - self.not_received

    @cached_property
    def levels(self) -> Mapping[int, int]:
        """Level → how many complete ตำบล."""
        counts: dict[int, int] = {}
        for tambon in self.tambons:
            if tambon.card.level is not None:
                counts[tambon.card.level] = counts.get(tambon.card.level, 0) + 1
        return counts

    def level(self, number: int) -> int:
        """How many are at a level."""
        return self.levels.get(number, 0)

    @property
    def mean(self) -> float | None:
        """Average total; None where nobody is complete."""
        return mean(self.totals)


def mean(values: Sequence[int]) -> float | None:
    """The average; None of nothing."""
    return sum(values) / len(values) if values else None


def share(part: int, whole: int) -> float | None:
    """part/whole; None of nobody."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One indicator over all ตำบล that have a score there; ``counts`` by points."""

    number: int
    counts: Mapping[int, int]
    rank: int | None

    @property
    def scored(self) -> int:
        """How many have a score."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """Average points; None where nobody has a score."""
        points = sum(p * n for p, n in self.counts.items())
        return points / self.scored if self.scored else None


class Facts:
    """The numbers of a round. Made once, asked by every sheet."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.rubric: Rubric = results.scheme.rubric
        self.whole = Group(results.tambons)

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """อำเภอ code → its ตำบล."""
        sorted_: dict[str, list[TambonResult]] = {a.amphoe.code: [] for a in self.results.amphoes}
        for tambon in self.results.tambons:
            sorted_[tambon.amphoe.code].append(tambon)
        return {code: Group(tuple(tambons)) for code, tambons in sorted_.items()}

    @cached_property
    def received(self) -> tuple[AmphoeResult, ...]:
        """อำเภอ of which something usable has come."""
        return tuple(a for a in self.results.amphoes if a.status not in ABSENT)

    @cached_property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """Every indicator in order, ranked from the lowest average; no rank without a score."""
        counts = {
            i.id: dict.fromkeys(range(self.rubric.min_points, self.rubric.max_points + 1), 0)
            for i in self.rubric.indicators
        }
        for tambon in self.results.tambons:
            for number, points in tambon.card.scores.items():
                counts[number][points] += 1
        plain = [IndicatorFacts(number, found, None) for number, found in counts.items()]
        means = [f.mean for f in plain if f.mean is not None]
        return tuple(IndicatorFacts(f.number, f.counts, _rank(f.mean, means)) for f in plain)

    @cached_property
    def weakest(self) -> tuple[IndicatorFacts, ...]:
        """Indicators below full marks from the lowest average.

        Where equal, the one with more lowest scores goes first, then the lower number.
        """
        full = self.rubric.max_points
        scored = [f for f in self.indicators if f.mean is not None and f.mean < full]
        lowest = self.rubric.min_points
        return tuple(sorted(scored, key=lambda f: (f.mean or 0, -f.counts[lowest], f.number)))

    def cell_mean(self, amphoe_code: str, number: int) -> float | None:
        """Average points of one indicator in one อำเภอ."""
        return self._cells[amphoe_code].get(number)

    @cached_property
    def _cells(self) -> Mapping[str, Mapping[int, float]]:
        return {code: _means(group.tambons) for code, group in self.groups.items()}

    @cached_property
    def hanging(self) -> tuple[TambonResult, ...]:
        """ตำบล whose level another reading would change."""
        return tuple(
            t for t in self.results.tambons if t.card.alternative and t.card.alternative.flips
        )

    def category_mean(self, category: int) -> float | None:
        """Average sum of a หมวด over the complete ตำบล."""
        return mean([t.card.categories[category] for t in self.results.complete])

    def full_mean(self, group: Group) -> float | None:
        """Average points per indicator over every score of a group."""
        points = [p for t in group.tambons for p in t.card.scores.values()]
        return mean(points)


def _rank(value: float | None, values: Sequence[float]) -> int | None:
    return None if value is None else 1 + sum(other < value for other in values)


def _means(tambons: Iterable[TambonResult]) -> Mapping[int, float]:
    sums: dict[int, list[int]] = {}
    for tambon in tambons:
        for number, points in tambon.card.scores.items():
            sums.setdefault(number, []).append(points)
    return {number: sum(points) / len(points) for number, points in sums.items()}
