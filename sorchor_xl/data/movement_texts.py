"""What is said of what moved (``data/movement.toml``), sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.texts_shape import MovementTable
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.round.movement import AmphoeMove, Movement, TambonMove, ValueMove
from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list

VALUES_SHOWN: Final = 4


@cache
def _table() -> Mapping[str, Any]:
    file = resources.files("sorchor_xl") / "data" / "movement.toml"
    return checked_toml(file.read_text(encoding="utf-8"), MovementTable, file.name)


def movement_text(path: str, /, **params: object) -> str:
    """The sentence at a dotted path, filled; KeyError where there is none."""
    found: Any = _table()
    for key in path.split("."):
        found = found[key]
    if isinstance(found, Mapping):
        return Said.filled(found["th"], found["en"], params)
    return str(found).format_map(params)


def movement_lines(movement: Movement, results: Results) -> Iterator[str]:
    """Every move in words: what was decided first, then อำเภอ, then ตำบล, levels before points."""
    if movement.sent_on:
        yield movement_text("sent", on=_day(movement.sent_on))
    if movement.rubrics is not None:
        old, new = movement.rubrics
        yield movement_text("rubric", old=old, new=new)
    for id_, before, now in movement.readings:
        yield movement_text("reading", id=id_, old=before, new=now)
    names = {a.amphoe.code: a.amphoe.name for a in results.amphoes}
    for amphoe in movement.amphoes:
        yield from _amphoe_lines(amphoe, names[amphoe.code])
    tambons = {t.tambon.code: t.tambon.name for t in results.tambons}
    labels = {b.key: b.label for b in results.scheme.rubric.bases}
    for tambon in sorted(movement.tambons, key=lambda t: (not t.moves_level, t.code)):
        place = {"tambon": tambons[tambon.code], "amphoe": names[tambon.code[:4]]}
        yield _tambon_line(tambon, place, labels)


def _day(iso: str) -> str:
    return thai_date(date.fromisoformat(iso))


def _amphoe_lines(move: AmphoeMove, name: str) -> Iterator[str]:
    if move.statuses[0] != move.statuses[1]:
        old, new = (said_on_console(f"status_{status}") for status in move.statuses)
        yield movement_text("amphoe_status", amphoe=name, old=old, new=new)
    if move.dues[0] != move.dues[1]:
        key = "amphoe_due" if move.dues[1] else "amphoe_due_gone"
        yield movement_text(key, amphoe=name, new=_day(move.dues[1]) if move.dues[1] else "")
    if move.received[0] != move.received[1] and move.received[1]:
        yield movement_text("amphoe_received", amphoe=name, new=_day(move.received[1]))


def _tambon_line(move: TambonMove, place: Mapping[str, str], labels: Mapping[str, str]) -> str:
    cause = movement_text(f"cause.{move.cause}", detail=move.detail)
    is_first = move.statuses[0] == TambonStatus.NOT_RECEIVED
    values = "" if is_first else _values(move, labels)
    return movement_text("tambon", effect=_effect(move), values=values, cause=cause, **place)


def _effect(move: TambonMove) -> str:
    """Total and level old → new; where there was no total, what became of its return."""
    old, new = move.totals
    if old is None:
        words = [movement_text(f"statuses.{status}") for status in dict.fromkeys(move.statuses)]
        status = words[0]
        if len(words) > 1:
            status = movement_text("status", old=words[0], new=words[1])
        if new is None:
            return status
        return movement_text("first_total", status=status, total=new, level=move.levels[1])
    nothing = movement_text("nothing")
    totals = [nothing if total is None else total for total in move.totals]
    levels = [nothing if level is None else level for level in move.levels]
    said = movement_text("total", old=totals[0], new=totals[1])
    if not move.moves_level:
        return said
    return Said.joined(" ", (said, movement_text("level", old=levels[0], new=levels[1])))


def _values(move: TambonMove, labels: Mapping[str, str]) -> str:
    """The values old → new; of a form that was blank, only how much was filled in."""
    if len(move.values) > VALUES_SHOWN and all(value.old is None for value in move.values):
        return movement_text("filled_in", count=len(move.values))
    said = [_value(value, labels) for value in move.values]
    listed = join_list(said, VALUES_SHOWN, movement_text("of_values"))
    return movement_text("values", list=listed) if said else ""


def _value(move: ValueMove, labels: Mapping[str, str]) -> str:
    blank = movement_text("blank")
    label = labels.get(move.key) or movement_text("indicator", no=move.key)
    shown = {
        "label": label,
        "old": blank if move.old is None else move.old,
        "new": blank if move.new is None else move.new,
    }
    before, after = move.points
    if before is None or after is None or before == after:
        return movement_text("value", **shown)
    return movement_text("value_points", before=before, after=after, **shown)
