"""Colours that a photocopy keeps apart.

LOOK-01 Two to six levels or points differ in greyscale, and the ink on each can be read.
LOOK-02 Three have the colours and signs that were published; every sign is another.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from sorchor_xl.data.palette import BAD, GOOD, WAITING, contrast, grade_colours, grade_sign


@pytest.mark.parametrize("count", range(2, 7))
def test_levels_differ_in_greyscale(count: int) -> None:
    """LOOK-01: each is darker than the one below it."""
    fills = [fill for fill, _ in grade_colours(count).values()]
    assert len(fills) == count
    assert all(contrast(a, b) >= 1.3 for a, b in pairwise(fills))
    against_white = [contrast(fill, "#FFFFFF") for fill in fills]
    assert against_white == sorted(against_white, reverse=True)


@pytest.mark.parametrize("count", range(2, 7))
def test_ink_can_be_read(count: int) -> None:
    """LOOK-01"""
    for fill, ink in (*grade_colours(count).values(), GOOD, WAITING, BAD):
        assert contrast(fill, ink) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    """LOOK-01: black on white, and the least grey that small letters may have on it."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_three_are_as_published() -> None:
    """LOOK-02"""
    fills = {grade: fill for grade, (fill, _) in grade_colours(3).items()}
    assert fills == {3: "#2A7A50", 2: "#E8B84A", 1: "#FBE3E1"}
    assert [grade_sign(n, 3) for n in (1, 2, 3)] == ["▼", "■", "▲"]


@pytest.mark.parametrize("count", range(2, 7))
def test_every_sign_is_another(count: int) -> None:
    """LOOK-02: from ▼ for the lowest to ▲ for the highest."""
    signs = [grade_sign(n, count) for n in range(1, count + 1)]
    assert (signs[0], signs[-1], len(set(signs))) == ("▼", "▲", count)
