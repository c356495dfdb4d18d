"""What the workbooks show alike: the colours of levels and of states, and dates in พ.ศ.

Colours are given as fill and ink, and always stand beside a sign or a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEVEL_COLOURS: Final[Mapping[int, tuple[str, str]]] = {
    3: ("#2A7A50", "#FFFFFF"),
    2: ("#E8B84A", "#2B1D00"),
    1: ("#FBE3E1", "#8F0A0A"),
}
"""A level, or the points 1–3: dark, middle, pale, so that a photocopy tells them apart too."""

GOOD: Final = ("#E3F1E8", "#1E5C3A")
WAITING: Final = ("#FFF3CF", "#5C4600")
BAD: Final = ("#FBE3E1", "#8F0A0A")
"""How a task stands: done, something is open, something is wrong. All pale: a state is no level."""

DATE_FORMAT: Final = "[$-107041E]d mmm yyyy"
"""พ.ศ. in Excel and LibreOffice alike."""
