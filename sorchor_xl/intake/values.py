"""What an input says, and what is to be said about it: one function per kind of input.

Each puts its findings on the page and gives back a value only where one meaning is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from sorchor_xl.domain.round.records import Entry, EntryState
from sorchor_xl.domain.thai.dates import BE_OFFSET, PLAUSIBLE_YEARS, DateKind, parse_date, thai_date
from sorchor_xl.domain.thai.numbers import (
    ChoiceKind,
    Count,
    CountKind,
    Repair,
    YesNoKind,
    parse_choice,
    parse_count,
    parse_yes_no,
    show,
)
from sorchor_xl.domain.thai.text import STRUCK_MARK, normalise
from sorchor_xl.intake.answer_sheet import Input
from sorchor_xl.intake.shown_otherwise import say_shown_otherwise
from sorchor_xl.workbooks.sheet_traits import NOTHING, PLAIN_CELL, NumberClass

_COUNT_CODES: Final[Mapping[CountKind, str]] = {
    CountKind.NONE_WORD: "E67",
    CountKind.NEGATIVE: "E16",
    CountKind.FRACTION: "E17",
    CountKind.PERCENT: "E22",
    CountKind.DATE_LIKE: "E68",
    CountKind.TEXT: "E15",
    CountKind.ERROR_VALUE: "E24",
    CountKind.BOOLEAN: "E70",
    CountKind.TOO_LARGE: "E74",
    CountKind.OTHER_UNIT: "E94",
}
_REPAIR_CODES: Final[Mapping[Repair, str]] = {
    Repair.THAI_DIGITS: "N03",
    Repair.UNIT_REMOVED: "N04",
    Repair.THOUSANDS: "N19",
    Repair.ZERO_DECIMALS: "N20",
    Repair.BARE_NUMBER: "N21",
    Repair.FULL_WIDTH: "N24",
    Repair.SPACES: "N18",
}
_CHOICE_CODES: Final[Mapping[ChoiceKind, str]] = {
    ChoiceKind.CONTRADICTION: "E75",
    ChoiceKind.NOT_LISTED: "E21",
    ChoiceKind.TWO_MEANINGS: "E97",
    ChoiceKind.ERROR_VALUE: "E24",
}
_DATE_CODES: Final[Mapping[DateKind, str]] = {
    DateKind.BE_STORED: "N25",
    DateKind.CE_YEAR: "N25",
    DateKind.SERIAL: "N22",
    DateKind.TEXT_REPAIRED: "N22",
    DateKind.SHORT_YEAR: "N23",
    DateKind.UNCLEAR_YEAR: "E26",
    DateKind.IMPOSSIBLE: "E25",
    DateKind.NOT_A_DATE: "E25",
    DateKind.ERROR_VALUE: "E24",
}
_BLANK: Final = (None, "")
_FORMULA, _FORMULA_IN_TEXT, _ERROR, _MERGED, _PERCENT = "E23", "E71", "E24", "E30", "E22"
_VOID: Final = "E95"
_AS_TYPED: Final = frozenset({NumberClass.PLAIN, NumberClass.FAINT})
_YEAR_FOR_COUNT: Final = "E99"
_counted: Final = lru_cache(maxsize=4096, typed=True)(parse_count)
"""The same few numbers are the answers of every form; 1 and True are not the same."""
_DATED, _SHARE, _NOT_LISTED, _BAD_YEAR, _OTHER_ERA = "E68", "E69", "E21", "E26", "N25"
_YEARS_OF_AWARDS: Final = range(1962, PLAUSIBLE_YEARS.stop)
"""Years (ค.ศ.) of an award or a standard: กรมการพัฒนาชุมชน was founded in พ.ศ. 2505."""


def read_count(cell: Input) -> Entry:
    """A whole number ≥ 0."""
    return _read_entry(cell, _count)


def read_choice(cell: Input, options: Sequence[str]) -> Entry:
    """The place of a choice in its list, from 1."""
    return _read_entry(cell, lambda chosen: _choice(chosen, options))


def _read_entry(cell: Input, meant: Callable[[Input], Entry]) -> Entry:
    raw = cell.raw
    if _is_plain(cell):  # nearly every one: none of the checks below would find anything
        return cell.entry(EntryState.BLANK) if raw in _BLANK else meant(cell)
    spoilt = _spoilt(cell, _FORMULA)
    if spoilt is not None:
        return cell.entry(EntryState.INVALID, shown=spoilt)
    if raw in _BLANK:
        return cell.entry(EntryState.BLANK)
    number = cell.details.number
    if number not in _AS_TYPED and not (isinstance(raw, str) and raw.isspace()):
        return _formatted(cell, number)
    if say_shown_otherwise(cell):
        return cell.entry(EntryState.INVALID, shown=show(raw))
    return meant(cell)


def _is_plain(cell: Input) -> bool:
    """Whether a cell is what its value says: no formula, no format, no merge, not struck out."""
    if cell.details is not PLAIN_CELL and cell.details is not NOTHING:
        return False
    struck = isinstance(cell.raw, str) and STRUCK_MARK in cell.raw
    return not struck and cell.at not in cell.page.swallowed


def _spoilt(cell: Input, formula_code: str) -> str | None:
    """What a cell shows that is merged away, struck out, an error or a formula; else None."""
    if cell.merged is not None:
        cell.say(_MERGED, "", range=cell.merged)
        return show(cell.raw)
    details = cell.details
    if _is_void(cell):
        shown = show(cell.raw)
        cell.say(_VOID, shown)
        return shown
    if details.error is not None:
        cell.say(_ERROR, details.error)
        return details.error
    if details.formula is not None:
        shown = f"={details.formula}" if details.formula else show(cell.raw) or "="
        cell.say(formula_code, shown)
        return shown
    return None


def _is_void(cell: Input) -> bool:
    """Whether what stands there is struck through, wholly or in part, or shown to nobody."""
    raw = cell.raw
    if raw in _BLANK:
        return False
    return cell.details.number is NumberClass.VOID or (isinstance(raw, str) and STRUCK_MARK in raw)


def _formatted(cell: Input, number: NumberClass) -> Entry:
    """A number that its format shows as a percent or a date: what was typed was no count."""
    raw = cell.raw
    if number is NumberClass.PERCENT and isinstance(raw, int | float):
        shown = f"{float(f'{raw * 100:.12g}'):g}%"
        cell.say(_PERCENT, shown)
        return cell.entry(EntryState.INVALID, shown=shown)
    if isinstance(raw, str) and number is NumberClass.PERCENT:
        return _count(cell)
    shown = show(raw)
    cell.say(_DATED, shown)
    return cell.entry(EntryState.INVALID, shown=shown)


def _count(cell: Input) -> Entry:
    count = _counted(cell.raw, (cell.item.unit,), cell.page.context.units)
    if _is_this_year(cell, count):
        cell.say(_YEAR_FOR_COUNT, count.shown)
        return cell.entry(EntryState.INVALID, shown=count.shown)
    if count.value is not None:
        _say_repairs(cell, count.shown, count.value, count.repairs)
        return cell.entry(EntryState.VALID, count.value, count.shown)
    if count.kind is CountKind.BLANK:
        return cell.entry(EntryState.BLANK, shown=count.shown)
    share = count.kind is CountKind.FRACTION and _is_share(cell.raw, count.shown)
    cell.say(_SHARE if share else _COUNT_CODES[count.kind], count.shown)
    return cell.entry(EntryState.INVALID, shown=count.shown)


def _is_this_year(cell: Input, count: Count) -> bool:
    """Whether a number is the year of the round or one beside it, in either era: no count is.

    No year is written with a comma.
    """
    number, year = count.value or 0, cell.page.context.fiscal_year
    near = min(abs(number - year), abs(number - year + BE_OFFSET)) <= 1
    return near and Repair.THOUSANDS not in count.repairs


def _is_share(raw: object, shown: str) -> bool:
    """A number between 0 and 1, which may have been meant as a share."""
    if isinstance(raw, int | float):
        return 0 < raw < 1
    return normalise(shown).lstrip("0").startswith(".")


def _say_repairs(cell: Input, shown: str, number: int, repairs: Sequence[Repair]) -> None:
    """One notice for each repair; stray spaces are not worth one beside another."""
    for repair in repairs:
        if repair is not Repair.SPACES or len(repairs) == 1:
            cell.say(_REPAIR_CODES[repair], shown, number=number)


def _choice(cell: Input, options: Sequence[str]) -> Entry:
    choice = parse_choice(cell.raw, options)
    if choice.value is not None:
        bare = Repair.BARE_NUMBER in choice.repairs
        repairs = (Repair.BARE_NUMBER,) if bare else choice.repairs
        _say_repairs(cell, choice.shown, choice.value, repairs)
        return cell.entry(EntryState.VALID, choice.value, choice.shown)
    if choice.kind is ChoiceKind.BLANK:
        return cell.entry(EntryState.BLANK, shown=choice.shown)
    cell.say(_CHOICE_CODES[choice.kind], choice.shown)
    return cell.entry(EntryState.INVALID, shown=choice.shown)


def read_date(cell: Input | None) -> date | None:
    """A day (ค.ศ.); None where none was entered, none is stated, or none can be meant."""
    if cell is None or _spoilt(cell, _FORMULA_IN_TEXT) is not None:
        return None
    if cell.raw in _BLANK:
        return None
    reading = parse_date(cell.raw, epoch1904=cell.page.date1904)
    code = _DATE_CODES.get(reading.kind)
    if code is not None:
        number = thai_date(reading.value) if reading.value else ""
        cell.say(code, reading.shown, number=number, year=cell.page.context.fiscal_year)
    return reading.value


def read_yes_no(cell: Input | None) -> bool | None:
    """Yes or no; None where neither was entered or both may be meant."""
    if cell is None or _spoilt(cell, _FORMULA_IN_TEXT) is not None:
        return None
    if cell.raw in _BLANK:
        return None
    answer = parse_yes_no(cell.raw)
    if answer.kind is YesNoKind.UNCLEAR:
        cell.say(_NOT_LISTED, answer.shown)
    elif answer.kind is YesNoKind.ERROR_VALUE:
        cell.say(_ERROR, answer.shown)
    return answer.value


def read_word(cell: Input | None, words: Mapping[str, str]) -> str | None:
    """The key of the word chosen from a list; None where none was, or none that is in it."""
    chosen = read_choice(cell, tuple(words.values())).value if cell else None
    return tuple(words)[chosen - 1] if chosen else None


def read_year(cell: Input | None) -> int | None:
    """A year of พ.ศ.; 0 where "never" is stated, None where it is blank or unclear."""
    if cell is None or _spoilt(cell, _FORMULA_IN_TEXT) is not None:
        return None
    count = parse_count(cell.raw, (cell.item.unit,))
    if count.kind is CountKind.BLANK:
        return None
    if count.kind is CountKind.NONE_WORD or count.value == 0:
        return 0
    return _year(cell, count)


def _year(cell: Input, count: Count) -> int | None:
    year = count.value or 0
    if year - BE_OFFSET in _YEARS_OF_AWARDS:
        _say_repairs(cell, count.shown, year, count.repairs)
        return year
    if year in _YEARS_OF_AWARDS:
        cell.say(_OTHER_ERA, count.shown, number=year + BE_OFFSET)
        return year + BE_OFFSET
    cell.say(_BAD_YEAR, count.shown, year=cell.page.context.fiscal_year)
    return None


def read_text(cell: Input | None) -> str:
    """A text on one line as typed; "" where none was entered. Numbers are shown as seen."""
    if cell is None or _spoilt(cell, _FORMULA_IN_TEXT) is not None:
        return ""
    return " ".join(show(cell.raw).split())
