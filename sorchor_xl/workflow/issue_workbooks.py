"""Write the district workbooks of a round to a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.manual_files import GUIDE_NAME, guide_for_districts
from sorchor_xl.data.rubric_draft import unconfirmed
from sorchor_xl.data.rubric_files import read_rubric_file
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.files.atomic_writing import write_bytes
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.files.safe_names import workbook_name
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import District, FormOptions, Prefill, TambonPrefill
from sorchor_xl.form.template_parts import prepare
from sorchor_xl.form.template_proofreading import proofread
from sorchor_xl.report.previous_summary import read_previous
from sorchor_xl.workbooks.front_door import taken_for_damage
from sorchor_xl.workflow.harmless import FilePlan, folder_output, prepare_outputs, province_files
from sorchor_xl.workflow.last_years_figures import figures_beside
from sorchor_xl.workflow.master_templates import template_bytes
from sorchor_xl.workflow.open_round import OpenRound, RoundChoice, open_round, settings_near

if TYPE_CHECKING:
    from sorchor_xl.intake.reader import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRequest(RoundChoice):
    """What to issue: อำเภอ by code or name (none = all), from which template, and where.

    ``template``, ``previous`` and ``output`` None = those of the settings.
    """

    amphoe: tuple[str, ...] = ()
    template: Path | None = None
    previous: Path | None = None
    output: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of each file: written, there already just so, or kept because it differs.

    ``has_phone`` tells whether the workbooks name a telephone an officer can ask at. ``blank`` are
    the ตำบล without answers of an อำเภอ that has sent, where answers were to be taken over;
    ``unconfirmed`` the lines of the province's ``rubric`` that still ask to be confirmed.
    """

    folder: Path
    written: tuple[Path, ...]
    same: tuple[Path, ...]
    kept: tuple[Path, ...]
    has_phone: bool = True
    blank: tuple[str, ...] = ()
    rubric: Path | None = None
    unconfirmed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent out: the template, and last year's by ตำบล code to stand beside the inputs.

    A file that is there already and differs is kept unless ``force``. Of the province's
    ``own`` template one workbook is made and proofread before the first file is written.
    ``given`` are the answers of an อำเภอ so far, by its code.
    """

    template: bytes
    before: Mapping[str, TambonPrefill] = field(default_factory=dict)
    force: bool = False
    own: Path | None = None
    given: Mapping[str, Prefill] = field(default_factory=dict)


def form_options(opened: OpenRound) -> FormOptions:
    """What the province decides about its forms."""
    settings = opened.settings
    return FormOptions(
        dates=opened.dates,
        letter=settings.letter_number,
        letter_date=settings.letter_date,
        contact_unit=settings.contact_unit,
        contact_phone=settings.contact_phone,
        mission_count=settings.mission_count,
        extra_criteria=tuple(c.name for c in settings.award_extra if c.source == "form"),
        left_out=settings.left_out,
        font=settings.font,
    )


def district_of(opened: OpenRound, amphoe: Amphoe) -> District:
    """An อำเภอ with its ตำบล, ready for issuing."""
    return District(opened.province, amphoe, opened.amphoes[amphoe])


def issue(request: IssueRequest, progress: Progress | None = None) -> Issued:
    """Write the district workbooks asked for; a file that differs is kept unless forced.

    TaskError without a folder to write to; SettingsError, UnknownPlace, TemplateError and
    OutputError as their rooms say. Nothing is written before the last of them could arise.
    """
    settings = settings_near(Path(), request.settings_file)
    opened = open_round(settings, request.province, request.year)
    folder = request.output or settings.outgoing
    if folder is None:
        raise TaskError("option_missing", option="--output")
    prepare_outputs(
        FilePlan(
            inboxes=(settings.inbox,),
            reads=province_files(
                settings, request.settings_file, request.template, request.previous
            ),
            writes=(folder_output(folder),),
        )
    )
    template = request.template or settings.template
    outgoing = Outgoing(
        template_bytes(template, opened.rubric),
        last_years_figures(opened, request.previous or settings.previous),
        request.force,
        own=template,
    )
    return issue_round(opened, opened.chosen_amphoes(request.amphoe), folder, outgoing, progress)


def last_years_figures(opened: OpenRound, path: Path | None) -> Mapping[str, TambonPrefill]:
    """Last year's by ตำบล code, as the summary at a path says; none without one."""
    before = None if path is None else read_previous(path, opened.province, opened.rubric)
    return figures_beside(before, opened.rubric)


def issue_round(
    opened: OpenRound,
    amphoes: Sequence[Amphoe],
    folder: Path,
    outgoing: Outgoing,
    progress: Progress | None = None,
) -> Issued:
    """Write the workbook of each อำเภอ.

    TemplateError, or RefusedFileError of a damaged one, before the first one is written.
    """
    if outgoing.own is not None and amphoes:
        _try_out(opened, district_of(opened, amphoes[0]), outgoing, outgoing.own)
    became: dict[str, list[Path]] = {"written": [], "same": [], "kept": []}
    for done, amphoe in enumerate(amphoes, start=1):
        district = district_of(opened, amphoe)
        made = _make(opened, district, outgoing)
        make_folder(folder)
        path = folder / workbook_name(district.amphoe, opened.rubric.fiscal_year)
        became[_place(path, made, outgoing.force)].append(path)
        if progress is not None:
            progress(done, len(amphoes))
    if amphoes:
        _lay_guide_beside(folder, force=outgoing.force)
    written, same, kept = (tuple(became[key]) for key in ("written", "same", "kept"))
    own = opened.settings.rubric
    return Issued(
        folder,
        written,
        same,
        kept,
        has_phone=bool(opened.settings.contact_phone),
        rubric=own,
        unconfirmed=() if own is None else _unconfirmed(own, opened.rubric),
    )


def _unconfirmed(own: Path, used: Rubric) -> tuple[int, ...]:
    """Lines of the province's rubric that a person must still look at; none of another year's."""
    if read_rubric_file(own).fiscal_year != used.fiscal_year:
        return ()
    return unconfirmed(own.read_text(encoding="utf-8-sig"))


def _lay_guide_beside(folder: Path, *, force: bool) -> None:
    """How to fill in a workbook, on one page; a guide that is there already is the province's."""
    path = folder / GUIDE_NAME
    if force or not path.exists():
        write_bytes(path, guide_for_districts())


def _try_out(opened: OpenRound, district: District, outgoing: Outgoing, path: Path) -> None:
    """Make one workbook from the province's own template, and proofread it."""
    with taken_for_damage(path):
        made = _make(opened, district, outgoing)
        proofread(made, prepare(outgoing.template, opened.scheme, form_options(opened)))


def _make(opened: OpenRound, district: District, outgoing: Outgoing) -> bytes:
    before = outgoing.before
    given = outgoing.given.get(district.amphoe.code, Prefill())
    known = {t.code: before[t.code] for t in district.tambons if t.code in before}
    for code, answers in given.tambons.items():
        past = known.get(code, TambonPrefill()).previous
        known[code] = replace(answers, previous=past)
    return issue_workbook(
        outgoing.template,
        district,
        scheme=opened.scheme,
        options=form_options(opened),
        values=replace(given, tambons=known),
    )


def _place(path: Path, made: bytes, force: bool) -> str:
    """Write unless the file is there already; says what became of it."""
    if path.exists():
        if path.read_bytes() == made:
            return "same"
        if not force:
            return "kept"
    write_bytes(path, made)
    return "written"
