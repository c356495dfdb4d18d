"""Issuing a district workbook: complete, the same every time, and true to the template it is from.

ISSUE-01  it opens in openpyxl without a warning: the sheets in order, one form per ตำบล
ISSUE-02  every sheet says whose it is, twice: token and plain text; metadata and properties too
ISSUE-03  what was issued blank reads back blank; what was filled in reads back as filled in
ISSUE-04  only a ตำบล's inputs are unlocked; the structure of the workbook is protected
ISSUE-05  the same input gives the same bytes; eight ตำบล take at most 150 kB
ISSUE-06  odd names: จ.ป.ร., signs a sheet or file may not bear, names alike, very long ones
ISSUE-10  no placeholder is left over
"""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from issue_case import (
    ANCHORS,
    BURIRAM,
    DISTRICT,
    FORM,
    NAMES,
    RUBRIC,
    SCHEME,
    TWO,
    WORDS,
    answers,
    blank,
    cell,
    opened,
    sheets,
    template,
)

from sorchor_xl.domain.round.records import Amphoe, Tambon
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.safe_names import sheet_names, workbook_name
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import District, Prefill, TambonPrefill
from sorchor_xl.form.layout import (
    SheetKind,
)
from sorchor_xl.form.locate import locate, sheet_tokens
from sorchor_xl.ooxml.package import Package


def test_sheets_in_order_issue_01() -> None:
    words = WORDS.sheets
    before = [
        words[kind] for kind in (SheetKind.INSTRUCTIONS, SheetKind.DISTRICT, SheetKind.SUMMARY)
    ]
    after = [words[kind] for kind in (SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS)]
    assert opened(blank()).sheetnames == [
        *before,
        words[SheetKind.CHECK],
        *(f"ต.{name}" for name in NAMES),
        *after,
        words[SheetKind.RULES],
        "_lists",
        "_meta",
    ]


def test_every_sheet_says_whose_it_is_issue_02() -> None:
    book = sheets(blank())
    for number, name in enumerate(NAMES, start=1):
        rows = book[f"ต.{name}"]
        tokens, _ = sheet_tokens(rows)
        assert [(t.area, t.kind, t.year) for t in tokens] == [(f"3101{number:02d}", "F", 2564)]
        plain = " ".join(str(cell) for row in rows[:4] for cell in row)
        assert f"ตำบล{name}" in plain
        assert f"3101{number:02d}" in plain
    for kind in (SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS, SheetKind.DISTRICT):
        tokens, _ = sheet_tokens(book[WORDS.sheets[kind]])
        assert [(t.area, t.kind) for t in tokens] == [("3101", kind)]
    meta = {row[0]: row[1] for row in book["_meta"]}
    assert meta["amphoe_code"] == "3101"
    assert meta["rubric"] == RUBRIC.id
    assert b"3101" in Package.read(blank()).parts["docProps/custom.xml"]


def test_tables_have_a_row_for_every_tambon_issue_01() -> None:
    book = sheets(blank())
    codes = [t.code for t in DISTRICT.tambons]
    plans = locate(book[WORDS.sheets[SheetKind.PLANS]], ANCHORS[SheetKind.PLANS])
    orders = locate(book[WORDS.sheets[SheetKind.ORDERS]], ANCHORS[SheetKind.ORDERS])
    assert list(plans.rows) == [f"T{code}" for code in codes]
    pairs = [f"T{code}.{order}" for code in codes for order in "CB"]
    assert list(orders.rows) == ["A3101.C", *pairs]
    assert plans.notes == orders.notes == ()


def test_blank_reads_back_blank_issue_03() -> None:
    book = sheets(blank())
    for name in NAMES:
        assert answers(book[f"ต.{name}"]) == {}


def test_filled_reads_back_filled_issue_03() -> None:
    known = TambonPrefill(
        bases={b.key: n for n, b in enumerate(RUBRIC.bases, start=10)},
        answers={i.id: i.id if i.criteria and i.cuts else 2 for i in RUBRIC.indicators},
        notes={5: "=1+1"},
        assessor="นางสาวทดสอบ <ระบบ> & คณะ",
        assessed_on=date(2021, 4, 22),
        previous={"I01": 7, "TOTAL": 50},
    )
    values = Prefill(
        tambons={"312202": known},
        district={"D.phone": "0 4466 6512", "D.reported_on": date(2021, 4, 28)},
        orders={"T312202.B": {"number": "3/2564", "qualified": True, "members": 12}},
        plans={"T312201": {"kok_nong_na": False, "sent_to_amphoe_on": date(2021, 5, 3)}},
        awards={"T312202": {"last_award_year": 2555, "note": "ดี"}},
    )
    book = sheets(issue_workbook(template(), TWO, scheme=SCHEME, values=values))
    found = answers(book["ต.ดงพลอง"])
    assert answers(book["ต.แคนดง"]) == {}
    assert found["B.committee value"] == 10
    assert found["I05 note"] == "=1+1"
    assert found["F.assessor value"] == known.assessor
    assert found["F.assessed_on value"] == date(2021, 4, 22)
    assert found["I06 value"] == f"2 - {RUBRIC.indicator(6).criteria[1]}"
    assert len(found) == len(RUBRIC.bases) + len(RUBRIC.indicators) + 3
    assert cell(book, SheetKind.ORDERS, "T312202.B", "qualified") == WORDS.part("words")["yes"]
    assert cell(book, SheetKind.ORDERS, "T312201.B", "qualified") == ""
    assert cell(book, SheetKind.PLANS, "T312201", "kok_nong_na") == WORDS.part("words")["no"]
    assert cell(book, SheetKind.AWARDS, "T312202", "last_award_year") == 2555
    assert cell(book, SheetKind.DISTRICT, "D.phone", "value") == "0 4466 6512"
    assert cell(book, SheetKind.DISTRICT, "D.reported_on", "value") == date(2021, 4, 28)


def test_inputs_stay_unlocked_and_structure_locked_issue_04() -> None:
    book = opened(blank())
    master = opened(template())[FORM]
    for name in NAMES:
        sheet = book[f"ต.{name}"]
        assert sheet.protection.sheet
        for row in master.iter_rows():
            for one in row:
                assert sheet[one.coordinate].protection.locked == one.protection.locked
    assert book.security.lockStructure
    assert book.security.workbookPassword is None
    assert book.calculation.fullCalcOnLoad


def test_same_input_same_bytes_issue_05() -> None:
    again = issue_workbook(bytes(template()), DISTRICT, scheme=Scheme.of(RUBRIC))
    assert again == blank()
    with zipfile.ZipFile(BytesIO(blank())) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_eight_forms_are_small_issue_05() -> None:
    assert len(blank()) <= 150_000


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("จ.ป.ร.", "ต.จ.ป.ร."),
        ("ก/ข:ค*ง?[จ]", "ต.ก ข ค ง จ"),
        ("'อ'", "ต.'อ"),
        ("ยาว" * 20, ("ต." + "ยาว" * 20)[:31]),
        ("น้ำ" * 10 + "ปู่ทิ่", None),
    ],
)
def test_odd_sheet_names_issue_06(name: str, sheet: str | None) -> None:
    made = sheet_names((Tambon("310101", name),), ())[0]
    assert sheet is None or made == sheet
    assert 0 < len(made) <= 31
    assert not re.search(r"[\[\]:*?/\\]", made)
    district = District(BURIRAM, Amphoe("3101", name), (Tambon("310101", name),))
    assert opened(issue_workbook(template(), district, scheme=SCHEME)).sheetnames.count(made) == 1


def test_sheet_names_alike_are_told_apart_issue_06() -> None:
    tambons = (
        Tambon("310101", "ก"),
        Tambon("310102", "ก"),
        Tambon("310103", "A"),
        Tambon("310104", "a"),
    )
    names = sheet_names(tambons, ("ต.a",))
    assert len({name.casefold() for name in (*names, "ต.a")}) == 5


@pytest.mark.parametrize(
    ("amphoe", "file"),
    [
        ("เมืองบุรีรัมย์", "3101_เมืองบุรีรัมย์_2564.xlsx"),
        ("ก/ข:ค. ", "3101_ก ข ค_2564.xlsx"),
        ("ที่" * 40, f"3101_{'ที่' * 20}_2564.xlsx"),
    ],
)
def test_file_names_issue_06(amphoe: str, file: str) -> None:
    assert workbook_name(Amphoe("3101", amphoe), 2564) == file


def test_no_tambon_no_workbook_issue_01() -> None:
    with pytest.raises(ValueError, match="3101"):
        issue_workbook(template(), District(BURIRAM, DISTRICT.amphoe, ()), scheme=SCHEME)
