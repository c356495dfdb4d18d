"""The bytes by which a kind of file is known that needs no further look into it."""

from __future__ import annotations

import re
from typing import Final

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.signed import signed_content

_MARKS: Final[tuple[tuple[int, bytes, FileKind], ...]] = (
    (0, b"%PDF-", FileKind.PDF),
    (0, b"Rar!\x1a\x07", FileKind.RAR),
    (0, b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (0, b"\x78\x9f\x3e\x22", FileKind.WINMAIL),
    (0, b"\xff\xd8\xff", FileKind.IMAGE),
    (0, b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (0, b"GIF8", FileKind.IMAGE),
    (0, b"II*\x00", FileKind.IMAGE),
    (0, b"MM\x00*", FileKind.IMAGE),
    (0, b"\x09\x00\x04\x00", FileKind.XLS_95),
    (0, b"\x09\x02\x06\x00", FileKind.XLS_95),
    (0, b"\x09\x04\x06\x00", FileKind.XLS_95),
    (0, b"{\\rtf", FileKind.RTF),
    (0, b"-----BEGIN PGP MESSAGE-----", FileKind.PASSWORD),
    (0, b"\x1f\x8b", FileKind.ARCHIVE),
    (0, b"\x1f\x9d", FileKind.ARCHIVE),
    (0, b"BZh", FileKind.ARCHIVE),
    (0, b"\xfd7zXZ\x00", FileKind.ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", FileKind.ARCHIVE),
    (0, b"\x5d\x00\x00\x80\x00", FileKind.ARCHIVE),
    (0, b"MSCF\x00\x00\x00\x00", FileKind.ARCHIVE),
    (0, b"ALZ\x01", FileKind.ARCHIVE),
    (0, b"EGGA", FileKind.ARCHIVE),
    (0, b"\x60\xea", FileKind.ARCHIVE),
    (2, b"-lh", FileKind.ARCHIVE),
    (7, b"**ACE**", FileKind.ARCHIVE),
    (257, b"ustar", FileKind.ARCHIVE),
    (32769, b"CD001", FileKind.ARCHIVE),
)
_BRANDED_IMAGES: Final = (b"heic", b"heix", b"mif1", b"avif", b"msf1")
_SEALED_MAIL: Final = re.compile(
    rb"0[\x80-\x84].{0,4}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", re.DOTALL
)
"""A message sealed for one reader (CMS, enveloped data)."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
SCRIPT_ENDINGS: Final = frozenset(
    {".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".sh", ".reg"}
)
"""Texts that a double click runs."""


def kind_by_mark(data: bytes) -> FileKind | None:
    """The kind that the bytes name themselves; None where none does."""
    for at, mark, kind in _MARKS:
        if data.startswith(mark, at):
            return kind
    if _SEALED_MAIL.match(data):
        return FileKind.PASSWORD
    return _picture(data) or (None if signed_content(data) is None else FileKind.SIGNED)


def _picture(data: bytes) -> FileKind | None:
    branded = data[4:8] == b"ftyp" and data[8:12] in _BRANDED_IMAGES
    framed = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    mapped = data[:2] == b"BM" and data[2:6] == len(data).to_bytes(4, "little")
    return FileKind.IMAGE if branded or framed or mapped else None


def kind_of_program(data: bytes) -> FileKind:
    """A program, for bytes that are no text; else not known."""
    return FileKind.PROGRAM if data.startswith(_PROGRAMS) else FileKind.UNKNOWN
