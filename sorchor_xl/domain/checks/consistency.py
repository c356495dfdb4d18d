"""Checks across the values of one ตำบล: bases, missing answers, and what does not fit together.

One question, one function, one signature; the set of checks is the tuple `CHECKS`. What can only
be seen in a cell (text, formula, percent …) is the reader's business, not asked again here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sorchor_xl.domain.checks.findings import Finding, as_text
from sorchor_xl.domain.round.deadlines import WINDOW_END, WINDOW_START, in_window
from sorchor_xl.domain.round.records import (
    Entry,
    Order,
    OrderKind,
    Scorecard,
    Tambon,
    TambonReturn,
    Where,
)
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import COMMITTEE, Indicator, Reading, Rubric
from sorchor_xl.domain.scoring.score import Judgement, Scheme, Standing, base_entry
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list

BLANK_FORM = "E44"


@dataclass(frozen=True)
class Case:
    """One return of one ตำบล with its score, and the day and dates it is judged by.

    ``labels`` names the fields of the form that are neither a base nor an indicator.
    """

    scheme: Scheme
    tambon: Tambon
    ret: TambonReturn
    judged: Mapping[int, Judgement]
    card: Scorecard
    dates: Mapping[str, date]
    as_of: date
    labels: Mapping[str, str]
    orders: tuple[Order, ...] = ()

    @property
    def rubric(self) -> Rubric:
        """The rubric it is scored by."""
        return self.scheme.rubric

    def value(self, number: int) -> int | None:
        """The valid answer of an indicator, or None."""
        return self.ret.answers[number].value

    def base(self, key: str) -> int | None:
        """The valid value of a base, or None; None also where the rubric has no such base."""
        entry = self.ret.bases.get(key)
        return None if entry is None else entry.value

    @property
    def values(self) -> Mapping[str, int | None]:
        """The valid value of every base and indicator by key and role; None = not valid."""
        answers = {i.role: self.value(i.id) for i in self.rubric.indicators}
        return {**{b.key: self.base(b.key) for b in self.rubric.bases}, **answers}

    def found(
        self, code: str, where: Where, indicator: int | None = None, **params: str | int
    ) -> Finding:
        """A finding of this ตำบล; its name is always among params."""
        return Finding(
            code=code,
            where=where,
            amphoe_code=self.tambon.amphoe_code,
            tambon_code=self.tambon.code,
            indicator=indicator,
            value=as_text(params.pop("value", "")),
            params={"tambon": self.tambon.name, **params},
        )

    def told_at(self, code: str, name: str, params: Mapping[str, str | int]) -> Finding:
        """A finding at a base (by key) or indicator (by role)."""
        label = {b.key: b.label for b in self.rubric.bases}.get(name)
        if label is not None:
            where, number = self.ret.bases[name].where, None
            params = {**params, "label": label}
        else:
            number = self.rubric.by_role(name).id
            where = self.at(number)
        return replace(
            self.found(code, where, number), params={"tambon": self.tambon.name, **params}
        )

    def at(self, number: int) -> Where:
        """Where the answer of an indicator stands."""
        return self.ret.answers[number].where

    def field(self, name: str) -> Where:
        """Where a named field of the form stands; the sheet where the reader did not find it."""
        return Where(self.ret.where.file, self.ret.where.sheet, self.ret.places.get(name, ""))


def check_case(case: Case) -> tuple[Finding, ...]:
    """Every finding of a ตำบล; a sheet with no answer at all gives one finding, not 28."""
    if case.ret.is_blank:
        return (case.found(BLANK_FORM, case.ret.where),)
    return tuple(finding for check in CHECKS for finding in check(case))


def base_missing(case: Case) -> Iterator[Finding]:
    """A base left blank, or 0 where it cannot be; the committee stops five indicators (E20)."""
    for base in case.rubric.bases:
        entry = case.ret.bases[base.key]
        if base.key == COMMITTEE:
            if entry.is_blank or entry.value == 0:
                users = _users(case, base.key)
                yield case.found("E20", entry.where, label=base.label, value=entry.raw, inds=users)
        elif entry.is_blank:
            yield case.found("E45", entry.where, label=base.label)
        elif entry.value == 0 and base.zero_is_error:
            yield case.found("E73", entry.where, label=base.label, unit=base.unit)


def _users(case: Case, key: str) -> str:
    """Numbers of the indicators divided by a base, as one text."""
    users = [str(i.id) for i in case.rubric.indicators if i.base == key]
    return join_list(users)


def answer_missing(case: Case) -> Iterator[Finding]:
    """An indicator left blank; 0 must be typed where there is nothing (คำชี้แจง ข้อ 6)."""
    for number, entry in case.ret.answers.items():
        if entry.is_blank:
            yield case.found("E14", entry.where, number)


def share_impossible(case: Case) -> Iterator[Finding]:
    """More than the base (E18), something of a base of 0 (E19), or a case for the province (E72).

    A base that may not be 0 at all is told once at the base, not at each indicator.
    """
    for number, judged in case.judged.items():
        indicator = case.rubric.indicator(number)
        entry = base_entry(indicator, case.ret)
        if entry is None or judged.value is None or indicator.zero_is_error > bool(judged.base):
            continue
        if judged.standing is Standing.EXCEEDS_BASE and judged.base:
            yield _exceeds(case, indicator, judged, entry)
        elif judged.value and judged.base == 0:
            yield _of_nothing(case, "E19", indicator, judged.value, entry)
        elif judged.standing is Standing.ZERO_BASE:
            yield _of_nothing(case, "E72", indicator, judged.value, entry)


def _of_nothing(case: Case, code: str, indicator: Indicator, value: int, base: Entry) -> Finding:
    name = base_label(case.rubric, indicator)
    where, cell = case.at(indicator.id), base.where.cell
    return case.found(code, where, indicator.id, value=value, den_name=name, den_cell=cell)


def _exceeds(case: Case, indicator: Indicator, judged: Judgement, entry: Entry) -> Finding:
    return case.found(
        "E18",
        case.at(indicator.id),
        indicator.id,
        value=judged.value or 0,
        den=judged.base or 0,
        unit=indicator.unit,
        den_cell=entry.where.cell,
    )


def base_label(rubric: Rubric, indicator: Indicator) -> str:
    """What an indicator is divided by, in the words of the form; "" without a base."""
    if indicator.base is not None:
        return rubric.base(indicator.base).label
    if indicator.base_indicator is not None:
        return rubric.indicator(indicator.base_indicator).display
    return ""


def rules_broken(case: Case) -> Iterator[Finding]:
    """What does not fit together, as the rubric's rules say (W01–W06, W50)."""
    rubric, values = case.rubric, case.values
    numbers = {i.role: i.id for i in rubric.indicators}
    for rule in rubric.rules:
        if not rule.holds(values):
            continue
        named: dict[str, str | int] = {n: _or_blank(values[n]) for n in rule.names}
        named |= {f"{n}_no": numbers[n] for n in rule.names if n in numbers}
        telling = sorted(numbers[name] for name in rule.telling(values) if name in numbers)
        inds = join_list([str(number) for number in telling])
        yield case.told_at(
            rule.code,
            rule.at,
            {**named, "inds": inds, "problem": rule.text},
        )


def committee_unlike_order(case: Case) -> Iterator[Finding]:
    """The committee's size differs from the order registered (W07)."""
    here = case.base(COMMITTEE)
    for order in case.orders:
        there = order.members if order.kind is OrderKind.TAMBON_CENTRE else None
        if here is not None and there is not None and here != there:
            yield case.found("W07", case.ret.bases[COMMITTEE].where, n1=here, n2=there)


def unusually_high(case: Case) -> Iterator[Finding]:
    """A number far above what is usual, probably a digit too many (W08)."""
    for indicator in case.rubric.indicators:
        value = case.value(indicator.id)
        if indicator.high is not None and value is not None and value > indicator.high:
            yield _high(case, case.at(indicator.id), indicator.id, value, indicator)


def _high(case: Case, where: Where, number: int, value: int, indicator: Indicator) -> Finding:
    limit = f"{indicator.high} {indicator.unit}"
    return case.found("W08", where, number, value=value, unit=indicator.unit, limit=limit)


def base_unusually_high(case: Case) -> Iterator[Finding]:
    """The same for a base (W08)."""
    for base in case.rubric.bases:
        value, where = case.base(base.key), case.ret.bases[base.key].where
        if value is not None and value > base.high:
            limit = f"{base.high} {base.unit}"
            yield case.found(
                "W08", where, label=base.label, value=value, unit=base.unit, limit=limit
            )


def full_marks_without_note(case: Case) -> Iterator[Finding]:
    """Full marks and not one word of evidence (W10)."""
    if case.card.total == case.rubric.highest_total and not case.ret.notes:
        yield case.found("W10", case.ret.where, total=case.rubric.highest_total)


def assessed_outside_window(case: Case) -> Iterator[Finding]:
    """Assessed after today (E27), or outside the window ordered (W13, แนวทาง ข้อ 6)."""
    on = case.ret.assessed_on
    if on is None:
        return
    where, value, label = case.field("assessed_on"), thai_date(on), case.labels["assessed_on"]
    if on > case.as_of:
        today = thai_date(case.as_of)
        yield case.found("E27", where, label=label, value=value, today=today)
    elif not in_window(on, case.dates):
        start, end = (thai_date(case.dates[key]) for key in (WINDOW_START, WINDOW_END))
        yield case.found("W13", where, value=value, start=start, end=end)


def level_hangs_on_reading(case: Case) -> Iterator[Finding]:
    """Another reading would change the level (W17)."""
    other = case.card.alternative
    if other is None or not other.flips or case.card.total is None or case.card.level is None:
        return
    total = next(
        t for t, lv in zip(other.totals, other.levels, strict=True) if lv != case.card.level
    )
    level = case.rubric.level_of(total).level
    yield case.found(
        "W17",
        case.ret.where,
        total=case.card.total,
        level=case.card.level,
        total2=total,
        level2=level,
    )


def reading_used(case: Case) -> Iterator[Finding]:
    """A value that the print leaves open, and the reading that settled it (N01)."""
    for number in case.card.scores:
        indicator, judged = case.rubric.indicator(number), case.judged[number]
        for reading in readings_used(case, indicator, judged):
            option = reading.options.get(case.scheme.readings.get(reading.id, ""))
            yield case.found(
                "N01",
                case.at(number),
                number,
                value=_shown(indicator, judged),
                unit=indicator.unit,
                reason=option.says if option else reading.principle,
                score=judged.points or 0,
                rule=reading.id,
            )


def readings_used(case: Case, indicator: Indicator, judged: Judgement) -> tuple[Reading, ...]:
    """The readings that settle this value: they cover it, or another option would move it."""
    if judged.value is None or judged.base == 0 or indicator.kind is Kind.CHOICE:
        return ()
    share = indicator.kind is Kind.PERCENT
    num, den = (judged.value * 100, judged.base or 1) if share else (judged.value, 1)
    moved = case.card.touched.get(indicator.id, ())
    return tuple(
        reading
        for reading in case.rubric.readings
        if reading.notice
        and (
            reading.id in moved
            or (not reading.is_setting and _covers(reading, indicator, num, den))
        )
    )


def _covers(reading: Reading, indicator: Indicator, num: int, den: int) -> bool:
    interval = reading.covers.get(indicator.id)
    return interval is not None and interval.holds(num, den)


def _shown(indicator: Indicator, judged: Judgement) -> str:
    if indicator.kind is Kind.PERCENT and judged.base:
        share = judged.value * 100 / judged.base if judged.value is not None else 0
        return f"{judged.value}/{judged.base} ({share:.2f}%)"
    return str(judged.value)


def base_is_zero(case: Case) -> Iterator[Finding]:
    """0 of 0, scored lowest under A16 (N02)."""
    for number, judged in case.judged.items():
        if judged.standing is Standing.SCORED and judged.base == 0:
            name = base_label(case.rubric, case.rubric.indicator(number))
            yield case.found(
                "N02", case.at(number), number, den_name=name, score=judged.points or 0
            )


def _or_blank(value: int | None) -> str | int:
    return "(ว่าง)" if value is None else value


CHECKS = (
    base_missing,
    answer_missing,
    share_impossible,
    rules_broken,
    committee_unlike_order,
    unusually_high,
    base_unusually_high,
    full_marks_without_note,
    assessed_outside_window,
    level_hangs_on_reading,
    reading_used,
    base_is_zero,
)
