"""Elements of the XML of a workbook, and what they must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from sorchor_xl.ooxml.references import parse_a1

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lxml.etree import _Element

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""The namespace of a worksheet, as it stands before the name of a tag."""
Tree: TypeAlias = "_Element"
"""An element with all below it; lxml has no public name for it."""


Looked: TypeAlias = "_Element | Element"
"""The same where it is only looked at: of the standard library, where lxml is not there yet."""


class BadPartError(ValueError):
    """A part of a workbook is not there, or not what the format asks for."""


def attribute(element: Looked, name: str) -> str:
    """An attribute that must be there; BadPartError where it is not."""
    value = element.get(name)
    if value is None:
        raise BadPartError(f"<{element.tag!r}> has no {name}")
    return value


def whole(element: Tree, name: str) -> int:
    """A whole number that must be there; BadPartError where it is none."""
    return whole_of(attribute(element, name))


def whole_of(text: str | None) -> int:
    """The whole number that a text must be; BadPartError where it is none."""
    try:
        return int(text or "")
    except ValueError as error:
        raise BadPartError(f"{text!r} is no whole number") from error


def child(element: Tree, tag: str) -> Tree:
    """The first child of a tag that must be there; BadPartError where it is not."""
    found = element.find(tag)
    if found is None:
        raise BadPartError(f"<{element.tag!r}> has no <{tag}>")
    return found


def place_of(cell: Looked) -> tuple[int, int]:
    """0-based row and column of a cell; BadPartError where it does not say them."""
    return _place(attribute(cell, "r"))


def corners_of(element: Tree) -> list[tuple[int, int]]:
    """0-based row and column of the corners of a range; BadPartError where it has none."""
    return [_place(corner) for corner in attribute(element, "ref").split(":")]


def _place(text: str) -> tuple[int, int]:
    try:
        return parse_a1(text)
    except ValueError as error:
        raise BadPartError(f"{text!r} is no place") from error
