"""Elements of the XML of a workbook, and what they must have."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

Tree: TypeAlias = "_Element"
"""An element with all below it; lxml has no public name for it."""


def attribute(element: Tree, name: str) -> str:
    """An attribute that must be there; ValueError where it is not."""
    value = element.get(name)
    if value is None:
        raise ValueError(f"<{element.tag!r}> has no {name}")
    return value


def whole(element: Tree, name: str) -> int:
    """A whole number that must be there; ValueError where it is none."""
    return int(attribute(element, name))


def child(element: Tree, tag: str) -> Tree:
    """The first child of a tag that must be there; ValueError where it is not."""
    found = element.find(tag)
    if found is None:
        raise ValueError(f"<{element.tag!r}> has no <{tag}>")
    return found
