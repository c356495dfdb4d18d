"""What is said of a file that holds no return: which finding names what it is, and its remedy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import ReceivedFile, Where
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import is_unfinished

_CODES: Final[Mapping[FileKind, str]] = {
    FileKind.PASSWORD: "E03",
    FileKind.RIGHTS: "E31",
    FileKind.ZIP_PASSWORD: "E47",
    FileKind.TRUNCATED: "E40",
    FileKind.CORRUPT: "E01",
    FileKind.EMPTY: "E39",
    FileKind.HTML: "E34",
    FileKind.SPREADSHEETML: "E34",
    FileKind.MHTML: "E34",
    FileKind.CSV: "E33",
    FileKind.TEXT: "E33",
    FileKind.PDF: "E32",
    FileKind.IMAGE: "E32",
    FileKind.DOCX: "E38",
    FileKind.PPTX: "E38",
    FileKind.DOC: "E38",
    FileKind.RTF: "E38",
    FileKind.PPT: "E38",
    FileKind.NUMBERS: "E37",
    FileKind.OPEN_DOCUMENT: "E37",
    FileKind.WINMAIL: "E36",
    FileKind.RAR: "E35",
    FileKind.SEVEN_ZIP: "E35",
    FileKind.ARCHIVE: "E35",
    FileKind.PROGRAM: "E79",
    FileKind.LOCK: "E50",
    FileKind.LINK: "E49",
    FileKind.SHORTCUT: "E91",
    FileKind.SPECIAL: "E49",
    FileKind.FOLDER: "E49",
    FileKind.TOO_DEEP: "E82",
    FileKind.HIDDEN_FOLDER: "N40",
    FileKind.TOO_LARGE: "E41",
    FileKind.NO_ACCESS: "E51",
    FileKind.XLS_95: "E02",
    FileKind.UNKNOWN: "E02",
}
_NESTED, _NOTHING_WITHIN, _OTHER_ENDING = "E48", "E52", "N27"
FOREIGN, _NOT_OURS, _UNFINISHED = "N05", "E04", "N74"
_OPENED, _UNTRIED, _REST_NOT_READ = "N30", "E80", "E81"
_WORDS_OF_MAIL: Final = "N33"
_BEYOND, _SYSTEM_FILES, _ODD_TIME = "E83", "N41", "W40"
_UNREADABLE, _UNSAFE, _LATE, _DIED, _OPEN_ELSEWHERE = "E01", "E42", "E43", "E46", "W18"
_MEGABYTE: Final = 1024 * 1024
_ENDINGS: Final[Mapping[FileKind, frozenset[str]]] = {
    FileKind.XLSX: frozenset({".xlsx", ".xlsm"}),
    FileKind.STRICT: frozenset({".xlsx"}),
    FileKind.XLSM: frozenset({".xlsm"}),
    FileKind.XLSB: frozenset({".xlsb"}),
    FileKind.XLS: frozenset({".xls", ".xlt"}),
    FileKind.ODS: frozenset({".ods"}),
}

_WORKBOOK_ENDINGS: Final = frozenset().union(*_ENDINGS.values())


def of_kind(file: ReceivedFile, limit: int, unseen: int = 0) -> Finding:
    """The finding of a file that is no workbook; ``limit`` is the largest size in bytes.

    ``unseen`` is how many files stand in a folder that is not searched.
    """
    kind = FileKind(file.kind)
    ending = PurePosixPath(file.path).suffix.lstrip(".").lower()
    if kind is FileKind.UNKNOWN and f".{ending}" in _WORKBOOK_ENDINGS:
        kind = FileKind.CORRUPT  # of that name we read all there are
    shown = ending if kind is FileKind.UNKNOWN and ending else kind.value
    return _finding(_CODES[kind], file, kind=shown, limit=limit // _MEGABYTE, count=unseen)


def nested(file: ReceivedFile, limit: int) -> Finding:
    """A container deeper than the ``limit`` of containers in one another."""
    return _finding(_NESTED, file, kind=file.kind, limit=limit)


def beyond(file: ReceivedFile, limit: int, count: int) -> Finding:
    """A container with ``count`` files more than are looked at."""
    return _finding(_BEYOND, file, limit=limit, count=count)


def system_files(file: ReceivedFile, count: int) -> Finding:
    """A container with ``count`` files in hidden folders or those of a system."""
    return _finding(_SYSTEM_FILES, file, count=count)


def odd_time(file: ReceivedFile) -> Finding:
    """A file whose time is no date."""
    return _finding(_ODD_TIME, file)


def words_of_mail(file: ReceivedFile, words: str) -> Finding:
    """A mail whose text speaks of changing an answer."""
    return replace(_finding(_WORDS_OF_MAIL, file), value=words)


def nothing_within(file: ReceivedFile) -> Finding:
    """A container that holds no file at all."""
    return _finding(_NOTHING_WITHIN, file, kind=file.kind)


def opened(file: ReceivedFile) -> Finding:
    """A container whose files were read, each listed for itself."""
    return _finding(_OPENED, file, kind=file.kind)


def foreign(file: ReceivedFile) -> Finding:
    """A workbook that is none of ours."""
    return _finding(FOREIGN, file, kind=file.kind)


def not_ours(file: ReceivedFile) -> Finding:
    """A workbook that an อำเภอ sent under its name, but none of ours."""
    return _finding(_NOT_OURS, file)


def odd_name(file: ReceivedFile) -> Finding | None:
    """A workbook whose name says another kind, or a half-written copy; None where it fits."""
    kind = FileKind(file.kind)
    if is_unfinished(re.split(r"[/!]", file.path)[-1]):
        return _finding(_UNFINISHED, file)
    ending = PurePosixPath(file.path).suffix.lower()
    known = ending in {e for endings in _ENDINGS.values() for e in endings}
    if not known or ending in _ENDINGS.get(kind, frozenset()):
        return None
    return _finding(_OTHER_ENDING, file, kind=kind.value)


def unreadable(file: ReceivedFile) -> Finding:
    """Bytes that look like a workbook but cannot be read as one."""
    return _finding(_UNREADABLE, file)


def too_large(file: ReceivedFile, limit: int) -> Finding:
    """More bytes, once inflated, than any return has."""
    return _finding(_CODES[FileKind.TOO_LARGE], file, limit=limit // _MEGABYTE)


def unsafe(file: ReceivedFile, what: str) -> Finding:
    """A structure that no office program writes."""
    return _finding(_UNSAFE, file, found=what)


def late(file: ReceivedFile, seconds: float) -> Finding:
    """Reading took longer than allowed."""
    return _finding(_LATE, file, limit=round(seconds))


def untried(file: ReceivedFile, seconds: float) -> Finding:
    """Slow at the first try, and the slow ones together took all the time they may."""
    return _finding(_UNTRIED, file, limit=round(seconds))


def rest_not_read(file: ReceivedFile, first: int) -> Finding:
    """A container of which the files from the ``first`` on were not read: it took too long."""
    return _finding(_REST_NOT_READ, file, first=first)


def died(file: ReceivedFile) -> Finding:
    """Reading ended the worker, or took too much memory."""
    return _finding(_DIED, file)


def open_elsewhere(file: ReceivedFile) -> Finding:
    """A lock mark stands beside the file."""
    return _finding(_OPEN_ELSEWHERE, file)


def _finding(code: str, file: ReceivedFile, **params: str | int) -> Finding:
    return Finding(code, Where(file.path), params=params)
