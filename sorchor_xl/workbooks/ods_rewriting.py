"""An .ods' cells written anew in the one way the parser takes: no white space, no odd prefixes.

The format leaves a writer much freedom: line breaks between cells, any prefix, a number beside a
text, comments and drawings within a cell. What counts is kept: which sheets there are and whether
they are shown, their rows and cells, what a cell holds and shows, and what is struck through.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_KEPT: Final[Mapping[str, frozenset[str]]] = {
    "office:document-content": frozenset(),
    "office:automatic-styles": frozenset(),
    "style:style": frozenset({"style:name", "style:family", "style:parent-style-name"}),
    "style:table-properties": frozenset({"table:display"}),
    "style:table-cell-properties": frozenset({"fo:background-color"}),
    "style:text-properties": frozenset(
        {
            "style:text-line-through-style",
            "style:text-line-through-type",
            "style:use-window-font-color",
            "fo:color",
        }
    ),
    "office:body": frozenset(),
    "office:spreadsheet": frozenset(),
    "table:table": frozenset({"table:name", "table:style-name"}),
    "table:table-column": frozenset(
        {"table:number-columns-repeated", "table:default-cell-style-name"}
    ),
    "table:table-row": frozenset({"table:number-rows-repeated"}),
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
_NOTE: Final = "office:annotation"
_FOREIGN: Final = "foreign:"
_IN_NOTE: Final = frozenset({"text:p", "text:span"})
NOTED: Final = "table:noted"
"""The attribute of a cell that holds what people wrote beside it."""
_SEPARATOR: Final = " "
_MOST: Final = 1000
"""Repetitions kept of one row or cell: an empty row repeated a million times ends every sheet."""


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
        self.cell_at = 0
        self.note: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag = _qualified(name)
        self.open.append(tag)
        drawn = self.in_cell and tag.startswith(_FOREIGN)
        if tag == _NOTE and self.in_cell:
            self.note = []
        if self.left_out or tag in _LEFT_OUT or drawn:
            self.left_out += 1
            return
        if tag in _CELLS:
            self.cell_at = len(self.written)
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

    def _write_note(self, text: str) -> None:
        """What people wrote beside a cell becomes an attribute of it, which no parser knows."""
        opening = self.written[self.cell_at]
        if NOTED not in opening:
            self.written[self.cell_at] = f'{opening[:-1]} {NOTED}="{escape(text)}">'
        self.note = None

    def text(self, data: str) -> None:
        """Text counts within a paragraph of a cell only, and of a note beside it."""
        if self.note is not None and _IN_NOTE & {*self.open[-2:]}:
            self.note.append(data)
        if self.paragraphs and not self.left_out:
            self.written.append(escape(data, quote=False))

    def end(self, _name: str) -> None:
        """An element ends."""
        tag = self.open.pop()
        if tag == _NOTE and self.note is not None:
            self._write_note(" ".join("".join(self.note).split()))
        if self.left_out:
            self.left_out -= 1
            return
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
