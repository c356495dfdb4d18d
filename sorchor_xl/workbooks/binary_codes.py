"""What the records of .xls and of .xlsb write alike: errors by number, and the look of a font."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

_STRUCK_OUT: Final = 0x08
_ERRORS: Final[Mapping[int, str]] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def error_of(code: int) -> str:
    """The error value of a number; an unknown one is still an error."""
    return _ERRORS.get(code, "#N/A")


def is_struck(font: bytes) -> bool:
    """Whether the font of a record's body strikes its text through; struct.error of a short one."""
    return bool(struct.unpack_from("<H", font, 2)[0] & _STRUCK_OUT)
