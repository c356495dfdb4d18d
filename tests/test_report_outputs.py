"""What is written beside the summary, and how.

OUT-01 A file is written whole or not at all; a file open elsewhere is left, the new one put beside.
OUT-02 What cannot be written is one Thai sentence, and nothing is left behind.
OUT-03 Exports are CSV with BOM that no spreadsheet takes for formulas, and JSON; both say the same.
OUT-04 Aggregates agree with the results.
OUT-05 PDF where LibreOffice is, a clear sentence where it is not.
FORM-01 A form of someone else's is filled at its placeholders; other parts stay byte for byte.
FORM-02 A row with {{อำเภอ}} or {{ตำบล}} is repeated; what stands below moves down, formulas too.
FORM-03 A form without placeholders, with unknown ones, or no workbook at all, is refused by name.
FORM-04 Each row holds its own values, however the program that made the form keeps its texts.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from factory import Round, make_results
from office import recalculate
from python_calamine import CalamineWorkbook

from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.files.atomic_writing import OutputError, write_atomically
from sorchor_xl.ooxml.package import STRINGS, Package
from sorchor_xl.report.exports import pdf
from sorchor_xl.report.exports.data_tables import export_tables
from sorchor_xl.report.exports.department_form import fill_form
from sorchor_xl.report.frames import make_frame
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workbooks.front_door import RefusedFileError

RESULTS = make_results()


def say_hello(path: Path) -> None:
    path.write_text("สวัสดี", encoding="utf-8")


def test_written_whole(tmp_path: Path) -> None:
    """OUT-01"""
    target = tmp_path / "x.xlsx"
    target.write_text("เดิม", encoding="utf-8")
    assert write_atomically(target, say_hello) == target
    assert target.read_text(encoding="utf-8") == "สวัสดี"
    assert [p.name for p in tmp_path.iterdir()] == ["x.xlsx"]


def test_left_alone_when_writing_fails(tmp_path: Path) -> None:
    """OUT-01 OUT-02"""
    target = tmp_path / "x.xlsx"
    target.write_text("เดิม", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("ครึ่ง", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="พื้นที่จัดเก็บเต็ม"):
        write_atomically(target, fail)
    assert target.read_text(encoding="utf-8") == "เดิม"
    assert [p.name for p in tmp_path.iterdir()] == ["x.xlsx"]


def test_open_elsewhere_is_written_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OUT-01: as Windows answers while Excel has the file open."""
    target = tmp_path / "x.xlsx"
    target.write_text("เปิดอยู่", encoding="utf-8")
    real = Path.replace

    def locked(self: Path, other: Path) -> Path:
        if other == target:
            raise PermissionError(13, "The process cannot access the file")
        return real(self, other)

    monkeypatch.setattr(Path, "replace", locked)
    assert write_atomically(target, say_hello) == tmp_path / "x (2).xlsx"
    assert write_atomically(target, say_hello) == tmp_path / "x (3).xlsx"
    assert target.read_text(encoding="utf-8") == "เปิดอยู่"


@pytest.mark.parametrize("place", ["missing/x.xlsx", ""])
def test_no_place_to_write(place: str, tmp_path: Path) -> None:
    """OUT-02"""
    with pytest.raises(OutputError):
        write_summary(RESULTS, tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_exports_say_the_same(tmp_path: Path) -> None:
    """OUT-03"""
    written = export_tables(RESULTS, tmp_path / "out")
    names = {p.stem for p in written}
    assert {"tambons", "answers", "amphoes", "findings", "awards", "advice"} <= names
    for name in sorted(names):
        data = (tmp_path / "out" / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
        records = json.loads((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8"))
        assert len(rows) == len(records)
    tambons = json.loads((tmp_path / "out" / "tambons.json").read_text(encoding="utf-8"))
    assert [t["total"] for t in tambons] == [t.card.total for t in RESULTS.tambons]


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    """OUT-03"""
    first = RESULTS.tambons[0]
    assert first.ret is not None
    where = first.ret.where._replace(file="=cmd|' /C calc'!A0")
    evil = replace(first, ret=replace(first.ret, where=where))
    results = replace(RESULTS, tambons=(evil, *RESULTS.tambons[1:]))
    export_tables(results, tmp_path)
    text = (tmp_path / "tambons.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_exports_of_nothing(tmp_path: Path) -> None:
    """OUT-03"""
    export_tables(make_results(Round(received=0)), tmp_path)
    assert json.loads((tmp_path / "answers.json").read_text(encoding="utf-8")) == []


def test_aggregates_agree() -> None:
    """OUT-04"""
    levels = make_frame(RESULTS, "amphoe_levels")
    for code, row in levels.iterrows():
        own = [t for t in RESULTS.tambons if t.amphoe.code == code]
        counted = Counter(t.card.level for t in own)
        assert (row["level_3"], row["level_none"]) == (counted[3], counted[None])
    mean = make_frame(RESULTS, "amphoe_indicators").loc[("3101", 9), "mean"]
    own = [
        t.card.scores[9] for t in RESULTS.tambons if t.amphoe.code == "3101" and 9 in t.card.scores
    ]
    assert mean == pytest.approx(sum(own) / len(own))


def test_pdf_needs_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OUT-05"""
    monkeypatch.setattr(pdf, "find_office", lambda: None)
    with pytest.raises(OutputError, match="LibreOffice"):
        pdf.print_workbook(tmp_path / "x.xlsx", tmp_path / "x.pdf")


@pytest.mark.office
def test_recalculation_can_fail(tmp_path: Path) -> None:
    """OUT-05: the helper of the other tests finds a stored result that is wrong."""
    path = tmp_path / "wrong.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("ก").write_formula(0, 0, "=1+1", None, 3)
    fresh = CalamineWorkbook.from_path(str(recalculate(path, tmp_path)))
    assert fresh.get_sheet_by_index(0).to_python() == [[2.0]]


@pytest.mark.office
def test_pdf_beside_it(tmp_path: Path) -> None:
    """OUT-05"""
    if pdf.find_office() is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = tmp_path / "สรุป.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("ก").write(0, 0, "สวัสดี")
    made = pdf.print_workbook(path, path.with_suffix(".pdf"))
    assert made == tmp_path / "สรุป.pdf"
    assert made.read_bytes().startswith(b"%PDF")


def own_form(path: Path, rows: list[list[object]]) -> Path:
    """A province's own form: a second sheet, a merge, a chart-free style, a formula below."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("แบบ")
        bold = book.add_format({"bold": True, "bg_color": "#FFFF00"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value, bold)
        sheet.merge_range(len(rows) + 1, 0, len(rows) + 1, 2, "ลงชื่อ ....................", bold)
        book.add_worksheet("อื่น").write(0, 0, "ไม่แตะต้อง")
    return path


ROWS: list[list[object]] = [
    ["จังหวัด{{จังหวัด}} ปี {{ปี}}"],
    ["อำเภอ", "ทั้งหมด", "ระดับ 3", "เฉลี่ย"],
    ["{{อำเภอ}}", "{{รวม}}", "{{ระดับ3}}", "{{เฉลี่ย}}"],
    ["รวม", "=SUM(B3:B3)", "{{ระดับ3}}", "{{เฉลี่ย}}"],
]


def test_own_form_is_filled(tmp_path: Path) -> None:
    """FORM-01 FORM-02"""
    form = own_form(tmp_path / "form.xlsx", ROWS)
    made = fill_form(form, RESULTS, tmp_path / "filled.xlsx")
    rows = CalamineWorkbook.from_path(str(made)).get_sheet_by_name("แบบ").to_python()
    assert rows[0][0] == "จังหวัดบุรีรัมย์ ปี 2564"
    assert len(RESULTS.amphoes) == 23
    for amphoe, row in zip(RESULTS.amphoes, rows[2:25], strict=True):
        own = [t for t in RESULTS.tambons if t.amphoe.code == amphoe.amphoe.code]
        assert row[0] == amphoe.amphoe.name
        assert row[1] == len(own)
        strong = sum(t.card.level == 3 for t in own)
        assert row[2] == (strong if amphoe.complete else "–")
        totals = [t.card.total for t in own if t.card.total is not None]
        if totals:
            exact = Decimal(sum(totals)) / len(totals)
            assert row[3] == float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    absent = next(r for r, a in zip(rows[2:], RESULTS.amphoes, strict=False) if not a.complete)
    assert absent[3] == "–"
    total = rows[25]
    assert total[0] == "รวม"
    assert total[2] == sum(t.card.level == 3 for t in RESULTS.tambons)
    with zipfile.ZipFile(form) as before, zipfile.ZipFile(made) as after:
        same = set(before.namelist()) - {
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/workbook.xml",
        }
        assert same <= set(after.namelist())
        assert all(before.read(n) == after.read(n) for n in same)
        sheet = after.read("xl/worksheets/sheet1.xml").decode()
    assert "SUM(B3:B25)" in sheet
    assert 'ref="A28:C28"' in sheet


@pytest.mark.office
def test_own_form_calculates(tmp_path: Path) -> None:
    """FORM-02"""
    form = own_form(tmp_path / "form.xlsx", ROWS)
    made = fill_form(form, RESULTS, tmp_path / "filled.xlsx")
    again = recalculate(made, tmp_path)
    rows = CalamineWorkbook.from_path(str(again)).get_sheet_by_name("แบบ").to_python()
    assert rows[25][1] == len(RESULTS.tambons)


def test_own_form_per_tambon(tmp_path: Path) -> None:
    """FORM-02"""
    row: list[object] = ["{{ลำดับ}}", "{{ตำบล}}", "{{อำเภอ}}", "{{คะแนนรวม}}", "{{ผล}}"]
    form = own_form(tmp_path / "form.xlsx", [row])
    made = fill_form(form, RESULTS, tmp_path / "filled.xlsx")
    rows = CalamineWorkbook.from_path(str(made)).get_sheet_by_name("แบบ").to_python()
    assert len(RESULTS.tambons) == 189
    for tambon, shown in zip(RESULTS.tambons, rows, strict=False):
        complete = tambon.status is TambonStatus.COMPLETE
        assert shown[1] == tambon.tambon.name
        assert shown[3] == (tambon.card.total if complete else "–")


def in_other_ways(folder: Path, rows: list[list[object]]) -> Iterator[Path]:
    """The same form with its texts kept as various programs keep them."""
    yield own_form(folder / "shared.xlsx", rows)
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "แบบ"
    for row in rows:
        sheet.append(row)
    book.save(folder / "inline.xlsx")
    yield folder / "inline.xlsx"
    fast = openpyxl.Workbook(write_only=True)
    page = fast.create_sheet("แบบ")
    for row in rows:
        page.append(row)
    fast.save(folder / "written.xlsx")
    yield folder / "written.xlsx"
    package = Package.read((folder / "shared.xlsx").read_bytes())
    fonts = re.sub("อำเ(ภอ}}|ภอ )", r"อำเ</t></r><r><rPr><b/></rPr><t>\1", package.text(STRINGS))
    runs = re.sub(r"<si><t[^>]*>(.*?)</t></si>", r"<si><r><t>\1</t></r></si>", fonts)
    package.set_text(STRINGS, runs)
    (folder / "fonts.xlsx").write_bytes(package.write())
    yield folder / "fonts.xlsx"


EVERY: list[list[object]] = [
    ["จังหวัด{{จังหวัด}}"],
    ["{{ลำดับ}}", "อ.{{อำเภอ}} & ({{รหัสอำเภอ}})", "{{รวม}}", "{{ประเมินครบ}}", "{{สถานะ}}"],
    ["รวม", "", "{{รวม}}", "{{ประเมินครบ}}"],
]
EVERY_TAMBON: list[list[object]] = [
    ["{{ลำดับ}}", "ต.{{ตำบล}} อ.{{อำเภอ}}", "{{คะแนนรวม}}", "{{หมวด2}}", "{{สถานะ}}", "{{รวม}}"],
]


def test_each_row_holds_its_own_however_texts_are_kept(tmp_path: Path) -> None:
    """FORM-04"""
    words = load_table()["amphoe_status"]
    for form in in_other_ways(tmp_path, EVERY):
        made = fill_form(form, RESULTS, tmp_path / "filled.xlsx")
        rows = CalamineWorkbook.from_path(str(made)).get_sheet_by_name("แบบ").to_python()
        for number, (amphoe, row) in enumerate(zip(RESULTS.amphoes, rows[1:24], strict=True), 1):
            name = f"อ.{amphoe.amphoe.name} & ({amphoe.amphoe.code})"
            told = [number, name, amphoe.tambons, amphoe.complete, words[amphoe.status]]
            assert row[:5] == told, form.name
        assert rows[24][2:4] == [len(RESULTS.tambons), len(RESULTS.complete)], form.name


def test_each_row_of_a_tambon_holds_its_own_however_texts_are_kept(tmp_path: Path) -> None:
    """FORM-04"""
    words = load_table()["amphoe_status"]
    amphoes = {a.amphoe.code: a for a in RESULTS.amphoes}
    for form in in_other_ways(tmp_path, EVERY_TAMBON):
        made = fill_form(form, RESULTS, tmp_path / "filled.xlsx")
        rows = CalamineWorkbook.from_path(str(made)).get_sheet_by_name("แบบ").to_python()
        for number, tambon in enumerate(RESULTS.tambons, 1):
            own, card = amphoes[tambon.amphoe.code], tambon.card
            told = [number, f"ต.{tambon.tambon.name} อ.{tambon.amphoe.name}"]
            told += ["–" if v is None else v for v in (card.total, card.categories.get(2))]
            assert rows[number - 1][:6] == [*told, words[own.status], own.tambons], form.name


def test_rows_merged_with_a_repeated_one_are_repeated_too(tmp_path: Path) -> None:
    """FORM-02"""
    book = openpyxl.Workbook()
    for row in (["หัว"], ["{{อำเภอ}}", "{{รวม}}"], ["", "{{ระดับ3}}"], ["รวม", "{{รวม}}"]):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A2:A3")
    book.save(tmp_path / "form.xlsx")
    made = fill_form(tmp_path / "form.xlsx", RESULTS, tmp_path / "filled.xlsx")
    sheet = openpyxl.load_workbook(made).worksheets[0]
    for number, amphoe in enumerate(RESULTS.amphoes):
        own = [t for t in RESULTS.tambons if t.amphoe.code == amphoe.amphoe.code]
        top = 2 + 2 * number
        assert (sheet.cell(top, 1).value, sheet.cell(top, 2).value) == (
            amphoe.amphoe.name,
            len(own),
        )
        strong = sum(t.card.level == 3 for t in own)
        assert sheet.cell(top + 1, 2).value == (strong if amphoe.complete else "–")
        assert f"A{top}:A{top + 1}" in {str(m) for m in sheet.merged_cells.ranges}
    assert sheet.cell(2 + 2 * len(RESULTS.amphoes), 2).value == len(RESULTS.tambons)
    book.worksheets[0].merge_cells("C1:C2")
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(OutputError, match="C1:C2"):
        fill_form(tmp_path / "form.xlsx", RESULTS, tmp_path / "filled.xlsx")


@pytest.mark.parametrize(
    ("rows", "says"),
    [([["ไม่มีอะไร"]], "form.xlsx"), ([["{{ไม่รู้จัก}}"]], "ไม่รู้จัก"), ([["{{ตำบลที่}}"]], "ตำบลที่")],
)
def test_bad_forms_are_refused(rows: list[list[object]], says: str, tmp_path: Path) -> None:
    """FORM-03"""
    form = own_form(tmp_path / "form.xlsx", rows)
    with pytest.raises(OutputError, match=says):
        fill_form(form, RESULTS, tmp_path / "filled.xlsx")
    assert not (tmp_path / "filled.xlsx").exists()


def test_no_workbook_is_refused(tmp_path: Path) -> None:
    """FORM-03"""
    form = tmp_path / "form.xlsx"
    form.write_text("ไม่ใช่", encoding="utf-8")
    with pytest.raises(RefusedFileError, match=r"form\.xlsx"):
        fill_form(form, RESULTS, tmp_path / "filled.xlsx")
