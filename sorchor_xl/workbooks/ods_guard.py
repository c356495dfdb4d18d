"""An .ods made safe, and looked at: formulas, errors, percents, dates and merged cells.

The one part the parser reads is written anew (`ods_rewriting`), then looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sorchor_xl.files.zip_view import (
    END,
    BadZipError,
    Budget,
    open_zip,
    pack_uncompressed,
    part_name,
)
from sorchor_xl.workbooks.ods_rewriting import in_plain_shape
from sorchor_xl.workbooks.sheet_traits import CellDetails, ListedTraits, Merge, NumberClass
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, MERGE_LIMIT, ROW_LIMIT
from sorchor_xl.workbooks.xml_text import stream_xml, utf8_xml

_NUMBERS: Final = {
    "percentage": NumberClass.PERCENT,
    "date": NumberClass.DATE,
    "time": NumberClass.DATE,
}
_STRUCK: Final = "struck"
_CLASSES: Final = {**_NUMBERS, _STRUCK: NumberClass.VOID}
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A workbook made safe; ``traits`` are in the order of its sheets."""

    clean: bytes = field(repr=False)
    traits: tuple[ListedTraits, ...]


def open_document(data: bytes, budget: Budget) -> OpenDocument:
    """The workbook made safe; `BadZipError` or `UnsafePackageError` if it cannot.

    The format is a zip, or one XML file with all parts in it (.fods).
    """
    zipped = END in data
    content = in_plain_shape(utf8_xml(_content_part(data, budget) if zipped else data))
    kept = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": content,
    }
    return OpenDocument(pack_uncompressed(kept), _traits(content))


def _content_part(data: bytes, budget: Budget) -> bytes:
    view = open_zip(data)
    parts = {part_name(member.raw_name): member for member in view.members}
    if "content.xml" not in parts:
        raise BadZipError("content part is missing")
    return view.read(parts["content.xml"], budget)


def _traits(content: bytes) -> tuple[ListedTraits, ...]:
    viewer = _Viewer()
    stream_xml(content, viewer)
    return tuple(ListedTraits(cells, tuple(merges)) for cells, merges in viewer.tables)


class _Viewer:
    """Counts rows and cells as they stream by, and keeps what is not plain."""

    def __init__(self) -> None:
        self.tables: list[tuple[dict[tuple[int, int], CellDetails], list[Merge]]] = []
        self.row = 0
        self.column = 0
        self.row_repeats = 1
        self.cell_repeats = 1
        self.cell: Mapping[str, str] | None = None
        self.shown = ""
        self.style = ""
        self.struck: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = name.rpartition(":")[2]
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if tag == "style":
            self.style = plain.get("name", "")
        elif tag == "text-properties" and _is_struck(plain):
            self.struck.add(self.style)
        elif tag == "span" and self.cell is not None and plain.get("style-name") in self.struck:
            self.cell = {**self.cell, "type": _STRUCK}
        elif tag == "table":
            self.tables.append(({}, []))
            self.row = 0
        elif tag == "table-row":
            self.column = 0
            self.row_repeats = _count(plain.get("number-rows-repeated"))
        elif tag in _CELLS:
            self.cell_repeats = _count(plain.get("number-columns-repeated"))
            # `value-type` is LibreOffice's own where it says "error", the standard's otherwise
            types = {v for k, v in attributes.items() if k.endswith(":value-type")}
            self.cell = {**plain, "error": "error" if "error" in types else ""}
            self.cell = {**self.cell, "type": next((t for t in sorted(types) if t in _NUMBERS), "")}
            if plain.get("style-name") in self.struck:
                self.cell = {**self.cell, "type": _STRUCK}
            self.shown = ""

    def text(self, data: str) -> None:
        """Text within a cell is what it shows."""
        if self.cell is not None:
            self.shown += data

    def end(self, name: str) -> None:
        """An element ends."""
        tag = name.rpartition(":")[2]
        if tag == "table-row":
            self.row += self.row_repeats
        elif tag in _CELLS and self.cell is not None:
            self._keep(self.cell)
            self.column += self.cell_repeats
            self.cell = None

    def _keep(self, cell: Mapping[str, str]) -> None:
        details = _details(cell, self.shown)
        if not self.tables or self.row >= ROW_LIMIT:
            return
        cells, merges = self.tables[-1]
        if details is not None:
            for row in range(self.row, min(self.row + self.row_repeats, ROW_LIMIT)):
                for column in range(
                    self.column, min(self.column + self.cell_repeats, COLUMN_LIMIT)
                ):
                    cells[row, column] = details
        down, across = (
            _count(cell.get("number-rows-spanned")),
            _count(cell.get("number-columns-spanned")),
        )
        if (down > 1 or across > 1) and len(merges) < MERGE_LIMIT:
            merges.append(
                Merge(self.row, self.column, self.row + down - 1, self.column + across - 1)
            )


def _details(cell: Mapping[str, str], shown: str) -> CellDetails | None:
    formula = cell.get("formula")
    error = shown if cell["error"] or shown.startswith(("#", "Err:")) else None
    number = _CLASSES.get(cell["type"], NumberClass.PLAIN)
    if formula is None and error is None and number is NumberClass.PLAIN:
        return None
    return CellDetails(None if formula is None else formula.removeprefix("of:="), error, number)


def _is_struck(properties: Mapping[str, str]) -> bool:
    """Whether a style strikes through."""
    stated = {properties.get(f"text-line-through-{key}") for key in ("style", "type")}
    return bool(stated - {None, "none"})


def _count(stated: str | None) -> int:
    """A stated number, at least 1, or as many as a sheet can have where it says more."""
    if not stated or not (stated.isascii() and stated.isdigit()):
        return 1
    return int(stated) if len(stated) < len(str(ROW_LIMIT)) else min(int(stated[:9]), ROW_LIMIT)
