"""The one door for a workbook of the province's own: what it holds, or why it is not opened.

Last year's summary, a template, a form of the Department, a register: the people who send them
mean well, but the files have passed through as many hands as any return. They are therefore
sniffed, guarded and parsed in a worker process exactly as returns are. What comes in is plain
values or sound parts; what does not come in is one `RefusedFileError` with its reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final
from xml.parsers import expat

from sorchor_xl.data.console_texts import TaskError, said_on_console
from sorchor_xl.files.file_kinds import WORKBOOKS, FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.walk import NotReadableError, read_ordinary
from sorchor_xl.files.zip_view import BadZipError, Budget, TooLargeError, open_zip
from sorchor_xl.ooxml.elements import BadPartError
from sorchor_xl.ooxml.package import Package
from sorchor_xl.workbooks.grid import Rows, SheetGrid, UnreadableError, open_book
from sorchor_xl.workbooks.sandbox import Cause, Done, Limits, Lost, Started, run
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, ROW_LIMIT

PACKAGE_LIMIT: Final = 50 * 1024 * 1024
"""Bytes all parts of a template or form may come to: their trees are many times as large."""
_ENCODINGS: Final = ("utf-8-sig", "cp874")
_DELIMITERS: Final = ",;\t"
_XML_ENDINGS: Final = (".xml", ".rels", ".vml")


class Reason(StrEnum):
    """Why a file is not opened; each has a sentence ``refused_<reason>`` in console.toml."""

    MISSING = "missing"
    NO_ACCESS = "no_access"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    NOT_WORKBOOK = "not_workbook"
    NOT_XLSX = "not_xlsx"
    NOT_TEXT = "not_text"
    UNSAFE = "unsafe"
    DAMAGED = "damaged"
    LATE = "late"
    BEYOND = "beyond"


class RefusedFileError(TaskError):
    """A file of the province's own is not opened. ``why`` is the reason without the file's name."""

    def __init__(self, path: Path, reason: Reason) -> None:
        self.reason, self.why = reason, said_on_console(f"refused_{reason}")
        super().__init__("refused", path=path.name, why=self.why)


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet as rows of plain values from A1; ``cut`` where it holds more than is read."""

    name: str
    rows: Rows = field(repr=False)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker is given: the bytes, their kind, and whether sheets or whole parts are asked.

    ``sheets`` are the names of the sheets wanted, or the ``first`` one alone; None = all, as shown.
    """

    data: bytes = field(repr=False)
    kind: FileKind
    parts: bool = False
    sheets: tuple[str, ...] | None = None
    first: bool = False


Answer = tuple[SheetRows, ...] | Mapping[str, bytes] | Reason


def read_sheets(path: Path, names: Sequence[str]) -> Mapping[str, SheetRows]:
    """Those of the named sheets that a workbook has; RefusedFileError where it cannot be opened."""
    answer = _ask(path, _workbook_task(path, tuple(names)))
    return {s.name: s for s in answer if isinstance(s, SheetRows)}


def read_shown_sheets(path: Path) -> Mapping[str, Rows]:
    """Every sheet of a workbook as a person sees it: where the parser gives nothing, the text of
    an error, or of a formula without a result. RefusedFileError where it cannot be opened.
    """
    answer = _ask(path, _workbook_task(path, None))
    return {s.name: s.rows for s in answer if isinstance(s, SheetRows)}


def read_table(path: Path) -> Rows:
    """The rows of a CSV file, or of the first sheet of a workbook, none of them left out.

    CSV is UTF-8 with or without mark, or cp874; comma, semicolon or tab. RefusedFileError for
    what is neither, and for a table larger than is read.
    """
    data, kind = _content(path)
    if kind not in WORKBOOKS:
        return _csv_rows(path, data, kind)
    answer = _ask(path, _Task(data, kind, first=True))
    sheet = next(s for s in answer if isinstance(s, SheetRows))
    if sheet.cut or len(sheet.rows) >= ROW_LIMIT or _width(sheet.rows) >= COLUMN_LIMIT:
        raise RefusedFileError(path, Reason.BEYOND)
    return sheet.rows


def read_package(path: Path) -> bytes:
    """An .xlsx whose every part was inflated under a budget and holds no document type.

    It is packed anew, so that whatever opens it sees the parts that were looked at and no others.
    """
    data, kind = _content(path)
    if kind not in (FileKind.XLSX, FileKind.XLSM):
        raise RefusedFileError(path, _unlike(kind) or Reason.NOT_XLSX)
    answer = _ask(path, _Task(data, kind, parts=True))
    return Package(dict(answer) if isinstance(answer, Mapping) else {}).write()


@contextmanager
def taken_for_damage(path: Path) -> Iterator[None]:
    """Parts that are not what the format asks for: RefusedFileError in place of `BadPartError`.

    Only for work on a file of the province's own. Anything else that goes wrong is our fault.
    """
    try:
        yield
    except BadPartError as error:
        raise RefusedFileError(path, Reason.DAMAGED) from error


def _content(path: Path) -> tuple[bytes, FileKind]:
    if not path.exists():
        raise RefusedFileError(path, Reason.MISSING)
    try:
        data = read_ordinary(str(path))
    except NotReadableError as error:
        too_large = error.kind is FileKind.TOO_LARGE
        raise RefusedFileError(path, Reason.TOO_LARGE if too_large else Reason.NO_ACCESS) from error
    return data, sniff(data, path.name)


def _workbook_task(path: Path, names: tuple[str, ...] | None) -> _Task:
    data, kind = _content(path)
    if kind not in WORKBOOKS:
        raise RefusedFileError(path, _unlike(kind) or Reason.NOT_WORKBOOK)
    return _Task(data, kind, sheets=names)


def _unlike(kind: FileKind) -> Reason | None:
    """The reason a kind of file is refused for, where it is a particular one."""
    return {
        FileKind.EMPTY: Reason.EMPTY,
        FileKind.PASSWORD: Reason.PASSWORD,
        FileKind.RIGHTS: Reason.PASSWORD,
        FileKind.ZIP_PASSWORD: Reason.PASSWORD,
        FileKind.TRUNCATED: Reason.DAMAGED,
        FileKind.CORRUPT: Reason.DAMAGED,
    }.get(kind)


def _ask(path: Path, task: _Task) -> tuple[SheetRows, ...] | Mapping[str, bytes]:
    """What a worker finds; RefusedFileError for a reason of its own, or where it is lost.

    RuntimeError with what went wrong where the fault is ours.
    """
    (answer,) = run(_open, None, [task], Limits(workers=1))
    if isinstance(answer, Lost) and answer.cause is Cause.FAULT:
        raise RuntimeError(answer.detail)
    if isinstance(answer, Lost):
        late = answer.cause is Cause.LATE
        raise RefusedFileError(path, Reason.LATE if late else Reason.DAMAGED)
    if isinstance(answer, Reason):
        raise RefusedFileError(path, answer)
    return answer


def _open(_context: object, task: _Task, skip: int) -> Iterator[Started[str] | Done[Answer]]:
    """The one step of a worker: the whole workbook."""
    if skip:
        return
    yield Started("")
    yield Done(_answer(task))


def _answer(task: _Task) -> Answer:
    try:
        return _parts(task.data) if task.parts else _rows(task)
    except TooLargeError:
        return Reason.TOO_LARGE
    except UnsafePackageError:
        return Reason.UNSAFE
    except (BadZipError, UnreadableError):
        return Reason.DAMAGED


def _rows(task: _Task) -> tuple[SheetRows, ...]:
    book = open_book(task.data, task.kind)
    if task.first and not book.sheets:
        raise UnreadableError("no sheet")
    if task.first:
        chosen = book.sheets[:1]
    elif task.sheets is None:
        return tuple(SheetRows(s.name, _as_shown(s), s.cut) for s in book.sheets)
    else:
        chosen = tuple(s for s in book.sheets if s.name in task.sheets)
    return tuple(SheetRows(s.name, s.rows, s.cut) for s in chosen)


def _as_shown(sheet: SheetGrid) -> Rows:
    return tuple(
        tuple(_shown(sheet, r, c, value) for c, value in enumerate(row))
        for r, row in enumerate(sheet.rows)
    )


def _shown(sheet: SheetGrid, row: int, column: int, value: object) -> object:
    if value not in (None, ""):
        return value
    cell = sheet.traits.cell(row, column)
    if cell.error:
        return cell.error
    return value if cell.formula is None else f"={cell.formula}"


def _parts(data: bytes) -> Mapping[str, bytes]:
    """Every part by name, each inflated by us; the cells are parsed once as a return's would be."""
    view, budget = open_zip(data), Budget(PACKAGE_LIMIT)
    found: dict[str, bytes] = {}
    for member in view.members:
        name = member.raw_name.decode("utf-8", "replace").replace("\\", "/")
        name = name.removeprefix("./").lstrip("/")
        if name.endswith("/"):
            continue
        if member.is_encrypted or name in found:
            raise BadZipError(f"part {name} is locked, or there twice")
        content = view.read(member, budget)
        if name.lower().endswith(_XML_ENDINGS):
            _check_xml(content)
        found[name] = content
    open_book(data, FileKind.XLSX)
    return found


def _check_xml(part: bytes) -> None:
    """`UnsafePackageError` for a document type, `BadZipError` for what is not well-formed."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise BadZipError(f"part is not well-formed: {error}") from error


def _refuse_document_type(*_: object) -> None:
    raise UnsafePackageError("DOCTYPE")


def _csv_rows(path: Path, data: bytes, kind: FileKind) -> list[list[str]]:
    if kind not in (FileKind.CSV, FileKind.TEXT):
        raise RefusedFileError(path, _unlike(kind) or Reason.NOT_WORKBOOK)
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[: text.find("\n")]
        delimiter = max(_DELIMITERS, key=head.count)
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    raise RefusedFileError(path, Reason.NOT_TEXT)


def _width(rows: Rows) -> int:
    return max(map(len, rows), default=0)
