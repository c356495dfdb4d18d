"""What the records of .xls and of .xlsb write alike: errors, sizes, the look of a font."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from sorchor_xl.workbooks.cell_looks import SMALLEST_POINTS, Look, RunLook, is_unseen

_STRUCK_OUT: Final = 0x08
NARROWEST, LOWEST = 256, 20 * SMALLEST_POINTS
"""A column of one letter, in 256ths; the height of a row or letter nobody sees, in 20ths of a
point."""
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


def is_void(font: bytes) -> bool:
    """Whether the font of a record's body strikes its text through, or is too small to be seen;
    struct.error of a short one."""
    height, flags = struct.unpack_from("<2H", font)
    return bool(flags & _STRUCK_OUT) or height < LOWEST


def run_look(font: bytes, script_at: int, ink: str | None) -> RunLook:
    """What a run in a font makes of its letters; ``script_at`` is where the font says that it
    raises or lowers them."""
    (flags,), (script,) = (struct.unpack_from("<H", font, at) for at in (2, script_at))
    set_off = bool(flags & _STRUCK_OUT) or script > 0
    return RunLook(set_off, is_unseen(Look(ink=ink)) or is_void(font))
