"""What people wrote beside a cell of an .xlsx: comments, and the first of a thread."""

from __future__ import annotations

from collections.abc import Mapping
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


def _cell(reference: str) -> tuple[int, int] | None:
    try:
        return parse_a1(reference)
    except ValueError:
        return None
