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
    crossed: bool = False

    @property
    def number(self) -> NumberClass:
        """What its number format makes of a number."""
        return classify(self.format_id, {self.format_id: self.code} if self.code else {})


RUN_LOOKS = ("", "struck", "raised", "white", "tiny")
"""What a run may be besides its letters."""


class Run(NamedTuple):
    """A piece of a text, and what it is besides, one of `RUN_LOOKS`."""

    text: str
    look: str = ""


class Rule(NamedTuple):
    """A rule of conditional formatting: its ranges, and the style it gives, or a bar alone."""

    ranges: tuple[tuple[int, int, int, int], ...]
    face: Face | None


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
    rules: tuple[Rule, ...] = ()

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
        _sheet(
            name,
            state != "visible",
            parts[part],
            (strings, parts["xl/styles.xml"]),
            *_beside(parts, part),
        )
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
    return tuple(Run(r.findtext(f"{_N}t") or "", _look_of(r)) for r in runs)


def _look_of(run: Any) -> str:
    """What a run is besides its letters."""
    raised = next(run.iter(f"{_N}vertAlign"), None)
    colour, size = next(run.iter(f"{_N}color"), None), next(run.iter(f"{_N}sz"), None)
    if _is_on(run, "strike"):
        return "struck"
    if raised is not None and raised.get("val") != "baseline":
        return "raised"
    if colour is not None and _ink(colour) == WHITE:
        return "white"
    return "tiny" if size is not None and float(size.get("val")) < 3 else ""


def _is_on(holder: Any, tag: str) -> bool:
    found = next(holder.iter(f"{_N}{tag}"), None)
    return found is not None and found.get("val", "1") not in {"0", "false"}


@lru_cache(maxsize=32)
def _faces(part: bytes) -> tuple[Face, ...]:
    tree = etree.fromstring(part)
    codes = {int(f.get("numFmtId")): f.get("formatCode") for f in tree.iter(f"{_N}numFmt")}
    fonts, fills = tree.find(f"{_N}fonts"), tree.find(f"{_N}fills")
    borders = tree.find(f"{_N}borders")
    return tuple(
        Face(
            int(xf.get("numFmtId", 0)),
            codes.get(int(xf.get("numFmtId", 0)), ""),
            _is_void(fonts[int(xf.get("fontId", 0))]),
            _ink(fonts[int(xf.get("fontId", 0))].find(f"{_N}color")),
            _ground(fills[int(xf.get("fillId", 0))]),
            _is_crossed(borders[int(xf.get("borderId", 0))]),
        )
        for xf in tree.find(f"{_N}cellXfs")
    )


def _is_void(font: Any) -> bool:
    """Struck through; letters too small to be seen are written as struck."""
    size = font.find(f"{_N}sz")
    return _is_on(font, "strike") or (size is not None and float(size.get("val")) < 3)


def _is_crossed(border: Any) -> bool:
    line = border.find(f"{_N}diagonal")
    ways = {border.get("diagonalUp"), border.get("diagonalDown")}
    return "1" in ways and line is not None and line.get("style", "none") != "none"


@lru_cache(maxsize=32)
def _styles_of_rules(part: bytes) -> tuple[Face, ...]:
    """The styles that rules give, of what the formats can all tell."""
    tree = etree.fromstring(part).find(f"{_N}dxfs")
    return tuple(
        Face(
            0,
            "".join(f.get("formatCode") for f in rule.iter(f"{_N}numFmt")),
            _is_on(rule, "strike"),
            _ink(next((f.find(f"{_N}color") for f in rule.iter(f"{_N}font")), None)),
        )
        for rule in ([] if tree is None else tree)
    )


def _rules(tree: Any, styles: tuple[Face, ...]) -> Iterator[Rule]:
    for holder in tree.iter(f"{_N}conditionalFormatting"):
        areas = (area.partition(":") for area in holder.get("sqref").split())
        ranges = tuple((*parse_a1(a), *parse_a1(b or a)) for a, _, b in areas)
        for rule in holder.iter(f"{_N}cfRule"):
            bar = rule.find(f"{_N}dataBar")
            if rule.get("dxfId"):
                yield Rule(ranges, styles[int(rule.get("dxfId"))])
            elif bar is not None and bar.get("showValue") == "0":
                yield Rule(ranges, None)


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
    name: str,
    hidden: bool,
    part: bytes,
    common: tuple[bytes, bytes],
    said: bytes,
    drawn: tuple[bytes, ...],
) -> SeenSheet:
    tree, texts = etree.fromstring(part), _shared(common[0])
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
    rules = tuple(_rules(tree, _styles_of_rules(common[1])))
    seen_ = (*cells, *beside), merges, comments, drawn, *_unseen(tree)
    return SeenSheet(name, hidden, *seen_, rules)


def _unseen(tree: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns that are hidden; those too small to be seen are written as hidden."""
    rows = (int(r.get("r")) - 1 for r in tree.iter(f"{_N}row") if _is_unseen(r, "ht", 3))
    columns = (c for c in tree.iter(f"{_N}col") if _is_unseen(c, "width", 1))
    spans = (range(int(c.get("min")) - 1, int(c.get("max"))) for c in columns)
    return frozenset(rows), frozenset(number for span in spans for number in span)


def _is_unseen(line: Any, size: str, least: float) -> bool:
    return line.get("hidden") == "1" or float(line.get(size, least)) < least


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
