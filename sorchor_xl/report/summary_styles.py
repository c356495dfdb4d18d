"""How the summary looks: one accent, hairlines, level colours always beside a word or symbol.

A style is named "kind" or "kind/change/change" ("count/bold", "text/level3"); each name is one
format of the workbook, made when first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sorchor_xl.data.palette import BAD, DATE_FORMAT, GOOD, WAITING, grade_colours
from sorchor_xl.domain.thai.text import has_stacked_marks, reaches_below

ACCENT: Final = "#1B3A5C"
SOFT: Final = "#E9EFF5"
LINE: Final = "#C5D0DB"
QUIET: Final = "#3A4656"
INK: Final = "#1A1A1A"

TABS: Final[Mapping[str, str]] = {
    "results": ACCENT,
    "follow": "#C77700",
    "send": "#2A7A50",
    "evidence": "#7F8A96",
}
"""Tab colour of each group of sheets."""

THAI_DATE: Final = DATE_FORMAT
SHORT_DATE: Final = DATE_FORMAT.replace("yyyy", "yy")
"""Where a column has no room for the whole year in a wider font."""
THAI_DATE_TIME: Final = f"{THAI_DATE} h:mm"

_CELL: Final[Mapping[str, Any]] = {"valign": "vcenter", "bottom": 1, "bottom_color": LINE}
_CENTER: Final[Mapping[str, Any]] = {**_CELL, "align": "center", "shrink": True}

KINDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {**_CELL, "align": "left", "indent": 1, "shrink": True},
    "wrap": {**_CELL, "align": "left", "indent": 1, "text_wrap": True},
    "long": {**_CELL, "align": "left", "indent": 1},
    "center": _CENTER,
    "count": {**_CENTER, "num_format": "#,##0"},
    "signed": {**_CENTER, "num_format": "+#,##0;-#,##0;0"},
    "mean": {**_CENTER, "num_format": "0.00"},
    "signed_mean": {**_CENTER, "num_format": "+0.00;-0.00;0.00"},
    "share": {**_CENTER, "num_format": "0.0"},
    "share2": {**_CENTER, "num_format": "0.00"},
    "date": {**_CENTER, "num_format": THAI_DATE},
    "short_date": {**_CENTER, "num_format": SHORT_DATE},
    "moment": {**_CENTER, "num_format": THAI_DATE_TIME},
    "code": _CENTER,
    "small": {**_CELL, "shrink": True, "text_wrap": False},
    "link": {
        **_CELL,
        "align": "left",
        "indent": 1,
        "font_color": ACCENT,
        "underline": 1,
        "shrink": True,
    },
    "link_center": {**_CENTER, "font_color": ACCENT, "underline": 1},
    "head": {
        "bold": True,
        "font_color": ACCENT,
        "bg_color": SOFT,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "top": 1,
        "top_color": ACCENT,
        "bottom": 2,
        "bottom_color": ACCENT,
    },
    "title": {"bold": True, "font_color": ACCENT, "valign": "vcenter", "text_wrap": True},
    "context": {"font_color": INK, "valign": "vcenter"},
    "note": {"font_color": QUIET, "valign": "top", "text_wrap": True},
    "back": {"font_color": ACCENT, "underline": 1, "align": "left", "valign": "vcenter"},
    "headline": {"bold": True, "font_color": ACCENT, "valign": "vcenter", "text_wrap": True},
    "section": {
        "bold": True,
        "font_color": ACCENT,
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": ACCENT,
    },
    "tile_label": {
        "font_color": QUIET,
        "bg_color": SOFT,
        "align": "center",
        "valign": "vcenter",
        "top": 5,
        "top_color": ACCENT,
        "shrink": True,
    },
    "tile_number": {
        "bold": True,
        "font_color": ACCENT,
        "bg_color": SOFT,
        "align": "center",
        "valign": "vcenter",
        "num_format": "#,##0",
    },
    "tile_caption": {
        "font_color": QUIET,
        "bg_color": SOFT,
        "align": "center",
        "valign": "vcenter",
        "shrink": True,
        "num_format": '"ร้อยละ "0.0',
    },
    "letter": {
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "border": 1,
        "border_color": ACCENT,
        "indent": 1,
    },
    "change": _CENTER,
    "signature": {"align": "center", "valign": "bottom"},
    "plain": {"valign": "vcenter"},
}

CHANGES: Final[dict[str, Mapping[str, Any]]] = {
    "bold": {"bold": True},
    "total": {"bold": True, "bg_color": SOFT, "top": 1, "top_color": ACCENT},
    "mean": {"num_format": "0.00"},
    "signed_mean": {"num_format": "+0.00;-0.00;0.00"},
    **{f"tab_{group}": {"font_color": colour} for group, colour in TABS.items()},
    "left": {"align": "left", "indent": 1},
    "one_line": {"text_wrap": False, "shrink": True},
    # the space keeps the first letter off the border
    "upright": {"rotation": 90, "align": "center", "valign": "bottom", "num_format": '" "@'},
    "none": {"bg_color": "#E7E6E6", "font_color": "#404040"},
    "reading": {
        "bg_color": "#DDEBF7",
        "font_color": "#1F4E78",
        "border": 4,
        "border_color": "#1F4E78",
    },
    "rule": {"bottom": 5, "bottom_color": ACCENT},
    **{
        name: {"bg_color": fill, "font_color": ink}
        for name, (fill, ink) in (("good", GOOD), ("waiting", WAITING), ("bad", BAD))
    },
}

_SIZES: Final[Mapping[str, float]] = {
    "title": 1.35,
    "section": 1.15,
    "tile_number": 1.8,
    "headline": 1.25,
    "tile_label": 1.0,
    "letter": 1.0,
}

LETTER: Final = 0.386
"""Width of a Thai base letter of the official font, in its size."""
UNIT_POINTS: Final = 5.25
"""Points of one unit of column width."""
SLACK: Final = 1.22
"""Room for a wider font in cells of one line; beyond it they shrink instead of being cut."""
INK_HEIGHT: Final = 1.67
"""Height of one line, from its lowest vowel to its highest tone mark, in sizes of the font, where
a font half again as high stands in for TH Sarabun."""
STACKED_INK: Final = 1.5
"""The same of a line with a mark over another and nothing below it."""
SNUG_INK: Final = 1.4
"""The same of any other line."""
LINE_HEIGHT: Final = 1.96
"""What each further line adds there."""
INDENT: Final = 2.4
"""Units of a column that its margins and indent take."""
HEAD_MARGINS: Final = 0.6
"""Units of a column that a heading, which has no indent, leaves free."""
HEAD_WIDER: Final = 1.53
"""How much wider than a letter of the official font one in bold of the fallback is."""
FALLBACK: Final = 1.3
"""Wider font that row heights allow for, beside the loss that `lines_needed` allows for."""


class SummaryStyles:
    """The formats of one workbook in one font; ``levels`` is how many levels it colours."""

    def __init__(self, workbook: Any, font: str, size: int, levels: int) -> None:
        self.workbook = workbook
        self.levels = grade_colours(levels)
        self._changes = CHANGES | {
            f"level{level}": {"bg_color": fill, "font_color": ink}
            for level, (fill, ink) in self.levels.items()
        }
        self.font = font
        self.size = size
        self._made: dict[str, Any] = {}
        self._own: dict[str, Mapping[str, Any]] = {}

    def define(self, kind: str, changes: Mapping[str, Any], base: str = "count") -> str:
        """Add a kind of this workbook's own, such as one whose number format holds bounds."""
        self._own[kind] = {**KINDS[base], **changes}
        return kind

    def style(self, name: str) -> Any:
        """The format of a style name."""
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self.workbook.add_format(self._properties(name))
        return made

    def _properties(self, name: str) -> dict[str, Any]:
        kind, *changes = name.split("/")
        size = self.size * _SIZES.get(kind, 1.0)
        properties = {"font_name": self.font, "font_size": round(size, 1), "font_color": INK}
        properties.update(self._own.get(kind) or KINDS[kind])
        for change in changes:
            properties.update(self._changes[change])
        return properties

    def width(self, letters: float) -> float:
        """Column width that holds so many base letters, with room for a wider font."""
        return round(letters * self.size * LETTER / UNIT_POINTS * SLACK + INDENT, 2)

    def letters(self, width: float, scale: float = 1.0) -> float:
        """How many base letters of the widest font allowed for stand in a column width."""
        return max(1.0, (width - INDENT) * UNIT_POINTS / (self.size * scale * LETTER * FALLBACK))

    def head_letters(self, width: float) -> float:
        """How many base letters of a heading stand whole in a column, in the widest font."""
        return (width - HEAD_MARGINS) * UNIT_POINTS / (self.size * LETTER * HEAD_WIDER)

    def height(self, lines: int = 1, scale: float = 1.0) -> float:
        """Row height for so many lines, in points; Excel's limit is 409."""
        ems = INK_HEIGHT + (lines - 1) * LINE_HEIGHT
        return min(408.0, round(self.size * scale * ems, 1))

    def snug(self, text: str, scale: float = 1.0) -> float:
        """Row height for this text on one line, where every point counts; "" = digits alone."""
        if not has_stacked_marks(text):
            ink = SNUG_INK
        else:
            ink = INK_HEIGHT if reaches_below(text) else STACKED_INK
        return round(self.size * scale * ink, 1)
