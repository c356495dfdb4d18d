"""LibreOffice for tests: recalculate a workbook from scratch, in a profile of its own."""

from __future__ import annotations

import math
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

Grid = list[list[Any]]

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
SECONDS = 300


def recalculate(workbook: Path, folder: Path) -> Path:
    """The workbook saved again by LibreOffice with every formula worked out anew."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    out = folder / "recalculated"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return out / workbook.name


def converted(workbook: Path, ending: str, folder: Path) -> Path:
    """The workbook as LibreOffice saves it in another format."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", ending, "--outdir", str(folder / "converted"), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder / "converted" / f"{workbook.stem}.{ending}"


def grids(path: Path) -> dict[str, Grid]:
    """Every sheet as rows of stored values from A1."""
    book = CalamineWorkbook.from_path(str(path))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def _serial(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return float((value - date(1899, 12, 30)).days)
    return value


def same(stored: object, fresh: object) -> bool:
    """Equal, numbers within the last digits; a day is its serial, however it is formatted."""
    stored, fresh = _serial(stored), _serial(fresh)
    if isinstance(stored, float) and isinstance(fresh, float | int):
        return math.isclose(stored, fresh, rel_tol=1e-9, abs_tol=1e-9)
    return stored == fresh


def assert_unchanged(path: Path, folder: Path) -> None:
    """Recalculating changes no cell of any sheet and finds no error value."""
    before, after = grids(path), grids(recalculate(path, folder))
    assert list(before) == list(after)
    changed = []
    for sheet, rows in before.items():
        fresh = after[sheet]
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                other = fresh[number][column] if number < len(fresh) else ""
                if not same(value, other):
                    changed.append((sheet, number + 1, column + 1, value, other))
    assert changed == []
    errors = [v for rows in after.values() for r in rows for v in r if str(v).startswith("#")]
    assert errors == []
