"""Write the register: a plain workbook without locks, yellow where the province types."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.palette import DATE_FORMAT
from sorchor_xl.data.register_texts import (
    AMPHOE,
    PROVINCE,
    SHEETS,
    TAMBON,
    ColumnKind,
    RegisterColumn,
    register_table,
    register_text,
)
from sorchor_xl.domain.thai.text import clean_for_output, lines_needed
from sorchor_xl.register.register_book import CarriedEntries, CellValue, RegisterScope

HEADING_ROW: Final = 2
"""Row of the headings, from 0; above it the title and a line on how the book is kept."""
_YELLOW: Final = "#FFF9DB"
_HEAD: Final = "#DDEBF7"
_LINE: Final = "#BFBFBF"
_CODE_WIDTH, _NAME_WIDTH, _OWN_WIDTH, _FIELD_WIDTH, _WHY_WIDTH = 10, 20, 20, 46, 70
_PAGES_WIDE: Final = {TAMBON: 2}
"""Sheets that one page is too narrow for; the columns of names stand on every page."""
_LONGEST: Final = 10_000


class _Book:
    """The workbook being written, with its styles."""

    def __init__(self, workbook: Any, scope: RegisterScope, carried: CarriedEntries, font: str):
        self.workbook, self.scope, self.carried = workbook, scope, carried
        self.size = int(register_table()["font_size"])
        plain = {"font_name": font, "font_size": self.size, "valign": "vcenter"}
        box = {**plain, "border": 1, "border_color": _LINE}
        typed = {**box, "bg_color": _YELLOW, "text_wrap": True}
        add = workbook.add_format
        self.title = add({**plain, "bold": True, "font_size": self.size + 4})
        self.guide = add({**plain, "italic": True})
        self.head = add({**box, "bold": True, "bg_color": _HEAD, "text_wrap": True})
        self.fixed, self.plain = add(box), add(plain)
        self.dated = add({**plain, "num_format": DATE_FORMAT})
        self.inputs = {kind: add(typed) for kind in ColumnKind}
        self.inputs[ColumnKind.DATE] = add({**typed, "num_format": DATE_FORMAT, "align": "center"})
        self.inputs[ColumnKind.YES_NO] = add({**typed, "align": "center"})
        self.inputs[ColumnKind.COUNT] = add({**typed, "num_format": "0"})
        self.inputs[ColumnKind.TEXT] = add({**typed, "num_format": "@"})


def write_register(
    path: Path, scope: RegisterScope, carried: CarriedEntries | None = None, font: str = "Tahoma"
) -> None:
    """Write a register with an empty row per area, or one filled with older entries.

    Same scope and entries, same bytes. OSError where it cannot be written.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as workbook:
        workbook.set_properties({"created": datetime(scope.fiscal_year - 543, 1, 1)})  # noqa: DTZ001 - a fixed day, so that bytes repeat
        book = _Book(workbook, scope, carried or CarriedEntries(), font)
        for sheet in SHEETS:
            _write_sheet(book, sheet)
        for name, rows in book.carried.own_sheets.items():
            _write_own_sheet(book, name, rows)
    path.write_bytes(made.getvalue())


def _write_sheet(book: _Book, sheet: str) -> None:
    words = register_table()["sheets"][sheet]
    page = book.workbook.add_worksheet(words["name"])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(_PAGES_WIDE.get(sheet, 1), 0)
    page.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    page.set_footer("&C&P / &N")
    place = {"province": book.scope.province.name, "year": book.scope.fiscal_year}
    page.write_string(
        0, 0, f"{register_text('texts.title', **place)}: {words['title']}", book.title
    )
    page.write_string(1, 0, register_text("texts.guide"), book.guide)
    page.set_row(0, 2 * book.size)
    page.set_row(1, 1.6 * book.size)
    if sheet == PROVINCE:
        _write_fields(book, page)
    else:
        _write_table(book, page, sheet)


def _write_fields(book: _Book, page: Any) -> None:
    """The sheet จังหวัด: one row per entry."""
    heads = [register_text(f"texts.{key}") for key in ("field", "value", "explain")]
    for at, head in enumerate(heads):
        page.write_string(HEADING_ROW, at, head, book.head)
    page.set_column(0, 1, _FIELD_WIDTH, book.plain)
    page.set_column(2, 2, _WHY_WIDTH, book.plain)
    code = book.scope.province.code
    for row, column in enumerate(book.scope.columns(PROVINCE), HEADING_ROW + 1):
        value = book.carried.cells.get((PROVINCE, code, column.key))
        page.write_string(row, 0, column.heading, book.fixed)
        page.write_string(row, 2, column.prompt, book.guide)
        page.set_row(row, 1.8 * book.size)
        _write_input(book, page, (row, 1), column, value)
        _validate(page, (row, 1, row, 1), column)
    page.freeze_panes(HEADING_ROW + 1, 0)


def _write_table(book: _Book, page: Any, sheet: str) -> None:
    """A sheet with one row per อำเภอ or ตำบล; columns of the officer's own stand last."""
    heads = [register_text("columns.code"), register_table()["sheets"][AMPHOE]["name"]]
    heads += [register_table()["sheets"][TAMBON]["name"]] if sheet == TAMBON else []
    columns, fixed = book.scope.columns(sheet), len(heads)
    own = [head for at, head in book.carried.own_columns if at == sheet]
    heads += [*(c.heading for c in columns), *own]
    last = HEADING_ROW + max(1, len(book.scope.names[sheet]))
    _write_headings(book, page, heads, columns, fixed)
    for row, (code, name) in enumerate(book.scope.names[sheet].items(), HEADING_ROW + 1):
        page.set_row(row, 1.6 * book.size)
        for at, text in enumerate(_names(book.scope, sheet, code, name)):
            page.write_string(row, at, text, book.fixed)
        for at, column in enumerate(columns, fixed):
            value = book.carried.cells.get((sheet, code, column.key))
            _write_input(book, page, (row, at), column, value)
        for at, head in enumerate(own, fixed + len(columns)):
            _write_value(book, page, (row, at), book.carried.own_columns[sheet, head].get(code))
    for at, column in enumerate(columns, fixed):
        _validate(page, (HEADING_ROW + 1, at, last, at), column)
    page.freeze_panes(HEADING_ROW + 1, fixed)
    page.autofilter(HEADING_ROW, 0, last, len(heads) - 1)
    page.repeat_rows(HEADING_ROW)
    page.repeat_columns(0, fixed - 1)


def _write_headings(
    book: _Book, page: Any, heads: Sequence[str], columns: Sequence[RegisterColumn], fixed: int
) -> None:
    widths = [_CODE_WIDTH, *([_NAME_WIDTH] * (fixed - 1)), *(c.width for c in columns)]
    widths += [_OWN_WIDTH] * (len(heads) - len(widths))
    for at, (head, wide) in enumerate(zip(heads, widths, strict=True)):
        page.write_string(HEADING_ROW, at, head, book.head)
        page.set_column(at, at, wide, book.plain)
    page.set_row(HEADING_ROW, 1.5 * book.size * _heading_lines(columns))


def _heading_lines(columns: Sequence[RegisterColumn]) -> int:
    return max(lines_needed(c.heading, c.width * 0.6) for c in columns)


def _names(scope: RegisterScope, sheet: str, code: str, name: str) -> Iterator[str]:
    yield code
    if sheet == TAMBON:
        yield scope.names[AMPHOE][code[:4]]
    yield name


def _write_input(
    book: _Book, page: Any, at: tuple[int, int], column: RegisterColumn, value: CellValue
) -> None:
    style = book.inputs[column.kind]
    if value is None or value == "":
        page.write_blank(*at, None, style)
    else:
        _write(page, at, value, style)


def _write_value(book: _Book, page: Any, at: tuple[int, int], value: CellValue) -> None:
    if value is not None and value != "":
        _write(page, at, value, book.dated if isinstance(value, date) else book.plain)


def _write(page: Any, at: tuple[int, int], value: CellValue, style: Any) -> None:
    if isinstance(value, bool):
        page.write_boolean(*at, value, style)
    elif isinstance(value, date):
        page.write_datetime(*at, value, style)
    elif isinstance(value, int | float):
        page.write_number(*at, value, style)
    else:
        page.write_string(*at, clean_for_output(str(value), _LONGEST), style)


def _write_own_sheet(book: _Book, name: str, rows: Sequence[Sequence[CellValue]]) -> None:
    page = book.workbook.add_worksheet(name)
    page.set_column(0, 20, _OWN_WIDTH, book.plain)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            _write_value(book, page, (row, column), value)


def _validate(page: Any, span: tuple[int, int, int, int], column: RegisterColumn) -> None:
    """A prompt at every input; a wrong type is stopped where only one kind of value can be meant.

    Dates are not stopped: 31/3/2564 is one to an officer and a text to a spreadsheet.
    """
    options: dict[str, Any] = {"validate": "any", "input_message": column.prompt}
    stop = {"error_title": register_text("stop.title")}
    if column.kind is ColumnKind.YES_NO:
        listed = [register_text("texts.yes"), register_text("texts.no")]
        options |= {"validate": "list", "source": listed}
        options |= {**stop, "error_message": register_text("stop.yes_no")}
    if column.kind is ColumnKind.COUNT:
        options |= {"validate": "integer", "criteria": ">=", "value": 0}
        options |= {**stop, "error_message": register_text("stop.count")}
    page.data_validation(*span, options)
