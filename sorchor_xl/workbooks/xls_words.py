"""What people wrote on a sheet of .xls beside its cells: notes, text boxes, shapes ([MS-XLS]).

A note names its cell; any other object lies where the drawing before it says. Nothing here refuses
a workbook: what cannot be followed has no words.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.workbooks.sheet_traits import Merge
from sorchor_xl.workbooks.xlsx_comments import add_words

NOTE, DRAWING, OBJECT, OBJECT_TEXT, CONTINUE = 0x1C, 0xEC, 0x5D, 0x1B6, 0x3C
_WIDE: Final = 1
_OBJECT_HEAD, _TEXT_HEAD, _NOTE_HEAD = 8, 12, 11
_A_NOTE: Final = 0x19
_DRAWN: Final = frozenset({1, 2, 3, 4, 6, 8, 9, 0x1E})
"""Lines, frames, ovals, arcs, boxes, pictures, polygons, and shapes of later programs."""
_NOWHERE: Final = Merge(0, 0, 0, 0)
_ANCHOR: Final = re.compile(rb"\x10\xf0\x12\x00\x00\x00(.{18})", re.DOTALL)
"""Where a shape lies: two bytes, then column, part of it, row and part of it for either corner."""


@dataclass
class OldWords:
    """The words on a sheet, put together from the records that hold them."""

    corner: tuple[int, int] = (0, 0)
    place: Merge = _NOWHERE
    drawn: list[Merge] = field(default_factory=list)
    """Cells under what is drawn; the last of it is taken out again where words follow."""
    is_note: bool = False
    object_id: int = 0
    letters: int = 0
    notes: dict[int, str] = field(default_factory=dict)
    places: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    shapes: list[tuple[tuple[int, int], str]] = field(default_factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """One record of the sheet, in their order."""
        if kind == DRAWING:
            self._take_drawing(body)
        elif kind == OBJECT:
            self._take_object(body)
        elif kind == OBJECT_TEXT and len(body) >= _TEXT_HEAD:
            self.letters = struct.unpack_from("<H", body, 10)[0]
            if self.letters and self.drawn and self.drawn[-1] is self.place:
                self.drawn.pop()
            self.shapes += [] if self.is_note else [(self.corner, "")]
        elif kind == CONTINUE:
            self._take_letters(body)
        elif kind == NOTE and len(body) >= _NOTE_HEAD:
            self._take_note(body)

    def _take_drawing(self, body: bytes) -> None:
        """Where the next object lies; one of a group lies where the group does."""
        anchors = _ANCHOR.findall(body)
        if anchors:
            column, _, row, _, right, _, bottom = struct.unpack_from("<7H", anchors[-1], 2)
            self.corner = (row, column)
            self.place = Merge(row, column, max(row, bottom), max(column, right))

    def _take_object(self, body: bytes) -> None:
        """An object drawn on the sheet, whose text may follow."""
        if len(body) >= _OBJECT_HEAD:
            kind, self.object_id = struct.unpack_from("<2H", body, 4)
            self.is_note = kind == _A_NOTE
            if kind in _DRAWN:
                self.drawn.append(self.place)

    def _take_letters(self, body: bytes) -> None:
        """Letters of the last object, as far as they are still awaited."""
        if not self.letters or not body:
            return
        size = 2 if body[0] & _WIDE else 1
        coded = body[1 : 1 + size * self.letters]
        self.letters -= len(coded) // size
        said = _text(coded, wide=body[0] & _WIDE)
        if self.is_note:
            self.notes[self.object_id] = self.notes.get(self.object_id, "") + said
        elif self.shapes:
            at, begun = self.shapes[-1]
            self.shapes[-1] = (at, begun + said)

    def _take_note(self, body: bytes) -> None:
        """Which object is beside which cell, and who wrote it."""
        row, column, _, number, count, flags = struct.unpack_from("<5HB", body)
        wide = flags & _WIDE
        author = _text(body[_NOTE_HEAD : _NOTE_HEAD + count * (2 if wide else 1)], wide=wide)
        self.places[number] = (row, column, author)

    @property
    def beside(self) -> Mapping[tuple[int, int], str]:
        """0-based cell → what people wrote there, on one line; ours are left out."""
        found: dict[tuple[int, int], str] = {}
        for number, (row, column, author) in self.places.items():
            text = " ".join(self.notes.get(number, "").split())
            if not is_our_comment(author, text):
                add_words(found, (row, column), text)
        for at, said in self.shapes:
            add_words(found, at, " ".join(said.split()))
        return found


def _text(coded: bytes, *, wide: int) -> str:
    return coded.decode("utf-16-le" if wide else "latin-1", "replace")
