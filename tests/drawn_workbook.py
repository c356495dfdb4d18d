"""A district workbook drawn from keys and wording alone, small enough to read in a test.

The packaged form looks better; for the reader both are the same, and what is tested here does not
change when the form is restyled.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.form.layout import (
    COLUMNS,
    SheetKind,
    Token,
    criterion_columns,
    form_columns,
    form_headings,
    form_rows,
    make_token,
    sheet_columns,
)
from sorchor_xl.form.row_keys import DISTRICT_ROWS, indicator_row, order_row, tambon_row

RUBRIC = load_rubric(2564)
WORDS = load_wording()
HEAD_AT = 5
Values = Mapping[str, object]


@dataclass(frozen=True)
class Drawing:
    """What a workbook holds: ตำบล code → row key → value; other sheets by row key.column key."""

    amphoe: str = "3101"
    forms: Mapping[str, Values] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    orders: Values = field(default_factory=dict)
    plans: Values = field(default_factory=dict)
    awards: Values = field(default_factory=dict)
    district: Values = field(default_factory=dict)
    year: int = 2564
    formulas: bool = True


def full(value: int = 2, base: int = 10) -> dict[str, object]:
    """A form filled in every input: bases alike, counts alike, choices as their second text."""
    filled: dict[str, object] = {f"B.{b.key}": base for b in RUBRIC.bases}
    for indicator in RUBRIC.indicators:
        choice = indicator.kind.value == "choice"
        filled[indicator_row(indicator.id)] = indicator.criteria[1] if choice else value
    return {**filled, "F.assessor": "สมหมาย ใจดี", "F.assessed_on": date(2021, 4, 22)}


def draw(drawing: Drawing, touch: Callable[[Any], None] | None = None) -> bytes:
    """The workbook as .xlsx; ``touch`` may do to the xlsxwriter workbook what it wants."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    pen = _Pen(book, drawing)
    pen.district()
    for code, values in drawing.forms.items():
        pen.form(code, values)
    for kind, values in (
        (SheetKind.ORDERS, drawing.orders),
        (SheetKind.PLANS, drawing.plans),
        (SheetKind.AWARDS, drawing.awards),
    ):
        pen.table(kind, values)
    if touch:
        touch(book)
    book.close()
    return buffer.getvalue()


class _Pen:
    """Draws keyed tables."""

    def __init__(self, book: Any, drawing: Drawing) -> None:
        self.book, self.drawing = book, drawing
        self.day = book.add_format({"num_format": "d/m/yyyy"})

    def _sheet(self, name: str, kind: SheetKind, area: str) -> Any:
        sheet = self.book.add_worksheet(name)
        columns = sheet_columns(kind, RUBRIC)
        sheet.write_row(0, 0, ["KEYS", *columns])
        token = make_token(Token(RUBRIC.id, self.drawing.year, area, kind))
        sheet.write_string(2, 2, f"รหัสแบบ {token}")
        words = WORDS.headings[kind]
        if kind is SheetKind.FORM:
            words = form_headings(RUBRIC, WORDS)
        headings = [words[column] for column in columns]
        sheet.write_row(HEAD_AT, 0, ["HEAD", *headings])
        return sheet

    def _value(self, sheet: Any, row: int, column: int, value: object) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, str) and value.startswith("="):
            sheet.write_formula(row, column, value, None, 7)
        elif value is not None:
            sheet.write(row, column, value)

    def form(self, code: str, values: Values) -> None:
        name = self.drawing.names.get(code, code)
        sheet = self._sheet(f"ต.{name}", SheetKind.FORM, code)
        sheet.write_string(3, 2, f"ตำบล{name} (รหัสตำบล {code})")
        labels = {f"B.{b.key}": b.label for b in RUBRIC.bases}
        labels |= {indicator_row(i.id): i.display for i in RUBRIC.indicators}
        labels |= {key: WORDS.labels[key] for key in ("F.assessor", "F.assessed_on")}
        at = {column: n for n, column in enumerate(form_columns(RUBRIC), 1)}
        for row, key in enumerate(form_rows(RUBRIC), HEAD_AT + 1):
            sheet.write_string(row, 0, key)
            if key[0] == "I":
                sheet.write_number(row, at["no"], int(key[1:]))
                if self.drawing.formulas:
                    self._formulas(sheet, row, at)
                criteria = RUBRIC.indicator(int(key[1:])).criteria
                for place, text in zip(criterion_columns(RUBRIC.max_points), criteria, strict=True):
                    sheet.write_string(row, at[place], text)
            sheet.write_string(row, at["label"], labels.get(key, ""))
            self._value(sheet, row, at["value"], values.get(key))
            self._value(sheet, row, at["note"], values.get(f"{key}.note"))

    def _formulas(self, sheet: Any, row: int, at: Mapping[str, int]) -> None:
        for column in ("base", "share", "points", "standing", "status"):
            text = f'IF(H{row + 1}="","",IF(H{row + 1}*100>=40*10,2,1))'
            sheet.write_formula(row, at[column], text, None, 2)

    def table(self, kind: SheetKind, values: Values) -> None:
        sheet = self._sheet(WORDS.sheets[kind], kind, self.drawing.amphoe)
        at = {column: n for n, column in enumerate(COLUMNS[kind], 1)}
        for row, (key, code, order) in enumerate(self._rows(kind), HEAD_AT + 1):
            sheet.write_string(row, 0, key)
            sheet.write_number(row, at["no"], row - HEAD_AT)
            sheet.write_string(row, at["code"], code)
            if order:
                sheet.write_string(row, at["order"], WORDS.order_kinds[order])
            for column, place in at.items():
                self._value(sheet, row, place, values.get(f"{key}.{column}"))

    def _rows(self, kind: SheetKind) -> list[tuple[str, str, str]]:
        if kind is not SheetKind.ORDERS:
            return [(tambon_row(code), code, "") for code in self.drawing.forms]
        amphoe = self.drawing.amphoe
        rows = [(order_row(amphoe), amphoe, "A.C")]
        for code in self.drawing.forms:
            rows += [(order_row(code), code, "T.C"), (order_row(code, board=True), code, "T.B")]
        return rows

    def district(self) -> None:
        sheet = self._sheet(
            WORDS.sheets[SheetKind.DISTRICT], SheetKind.DISTRICT, self.drawing.amphoe
        )
        for row, key in enumerate(DISTRICT_ROWS, HEAD_AT + 1):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, WORDS.labels[key])
            self._value(sheet, row, 2, self.drawing.district.get(key))
