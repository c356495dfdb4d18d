"""Turn what is already known into the cells of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.form.draw.text_sheets import DATE_KEY, MISSIONS_KEY
from sorchor_xl.form.form_options import Cell, District, Prefill, TambonPrefill
from sorchor_xl.form.layout import LISTS, SheetKind
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.form.template_parts import Master
from sorchor_xl.form.template_refusals import SheetPart
from sorchor_xl.ooxml.elements import MAIN, Tree
from sorchor_xl.ooxml.formula_text import Block
from sorchor_xl.ooxml.references import a1
from sorchor_xl.ooxml.shared_strings import StringPool
from sorchor_xl.ooxml.sheet_values import values

_EPOCH: Final = date(1899, 12, 30)

Inputs = Mapping[str, str | float]


def serial(day: date) -> int:
    """A date as Excel counts it."""
    return (day - _EPOCH).days


def form_inputs(master: Master, known: TambonPrefill) -> Inputs:
    """A1 → value of everything known beforehand on one form."""
    grid, rubric = master.form.grid, master.scheme.rubric
    if grid is None:
        return {}
    found: dict[str, str | float] = {}
    bases = dict(known.bases)
    if master.options.mission_count is not None:
        bases.setdefault("missions", master.options.mission_count)
    for base, number in bases.items():
        found[grid.at(base_row(base), "value")] = number
    for number, value in known.answers.items():
        indicator = rubric.indicator(number)
        choice = indicator.kind is Kind.CHOICE and isinstance(value, int)
        shown = indicator.choices[value - 1] if choice and isinstance(value, int) else value
        found[grid.at(indicator_row(number), "value")] = shown
    for number, note in known.notes.items():
        found[grid.at(indicator_row(number), "note")] = note
    for row, before in known.previous.items():
        found[grid.at(row, "previous")] = before
    if known.assessor:
        found[grid.at("F.assessor", "value")] = known.assessor
    if known.assessed_on is not None:
        day = known.assessed_on
        found[grid.at("F.assessed_on", "value")] = serial(day) if isinstance(day, date) else day
    return found


def table_inputs(
    sheet: SheetPart,
    block: Block | None,
    district: District,
    known: Prefill,
    master: Master,  # noqa: ARG001 -- every filler of a sheet is called alike
) -> Inputs:
    """A1 → value of everything known beforehand on one of the other answer sheets."""
    cells = _known_cells(sheet.kind, known)
    grid = sheet.grid
    if grid is None or not cells:
        return {}
    rows = _rows_of(sheet, block, district)
    found: dict[str, str | float] = {}
    for (row, column), value in cells.items():
        shown = _shown(value)
        if shown is not None:
            found[a1(rows[row] - 1, grid.columns[column])] = shown
    return found


def _known_cells(kind: SheetKind | None, known: Prefill) -> Mapping[tuple[str, str], Cell]:
    if kind is SheetKind.DISTRICT:
        return {(row, "value"): value for row, value in known.district.items()}
    tables: dict[SheetKind | None, Mapping[str, Mapping[str, Cell]]] = {
        SheetKind.ORDERS: known.orders,
        SheetKind.PLANS: known.plans,
        SheetKind.AWARDS: known.awards,
    }
    table = tables.get(kind, {})
    return {(row, column): v for row, cells in table.items() for column, v in cells.items()}


def _rows_of(sheet: SheetPart, block: Block | None, district: District) -> Mapping[str, int]:
    """Row key → 1-based row after the prototype rows were repeated."""
    rows: dict[str, int] = {}
    for key, index in (sheet.grid.rows if sheet.grid else {}).items():
        number = index + 1
        if "{{tambon_code}}" not in key or block is None:
            plain = key.replace("{{amphoe_code}}", district.amphoe.code)
            rows[plain] = number if block is None else block.move(number)
            continue
        for copy, tambon in enumerate(district.tambons):
            named = key.replace("{{tambon_code}}", tambon.code)
            rows[named] = number + copy * block.height
    return rows


def _shown(value: Cell) -> str | float | None:
    words = load_wording().part("words")
    if isinstance(value, bool):
        return str(words["yes" if value else "no"])
    return serial(value) if isinstance(value, date) else value


def date_inputs(tree: Tree, pool: StringPool, master: Master) -> Inputs:
    """A1 → serial of the province's due dates on the hidden sheet of lists."""
    found: dict[str, str | float] = {}
    for row, cells in enumerate(values(tree, pool)):
        key = cells[0] if cells else None
        if isinstance(key, str) and key.startswith(DATE_KEY):
            day = master.options.date_of(master.scheme.rubric, key.removeprefix(DATE_KEY))
            found[a1(row, 2)] = serial(day)
        elif key == MISSIONS_KEY and master.options.mission_count is not None:
            found[a1(row, 2)] = master.options.mission_count
    return found


def set_inputs(tree: Tree, inputs: Inputs, pool: StringPool) -> None:
    """Enter values into the cells of a sheet; KeyError for a cell it does not hold."""
    cells = {cell.get("r"): cell for cell in tree.iter(f"{MAIN}c")}
    for ref, value in inputs.items():
        cell = cells[ref]
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        element = cell.makeelement(f"{MAIN}v")
        if isinstance(value, str):
            cell.set("t", "s")
            element.text = str(pool.add_text(value))
        else:
            element.text = repr(value)
        cell.append(element)


__all__ = ["LISTS", "date_inputs", "form_inputs", "serial", "set_inputs", "table_inputs"]
