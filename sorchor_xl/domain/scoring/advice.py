"""What a ตำบล below the highest level lacks, and the least it must do to rise.

Every amount is found by asking the rubric's own bands under the readings chosen, over the base
the ตำบล reported, so "อีก 1 ครั้ง" is exact. Cheapest = fewest units (ครั้ง, องค์กร, คน …; one step
of a choice is one unit) for the points that are missing, then fewest indicators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from sorchor_xl.domain.round.records import Scorecard
from sorchor_xl.domain.scoring.bands import Bands, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Level, Rubric
from sorchor_xl.domain.scoring.score import Judgement, Scheme


@dataclass(frozen=True, slots=True)
class Move:
    """One indicator raised: from ``value`` to ``target``, ``amount`` units more.

    ``gain`` is the points it brings by itself; ``base`` is None where it has none. A choice is
    raised by whole steps, its ``target`` is the number of the printed criterion.
    """

    indicator: int
    kind: Kind
    unit: str
    value: int
    target: int
    base: int | None
    gain: int

    @property
    def amount(self) -> int:
        """How many units are missing."""
        return self.target - self.value


@dataclass(frozen=True, slots=True)
class Path:
    """Moves made together, their total gain in points and their cost in units."""

    moves: tuple[Move, ...] = ()
    gain: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """A ตำบล below the highest level.

    ``to_next`` and ``to_top`` are points missing; ``path`` is the cheapest way to the next level,
    None where no way is open (a base of 0 stands in every way); ``singles`` are single
    moves of one or more points, cheapest per point first.
    """

    total: int
    level: int
    next_level: int
    to_next: int
    to_top: int
    path: Path | None
    singles: tuple[Move, ...]


def advise(scheme: Scheme, judged: Mapping[int, Judgement], card: Scorecard) -> Advice | None:
    """The advice for a ตำบล; None where it is incomplete or already at the highest level."""
    if card.total is None or card.level is None:
        return None
    above = _levels_above(scheme.rubric, card.level)
    if not above:
        return None
    groups = _groups(scheme, judged)
    to_next = above[0].low - card.total
    return Advice(
        total=card.total,
        level=card.level,
        next_level=above[0].level,
        to_next=to_next,
        to_top=above[-1].low - card.total,
        path=_cheapest(groups, to_next),
        singles=_singles(groups),
    )


def _levels_above(rubric: Rubric, level: int) -> tuple[Level, ...]:
    return tuple(sorted((v for v in rubric.levels if v.level > level), key=lambda v: v.level))


def _groups(scheme: Scheme, judged: Mapping[int, Judgement]) -> list[tuple[Path, ...]]:
    """Ways to raise, grouped so that those of different groups never disturb each other."""
    tied = {i.base_indicator: i for i in scheme.rubric.indicators if i.base_indicator is not None}
    groups = []
    for indicator in scheme.rubric.indicators:
        if indicator.base_indicator is not None:
            continue
        ceiling = _ceiling(scheme.rubric, indicator.id, judged)
        here = judged[indicator.id]
        dependent = tied.get(indicator.id)
        if dependent is None:
            raised = _raises(scheme.bands[indicator.id], indicator, here, ceiling)
            groups.append(tuple(Path((m,), m.gain, m.amount) for m in raised))
        else:
            groups.append(tuple(_tied_paths(scheme, indicator, dependent, judged)))
    return groups


def _ceiling(rubric: Rubric, number: int, judged: Mapping[int, Judgement]) -> int | None:
    other = rubric.ceilings.get(number)
    return None if other is None else judged[other].value


def _raises(
    bands: Bands, indicator: Indicator, here: Judgement, ceiling: int | None = None
) -> Iterator[Move]:
    """The smallest raise to each higher score that is within reach."""
    if here.value is None or here.points is None:
        return
    if bands.kind is Kind.CHOICE:
        steps = range(here.points + 1, len(indicator.criteria) + 1)
        targets = tuple((step, step) for step in steps)
    else:
        targets = _targets(bands, here.value, here.base, here.points)
    for points, target in targets:
        if ceiling is None or target <= ceiling:
            yield Move(
                indicator.id,
                indicator.kind,
                indicator.unit_noun,
                here.value,
                target,
                here.base,
                points - here.points,
            )


@lru_cache(maxsize=4096)
def _targets(
    bands: Bands, value: int, base: int | None, points: int
) -> tuple[tuple[int, int], ...]:
    """(score, smallest value that gives it) for each score above ``points``."""
    most = base if bands.kind is Kind.PERCENT else max(c.at for c in bands.cuts) + 1
    found: list[tuple[int, int]] = []
    reached = points
    for target in range(value + 1, (most or 0) + 1):
        now = bands.points(target, base)
        if now > reached:
            found.append((now, target))
            reached = now
    return tuple(found)


def _tied_paths(
    scheme: Scheme, indicator: Indicator, dependent: Indicator, judged: Mapping[int, Judgement]
) -> Iterator[Path]:
    """An indicator that is another one's base: raising it alone may cost the other points."""
    here, other = judged[indicator.id], judged[dependent.id]
    if here.value is None or other.value is None or other.points is None:
        return
    ups: list[Move | None] = [None, *_raises(scheme.bands[indicator.id], indicator, here)]
    for up in ups:
        base = here.value if up is None else up.target
        bands = scheme.bands[dependent.id]
        left = bands.points(other.value, base)
        moved = Judgement(dependent.id, other.standing, other.value, base, left)
        for also in (None, *_raises(bands, dependent, moved)):
            moves = tuple(m for m in (up, also) if m is not None)
            gain = sum(m.gain for m in moves) + left - other.points
            if gain > 0:
                yield Path(moves, gain, sum(m.amount for m in moves))


def _cheapest(groups: Sequence[tuple[Path, ...]], points: int) -> Path | None:
    """The path of least cost that gains at least ``points``; None if none does."""
    best: list[Path | None] = [Path(), *[None] * points]
    for group in groups:
        grown = list(best)
        for so_far, path in product(best, group):
            if so_far is None:
                continue
            joined = Path(
                so_far.moves + path.moves, so_far.gain + path.gain, so_far.cost + path.cost
            )
            slot = min(points, joined.gain)
            held = grown[slot]
            if held is None or _price(joined) < _price(held):
                grown[slot] = joined
        best = grown
    return best[points]


def _price(path: Path) -> tuple[int, int]:
    return path.cost, len(path.moves)


def _singles(groups: Iterable[tuple[Path, ...]]) -> tuple[Move, ...]:
    """Each indicator's cheapest move per point that brings its full gain, cheapest first."""
    best: dict[int, Move] = {}
    for path in (p for group in groups for p in group if len(p.moves) == 1):
        (move,) = path.moves
        held = best.get(move.indicator)
        if path.gain == move.gain and (held is None or _rate(move) < _rate(held)):
            best[move.indicator] = move
    return tuple(sorted(best.values(), key=_rate))


def _rate(move: Move) -> tuple[float, int, int]:
    return move.amount / move.gain, -move.gain, move.indicator


@dataclass(frozen=True, slots=True)
class Training:
    """What training on one indicator would do: every ตำบล raised to its full marks.

    ``below`` ตำบล have less than full marks; ``lifted`` of them would rise a level by this alone;
    ``together`` would, counted with every training listed before it.
    """

    indicator: int
    below: int
    lifted: int
    together: int


def rank_training(
    scheme: Scheme, cards: Iterable[Scorecard], limit: int = 5
) -> tuple[Training, ...]:
    """The trainings that lift most, each chosen to add most to those before it; () for nobody."""
    below_top = [c for c in cards if c.total is not None and _levels_above_of(scheme, c)]
    totals = [c.total or 0 for c in below_top]
    full = scheme.rubric.max_points
    left = [i.id for i in scheme.rubric.indicators]
    chosen: list[Training] = []
    while left and len(chosen) < limit and below_top:
        best = max(left, key=lambda n: _worth(scheme, below_top, totals, n))
        left.remove(best)
        alone = _lifted(scheme, below_top, [c.total or 0 for c in below_top], best)
        totals = [t + full - c.scores[best] for t, c in zip(totals, below_top, strict=True)]
        below = _below(scheme, below_top, best)
        chosen.append(Training(best, below, alone, _risen(scheme, below_top, totals)))
    return tuple(chosen)


def _worth(
    scheme: Scheme, cards: Sequence[Scorecard], totals: Sequence[int], number: int
) -> tuple[int, int, int]:
    """Most lifted; where equal, most below full marks; then the lower number."""
    return (_lifted(scheme, cards, totals, number), _below(scheme, cards, number), -number)


def _below(scheme: Scheme, cards: Sequence[Scorecard], number: int) -> int:
    return sum(c.scores[number] < scheme.rubric.max_points for c in cards)


def _levels_above_of(scheme: Scheme, card: Scorecard) -> tuple[Level, ...]:
    return () if card.level is None else _levels_above(scheme.rubric, card.level)


def _lifted(scheme: Scheme, cards: Sequence[Scorecard], totals: Sequence[int], number: int) -> int:
    full = scheme.rubric.max_points
    raised = [t + full - c.scores[number] for t, c in zip(totals, cards, strict=True)]
    return _risen(scheme, cards, raised)


def _risen(scheme: Scheme, cards: Sequence[Scorecard], totals: Sequence[int]) -> int:
    level_of = scheme.rubric.level_of
    return sum(level_of(t).level > (c.level or 0) for t, c in zip(totals, cards, strict=True))
