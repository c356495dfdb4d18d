"""Whatever an officer writes into a yellow cell is found again: in the summary and in the exports.

WORDS-01  a mark of its own in every writable cell of a district workbook stands in a sheet of the
          summary and in a table of --export and in --json, or is named here as left out
WORDS-02  true answers reach the columns that are theirs, not only a list of findings
WORDS-03  an อำเภอ that sends halves: what either workbook says of it is listed
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from issued import AMPHOE, district, issue, prefill
from office import grids
from openpyxl import load_workbook
from openpyxl.cell import Cell
from test_cli import run

from sorchor_xl.data.report_texts import load_table
from sorchor_xl.form.form_options import Prefill
from sorchor_xl.form.layout import EXTRA_COLUMNS

LEFT_OUT = frozenset(EXTRA_COLUMNS)
"""Columns of criteria the province has none of: they are hidden, and say nothing to anybody."""
FIRST = "312201"


def mark(number: int) -> str:
    """A text no other cell holds, and no number, date or choice."""
    return f"กข{number:04d}ฃ"


def writable(sheet: Any) -> Iterator[Any]:
    """The unlocked cells of a sheet, one of each merge, but for the columns left out."""
    gone = {cell.column for cell in sheet[1] if cell.value in LEFT_OUT}
    for row in sheet.iter_rows():
        for cell in row:
            open_ = isinstance(cell, Cell) and not cell.protection.locked
            if open_ and cell.column not in gone:
                yield cell


def marked() -> tuple[bytes, Mapping[str, str]]:
    """A workbook with a mark in every writable cell, and mark → place."""
    book = load_workbook(BytesIO(issue()))
    places: dict[str, str] = {}
    for sheet in book:
        if sheet.protection.sheet and sheet.sheet_state == "visible":
            for cell in writable(sheet):
                text = mark(len(places))
                places[text] = f"{sheet.title}!{cell.coordinate}"
                cell.value = text
    out = BytesIO()
    book.save(out)
    return out.getvalue(), places


@cache
def told(data: bytes, folder: Path) -> tuple[str, str, str]:
    """All that stands in the summary, in the exported tables, and in the JSON of a return."""
    inbox = folder / "returned"
    inbox.mkdir()
    (inbox / "3122.xlsx").write_bytes(data)
    summary, tables, results = folder / "s.xlsx", folder / "tables", folder / "r.json"
    done = run(
        *("summarize", inbox, "-p", "31", "--year", "2564", "--as-of", "2564-05-03", "-o", summary),
        *("--export", tables, "--json", results),
    )
    assert done.code in (0, 1), done.err
    cells = (str(value) for sheet in grids(summary).values() for row in sheet for value in row)
    exported = "\n".join(path.read_text(encoding="utf-8-sig") for path in sorted(tables.iterdir()))
    return "\n".join(cells), exported, results.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, str], tuple[str, ...]]:
    data, places = marked()
    return places, told(data, tmp_path_factory.mktemp("marks"))


@pytest.mark.parametrize("output", [0, 1, 2], ids=["summary", "export", "json"])
def test_every_mark_is_found_again(
    output: int, marks: tuple[Mapping[str, str], tuple[str, ...]]
) -> None:
    """WORDS-01."""
    places, outputs = marks
    assert len(places) > 200
    lost = {place: text for text, place in places.items() if text not in outputs[output]}
    assert lost == {}


TRUE = Prefill(
    district={
        "D.coordinator": "นางประสาน งานสมมติ",
        "D.phone": "0 4466 0000",
        "D.certifier": "นายรับรอง งานสมมติ",
        "D.reported_on": date(2021, 4, 28),
        "D.remark": "จัดตลาดชุมชนทุกเดือน",
    },
    orders={
        f"T{FIRST}.B": {
            "number": "7/2564",
            "signed_on": date(2021, 3, 2),
            "reviewed": True,
            "members": 17,
            "qualified": True,
            "qualified_count": 4,
            "copy_sent_on": date(2021, 3, 30),
        }
    },
    plans={
        f"T{FIRST}": {
            "integrated": True,
            "mission_assigned": True,
            "kok_nong_na_run": True,
            "plots": 6,
            "kok_nong_na": False,
            "plan_level": "จังหวัด",
        }
    },
    awards={
        f"T{FIRST}": {
            "study_site": True,
            "last_award_year": 2555,
            "last_award_level": "ภาค/เขต",
            "note": "เคยรับคณะดูงาน",
        }
    },
)
SHOWN = (
    ("sending", {"coordinator": "นางประสาน งานสมมติ", "phone": "0 4466 0000"}),
    ("sending", {"certifier": "นายรับรอง งานสมมติ", "stated_on": date(2021, 4, 28)}),
    ("orders", {"number": "7/2564", "reviewed": "✓ ใช่", "members": 17, "qualified_count": 4}),
    ("plans", {"mission_assigned": "✓ ใช่", "plots": 6, "kok_nong_na": "✗ ไม่ใช่"}),
    ("plans", {"kok_nong_na_run": "✓ ใช่", "plan_level": "จังหวัด"}),
    ("awards", {"study_site": "✓ ใช่ / –", "last_award_year": 2555, "note": "เคยรับคณะดูงาน"}),
    ("awards", {"last_award_level": "ภาค/เขต"}),
    ("words", {"text": "จัดตลาดชุมชนทุกเดือน", "tambon": "–"}),
)


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("true")
    inbox, path = folder / "returned", folder / "s.xlsx"
    inbox.mkdir()
    (inbox / "3122.xlsx").write_bytes(issue(values=TRUE))
    done = run("summarize", inbox, "-p", "31", "--as-of", "2564-05-03", "-o", path)
    assert done.code in (0, 1), done.err
    return grids(path)


@pytest.mark.parametrize(("key", "wanted"), SHOWN)
def test_true_answers_stand_in_their_columns(
    key: str, wanted: Mapping[str, object], summary: dict[str, Any]
) -> None:
    """WORDS-02."""
    table = load_table()
    rows = summary[table["sheets"][key]["name"]]
    heads = rows[3]
    columns = {name: heads.index(table["headings"][key][name]) for name in wanted}
    found = [{name: row[at] for name, at in columns.items()} for row in rows[4:]]
    assert wanted in found


def test_halves_are_both_heard(tmp_path: Path) -> None:
    """WORDS-03."""
    first, second = (tambon.code for tambon in district(AMPHOE).tambons[:2])
    inbox, path = tmp_path / "returned", tmp_path / "s.xlsx"
    inbox.mkdir()
    for day, (code, remark) in enumerate(((first, "งานแรกสมมติ"), (second, "งานหลังสมมติ")), start=20):
        signed: Mapping[str, str] = {"D.certifier": "นายรับรอง ระบบ", "D.remark": remark}
        half = issue(values=Prefill(tambons={code: prefill(day)}, district=signed))
        (inbox / f"{code}.xlsx").write_bytes(half)
        sent = datetime(2021, 4, day, 9, tzinfo=UTC).timestamp()
        os.utime(inbox / f"{code}.xlsx", (sent, sent))
    done = run("summarize", inbox, "-p", "31", "--as-of", "2564-05-03", "-o", path)
    assert done.code in (0, 1), done.err
    table = load_table()
    rows = grids(path)[table["sheets"]["words"]["name"]]
    texts = [row[rows[3].index(table["headings"]["words"]["text"])] for row in rows[4:]]
    assert {"งานแรกสมมติ", "งานหลังสมมติ"} <= set(texts)
    assert texts.count("นายรับรอง ระบบ") == 1
