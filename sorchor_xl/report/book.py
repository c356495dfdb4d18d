"""One summary workbook being written: results, numbers, words, looks, and where things stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from sorchor_xl.data.palette import Colours, grade_sign
from sorchor_xl.data.report_texts import COUNTRY, PROVINCE, Wording, load_table
from sorchor_xl.domain.checks.findings import Catalogue, Finding, Severity
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.scoring.advice import Training, rank_training
from sorchor_xl.domain.scoring.rubric import Reading, Rubric
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import width
from sorchor_xl.ooxml.references import fixed_range
from sorchor_xl.report import summary_columns
from sorchor_xl.report.facts import Facts
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary_styles import SummaryStyles


@dataclass(frozen=True, slots=True)
class Live:
    """A formula with its result: what is stored must be what recalculation gives."""

    formula: str
    value: float | int | str


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a row of a sheet of the same workbook; ``row`` is counted from 0."""

    text: str
    sheet: str
    row: int


class WrittenSheet(Protocol):
    """A sheet of the book that wants a last word once all are written."""

    key: str

    @property
    def has_printed_rows(self) -> bool:
        """Whether more than headings goes to paper."""

    def finish(self, *, hidden: bool = False) -> None:
        """Say what of it goes to paper; ``hidden`` takes it out of sight."""


MOST_TRAININGS = 10
"""Trainings that are listed."""
MOST_NAME_LETTERS = 26
"""Letters that a column of names is made for, a little more than the longest name there is."""
MANY_TAMBONS = 2000
"""Beyond it rows are written through to disk as they come, so that memory stays small."""


def is_large(results: Results) -> bool:
    """Whether the results are of many provinces' size."""
    return len(results.tambons) > MANY_TAMBONS


class SummaryBook:
    """What every room of the report needs to know; ``keys`` are the sheets it has, in order."""

    def __init__(
        self,
        results: Results,
        options: ReportOptions,
        workbook: Any,
        catalogue: Catalogue,
        previous: Previous | None = None,
    ) -> None:
        self.results = results
        self.options = options
        self.workbook = workbook
        self.catalogue = catalogue
        self.previous = previous
        self.facts = Facts(results)
        self.styles = SummaryStyles(
            workbook, options.font, options.font_size, len(self.rubric.levels)
        )
        self.words = make_words(results)
        self.keys: tuple[str, ...] = ()
        self.pages: list[WrittenSheet] = []

    @property
    def rubric(self) -> Rubric:
        """The rubric of the round."""
        return self.results.scheme.rubric

    @property
    def is_country(self) -> bool:
        """True for the national workbook, whose groups are provinces."""
        return is_country(self.results)

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Column keys of the sheets that others refer to."""
        return dict(summary_columns.keys(self.rubric))

    def column(self, sheet: str, key: str) -> int:
        """Number of a column of a sheet, from 0."""
        return self.columns[sheet].index(key)

    def sheet(self, key: str) -> str:
        """Name of a sheet."""
        return self.words.sheet(key)

    def ref(self, key: str) -> str:
        """What stands before a cell of another sheet in a formula."""
        return f"'{self.sheet(key)}'!"

    def range(self, sheet: str, first: str, last: str = "") -> str:
        """A whole column, or columns first to last, of a sheet with one row per ตำบล or อำเภอ."""
        count = len(self.results.amphoes if sheet == "amphoes" else self.results.tambons)
        if sheet == "indicators":
            count = len(self.rubric.indicators)
        left, right = self.column(sheet, first), self.column(sheet, last or first)
        bottom = summary_columns.FIRST_ROW + max(1, count) - 1
        return self.ref(sheet) + fixed_range((summary_columns.FIRST_ROW, left), (bottom, right))

    @cached_property
    def tambon_rows(self) -> dict[str, int]:
        """ตำบล code → its row in the sheets with one row per ตำบล, from 0."""
        return {
            t.tambon.code: summary_columns.FIRST_ROW + n for n, t in enumerate(self.results.tambons)
        }

    @cached_property
    def amphoe_rows(self) -> dict[str, int]:
        """อำเภอ code → its row in the sheets with one row per อำเภอ, from 0."""
        return {
            a.amphoe.code: summary_columns.FIRST_ROW + n for n, a in enumerate(self.results.amphoes)
        }

    @cached_property
    def first_tambon_rows(self) -> dict[str, int]:
        """อำเภอ code → row of its first ตำบล."""
        rows: dict[str, int] = {}
        for tambon in self.results.tambons:
            rows.setdefault(tambon.amphoe.code, self.tambon_rows[tambon.tambon.code])
        return rows

    @cached_property
    def names(self) -> dict[str, str]:
        """อำเภอ and ตำบล by code."""
        named = {a.amphoe.code: a.amphoe.name for a in self.results.amphoes}
        named.update({t.tambon.code: t.tambon.name for t in self.results.tambons})
        return named

    @cached_property
    def listed_findings(self) -> tuple[Finding, ...]:
        """Every finding, the graver first, then by อำเภอ and ตำบล."""
        grave = list(Severity)
        severity = self.catalogue.severity
        return tuple(
            sorted(
                self.results.findings,
                key=lambda f: (grave.index(severity(f)), f.amphoe_code, f.tambon_code),
            )
        )

    @cached_property
    def finding_rows(self) -> dict[str, int]:
        """ตำบล or อำเภอ code → row of its first finding in รายการแก้ไข."""
        rows: dict[str, int] = {}
        for number, finding in enumerate(self.listed_findings):
            for code in (finding.amphoe_code, finding.tambon_code):
                if code:
                    rows.setdefault(code, summary_columns.FIRST_ROW + number)
        return rows

    @cached_property
    def error_counts(self) -> Mapping[str, tuple[int, int]]:
        """อำเภอ code → errors and warnings; (0, 0) where there are none."""
        counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for finding in self.results.findings:
            severity = self.catalogue.severity(finding)
            errors, warnings = counts[finding.amphoe_code]
            counts[finding.amphoe_code] = (
                errors + (severity is Severity.ERROR),
                warnings + (severity is Severity.WARNING),
            )
        return counts

    @cached_property
    def trainings(self) -> tuple[Training, ...]:
        """The trainings that would lift most ตำบล a level, the best first."""
        cards = (t.card for t in self.results.tambons)
        return tuple(rank_training(self.results.scheme, cards, MOST_TRAININGS))

    @cached_property
    def fixed_readings(self) -> tuple[Reading, ...]:
        """Readings without a choice that are still told about where a value falls under them."""
        return tuple(r for r in self.rubric.readings if r.notice and not r.is_setting)

    @cached_property
    def amphoe_letters(self) -> int:
        """Letters of the longest name of an อำเภอ, but for names that shrink."""
        longest = max([width(a.amphoe.name) for a in self.results.amphoes], default=8)
        return min(longest, MOST_NAME_LETTERS)

    @cached_property
    def tambon_letters(self) -> int:
        """Letters of the longest name of a ตำบล, but for names that shrink."""
        longest = max([width(t.tambon.name) for t in self.results.tambons], default=8)
        return min(longest, MOST_NAME_LETTERS)

    def level_name(self, level: int) -> str:
        """ "▲ เข้มแข็ง"."""
        return self.words.say(
            "words.result", symbol=self.symbol(level), name=self.rubric.level_name(level)
        )

    def symbol(self, level: int | None) -> str:
        """The sign that stands beside a level's colour."""
        if level is None:
            return self.words.say("symbols.none")
        return grade_sign(level, len(self.rubric.levels))

    @cached_property
    def same_levels(self) -> bool:
        """Whether last year had the levels of this year; False without a last year."""
        return self.previous is not None and self.previous.has_levels_of(self.rubric)

    @property
    def levels(self) -> tuple[int, ...]:
        """The numbers of the levels, the highest first."""
        return self.rubric.level_numbers

    def level_colours(self, level: int) -> Colours:
        """Fill and ink of a level."""
        return self.styles.levels[level]

    def status_word(self, tambon: TambonResult) -> str:
        """What stands where a ตำบล has no total."""
        received = tambon.status is not TambonStatus.NOT_RECEIVED
        return self.words.say("words.incomplete" if received else "words.not_received")

    def status_style(self, status: AmphoeStatus) -> str:
        """Colour of the status of an อำเภอ."""
        styles = {
            AmphoeStatus.COMPLETE: "center/good",
            AmphoeStatus.HAS_ERRORS: "center/waiting",
            AmphoeStatus.PARTIAL: "center/waiting",
            AmphoeStatus.UNREADABLE: "center/bad",
            AmphoeStatus.NOT_RECEIVED: "center/none",
        }
        return styles[status]

    @property
    def nothing(self) -> str:
        """What stands where there is nothing to show."""
        return self.words.say("words.nothing")


def is_country(results: Results) -> bool:
    """Whether the groups of the results are provinces (two-digit codes)."""
    return any(len(a.amphoe.code) == len(results.province.code) for a in results.amphoes)


def make_words(results: Results) -> Wording:
    """The words with everything that is the same throughout filled in."""
    table = load_table()
    scope = table["scope"][COUNTRY if is_country(results) else PROVINCE]
    rubric = results.scheme.rubric
    top, said = rubric.top_level, table["words"]
    words = {key: said[key].format(level=top.level, name=top.name) for key in _TOP_LEVEL}
    names = {
        "top_level": words["level"],
        "area": scope["area"],
        "whole": scope["whole"],
        "place": scope["place"].format(province=results.province.name),
        "province": results.province.name,
        "year": results.fiscal_year,
        "as_of": thai_date(results.as_of, style="short"),
        "categories": len(rubric.categories),
        "indicators": len(rubric.indicators),
    }
    return Wording(table, names, {"top_level": words["level_heading"]})


_TOP_LEVEL = ("level", "level_heading")
"""How the highest level is called in a sentence, and in a heading where it breaks into lines."""
