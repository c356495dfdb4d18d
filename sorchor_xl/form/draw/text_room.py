"""How many lines a text takes in a cell, and how high they stand, whatever font shows it.

Rows are made for a machine without TH SarabunPSK, where a font half again as wide and high stands
in: a row too high is empty paper, a row too low hides words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

FALLBACK: Final = 1.503
"""How much larger than TH SarabunPSK the font is that stands in for it on most machines."""
POINTS_A_DIGIT: Final = 5.25
"""A digit of Calibri 11, by which columns are counted."""
_CELL_MARGIN: Final = 3.0
"""What a cell keeps free left and right together."""
_INDENT: Final = 7.0
_AIR: Final = 1.0
"""Points a row is higher than its text."""
_LINE: Final = 1.302
"""Height of a line of TH SarabunPSK as a share of its size."""
_INK: Final = 1.09
"""Height of a single line from its lowest vowel to its highest tone mark."""
_BOLD: Final = 1.05
"""How much wider bold letters are."""
_WORD_LOSS: Final = 3
"""Letters lost at the end of a line because Thai is broken between words."""
_MOST_LOSS: Final = 0.25
"""The largest share of a line so lost: narrow cells hold short words."""

_THAI_FROM: Final = 0x0E01
_THAI: Final = (
    *(386, 378, 382, 393, 393, 408, 294, 367, 377, 380, 384, 519, 519, 425, 425, 343, 461, 532),
    *(543, 391, 391, 378, 430, 335, 420, 428, 428, 381, 381, 447, 447, 425, 400, 375, 322, 378),
    *(381, 425, 335, 393, 438, 381, 427, 454, 387, 372, 391, 357, 0, 316, 316, 0, 0, 0, 0, 0, 0),
    *(0, 386, 386, 386, 386, 411, 203, 377, 237, 242, 244, 205, 399, 0, 0, 0, 0, 0, 0, 0, 0, 450),
    *(449, 449, 449, 449, 449, 449, 449, 449, 449, 449, 522, 697),
)
"""Advance widths of TH SarabunPSK from ก on, in thousandths of the font size."""
_ASCII_FROM: Final = 0x20
_ASCII: Final = (
    *(216, 147, 208, 403, 361, 585, 423, 120, 190, 190, 285, 411, 162, 216, 162, 270, 362, 362),
    *(362, 362, 362, 362, 362, 362, 362, 362, 162, 162, 411, 411, 411, 283, 536, 400, 378, 406),
    *(431, 351, 351, 425, 441, 147, 264, 376, 353, 548, 441, 486, 378, 487, 379, 352, 379, 466),
    *(390, 588, 418, 366, 424, 196, 262, 196, 412, 352, 204, 344, 401, 331, 401, 374, 206, 311),
    *(390, 143, 155, 316, 200, 601, 390, 398, 401, 401, 217, 282, 238, 390, 341, 507, 318, 337),
    *(321, 208, 153, 208, 416),
)
_OTHER: Final = 600
"""A sign of another script: "▲", "→"."""
_WIDTHS: Final = {
    **{_THAI_FROM + n: wide for n, wide in enumerate(_THAI)},
    **{_ASCII_FROM + n: wide for n, wide in enumerate(_ASCII)},
}
_PIECE: Final = re.compile("[ \t]+|[\u0e00-\u0e7f]+|[^ \t\u0e00-\u0e7f]+")
_CLUSTER: Final = re.compile(
    "[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e30-\u0e3a\u0e45\u0e46\u0e47-\u0e4e]*|.", re.DOTALL
)


def text_points(text: str, size: float, *, bold: bool = False) -> float:
    """Points a text takes on one line in the fallback, in a font of ``size`` points."""
    share = sum(_WIDTHS.get(ord(char), _OTHER) for char in text) / 1000
    return share * size * FALLBACK * (_BOLD if bold else 1.0)


def text_lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Lines a text takes in ``room`` points: its own, and those it is broken into."""
    return sum(_broken(line, size, room, bold=bold) for line in text.split("\n"))


def lines_height(lines: int, size: float) -> float:
    """Points so many lines stand high, from the first tone mark to the last vowel."""
    return ((lines - 1) * _LINE + _INK) * FALLBACK * size


def height_in(text: str, look: Mapping[str, Any], points: float) -> float:
    """Points a row is high around a text; ``look`` as in XlsxWriter, ``points`` of the columns."""
    size, bold = float(look["font_size"]), bool(look.get("bold"))
    room = points - _CELL_MARGIN - float(look.get("indent", 0)) * _INDENT
    lines = text_lines(text, size, room, bold=bold) if look.get("text_wrap") else 1
    return lines_height(lines, size) + _AIR


def _broken(text: str, size: float, room: float, *, bold: bool) -> int:
    if text_points(text, size, bold=bold) <= room:
        return 1
    loss = min(_WORD_LOSS * text_points("ก", size, bold=bold), _MOST_LOSS * room)
    lines, used = 1, 0.0
    for piece in _PIECE.findall(text):
        wide = text_points(piece, size, bold=bold)
        if used + wide <= room or piece.isspace():
            used += wide
        elif not _THAI_FROM <= ord(piece[0]) <= _THAI_FROM + len(_THAI):
            lines, used = lines + (used > 0), wide
        else:
            more, used = _broken_thai(piece, size, (room - loss, used), bold=bold)
            lines += more
    return lines


def _broken_thai(
    piece: str, size: float, room: tuple[float, float], *, bold: bool
) -> tuple[int, float]:
    """Lines begun by a run of Thai and what it fills of the last; ``room``: of a line, used."""
    most, used = room
    begun = 0
    for cluster in _CLUSTER.findall(piece):
        wide = text_points(cluster, size, bold=bold)
        if used + wide > most:
            begun, used = begun + 1, 0.0
        used += wide
    return begun, used
