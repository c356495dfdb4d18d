"""Write district workbooks to a folder: blank ones out, annotated ones back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.checks.findings import Catalogue, Finding
from sorchor_xl.domain.round.records import Amphoe, TambonReturn
from sorchor_xl.domain.round.results import AmphoeResult, ReadFile, Results, TambonResult
from sorchor_xl.files.atomic_writing import write_atomically
from sorchor_xl.files.safe_names import workbook_name
from sorchor_xl.form.annotate import Mending, annotate_workbook, needs_mending
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import District, FormOptions, Prefill, TambonPrefill
from sorchor_xl.form.template_parts import prepare
from sorchor_xl.form.template_proofreading import proofread
from sorchor_xl.workflow.open_round import OpenRound

if TYPE_CHECKING:
    from sorchor_xl.intake.reader import Progress

TEMPLATE_NAME = "assessment_template.xlsx"


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of each file: written, there already just so, or kept because it differs."""

    written: tuple[Path, ...]
    same: tuple[Path, ...]
    kept: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent out: the template, and last year's by ตำบล code to stand beside the inputs.

    A file that is there already and differs is kept unless ``force``. What is made from a
    template of the province's ``own`` is proofread before the first file is written.
    """

    template: bytes
    before: Mapping[str, TambonPrefill] = field(default_factory=dict)
    force: bool = False
    own: bool = False


def packaged_template() -> bytes:
    """The master workbook: of the installed package, or of the checkout beside it."""
    installed = resources.files("sorchor_xl") / "data" / TEMPLATE_NAME
    if installed.is_file():
        return installed.read_bytes()
    return (Path(__file__).parents[2] / "templates" / TEMPLATE_NAME).read_bytes()


def template_bytes(path: Path | None) -> bytes:
    """A province's own template, or the packaged one for None."""
    return packaged_template() if path is None else path.read_bytes()


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
        font=settings.font,
    )


def district_of(opened: OpenRound, amphoe: Amphoe) -> District:
    """An อำเภอ with its ตำบล, ready for issuing."""
    return District(opened.province, amphoe, opened.amphoes[amphoe])


def issue_round(
    opened: OpenRound,
    amphoes: Sequence[Amphoe],
    folder: Path,
    outgoing: Outgoing,
    progress: Progress | None = None,
) -> Issued:
    """Write the workbook of each อำเภอ; TemplateError before the first one is written."""
    became: dict[str, list[Path]] = {"written": [], "same": [], "kept": []}
    for done, amphoe in enumerate(amphoes, start=1):
        district = district_of(opened, amphoe)
        made = _make(opened, district, outgoing)
        if outgoing.own and done == 1:
            proofread(made, prepare(outgoing.template, opened.scheme, form_options(opened)))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / workbook_name(district.amphoe, opened.rubric.fiscal_year)
        became[_place(path, made, outgoing.force)].append(path)
        if progress is not None:
            progress(done, len(amphoes))
    return Issued(*(tuple(paths) for paths in became.values()))


def _make(opened: OpenRound, district: District, outgoing: Outgoing) -> bytes:
    before = outgoing.before
    known = {t.code: before[t.code] for t in district.tambons if t.code in before}
    return issue_workbook(
        outgoing.template,
        district,
        scheme=opened.scheme,
        options=form_options(opened),
        values=Prefill(tambons=known),
    )


def _place(path: Path, made: bytes, force: bool) -> str:
    """Write unless the file is there already; says what became of it."""
    if path.exists():
        if path.read_bytes() == made:
            return "same"
        if not force:
            return "kept"
    write_atomically(path, lambda place: _write(place, made))
    return "written"


def _write(place: Path, made: bytes) -> None:
    place.write_bytes(made)


def annotate_round(
    opened: OpenRound, read: Sequence[ReadFile], results: Results, folder: Path
) -> int:
    """Write an annotated return for every อำเภอ with errors or warnings to mend; how many.

    A file of an earlier run is replaced: it holds nothing an officer has typed.
    """
    catalogue = load_catalogue()
    template = template_bytes(opened.settings.template)
    options, count = form_options(opened), 0
    for amphoe in results.amphoes:
        mending = _mending(opened, amphoe, read, results, catalogue)
        if mending is None:
            continue
        made = annotate_workbook(template, mending, opened.scheme, options, catalogue)
        folder.mkdir(parents=True, exist_ok=True)
        name = _corrections_name(mending.district, opened.rubric.fiscal_year)
        write_atomically(folder / name, partial(_write, made=made))
        count += 1
    return count


def _mending(
    opened: OpenRound,
    amphoe: AmphoeResult,
    read: Sequence[ReadFile],
    results: Results,
    catalogue: Catalogue,
) -> Mending | None:
    """What goes back to an อำเภอ; None where nothing came or nothing is to be mended."""
    own = [f for f in results.findings if f.amphoe_code == amphoe.amphoe.code]
    findings = needs_mending(own, catalogue)
    if amphoe.received_on is None or not findings:
        return None
    tambons = [t for t in results.tambons if t.amphoe == amphoe.amphoe]
    returns = (_return_to_mend(t, findings, read) for t in tambons)
    orders = [o for t in tambons for o in t.orders]
    return Mending(
        district=district_of(opened, amphoe.amphoe),
        returns=tuple(r for r in returns if r is not None),
        findings=findings,
        info=amphoe.info,
        orders=(*([amphoe.order] if amphoe.order else []), *orders),
        plans=tuple(t.plan for t in tambons if t.plan is not None),
        awards=tuple(t.award for t in tambons if t.award is not None),
    )


def _return_to_mend(
    result: TambonResult, findings: Sequence[Finding], read: Sequence[ReadFile]
) -> TambonReturn | None:
    """The return with the errors where a newer one waits to be mended, else the one in use."""
    wrong = {
        (f.where.file, f.where.sheet)
        for f in findings
        if f.is_error and f.tambon_code == result.tambon.code and f.where.sheet
    }
    for item in read:
        for ret in item.submission.tambons if item.submission else ():
            place = (ret.where.file, ret.where.sheet)
            if ret.code == result.tambon.code and place in wrong:
                return ret if result.ret is not None else None
    return result.ret


def _corrections_name(district: District, year: int) -> str:
    """ "3101_เมืองบุรีรัมย์_2564_โปรดแก้ไข.xlsx": the name says what is asked."""
    name = Path(workbook_name(district.amphoe, year))
    return f"{name.stem}_{load_wording().part('corrections')['file_mark']}{name.suffix}"
