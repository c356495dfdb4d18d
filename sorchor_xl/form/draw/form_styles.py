"""The look of the district workbook: one palette, a handful of named styles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sorchor_xl.data.palette import DATE_FORMAT

INPUT_FILL: Final = "#FFF9E5"
INK: Final = "#1F2937"
NAVY: Final = "#1F3864"
BAND: Final = "#E4EAF2"
PALE: Final = "#F5F7FA"
LINE: Final = "#B8C2CE"
EDGE: Final = "#6B7785"
"""Around inputs: dark enough to be seen where a printer knows no yellow."""
GREY: Final = "#4B5563"
LINK: Final = "#1F4E78"

WAITING: Final = ("#E7E6E6", "#595959")
TO_FILL: Final = ("#FFE38F", "#595959")
"""An input still blank on a form that is begun: a deeper yellow, for grey says locked."""
READ_AS: Final = ("#DDEBF7", "#1F4E78")
WRONG: Final = ("#FFC7CE", "#9C0006")
WARNED: Final = ("#FCE4D6", "#843C0C")
FINE: Final = ("#FFFFFF", "#3F6B4F")

BODY: Final = 14
HEADING: Final = 16
TITLE: Final = 20
SMALL: Final = 12

Style = Mapping[str, Any]

_CELL: Final[Style] = {
    "font_size": BODY,
    "font_color": INK,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": LINE,
}
_LEFT: Final[Style] = {**_CELL, "align": "left", "indent": 1}
_PLAIN: Final[Style] = {"font_size": BODY, "font_color": INK, "valign": "vcenter"}
_INPUT: Final[Style] = {
    **_CELL,
    "bg_color": INPUT_FILL,
    "locked": False,
    "font_color": "#000000",
    "border_color": EDGE,
}
_SHEET: Final = 11.5
"""Size of the letters of a form: two lines of a label, even half again as large, fit its rows."""
_FORM: Final[Style] = {**_CELL, "font_size": _SHEET}
_PREVIOUS: Final[Style] = {
    **_FORM,
    "align": "center",
    "bg_color": PALE,
    "font_color": GREY,
    "num_format": "0",
    "shrink": True,
    "text_wrap": False,
}

_RULED: Final[Mapping[str, Style]] = {
    "key": {"font_size": 8, "font_color": "#A0A7B0", "font_name": "Arial"},
    "token": {
        "font_size": 9,
        "font_color": GREY,
        "font_name": "Arial",
        "align": "right",
        "valign": "vcenter",
    },
    "title": {**_PLAIN, "font_size": TITLE, "bold": True, "font_color": NAVY},
    "area": {**_PLAIN, "font_size": HEADING, "bold": True, "shrink": True},
    "lead": {**_PLAIN, "font_color": GREY, "text_wrap": True},
    "begun": {**_PLAIN, "bold": True, "font_color": GREY, "align": "right"},
    "section": {**_PLAIN, "font_size": HEADING, "bold": True, "font_color": NAVY, "bottom": 2}
    | {"bottom_color": NAVY},
    "section_begun": {**_PLAIN, "bold": True, "font_color": GREY, "align": "right", "bottom": 2}
    | {"bottom_color": NAVY},
    "banner": {
        **_PLAIN,
        "font_size": HEADING,
        "bold": True,
        "bg_color": "#FFE699",
        "font_color": "#5C4400",
        "text_wrap": True,
        "indent": 1,
        "border": 1,
        "border_color": "#E0B84C",
    },
    "plain": _PLAIN,
    "wrapped": {**_PLAIN, "text_wrap": True, "indent": 1},
    "wrapped_middle": {**_PLAIN, "text_wrap": True, "indent": 1},
    "item_number": {**_PLAIN, "align": "right"},
    "link": {**_PLAIN, "font_color": LINK, "underline": 1, "shrink": True},
    "link_cell": {**_LEFT, "font_color": LINK, "underline": 1, "text_wrap": False, "shrink": True},
    "name": {**_LEFT, "text_wrap": False, "shrink": True},
    "head": {
        **_CELL,
        "font_size": 13,
        "bold": True,
        "bg_color": NAVY,
        "font_color": "#FFFFFF",
        "align": "center",
        "border_color": "#FFFFFF",
    },
    "head_input": {
        **_CELL,
        "font_size": 13,
        "bold": True,
        "bg_color": "#2F5C8A",
        "font_color": "#FFFFFF",
        "align": "center",
        "border_color": "#FFFFFF",
    },
    "form_head": {
        **_CELL,
        "font_size": 10.5,
        "bold": True,
        "bg_color": NAVY,
        "font_color": "#FFFFFF",
        "align": "center",
        "border_color": "#FFFFFF",
    },
    "form_band": {
        **_FORM,
        "font_size": 11.5,
        "bold": True,
        "bg_color": BAND,
        "font_color": NAVY,
        "text_wrap": False,
    },
    "form_band_number": {**_FORM, "bold": True, "bg_color": BAND, "font_color": NAVY}
    | {"align": "center", "num_format": "0"},
    "form_band_small": {**_FORM, "font_size": 11, "bg_color": BAND, "font_color": NAVY}
    | {"align": "center", "text_wrap": False, "shrink": True},
    "form_no": {**_FORM, "align": "center"},
    "form_label": {**_FORM, "font_size": 11.5},
    "form_criterion": {**_FORM, "font_size": 11, "align": "center"},
    "form_unit": {**_FORM, "font_size": 10.5, "align": "center", "text_wrap": False}
    | {"shrink": True},
    "form_hint": {**_FORM, "font_size": 11, "bg_color": PALE, "font_color": GREY},
    "form_echo": {**_FORM, "font_size": 11, "bg_color": PALE, "font_color": INK}
    | {"text_wrap": False, "shrink": True},
    "form_status": {**_FORM, "text_wrap": False, "border": 0},
    "form_total": {
        **_FORM,
        "font_size": 11,
        "bold": True,
        "align": "right",
        "indent": 1,
        "bg_color": BAND,
    },
    "form_total_number": {
        **_FORM,
        "font_size": 11,
        "bold": True,
        "align": "center",
        "bg_color": BAND,
    }
    | {"num_format": "0"},
    "form_total_text": {**_FORM, "font_size": 10.5, "bold": True, "bg_color": BAND},
    "form_sign": {**_PLAIN, "font_size": 11, "align": "center", "valign": "bottom"},
    "status_area": {**_FORM, "font_size": 11.5, "bold": True, "bg_color": "#FFFFFF"},
    "status_chip": {**_FORM, "font_size": 11, "bold": True, "align": "center", "bg_color": PALE},
    "status_link": {**_FORM, "font_size": 11, "align": "center", "font_color": LINK}
    | {"underline": 1},
    "token_left": {"font_size": 9, "font_color": GREY, "font_name": "Arial", "valign": "vcenter"},
    "band": {**_LEFT, "bold": True, "bg_color": BAND, "font_color": NAVY, "font_size": HEADING},
    "band_number": {
        **_CELL,
        "bold": True,
        "bg_color": BAND,
        "font_color": NAVY,
        "align": "center",
        "font_size": HEADING,
    },
    "band_small": {**_CELL, "bg_color": BAND, "font_color": NAVY, "align": "center"},
    "cell": _LEFT,
    "cell_centre": {**_CELL, "align": "center"},
    "cell_text": {**_LEFT, "font_size": 12.5},
    "cell_middle": {**_CELL, "font_size": 12.5, "align": "center"},
    "cell_small": {**_LEFT, "font_size": SMALL},
    "cell_pale": {**_LEFT, "bg_color": PALE},
    "cell_pale_small": {**_LEFT, "bg_color": PALE, "font_size": SMALL, "font_color": GREY},
    "number": {**_FORM, "align": "center", "bg_color": PALE, "num_format": "0"},
    "share": {**_FORM, "align": "center", "bg_color": PALE, "num_format": "0.00"},
    "points": {**_FORM, "align": "center", "bg_color": PALE, "bold": True, "num_format": "0"},
    "previous": _PREVIOUS,
    "previous_result": {**_PREVIOUS, "num_format": "(0)"},
    "standing": {**_FORM, "font_size": 11, "align": "center", "text_wrap": False, "shrink": True},
    "status": {**_LEFT, "font_size": SMALL},
    "line": {**_LEFT, "font_size": SMALL, "text_wrap": False, "shrink": True},
    "line_link": {**_CELL, "font_size": SMALL, "align": "center", "font_color": LINK}
    | {"underline": 1},
    "text_code": {**_CELL, "align": "center", "num_format": "@", "text_wrap": False},
    # General, for there a percent or a date that was typed keeps its format as evidence; in "0" it
    # becomes a plain number (100% → 1, 15 มี.ค. 64 → 23451) in LibreOffice and in Excel
    "in_count": {**_INPUT, "align": "center", "num_format": "General", "bold": True}
    | {"font_size": _SHEET},
    "in_choice": {**_INPUT, "align": "left", "num_format": "@", "font_size": 11},
    "in_text": {**_INPUT, "align": "left", "indent": 1, "num_format": "@"},
    "in_note": {**_INPUT, "align": "left", "num_format": "@", "font_size": 11},
    "form_text": {**_INPUT, "align": "left", "num_format": "@", "font_size": _SHEET},
    "form_date": {**_INPUT, "align": "center", "num_format": DATE_FORMAT, "font_size": _SHEET},
    "in_list": {**_INPUT, "align": "center", "num_format": "@"},
    "in_date": {**_INPUT, "align": "center", "num_format": DATE_FORMAT},
    "in_year": {**_INPUT, "align": "center", "num_format": "0"},
    "total": {**_LEFT, "bold": True, "font_size": HEADING, "align": "right", "bg_color": BAND},
    "total_number": {**_CELL, "bold": True, "font_size": HEADING, "align": "center"}
    | {"bg_color": BAND, "num_format": "0"},
    "total_text": {**_LEFT, "bold": True, "bg_color": BAND},
    "mean": {**_CELL, "bold": True, "align": "center", "bg_color": BAND, "num_format": "0.00"},
    "chip": {**_CELL, "bold": True, "align": "center", "bg_color": PALE},
    "chip_link": {**_CELL, "align": "center", "font_color": LINK, "underline": 1},
    "card_label": {**_CELL, "align": "center", "font_color": GREY, "bottom": 0, "bg_color": PALE},
    "card_number": {**_CELL, "align": "center", "bold": True, "font_size": TITLE, "top": 0}
    | {"bg_color": PALE, "font_color": NAVY, "num_format": "0"},
    "card_mean": {**_CELL, "align": "center", "bold": True, "font_size": TITLE, "top": 0}
    | {"bg_color": PALE, "font_color": NAVY, "num_format": "0.00"},
    "verdict": {**_LEFT, "bold": True, "font_size": HEADING},
    "sentence": {**_LEFT, "valign": "top", "font_size": HEADING, "bg_color": PALE},
    "sign": {**_PLAIN, "align": "center"},
    # a line of Arial of this size, which every machine has, is as high as the rows of a form
    "row_keeper": {"font_size": 15.5, "font_name": "Arial"},
    "hidden": {"font_size": 9, "font_name": "Arial", "font_color": GREY},
    "hidden_date": {"font_size": 9, "font_name": "Arial", "num_format": DATE_FORMAT},
    "in_legend": {**_INPUT, "align": "center", "locked": True},
    "legend_blank": {**_LEFT, "bg_color": WAITING[0], "font_color": WAITING[1]},
    "legend_reading": {**_LEFT, "bg_color": READ_AS[0], "font_color": READ_AS[1]},
    "legend_error": {**_LEFT, "bg_color": WRONG[0], "font_color": WRONG[1]},
    "legend_warning": {**_LEFT, "bg_color": WARNED[0], "font_color": WARNED[1]},
    "list_item": {"font_size": BODY, "num_format": "@"},
}
FREE_TEXTS: Final = frozenset({"in_text", "in_note"})
"""Styles of inputs that take a text of any length: their rows grow with it."""
_OPEN: Final = ("cell_centre", "line", "line_link")
STYLES: Final[Mapping[str, Style]] = {
    **_RULED,
    **{f"{name}_open": {**_RULED[name], "border": 0} for name in _OPEN},
}
"""Every style by name; a cell is locked unless its style says otherwise.

"…_open" has no rules around it: they appear with what it shows.
"""


def tint(colours: tuple[str, str], *, bold: bool = True) -> Style:
    """Fill and ink of a conditional format."""
    return {"bg_color": colours[0], "font_color": colours[1], "bold": bold}
