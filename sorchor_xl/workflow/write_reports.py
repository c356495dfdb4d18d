"""Write what goes with a round: the summary, and the PDF, tables and filled form asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is written beside the summary; None and False = not asked for."""

    previous: Previous | None = None
    export_dir: Path | None = None
    pdf: bool = False
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
    if extras.pdf:
        from sorchor_xl.report.exports.pdf import require_office

        require_office()
    if extras.department_form is not None:
        from sorchor_xl.report.exports.department_form import fill_form

        wanted = filled_name(target, extras.department_form)
        yield Written(wanted, fill_form(extras.department_form, results, wanted))
    path = write_summary(results, target, options=options, previous=extras.previous)
    yield Written(target, path)
    if extras.pdf:
        from sorchor_xl.report.exports.pdf import write_pdf

        made = write_pdf(path)
        yield Written(made, made)
    if extras.export_dir is not None:
        from sorchor_xl.report.exports.data_tables import export_tables

        yield from (
            Written(p, p)
            for p in export_tables(results, extras.export_dir, options, extras.previous)
        )


def filled_name(target: Path, form: Path) -> Path:
    """Where a filled form goes: beside the summary, under both their names."""
    return target.with_name(f"{target.stem}_{form.name}")


def write_json(results: Results, path: Path, lang: Lang = "th") -> Written:
    """Write the results as JSON; the sentences of findings in one language."""
    text = results_json(results, load_catalogue(), lang)
    return Written(path, write_text(path, text))
