"""What an .xls says of the looks of its cells, and of texts struck through ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sorchor_xl.workbooks.binary_codes import is_struck
from sorchor_xl.workbooks.cell_looks import Look, indexed, style_of
from sorchor_xl.workbooks.sheet_traits import CellStyle

_NO_FONT: Final = 4
"""The number that no font has: those from here on stand one place earlier in the list."""
_WIDE, _LONG, _RICH = 1, 4, 8
_FIRST_OWN: Final = 8
_NUMBERED: Final = 0x7F
_SOLID: Final = 1


@dataclass
class OldLooks:
    """Fonts, formats, colours and styles as their records come by."""

    fonts: list[tuple[bool, int]] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    colours: dict[int, str] = field(default_factory=dict)
    formats: list[tuple[int, int, int, int]] = field(default_factory=list)

    def take_font(self, body: bytes) -> None:
        """One font: whether it strikes through, and the number of its colour."""
        self.fonts.append((is_struck(body), struct.unpack_from("<H", body, 4)[0]))

    def take_style(self, body: bytes) -> None:
        """The style of cells: font, number format, pattern and colour behind the letters."""
        font, number = struct.unpack_from("<2H", body)
        pattern, ground = struct.unpack_from("<IH", body, 14)
        self.formats.append((font, number, pattern >> 26, ground & _NUMBERED))

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
            style_of(Look(*self._font(font), self._ground(pattern, ground)), number, self.codes)
            for font, number, pattern, ground in self.formats
        ]

    def is_struck(self, number: int) -> bool:
        """Whether a font strikes through."""
        return self._font(number)[0]

    def _font(self, number: int) -> tuple[bool, str | None]:
        place = number - (number > _NO_FONT)
        if place >= len(self.fonts):
            return False, ""
        struck, colour = self.fonts[place]
        return struck, indexed(colour, self.colours)

    def _ground(self, pattern: int, colour: int) -> str | None:
        """The colour behind the letters; "" where there is none, None where it is a pattern."""
        if pattern > _SOLID:
            return None
        return (indexed(colour, self.colours) or None) if pattern == _SOLID else ""


def struck_texts(parts: Sequence[bytes], looks: OldLooks) -> Collection[int]:
    """Places of the shared texts that are struck through in part; the records that hold them."""
    if not parts or not any(struck for struck, _ in looks.fonts):
        return frozenset()
    reader = _SharedTexts(parts)
    found = enumerate(reader.fonts())
    return frozenset(place for place, fonts in found if any(map(looks.is_struck, fonts)))


@dataclass
class _SharedTexts:
    """Goes through shared texts, which may break off in one record and go on in the next."""

    parts: Sequence[bytes]
    part: int = 0
    at: int = 8

    def fonts(self) -> Iterator[list[int]]:
        """The fonts that the runs of each text are in; of all there are, whatever is stated."""
        last = len(self.parts) - 1
        while self.part < last or self.at < len(self.parts[last]):
            yield self._fonts_of_next()

    def _fonts_of_next(self) -> list[int]:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        behind = struct.unpack("<I", self._take(4))[0] if flags & _LONG else 0
        self._pass_letters(count, flags)
        marks = self._take(4 * runs)
        self._take(behind)
        return [struct.unpack_from("<H", marks, 4 * n + 2)[0] for n in range(runs)]

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


def struck_runs(body: bytes, looks: OldLooks) -> bool:
    """Whether a text in a cell of its own is struck through in part."""
    count, flags = struct.unpack_from("<HB", body, 6)
    at = 9 + count * (2 if flags & _WIDE else 1)
    (runs,) = struct.unpack_from("<H", body, at)
    return any(
        looks.is_struck(struct.unpack_from("<H", body, at + 4 + 4 * n)[0]) for n in range(runs)
    )
