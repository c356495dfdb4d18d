"""A sheet's XML of any legal writing in the one shape that every known program writes.

Slow and rarely needed: prefixes, comments, CDATA, cells and rows without an address, apostrophes,
a value in front of its formula. One pass of a streaming parser, no tree. What it reads is what any
XML parser reads; what no program could mean (a cell twice, two values in one) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from sorchor_xl.files.zip_view import BadZipError
from sorchor_xl.ooxml.references import column_index, column_name
from sorchor_xl.workbooks.xlsx_shape import COLUMN_LIMIT, ROW_LIMIT
from sorchor_xl.workbooks.xml_text import stream_xml

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_NUMBER: Final = re.compile(r"[0-9]{1,7}")
_ON: Final = frozenset({"1", "true"})
_LOW: Final = re.compile(r"[0-2](?:\.\d+)?|\.\d+")
"""A height under three points: nothing of the row is seen."""
_FAR: Final = (
    f'<row r="{ROW_LIMIT + 1}"/>',
    f'<row r="{ROW_LIMIT + 1}"><c r="A{ROW_LIMIT + 1}"><v>0</v></c></row>',
)
"""What tells that a cell lies beyond reach, and that it holds something."""
_CELL_ATTRIBUTES: Final = ("s", "t")
_TEXTS: Final = frozenset({"str", "inlineStr", "d"})
"""Types of cells whose value is a text, or read as one."""
_FORMULA_ATTRIBUTES: Final = frozenset({"t", "ref", "si"})
_MERGE: Final = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}")


class BadSheetError(ValueError):
    """The XML of a sheet is not well-formed, or says what no sheet can."""


def with_plain_tags(xml: bytes) -> bytes:
    """The sheet rewritten; `BadSheetError` where it is no XML, or a cell stands in it twice.

    Cells that no form reaches are left out; an empty row behind all others tells of them.
    """
    shaper = _Shaper()
    try:
        stream_xml(xml, shaper)
    except BadZipError as error:
        raise BadSheetError(str(error)) from error
    return shaper.written()


class _Shaper:
    """Collects rows, cells and merges as they stream by."""

    def __init__(self) -> None:
        self.rows: dict[int, list[str]] = {}
        self.hidden: set[int] = set()
        self.merges: list[str] = []
        self.open: list[str] = []
        self.row, self.column = 0, -1
        self.seen: set[tuple[int, int]] = set()
        self.far, self.far_value = False, False
        self.place = ""
        self.kept = ""
        self.type = ""
        self.parts: dict[str, list[str]] = {}
        self.formula = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        self.open.append(tag)
        where = self.open[-2] if len(self.open) > 1 else ""
        if tag == "row" and where == "sheetData":
            self.row, self.column = self._row_number(attributes.get("r")), -1
            if attributes.get("hidden") in _ON or _LOW.fullmatch(attributes.get("ht", "")):
                self.hidden.add(self.row)
        elif tag == "c" and where == "row":
            self._start_cell(attributes)
        elif where == "c" and tag in {"f", "v", "is"}:
            self.far_value = self.far_value or not self.place
            self._start_part(tag, attributes)
        elif where == "mergeCells" and _MERGE.fullmatch(attributes.get("ref", "")):
            self.merges.append(f'<mergeCell ref="{attributes["ref"]}"/>')

    def _row_number(self, stated: str | None) -> int:
        if stated is None:
            return self.row + 1
        if not _NUMBER.fullmatch(stated):
            raise BadSheetError("row number is none")
        return int(stated)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        stated = _REFERENCE.fullmatch(attributes.get("r", ""))
        if stated is None and "r" in attributes:
            raise BadSheetError("cell address is none")
        self.column = column_index(stated[1]) if stated else self.column + 1
        row = int(stated[2]) if stated else self.row
        if row > ROW_LIMIT or self.column >= COLUMN_LIMIT:
            self.place, self.far, self.parts = "", True, {}
            return
        if (row, self.column) in self.seen:
            raise BadSheetError(f"cell {column_name(self.column)}{row} stands twice")
        self.seen.add((row, self.column))
        self.place = f"{column_name(self.column)}{row}"
        self.kept = "".join(
            f' {k}="{escape(attributes[k])}"' for k in _CELL_ATTRIBUTES if k in attributes
        )
        self.type = attributes.get("t", "")
        self.parts = {}
        self.rows.setdefault(row, [])

    def _start_part(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in self.parts:
            raise BadSheetError(f"cell {self.place} has two of <{tag}>")
        self.parts[tag] = []
        if tag == "f":
            kept = ((k, v) for k, v in attributes.items() if k in _FORMULA_ATTRIBUTES)
            self.formula = "".join(f' {k}="{escape(v)}"' for k, v in kept)

    def text(self, data: str) -> None:
        """Text of a value, a formula, or one written in its cell; phonetic hints are none."""
        if "c" not in self.open or "rPh" in self.open:
            return
        inside = self.open[self.open.index("c") + 1 :]
        if inside and inside[0] in self.parts and (inside[0] != "is" or inside[-1] == "t"):
            self.parts[inside[0]].append(data)

    def end(self, _name: str) -> None:
        """An element ends."""
        tag = self.open.pop()
        if tag == "c" and self.place and self.open[-1:] == ["row"]:
            self._write_cell()

    def _write_cell(self) -> None:
        texts = {tag: escape("".join(parts), quote=False) for tag, parts in self.parts.items()}
        written = f"<f{self.formula}>{texts['f']}</f>" if "f" in texts else ""
        self._refuse_odd_number(texts.get("v", ""))
        if "v" in texts:
            written += f"<v>{texts['v']}</v>"
        elif "is" in texts:
            written += f'<is><t xml:space="preserve">{texts["is"]}</t></is>'
        row = int(self.place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        end = f">{written}</c>" if written else "/>"
        self.rows[row].append(f'<c r="{self.place}"{self.kept}{end}')
        self.place = ""

    def _refuse_odd_number(self, value: str) -> None:
        """`BadSheetError` for a number of which the parser would make another."""
        odd = self.type == "s" and value and not _NUMBER.fullmatch(value)
        if odd or ("&" in value and self.type not in _TEXTS):
            raise BadSheetError(f"the value of cell {self.place} is no number")

    def written(self) -> bytes:
        """The sheet in the known shape."""
        merges = f"<mergeCells>{''.join(self.merges)}</mergeCells>" if self.merges else ""
        shut = ("", ' hidden="1"')
        rows = (
            f'<row r="{n}"{shut[n in self.hidden]}>{"".join(cells)}</row>'
            for n, cells in sorted(self.rows.items())
        )
        far = _FAR[self.far_value] if self.far else ""
        body = "".join(rows)
        return f"<worksheet><sheetData>{body}{far}</sheetData>{merges}</worksheet>".encode()
