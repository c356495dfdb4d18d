"""The annotated return: a fresh form of theirs with all their values, what is wrong marked.

Not a copy of the file that came (which may be damaged) but a new issue of the current form, so
that mending the marked cells and sending it back is a normal return.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.checks.findings import Catalogue, Finding, Severity
from sorchor_xl.domain.round.records import (
    Award,
    DistrictInfo,
    Entry,
    EntryState,
    Order,
    OrderKind,
    Plan,
    TambonReturn,
)
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.safe_names import sheet_names
from sorchor_xl.form.cell_marks import Mark, mark_cells
from sorchor_xl.form.correction_list import Correction, Corrections, put_first
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.form_styles import WARNED, WRONG
from sorchor_xl.form.form_options import (
    Cell,
    District,
    FormOptions,
    Prefill,
    TambonPrefill,
    province_full,
    scheme_texts,
)
from sorchor_xl.form.layout import INPUT_COLUMNS, WORD_LISTS, SheetKind, Token, make_token
from sorchor_xl.form.prefill import serial
from sorchor_xl.form.row_keys import (
    RowGroup,
    base_row,
    district_row,
    field_row,
    indicator_row,
    order_row,
    row_group,
    row_number,
    tambon_row,
)
from sorchor_xl.form.template_parts import Master, prepare
from sorchor_xl.ooxml.package import Package

_COLOURS: Final = {Severity.ERROR: WRONG, Severity.WARNING: WARNED}
_UNMENDED_BY_ONE_CELL: Final = frozenset({"E84", "W09", "W72"})
_SHEET_OF: Final = {
    "W15": SheetKind.ORDERS,
    "W27": SheetKind.ORDERS,
    "W16": SheetKind.PLANS,
    "E29": SheetKind.DISTRICT,
}
"""Where to look for what belongs to no form."""
_NO_CERTIFIER: Final = "E29"


@dataclass(frozen=True)
class Mending:
    """What goes back to one อำเภอ: what it answered, as read, and what was found in it.

    ``before`` is last year's by ตำบล code, shown beside the inputs again.
    """

    district: District
    returns: tuple[TambonReturn, ...]
    findings: tuple[Finding, ...]
    info: DistrictInfo | None = None
    orders: tuple[Order, ...] = ()
    plans: tuple[Plan, ...] = ()
    awards: tuple[Award, ...] = ()
    before: Mapping[str, TambonPrefill] = field(default_factory=dict)


def annotate_workbook(
    template: bytes,
    mend: Mending,
    scheme: Scheme,
    options: FormOptions,
    catalogue: Catalogue,
) -> bytes:
    """The annotated return of an อำเภอ; the same bytes for the same input."""
    filled = issue_workbook(
        template, mend.district, scheme=scheme, options=options, values=given_so_far(mend)
    )
    master = prepare(template, scheme, options)
    lines = tuple(_lines(mend, master, catalogue))
    package = Package.read(filled)
    mark_cells(package, [line.mark for line in lines if line.mark is not None])
    put_first(package, _corrections(mend, lines, scheme, options))
    return package.write()


def _corrections(
    mend: Mending, lines: tuple[Correction, ...], scheme: Scheme, options: FormOptions
) -> Corrections:
    place, amphoe = mend.district.province, mend.district.amphoe
    words = load_wording().part("corrections")
    errors = sum(finding.is_error for finding in mend.findings)
    warnings = len(mend.findings) - errors
    kind = "both" if errors and warnings else "errors" if errors else "warnings"
    token = Token(scheme.rubric.id, scheme.rubric.fiscal_year, amphoe.code, SheetKind.CORRECTIONS)
    return Corrections(
        title=words[f"title_{kind}"].format(
            errors=errors,
            warnings=warnings,
            amphoe=amphoe.name,
            province=province_full(place),
        ),
        contact=scheme_texts(scheme, options)["contact"],
        token=make_token(token),
        lines=lines,
        font=options.font,
    )


# ── their values, entered again ──────────────────────────────────────────────────────────────────


def given_so_far(mend: Mending) -> Prefill:
    """Everything an อำเภอ has entered, to be entered again in a fresh form."""
    return Prefill(
        tambons={**mend.before, **{r.code: _form(r, mend.before) for r in mend.returns}},
        district=_info(mend.info),
        orders={
            order_row(o.area_code, board=o.kind is OrderKind.TAMBON_BOARD): _cells(
                o, _ORDER_FIELDS, qualified=o.qualified_member
            )
            for o in mend.orders
        },
        plans={tambon_row(p.tambon_code): _cells(p, _PLAN_FIELDS) for p in mend.plans},
        awards={tambon_row(a.tambon_code): _award(a) for a in mend.awards},
    )


_ORDER_FIELDS: Final = tuple(c for c in INPUT_COLUMNS[SheetKind.ORDERS] if c != "qualified")
_PLAN_FIELDS: Final = INPUT_COLUMNS[SheetKind.PLANS]
_AWARD_FIELDS: Final = (
    *("nominated", "study_site", "food", "environment", "immunity"),
    *("last_award_year", "last_award_level", "standard_year", "note"),
)


def _form(ret: TambonReturn, before: Mapping[str, TambonPrefill]) -> TambonPrefill:
    answers = {number: _typed(entry) for number, entry in ret.answers.items()}
    bases = {key: _typed(entry) for key, entry in ret.bases.items()}
    return TambonPrefill(
        bases={key: value for key, value in bases.items() if value is not None},
        answers={number: value for number, value in answers.items() if value is not None},
        notes=ret.notes,
        assessor=ret.assessor,
        assessed_on=ret.assessed_on,
        previous=before.get(ret.code, TambonPrefill()).previous,
    )


def _typed(entry: Entry) -> int | str | None:
    """A valid number as a number, what could not be read as the very text; None for blank."""
    if entry.value is not None:
        return entry.value
    return entry.raw or None if entry.state is EntryState.INVALID else None


def _info(info: DistrictInfo | None) -> Mapping[str, Cell]:
    if info is None:
        return {}
    fields = ("coordinator", "position", "phone", "certifier", "reported_on", "remark")
    return {district_row(name): getattr(info, name) for name in fields if getattr(info, name)}


def _cells(row: Order | Plan | Award, names: Sequence[str], **more: Cell) -> Mapping[str, Cell]:
    given: dict[str, Cell] = {**{name: getattr(row, name) for name in names}, **more}
    return {name: _worded(name, value) for name, value in given.items() if value is not None}


def _worded(name: str, value: Cell) -> Cell:
    """What is chosen from a list of words, as its word again."""
    words = WORD_LISTS.get(name)
    return load_wording().part(words)[str(value)] if words else value


def _award(award: Award) -> Mapping[str, Cell]:
    extras = {f"extra{n}": verdict for n, verdict in enumerate(award.extra.values(), start=1)}
    return _cells(award, _AWARD_FIELDS, **extras)


# ── what was found, placed in the fresh form ─────────────────────────────────────────────────────


def _lines(mend: Mending, master: Master, catalogue: Catalogue) -> Iterator[Correction]:
    tambons = mend.district.tambons
    others = [s.name for s in master.sheets if s is not master.form]
    names = dict(zip((t.code for t in tambons), sheet_names(tambons, others), strict=True))
    returns = {ret.code: ret for ret in mend.returns}
    words = load_wording().part("corrections")
    for finding in mend.findings:
        severity = catalogue.severity(finding)
        fill, ink = (colour.lstrip("#") for colour in _COLOURS[severity])
        text = f"{catalogue.message(finding)} {catalogue.fix(finding)}"
        mark = _mark(finding, returns.get(finding.tambon_code), names, master)
        if finding.code == _NO_CERTIFIER:
            mark = _certifier(mend, master)
        if mark is not None:
            mark = replace(mark, colours=(fill, ink), text=text)
        sheet = _sheet(finding, names, master)
        yield Correction(
            place=f"{mark.sheet} {mark.cell}" if mark else sheet or finding.where.file,
            severity=words[severity.value].format(name=catalogue.severity_name(severity)),
            colours=(fill, ink),
            text=text,
            mark=mark,
            sheet=sheet,
        )


def _sheet(finding: Finding, names: Mapping[str, str], master: Master) -> str:
    """The sheet of the fresh workbook a finding is about; "" where it is about none of them."""
    kind = _SHEET_OF.get(finding.code)
    if kind is not None:
        return master.sheet(kind).name
    if finding.where.sheet in {sheet.name for sheet in master.sheets}:
        return finding.where.sheet
    return names.get(finding.tambon_code, "")


def _mark(
    finding: Finding, ret: TambonReturn | None, names: Mapping[str, str], master: Master
) -> Mark | None:
    """The cell of the fresh form a finding means; None where it means no single cell of it."""
    found = _input_of(finding, ret)
    if ret is None or found is None or master.form.grid is None:
        return None
    row, entry = found
    shown: str | None = _field_shown(ret, row) if entry is None else _shown(entry, row, master)
    if finding.code in _UNMENDED_BY_ONE_CELL:
        shown = None
    cell = master.form.grid.at(row, "value")
    return Mark(names[ret.code], cell, shown, ("", ""), "")


def _certifier(mend: Mending, master: Master) -> Mark | None:
    """Where ผู้รับรอง is to be named in the fresh workbook."""
    sheet = master.sheet(SheetKind.DISTRICT)
    if sheet.grid is None:
        return None
    cell = sheet.grid.at(district_row("certifier"), "value")
    return Mark(sheet.name, cell, mend.info.certifier if mend.info else "", ("", ""), "")


def _input_of(finding: Finding, ret: TambonReturn | None) -> tuple[str, Entry | None] | None:
    """Row key of the input a finding speaks of, and its entry where it is a number or choice.

    By indicator; else by the cell the finding names, as the reader recorded it.
    """
    if ret is None:
        return None
    if finding.indicator is not None:
        return indicator_row(finding.indicator), ret.answers[finding.indicator]
    if finding.where.sheet != ret.where.sheet or not finding.where.cell:
        return None
    for key, entry in ret.bases.items():
        if entry.where.cell == finding.where.cell:
            return base_row(key), entry
    for name, cell in ret.places.items():
        if cell == finding.where.cell:
            return field_row(name), None
    return None


def _field_shown(ret: TambonReturn, row: str) -> str:
    """What the cell of ผู้ประเมิน or วันที่ประเมิน holds in the fresh form; "" for blank."""
    if row == field_row("assessor"):
        return ret.assessor
    return str(serial(ret.assessed_on)) if ret.assessed_on else ""


def _shown(entry: Entry, row: str, master: Master) -> str:
    """What the cell of the fresh form shows for an entry; "" for blank."""
    if entry.value is None:
        return entry.raw if entry.state is EntryState.INVALID else ""
    if row_group(row) is RowGroup.INDICATOR:
        indicator = master.scheme.rubric.indicator(row_number(row))
        if indicator.kind is Kind.CHOICE:
            return indicator.choices[entry.value - 1]
    return str(entry.value)
