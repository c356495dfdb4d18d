"""Open the register through the guarded door and give its sheets as rows of plain values.

The book is read in a worker process with limits, like any workbook from outside. What cannot be
read is refused with the reason: it is never taken for an empty book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sorchor_xl.data.register_texts import register_text
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.file_kinds import WORKBOOKS, FileKind
from sorchor_xl.files.sniff import is_lock, locked_name, sniff
from sorchor_xl.files.walk import NotReadableError, read_ordinary
from sorchor_xl.files.zip_view import BadZipError, TooLargeError
from sorchor_xl.workbooks.grid import SheetGrid, UnreadableError, open_book
from sorchor_xl.workbooks.sandbox import Done, Limits, Lost, Started, run
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError

SheetRows = tuple[tuple[object, ...], ...]
Book = Mapping[str, SheetRows] | str
"""The sheets by name, or the reason why there are none."""
_BLANK: Final = (None, "")


class RegisterError(SentenceError, ValueError):
    """The register cannot be used; the text is one Thai sentence that says why."""


def read_register_cells(path: Path) -> Mapping[str, SheetRows]:
    """Sheet name → its rows from A1; an error or a formula without result is shown as its text.

    RegisterError where there is no such file or nothing can be read of it.
    """
    if not path.is_file():
        raise RegisterError(register_text("errors.missing", path=path))
    found: Book | Lost[str, str] | None = None
    for item in run(_read, None, [str(path)], Limits(workers=1)):
        found = item
    if found is None or isinstance(found, Lost):
        raise _refused(path, register_text("errors.parser_lost"))
    if isinstance(found, str):
        raise _refused(path, found)
    return found


def _refused(path: Path, why: str) -> RegisterError:
    return RegisterError(register_text("errors.unreadable", path=path.name, why=why))


def _read(_: object, path: str, __: int) -> Iterator[Started[str] | Done[Book]]:
    """A worker's task: the sheets, or the reason there are none."""
    yield Started(path)
    yield Done(_book(path))


def _book(path: str) -> Book:
    try:
        data = read_ordinary(path)
        kind = sniff(data, Path(path).name)
        if kind not in WORKBOOKS:
            return f"{register_text('errors.not_workbook')} ({kind})"
        book = open_book(data, kind)
    except NotReadableError as error:
        large = error.kind is FileKind.TOO_LARGE
        return register_text("errors.too_large") if large else error.kind.value
    except TooLargeError:
        return register_text("errors.too_large")
    except (BadZipError, UnsafePackageError, UnreadableError) as error:
        return str(error)
    return {sheet.name: _rows(sheet) for sheet in book.sheets}


def _rows(sheet: SheetGrid) -> SheetRows:
    return tuple(
        tuple(_seen(sheet, r, c, value) for c, value in enumerate(row))
        for r, row in enumerate(sheet.rows)
    )


def _seen(sheet: SheetGrid, row: int, column: int, value: object) -> object:
    """The value, or what stands where the parser sees nothing: an error, a formula unanswered."""
    if value not in _BLANK:
        return value
    cell = sheet.traits.cell(row, column)
    if cell.error:
        return cell.error
    return f"={cell.formula}" if cell.formula else value


def is_open_elsewhere(path: Path) -> bool:
    """Whether a lock mark beside the book says that somebody has it open."""
    try:
        beside = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return False
    return any(_stands_for(mark, path.name) for mark in beside if is_lock(mark))


def _stands_for(mark: str, name: str) -> bool:
    """Excel cuts the first two letters of a name for its mark."""
    locked = locked_name(mark)
    return locked in (name, name[2:])
