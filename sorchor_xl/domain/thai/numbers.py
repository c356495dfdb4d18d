"""What an officer typed into an input: a whole number, a choice from a list, yes or no.

A grammar of our own, as a list of what is allowed: Python's `int` and `float` also accept
1_000, nan and 1e3. Where more than one number could be meant, none is: the caller asks the
officer. Nothing here decides what a blank or a "ไม่มี" is worth.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sorchor_xl.domain.thai.text import STRUCK_MARK, clean_for_output, fold, normalise

LARGEST_COUNT: Final = 1_000_000_000
"""Nothing in a ตำบล is counted beyond this; more digits are a slip or another kind of number."""

DATE_SERIALS: Final = (range(40179, 51502), range(238_500, 250_000))
"""Days of our time as spreadsheets count them: 2010–2040 as ค.ศ., and the same years as พ.ศ. that
were taken for ค.ศ. Nothing in a ตำบล is counted in such numbers."""

WHOLE_WITHIN: Final = 15
"""Digits a spreadsheet shows; a number whole in these may still not be."""

UNIT_WORDS: Final = frozenset(
    {
        "คน",
        "องค์กร",
        "ภารกิจ",
        "ครั้ง",
        "แห่ง",
        "โครงการ",
        "กิจกรรม",
        "โครงการ/กิจกรรม",
        "เป้าหมาย",
        "กองทุน",
        "ตำบล",
        "หน่วยงาน",
    }
)
"""Words that may follow a number without changing it, besides the indicator's own unit."""

_PER_YEAR: Final = ("/ปี", "ต่อปี")
_NUMBER_WORD: Final = "จำนวน"
NONE_WORDS: Final = frozenset(
    {
        *("-", "--", "---"),
        "ไม่มี",
        "ไม่เคย",
        "ยังไม่มี",
        "ไม่ได้ดำเนินการ",
        "ไม่ได้จัด",
        "ไม่มีข้อมูล",
        "n/a",
        "na",
        "none",
        "nil",
    }
)
"""What people write for nothing, as `fold` leaves it."""
_ERROR_VALUE: Final = re.compile(
    r"#(?:N/A|NAME\?|GETTING_DATA|"
    r"(?:REF|DIV/0|VALUE|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY)!)|Err:\d{3}",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    r"ร้อยละ *\d+(?:\.\d+)? *%?|\d+(?:\.\d+)? *(?:%|เปอร์เซ็นต์|เปอร์เซนต์)", re.ASCII
)
_FIGURE: Final = re.compile(
    r"(?P<sign>-?)(?P<whole>0?\d|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<decimals>\d+))?",
    re.ASCII,
)
_AFTER_SLASH: Final = re.compile(r" *(/) *")
_ZERO_DECIMALS: Final = frozenset({"0", "00"})
_MOST_DIGITS: Final = 15
_THAI_DIGIT: Final = re.compile("[๐-๙]")
_FULL_WIDTH: Final = re.compile("[\uff01-\uff5e]")
_CHOICE: Final = re.compile(r"(?P<number>\d+) *[-.:)]* *(?P<text>.*)", re.ASCII)

_TICKS: Final = frozenset("✓✔☑✅√/")
_CROSSES: Final = frozenset("✗✘❌×")
_YES_WORDS: Final = frozenset(
    {"มี", "มีแล้ว", "ใช่", "แล้ว", "ผ่าน", "เป็น", "ได้", "เคย", "ส่งแล้ว", "จัดส่งแล้ว", "ดำเนินการแล้ว"}
    | {"yes", "y", "true"}
)
_NO_WORDS: Final = frozenset(
    {"ไม่", "ไม่มี", "ไม่ใช่", "ไม่ผ่าน", "ไม่เป็น", "ไม่ได้", "ไม่เคย", "ไม่ได้ส่ง", "ไม่ได้ดำเนินการ"}
    | {"ยัง", "ยังไม่", "ยังไม่มี", "ยังไม่ได้", "ยังไม่ผ่าน", "ยังไม่ส่ง", "ยังไม่ได้ส่ง", "ยังไม่จัดส่ง"}
    | {"ยังไม่ดำเนินการ", "ยังไม่ได้ดำเนินการ", "no", "n", "false"}
)


class CountKind(StrEnum):
    """What a count input holds. Only NUMBER has a value."""

    BLANK = "blank"
    NUMBER = "number"
    NONE_WORD = "none_word"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    PERCENT = "percent"
    DATE_LIKE = "date_like"
    TEXT = "text"
    ERROR_VALUE = "error_value"
    BOOLEAN = "boolean"
    TOO_LARGE = "too_large"
    OTHER_UNIT = "other_unit"


class Repair(StrEnum):
    """What was put right because only one meaning was possible."""

    THAI_DIGITS = "thai_digits"
    FULL_WIDTH = "full_width"
    SPACES = "spaces"
    THOUSANDS = "thousands"
    ZERO_DECIMALS = "zero_decimals"
    UNIT_REMOVED = "unit_removed"
    BARE_NUMBER = "bare_number"


@dataclass(frozen=True, slots=True)
class Count:
    """A count as typed: ``value`` ≥ 0 only where NUMBER; ``shown`` is the text of the cell."""

    kind: CountKind
    value: int | None = None
    repairs: tuple[Repair, ...] = ()
    shown: str = ""


class ChoiceKind(StrEnum):
    """What a choice input holds. Only CHOSEN has a value."""

    BLANK = "blank"
    CHOSEN = "chosen"
    CONTRADICTION = "contradiction"
    NOT_LISTED = "not_listed"
    TWO_MEANINGS = "two_meanings"
    ERROR_VALUE = "error_value"


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as made: ``value`` is its place in the list from 1, only where CHOSEN."""

    kind: ChoiceKind
    value: int | None = None
    repairs: tuple[Repair, ...] = ()
    shown: str = ""


class YesNoKind(StrEnum):
    """What a yes-or-no input holds. Only ANSWERED has a value."""

    BLANK = "blank"
    ANSWERED = "answered"
    UNCLEAR = "unclear"
    ERROR_VALUE = "error_value"


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes or no as given: ``value`` only where ANSWERED."""

    kind: YesNoKind
    value: bool | None = None
    shown: str = ""


def show(raw: object) -> str:
    """Return a cell value as the officer saw it: no ".0", dates as day/month/year; blank is ""."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float):
        return _show_float(raw)
    if isinstance(raw, date):
        return f"{raw.day}/{raw.month}/{raw.year}"
    return clean_for_output(str(raw).replace(STRUCK_MARK, ""))


def _show_float(number: float) -> str:
    """As a spreadsheet shows it, unless that hides that it is not whole."""
    if number.is_integer() and 0 < abs(number) < 10**WHOLE_WITHIN:
        return str(int(number))
    shown = f"{number:.{WHOLE_WITHIN}g}"
    return repr(number) if float(shown).is_integer() and not number.is_integer() else shown


def is_error_value(text: str) -> bool:
    """Tell whether the text is what a spreadsheet shows for a failed formula (#REF!, Err:502)."""
    return _ERROR_VALUE.fullmatch(text.strip()) is not None


def is_none_word(text: str) -> bool:
    """Tell whether the text states that there is nothing ("ไม่มี", "-"): neither blank nor zero."""
    return fold(text) in NONE_WORDS


def parse_count(
    raw: object, units: Collection[str] = (), others: Collection[str] = frozenset()
) -> Count:
    """Return what a whole-number input says.

    ``raw`` is a cell value as readers yield it. ``units`` are words allowed after the number
    besides `UNIT_WORDS`; none of them changes it. A number with one of ``others``, the units of
    other rows, is OTHER_UNIT: it was meant for another row. Raises `TypeError` for any other type.
    """
    shown = show(raw)
    match raw:
        case None:
            return Count(CountKind.BLANK)
        case bool():
            return Count(CountKind.BOOLEAN, shown=shown)
        case int() | float():
            return _count_number(raw, shown)
        case datetime() | date() | time() | timedelta():
            return Count(CountKind.DATE_LIKE, shown=shown)
        case str():
            return _count_text(raw, shown, units, others)
        case _:
            raise TypeError(f"not a cell value: {type(raw).__name__}")


def parse_choice(raw: object, options: Sequence[str]) -> Choice:
    """Return which of the options a choice input says.

    Accepts an option's text, or its number with it where they agree: "1 - ไม่มีกองทุน". Number and
    text of different options are a CONTRADICTION. A number alone is repaired only where it can mean
    its place in the list and nothing else: 1 may mean "มี", and where the options speak of things
    that are counted, any number may be a count (TWO_MEANINGS).
    """
    shown = show(raw)
    text = normalise(shown)
    if not text:
        return Choice(ChoiceKind.BLANK, shown=shown)
    if is_error_value(text):
        return Choice(ChoiceKind.ERROR_VALUE, shown=shown)
    places = _places_of(tuple(options))
    if fold(text) in places:
        return Choice(ChoiceKind.CHOSEN, places[fold(text)], shown=shown)
    numbered = None if isinstance(raw, bool) else _CHOICE.fullmatch(text)
    if numbered is None:
        return Choice(ChoiceKind.NOT_LISTED, shown=shown)
    chosen = _numbered_choice(numbered, places, shown)
    if chosen.value is not None and not numbered["text"] and _may_be_count(chosen.value, places):
        return Choice(ChoiceKind.TWO_MEANINGS, shown=shown)
    return chosen


def _may_be_count(number: int, options: Collection[str]) -> bool:
    """Whether a number alone may mean something else than a place in the list."""
    return number == 1 or any(unit in option for option in options for unit in UNIT_WORDS)


def parse_yes_no(raw: object) -> YesNo:
    """Return what a yes-or-no input says: words, ticks and checkboxes.

    A letter x, a crossed box, a dash or a number can mean either, and so are UNCLEAR.
    """
    shown = show(raw)
    key = fold(shown)
    if not key:
        return YesNo(YesNoKind.BLANK, shown=shown)
    if is_error_value(key):
        return YesNo(YesNoKind.ERROR_VALUE, shown=shown)
    if key in _YES_WORDS or key in _TICKS:
        return YesNo(YesNoKind.ANSWERED, value=True, shown=shown)
    if key in _NO_WORDS or key in _CROSSES:
        return YesNo(YesNoKind.ANSWERED, value=False, shown=shown)
    return YesNo(YesNoKind.UNCLEAR, shown=shown)


@lru_cache(maxsize=4096, typed=True)
def _count_number(number: float, shown: str) -> Count:
    if number != number or abs(number) == float("inf"):  # noqa: PLR0124 - only nan differs from itself
        return Count(CountKind.TEXT, shown=shown)
    if number < 0:
        return Count(CountKind.NEGATIVE, shown=shown)
    if number > LARGEST_COUNT:
        return Count(CountKind.TOO_LARGE, shown=shown)
    if _is_day(number):
        return Count(CountKind.DATE_LIKE, shown=shown)
    if number != int(number):
        return Count(CountKind.FRACTION, shown=shown)
    return Count(CountKind.NUMBER, int(number), shown=shown)


def _is_day(number: float) -> bool:
    """Whether a number is a day of our time, as "15 มี.ค. 64" becomes when typed."""
    return any(days.start <= number < days.stop for days in DATE_SERIALS)


def _count_text(raw: str, shown: str, units: Collection[str], others: Collection[str]) -> Count:
    text = normalise(raw)
    if not text:
        return Count(CountKind.BLANK, shown=shown)
    if kind := _kind_of_words(text):
        return Count(kind, shown=shown)
    bare, unit = _strip_unit(text, units)
    figure = _FIGURE.fullmatch(bare)
    kind = CountKind.TEXT if figure is None else _kind_of_figure(figure)
    if figure is None or kind is not CountKind.NUMBER:
        return Count(kind, shown=shown)
    if _is_unit_of(unit, others) and not _is_unit_of(unit, units):
        return Count(CountKind.OTHER_UNIT, shown=shown)
    value = int(figure["whole"].replace(",", ""))
    if bare == text and _is_day(value):
        return Count(CountKind.DATE_LIKE, shown=shown)
    return Count(kind, value, _repairs(raw, figure, unit_removed=bare != text), shown)


def _kind_of_words(text: str) -> CountKind | None:
    if is_error_value(text):
        return CountKind.ERROR_VALUE
    if is_none_word(text):
        return CountKind.NONE_WORD
    return CountKind.PERCENT if _PERCENT.fullmatch(text) else None


def _strip_unit(text: str, units: Collection[str]) -> tuple[str, str]:
    """The text without "จำนวน" before and one unit after, and that unit; "" where there is none."""
    bare = text.removeprefix(_NUMBER_WORD).lstrip()
    tight = _AFTER_SLASH.sub(r"\1", bare)
    endings = _endings(frozenset(units), UNIT_WORDS)
    if tight.endswith(endings):
        ending = next(e for e in endings if tight.endswith(e))
        return tight.removesuffix(ending).rstrip(), ending
    return bare, ""


@lru_cache(maxsize=64)
def _endings(units: frozenset[str], known: frozenset[str]) -> tuple[str, ...]:
    """What may follow a number, longest first."""
    words = {part for unit in known | units for part in _parts(normalise(unit))} - {""}
    endings = {word + per for word in words for per in ("", *_PER_YEAR)}
    return tuple(sorted({*endings, *_PER_YEAR}, key=lambda ending: (-len(ending), ending)))


def _parts(unit: str) -> tuple[str, ...]:
    """A unit as it stands, and without "/ปี"."""
    return (unit, *(unit.removesuffix(per) for per in _PER_YEAR))


def _is_unit_of(unit: str, units: Collection[str]) -> bool:
    """Whether an ending is a unit of such rows; "/ปี" alone says nothing against any."""
    return unit in (*_endings(frozenset(units), frozenset()), *_PER_YEAR, "")


def _kind_of_figure(figure: re.Match[str]) -> CountKind:
    """A dot before three zeros may have been meant for thousands, so it is no whole number."""
    if figure["sign"]:
        return CountKind.NEGATIVE
    if figure["decimals"] and figure["decimals"] not in _ZERO_DECIMALS:
        return CountKind.FRACTION
    digits = figure["whole"].replace(",", "")
    too_large = len(digits) > _MOST_DIGITS or int(digits) > LARGEST_COUNT
    return CountKind.TOO_LARGE if too_large else CountKind.NUMBER


def _repairs(raw: str, figure: re.Match[str], *, unit_removed: bool) -> tuple[Repair, ...]:
    visible = raw.translate(str.maketrans("", "", " ")) if unit_removed else raw
    made: Mapping[Repair, bool] = {
        Repair.THAI_DIGITS: bool(_THAI_DIGIT.search(raw)),
        Repair.FULL_WIDTH: bool(_FULL_WIDTH.search(raw)),
        Repair.SPACES: len(visible) > len(normalise(visible)),
        Repair.THOUSANDS: "," in figure["whole"],
        Repair.ZERO_DECIMALS: figure["decimals"] is not None,
        Repair.UNIT_REMOVED: unit_removed,
    }
    return tuple(repair for repair, done in made.items() if done)


@lru_cache(maxsize=64)
def _places_of(options: tuple[str, ...]) -> Mapping[str, int]:
    return {fold(option): place for place, option in enumerate(options, 1)}


def _numbered_choice(numbered: re.Match[str], places: Mapping[str, int], shown: str) -> Choice:
    digits, text = numbered["number"], numbered["text"]
    number = int(digits) if len(digits) == 1 else 0
    if not 1 <= number <= len(places):
        return Choice(ChoiceKind.NOT_LISTED, shown=shown)
    if text:
        place = places.get(fold(text))
        if place is None:
            return Choice(ChoiceKind.NOT_LISTED, shown=shown)
        if place != number:
            return Choice(ChoiceKind.CONTRADICTION, shown=shown)
        return Choice(ChoiceKind.CHOSEN, number, shown=shown)
    thai = (Repair.THAI_DIGITS,) if _THAI_DIGIT.search(shown) else ()
    return Choice(ChoiceKind.CHOSEN, number, (*thai, Repair.BARE_NUMBER), shown)
