"""The cells of a returned workbook, whatever its format, with what can be seen beside them.

.xlsx and .xlsm are rebuilt before the parser sees them, .ods is cut down; .xls and .xlsb are
looked at record by record.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from sorchor_xl.files.default_password import is_encrypted_xls, opened_for_everybody
from sorchor_xl.files.file_kinds import PACKAGES, FileKind
from sorchor_xl.files.sniff import OLE
from sorchor_xl.files.zip_view import Budget
from sorchor_xl.workbooks.ods_guard import open_document
from sorchor_xl.workbooks.sheet_traits import BLIND, SheetTraits
from sorchor_xl.workbooks.xls_records import BadRecordsError, open_xls
from sorchor_xl.workbooks.xlsb_parts import BadBinaryError
from sorchor_xl.workbooks.xlsb_records import open_xlsb
from sorchor_xl.workbooks.xlsx_guard import SHEET_LIMIT, FromStrings, open_package
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, ROW_LIMIT

INFLATED_LIMIT: Final = 100 * 1024 * 1024
"""Bytes that the parts of one workbook may come to, counted while inflating."""

Rows = Sequence[Sequence[object]]


class UnreadableError(ValueError):
    """The parser found no workbook in the bytes."""


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One sheet: rows of values from A1, ragged or not, and what can be seen beside them."""

    name: str
    hidden: bool
    rows: Rows = field(repr=False)
    traits: SheetTraits = field(repr=False, default=BLIND)
    cut: bool = False
    unchecked: bool = False
    """Whether the format has no checksum, so that a damaged byte is not told by the container."""

    def value(self, row: int, column: int) -> object:
        """The value at a 0-based place; None beyond what was read."""
        try:
            return self.rows[row][column]
        except IndexError:
            return None


@dataclass(frozen=True, slots=True)
class WorkbookGrid:
    """A workbook as read; ``properties`` are its own document properties by name, ``strings`` the
    part with its shared texts where sheets were passed by, b"" where all were read."""

    sheets: tuple[SheetGrid, ...]
    date1904: bool = False
    external_links: bool = False
    macros: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    strings: bytes = field(repr=False, default=b"")


def open_book(data: bytes, kind: FileKind, pass_by: FromStrings | None = None) -> WorkbookGrid:
    """The cells of a workbook; `BadZipError`, `UnsafePackageError` or `UnreadableError` if none.

    ``pass_by`` as in `open_package`: sheets of which the top rows suffice.
    """
    if data.startswith(OLE):
        data = _decrypted(data, kind)
    if kind in PACKAGES:
        return _from_package(data, pass_by)
    if kind is FileKind.ODS:
        document = open_document(data, Budget(INFLATED_LIMIT))
        return WorkbookGrid(_sheets(document.clean, document.traits), document.date1904)
    if kind is FileKind.XLS:
        return _from_xls(data)
    return _from_xlsb(data)


def _decrypted(data: bytes, kind: FileKind) -> bytes:
    """Bytes that a reader takes; as they are where they cannot be had, and the reader says so."""
    if kind is FileKind.XLS and not is_encrypted_xls(data):
        return data
    return opened_for_everybody(data) or data


def _from_package(data: bytes, pass_by: FromStrings | None) -> WorkbookGrid:
    package = open_package(data, Budget(INFLATED_LIMIT), pass_by)
    book = _load(package.clean)
    sheets = tuple(
        SheetGrid(sheet.name, sheet.hidden, _rows(book, place), sheet.xml, sheet.xml.cut)
        for place, sheet in enumerate(package.sheets)
    )
    return WorkbookGrid(
        sheets,
        package.date1904,
        package.external_links,
        package.macros,
        package.properties,
        package.strings if pass_by else b"",
    )


def _from_xls(data: bytes) -> WorkbookGrid:
    try:
        old = open_xls(data)
    except BadRecordsError as error:
        raise UnreadableError(str(error)) from error
    return WorkbookGrid(_sheets(old.clean, old.traits, unchecked=True), old.date1904)


def _from_xlsb(data: bytes) -> WorkbookGrid:
    try:
        book = open_xlsb(data, Budget(INFLATED_LIMIT))
    except BadBinaryError as error:
        raise UnreadableError(str(error)) from error
    sheets = (SheetGrid(s.name, s.hidden, s.rows, s.traits) for s in book.sheets[:SHEET_LIMIT])
    return WorkbookGrid(tuple(sheets), book.date1904)


_PANIC: Final = "PanicException"
T = TypeVar("T")


def _parsed(read: Callable[[], T]) -> T:
    """What the native parser gives; `UnreadableError` for each of its ways to give up.

    A panic of it is no `Exception`, and no part of its interface: it is known by name only.
    """
    try:
        return read()
    except (CalamineError, ValueError) as error:
        raise UnreadableError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableError(str(error)) from error


def _load(data: bytes) -> CalamineWorkbook:
    return _parsed(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))


def _rows(book: CalamineWorkbook, place: int) -> Rows:
    return _parsed(
        lambda: book.get_sheet_by_index(place).to_python(skip_empty_area=False, nrows=ROW_LIMIT)
    )


def _sheets(
    data: bytes, traits: Sequence[SheetTraits], *, unchecked: bool = False
) -> tuple[SheetGrid, ...]:
    book = _load(data)
    found: list[SheetGrid] = []
    for place, facts in enumerate(book.sheets_metadata[:SHEET_LIMIT]):
        seen = traits[place] if place < len(traits) else BLIND
        rows = [row[:COLUMN_LIMIT] for row in _rows(book, place)]
        hidden = str(facts.visible).rpartition(".")[2] != "Visible"
        found.append(SheetGrid(facts.name, hidden, rows, seen, unchecked=unchecked))
    return tuple(found)
