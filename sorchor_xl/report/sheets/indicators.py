"""วิเคราะห์รายตัวชี้วัด with the trainings that lift most, and แผนที่ความเข้มแข็ง."""

from __future__ import annotations

from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.scoring.advice import Training, rank_training
from sorchor_xl.ooxml.references import a1
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import IndicatorFacts, share
from sorchor_xl.report.page import Cell, Column, Row, SheetPage, row_cell
from sorchor_xl.report.summary_styles import LEVEL_FILL

POINT_KEYS = ("ones", "twos", "threes")
MOST = 10
"""Trainings that are listed."""


def write_indicators(book: SummaryBook) -> None:
    """The sheet วิเคราะห์รายตัวชี้วัด."""
    columns = [
        Column("no", 6, "count"),
        Column("indicator", 78, "wrap"),
        Column("count", 12, "count"),
        Column("mean", 10, "mean"),
        *(Column(key, 11, "count") for key in POINT_KEYS),
        Column("ones_share", 11, "share"),
        Column("rank", 12, "count/bold"),
    ]
    page = SheetPage(book, "indicators", columns)
    page.open()
    page.headings(freeze=2)
    page.write(_row(book, facts) for facts in book.facts.indicators)


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
    lowest = facts.counts[book.rubric.min_points]
    ones_share = share(lowest, facts.scored)
    return Row(
        [
            facts.number,
            book.rubric.indicator(facts.number).display,
            Live(f"COUNT({points})", facts.scored),
            unless_nobody(f"AVERAGE({points})", facts.mean),
            *(Live(f"COUNTIF({points},{p})", facts.counts[p]) for p in sorted(facts.counts)),
            unless_nobody(
                f"{at('ones')}/{at('count')}*100", None if ones_share is None else ones_share * 100
            ),
            unless_nobody(f'1+COUNTIF({means},"<"&{at("mean")})', facts.rank),
        ]
    )


def write_training(book: SummaryBook) -> None:
    """The sheet หัวข้อที่ควรอบรม: what training would lift most ตำบล a level."""
    columns = [
        Column("order", 8, "count"),
        Column("no", 6, "count"),
        Column("indicator", 74, "wrap"),
        Column("below", 17, "count"),
        Column("lifted", 19, "count"),
        Column("together", 21, "count/bold"),
    ]
    page = SheetPage(book, "training", columns)
    page.open()
    page.headings(freeze=3)
    trainings = rank_training(book.results.scheme, (t.card for t in book.results.tambons), MOST)
    if not page.write(_training_row(book, n, t) for n, t in enumerate(trainings, start=1)):
        key = "advice.nobody" if book.facts.whole.complete else "advice.nothing"
        page.merge(0, page.last, book.words.say(key), "note")


def _training_row(book: SummaryBook, number: int, training: Training) -> Row:
    name = book.rubric.indicator(training.indicator).display
    counts = (training.below, training.lifted, training.together)
    return Row([number, training.indicator, name, *counts])


def write_heat(book: SummaryBook) -> None:
    """The sheet แผนที่ความเข้มแข็ง: average points, with a sign and a colour by the same bounds."""
    indicators = book.rubric.indicators
    heading = book.words.heading
    columns = [
        Column("amphoe", max(14, book.amphoe_letters)),
        *(
            Column(f"i{i.id}", 6.6, "mean", heading("heat", "indicator", no=i.id))
            for i in indicators
        ),
        Column("mean", 8, "mean"),
    ]
    strong, middle = bounds(book)
    page = SheetPage(book, "heat", columns)
    page.open(strong=f"{strong:.2f}", middle=f"{middle:.2f}")
    page.headings(freeze=1)
    style = _heat_style(book, strong, middle)
    styles = ["text", *[style] * (len(indicators) + 1)]
    for amphoe in book.results.amphoes:
        page.write_row(_heat_row(book, amphoe, page.row), styles)
    total = ["text/total", *[f"{style}/total"] * (len(indicators) + 1)]
    page.write_row(_heat_total(book), total)
    _heat_colours(book, page, strong, middle)


def bounds(book: SummaryBook) -> tuple[float, float]:
    """Average points per indicator at which the two higher levels begin, to two decimals."""
    rubric = book.rubric
    lows = sorted((v.low for v in rubric.levels), reverse=True)
    count = len(rubric.indicators)
    return round(lows[0] / count, 2), round(lows[1] / count, 2)


def _heat_style(book: SummaryBook, strong: float, middle: float) -> str:
    """A number format that puts the sign of the level before the number."""
    signs = [book.symbol(level) for level in (3, 2, 1)]
    shown = f'[>={strong}]"{signs[0]} "0.00;[>={middle}]"{signs[1]} "0.00;"{signs[2]} "0.00'
    return book.styles.define("heat", {"num_format": shown})


def _heat_row(book: SummaryBook, amphoe: AmphoeResult, row: int) -> Row:
    code, nothing = amphoe.amphoe.code, book.nothing
    names = book.range("scores", "amphoe")
    own = f"$A{row + 1}"
    cells: list[Cell] = [amphoe.amphoe.name]
    for indicator in book.rubric.indicators:
        points = book.range("scores", f"indicator{indicator.id}")
        value = book.facts.cell_mean(code, indicator.id)
        counted = f'COUNTIFS({names},{own},{points},">0")'
        formula = f'IF({counted}=0,"{nothing}",AVERAGEIF({names},{own},{points}))'
        cells.append(Live(formula, nothing if value is None else value))
    cells.append(_row_mean(book, names, own, code))
    return Row(cells)


def _row_mean(book: SummaryBook, names: str, own: str, code: str) -> Live:
    """Average of every score of an อำเภอ: not of the averages, whose numbers of ตำบล differ."""
    numbers = [i.id for i in book.rubric.indicators]
    points = book.range("scores", f"indicator{numbers[0]}", f"indicator{numbers[-1]}")
    counted = f"SUMPRODUCT(({names}={own})*({points}>0))"
    summed = f"SUMPRODUCT(({names}={own})*{points})"
    value = book.facts.full_mean(book.facts.groups[code])
    formula = f'IF({counted}=0,"{book.nothing}",{summed}/{counted})'
    return Live(formula, book.nothing if value is None else value)


def _heat_total(book: SummaryBook) -> Row:
    cells: list[Cell] = [book.words.heading("heat", "province")]
    for facts in book.facts.indicators:
        points = book.range("scores", f"indicator{facts.number}")
        formula = f'IF(COUNT({points})=0,"{book.nothing}",AVERAGE({points}))'
        cells.append(Live(formula, book.nothing if facts.mean is None else facts.mean))
    numbers = [i.id for i in book.rubric.indicators]
    every = book.range("scores", f"indicator{numbers[0]}", f"indicator{numbers[-1]}")
    value = book.facts.full_mean(book.facts.whole)
    formula = f'IF(COUNT({every})=0,"{book.nothing}",AVERAGE({every}))'
    cells.append(Live(formula, book.nothing if value is None else value))
    return Row(cells)


def _heat_colours(book: SummaryBook, page: SheetPage, strong: float, middle: float) -> None:
    """The same bounds as the signs; text is not a number and stays white."""
    first, last = summary_columns.FIRST_ROW, page.row - 1
    corner = a1(first, 1)
    above = {3: f"{corner}>={strong}", 2: f"{corner}>={middle}", 1: "TRUE"}
    for level in (3, 2, 1):
        fill, ink = LEVEL_FILL[level]
        made = book.workbook.add_format({"bg_color": fill, "font_color": ink})
        page.sheet.conditional_format(
            first,
            1,
            last,
            page.last,
            {
                "type": "formula",
                "criteria": f"=AND(ISNUMBER({corner}),{above[level]})",
                "format": made,
                "stop_if_true": True,
            },
        )
