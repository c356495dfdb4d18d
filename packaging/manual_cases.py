"""The findings that officers meet most, each with what was typed, and what is typed after mending.

Every case is a form of the sample round with one thing changed, so that the picture shows what the
form itself says beside the cell.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from manual_pictures import Shot
from openpyxl import load_workbook

from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import TambonPrefill
from sorchor_xl.workflow.demo import demo_prefills, issue_filled

AMPHOE = Amphoe("3122", "แคนดง")
TAMBON = "312201"
Value = int | float | str | date
FORMS, ORDERS = "ต.", "คำสั่งแต่งตั้ง"
"""How the sheets begin that a case may stand on."""
LEFT_OUT = frozenset({"low", "mid", "high", "previous", "note"})
"""Columns of the form that say nothing of a finding, left out so that the rest is larger."""
LEFT_OUT_OF_ORDERS = frozenset({"no", "code", "members", "qualified"})
NARROW = {"label": 38.0, "status": 36.0}
"""Columns made narrower in a picture, in letters, for the same reason."""
HIGH = 58.0
"""Height of a row whose text takes up to three lines then, in points."""


@dataclass(frozen=True, slots=True)
class Case:
    """A finding, the input it is about (a key of a row), and both values; None = left blank.

    Rows: I05 an indicator, B.… a base, F.… the head of the form, T….B the order of a ตำบล.
    ``also`` are other inputs that must hold for the finding to arise, the same before and after.
    """

    code: str
    row: str
    before: Value | None
    after: Value | None
    also: Mapping[str, Value]


_ORDER = {"number": "58/2564", "signed_on": date(2021, 2, 25), "members": 17, "qualified": True}
"""What is known of an order that the sample round says nothing of."""


def _case(code: str, row: str, before: Value | None, after: Value | None, **also: Value) -> Case:
    return Case(code, row, before, after, also)


CASES = (
    _case("E14", "I05", None, 4),
    _case("E45", "B.organizations", None, 23),
    _case("E28", "F.assessor", None, "นักวิชาการสมมติ / นักวิชาการพัฒนาชุมชน"),
    _case("W15", "T312203.B", None, date(2021, 3, 22)),
    _case("E15", "I05", "หลายครั้ง", 4),
    _case("E67", "I05", "ไม่มี", 0),
    _case("E22", "I01", "80%", 18),
    _case("E69", "I01", 0.8, 18),
    _case("E17", "I05", 2.5, 2),
    _case("E21", "I06", "มีทะเบียนแล้ว", 2),
    _case("E18", "I01", 30, 20),
    _case("W08", "I05", 400, 4),
    _case("W01", "I14", 9, 3, I12=4),
    _case("W02", "I12", 0, 3, I13=3, I14=0),
    _case("W03", "I09", 0, 2),
    _case("W04", "I05", 4, 0, I03=0),
    _case("W05", "I18", 30, 3),
    _case("W13", "F.assessed_on", "20/03/2564", "20/04/2564"),
    _case("N03", "I05", "๔", 4),
    _case("N04", "I05", "4 ครั้ง", 4),
)
"""In the order of the manual: missing, mistyped, not fitting together, read as meant."""
ALSO = {
    "officer": ("E44", "E11", "E16", "E20", "E23", "E30", "E94", "W06", "W07", "W09", "W10"),
    "file": ("E01", "E03", "E05", "E32", "E34", "E40", "E53", "E54", "E56", "W21"),
    "province": ("E13", "W14", "W17", "W27", "W61", "W72", "N01", "N02", "N22"),
}
"""Other findings of a usual round, without a picture, by who has something to do about them."""


@cache
def _typed() -> TambonPrefill:
    """A form of the sample round that nothing is wrong with."""
    return demo_prefills()[AMPHOE.code].tambons[TAMBON]


def _with(form: TambonPrefill, row: str, value: Value | None) -> TambonPrefill:
    """The form with one input changed; None = left blank."""
    if row.startswith("F."):
        blank = "" if row == "F.assessor" else None
        return replace(form, **{row[2:]: blank if value is None else value})  # type: ignore[arg-type]
    bases, answers = dict(form.bases), dict(form.answers)
    if row.startswith("B."):
        bases.pop(row[2:], None)
        bases |= {} if value is None else {row[2:]: _typed_value(value)}
    else:
        answers.pop(int(row[1:]), None)
        answers |= {} if value is None else {int(row[1:]): _typed_value(value)}
    return replace(form, bases=bases, answers=answers)


def _typed_value(value: Value) -> int | float | str:
    if isinstance(value, date):
        raise TypeError(f"{value}: no date is typed into a number's cell")
    return value


def workbook_of(case: Case, value: Value | None) -> bytes:
    """The district workbook in which the case's input holds a value."""
    whole = demo_prefills()[AMPHOE.code]
    if case.row.startswith("T"):
        order = {**_ORDER, **whole.orders.get(case.row, {}), "copy_sent_on": value}
        return issue_filled(AMPHOE, replace(whole, orders={**whole.orders, case.row: order}))
    form = _typed()
    for row, other in case.also.items():
        form = _with(form, row.replace("_", "."), other)
    forms = {**whole.tambons, TAMBON: _with(form, case.row, value)}
    return issue_filled(AMPHOE, replace(whole, tambons=forms))


def shots() -> Iterator[Shot]:
    """The pictures of every case: before with the headings above the row, after the row alone."""
    for case in CASES:
        sheet = sheet_of(case)
        without = LEFT_OUT_OF_ORDERS if sheet == ORDERS else LEFT_OUT
        for when, value in (("before", case.before), ("after", case.after)):
            book = workbook_of(case, value)
            name, headings, row = rows_of(book, sheet, case.row)
            rows = (headings, row) if when == "before" else (row,)
            yield Shot(f"{case.code.lower()}-{when}", book, name, rows, without, NARROW, HIGH)


def sheet_of(case: Case) -> str:
    """How the sheet begins that the case stands on."""
    return ORDERS if case.row.startswith("T") else FORMS


def rows_of(book: bytes, sheet: str, row: str) -> tuple[str, int, int]:
    """The first sheet that begins so, and where its headings and a row of it stand."""
    loaded = load_workbook(io.BytesIO(book), read_only=True)
    name = next(n for n in loaded.sheetnames if n.startswith(sheet))
    keys: dict[object, int] = {}
    for number, cells in enumerate(loaded[name].iter_rows(values_only=True), start=1):
        key = next((c for c in cells if isinstance(c, str)), None)
        keys.setdefault(key, number)
    loaded.close()
    return name, keys["HEAD"], keys[row]
