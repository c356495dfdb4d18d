"""Row keys: how the hidden first column of an answer sheet names what stands in a row.

A key is one letter for what it is and then which one: "B.committee" a base, "I07" an indicator,
"C1" the band of a หมวด, "F.assessor" a field of the form, "D.phone" a field of ข้อมูลอำเภอ,
"T310101" a ตำบล, "T310101.B" an order. Keys are written and read here and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache
from typing import Final


class RowGroup(StrEnum):
    """What a row is, by the first letter of its key."""

    BASE = "B"
    INDICATOR = "I"
    CATEGORY = "C"
    FIELD = "F"
    DISTRICT = "D"
    TAMBON = "T"
    AMPHOE = "A"
    FOOT = ""


_GROUPS: Final = {group.value: group for group in RowGroup}
FIELD_ROWS: Final = ("F.assessor", "F.assessed_on")
FOOT_ROWS: Final = ("TOTAL", "LEVEL", "PROGRESS", "GAP")
DISTRICT_ROWS: Final = (
    "D.coordinator",
    "D.position",
    "D.phone",
    "D.certifier",
    "D.reported_on",
    "D.remark",
)
ANSWER_GROUPS: Final = frozenset(RowGroup) - {RowGroup.CATEGORY, RowGroup.FOOT}
"""Groups whose rows an officer writes in."""


@lru_cache(maxsize=4096)
def row_group(row: str) -> RowGroup:
    """What the row of a key is; FOOT for total, level and what else stands below the table."""
    return RowGroup.FOOT if row in FOOT_ROWS else _GROUPS.get(row[0], RowGroup.FOOT)


def row_name(row: str) -> str:
    """What follows the letter: the key of a base, the name of a field, the code of an area."""
    return row[1:].removeprefix(".")


def row_number(row: str) -> int:
    """The number of the indicator or หมวด of a row."""
    return int(row[1:])


def base_row(key: str) -> str:
    """Row key of a base, by its key in the rubric."""
    return f"B.{key}"


def field_row(name: str) -> str:
    """Row key of a field of a form sheet: who assessed, and when."""
    return f"F.{name}"


def district_row(name: str) -> str:
    """Row key of a field of ข้อมูลอำเภอ."""
    return f"D.{name}"


@cache
def indicator_row(number: int) -> str:
    """Row key of an indicator."""
    return f"I{number:02d}"


def category_row(number: int) -> str:
    """Row key of the band of a หมวด, which holds its subtotal."""
    return f"C{number}"


def tambon_row(code: str) -> str:
    """Row key of a ตำบล on แผนพัฒนาตำบล and คัดเลือกดีเด่น."""
    return f"T{code}"


def order_row(area_code: str, *, board: bool = False) -> str:
    """Row key of an order: ศอช.ต. or ศอช.อ. by the length of the code, ก.บ.ต. with ``board``."""
    letter = "A" if len(area_code) == len("3101") else "T"
    return f"{letter}{area_code}.{'B' if board else 'C'}"


def order_parts(row: str) -> tuple[RowGroup, str, str]:
    """Group, area code and last letter of the row key of an order: "T310101.B" → T, 310101, B."""
    code, _, letter = row[1:].partition(".")
    return RowGroup(row[0]), code, letter
