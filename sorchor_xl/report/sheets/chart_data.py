"""ข้อมูลแผนภูมิ: the numbers behind the charts, visible and live, one block below another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.page import Cell, Column, Row, SheetPage
from sorchor_xl.report.sheets.areas import LEVELS, known, level_count

STEPS = 46
"""Most points in time of the chart of returns."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one chart: ``top`` is the row of its headings, from 0."""

    top: int
    heads: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]

    @property
    def first(self) -> int:
        """First row of numbers."""
        return self.top + 1

    @property
    def last(self) -> int:
        """Last row of numbers."""
        return self.top + len(self.rows)

    @property
    def after(self) -> int:
        """Where the next block may begin."""
        return self.last + 2


class ChartData:
    """The four blocks, placed before anything is written so that charts can refer to them."""

    def __init__(self, book: SummaryBook) -> None:
        self.book = book

    @cached_property
    def levels(self) -> Block:
        """อำเภอ by share of the highest level: counts by level, then not complete."""
        book, words = self.book, self.book.words
        names = [words.say("words.level", level=n, name=book.rubric.level_name(n)) for n in LEVELS]
        heads = (words.say("charts.area"), *names, words.say("charts.missing"))
        return Block(summary_columns.HEAD_ROW, heads, tuple(self._level_rows()))

    def _level_rows(self) -> Iterator[Sequence[Cell]]:
        book = self.book
        groups = {code: g for code, g in book.facts.groups.items() if g.all}
        top = max(LEVELS)

        def strength(code: str) -> tuple[float, float, str]:
            group = groups[code]
            complete = group.complete or 1
            return (-group.level(top) / complete, -(group.mean or 0), code)

        names = book.range("amphoes", "amphoe")
        for row, code in enumerate(sorted(groups, key=strength), start=summary_columns.FIRST_ROW):
            group, name = groups[code], book.names[code]
            match = f"MATCH($A{row + 1},{names},0)"
            values: list[tuple[str, int | str]] = [
                (f"level{n}", level_count(book, group, n)) for n in LEVELS
            ]
            values.append(("missing", known(book, group, group.all - group.complete)))
            cells = [
                Live(f"INDEX({book.range('amphoes', key)},{match})", value) for key, value in values
            ]
            yield (name, *cells)

    @cached_property
    def categories(self) -> Block:
        """หมวด: average and full marks."""
        book, words = self.book, self.book.words
        rows: list[Sequence[Cell]] = []
        for category in book.rubric.categories:
            sums = book.range("tambons", f"category{category.id}")
            average = book.facts.category_mean(category.id)
            name = f"{category.id}. {category.short}"
            totals = book.range("tambons", "total")
            live = Live(f'AVERAGEIF({totals},">0",{sums})', average or 0.0)
            full = book.rubric.category_max(category.id)
            rows.append((name, live if average is not None else 0, full))
        heads = (words.say("charts.category"), words.say("charts.mean"), words.say("charts.full"))
        return Block(self.levels.after, heads, tuple(rows))

    @cached_property
    def distribution(self) -> Block:
        """Totals from the lowest to the highest; between levels a row that draws the cut."""
        book, words = self.book, self.book.words
        bands = sorted(book.rubric.levels, key=lambda v: v.low)
        lowest = book.rubric.lowest_total
        names = [
            words.say("charts.band", name=b.name, low=max(b.low, lowest), high=b.high)
            for b in bands
        ]
        heads = (words.say("charts.total_axis"), *names, words.say("charts.cut"))
        return Block(self.categories.after, heads, tuple(self._distribution_rows()))

    def _distribution_rows(self) -> Iterator[Sequence[Cell]]:
        book = self.book
        counts = Counter(book.facts.whole.totals)
        highest = max(counts.values(), default=1)
        totals = book.range("tambons", "total")
        bands = sorted(book.rubric.levels, key=lambda v: v.low)
        for number, band in enumerate(bands):
            for total in range(max(band.low, book.rubric.lowest_total), band.high + 1):
                cells: list[Cell] = [None] * (len(bands) + 1)
                cells[number] = Live(f"COUNTIF({totals},{total})", counts[total])
                yield (str(total), *cells)
            if number + 1 < len(bands):
                label = book.words.say(
                    "charts.cut_label", low=band.high, high=bands[number + 1].low
                )
                yield (label, *[None] * len(bands), highest)

    @cached_property
    def received(self) -> Block:
        """Day by day: อำเภอ sent so far, and a bar on the due date."""
        words = self.book.words
        heads = (words.say("charts.day"), words.say("charts.sent"), words.say("charts.due"))
        return Block(self.distribution.after, heads, tuple(self._received_rows()))

    def _received_rows(self) -> Iterator[Sequence[Cell]]:
        results = self.book.results
        came = sorted(a.received_on for a in self.book.facts.received if a.received_on)
        due = max(a.due for a in results.amphoes)
        days = _days([*came, due, results.as_of], due)
        whole = len(results.amphoes)
        for day in days:
            sent = sum(on <= day for on in came) if day <= results.as_of else None
            yield (thai_date(day, style="short"), sent, whole if day == due else None)


def _days(days: Sequence[date], due: date) -> list[date]:
    """Every day from the first to the last; where they are too many, every few, and the due day."""
    first, last = min(days), max(days)
    count = (last - first).days + 1
    step = 1 + count // STEPS
    listed = {first + timedelta(days=n) for n in range(0, count, step)}
    return sorted({*listed, due, last})


def write_chart_data(book: SummaryBook) -> None:
    """The sheet ข้อมูลแผนภูมิ."""
    data = ChartData(book)
    columns = [Column("item", 30), *(Column(f"n{n}", 16, "mean") for n in range(4))]
    page = SheetPage(book, "chart_data", columns)
    page.open()
    blocks = [data.levels, data.categories, data.distribution, data.received]
    kinds = ("count", "mean", "count", "count")
    for block, kind in zip(blocks, kinds, strict=True):
        while page.row < block.top:
            page.gap()
        width = len(block.heads)
        page.write_row(Row(block.heads), ["head"] * width)
        for row in block.rows:
            page.write_row(Row(row), ["text", *[kind] * (width - 1)])
