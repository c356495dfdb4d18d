"""A workbook as every format can tell it: sheets of cells, and the look of a cell.

Read from the parts of an .xlsx and written by the writers of the other formats, so that one damage
can be tried in all of them. Sheets that nobody touched are read and written once.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from damage.surgery import _N, _REL, ART, DRAWN, LINKS
from sorchor_xl.ooxml.references import parse_a1
from sorchor_xl.workbooks.cell_looks import indexed, of_theme
from sorchor_xl.workbooks.number_formats import classify
from sorchor_xl.workbooks.sheet_traits import NumberClass

BLACK, WHITE = "000000", "FFFFFF"
_ART, _DRAWN = f"{{{ART}}}", f"{{{DRAWN}}}"


class Face(NamedTuple):
    """The look of a cell: number format, strike, colours of letters and ground ("" for none)."""

    format_id: int = 0
    code: str = ""
    struck: bool = False
    ink: str = BLACK
    ground: str = ""

    @property
    def number(self) -> NumberClass:
        """What its number format makes of a number."""
        return classify(self.format_id, {self.format_id: self.code} if self.code else {})


class Run(NamedTuple):
    """A piece of a text, and whether it is struck through."""

    text: str
    struck: bool = False


class SeenCell(NamedTuple):
    """One cell: 0-based place, style, value (a text as runs), formula or None, error or "".

    ``shared`` is the place of its text among the shared ones, -1 for one of its own.
    """

    row: int
    column: int
    style: int
    value: float | bool | tuple[Run, ...] | None
    formula: str | None = None
    error: str = ""
    shared: int = -1

    @property
    def text(self) -> str:
        """Its text; "" where it holds none."""
        return "".join(run.text for run in self.value) if isinstance(self.value, tuple) else ""


@dataclass(eq=False)
class SeenSheet:
    """One sheet, known by identity, so that what was written of it is found again."""

    name: str
    hidden: bool
    cells: tuple[SeenCell, ...] = field(repr=False)
    merges: tuple[tuple[int, int, int, int], ...]
    comments: Mapping[tuple[int, int], str]
    drawings: tuple[bytes, ...] = ()
    """The parts with the shapes that lie on it."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def shapes(self) -> Mapping[tuple[int, int] | None, str]:
        """Cell under the corner of each shape, None for none → its words, a line each."""
        return {at: words for part in self.drawings for at, words in _shapes(part)}


def _shapes(part: bytes) -> Iterator[tuple[tuple[int, int] | None, str]]:
    for anchor in etree.fromstring(part):
        lines = ("".join(line.itertext()) for line in anchor.iter(f"{_ART}p"))
        at = (
            anchor.findtext(f"{_DRAWN}from/{_DRAWN}row"),
            anchor.findtext(f"{_DRAWN}from/{_DRAWN}col"),
        )
        yield (int(at[0]), int(at[1])) if at[0] and at[1] else None, "\n".join(lines)


@dataclass(frozen=True)
class SeenBook:
    """The whole workbook."""

    sheets: tuple[SeenSheet, ...]
    faces: tuple[Face, ...]
    shared: tuple[tuple[Run, ...], ...]


def seen(data: bytes) -> SeenBook:
    """An .xlsx as every format can tell it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = parts.get("xl/sharedStrings.xml", b"<sst/>")
    shared = _shared(strings)
    links = {
        link.get("Id"): "xl/" + link.get("Target").removeprefix("/xl/")
        for link in etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    }
    listed = etree.fromstring(parts["xl/workbook.xml"]).iter(f"{_N}sheet")
    named = [(s.get("name"), s.get("state", "visible"), links[s.get(_REL)]) for s in listed]
    sheets = tuple(
        _sheet(name, state != "visible", parts[part], strings, *_beside(parts, part))
        for name, state, part in named
        if part in parts
    )
    return SeenBook(sheets, _faces(parts["xl/styles.xml"]), shared)


@lru_cache(maxsize=8)
def _shared(part: bytes) -> tuple[tuple[Run, ...], ...]:
    return tuple(_runs(item) for item in etree.fromstring(part))


def _runs(item: Any) -> tuple[Run, ...]:
    """The runs of a text; one alone where it has none."""
    runs = item.findall(f"{_N}r")
    if not runs:
        return (Run("".join(t.text or "" for t in item.iter(f"{_N}t"))),)
    return tuple(Run(r.findtext(f"{_N}t") or "", _is_on(r, "strike")) for r in runs)


def _is_on(holder: Any, tag: str) -> bool:
    found = next(holder.iter(f"{_N}{tag}"), None)
    return found is not None and found.get("val", "1") not in {"0", "false"}


@lru_cache(maxsize=32)
def _faces(part: bytes) -> tuple[Face, ...]:
    tree = etree.fromstring(part)
    codes = {int(f.get("numFmtId")): f.get("formatCode") for f in tree.iter(f"{_N}numFmt")}
    fonts, fills = tree.find(f"{_N}fonts"), tree.find(f"{_N}fills")
    return tuple(
        Face(
            int(xf.get("numFmtId", 0)),
            codes.get(int(xf.get("numFmtId", 0)), ""),
            _is_on(fonts[int(xf.get("fontId", 0))], "strike"),
            _ink(fonts[int(xf.get("fontId", 0))].find(f"{_N}color")),
            _ground(fills[int(xf.get("fillId", 0))]),
        )
        for xf in tree.find(f"{_N}cellXfs")
    )


def _ink(colour: Any) -> str:
    if colour is None:
        return BLACK
    if "theme" in colour.attrib:
        return of_theme(int(colour.get("theme")), float(colour.get("tint", 0))) or BLACK
    if "indexed" in colour.attrib:
        return indexed(int(colour.get("indexed"))) or BLACK
    return str(colour.get("rgb", "")[-6:]) or BLACK


def _ground(fill: Any) -> str:
    pattern = fill.find(f"{_N}patternFill")
    if pattern is None or pattern.get("patternType", "none") != "solid":
        return ""
    return _ink(pattern.find(f"{_N}fgColor"))


def _beside(parts: Mapping[str, bytes], part: str) -> tuple[bytes, tuple[bytes, ...]]:
    """The part with the comments of a sheet, b"" where it has none, and those with its shapes."""
    folder, _, name = part.rpartition("/")
    rels = parts.get(f"{folder}/_rels/{name}.rels")
    links = () if rels is None else etree.fromstring(rels)
    held = [
        (link.get("Type"), parts["xl/" + link.get("Target").removeprefix("../")]) for link in links
    ]
    drawn = tuple(content for kind, content in held if kind == f"{LINKS}/drawing")
    return next((content for k, content in held if k == f"{LINKS}/comments"), b""), drawn


@lru_cache(maxsize=128)
def _sheet(
    name: str, hidden: bool, part: bytes, shared: bytes, said: bytes, drawn: tuple[bytes, ...]
) -> SeenSheet:
    tree, texts = etree.fromstring(part), _shared(shared)
    cells = tuple(_cell(cell, texts) for cell in tree.iter(f"{_N}c") if len(cell))
    merges = tuple(
        (*parse_a1(first), *parse_a1(last))
        for first, last in (m.get("ref").split(":") for m in tree.iter(f"{_N}mergeCell"))
    )
    comments = {
        parse_a1(comment.get("ref")): "".join(t.text or "" for t in comment.iter(f"{_N}t"))
        for comment in (etree.fromstring(said).iter(f"{_N}comment") if said else ())
    }
    held = {(cell.row, cell.column) for cell in cells}
    beside = tuple(SeenCell(*at, 0, None) for at in comments if at not in held)
    return SeenSheet(name, hidden, (*cells, *beside), merges, comments, drawn, *_unseen(tree))


def _unseen(tree: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns that are hidden."""
    rows = (int(r.get("r")) - 1 for r in tree.iter(f"{_N}row") if r.get("hidden") == "1")
    columns = (c for c in tree.iter(f"{_N}col") if c.get("hidden") == "1")
    spans = (range(int(c.get("min")) - 1, int(c.get("max"))) for c in columns)
    return frozenset(rows), frozenset(number for span in spans for number in span)


def _cell(cell: Any, texts: tuple[tuple[Run, ...], ...]) -> SeenCell:
    row, column = parse_a1(cell.get("r"))
    formula, kind = cell.find(f"{_N}f"), cell.get("t", "n")
    stated = cell.findtext(f"{_N}v")
    shared = int(stated) if kind == "s" and stated else -1
    return SeenCell(
        row,
        column,
        int(cell.get("s", 0)),
        _value(cell, kind, stated, texts),
        None if formula is None else formula.text or "",
        stated or "" if kind == "e" else "",
        shared,
    )


def _value(
    cell: Any, kind: str, stated: str | None, texts: tuple[tuple[Run, ...], ...]
) -> float | bool | tuple[Run, ...] | None:
    if kind == "inlineStr":
        return _runs(cell.find(f"{_N}is")) if cell.find(f"{_N}is") is not None else None
    if stated is None or kind == "e" or (not stated and kind != "str"):
        return None
    if kind == "s":
        return texts[int(stated)]
    if kind == "str":
        return (Run(stated),)
    return stated == "1" if kind == "b" else float(stated)
