"""Whether a sheet's XML has the shape that known programs write, so that patterns may serve it.

XML says the same in many ways, and a pattern sees only one of them. So a sheet is matched whole,
from its first row to its last: address first, no apostrophes around attributes, formula before
value, nothing between. Excel, LibreOffice, WPS, Google, openpyxl, XlsxWriter and most others write
so. Whatever does not match, if only by a space, gets a real parse (`xlsx_rewriting`).

Every repetition is possessive: a sheet that does not match fails where it differs, at once.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from sorchor_xl.ooxml.references import column_name

ROW_LIMIT: Final = 2000
COLUMN_LIMIT: Final = 256

_ATTRIBUTES: Final = rb'(?: [A-Za-z0-9:]++="[^"<>&\t\r\n]*+")*+'
_FORMULA: Final = rb"(?:<f%s(?:/>|>[^<]*+</f>))?+" % _ATTRIBUTES
_PLAIN_TEXT: Final = rb"[^<&]*+(?:&(?:amp|lt|gt|quot|apos);[^<&]*+)*+"
_TEXT: Final = rb'<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>'
_VALUE: Final = rb"(?:<v>%s</v>|<v/>|%s)?+" % (_PLAIN_TEXT, _TEXT)
_CELL: Final = rb'<c r="%s\1"%s(?:/>|>%s%s</c>)' % (rb"%s", _ATTRIBUTES, _FORMULA, _VALUE)
_ROW: Final = rb'<row r="(%s)"%s(?:/>|>(?:%s)*+</row>)' % (rb"%s", _ATTRIBUTES, _CELL)
_NEAR_ROW: Final = rb"1[0-9]{0,3}+|2000|[2-9][0-9]{0,2}+"
_NEAR_COLUMN: Final = rb"(?:I[A-V]|[A-H][A-Z]|[A-Z])"
_NEAR: Final = re.compile(rb"(?:%s)*+" % (_ROW % (_NEAR_ROW, _NEAR_COLUMN)))
_COMMON_CELL: Final = (
    rb'<c r="%%s\1"(?: s="[0-9]++")?+(?: t="[a-z]++")?+'
    rb'(?:/>|>(?:<f(?: [a-z]++="[^"<>&\t\r\n]*+")*+>[^<]*+</f>)?+<v>%s</v></c>)' % _PLAIN_TEXT
)
"""What nearly every cell is: a narrower `_CELL`, and for that the quicker to match."""
_FROM_LEFT: Final = b"".join(
    b"(?:%s)?+" % (_COMMON_CELL % column_name(column).encode()) for column in range(36)
)
_IN_ORDER: Final = re.compile(
    rb'(?:<row r="(%s)"%s(?:/>|>%s</row>))*+' % (_NEAR_ROW, _ATTRIBUTES, _FROM_LEFT)
)
"""Common cells from left to right: none stands twice in its row, so they need no comparing."""
_ANYWHERE: Final = re.compile(rb"(?:%s)*+" % (_ROW % (rb"[1-9][0-9]{0,6}+", rb"[A-Z]{1,3}+")))
_PLACE: Final = re.compile(rb'<(?:row|c) r="([A-Z]*[0-9]+)')
"""The number of a row or the address of a cell: told apart by the letters of the latter."""
_ROW_NUMBER: Final = re.compile(rb'<row r="([0-9]+)')
_MERGES: Final = re.compile(
    rb'<mergeCells%s>(?:<mergeCell ref="[A-Z]{1,3}[0-9]{1,7}(?::[A-Z]{1,3}[0-9]{1,7})?+"/>)*+'
    rb"</mergeCells>" % _ATTRIBUTES
)
_UNSOUND_BEHIND: Final = re.compile(rb"<(?:[!?]|sheetData)")
_OPENING: Final = b"<sheetData"
_CLOSING: Final = b"</sheetData>"
_SPREADSHEET: Final = re.compile(rb"\s*<worksheet[\s>]")


def with_line_ends(xml: bytes) -> bytes:
    """The XML with line ends as they are, not as references to them: LibreOffice writes those.

    Only for asking whether it has the known shape: what is not XML must not become it thereby.
    """
    return xml.replace(b"&#10;", b"\n") if b"&" in xml else xml


def is_plain(xml: bytes) -> bool:
    """Whether the XML has the known shape and lies within reach, as nearly every sheet does."""
    return _has_shape(xml, _NEAR)


def is_known(xml: bytes) -> bool:
    """Whether the XML has the known shape, wherever its cells lie."""
    return _has_shape(xml, _ANYWHERE)


def _has_shape(xml: bytes, rows: re.Pattern[bytes]) -> bool:
    opening = xml.find(_OPENING)
    start, end = xml.find(b">", opening) + 1, xml.rfind(_CLOSING)
    if opening < 0 or xml[opening:start] != b"<sheetData>" or end < start:
        return xml[opening:start] == b"<sheetData/>" and _is_sound_around(xml, opening, start)
    if not _is_sound_around(xml, opening, end):
        return False
    if _IN_ORDER.fullmatch(xml, start, end) is not None:
        return _are_different(_ROW_NUMBER.findall(xml, start, end))
    if rows.fullmatch(xml, start, end) is None:
        return False
    return _are_different(_PLACE.findall(xml, start, end))


def _are_different(places: list[bytes]) -> bool:
    return len(set(places)) == len(places)


def _is_sound_around(xml: bytes, before: int, after: int) -> bool:
    """Nothing in front of the cells or behind them that could be taken for something else."""
    if _SPREADSHEET.match(xml) is None or b"<!" in xml[:before] or b"<?" in xml[:before]:
        return False
    if _UNSOUND_BEHIND.search(xml, after) is not None:
        return False
    ended = xml.count(b"</mergeCells>", after)
    return sum(1 for _ in islice(_MERGES.finditer(xml, after), ended)) == ended
