"""What both workbooks show alike: the colours of the levels, and dates in พ.ศ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LEVEL_COLOURS: Final[Mapping[int, tuple[str, str]]] = {
    3: ("#C6EFCE", "#006100"),
    2: ("#FFEB9C", "#7F6000"),
    1: ("#FFC7CE", "#9C0006"),
}
"""Fill and ink of a level or of the points 1–3; always shown with symbol and word."""

DATE_FORMAT: Final = "[$-107041E]d mmm yyyy"
"""พ.ศ. in Excel and LibreOffice alike."""
