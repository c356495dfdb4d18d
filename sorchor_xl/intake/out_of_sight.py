"""Answers that stand where their writer may not have seen them: hidden rows and columns, and cells
that a rule may strike through or hide.

Both are warnings, and the answers are used: hiding is how people make a long form short, and rules
of conditional formats are not worked out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sorchor_xl.form.layout import INPUT_COLUMNS, SheetKind
from sorchor_xl.form.row_keys import RowGroup, row_group
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At
from sorchor_xl.workbooks.xlsx_shape import ROW_LIMIT

_HIDDEN, _IN_DOUBT, _BEYOND = "W79", "W80", "N34"
_ASKED: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})


def say_out_of_sight(page: AnswerSheet, area: Area) -> None:
    """Put down which answers of a sheet are hidden, or may be struck through by a rule."""
    _say_beyond(page, area)
    traits = page.sheet.traits
    answered = [*_answered(page)]
    page.say_cells(_HIDDEN, area, [at for at in answered if traits.is_hidden(*at)])
    if traits.in_doubt:
        ranges = traits.in_doubt
        doubtful = [at for at in answered if any(r.holds(*at) for r in ranges)]
        page.say_cells(_IN_DOUBT, area, doubtful)


def _say_beyond(page: AnswerSheet, area: Area) -> None:
    """Put down that something stands where no form reaches."""
    if page.sheet.traits.beyond:
        page.say(_BEYOND, area, None, limit=ROW_LIMIT)


def _answered(page: AnswerSheet) -> Iterator[At]:
    """Places of the inputs that hold something."""
    kind, located = page.located.kind, page.located
    columns = ("value",) if kind is SheetKind.FORM else INPUT_COLUMNS[kind]
    asked = [located.columns[column] for column in columns if column in located.columns]
    for key, row in located.rows.items():
        if kind is SheetKind.FORM and row_group(key) not in _ASKED:
            continue
        yield from ((row, c) for c in asked if page.raw((row, c)) not in (None, ""))
