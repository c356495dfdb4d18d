"""What of a sheet of .xls nobody sees, or may not see: hidden rows and columns, and rules of
conditional formats that strike through ([MS-XLS]). Nothing here refuses a workbook.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from sorchor_xl.workbooks.binary_codes import LOWEST, NARROWEST
from sorchor_xl.workbooks.sheet_traits import Merge

_ROW, _ROW_LENGTH, _ROW_FLAGS, _HIDDEN_ROW, _HEIGHT = 0x208, 16, 12, 0x20, 0x7FFF
_COLUMNS, _COLUMNS_LENGTH, _LAST_COLUMN = 0x7D, 10, 255
_RULES, _RULE, _RANGES_AT, _RANGE_LENGTH = 0x1B0, 0x1B1, 12, 8
_STYLE_AT, _HAS_FORMAT, _HAS_FONT, _OWN_FORMAT = 6, 1 << 25, 1 << 26, 1
_FONT_FLAGS, _FONT_UNCHANGED, _STRUCK = 68, 88, 0x80
_INK, _WHITES = 80, frozenset({1, 9})


@dataclass
class OldHidden:
    """Rows and columns of a sheet that are hidden, too low or too narrow to be seen."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)

    def take(self, kind: int, body: bytes) -> None:
        """One record of the sheet; one too short says nothing here."""
        if kind == _ROW and len(body) >= _ROW_LENGTH:
            row, _, _, height = struct.unpack_from("<4H", body)
            if body[_ROW_FLAGS] & _HIDDEN_ROW or height & _HEIGHT < LOWEST:
                self.rows.add(row)
        elif kind == _COLUMNS and len(body) >= _COLUMNS_LENGTH:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & 1 or width < NARROWEST:
                self.columns |= {*range(first, min(last, _LAST_COLUMN) + 1)}


@dataclass
class OldRules:
    """Ranges of rules, of which one strikes through."""

    ranges: list[Merge] = field(default_factory=list)
    in_doubt: list[Merge] = field(default_factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """One record of the sheet."""
        if kind == _RULES and len(body) >= _RANGES_AT + 2:
            (count,) = struct.unpack_from("<H", body, _RANGES_AT)
            held = range(min(count, (len(body) - _RANGES_AT - 2) // _RANGE_LENGTH))
            places = (_RANGES_AT + 2 + _RANGE_LENGTH * n for n in held)
            found = (struct.unpack_from("<4H", body, at) for at in places)
            self.ranges = [Merge(top, left, bottom, right) for top, bottom, left, right in found]
        elif kind == _RULE and _strikes(body):
            self.in_doubt += self.ranges


def _strikes(body: bytes) -> bool:
    """Whether the font that a rule gives strikes through, or is white."""
    try:
        flags, more = struct.unpack_from("<IH", body, _STYLE_AT)
        at = _STYLE_AT + 6
        if flags & _HAS_FORMAT:
            at += struct.unpack_from("<H", body, at)[0] if more & _OWN_FORMAT else 2
        struck = struct.unpack_from("<I", body, at + _FONT_FLAGS)[0] & _STRUCK
        unchanged = struct.unpack_from("<I", body, at + _FONT_UNCHANGED)[0] & _STRUCK
        (ink,) = struct.unpack_from("<I", body, at + _INK)
    except struct.error:
        return False
    return bool(flags & _HAS_FONT and ((struck and not unchanged) or ink in _WHITES))
