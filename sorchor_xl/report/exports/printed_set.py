"""The printed set: the few pages that go before a governor, as PDF.

It is the summary itself with the other sheets hidden, so that every figure is the same.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from sorchor_xl.domain.round.results import Results
from sorchor_xl.report.exports.pdf import print_workbook
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import provincial_sheets, write_workbook

PRINTED: Final = ("overview", "amphoes", "heat", "advice", "awards", "department")
"""Sheets of the set: cover with charts, by อำเภอ, heat map, the weak, the shortlist, the report."""


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
    chosen = options or ReportOptions()
    with tempfile.TemporaryDirectory(prefix="sorchor-set-") as folder:
        workbook = Path(folder) / "set.xlsx"
        sheets = provincial_sheets(previous)
        write_workbook(results, workbook, chosen, previous, sheets, shown=PRINTED)
        return print_workbook(workbook, target)
