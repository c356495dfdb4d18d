"""The looks of an .ods: styles by name, each standing on another, and those of whole columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Final

from sorchor_xl.workbooks.cell_looks import Look, RunLook, is_unseen, style_of
from sorchor_xl.workbooks.sheet_traits import NumberClass
from sorchor_xl.workbooks.xml_text import stream_xml

_DEEPEST: Final = 8
"""Styles that stand on each other; more are a circle."""
_COLOUR_LENGTH: Final = 7
_GENERAL: Final = 0
_SIZES: Final[Mapping[str, str]] = {
    "table-row-properties": "row-height",
    "table-column-properties": "column-width",
}
_LEAST: Final = 0.1
"""Centimetres: a row lower or a column narrower than that is not seen; 3 points are as much."""
_CENTIMETRES: Final[Mapping[str, float]] = {"cm": 1, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_LENGTH: Final = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(cm|mm|in|pt)")
_NUMBER_STYLES: Final = frozenset(
    f"{kind}-style" for kind in ("number", "currency", "percentage", "date", "time", "text")
)
STYLE_TAGS: Final = (
    frozenset({"style", "text-properties", "table-cell-properties", *_SIZES}) | _NUMBER_STYLES
)
"""The elements that `OpenLooks.take` knows, without their prefix."""


@dataclass
class _Style:
    """One style: None is what it leaves to the one it stands on."""

    parent: str = ""
    struck: bool | None = None
    ink: str | None = None
    ground: str | None = None
    set_off: bool = False
    tiny: bool = False
    flat: bool = False
    format: str = ""

    def take_letters(self, attributes: Mapping[str, str]) -> None:
        """What it makes of letters."""
        raised = attributes.get("text-position", "0%").split()[:1]
        self.set_off = raised not in [["0%"], []]
        self.tiny = _centimetres(attributes.get("font-size", "")) < _LEAST
        stated = {attributes.get(f"text-line-through-{key}") for key in ("style", "type")}
        if stated != {None}:
            self.struck = bool(stated - {None, "none"})
        if attributes.get("use-window-font-color") == "true":
            self.ink = ""
        elif "color" in attributes:
            self.ink = _colour(attributes["color"])

    def take_cell(self, attributes: Mapping[str, str]) -> None:
        """What it makes of a cell: its ground, and whether its border crosses it out."""
        if "background-color" in attributes:
            self.ground = _colour(attributes["background-color"])
        lines = {attributes.get(f"diagonal-{way}", "none") for way in ("bl-tr", "tl-br")}
        self.struck = True if lines != {"none"} else self.struck


@dataclass
class OpenLooks:
    """The styles of a document as their elements stream by."""

    styles: dict[str, _Style] = field(default_factory=dict)
    known: dict[str, NumberClass] = field(default_factory=dict)
    formats: dict[str, _Style] = field(default_factory=dict)
    """Formats of numbers, which may say in which colour they are shown."""
    current: _Style = field(default_factory=_Style)

    def take(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element by its name without prefix, and its attributes likewise."""
        if tag in _NUMBER_STYLES:
            self.current = self.formats.setdefault(attributes.get("name", ""), _Style())
        elif tag == "style":
            format_ = attributes.get("data-style-name", "")
            self.current = _Style(attributes.get("parent-style-name", ""), format=format_)
            self.styles[attributes.get("name", "")] = self.current
            if "display-name" in attributes:  # by which rules call it
                self.styles.setdefault(attributes["display-name"], self.current)
        elif tag in _SIZES:
            self.current.flat = _centimetres(attributes.get(_SIZES[tag], "")) < _LEAST
        elif tag == "text-properties":
            self.current.take_letters(attributes)
        elif tag == "table-cell-properties":
            self.current.take_cell(attributes)

    def run(self, name: str) -> RunLook:
        """What a style makes of a run of letters."""
        look, style = self._look(name), self.styles.get(name, _Style())
        unseen = is_unseen(look._replace(ground=""))
        return RunLook(look.struck or style.set_off, style.tiny or unseen)

    def is_flat(self, name: str) -> bool:
        """Whether a row or a column of a style is too small to be seen."""
        return name in self.styles and self.styles[name].flat

    def class_of(self, name: str) -> NumberClass:
        """What a style makes of a cell, its number format aside."""
        if name not in self.known:
            self.known[name] = style_of(self._look(name), _GENERAL, {}).number
        return self.known[name]

    def _look(self, name: str) -> Look:
        struck, ink, ground = None, None, None
        for _ in range(_DEEPEST):
            style = self.styles.get(name)
            if style is None:
                break
            format_ = self.formats.get(style.format, _Style())
            struck = (style.struck or style.tiny or None) if struck is None else struck
            ink = (format_.ink or style.ink) if ink is None else ink
            ground = style.ground if ground is None else ground
            name = style.parent
        return Look(bool(struck), ink or "", ground or "")


def take_styles(part: bytes, looks: OpenLooks) -> None:
    """The styles of the part that holds those with names; `BadZipError` where it is no XML."""
    stream_xml(part, _StyleReader(looks))


@dataclass
class _StyleReader:
    """Passes every element on; what stands between them says nothing of looks."""

    looks: OpenLooks

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        self.looks.take(name.rpartition(":")[2], plain)

    def end(self, name: str) -> None:
        """Elements end."""

    def text(self, data: str) -> None:
        """Text between them."""


def _centimetres(stated: str) -> float:
    """A length; one that is not stated, or not in a unit of length, is endless."""
    match = _LENGTH.fullmatch(stated)
    return float(match[1]) * _CENTIMETRES[match[2]] if match else inf


def _colour(stated: str) -> str:
    """A colour as rrggbb; "" where there is none of its own."""
    plain = stated.removeprefix("#").upper()
    hexadecimal = len(stated) == _COLOUR_LENGTH and not plain.strip("0123456789ABCDEF")
    return plain if hexadecimal else ""
