"""The shape of a rubric file: its tables, their keys, and what may stand at each.

A description is the phrase a refusal ends with ("… แต่ต้องเป็น" + description).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from sorchor_xl.domain.scoring.bands import Kind

PLAIN_RULE: Final = "W50"
"""Code of a rule whose sentence is its own text."""

Text = Annotated[str, Meta(min_length=1)]
Year = Annotated[
    int,
    Meta(
        ge=2500,
        le=2700,
        description="ปี พ.ศ. สี่หลัก เช่น 2564",
        extra={"en": "a Buddhist year of four digits, such as 2564"},
    ),
]
Ordinal = Annotated[int, Meta(ge=1, le=99)]
Amount = Annotated[int, Meta(ge=1, le=1_000_000)]
Points = Annotated[int, Meta(ge=0, le=1000)]
Name = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="ชื่ออักษรอังกฤษตัวเล็กกับ _ เช่น goals_reached",
        extra={"en": "a name of small letters and _, such as goals_reached"},
    ),
]
RubricId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9._-]{1,30}$",
        description="รหัสอักษรอังกฤษตัวเล็ก ตัวเลข จุด หรือขีด เช่น cdd-2564",
        extra={"en": "a code of small letters, digits, points or dashes, such as cdd-2564"},
    ),
]
ReadingId = Annotated[
    str,
    Meta(
        pattern=r"^A[0-9]{1,2}$",
        description="รหัส A ตามด้วยเลขลำดับ เช่น A1",
        extra={"en": "A and a number, such as A1"},
    ),
]
RuleCode = Annotated[
    str,
    Meta(
        pattern=r"^W[0-9]{2}$",
        description="รหัสคำเตือนในรายการข้อค้นพบ เช่น W01",
        extra={"en": "the code of a warning, such as W01"},
    ),
]
CutText = Annotated[
    str,
    Meta(
        pattern=r"^>=? *[0-9]{1,6}$",
        description="จุดตัดในรูป “>=40” หรือ “>70”",
        extra={"en": "a bound like “>=40” or “>70”"},
    ),
]
Box = Annotated[
    str,
    Meta(
        pattern=r"^[\[(] *[0-9]{1,6} *, *[0-9]{0,6} *[\])]$",
        description="ช่วงในรูป “[0,40)” หรือ “[3,)”",
        extra={"en": "a range like “[0,40)” or “[3,)”"},
    ),
]
Compared = Annotated[
    str,
    Meta(
        pattern=r"^ *[a-z][a-z0-9_]* *(<>|>=|<=|=|>|<) *([a-z][a-z0-9_]*|[0-9]{1,6}) *$",
        description="การเปรียบเทียบในรูป “goals_reached > goals” หรือ “members = 0”",
        extra={"en": "a comparison like “goals_reached > goals” or “members = 0”"},
    ),
]


class SourceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The letter the rubric comes from."""

    letter: Text
    date: date
    subject: Text
    issuer: Text
    annex: Text
    duty_rules: tuple[Text, ...]
    plan_rule: Text


class DateTable(Struct, frozen=True, forbid_unknown_fields=True):
    """One date, ค.ศ., with the paragraph it stands in."""

    on: date
    source: Text
    label: Text


class DatesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Every date the program works with; a rubric without one of them could not be used."""

    counted_from: DateTable
    orders_due: DateTable
    window_start: DateTable
    window_end: DateTable
    results_due: DateTable
    plans_due: DateTable
    department_due: DateTable


class AwardTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The award of แนวทาง ข้อ 7."""

    min_gap_years: Annotated[int, Meta(ge=0, le=50)]
    source: str = ""


class LevelTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A level and its totals."""

    level: Annotated[int, Meta(ge=1, le=9)]
    name: Text
    min: Points
    max: Points
    text: Text
    source: Text


class CategoryTable(Struct, frozen=True, forbid_unknown_fields=True):
    """หมวด."""

    id: Ordinal
    text: Text
    display: Text
    short: Text


class BaseTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A denominator typed once per ตำบล."""

    key: Name
    label: Text
    unit: Text
    zero: Literal["error", "reading"]
    high: Amount
    prompt: Text
    source: Text


class IndicatorTable(Struct, frozen=True, forbid_unknown_fields=True):
    """ตัวชี้วัด; which keys go together is a question of `rubric_lint`."""

    id: Ordinal
    role: Name
    category: Ordinal
    kind: Kind
    text: Text
    display: Text
    short: Text
    criteria: Annotated[tuple[Text, ...], Meta(min_length=2)]
    prompt_title: Text
    prompt: Text
    boxes: tuple[Box, ...] = ()
    cuts: tuple[CutText, ...] = ()
    shown: tuple[Text, ...] = ()
    unit: str = ""
    counted: str = ""
    base: Name | None = None
    base_indicator: Name | None = None
    zero: Literal["error", "reading"] = "reading"
    high: Amount | None = None


class OptionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """One way to read a place; ``cuts`` by role."""

    text: Text
    says: Text
    cuts: dict[Name, tuple[CutText, ...]] = {}
    rounded: bool = False
    zero_base: Literal["lowest", "error"] | None = None


class ReadingTable(Struct, frozen=True, forbid_unknown_fields=True):
    """การตีความ; ``covers`` by role."""

    id: ReadingId
    where: Text
    problem: Text
    reason: Text
    covers: dict[Name, Box] = {}
    notice: bool = False
    default: str = ""
    alternative: str = ""
    options: dict[Name, OptionTable] = {}
    principle: str = ""
    other: str = ""
    for_officers: bool = True


class RuleTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What does not fit together within one form."""

    at: Name
    when: Annotated[tuple[Compared, ...], Meta(min_length=1)]
    text: Text
    any: tuple[Compared, ...] = ()
    code: RuleCode = PLAIN_RULE


class RubricTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    id: RubricId
    version: Text
    fiscal_year: Year
    title: Text
    form_title: Text
    scale: Text
    min_points: Literal[1]
    max_points: Annotated[int, Meta(ge=2, le=9)]
    big_change: Amount
    score_names: Annotated[tuple[Text, ...], Meta(min_length=2)]
    source: SourceTable
    dates: DatesTable
    award: AwardTable
    levels: Annotated[tuple[LevelTable, ...], Meta(min_length=1)]
    categories: Annotated[tuple[CategoryTable, ...], Meta(min_length=1)]
    bases: tuple[BaseTable, ...]
    indicators: Annotated[tuple[IndicatorTable, ...], Meta(min_length=1)]
    readings: tuple[ReadingTable, ...]
    rules: tuple[RuleTable, ...] = ()
