"""The looks of an .ods: styles by name, each standing on another, and those of whole columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sorchor_xl.workbooks.cell_looks import Look, style_of
from sorchor_xl.workbooks.sheet_traits import NumberClass
from sorchor_xl.workbooks.xml_text import stream_xml

_DEEPEST: Final = 8
"""Styles that stand on each other; more are a circle."""
_COLOUR_LENGTH: Final = 7
_GENERAL: Final = 0
STYLE_TAGS: Final = frozenset({"style", "text-properties", "table-cell-properties"})
"""The elements that `OpenLooks.take` knows, without their prefix."""


@dataclass
class _Style:
    """One style: None is what it leaves to the one it stands on."""

    parent: str = ""
    struck: bool | None = None
    ink: str | None = None
    ground: str | None = None


@dataclass
class OpenLooks:
    """The styles of a document as their elements stream by."""

    styles: dict[str, _Style] = field(default_factory=dict)
    known: dict[str, NumberClass] = field(default_factory=dict)
    current: _Style = field(default_factory=_Style)

    def take(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element by its name without prefix, and its attributes likewise."""
        if tag == "style":
            self.current = _Style(attributes.get("parent-style-name", ""))
            self.styles[attributes.get("name", "")] = self.current
            if "display-name" in attributes:  # by which rules call it
                self.styles.setdefault(attributes["display-name"], self.current)
        elif tag == "text-properties":
            stated = {attributes.get(f"text-line-through-{key}") for key in ("style", "type")}
            if stated != {None}:
                self.current.struck = bool(stated - {None, "none"})
            if attributes.get("use-window-font-color") == "true":
                self.current.ink = ""
            elif "color" in attributes:
                self.current.ink = _colour(attributes["color"])
        elif tag == "table-cell-properties" and "background-color" in attributes:
            self.current.ground = _colour(attributes["background-color"])

    def is_struck(self, name: str) -> bool:
        """Whether a style strikes through."""
        return self._look(name).struck

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
            struck = style.struck if struck is None else struck
            ink = style.ink if ink is None else ink
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


def _colour(stated: str) -> str:
    """A colour as rrggbb; "" where there is none of its own."""
    plain = stated.removeprefix("#").upper()
    hexadecimal = len(stated) == _COLOUR_LENGTH and not plain.strip("0123456789ABCDEF")
    return plain if hexadecimal else ""
