"""The master workbook of a year: packaged, built from its rubric, or a province's own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.atomic_writing import write_atomically
from sorchor_xl.workbooks.front_door import read_package
from sorchor_xl.workflow.harmless import FilePlan, prepare_outputs, province_files, workbook_output
from sorchor_xl.workflow.open_round import rubric_of, settings_near

TEMPLATE_NAME = "assessment_template.xlsx"
PACKAGED_YEAR = 2564
"""Fiscal year of the master that is packaged; others are built when they are needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterRequest:
    """Where to write a master, and of which year; None = that of the settings, or the newest."""

    output: Path
    year: int | None = None
    settings_file: Path | None = None


def packaged_template() -> bytes:
    """The master workbook: of the installed package, or of the checkout beside it."""
    installed = resources.files("sorchor_xl") / "data" / TEMPLATE_NAME
    if installed.is_file():
        return installed.read_bytes()
    return (Path(__file__).parents[2] / "templates" / TEMPLATE_NAME).read_bytes()


def template_bytes(path: Path | None, rubric: Rubric) -> bytes:
    """A province's own template, or for None the master of a rubric.

    RefusedFileError where the province's own cannot be opened.
    """
    return master_of(rubric) if path is None else read_package(path)


def master_of(rubric: Rubric) -> bytes:
    """The master of a rubric: the packaged one where it is of just this rubric, else built."""
    if rubric.fiscal_year == PACKAGED_YEAR and rubric == load_rubric(PACKAGED_YEAR):
        return packaged_template()
    from sorchor_xl.form.draw.master_workbook import build_template

    return build_template(Scheme.of(rubric))


def write_master(request: MasterRequest) -> tuple[Path, int]:
    """Write a year's master to restyle; the path written and the year (พ.ศ.).

    TaskError where another file is there already: a master in hand may have been restyled.
    """
    settings = settings_near(Path(), request.settings_file)
    plan = FilePlan(
        inboxes=(settings.inbox,),
        reads=province_files(settings, request.settings_file),
        writes=(workbook_output(request.output),),
    )
    prepare_outputs(plan)
    rubric = rubric_of(settings, request.year)
    made = master_of(rubric)
    if request.output.exists() and request.output.read_bytes() != made:
        raise TaskError("master_exists", path=request.output)
    written = write_atomically(request.output, lambda place: _write(place, made))
    return written, rubric.fiscal_year


def _write(place: Path, made: bytes) -> None:
    place.write_bytes(made)
