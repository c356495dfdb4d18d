"""The province's own book of a round.

REG-01 what is written empty reads back empty, without a finding; same scope, same bytes
REG-02 rows may be sorted, columns moved and added, sheets added: every entry is found by its code
REG-03 a wrong value is told at its cell and is neither used nor taken for blank
REG-04 a book that cannot be read, lost a sheet or lies elsewhere is refused, never taken for empty
REG-05 a lost column, an unknown code, a code twice, an area without a row, an open book: each said
REG-06 entries survive ten runs, a new layout and a change of roster; what the officer added too
REG-07 the province's dates win: extended due date, received on, copies of orders, sent on
REG-08 the committee's verdict stands in place of the อำเภอ's word, a blank one changes nothing
REG-09 warnings can be confirmed with a reason, errors cannot
REG-10 every input has a prompt that fits, every prompt its heading
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from factory import scheme

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.register_texts import SHEETS, ColumnKind, register_columns
from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.awards import with_verdicts
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import Award, OrderKind, Province, Where
from sorchor_xl.domain.round.register import AmphoeEntry, Register, TambonEntry
from sorchor_xl.domain.round.results import Round
from sorchor_xl.register.register_book import CarriedEntries, RegisterScope
from sorchor_xl.register.register_cells import RegisterError, read_register_cells
from sorchor_xl.register.register_reading import carried_entries, read_register
from sorchor_xl.register.register_writing import HEADING_ROW, write_register

ROSTER = load_roster("31")
AMPHOES = {a: ROSTER.tambons(a.code) for a in ROSTER.amphoes("31")[:3]}
SCOPE = RegisterScope(
    province=ROSTER.find_province("31"),
    fiscal_year=2564,
    amphoes=AMPHOES,
    extra={"extra1": "ผลงานเด่น"},
    readings=("A1", "A3"),
    warnings=frozenset({"W13", "W17"}),
)
FIRST, SECOND = (a.code for a in list(AMPHOES)[:2])
TAMBON = AMPHOES[next(iter(AMPHOES))][0].code


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A new register."""
    path = tmp_path / "ทะเบียนจังหวัด.xlsx"
    write_register(path, SCOPE)
    return path


def fill(path: Path, entries: Mapping[tuple[str, str, str], object]) -> None:
    """Type values as an officer does: (sheet, code or "", heading) → value."""
    workbook = openpyxl.load_workbook(path)
    for (sheet, code, heading), value in entries.items():
        page = workbook[sheet]
        if not code:
            row = next(r for r in range(1, 60) if page.cell(r, 1).value == heading)
            page.cell(row, 2).value = value  # type: ignore[assignment] # any value a cell may hold
            continue
        heads = {c.value: c.column for c in page[HEADING_ROW + 1]}
        rows = {page.cell(r, 1).value: r for r in range(1, page.max_row + 1)}
        page.cell(rows[code], heads[heading]).value = value  # type: ignore[assignment] # likewise
    workbook.save(path)


TYPED = {
    ("อำเภอ", FIRST, "ผู้ติดต่อ"): "นางสมใจ  ทดสอบ",
    ("อำเภอ", FIRST, "อีเมล"): "a@example.go.th; b@example.go.th",
    ("อำเภอ", FIRST, "ขยายกำหนดส่งถึง"): "๗ พ.ค. ๒๕๖๔",
    ("อำเภอ", SECOND, "ได้รับรายงานเมื่อ (จังหวัดยืนยัน)"): date(2021, 4, 29),
    ("อำเภอ", SECOND, "โทรศัพท์"): "044123456",
    ("ตำบล", TAMBON, "ได้รับสำเนาคำสั่ง ก.บ.ต. เมื่อ"): "30/3/2564",
    ("ตำบล", TAMBON, "7.1 เป็นแหล่งศึกษาดูงานได้ (มติคณะกรรมการ)"): "ใช่",
    ("ตำบล", TAMBON, "7.6 ผลงานเด่น (มติคณะกรรมการ)"): "ไม่ใช่",
    ("ตำบล", TAMBON, "คำเตือนที่ยืนยันแล้ว"): "w17, W13",
    ("ตำบล", TAMBON, "เหตุผลที่ยืนยัน"): "ตรวจหลักฐานแล้ว",
    ("จังหวัด", "", "จำนวนกรรมการ ศอช.จ. ตามคำสั่ง"): "๒๑ คน",
    ("จังหวัด", "", "ส่งสรุปผลให้กรมฯ ทาง OA เมื่อ"): date(2021, 8, 10),
    ("จังหวัด", "", "การตีความ A1 ตามคำสั่งหรือหนังสือที่"): "บร ๐๐๑๙/๙๙",
}


def check_typed(register: Register) -> None:
    """Everything of `TYPED` is in the record."""
    assert register.findings == ()
    one, two, ours = register.amphoe(FIRST), register.amphoe(SECOND), register.province
    assert (one.contact, one.email) == ("นางสมใจ ทดสอบ", "a@example.go.th, b@example.go.th")
    assert (one.due, two.received_on, two.phone) == (
        date(2021, 5, 7),
        date(2021, 4, 29),
        "044123456",
    )
    tambon = register.tambon(TAMBON)
    assert tambon.board_order_received_on == date(2021, 3, 30)
    assert (tambon.verdicts["study_site"], tambon.verdicts["extra1"]) == (True, False)
    assert tambon.verdicts["food"] is None
    assert (tambon.confirmed, tambon.confirmed_because) == (("W17", "W13"), "ตรวจหลักฐานแล้ว")
    assert (ours.centre_order_members, ours.summary_sent_on) == (21, date(2021, 8, 10))
    assert ours.readings == {"A1": "บร ๐๐๑๙/๙๙"}


def test_an_empty_book_is_empty_reg_01(book: Path, tmp_path: Path) -> None:
    register = read_register(book, SCOPE)
    assert (register.findings, register.unclear) == ((), frozenset())
    assert (register.amphoes, register.tambons) == ({}, {})
    again = tmp_path / "again.xlsx"
    write_register(again, SCOPE)
    assert again.read_bytes() == book.read_bytes()


def test_entries_are_read_reg_01(book: Path) -> None:
    fill(book, TYPED)
    check_typed(read_register(book, SCOPE))


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_columns_may_move_reg_02(book: Path, seed: int) -> None:
    fill(book, TYPED)
    workbook = openpyxl.load_workbook(book)
    chance = random.Random(seed)  # noqa: S311 - a seeded test, not a secret
    for name in ("อำเภอ", "ตำบล"):
        page = workbook[name]
        page.insert_rows(1, chance.randrange(1, 4))
        page.insert_cols(chance.randrange(1, 6))
        head = next(r for r in range(1, 12) if "รหัส" in [c.value for c in page[r]])
        rows = [[c.value for c in row] for row in page.iter_rows(min_row=head + 1)]
        chance.shuffle(rows)
        for r, row in enumerate(rows, head + 1):
            for c, value in enumerate(row, 1):
                page.cell(r, c).value = value
    workbook.create_sheet("ของฉัน", 0)["A1"] = "จดไว้"
    workbook.save(book)
    check_typed(read_register(book, SCOPE))


@pytest.mark.parametrize(
    ("place", "value", "key", "shown"),
    [
        (("อำเภอ", FIRST, "อีเมล"), "ไม่มีอีเมล", "email", "ไม่มีอีเมล"),
        (("อำเภอ", FIRST, "ขยายกำหนดส่งถึง"), "31/2/2564", "due", "31/2/2564"),
        (("อำเภอ", FIRST, "ขยายกำหนดส่งถึง"), 5, "due", "5/1/1900"),
        (("อำเภอ", FIRST, "ขยายกำหนดส่งถึง"), "=1/0", "due", "=1/0"),
        (("ตำบล", TAMBON, "คำเตือนที่ยืนยันแล้ว"), "W99", "confirmed", "W99"),
        (("ตำบล", TAMBON, "คำเตือนที่ยืนยันแล้ว"), "E14", "confirmed", "E14"),
        (("ตำบล", TAMBON, "7.1 เป็นแหล่งศึกษาดูงานได้ (มติคณะกรรมการ)"), "x", "study_site", "x"),
        (("จังหวัด", "", "จำนวนกรรมการ ศอช.จ. ตามคำสั่ง"), -3, "centre_order_members", "-3"),
    ],
)
def test_wrong_values_are_told_reg_03(
    book: Path, place: tuple[str, str, str], value: object, key: str, shown: str
) -> None:
    fill(book, {place: value})
    register = read_register(book, SCOPE)
    (found,) = register.findings
    assert (found.code, found.where.sheet, found.value) == ("E87", place[0], shown)
    assert (found.amphoe_code, found.tambon_code) == ("", "")  # nobody but the province erred
    assert register.unclear == {(place[1] or "31", key)}
    workbook = openpyxl.load_workbook(book)
    assert workbook[place[0]][found.where.cell].value is not None
    sentence = load_catalogue().message(found)
    assert place[2] in sentence
    assert shown in sentence


def test_what_cannot_be_read_is_refused_reg_04(book: Path, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="ไม่พบทะเบียนจังหวัด"):
        read_register(tmp_path / "ที่อื่น.xlsx", SCOPE)
    for content in (b"", b"not a workbook", book.read_bytes()[:-200], b"%PDF-1.4 x"):
        (tmp_path / "x.xlsx").write_bytes(content)
        with pytest.raises(RegisterError, match="อ่านทะเบียนจังหวัด"):
            read_register(tmp_path / "x.xlsx", SCOPE)
    workbook = openpyxl.load_workbook(book)
    del workbook["ตำบล"]
    workbook.save(book)
    with pytest.raises(RegisterError, match="ตำบล"):
        read_register(book, SCOPE)


def test_what_is_wrong_with_the_book_is_said_reg_05(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    page = workbook["อำเภอ"]
    heads = {c.value: c.column for c in page[HEADING_ROW + 1]}
    page.cell(HEADING_ROW + 1, heads["ไลน์"]).value = "LINE ID"
    page.cell(HEADING_ROW + 2, heads["ผู้ติดต่อ"]).value = "คนแรก"
    below = page.max_row + 1
    page.cell(below, 1).value, page.cell(below, heads["ผู้ติดต่อ"]).value = FIRST, "คนที่สอง"
    page.cell(below + 1, 1).value, page.cell(below + 1, 5).value = "9999", "x"
    page.delete_rows(HEADING_ROW + 3)  # the row of the second อำเภอ
    workbook.save(book)
    book.with_name(f"~${book.name}").write_bytes(b"x" * 165)
    register = read_register(book, SCOPE)
    assert sorted(f.code for f in register.findings) == ["E88", "E89", "W18", "W97", "W98"]
    assert register.amphoe(FIRST).contact == "คนแรก"
    assert {(code, "line") for code in (FIRST, SECOND)} <= register.unclear
    for found in register.findings:
        assert load_catalogue().render(found)


def test_entries_survive_reg_06(book: Path, tmp_path: Path) -> None:
    fill(book, TYPED)
    workbook = openpyxl.load_workbook(book)
    page = workbook["อำเภอ"]
    page.cell(HEADING_ROW + 1, page.max_column + 1).value = "ของจังหวัดเอง"
    page.cell(HEADING_ROW + 2, page.max_column).value = "จดไว้"
    workbook.create_sheet("ของฉัน")["B2"] = date(2021, 5, 1)
    workbook.save(book)
    carried: CarriedEntries | None = None
    for number in range(10):
        carried = carried_entries(read_register_cells(book), book.name, SCOPE)
        book = tmp_path / f"{number}.xlsx"
        write_register(book, SCOPE, carried)
        check_typed(read_register(book, SCOPE))
    assert carried is not None
    assert carried.own_columns == {("amphoe", "ของจังหวัดเอง"): {FIRST: "จดไว้"}}
    assert carried.own_sheets["ของฉัน"][1][1] == date(2021, 5, 1)
    fewer = {a: ts[:1] for a, ts in AMPHOES.items()}
    more = replace(SCOPE, amphoes={**fewer, ROSTER.amphoes("31")[5]: ()}, extra={})
    register = read_register(book, more)
    assert register.amphoe(FIRST).contact == "นางสมใจ ทดสอบ"
    assert {f.code for f in register.findings} <= {"W97", "W98"}


def round_with(register: Register) -> Round:
    """A round of three อำเภอ with nothing received, a week after its due date."""
    rubric = scheme().rubric
    dates = {key: due.on for key, due in rubric.dates.items()}
    place = Province("31", "บุรีรัมย์")
    return Round(place, 2564, scheme(), AMPHOES, dates, date(2021, 5, 7), {}, register=register)


def test_the_provinces_dates_win_reg_07() -> None:
    entry = AmphoeEntry(FIRST, due=date(2021, 5, 5))
    results = collect(round_with(Register(amphoes={FIRST: entry})), ())
    assert [a.days_late for a in results.amphoes] == [2, 7, 7]
    assert results.amphoes[0].due == date(2021, 5, 5)
    sent = TambonEntry(TAMBON, board_order_received_on=date(2021, 3, 1))
    register = Register(tambons={TAMBON: sent})
    assert register.order_received_on(TAMBON, OrderKind.TAMBON_BOARD) == date(2021, 3, 1)
    assert register.order_received_on(TAMBON, OrderKind.TAMBON_CENTRE) is None
    assert register.order_received_on(FIRST, OrderKind.AMPHOE_CENTRE) is None


def test_the_committee_decides_reg_08() -> None:
    said = Award(TAMBON, study_site=True, food=True, extra={"extra1": True}, note="เดิม")
    judged = TambonEntry(TAMBON, verdicts={"study_site": False, "food": None, "extra1": False})
    award = with_verdicts(said, judged)
    assert award is not None
    assert (award.study_site, award.food, award.extra, award.note) == (
        False,
        True,
        {"extra1": False},
        "เดิม",
    )
    assert with_verdicts(None, TambonEntry(TAMBON)) is None
    assert with_verdicts(said, TambonEntry(TAMBON, verdicts={"food": None})) is said


def test_warnings_can_be_confirmed_reg_09() -> None:
    entry = TambonEntry(TAMBON, confirmed=("W17",), confirmed_because="ตรวจแล้ว")
    register = Register(tambons={TAMBON: entry})
    assert register.confirmed(Finding("W17", Where(), tambon_code=TAMBON)) == "ตรวจแล้ว"
    assert register.confirmed(Finding("W13", Where(), tambon_code=TAMBON)) is None
    assert register.confirmed(Finding("W17", Where(), tambon_code="310102")) is None
    entry = replace(entry, confirmed=("E14",))
    error = Finding("E14", Where(), tambon_code=TAMBON)
    assert Register(tambons={TAMBON: entry}).confirmed(error) is None


def test_prompts_fit_reg_10(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for sheet in SHEETS:
        columns = register_columns(sheet, SCOPE.extra, SCOPE.readings)
        assert len({c.heading for c in columns}) == len(columns)
        assert all(0 < len(c.prompt) <= 255 for c in columns)
        title = {"amphoe": "อำเภอ", "tambon": "ตำบล", "province": "จังหวัด"}[sheet]
        listed = workbook[title].data_validations.dataValidation
        assert [v.prompt for v in listed if v.prompt] == [c.prompt for c in columns]
        kinds = [c.kind for c in columns if c.kind in (ColumnKind.YES_NO, ColumnKind.COUNT)]
        assert len([v for v in listed if v.error]) == len(kinds)
