"""The hand of an officer in LibreOffice: opens workbooks, edits them as told, saves them again.

Runs under the Python that has LibreOffice's `uno`, which need not be the one that runs the tests:
``uno_hand.py PORT JOBS.json``, where a job is {"source", "target", "steps": [[name, ...], ...]}
and may name the "filter" that saves it and a "password" for opening it.
Rows and columns are 0-based.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import CellAddress, CellRangeAddress

TRIES, PAUSE = 120, 0.5
FILTER = "Calc MS Excel 2007 XML"


def property_of(name: str, value: object) -> Any:
    """A named value as LibreOffice takes it."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def sealing(password: str, kind: str) -> list[Any]:
    """What seals a workbook: an old one its password, a package what names the way too."""
    if kind != FILTER:
        return [property_of("Password", password)]
    said = {"CryptoType": "Standard", "OOXPassword": password}
    named = tuple(NamedValue(name, value) for name, value in said.items())
    data = uno.Any("[]com.sun.star.beans.NamedValue", named)
    return [property_of("EncryptionData", data)]


def desktop(port: int) -> Any:
    """The running LibreOffice, waited for."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    for _ in range(TRIES):
        try:
            context = resolver.resolve(address)
        except NoConnectException:
            time.sleep(PAUSE)
        else:
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
    raise SystemExit("LibreOffice does not answer")


def insert_row(sheet: Any, row: int) -> None:
    """Insert a row above one."""
    sheet.Rows.insertByIndex(row, 1)


def insert_column(sheet: Any, column: int) -> None:
    """Insert a column to the left of one."""
    sheet.Columns.insertByIndex(column, 1)


def delete_row(sheet: Any, row: int) -> None:
    """Delete a row."""
    sheet.Rows.removeByIndex(row, 1)


def cut_and_paste(sheet: Any, from_row: int, to_row: int, column: int) -> None:
    """Drag one cell onto another, as a mouse does by mistake."""
    place = sheet.RangeAddress.Sheet
    moved = CellRangeAddress()
    moved.Sheet, moved.StartColumn, moved.EndColumn = place, column, column
    moved.StartRow = moved.EndRow = from_row
    target = CellAddress()
    target.Sheet, target.Column, target.Row = place, column, to_row
    sheet.moveRange(target, moved)


def type_text(sheet: Any, row: int, column: int, text: str) -> None:
    """Type into a cell; text that looks like a number stays text."""
    sheet.getCellByPosition(column, row).setString(text)


def rename(sheet: Any, name: str) -> None:
    """Give the sheet another name."""
    sheet.setName(name)


def hide(sheet: Any) -> None:
    """Hide the sheet."""
    sheet.IsVisible = False


STEPS = {
    step.__name__: step
    for step in (insert_row, insert_column, delete_row, cut_and_paste, type_text, rename, hide)
}


def do(office: Any, job: dict[str, Any]) -> None:
    """One workbook: open, lift every protection, edit, save."""
    hidden = (property_of("Hidden", True),)
    book = office.loadComponentFromURL(Path(job["source"]).as_uri(), "_blank", 0, hidden)
    book.unprotect("")
    sheet = book.Sheets.getByName(job["sheet"])
    sheet.unprotect("")
    for name, *arguments in job["steps"]:
        if name in STEPS:
            STEPS[name](sheet, *arguments)
        elif name == "move_sheet":
            book.Sheets.moveByName(job["sheet"], arguments[0])
        elif name == "copy_sheet":
            book.Sheets.copyByName(job["sheet"], arguments[0], book.Sheets.Count)
        elif name == "delete_sheet":
            book.Sheets.removeByName(job["sheet"])
        else:
            raise SystemExit(f"no step is called {name}")
    kind = job.get("filter", FILTER)
    saved = [property_of("FilterName", kind)]
    if "password" in job:
        saved += sealing(job["password"], kind)
    book.storeToURL(Path(job["target"]).as_uri(), tuple(saved))
    book.close(True)


def main() -> None:
    """Do every job, then end LibreOffice."""
    office = desktop(int(sys.argv[1]))
    for job in json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")):
        do(office, job)
    office.terminate()


if __name__ == "__main__":
    main()
