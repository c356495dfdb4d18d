"""What the look of a cell says of its value: struck through, seen by nobody, or set aside in grey.

Certain is what cannot be read as meant: letters struck through, a cell crossed out by its border,
letters hardly to be told from their ground. Letters in a pale grey are a doubt at most, and any
other colour says nothing: offices mark in red, blue and green what they corrected, checked or are
proud of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from sorchor_xl.workbooks.number_formats import classify
from sorchor_xl.workbooks.sheet_traits import CellStyle, NumberClass
from sorchor_xl.workbooks.shown_text import WHITE_NAME, odd_code

BLACK, WHITE = "000000", "FFFFFF"
PALETTE: Final = tuple(
    (
        "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080C0C0C0"
        "8080809999FF993366FFFFCCCCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF800080800000"
        "0080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CCCC99FFFFCC993366FF33CCCC99CC00FFCC00FF9900"
        "FF6600666699969696003366339966003300333300993300993366333399333333"
    )[at : at + 6]
    for at in range(0, 56 * 6, 6)
)
"""The colours 8 to 63 that a workbook has unless it says otherwise; 0 to 7 are the first eight."""
_THEME: Final = (
    *("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D"),
    *("9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080"),
)
"""The colours of the theme that Excel gives a workbook: others are as light or as dark."""
_WHOLE: Final = 255
_FIRST_OWN, _COLOURS = 8, 64
_UNSEEN, _PALE, _FAINT = 1.5, 160, 4.2
"""Contrasts (1 to 21) up to which letters are not seen, or are set aside; and between them a
ground (of 255) too pale for letters in white."""
_DARKEST: Final = 0.04045
"""Up to here the screen's curve is a straight line (IEC 61966-2-1)."""
_GREY: Final = 16
"""Most by which red, green and blue of a grey differ."""
SMALLEST_POINTS: Final = 3
"""Letters smaller than so many points, and rows lower than that, are not seen on any screen."""
_WHITE_CODE: Final = re.compile(rf"[^;]*\[{WHITE_NAME}\]", re.IGNORECASE)
"""A number format whose first section shows in white."""


class Look(NamedTuple):
    """Letters and ground of a cell as rrggbb; "" is black on white, None a colour not known."""

    struck: bool = False
    ink: str | None = ""
    ground: str | None = ""


class RunLook(NamedTuple):
    """What a run makes of its piece of a text: ``set_off`` where it is struck through, raised or
    lowered ("5¹"), ``unseen`` where it is white or tiny."""

    set_off: bool = False
    unseen: bool = False


def is_doubtful(runs: Sequence[RunLook]) -> bool:
    """Whether what is seen of a text is not what is stored: a piece is set off, or unseen among
    others; a text all in white may stand on a dark ground."""
    some, every = any(run.unseen for run in runs), all(run.unseen for run in runs)
    return any(run.set_off for run in runs) or (some and not every)


def style_of(look: Look, number_format: int, codes: Mapping[int, str]) -> CellStyle:
    """What look and number format together make of a cell's value."""
    shown = look._replace(ink=WHITE) if _is_white(codes.get(number_format, "")) else look
    if shown.struck or is_unseen(shown):
        return CellStyle(NumberClass.VOID)
    number = classify(number_format, codes)
    if number is not NumberClass.PLAIN:
        return CellStyle(number)
    faint = NumberClass.FAINT if _is_faint(look) else number
    return CellStyle(faint, odd_code(codes.get(number_format, "")))


def _is_white(code: str) -> bool:
    return bool(code) and _WHITE_CODE.match(code) is not None


@lru_cache(maxsize=1024)
def is_unseen(look: Look) -> bool:
    """Whether nobody sees the letters on their ground."""
    if look.ink is None or look.ground is None:
        return False
    ink, ground = look.ink or BLACK, look.ground or WHITE
    return _contrast(ink, ground) < _UNSEEN or (ink == WHITE and min(_parts(ground)) >= _PALE)


@lru_cache(maxsize=1024)
def _is_faint(look: Look) -> bool:
    if not look.ink or look.ground is None:
        return False
    parts = _parts(look.ink)
    grey = max(parts) - min(parts) <= _GREY
    return grey and _contrast(look.ink, look.ground or WHITE) < _FAINT


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue


def _contrast(one: str, other: str) -> float:
    """How much brighter the brighter of two colours is, from 1 to 21."""
    dark, bright = sorted((_brightness(one), _brightness(other)))
    return (bright + 0.05) / (dark + 0.05)


def _brightness(colour: str) -> float:
    """Relative luminance, from 0 to 1."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _DARKEST else float(((part + 0.055) / 1.055) ** 2.4)


def indexed(number: int, own: Mapping[int, str] | None = None) -> str | None:
    """A colour by its number in the palette; "" for the automatic one, None for none there is."""
    if number >= _COLOURS:
        return ""
    place = number if number >= _FIRST_OWN else number + _FIRST_OWN
    return (own or {}).get(place, PALETTE[place - _FIRST_OWN]) if number >= 0 else None


def of_theme(number: int, tint: float = 0) -> str | None:
    """A colour of a theme, made darker or lighter; None for none there is."""
    if number >= len(_THEME):
        return None
    tint = min(1.0, max(-1.0, tint))
    parts = (
        p + (_WHOLE - p) * tint if tint > 0 else p * (1 + tint) for p in _parts(_THEME[number])
    )
    return "".join(f"{round(part):02X}" for part in parts)
