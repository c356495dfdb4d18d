"""ข้อมูลแผนภูมิ: the numbers behind the charts, visible and live, one block below another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sorchor_xl.domain.thai.dates import thai_date, thai_day
from sorchor_xl.ooxml.references import column_name
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import Group
from sorchor_xl.report.page import Cell, Column, Row, SheetPage
from sorchor_xl.report.sheets.areas import level_count

MOST_BARS = 36
"""Bars of which each still has room for its name."""
ENDS = 15
"""Bars from the top and from the bottom where there are more."""
STEPS = 46
"""Most points in time of the chart of returns."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one chart: ``top`` is the row of its headings, from 0.

    ``names`` is the column whose texts stand on the axis, ``shown`` the one drawn where the others
    only explain it.
    """

    top: int
    heads: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    names: int = 0
    shown: int = 1

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
        """อำเภอ with results by share of the highest level.

        Counts by level, complete, all, and the name on the axis.
        """
        book, words = self.book, self.book.words
        name = book.rubric.level_name
        names = [words.say("words.level", level=n, name=name(n)) for n in book.levels]
        last = [words.say(f"charts.{key}") for key in ("complete", "all", "label")]
        heads = (words.say("charts.area"), *names, *last)
        rows = tuple(self._level_rows())
        return Block(summary_columns.HEAD_ROW, heads, rows, names=len(heads) - 1)

    @property
    def levels_title(self) -> str:
        """What the bars are: all, those with results, or the ends of many."""
        shown, every = len(self.levels.rows), len(self.book.results.amphoes)
        key, count = "levels" if shown == every else "levels_some", shown
        if len(self._ranked) > shown:
            key, count = "levels_ends", ENDS
        name = self.book.rubric.top_level.name
        return self.book.words.say(f"charts.{key}", count=count, all=every, name=name)

    @cached_property
    def _ranked(self) -> tuple[str, ...]:
        """Codes of the อำเภอ with results, from the highest share of the highest level."""
        groups = {code: g for code, g in self.book.facts.groups.items() if g.complete}
        top = self.book.levels[0]

        def strength(code: str) -> tuple[float, float, str]:
            group = groups[code]
            return (-group.level(top) / group.complete, -(group.mean or 0), code)

        return tuple(sorted(groups, key=strength))

    def _level_rows(self) -> Iterator[Sequence[Cell]]:
        book, codes = self.book, self._ranked
        if len(codes) > MOST_BARS:
            codes = codes[:ENDS] + codes[-ENDS:]
        names = book.range("amphoes", "amphoe")
        for row, code in enumerate(codes, start=summary_columns.FIRST_ROW):
            group, name = book.facts.groups[code], book.names[code]
            match = f"MATCH($A{row + 1},{names},0)"
            values: list[tuple[str, int | str]] = [
                (f"level{n}", level_count(book, group, n)) for n in book.levels
            ]
            values += [("complete", group.complete), ("all", group.all)]
            cells = [
                Live(f"INDEX({book.range('amphoes', key)},{match})", value) for key, value in values
            ]
            yield (name, *cells, _label(name, group, len(values), row))

    @cached_property
    def categories(self) -> Block:
        """หมวด from the highest share of full marks: average, full marks, share."""
        book, words = self.book, self.book.words
        means = {c.id: book.facts.category_mean(c.id) or 0.0 for c in book.rubric.categories}

        def share(category: int) -> float:
            return means[category] / book.rubric.category_max(category) * 100

        top = self.levels.after
        order = sorted(book.rubric.categories, key=lambda c: (-share(c.id), c.id))
        rows: list[Sequence[Cell]] = []
        totals = book.range("tambons", "total")
        for row, category in enumerate(order, start=top + 1):
            sums = book.range("tambons", f"category{category.id}")
            full = book.rubric.category_max(category.id)
            live: Cell = Live(f'AVERAGEIF({totals},">0",{sums})', means[category.id])
            if not book.facts.whole.complete:
                live = 0
            name = words.say("charts.category_name", no=category.id, name=category.short, full=full)
            rows.append((name, live, full, Live(f"B{row + 1}/C{row + 1}*100", share(category.id))))
        heads = [words.say(f"charts.{key}") for key in ("category", "mean", "full", "of_full")]
        return Block(top, tuple(heads), tuple(rows), shown=3)

    @cached_property
    def distribution(self) -> Block:
        """Totals from the lowest to the highest; between levels a row where the line stands."""
        book, words = self.book, self.book.words
        bands = sorted(book.rubric.levels, key=lambda v: v.low)
        lowest = book.rubric.lowest_total
        names = [
            words.say("charts.band", name=b.name, low=max(b.low, lowest), high=b.high)
            for b in bands
        ]
        cuts = [words.say("charts.cut", low=b.low, name=b.name) for b in bands[1:]]
        heads = (words.say("charts.total_axis"), *names, *cuts)
        return Block(self.categories.after, heads, tuple(self._distribution_rows()))

    def _distribution_rows(self) -> Iterator[Sequence[Cell]]:
        book = self.book
        counts = Counter(book.facts.whole.totals)
        highest = max(counts.values(), default=1)
        totals = book.range("tambons", "total")
        bands = sorted(book.rubric.levels, key=lambda v: v.low)
        width = len(bands) * 2 - 1
        for number, band in enumerate(bands):
            for total in range(max(band.low, book.rubric.lowest_total), band.high + 1):
                cells: list[Cell] = [None] * width
                cells[number] = Live(f"COUNTIF({totals},{total})", counts[total])
                yield (str(total), *cells)
            if number + 1 < len(bands):
                line: list[Cell] = [None] * width
                line[len(bands) + number] = highest + max(1, highest // 4)
                yield (None, *line)

    @property
    def received_title(self) -> str:
        """What the line of returns is, with the due date."""
        due = thai_date(self._due, style="short")
        return self.book.words.say("charts.received", due=due)

    @property
    def is_due_late(self) -> bool:
        """Whether the due day stands in the right half of the chart of returns."""
        marks = [row[2] is not None for row in self.received.rows]
        return marks.index(True) * 2 > len(marks)

    @property
    def highest_received(self) -> int:
        """Where the axis of returns ends: a little above every อำเภอ."""
        return len(self.book.results.amphoes) + max(1, len(self.book.results.amphoes) // 6)

    @cached_property
    def received(self) -> Block:
        """Day by day: อำเภอ sent so far, and a line on the due date."""
        words = self.book.words
        heads = (
            words.say("charts.day"),
            words.say("charts.sent"),
            words.say("charts.due"),
        )
        return Block(self.distribution.after, heads, tuple(self._received_rows()))

    @property
    def _due(self) -> date:
        return max(a.due for a in self.book.results.amphoes)

    def _received_rows(self) -> Iterator[Sequence[Cell]]:
        results, due = self.book.results, self._due
        came = sorted(a.received_on for a in self.book.facts.received if a.received_on)
        days = _days([*came, due, results.as_of], due)
        for day in days:
            sent = sum(on <= day for on in came) if day <= results.as_of else None
            mark = self.highest_received - 1 if day == due else None
            yield (thai_day(day), sent, mark)


def _label(name: str, group: Group, figures: int, row: int) -> Live:
    """The name on the axis, with how many are complete where not all are.

    The last two of the figures beside the name are how many are complete, and all.
    """
    complete, every = group.complete, group.all
    done, whole = (f"${column_name(figures + n)}{row + 1}" for n in (-1, 0))
    formula = f'$A{row + 1}&IF({done}={whole},""," ("&{done}&"/"&{whole}&")")'
    return Live(formula, name if complete == every else f"{name} ({complete}/{every})")


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
    blocks = [data.levels, data.categories, data.distribution, data.received]
    widest = max(len(block.heads) for block in blocks)
    columns = [Column("item", 30), *(Column(f"n{n}", 21, "mean") for n in range(widest - 1))]
    page = SheetPage(book, "chart_data", columns)
    page.open()
    kinds = ("count", "mean", "count", "count")
    for block, kind in zip(blocks, kinds, strict=True):
        while page.row < block.top:
            page.gap()
        width = len(block.heads)
        page.write_row(Row(block.heads), ["head"] * width)
        for row in block.rows:
            page.write_row(Row(row), ["text", *[kind] * (width - 1)])
    page.printed_until = summary_columns.HEAD_ROW - 1
