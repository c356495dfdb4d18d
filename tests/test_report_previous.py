"""Last year's summary, beside this year.

PREV-01 A summary read back says what its results say, ตำบล by ตำบล.
PREV-02 What is not ours, of another province or not of an earlier year is refused with the reason.
PREV-03 Movers, the 3 × 3 table and changes per หมวด and ข้อ follow from both years, by code.
PREV-04 A summary saved again by LibreOffice reads the same.
PREV-05 What moved since last year: value and base old → new, points, and why where reports agree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from factory import Round, answers_at, make_results, scheme
from office import assert_unchanged, recalculate
from python_calamine import CalamineWorkbook

from sorchor_xl.data.report_texts import load_table
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Province, Tambon
from sorchor_xl.domain.round.results import Results
from sorchor_xl.files.atomic_writing import OutputError
from sorchor_xl.report.last_year_moves import SHOWN, moves_told, points_moves
from sorchor_xl.report.previous_summary import Before, Previous, read_previous, read_summary
from sorchor_xl.report.summary import write_summary

SHEETS = load_table()["sheets"]
BURIRAM, RUBRIC = Province("31", "บุรีรัมย์"), load_rubric(2564)
without_icons = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
"""openpyxl drops the icons."""


def year_of(results: Results, year: int) -> Results:
    return replace(results, fiscal_year=year)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    results = year_of(make_results(Round(seed=7, received=22)), 2563)
    return write_summary(results, tmp_path_factory.mktemp("earlier") / "2563.xlsx")


def assert_says(found: Previous, results: Results) -> None:
    assert list(found.tambons) == [t.tambon.code for t in results.tambons]
    for tambon in results.tambons:
        before = found.tambons[tambon.tambon.code]
        assert before.name == tambon.tambon.name
        assert before.amphoe == tambon.amphoe.name
        assert before.received == (tambon.ret is not None)
        assert (before.total, before.level) == (tambon.card.total, tambon.card.level)
        assert before.categories == tambon.card.categories
        assert before.scores == tambon.card.scores


def test_read_back_equals_the_results(earlier: Path) -> None:
    """PREV-01"""
    results = make_results(Round(seed=7, received=22))
    found = read_summary(earlier)
    assert (found.province_code, found.province, found.year) == ("31", "บุรีรัมย์", 2563)
    assert found.as_of == results.as_of.isoformat()
    assert_says(found, results)


@pytest.mark.office
def test_read_back_after_libreoffice(earlier: Path, tmp_path: Path) -> None:
    """PREV-04"""
    again = recalculate(earlier, tmp_path)
    assert_says(read_summary(again), make_results(Round(seed=7, received=22)))


def test_wrong_province_or_year_is_refused(earlier: Path) -> None:
    """PREV-02"""
    assert read_previous(earlier, BURIRAM, RUBRIC).year == 2563
    with pytest.raises(OutputError, match="บุรีรัมย์"):
        read_previous(earlier, Province("30", "นครราชสีมา"), RUBRIC)
    with pytest.raises(OutputError, match="2563"):
        read_previous(earlier, BURIRAM, replace(RUBRIC, fiscal_year=2563))


@pytest.mark.parametrize("kind", ["text", "other workbook", "missing"])
def test_what_is_not_ours_is_refused(kind: str, tmp_path: Path) -> None:
    """PREV-02"""
    path = tmp_path / "other.xlsx"
    if kind == "text":
        path.write_text("ไม่ใช่", encoding="utf-8")
    elif kind == "other workbook":
        with xlsxwriter.Workbook(str(path)) as book:
            book.add_worksheet("งบ").write(0, 0, "x")
    with pytest.raises(OutputError, match=r"other\.xlsx"):
        read_summary(path)


def grid(path: Path, key: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(SHEETS[key]["name"]).to_python(skip_empty_area=False)


@pytest.fixture(scope="module")
def compared(earlier: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This year with one ตำบล renamed."""
    results = make_results()
    first = results.tambons[0]
    renamed = replace(first, tambon=Tambon(first.tambon.code, "ชื่อใหม่"))
    changed = replace(results, tambons=(renamed, *results.tambons[1:]))
    target = tmp_path_factory.mktemp("compared") / "2564.xlsx"
    return write_summary(changed, target, previous=read_summary(earlier, with_values=True))


def test_movers(compared: Path) -> None:
    """PREV-03: who fell, who rose, then the others by code"""
    old = {t.tambon.code: t.card for t in make_results(Round(seed=7, received=22)).tambons}
    new = {t.tambon.code: t.card for t in make_results().tambons}
    rows = {row[0]: row for row in grid(compared, "compare")[4:]}
    assert sorted(rows) == list(new)
    words = [str(row[8]) for row in rows.values()]
    fell, rose = (sum(word.startswith(sign) for word in words) for sign in "▼▲")
    assert fell
    assert rose
    assert all(word.startswith("▼") for word in words[:fell])
    assert all(word.startswith("▲") for word in words[fell : fell + rose])
    for code, row in rows.items():
        before, now = old[code].total, new[code].total
        if before is None or now is None:
            assert row[7] == "–"
        else:
            assert (row[3], row[5], row[7]) == (before, now, now - before)
    assert "ในเมือง" in rows["310101"][9]


def test_what_moved_since_last_year_prev_05(compared: Path, earlier: Path) -> None:
    """PREV-05: every value with base, points before and after, and the file, told from the files"""
    now = make_results()
    before = read_summary(earlier, with_values=True)
    rows = {row[0]: row for row in grid(compared, "compare")[4:]}
    told = 0
    for tambon in now.tambons:
        code, past = tambon.tambon.code, before.tambons[tambon.tambon.code]
        moved = points_moves(past, tambon)
        differ = {n for n, p in tambon.card.scores.items() if past.scores.get(n, p) != p}
        assert {m.number for m in moved} == differ
        shown = str(rows[code][11])
        for move in moved[:SHOWN]:
            judged, number = tambon.judged[move.number], move.number
            base = "" if judged.base is None else f"/{judged.base}"
            ends = f"({past.scores[number]} → {tambon.card.scores[number]} คะแนน)"
            assert f"ข้อ {number}: {past.values[number]}" in shown
            assert f"→ {judged.value}{base} {ends}" in shown
            told += 1
        assert (f"และอีก {len(moved) - SHOWN} ข้อ" in shown) == (len(moved) > SHOWN)
        assert rows[code][10] == tambon.source_file
    assert told > 100


def test_the_same_report_with_other_points_prev_05() -> None:
    """PREV-05: a reading, not a report, made the difference, and that is what is said"""
    lower = make_results(Round(chosen=scheme(A1="lower"), answers=lambda _: at_a_bound()))
    higher = make_results(Round(chosen=scheme(A1="higher"), answers=lambda _: at_a_bound()))
    tambon = lower.tambons[0]
    old = higher.tambons[0]
    past = Before(
        *("310101", "ก", "ข", True, 1, 1, "", {}, dict(old.card.scores)),
        values={n: j.value for n, j in old.judged.items() if j.value is not None},
        bases={n: j.base for n, j in old.judged.items() if j.base is not None},
    )
    (move,) = points_moves(past, tambon)
    assert move.is_same_report
    assert "เท่าเดิม (3 → 2 คะแนน เพราะเกณฑ์หรือการตีความ" in moves_told((move,))
    bare = replace(past, values={}, bases={})
    assert moves_told(points_moves(bare, tambon)) == f"ข้อ {move.number}: 3 → 2 คะแนน"


def at_a_bound() -> dict[int, int]:
    """Two points everywhere, but three meetings: two points or three as A1 is read."""
    return {**answers_at(2), 8: 3}


def test_migration_and_changes(compared: Path) -> None:
    """PREV-03"""
    old = {t.tambon.code: t.card for t in make_results(Round(seed=7, received=22)).tambons}
    both = [
        (old[t.tambon.code], t.card)
        for t in make_results().complete
        if old[t.tambon.code].total is not None
    ]
    moves = Counter((a.level, b.level) for a, b in both)
    shown = grid(compared, "changes")
    head = next(n for n, row in enumerate(shown) if "→" in str(row[0]))
    for row, level in zip(shown[head + 1 : head + 4], (3, 2, 1), strict=True):
        assert row[1:4] == [moves[level, other] for other in (3, 2, 1)]
    average = sum(a.scores[9] for a, _ in both) / len(both)
    now = sum(b.scores[9] for _, b in both) / len(both)
    line = next(row for row in shown if str(row[0]).startswith("ข้อ 9 "))
    assert line[1:4] == pytest.approx([average, now, now - average])


def test_first_sheet_has_arrows(compared: Path) -> None:
    """PREV-03"""
    old = Counter(t.card.level for t in make_results(Round(seed=7, received=22)).tambons)
    new = Counter(t.card.level for t in make_results().tambons)
    shown = CalamineWorkbook.from_path(str(compared)).get_sheet_by_index(0).to_python()
    head = next(n for n, row in enumerate(shown) if row[0] == "รายการ")
    row = [v for v in next(r for r in shown[head:] if str(r[0]).startswith("▲"))[:15] if v != ""]
    assert row[4] == old[3]
    assert row[5] == f"{'▲' if new[3] > old[3] else '▼'} {abs(new[3] - old[3])}"


@pytest.mark.office
def test_recalculation_with_last_year(compared: Path, tmp_path: Path) -> None:
    """PREV-03: the sheets of last year are live and stored alike."""
    assert_unchanged(compared, tmp_path)


def test_everyone_at_the_top_last_year(tmp_path: Path) -> None:
    """PREV-03: nobody this year, so nothing is compared."""
    full = year_of(make_results(Round(received=23, answers=lambda _: answers_at(3))), 2563)
    earlier = read_summary(write_summary(full, tmp_path / "before.xlsx"))
    path = write_summary(make_results(Round(received=0)), tmp_path / "now.xlsx", previous=earlier)
    text = " ".join(str(v) for row in grid(path, "changes") for v in row)
    assert load_table()["compare"]["nobody"] in text


@without_icons
def test_a_summary_without_stored_results_is_refused(tmp_path: Path) -> None:
    """Formulas saved by a program that calculates nothing are no zeros of last year."""
    made = write_summary(make_results(), tmp_path / "s.xlsx")
    with made.open("rb") as file:
        book = openpyxl.load_workbook(file)
    book.save(tmp_path / "uncalculated.xlsx")
    with pytest.raises(OutputError, match="ไม่มีผลของสูตร"):
        read_summary(tmp_path / "uncalculated.xlsx")


@without_icons
@pytest.mark.parametrize("column", ["total", "level", "category2", "result"])
@pytest.mark.parametrize("found", [None, 0, "#NAME?", 7])
def test_what_does_not_hang_together_is_refused(column: str, found: object, tmp_path: Path) -> None:
    """PREV-02: one cell without its result, or with another, is no last year."""
    made = write_summary(make_results(Round(received=23)), tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(made, data_only=True)
    sheet = book[SHEETS["tambons"]["name"]]
    keys = {"total": "คะแนนรวม", "level": "ระดับ", "category2": "หมวด 2", "result": "ผลการจัดระดับ"}
    (place,) = (
        (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=8)
        for cell in row
        if str(cell.value).startswith(keys[column]) and "ราย" not in str(cell.value)
        if "หาก" not in str(cell.value)
    )
    sheet.cell(place[0] + 4, place[1]).value = found
    book.save(tmp_path / "changed.xlsx")
    says = "ไม่มีผลของสูตร" if column == "total" and found != 7 else "ไม่สอดคล้องกัน"
    with pytest.raises(OutputError, match=says):
        read_summary(tmp_path / "changed.xlsx")
