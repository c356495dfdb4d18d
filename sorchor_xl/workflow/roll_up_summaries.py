"""Provincial summaries into a national one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.sniff import is_lock, is_unfinished
from sorchor_xl.report.national_summary import Roll, gather, roll_results, write_rollup
from sorchor_xl.workflow.harmless import FilePlan, prepare_outputs, workbook_output
from sorchor_xl.workflow.open_round import rubric_of, settings_near
from sorchor_xl.workflow.write_reports import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRequest:
    """Which summaries, of which year (None = the settings' or the newest), where to write.

    A folder stands for every workbook within it.
    """

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
    summaries = _workbooks(request.summaries)
    rubric = rubric_of(settings_near(Path(), request.settings_file), request.year)
    year = rubric.fiscal_year
    roll = gather(summaries, rubric, load_provinces().provinces())
    results = roll_results(roll, Scheme.of(rubric), year, request.as_of)
    path = write_rollup(roll, results, request.output)
    return RolledUp(year, roll, Written(request.output, path))


def _workbooks(places: Sequence[Path]) -> Sequence[Path]:
    """The files named and the workbooks in the folders named, each once; TaskError for none."""
    found: dict[str, Path] = {}
    for place in places:
        if not place.exists():
            raise TaskError("missing_folder", path=place)
        for path in _within(place) if place.is_dir() else [place]:
            found.setdefault(os.path.realpath(path), path)
    if not found:
        raise TaskError("nothing_found", folder=", ".join(map(str, places)))
    return list(found.values())


def _within(folder: Path) -> Sequence[Path]:
    """The workbooks of a folder and the folders in it, without marks of open ones."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and _is_workbook(p.name))


def _is_workbook(name: str) -> bool:
    ours = name.lower().endswith(_ENDINGS)
    return ours and not (is_lock(name) or is_unfinished(name) or name.startswith("."))


_ENDINGS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
