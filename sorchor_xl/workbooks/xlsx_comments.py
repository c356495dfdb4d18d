"""What people wrote or drew beside the cells of a sheet: comments, threads, shapes, pictures.

The parts are XML of one shape, whether the sheet itself is (.xlsx) or is not (.xlsb).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.ooxml.references import parse_a1
from sorchor_xl.workbooks.sheet_traits import Merge
from sorchor_xl.workbooks.xml_text import utf8_xml

At = tuple[int, int]
_BETWEEN: Final = " / "
_AT_NO_CELL: Final = (0, 0)
_FALLBACK, _BREAK = "Fallback", "br"
_SHORT_NUMBER: Final = re.compile(r"[0-9]{1,7}")

Read = Callable[[str], bytes | None]
"""Gives a part by its name; None where there is none."""
Links = Callable[[str], Mapping[str, tuple[str, str]]]
"""Gives id → type and name of each part that a part refers to."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The parts of a package that may hold words, as its own format finds them."""

    read: Read
    links_of: Links

    def linked(self, name: str, kind: str) -> Iterator[tuple[str, str, bytes]]:
        """Id, name and content of the parts of a kind, in lower case, that a part refers to."""
        for link, (type_, target) in self.links_of(name).items():
            if type_.rpartition("/")[2].lower() == kind and (content := self.read(target)):
                yield link, target, content


def add_words(found: dict[At, str], at: At, words: str) -> None:
    """Put words to those that stand at a 0-based cell already."""
    if words and words not in found.get(at, "").split(_BETWEEN):
        found[at] = f"{found[at]}{_BETWEEN}{words}" if at in found else words


def words_beside(
    parts: Beside, sheet: str, comments: Callable[[bytes], Mapping[At, str]]
) -> Mapping[At, str]:
    """0-based cell → all that was written there, of the parts that a sheet refers to.

    ``comments`` reads the part of a format with the comments themselves. A thread tells its
    comment anew; words in shapes stand beside either.
    """
    said: dict[At, str] = {}
    for kind, words_in in (("comments", comments), ("threadedcomment", _words_in_threads)):
        for *_, xml in parts.linked(sheet, kind):
            said.update(words_in(xml))
    for _, drawing, xml in parts.linked(sheet, "drawing"):
        for at, words in _words_in_shapes(xml, _diagrams(parts, drawing)):
            add_words(said, at, words)
    return said


def drawn_over(parts: Beside, sheet: str) -> tuple[Merge, ...]:
    """The cells under each line, shape or picture without a word on a sheet; charts are none."""
    return tuple(
        cells
        for _, drawing, xml in parts.linked(sheet, "drawing")
        for cells in _wordless(xml, _diagrams(parts, drawing))
    )


def _wordless(xml: bytes, diagrams: Mapping[str, str]) -> Iterator[Merge]:
    worded = {at for at, _ in _words_in_shapes(xml, diagrams)}
    for anchor in _tree(xml):
        at = _corner(anchor)
        chart = next(_inside(anchor, "graphicFrame"), None)
        if at not in worded and chart is None and not _paragraphs(anchor):
            yield Merge(*at, *_far_corner(anchor, at))


def _far_corner(anchor: ET.Element, near: At) -> At:
    """The last cell under a shape; that of its near corner where no other is stated."""
    corner = next(_inside(anchor, "to"), None)
    said = {} if corner is None else {_local(part): part.text or "" for part in corner}
    ends = [
        int(said[name]) - (said.get(f"{name}Off") == "0")
        if _SHORT_NUMBER.fullmatch(said.get(name, ""))
        else 0
        for name in ("row", "col")
    ]
    return max(near[0], ends[0]), max(near[1], ends[1])


def comments_in(xml: bytes) -> Mapping[At, str]:
    """0-based cell → what people wrote there, on one line; ours are left out.

    ParseError where it is no XML at all.
    """
    tree = _tree(xml)
    authors = [e.text or "" for e in _inside(tree, "author")]
    found: dict[At, str] = {}
    for comment in _inside(tree, "comment"):
        place = comment.get("authorId", "")
        known = authors[int(place)] if place in map(str, range(len(authors))) else ""
        text = _on_one_line(comment, "t")
        cell = _cell(comment.get("ref", ""))
        if text and cell is not None and not is_our_comment(known, text):
            found[cell] = text
    return found


def _words_in_threads(xml: bytes) -> Mapping[At, str]:
    """0-based cell → what was said in its thread, on one line.

    The comment kept for older programs tells it behind two lines about versions of Excel.
    """
    found: dict[At, str] = {}
    for said in _inside(_tree(xml), "threadedComment"):
        cell = _cell(said.get("ref", ""))
        if cell is not None:
            add_words(found, cell, _on_one_line(said, "text"))
    return found


def _words_in_shapes(xml: bytes, diagrams: Mapping[str, str]) -> Iterator[tuple[At, str]]:
    """0-based cell under the corner of each shape, and the words in it; no title of a chart.

    ``diagrams`` are words of diagrams by the id they are drawn by.
    """
    for anchor in _tree(xml):
        drawn = (diagrams.get(i, "") for e in anchor.iter() for i in e.attrib.values())
        words = " ".join(filter(None, (_paragraphs(anchor), *drawn)))
        if words:
            yield _corner(anchor), words


def _diagrams(parts: Beside, drawing: str) -> Mapping[str, str]:
    """Id → words of each diagram in a drawing: they are a part of their own."""
    held = parts.linked(drawing, "diagramdata")
    return {link: _paragraphs(_tree(xml)) for link, _, xml in held}


def _tree(xml: bytes) -> ET.Element:
    return ET.fromstring(utf8_xml(xml))  # noqa: S314 - no DOCTYPE gets past


def _paragraphs(element: ET.Element) -> str:
    """The words of all paragraphs within; not those told a second time for older programs."""
    if _local(element) == _FALLBACK:
        return ""
    if _local(element) == "p":
        return _on_one_line(element, "t")
    return " ".join(filter(None, map(_paragraphs, element)))


def _corner(anchor: ET.Element) -> At:
    """The cell under the corner of a shape; the first where it lies at none."""
    corner = next(_inside(anchor, "from"), None)
    place = {} if corner is None else {_local(part): part.text or "" for part in corner}
    row, column = place.get("row", ""), place.get("col", "")
    known = _SHORT_NUMBER.fullmatch(row) and _SHORT_NUMBER.fullmatch(column)
    return (int(row), int(column)) if known else _AT_NO_CELL


def _on_one_line(element: ET.Element, tag: str) -> str:
    """The texts of a tag within, as one line; a break between them is a space."""
    pieces = (
        (part.text or "") if _local(part) == tag else " " * (_local(part) == _BREAK)
        for part in element.iter()
    )
    return " ".join("".join(pieces).split())


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _inside(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (part for part in element.iter() if _local(part) == tag)


def _cell(reference: str) -> At | None:
    try:
        return parse_a1(reference)
    except ValueError:
        return None
