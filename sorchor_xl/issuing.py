"""Write district workbooks to a folder: blank ones out, annotated ones back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from sorchor_xl.console import Progress
from sorchor_xl.domain.records import Amphoe
from sorchor_xl.form.issue import issue_workbook
from sorchor_xl.form.names import workbook_name
from sorchor_xl.form.options import District, FormOptions, Prefill, TambonPrefill
from sorchor_xl.report.atomic import write_atomically
from sorchor_xl.rounds import OpenRound

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

    A file that is there already and differs is kept unless ``force``.
    """

    template: bytes
    before: Mapping[str, TambonPrefill] = field(default_factory=dict)
    force: bool = False


def packaged_template() -> bytes:
    """The master workbook: of the installed package, or of the checkout beside it."""
    installed = resources.files("sorchor_xl") / "data" / TEMPLATE_NAME
    if installed.is_file():
        return installed.read_bytes()
    return (Path(__file__).parents[1] / "templates" / TEMPLATE_NAME).read_bytes()


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
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / workbook_name(district, opened.rubric.fiscal_year)
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
