"""What a person left on a form outside its inputs, and results that do not follow from its answers.

Every cell is looked at. What stands as printed, and a live result that follows from the answers,
says nothing; a number or a mark anywhere else is an answer that slipped, or one given as on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Final

from sorchor_xl.domain.round.records import TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Indicator
from sorchor_xl.domain.scoring.score import Judgement, base_entry
from sorchor_xl.domain.thai.numbers import CountKind, parse_count, show
from sorchor_xl.domain.thai.text import fold, join_list, normalise
from sorchor_xl.form.layout import criterion_columns
from sorchor_xl.form.live_formulas import FORM_HELPERS
from sorchor_xl.form.row_keys import RowGroup, row_group, row_number
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At, Item
from sorchor_xl.intake.form_view import judged_by_form

_IN_CRITERIA, _OUTSIDE, _BASE_OVER, _REWORDED = "E85", "E86", "E93", "W60"
_STALE, _CONTRADICTS, _TYPED_OVER, _RESULT_DIFFERS, _FAR = "W61", "E96", "W20", "W11", "W24"
_BLANK: Final = (None, "")
_UNASKED: Final = frozenset({"value", "note", "previous", *FORM_HELPERS})
"""Columns in which a number of an indicator is an input, was filled in by us, or is hidden."""
_ASKED: Final = frozenset({RowGroup.BASE, RowGroup.FIELD})
_NO_LAST_YEAR: Final = frozenset({RowGroup.CATEGORY, RowGroup.FIELD})
"""Rows in which nothing of last year is printed."""
_SUMS: Final = frozenset({RowGroup.CATEGORY, RowGroup.FOOT})
_RESULTS: Final = frozenset({"base", "share", "points"})
_SIGNS: Final = frozenset("✓✗!○※")
"""Signs by which a form shows how far a row has come; they stay where it is pasted as values."""
_MARKS: Final = "✓✔☑✅√✗✘✖❌×☒●◉⦿◎•○◯★/\\\\*"
_MARKED: Final = re.compile(rf"[{_MARKS}]")
_MARK_ALONE: Final = re.compile(rf"[{_MARKS}xXvV]+|[\(\[]\d{{1,4}}[\)\]]")
_AROUND: Final = re.compile(
    rf"^[\s{_MARKS}\(\)\[\]xXvV]*(?:\d+[\s\):.]+)?|[\s{_MARKS}\(\)\[\]xXvV]*$"
)
_NUMBERS: Final = frozenset(
    {
        CountKind.NUMBER,
        CountKind.NEGATIVE,
        CountKind.FRACTION,
        CountKind.PERCENT,
        CountKind.DATE_LIKE,
        CountKind.TOO_LARGE,
    }
)
LEVEL: Final = "LEVEL"
_ROUNDED: Final = 0.51
_NOISE: Final = 1e-6


@lru_cache(maxsize=8192)
def is_typed_text(text: str) -> bool:
    """Whether a text is what a person types or ticks: a number with or without a unit, a mark."""
    plain = normalise(text)
    if not plain or plain in {"-", "–"}:
        return False
    if _MARK_ALONE.fullmatch(plain.replace(" ", "")):
        return True
    bare = _AROUND.sub("", plain) if _MARKED.search(plain) else plain
    return parse_count(bare).kind in _NUMBERS


def is_typed(value: object) -> bool:
    """Whether a cell holds a person's number or mark."""
    if isinstance(value, str):
        return is_typed_text(value)
    return isinstance(value, int | float | date | datetime | time | timedelta)


@lru_cache(maxsize=4096)
def _typed_in(cells: tuple[object, ...]) -> tuple[int, ...]:
    """Which of these cells hold a person's number or mark; forms have most rows in common."""
    return tuple(n for n, cell in enumerate(cells) if cell not in _BLANK and is_typed(cell))


def _group_of(key: str) -> RowGroup | None:
    return row_group(key) if key else None


def say_outside(
    page: AnswerSheet, area: Area, ret: TambonReturn, judged: Mapping[int, Judgement]
) -> None:
    """Put down what stands outside the inputs of a form."""
    if "value" in page.located.columns and page.located.rows:
        _Outside(page, area, ret, judged).say()


class _Outside:
    """One form, row by row."""

    def __init__(
        self, page: AnswerSheet, area: Area, ret: TambonReturn, judged: Mapping[int, Judgement]
    ) -> None:
        self.page, self.area, self.ret, self.judged = page, area, ret, judged
        self.scheme = page.context.scheme
        self.criteria = criterion_columns(self.scheme.rubric.max_points)
        self.printed = ("no", "label", *self.criteria, "unit")
        self.roles = _roles(page)
        self.value = page.located.columns["value"]
        known = {*self.roles, self.value}
        self.results = tuple((c, r) for c, r in self.roles.items() if r in _RESULTS)
        self.behind = max(known) + 1
        self.rest = tuple(
            column
            for column in range(self.value + 1, self.behind)
            if self.roles.get(column, "") not in _UNASKED | _RESULTS
        )
        self.strays: list[At] = []
        self.marks: list[At] = []
        self.far: list[At] = []
        self.differing: list[str] = []

    def say(self) -> None:
        """Look at every row; one finding for each kind of stray, and one for stored results."""
        keys = {row: key for key, row in self.page.located.rows.items()}
        first, last = min(keys), max(keys)
        for row, cells in enumerate(self.page.sheet.rows):
            key = keys.get(row, "")
            group = _group_of(key)
            if group is RowGroup.INDICATOR:
                self._indicator(row, cells, row_number(key))
                continue
            typed = _typed_in(tuple(cells))
            if typed:
                within = first <= row <= last
                self._other(row, {c: cells[c] for c in typed}, key, within=within)
        self.page.say_cells(_OUTSIDE, self.area, self.strays)
        self.page.say_cells(_IN_CRITERIA, self.area, self.marks)
        self.page.say_cells(_FAR, self.area, self.far)
        if self.differing:
            code = _CONTRADICTS if self.page.sheet.unchecked else _STALE
            self.page.say(code, self.area, inds=join_list(tuple(dict.fromkeys(self.differing))))

    def _other(self, row: int, typed: Mapping[int, object], key: str, *, within: bool) -> None:
        """A row without an indicator: what is ours there is text, or follows from the answers."""
        group = _group_of(key)
        for column, cell in typed.items():
            role, at = self.roles.get(column, ""), (row, column)
            if column > self.value and cell in _SIGNS:
                continue
            if role in FORM_HELPERS or (column == self.value and group in _ASKED):
                continue
            if role == "points" and group in _SUMS:
                self._result(at, key)
            elif (
                role == "previous" and group not in _NO_LAST_YEAR
            ) or self.page.sheet.traits.has_formula(*at):
                continue
            elif within or column == self.value:
                self.strays.append(at)
            else:
                self.far.append(at)

    def _result(self, at: At, key: str) -> None:
        """A subtotal, the total or the level, stored or typed over."""
        ours = self._sum_of(key, self.judged)
        value = parse_count(self.page.raw(at)).value
        if ours is None or value is None or value == ours:
            return
        if self.page.sheet.traits.has_formula(*at):
            if self.seen is None or value != self._shown(key, self.seen):
                self.differing.append(self.page.context.row_labels[key])
        else:
            label = self.page.context.row_labels[key]
            cell = self.page.input_at(at, self.area, Item(label=label))
            cell.say(_RESULT_DIFFERS, "", s_file=value, s_sys=ours)

    def _sum_of(self, key: str, judged: Mapping[int, Judgement]) -> int | None:
        """What we make of a subtotal, the total or the level; None where an answer is missing."""
        rubric = self.scheme.rubric
        members = self.page.context.members.get(key)
        points = [judged[n].points for n in members or ()]
        if not points or None in points:
            return None
        total = sum(p for p in points if p is not None)
        return rubric.level_of(total).level if key == LEVEL else total

    def _shown(self, key: str, seen: Mapping[int, Judgement]) -> int:
        """What the form's own formulas make of it: sums leave out what they cannot read.

        A level needs all. 0 is a blank: as such LibreOffice stores one in .xls.
        """
        if key == LEVEL:
            return self._sum_of(key, seen) or 0
        points = [seen[n].points for n in self.page.context.members.get(key, ())]
        return sum(p for p in points if p is not None)

    @cached_property
    def seen(self) -> Mapping[int, Judgement] | None:
        """What the form's own formulas made of the answers, where a repaired one differs."""
        return judged_by_form(self.page, self.ret)

    def _indicator(self, row: int, cells: Sequence[object], number: int) -> None:
        indicator = self.scheme.rubric.indicator(number)
        self._printed(row, cells, indicator)
        width = len(cells)
        for column, role in self.results:
            cell = cells[column] if column < width else None
            if cell not in _BLANK and cell != self._expected(role, indicator):
                self._result_of(row, column, role, indicator, cell)
        rest = tuple(cells[column] for column in self.rest if column < width)
        for place in _typed_in((*rest, *cells[self.behind :])):
            at = (row, self.rest[place] if place < len(rest) else self.behind + place - len(rest))
            if not self.page.sheet.traits.has_formula(*at):
                self.strays.append(at)

    def _result_of(
        self, row: int, column: int, role: str, indicator: Indicator, cell: object
    ) -> None:
        """A base, share or points beside an answer that is not what we make of it."""
        if role == "points" or indicator.kind is Kind.PERCENT:
            self._live((row, column), role, indicator, cell)
        elif is_typed(cell) and not self.page.sheet.traits.has_formula(row, column):
            self.strays.append((row, column))

    def _printed(self, row: int, cells: Sequence[object], indicator: Indicator) -> None:
        """What is printed in a row; a mark or a number there is an answer as on paper."""
        printed = self.page.context.printed[indicator.id]
        columns = self.page.located.columns
        start = columns.get("no", -1)
        if start >= 0 and tuple(cells[start : self.value]) == printed:
            return
        expected = dict(zip(self.printed, printed, strict=True))
        for column in range(self.value):
            cell = cells[column] if column < len(cells) else None
            role = self.roles.get(column, "")
            if cell not in _BLANK and (role or is_typed(cell)):
                self._compare((row, column), cell, role, expected.get(role), indicator)

    def _compare(
        self, at: At, cell: object, role: str, expected: object, indicator: Indicator
    ) -> None:
        printed = (show(expected), indicator.text, *self._verbatim(role, indicator))
        if expected is not None and fold(show(cell)) in map(fold, printed):
            return
        plain = fold(_AROUND.sub("", normalise(show(cell))))
        if is_typed(cell) or plain == fold(show(expected)) or _ticked(cell, expected):
            (self.marks if role in self.criteria else self.strays).append(at)
        elif role in self.printed:
            self.page.input_at(at, self.area, Item(indicator.id)).say(_REWORDED, show(cell))

    def _verbatim(self, role: str, indicator: Indicator) -> Sequence[str]:
        """The criterion of a column in the words of the letter, which a form may print as well."""
        return [indicator.criteria[self.criteria.index(role)]] if role in self.criteria else []

    def _live(self, at: At, role: str, indicator: Indicator, cell: object) -> None:
        """A result beside an answer: stored by the form's own formula, or typed over it."""
        ours = self._expected(role, indicator)
        stored = self.page.sheet.traits.has_formula(*at)
        if role == "points" and not stored:
            return
        value = _number(cell)
        if ours is None or value is None:
            return
        slack = _NOISE if stored or role != "share" else _ROUNDED
        if abs(value - ours) <= slack or (stored and not value and self._is_unseen(indicator)):
            return
        if stored:
            self.differing.append(str(indicator.id))
            return
        typed = self.page.input_at(at, self.area, Item(indicator.id))
        if role == "base":
            typed.say(_BASE_OVER, "", s_file=show(cell), s_sys=show(ours))
        else:
            typed.say(_TYPED_OVER, show(cell))

    def _is_unseen(self, indicator: Indicator) -> bool:
        """Whether the form's own formulas made nothing of an answer, or of its base."""
        return self.seen is not None and self.seen[indicator.id].points is None

    def _expected(self, role: str, indicator: Indicator) -> float | None:
        judged = self.judged[indicator.id]
        if role == "points":
            return judged.points
        base = base_entry(indicator, self.ret)
        whole = None if base is None else base.value
        if role == "base" or not whole or judged.value is None:
            return whole if role == "base" else None
        return judged.value / whole * 100


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    value = parse_count(cell).value if isinstance(cell, str) else None
    return None if value is None else float(value)


def _ticked(cell: object, expected: object) -> bool:
    """Whether a mark was added to a text."""
    marks = set(_MARKED.findall(show(cell)))
    return bool(marks - set(_MARKED.findall(show(expected))))


def _roles(page: AnswerSheet) -> Mapping[int, str]:
    """Column → its key; hidden helpers stand behind the last column where keys are lost."""
    columns = page.located.columns
    roles = {column: key for key, column in columns.items()}
    keyed = next((row for row in page.sheet.rows[:3] if "ordinal" in row), None)
    if keyed is not None:
        helpers: Iterator[tuple[int, object]] = enumerate(keyed)
        return {**roles, **{c: str(key) for c, key in helpers if key in FORM_HELPERS}}
    behind = max(columns.values()) + 1
    return {**roles, **{behind + n: key for n, key in enumerate(FORM_HELPERS)}}
