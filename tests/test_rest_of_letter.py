"""What the letter asks for beside the assessment: orders, plans, awards, regulations, settings.

LETTER-01  orders reviewed, seats of ศอช.ต. in ก.บ.ต., the plan's charge, โคก หนอง นา and the level
           of the last award are read, and entered again when a return is annotated
LETTER-02  a head-count that cannot be is a warning (W66, W67) with its cell; the form says so too
LETTER-03  a form of an earlier edition, without these columns, is read without a word about them
LETTER-04  what a province does not ask for (หนังสือ ข้อ 4, 5) is hidden in its forms and its summary
LETTER-05  the regulations the letter names stand, verbatim, in คำชี้แจง and beside the base of ภารกิจ
LETTER-06  once the register says it was sent to the Department, nothing is overdue any more
LETTER-07  the committee's verdict stands beside the word of the อำเภอ, and decides
LETTER-08  of each committee the sheet ศูนย์ข้อมูลกลาง says what is still to be done for its data
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from factory import make_results
from issued import AMPHOE, RUBRIC, SCHEME, district, issue, template
from office import grids, recalculate
from openpyxl import load_workbook
from test_reader import read, submission

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.round.records import PLAN_EXTRAS, OrderKind
from sorchor_xl.domain.round.register import (
    DatabaseCheck,
    ProvinceEntry,
    Register,
    TambonEntry,
)
from sorchor_xl.domain.round.results import Results
from sorchor_xl.form.annotate import Mending, given_so_far
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import Cell, FormOptions, Prefill
from sorchor_xl.form.layout import ADDED_COLUMNS, SheetKind
from sorchor_xl.report.committees import committees
from sorchor_xl.report.duties import department_reports
from sorchor_xl.report.frames import make_frame
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.settings import parse_settings

WORDS = load_wording()
FIRST, SECOND = "312201", "312202"
CENTRE: Mapping[str, Cell] = {"number": "1/2564", "members": 20, "reviewed": True}
BOARD: Mapping[str, Cell] = {"members": 15, "qualified": True, "qualified_count": 3}
PLAN: Mapping[str, Cell] = {
    "mission_assigned": True,
    "kok_nong_na_run": True,
    "plots": 4,
    "kok_nong_na": True,
    "plan_level": "อำเภอ",
}
AWARD: Mapping[str, Cell] = {"last_award_year": 2559, "last_award_level": "ประเทศ"}
STATED = Prefill(
    orders={f"T{FIRST}.C": CENTRE, f"T{FIRST}.B": BOARD},
    plans={f"T{FIRST}": PLAN},
    awards={f"T{FIRST}": AWARD},
)


def test_every_new_field_is_read() -> None:
    """LETTER-01."""
    said, found = read(issue(values=STATED))
    assert said is not None
    assert found == ()
    centre, board = (o for o in said.orders if o.area_code == FIRST)
    assert (centre.reviewed, centre.qualified_count) == (True, None)
    assert (board.reviewed, board.qualified_member, board.qualified_count) == (None, True, 3)
    plan = next(p for p in said.plans if p.tambon_code == FIRST)
    assert {key: getattr(plan, key) for key in PLAN} == {**PLAN, "plan_level": "amphoe"}
    award = next(a for a in said.awards if a.tambon_code == FIRST)
    assert (award.last_award_year, award.last_award_level) == (2559, "country")


def test_what_was_stated_is_entered_again() -> None:
    """LETTER-01."""
    said = submission(issue(values=STATED))
    again = given_so_far(
        Mending(
            district=district(),
            returns=said.tambons,
            info=said.info,
            orders=said.orders,
            plans=said.plans,
            awards=said.awards,
            findings=(),
        )
    )
    assert again.plans[f"T{FIRST}"] == PLAN
    assert again.awards[f"T{FIRST}"] == AWARD
    assert {again.orders[f"T{FIRST}.B"][key] for key in ("qualified_count",)} == {3}


@pytest.mark.parametrize(
    ("row", "cells", "codes"),
    [
        ("B", {"members": 15, "qualified": True, "qualified_count": 15}, []),
        ("B", {"members": 15, "qualified": True, "qualified_count": 16}, ["W66"]),
        ("B", {"members": 15, "qualified": False, "qualified_count": 0}, []),
        ("B", {"members": 15, "qualified": False, "qualified_count": 2}, ["W67"]),
        ("B", {"members": 15, "qualified": True, "qualified_count": 0}, ["W67"]),
        ("B", {"members": 15, "qualified": False, "qualified_count": 16}, ["W67"]),
        ("B", {"members": 20, "qualified": True, "qualified_count": 17}, ["W66"]),
        ("B", {"qualified_count": 16}, []),
        ("B", {"qualified_count": 17}, ["W66"]),
        ("", {"kok_nong_na_run": False, "plots": 2}, ["W67"]),
        ("", {"kok_nong_na_run": True, "plots": 0}, ["W67"]),
        ("", {"kok_nong_na_run": False, "plots": 0}, []),
        ("", {"plots": 3}, []),
    ],
)
def test_counts_that_cannot_be(row: str, cells: Mapping[str, Cell], codes: list[str]) -> None:
    """LETTER-02: the reader and the form's own status say it of the same rows."""
    centre: Mapping[str, Cell] = {"members": 16}
    orders = {f"T{FIRST}.C": centre, f"T{FIRST}.B": cells} if row else {}
    plans = {} if row else {f"T{FIRST}": cells}
    data = issue(values=Prefill(orders=orders, plans=plans))
    found = read(data)[1]
    assert [f.code for f in found] == codes
    assert all(f.where.cell and f.tambon_code == FIRST for f in found)
    kind = SheetKind.ORDERS if row else SheetKind.PLANS
    sheet = load_workbook(BytesIO(data), data_only=True)[WORDS.sheets[kind]]
    shown = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert any(text.startswith("! ") for text in shown) == bool(codes)


@pytest.mark.office
def test_the_form_says_so_when_it_calculates(tmp_path: Path) -> None:
    """LETTER-02: LibreOffice works out the same doubts as are stored."""
    cells: Mapping[str, Cell] = {"members": 15, "qualified": True, "qualified_count": 16}
    plot: Mapping[str, Cell] = {"kok_nong_na_run": False, "plots": 2}
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        issue(values=Prefill(orders={f"T{FIRST}.B": cells}, plans={f"T{SECOND}": plot}))
    )
    worked = grids(recalculate(path, tmp_path))
    for kind, part, key in (
        (SheetKind.ORDERS, "orders", "seats"),
        (SheetKind.PLANS, "plans", "plots"),
    ):
        told = [value for row in worked[WORDS.sheets[kind]] for value in row]
        assert told.count(WORDS.part(part)[key]) == 1


def test_an_earlier_edition_is_read_in_silence() -> None:
    """LETTER-03."""
    book = load_workbook(BytesIO(issue(values=STATED)))
    for kind in (SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS):
        sheet = book[WORDS.sheets[kind]]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        token = next(cell.value for cell in sheet[2] if "SX1/" in str(cell.value))
        keys = {cell.value: cell.column for cell in sheet[1]}
        for key in sorted(ADDED_COLUMNS & set(keys), key=lambda k: -keys[k]):
            sheet.delete_cols(keys[key])
        sheet["B2"] = token  # it stood over a column that had to go
    out = BytesIO()
    book.save(out)
    said, found = read(out.getvalue())
    assert said is not None
    board = next(o for o in said.orders if (o.area_code, o.kind) == (FIRST, OrderKind.TAMBON_BOARD))
    assert (board.members, board.qualified_member, board.qualified_count) == (15, True, None)
    assert {f.code for f in found} & {"E62", "N09", "E07"} == set()


def hidden_columns(sheet: Any) -> set[str]:
    """Keys of the hidden columns of a sheet whose first row holds keys."""
    letters = {c.column_letter: c.value for c in sheet[1] if c.value}
    return {key for letter, key in letters.items() if sheet.column_dimensions[letter].hidden} | {
        letters[c]
        for d in sheet.column_dimensions.values()
        if d.hidden
        for c in letters
        if d.min <= sheet[f"{c}1"].column <= d.max
    }


@pytest.mark.parametrize("left_out", [(), ("mission",), ("kok_nong_na", "plan_link")])
def test_what_is_not_asked_is_hidden(left_out: tuple[str, ...], tmp_path: Path) -> None:
    """LETTER-04."""
    settings = parse_settings({"ask": dict.fromkeys(left_out, False)})
    assert settings.left_out == set(left_out)
    options = FormOptions(left_out=settings.left_out)
    data = issue_workbook(template(), district(AMPHOE), scheme=SCHEME, options=options)
    sheet = load_workbook(BytesIO(data))[WORDS.sheets[SheetKind.PLANS]]
    every = {key for keys in PLAN_EXTRAS.values() for key in keys}
    gone = {key for name in left_out for key in PLAN_EXTRAS[name]}
    assert hidden_columns(sheet) & every == gone
    path = write_summary(
        make_results(), tmp_path / "s.xlsx", options=ReportOptions(left_out=settings.left_out)
    )
    heads = load_table()["headings"]["plans"]
    row = grids(path)[load_table()["sheets"]["plans"]["name"]][3]
    assert {key for key in every if heads[key] in row} == every - gone


def test_the_regulations_stand_where_officers_look() -> None:
    """LETTER-05."""
    source = RUBRIC.source
    book = load_workbook(BytesIO(issue()))
    sheet = book[WORDS.sheets[SheetKind.INSTRUCTIONS]]
    texts = "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)
    for title in (*source.duty_rules, source.plan_rule):
        assert title in texts
    form = next(s for s in book if s.title.startswith("ต."))
    prompts = [v.prompt or "" for v in form.data_validations.dataValidation]
    assert any("ภารกิจทั้งหมด" in p and "พ.ศ. ๒๕๕๑" in p for p in prompts)


def sent(results: Results, *, orders: bool) -> Results:
    """The round with its report sent on 10 August, the orders too where asked."""
    entries = {
        t.tambon.code: TambonEntry(t.tambon.code, board_order_sent_on=date(2021, 8, 12))
        for t in results.tambons
    }
    register = Register(
        tambons=entries if orders else {},
        province=ProvinceEntry(summary_sent_on=date(2021, 8, 10), summary_sent_number="บร 1/2564"),
    )
    return replace(results, register=register, as_of=date(2021, 9, 1))


def test_sent_ends_what_is_overdue(tmp_path: Path) -> None:
    """LETTER-06."""
    late = replace(make_results(), as_of=date(2021, 9, 1))
    assert {r.due.days for r in department_reports(late)} == {16}
    summary, orders = department_reports(sent(late, orders=False))
    assert (summary.due.done_on, summary.due.days, summary.left) == (date(2021, 8, 10), 0, 0)
    assert not orders.due.is_done
    both = sent(late, orders=True)
    assert all(r.due.is_done and not r.left for r in department_reports(both))
    path = write_summary(both, tmp_path / "s.xlsx")
    last = grids(path)[load_table()["sheets"]["duties"]["name"]][-2:]
    assert "บร 1/2564" in last[0][8]
    assert all("เกินกำหนด" not in str(cell) for row in last for cell in row)


def test_verdict_and_word_stand_side_by_side(tmp_path: Path) -> None:
    """LETTER-07."""
    plain = make_results()
    code = next(t.tambon.code for t in plain.tambons if t.award and t.award.study_site)
    entry = TambonEntry(code, verdicts={"study_site": False}, verdict_note="มติสมมติ 1/2564")
    results = replace(plain, register=Register(tambons={code: entry}))
    frame = make_frame(results, "awards").loc[code]
    assert (frame["study_site"], frame["study_site_verdict"]) == (True, False)
    assert (frame["7.1"], frame["verdict_note"]) == ("fail", "มติสมมติ 1/2564")
    rows = grids(write_summary(results, tmp_path / "s.xlsx"))[
        load_table()["sheets"]["awards"]["name"]
    ]
    at = rows[3].index(load_table()["headings"]["awards"]["study_site"])
    shown = [row for row in rows[4:] if row[at] == "✓ ใช่ / ✗ ไม่ใช่"]
    assert len(shown) == 1
    assert "มติสมมติ 1/2564" in shown[0]


DAY = date(2021, 4, 2)


@pytest.mark.parametrize(
    ("data", "words", "done"),
    [
        (DatabaseCheck(), ("nothing",), False),
        (DatabaseCheck(True, True, True, DAY), ("done",), True),
        (DatabaseCheck(True, True, True), ("not_entered",), False),
        (DatabaseCheck(True, False, None, DAY), ("wrong", "unchecked"), False),
    ],
)
def test_what_is_left_for_the_database(
    data: DatabaseCheck, words: tuple[str, ...], done: bool, tmp_path: Path
) -> None:
    """LETTER-08."""
    register = Register(province=ProvinceEntry("9/2564", DAY, 21, data))
    results = replace(make_results(), register=register)
    own = next(committees(results))
    assert (own.kind, own.number, own.members, own.is_done) == ("ศอช.จ.", "9/2564", 21, done)
    table = load_table()
    rows = grids(write_summary(results, tmp_path / "s.xlsx"))[table["sheets"]["database"]["name"]]
    state = rows[4][rows[3].index(table["headings"]["database"]["status"])]
    for word in words:
        assert table["database"][word].split("{")[0] in state
