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
from sorchor_xl.form.draw.text_room import POINTS_A_DIGIT, height_in, text_points
from sorchor_xl.ooxml.references import parse_a1

NOTE: Final = "in_note"
"""Style of the inputs for free text in a form."""
TEXT: Final = "in_text"
"""Style of those in the tables."""
LABEL: Final = "form_label"
"""Style of the names of the indicators."""
MARGIN: Final = 4.0
"""Points that a cell keeps free left and right together, and a little."""
PAGE: Final = 620.0
"""Points of rows that a printed page of the form holds under its repeated headings."""
LENT: Final = (8.0, 12.0, 18.0)
"""Digits that the column of the names may give: a screen still shows both."""
_ROW: Final = re.compile(r'<row r="(\d+)"[^>]*>')
_BY_HAND: Final = ' customHeight="1"'
_HEIGHT: Final = re.compile(r' ht="([\d.]+)"')
_BREAKS: Final = re.compile("<rowBreaks.*?</rowBreaks>")
_BREAK: Final = re.compile(r'<rowBreaks[^>]*><brk id="(\d+)"')
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


def make_room_for_notes(
    xml: str, notes: Mapping[str, str | float], labels: Mapping[str, str | float], place: str
) -> str:
    """A form with room for its notes, in a column that is wider where that keeps the rows lower.

    Its width is lent by that of the names of the indicators, which may then take a line more; the
    ``place`` above them stays on the lines it has.
    """
    drawn = make_room(xml, notes, NOTE)
    if not notes or not labels:
        return drawn
    label, note = (parse_a1(next(iter(refs)))[1] for refs in (labels, notes))
    spare = _widths(xml).get(label, 0.0) - MARGIN - _points(place)
    lendable = (digits for digits in LENT if digits * POINTS_A_DIGIT <= spare)
    wider = (_lent(xml, label + 1, note + 1, digits) for digits in lendable)
    fitted = (make_room(make_room(lent, notes, NOTE), labels, LABEL) for lent in wider)
    return _paged(min([drawn, *fitted], key=_height))


def _points(place: str) -> float:
    """Points that the longest line of the place takes, in the style it stands in."""
    look = STYLES["status_area"]
    size, bold = float(look["font_size"]), bool(look["bold"])
    return max(text_points(line, size, bold=bold) for line in place.split("\n"))


def _lent(xml: str, lender: int, to: int, lent: float) -> str:
    """The columns (from 1) with their new widths, where each stands by itself."""
    changes = {lender: -lent, to: lent}

    def changed(column: re.Match[str]) -> str:
        first, last, digits = column.groups()
        if first != last or int(first) not in changes:
            return column[0]
        wide = float(digits) + changes[int(first)]
        return f'<col min="{first}" max="{last}" width="{wide:.2f}"'

    alone = {int(first) for first, last, _ in _COLUMN.findall(xml) if first == last}
    return _COLUMN.sub(changed, xml) if alone >= set(changes) else xml


def _height(xml: str) -> float:
    """Points of all rows that have a height of their own."""
    return sum(high for _, high in _heights(xml))


def _heights(xml: str) -> list[tuple[int, float]]:
    """Row (from 1) and points of each that has a height of its own."""
    drawn = ((int(row[1]), _HEIGHT.search(row[0])) for row in _ROW.finditer(xml))
    return [(number, float(found[1])) for number, found in drawn if found]


def _paged(xml: str) -> str:
    """A form without the break between its pages where they cannot hold its halves.

    Each half would go on over a page of its own; then the pages break where they are full.
    """
    broken = _BREAK.search(xml)
    if broken is None:
        return xml
    halves = [0.0, 0.0]
    for row, high in _heights(xml):
        halves[row > int(broken[1])] += high
    return _BREAKS.sub("", xml) if max(halves) > PAGE else xml


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
