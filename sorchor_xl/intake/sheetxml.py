"""One sheet's XML: cut down to what a form can hold, and looked at cell by cell on demand.

The parser is never shown the sheet as it came: no cell beyond the form's reach (one value at
XFD1048576 makes it abort the process), nothing outside the cells. A sheet written unlike any
known program (prefixes, comments, cells without an address) is first put into the common shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Final

from sorchor_xl.form.refs import column_index, column_name
from sorchor_xl.intake.look import (
    NOTHING,
    CellLook,
    Merge,
    NumberClass,
)

ROW_LIMIT: Final = 2000
COLUMN_LIMIT: Final = 256
MERGE_LIMIT: Final = 2000
TOP_ROWS: Final = 15
"""Rows from the top in which the token of a sheet stands as issued."""

_NEAR_ROW: Final = rb"(?:1?\d{1,3}|2000)"
_NEAR_COLUMN: Final = rb"(?:[A-Z]|[A-H][A-Z]|I[A-V])"
_NOT_PLAIN: Final = re.compile(
    rb'<(?:!|c(?! r="%s%s")[\s/>]|row(?! r="%s")[\s/>])' % (_NEAR_COLUMN, _NEAR_ROW, _NEAR_ROW)
)
_UNUSUAL: Final = re.compile(rb"<(?:!|(?:c|row)(?! r=\"[A-Z0-9])[\s/>])")
_FAR_ROW: Final = re.compile(rb'<row r="(?!%s")' % _NEAR_ROW)
_FAR: Final = rb'<c r="(?!%s%s")[A-Z]+\d+"' % (_NEAR_COLUMN, _NEAR_ROW)
_FAR_CELL: Final = re.compile(_FAR + rb"(?:[^>]*/>|[^>]*>.*?</c>)", re.DOTALL)
_MERGED: Final = re.compile(rb'ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SPREAD: Final = re.compile(rb"<f\b([^>]*)>")
_RANGE: Final = re.compile(rb' ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_STYLE: Final = re.compile(rb' s="(\d+)"')
_FORMULA: Final = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<v[^>]*>(.*?)</v>", re.DOTALL)
_HEAD: Final = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
EMPTY_SHEET: Final = _HEAD + b"<sheetData/></worksheet>"


def is_plain(xml: bytes) -> bool:
    """Whether the XML is in the common shape and within reach, as nearly every sheet is."""
    return b"<sheetData" in xml and _NOT_PLAIN.search(xml) is None


def is_unusual(xml: bytes) -> bool:
    """Whether the XML must be put into the common shape before it can be cut and looked at."""
    return b"<sheetData" not in xml or _UNUSUAL.search(xml) is not None


def top_rows(xml: bytes) -> bytes:
    """The XML up to the end of the rows in which a token stands; b"" where they do not end."""
    end = xml.find(b'<row r="%d"' % (TOP_ROWS + 1))
    return xml[: max(end, 0)]


@dataclass(frozen=True)
class SheetXml:
    """A sheet in the common shape. ``styles`` are the number classes by style index."""

    cells: bytes = field(repr=False)
    after: bytes = field(repr=False)
    styles: tuple[NumberClass, ...] = ()
    cut: bool = False

    @classmethod
    def of(cls, xml: bytes, styles: tuple[NumberClass, ...], *, plain: bool = False) -> SheetXml:
        """The rows within reach, and what stands behind them; nothing is cut of a plain sheet."""
        start = xml.find(b"<sheetData")
        end = xml.rfind(b"</sheetData>")
        after = xml[end:] if end >= 0 else b""
        cells = xml[xml.find(b">", start) + 1 : end] if end >= 0 else b""
        near = cells if plain else _cut_far(cells)
        return cls(near, after, styles, len(near) != len(cells))

    @property
    def for_parser(self) -> bytes:
        """The sheet as the parser is shown it."""
        return b"".join((_HEAD, b"<sheetData>", self.cells, b"</sheetData></worksheet>"))

    @cached_property
    def _rows(self) -> dict[int, bytes]:
        rows: dict[int, bytes] = {}
        for chunk in self.cells.split(b'<row r="')[1:]:
            number = chunk[: chunk.find(b'"')]
            if number.isdigit():
                row = int(number) - 1
                rows[row] = rows[row] + chunk if row in rows else chunk
        return rows

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """Merged ranges, the first two thousand."""
        start = self.after.find(b"<mergeCells")
        if start < 0:
            return ()
        section = self.after[start : self.after.find(b"</mergeCells>", start)]
        found = _MERGED.findall(section)[:MERGE_LIMIT]
        return tuple(_merge(*parts) for parts in found)

    @cached_property
    def _spreads(self) -> tuple[Merge, ...]:
        """Ranges that one formula fills: its other cells look like plain values."""
        if b'"array"' not in self.cells and b'"dataTable"' not in self.cells:
            return ()
        tags = (t for t in _SPREAD.findall(self.cells) if b'"array"' in t or b'"dataTable"' in t)
        found = (match for tag in tags if (match := _RANGE.search(tag)))
        return tuple(_merge(m[1], m[2], m[3] or m[1], m[4] or m[2]) for m in found)

    def cell(self, row: int, column: int) -> CellLook:
        """The cell at a 0-based place."""
        chunk = self._rows.get(row)
        if chunk is None:
            return NOTHING
        start = chunk.find(b'<c r="%s%d"' % (column_name(column).encode(), row + 1))
        if start < 0:
            return NOTHING
        end = chunk.find(b"<c ", start + 1)
        return self._look(chunk[start : end if end >= 0 else len(chunk)], row, column)

    def _look(self, cell: bytes, row: int, column: int) -> CellLook:
        style = _STYLE.search(cell)
        index = int(style[1]) if style else 0
        number = self.styles[index] if index < len(self.styles) else NumberClass.PLAIN
        has_formula = b"<f>" in cell or b"<f " in cell or b"<f/>" in cell
        if self._spreads and not has_formula:
            has_formula = any(spread.holds(row, column) for spread in self._spreads)
        is_error = b' t="e"' in cell
        if not has_formula and not is_error:
            return _PLAIN_LOOKS[number]
        formula = _text(_FORMULA, cell) if has_formula else None
        return CellLook(formula, _text(_VALUE, cell) if is_error else None, number)


_PLAIN_LOOKS: Final = {number: CellLook(number=number) for number in NumberClass}


def _text(pattern: re.Pattern[bytes], cell: bytes) -> str:
    match = pattern.search(cell)
    return unescape((match[1] or b"").decode("utf-8", "replace")) if match else ""


def _merge(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merge:
    return Merge(
        int(top) - 1, column_index(left.decode()), int(bottom) - 1, column_index(right.decode())
    )


def _cut_far(cells: bytes) -> bytes:
    """The cells without those that no form reaches; rows stand in order, so one cut ends them."""
    far_row = _FAR_ROW.search(cells)
    near = cells[: far_row.start()] if far_row else cells
    return _FAR_CELL.sub(b"", near)
