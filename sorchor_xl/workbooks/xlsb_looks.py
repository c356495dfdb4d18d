"""What an .xlsb says of its cells beside their values: looks, doubtful texts, rules, comments."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.workbooks.binary_codes import is_void, run_look
from sorchor_xl.workbooks.cell_looks import (
    Look,
    RunLook,
    indexed,
    is_doubtful,
    is_unseen,
    of_theme,
    style_of,
)
from sorchor_xl.workbooks.number_formats import classify_code
from sorchor_xl.workbooks.sheet_traits import CellStyle, Merge, NumberClass
from sorchor_xl.workbooks.xlsb_parts import records_of, text_at

_FONT, _FORMAT, _FILL, _XF, _XFS, _XFS_END = 43, 44, 45, 47, 617, 618
_COMMENT, _COMMENT_TEXT, _AUTHOR = 635, 637, 632
_BORDER, _RULE_STYLE = 46, 507
_INK_AT, _SCRIPT_AT, _DIAGONAL_AT = 12, 6, 41
"""Where in a font's record its colour stands, and what raises it; in a border's the diagonal."""
_RULES, _RULE, _BAR = 461, 463, 467
_PROPERTY_GROUND, _PROPERTY_INK, _PROPERTY_STRIKE, _PROPERTY_FORMAT = 2, 5, 29, 38
_MOST_RANGES: Final = 2000
_NUMBERED_COLOUR, _OWN_COLOUR, _THEME_COLOUR, _WHOLE_TINT = 1, 2, 3, 32767
_SOLID: Final = 1
_RICH: Final = 1
_DIAGONALS: Final = 3
_TEXT: Final = 19


@dataclass
class BinaryLooks:
    """The styles of a workbook as their records come by."""

    runs: list[RunLook] = field(default_factory=list)
    """What each font makes of a run of letters."""
    rules: list[bool] = field(default_factory=list)
    """Which styles of rules strike through or hide."""
    fonts: list[tuple[bool, str | None]] = field(default_factory=list)
    grounds: list[str | None] = field(default_factory=list)
    crossed: list[bool] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[tuple[int, int, int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, part: bytes) -> BinaryLooks:
        """The looks that the part with the styles describes."""
        looks, within = cls(), False
        for kind, body in records_of(part):
            if kind in (_XFS, _XFS_END):
                within = kind == _XFS
            elif kind == _XF and within:
                looks.formats.append(struct.unpack_from("<4H", body, 2))
            else:
                looks._take(kind, body)
        return looks

    def _take(self, kind: int, body: bytes) -> None:
        """What styles of cells refer to, and the styles of rules."""
        if kind == _FONT:
            ink = _colour(body, _INK_AT)
            self.fonts.append((is_void(body), ink))
            self.runs.append(run_look(body, _SCRIPT_AT, ink))
        elif kind == _FILL:
            self.grounds.append(_ground(body))
        elif kind == _BORDER:
            crossed = body[0] & _DIAGONALS and body[_DIAGONAL_AT : _DIAGONAL_AT + 1] > b"\0"
            self.crossed.append(bool(crossed))
        elif kind == _FORMAT:
            self.codes[struct.unpack_from("<H", body)[0]] = text_at(body, 2)[0]
        elif kind == _RULE_STYLE:
            self.rules.append(_strikes(body))

    @property
    def styles(self) -> list[CellStyle]:
        """What each cell style makes of a cell."""
        return [
            style_of(self._look(font, fill, border), number, self.codes)
            for number, font, fill, border in self.formats
        ]

    def _look(self, font: int, fill: int, border: int) -> Look:
        struck, ink = self.fonts[font] if font < len(self.fonts) else (False, "")
        ground = self.grounds[fill] if fill < len(self.grounds) else ""
        return Look(struck or (border < len(self.crossed) and self.crossed[border]), ink, ground)


def _strikes(body: bytes) -> bool:
    """Whether the style of a rule strikes through, hides by its colours, or by its format."""
    ink: str | None = ""
    ground: str | None = ""
    for kind, held in _properties(body):
        if kind == _PROPERTY_STRIKE and held[0]:
            return True
        if kind == _PROPERTY_FORMAT and classify_code(text_at(held, 2)[0]) is NumberClass.VOID:
            return True
        ink = _colour(held, 0) if kind == _PROPERTY_INK else ink
        ground = _colour(held, 0) if kind == _PROPERTY_GROUND else ground
    return is_unseen(Look(ink=ink, ground=ground))


def _properties(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of what a rule's style sets."""
    (count,), at = struct.unpack_from("<H", body, 4), 6
    for _ in range(count):
        kind, length = struct.unpack_from("<2H", body, at)
        yield kind, body[at + 4 : at + length]
        at += length


@dataclass
class BinaryRules:
    """Ranges of the rules of a sheet, of which one may strike through or hide."""

    striking: Sequence[bool]
    ranges: list[Merge] = field(default_factory=list)
    in_doubt: list[Merge] = field(default_factory=list)

    def take(self, kind: int, body: bytes) -> None:
        """One record of the sheet."""
        if kind == _RULES:
            (count,) = struct.unpack_from("<I", body, 8)
            places = (struct.unpack_from("<4I", body, 12 + 16 * n) for n in range(count))
            found = islice(places, _MOST_RANGES)
            self.ranges = [Merge(top, left, bottom, right) for top, bottom, left, right in found]
        elif kind == _RULE:
            (style,) = struct.unpack_from("<I", body, 8)
            if style < len(self.striking) and self.striking[style]:
                self.in_doubt += self.ranges
        elif kind == _BAR and not body[2]:  # the bar alone is shown, without the number
            self.in_doubt += self.ranges


def _colour(body: bytes, at: int) -> str | None:
    """A colour as rrggbb; "" for the automatic one, None where it is not stated plainly."""
    kind, number, tint = struct.unpack_from("<2Bh", body, at)
    if kind >> 1 == _OWN_COLOUR:
        return body[at + 4 : at + 7].hex().upper()
    if kind >> 1 == _THEME_COLOUR:
        return of_theme(number, tint / _WHOLE_TINT)
    return indexed(number) if kind >> 1 == _NUMBERED_COLOUR else ""


def _ground(body: bytes) -> str | None:
    """The colour behind the letters; "" where there is none, None where it is a pattern."""
    (pattern,) = struct.unpack_from("<I", body)
    if pattern > _SOLID:
        return None
    return (_colour(body, 4) or None) if pattern == _SOLID else ""


def shared_texts(part: bytes, fonts: Sequence[RunLook]) -> list[tuple[str, bool]]:
    """The shared texts, and whether each is in doubt by its runs."""
    texts = (body for kind, body in records_of(part) if kind == _TEXT)
    return [(text_at(body, 1)[0], is_doubtful_text(body, 0, fonts)) for body in texts]


def is_doubtful_text(body: bytes, at: int, fonts: Sequence[RunLook]) -> bool:
    """Whether a text has a run that is struck through, raised or unseen; ``at`` is where its flags
    stand. Letters before the first run are plain."""
    if not body[at] & _RICH:
        return False
    _, end = text_at(body, at + 1)
    (count,) = struct.unpack_from("<I", body, end)
    runs = [struct.unpack_from("<2H", body, end + 4 + 4 * n) for n in range(count)]
    plain = [RunLook()] if runs and runs[0][0] else []
    return is_doubtful([*plain, *(fonts[font] for _, font in runs if font < len(fonts))])


def comments_in_binary(part: bytes) -> Mapping[tuple[int, int], str]:
    """0-based cell → what people wrote there, on one line; ours are left out."""
    authors: list[str] = []
    found: dict[tuple[int, int], str] = {}
    at, author = (0, 0), ""
    for kind, body in records_of(part):
        if kind == _AUTHOR:
            authors.append(text_at(body, 0)[0])
        elif kind == _COMMENT:
            number, row, _, column, _ = struct.unpack_from("<5I", body)
            at, author = (row, column), authors[number] if number < len(authors) else ""
        elif kind == _COMMENT_TEXT:
            text = " ".join(text_at(body, 1)[0].split())
            if text and not is_our_comment(author, text):
                found[at] = text
    return found
