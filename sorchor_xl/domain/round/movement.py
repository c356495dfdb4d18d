"""What moved between two looks at a round: values, points, levels, and what caused it.

A snapshot holds just what is compared. A cause is named only where it is certain: other answers
come from a file; the same answers with other points come from a reading or from the rubric; other
dates of an อำเภอ come from the register.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sorchor_xl.domain.round.results import Results, TambonResult


@dataclass(frozen=True, slots=True)
class TambonSnapshot:
    """One ตำบล: its values by key ("1"–"23" or a base), points, total, level, and its file."""

    status: str
    values: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    total: int | None = None
    level: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class AmphoeSnapshot:
    """One อำเภอ: its status, and the dates the province has entered for it (ISO, "" = none)."""

    status: str
    due: str = ""
    received_on: str = ""


@dataclass(frozen=True, slots=True)
class RoundSnapshot:
    """A round as it stood on a day. ``rubric`` is id and version, ``readings`` the choices made."""

    as_of: date
    rubric: str
    readings: Mapping[str, str]
    tambons: Mapping[str, TambonSnapshot]
    amphoes: Mapping[str, AmphoeSnapshot]
    sent_on: str = ""


class Cause(StrEnum):
    """What made a ตำบล or อำเภอ move."""

    FILE = "file"
    READING = "reading"
    RUBRIC = "rubric"
    REGISTER = "register"


@dataclass(frozen=True, slots=True)
class ValueMove:
    """A value that is another now; None = blank. ``points`` are those of the indicator, if any."""

    key: str
    old: int | None
    new: int | None
    points: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class TambonMove:
    """A ตำบล that moved: status, values, total, level (each old → new), and why.

    ``detail`` is the file, or the readings as "A1 higher → lower", or the rubric.
    """

    code: str
    statuses: tuple[str, str]
    values: tuple[ValueMove, ...]
    totals: tuple[int | None, int | None]
    levels: tuple[int | None, int | None]
    cause: Cause
    detail: str

    @property
    def moves_level(self) -> bool:
        """Whether its level is another now."""
        return self.levels[0] != self.levels[1]


@dataclass(frozen=True, slots=True)
class AmphoeMove:
    """An อำเภอ whose status or entered dates are others now."""

    code: str
    statuses: tuple[str, str]
    dues: tuple[str, str]
    received: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Movement:
    """Everything that moved between two snapshots; ``readings`` that are chosen otherwise now."""

    since: date
    amphoes: tuple[AmphoeMove, ...] = ()
    tambons: tuple[TambonMove, ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    rubrics: tuple[str, str] | None = None
    sent_on: str = ""

    @property
    def is_none(self) -> bool:
        """Whether nothing moved at all."""
        return not (self.amphoes or self.tambons or self.readings or self.rubrics or self.sent_on)


def take_snapshot(results: Results) -> RoundSnapshot:
    """What is compared of some results."""
    rubric, register = results.scheme.rubric, results.register
    sent = register.province.summary_sent_on
    return RoundSnapshot(
        as_of=results.as_of,
        rubric=f"{rubric.id}/{rubric.version}",
        readings=dict(results.scheme.readings),
        tambons={t.tambon.code: _tambon(t) for t in results.tambons},
        amphoes={
            a.amphoe.code: AmphoeSnapshot(
                a.status.value,
                _iso(register.amphoe(a.amphoe.code).due),
                _iso(register.amphoe(a.amphoe.code).received_on),
            )
            for a in results.amphoes
        },
        sent_on=_iso(sent),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tambon(result: TambonResult) -> TambonSnapshot:
    ret, card = result.ret, result.card
    values: dict[str, int] = {}
    if ret is not None:
        entries = {**ret.bases, **{str(n): e for n, e in ret.answers.items()}}
        values = {key: e.value for key, e in entries.items() if e.value is not None}
    scores = {str(n): points for n, points in card.scores.items()}
    status = result.status.value
    return TambonSnapshot(status, values, scores, card.total, card.level, result.source_file)


def movement_between(old: RoundSnapshot, new: RoundSnapshot) -> Movement:
    """What moved from one snapshot to the next; areas that only one of them has are left out."""
    readings = tuple(
        (key, old.readings[key], now)
        for key, now in new.readings.items()
        if key in old.readings and old.readings[key] != now
    )
    return Movement(
        since=old.as_of,
        amphoes=tuple(_amphoe_moves(old, new)),
        tambons=tuple(_tambon_moves(old, new, readings)),
        readings=readings,
        rubrics=None if old.rubric == new.rubric else (old.rubric, new.rubric),
        sent_on=new.sent_on if new.sent_on != old.sent_on else "",
    )


def _amphoe_moves(old: RoundSnapshot, new: RoundSnapshot) -> Iterator[AmphoeMove]:
    for code, now in new.amphoes.items():
        before = old.amphoes.get(code)
        if before is not None and before != now:
            yield AmphoeMove(
                code,
                (before.status, now.status),
                (before.due, now.due),
                (before.received_on, now.received_on),
            )


def _tambon_moves(
    old: RoundSnapshot, new: RoundSnapshot, readings: tuple[tuple[str, str, str], ...]
) -> Iterator[TambonMove]:
    for code, now in new.tambons.items():
        before = old.tambons.get(code)
        if before is None or _same(before, now):
            continue
        cause, detail = _cause(before, now, readings, (old.rubric, new.rubric))
        yield TambonMove(
            code=code,
            statuses=(before.status, now.status),
            values=tuple(_value_moves(before, now)),
            totals=(before.total, now.total),
            levels=(before.level, now.level),
            cause=cause,
            detail=detail,
        )


def _same(before: TambonSnapshot, now: TambonSnapshot) -> bool:
    """Nothing to tell: the same answers may well come from another file."""
    return (before.status, before.values, before.scores, before.total) == (
        now.status,
        now.values,
        now.scores,
        now.total,
    )


def _value_moves(before: TambonSnapshot, now: TambonSnapshot) -> Iterator[ValueMove]:
    for key in dict.fromkeys((*before.values, *now.values)):
        old, new = before.values.get(key), now.values.get(key)
        points = (before.scores.get(key), now.scores.get(key))
        if old != new:
            yield ValueMove(key, old, new, points)


def _cause(
    before: TambonSnapshot,
    now: TambonSnapshot,
    readings: tuple[tuple[str, str, str], ...],
    rubrics: tuple[str, str],
) -> tuple[Cause, str]:
    if before.values != now.values or (not readings and rubrics[0] == rubrics[1]):
        return Cause.FILE, now.file or before.file
    if rubrics[0] != rubrics[1]:
        return Cause.RUBRIC, rubrics[1]
    return Cause.READING, ", ".join(f"{key} {old} → {new}" for key, old, new in readings)
