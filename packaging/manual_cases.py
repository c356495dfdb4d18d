"""The findings that officers meet most, each with what was typed, and what is typed after mending.

Every case is a form of the sample round with one thing changed, so that the picture shows what the
form itself says beside the cell.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from manual_pictures import Shot
from openpyxl import load_workbook

from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import TambonPrefill
from sorchor_xl.workflow.demo import demo_prefills, issue_filled

AMPHOE = Amphoe("3122", "แคนดง")
TAMBON = "312201"
Value = int | float | str
NARROW = frozenset({"low", "mid", "high", "previous", "note"})
"""Columns of the form that say nothing of a finding, left out so that the rest is larger."""


@dataclass(frozen=True, slots=True)
class Case:
    """A finding, the input it is about (a key of the form's rows), and both values; None = blank.

    ``also`` are other inputs that must hold for the finding to arise, the same before and after.
    """

    code: str
    row: str
    before: Value | None
    after: Value | None
    also: Mapping[str, Value]


def _case(code: str, row: str, before: Value | None, after: Value | None, **also: Value) -> Case:
    return Case(code, row, before, after, also)


CASES = (
    _case("E14", "I05", None, 4),
    _case("E45", "B.organizations", None, 23),
    _case("E20", "B.committee", 0, 23),
    _case("E18", "I01", 30, 20),
    _case("E15", "I05", "หลายครั้ง", 4),
    _case("E67", "I05", "ไม่มี", 0),
    _case("E22", "I01", "80%", 18),
    _case("E69", "I01", 0.8, 18),
    _case("E17", "I05", 2.5, 2),
    _case("E16", "I05", -3, 3),
    _case("E21", "I06", "มีทะเบียนแล้ว", 2),
    _case("E94", "I05", "4 องค์กร", 4),
    _case("W08", "I05", 400, 4),
    _case("W01", "I14", 9, 3, I12=4),
    _case("W02", "I12", 0, 3, I13=3, I14=0),
    _case("W03", "I09", 0, 2),
    _case("W04", "I05", 4, 0, I03=0),
    _case("W05", "I18", 30, 3),
    _case("N03", "I05", "๔", 4),
    _case("N04", "I05", "4 ครั้ง", 4),
)
"""In the order of the manual: missing, mistyped, not fitting together, read as meant."""


@cache
def _typed() -> TambonPrefill:
    """A form of the sample round that nothing is wrong with."""
    return demo_prefills()[AMPHOE.code].tambons[TAMBON]


def _with(form: TambonPrefill, row: str, value: Value | None) -> TambonPrefill:
    """The form with one input changed; None = left blank."""
    bases, answers = dict(form.bases), dict(form.answers)
    if row.startswith("B"):
        bases.pop(row[2:], None)
        bases |= {} if value is None else {row[2:]: value}
    else:
        answers.pop(int(row[1:]), None)
        answers |= {} if value is None else {int(row[1:]): value}
    return replace(form, bases=bases, answers=answers)


def workbook_of(case: Case, value: Value | None) -> bytes:
    """The district workbook in which the case's input holds a value."""
    form = _typed()
    for row, other in case.also.items():
        form = _with(form, row.replace("_", "."), other)
    whole = demo_prefills()[AMPHOE.code]
    forms = {**whole.tambons, TAMBON: _with(form, case.row, value)}
    return issue_filled(AMPHOE, replace(whole, tambons=forms))


def shots() -> Iterator[Shot]:
    """The pictures of every case, before and after: the headings and the row."""
    for case in CASES:
        for when, value in (("before", case.before), ("after", case.after)):
            book = workbook_of(case, value)
            sheet, rows = rows_of(book, case.row)
            yield Shot(f"{case.code.lower()}-{when}", book, sheet, rows, NARROW)


def rows_of(book: bytes, row: str) -> tuple[str, tuple[int, ...]]:
    """The first form's sheet, and where the headings above a row and the row itself stand."""
    loaded = load_workbook(io.BytesIO(book), read_only=True)
    name = next(n for n in loaded.sheetnames if n.startswith("ต."))
    keys = {}
    for number, cells in enumerate(loaded[name].iter_rows(values_only=True), start=1):
        key = next((c for c in cells if isinstance(c, str)), None)
        keys.setdefault(key, number)
    loaded.close()
    return name, (keys["HEAD"], keys[row])
