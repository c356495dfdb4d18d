"""What cells of an .xls are besides their values, told record by record.

The parser gives values only: 0.75 for 75 %, a plain number where a formula stands. Only the layout
of Excel 97 and later (BIFF8) is looked at; of anything older nothing is seen but values.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from sorchor_xl.workbooks.number_formats import classify
from sorchor_xl.workbooks.sheet_traits import (
    BLIND,
    CellDetails,
    ListedTraits,
    Merge,
    NumberClass,
    SheetTraits,
)
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, MERGE_LIMIT, ROW_LIMIT

_BOF, _EOF, _SHEET, _XF, _FORMAT = 0x809, 0x0A, 0x85, 0xE0, 0x41E
_NUMBER, _RK, _MANY_RK, _TEXT, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0xFD, 0x06, 0x205
_MERGED: Final = 0xE5
_BIFF8: Final = 0x600
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_NO_NUMBER: Final = b"\xff\xff"
_RESULT_IS_ERROR: Final = 2

Record = tuple[int, bytes]


def xls_traits(data: bytes) -> tuple[SheetTraits, ...]:
    """The details of each sheet in order; none where the layout is not known."""
    stream = _stream(data)
    try:
        return tuple(_sheet_traits(stream)) if _is_biff8(stream) else ()
    except (struct.error, IndexError):
        return ()


def _stream(data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(data) as ole:
            return bytes(ole.openstream("Workbook").read()) if ole.exists("Workbook") else b""
    except (OSError, ValueError, IndexError, TypeError, struct.error):
        return b""


def _is_biff8(stream: bytes) -> bool:
    return stream[:2] == _BOF.to_bytes(2, "little") and stream[4:6] == _BIFF8.to_bytes(2, "little")


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Records from a place to the end of what begins there; what is embedded in it is passed by."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_traits(stream: bytes) -> Iterator[SheetTraits]:
    places: list[int] = []
    formats: list[int] = []
    codes: dict[int, str] = {}
    for kind, body in _records(stream, 0):
        if kind == _SHEET:
            places.append(struct.unpack_from("<I", body)[0])
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT:
            number, code = _format(body)
            codes[number] = code
    styles = [classify(number, codes) for number in formats]
    for place in places:
        yield _traits_of(stream, place, styles) if place < len(stream) else BLIND


def _format(body: bytes) -> tuple[int, str]:
    number, length, wide = struct.unpack_from("<2HB", body)
    text = body[5:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
    return number, text[:length]


def _traits_of(stream: bytes, place: int, styles: list[NumberClass]) -> ListedTraits:
    cells: dict[tuple[int, int], CellDetails] = {}
    merges: list[Merge] = []
    for kind, body in _records(stream, place):
        if kind == _MERGED:
            merges.extend(_merges(body))
            continue
        for row, column, details in _cells(kind, body, styles):
            if row < ROW_LIMIT and column < COLUMN_LIMIT:
                cells[row, column] = details
    return ListedTraits(cells, tuple(merges[:MERGE_LIMIT]))


def _cells(
    kind: int, body: bytes, styles: list[NumberClass]
) -> Iterator[tuple[int, int, CellDetails]]:
    """Cells of one record that are more than a plain value."""
    if kind == _MANY_RK:
        row, column = struct.unpack_from("<2H", body)
        for step, at in enumerate(range(4, len(body) - 2, 6)):
            number = _class_of(struct.unpack_from("<H", body, at)[0], styles)
            if number is not NumberClass.PLAIN:
                yield row, column + step, CellDetails(number=number)
    elif kind in (_NUMBER, _RK, _TEXT, _FORMULA, _ERROR):
        row, column, style = struct.unpack_from("<3H", body)
        details = _single(kind, body, _class_of(style, styles))
        if details is not None:
            yield row, column, details


def _class_of(style: int, styles: list[NumberClass]) -> NumberClass:
    return styles[style] if style < len(styles) else NumberClass.PLAIN


def _single(kind: int, body: bytes, number: NumberClass) -> CellDetails | None:
    if kind == _FORMULA:
        failed = body[12:14] == _NO_NUMBER and body[6] == _RESULT_IS_ERROR
        return CellDetails("", _error(body[8]) if failed else None, number)
    if kind == _ERROR and body[7]:
        return CellDetails(None, _error(body[6]), number)
    return None if number is NumberClass.PLAIN else CellDetails(number=number)


def _error(code: int) -> str:
    return _ERRORS.get(code, "#N/A")


def _merges(body: bytes) -> Iterator[Merge]:
    (count,) = struct.unpack_from("<H", body)
    for number in range(count):
        top, bottom, left, right = struct.unpack_from("<4H", body, 2 + number * 8)
        yield Merge(top, left, bottom, right)
