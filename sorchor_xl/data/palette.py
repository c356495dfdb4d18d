"""What the workbooks show alike: the colours and signs of levels and points, colours of states, and
dates in พ.ศ.

Colours are given as fill and ink, and always stand beside a sign or a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

Colours = tuple[str, str]

_RAMP: Final[tuple[Colours, ...]] = (
    ("#FBE3E1", "#8F0A0A"),
    ("#E8B84A", "#2B1D00"),
    ("#2A7A50", "#FFFFFF"),
)
"""Pale, middle, dark: the lowest, the middle and the highest grade."""
_INKS: Final = ("#FFFFFF", "#000000")
_READABLE: Final = 4.5
"""Contrast from which small letters can be read (WCAG 2)."""
_FLARE: Final = 0.05
"""What a screen or paper reflects, by which contrast is reckoned (WCAG 2)."""
_LINEAR_UNTIL: Final = 0.04045
_STEPS: Final = 100
_SIGNS: Final[Mapping[int, str]] = {
    2: "▼▲",
    3: "▼■▲",
    4: "▼▽△▲",
    5: "▼▽■△▲",
    6: "▼▽◆■△▲",
}
"""By how many grades there are, the sign of each from the lowest up; none that people tick with."""

GOOD: Final = ("#E3F1E8", "#1E5C3A")
WAITING: Final = ("#FFF3CF", "#5C4600")
BAD: Final = ("#FBE3E1", "#8F0A0A")
"""How a task stands: done, something is open, something is wrong. All pale: a state is no level."""

DATE_FORMAT: Final = "[$-107041E]d mmm yyyy"
"""พ.ศ. in Excel and LibreOffice alike."""


@cache
def grade_colours(count: int) -> Mapping[int, Colours]:
    """Grade, the highest first → fill and ink, for so many levels or points (2 to 6).

    Three are the ramp itself; of any other number, neighbours differ alike on a photocopy.
    """
    if count == len(_RAMP):
        return dict(zip(range(count, 0, -1), reversed(_RAMP), strict=True))
    light, dark = (luminance(fill) + _FLARE for fill in (_RAMP[0][0], _RAMP[-1][0]))
    steps = {grade: (grade - 1) / (count - 1) for grade in range(count, 0, -1)}
    return {grade: _as_light(light * (dark / light) ** at) for grade, at in steps.items()}


def grade_sign(grade: int, count: int) -> str:
    """The sign of a grade, 1 being the lowest of ``count``."""
    return _SIGNS[count][grade - 1]


def _as_light(wanted: float) -> Colours:
    """The colour of the ramp with that luminance (and flare), and an ink to be read on it."""
    places = [(n, step / _STEPS) for n in range(len(_RAMP) - 1) for step in range(_STEPS + 1)]
    at, share = min(places, key=lambda p: abs(luminance(_mixed(*p)) + _FLARE - wanted))
    fill = _mixed(at, share)
    return fill, _ink(fill, _RAMP[at + (share * 2 > 1)][1])


def _mixed(at: int, share: float) -> str:
    """So far from one colour of the ramp to the next."""
    pairs = zip(_parts(_RAMP[at][0]), _parts(_RAMP[at + 1][0]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _ink(fill: str, wanted: str) -> str:
    """``wanted`` where it can be read, else the better of black and white."""
    if contrast(fill, wanted) >= _READABLE:
        return wanted
    return max(_INKS, key=lambda ink: contrast(fill, ink))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 black to 1 white (WCAG 2)."""
    weighed = zip((0.2126, 0.7152, 0.0722), _parts(colour), strict=True)
    return sum(weight * _linear(part / 255) for weight, part in weighed)


def _linear(part: float) -> float:
    return part / 12.92 if part <= _LINEAR_UNTIL else ((part + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + _FLARE) / (dark + _FLARE)
