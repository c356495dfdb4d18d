"""What stands in the column of last year on a form: we print there, and nobody is asked to write.

Where last year's summary is known, whatever differs from it was typed. Where it is not, the shape
tells: we print a value with its points, “35 (3)”, or points alone, in all rows alike and never
without a total; what has another shape than most of the column was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from operator import itemgetter
from typing import Final

from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import fold
from sorchor_xl.form.row_keys import RowGroup, row_group
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At

_TYPED_BESIDE: Final = "W78"
_COLUMN, _TOTAL = "previous", "TOTAL"
_ROWS: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR})
_WITH_POINTS: Final = re.compile(r"(?:.*\S)? \((?:\d|–|-)\)")
_FEWEST: Final = 3
Figures = Mapping[str, object]
"""Row key → what stands or is expected there."""


class _Shape(Enum):
    WITH_POINTS = "with_points"
    POINTS = "points"
    OTHER = "other"


def say_typed_beside(page: AnswerSheet, area: Area) -> None:
    """Put down what a person typed in the column of last year."""
    cells = dict(_filled(page))
    if not cells:
        return
    stand = {row: page.raw(at) for row, at in cells.items()}
    known = page.context.last_year
    expected = None if known is None else known.get(area.tambon_code, {})
    typed = _unlike_shape(page, stand)
    if expected is not None and (unlike := _unlike(stand, expected)) is not None:
        typed = unlike
    page.say_cells(_TYPED_BESIDE, area, [cells[row] for row in typed])


def _filled(page: AnswerSheet) -> Mapping[str, At]:
    """Row key → place of each cell of the column that holds something of its own."""
    column = page.located.columns.get(_COLUMN)
    if column is None:
        return {}
    filled = {
        key: (row, column)
        for key, row in page.located.rows.items()
        if page.sheet.value(row, column) not in (None, "")
        and (key == _TOTAL or row_group(key) in _ROWS)
        and not page.sheet.traits.has_formula(row, column)
    }
    return dict(sorted(filled.items(), key=itemgetter(1)))


def _unlike(stand: Figures, expected: Figures) -> list[str] | None:
    """Rows that are not as last year's summary has them; None where most are not, for then the
    workbook was issued with another."""
    typed = [row for row, raw in stand.items() if _key(raw) != _key(expected.get(row))]
    printed = [row for row in stand if row in expected]
    other = sum(row in typed for row in printed)
    return None if other >= _FEWEST and 2 * other > len(printed) else typed


def _unlike_shape(page: AnswerSheet, stand: Figures) -> list[str]:
    """Rows that are not as we print them; all, where there are few of them and no total."""
    most = page.context.scheme.rubric.max_points
    shapes = {row: _shape(raw, most) for row, raw in stand.items() if _is_indicator(row)}
    if _TOTAL not in stand and 2 * len(shapes) < len(page.context.scheme.rubric.indicators):
        return list(stand)
    common = Counter(shapes.values()).most_common(1)
    if not common or common[0][0] is _Shape.OTHER:
        return [row for row in stand if _is_indicator(row)]
    return [row for row, shape in shapes.items() if shape is not common[0][0]]


def _is_indicator(row: str) -> bool:
    return row_group(row) is RowGroup.INDICATOR


def _shape(raw: object, most: int) -> _Shape:
    text = show(raw).strip()
    if _WITH_POINTS.fullmatch(text):
        return _Shape.WITH_POINTS
    return _Shape.POINTS if text.isdigit() and int(text) <= most else _Shape.OTHER


def _key(raw: object) -> str:
    return fold(show(raw))
