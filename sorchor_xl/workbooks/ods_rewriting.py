"""An .ods' cells written anew in the one way the parser takes: no white space, no odd prefixes.

The format leaves a writer much freedom: line breaks between cells, any prefix, a number beside a
text, comments and drawings within a cell. What counts is kept: which sheets there are and whether
they are shown, their rows and cells, what a cell holds and shows, and what is struck through.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from typing import Final

from sorchor_xl.workbooks.xml_text import stream_xml

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES: Final = {
    f"{_OASIS}office:1.0": "office",
    f"{_OASIS}table:1.0": "table",
    f"{_OASIS}text:1.0": "text",
    f"{_OASIS}style:1.0": "style",
    f"{_OASIS}xsl-fo-compatible:1.0": "fo",
    f"{_OASIS}drawing:1.0": "draw",
    f"{_OASIS}datastyle:1.0": "number",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_KEPT: Final[Mapping[str, frozenset[str]]] = {
    "office:document-content": frozenset(),
    "office:automatic-styles": frozenset(),
    "style:style": frozenset(
        {
            "style:name",
            "style:display-name",
            "style:family",
            "style:parent-style-name",
            "style:data-style-name",
        }
    ),
    **dict.fromkeys(
        (
            *("number:number-style", "number:currency-style", "number:percentage-style"),
            *("number:date-style", "number:time-style", "number:text-style"),
        ),
        frozenset({"style:name"}),
    ),
    "style:table-row-properties": frozenset({"style:row-height"}),
    "style:table-column-properties": frozenset({"style:column-width"}),
    "style:table-properties": frozenset({"table:display"}),
    "style:table-cell-properties": frozenset(
        {"fo:background-color", "style:diagonal-bl-tr", "style:diagonal-tl-br"}
    ),
    "style:text-properties": frozenset(
        {
            "style:text-line-through-style",
            "style:text-line-through-type",
            "style:use-window-font-color",
            "style:text-position",
            "fo:font-size",
            "fo:color",
        }
    ),
    "office:body": frozenset(),
    "office:spreadsheet": frozenset(),
    "table:table": frozenset({"table:name", "table:style-name"}),
    "table:table-column": frozenset(
        {
            "table:number-columns-repeated",
            "table:style-name",
            "table:default-cell-style-name",
            "table:visibility",
        }
    ),
    "table:table-row": frozenset(
        {"table:number-rows-repeated", "table:style-name", "table:visibility"}
    ),
    "calcext:conditional-format": frozenset({"calcext:target-range-address"}),
    "calcext:condition": frozenset({"calcext:apply-style-name"}),
    "calcext:data-bar": frozenset({"calcext:show-value"}),
    "calcext:icon-set": frozenset({"calcext:show-value"}),
    **dict.fromkeys(
        ("table:table-cell", "table:covered-table-cell"),
        frozenset(
            {
                "table:style-name",
                "table:number-columns-repeated",
                "table:number-columns-spanned",
                "table:number-rows-spanned",
                "table:formula",
                "office:value-type",
                "calcext:value-type",
                "office:value",
                "office:date-value",
                "office:time-value",
                "office:boolean-value",
                "office:string-value",
                "office:currency",
            }
        ),
    ),
    "table:null-date": frozenset({"table:date-value"}),
    "text:p": frozenset(),
    "text:span": frozenset({"text:style-name"}),
    "text:s": frozenset({"text:c"}),
    "text:tab": frozenset(),
    "text:line-break": frozenset(),
}
"""Elements that are written, with the attributes they keep; of others only what is within."""

_LEFT_OUT: Final = frozenset(
    {
        "office:annotation",
        "table:shapes",
        "table:tracked-changes",
        "table:detective",
        "text:ruby-text",
    }
)
"""Elements that are left out with all that is within: what they hold is no cell's value."""
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
_TABLE: Final = "table:table"
_NOTE: Final = "office:annotation"
_FOREIGN, _DRAWING = "foreign:", "draw:"
_SHAPES: Final = "table:shapes"
_BETWEEN: Final = "\0"
"""Between the words of two shapes; no XML holds it."""
_BREAKS: Final = frozenset({"text:s", "text:tab", "text:line-break"})
_EMBEDDED: Final = frozenset({"draw:object", "draw:object-ole"})
"""What is drawn with a document of its own in it: a chart, whose words are no person's."""
NOTED, DRAWN, PICTURED = "table:noted", "table:drawn", "table:pictured"
"""Attributes of a cell, and of a sheet for what lies at no cell, that hold what people wrote
beside it: in a comment, and in shapes; and whether something is drawn there without a word."""
_SEPARATOR: Final = " "
_MOST: Final = 1000
"""Repetitions kept of one row or cell: an empty row repeated a million times ends every sheet."""


@dataclass
class _Beside:
    """The words in what is left out: those of comments and those of shapes, by attribute."""

    depth: int = 0
    name: str = ""
    paragraphs: int = 0
    embedded: int = 0
    said: dict[str, list[str]] = field(default_factory=dict)
    on_page: int = 0
    """How deep a shape stands: 0 in a cell, 1 among those that lie on the page."""
    is_bare: bool = False
    pictured: bool = False

    def start(self, tag: str) -> None:
        """An element begins within it, or it itself."""
        if not self.depth:
            shape = tag == _SHAPES or tag.startswith((_FOREIGN, _DRAWING))
            self.name = NOTED if tag == _NOTE else DRAWN if shape else ""
            self.on_page = int(tag == _SHAPES)
        if self.depth == self.on_page:
            self.is_bare = True
        if tag in _EMBEDDED:
            self.is_bare = False
        self.depth += 1
        self.embedded += tag in _EMBEDDED
        self.paragraphs += tag == "text:p"
        if tag in _BREAKS:
            self.text(" ")

    def text(self, data: str) -> None:
        """Text counts within paragraphs."""
        if self.name and self.paragraphs and not self.embedded:
            self.said.setdefault(self.name, []).append(data)
            self.is_bare = self.is_bare and data.isspace()

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "text:p":
            self.text(" ")
        self.depth -= 1
        if self.depth == 1 and self.name == DRAWN:
            self.said.setdefault(self.name, []).append(_BETWEEN)
        if self.depth == self.on_page and self.name == DRAWN and tag.startswith(_DRAWING):
            self.pictured = self.pictured or self.is_bare
        self.embedded -= tag in _EMBEDDED
        self.paragraphs -= tag == "text:p"

    def taken(self) -> Iterator[tuple[str, str]]:
        """Attribute and words, on one line; none twice."""
        said, self.said = self.said, {}
        for name, pieces in said.items():
            shapes = (" ".join(s.split()) for s in "".join(pieces).split(_BETWEEN))
            if words := " / ".join(filter(None, shapes)):
                yield name, words
        if self.pictured:
            self.pictured = False
            yield PICTURED, "yes"


def in_plain_shape(content: bytes) -> bytes:
    """The content part written anew; `BadZipError` where it is no XML."""
    writer = _Writer()
    stream_xml(content, writer, separator=_SEPARATOR)
    return "".join(writer.written).encode()


@lru_cache(maxsize=1024)
def _qualified(name: str) -> str:
    """An expanded name with the prefix everybody uses."""
    space, _, local = name.rpartition(_SEPARATOR)
    if local == "document":
        local = "document-content"  # the same element where all parts are one file
    return f"{_PREFIXES.get(space, _FOREIGN.rstrip(':'))}:{local}"


class _Writer:
    """Writes what is kept as it streams by."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[str] = []
        self.left_out = 0
        self.paragraphs = 0
        self.in_cell = 0
        self.holder = 0
        self.beside = _Beside()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag = _qualified(name)
        self.open.append(tag)
        drawn = self.in_cell and tag.startswith((_FOREIGN, _DRAWING))
        if self.left_out or tag in _LEFT_OUT or drawn:
            self.left_out += 1
            self.beside.start(tag)
            return
        if tag in _CELLS or tag == _TABLE:
            self.holder = len(self.written)
        if tag in _KEPT:
            self._write_opening(tag, {_qualified(k): v for k, v in attributes.items()})
        self.in_cell += tag in _CELLS
        self.paragraphs += tag == "text:p"

    def _write_opening(self, tag: str, attributes: Mapping[str, str]) -> None:
        kept = {k: v for k, v in attributes.items() if k in _KEPT[tag]}
        if kept.get("office:value-type") == "string":
            kept.pop("office:value", None)
        for name in ("table:number-rows-repeated", "table:number-columns-repeated"):
            if name in kept:
                kept[name] = _repetitions(kept[name])
        spaces = _SPACES if tag == "office:document-content" else ""
        listed = "".join(f' {k}="{escape(v)}"' for k, v in kept.items())
        self.written.append(f"<{tag}{spaces}{listed}>")

    def _write_beside(self) -> None:
        """What people wrote beside a cell becomes attributes of it, which no parser knows."""
        for name, text in self.beside.taken():
            opening = self.written[self.holder]
            if name in opening:
                continue
            self.written[self.holder] = f'{opening[:-1]} {name}="{escape(text)}">'

    def text(self, data: str) -> None:
        """Text counts within a paragraph of a cell only; that beside it is kept apart."""
        if self.left_out:
            self.beside.text(data)
        elif self.paragraphs:
            self.written.append(escape(data, quote=False))

    def end(self, _name: str) -> None:
        """An element ends."""
        tag = self.open.pop()
        if self.left_out:
            self.left_out -= 1
            self.beside.end(tag)
            if not self.left_out and not self.in_cell:
                self._write_beside()
            return
        if tag in _CELLS:
            self._write_beside()
        self.in_cell -= tag in _CELLS
        self.paragraphs -= tag == "text:p"
        if tag in _KEPT:
            self.written.append(f"</{tag}>")


_SPACES: Final = "".join(f' xmlns:{prefix}="{space}"' for space, prefix in _PREFIXES.items())


def _repetitions(stated: str) -> str:
    """A number of repetitions, at most a thousand; 1 for what is no number."""
    if not (stated.isascii() and stated.isdigit()):
        return "1"
    return stated if len(stated) <= 3 else str(_MOST)  # noqa: PLR2004 - digits of 999
