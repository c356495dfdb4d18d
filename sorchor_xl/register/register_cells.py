"""Open the register through the guarded door and give its sheets as rows of plain values.

The book is read in a worker process with limits, like any workbook from outside. What cannot be
read is refused with the reason: it is never taken for an empty book.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sorchor_xl.data.register_texts import register_text
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.sniff import is_lock, locked_name
from sorchor_xl.workbooks.front_door import Reason, RefusedFileError, read_shown_sheets

SheetRows = tuple[tuple[object, ...], ...]


class RegisterError(SentenceError, ValueError):
    """The register cannot be used; the text is one Thai sentence that says why."""


def read_register_cells(path: Path) -> Mapping[str, SheetRows]:
    """Sheet name → its rows from A1; an error or a formula without result is shown as its text.

    RegisterError where there is no such file or nothing can be read of it.
    """
    try:
        found = read_shown_sheets(path)
    except RefusedFileError as error:
        key = "errors.missing" if error.reason is Reason.MISSING else "errors.refused"
        shown = path if error.reason is Reason.MISSING else path.name
        raise RegisterError(register_text(key, path=shown, why=error.why)) from error
    return {name: tuple(map(tuple, rows)) for name, rows in found.items()}


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


__all__ = ["RegisterError", "SheetRows", "is_open_elsewhere", "read_register_cells"]
