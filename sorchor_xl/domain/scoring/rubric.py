"""The rubric as frozen records: everything that decides a score, read from one data file.

`sorchor_xl.data.rubric_parse` makes it from text, `rubric_lint` judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import Final

from sorchor_xl.domain.scoring.bands import Bands, Cut, Interval, Kind
from sorchor_xl.domain.scoring.rules import Rule, ceilings

COMMITTEE: Final = "committee"
"""Key of the base that the register of orders states too."""
MISSIONS: Final = "missions"
"""Key of the base that a province may fix for all its ตำบล."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of development: totals ``low``–``high`` as printed (คำชี้แจง)."""

    level: int
    name: str
    low: int
    high: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Category:
    """หมวด: ``text`` verbatim, ``display`` mended, ``short`` for charts."""

    id: int
    text: str
    display: str
    short: str


@dataclass(frozen=True, slots=True)
class Base:
    """A denominator typed once per ตำบล; ``zero`` says whether 0 is an error or left to A16."""

    key: str
    label: str
    unit: str
    zero_is_error: bool
    high: int
    prompt: str
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """ตัวชี้วัด. ``base`` names a base, ``base_indicator`` another answer; both None for no base.

    ``text`` and ``criteria`` verbatim, ``display`` and ``shown`` mended, ``short`` for headings of
    tables and charts.
    """

    id: int
    role: str
    category: int
    kind: Kind
    text: str
    display: str
    short: str
    criteria: tuple[str, ...]
    shown: tuple[str, ...]
    prompt_title: str
    prompt: str
    unit: str = ""
    counted: str = ""
    boxes: tuple[Interval, ...] = ()
    cuts: tuple[str, ...] = ()
    base: str | None = None
    base_indicator: int | None = None
    zero_is_error: bool = False
    high: int | None = None

    @property
    def unit_noun(self) -> str:
        """The unit without "/ปี": "ครั้ง" of "ครั้ง/ปี"; "" for a choice."""
        return self.unit.split("/", maxsplit=1)[0]

    @property
    def choices(self) -> tuple[str, ...]:
        """The list of a choice: "1 - ไม่มีกองทุน" and so on, in the words of the letter."""
        return tuple(f"{n} - {text}" for n, text in enumerate(self.criteria, start=1))


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read an ambiguous place; ``cuts`` replaces those of the indicators named."""

    key: str
    text: str
    says: str
    cuts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    rounded: bool = False
    zero_base: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """การตีความ: a place the print leaves open. Without options it is settled by ``principle``.

    One that is not ``for_officers`` concerns the print or the province alone.
    """

    id: str
    where: str
    problem: str
    reason: str
    covers: Mapping[int, Interval]
    notice: bool = False
    default: str = ""
    alternative: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    principle: str = ""
    other: str = ""
    for_officers: bool = True

    @property
    def is_setting(self) -> bool:
        """True where a province may choose between two options."""
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date of the order; ``on`` is ค.ศ., ``source`` the paragraph."""

    key: str
    on: date
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """The letter the rubric comes from, for citation.

    ``duty_rules`` and ``plan_rule`` are the regulations it names for what a ศอช. does (แนวทาง ข้อ 3)
    and for its part in the plan of the ตำบล (แนวทาง ข้อ 4), titles verbatim.
    """

    letter: str
    date: date
    subject: str
    issuer: str
    annex: str
    duty_rules: tuple[str, ...]
    plan_rule: str


@dataclass(frozen=True)
class Rubric:
    """Everything that decides a score in one fiscal year (พ.ศ.).

    ``big_change``: a total that far from last year's is asked about (W12); ours, not the letter's.
    """

    id: str
    version: str
    fiscal_year: int
    title: str
    form_title: str
    scale: str
    min_points: int
    max_points: int
    big_change: int
    score_names: tuple[str, ...]
    source: Source
    dates: Mapping[str, DueDate]
    award_min_gap_years: int
    levels: tuple[Level, ...]
    categories: tuple[Category, ...]
    bases: tuple[Base, ...]
    indicators: tuple[Indicator, ...]
    readings: tuple[Reading, ...]
    rules: tuple[Rule, ...] = ()

    def indicator(self, number: int) -> Indicator:
        """The indicator of that number; KeyError if there is none."""
        return self._by_number[number]

    @cached_property
    def _by_number(self) -> Mapping[int, Indicator]:
        return {i.id: i for i in self.indicators}

    def by_role(self, role: str) -> Indicator:
        """The indicator of that role; KeyError if there is none this year."""
        return self._by_role[role]

    @cached_property
    def _by_role(self) -> Mapping[str, Indicator]:
        return {i.role: i for i in self.indicators}

    @cached_property
    def ceilings(self) -> Mapping[int, int]:
        """Indicator → the indicator whose answer it cannot sensibly exceed (`rules`)."""
        pairs = ceilings(self.rules).items()
        known = self._by_role
        return {known[a].id: known[b].id for a, b in pairs if a in known and b in known}

    def base(self, key: str) -> Base:
        """The base of that key; KeyError if there is none."""
        return {b.key: b for b in self.bases}[key]

    def reading(self, reading_id: str) -> Reading:
        """The reading of that id; KeyError if there is none."""
        return {r.id: r for r in self.readings}[reading_id]

    def in_category(self, category: int) -> tuple[Indicator, ...]:
        """The indicators of a หมวด in order."""
        return tuple(i for i in self.indicators if i.category == category)

    def category_max(self, category: int) -> int:
        """Full marks of a หมวด."""
        return self.max_points * len(self.in_category(category))

    @property
    def lowest_total(self) -> int:
        """The lowest total of a complete form."""
        return self.min_points * len(self.indicators)

    @property
    def highest_total(self) -> int:
        """Full marks."""
        return self.max_points * len(self.indicators)

    @cached_property
    def level_numbers(self) -> tuple[int, ...]:
        """The numbers of the levels, the highest first."""
        return tuple(sorted((level.level for level in self.levels), reverse=True))

    @cached_property
    def top_level(self) -> Level:
        """The highest level."""
        return max(self.levels, key=lambda level: level.level)

    def level_of(self, total: int) -> Level:
        """The level of a complete form's total; ValueError outside the bands."""
        for level in self.levels:
            if level.low <= total <= level.high:
                return level
        raise ValueError(f"no level covers a total of {total}")

    def level_name(self, number: int) -> str:
        """The name of a level; KeyError if there is none."""
        return {level.level: level.name for level in self.levels}[number]

    @property
    def default_readings(self) -> Mapping[str, str]:
        """Reading id → default option, for every reading that is a setting."""
        return {r.id: r.default for r in self.readings if r.is_setting}

    def settle(self, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """The defaults with a province's choices; ValueError for an unknown reading or option."""
        settled = dict(self.default_readings)
        for key, option in chosen.items():
            if key not in settled:
                raise ValueError(f"ไม่มีการตีความ {key} ให้เลือก เลือกได้: {', '.join(settled)}")
            options = self.reading(key).options
            if option not in options:
                raise ValueError(
                    f"การตีความ {key} ไม่มีทางเลือก “{option}” เลือกได้: {', '.join(options)}"
                )
            settled[key] = option
        return settled

    def bands(self, number: int, readings: Mapping[str, str]) -> Bands:
        """The cuts of an indicator under a full choice of readings."""
        return _bands(self.indicator(number), self._settings, readings)

    @cached_property
    def _settings(self) -> tuple[Reading, ...]:
        return tuple(r for r in self.readings if r.is_setting)

    def variants(self, number: int, readings: Mapping[str, str]) -> Mapping[tuple[str, ...], Bands]:
        """Bands of an indicator for every combination of the readings that can move its points.

        Keyed by the ids of the readings read otherwise than chosen; ``()`` is the choice itself.
        """
        movers = [r for r in self._settings if _moves(r, self.indicator(number))]
        variants: dict[tuple[str, ...], Bands] = {}
        for flips in product((False, True), repeat=len(movers)):
            flipped = [r for r, flip in zip(movers, flips, strict=True) if flip]
            other = {r.id: other_option(r, readings[r.id]) for r in flipped}
            variants[tuple(r.id for r in flipped)] = self.bands(number, {**readings, **other})
        return variants


def reporting_span(fiscal_year: int) -> tuple[date, date]:
    """First and last day (ค.ศ.) a date of a round may be: the fiscal year and the quarter after."""
    return date(fiscal_year - 544, 10, 1), date(fiscal_year - 543, 12, 31)


def other_option(reading: Reading, chosen: str) -> str:
    """The option of a two-way reading that was not chosen."""
    return reading.alternative if chosen == reading.default else reading.default


def _moves(reading: Reading, indicator: Indicator) -> bool:
    touches_cuts = any(indicator.id in o.cuts for o in reading.options.values())
    rounds = any(o.rounded for o in reading.options.values())
    return touches_cuts or (rounds and indicator.kind is Kind.PERCENT)


def _bands(
    indicator: Indicator, settings: tuple[Reading, ...], readings: Mapping[str, str]
) -> Bands:
    options = [r.options[readings[r.id]] for r in settings]
    texts = indicator.cuts
    for option in options:
        texts = option.cuts.get(indicator.id, texts)
    rounded = indicator.kind is Kind.PERCENT and any(o.rounded for o in options)
    lowest = any(o.zero_base == "lowest" for o in options) and not indicator.zero_is_error
    cuts = tuple(Cut.parse(t, rounded=rounded) for t in texts)
    return Bands(indicator.kind, cuts, lowest and indicator.kind is Kind.PERCENT)
