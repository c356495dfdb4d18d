"""A district to issue workbooks for, and eyes to look into what was issued."""

from __future__ import annotations

import base64
import warnings
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.form_options import District
from sorchor_xl.form.layout import (
    SheetKind,
    anchors_for,
    form_rows,
)
from sorchor_xl.form.locate import locate

RUBRIC = load_rubric(2564)
SCHEME = Scheme.of(RUBRIC)
WORDS = load_wording()
ANCHORS = anchors_for(RUBRIC)
FORM = WORDS.sheets[SheetKind.FORM]
BURIRAM = Province("31", "บุรีรัมย์")
NAMES = ("ในเมือง", "อิสาณ", "เสม็ด", "บ้านบัว", "สะแกโพรง", "สวายจีก", "บ้านยาง", "พระครู")
DISTRICT = District(
    BURIRAM,
    Amphoe("3101", "เมืองบุรีรัมย์"),
    tuple(Tambon(f"3101{n:02d}", name) for n, name in enumerate(NAMES, start=1)),
)
TWO = District(
    BURIRAM, Amphoe("3122", "แคนดง"), (Tambon("312201", "แคนดง"), Tambon("312202", "ดงพลอง"))
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@cache
def template() -> bytes:
    """The packaged master."""
    return build_template(SCHEME)


@cache
def blank() -> bytes:
    """Eight empty forms."""
    return issue_workbook(template(), DISTRICT, scheme=SCHEME)


def opened(data: bytes) -> Any:
    """A workbook in openpyxl; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return load_workbook(BytesIO(data))


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    """Every sheet as another reader sees it."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}


def answers(rows: list[list[object]]) -> dict[str, object]:
    """What stands in the inputs of a form that hold something."""
    located = locate(rows, ANCHORS[SheetKind.FORM])
    assert located.notes == ()
    found: dict[str, object] = {}
    for key in form_rows(RUBRIC):
        for column in ("value", "note"):
            at = located.cell(key, column)
            held = rows[at[0]][at[1]] if at and key[0] in "BFI" else ""
            if held != "":
                found[f"{key} {column}"] = held
    return found


def cell(book: dict[str, list[list[object]]], kind: SheetKind, row: str, column: str) -> object:
    """One cell of a table by its keys."""
    rows = book[WORDS.sheets[kind]]
    at = locate(rows, ANCHORS[kind]).cell(row, column)
    assert at is not None
    return rows[at[0]][at[1]]
