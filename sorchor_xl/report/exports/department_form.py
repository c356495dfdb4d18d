"""Fill a form of the Department's or the province's own: placeholders in cells, nothing else.

A cell may hold ``{{ระดับ3}}`` alone (it becomes a number) or within a text. A row that holds
``{{อำเภอ}}`` is repeated for every อำเภอ, one that holds ``{{ตำบล}}`` for every ตำบล, with all that
stands below moved down. Every other part of the file stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import clean_for_output
from sorchor_xl.files.atomic_writing import OutputError, write_bytes
from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.formula_text import Block, move_rows
from sorchor_xl.ooxml.package import STRINGS, WORKBOOK, Package
from sorchor_xl.ooxml.shared_strings import StringPool, fill
from sorchor_xl.ooxml.worksheet import MAIN, CannotCarryError, Growth
from sorchor_xl.report.exports.department_values import (
    AMPHOE,
    TAMBON,
    Values,
    known_names,
    make_values,
)
from sorchor_xl.workbooks.front_door import read_package, taken_for_damage

PLACEHOLDER: Final = re.compile(r"\{\{(?:@(\d+):)?([^{}@]+)\}\}")
CALC_CHAIN: Final = "xl/calcChain.xml"
NOTHING: Final = "\0"
"""Stands for the sheet that a form of ours has one of per ตำบล; no other form has it."""
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ANCHOR_ROW: Final = re.compile(r"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")

Tree = Any


@dataclass(frozen=True)
class Sheet:
    """A sheet of the form: name, part, tree, and the row that is repeated (1-based) for what."""

    name: str
    part: str
    tree: Tree
    row: int | None = None
    repeats: str = ""


def fill_form(form: Path, results: Results, target: Path) -> Path:
    """Write the form filled from the results to ``target``; returns the path written.

    OutputError with a Thai sentence where it is no workbook, holds no placeholder or one that
    does not exist, or where a repeated row cannot be carried.
    """
    with taken_for_damage(form):
        package = _filled(form, results)
    return write_bytes(target, package.write())


def _filled(form: Path, results: Results) -> Package:
    package = Package.read(read_package(form))
    pool = StringPool(package.text(STRINGS)) if STRINGS in package.parts else StringPool("")
    sheets = [_find_row(sheet, pool) for sheet in _sheets(package)]
    _check(form, sheets, pool)
    values = make_values(results)
    try:
        changed = _fill(package, sheets, pool, values)
    except CannotCarryError as error:
        raise OutputError(str(error)) from error
    if changed and STRINGS in package.parts:
        package.set_text(STRINGS, pool.xml())
    return package


def _sheets(package: Package) -> Iterator[Sheet]:
    targets = {rel.id: rel.target for rel in package.relationships(WORKBOOK)}
    book = worksheet.parse_xml(package.parts[WORKBOOK])
    for element in book.iter(f"{MAIN}sheet"):
        part = targets[element.get(RELATION)]
        if "worksheets/" in part:
            yield Sheet(element.get("name"), part, worksheet.parse_xml(package.parts[part]))


def _find_row(sheet: Sheet, pool: StringPool) -> Sheet:
    """The first row that is to be repeated; ตำบล goes before อำเภอ, which it may hold too."""
    for row in sheet.tree.iter(f"{MAIN}row"):
        names = {name for cell in row for name in _names(_text(cell, pool))}
        for repeats in (TAMBON, AMPHOE):
            if repeats in names:
                return Sheet(sheet.name, sheet.part, sheet.tree, int(row.get("r")), repeats)
    return sheet


def _text(cell: Tree, pool: StringPool) -> str:
    """The text of a cell that is typed in, "" for anything else."""
    if cell.find(f"{MAIN}f") is not None or cell.get("t") not in ("s", "inlineStr"):
        return ""
    return str(worksheet.cell_value(cell, pool) or "")


def _names(text: str) -> list[str]:
    return [match[2] for match in PLACEHOLDER.finditer(text)]


def _check(form: Path, sheets: Sequence[Sheet], pool: StringPool) -> None:
    found = [
        (name, sheet.repeats if int(row.get("r")) == sheet.row else "")
        for sheet in sheets
        for row in sheet.tree.iter(f"{MAIN}row")
        for cell in row
        for name in _names(_text(cell, pool))
    ]
    if not found:
        raise OutputError(sentence("errors.no_placeholder", path=form.name))
    unknown = sorted({name for name, repeats in found if name not in known_names(repeats)})
    if unknown:
        raise OutputError(
            sentence(
                "errors.unknown_placeholder",
                names=", ".join(f"{{{{{name}}}}}" for name in unknown),
                path=form.name,
                known=", ".join(known_names("")),
            )
        )


def _fill(package: Package, sheets: Sequence[Sheet], pool: StringPool, values: Values) -> bool:
    """Fill every sheet that needs it; True where one did."""
    blocks = {
        s.name: Block(s.row, s.row, max(1, len(values.rows[s.repeats])))
        for s in sheets
        if s.row is not None
    }
    changed = False
    for sheet in sheets:
        if not blocks and not _holds(sheet, pool):
            continue
        if blocks:
            worksheet.unshare(sheet.tree)
            worksheet.grow(sheet.tree, sheet.name, _growth(blocks, sheet, values), pool)
            _move_anchors(package, sheet, blocks.get(sheet.name))
        _fill_cells(sheet, pool, values)
        _forget_results(sheet.tree)
        package.set_text(sheet.part, worksheet.to_text(sheet.tree))
        changed = True
    _settle_book(package, blocks)
    return changed


def _holds(sheet: Sheet, pool: StringPool) -> bool:
    return any(_names(_text(cell, pool)) for cell in sheet.tree.iter(f"{MAIN}c"))


def _growth(blocks: Mapping[str, Block], sheet: Sheet, values: Values) -> Growth:
    """Repeat the row, each placeholder in it numbered by its copy."""
    names = known_names(sheet.repeats)
    copies = max((b.copies for b in blocks.values()), default=1)
    own = len(values.rows[sheet.repeats]) if sheet.repeats else 0
    texts = [
        {name: f"{{{{@{copy}:{name}}}}}" for name in names} if copy < own else {}
        for copy in range(copies)
    ]
    return Growth(blocks, NOTHING, [NOTHING] * copies, texts)


def _move_anchors(package: Package, sheet: Sheet, block: Block | None) -> None:
    """Pictures below the repeated row move down with what they stand beside."""
    if block is None:
        return
    for rel in package.relationships(sheet.part):
        if rel.kind == "drawing":
            text = package.text(rel.target)
            moved = _ANCHOR_ROW.sub(lambda m: f"{m[1]}{block.move(int(m[2]) + 1) - 1}{m[3]}", text)
            package.set_text(rel.target, moved)


def _fill_cells(sheet: Sheet, pool: StringPool, values: Values) -> None:
    for cell in sheet.tree.iter(f"{MAIN}c"):
        text = _text(cell, pool)
        if PLACEHOLDER.search(text):
            _fill_cell(cell, text, pool, values, sheet.repeats)


def _fill_cell(cell: Tree, text: str, pool: StringPool, values: Values, repeats: str) -> None:
    """One placeholder alone becomes its value, number or text; within a text, its text."""
    alone = PLACEHOLDER.fullmatch(text.strip())
    value = values.find(alone[1], alone[2], repeats) if alone else None
    if isinstance(value, int | float):
        _set_number(cell, value)
        return

    def word(match: re.Match[str]) -> str:
        return values.word(match[1], match[2], repeats)

    if cell.get("t") == "s":
        number = cell.find(f"{MAIN}v")
        item = pool.items[int(number.text)]
        kept = fill(item, {_inner(m): word(m) for m in PLACEHOLDER.finditer(text)})
        whole = "{{" not in kept
        plain = PLACEHOLDER.sub(word, text)
        number.text = str(pool.add(kept) if whole else pool.add_text(plain))
    else:
        for part in cell.iter(f"{MAIN}t"):
            part.text = clean_for_output(PLACEHOLDER.sub(word, part.text or ""))


def _inner(match: re.Match[str]) -> str:
    """What stands between the braces, as typed."""
    return match.group()[2:-2]


def _set_number(cell: Tree, value: float) -> None:
    cell.attrib.pop("t", None)
    for child in list(cell):
        cell.remove(child)
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
    book = worksheet.parse_xml(package.parts[WORKBOOK])
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
    for place, child in enumerate(book):
        if isinstance(child.tag, str) and child.tag.removeprefix(MAIN) in _AFTER_CALCULATION:
            book.insert(place, element)
            return
    book.append(element)
