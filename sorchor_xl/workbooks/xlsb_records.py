"""The sheets of an .xlsb, values and what is beside them, read from its binary records ([MS-XLSB]).

The parser is not used: it gives values only (0.75 for 75 %, a plain number where a formula stands,
'' for an error), passes by the short cells that some programs write, and stumbles over charts. A
workbook whose records cannot be followed is refused, so that nothing passes unseen.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from xml.etree import ElementTree as ET

from sorchor_xl.files.zip_view import Budget, open_zip
from sorchor_xl.workbooks.binary_codes import LOWEST, NARROWEST, error_of
from sorchor_xl.workbooks.sheet_traits import (
    NOTHING,
    PLAIN_STYLE,
    CellDetails,
    CellStyle,
    ListedTraits,
    Merge,
    NumberClass,
)
from sorchor_xl.workbooks.xlsb_looks import (
    BinaryLooks,
    BinaryRules,
    comments_in_binary,
    is_doubtful_text,
    shared_texts,
)
from sorchor_xl.workbooks.xlsb_parts import BadBinaryError, BinaryParts, records_of, text_at
from sorchor_xl.workbooks.xlsx_comments import Beside, drawn_over, words_beside
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, MERGE_LIMIT, ROW_LIMIT

_ROW, _FORMULAS, _RICH_CELL, _MERGE = 0, range(8, 12), 62, 176
_RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = 2, 3, 4, 5, 6, 7
_VALUE_OF: Final[Mapping[int, int]] = {
    **{kind: kind for kind in range(1, 8)},
    **{kind: kind - 11 for kind in range(12, 19)},
    8: _STRING,
    9: _REAL,
    10: _BOOL,
    11: _ERROR,
    _RICH_CELL: _RICH_CELL,
}
"""What kind of value each kind of cell holds."""
_SHORT: Final = range(12, 19)
"""Cells without a column: they stand behind the one before."""
_SHEET, _PROPERTIES, _COLUMNS = 156, 153, 60
_ROW_HEIGHT, _ROW_FLAGS, _HIDDEN_ROW, _BLANK = 8, 11, 0x10, 1
_DAYS_1904: Final = 1462
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_LAST_SERIAL: Final = 2_958_465
_WORKBOOK: Final = "xl/workbook.bin"


@dataclass(frozen=True, slots=True)
class BinarySheet:
    """One sheet: rows of values from A1, ragged, and what its cells are besides."""

    name: str
    hidden: bool
    rows: list[list[object]] = field(repr=False)
    traits: ListedTraits


@dataclass(frozen=True, slots=True)
class BinaryWorkbook:
    """The worksheets of an .xlsb in order."""

    sheets: tuple[BinarySheet, ...]
    date1904: bool = False


def open_xlsb(data: bytes, budget: Budget) -> BinaryWorkbook:
    """The workbook; `BadBinaryError` or `BadZipError` where it cannot be followed."""
    parts = BinaryParts(open_zip(data), budget)
    try:
        looks = BinaryLooks.of(parts.read(parts.target("/styles")))
        texts = shared_texts(parts.read(parts.target("/sharedStrings")), looks.runs)
        book = parts.read(_WORKBOOK)
        date1904 = any(kind == _PROPERTIES and body[0] & 1 for kind, body in records_of(book))
        reader = _Reader(looks, looks.styles, texts, date1904=date1904)
        return BinaryWorkbook(tuple(_sheets(parts, book, reader)), date1904)
    except (struct.error, IndexError, ET.ParseError) as error:
        raise BadBinaryError(str(error)) from error


def _sheets(parts: BinaryParts, book: bytes, reader: _Reader) -> Iterator[BinarySheet]:
    """The worksheets; charts on a sheet of their own hold no answers."""
    for kind, body in records_of(book):
        if kind != _SHEET:
            continue
        hidden = struct.unpack_from("<I", body)[0] != 0
        link, end = text_at(body, 8)
        name, _ = text_at(body, end)
        type_, part = parts.links.get(link, ("", ""))
        if type_.endswith("/worksheet"):
            rows, traits = reader.sheet(parts.read(part))
            beside = Beside(parts.find, parts.links_of)
            said = words_beside(beside, part, comments_in_binary)
            shown = replace(traits, comments=said, drawn=drawn_over(beside, part))
            yield BinarySheet(name, hidden, rows, shown)


@dataclass
class _Reader:
    """What the cells of a workbook refer to."""

    looks: BinaryLooks
    styles: list[CellStyle]
    texts: list[tuple[str, bool]]
    date1904: bool

    def sheet(self, part: bytes) -> tuple[list[list[object]], ListedTraits]:
        """Values and traits of one sheet, record by record."""
        rows: list[list[object]] = []
        cells: dict[tuple[int, int], CellDetails] = {}
        merges: list[Merge] = []
        unseen_rows: set[int] = set()
        unseen_columns: set[int] = set()
        rules = BinaryRules(self.looks.rules)
        row, column, beyond = 0, -1, False
        for kind, body in records_of(part):
            if kind == _ROW:
                row, column = struct.unpack_from("<I", body)[0], -1
                if _is_row_unseen(body):
                    unseen_rows.add(row)
            elif kind == _COLUMNS:
                first, last, width, _, flags = struct.unpack_from("<4IH", body)
                if flags & 1 or 0 < width < NARROWEST:
                    unseen_columns |= {*range(first, min(last + 1, COLUMN_LIMIT))}
            elif kind == _MERGE and len(merges) < MERGE_LIMIT:
                top, bottom, left, right = struct.unpack_from("<4I", body)
                merges.append(Merge(top, left, bottom, right))
            elif kind in _VALUE_OF:
                short = kind in _SHORT
                column = column + 1 if short else struct.unpack_from("<I", body)[0]
                if row < ROW_LIMIT and column < COLUMN_LIMIT:
                    value, details = self._cell(kind, body, 0 if short else 4)
                    _put(rows, row, column, value)
                    if details != NOTHING:
                        cells[row, column] = details
                else:
                    beyond = beyond or _VALUE_OF[kind] > _BLANK
            else:
                rules.take(kind, body)
        unseen = frozenset(unseen_rows), frozenset(unseen_columns)
        doubt = tuple(rules.in_doubt)
        return rows, ListedTraits(cells, tuple(merges), {}, *unseen, doubt, beyond=beyond)

    def _cell(self, kind: int, body: bytes, at: int) -> tuple[object, CellDetails]:
        """Value and details; ``at`` is where the style stands, the value behind it."""
        style, holds = struct.unpack_from("<I", body, at)[0] & 0xFFFFFF, _VALUE_OF[kind]
        if style >= len(self.styles) > 0:
            raise BadBinaryError(f"style {style} is missing")
        look = self.styles[style] if self.styles else PLAIN_STYLE
        formula = "" if kind in _FORMULAS else None
        if holds == _ERROR:
            return "", CellDetails(formula, error_of(body[at + 4]), look.number)
        value, struck = self._value(holds, body, at + 4)
        if look.number is NumberClass.DATE and isinstance(value, int | float):
            value = self._day(value)
        return value, CellDetails(formula, None, *(CellStyle(NumberClass.VOID) if struck else look))

    def _value(self, holds: int, body: bytes, at: int) -> tuple[object, bool]:
        """A value, and whether it is struck through in part."""
        if holds == _SHARED:
            text, struck = self.texts[struct.unpack_from("<I", body, at)[0]]
            return text, struck
        if holds == _RICH_CELL:
            return text_at(body, at + 1)[0], is_doubtful_text(body, at, self.looks.runs)
        return _plain_value(holds, body, at), False

    def _day(self, serial: float) -> object:
        serial += _DAYS_1904 if self.date1904 else 0
        if not 0 <= serial <= _LAST_SERIAL:
            return serial
        return _FIRST_DAY + timedelta(days=serial)


def _is_row_unseen(body: bytes) -> bool:
    """Whether a row is hidden, or too low to be seen; one whose height is not stated is not."""
    if len(body) <= _ROW_FLAGS:
        return False
    (height,) = struct.unpack_from("<H", body, _ROW_HEIGHT)
    return bool(body[_ROW_FLAGS] & _HIDDEN_ROW) or 0 < height < LOWEST


def _plain_value(holds: int, body: bytes, at: int) -> object:
    """A number, a yes or no, or a text; "" of a blank cell."""
    if holds == _RK:
        return _small(struct.unpack_from("<I", body, at)[0])
    if holds == _REAL:
        return float(struct.unpack_from("<d", body, at)[0])
    if holds == _BOOL:
        return bool(body[at])
    return text_at(body, at)[0] if holds == _STRING else ""


def _small(packed: int) -> float:
    """A number in 30 bits: a whole one or the head of a real one, perhaps a hundredth of it."""
    if packed & 2:
        number = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return number / 100 if packed & 1 else number


def _put(rows: list[list[object]], row: int, column: int, value: object) -> None:
    while len(rows) <= row:
        rows.append([])
    cells = rows[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = value
