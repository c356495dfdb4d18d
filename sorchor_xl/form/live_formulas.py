"""The live formulas of a form sheet, made from the rubric under the province's readings.

They mirror `domain.scoring.score` state for state, so that what an officer sees while
typing is what the province's program will count. Functions no newer than Excel 2007, no
division, and nothing that evaluates a text as a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from typing import Final

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.checks.paper_habit import POINTS
from sorchor_xl.domain.scoring.bands import Interval, Kind
from sorchor_xl.domain.scoring.rubric import Base, Indicator, Reading, Rubric
from sorchor_xl.domain.scoring.rules import Operand
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.live_warnings import LiveWarnings
from sorchor_xl.form.row_keys import base_row, category_row, indicator_row, row_number
from sorchor_xl.ooxml.references import Grid, a1, literal, parse_a1

FORM_HELPERS: Final = ("state", "warned", "ordinal")
HELPER_COLUMNS: Final = (*FORM_HELPERS, "item")
"""Hidden columns that every checked sheet carries for ตรวจสอบก่อนส่ง."""

_FEWEST_COUNTS: Final = 8
"""Counts that must stand before a form can look like one of points."""
FIRST_DATE: Final = "DATE(2007,1,1)"
LAST_DATE: Final = "DATE(2100,1,1)"


class State(IntEnum):
    """The number a hidden cell holds for each input; 0 = stands."""

    OK = 0
    BLANK = 1
    INVALID = 2
    NO_BASE = 3
    OVER_BASE = 4
    ZERO_BASE = 5
    NOT_LISTED = 6
    ZERO_GIVEN = 7
    NOT_DATE = 8


STATUS_NAME: Final = "sx_status"
"""The defined name of the texts of `status_texts`."""
STANDING_NAME: Final = "sx_standing"
"""The defined name of the words of the points 1–3."""


def status_texts(words: FormWording) -> tuple[str, ...]:
    """The status of each `State`, in order."""
    table = words.part("words")
    return tuple(table[key] for key in _STATUS_KEYS)


_STATUS_KEYS: Final = (
    "ok",
    "blank",
    "not_number",
    "no_base",
    "over_base",
    "zero_base",
    "not_listed",
    "zero_given",
    "not_date",
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
            "status": self._with_warning(row, self._read_as(indicator)),
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
            "state": _whole_number(value, valid),
            "warned": self.warnings.number(row),
            "status": self._with_warning(row, _status_of(state)),
        }

    def field(self, row: str) -> Mapping[str, str]:
        """Column key → formula of ผู้ประเมิน or วันที่ประเมิน."""
        value, state = self.grid.at(row, "value"), self.grid.at(row, "state")
        warned, table = self.grid.at(row, "warned"), self.words.part("words")
        if row == "F.assessor":
            blank = f"IF(ISBLANK({value}),1,0)"
            return {"state": blank, "warned": "0", "status": _status_of(state)}
        outside = f"OR({value}<sx_window_start,{value}>sx_window_end)"
        late = literal(table["outside_window"])
        return {
            "state": date_state(value),
            "warned": f"IF({state}=0,IF({outside},1,0),0)",
            "status": f"IF({warned}>0,{late},{_status_of(state)})",
        }

    def category(self, number: int) -> Mapping[str, str]:
        """Column key → formula of the band of a หมวด."""
        points = self._points_of(number)
        amount = len(self.scheme.rubric.in_category(number))
        progress = literal(self.words.part("words")["progress"])
        return {
            "points": f'IF(COUNT({points})=0,"",SUM({points}))',
            "status": f'{progress}&COUNT({points})&"/{amount}"',
        }

    def foot(self) -> Mapping[str, Mapping[str, str]]:
        """Row key → column key → formula of the rows under the table."""
        rubric, table = self.scheme.rubric, self.words.part("words")
        count = self.grid.at("PROGRESS", "points")
        total = self.grid.at("TOTAL", "points")
        level = self.grid.at("LEVEL", "points")
        gap = self.grid.at("GAP", "points")
        bands = ",".join(self._points_of(c.id) for c in rubric.categories)
        sums = ",".join(self.grid.at(category_row(c.id), "points") for c in rubric.categories)
        every = len(rubric.indicators)
        progress = f'{literal(table["progress"])}&{count}&"/{every}"'
        names = [level_name(rubric, n, self.words) for n in range(1, len(rubric.levels) + 1)]
        return {
            "TOTAL": {"points": f'IF({count}=0,"",SUM({sums}))', "status": progress},
            "PROGRESS": {"points": f"COUNT({bands})", "standing": progress},
            "LEVEL": {
                "points": f'IF({count}={every},{_level_of(rubric, total)},"")',
                "standing": f'IF({level}="",{literal(table["not_levelled"])},'
                f"{_choose(level, tuple(names))})",
            },
            "GAP": {
                "points": f'IF({level}="","",{self._gap(level, total)})',
                "standing": self._gap_text(count, level, gap),
            },
        }

    def order(self, row: str, above: str) -> str:
        """The running number of a problem: ``above`` is the fixed start of the column."""
        return problem_number(self.grid, row, above)

    def _points_of(self, category: int) -> str:
        rows = [indicator_row(i.id) for i in self.scheme.rubric.in_category(category)]
        return self.grid.span("points", rows[0], rows[-1])

    def _state(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value = self.grid.at(row, "value")
        if indicator.kind is Kind.CHOICE:
            listed = f"ISNUMBER(MATCH({value},{choice_name(indicator.id)},0))"
            return f"IF(ISBLANK({value}),1,IF({listed},0,{State.NOT_LISTED:d}))"
        if indicator.kind is Kind.COUNT:
            return _whole_number(value, "0")
        return _whole_number(value, self._share_state(indicator))

    def _share_state(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        lowest = self.scheme.bands[indicator.id].lowest_on_zero_base
        at_zero = f"IF({value}>0,{State.OVER_BASE:d},0)" if lowest else f"{State.ZERO_BASE:d}"
        over = f"IF({value}>{base},{State.OVER_BASE:d},0)"
        return f'IF({base}="",{State.NO_BASE:d},IF({base}=0,{at_zero},{over}))'

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
        unfit = (State.BLANK, State.INVALID, State.OVER_BASE)
        return f'IF(OR({",".join(f"{state}={s:d}" for s in unfit)}),"",{value})'

    def _points(self, indicator: Indicator) -> str:
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        if indicator.kind is Kind.CHOICE:
            value = f"MATCH({value},{choice_name(indicator.id)},0)"
        core = self.scheme.bands[indicator.id].formula(value, base)
        return f'IF({self.grid.at(row, "state")}=0,{core},"")'

    def _standing(self, row: str) -> str:
        points = self.grid.at(row, "points")
        return f'IF({points}="","",INDEX({STANDING_NAME},{points}))'

    @cached_property
    def warnings(self) -> LiveWarnings:
        """What each row is asked about."""
        return LiveWarnings(self.scheme.rubric, self.words, self.grid, self._operands)

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
        return Operand(value, f"AND({state}<>{State.BLANK:d},{state}<>{State.INVALID:d})")

    def _with_warning(self, row: str, otherwise: str) -> str:
        """The status of a row: its error, else its warning, else ``otherwise``."""
        state = self.grid.at(row, "state")
        shown = self.warnings.status(row, otherwise)
        return f"IF({state}>0,{_status_of(state)},{shown})"

    def longest_status(self, number: int) -> str:
        """The longest text the status of an indicator can show under any reading."""
        indicator, table = self.scheme.rubric.indicator(number), self.words.part("words")
        row = indicator_row(number)
        texts = list(self.warnings.texts(row))
        texts += [table["not_number"], table["over_base"]]
        for reading in self.scheme.rubric.readings:
            if self._decided_by(indicator, reading):
                says = [o.says for o in reading.options.values()] or [reading.principle]
                texts += [f"{table['read_as']}{reading.id} {text}" for text in says]
        return max(texts, key=len)

    def _read_as(self, indicator: Indicator) -> str:
        """The reading that decides the value, else plain "complete"."""
        table = self.words.part("words")
        shown = f"INDEX({STATUS_NAME},1)"
        for reading in reversed(self.scheme.rubric.readings):
            when = self._decided_by(indicator, reading)
            if when:
                text = literal(f"{table['read_as']}{reading.id} {self._says(reading)}")
                shown = f"IF({when},{text},{shown})"
        return shown

    def _says(self, reading: Reading) -> str:
        if not reading.is_setting:
            return reading.principle
        return reading.options[self.scheme.readings[reading.id]].says

    def _decided_by(self, indicator: Indicator, reading: Reading) -> str:
        """When a valid value is one that a reading decides; "" for never."""
        row = indicator_row(indicator.id)
        value, base = self.grid.at(row, "value"), self.grid.at(row, "base")
        when: list[str] = []
        box = reading.covers.get(indicator.id)
        if reading.notice and box is not None:
            when.append(_within(box, value, base if indicator.kind is Kind.PERCENT else ""))
        if indicator.kind is Kind.PERCENT and self.scheme.bands[indicator.id].lowest_on_zero_base:
            when += [f"{base}=0"] if any(o.zero_base for o in reading.options.values()) else []
        flipped = self.scheme.variants[indicator.id].get((reading.id,))
        if flipped is not None and indicator.kind is not Kind.CHOICE:
            points = self.grid.at(row, "points")
            when.append(f"{flipped.formula(value, base)}<>{points}")
        return when[0] if len(when) == 1 else f"OR({','.join(when)})" if when else ""

    def _gap(self, level: str, total: str) -> str:
        """Points missing to the next level by level number; 0 at the top."""
        bands = sorted(self.scheme.rubric.levels, key=lambda b: b.level)
        missing = [f"{upper.low}-{total}" for upper in bands[1:]]
        return f"CHOOSE({level},{','.join((*missing, '0'))})"

    def _gap_text(self, count: str, level: str, gap: str) -> str:
        rubric, table = self.scheme.rubric, self.words.part("words")
        total = self.grid.at("TOTAL", "points")
        names = [level_name(rubric, n, self.words) for n in range(2, len(rubric.levels) + 1)]
        upper = _choose(level, (*names, ""))
        below = f"{literal(table['gap_before'])}&{gap}&{literal(table['gap_after'])}&{upper}"
        missing = f"({len(rubric.indicators)}-{count})"
        so_far = f"N({total})"
        span = (
            f"{literal(table['possible'])}&({so_far}+{rubric.min_points}*{missing})&"
            f"{literal(table['to'])}&({so_far}+{rubric.max_points}*{missing})"
        )
        reached = f"IF({gap}=0,{literal(table['gap_none'])},{below})"
        shown = f'IF({level}="",{span},{reached})'
        return f"IF({self._looks_like_points()},{literal(table['like_points'])},{shown})"

    def _looks_like_points(self) -> str:
        """Whether nearly all counts so far are 1–3, as if points had been typed."""
        every = [indicator_row(i.id) for i in self.scheme.rubric.indicators]
        answers = self.grid.span("value", every[0], every[-1])
        points = "+".join(f"COUNTIF({answers},{n})" for n in POINTS)
        return f"AND(COUNT({answers})>={_FEWEST_COUNTS},({points})*10>=COUNT({answers})*9)"


def score_name(rubric: Rubric, points: int, words: FormWording) -> str:
    """Points of one indicator as symbol and word: "▲ เข้มแข็ง"."""
    return f"{words.part('symbols')[str(points)]} {rubric.score_names[points - 1]}"


def level_name(rubric: Rubric, level: int, words: FormWording) -> str:
    """A level as symbol, number and word: "▲ ระดับ 3 เข้มแข็ง"."""
    symbol, word = words.part("symbols")[str(level)], words.part("words")["level"]
    return f"{symbol} {word}{level} {rubric.level_name(level)}"


def problem_number(grid: Grid, row: str, above: str) -> str:
    """The running number of a row's problem, "" where it has none."""
    state, warned = grid.at(row, "state"), grid.at(row, "warned")
    here = grid.at(row, "ordinal")
    row_index, column = parse_a1(here)
    return f'IF({state}+{warned}>0,MAX({above}:{a1(row_index - 1, column)})+1,"")'


def date_state(value: str) -> str:
    """State of a date input."""
    sane = f"AND({value}>={FIRST_DATE},{value}<={LAST_DATE})"
    wrong = f"{State.NOT_DATE:d}"
    return f"IF(ISBLANK({value}),1,IF(ISNUMBER({value}),IF({sane},0,{wrong}),{wrong}))"


def _whole_number(value: str, valid: str) -> str:
    """State of a number input; ``valid`` is what follows for a whole number ≥ 0."""
    whole = f"AND({value}>=0,{value}=INT({value}))"
    return f"IF(ISBLANK({value}),1,IF(ISNUMBER({value}),IF({whole},{valid},2),2))"


def _status_of(state: str) -> str:
    return f"INDEX({STATUS_NAME},{state}+1)"


def _choose(index: str, texts: tuple[str, ...]) -> str:
    return f"CHOOSE({index},{','.join(literal(text) for text in texts)})"


def _level_of(rubric: Rubric, total: str) -> str:
    bands = sorted(rubric.levels, key=lambda b: b.low)
    formula = str(bands[0].level)
    for band in bands[1:]:
        formula = f"IF({total}>={band.low},{band.level},{formula})"
    return formula


def _within(box: Interval, value: str, base: str) -> str:
    """Whether a value (a share of ``base`` where there is one) lies in a printed interval."""
    scale, den = (f"{value}*100", f"*{base}") if base else (value, "")
    tests = [f"{scale}{'>' if box.low_open else '>='}{box.low}{den}"]
    if box.high is not None:
        tests.append(f"{scale}{'<' if box.high_open else '<='}{box.high}{den}")
    return f"AND({','.join(tests)})" if not base else f"AND({base}>0,{','.join(tests)})"
