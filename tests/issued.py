"""Truly filled district workbooks for tests of the reader: issued from the packaged form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.form_options import District, FormOptions, Prefill, TambonPrefill
from sorchor_xl.form.printed_texts import printed_texts
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.workflow.master_templates import packaged_template

RUBRIC = load_rubric(2564)
SCHEME = Scheme.of(RUBRIC)
ROSTER = load_roster()
"""Every province, so that a form of another one can be issued too."""
AMPHOE = "3122"
"""แคนดง: four ตำบล, so it is quick, and a name people spell with two สระเอ."""
BASES = {base.key: 10 for base in RUBRIC.bases}


@cache
def context() -> ReadContext:
    """The round of บุรีรัมย์ 2564."""
    places = {a: ROSTER.tambons(a.code) for a in ROSTER.amphoes("31")}
    names = {p.code: p.name for p in ROSTER.provinces()}
    return ReadContext(
        ROSTER.province_of("31"),
        2564,
        SCHEME,
        places,
        names,
        printed_texts=printed_texts(packaged_template()),
    )


def answers(step: int) -> dict[int, int]:
    """23 answers that differ from step to step, so that no two ตำบล say the same."""
    said: dict[int, int] = {}
    for indicator in RUBRIC.indicators:
        spread = 3 if indicator.kind is Kind.CHOICE else 7
        said[indicator.id] = (indicator.id * (step + 2) + step) % spread
    for indicator in RUBRIC.indicators:
        if indicator.kind is Kind.CHOICE:
            said[indicator.id] += 1
    return {**said, 4: min(said[4], said[2])}


def prefill(step: int) -> TambonPrefill:
    """One ตำบล filled in every input."""
    return TambonPrefill(
        bases=BASES,
        answers=answers(step),
        notes={1: "รายงานการประชุม"},
        assessor="นายทดสอบ ระบบ",
        assessed_on=date(2021, 4, 22),
    )


def district(amphoe: str = AMPHOE) -> District:
    """An อำเภอ, of บุรีรัมย์ or of another province."""
    place = ROSTER.amphoe_of(amphoe)
    return District(ROSTER.province_of(amphoe), place, ROSTER.tambons(amphoe))


@cache
def template() -> bytes:
    """The packaged form."""
    return build_template(SCHEME)


def issue(amphoe: str = AMPHOE, values: Prefill | None = None, scheme: Scheme = SCHEME) -> bytes:
    """The workbook of an อำเภอ."""
    return issue_workbook(
        template(), district(amphoe), scheme=scheme, options=FormOptions(), values=values
    )


@cache
def filled(amphoe: str = AMPHOE) -> bytes:
    """The workbook of an อำเภอ with every input filled."""
    codes = [tambon.code for tambon in district(amphoe).tambons]
    signed: dict[str, str | date] = {
        "D.certifier": "นายรับรอง ระบบ",
        "D.reported_on": date(2021, 4, 28),
    }
    forms = {code: prefill(n) for n, code in enumerate(codes)}
    return issue(amphoe, Prefill(tambons=forms, district=signed))


def expected(amphoe: str = AMPHOE) -> Mapping[str, Mapping[int, int]]:
    """ตำบล code → the answers that were filled in."""
    return {tambon.code: answers(n) for n, tambon in enumerate(district(amphoe).tambons)}
