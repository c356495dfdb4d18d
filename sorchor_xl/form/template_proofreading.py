"""Proofread a workbook issued from a province's own template, with eyes that did not make it.

Pasting formatted cells in Excel locks them, and then no officer can type; what was put together
part by part is also opened once by an independent library before any อำเภอ is sent it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.form.row_keys import FIELD_ROWS, base_row, indicator_row
from sorchor_xl.form.template_parts import Master
from sorchor_xl.form.template_refusals import TemplateError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def proofread(made: bytes, master: Master) -> None:
    """TemplateError names every input of the first form that is locked, or that it cannot open."""
    faults = list(_locked(_first_form(_opened(made), master), master))
    if faults:
        raise TemplateError(faults)


def _opened(made: bytes) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about extensions it passes by, which stay in the file
            return load_workbook(BytesIO(made))
    except Exception as error:  # on formulas cut short the library raises whatever comes of them
        raise TemplateError([said_on_console("template_not_opened", why=error)]) from error


def _first_form(book: Any, master: Master) -> Worksheet:
    """The form of the first ตำบล: it stands where the prototype stood."""
    place = next(n for n, sheet in enumerate(master.sheets) if sheet is master.form)
    sheet: Worksheet = book.worksheets[place]
    return sheet


def _locked(sheet: Worksheet, master: Master) -> Iterator[str]:
    grid = master.sheet(SheetKind.FORM).grid
    if grid is None or not sheet.protection.sheet:
        return
    for row in _input_rows(master.scheme.rubric):
        cell = grid.at(row, "value")
        if sheet[cell].protection.locked:
            yield said_on_console("template_locked", sheet=master.form.name, cell=cell)


def _input_rows(rubric: Rubric) -> Iterator[str]:
    yield from (base_row(base.key) for base in rubric.bases)
    yield from FIELD_ROWS
    yield from (indicator_row(indicator.id) for indicator in rubric.indicators)
