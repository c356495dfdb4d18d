"""The provincial summary workbook.

REPORT-01 Same results, same options: same bytes.
REPORT-02 Every sheet stands in order, its name fits, headings repeat in print, panes are frozen.
REPORT-03 Every number of the first sheet can be worked out again from ข้อมูลดิบ alone.
REPORT-04 Every formula has its result stored; recalculation changes no cell and finds no error.
REPORT-05 However little has come, nothing false is claimed: no average, no 0 % of nobody.
REPORT-06 Text from a file never becomes a formula, a link or a broken workbook.
REPORT-07 A province fits in 1 MB; no macro, no external link.
REPORT-08 Blank, zero and not received stay three things in every sheet.
REPORT-09 All ตำบล are listed, received or not; links lead to rows that exist.
REPORT-10 The covering paragraph says what the figures say.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factory import Round, answers_at, make_results
from office import Grid, assert_unchanged, grids

from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.round.records import Tambon, TambonStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import write_summary

SHEETS = load_table()["sheets"]
WORDS = load_table()["words"]
FORMULA_CELL = re.compile(r"<c [^>]*><f>(?P<formula>.*?)</f>(?P<value><v>.*?</v>)?</c>", re.DOTALL)


def name(key: str) -> str:
    return SHEETS[key]["name"].format(area="อำเภอ", whole="จังหวัด")


def write(results: Results, folder: Path, **options: Any) -> Path:
    return write_summary(results, folder / "summary.xlsx", options=ReportOptions(**options))


@pytest.fixture(scope="module")
def results() -> Results:
    return make_results()


@pytest.fixture(scope="module")
def written(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(results, tmp_path_factory.mktemp("summary"))


@pytest.fixture(scope="module")
def shown(written: Path) -> dict[str, Grid]:
    return grids(written)


def test_same_bytes_every_time(written: Path, tmp_path: Path) -> None:
    """REPORT-01"""
    assert write(make_results(), tmp_path).read_bytes() == written.read_bytes()


def test_sheets_in_order(written: Path, shown: dict[str, Grid]) -> None:
    """REPORT-02: those of last year are absent, since there is none."""
    expected = [name(key) for key in SHEETS if key not in ("compare", "changes")]
    assert sorted(shown) == sorted(expected)
    assert next(iter(shown)) == name("overview")
    assert all(len(sheet) <= 31 for sheet in shown)
    with zipfile.ZipFile(written) as package:
        workbook = package.read("xl/workbook.xml").decode()
        for number in range(2, len(shown) + 1):
            sheet = package.read(f"xl/worksheets/sheet{number}.xml").decode()
            stands = list(shown)[number - 1] == name("department")
            assert f'orientation="{"portrait" if stands else "landscape"}"' in sheet
            assert "<pageSetUpPr fitToPage=" in sheet
    titles = workbook.count("_xlnm.Print_Titles")
    assert titles >= len(shown) - 3


def test_frozen_panes_leave_room(written: Path) -> None:
    """REPORT-02: at most 40 % of a screen of 1366 × 768 stays still."""
    with zipfile.ZipFile(written) as package:
        for part in (n for n in package.namelist() if n.startswith("xl/worksheets/sheet")):
            sheet = package.read(part).decode()
            pane = re.search(r"<pane ([^>]*)/>", sheet)
            if pane is None:
                continue
            rows = int((re.search(r'ySplit="(\d+)"', pane[1]) or [0, 0])[1])
            columns = int((re.search(r'xSplit="(\d+)"', pane[1]) or [0, 0])[1])
            heights = re.findall(r'<row r="(\d+)"[^>]*ht="([\d.]+)"', sheet)
            widths = re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)"', sheet)
            high = sum(float(h) for n, h in heights if int(n) <= rows) * 96 / 72
            wide = sum(float(w) for n, w in widths if int(n) <= columns) * 7
            assert high <= 0.4 * 768, part
            assert wide <= 0.4 * 1366, part


def test_every_row_has_a_height(written: Path) -> None:
    """REPORT-02: LibreOffice fits no row by itself."""
    with zipfile.ZipFile(written) as package:
        for part in (n for n in package.namelist() if n.startswith("xl/worksheets/sheet")):
            rows = re.findall(r"<row [^>]*>", package.read(part).decode())
            assert rows
            assert all("customHeight" in row for row in rows), part


def raw_table(shown: dict[str, Grid]) -> dict[str, dict[int, int]]:
    """ตำบล code → indicator → points, from ข้อมูลดิบ and nothing else."""
    grid = shown[name("raw")]
    head = next(n for n, row in enumerate(grid) if row[0] == "รหัสตำบล")
    column = {text: n for n, text in enumerate(grid[head])}
    points: dict[str, dict[int, int]] = {}
    for row in grid[head + 1 :]:
        own = points.setdefault(row[column["รหัสตำบล"]], {})
        if isinstance(row[column["คะแนน"]], float):
            own[int(row[column["ตัวชี้วัด"]])] = int(row[column["คะแนน"]])
    return points


def overview_row(shown: dict[str, Grid], text: str) -> list[Any]:
    """The figures of a line of the left table, its name first; merged cells hold nothing."""
    rows = shown[name("overview")]
    head = next(n for n, row in enumerate(rows) if row[0] == "รายการ")
    line = next(row for row in rows[head:] if str(row[0]).startswith(text))
    return [value for value in line[:15] if value not in ("", None)]


def tiles(shown: dict[str, Grid]) -> list[Any]:
    """The figures of the tiles, left to right."""
    rows = shown[name("overview")]
    at = next(n for n, row in enumerate(rows) if row[0] == "อำเภอที่ได้รับแล้ว")
    return [value for value in rows[at + 1] if value not in ("", None)]


def test_first_sheet_follows_from_the_raw_answers(results: Results, shown: dict[str, Grid]) -> None:
    """REPORT-03: levels are 56–69, 42–55 and up to 41 as the letter prints them."""
    points = raw_table(shown)
    totals = {code: sum(p.values()) for code, p in points.items() if len(p) == 23}
    levels = Counter(3 if t >= 56 else 2 if t >= 42 else 1 for t in totals.values())
    whole = len(results.tambons)
    for level, text in ((3, "▲"), (2, "■"), (1, "▼")):
        row = overview_row(shown, text)
        assert row[1] == levels[level]
        assert row[2] == pytest.approx(100 * levels[level] / len(totals))
        assert row[3] == pytest.approx(100 * levels[level] / whole)
    assert overview_row(shown, "รวมที่ประเมินครบ")[1] == len(totals)
    assert overview_row(shown, "○ ประเมินยังไม่ครบ")[1] == len(points) - len(totals)
    assert overview_row(shown, "○ ยังไม่ได้รับ")[1] == whole - len(points)
    assert overview_row(shown, "รวมทั้งหมด")[1] == whole
    mean = sum(totals.values()) / len(totals)
    assert overview_row(shown, "คะแนนเฉลี่ย")[1] == pytest.approx(mean)
    assert overview_row(shown, "คะแนนสูงสุด")[1] == max(totals.values())
    assert overview_row(shown, "คะแนนต่ำสุด")[1] == min(totals.values())
    counted = [21, len(totals), *(levels[n] for n in (3, 2, 1))]
    assert tiles(shown) == pytest.approx([*counted, mean])


def test_weakest_five_follow_from_the_raw_answers(shown: dict[str, Grid]) -> None:
    """REPORT-03"""
    by_indicator: dict[int, list[int]] = {}
    for scores in raw_table(shown).values():
        for number, points in scores.items():
            by_indicator.setdefault(number, []).append(points)
    means = {n: sum(p) / len(p) for n, p in by_indicator.items()}
    ones = {n: p.count(1) for n, p in by_indicator.items()}
    expected = sorted(means, key=lambda n: (means[n], -ones[n], n))[:5]
    grid = shown[name("overview")]
    head = next(n for n, row in enumerate(grid) if row[16] == "ข้อ")
    listed = [[v for v in row[16:] if v not in ("", None)] for row in grid[head + 1 : head + 6]]
    assert [row[0] for row in listed] == expected
    assert [row[2] for row in listed] == pytest.approx([means[n] for n in expected])
    assert [row[3] for row in listed] == [ones[n] for n in expected]


def test_every_formula_has_its_result(written: Path) -> None:
    """REPORT-04: what Protected View, phones and previewers show."""
    with zipfile.ZipFile(written) as package:
        sheets = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        found = [match for n in sheets for match in FORMULA_CELL.finditer(package.read(n).decode())]
    assert len(found) > 5000
    empty = [m["formula"] for m in found if m["value"] in (None, "<v></v>")]
    assert empty == []
    newer = re.compile(r"_xlfn|IFS\(|XLOOKUP|TEXTJOIN|CONCAT\(|IFERROR\(.*_xl")
    assert not [m["formula"] for m in found if newer.search(m["formula"].replace("COUNTIFS(", ""))]


SITUATIONS = {
    "usual": Round(),
    "nothing": Round(received=0),
    "one": Round(received=1),
    "half": Round(received=12),
    "all": Round(received=23, incomplete=0.0),
    "none complete": Round(received=23, incomplete=1.0),
    "all at 69": Round(received=23, answers=lambda _: answers_at(3)),
    "all at 23": Round(received=23, answers=lambda _: answers_at(1)),
}


@pytest.mark.office
@pytest.mark.parametrize("situation", SITUATIONS)
def test_recalculation_changes_nothing(situation: str, tmp_path: Path) -> None:
    """REPORT-04 REPORT-05"""
    assert_unchanged(write(make_results(SITUATIONS[situation]), tmp_path), tmp_path)


@pytest.mark.parametrize("situation", ["nothing", "none complete"])
def test_nothing_is_claimed_of_nobody(situation: str, tmp_path: Path) -> None:
    """REPORT-05 REPORT-10"""
    shown = grids(write(make_results(SITUATIONS[situation]), tmp_path))
    nothing = WORDS["nothing"]
    for text in ("▲", "■", "▼"):
        row = overview_row(shown, text)
        assert row[1:4] == [nothing] * 3
    for text in ("คะแนนเฉลี่ย", "คะแนนสูงสุด", "คะแนนต่ำสุด"):
        assert overview_row(shown, text)[1] == nothing
    text = " ".join(str(v) for row in shown[name("overview")] for v in row)
    assert "อยู่ระหว่างดำเนินการ" in text


def test_nothing_to_improve_where_all_is_full(tmp_path: Path) -> None:
    """REPORT-05 REPORT-10: an indicator at full marks everywhere is not one to be improved."""
    shown = grids(write(make_results(SITUATIONS["all at 69"]), tmp_path))
    text = " ".join(str(v) for row in shown[name("overview")] for v in row)
    assert load_table()["overview"]["all_full"] in text
    assert "ควรได้รับการพัฒนา" not in text
    assert load_table()["advice"]["nobody"] in str(shown[name("advice")])


def test_no_chart_of_nothing(tmp_path: Path) -> None:
    """REPORT-05"""
    path = write(make_results(SITUATIONS["nothing"]), tmp_path)
    with zipfile.ZipFile(path) as package:
        assert not [n for n in package.namelist() if "charts/" in n]


def test_four_native_charts(written: Path) -> None:
    """REPORT-03"""
    with zipfile.ZipFile(written) as package:
        charts = [n for n in package.namelist() if n.startswith("xl/charts/chart")]
        values = [package.read(n).decode() for n in charts]
    assert len(charts) == 4
    assert all("<c:v>" in text and "'ข้อมูลแผนภูมิ'!" in text for text in values)


PLAIN_PARTS = ("xl/sharedStrings.xml", "docProps/core.xml")
EVIL = ("=1+1", "@SUM(A1)", "http://example.org", "+1", "-2", "\x00\u202ex", "ก" * 40_000)


@pytest.mark.parametrize("evil", EVIL)
def test_text_stays_text(evil: str, results: Results, tmp_path: Path) -> None:
    """REPORT-06"""
    first = results.tambons[0]
    assert first.ret is not None
    place = first.ret.where._replace(file=evil, sheet=evil)
    answers = {n: replace(e, raw=evil, where=place) for n, e in first.ret.answers.items()}
    ret = replace(first.ret, assessor=evil, answers=answers, where=place)
    tambon = replace(first, tambon=Tambon(first.tambon.code, evil[:20]), ret=ret)
    changed = replace(results, tambons=(tambon, *results.tambons[1:]))
    path = write(changed, tmp_path, contact=evil)
    with zipfile.ZipFile(path) as package:
        for entry in package.namelist():
            text = package.read(entry).decode("utf-8", "replace")
            assert "<f>1+1" not in text
            assert "<f>SUM(A1)" not in text
            assert "example.org" not in text or entry in PLAIN_PARTS
    assert grids(path)


def test_size_and_parts(written: Path) -> None:
    """REPORT-07"""
    assert written.stat().st_size <= 1_000_000
    with zipfile.ZipFile(written) as package:
        parts = package.namelist()
        sheets = [package.read(n).decode() for n in parts if n.endswith(".rels")]
    assert not [n for n in parts if "vba" in n or "externalLink" in n]
    assert not [text for text in sheets if 'TargetMode="External"' in text]


def test_three_things_stay_apart(results: Results, shown: dict[str, Grid]) -> None:
    """REPORT-08: a 0 is a number, a blank says so, and what has not come is not listed as 0."""
    raw = shown[name("raw")]
    values = [row[4] for row in raw[4:]]
    blanks = sum(e.is_blank for t in results.tambons if t.ret for e in t.ret.answers.values())
    zeros = sum(e.value == 0 for t in results.tambons if t.ret for e in t.ret.answers.values())
    assert blanks
    assert values.count(WORDS["blank_answer"]) == blanks
    assert sum(v == 0 and isinstance(v, float) for v in values) == zeros
    wide = [row[8:31] for row in shown[name("values")][4:]]
    cells = [cell for row in wide for cell in row]
    assert cells.count(WORDS["blank_answer"]) == blanks
    assert sum(v == 0 and isinstance(v, float) for v in cells) == zeros
    silent = sum(t.ret is None for t in results.tambons)
    assert sum(set(row) == {""} for row in wide) == silent
    totals = {row[1]: row[9] for row in shown[name("tambons")][4:]}
    words = {
        TambonStatus.NOT_RECEIVED: WORDS["not_received"],
        TambonStatus.INCOMPLETE: WORDS["incomplete"],
    }
    for tambon in results.tambons:
        expected = words.get(tambon.status, tambon.card.total)
        assert totals[tambon.tambon.code] == expected


def test_every_tambon_is_listed(results: Results, shown: dict[str, Grid]) -> None:
    """REPORT-09"""
    codes = [t.tambon.code for t in results.tambons]
    assert len(codes) == 189
    for key, column in (("tambons", 1), ("scores", 0), ("values", 0)):
        assert [row[column] for row in shown[name(key)][4:]] == codes


def test_links_lead_to_their_rows(results: Results, written: Path) -> None:
    """REPORT-09: from อำเภอ to its first ตำบล, from ตำบล to its first finding."""
    with zipfile.ZipFile(written) as package:
        workbook = package.read("xl/workbook.xml").decode()
        order = re.findall(r'<sheet name="([^"]+)"', workbook)
        at = order.index(name("tambons")) + 1
        sheet = package.read(f"xl/worksheets/sheet{at}.xml").decode()
    links = re.findall(r'<hyperlink ref="([A-Z]+)(\d+)" location="([^"]+)"', sheet)
    shown = grids(written)
    fixes = [x for x in links if name("fixes") in x[2]]
    assert fixes
    for _, row, target in fixes:
        tambon = results.tambons[int(row) - 5].tambon.name
        assert shown[name("fixes")][int(target.rsplit("!A", 1)[1]) - 1][2] == tambon


def test_paragraph_says_the_figures(results: Results, shown: dict[str, Grid]) -> None:
    """REPORT-10"""
    texts = [str(v) for row in shown[name("overview")] for v in row]
    paragraph = next(t for t in texts if t.startswith("จังหวัดบุรีรัมย์ได้ดำเนินการ"))
    counts = Counter(t.card.level for t in results.complete)
    for level, word in ((3, "เข้มแข็ง"), (2, "ปานกลาง"), (1, "อ่อนแอ")):
        stated = f"ระดับ {level} ({word}) จำนวน {counts[level]} แห่ง"
        assert to_thai_digits(stated) in paragraph
    assert to_thai_digits(f"จำนวน {len(results.complete)} แห่ง จากทั้งหมด 189 แห่ง") in paragraph
    assert not re.search(r"[0-9]", paragraph)


def test_properties(written: Path) -> None:
    """REPORT-01: the date of creation is that of the results, not of the clock."""
    with zipfile.ZipFile(written) as package:
        core = package.read("docProps/core.xml").decode()
    assert "2021-05-03T00:00:00Z" in core
    assert "จังหวัดบุรีรัมย์" in core
    assert date.today().isoformat() not in core  # noqa: DTZ011 the very thing that must not leak
