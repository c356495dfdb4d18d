"""One sheet's XML: cut down to what a form can hold, and looked at cell by cell on demand.

The parser is never shown the sheet as it came: no cell beyond the form's reach (one value at
XFD1048576 makes it abort the process), nothing outside the cells. The patterns here see only XML
of the known shape (`xlsx_shape`); any other is first written anew (`xlsx_rewriting`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape
from typing import Final

from sorchor_xl.ooxml.references import column_index, column_name
from sorchor_xl.workbooks.sheet_traits import (
    NOTHING,
    PLAIN_CELL,
    PLAIN_STYLE,
    CellDetails,
    CellStyle,
    Merge,
)
from sorchor_xl.workbooks.xlsx_shape import COLUMN_LIMIT, ROW_LIMIT, OrderedRows
from sorchor_xl.workbooks.xlsx_sight import is_row_hidden

__all__ = ["COLUMN_LIMIT", "MERGE_LIMIT", "ROW_LIMIT", "SheetXml", "top_rows"]

MERGE_LIMIT: Final = 2000

_NEAR_ROW: Final = rb"(?:1?\d{1,3}|2000)"
_NEAR_COLUMN: Final = rb"(?:[A-Z]|[A-H][A-Z]|I[A-V])"
_FAR_ROW: Final = re.compile(rb'<row r="(?!%s")[^>]*+(?:(?<=/)>|>.*?</row>)' % _NEAR_ROW, re.DOTALL)
_FAR: Final = rb'<c r="(?!%s%s")[A-Z]+\d+"' % (_NEAR_COLUMN, _NEAR_ROW)
_FAR_CELL: Final = re.compile(_FAR + rb"[^>]*+(?:(?<=/)>|>.*?</c>)", re.DOTALL)
_MERGED: Final = re.compile(rb'ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_SPREAD: Final = re.compile(rb"<f\b([^>]*)>")
_RANGE: Final = re.compile(rb' ref="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_FORMULA_ALONE: Final = re.compile(rb"<f(?:>| [^>]*[^>/]>)[^<]*</f>")
_FORMULA: Final = re.compile(rb"<f\b[^>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_PLAIN_CONTENT: Final = (b"<v", b"<i")
_HOLDS: Final = (b"<v>", b"<is>")
_FORMULA_MARKS: Final = (b"<f>", b"<f ", b"<f/>")
_VALUE: Final = re.compile(rb"<v[^>]*>(.*?)</v>", re.DOTALL)
_HEAD: Final = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<mergeCells></mergeCells>"
)
"""The parser goes through a sheet a second time until it meets its merged ranges, which it is not
asked for: it meets none of them, at once. Ours are told by `SheetXml.merges`."""


def top_rows(xml: bytes, count: int) -> bytes:
    """The XML up to the end of so many rows from the top; b"" where they do not end."""
    end = xml.find(b'<row r="%d"' % (count + 1))
    return xml[: max(end, 0)]


@dataclass(frozen=True)
class SheetXml:
    """A sheet in the common shape. ``styles`` are what cell styles make of a cell.

    ``rows`` are its rows by 0-based number, ``values`` all of them without their formulas.
    """

    rows: Mapping[int, bytes] = field(repr=False)
    values: bytes = field(repr=False)
    after: bytes = field(repr=False)
    styles: tuple[CellStyle, ...] = ()
    spreads: tuple[Merge, ...] = ()
    """Ranges that one formula fills: its other cells look like plain values."""
    cut: bool = False
    beyond: bool = False
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """What people wrote beside cells, by 0-based place."""
    hidden_columns: frozenset[int] = frozenset()
    in_doubt: tuple[Merge, ...] = ()
    drawn: tuple[Merge, ...] = ()
    """Cells under what is drawn without a word."""
    _seen: dict[tuple[int, int], CellDetails] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _plain: dict[bytes, CellDetails] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Attributes and begin of a plain cell, as they are written → what it is."""

    @classmethod
    def of(cls, xml: bytes, styles: tuple[CellStyle, ...], *, plain: bool = False) -> SheetXml:
        """The rows within reach, and what stands behind them; nothing is cut of a plain sheet."""
        start = xml.find(b"<sheetData")
        end = xml.rfind(b"</sheetData>")
        after = xml[end:] if end >= 0 else b""
        cells = xml[xml.find(b">", start) + 1 : end] if end >= 0 else b""
        near = cells if plain else _cut_far(cells)
        values = _FORMULA_ALONE.sub(b"", near)
        cut = len(near) != len(cells)
        beyond = cut and any(cells.count(mark) > near.count(mark) for mark in _HOLDS)
        return cls(_rows_in(near), values, after, styles, _spreads_in(near), cut, beyond)

    @classmethod
    def of_ordered(cls, rows: OrderedRows, styles: tuple[CellStyle, ...]) -> SheetXml:
        """The same of a sheet whose rows were told apart when its shape was recognised."""
        return cls(*rows, styles)

    @property
    def for_parser(self) -> bytes:
        """The sheet as the parser is shown it: values without the formulas they come from."""
        return b"".join((_HEAD, b"<sheetData>", self.values, b"</sheetData></worksheet>"))

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """Merged ranges, the first two thousand."""
        start = self.after.find(b"<mergeCells")
        if start < 0:
            return ()
        return _merges_in(self.after[start : self.after.find(b"</mergeCells>", start)])

    @cached_property
    def has_formulas(self) -> bool:
        """Whether any formula stands on it."""
        return any(b"<f" in row for row in self.rows.values())

    @property
    def has_errors(self) -> bool:
        """Whether any formula on it failed."""
        return b' t="e"' in self.values

    @cached_property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that are hidden, or have no height."""
        return frozenset(row for row, chunk in self.rows.items() if is_row_hidden(chunk))

    def cell(self, row: int, column: int) -> CellDetails:
        """The cell at a 0-based place; an input is asked for more than once."""
        seen = self._seen.get((row, column))
        if seen is None:
            seen = self._seen[row, column] = self._look(row, column)
        return seen

    def _look(self, row: int, column: int) -> CellDetails:
        chunk, opening = self.rows.get(row, b""), _opening(row, column)
        start = chunk.find(opening)
        if start < 0:
            return NOTHING
        inside = chunk.find(b">", start) + 1
        written = chunk[start + len(opening) : inside + 2]
        known = self._plain.get(written)
        if known is not None:
            return known
        if inside <= 0 or chunk[inside - 2 : inside] == b"/>":
            return self._plain.setdefault(written, NOTHING)
        tag = chunk[start:inside]
        plain = chunk[inside : inside + 2] in _PLAIN_CONTENT and b' t="e"' not in tag
        if plain and not self.spreads:
            return self._plain.setdefault(written, _plain_details(self._style(tag)))
        end = chunk.find(b"<c ", inside)
        return self._special(chunk[start : end if end >= 0 else len(chunk)], row, column)

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a formula stands at a 0-based place; quick where it is first in its cell."""
        chunk = self.rows.get(row, b"")
        start = chunk.find(_opening(row, column))
        inside = chunk.find(b">", start) + 1
        if start >= 0 and inside > 0 and chunk[inside : inside + 2] == b"<f":
            return True
        return self.cell(row, column).formula is not None

    def _style(self, tag: bytes) -> CellStyle:
        start = tag.find(b' s="') + len(b' s="')
        digits = tag[start : tag.find(b'"', start)] if start > len(b' s="') else b"0"
        index = int(digits) if digits.isdigit() else 0
        return self.styles[index] if index < len(self.styles) else PLAIN_STYLE

    def _special(self, cell: bytes, row: int, column: int) -> CellDetails:
        """A cell that may hold a formula, be filled by one, or be an error."""
        tag = cell[: cell.find(b">") + 1]
        has_formula = any(mark in cell for mark in _FORMULA_MARKS)
        if self.spreads and not has_formula:
            has_formula = any(spread.holds(row, column) for spread in self.spreads)
        is_error = b' t="e"' in tag
        style = self._style(tag)
        if not has_formula and not is_error:
            return _plain_details(style)
        formula = _text(_FORMULA, cell) if has_formula else None
        return CellDetails(formula, _text(_VALUE, cell) if is_error else None, *style)


@lru_cache(maxsize=256)
def _plain_details(style: CellStyle) -> CellDetails:
    return PLAIN_CELL if style == PLAIN_STYLE else CellDetails(None, None, *style)


def _text(pattern: re.Pattern[bytes], cell: bytes) -> str:
    match = pattern.search(cell)
    return unescape((match[1] or b"").decode("utf-8", "replace")) if match else ""


@lru_cache(maxsize=64)
def _merges_in(section: bytes) -> tuple[Merge, ...]:
    """The ranges of a section; the forms of a workbook have it in common."""
    return tuple(_merge(*parts) for parts in _MERGED.findall(section)[:MERGE_LIMIT])


def _rows_in(cells: bytes) -> Mapping[int, bytes]:
    """The rows by 0-based number; a row that stands twice holds the cells of both."""
    rows: dict[int, bytes] = {}
    for chunk in cells.split(b'<row r="')[1:]:
        number = chunk[: chunk.find(b'"')]
        if number.isdigit():
            row = int(number) - 1
            rows[row] = rows[row] + chunk if row in rows else chunk
    return rows


def _spreads_in(cells: bytes) -> tuple[Merge, ...]:
    """The ranges of formulas that fill more than their own cell."""
    if b' ref="' not in cells:
        return ()
    tags = (t for t in _SPREAD.findall(cells) if b'"array"' in t or b'"dataTable"' in t)
    found = (match for tag in tags if (match := _RANGE.search(tag)))
    return tuple(_merge(m[1], m[2], m[3] or m[1], m[4] or m[2]) for m in found)


def _merge(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Merge:
    return Merge(
        int(top) - 1, column_index(left.decode()), int(bottom) - 1, column_index(right.decode())
    )


def _cut_far(cells: bytes) -> bytes:
    """The cells without those that no form reaches."""
    return _FAR_CELL.sub(b"", _FAR_ROW.sub(b"", cells))


@lru_cache(maxsize=4096)
def _opening(row: int, column: int) -> bytes:
    """How a cell begins; the same few hundred places are asked for on every form."""
    return b'<c r="%s%d"' % (column_name(column).encode(), row + 1)
