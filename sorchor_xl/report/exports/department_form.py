"""Fill a form of the Department's or the province's own: placeholders in cells, nothing else.

A cell may hold ``{{ระดับ3}}`` alone (it becomes a number) or within a text. A row that holds
``{{อำเภอ}}`` is repeated for every อำเภอ, one that holds ``{{ตำบล}}`` for every ตำบล, with the rows
that its cells are merged with, and all that stands below moved down. Which repetition a cell
belongs to is told by its row, so it matters not how a program keeps texts. Every other part of the
file stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import clean_for_output, join_list, normalise
from sorchor_xl.files.atomic_writing import OutputError, write_bytes
from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.elements import MAIN, Tree, attribute, child, corners_of, whole, whole_of
from sorchor_xl.ooxml.formula_text import Block, move_rows
from sorchor_xl.ooxml.package import STRINGS, WORKBOOK, Package
from sorchor_xl.ooxml.shared_strings import StringPool
from sorchor_xl.ooxml.sheet_values import cell_value
from sorchor_xl.ooxml.worksheet import CannotCarryError, Growth
from sorchor_xl.report.exports.department_values import (
    AMPHOE,
    TAMBON,
    Value,
    Values,
    make_values,
)
from sorchor_xl.workbooks.front_door import read_package, taken_for_damage

PLACEHOLDER: Final = re.compile(r"\{\{([^{}<>]+)\}\}")
CALC_CHAIN: Final = "xl/calcChain.xml"
NOTHING: Final = "\0"
"""Stands for the sheet that a form of ours has one of per ตำบล; no other form has it."""
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ANCHOR_ROW: Final = re.compile(r"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")


@dataclass(frozen=True)
class Sheet:
    """A sheet of the form: name, part, tree, and the rows that are repeated for what.

    ``rows`` are the first and last of them, 1-based; None where nothing is repeated.
    """

    name: str
    part: str
    tree: Tree
    rows: tuple[int, int] | None = None
    repeats: str = ""

    def repeated(self, row: int) -> str:
        """What a row of the empty form is repeated for, "" for nothing."""
        return self.repeats if self.rows and self.rows[0] <= row <= self.rows[1] else ""


def fill_form(form: Path, results: Results, target: Path) -> Path:
    """Write the form filled from the results to ``target``; returns the path written.

    OutputError with a Thai sentence where it is no workbook, holds no placeholder or one that
    does not exist, or where a repeated row cannot be carried.
    """
    values = make_values(results)
    with taken_for_damage(form):
        package = _filled(form, values)
    return write_bytes(target, package.write())


def _filled(form: Path, values: Values) -> Package:
    package = Package.read(read_package(form))
    pool = StringPool(package.text(STRINGS)) if STRINGS in package.parts else StringPool("")
    sheets = [_find_row(sheet, pool) for sheet in _sheets(package)]
    _check(form, sheets, pool, values)
    try:
        changed = _fill(package, sheets, pool, values)
    except CannotCarryError as error:
        raise OutputError(error.args[0]) from error
    if changed and STRINGS in package.parts:
        package.set_text(STRINGS, pool.xml())
    return package


def _sheets(package: Package) -> Iterator[Sheet]:
    book = worksheet.parse_xml(package.part(WORKBOOK))
    for element in book.iter(f"{MAIN}sheet"):
        part = package.target(WORKBOOK, attribute(element, RELATION))
        if "worksheets/" in part:
            yield Sheet(attribute(element, "name"), part, worksheet.parse_xml(package.part(part)))


def _find_row(sheet: Sheet, pool: StringPool) -> Sheet:
    """The first row that is to be repeated; ตำบล goes before อำเภอ, which it may hold too."""
    for row in sheet.tree.iter(f"{MAIN}row"):
        names = {name for cell in row for name in _names(_text(cell, pool))}
        for repeats in (TAMBON, AMPHOE):
            if repeats in names:
                rows = _merged_with(sheet, whole(row, "r"))
                return Sheet(sheet.name, sheet.part, sheet.tree, rows, repeats)
    return sheet


def _merged_with(sheet: Sheet, row: int) -> tuple[int, int]:
    """A row with those below that its cells are merged with; OutputError for any above."""
    last = row
    for merge in sheet.tree.iter(f"{MAIN}mergeCell"):
        corners = [row + 1 for row, _ in corners_of(merge)]
        top, bottom = min(corners), max(corners)
        if top < row <= bottom:
            said = {"ref": merge.get("ref"), "sheet": sheet.name, "row": row}
            raise OutputError(sentence("errors.merged_into_row", **said))
        if top == row:
            last = max(last, bottom)
    return row, last


def _text(cell: Tree, pool: StringPool) -> str:
    """The text of a cell that is typed in, "" for anything else."""
    if cell.find(f"{MAIN}f") is not None or cell.get("t") not in ("s", "inlineStr", "str"):
        return ""
    return str(cell_value(cell, pool) or "")


def _names(text: str) -> list[str]:
    return [normalise(name) for name in PLACEHOLDER.findall(text)]


def _check(form: Path, sheets: Sequence[Sheet], pool: StringPool, values: Values) -> None:
    found = [
        (name, sheet.repeated(whole(row, "r")))
        for sheet in sheets
        for row in sheet.tree.iter(f"{MAIN}row")
        for cell in row
        for name in _names(_text(cell, pool))
    ]
    if not found:
        raise OutputError(sentence("errors.no_placeholder", path=form.name))
    unknown = sorted({name for name, repeats in found if name not in values.names(repeats)})
    misplaced = [name for name in unknown if name in values.names(TAMBON)]
    if misplaced:
        names = join_list([f"{{{{{name}}}}}" for name in misplaced])
        raise OutputError(sentence("errors.misplaced_placeholder", names=names, path=form.name))
    if unknown:
        raise OutputError(
            sentence(
                "errors.unknown_placeholder",
                names=join_list([f"{{{{{name}}}}}" for name in unknown]),
                path=form.name,
                known=", ".join(values.names("")),
            )
        )


def _fill(package: Package, sheets: Sequence[Sheet], pool: StringPool, values: Values) -> bool:
    """Fill every sheet that needs it; True where one did."""
    blocks = {
        s.name: Block(*s.rows, max(1, len(values.rows[s.repeats])))
        for s in sheets
        if s.rows is not None
    }
    changed = False
    for sheet in sheets:
        if not blocks and not _holds(sheet, pool):
            continue
        if blocks:
            worksheet.unshare(sheet.tree)
            worksheet.grow(sheet.tree, sheet.name, _growth(blocks), pool)
            _move_anchors(package, sheet, blocks.get(sheet.name))
        _fill_cells(sheet, blocks.get(sheet.name), pool, values)
        _forget_results(sheet.tree)
        package.set_text(sheet.part, worksheet.to_text(sheet.tree))
        changed = True
    _settle_book(package, blocks)
    return changed


def _holds(sheet: Sheet, pool: StringPool) -> bool:
    return any(_names(_text(cell, pool)) for cell in sheet.tree.iter(f"{MAIN}c"))


def _growth(blocks: Mapping[str, Block]) -> Growth:
    """Repeat the rows as they stand; they are filled when each stands in its place."""
    copies = max((b.copies for b in blocks.values()), default=1)
    return Growth(blocks, NOTHING, [NOTHING] * copies, [{}] * copies)


def _move_anchors(package: Package, sheet: Sheet, block: Block | None) -> None:
    """Pictures below the repeated row move down with what they stand beside."""
    if block is None:
        return
    for rel in package.relationships(sheet.part):
        if rel.kind == "drawing":
            text = package.text(rel.target)
            moved = _ANCHOR_ROW.sub(lambda m: f"{m[1]}{block.move(int(m[2]) + 1) - 1}{m[3]}", text)
            package.set_text(rel.target, moved)


def _fill_cells(sheet: Sheet, block: Block | None, pool: StringPool, values: Values) -> None:
    """Fill each row from what it is a repetition of, or from the province."""
    for row in sheet.tree.iter(f"{MAIN}row"):
        copy = block.copy_of(whole(row, "r")) if block else None
        known = values.of_row(sheet.repeats, copy)
        for cell in row:
            text = _text(cell, pool)
            if PLACEHOLDER.search(text):
                _fill_cell(cell, text, pool, known.get, values.nothing)


def _fill_cell(
    cell: Tree, text: str, pool: StringPool, find: Callable[[str], Value], nothing: str
) -> None:
    """One placeholder alone becomes its value, number or text; within a text, its text."""
    alone = PLACEHOLDER.fullmatch(text.strip())
    value = find(normalise(alone[1])) if alone else None
    if isinstance(value, int | float):
        _set_number(cell, value)
    elif cell.get("t") == "s":
        number = child(cell, f"{MAIN}v")
        item = _said(pool.item(whole_of(number.text)), find, nothing, escape)
        split = "{{" in item  # a placeholder in more than one font
        number.text = str(pool.add_text(_said(text, find, nothing)) if split else pool.add(item))
    else:
        parts = list(cell.iter(f"{MAIN}{'v' if cell.get('t') == 'str' else 't'}"))
        words = [_said(part.text or "", find, nothing) for part in parts]
        if any("{{" in part for part in words):
            words = [_said(text, find, nothing), *[""] * (len(parts) - 1)]
        for part, word in zip(parts, words, strict=True):
            part.text = word


def _said(
    text: str, find: Callable[[str], Value], nothing: str, spelt: Callable[[str], str] = str
) -> str:
    """A text with each placeholder replaced by its value, spelt as the text is."""

    def word(match: re.Match[str]) -> str:
        value = find(normalise(match[1]))
        if value is None:
            return spelt(nothing)
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        return spelt(clean_for_output(shown))

    return PLACEHOLDER.sub(word, text)


def _set_number(cell: Tree, value: float) -> None:
    cell.attrib.pop("t", None)
    for part in list(cell):
        cell.remove(part)
    element = cell.makeelement(f"{MAIN}v", {})
    element.text = repr(round(value, 6)) if isinstance(value, float) else str(value)
    cell.append(element)


def _forget_results(tree: Tree) -> None:
    """Results of formulas were those of the empty form; the program that opens it makes new."""
    for cell in tree.iter(f"{MAIN}c"):
        stored = cell.find(f"{MAIN}v")
        if cell.find(f"{MAIN}f") is not None and stored is not None:
            cell.remove(stored)
            cell.attrib.pop("t", None)


def _settle_book(package: Package, blocks: Mapping[str, Block]) -> None:
    """Names that speak of moved rows, and the order to calculate when opened."""
    if blocks and CALC_CHAIN in package.parts:
        rels = package.relationships(WORKBOOK)
        package.set_relationships(WORKBOOK, tuple(r for r in rels if r.kind != "calcChain"))
        package.drop(CALC_CHAIN)
    book = worksheet.parse_xml(package.part(WORKBOOK))
    for name in book.iter(f"{MAIN}definedName"):
        name.text = move_rows(name.text or "", "", blocks)
    calculation = book.find(f"{MAIN}calcPr")
    if calculation is None:
        calculation = book.makeelement(f"{MAIN}calcPr", {})
        _put_calculation(book, calculation)
    calculation.set("fullCalcOnLoad", "1")
    package.set_text(WORKBOOK, worksheet.to_text(book))


_AFTER_CALCULATION: Final = (
    *("oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"),
    *("webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"),
)


def _put_calculation(book: Tree, element: Tree) -> None:
    """In the place the schema gives it: before all that may only follow it."""
    for place, part in enumerate(book):
        if isinstance(part.tag, str) and part.tag.removeprefix(MAIN) in _AFTER_CALCULATION:
            book.insert(place, element)
            return
    book.append(element)
