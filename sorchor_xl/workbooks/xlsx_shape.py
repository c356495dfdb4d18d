"""Whether a sheet's XML has the shape that known programs write, so that patterns may serve it.

XML says the same in many ways, and a pattern sees only one of them. So a sheet is matched whole,
from its first row to its last: address first, no apostrophes around attributes, formula before
value, nothing between. Excel, LibreOffice, WPS, Google, openpyxl, XlsxWriter and most others write
so. Whatever does not match, if only by a space, gets a real parse (`xlsx_rewriting`).

Every repetition is possessive: a sheet that does not match fails where it differs, at once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from sorchor_xl.ooxml.references import column_name

ROW_LIMIT: Final = 2000
COLUMN_LIMIT: Final = 256

_ATTRIBUTES: Final = rb'(?: (?!%s=)[A-Za-z0-9:]++="[^"<>&\t\r\n]*+")*+'
_OF_ROW: Final = _ATTRIBUTES % b"r"
_OF_CELL: Final = _ATTRIBUTES % b"[rst]"
_FORMULA: Final = rb"(?:<f%s(?:/>|>[^<]*+</f>))?+" % (_ATTRIBUTES % b"r")
_PLAIN_TEXT: Final = rb"[^<&]*+(?:&(?:amp|lt|gt|quot|apos|#10);[^<&]*+)*+"
"""“&#10;” is how LibreOffice writes the line ends within a result."""
_NUMBER: Final = rb"[^<&]*+"
"""A number; of one with an entity the parser reads a part only."""
_SHARED: Final = rb"[0-9]++"
"""The place of a shared string; of what is no number the parser makes one."""
_TEXT: Final = rb'<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>'
_VALUE: Final = rb"(?:<v>%s</v>|<v/>|%s)?+" % (_NUMBER, _TEXT)
_STYLE: Final = rb'(?: s="[0-9]++")?+'
_TEXT_CELL: Final = rb' t="s">%%s<v>%s</v></c>| t="str">%%s<v>%s</v></c>' % (_SHARED, _PLAIN_TEXT)
_OTHER_CELL: Final = rb'%s%s%s(?: t="(?!s")[A-Za-z]++")?+%s(?:/>|>%s%s</c>)' % (
    *(_OF_CELL, _STYLE, _OF_CELL, _OF_CELL),
    *(_FORMULA, _VALUE),
)
_CELL: Final = rb'<c r="%s\1"(?:%s(?:%s)|%s)' % (
    *(rb"%s", _STYLE),
    *(_TEXT_CELL % (_FORMULA, _FORMULA), _OTHER_CELL),
)
_ROW: Final = rb'<row r="(%s)"%s(?:/>|>(?:%s)*+</row>)' % (rb"%s", _OF_ROW, _CELL)
_NEAR_ROW: Final = rb"1[0-9]{0,3}+|2000|[2-9][0-9]{0,2}+"
_NEAR_COLUMN: Final = rb"(?:I[A-V]|[A-H][A-Z]|[A-Z])"
_NEAR: Final = re.compile(rb"(?:%s)*+" % (_ROW % (_NEAR_ROW, _NEAR_COLUMN)))
_ANYWHERE: Final = re.compile(rb"(?:%s)*+" % (_ROW % (rb"[1-9][0-9]{0,6}+", rb"[A-Z]{1,3}+")))
_FORMULA_OF_ONE: Final = re.compile(
    rb'<f(?: (?!t="[ad])[a-z]++="[^"<>&\t\r\n]*+")*+(?:/>|>[^<]*+</f>)(?=<v>)'
)
"""A formula that fills no other cell, in front of its result. Taken out wherever it stands, it
leaves the shape behind only if it stood where one may: right behind the tag of its cell."""
_COMMON_CELL: Final = rb'<c r="%s\1"%s(?:/>|%s|(?: t="[bden]")?+><v>%s</v></c>)' % (
    *(rb"%s", _STYLE),
    *(_TEXT_CELL % (b"", b""), _NUMBER),
)
"""What nearly every cell is without its formula: a narrower `_CELL`, and the quicker to match."""
_FROM_LEFT: Final = b"".join(
    b"(?:%s)?+" % (_COMMON_CELL % column_name(column).encode()) for column in range(36)
)
_IN_ORDER: Final = re.compile(rb'(%s)"%s(?:/>|>%s</row>)' % (_NEAR_ROW, _OF_ROW, _FROM_LEFT))
"""A row from its number on, of common cells from left to right: none stands twice in its row, so
they need no comparing."""
_EMPTY_CELL: Final = re.compile(rb'<c r="[A-Z]++[0-9]++"%s/>' % _STYLE)
"""A third of all cells; the parser gives nothing for them either."""
_PLACE: Final = re.compile(rb'<(?:row|c) r="([A-Z]*[0-9]+)')
"""The number of a row or the address of a cell: told apart by the letters of the latter."""
_ROW_BEGINS: Final = b'<row r="'
_MERGES: Final = re.compile(
    rb'<mergeCells%s>(?:<mergeCell ref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?+"/>)*+'
    rb"</mergeCells>" % (_ATTRIBUTES % b"r")
)
_UNSOUND_BEHIND: Final = re.compile(rb"<(?:[!?]|sheetData)")
_OPENING: Final = b"<sheetData"
_CLOSING: Final = b"</sheetData>"
_SPREADSHEET: Final = re.compile(rb"\s*<worksheet[\s>]")


class OrderedRows(NamedTuple):
    """A sheet of common cells within reach, none of which is filled by the formula of another.

    ``rows`` are its rows by 0-based number, each from its number on; ``values`` all of them without
    their formulas and empty cells; ``after`` is what stands behind the cells.
    """

    rows: dict[int, bytes]
    values: bytes
    after: bytes


def ordered_rows(xml: bytes) -> OrderedRows | None:
    """The rows of a sheet of the known shape that is as nearly every sheet is; None of another."""
    place = _cells_in(xml)
    if place is None:
        return None
    before, *found = xml[place.start : place.stop].split(_ROW_BEGINS)
    values = [_values_at(number, row) for number, row in enumerate(found)]
    rows = {int(row[: row.find(b'"')]) - 1: row for row in found} if None not in values else {}
    if before or len(rows) < len(found):
        return None
    return OrderedRows(rows, _ROW_BEGINS.join((b"", *filter(None, values))), xml[place.stop :])


def _values_of(row: bytes) -> bytes | None:
    """A row of common cells in order without its formulas and empty cells; None of any other."""
    values = _FORMULA_OF_ONE.sub(b"", row)
    return None if _IN_ORDER.fullmatch(values) is None else _EMPTY_CELL.sub(b"", values)


def _values_at(number: int, row: bytes) -> bytes | None:
    """The same, of the so many-th row of a sheet: it often stands there on the sheet before too."""
    if len(row) > _OFTEN_SEEN:
        return _values_of(row)
    seen, values = _ON_SHEET_BEFORE.get(number, (b"", None))
    if seen != row:
        values = _values_once(row)
        _ON_SHEET_BEFORE[number] = row, values
    return values


_ON_SHEET_BEFORE: Final[dict[int, tuple[bytes, bytes | None]]] = {}
"""Short rows by their place, compared at less cost than looked up."""
_OFTEN_SEEN: Final = 4096
"""Bytes of a row up to which it is remembered: half of all stand on more than one form."""
_values_once: Final = lru_cache(maxsize=8192)(_values_of)


def is_near(xml: bytes) -> bool:
    """Whether the XML has the known shape and lies within reach, in whatever order."""
    return _has_shape(xml, _NEAR)


def is_known(xml: bytes) -> bool:
    """Whether the XML has the known shape, wherever its cells lie."""
    return _has_shape(xml, _ANYWHERE)


def _has_shape(xml: bytes, rows: re.Pattern[bytes]) -> bool:
    place = _cells_in(xml)
    if place is None or rows.fullmatch(xml, place.start, place.stop) is None:
        return False
    places = _PLACE.findall(xml, place.start, place.stop)
    return len(set(places)) == len(places)


def _cells_in(xml: bytes) -> range | None:
    """From where to where the rows stand; None where more than they could be taken for them."""
    opening = xml.find(_OPENING)
    start, end = xml.find(b">", opening) + 1, xml.rfind(_CLOSING)
    if opening >= 0 and xml[opening:start] == b"<sheetData/>":
        end = start
    elif opening < 0 or xml[opening:start] != b"<sheetData>" or end < start:
        return None
    return range(start, end) if _is_sound_around(xml, opening, end) else None


def _is_sound_around(xml: bytes, before: int, after: int) -> bool:
    """Nothing in front of the cells or behind them that could be taken for something else."""
    if _SPREADSHEET.match(xml) is None or b"<!" in xml[:before] or b"<?" in xml[:before]:
        return False
    if _UNSOUND_BEHIND.search(xml, after) is not None:
        return False
    ended = xml.count(b"</mergeCells>", after)
    return sum(1 for _ in islice(_MERGES.finditer(xml, after), ended)) == ended
