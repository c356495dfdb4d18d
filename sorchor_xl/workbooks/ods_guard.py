"""An .ods made safe, and looked at: formulas, errors, percents, dates and merged cells.

The one part the parser reads is written anew (`ods_rewriting`), then looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sorchor_xl.files.zip_view import (
    END,
    BadZipError,
    Budget,
    open_zip,
    pack_uncompressed,
    part_names,
)
from sorchor_xl.ooxml.package import is_our_comment
from sorchor_xl.ooxml.references import column_index
from sorchor_xl.workbooks.cell_looks import RunLook, is_doubtful
from sorchor_xl.workbooks.ods_looks import STYLE_TAGS, OpenLooks, take_styles
from sorchor_xl.workbooks.ods_rewriting import DRAWN, NOTED, PICTURED, in_plain_shape
from sorchor_xl.workbooks.sheet_traits import CellDetails, ListedTraits, Merge, NumberClass
from sorchor_xl.workbooks.xlsx_comments import add_words
from sorchor_xl.workbooks.xlsx_sheet import COLUMN_LIMIT, MERGE_LIMIT, ROW_LIMIT
from sorchor_xl.workbooks.xml_text import stream_xml, utf8_xml

_NUMBERS: Final = {
    "percentage": NumberClass.PERCENT,
    "date": NumberClass.DATE,
    "time": NumberClass.DATE,
}
_STYLES: Final = "styles.xml"
_NOTED, _DRAWN, _PICTURED = (name.rpartition(":")[2] for name in (NOTED, DRAWN, PICTURED))
_QUOTED: Final = re.compile(r"'[^']*'")
_RANGE: Final = re.compile(
    r"\.\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::[^.: ]*\.\$?([A-Z]{1,3})\$?([0-9]{1,7}))?"
)
_CELLS: Final = frozenset({"table-cell", "covered-table-cell"})


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A workbook made safe; ``traits`` are in the order of its sheets."""

    clean: bytes = field(repr=False)
    traits: tuple[ListedTraits, ...]
    date1904: bool = False


def open_document(data: bytes, budget: Budget) -> OpenDocument:
    """The workbook made safe; `BadZipError` or `UnsafePackageError` if it cannot.

    The format is a zip, or one XML file with all parts in it (.fods).
    """
    looks = OpenLooks()
    if END in data:
        content = in_plain_shape(utf8_xml(_content_part(data, budget, looks)))
    else:
        content = in_plain_shape(utf8_xml(data))
    kept = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": content,
    }
    viewer = _Viewer(looks)
    stream_xml(content, viewer)
    traits = tuple(table.traits for table in viewer.tables)
    return OpenDocument(pack_uncompressed(kept), traits, viewer.date1904)


def _content_part(data: bytes, budget: Budget, looks: OpenLooks) -> bytes:
    """The part with the cells; ``looks`` learns the styles that have a part of their own."""
    view = open_zip(data)
    parts = dict(zip(part_names(view.members), view.members, strict=True))
    if "content.xml" not in parts:
        raise BadZipError("content part is missing")
    if _STYLES in parts:
        take_styles(utf8_xml(view.read(parts[_STYLES], budget)), looks)
    return view.read(parts["content.xml"], budget)


@dataclass
class _Table:
    """What is kept of one sheet; ``defaults`` are the styles of its columns from the left."""

    cells: dict[tuple[int, int], CellDetails] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    defaults: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    in_doubt: list[Merge] = field(default_factory=list)
    drawn: list[Merge] = field(default_factory=list)
    beyond: bool = False

    @property
    def traits(self) -> ListedTraits:
        """All of it, as it is told."""
        return ListedTraits(
            self.cells,
            tuple(self.merges),
            self.comments,
            frozenset(self.hidden_rows),
            frozenset(self.hidden_columns),
            tuple(self.in_doubt),
            beyond=self.beyond,
            drawn=tuple(self.drawn),
        )


@lru_cache(maxsize=1024)
def _local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


class _Viewer:
    """Counts rows and cells as they stream by, and keeps what is not plain."""

    def __init__(self, looks: OpenLooks) -> None:
        self.tables: list[_Table] = []
        self.row = 0
        self.column = 0
        self.row_repeats = 1
        self.cell_repeats = 1
        self.cell: dict[str, str] | None = None
        self.shown = ""
        self.look = NumberClass.PLAIN
        self.looks = looks
        self.spans: list[RunLook] = []
        self.in_spans = 0
        self.has_plain = False
        self.date1904 = False
        self.ranges: list[Merge] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        tag = _local(name)
        plain = {_local(key): value for key, value in attributes.items()}
        if tag in STYLE_TAGS:
            self.looks.take(tag, plain)
        if tag in _CELLS:
            self._begin(attributes, plain)
        elif self.cell is not None:
            self._in_cell(tag, plain)
        elif tag == "null-date":
            self.date1904 = plain.get("date-value", "").startswith("1904")
        elif tag == "table":
            self.tables.append(_Table())
            self.row = 0
            add_words(self.tables[-1].comments, (0, 0), plain.get(_DRAWN, ""))
            self.tables[-1].drawn += [Merge(0, 0, 0, 0)] * (_PICTURED in plain)
        elif self.tables and tag in _OF_TABLE:
            _OF_TABLE[tag](self, plain)

    def _in_cell(self, tag: str, plain: Mapping[str, str]) -> None:
        """A paragraph of what a cell shows, or a run of it that may be set off or unseen."""
        if tag == "span":
            self.in_spans += 1
            self.spans.append(self.looks.run(plain.get("style-name", "")))
        elif tag == "p" and self.cell is not None:
            self.cell["shows"] = "yes"

    def columns(self, plain: Mapping[str, str]) -> None:
        """One or more columns."""
        table = self.tables[-1]
        repeats = min(_count(plain.get("number-columns-repeated")), COLUMN_LIMIT)
        if self._is_unseen(plain):
            start = len(table.defaults)
            table.hidden_columns |= {*range(start, start + repeats)}
        table.defaults += [plain.get("default-cell-style-name", "")] * repeats

    def rows(self, plain: Mapping[str, str]) -> None:
        """One or more rows."""
        self.column = 0
        self.row_repeats = _count(plain.get("number-rows-repeated"))
        if self._is_unseen(plain):
            last = min(self.row + self.row_repeats, ROW_LIMIT)
            self.tables[-1].hidden_rows |= {*range(self.row, last)}

    def _is_unseen(self, plain: Mapping[str, str]) -> bool:
        """Whether a row or column is hidden, left out by a filter, or too small to be seen."""
        hidden = plain.get("visibility", "visible") != "visible"
        return hidden or self.looks.is_flat(plain.get("style-name", ""))

    def rule_over(self, plain: Mapping[str, str]) -> None:
        """The ranges of the rules that follow."""
        self.ranges = [*_ranges(plain.get("target-range-address", ""))]

    def rule(self, plain: Mapping[str, str]) -> None:
        """A rule, and the style it gives."""
        if self.looks.class_of(plain.get("apply-style-name", "")) is NumberClass.VOID:
            self.tables[-1].in_doubt += self.ranges

    def mark_alone(self, plain: Mapping[str, str]) -> None:
        """A bar or an icon, which may be shown without the number it stands for."""
        if plain.get("show-value") == "false":
            self.tables[-1].in_doubt += self.ranges

    def _begin(self, attributes: Mapping[str, str], plain: Mapping[str, str]) -> None:
        """A cell begins; one without a style of its own has that of its column."""
        self.cell_repeats = _count(plain.get("number-columns-repeated"))
        # `value-type` is LibreOffice's own where it says "error", the standard's otherwise
        types = {v for k, v in attributes.items() if k.endswith(":value-type")}
        self.cell = {**plain, "error": "error" if "error" in types else ""}
        self.cell["type"] = next((t for t in sorted(types) if t in _NUMBERS), "")
        defaults = self.tables[-1].defaults if self.tables else []
        default = defaults[self.column] if self.column < len(defaults) else ""
        self.look = self.looks.class_of(plain.get("style-name", default))
        self.shown, self.spans, self.in_spans, self.has_plain = "", [], 0, False

    def text(self, data: str) -> None:
        """Text within a cell is what it shows."""
        if self.cell is not None:
            self.shown += data
            self.has_plain = self.has_plain or (not self.in_spans and not data.isspace())

    def end(self, name: str) -> None:
        """An element ends."""
        tag = _local(name)
        if tag == "table-row":
            self.row += self.row_repeats
        elif tag == "span":
            self.in_spans -= 1
        elif tag in _CELLS and self.cell is not None:
            self._keep(self.cell)
            self.column += self.cell_repeats
            self.cell = None

    def _keep(self, cell: Mapping[str, str]) -> None:
        runs = [*self.spans, RunLook()] if self.has_plain else self.spans
        look = NumberClass.VOID if is_doubtful(runs) else self.look
        details = _details(cell, self.shown, look)
        far = self.row >= ROW_LIMIT or self.column >= COLUMN_LIMIT
        if self.tables and far and (self.shown or "value" in cell):
            self.tables[-1].beyond = True
        if not self.tables or self.row >= ROW_LIMIT:
            return
        table = self.tables[-1]
        cells, merges = table.cells, table.merges
        if self.column < COLUMN_LIMIT:
            noted = cell.get(_NOTED, "")
            for words in ("" if is_our_comment("", noted) else noted, cell.get(_DRAWN, "")):
                add_words(table.comments, (self.row, self.column), words)
            here = Merge(self.row, self.column, self.row, self.column)
            table.drawn += [here] * (_PICTURED in cell)
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


_OF_TABLE: Final[Mapping[str, Callable[[_Viewer, Mapping[str, str]], None]]] = {
    "table-column": _Viewer.columns,
    "table-row": _Viewer.rows,
    "conditional-format": _Viewer.rule_over,
    "condition": _Viewer.rule,
    "data-bar": _Viewer.mark_alone,
    "icon-set": _Viewer.mark_alone,
}


def _details(cell: Mapping[str, str], shown: str, look: NumberClass) -> CellDetails | None:
    formula = cell.get("formula")
    error = shown if cell["error"] or shown.startswith(("#", "Err:")) else None
    number = _NUMBERS.get(cell["type"], look)
    value = _stated(cell) if "shows" in cell else None
    if look is NumberClass.VOID or (value and not shown):
        number = NumberClass.VOID  # a number that its format shows to nobody, or one struck through
    shows = shown if value is not None and shown != f"{value:g}" else None
    if formula is None and error is None and number is NumberClass.PLAIN and shows is None:
        return None
    formula = None if formula is None else formula.removeprefix("of:=")
    return CellDetails(formula, error, number, shows=shows)


def _stated(cell: Mapping[str, str]) -> float | None:
    """The number of a cell; None where it holds none."""
    try:
        return float(cell.get("value", ""))
    except ValueError:
        return None


def _ranges(stated: str) -> Iterator[Merge]:
    """The ranges of a rule, as "'sheet'.H13:'sheet'.H20 …"."""
    for left, top, right, bottom in _RANGE.findall(_QUOTED.sub("", stated)):
        last = int(bottom or top) - 1, column_index(right or left)
        yield Merge(int(top) - 1, column_index(left), *last)


def _count(stated: str | None) -> int:
    """A stated number, at least 1, or as many as a sheet can have where it says more."""
    if not stated or not (stated.isascii() and stated.isdigit()):
        return 1
    return int(stated) if len(stated) < len(str(ROW_LIMIT)) else min(int(stated[:9]), ROW_LIMIT)
