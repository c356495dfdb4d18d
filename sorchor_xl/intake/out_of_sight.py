"""Answers that stand where their writer may not have seen them: hidden rows and columns, cells that
a rule may strike through or hide, and what is drawn over them without a word: a line that crosses
an answer out, a picture of the form on paper.

All are warnings, and the answers are used: hiding is how people make a long form short, and rules
of conditional formats are not worked out.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from sorchor_xl.form.layout import INPUT_COLUMNS, SheetKind
from sorchor_xl.form.row_keys import RowGroup, row_group
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, list_cells
from sorchor_xl.workbooks.xlsx_shape import ROW_LIMIT

_HIDDEN, _IN_DOUBT, _COVERED = "W79", "W80", "W82"
BEYOND, DRAWN = "N34", "N35"
_BLANK: Final = (None, "")
_ASKED: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})


def say_out_of_sight(page: AnswerSheet, area: Area) -> None:
    """Put down which answers of a sheet are hidden, may be struck through by a rule, or have
    something drawn over them; and what else is drawn."""
    _say_beyond(page, area)
    traits, (rows, columns) = page.sheet.traits, _asked(page)
    hidden_rows, hidden_columns = traits.hidden_rows & rows, traits.hidden_columns & columns
    if not (hidden_rows or hidden_columns or traits.in_doubt or traits.drawn):
        return
    answered = [at for at in product(sorted(rows), sorted(columns)) if page.raw(at) not in _BLANK]
    hidden = [(r, c) for r, c in answered if r in hidden_rows or c in hidden_columns]
    page.say_cells(_HIDDEN, area, hidden)
    doubtful = [at for at in answered if any(r.holds(*at) for r in traits.in_doubt)]
    page.say_cells(_IN_DOUBT, area, doubtful)
    covered = [at for at in answered if any(d.holds(*at) for d in traits.drawn)]
    page.say_cells(_COVERED, area, covered)
    bare = [(d.top, d.left) for d in traits.drawn if not any(d.holds(*at) for at in covered)]
    if bare:
        page.say(DRAWN, area, bare[0], cells=list_cells(sorted(set(bare))))


def _say_beyond(page: AnswerSheet, area: Area) -> None:
    """Put down that something stands where no form reaches."""
    if page.sheet.traits.beyond:
        page.say(BEYOND, area, None, limit=ROW_LIMIT)


def _asked(page: AnswerSheet) -> tuple[frozenset[int], frozenset[int]]:
    """The rows and columns in which the inputs stand."""
    kind, located = page.located.kind, page.located
    form = kind is SheetKind.FORM
    columns = ("value",) if form else INPUT_COLUMNS[kind]
    asked = located.rows.items()
    rows = (row for key, row in asked if not form or row_group(key) in _ASKED)
    return frozenset(rows), frozenset(located.columns[c] for c in columns if c in located.columns)
