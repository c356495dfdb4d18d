"""What is said about rows and columns that no longer stand as issued."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.form.layout import ADDED_COLUMNS, Lapse, Note
from sorchor_xl.form.row_keys import FOOT_ROWS
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area
from sorchor_xl.intake.outside_inputs import is_typed
from sorchor_xl.ooxml.references import column_name

_NO_TABLE, _REARRANGED, _KEYS_LOST = "E76", "N09", "N29"
_ROW_MISSING, _ROW_TWICE, _COLUMN_MISSING, _COLUMN_TWICE = "E59", "E60", "E61", "E62"
_CONTRADICTED, _STRAY = "E07", "W24"
_REARRANGING: Final = frozenset({Lapse.ROWS_REORDERED, Lapse.COLUMNS_REORDERED, Lapse.ROW_INSERTED})
_LOST: Final = frozenset({Lapse.KEY_COLUMN_LOST, Lapse.KEY_ROW_LOST})


def say_structure(page: AnswerSheet, area: Area, needed: Collection[str]) -> None:
    """Put down what is unlike the sheet as issued; ``needed`` are the columns that hold inputs.

    A column that holds none of them may be missing: what it showed is worked out again.
    """
    located = page.located
    if not located.rows or not located.columns:
        page.say(_NO_TABLE, area)
        return
    lapses = {note.lapse for note in located.notes}
    if lapses & _LOST:
        page.say(_KEYS_LOST, area)
    if lapses & _REARRANGING or _unneeded_lost(located.notes, needed):
        page.say(_REARRANGED, area)
    for note in located.notes:
        say = _SAYINGS.get(note.lapse)
        if say is not None:
            say(page, area, note, needed)


def _unneeded_lost(notes: Collection[Note], needed: Collection[str]) -> bool:
    gone = (Lapse.COLUMN_MISSING, Lapse.COLUMN_DUPLICATED, Lapse.COLUMN_CONTRADICTED)
    expected = {*needed, *ADDED_COLUMNS}
    return any(n.lapse in gone and not set(n.keys) & expected for n in notes)


def _label(page: AnswerSheet, key: str) -> str:
    return page.context.row_labels.get(key, key)


def _heading(page: AnswerSheet, key: str) -> str:
    return page.context.wording.headings[page.located.kind].get(key, key)


def _row_missing(page: AnswerSheet, area: Area, note: Note, _: Collection[str]) -> None:
    for key in (key for key in note.keys if key not in FOOT_ROWS):
        page.say(_ROW_MISSING, area, row=_label(page, key))


def _row_twice(page: AnswerSheet, area: Area, note: Note, _: Collection[str]) -> None:
    cells = join_list([f"A{row + 1}" for row in note.at])
    for key in note.keys:
        page.say(_ROW_TWICE, area, (note.at[0], 0), row=_label(page, key), cells=cells)


def _column_missing(page: AnswerSheet, area: Area, note: Note, needed: Collection[str]) -> None:
    for key in note.keys:
        if key in needed:
            page.say(_COLUMN_MISSING, area, heading=_heading(page, key))


def _column_twice(page: AnswerSheet, area: Area, note: Note, needed: Collection[str]) -> None:
    head = page.located.head_row or 0
    cells = join_list([f"{column_name(c)}{head + 1}" for c in note.at])
    for key in note.keys:
        if key in needed:
            at = (head, note.at[0])
            page.say(_COLUMN_TWICE, area, at, heading=_heading(page, key), cells=cells)


def _row_contradicted(page: AnswerSheet, area: Area, note: Note, _: Collection[str]) -> None:
    column = page.located.columns.get("label", 0)
    for key in note.keys:
        at = (note.at[0], column)
        page.say(_CONTRADICTED, area, at, expected=_label(page, key), found=show(page.raw(at)))


def _column_contradicted(
    page: AnswerSheet, area: Area, note: Note, needed: Collection[str]
) -> None:
    head = page.located.head_row or 0
    for key in note.keys:
        if key in needed:
            at = (head, note.at[0])
            found = show(page.raw(at))
            page.say(_CONTRADICTED, area, at, expected=_heading(page, key), found=found)


def _stray(page: AnswerSheet, area: Area, note: Note, _: Collection[str]) -> None:
    at = (note.at[0], note.at[1])
    if is_typed(page.raw(at)):  # told with all numbers that stand outside the inputs
        return
    page.say(_STRAY, area, at, value=show(page.raw(at)))


Saying = Callable[[AnswerSheet, Area, Note, Collection[str]], None]
_SAYINGS: Final[Mapping[Lapse, Saying]] = {
    Lapse.ROW_MISSING: _row_missing,
    Lapse.ROW_DUPLICATED: _row_twice,
    Lapse.COLUMN_MISSING: _column_missing,
    Lapse.COLUMN_DUPLICATED: _column_twice,
    Lapse.ROW_CONTRADICTED: _row_contradicted,
    Lapse.COLUMN_CONTRADICTED: _column_contradicted,
    Lapse.STRAY_VALUE: _stray,
}
