"""Colours that a photocopy keeps apart.

LOOK-01 The three levels differ in greyscale, and the ink on each can be read.
"""

from __future__ import annotations

from itertools import combinations

from sorchor_xl.data.palette import BAD, GOOD, LEVEL_COLOURS, WAITING


def lightness(colour: str) -> float:
    """Relative luminance of "#RRGGBB", 0 black to 1 white (WCAG 2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_levels_differ_in_greyscale() -> None:
    """LOOK-01"""
    fills = [fill for fill, _ in LEVEL_COLOURS.values()]
    assert len(fills) == 3
    assert all(contrast(a, b) >= 1.4 for a, b in combinations(fills, 2))


def test_ink_can_be_read() -> None:
    """LOOK-01"""
    for fill, ink in (*LEVEL_COLOURS.values(), GOOD, WAITING, BAD):
        assert contrast(fill, ink) >= 4.5
