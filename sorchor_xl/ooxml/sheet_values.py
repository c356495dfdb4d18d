"""What a worksheet part shows, cell by cell; the rest of the workshop stays unloaded."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from sorchor_xl.ooxml.elements import MAIN, BadPartError, Looked, place_of, whole_of
from sorchor_xl.ooxml.shared_strings import StringPool


def look_into(data: bytes) -> Looked:
    """A part without a document type as a tree to look at, without loading lxml for it.

    BadPartError where it is not well-formed.
    """
    try:
        return ET.fromstring(data)  # noqa: S314 - no document type gets here
    except ET.ParseError as error:
        raise BadPartError(str(error)) from error


def cell_value(cell: Looked, pool: StringPool) -> object:
    """What a cell shows: text, number, or None; a formula's stored result."""
    kind, value = cell.get("t", "n"), cell.find(f"{MAIN}v")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
    if value is None or value.text is None:
        return None
    if kind == "s":
        return pool.text(whole_of(value.text))
    if kind in {"str", "e"}:
        return str(value.text)
    return _number(value.text) if kind == "n" else value.text == "1"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise BadPartError(f"{text!r} is no number") from error


def values(tree: Looked, pool: StringPool) -> list[list[object]]:
    """The sheet as rows of cell values from A1, as `sorchor_xl.form.locate` takes them."""
    rows: list[list[object]] = []
    for cell in tree.iter(f"{MAIN}c"):
        row, column = place_of(cell)
        while len(rows) <= row:
            rows.append([])
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = cell_value(cell, pool)
    return rows
