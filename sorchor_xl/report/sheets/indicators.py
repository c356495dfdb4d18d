"""วิเคราะห์รายตัวชี้วัด, and the trainings that would lift most ตำบล."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.domain.scoring.advice import Training
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import IndicatorFacts, share
from sorchor_xl.report.page import Column, Row, SheetPage, row_cell
from sorchor_xl.report.sheets.guidance import say_none


def write_indicators(book: SummaryBook) -> None:
    """The sheet วิเคราะห์รายตัวชี้วัด."""
    columns = [
        Column("no", 6, "count"),
        Column("indicator", 78, "wrap"),
        Column("count", 12, "count"),
        Column("mean", 10, "mean"),
        *_point_columns(book),
        Column("lowest_share", 11, "share", params={"points": book.rubric.min_points}),
        Column("rank", 12, "count/bold"),
    ]
    page = SheetPage(book, "indicators", columns)
    page.open()
    page.headings(freeze=2)
    page.write(_row(book, facts) for facts in book.facts.indicators)
    if not any(facts.scored for facts in book.facts.indicators):
        page.print_rows(0)


def _point_columns(book: SummaryBook) -> Iterator[Column]:
    """How many ตำบล have each number of points; the first says in full what is counted."""
    rubric = book.rubric
    for points in range(rubric.min_points, rubric.max_points + 1):
        entry = "lowest" if points == rubric.min_points else "points"
        yield Column(f"points{points}", 11, "count", params={"points": points}, entry=entry)


def _row(book: SummaryBook, facts: IndicatorFacts) -> Row:
    row = summary_columns.FIRST_ROW + facts.number - 1
    points = book.range("scores", f"indicator{facts.number}")
    nothing = book.nothing

    def at(key: str) -> str:
        return row_cell(book.column("indicators", key), row)

    def unless_nobody(formula: str, value: float | None) -> Live:
        whole = f'IF({at("count")}=0,"{nothing}",{formula})'
        return Live(whole, nothing if value is None else value)

    means = book.range("indicators", "mean").split("!")[1]
    lowest = book.rubric.min_points
    lowest_share = share(facts.counts[lowest], facts.scored)
    return Row(
        [
            facts.number,
            book.rubric.indicator(facts.number).display,
            Live(f"COUNT({points})", facts.scored),
            unless_nobody(f"AVERAGE({points})", facts.mean),
            *(Live(f"COUNTIF({points},{p})", facts.counts[p]) for p in sorted(facts.counts)),
            unless_nobody(
                f"{at(f'points{lowest}')}/{at('count')}*100",
                None if lowest_share is None else lowest_share * 100,
            ),
            unless_nobody(f'1+COUNTIF({means},"<"&{at("mean")})', facts.rank),
        ]
    )


def write_training(book: SummaryBook) -> None:
    """The sheet หัวข้อที่ควรอบรม: what training would lift most ตำบล a level."""
    columns = [
        Column("order", 8, "count"),
        Column("no", 6, "count"),
        Column("indicator", 68, "wrap"),
        Column("below", 19, "count"),
        Column("lifted", 22, "count"),
        Column("together", 24, "count/bold"),
    ]
    page = SheetPage(book, "training", columns)
    page.open()
    page.headings(freeze=3)
    trainings = enumerate(book.trainings, start=1)
    if not page.write(_training_row(book, n, t) for n, t in trainings):
        say_none(book, page)


def _training_row(book: SummaryBook, number: int, training: Training) -> Row:
    name = book.rubric.indicator(training.indicator).display
    counts = (training.below, training.lifted, training.together)
    return Row([number, training.indicator, name, *counts])
