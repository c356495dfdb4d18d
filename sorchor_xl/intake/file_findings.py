"""What is said of a file that holds no return: which finding names what it is, and its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from sorchor_xl.domain.findings import Finding
from sorchor_xl.domain.records import ReceivedFile, Where
from sorchor_xl.intake.kinds import Kind

_CODES: Final[Mapping[Kind, str]] = {
    Kind.PASSWORD: "E03",
    Kind.RIGHTS: "E31",
    Kind.ZIP_PASSWORD: "E47",
    Kind.TRUNCATED: "E40",
    Kind.CORRUPT: "E01",
    Kind.EMPTY: "E39",
    Kind.HTML: "E34",
    Kind.SPREADSHEETML: "E34",
    Kind.MHTML: "E34",
    Kind.CSV: "E33",
    Kind.TEXT: "E33",
    Kind.PDF: "E32",
    Kind.IMAGE: "E32",
    Kind.DOCX: "E38",
    Kind.PPTX: "E38",
    Kind.DOC: "E38",
    Kind.PPT: "E38",
    Kind.NUMBERS: "E37",
    Kind.OPEN_DOCUMENT: "E37",
    Kind.WINMAIL: "E36",
    Kind.RAR: "E35",
    Kind.SEVEN_ZIP: "E35",
    Kind.ARCHIVE: "E35",
    Kind.LOCK: "E50",
    Kind.LINK: "E49",
    Kind.SPECIAL: "E49",
    Kind.FOLDER: "E49",
    Kind.TOO_LARGE: "E41",
    Kind.NO_ACCESS: "E51",
    Kind.UNKNOWN: "E02",
}
_NESTED, _NOTHING_WITHIN, _FOREIGN, _OTHER_ENDING = "E48", "E52", "N05", "N27"
_OPENED = "N30"
_UNREADABLE, _UNSAFE, _LATE, _DIED, _OPEN_ELSEWHERE = "E01", "E42", "E43", "E46", "W18"
_MEGABYTE: Final = 1024 * 1024
_ENDINGS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.XLSX: frozenset({".xlsx"}),
    Kind.STRICT: frozenset({".xlsx"}),
    Kind.XLSM: frozenset({".xlsm"}),
    Kind.XLSB: frozenset({".xlsb"}),
    Kind.XLS: frozenset({".xls", ".xlt"}),
    Kind.ODS: frozenset({".ods"}),
}


def of_kind(file: ReceivedFile, limit: int) -> Finding:
    """The finding of a file that is no workbook; ``limit`` is the largest size in bytes."""
    kind = Kind(file.kind)
    ending = PurePosixPath(file.path).suffix.lstrip(".").lower()
    shown = ending if kind is Kind.UNKNOWN and ending else kind.value
    return _finding(_CODES[kind], file, kind=shown, limit=limit // _MEGABYTE)


def nested(file: ReceivedFile) -> Finding:
    """A container within a container of its sort."""
    return _finding(_NESTED, file, kind=file.kind)


def nothing_within(file: ReceivedFile) -> Finding:
    """A container that holds no file at all."""
    return _finding(_NOTHING_WITHIN, file, kind=file.kind)


def opened(file: ReceivedFile) -> Finding:
    """A container whose files were read, each listed for itself."""
    return _finding(_OPENED, file, kind=file.kind)


def foreign(file: ReceivedFile) -> Finding:
    """A workbook that is none of ours."""
    return _finding(_FOREIGN, file, kind=file.kind)


def other_ending(file: ReceivedFile) -> Finding | None:
    """A workbook whose name says another kind; None where the name fits or says nothing."""
    kind = Kind(file.kind)
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
    return _finding(_CODES[Kind.TOO_LARGE], file, limit=limit // _MEGABYTE)


def unsafe(file: ReceivedFile, what: str) -> Finding:
    """A structure that no office program writes."""
    return _finding(_UNSAFE, file, found=what)


def late(file: ReceivedFile, seconds: float) -> Finding:
    """Reading took longer than allowed."""
    return _finding(_LATE, file, limit=round(seconds))


def died(file: ReceivedFile) -> Finding:
    """Reading ended the worker, or took too much memory."""
    return _finding(_DIED, file)


def open_elsewhere(file: ReceivedFile) -> Finding:
    """A lock mark stands beside the file."""
    return _finding(_OPEN_ELSEWHERE, file)


def _finding(code: str, file: ReceivedFile, **params: str | int) -> Finding:
    return Finding(code, Where(file.path), params=params)
