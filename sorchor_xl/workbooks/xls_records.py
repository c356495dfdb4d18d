"""An .xls looked at record by record: made safe, refused where it does not hold together, told.

The format has no checksum: a wrong bit or a lost sector is seen only where records do not fit.
The parser gets a new container with the stream that was looked at, less the cells that no form
reaches; it gives values only (0.75 for 75 %, a plain number where a formula stands), and what
cells are besides is told here. Only the layout of Excel 97 and later (BIFF8) is read.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from sorchor_xl.workbooks.binary_codes import error_of
from sorchor_xl.workbooks.compound_file import BadContainerError, stream_of, with_stream
from sorchor_xl.workbooks.sheet_traits import (
    PLAIN_STYLE,
    CellDetails,
    CellStyle,
    ListedTraits,
    Merge,
    NumberClass,
)
from sorchor_xl.workbooks.xls_looks import OldLooks, doubtful_texts, is_doubtful_text
from sorchor_xl.workbooks.xls_sight import OldHidden, OldRules
from sorchor_xl.workbooks.xls_words import CONTINUE, OldWords
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, MERGE_LIMIT, ROW_LIMIT

_BOF, _EOF, _SHEET, _XF, _FORMAT, _FONT = 0x809, 0x0A, 0x85, 0xE0, 0x41E, 0x31
_NUMBER, _RK, _MANY_RK, _TEXT, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0xFD, 0x06, 0x205
_BLANK, _MANY_BLANK, _OLD_TEXT, _RICH_TEXT, _RESULT = 0x201, 0xBE, 0x204, 0xD6, 0x207
_MERGED, _ROW, _IGNORED, _NAME = 0xE5, 0x208, 0x99, 0x18
_DATES, _EXTENT = 0x22, 0x200
_SHARED, _PALETTE = 0xFC, 0x92
_BEHIND_BOF: Final = 4 + 16
_OF_FORMULA: Final = frozenset({_RESULT, 0x221, 0x4BC, 0x236, CONTINUE})
_BIFF8: Final = 0x600
_LENGTHS: Final = {_NUMBER: 14, _RK: 10, _TEXT: 10, _ERROR: 8, _BLANK: 6, _ROW: 16}
_CELLS: Final = frozenset(
    {_NUMBER, _RK, _TEXT, _ERROR, _BLANK, _FORMULA, _OLD_TEXT, _RICH_TEXT, _MANY_RK, _MANY_BLANK}
)
_HOLDING: Final = _CELLS - {_BLANK, _MANY_BLANK}
_SINGLE: Final = frozenset({_NUMBER, _RK, _TEXT, _FORMULA, _ERROR, _OLD_TEXT, _RICH_TEXT})
_LONGEST: Final = 8224
_SHORTEST_TEXT: Final = 3
"""Bytes of an empty shared text: its length and its kind."""
_FORMULA_HEAD: Final = 22
_STORED: Final = slice(6, 14)
_NO_NUMBER: Final = b"\xff\xff"
_RESULT_IS_ERROR: Final = 2
_BUILD_OF_OTHERS: Final = 0x0DBB
"""The build of Excel 97, which LibreOffice and others name as their own."""
_NO_RESULT: Final = b"\x03\x00\x00\x00\x00\x00\xff\xff"
"""The stored result of a formula that shows nothing."""


class BadRecordsError(ValueError):
    """The records of an .xls do not fit together, or are of an older layout."""


class Record(NamedTuple):
    """One record: where it stands in the stream, its kind, its content."""

    at: int
    kind: int
    body: bytes


@dataclass(frozen=True, slots=True)
class OldWorkbook:
    """A workbook made safe; ``traits`` are in the order of its sheets."""

    clean: bytes = field(repr=False)
    traits: tuple[ListedTraits, ...]
    date1904: bool = False


def open_xls(data: bytes) -> OldWorkbook:
    """The workbook made safe; `BadRecordsError` where it does not hold together."""
    try:
        stream = bytearray(stream_of(data, "Workbook"))
        if not _is_biff8(stream):
            raise BadRecordsError("not the layout of Excel 97 and later")
        globals_ = _Globals.of(stream)
        traits = _traits_of_all(stream, globals_)
        return OldWorkbook(with_stream("Workbook", bytes(stream)), traits, globals_.date1904)
    except (BadContainerError, struct.error, IndexError) as error:
        raise BadRecordsError(str(error)) from error


def _is_biff8(stream: bytes | bytearray) -> bool:
    return stream[:2] == _BOF.to_bytes(2, "little") and stream[4:6] == _BIFF8.to_bytes(2, "little")


def _records(stream: bytearray, at: int, limit: int) -> Iterator[Record]:
    """Records from a place to the end of what begins there; what is embedded in it is passed by.

    `BadRecordsError` where that end is not reached before ``limit``, where other things begin.
    """
    depth = 0
    while at + 4 <= limit:
        kind, length = struct.unpack_from("<2H", stream, at)
        if kind == 0 or length > _LONGEST or at + 4 + length > limit:
            raise BadRecordsError(f"record at {at} does not fit")
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            if any(stream[at + 4 : limit]):
                raise BadRecordsError(f"something stands behind the end at {at}")
            return
        if depth == 1:
            yield Record(at, kind, bytes(stream[at + 4 : at + 4 + length]))
        at += 4 + length
    raise BadRecordsError("the end of a sheet is missing")


def _traits_of_all(stream: bytearray, globals_: _Globals) -> tuple[ListedTraits, ...]:
    starts = [*sorted(globals_.places), len(stream)]
    if len(set(starts)) != len(starts):
        raise BadRecordsError("two sheets begin at one place")
    follows = dict(pairwise(starts))
    return tuple(_traits_of(stream, place, follows[place], globals_) for place in globals_.places)


@dataclass
class _Globals:
    """What stands before the sheets: where they begin, and what cell styles make of a cell."""

    places: list[int] = field(default_factory=list)
    looks: OldLooks = field(default_factory=OldLooks)
    shared: list[bytes] = field(default_factory=list)
    date1904: bool = False
    by_others: bool = False
    """Whether a program other than Excel wrote it: a result of 0 may stand for one not stored."""

    @classmethod
    def of(cls, stream: bytearray) -> _Globals:
        found = cls(by_others=struct.unpack_from("<H", stream, 8)[0] == _BUILD_OF_OTHERS)
        before = 0
        for record in _records_of_globals(stream):
            found._take(record, goes_on=before == _SHARED)
            if record.kind == _NAME:
                struct.pack_into("<H", stream, record.at, _IGNORED)
            before = before if record.kind == CONTINUE else record.kind
        found._check_shared()
        if not found.places or not all(_begins(stream, place) for place in found.places):
            raise BadRecordsError("a sheet does not begin where it should")
        return found

    def _check_shared(self) -> None:
        """As many shared texts as said have room: the parser asks for memory for all of them."""
        said = struct.unpack_from("<I", self.shared[0], 4)[0] if self.shared else 0
        if said * _SHORTEST_TEXT > sum(map(len, self.shared)):
            raise BadRecordsError(f"{said} shared texts have no room")

    def _take(self, record: Record, *, goes_on: bool) -> None:
        """One record; ``goes_on`` where it may be more of the shared texts."""
        body, looks = record.body, self.looks
        if record.kind == _SHEET:
            self.places.append(struct.unpack_from("<I", body)[0])
        elif record.kind == _XF:
            looks.take_style(body)
        elif record.kind == _FORMAT:
            number, code = _format(body)
            looks.codes[number] = code
        elif record.kind == _DATES:
            self.date1904 = body[:1] == b"\x01"
        elif record.kind == _FONT:
            looks.take_font(body)
        elif record.kind == _PALETTE:
            looks.take_palette(body)
        elif record.kind == _SHARED or (goes_on and record.kind == CONTINUE):
            self.shared.append(body)

    @cached_property
    def styles(self) -> list[CellStyle]:
        """What each cell style makes of a cell."""
        return self.looks.styles

    @cached_property
    def doubtful(self) -> Collection[int]:
        """Places of the shared texts in doubt by their runs."""
        return doubtful_texts(self.shared, self.looks)


def _records_of_globals(stream: bytearray) -> Iterator[Record]:
    """Up to the first end; the sheets behind it are looked at on their own."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if kind == _EOF:
            return
        body = bytes(stream[at + 4 : at + 4 + length])
        if len(body) < length or length > _LONGEST or (kind == 0 and not _is_blanked(at, body)):
            raise BadRecordsError(f"record at {at} does not fit")
        yield Record(at, kind, body)
        at += 4 + length
    raise BadRecordsError("the end of the first part is missing")


def _is_blanked(place: int, body: bytes) -> bool:
    """Whether this was the record of the encryption, which opening the workbook left blank."""
    return place == _BEHIND_BOF and len(body) > 0 and not any(body)


def _begins(stream: bytearray, place: int) -> bool:
    return place + 20 <= len(stream) and struct.unpack_from("<3H", stream, place)[::2] == (
        _BOF,
        _BIFF8,
    )


def _format(body: bytes) -> tuple[int, str]:
    number, length, wide = struct.unpack_from("<2HB", body)
    text = body[5:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
    return number, text[:length]


def _traits_of(stream: bytearray, place: int, limit: int, globals_: _Globals) -> ListedTraits:
    """What the cells of a sheet are; those that no form reaches are struck from the stream."""
    cells: dict[tuple[int, int], CellDetails] = {}
    merges: list[Merge] = []
    seen: set[tuple[int, int]] = set()
    words, far = OldWords(), False
    hidden, rules, beyond = OldHidden(), OldRules(), False
    for record in _records(stream, place, limit):
        words.take(record.kind, record.body)
        hidden.take(record.kind, record.body)
        rules.take(record.kind, record.body)
        if record.kind == _EXTENT:  # often wrong; the parser asks for memory for all of it
            struct.pack_into("<H", stream, record.at, _IGNORED)
        if record.kind == _MERGED:
            merges.extend(_merges(record.body))
        if record.kind in _CELLS:
            _check_cell(record, seen, len(globals_.styles))
            _without_formula(stream, record, by_others=globals_.by_others)
            far = struct.unpack_from("<H", record.body)[0] >= ROW_LIMIT
        if far and (record.kind in _CELLS or record.kind in _OF_FORMULA):
            struct.pack_into("<H", stream, record.at, _IGNORED)
            beyond = beyond or record.kind in _HOLDING
            continue
        for row, column, details in _cells(record.kind, record.body, globals_):
            if column < COLUMN_LIMIT:
                cells[row, column] = details
    return ListedTraits(
        cells,
        tuple(merges[:MERGE_LIMIT]),
        words.beside,
        frozenset(hidden.rows),
        frozenset(hidden.columns),
        tuple(rules.in_doubt),
        beyond,
        tuple(words.drawn),
    )


def _without_formula(stream: bytearray, record: Record, *, by_others: bool) -> None:
    """Leave the stored result alone: the parser would work out the text, and may die of it.

    LibreOffice stores 0 for many texts that it shows; such a 0 is no result at all.
    """
    if record.kind != _FORMULA:
        return
    at = record.at + 4
    struct.pack_into("<H", stream, at + _FORMULA_HEAD - 2, 0)
    if by_others and not any(record.body[_STORED]):
        stream[at + _STORED.start : at + _STORED.stop] = _NO_RESULT


def _check_cell(record: Record, seen: set[tuple[int, int]], styles: int) -> None:
    """A cell as long as its kind asks, at a place of its own, in a style there is."""
    kind, body = record.kind, record.body
    expected = _LENGTHS.get(kind)
    whole = expected is None or len(body) == expected
    if kind in (_MANY_RK, _MANY_BLANK):
        row, first, last, whole = _many(kind, body)
    else:
        row, first = struct.unpack_from("<2H", body)
        last = first
    if kind == _FORMULA:
        whole = len(body) >= _FORMULA_HEAD + struct.unpack_from("<H", body, 20)[0]
    places = {(row, column) for column in range(first, last + 1)}
    if not whole or places & seen or struct.unpack_from("<H", body, 4)[0] >= styles:
        raise BadRecordsError(f"cell at {record.at} does not fit")
    seen |= places


def _many(kind: int, body: bytes) -> tuple[int, int, int, bool]:
    """Row, first and last column of a run of cells, and whether it is as long as it says."""
    row, first = struct.unpack_from("<2H", body)
    (last,) = struct.unpack_from("<H", body, len(body) - 2)
    size = 6 if kind == _MANY_RK else 2
    return row, first, last, len(body) == 6 + size * (last - first + 1)


def _cells(kind: int, body: bytes, globals_: _Globals) -> Iterator[tuple[int, int, CellDetails]]:
    """Cells of one record that are more than a plain value."""
    styles = globals_.styles
    if kind == _MANY_RK:
        row, column = struct.unpack_from("<2H", body)
        for step, at in enumerate(range(4, len(body) - 2, 6)):
            look = styles[struct.unpack_from("<H", body, at)[0]]
            if look != PLAIN_STYLE:
                yield row, column + step, CellDetails(None, None, *look)
    elif kind in _SINGLE:
        row, column, style = struct.unpack_from("<3H", body)
        doubtful = _is_doubtful(kind, body, globals_)
        details = _single(kind, body, CellStyle(NumberClass.VOID) if doubtful else styles[style])
        if details is not None:
            yield row, column, details


def _is_doubtful(kind: int, body: bytes, globals_: _Globals) -> bool:
    """Whether a text is in doubt by its runs, among the shared ones or in a cell of its own."""
    if kind == _TEXT:
        return struct.unpack_from("<I", body, 6)[0] in globals_.doubtful
    return kind == _RICH_TEXT and is_doubtful_text(body, globals_.looks)


def _single(kind: int, body: bytes, look: CellStyle) -> CellDetails | None:
    if kind == _FORMULA:
        failed = body[12:14] == _NO_NUMBER and body[6] == _RESULT_IS_ERROR
        return CellDetails("", error_of(body[8]) if failed else None, *look)
    if kind == _ERROR and body[7]:
        return CellDetails(None, error_of(body[6]), *look)
    return None if look == PLAIN_STYLE else CellDetails(None, None, *look)


def _merges(body: bytes) -> Iterator[Merge]:
    (count,) = struct.unpack_from("<H", body)
    for number in range(count):
        top, bottom, left, right = struct.unpack_from("<4H", body, 2 + number * 8)
        yield Merge(top, left, bottom, right)
