"""Provincial summaries into a national one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.report.national_summary import Roll, gather, roll_results, write_rollup
from sorchor_xl.workflow.harmless import FilePlan, prepare_outputs, workbook_output
from sorchor_xl.workflow.open_round import rubric_of, settings_near
from sorchor_xl.workflow.write_reports import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRequest:
    """Which summaries, of which year (None = the settings' or the newest), where to write."""

    summaries: tuple[Path, ...]
    output: Path
    as_of: date
    year: int | None = None
    settings_file: Path | None = None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What was added up for a year (พ.ศ.), what was left out and why, and where it was written."""

    year: int
    roll: Roll
    written: Written


def roll_up(request: RollupRequest) -> RolledUp:
    """Write the national workbook; TaskError where a summary is not there or is the output."""
    prepare_outputs(FilePlan(inboxes=request.summaries, writes=(workbook_output(request.output),)))
    for path in request.summaries:
        if not path.is_file():
            raise TaskError("missing_folder", path=path)
    rubric = rubric_of(settings_near(Path(), request.settings_file), request.year)
    year = rubric.fiscal_year
    roll = gather(request.summaries, year, load_provinces().provinces())
    results = roll_results(roll, Scheme.of(rubric), year, request.as_of)
    path = write_rollup(roll, results, request.output)
    return RolledUp(year, roll, Written(request.output, path))
