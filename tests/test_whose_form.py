"""Whose form is it, and who decides where the witnesses contradict each other.

WHOSE-01 a file named after another อำเภอ counts for nobody; any other name changes nothing
WHOSE-02 what is disputed never replaces what the right อำเภอ sent, and the wrong one is told
WHOSE-03 a person decides by a pin
WHOSE-04 names are told apart whole, and words that are also names are not taken for places
WHOSE-05 every code of the catalogue is raised somewhere
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from damage.subject import date_received
from damage.surgery import Workbook
from issued import RUBRIC, SCHEME, context, district, filled

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import ReceivedFile, TambonStatus
from sorchor_xl.domain.round.results import ReadFile, Results, Round
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.unpack import Payload
from sorchor_xl.intake.visible_places import PlaceNames
from sorchor_xl.intake.worker import read_payload

OURS, OTHER = "3122", "3120"
LABELS = {"assessed_on": "วันที่ประเมิน", "assessor": "ผู้ประเมิน"}
NAMES = PlaceNames(context().amphoes)


def read(path: str, data: bytes, day: int = 29) -> ReadFile:
    """A file as it came by mail in April."""
    came = date_received().replace(day=day)
    file = ReceivedFile(path, FileKind.XLSX, f"sha of {path}", came, "mail", len(data))
    return read_payload(Payload(file, data), context())


def results_of(*read_files: ReadFile, pins: dict[str, str] | None = None) -> Results:
    """The round of two อำเภอ."""
    places = {district(a).amphoe: district(a).tambons for a in (OTHER, OURS)}
    dates = {key: due.on for key, due in RUBRIC.dates.items()}
    round_ = Round(district().province, 2564, SCHEME, places, dates, date(2021, 5, 3), LABELS)
    return collect(replace(round_, pins=pins or {}), read_files)


def complete(results: Results, amphoe: str) -> int:
    """How many ตำบล of an อำเภอ have a total."""
    return sum(t.card.total is not None for t in results.tambons if t.amphoe.code == amphoe)


def codes(results: Results, amphoe: str) -> set[str]:
    """Errors that an อำเภอ is told."""
    return {f.code for f in results.findings if f.is_error and f.amphoe_code == amphoe}


def lent() -> bytes:
    """The workbook of the other อำเภอ, its tabs renamed by an officer of ours."""
    book = Workbook(filled(OTHER))
    theirs, mine = district(OTHER).tambons, district().tambons
    for one, own in zip(theirs, mine, strict=False):
        book.rename(f"ต.{one.name}", f"ต.{own.name}")
    return book.saved()


CONTRADICTED = [
    *("3120_โนนดินแดง.xlsx", "อำเภอโนนดินแดง.xlsx", "อ.โนนดินแดง ส่งใหม่.xlsx"),
    *("3120.xlsx", "a.zip!ส่งแล้ว/3120 (2).xlsx", "โนนดินแดง.xlsx"),
]
HARMLESS = [
    *("3122_แคนดง.xlsx", "a.xlsx", "แบบประเมิน 2564.xlsx", "คัดลอก จาก 3122.xlsx", "1.xlsx"),
    *("โนนดินแดง/แคนดง.xlsx", "อ.แคนดง ไม่ใช่ อ.โนนดินแดง.xlsx", "20210429_1530.xlsx"),
    *("ต.โนนดินแดง.xlsx", "รวมจังหวัดบุรีรัมย์.xlsx", "เอกสาร 9999.xlsx"),
]


@pytest.mark.parametrize("name", CONTRADICTED)
def test_a_file_named_after_another_whose_01(name: str) -> None:
    results = results_of(read(name, filled()))
    assert complete(results, OURS) == 0
    assert "E09" in codes(results, OURS) & codes(results, OTHER)
    received = {t.status for t in results.tambons if t.amphoe.code == OURS}
    assert received == {TambonStatus.INCOMPLETE}
    assert {f.verdict.value for f in results.files} == {"rejected"}


@pytest.mark.parametrize("name", HARMLESS)
def test_other_names_change_nothing_whose_01(name: str) -> None:
    results = results_of(read(name, filled()))
    assert complete(results, OURS) == len(district().tambons)
    assert codes(results, OURS) == set()


@pytest.mark.parametrize("day", [20, 29])
def test_the_right_return_stays_whose_02(day: int) -> None:
    right = read("a.xlsx", filled(OTHER), day=25)
    wrong = read(f"{OURS}.xlsx", lent(), day=day)
    alone, both = results_of(right), results_of(right, wrong)
    assert complete(both, OTHER) == len(district(OTHER).tambons)
    assert sources(both) == sources(alone)
    assert codes(both, OTHER) == codes(alone, OTHER)
    assert "E09" in codes(both, OURS)


def sources(results: Results) -> dict[str, str]:
    """ตำบล code → the file its answers come from."""
    return {t.tambon.code: t.source_file for t in results.tambons}


def test_a_pin_decides_whose_03() -> None:
    name = CONTRADICTED[0]
    pins = {t.code: name for t in district().tambons}
    results = results_of(read(name, filled()), pins=pins)
    assert complete(results, OURS) == len(district().tambons)
    assert codes(results, OURS) <= {"E29"}


@pytest.mark.parametrize(
    ("tab", "named"),
    [
        ("ต.ห้วยราชา", {"ห้วยราชา"}),
        ("ต.ห้วยราช (2)", {"ห้วยราช"}),
        ("2.ต.สะแกโพรง", {"สะแกโพรง"}),
        ("ศอช.ต.กระสัง", {"กระสัง"}),
        ("แก้ไขสะแกใหม่", set()),
        ("ตำบลสะแก", {"สะแก"}),
        ("ถาวรวัตถุ", set()),
        ("อ.คูเมือง", set()),
        ("Sheet1", set()),
        ("เมือง", set()),
    ],
)
def test_names_are_told_apart_whole_whose_04(tab: str, named: set[str]) -> None:
    by_code = context().by_tambon
    assert {by_code[code].name for code in NAMES.tambons_in(tab)} == named


def test_every_code_is_raised_somewhere_whose_05() -> None:
    package = Path(__file__).parents[1] / "sorchor_xl"
    places = (*package.rglob("*.py"), *package.rglob("rubrics/*.toml"))
    written = "\n".join(place.read_text(encoding="utf-8") for place in places)
    raised = set(re.findall(r'"([EWN]\d{2})"', written))
    assert raised == set(load_catalogue().entries)


def test_every_code_is_raised_by_a_test_whose_05() -> None:
    here = Path(__file__).parent
    listed = {Path(__file__), here / "test_findings.py"}
    modules = (m for m in here.rglob("*.py") if m not in listed)
    written = "\n".join(module.read_text(encoding="utf-8") for module in modules)
    asked = set(re.findall(r"\b[EWN]\d{2}\b", written))
    assert set(load_catalogue().entries) - asked == set()
