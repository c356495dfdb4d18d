"""Write a workbook again from scratch with xlsxwriter: every cell, style, rule and print setting.

The other side of the comparison for `generate`. What stands in the workbook is looked up once,
outside the time taken; `write` is what is timed.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles.colors import Color
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

Props = tuple[tuple[str, Any], ...]
_OPERATORS = {
    "between": "between",
    "notBetween": "not between",
    "equal": "==",
    "notEqual": "!=",
    "lessThan": "<",
    "lessThanOrEqual": "<=",
    "greaterThan": ">",
    "greaterThanOrEqual": ">=",
}


@dataclass
class SheetPlan:
    """What stands on one sheet. Cells: row, column, value or formula, stored result, style."""

    name: str
    state: str = "visible"
    cells: list[tuple[int, int, Any, Any, Props]] = field(default_factory=list)
    widths: list[tuple[int, float, bool]] = field(default_factory=list)
    heights: list[tuple[int, float | None, bool]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    validations: list[tuple[tuple[int, int, int, int], dict[str, Any]]] = field(
        default_factory=list
    )
    conditions: list[tuple[str, dict[str, Any], Props]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    frozen: tuple[int, int] | None = None
    landscape: bool = False
    footer: str = ""


@dataclass
class BookPlan:
    """What stands in one workbook; ``left_out`` counts what this writer does not write."""

    sheets: list[SheetPlan]
    names: list[tuple[str, str]]
    left_out: Counter[str]


def plan_book(content: bytes) -> BookPlan:
    """Everything of a workbook that a writer from scratch would have to say."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    results = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    left_out: Counter[str] = Counter()
    sheets = [_plan_sheet(sheet, results[sheet.title], left_out) for sheet in book.worksheets]
    names = [(n, f"={d.attr_text}") for n, d in book.defined_names.items()]
    return BookPlan(sheets, names, left_out)


def _plan_sheet(sheet: Worksheet, results: Worksheet, left_out: Counter[str]) -> SheetPlan:
    plan = SheetPlan(sheet.title, sheet.sheet_state)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.has_style or cell.value is not None:
                at = (cell.row - 1, cell.column - 1)
                result = results.cell(cell.row, cell.column).value
                plan.cells.append((*at, cell.value, result, _style(cell)))
                if cell.hyperlink is not None and cell.hyperlink.location:
                    plan.links[at] = f"internal:{cell.hyperlink.location}"
    for letter, column in sheet.column_dimensions.items():
        first = range_boundaries(f"{letter}1")[0]
        last = max(column.max or first, first)
        plan.widths += [
            (c - 1, column.width, column.hidden) for c in range(first, min(last, 60) + 1)
        ]
    plan.heights = [(n - 1, r.height, r.hidden) for n, r in sheet.row_dimensions.items()]
    plan.merges = [_area(m.coord) for m in sheet.merged_cells.ranges]
    plan.validations = list(_validations(sheet))
    plan.conditions = list(_conditions(sheet, left_out))
    if sheet.freeze_panes:
        column, row_number = range_boundaries(str(sheet.freeze_panes))[:2]
        plan.frozen = (row_number - 1, column - 1)
    plan.landscape = sheet.page_setup.orientation == "landscape"
    plan.footer = sheet.oddFooter.center.text or ""
    return plan


def _area(coord: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(coord)
    return top - 1, left - 1, bottom - 1, right - 1


def _validations(
    sheet: Worksheet,
) -> Iterator[tuple[tuple[int, int, int, int], dict[str, Any]]]:
    for rule in sheet.data_validations.dataValidation:
        options: dict[str, Any] = {
            "validate": {"whole": "integer", None: "any"}.get(rule.type, rule.type),
            "input_title": rule.promptTitle or "",
            "input_message": rule.prompt or "",
            "error_title": rule.errorTitle or "",
            "error_message": rule.error or "",
            "error_type": {"information": "information", "warning": "warning"}.get(
                rule.errorStyle or "", "stop"
            ),
        }
        if rule.type == "list":
            options["source"] = f"={rule.formula1}"
        elif rule.type == "custom":
            options["value"] = f"={rule.formula1}"
        elif rule.type:
            options["criteria"] = _OPERATORS[rule.operator or "between"]
            keys = ("minimum", "maximum") if rule.formula2 else ("value",)
            options |= zip(keys, (f"={rule.formula1}", f"={rule.formula2}"), strict=False)
        for area in str(rule.sqref).split():
            yield _area(area), options


def _conditions(
    sheet: Worksheet, left_out: Counter[str]
) -> Iterator[tuple[str, dict[str, Any], Props]]:
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            formulas = [f"={formula}" for formula in rule.formula]
            if rule.type == "expression":
                options = {"type": "formula", "criteria": formulas[0]}
            elif rule.type == "cellIs":
                options = {"type": "cell", "criteria": _OPERATORS[rule.operator]}
                keys = ("minimum", "maximum") if len(formulas) > 1 else ("value",)
                options |= dict(zip(keys, formulas, strict=True))
            else:
                left_out[f"conditional format {rule.type}"] += 1
                continue
            yield str(area.sqref), options, _difference(rule.dxf)


def _difference(dxf: Any) -> Props:
    found: dict[str, Any] = {}
    if dxf is not None and dxf.fill is not None and dxf.fill.bgColor is not None:
        found |= _colour("bg_color", dxf.fill.bgColor)
    if dxf is not None and dxf.font is not None:
        found |= _colour("font_color", dxf.font.color) | ({"bold": True} if dxf.font.b else {})
    return tuple(found.items())


def _colour(key: str, colour: Color | None) -> dict[str, Any]:
    if colour is None or colour.type != "rgb" or not isinstance(colour.rgb, str):
        return {}
    return {key: f"#{colour.rgb[-6:]}"}


_STYLES: dict[Any, Props] = {}


def _style(cell: Any) -> Props:
    key = (id(cell.parent.parent), tuple(cell._style))
    if key not in _STYLES:
        _STYLES[key] = tuple(_read_style(cell).items())
    return _STYLES[key]


def _read_style(cell: Any) -> dict[str, Any]:
    font, border, align = cell.font, cell.border, cell.alignment
    found: dict[str, Any] = {
        "font_name": font.name,
        "font_size": font.sz,
        "bold": bool(font.b),
        "italic": bool(font.i),
        "num_format": cell.number_format,
        "text_wrap": bool(align.wrap_text),
        "locked": bool(cell.protection.locked),
        "hidden": bool(cell.protection.hidden),
    }
    found |= _colour("font_color", font.color)
    if cell.fill.fill_type == "solid":
        found |= _colour("bg_color", cell.fill.fgColor)
    if align.horizontal:
        found["align"] = align.horizontal
    if align.vertical:
        found["valign"] = {"center": "vcenter"}.get(align.vertical, align.vertical)
    for side in ("left", "right", "top", "bottom"):
        style = getattr(border, side).style
        if style:
            found[side] = {"thin": 1, "medium": 2, "dashed": 3, "dotted": 4, "hair": 7}.get(
                style, 1
            )
    return found


def write_book(plan: BookPlan) -> bytes:
    """The workbook, written from scratch."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    formats: dict[Props, Any] = {}

    def style(props: Props) -> Any:
        if props not in formats:
            formats[props] = book.add_format(dict(props))
        return formats[props]

    for planned in plan.sheets:
        _write_sheet(book.add_worksheet(planned.name), planned, style)
    for name, refers in plan.names:
        book.define_name(name, refers)
    book.close()
    return out.getvalue()


def _write_sheet(sheet: Any, plan: SheetPlan, style: Any) -> None:
    _shape(sheet, plan)
    for row, column, value, result, props in plan.cells:
        if (row, column) in plan.links:
            link = plan.links[row, column]
            sheet.write_url(row, column, link, style(props), str(value or ""))
        else:
            _write_cell(sheet, (row, column), value, result, style(props))
    for area, options in plan.validations:
        sheet.data_validation(*area, options)
    for area_text, options, props in plan.conditions:
        first, *rest = area_text.split()
        more = {"multi_range": area_text} if rest else {}
        sheet.conditional_format(first, {**options, **more, "format": style(props)})


def _shape(sheet: Any, plan: SheetPlan) -> None:
    for column, width, hidden in plan.widths:
        sheet.set_column(column, column, width, None, {"hidden": hidden})
    for row, height, hidden in plan.heights:
        sheet.set_row(row, height, None, {"hidden": hidden})
    for top, left, bottom, right in plan.merges:
        if (top, left) != (bottom, right):
            sheet.merge_range(top, left, bottom, right, "")
    if plan.frozen:
        sheet.freeze_panes(*plan.frozen)
    if plan.landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(plan.footer)
    sheet.protect()
    if plan.state != "visible":
        sheet.hide()


def _write_cell(sheet: Any, at: tuple[int, int], value: Any, result: Any, look: Any) -> None:
    if value is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(*at, value, look, "" if result is None else result)
    elif isinstance(value, str):
        sheet.write_string(*at, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, look)
    else:
        sheet.write_datetime(*at, value, look)
