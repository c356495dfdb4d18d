"""Rows as high as what is typed into them.

A row whose height was set by hand keeps it, and a long หลักฐาน is cut off in it. The rows of free
text are drawn with a height that was not: every program keeps that on opening, and fits the row to
its text once something is typed there. No program fits what we enter ourselves: we make the room.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from sorchor_xl.form.draw.form_styles import STYLES
from sorchor_xl.form.draw.text_room import POINTS_A_DIGIT, height_in
from sorchor_xl.ooxml.references import parse_a1

NOTE: Final = "in_note"
"""Style of the inputs for free text in a form."""
TEXT: Final = "in_text"
"""Style of those in the tables."""
_ROW: Final = re.compile(r'<row r="(\d+)"[^>]*>')
_BY_HAND: Final = ' customHeight="1"'
_HEIGHT: Final = re.compile(r' ht="([\d.]+)"')
_COLUMN: Final = re.compile(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"')


def let_grow(xml: str, rows: Collection[int]) -> str:
    """A sheet whose rows (0-based) fit themselves to what is typed."""
    return _ROW.sub(lambda m: _free(m[0]) if int(m[1]) - 1 in rows else m[0], xml)


def make_room(xml: str, entered: Mapping[str, str | float], style: str) -> str:
    """A sheet whose growing rows are high enough for the texts entered, A1 → value, in a style."""
    needed = _needed(_widths(xml), entered, style)
    if not needed:
        return xml
    return _ROW.sub(lambda m: _raised(m[0], needed.get(int(m[1]) - 1, 0.0)), xml)


def _needed(
    widths: Mapping[int, float], entered: Mapping[str, str | float], style: str
) -> Mapping[int, float]:
    """Row (0-based) → points its texts stand high."""
    found: dict[int, float] = {}
    for ref, value in entered.items():
        row, column = parse_a1(ref)
        if isinstance(value, str) and column in widths:
            high = height_in(value, STYLES[style], widths[column])
            found[row] = max(found.get(row, 0.0), high)
    return found


def _free(row: str) -> str:
    return row.replace(_BY_HAND, "")


def _raised(row: str, points: float) -> str:
    """The row at least so high; one of fixed height keeps it."""
    drawn = _HEIGHT.search(row)
    if _BY_HAND in row or drawn is None or float(drawn[1]) >= points:
        return row
    return row.replace(drawn[0], f' ht="{points:.2f}"')


def _widths(xml: str) -> Mapping[int, float]:
    """Column (0-based) → points."""
    found = {}
    for first, last, digits in _COLUMN.findall(xml):
        points = float(digits) * POINTS_A_DIGIT
        found.update(dict.fromkeys(range(int(first) - 1, int(last)), points))
    return found
