"""Dates as officers type them and as people read them: พ.ศ., Thai months, Thai digits.

A date is read only where one day can be meant. The year decides most cases: a workbook stores
ค.ศ., people write พ.ศ., and whoever types 2564 into a date cell stores a day 543 years away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final, Literal

from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.numbers import is_error_value, is_none_word, show
from sorchor_xl.domain.thai.text import normalise, quote_short, to_thai_digits

BE_OFFSET: Final = 543
"""พ.ศ. less ค.ศ."""

PLAUSIBLE_YEARS: Final = range(2000, 2070)
"""Years (ค.ศ.) a date of a round may have: ศอช.ต. exist since พ.ศ. 2544."""

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
MONTHS_ENGLISH: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_STORED_BE_FROM: Final = 2400
_SERIALS: Final = range(40_000, 60_001)
_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_SHORT_YEAR_DIGITS: Final = 2
_THAI_CENTURY: Final = 2500
_LONGEST_DATE: Final = 60

_MONTH_ENDINGS: Final = re.compile("(?:คม|ยน|พันธ์)$")
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})(?P<mark>[/-])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)


class Era(IntEnum):
    """What stands beside a year, or what a year can only be."""

    UNSAID = 0
    BE = 1
    CE = 2


DROPPED: Final = (" ", "เดือน", "ปี")
"""What may stand in a date and says nothing."""


def _between(month: int) -> tuple[str, ...]:
    """What may stand between day and year for one month: the same number, in the same order."""
    name, short = MONTHS[month - 1], MONTHS_SHORT[month - 1]
    digits = [f"{mark}{number}{mark}" for mark in "/-." for number in (month, f"{month:02d}")]
    ending, slip = _MONTH_ENDINGS.sub("", name), name.replace("ฎ", "ฏ")
    spelled = [name, short, short[:-1], short.replace(".", ""), ending, slip]
    marked = [f"/{short}/", f"-{short}-"]
    dated = [f"{spelling}{era}" for era in ("พ.ศ.", "ค.ศ.") for spelling in (name, short)]
    return (*digits, *spelled, *marked, *dated)


BETWEEN: Final = tuple(text for month in range(1, 13) for text in _between(month))
"""What may stand between day and year, month after month, those that say an era last.

The reader and the form's own formulas know these and no others, so that a date one takes the other
takes too.
"""
A_MONTH: Final = len(BETWEEN) // len(MONTHS)
"""How many of them each month has."""
ERA_FROM: Final = {Era.BE: A_MONTH - 4, Era.CE: A_MONTH - 2}
"""From which place of a month on an era is said."""


def _meant(place: int) -> tuple[int, Era]:
    """Month and era of a place in `BETWEEN`."""
    month, within = divmod(place, A_MONTH)
    said = [era for era, first in ERA_FROM.items() if within >= first]
    return month + 1, said[-1] if said else Era.UNSAID


_MIDDLES: Final = {text: _meant(n) for n, text in reversed(tuple(enumerate(BETWEEN)))}
STORED_SHORT: Final = range(PLAUSIBLE_YEARS.start - 57, PLAUSIBLE_YEARS.start)
"""Years (ค.ศ.) a program makes of 43–99 typed for พ.ศ. 2543–2599: 22/4/64 is stored in 1964."""
SHORT_SHIFT: Final = 57
"""From such a stored year to the one meant: 1964 → 2021, which is พ.ศ. 2564."""


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
) -> Said:
    """Return the date in พ.ศ. as people write it: "30 เมษายน 2564", "๓๐ เม.ย. ๒๕๖๔".

    Its English twin is of ค.ศ.: "30 April 2021".
    """
    names = MONTHS if style == "long" else MONTHS_SHORT
    text = f"{day.day} {names[day.month - 1]} {be_year(day)}"
    english = f"{day.day} {MONTHS_ENGLISH[day.month - 1]} {day.year}"
    return Said(to_thai_digits(text) if digits == "thai" else text, english)


def thai_day(day: date) -> str:
    """Return day and month alone, "30 เม.ย.", where the year stands elsewhere."""
    return f"{day.day} {MONTHS_SHORT[day.month - 1]}"


def be_year(day: date) -> int:
    """Return the calendar year in พ.ศ."""
    return day.year + BE_OFFSET


def _read_stored(day: date, shown: str) -> DateReading:
    """A day a program understood as a date.

    Its year is ค.ศ., unless พ.ศ. was typed as such, or two digits of it, which programs take for
    the last century.
    """
    kind, year = DateKind.DATE, day.year
    if year >= _STORED_BE_FROM:
        kind, year = DateKind.BE_STORED, year - BE_OFFSET
    elif year in STORED_SHORT:
        kind, year = DateKind.SHORT_YEAR, year + SHORT_SHIFT
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
        typed = f"{found['day']}-{found['month']}-{found['year']}"
    else:
        typed = text
        for word in DROPPED:
            typed = typed.replace(word, "")
    if typed.startswith("วัน"):
        typed = typed.partition("ที่")[2]
    if len(typed) < len("1/1/64"):
        return DateReading(DateKind.NOT_A_DATE, shown=shown)
    first = 1 + typed[1].isdecimal()
    last = 4 if typed[-3].isdecimal() else _SHORT_YEAR_DIGITS
    day, middle, year = typed[:first], typed[first:-last], typed[-last:]
    if not day.isdecimal() or middle not in _MIDDLES:
        kind = DateKind.IMPOSSIBLE if _NUMERIC.fullmatch(typed) else DateKind.NOT_A_DATE
        return DateReading(kind, shown=shown)
    month, era = _MIDDLES[middle]
    kind, meant = _year_of(year, era)
    if found and kind is DateKind.CE_YEAR:
        kind = DateKind.TEXT_REPAIRED
    return _reading(kind, meant, month, int(day), shown)


_NUMERIC: Final = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(\d{4}|\d{2})", re.ASCII)


def _year_of(digits: str, era: Era) -> tuple[DateKind, int]:
    """How a written year was meant, and the year in ค.ศ.; an era beside it must agree."""
    if not digits.isdecimal():
        return DateKind.UNCLEAR_YEAR, 0
    short = len(digits) == _SHORT_YEAR_DIGITS
    year = int(digits) + (_THAI_CENTURY if short else 0)
    own, meant = (Era.CE, year) if year in PLAUSIBLE_YEARS else (Era.BE, year - BE_OFFSET)
    if meant not in PLAUSIBLE_YEARS or era not in {Era.UNSAID, own}:
        return DateKind.UNCLEAR_YEAR, 0
    if short:
        return DateKind.SHORT_YEAR, meant
    return DateKind.CE_YEAR if own is Era.CE else DateKind.TEXT_REPAIRED, meant


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
