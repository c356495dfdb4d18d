"""What an .xlsb says of its cells beside their values: looks, struck texts, comments."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.workbooks.binary_codes import is_struck
from sorchor_xl.workbooks.cell_looks import Look, indexed, of_theme, style_of
from sorchor_xl.workbooks.sheet_traits import CellStyle
from sorchor_xl.workbooks.xlsb_parts import records_of, text_at

_FONT, _FORMAT, _FILL, _XF, _XFS, _XFS_END = 43, 44, 45, 47, 617, 618
_COMMENT, _COMMENT_TEXT, _AUTHOR = 635, 637, 632
_INK_AT: Final = 12
"""Where in a font's record its colour stands."""
_NUMBERED_COLOUR, _OWN_COLOUR, _THEME_COLOUR, _WHOLE_TINT = 1, 2, 3, 32767
_SOLID: Final = 1
_RICH: Final = 1
_TEXT: Final = 19


def styles_of(part: bytes) -> tuple[list[CellStyle], list[bool]]:
    """What each cell style makes of a cell, and which fonts strike through."""
    fonts: list[tuple[bool, str | None]] = []
    grounds: list[str | None] = []
    codes: dict[int, str] = {}
    formats: list[tuple[int, int, int]] = []
    within = False
    for kind, body in records_of(part):
        if kind == _FONT:
            fonts.append((is_struck(body), _colour(body, _INK_AT)))
        elif kind == _FILL:
            grounds.append(_ground(body))
        elif kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = text_at(body, 2)[0]
        elif kind in (_XFS, _XFS_END):
            within = kind == _XFS
        elif kind == _XF and within:
            formats.append(struct.unpack_from("<3H", body, 2))
    styles = [
        style_of(
            Look(
                *(fonts[font] if font < len(fonts) else (False, "")),
                grounds[fill] if fill < len(grounds) else "",
            ),
            number,
            codes,
        )
        for number, font, fill in formats
    ]
    return styles, [struck for struck, _ in fonts]


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


def shared_texts(part: bytes, fonts: list[bool]) -> list[tuple[str, bool]]:
    """The shared texts, and whether each is struck through in part."""
    texts = (body for kind, body in records_of(part) if kind == _TEXT)
    return [(text_at(body, 1)[0], is_struck_text(body, 0, fonts)) for body in texts]


def is_struck_text(body: bytes, at: int, fonts: list[bool]) -> bool:
    """Whether a text has a run that is struck through; ``at`` is where its flags stand."""
    if not body[at] & _RICH:
        return False
    _, end = text_at(body, at + 1)
    (count,) = struct.unpack_from("<I", body, end)
    runs = (struct.unpack_from("<2H", body, end + 4 + 4 * n) for n in range(count))
    return any(font < len(fonts) and fonts[font] for _, font in runs)


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
