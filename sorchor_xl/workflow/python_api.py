"""The Python interface: a round as functions of records, without a terminal.

Everything here is what ``import sorchor_xl`` gives; `docs/api.md` shows its use and runs as a test.
Nothing prints, asks or exits. What a user could mend is raised as a `SentenceError`; what is wrong
with a return is a finding within the results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.domain.round.results import Results as RoundResults
from sorchor_xl.intake.reader import Progress, read_paths
from sorchor_xl.report.frames import FRAMES, make_frame
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.workflow import open_round as rounds
from sorchor_xl.workflow.annotate_returns import annotate_round
from sorchor_xl.workflow.collect_round import CollectedRound, collect_files, read_context
from sorchor_xl.workflow.harmless import (
    FilePlan,
    Output,
    folder_output,
    prepare_outputs,
    province_files,
    workbook_output,
)
from sorchor_xl.workflow.issue_workbooks import (
    Issued,
    Outgoing,
    issue_round,
    last_years_figures,
)
from sorchor_xl.workflow.master_templates import template_bytes
from sorchor_xl.workflow.open_round import OpenRound, settings_near
from sorchor_xl.workflow.write_reports import Extras, report_options, write_reports

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FRAMES",
    "Issued",
    "Results",
    "annotate",
    "collect",
    "issue",
    "open_round",
    "read",
    "write_summary",
]


@dataclass(frozen=True, kw_only=True)
class Results(RoundResults):
    """What a round has come to, with its tables as data frames."""

    opened: OpenRound
    previous: Previous | None = None

    def frame(self, name: str) -> pd.DataFrame:
        """A table as a data frame, by one of the names of `FRAMES`; KeyError for another.

        Columns, types and index: `docs/api.md`.
        """
        options = report_options(self.opened)
        return make_frame(self, name, options=options, previous=self.previous)


def open_round(
    province: str | None = None,
    year: int | None = None,
    *,
    settings: str | Path | None = None,
) -> OpenRound:
    """The round of a province (code or Thai name) and year (พ.ศ.).

    ``settings`` is a settings file; without one, that of the working folder is used where there is
    one. What is None is left to the settings, the year in the end to the newest rubric. Raises
    SettingsError, UnknownPlace or RubricError.
    """
    chosen = settings_near(Path(), None if settings is None else Path(settings))
    return rounds.open_round(chosen, province, year)


def issue(  # noqa: PLR0913 - what a call may state; all but two by name
    opened: OpenRound,
    folder: str | Path,
    *,
    amphoes: Sequence[str] = (),
    template: str | Path | None = None,
    previous: str | Path | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Issued:
    """Write the workbook of each อำเภอ, or of those named by code or name, into a folder.

    ``template`` and ``previous`` None = those of the settings. A file that is there already and
    differs is kept unless ``force``, and listed as kept.
    """
    settings = opened.settings
    own = settings.template if template is None else Path(template)
    before = settings.previous if previous is None else Path(previous)
    _refuse_harm(opened, folder_output(Path(folder)), own, before)
    outgoing = Outgoing(
        template_bytes(own, opened.rubric), last_years_figures(opened, before), force, own=own
    )
    wanted = opened.chosen_amphoes(amphoes)
    return issue_round(opened, wanted, Path(folder), outgoing, progress)


def read(
    opened: OpenRound, *paths: str | Path, progress: Progress | None = None
) -> tuple[ReadFile, ...]:
    """What every file in the files and folders given says, in the order of their names.

    Nothing a file holds makes this raise: it becomes a finding. OSError for a path that is not
    there. ``progress`` is told after each file how many of how many are done.
    """
    return read_paths([Path(p) for p in paths], read_context(opened), progress=progress)


def collect(
    opened: OpenRound,
    files: Sequence[ReadFile],
    as_of: date,
    *,
    previous: str | Path | None = None,
) -> Results:
    """Choose the return of each ตำบล, score it, and add up the province as it stands on a day.

    ``previous`` is last year's summary (None = that of the settings). OutputError where it is none.
    """
    earlier = None if previous is None else Path(previous)
    made = collect_files(opened, tuple(files), as_of, earlier)
    known = {field.name: getattr(made.results, field.name) for field in fields(made.results)}
    return Results(**known, opened=opened, previous=made.previous)


def write_summary(results: Results, path: str | Path) -> Path:
    """Write the provincial summary; the path written, another name where that file is open.

    Same results, same bytes. OutputError where it cannot be written.
    """
    _refuse_harm(results.opened, workbook_output(Path(path)))
    extras = Extras(previous=results.previous)
    (written,) = write_reports(results.opened, results, Path(path), extras)
    return written.path


def annotate(results: Results, files: Sequence[ReadFile], folder: str | Path) -> int:
    """Write an annotated return for every อำเภอ with something to mend; how many."""
    _refuse_harm(results.opened, folder_output(Path(folder)))
    collected = CollectedRound(results.opened, tuple(files), results, results.previous)
    return annotate_round(collected, Path(folder)).count


def _refuse_harm(opened: OpenRound, output: Output | None, *reads: Path | None) -> None:
    """TaskError where an output would stand in for a file of the province or among the returns."""
    settings = opened.settings
    plan = FilePlan((settings.inbox,), province_files(settings, *reads), (output,))
    prepare_outputs(plan)
