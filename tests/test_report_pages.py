"""The summary on paper and on the office's screen.

PAGE-01 The first sheet is two pages, the whole summary at most 60, the printed set 8 to 10.
PAGE-02 What is printed leaves out the link home; the printed set is at least 10 points high.
PAGE-03 The headline never says more than the figures: none, all and tenths are told apart.
PAGE-04 Columns of last year stand only where there is one.
PAGE-05 The index leads to every sheet, and every sheet belongs to a group.
PAGE-06 What is open, wrong or weak stands first.
PAGE-07 Whatever has come, there is something to do, and at most three things.
PAGE-08 No text of the summary is cut off, in TH SarabunPSK and in a fallback half again as wide.
PAGE-09 No page has headings alone, and no signature stands without figures.
PAGE-10 Of a round hardly begun little is printed: what nobody has told yet stays on the screen.
PAGE-11 A chart shows the อำเภอ with results, and its Thai words in the font of its digits.
PAGE-12 A count of a thousand or more has its separator, in Thai digits too.
PAGE-13 Of more อำเภอ than have room for their names a chart shows the strongest and the weakest.
PAGE-14 Whatever is printed is at least 9 points high.
PAGE-15 A text to send counts what the correction beside it lists, no more.
PAGE-17 A sheet opens at a zoom at which what it prints is seen on one screen, where one of 67 or
        more does; the rest opens at the usual one.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factory import Round, answers_at, make_results
from letter_sizes import official_fonts, smallest_letters
from office import Grid, grids
from ruler import clipped, faces, page_texts, printed, printed_pixels, require_carlito
from test_report_summary import name

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.round.open_findings import to_mend
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.report.exports.printed_set import write_all_pages, write_printed_set
from sorchor_xl.report.previous_summary import Previous, read_summary
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.demo import DEMO_DAY
from sorchor_xl.workflow.demo import make_demo as make_demo_round
from sorchor_xl.workflow.summarize_round import InboxRequest, collect_inbox

CHART_DATA = "sorchor_xl.report.sheets.chart_data"
TABLE = load_table()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The sample round, collected as the command does."""
    made = make_demo_round(tmp_path_factory.mktemp("demo"))
    request = InboxRequest(inbox=made.inbox, settings_file=made.settings, as_of=DEMO_DAY)
    return collect_inbox(request).results


@pytest.fixture(scope="module")
def written(demo: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_summary(demo, tmp_path_factory.mktemp("pages") / "summary.xlsx")


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Previous:
    """The summary of a year before."""
    earlier = replace(make_results(Round(seed=7, received=23)), fiscal_year=2563)
    return read_summary(write_summary(earlier, tmp_path_factory.mktemp("earlier") / "2563.xlsx"))


@pytest.fixture(scope="module")
def shown(written: Path) -> dict[str, Grid]:
    return grids(written)


@pytest.mark.office
def test_pages_of_the_summary(written: Path, tmp_path: Path) -> None:
    """PAGE-01"""
    require_carlito()
    pages = page_texts(printed(written, tmp_path))
    assert len(pages) <= 60
    first = [text for text in pages if name("overview") in text.splitlines()[-1]]
    assert len(first) == 2
    assert not [text for text in pages if "◄" in text]


@pytest.mark.parametrize("face", [0, 1], ids=["sarabun", "fallback"])
def test_nothing_is_cut_off(written: Path, face: int) -> None:
    """PAGE-08"""
    assert clipped(written.read_bytes(), faces()[face]) == []


@pytest.mark.office
def test_every_page_says_something(demo: Results, tmp_path: Path) -> None:
    """PAGE-09: sheets for the screen alone do not come, and no page is nearly empty."""
    pages = page_texts(write_all_pages(demo, tmp_path / "all.pdf"))
    assert len(pages) <= 60
    for key in ("values", "raw", "words", "chart_data"):
        assert not [text for text in pages if name(key) in text.splitlines()[-1]]
    assert min(len([line for line in text.splitlines() if line.strip()]) for text in pages) >= 5


@pytest.mark.office
def test_pages_of_the_printed_set(demo: Results, tmp_path: Path) -> None:
    """PAGE-01 PAGE-02 PAGE-09"""
    require_carlito()
    pages = page_texts(write_printed_set(demo, tmp_path / "set.pdf"))
    assert 8 <= len(pages) <= 10
    assert "ลงชื่อ" in pages[-1]
    assert name_of_last(demo) in pages[-1]
    assert not [text for text in pages if "◄" in text]


@pytest.mark.office
def test_the_printed_set_tells_what_has_changed(last_year: Previous, tmp_path: Path) -> None:
    """PAGE-01: one page more where there is a last year"""
    target = write_printed_set(
        make_results(Round(received=23)), tmp_path / "set.pdf", previous=last_year
    )
    pages = page_texts(target)
    assert 8 <= len(pages) <= 10
    assert sum(name("changes") in text.splitlines()[-1] for text in pages) == 1


def name_of_last(results: Results) -> str:
    """The last อำเภอ of the report, which stands above its signatures."""
    return results.amphoes[-1].amphoe.name


def sheets_of(path: Path) -> dict[str, tuple[str, str]]:
    """Sheet name → its XML and its print area."""
    with zipfile.ZipFile(path) as package:
        workbook = package.read("xl/workbook.xml").decode()
        names = re.findall(r'<sheet name="([^"]+)"', workbook)
        areas = re.findall(r'Print_Area" localSheetId="(\d+)"[^>]*>([^<]+)<', workbook)
        area = {names[int(number)]: text for number, text in areas}
        return {
            sheet: (package.read(f"xl/worksheets/sheet{n}.xml").decode(), area[sheet])
            for n, sheet in enumerate(names, start=1)
        }


@pytest.mark.office
@pytest.mark.parametrize("before", [False, True], ids=["first year", "with last year"])
def test_the_printed_set_can_be_read(
    before: bool,
    demo: Results,
    last_year: Previous,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PAGE-02: of every text on every page, charts and footer too, printed in TH SarabunPSK."""
    for name_of, value in official_fonts(tmp_path / "fonts").items():
        monkeypatch.setenv(name_of, value)
    previous = last_year if before else None
    made = write_printed_set(demo, tmp_path / "set.pdf", previous=previous)
    small = smallest_letters(made)
    assert 8 <= len(small) <= 10
    assert [(page, found) for page, found in enumerate(small, start=1) if found[0] < 10] == []


@pytest.mark.office
def test_whatever_is_printed_can_be_read(
    demo: Results, last_year: Previous, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PAGE-14"""
    for name_of, value in official_fonts(tmp_path / "fonts").items():
        monkeypatch.setenv(name_of, value)
    small = smallest_letters(write_all_pages(demo, tmp_path / "all.pdf", previous=last_year))
    assert len(small) <= 60
    assert [(page, found) for page, found in enumerate(small, start=1) if found[0] < 9] == []


def test_links_home_begin_in_the_first_cell(written: Path) -> None:
    """PAGE-02"""
    sheets = sheets_of(written)
    for sheet, (xml, area) in sheets.items():
        assert "$A$1:" not in area
        if sheet != name("overview"):
            assert re.search(
                rf'<hyperlink ref="A1[:"][^>]*location="\'{name("overview")}\'!A1"', xml
            )


@pytest.mark.parametrize(
    ("points", "says", "never"),
    [
        (3, "ทุกแห่ง", "ใน ๑๐"),
        (1, "ยังไม่มี", "ทุกแห่ง"),
    ],
)
def test_headline_of_all_and_none(points: int, says: str, never: str, tmp_path: Path) -> None:
    """PAGE-03"""
    text = first_sheet_text(
        make_results(Round(received=23, answers=lambda _: answers_at(points))), tmp_path
    )
    assert says in text[2]
    assert never not in text[2]


def first_sheet_text(results: Results, folder: Path, **options: Any) -> list[str]:
    """The texts of the first sheet in order, the links of its first row left out."""
    path = write_summary(results, folder / "x.xlsx", **options)
    rows = grids(path)[name("overview")][1:]
    return [str(value) for row in rows for value in row if isinstance(value, str) and value]


def test_headline_says_the_figures(demo: Results, tmp_path: Path) -> None:
    """PAGE-03: 54 of 178 are 3 in 10, and nobody is told that it is exact."""
    counted = sum(t.card.level == 3 for t in demo.complete)
    assert (counted, len(demo.complete)) == (54, 178)
    text = first_sheet_text(demo, tmp_path)[2]
    assert "ประมาณ ๓ ใน ๑๐ แห่งอยู่ในระดับเข้มแข็ง (๕๔ จากที่ประเมินครบ ๑๗๘ แห่ง)" in text
    assert not re.search("[0-9]", text)


def test_no_last_year_no_column(shown: dict[str, Grid]) -> None:
    """PAGE-04"""
    texts = [str(v) for row in shown[name("overview")] for v in row]
    heads = TABLE["overview"]["headings"]
    assert heads["before"] not in texts
    assert heads["change"] not in texts
    assert TABLE["tiles"]["change"] not in texts


def test_index_leads_to_every_sheet(written: Path, shown: dict[str, Grid]) -> None:
    """PAGE-05"""
    xml, _ = sheets_of(written)[name("overview")]
    targets = set(re.findall(r"location=\"'([^']+)'!A1\"", xml))
    assert targets >= set(shown) - {name("overview")}
    assert all(sheet.get("group") in TABLE["groups"] for sheet in TABLE["sheets"].values())
    assert list(shown)[-1] == name("chart_data")


def column(shown: dict[str, Grid], sheet: str, heading: str) -> list[Any]:
    rows = shown[name(sheet)]
    head = next(n for n, row in enumerate(rows) if heading in row)
    return [row[rows[head].index(heading)] for row in rows[head + 1 :]]


def test_a_text_to_send_counts_what_the_correction_lists(
    demo: Results, shown: dict[str, Grid]
) -> None:
    """PAGE-15: W17 is left to the province, so it stands in no correction."""
    texts = dict(
        zip(column(shown, "sending", "อำเภอ"), column(shown, "sending", "ข้อความติดตาม"), strict=True)
    )
    wrong = [a for a in demo.amphoes if a.status is AmphoeStatus.HAS_ERRORS]
    assert wrong
    for amphoe in wrong:
        asked = to_mend(demo, amphoe, load_catalogue())
        errors = sum(finding.is_error for finding in asked)
        numbers = [int(n) for n in re.findall(r"([0-9]+) รายการ", texts[amphoe.amphoe.name])]
        assert numbers == [n for n in (errors, len(asked) - errors) if n], amphoe.amphoe.name
    left = [f for f in demo.findings if f.code == "W17" and f.amphoe_code == "3110"]
    assert left


def test_exceptions_stand_first(shown: dict[str, Grid]) -> None:
    """PAGE-06"""
    severities = column(shown, "fixes", "ความสำคัญ")
    order = ["ต้องแก้ไข", "คำเตือน", "แจ้งให้ทราบ"]
    assert severities == sorted(severities, key=order.index)
    assert len(set(severities)) == 3
    levels = column(shown, "advice", "ผลการจัดระดับ")
    assert levels == sorted(levels, key=["▼ อ่อนแอ", "■ ปานกลาง"].index)
    standings = column(shown, "awards", TABLE["headings"]["awards"]["standing"])
    assert standings == sorted(standings, key=["มีสิทธิ", "รอวินิจฉัย", "ไม่มีสิทธิ"].index)
    states = column(shown, "plans", "สถานะ")
    done = [state == "ทันกำหนด" or state.startswith("ล่าช้า") for state in states]
    assert done == sorted(done)
    assert column(shown, "sending", "สถานะ")[0] == "ยังไม่ได้รับ"


@pytest.mark.parametrize("received", [0, 1, 23])
def test_there_is_something_to_do(received: int, tmp_path: Path) -> None:
    """PAGE-07"""
    text = first_sheet_text(make_results(Round(received=received)), tmp_path)
    title = next(t for t in text if t.startswith("สิ่งที่ควรดำเนินการต่อไป"))
    count = int(re.findall(r"\d", title)[0])
    assert 1 <= count <= 3
    links = text[text.index(title) :]
    assert sum(t.startswith("→ ") for t in links) == count


@pytest.mark.office
@pytest.mark.parametrize(("received", "most"), [(0, 3), (2, 8)])
def test_a_round_hardly_begun_prints_little(received: int, most: int, tmp_path: Path) -> None:
    """PAGE-10: a page for a list of which nothing is known yet is none."""
    results = make_results(Round(received=received))
    pages = page_texts(write_printed_set(results, tmp_path / "set.pdf"))
    assert 3 <= len(pages) <= most
    assert "ลงชื่อ" in pages[-1]
    assert min(len(text.split()) for text in pages) > 20


def chart_parts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        names = sorted(n for n in package.namelist() if n.startswith("xl/charts/chart"))
        return [package.read(n).decode() for n in names]


def test_charts_show_who_has_results(tmp_path: Path) -> None:
    """PAGE-11"""
    results = make_results(Round(received=2))
    charts = chart_parts(write_summary(results, tmp_path / "x.xlsx"))
    assert "เฉพาะ 2 จาก 23 อำเภอที่มีผลแล้ว" in charts[0]
    assert '<c:ptCount val="2"/>' in charts[0]
    assert '<c:ptCount val="23"/>' not in charts[0]


def test_charts_have_a_font_for_thai(written: Path) -> None:
    """PAGE-11"""
    for chart in chart_parts(written):
        latin = re.findall(r'<a:latin typeface="([^"]+)"', chart)
        assert latin
        assert re.findall(r'<a:cs typeface="([^"]+)"', chart) == latin


COUNTED = ("count", "complete", "all", "left", "missing", "errors", "warnings", "tambons")


def sentences(table: Any, path: str = "") -> dict[str, str]:
    """Path → sentence of every text in a table."""
    if isinstance(table, str):
        return {path: table}
    if not isinstance(table, dict):
        return {}
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= sentences(value, f"{path}.{key}")
    return found


def test_counts_have_their_separator() -> None:
    """PAGE-12: but for two lists that are never long, and names of sheets."""
    bare = re.compile("{(" + "|".join(COUNTED) + ")}")
    never_long = {".tiles.of_points", ".overview.weakest_title"}
    found = {path for path, text in sentences(dict(TABLE)).items() if bare.search(text)}
    assert {path for path in found if not path.startswith(".log.check_")} <= never_long
    said = TABLE["headline"]["left"].format(count=1945)
    assert to_thai_digits(said).endswith("๑,๙๔๕ แห่ง")


def test_a_chart_of_many_shows_both_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PAGE-13: as of the provinces of the country, here of 23 อำเภอ where 10 have room"""
    monkeypatch.setattr(f"{CHART_DATA}.MOST_BARS", 10)
    monkeypatch.setattr(f"{CHART_DATA}.ENDS", 4)
    path = write_summary(make_results(Round(received=23)), tmp_path / "x.xlsx")
    chart = chart_parts(path)[0]
    assert "ระดับเข้มแข็งสูงสุดและต่ำสุด อย่างละ 4 อำเภอ" in chart
    assert '<c:ptCount val="8"/>' in chart
    rows = grids(path)[name("chart_data")][4:12]
    shares = [row[1] / row[4] for row in rows]
    assert shares == sorted(shares, reverse=True)


def test_what_is_printed_is_seen_on_one_screen(written: Path) -> None:
    """PAGE-17: of the sheets that people work from, these are seen whole at 1366 × 768."""
    whole = (
        *("amphoes", "tambons", "indicators", "advice", "training", "awards", "duties", "orders"),
        *("plans", "scores", "fixes", "sending"),
    )
    for sheet, (xml, area) in sheets_of(written).items():
        zoom = int((re.search(r'zoomScale="(\d+)"', xml) or ["", "100"])[1])
        seen = printed_pixels(xml, area) * zoom / 100
        assert zoom >= 67, sheet
        assert seen <= 1267 or sheet not in {name(key) for key in whole}, sheet
