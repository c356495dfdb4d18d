"""Write the provincial summary workbook: every sheet in order, from one frozen tree of results."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import clean_for_output
from sorchor_xl.files.atomic_writing import write_atomically
from sorchor_xl.report.book import SummaryBook, is_large
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.sheets.areas import write_amphoes, write_department
from sorchor_xl.report.sheets.award_shortlist import write_awards
from sorchor_xl.report.sheets.central_database import write_database
from sorchor_xl.report.sheets.chart_data import write_chart_data
from sorchor_xl.report.sheets.comparison import write_changes, write_compare
from sorchor_xl.report.sheets.follow_up import write_duties, write_fixes, write_sending
from sorchor_xl.report.sheets.guidance import write_guidance
from sorchor_xl.report.sheets.heat_map import write_heat
from sorchor_xl.report.sheets.indicators import write_indicators, write_training
from sorchor_xl.report.sheets.officers_texts import write_words
from sorchor_xl.report.sheets.overview import write_overview
from sorchor_xl.report.sheets.processing_log import write_log
from sorchor_xl.report.sheets.raw_values import write_raw
from sorchor_xl.report.sheets.reading_effects import write_readings, write_rules
from sorchor_xl.report.sheets.registers import write_orders, write_plans
from sorchor_xl.report.sheets.reported_values import write_values
from sorchor_xl.report.sheets.tambons import write_scores, write_tambons

Writer = Callable[[SummaryBook], None]
Sheets = Mapping[str, Writer]
"""Key of a sheet in `report.toml` → what writes it, in the order of the workbook."""


def write_summary(
    results: Results,
    path: Path,
    *,
    options: ReportOptions | None = None,
    previous: Previous | None = None,
) -> Path:
    """Write the summary of a round; same results, same options, same bytes.

    Returns the path written, which is another name beside ``path`` where that file is open
    elsewhere. OutputError with a Thai sentence where it cannot be written.
    """
    chosen = options or ReportOptions()

    def write(target: Path) -> None:
        write_workbook(results, target, chosen, previous, provincial_sheets(previous))

    return write_atomically(path, write)


def provincial_sheets(previous: Previous | None) -> Sheets:
    """The sheets of a province in order; those of last year only where it is known."""
    sheets: dict[str, Writer] = {
        "overview": write_overview,
        "amphoes": write_amphoes,
        "tambons": write_tambons,
        "heat": write_heat,
        "indicators": write_indicators,
        "advice": write_guidance,
        "training": write_training,
    }
    if previous is not None:
        known = previous
        sheets["compare"] = lambda book: write_compare(book, known)
        sheets["changes"] = lambda book: write_changes(book, known)
    return {
        **sheets,
        "awards": write_awards,
        "department": write_department,
        "sending": write_sending,
        "fixes": write_fixes,
        "duties": write_duties,
        "orders": write_orders,
        "plans": write_plans,
        "database": write_database,
        "readings": write_readings,
        "scores": write_scores,
        "values": write_values,
        "rules": write_rules,
        "raw": write_raw,
        "words": write_words,
        "log": write_log,
        "chart_data": write_chart_data,
    }


def write_workbook(  # noqa: PLR0913 what a workbook is made of, each of its own kind
    results: Results,
    path: Path,
    options: ReportOptions,
    previous: Previous | None,
    sheets: Sheets,
    *,
    shown: Collection[str] | None = None,
) -> None:
    """The given sheets as a workbook at ``path``; OSError where it cannot be written.

    ``shown`` are the sheets that go to paper where they have more than headings for it, the
    others are hidden; None = none is.
    """
    import xlsxwriter

    large, made = is_large(results), io.BytesIO()
    workbook = xlsxwriter.Workbook(
        made,  # not the file: where a disk is full the writer's own zip would cry out once more
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": not large,
            "constant_memory": large,
        },
    )
    book = SummaryBook(results, options, workbook, load_catalogue(), previous)
    book.keys = tuple(sheets)
    workbook.set_properties(_properties(book))
    workbook.set_calc_mode("auto")
    for write_sheet in sheets.values():
        write_sheet(book)
    for page in book.pages:
        page.finish(hidden=shown is not None and not (page.key in shown and page.has_printed_rows))
    _close(workbook)
    path.write_bytes(made.getvalue())


def _close(workbook: Any) -> None:
    """Close, giving the reason of the system rather than the writer's own exception."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        workbook.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else error
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _properties(book: SummaryBook) -> dict[str, object]:
    words = book.words
    author = book.options.organisation or book.options.contact or words.say("place_author")
    return {
        "title": f"{words.say('heading')} {words.say('heading_place')}",
        "subject": words.say("subject"),
        "author": clean_for_output(author),
        "company": clean_for_output(book.options.organisation),
        "category": words.say("category"),
        "created": datetime.combine(book.results.as_of, time()),
    }
