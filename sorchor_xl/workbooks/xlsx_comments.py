"""What people wrote beside a cell of an .xlsx: comments, threads of them, text boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.ooxml.references import parse_a1


def comments_in(xml: bytes) -> Mapping[tuple[int, int], str]:
    """0-based cell → what people wrote there, on one line; ours are left out.

    The XML is one without a document type; ParseError where it is none at all.
    """
    tree = ET.fromstring(xml)  # noqa: S314 - no DOCTYPE gets here
    authors = [e.text or "" for e in tree.iter() if e.tag.rpartition("}")[2] == "author"]
    found: dict[tuple[int, int], str] = {}
    for comment in tree.iter():
        if comment.tag.rpartition("}")[2] != "comment":
            continue
        place = comment.get("authorId", "")
        known = authors[int(place)] if place in map(str, range(len(authors))) else ""
        texts = (t.text or "" for t in comment.iter() if t.tag.rpartition("}")[2] == "t")
        text = " ".join("".join(texts).split())
        cell = _cell(comment.get("ref", ""))
        if text and cell is not None and not is_our_comment(known, text):
            found[cell] = text
    return found


def words_in_threads(xml: bytes) -> Mapping[tuple[int, int], str]:
    """0-based cell → what was said in its thread, on one line.

    The comment kept for older programs tells it behind two lines about versions of Excel.
    ParseError for XML that is none at all.
    """
    found: dict[tuple[int, int], str] = {}
    for said in _inside(ET.fromstring(xml), "threadedComment"):  # noqa: S314 - no DOCTYPE gets here
        cell = _cell(said.get("ref", ""))
        words = " ".join("".join(t.text or "" for t in _inside(said, "text")).split())
        if cell is not None and words:
            found[cell] = f"{found[cell]} / {words}" if cell in found else words
    return found


def words_in_shapes(xml: bytes) -> Mapping[tuple[int, int], str]:
    """0-based cell under the corner of a shape → the words in it, on one line; no title of a chart.

    ParseError for XML that is none at all.
    """
    found: dict[tuple[int, int], str] = {}
    for anchor in ET.fromstring(xml):  # noqa: S314 - no DOCTYPE gets here
        words = " ".join(
            " ".join("".join(t.text or "" for t in _inside(line, "t")).split())
            for line in _inside(anchor, "p")
        ).strip()
        corner = next(_inside(anchor, "from"), None)
        if words and corner is not None:
            place = {part.tag.rpartition("}")[2]: part.text or "" for part in corner}
            row, column = place.get("row", ""), place.get("col", "")
            if row.isdecimal() and column.isdecimal():
                found[int(row), int(column)] = words
    return found


def _inside(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (part for part in element.iter() if part.tag.rpartition("}")[2] == tag)


def _cell(reference: str) -> tuple[int, int] | None:
    try:
        return parse_a1(reference)
    except ValueError:
        return None
