"""The live formulas of a form sheet, made from the rubric under the province's readings.

They mirror `domain.scoring.score` state for state, so that what an officer sees while
typing is what the province's program will count. Functions no newer than Excel 2007, no
division, and nothing that evaluates a text as a number.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from typing import Final

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.scoring.bands import Interval, Kind
from sorchor_xl.domain.scoring.rubric import Base, Indicator, Reading, Rubric
from sorchor_xl.domain.scoring.rules import Operand
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.thai.numbers import NONE_WORDS
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.form.date_formulas import DATE_HELPERS, date_formulas, echo_formula
from sorchor_xl.form.layout import STARTED_ROW
from sorchor_xl.form.live_totals import score_name
from sorchor_xl.form.live_warnings import LiveWarnings, sentences
from sorchor_xl.form.row_keys import (
    RowGroup,
    base_row,
    indicator_row,
    row_group,
    row_number,
)
from sorchor_xl.ooxml.references import Grid, a1, literal, parse_a1

_NO_LETTERS: Final = (*" \u00a0-–—.…/_()", *string.digits, *to_thai_digits(string.digits))
"""What stands where a name is left out: lines to write on, and numbers."""
HELPER_COLUMNS: Final = ("state", "warned", "ordinal", "item")
FORM_HELPERS: Final = (*HELPER_COLUMNS[:-1], *DATE_HELPERS)
"""Hidden columns that every checked sheet carries for ตรวจสอบก่อนส่ง."""


class State(IntEnum):
    """The number a hidden cell holds for each input; 0 = stands, above it is an error.

    UNTOUCHED is blank on a form where nothing has been entered yet, or an input that may stay
    blank; WAITS is an answer whose base is still missing, which is told at the base alone.
    """

    WAITS = -2
    UNTOUCHED = -1
    OK = 0
    BLANK = 1
    INVALID = 2
    OVER_BASE = 3
    ZERO_BASE = 4
    NOT_LISTED = 5
    ZERO_GIVEN = 6
    NOT_DATE = 7
    FUTURE = 8


STATUS_NAME: Final = "sx_status"
"""The defined name of the texts of `status_texts`."""
STANDING_NAME: Final = "sx_standing"
"""The defined name of `standing_texts`."""
OPEN_NAME: Final = "sx_open"
"""The defined name of `open_texts`."""
SHORT_NAME: Final = "sx_short"
"""The defined name of the short names of the indicators, by number."""


def status_texts(rubric: Rubric, words: FormWording) -> tuple[str, ...]:
    """The status of each `State`, in order from the lowest, then every warning and reading."""
    table = words.part("words")
    return (*(table[key] for key in _STATUS_KEYS), *sentences(rubric, words))


def standing_texts(rubric: Rubric, words: FormWording) -> tuple[str, ...]:
    """What stands beside the points of a sound input: the points in words, a doubt, a tick."""
    points = range(1, rubric.max_points + 1)
    return (*(score_name(rubric, n) for n in points), words.part("words")["look"], "✓")


def open_texts(words: FormWording) -> tuple[str, ...]:
    """What stands there for each `State` but OK, in order from the lowest."""
    table = words.part("words")
    shown = {State.WAITS: "waits", State.UNTOUCHED: "quiet", State.OK: "quiet"}
    return tuple(
        table[shown.get(s, "blank" if s is State.BLANK else "mend")] for s in sorted(State)
    )


_STATUS_KEYS: Final = (
    "waits",
    "untouched",
    "ok",
    "blank",
    "not_number",
    "over_base",
    "zero_base",
    "not_listed",
    "zero_given",
    "not_date",
    "future",
)


def choice_name(number: int) -> str:
    """The defined name of the list of an indicator's choices."""
    return f"sx_choice_{number}"


class FormFormulas:
    """Formulas of one form sheet; ``grid`` says where its keys stand."""

    def __init__(self, scheme: Scheme, words: FormWording, grid: Grid) -> None:
        self.scheme, self.words, self.grid = scheme, words, grid

    def indicator(self, indicator: Indicator) -> Mapping[str, str]:
        """Column key → formula of an indicator's row, without "="."""
        row = indicator_row(indicator.id)
        made = {
            "state": self._state(indicator),
            "points": self._points(indicator),
            "standing": self._standing(row),
            "warned": self.warnings.number(row),
            "status": self._status(row, self._read_as(indicator)),
        }
        if indicator.kind is Kind.PERCENT:
            made["base"] = self._base_of(indicator)
            value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
            state = self.grid.at(row, "state")
            made["share"] = f'IF({state}=0,IF({base}>0,{value}/{base}*100,""),"")'
        return made

    def base(self, base: Base) -> Mapping[str, str]:
        """Column key → formula of a base's row."""
        row = base_row(base.key)
        value, state = self.grid.at(row, "value"), self.grid.at(row, "state")
        valid = f"IF({value}=0,{State.ZERO_GIVEN:d},0)" if base.zero_is_error else "0"
        return {
            "state": self._whole_number(value, valid),
            "warned": self.warnings.number(row),
            "standing": self._standing(row),
            "status": self._status(row, _place_of(state)),
        }

    def field(self, row: str) -> dict[str, str]:
        """Column key → formula of ผู้ประเมิน or วันที่ประเมิน; "hint" stands before the input."""
        value, state = self.grid.at(row, "value"), self.grid.at(row, "state")
        hint = self._open_or(row, '""')
        if row == "F.assessor":
            blank = f'IF({_lettered(value)}="",{self._blank},0)'
            status = _status_of(state)
            return {"state": blank, "warned": "0", "status": status, "hint": hint}
        on, warned = self.grid.at(row, "on"), self.grid.at(row, "warned")
        table = self.words.part("words")
        helpers = date_formulas(value, {key: self.grid.at(row, key) for key in DATE_HELPERS})
        late, future = (literal(table[key]) for key in ("outside_window", "future"))
        lead = literal(table["understood"])
        outside = f"OR({on}<sx_window_start,{on}>sx_window_end)"
        echo = f'IF({warned}>0,{late}&" · ",{lead})&{echo_formula(on)}'
        said = f'IF({state}={State.FUTURE:d},{future},IF({state}=0,{echo},""))'
        return {
            **helpers,
            "state": date_state(value, on, f"{State.UNTOUCHED:d}"),
            "warned": f"IF({state}=0,IF({outside},1,0),0)",
            "status": f"IF({warned}>0,{late},{_status_of(state)})",
            "hint": hint,
            "echo": said,
        }

    @property
    def _blank(self) -> str:
        """State of a blank input: 1 once the form is begun, -1 before."""
        return f"IF({self.grid.at(STARTED_ROW, 'state', fixed=True)}=1,-1,1)"

    def _open_or(self, row: str, otherwise: str) -> str:
        """What is open in a row, in a word or two; ``otherwise`` where the input stands."""
        state = self.grid.at(row, "state")
        return f"IF({state}=0,{otherwise},INDEX({OPEN_NAME},{state}+{1 - min(State)}))"

    def order(self, row: str, above: str) -> str:
        """The running number of a problem: ``above`` is the fixed start of the column."""
        return problem_number(self.grid, row, above)

    def _state(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value = self.grid.at(row, "value")
        if indicator.kind is Kind.CHOICE:
            listed = f"ISNUMBER(MATCH({value},{choice_name(indicator.id)},0))"
            return f"IF(ISBLANK({value}),{self._blank},IF({listed},0,{State.NOT_LISTED:d}))"
        if indicator.kind is Kind.COUNT:
            return self._whole_number(value, "0")
        return self._whole_number(value, self._share_state(indicator))

    def _share_state(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        lowest = self.scheme.bands[indicator.id].lowest_on_zero_base
        waits = f"{State.WAITS:d}"
        at_zero = f"IF({value}>0,{State.OVER_BASE:d},0)" if lowest else f"{State.ZERO_BASE:d}"
        if indicator.zero_is_error:
            at_zero = waits
        over = f"IF({value}>{base},{State.OVER_BASE:d},0)"
        return f'IF({base}="",{waits},IF({base}=0,{at_zero},{over}))'

    def _base_of(self, indicator: Indicator) -> str:
        """The base where it stands, else ""; an answer that exceeds its own base does not stand."""
        if indicator.base is not None:
            row = base_row(indicator.base)
            state, value = self.grid.at(row, "state"), self.grid.at(row, "value")
            return f'IF(OR({state}=0,{state}={State.ZERO_GIVEN:d}),{value},"")'
        if indicator.base_indicator is None:
            raise ValueError(f"indicator {indicator.id} has no base")
        row = indicator_row(indicator.base_indicator)
        state, value = self.grid.at(row, "state"), self.grid.at(row, "value")
        unfit = (State.UNTOUCHED, State.BLANK, State.INVALID, State.OVER_BASE)
        return f'IF(OR({",".join(f"{state}={s:d}" for s in unfit)}),"",{value})'

    def _points(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        if indicator.kind is Kind.CHOICE:
            value = f"MATCH({value},{choice_name(indicator.id)},0)"
        core = self.scheme.bands[indicator.id].formula(value, base)
        return f'IF({self.grid.at(row, "state")}=0,{core},"")'

    def _standing(self, row: str) -> str:
        """The points in words, a tick for a base; where there are none or doubts, what is open."""
        warned, rubric = self.grid.at(row, "warned"), self.scheme.rubric
        named = f"{rubric.max_points + 2}"
        if row_group(row) is RowGroup.INDICATOR:
            named = self.grid.at(row, "points")
        asked = f"IF({warned}>0,{rubric.max_points + 1},{named})"
        return self._open_or(row, f"INDEX({STANDING_NAME},{asked})")

    def _whole_number(self, value: str, valid: str) -> str:
        """State of a number input; ``valid`` is what follows for a whole number ≥ 0."""
        whole = f"AND({value}>=0,{value}=INT({value}))"
        number = f"IF(ISNUMBER({value}),IF({whole},{valid},2),2)"
        return f"IF(ISBLANK({value}),{self._blank},{number})"

    @cached_property
    def warnings(self) -> LiveWarnings:
        """What each row is asked about."""
        rubric, words = self.scheme.rubric, self.words
        return LiveWarnings(rubric, words, self.grid, self._operands, len(State))

    @cached_property
    def _operands(self) -> Mapping[str, Operand]:
        """Every input as the rules see it."""
        made = {
            b.key: self._operand(base_row(b.key), Kind.PERCENT) for b in self.scheme.rubric.bases
        }
        for indicator in self.scheme.rubric.indicators:
            made[indicator.role] = self._operand(indicator_row(indicator.id), indicator.kind)
        return made

    def _operand(self, row: str, kind: Kind) -> Operand:
        """Usable is a whole number, whatever its base; a choice counts as its place in the list."""
        value, state = self.grid.at(row, "value"), self.grid.at(row, "state")
        if kind is Kind.CHOICE:
            return Operand(f"MATCH({value},{choice_name(row_number(row))},0)", f"{state}=0")
        if kind is Kind.COUNT:
            return Operand(value, f"{state}=0")
        unusable = (State.UNTOUCHED, State.BLANK, State.INVALID)
        return Operand(value, f"AND({','.join(f'{state}<>{s:d}' for s in unusable)})")

    def _status(self, row: str, sound: str) -> str:
        """The status of a row: its error, else its warning, else that at ``sound``."""
        state, warned = self.grid.at(row, "state"), self.warnings.status(row)
        asked = self.grid.at(row, "warned")
        place = f"IF(AND({state}<1,{asked}>0),{warned},{sound})" if warned else sound
        return f"INDEX({STATUS_NAME},{place})"

    def _read_as(self, indicator: Indicator) -> str:
        """The place of the reading that decides the value, else of what the state says.

        That shares are not rounded, and that nothing of nothing scores lowest, goes without saying.
        """
        table, state = self.words.part("words"), self.grid.at(indicator_row(indicator.id), "state")
        told = shown = _place_of(state)
        for reading in reversed(self.scheme.rubric.readings):
            when = self._decided_by(indicator, reading)
            if when:
                text = f"{table['read_as']}{reading.id} {self._says(reading)}"
                shown = f"IF({when},{self.warnings.place(text)},{shown})"
        return shown if shown == told else f"IF({state}=0,{shown},{told})"

    def _says(self, reading: Reading) -> str:
        if not reading.is_setting:
            return reading.principle
        return reading.options[self.scheme.readings[reading.id]].says

    def _decided_by(self, indicator: Indicator, reading: Reading) -> str:
        """When a valid value is one that a reading decides; "" for never."""
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        when: list[str] = []
        if any(option.rounded or option.zero_base for option in reading.options.values()):
            return ""
        box = reading.covers.get(indicator.id)
        if reading.notice and box is not None:
            when.append(_within(box, value, base if indicator.kind is Kind.PERCENT else ""))
        flipped = self.scheme.variants[indicator.id].get((reading.id,))
        if flipped is not None and indicator.kind is not Kind.CHOICE:
            points = self.grid.at(row, "points")
            when.append(f"{flipped.formula(value, base)}<>{points}")
        return when[0] if len(when) == 1 else f"OR({','.join(when)})" if when else ""


def problem_number(grid: Grid, row: str, above: str) -> str:
    """The running number of a row's problem, "" where it has none."""
    state, warned = grid.at(row, "state"), grid.at(row, "warned")
    here = grid.at(row, "ordinal")
    row_index, column = parse_a1(here)
    return f'IF(OR({state}>0,{warned}>0),MAX({above}:{a1(row_index - 1, column)})+1,"")'


def date_state(value: str, on: str, blank: str) -> str:
    """State of a date input: ``on`` is the day meant, ``blank`` the state where there is none."""
    day = f"IF({on}>TODAY(),{State.FUTURE:d},0)"
    return f'IF(ISBLANK({value}),{blank},IF({on}="",{State.NOT_DATE:d},{day}))'


def _lettered(value: str) -> str:
    """What is left of a name without signs, digits and words for nothing: "" where none is told."""
    words = sorted((word for word in NONE_WORDS if not word.isascii()), key=len, reverse=True)
    left = value
    for piece in (*_NO_LETTERS, *words):
        left = f'SUBSTITUTE({left},"{piece}","")'
    return left


def _status_of(state: str) -> str:
    return f"INDEX({STATUS_NAME},{_place_of(state)})"


def _place_of(state: str) -> str:
    """Where the text of a state stands in `status_texts`."""
    return f"{state}+{1 - min(State)}"


def _within(box: Interval, value: str, base: str) -> str:
    """Whether a value (a share of ``base`` where there is one) lies in a printed interval."""
    scale, den = (f"{value}*100", f"*{base}") if base else (value, "")
    tests = [f"{scale}{'>' if box.low_open else '>='}{box.low}{den}"]
    if box.high is not None:
        tests.append(f"{scale}{'<' if box.high_open else '<='}{box.high}{den}")
    return f"AND({','.join(tests)})" if not base else f"AND({base}>0,{','.join(tests)})"
