"""The summary on paper, as PDF: the few pages that go before a governor, or every page.

It is the summary itself with some sheets hidden, so that every figure is the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sorchor_xl.domain.round.results import Results
from sorchor_xl.report.exports.pdf import print_workbook
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import provincial_sheets, write_workbook

PRINTED: Final = ("overview", "amphoes", "heat", "changes", "advice", "awards", "department")
"""Sheets of the set: cover with charts, by อำเภอ, heat map, the weak, the shortlist, the report;
where there is a last year, what has changed since."""


def write_printed_set(
    results: Results,
    target: Path,
    *,
    options: ReportOptions | None = None,
    previous: Previous | None = None,
) -> Path:
    """Write the printed set as PDF to ``target`` and return the path written.

    OutputError with a Thai sentence where LibreOffice is missing, fails or takes too long.
    """
    return _print(results, target, options, previous, PRINTED)


def write_all_pages(
    results: Results,
    target: Path,
    *,
    options: ReportOptions | None = None,
    previous: Previous | None = None,
) -> Path:
    """Write every sheet that has rows for paper as PDF to ``target``; as `write_printed_set`."""
    return _print(results, target, options, previous, provincial_sheets(previous))


def _print(
    results: Results,
    target: Path,
    options: ReportOptions | None,
    previous: Previous | None,
    shown: Collection[str],
) -> Path:
    with tempfile.TemporaryDirectory(prefix="sorchor-set-") as folder:
        workbook = Path(folder) / "set.xlsx"
        sheets = provincial_sheets(previous)
        write_workbook(results, workbook, options or ReportOptions(), previous, sheets, shown=shown)
        return print_workbook(workbook, target)
