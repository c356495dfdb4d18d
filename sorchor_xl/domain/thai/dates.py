"""Dates as officers type them and as people read them: พ.ศ., Thai months, Thai digits.

A date is read only where one day can be meant. The year decides most cases: a workbook stores
ค.ศ., people write พ.ศ., and whoever types 2564 into a date cell stores a day 543 years away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from sorchor_xl.domain.thai.numbers import is_error_value, is_none_word, show
from sorchor_xl.domain.thai.text import fold, normalise, quote_short, to_thai_digits

BE_OFFSET: Final = 543
"""พ.ศ. less ค.ศ."""

PLAUSIBLE_YEARS: Final = range(2000, 2070)
"""Years (ค.ศ.) a date of a round may have: ศอช.ต. exist since พ.ศ. 2544. A cell typed 22/4/64
that a program took for 1964 lies outside."""

MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
MONTHS_SHORT: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)

_FISCAL_YEAR_STARTS: Final = 10
_STORED_BE_FROM: Final = 2400
_SERIALS: Final = range(40_000, 60_001)
_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_SHORT_YEAR_DIGITS: Final = 2
_THAI_CENTURY: Final = 2500
_LONGEST_DATE: Final = 60

_MONTH_ENDINGS: Final = re.compile("(?:คม|ยน|พันธ์)$")
_COMMON_SLIP: Final = ("ฏ", "ฎ")
_MONTH_NUMBERS: Final = {
    fold(spelling).replace(".", ""): number
    for number, names in enumerate(zip(MONTHS, MONTHS_SHORT, strict=True), 1)
    for spelling in (*names, _MONTH_ENDINGS.sub("", names[0]))
}
_NUMERIC: Final = re.compile(
    r"(?P<day>\d{1,2}) ?(?P<mark>[/.-]) ?(?P<month>\d{1,2}) ?(?P=mark) ?(?P<year>\d{4}|\d{2})",
    re.ASCII,
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})(?P<mark>[/-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_NAMED: Final = re.compile(
    r"(?:วัน[ก-๎]*?ที่)? ?(?P<day>\d{1,2})[ /-]*(?:เดือน)? ?(?P<month>[ก-๎.]+?)[ /-]*"
    r"(?P<era>พ\.?ศ\.?|ค\.?ศ\.?|ปี)? ?(?P<year>\d{4}|\d{2})",
    re.ASCII,
)


class DateKind(StrEnum):
    """What a date input holds."""

    BLANK = "blank"
    DATE = "date"
    BE_STORED = "be_stored"
    SERIAL = "serial"
    TEXT_REPAIRED = "text_repaired"
    SHORT_YEAR = "short_year"
    CE_YEAR = "ce_year"
    UNCLEAR_YEAR = "unclear_year"
    IMPOSSIBLE = "impossible"
    NONE_WORD = "none_word"
    NOT_A_DATE = "not_a_date"
    ERROR_VALUE = "error_value"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as typed. ``value`` stands where one day is meant, ``shown`` is the text of the cell.

    DATE is as it should be; BE_STORED, SERIAL, TEXT_REPAIRED, SHORT_YEAR (64 for 2564) and
    CE_YEAR (text with a year of ค.ศ.) were put right; all others have no value: UNCLEAR_YEAR is
    neither a possible พ.ศ. nor ค.ศ., IMPOSSIBLE is no day of the calendar.
    """

    kind: DateKind
    value: date | None = None
    shown: str = ""


def parse_date(raw: object, *, epoch1904: bool = False) -> DateReading:
    """Return what a date input says; ``raw`` is a cell value as readers yield it.

    ``epoch1904`` tells that the workbook counts days from 1904; it matters to bare serial
    numbers only. Times of day are dropped.
    """
    shown = show(raw)
    if isinstance(raw, str):
        return _read_text(normalise(raw), shown)
    if raw is None:
        return DateReading(DateKind.BLANK)
    if isinstance(raw, datetime):
        return _read_stored(raw.date(), shown)
    if isinstance(raw, date):
        return _read_stored(raw, shown)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _read_serial(raw, shown, _EPOCH_1904 if epoch1904 else _EPOCH_1900)
    return DateReading(DateKind.NOT_A_DATE, shown=shown)


def parse_user_date(text: str) -> date:
    """Return the date of a command-line option: พ.ศ. or ค.ศ., Thai or Arabic digits.

    Raises `ValueError` with a Thai sentence.
    """
    value = parse_date(text).value
    if value is None:
        raise ValueError(
            f"วันที่ “{quote_short(text)}” ไม่ถูกต้อง "
            "โปรดระบุ เช่น 30/04/2564, 30 เม.ย. 2564 หรือ 2021-04-30"
        )
    return value


def thai_date(
    day: date,
    *,
    digits: Literal["arabic", "thai"] = "arabic",
    style: Literal["long", "short"] = "long",
) -> str:
    """Return the date in พ.ศ. as people write it: "30 เมษายน 2564", "๓๐ เม.ย. ๒๕๖๔"."""
    names = MONTHS if style == "long" else MONTHS_SHORT
    text = f"{day.day} {names[day.month - 1]} {be_year(day)}"
    return to_thai_digits(text) if digits == "thai" else text


def be_year(day: date) -> int:
    """Return the calendar year in พ.ศ."""
    return day.year + BE_OFFSET


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year (พ.ศ.) of the day: October begins the next."""
    return be_year(day) + (day.month >= _FISCAL_YEAR_STARTS)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """Return the first and last day of a fiscal year (พ.ศ.): 1 October to 30 September."""
    ends = year - BE_OFFSET
    return date(ends - 1, 10, 1), date(ends, 9, 30)


def _read_stored(day: date, shown: str) -> DateReading:
    """A day a program understood as a date: its year is ค.ศ., unless พ.ศ. was typed as such."""
    kind, year = DateKind.DATE, day.year
    if year >= _STORED_BE_FROM:
        kind, year = DateKind.BE_STORED, year - BE_OFFSET
    if year not in PLAUSIBLE_YEARS:
        return DateReading(DateKind.UNCLEAR_YEAR, shown=shown)
    return _reading(kind, year, day.month, day.day, shown)


def _read_serial(number: float, shown: str, epoch: date) -> DateReading:
    """A day count without date format. Other numbers may be 220464 or 2564, so they are no date."""
    if not _SERIALS.start <= number < _SERIALS.stop:
        return DateReading(DateKind.NOT_A_DATE, shown=shown)
    day = epoch + timedelta(days=int(number))
    if day.year not in PLAUSIBLE_YEARS:
        return DateReading(DateKind.UNCLEAR_YEAR, shown=shown)
    return DateReading(DateKind.SERIAL, day, shown)


def _read_text(text: str, shown: str) -> DateReading:
    if not text:
        return DateReading(DateKind.BLANK, shown=shown)
    if is_error_value(text):
        return DateReading(DateKind.ERROR_VALUE, shown=shown)
    if is_none_word(text):
        return DateReading(DateKind.NONE_WORD, shown=shown)
    if len(text) > _LONGEST_DATE:
        return DateReading(DateKind.NOT_A_DATE, shown=shown)
    return _read_written(text, shown)


def _read_written(text: str, shown: str) -> DateReading:
    if found := _YEAR_FIRST.fullmatch(text):
        month = int(found["month"])
        kind, year = _year_of(found["year"])
        kind = DateKind.TEXT_REPAIRED if kind is DateKind.CE_YEAR else kind
    elif found := _NUMERIC.fullmatch(text):
        month = int(found["month"])
        kind, year = _year_of(found["year"])
    elif found := _NAMED.fullmatch(text):
        name = fold(found["month"]).replace(".", "").replace(*_COMMON_SLIP)
        if name not in _MONTH_NUMBERS:
            return DateReading(DateKind.NOT_A_DATE, shown=shown)
        month = _MONTH_NUMBERS[name]
        kind, year = _year_of(found["year"], found["era"] or "")
    else:
        return DateReading(DateKind.NOT_A_DATE, shown=shown)
    return _reading(kind, year, month, int(found["day"]), shown)


def _year_of(digits: str, era: str = "") -> tuple[DateKind, int]:
    """How a written year was meant, and the year in ค.ศ.; an era beside it must agree."""
    year = int(digits)
    if len(digits) == _SHORT_YEAR_DIGITS:
        kind, meant = DateKind.SHORT_YEAR, year + _THAI_CENTURY - BE_OFFSET
    elif year in PLAUSIBLE_YEARS:
        kind, meant = DateKind.CE_YEAR, year
    else:
        kind, meant = DateKind.TEXT_REPAIRED, year - BE_OFFSET
    said_ce, said_be = era.startswith("ค"), era.startswith("พ")
    disagrees = said_be if kind is DateKind.CE_YEAR else said_ce
    if disagrees or meant not in PLAUSIBLE_YEARS:
        return DateKind.UNCLEAR_YEAR, year
    return kind, meant


def _reading(kind: DateKind, year: int, month: int, day: int, shown: str) -> DateReading:
    if kind is DateKind.UNCLEAR_YEAR:
        return DateReading(kind, shown=shown)
    try:
        return DateReading(kind, date(year, month, day), shown)
    except ValueError:
        return DateReading(DateKind.IMPOSSIBLE, shown=shown)


def parse_fiscal_year(text: str) -> int:
    """The fiscal year in พ.ศ. of a text in พ.ศ. or ค.ศ., Thai or Arabic digits.

    Raises ValueError with a Thai sentence for anything else.
    """
    digits = normalise(text)
    year = int(digits) if digits.isdecimal() else 0
    if year in PLAUSIBLE_YEARS:
        return year + BE_OFFSET
    if year - BE_OFFSET in PLAUSIBLE_YEARS:
        return year
    raise ValueError(f"ปีงบประมาณ “{quote_short(text)}” ไม่ถูกต้อง โปรดระบุปี พ.ศ. สี่หลัก เช่น 2564")
