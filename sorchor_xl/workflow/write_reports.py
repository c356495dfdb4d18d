"""Write what goes with a round: the summary, and the PDF, tables and filled form asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Lang
from sorchor_xl.domain.round.results import Results
from sorchor_xl.files.atomic_writing import write_text
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.report.exports.results_json import results_json
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.open_round import OpenRound

ALL_SHEETS: Final = "all"
"""Ending of the name of the PDF of every sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is written beside the summary; None and False = not asked for.

    ``pdf`` is the printed set of a few pages, ``pdf_all`` every sheet.
    """

    previous: Previous | None = None
    export_dir: Path | None = None
    pdf: bool = False
    pdf_all: bool = False
    department_form: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An output and where it went: another name where the wanted one could not be replaced."""

    wanted: Path
    path: Path


def report_options(opened: OpenRound) -> ReportOptions:
    """What the province decides about its summary."""
    settings = opened.settings
    contact = " ".join(part for part in (settings.contact_unit, settings.contact_phone) if part)
    return ReportOptions(
        font=settings.font,
        letter_number=settings.letter_number,
        letter_date=settings.letter_date,
        contact=contact,
        recipient=settings.recipient,
        extra=settings.award_extra,
        min_gap_years=settings.award_min_gap_years,
        left_out=settings.left_out,
    )


def write_reports(
    opened: OpenRound, results: Results, target: Path, extras: Extras
) -> Iterator[Written]:
    """Write the summary and everything else asked for; yields each as it is written.

    What can be refused (a form without placeholders, no LibreOffice) is refused before anything
    is written. OutputError says why.
    """
    options = report_options(opened)
    make_folder(target.parent)
    if extras.pdf or extras.pdf_all:
        from sorchor_xl.report.exports.pdf import require_office

        require_office()
    if extras.department_form is not None:
        from sorchor_xl.report.exports.department_form import fill_form

        wanted = filled_name(target, extras.department_form)
        yield Written(wanted, fill_form(extras.department_form, results, wanted))
    path = write_summary(results, target, options=options, previous=extras.previous)
    yield Written(target, path)
    yield from _pdfs(results, path, extras, options)
    if extras.export_dir is not None:
        from sorchor_xl.report.exports.data_tables import export_tables

        yield from (
            Written(p, p)
            for p in export_tables(results, extras.export_dir, options, extras.previous)
        )


def filled_name(target: Path, form: Path) -> Path:
    """Where a filled form goes: beside the summary, under both their names."""
    return target.with_name(f"{target.stem}_{form.name}")


def all_sheets_name(target: Path) -> Path:
    """Where the PDF of every sheet goes, beside the summary."""
    return target.with_name(f"{target.stem}_{ALL_SHEETS}.pdf")


def _pdfs(
    results: Results, summary: Path, extras: Extras, options: ReportOptions
) -> Iterator[Written]:
    """The printed set under the summary's name, and every sheet under a longer one."""
    if extras.pdf:
        from sorchor_xl.report.exports.printed_set import write_printed_set

        wanted = summary.with_suffix(".pdf")
        made = write_printed_set(results, wanted, options=options, previous=extras.previous)
        yield Written(wanted, made)
    if extras.pdf_all:
        from sorchor_xl.report.exports.printed_set import write_all_pages

        wanted = all_sheets_name(summary)
        made = write_all_pages(results, wanted, options=options, previous=extras.previous)
        yield Written(wanted, made)


def write_json(results: Results, path: Path, lang: Lang = "th") -> Written:
    """Write the results as JSON; the sentences of findings in one language."""
    text = results_json(results, load_catalogue(), lang)
    make_folder(path.parent)
    return Written(path, write_text(path, text))
