"""The annotated return.

ANN-01 every value comes back: reading the annotated return gives what the return gave
ANN-02 bad cells are coloured while they show what was found, commented, listed first with links
ANN-03 mended and sent back it reads clean
ANN-04 nothing to mend, nothing written; what only the province can settle is not asked of the อำเภอ
ANN-05 the file opens without a warning, its first sheet is the list, its name says what to do
ANN-06 where a newer return has errors, that one is handed back
ANN-07 what an officer replies on the list is told; what we listed there is not
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import Prefill, TambonPrefill
from sorchor_xl.ooxml.package import OUR_AUTHOR
from sorchor_xl.workflow.annotate_returns import annotate_round
from sorchor_xl.workflow.collect_round import ReturnsRequest, collect_round
from sorchor_xl.workflow.demo import issue_filled
from tests.returns import ANSWERS, BASES

DAY = date(2021, 5, 3)
AMPHOE = Amphoe("3120", "โนนดินแดง")
CODES = ("312001", "312002", "312003")
DISTRICT = {
    "D.coordinator": "ผู้ประสานงานสมมติ",
    "D.certifier": "พัฒนาการอำเภอสมมติ",
    "D.reported_on": date(2021, 4, 20),
}
Typed = Mapping[int, int | str | None]


def filled(changes: Mapping[str, Typed], bases: Mapping[str, int | str] | None = None) -> bytes:
    """The workbook of โนนดินแดง with some answers otherwise; None leaves one blank."""
    tambons = {}
    for number, code in enumerate(CODES):
        answers: dict[int, int | str | None] = {**ANSWERS, 17: 1 + number, **changes.get(code, {})}
        tambons[code] = TambonPrefill(
            bases={**BASES, **(bases or {})},
            answers={n: v for n, v in answers.items() if v is not None},
            notes={3: "แผนปฏิบัติการ พ.ศ. 2564"},
            assessor="ผู้ประเมินสมมติ",
            assessed_on=date(2021, 4, 19),
        )
    orders = {
        f"T{c}.{k}": {"number": "1/2564", "copy_sent_on": date(2021, 3, 1)}
        for c in CODES
        for k in "CB"
    }
    orders["A3120.C"] = {"number": "2/2564", "copy_sent_on": date(2021, 3, 1)}
    return issue_filled(AMPHOE, Prefill(tambons=tambons, district=DISTRICT, orders=orders))


def annotate(folder: Path, *contents: bytes) -> tuple[Path | None, list[str]]:
    """Take files in, newest last; the annotated return, if any, and the codes of errors."""
    inbox, out = folder / "in", folder / "out"
    inbox.mkdir(parents=True)
    for number, content in enumerate(contents):
        path = inbox / f"{number}.xlsx"
        path.write_bytes(content)
    taken = collect_round([inbox], ReturnsRequest(province="31", as_of=DAY))
    annotate_round(taken, out)
    made = list(out.glob("*.xlsx")) if out.exists() else []
    own = [f.code for f in taken.results.findings if f.amphoe_code == AMPHOE.code]
    return (made[0] if made else None), [code for code in own if code[0] in "EW"]


BAD: Mapping[str, Typed] = {"312001": {5: "สาม", 9: None, 1: 21}, "312003": {14: 5}}


@pytest.fixture(scope="module")
def handed_back(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An annotated return with three errors and a warning."""
    path, codes = annotate(tmp_path_factory.mktemp("bad"), filled(BAD))
    assert path is not None
    return path, codes


def test_every_value_comes_back_ann_01(tmp_path: Path, handed_back: tuple[Path, list[str]]) -> None:
    before = take_one(tmp_path / "a", filled(BAD))
    after = take_one(tmp_path / "b", handed_back[0].read_bytes())
    assert [t.ret for t in after.results.tambons] == [t.ret for t in before.results.tambons]
    assert [t.orders for t in after.results.tambons] == [t.orders for t in before.results.tambons]
    assert after.results.amphoes[19].info == before.results.amphoes[19].info
    told = [f.code for f in after.results.findings if f.code[0] in "EW"]
    assert told == [f.code for f in before.results.findings if f.code[0] in "EW"]


def take_one(folder: Path, content: bytes) -> object:
    """What one file comes to."""
    folder.mkdir()
    (folder / "f.xlsx").write_bytes(content)
    return collect_round([folder], ReturnsRequest(province="31", as_of=DAY))


def test_cells_are_marked_commented_and_listed_ann_02(handed_back: tuple[Path, list[str]]) -> None:
    path, codes = handed_back
    assert sorted(codes) == ["E14", "E15", "E18", "W01"]
    book = openpyxl.load_workbook(path)
    listed = book.worksheets[0]
    rows = [row for row in listed.iter_rows(min_row=6) if isinstance(row[0].value, int)]
    assert [row[2].value[0] for row in rows] == ["✗", "✗", "✗", "!"]
    for row in rows:
        sheet, _, cell = row[4].hyperlink.location.rpartition("!")
        target = book[sheet.strip("'")]
        assert target[cell].comment is not None
        assert target[cell].comment.text == f"{OUR_AUTHOR}:\n{row[3].value}"
        first = min(_rules(target, cell), key=lambda rule: rule.priority)
        assert first.stopIfTrue
        assert first.formula[0] in row[5].value.replace(f"{sheet}!", "")


def _rules(sheet: object, cell: str) -> list[object]:
    """Conditional formats of exactly one cell."""
    return [
        rule
        for span in sheet.conditional_formatting
        if str(span.sqref) == cell
        for rule in span.rules
    ]


def test_a_missing_certifier_is_marked_where_it_is_to_be_named_ann_02(tmp_path: Path) -> None:
    unnamed = filled({})
    book = openpyxl.load_workbook(BytesIO(unnamed))
    cell = next(
        cell for row in book["ข้อมูลอำเภอ"] for cell in row if cell.value == "พัฒนาการอำเภอสมมติ"
    )
    cell.value = None
    typed = BytesIO()
    book.save(typed)
    path, codes = annotate(tmp_path, typed.getvalue())
    assert path is not None
    assert "E29" in codes
    back = openpyxl.load_workbook(path)
    line = next(r for r in back.worksheets[0].iter_rows(min_row=6) if "ผู้รับรอง" in str(r[3].value))
    assert line[1].value == f"ข้อมูลอำเภอ {cell.coordinate}"
    assert line[4].hyperlink.location == f"'ข้อมูลอำเภอ'!{cell.coordinate}"
    assert "รอแก้ไข" in line[5].value
    assert _rules(back["ข้อมูลอำเภอ"], cell.coordinate)
    assert back.worksheets[0].print_title_rows == "$5:$5"


def test_mended_and_sent_back_it_reads_clean_ann_03(
    tmp_path: Path, handed_back: tuple[Path, list[str]]
) -> None:
    book = openpyxl.load_workbook(handed_back[0])
    listed = book.worksheets[0]
    mended = {"E15": 3, "E14": 3, "E18": 20, "W01": 1}
    for row in listed.iter_rows(min_row=6):
        if isinstance(row[0].value, int):
            sheet, _, cell = row[4].hyperlink.location.rpartition("!")
            book[sheet.strip("'")][cell] = _value_for(row[3].value, mended)
    saved = BytesIO()
    book.save(saved)
    path, codes = annotate(tmp_path, saved.getvalue())
    assert (path, codes) == (None, [])


def _value_for(text: str, mended: Mapping[str, int]) -> int:
    """The right value for a line of the list, known by what it says."""
    if "ตัวชี้วัดที่ 14" in text:
        return mended["W01"]
    if "ตัวชี้วัดที่ 5" in text:
        return mended["E15"]
    return mended["E14"] if "ตัวชี้วัดที่ 9" in text else mended["E18"]


def test_nothing_to_mend_nothing_written_ann_04(tmp_path: Path) -> None:
    hanging = {1: 20, 3: 10, 5: 3, 6: 3, 7: 3, 10: 2, 12: 2, 16: 3, 17: 6, 8: 3}
    path, codes = annotate(tmp_path, filled({"312001": hanging}))
    assert (path, codes) == (None, ["W17"])


def test_it_opens_at_the_list_ann_05(handed_back: tuple[Path, list[str]]) -> None:
    path, _ = handed_back
    assert path.name == "3120_โนนดินแดง_2564_โปรดแก้ไข.xlsx"
    book = openpyxl.load_workbook(path)
    assert book.active is book.worksheets[0]
    assert "3" in book.worksheets[0]["A1"].value
    areas = {s.title: s.print_area for s in book.worksheets if s.print_area}
    assert all(f"'{title}'" in area for title, area in areas.items())


def test_a_newer_return_with_errors_is_handed_back_ann_06(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    now = time.time()
    for age, (name, changes) in enumerate((("new", {"312001": {5: "สาม", 17: 7}}), ("old", {}))):
        path = inbox / f"{name}.xlsx"
        path.write_bytes(filled(changes))
        os.utime(path, (now - 9000 * age, now - 9000 * age))
    taken = collect_round([inbox], ReturnsRequest(province="31", as_of=DAY))
    annotate_round(taken, tmp_path / "out")
    (made,) = (tmp_path / "out").glob("*.xlsx")
    back = take_one(tmp_path / "back", made.read_bytes())
    ret = next(t.ret for t in back.results.tambons if t.tambon.code == "312001")
    assert (ret.answers[5].raw, ret.answers[17].value) == ("สาม", 7)


REPLIES = {"G7": "แก้แล้วค่ะ", "F7": "ตรวจสอบแล้ว", "B40": "ข้อ 9 ขอส่งเพิ่มภายหลัง"}


@pytest.mark.parametrize("replies", [{}, REPLIES], ids=["none", "three"])
def test_replies_on_the_list_are_told_ann_07(
    replies: Mapping[str, str], tmp_path: Path, handed_back: tuple[Path, list[str]]
) -> None:
    book = openpyxl.load_workbook(handed_back[0])
    for cell, text in replies.items():
        book.worksheets[0][cell] = text
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "3120.xlsx")
    taken = collect_round([tmp_path / "in"], ReturnsRequest(province="31", as_of=DAY))
    words = [f for f in taken.results.findings if f.code in {"N31", "W74", "W75", "W77"}]
    assert {f.where.cell: f.value for f in words} == dict(replies)


def test_a_missing_name_and_a_day_outside_wait_until_they_are_mended_ann_02(tmp_path: Path) -> None:
    form = TambonPrefill(bases=BASES, answers=ANSWERS, assessed_on=date(2021, 3, 1))
    path, codes = annotate(tmp_path, issue_filled(AMPHOE, Prefill(tambons={CODES[0]: form})))
    assert path is not None
    assert {"E28", "W13"} <= set(codes)
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=6))
    told = [str(row[5].value) for row in rows if re.search(r"!H1[01]$", _place(row[4]))]
    assert len(told) == 2
    assert all(text.startswith("=IF(EXACT(") for text in told)


def _place(cell: Any) -> str:
    """Where a link leads; "" without one."""
    return str(cell.hyperlink.location) if cell.hyperlink else ""
