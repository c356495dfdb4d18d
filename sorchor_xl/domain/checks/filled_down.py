"""Answers that nobody counted one by one: dragged down, so that they run 3, 4, 5, 6 or are alike,
or sorted, so that they stand beside the wrong indicators.

Every one of them is a possible answer; only all together tell. Honest counts go up and down from
one indicator to the next, and a share of a base is as likely as another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Entry
from sorchor_xl.domain.scoring.bands import Kind

FILLED_DOWN: Final = "W84"
_FEWEST: Final = 10
"""Counts that must be answered before their order says anything."""
_FEWEST_BASES: Final = 4
_LONGEST_RUN: Final = 7
"""Counts that rise or fall by one each: of honest forms one in ten thousand has so many."""
_MOST_ALIKE, _DIFFERENT = 0.8, 4
_SHOWN: Final = 6


def filled_down(case: Case) -> Iterator[Finding]:
    """Counts or bases that rise by one, are nearly all alike, or stand in order of size."""
    counts = [i for i in case.rubric.indicators if i.kind is not Kind.CHOICE]
    answers = [case.ret.answers[i.id] for i in counts if case.value(i.id) is not None]
    bases = [entry for entry in case.ret.bases.values() if entry.value is not None]
    if _is_filled_down(_values(answers), case.rubric.max_points):
        yield _found(case, answers)
    elif _is_series(_values(bases)):
        yield _found(case, bases)


def _values(entries: Iterable[Entry]) -> list[int]:
    return [entry.value for entry in entries if entry.value is not None]


def _found(case: Case, entries: Sequence[Entry]) -> Finding:
    shown = ", ".join(map(str, _values(entries[:_SHOWN])))
    return case.found(FILLED_DOWN, entries[0].where, value=f"{shown}, …")


def _is_filled_down(numbers: Sequence[int], points: int) -> bool:
    """Whether answers were dragged or sorted; points for counts and none at all are told apart."""
    if len(numbers) < _FEWEST:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    copies = sum(n > points and not step for n, step in zip(numbers, steps, strict=False))
    if copies >= _MOST_ALIKE * len(steps) or _longest_run(steps) >= _LONGEST_RUN:
        return True
    one_way = all(step >= 0 for step in steps) or all(step <= 0 for step in steps)
    return one_way and len(set(numbers)) >= _DIFFERENT


def _longest_run(steps: Sequence[int]) -> int:
    """How many numbers in a row rise, or fall, by one each."""
    longest = run = 1
    for before, step in pairwise((0, *steps)):
        run = 1 if abs(step) != 1 else run + 1 if step == before else 2
        longest = max(longest, run)
    return longest


def _is_series(numbers: Sequence[int]) -> bool:
    """Whether all bases rise, or fall, by the same."""
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) >= _FEWEST_BASES and len(steps) == 1 and steps != {0}
