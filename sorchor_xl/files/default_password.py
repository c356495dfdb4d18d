"""A workbook that is encrypted and yet opens for everybody: with the password Excel keeps for it.

Excel encrypts an .xls as soon as the structure of its workbook is protected, and an .xlsx that is
marked to be opened for reading only, whether or not anybody chose a password; every program opens
them without asking. Such a file has no password that somebody could take away; it is read like any
other. msoffcrypto knows the ways of encrypting; what no program writes is not given to it.
"""

from __future__ import annotations

import io
import re
import struct
from typing import Final

KNOWN_TO_ALL: Final = "VelvetSweatshop"
"""The password that every program tries before it asks for one."""
_FILEPASS: Final = 0x2F
_RECORDS_SEEN: Final = 40
_HEAD: Final = 4096
_WORKBOOK: Final = "Workbook"
_NO_CONTAINER: Final = (OSError, ValueError, IndexError, TypeError, struct.error)
_INFO: Final = "EncryptionInfo"
_LARGEST: Final = 8 * 1024 * 1024
"""Bytes of an encrypted file that are opened; a district workbook has a fiftieth of them."""
_LARGEST_INFO: Final = 16 * 1024
_MOST_TURNS: Final = 200_000
"""Times a password is hashed at most; every program that is known takes 50,000 or 100,000."""
_TURNS: Final = re.compile(rb"""spinCount\s*=\s*["'](\d{1,9})["']""")
_AGILE: Final = b"\x04\x00\x04\x00"
_DESCRIPTION: Final = 8
"""Where the XML begins, behind version and flags."""
_NEVER_WRITTEN: Final = re.compile(rb"<!|&|\0")
"""Document types, entities and wide letters: no program describes its encryption with them."""


def is_encrypted_xls(data: bytes) -> bool:
    """Whether a record among the first of an .xls says that the rest is encrypted."""
    stream, at = _first_of_workbook(data), 0
    for _ in range(_RECORDS_SEEN):
        if at + 4 > len(stream):
            return False
        record, length = struct.unpack_from("<2H", stream, at)
        if record == _FILEPASS:
            return True
        at += 4 + length
    return False


def _first_of_workbook(data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bytes(ole.openstream(_WORKBOOK).read(_HEAD))
    except _NO_CONTAINER:
        return b""


def opened_for_everybody(data: bytes) -> bytes | None:
    """An encrypted workbook as if it never had been; None where the default password fails.

    None too where the file is damaged, or encrypted in a way that no program is known to use.
    """
    if len(data) > _LARGEST or not _is_as_programs_write(data):
        return None
    try:
        return _opened(data)
    except Exception:  # noqa: BLE001 - on damaged bytes the library raises whatever comes of them
        return None


def _opened(data: bytes) -> bytes:
    from msoffcrypto import OfficeFile

    book, plain = OfficeFile(io.BytesIO(data)), io.BytesIO()
    # An .xls always proves its password; a package does so when asked.
    asked = {"verify_password": True} if book.format == "ooxml" else {}
    book.load_key(password=KNOWN_TO_ALL, **asked)
    book.decrypt(plain)
    return plain.getvalue()


def _is_as_programs_write(data: bytes) -> bool:
    """Whether what a package says of its encryption costs no more than that of known programs."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists(_INFO):
                return True
            if ole.get_size(_INFO) > _LARGEST_INFO:
                return False
            info = ole.openstream(_INFO).read()
    except _NO_CONTAINER:
        return False
    return not info.startswith(_AGILE) or _is_cheap(info[_DESCRIPTION:])


def _is_cheap(description: bytes) -> bool:
    turns = [int(said) for said in _TURNS.findall(description)]
    return len(turns) == 1 and turns[0] <= _MOST_TURNS and not _NEVER_WRITTEN.search(description)
