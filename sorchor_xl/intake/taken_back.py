"""Answers that their writer may have taken back: by a comment, or by letters in a pale grey.

A comment with a word that takes back is an error, for nobody knows which value holds; any other is
a warning. Grey is a warning, and only where most of the form is not grey: a province may print
its forms in grey, and no other colour means anything by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sorchor_xl.domain.round.records import TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import normalise
from sorchor_xl.form.row_keys import RowGroup, indicator_row, row_group, row_number
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At, Input, Item
from sorchor_xl.workbooks.sheet_traits import NumberClass

_TAKEN_BACK, _COMMENTED, _GREY, _REMARKED = "E98", "W62", "W64", "W81"
_INPUTS: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})
_VOID_WORDS: Final = (
    *("ยกเลิก", "ไม่ใช้", "ไม่นับ", "ไม่เอา", "ผิด", "ตัดออก", "ลบ", "โมฆะ", "แก้เป็น"),
    *("void", "cancel", "wrong", "ignore"),
)
_BLANK: Final = (None, "")
_DOUBTS: Final = re.compile(
    r"ไม่แน่ใจ|รอ(?:การ)?(?:ตรวจสอบ|ยืนยัน|ข้อมูล)|^(?:ตัวเลข)?(?:โดย)?ประมาณ(?:การ)?$|^คาดว่า|^[?!]+$"
)
"""What says in a remark that the answer beside it is not certain."""
_OF_YEAR: Final = re.compile(
    r"(?:ข้อมูล|ผลงาน|ตัวเลข|ผล)(?:ของ)? *ปี *(?:งบประมาณ)? *(?:พ\.ศ\.)? *(25\d\d)"
)
_NOTHING_DONE: Final = re.compile(
    r"(?:ยัง)?(?:ไม่มี|ไม่ได้)(?:การ)?(?:ดำเนินการ|ดำเนินงาน|กิจกรรม|ผลงาน|จัด|ทำ)(?:ในปีนี้|ในรอบปี)?"
)
_SAYS_OTHERWISE: Final = re.compile(
    r"(?:แก้(?:ไข)?(?:เป็น|จาก)|ปรับเป็น|เปลี่ยนเป็น|ที่ถูก(?:ต้อง)?(?:คือ|เป็น)|ควรเป็น|ต้องเป็น) *\d"
    r"|^(?:ขอ)?(?:ยกเลิก|ไม่ใช้|ไม่นับ|ไม่เอา|ตัดออก|โมฆะ|กรอกผิด|ผิด)"
    r"(?:$|[ \d.,(]|ข้อ|ค่า|นี้|แล้ว|คำตอบ|รายการ|ครับ|ค่ะ)|^(?:void|cancel|wrong)",
    re.IGNORECASE,
)
"""What says in a remark that the answer beside it is another, or none. Evidence speaks of mending
and changing too (“แก้ไขปัญหาความยากจน”): a number must follow, or the remark begin with it."""


def say_taken_back(page: AnswerSheet, area: Area) -> None:
    """Put down which answers of a form a comment or a pale grey speaks against."""
    comments, grey, filled = page.sheet.traits.comments, [], 0
    for key, at in _answered(page):
        filled += 1
        if at in comments:
            words = comments[at]
            void = any(word in words.casefold() for word in _VOID_WORDS)
            _input(page, area, key, at).say(_TAKEN_BACK if void else _COMMENTED, words)
        if page.details(at).number is NumberClass.FAINT:
            grey.append((key, at))
    for key, at in grey if 2 * len(grey) <= filled else ():
        _input(page, area, key, at).say(_GREY, show(page.raw(at)))


def say_remarks(page: AnswerSheet, area: Area, ret: TambonReturn) -> None:
    """Put down remarks beside answers that say the answer is another, is not certain, is of another
    year, or that nothing was done where a number above 0 is given."""
    for number, note in ret.notes.items():
        at, said = page.located.cell(indicator_row(number), "note"), normalise(note)
        years = {int(year) for year in _OF_YEAR.findall(said)}
        none = _NOTHING_DONE.fullmatch(said) and _is_some(page, number, ret)
        if at is not None and (
            _SAYS_OTHERWISE.search(said)
            or _DOUBTS.search(said)
            or (years and page.context.fiscal_year not in years)
            or none
        ):
            page.input_at(at, area, Item(number)).say(_REMARKED, note)


def _is_some(page: AnswerSheet, number: int, ret: TambonReturn) -> bool:
    """Whether an indicator asks for a number, and one above 0 is given."""
    kind = page.context.scheme.rubric.indicator(number).kind
    return kind is not Kind.CHOICE and bool(ret.answers[number].value)


def _answered(page: AnswerSheet) -> Iterator[tuple[str, At]]:
    """Row key and place of every input that holds something."""
    column = page.located.columns.get("value")
    for key, row in page.located.rows.items() if column is not None else ():
        at = (row, column or 0)
        if row_group(key) in _INPUTS and page.raw(at) not in _BLANK:
            yield key, at


def _input(page: AnswerSheet, area: Area, key: str, at: At) -> Input:
    number = row_number(key) if row_group(key) is RowGroup.INDICATOR else None
    label = "" if number else page.context.row_labels[key]
    return page.input_at(at, area, Item(number, label=label))
