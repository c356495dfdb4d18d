"""Read whatever lies at some paths and collect it into the results of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.results import ReadFile, Results
from sorchor_xl.form.printed_texts import printed_texts
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.reader import Progress, read_paths
from sorchor_xl.report.previous_summary import Previous, read_previous
from sorchor_xl.workflow.harmless import (
    FilePlan,
    Output,
    folder_output,
    json_output,
    prepare_outputs,
    province_files,
)
from sorchor_xl.workflow.last_years_figures import figures_beside
from sorchor_xl.workflow.master_templates import template_bytes
from sorchor_xl.workflow.open_round import OpenRound, RoundChoice, open_round, settings_near
from sorchor_xl.workflow.provincial_register import load_register
from sorchor_xl.workflow.settings import Settings
from sorchor_xl.workflow.whose_returns import province_by_forms, province_by_names, settled_files

ANY_PROVINCE: Final = "10"
"""Read as, where neither options nor file names tell the province: the forms will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsRequest(RoundChoice):
    """Which round, on which day, compared with which earlier summary (None = the settings').

    ``annotate_dir`` and ``json_file`` are where corrections and results will be written.
    """

    as_of: date
    previous: Path | None = None
    annotate_dir: Path | None = None
    json_file: Path | None = None

    @property
    def may_be_empty(self) -> bool:
        """Whether no file at all is an answer too: nobody has sent yet."""
        return False

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:  # noqa: ARG002 - others ask
        """All that will be written, given the settings."""
        return folder_output(self.annotate_dir), json_output(self.json_file)

    def inputs(self) -> tuple[Path | None, ...]:
        """Files that are read besides the returns and those of the settings."""
        return self.settings_file, self.previous


def prepare_round(paths: Sequence[Path], request: ReturnsRequest) -> Settings:
    """The settings of a round, once it is sure that nothing written of it does harm; TaskError."""
    settings = settings_of(paths, request)
    prepare_outputs(
        FilePlan(
            inboxes=(*paths, settings.inbox),
            reads=province_files(settings, *request.inputs()),
            writes=request.outputs(settings),
        )
    )
    return settings


@dataclass(frozen=True)
class CollectedRound:
    """A round, the files read for it, what they came to, and last year's summary or None."""

    opened: OpenRound
    read: tuple[ReadFile, ...]
    results: Results
    previous: Previous | None = None


def collect_round(
    paths: Sequence[Path], request: ReturnsRequest, progress: Progress | None = None
) -> CollectedRound:
    """Read everything at the paths; TaskError where there is no such place.

    Of an empty folder nobody knows whose returns are missing, unless the province is stated. And
    where what will be written of it would harm something: before the first file is read.
    """
    for path in paths:
        if not path.exists():
            raise TaskError("missing_folder", path=path)
    settings = prepare_round(paths, request)
    stated = request.province or settings.province
    if stated:
        opened = open_round(settings, stated, request.year)
        before = _previous(opened, request.previous or settings.previous)
        read = _read(paths, read_context(opened, before), progress)
    else:
        opened, read = _read_and_settle(paths, settings, request.year, progress)
        before = _previous(opened, request.previous or settings.previous)
    if not read and not (stated and request.may_be_empty):
        raise TaskError("nothing_found", folder=", ".join(map(str, paths)))
    return _collected(opened, read, request.as_of, before)


def collect_files(
    opened: OpenRound, read: tuple[ReadFile, ...], as_of: date, previous: Path | None = None
) -> CollectedRound:
    """Collect what was read into the results of a day; ``previous`` None = the settings'.

    OutputError where the earlier summary is none, RegisterError where the register cannot be used.
    """
    before = _previous(opened, previous or opened.settings.previous)
    return _collected(opened, read, as_of, before)


def _collected(
    opened: OpenRound, read: tuple[ReadFile, ...], as_of: date, before: Previous | None
) -> CollectedRound:
    results = collect(opened.on(as_of, _totals(before), load_register(opened)), read)
    return CollectedRound(opened, read, results, before)


def settings_of(paths: Sequence[Path], choice: RoundChoice) -> Settings:
    """The settings named, else those of the working folder, else those above the folder of returns.

    Never those of a folder that is read for returns: what lies there was written by strangers.
    """
    inboxes = [path.resolve() for path in paths if path.is_dir()]
    holders = [*inboxes, *(path.resolve().parent for path in paths if not path.is_dir())]
    above = (folder.parent for folder in holders)
    trusted = [place for place in (Path().resolve(), *above) if not _lies_in(place, inboxes)]
    return settings_near(Path(), choice.settings_file, trusted)


def _lies_in(place: Path, folders: Sequence[Path]) -> bool:
    return any(place == folder or folder in place.parents for folder in folders)


def read_context(opened: OpenRound, before: Previous | None = None) -> ReadContext:
    """What the reader must know of a round; ``before`` is last year's summary where it is known."""
    beside = figures_beside(before, opened.rubric) if before else {}
    form_judged = (c.key for c in opened.settings.award_extra if c.source == "form")
    return ReadContext(
        province=opened.province,
        fiscal_year=opened.rubric.fiscal_year,
        scheme=opened.scheme,
        amphoes=opened.amphoes,
        provinces={p.code: p.name for p in load_provinces().provinces()},
        extra_keys=tuple(form_judged),
        mission_count=opened.settings.mission_count,
        printed_texts=printed_texts(template_bytes(opened.settings.template, opened.rubric)),
        last_year={code: known.previous for code, known in beside.items()} if before else None,
    )


def _read_and_settle(
    paths: Sequence[Path], settings: Settings, year: int | None, progress: Progress | None
) -> tuple[OpenRound, tuple[ReadFile, ...]]:
    """Read once, each workbook for the province it states; the round is that of most of them.

    Where none can be read, the file names tell; where they do not, nothing does (กรุงเทพมหานคร).
    """
    pinned = (code[:2] for code in settings.pins)
    guess = next(pinned, None) or province_by_names(paths) or ANY_PROVINCE
    first = open_round(settings, guess, year)
    read = _read(paths, replace(read_context(first), undecided=True), progress)
    code = province_by_forms(read)
    opened = first if code in (None, first.province.code) else open_round(settings, code, year)
    return opened, settled_files(read, read_context(opened))


def _read(
    paths: Sequence[Path], context: ReadContext, progress: Progress | None
) -> tuple[ReadFile, ...]:
    return read_paths(paths, context, progress=progress)


def _previous(opened: OpenRound, path: Path | None) -> Previous | None:
    """An earlier summary of the same province; OutputError where it is none."""
    if path is None:
        return None
    return read_previous(path, opened.province, opened.rubric)


def _totals(previous: Previous | None) -> Mapping[str, int]:
    tambons = previous.tambons.values() if previous else ()
    return {before.code: before.total for before in tambons if before.total is not None}
