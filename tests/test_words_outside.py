"""Words outside the inputs: each is told, and none of the workbook's own is taken for a person's.

WORDS-04  words beside, below and over a form stand in the summary and in a table of --export
WORDS-05  a workbook issued with any choices, with last year's figures, pasted as values or saved in
          another format, has no words but its own
WORDS-06  wording of another edition or of the province, alike on every form, is said once where we
          print nothing, and not at all where we print; print changed on one form is told
WORDS-07  words that may mend an answer are a warning, others a notice
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from damage.binary_book import as_xlsb
from damage.old_book import as_xls
from damage.open_book import as_ods
from damage.subject import Subject, read_back
from damage.surgery import _N, Workbook
from issued import AMPHOE, RUBRIC, SCHEME, district, filled, issue, prefill, template
from office import converted
from test_nothing_vanishes import told

from sorchor_xl.domain.round.records import PLAN_EXTRAS
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import FormOptions, Prefill
from sorchor_xl.intake.words_outside import MENDING_WORDS, MORE_WORDS, REWORDED, WORDS

ANY = {WORDS, MENDING_WORDS, MORE_WORDS}
CODES = [tambon.code for tambon in district(AMPHOE).tambons]
LAST_YEAR = {"I01": "35 (3)", "I05": "2 (2)", "B.funds": 9, "TOTAL": 48, "I06": "มีกองทุน (2)"}
OWN = FormOptions(
    dates={"results_due": date(2021, 4, 20)},
    letter="บร 0019/ว 77",
    letter_date=date(2021, 2, 3),
    contact_unit="กลุ่มงานสารสนเทศ",
    contact_phone="044 666 222",
    mission_count=10,
    extra_criteria=("มีเว็บไซต์ของตนเอง", "ยกเลิกการใช้โฟม"),
    left_out=frozenset(PLAN_EXTRAS),
)


def words_of(data: bytes) -> list[tuple[str, str, str]]:
    """Code, place and text of all that is taken for a person's words."""
    found = (f for f in read_back(data).findings if f.code in ANY)
    return [(f.code, f"{f.where.sheet}!{f.where.cell}", f.value) for f in found]


def issued_with(options: FormOptions, scheme: Scheme = SCHEME) -> bytes:
    forms = {code: replace(prefill(n), previous=LAST_YEAR) for n, code in enumerate(CODES)}
    values = Prefill(tambons=forms)
    return issue_workbook(template(), district(), scheme=scheme, options=options, values=values)


def as_values(data: bytes) -> bytes:
    """Every formula of every sheet replaced by its result."""
    book = Workbook(data)
    for name in book.names():
        for formula in list(book.sheet(name).tree.iter(f"{_N}f")):
            formula.getparent().remove(formula)
    return book.saved()


def other_readings() -> Scheme:
    """Each reading that is a setting, chosen otherwise."""
    others = {
        r.id: next(o for o in r.options if o != SCHEME.readings[r.id])
        for r in RUBRIC.readings
        if r.is_setting
    }
    return Scheme(RUBRIC, {**SCHEME.readings, **others})


HONEST: dict[str, Callable[[], bytes]] = {
    "as issued": issue,
    "filled": filled,
    "own choices and last year": lambda: issued_with(OWN),
    "other readings": lambda: issued_with(FormOptions(), other_readings()),
    "pasted as values": lambda: as_values(issued_with(OWN)),
    ".xls": lambda: as_xls(filled()),
    ".xlsb": lambda: as_xlsb(filled()),
    ".ods": lambda: as_ods(filled()),
}


@pytest.mark.parametrize("case", HONEST)
def test_a_workbook_has_no_words_but_its_own_words_05(case: str) -> None:
    assert words_of(HONEST[case]()) == []


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_nor_has_one_that_libreoffice_saved_words_05(ending: str, tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(issued_with(OWN))
    assert words_of(converted(tmp_path / "f.xlsx", ending, tmp_path).read_bytes()) == []


def test_own_wording_is_no_persons_words_06() -> None:
    """Printed on every form otherwise than by us: another edition's, or the province's."""
    book: Any = openpyxl.load_workbook(BytesIO(template()))
    sheet = next(s for s in book if "แบบประเมิน" in s.title)
    sheet["C5"] = "ข้อมูลพื้นฐานตามแบบของจังหวัด"
    sheet["F2"] = "แบบของจังหวัด"
    out = BytesIO()
    book.save(out)
    forms = Prefill(tambons={code: prefill(n) for n, code in enumerate(CODES)})
    made = issue_workbook(
        out.getvalue(), district(), scheme=SCHEME, options=FormOptions(), values=forms
    )
    assert [text for _, _, text in words_of(made)] == ["แบบของจังหวัด"]


def test_print_changed_on_one_form_is_told_words_06() -> None:
    subject = Subject(5)
    subject.sheet.put(4, 2, "จำนวนกรรมการที่มาประชุม")
    found = [f for f in read_back(subject.book.saved()).findings if f.code == REWORDED]
    assert [(f.where.cell, f.value) for f in found] == [("C5", "จำนวนกรรมการที่มาประชุม")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("รอเอกสารจากกำนัน", WORDS),
        ("ประชุม ๓ ครั้ง ที่ อบต.", WORDS),
        ("ข้อ ๕ แก้เป็น ๑๒", MENDING_WORDS),
        ("ยกเลิก", MENDING_WORDS),
        ("ค่าที่ถูกคือ 9", MENDING_WORDS),
    ],
)
def test_words_that_mend_are_a_warning_words_07(text: str, code: str) -> None:
    subject = Subject(3)
    subject.sheet.put(60, 3, text)
    assert words_of(subject.book.saved()) == [(code, f"{subject.name}!D61", text)]


def test_words_outside_reach_summary_and_export_words_04(tmp_path: Path) -> None:
    subject = Subject(4)
    texts = [f"ถ้อยคำที่ {n} ซึ่งยาวกว่าที่ข้อความแจ้งจะแสดงได้ทั้งหมดในบรรทัดเดียว" for n in range(3)]
    subject.sheet.put(1, 5, texts[0])
    subject.sheet.put(90, 2, texts[1])
    subject.book.sheet("คัดเลือกดีเด่น").put(60, 1, texts[2])
    summary, exported, _ = told(subject.book.saved(), tmp_path)
    assert [text for text in texts if text not in summary] == []
    assert [text for text in texts if text not in exported] == []
