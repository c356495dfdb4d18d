"""What an .xls says of the looks of its cells, and of texts in doubt by their runs ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sorchor_xl.workbooks.binary_codes import is_void, run_look
from sorchor_xl.workbooks.cell_looks import Look, RunLook, indexed, is_doubtful, style_of
from sorchor_xl.workbooks.sheet_traits import CellStyle

_NO_FONT: Final = 4
"""The number that no font has: those from here on stand one place earlier in the list."""
_WIDE, _LONG, _RICH = 1, 4, 8
_FIRST_OWN: Final = 8
_NUMBERED: Final = 0x7F
_SOLID: Final = 1
_INK_AT, _SCRIPT_AT = 4, 8
_DIAGONALS_AT, _DIAGONAL_AT, _LINE = 30, 21, 15
"""Bits that say in which directions a border crosses the cell, and with which line."""


@dataclass
class OldLooks:
    """Fonts, formats, colours and styles as their records come by."""

    fonts: list[bytes] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    colours: dict[int, str] = field(default_factory=dict)
    formats: list[tuple[int, int, int, int, bool]] = field(default_factory=list)

    def take_font(self, body: bytes) -> None:
        """One font."""
        struct.unpack_from("<5H", body)
        self.fonts.append(body)

    def take_style(self, body: bytes) -> None:
        """The style of cells: font, number format, pattern and colour behind the letters, and
        whether its border crosses the cell out."""
        font, number = struct.unpack_from("<2H", body)
        borders, pattern, ground = struct.unpack_from("<2IH", body, 10)
        crossed = bool(borders >> _DIAGONALS_AT and pattern >> _DIAGONAL_AT & _LINE)
        self.formats.append((font, number, pattern >> 26, ground & _NUMBERED, crossed))

    def take_palette(self, body: bytes) -> None:
        """The colours that the workbook has chosen itself."""
        (count,) = struct.unpack_from("<H", body)
        for place in range(count):
            colour = body[2 + 4 * place : 5 + 4 * place].hex().upper()
            self.colours[_FIRST_OWN + place] = colour

    @property
    def styles(self) -> list[CellStyle]:
        """What each cell style makes of a cell."""
        return [
            style_of(self._look(font, self._ground(fill, ground), crossed=x), number, self.codes)
            for font, number, fill, ground, x in self.formats
        ]

    def run(self, number: int) -> RunLook:
        """What a font makes of a run of letters."""
        font = self._font(number)
        return RunLook() if font is None else run_look(font, _SCRIPT_AT, self._ink(font))

    def _look(self, number: int, ground: str | None, *, crossed: bool) -> Look:
        font = self._font(number)
        if font is None:
            return Look(crossed, "", ground)
        return Look(crossed or is_void(font), self._ink(font), ground)

    def _font(self, number: int) -> bytes | None:
        place = number - (number > _NO_FONT)
        return self.fonts[place] if place < len(self.fonts) else None

    def _ink(self, font: bytes) -> str | None:
        return indexed(struct.unpack_from("<H", font, _INK_AT)[0], self.colours)

    def _ground(self, pattern: int, colour: int) -> str | None:
        """The colour behind the letters; "" where there is none, None where it is a pattern."""
        if pattern > _SOLID:
            return None
        return (indexed(colour, self.colours) or None) if pattern == _SOLID else ""


def doubtful_texts(parts: Sequence[bytes], looks: OldLooks) -> Collection[int]:
    """Places of the shared texts in doubt by their runs; ``parts`` are the records that hold
    them."""
    if not parts or not any(any(looks.run(n)) for n in range(len(looks.fonts) + 1)):
        return frozenset()
    found = enumerate(_SharedTexts(parts).runs())
    return frozenset(place for place, runs in found if _in_doubt(runs, looks))


def _in_doubt(runs: Sequence[tuple[int, int]], looks: OldLooks) -> bool:
    """Whether runs, each with its begin and its font, leave in doubt what is seen; letters before
    the first are plain."""
    plain = [RunLook()] if runs and runs[0][0] else []
    return is_doubtful([*plain, *(looks.run(font) for _, font in runs)])


@dataclass
class _SharedTexts:
    """Goes through shared texts, which may break off in one record and go on in the next."""

    parts: Sequence[bytes]
    part: int = 0
    at: int = 8

    def runs(self) -> Iterator[list[tuple[int, int]]]:
        """Begin and font of the runs of each text; of all there are, whatever is stated."""
        last = len(self.parts) - 1
        while self.part < last or self.at < len(self.parts[last]):
            yield self._runs_of_next()

    def _runs_of_next(self) -> list[tuple[int, int]]:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        behind = struct.unpack("<I", self._take(4))[0] if flags & _LONG else 0
        self._pass_letters(count, flags)
        marks = self._take(4 * runs)
        self._take(behind)
        return [struct.unpack_from("<2H", marks, 4 * n) for n in range(runs)]

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            self._turn()
            piece = self.parts[self.part][self.at : self.at + count - len(taken)]
            self.at += len(piece)
            taken += piece
        return taken

    def _turn(self) -> None:
        """On to the next record where this one is at its end; IndexError behind the last."""
        while self.at >= len(self.parts[self.part]):
            self.part, self.at = self.part + 1, 0

    def _pass_letters(self, count: int, flags: int) -> None:
        """Past the letters; where they go on in the next record, it says anew how wide they are."""
        while count:
            if self.at >= len(self.parts[self.part]):
                self._turn()
                flags = self._take(1)[0]
            size = 2 if flags & _WIDE else 1
            here = min(count, (len(self.parts[self.part]) - self.at) // size)
            if not here:
                raise IndexError("a letter is cut in two")
            self.at += here * size
            count -= here


def is_doubtful_text(body: bytes, looks: OldLooks) -> bool:
    """Whether a text in a cell of its own is in doubt by its runs."""
    count, flags = struct.unpack_from("<HB", body, 6)
    at = 9 + count * (2 if flags & _WIDE else 1)
    (runs,) = struct.unpack_from("<H", body, at)
    return _in_doubt([struct.unpack_from("<2H", body, at + 2 + 4 * n) for n in range(runs)], looks)
