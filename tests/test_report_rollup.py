"""The national workbook, made of the summaries of provinces.

ROLL-01 A rollup counts what its provinces counted, and names who is missing or of another year.
ROLL-02 Two summaries of one province are refused; a file that is none is named, not fatal.
ROLL-03 Where provinces used other readings or criteria, terminal, first sheet and log say so.
ROLL-04 A folder stands for every workbook in it, however deep; marks of open ones are passed by.
ROLL-05 On paper a national workbook has 9 points at least, and no list of thousands of ตำบล.
ROLL-06 As LibreOffice prints it, too; its first sheet is two pages, and no page is of dashes alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import Round, make_results, scheme
from letter_sizes import official_fonts, smallest_letters
from office import assert_unchanged
from python_calamine import CalamineWorkbook
from ruler import PIXEL, page_texts, printed, printed_pixels
from test_report_pages import sheets_of

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.data.roster_files import load_provinces, load_roster
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Province
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.files.atomic_writing import OutputError
from sorchor_xl.report.national_summary import gather, roll_results, write_rollup
from sorchor_xl.report.page import LYING, STANDING
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.roll_up_summaries import RollupRequest, roll_up

SHEETS = load_table()["sheets"]
RUBRIC = load_rubric(2564)
PROVINCES = (
    Province("31", "บุรีรัมย์"),
    Province("30", "นครราชสีมา"),
    Province("26", "นครนายก"),
    Province("10", "กรุงเทพมหานคร"),
)


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roll")
    write_summary(make_results(), folder / "31.xlsx")
    write_summary(make_results(Round(province="30", seed=3)), folder / "30.xlsx")
    write_summary(replace(make_results(Round(province="32")), fiscal_year=2563), folder / "32.xlsx")
    (folder / "note.xlsx").write_text("ไม่ใช่สมุด", encoding="utf-8")
    return folder


def test_rollup_counts_what_the_provinces_counted(summaries: Path, tmp_path: Path) -> None:
    """ROLL-01"""
    roll = gather(sorted(summaries.iterdir()), RUBRIC, PROVINCES)
    assert [p.province_code for p in roll.used] == ["30", "31"]
    assert [p.province_code for p in roll.other_year] == ["32"]
    assert [name for name, _ in roll.unreadable] == ["note.xlsx"]
    assert [p.name for p in roll.missing] == ["นครนายก"]
    assert not roll.differing
    results = roll_results(roll, scheme(), 2564, date(2021, 8, 17))
    path = write_rollup(roll, results, tmp_path / "ประเทศ.xlsx")
    book = CalamineWorkbook.from_path(str(path))
    assert "สรุปรายจังหวัด" in book.sheet_names
    rows = book.get_sheet_by_name("สรุปรายจังหวัด").to_python(skip_empty_area=False)[4:]
    counts = {row[1]: row[2:4] for row in rows}
    for province, spec in (("บุรีรัมย์", Round()), ("นครราชสีมา", Round(province="30", seed=3))):
        own = make_results(spec)
        assert counts[province] == [len(own.tambons), len(own.complete)]
    unheard = load_roster("26").tambons("26")
    assert counts["นครนายก"] == [len(unheard), 0]
    assert "กรุงเทพมหานคร" not in counts
    told = sum(len(make_results(spec).tambons) for spec in (Round(), Round(province="30", seed=3)))
    assert any(
        f"จากทั้งหมด {to_thai_digits(str(told + len(unheard)))} แห่ง" in text
        for text in texts(book, 0)
    )
    log = book.get_sheet_by_name("บันทึกการประมวลผล").to_python()
    assert_fit_for_paper(path)
    text = " ".join(str(v) for row in log for v in row)
    assert "32.xlsx" in text
    assert "note.xlsx" in text
    assert "ไม่มีสมุดสรุปของ 1 จังหวัด ได้แก่ นครนายก" in text
    assert "ทุกจังหวัดใช้เกณฑ์และการตีความเดียวกัน: A1=higher" in text
    assert "การตีความที่ใช้" not in text


def assert_fit_for_paper(path: Path) -> None:
    """ROLL-05"""
    for sheet, (xml, area) in sheets_of(path).items():
        printed = ":" in area.rpartition("!")[2]
        if sheet in {SHEETS[key]["name"] for key in ("tambons", "scores")}:
            assert not printed, sheet
        elif printed:
            paper = LYING if 'orientation="landscape"' in xml else STANDING
            assert 16 * paper[0] / (printed_pixels(xml, area) * PIXEL) >= 8.96, sheet


@pytest.mark.office
def test_the_country_on_paper(summaries: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """ROLL-05 ROLL-06"""
    for name_of, value in official_fonts(tmp_path / "fonts").items():
        monkeypatch.setenv(name_of, value)
    roll = gather(sorted(summaries.iterdir()), RUBRIC, load_provinces().provinces())
    results = roll_results(roll, scheme(), 2564, date(2021, 8, 17))
    pdf = printed(write_rollup(roll, results, tmp_path / "country.xlsx"), tmp_path)
    small = smallest_letters(pdf)
    assert [(page, found) for page, found in enumerate(small, start=1) if found[0] < 9] == []
    pages = page_texts(pdf)
    of = {
        key: SHEETS[key]["name"].format(area="จังหวัด", whole="ประเทศ")
        for key in ("overview", "heat")
    }
    counted = {
        key: sum(sheet in text.splitlines()[-1] for text in pages) for key, sheet in of.items()
    }
    assert counted == {"overview": 2, "heat": 1}


def texts(book: CalamineWorkbook, sheet: int) -> list[str]:
    """Every text of a sheet."""
    rows = book.get_sheet_by_index(sheet).to_python()
    return [str(cell) for row in rows for cell in row if cell != ""]


def test_provinces_that_did_not_measure_alike(tmp_path: Path) -> None:
    """ROLL-03"""
    spec = Round(province="30", seed=3, chosen=scheme(A1="lower", A9="integer"))
    for name, results in (("31", make_results()), ("30", make_results(spec))):
        write_summary(results, tmp_path / f"{name}.xlsx")
    roll = gather([*tmp_path.iterdir()], RUBRIC, PROVINCES)
    assert [(d.key, dict(d.choices)) for d in roll.differing] == [
        ("A1", {"higher": ["บุรีรัมย์"], "lower": ["นครราชสีมา"]}),
        ("A9", {"exact": ["บุรีรัมย์"], "integer": ["นครราชสีมา"]}),
    ]
    results = roll_results(roll, scheme(), 2564, date(2021, 8, 17))
    book = CalamineWorkbook.from_path(str(write_rollup(roll, results, tmp_path / "all.xlsx")))
    assert "เนื่องจากจังหวัดใช้การตีความ A1 และ A9 ต่างกัน" in " ".join(texts(book, 0))
    said = " ".join(texts(book, book.sheet_names.index(SHEETS["log"]["name"])))
    assert "การตีความ A1 ต่างกัน คือ higher (บุรีรัมย์) และ lower (นครราชสีมา)" in said
    assert "เทียบคะแนนระหว่างจังหวัดโดยตรงไม่ได้" in said


def test_a_national_summary_is_no_provinces(summaries: Path, tmp_path: Path) -> None:
    """ROLL-02"""
    roll = gather([summaries / "31.xlsx"], RUBRIC, PROVINCES)
    results = roll_results(roll, scheme(), 2564, date(2021, 8, 17))
    country = write_rollup(roll, results, tmp_path / "country.xlsx")
    again = gather([summaries / "30.xlsx", country], RUBRIC, PROVINCES)
    assert [p.province_code for p in again.used] == ["30"]
    assert [name for name, _ in again.unreadable] == ["country.xlsx"]


def test_a_folder_stands_for_its_workbooks(summaries: Path, tmp_path: Path) -> None:
    """ROLL-04"""
    (tmp_path / "in" / "ภาค").mkdir(parents=True)
    for name, place in (("31.xlsx", "in/ภาค"), ("30.xlsx", "in")):
        (tmp_path / place / name).write_bytes((summaries / name).read_bytes())
    for name in ("~$31.xlsx", "31_record.json", "._30.xlsx", "อ่าน.pdf"):
        (tmp_path / "in" / name).write_text("x", encoding="utf-8")
    folder = tmp_path / "in"
    request = RollupRequest(
        summaries=(folder, folder / "30.xlsx"),
        output=tmp_path / "all.xlsx",
        as_of=date(2021, 8, 17),
    )
    done = roll_up(request)
    assert [p.province_code for p in done.roll.used] == ["30", "31"]
    assert not done.roll.unreadable
    with pytest.raises(TaskError, match="in"):
        roll_up(replace(request, output=folder / "all.xlsx"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(TaskError, match="ไม่พบไฟล์"):
        roll_up(replace(request, summaries=(tmp_path / "empty",)))


def test_one_province_twice_is_refused(summaries: Path, tmp_path: Path) -> None:
    """ROLL-02"""
    twin = tmp_path / "31 (2).xlsx"
    twin.write_bytes((summaries / "31.xlsx").read_bytes())
    with pytest.raises(OutputError, match="บุรีรัมย์"):
        gather([summaries / "31.xlsx", twin], RUBRIC, PROVINCES)
    with pytest.raises(OutputError):
        gather([summaries / "note.xlsx"], RUBRIC, PROVINCES)


@pytest.mark.office
def test_recalculation_of_a_rollup(summaries: Path, tmp_path: Path) -> None:
    """ROLL-01"""
    roll = gather([summaries / "31.xlsx", summaries / "30.xlsx"], RUBRIC, PROVINCES)
    results = roll_results(roll, scheme(), 2564, date(2021, 8, 17))
    assert_unchanged(write_rollup(roll, results, tmp_path / "country.xlsx"), tmp_path)
