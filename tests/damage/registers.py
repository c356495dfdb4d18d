"""What people do to the tables of orders, plans and awards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from issued import issue, prefill

from damage.subject import CODES, Promise, Subject, damage, flagged, right
from damage.surgery import Sheet, Workbook
from sorchor_xl.form.form_options import Prefill

ORDERS, PLANS = "คำสั่งแต่งตั้ง", "แผนพัฒนาตำบล"
ACCUSED = frozenset({"W15", "W27"})
"""Said where copies of orders have not come."""


@cache
def complete() -> bytes:
    """The filled workbook with all its orders and plans."""
    order = {"number": "7/2564", "signed_on": date(2021, 3, 2), "reviewed": True, "members": 15}
    order["copy_sent_on"] = date(2021, 3, 30)
    keys = ["A3122.C", *(f"T{code}.{letter}" for code in CODES for letter in "CB")]
    plan = {"integrated": True, "sent_to_amphoe_on": date(2021, 4, 1)}
    signed: dict[str, str | date] = {
        "D.certifier": "นายรับรอง ระบบ",
        "D.reported_on": date(2021, 4, 28),
    }
    return issue(
        values=Prefill(
            tambons={code: prefill(n) for n, code in enumerate(CODES)},
            district=signed,
            orders={key: {**order} for key in keys},
            plans={f"T{code}": {**plan} for code in CODES},
        )
    )


def register(subject: Subject, name: str) -> tuple[Sheet, dict[str, tuple[int, int]]]:
    """A table of the complete workbook, and where its keys stand."""
    subject.book = Workbook(complete())
    sheet = subject.book.sheet(name)
    return sheet, {text: (row, column) for row, column, text in subject.book.texts(sheet)}


def merge_down(subject: Subject, column: str, first: str, last: str) -> None:
    """Merge a column over rows: what stood below the first is gone."""
    sheet, keys = register(subject, ORDERS)
    top, bottom, at = keys[first][0], keys[last][0], keys[column][1]
    for row in range(top + 1, bottom + 1):
        sheet.put(row, at, None)
    sheet.unmerge()
    sheet.merge((top, at), (bottom, at))


@damage
def days_of_orders_merged(subject: Subject) -> Promise:
    """One day, or one number, for all: nobody is told that he has not sent."""
    column = subject.throw.choice(["copy_sent_on", "number", "signed_on", "reviewed"])
    last = subject.throw.choice(CODES[1:])
    merge_down(subject, column, f"T{CODES[0]}.C", f"T{last}.B")
    return replace(right("N32"), unsaid=ACCUSED)


@damage
def orders_merged_across(subject: Subject) -> Promise:
    """Two columns of one row merged: one of the values is gone."""
    sheet, keys = register(subject, ORDERS)
    row, left = keys[f"T{subject.code}.C"][0], keys["number"][1]
    sheet.unmerge()
    sheet.put(row, left + 1, None)
    sheet.merge((row, left), (row, left + 1))
    return flagged("E30")


@damage
def ditto_in_orders(subject: Subject) -> Promise:
    """A mark for "as above" in a column of days."""
    sheet, keys = register(subject, ORDERS)
    mark = subject.throw.choice(['"', "〃", "เช่นเดียวกัน", "”", "ตามข้างบน"])
    sheet.put(keys[f"T{subject.code}.B"][0], keys["copy_sent_on"][1], mark)
    return flagged("E25")


@damage
def row_added_to_orders(subject: Subject) -> Promise:
    """Another order in a row of its own, between the rows or below them: it is told."""
    sheet, keys = register(subject, ORDERS)
    rows = [row for key, (row, _) in keys.items() if key.startswith("T3122")]
    at = subject.throw.choice([min(rows) + 1, max(rows) + 1, max(rows) + 4])
    sheet.insert_rows(at)
    text = f"{subject.throw.randint(80, 99)}/2564"
    sheet.put(at, keys["number"][1], text)
    sheet.put(at, keys["members"][1], subject.throw.randint(20, 40))
    return replace(right("N31"), words=(text,), unsaid=ACCUSED)


@damage
def plans_sorted(subject: Subject) -> Promise:
    """Rows of the table of plans change places."""
    sheet, keys = register(subject, PLANS)
    one, other = subject.throw.sample(CODES, 2)
    sheet.swap_rows(keys[f"T{one}"][0], keys[f"T{other}"][0])
    return replace(right(), unsaid=ACCUSED)
