"""Which indicators of a ตำบล have other points than last year, and what they followed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.previous_summary import Before, Previous

BETWEEN: Final = "  ·  "
"""Between two moves of one ตำบล."""
SHOWN: Final = 4
"""Moves of one ตำบล that are told; the others are counted."""


@dataclass(frozen=True, slots=True)
class PointsMove:
    """Points of an indicator in both years, and value and base they follow from (None = unknown).

    The pairs are (last year, this year).
    """

    number: int
    points: tuple[int, int]
    values: tuple[int | None, int | None]
    bases: tuple[int | None, int | None]

    @property
    def is_same_report(self) -> bool:
        """Whether the same was reported, so that rubric or reading made the difference."""
        known = None not in self.values
        return known and self.values[0] == self.values[1] and self.bases[0] == self.bases[1]


def points_moves(before: Before, tambon: TambonResult) -> tuple[PointsMove, ...]:
    """Indicators with points in both years and other ones now, the largest moves first."""
    moves = []
    for number, points in tambon.card.scores.items():
        old = before.scores.get(number)
        if old is None or old == points:
            continue
        judged = tambon.judged[number]
        values = (before.values.get(number), judged.value)
        moves.append(
            PointsMove(number, (old, points), values, (before.bases.get(number), judged.base))
        )
    return tuple(sorted(moves, key=lambda m: (-abs(m.points[1] - m.points[0]), m.number)))


def moves_told(moves: tuple[PointsMove, ...]) -> str:
    """The moves in words, "ข้อ 5: 2 → 9 (2 → 3 คะแนน)"; "" where nothing moved.

    On one line: below each other they would make every row of a list six lines high.
    """
    told = [_told(move) for move in moves[:SHOWN]]
    if len(moves) > SHOWN:
        told.append(sentence("compare.more", count=len(moves) - SHOWN))
    return BETWEEN.join(told)


def _told(move: PointsMove) -> str:
    facts = {"no": move.number, "before": move.points[0], "after": move.points[1]}
    old, new = (_report(*pair) for pair in zip(move.values, move.bases, strict=True))
    if move.is_same_report:
        return sentence("compare.moved_by_rule", value=new, **facts)
    if move.values[0] is None:
        return sentence("compare.moved_points", **facts)
    return sentence("compare.moved", old=old, new=new, **facts)


def _report(value: int | None, base: int | None) -> str:
    """A value, over its base where it has one."""
    return f"{value}" if base is None else f"{value}/{base}"


def decided_otherwise(results: Results, previous: Previous) -> str:
    """What the province decides otherwise than last year, in a sentence; "" where nothing."""
    now = results.scheme.readings
    changed = [
        f"{key} {old} → {now[key]}"
        for key, old in previous.readings.items()
        if key in now and now[key] != old
    ]
    return sentence("compare.readings", list=join_list(changed)) if changed else ""
