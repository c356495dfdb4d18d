"""Headings and rows of the summary on a machine without the official font.

HEAD-01 A heading breaks where it was meant to: the words of one that we break hold whole in the
        fallback.
HEAD-02 A short table of narrow columns, or one that is printed as a form, has no buttons of a
        filter: LibreOffice keeps room for them and would break the words of its headings.
HEAD-03 What stands behind the printed columns makes no printed row higher, and is not cut off.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from factory import Round, make_results
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from ruler import MARGIN_POINTS, PIXEL, clipped, faces, screen_width
from test_report_summary import name

from sorchor_xl.report.summary import write_summary
from sorchor_xl.report.summary_columns import HEAD_ROW

NO_FILTER = ("amphoes", "department", "duties")
SCREEN_ONLY = ("values", "raw")
"""Evidence of many narrow columns that nobody reads as a table."""


@cache
def written() -> bytes:
    """The summary of a whole province."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        return write_summary(make_results(Round(received=23)), Path(folder) / "x.xlsx").read_bytes()


@cache
def book() -> Any:
    """The same, opened."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "(Unknown|Conditional Formatting) extension")
        return load_workbook(io.BytesIO(written()))


def tables() -> Iterator[Any]:
    """The sheets that are one table, its headings in their own row."""
    aside = {name(key) for key in ("overview", "heat", "log", "chart_data", *SCREEN_ONLY)}
    return (sheet for sheet in book() if sheet.title not in aside)


def test_a_heading_breaks_between_its_lines_head_01() -> None:
    fallback, found = faces()[1], []
    for sheet in tables():
        for cell in sheet[HEAD_ROW + 1]:
            lines = str(cell.value or "").split("\n")
            letter = cell.column_letter
            room = screen_width(sheet, letter, letter) * PIXEL - MARGIN_POINTS
            words = " ".join(lines).split() if len(lines) > 1 else []
            wide = max((fallback.width(word, cell.font.sz, bold=True) for word in words), default=0)
            if wide > room:
                found.append(f"{sheet.title}!{cell.coordinate} {wide:.0f} in {room:.0f} points")
    assert found == []


def test_what_is_no_list_has_no_filter_head_02() -> None:
    filtered = {sheet.title for sheet in tables() if sheet.auto_filter.ref}
    assert not filtered & {name(key) for key in NO_FILTER}
    assert {name(key) for key in ("tambons", "fixes", "awards", "orders")} <= filtered


def test_what_is_not_printed_makes_no_row_higher_head_03() -> None:
    behind = []
    for sheet in tables():
        area = sheet.print_area[0] if isinstance(sheet.print_area, list) else sheet.print_area
        *_, last, _ = range_boundaries(area.rpartition("!")[2].replace("$", ""))
        for row in sheet.iter_rows(min_row=HEAD_ROW + 2, min_col=last + 1):
            behind += [cell.coordinate for cell in row if cell.value and cell.alignment.wrap_text]
    assert behind == []


@pytest.mark.parametrize("face", [0, 1], ids=["sarabun", "fallback"])
def test_nothing_is_cut_off_head_03(face: int) -> None:
    assert clipped(written(), faces()[face]) == []
