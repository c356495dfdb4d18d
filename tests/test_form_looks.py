"""What an officer sees of the form, on the screen and on paper.

LOOK-01  no text of a district workbook is cut off, in TH SarabunPSK and in a fallback half again
         as wide, blank and filled, whatever its names
LOOK-02  a form prints on two pages of A4, a blank workbook of eight ตำบล on at most 32
LOOK-03  at 1366 × 768 everything from ข้อ to หลักฐาน stands beside each other, and under the
         status row and the headings at least twelve inputs
LOOK-04  an untouched file is calm; gaps and errors of a begun form are told in their rows
LOOK-06  a row takes as much หลักฐาน as is typed there: no program is told to keep its height, a
         short text leaves it as high as it was drawn, and a text we enter finds room on opening
LOOK-07  a sheet opens on its first input; the paragraph to copy has the digits of official texts
LOOK-08  where nothing is known of last year, its column gives its room to หลักฐาน
LOOK-09  the tables are seen whole on one screen, up to สถานะ or the start of หมายเหตุ
LOOK-11  notes that we enter beside last year are seen whole and take two lines, in a column that
         the names of the indicators make room for where they can; pages break where they are full
LOOK-10  no ฯ or ๆ stands alone at the start of a line
LOOK-05  page headers keep Excel's limit for the longest names of the country
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import ruler
from issue_case import ANCHORS, BURIRAM, RUBRIC, SCHEME, WORDS, blank, template
from openpyxl import load_workbook

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.round.records import Amphoe, Tambon
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import District, Prefill, TambonPrefill
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.form.locate import locate
from sorchor_xl.form.row_keys import base_row, category_row, indicator_row

NEEDED_PAGES, MOST_PAGES = 2, 32
SCREEN_PIXELS, GRID_PIXELS = 1240, 490
"""What Excel and LibreOffice leave of 1366 × 768 at 100 %, ribbon or sidebar open.

LibreOffice draws columns a fortieth wider than their digits, and shows 1267 pixels of them.
"""
FEWEST_INPUTS = 12
LONG = District(
    BURIRAM,
    Amphoe("3106", "เฉลิมพระเกียรติสมเด็จ"),
    (Tambon("310601", "ศรีสว่างอารมณ์พัฒนาใต้"), Tambon("310602", "หนองไม้แก่นหนองไม้ซุง")),
)
FULL = TambonPrefill(
    bases={base.key: 15 for base in RUBRIC.bases},
    answers={i.id: 3 if i.kind.value == "choice" else 12 for i in RUBRIC.indicators},
    assessor="นางสาวผ่องศรี วัฒนานุกูลกิจ นักวิชาการพัฒนาชุมชนชำนาญการ",
    assessed_on="22 เม.ย. 2564",
    previous={
        "TOTAL": 48,
        **{base_row(b.key): 1250 for b in RUBRIC.bases},
        **{indicator_row(i.id): "1250 (2)" for i in RUBRIC.indicators},
    },
)
HURRIED = TambonPrefill(
    bases={"committee": 0, "funds": "สิบ"},
    answers={1: 9, 2: 4, 5: 99, 12: 0},
    assessor="....... -",
    assessed_on="30 ก.ย. 2564",
)


@cache
def filled() -> bytes:
    """Forms of long names: one full, one typed in a hurry."""
    forms = {"310601": FULL, "310602": HURRIED}
    return issue_workbook(template(), LONG, scheme=SCHEME, values=Prefill(tambons=forms))


@pytest.mark.parametrize("face", [0, 1], ids=["sarabun", "fallback"])
@pytest.mark.parametrize("data", [blank, filled])
def test_nothing_is_cut_off_look_01(data: Any, face: int) -> None:
    assert ruler.clipped(data(), ruler.faces()[face]) == []


@pytest.mark.office
@pytest.mark.parametrize(("data", "most"), [(blank, MOST_PAGES), (filled, MOST_PAGES - 12)])
def test_pages_look_02(data: Any, most: int, tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(data())
    pages = ruler.page_texts(ruler.printed(path, tmp_path))
    assert len(pages) <= most
    codes = [m[0] for page in pages for m in re.finditer(r"/T\d{6}/F/\w\w", page)]
    assert {codes.count(code) for code in codes} == {NEEDED_PAGES}


def form(data: bytes, name: str) -> tuple[Any, Any]:
    """A form's sheet with its results, and where its keys stand."""
    sheet = load_workbook(BytesIO(data), data_only=True)[name]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    return sheet, locate(rows, ANCHORS[SheetKind.FORM])


def test_the_second_page_begins_with_a_category_look_02() -> None:
    sheet, place = form(blank(), "ต.ในเมือง")
    starts = [place.rows[category_row(c.id)] for c in RUBRIC.categories]
    assert [brk.id for brk in sheet.row_breaks.brk] == [starts[2]]


def test_it_fits_one_screen_look_03() -> None:
    sheet, place = form(blank(), "ต.ในเมือง")
    letters = [sheet.cell(1, place.columns[key] + 1).column_letter for key in ("no", "note")]
    assert ruler.screen_width(sheet, letters[0], letters[1]) <= SCREEN_PIXELS
    assert sheet.freeze_panes == "A4"
    left = GRID_PIXELS - sum(pixels(sheet, row) for row in range(1, 4))
    seen = 0
    inputs = {row for key, row in place.rows.items() if key[0] in "BFI"}
    for row in range(4, sheet.max_row + 1):
        left -= pixels(sheet, row)
        seen += left >= 0 and row - 1 in inputs
    assert seen >= FEWEST_INPUTS


def test_last_year_takes_no_room_where_unknown_look_08() -> None:
    known, place = form(filled(), f"ต.{LONG.tambons[1].name}")
    alone, _ = form(blank(), "ต.ในเมือง")
    before, note = (known.cell(1, place.columns[k] + 1).column_letter for k in ("previous", "note"))
    assert ruler.screen_width(known, before, before) > 0
    assert ruler.screen_width(alone, before, before) == 0
    assert ruler.screen_width(alone, note, note) == ruler.screen_width(known, before, note)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (SheetKind.ORDERS, "status"),
        (SheetKind.PLANS, "status"),
        (SheetKind.AWARDS, "standard_year"),
        (SheetKind.DISTRICT, "status"),
        (SheetKind.SUMMARY, ""),
        (SheetKind.RULES, ""),
    ],
)
def test_tables_fit_one_screen_look_09(kind: SheetKind, last: str) -> None:
    sheet = load_workbook(BytesIO(blank()))[WORDS.sheets[kind]]
    keys = {cell.value: cell.column_letter for cell in sheet[1] if cell.value}
    end = keys[last] if last else str(sheet.print_area).split("$")[-2]
    assert ruler.screen_width(sheet, "B", end) <= SCREEN_PIXELS


def test_signs_of_repetition_stay_with_their_word_look_10() -> None:
    sheet, place = form(blank(), "ต.ในเมือง")
    label, high = (place.columns[key] for key in ("label", "high"))
    texts = [str(c.value or "") for row in sheet.iter_rows() for c in row[label : high + 1]]
    assert any("\u00a0ฯ" in text for text in texts)
    assert not [text for text in texts if " ฯ" in text or " ๆ" in text]


def pixels(sheet: Any, row: int) -> float:
    """Height of a row on the screen; 0 if it is hidden."""
    line = sheet.row_dimensions[row]
    return 0 if line.hidden else (line.height or ruler.DEFAULT_ROW) / ruler.PIXEL


def told(data: bytes, name: str, row: str) -> str:
    """What stands beside an input."""
    sheet, place = form(data, name)
    column = place.columns["low" if row.startswith("F.") else "standing"]
    return str(sheet.cell(place.rows[row] + 1, column + 1).value or "").strip()


def test_an_untouched_file_is_calm_look_04() -> None:
    for indicator in RUBRIC.indicators:
        assert told(blank(), "ต.ในเมือง", indicator_row(indicator.id)) == ""
    before, after = WORDS.part("summary")["started"]
    begun = f"{before}0/8{after}"
    book = load_workbook(BytesIO(blank()), data_only=True)
    for kind in (SheetKind.INSTRUCTIONS, SheetKind.SUMMARY, SheetKind.CHECK):
        cells = {cell.value for row in book[WORDS.sheets[kind]].iter_rows() for cell in row}
        assert begun in cells, kind


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (indicator_row(3), "blank"),
        (base_row("missions"), "blank"),
        ("F.assessor", "blank"),
        (base_row("committee"), "mend"),
        (base_row("funds"), "mend"),
        (indicator_row(1), "waits"),
        (indicator_row(5), "look"),
    ],
)
def test_gaps_show_in_their_rows_look_04(row: str, word: str) -> None:
    name = f"ต.{LONG.tambons[1].name}"
    assert told(filled(), name, row) == WORDS.part("words")[word]


def row_tags(data: bytes, part: str) -> dict[int, str]:
    """The tags of the rows of a part, by row from 1."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        text = package.read(part).decode()
    return {int(number): tag for tag, number in re.findall(r'(<row r="(\d+)"[^>]*>)', text)}


NOTED = TambonPrefill(notes={1: "คำสั่งอำเภอที่ ๑๒/๒๕๖๔ และภาพถ่ายกิจกรรม", 2: "มี"})


def test_rows_of_evidence_grow_look_06() -> None:
    data = issue_workbook(
        template(), LONG, scheme=SCHEME, values=Prefill(tambons={"310601": NOTED})
    )
    _, place = form(data, f"ต.{LONG.tambons[0].name}")
    with zipfile.ZipFile(BytesIO(data)) as package:
        (part,) = [
            name
            for name in package.namelist()
            if "sheets/" in name and b"/T310601/F/" in package.read(name)
        ]
    tags = row_tags(data, part)
    of = {key: tags[place.rows[key] + 1] for key in map(indicator_row, range(1, 24))}
    assert not [key for key, tag in of.items() if "customHeight" in tag]
    heights = {key: float(re.findall(r' ht="([\d.]+)"', tag)[0]) for key, tag in of.items()}
    assert heights[indicator_row(1)] > 2 * heights[indicator_row(2)]
    assert heights[indicator_row(2)] == heights[indicator_row(4)]
    assert "customHeight" in tags[place.rows["F.assessor"] + 1]


EVIDENCE = ("บันทึกการมอบหมายงานรายคน", "ทะเบียนองค์กรสมาชิก ณ 30 มี.ค. 2564", "ภาพถ่ายกิจกรรม")


SHORT = District(BURIRAM, Amphoe("3122", "แคนดง"), (Tambon("312201", "แคนดง"),))


@pytest.mark.parametrize("district", [SHORT, LONG], ids=["short names", "long names"])
def test_notes_that_we_enter_are_seen_whole_look_11(district: District) -> None:
    notes = {i.id: EVIDENCE[i.id % 3] for i in RUBRIC.indicators}
    values = Prefill(tambons={t.code: replace(FULL, notes=notes) for t in district.tambons})
    data = issue_workbook(template(), district, scheme=SCHEME, values=values)
    for face in ruler.faces():
        assert ruler.clipped(data, face) == []
    sheet, place = form(data, f"ต.{district.tambons[0].name}")
    heights = [sheet.row_dimensions[place.rows[indicator_row(n)] + 1].height for n in range(1, 24)]
    two_lines, four_lines = 43, 86
    assert max(heights) <= four_lines
    assert district is LONG or sum(high > two_lines for high in heights) <= 3
    assert not sheet.row_breaks.brk


def test_each_sheet_opens_on_its_first_input_look_07() -> None:
    book = load_workbook(BytesIO(blank()))
    for kind in (SheetKind.DISTRICT, SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS):
        sheet = book[WORDS.sheets[kind]]
        cells = (cell for row in sheet.iter_rows() for cell in row)
        first = next(cell for cell in cells if not cell.protection.locked)
        assert sheet.sheet_view.selection[-1].activeCell == first.coordinate, kind


def test_the_paragraph_to_copy_has_thai_digits_look_07() -> None:
    sheet = load_workbook(BytesIO(filled()), data_only=True)[WORDS.sheets[SheetKind.SUMMARY]]
    start = WORDS.part("summary")["sentence"][1]
    (said,) = {
        cell.value for row in sheet.iter_rows() for cell in row if start in str(cell.value or "")
    }
    assert "พ.ศ. ๒๕๖๔" in said
    assert "คะแนนเฉลี่ย ๖๘.๐๐ คะแนน" in said
    assert not set(said) & set("0123456789")


def test_page_headers_keep_the_limit_look_05() -> None:
    roster = load_roster()
    every = (
        (province, amphoe, tambon)
        for province in roster.provinces()
        for amphoe in roster.amphoes(province.code)
        for tambon in roster.tambons(amphoe.code)
    )
    province, amphoe, tambon = max(every, key=lambda names: sum(len(n.name) for n in names))
    data = issue_workbook(template(), District(province, amphoe, (tambon,)), scheme=SCHEME)
    for sheet in load_workbook(BytesIO(data)):
        for place in (sheet.oddHeader, sheet.oddFooter):
            text = "".join(str(p.text or "") for p in (place.left, place.center, place.right))
            assert len(text) <= 200, sheet.title
