"""Store results beside formulas: between the XML of a workbook and what works its formulas out."""

from __future__ import annotations

from collections.abc import Mapping

from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.calc import make_book, result
from sorchor_xl.ooxml.calc_values import CalcBook, CalcSheet, Scalar
from sorchor_xl.ooxml.elements import MAIN, Tree, attribute, child, place_of
from sorchor_xl.ooxml.package import STRINGS, WORKBOOK, Package
from sorchor_xl.ooxml.references import a1
from sorchor_xl.ooxml.shared_strings import StringPool
from sorchor_xl.ooxml.sheet_values import cell_value

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_cells(tree: Tree, pool: StringPool) -> CalcSheet:
    """The constants and formulas of a sheet; shared formulas must be written out."""
    constants: dict[tuple[int, int], Scalar] = {}
    formulas: dict[tuple[int, int], str] = {}
    for cell in tree.iter(f"{MAIN}c"):
        if len(cell) == 0:
            continue
        place = place_of(cell)
        formula = cell.find(f"{MAIN}f")
        if formula is not None and formula.text:
            formulas[place] = formula.text
        else:
            shown = cell_value(cell, pool)
            constants[place] = shown if isinstance(shown, (str, float, bool)) else None
    return CalcSheet(constants, formulas)


def global_names(package: Package) -> Mapping[str, str]:
    """Defined names of the whole workbook → their formula."""
    book = worksheet.parse_xml(package.part(WORKBOOK))
    return {
        attribute(name, "name"): name.text or ""
        for name in book.iter(f"{MAIN}definedName")
        if name.get("localSheetId") is None
    }


def results_of(book: CalcBook, sheet: str) -> Mapping[str, Scalar]:
    """A1 → result of every formula of a sheet; None where it cannot be worked out."""
    held = book.sheets[sheet]
    return {a1(*place): result(book, sheet, *place) for place in held.formulas}


def store(tree: Tree, book: CalcBook, sheet: str) -> None:
    """Write each formula's result into its cell; none where it cannot be worked out."""
    for cell in tree.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is not None:
            _set_result(cell, result(book, sheet, *place_of(cell)))


def _set_result(cell: Tree, value: Scalar) -> None:
    for old in cell.findall(f"{MAIN}v"):
        cell.remove(old)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, (str, bool)):
        cell.set("t", "b" if isinstance(value, bool) else "str")
    element = cell.makeelement(f"{MAIN}v")
    element.text = str(int(value)) if isinstance(value, bool) else str(value)
    cell.append(element)


def cache_all_results(data: bytes) -> bytes:
    """A workbook with every result stored that can be worked out."""
    package = Package.read(data)
    pool = StringPool(package.text(STRINGS))
    book_tree = worksheet.parse_xml(package.part(WORKBOOK))
    sheets = child(book_tree, f"{MAIN}sheets")
    links = {attribute(s, "name"): attribute(s, _RELATION) for s in sheets}
    parts = {name: package.target(WORKBOOK, link) for name, link in links.items()}
    trees = {name: worksheet.parse_xml(package.part(part)) for name, part in parts.items()}
    for tree in trees.values():
        worksheet.unshare(tree)
    cells = {name: read_cells(tree, pool) for name, tree in trees.items()}
    book = make_book(cells, global_names(package))
    for name, tree in trees.items():
        store(tree, book, name)
        package.set_text(parts[name], worksheet.to_text(tree))
    return package.write()
