"""A sheet's XML of any legal writing in the one shape that every known program writes.

Slow and rarely needed: prefixes, comments, CDATA, cells and rows without an address, addresses
that are not the first attribute. One pass of a streaming parser, no tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final
from xml.parsers import expat

from sorchor_xl.ooxml.references import column_index, column_name

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CELL_ATTRIBUTES: Final = ("s", "t")
_TEXTS: Final = frozenset({"v", "t", "f"})


class BadSheetError(ValueError):
    """The XML of a sheet is not well-formed."""


def with_plain_tags(xml: bytes) -> bytes:
    """The sheet rewritten; `BadSheetError` where it is no XML."""
    shaper = _Shaper()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = shaper.start
    parser.EndElementHandler = shaper.end
    parser.CharacterDataHandler = shaper.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BadSheetError(str(error)) from error
    return shaper.written()


class _Shaper:
    """Collects rows, cells and merges as they stream by."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.merges: list[str] = []
        self.row = 0
        self.column = -1
        self.open: list[str] = []
        self.parts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.open.append(tag)
        if tag == "row":
            stated = attributes.get("r", "")
            self.row = int(stated) if stated.isdecimal() else self.row + 1
            self.column = -1
            self.rows.append(f'<row r="{self.row}">')
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            kept = {k: v for k, v in attributes.items() if k in {"t", "ref", "si"}}
            self.rows.append("<f" + "".join(f' {k}="{escape(v)}"' for k, v in kept.items()) + ">")
        elif tag in {"v", "is"}:
            self.rows.append("<v>" if tag == "v" else "<is><t>")
        elif tag == "mergeCell":
            self.merges.append(f'<mergeCell ref="{escape(attributes.get("ref", ""))}"/>')

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        stated = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = column_index(stated[1]) if stated else self.column + 1
        row = int(stated[2]) if stated else self.row
        kept = (f' {k}="{escape(attributes[k])}"' for k in _CELL_ATTRIBUTES if k in attributes)
        self.rows.append(f'<c r="{column_name(self.column)}{row}"{"".join(kept)}>')

    def text(self, data: str) -> None:
        if self.open and self.open[-1] in _TEXTS and "c" in self.open and "rPh" not in self.open:
            self.rows.append(escape(data))

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        self.open.pop()
        closings = {"row": "</row>", "c": "</c>", "f": "</f>", "v": "</v>", "is": "</t></is>"}
        self.rows.append(closings.get(tag, ""))

    def written(self) -> bytes:
        merges = f"<mergeCells>{''.join(self.merges)}</mergeCells>" if self.merges else ""
        body = "".join(self.rows)
        return f"<worksheet><sheetData>{body}</sheetData>{merges}</worksheet>".encode()
