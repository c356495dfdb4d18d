"""คะแนนเฉลี่ยรายอำเภอรายข้อ: averages in the colours of the levels, the strongest at the top left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.scoring.rubric import Indicator
from sorchor_xl.ooxml.references import a1
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import IndicatorFacts
from sorchor_xl.report.page import SET_POINTS, Cell, Column, Row, SheetPage

ZOOM: Final = 70
ONE_PAGE: Final = 27
"""Most rows that one printed page holds at a size that can be read."""
MANY_SCALE: Final = 63
"""Percent at which more rows are printed: 10 points."""
MOST_BOUNDS: Final = 2
"""Conditions that one number format may hold."""
_EDGES: Final[Mapping[str, object]] = {"border": 1, "border_color": "#FFFFFF"}
"""White lines, by which the numbers of two cells of one colour are told apart."""
HEAD_POINTS: Final = 192.0
"""Height of the headings, which stand upright, each on one line."""


def write_heat(book: SummaryBook) -> None:
    """The sheet คะแนนเฉลี่ยรายอำเภอรายข้อ; signs and colours by the same bounds."""
    facts = sorted(book.facts.indicators, key=lambda f: (-(f.mean or 0), f.number))
    indicators = [book.rubric.indicator(f.number) for f in facts]
    columns = [
        Column("amphoe", max(12, book.amphoe_letters)),
        *(Column(f"i{i.id}", 3.6, "mean", f"{i.id}. {i.short}") for i in indicators),
        Column("mean", 4.2, "mean", book.words.heading("heat", "mean")),
    ]
    lows = bounds(book)
    page = SheetPage(book, "heat", columns, least=SET_POINTS)
    page.snug = True
    points = book.rubric.max_points
    page.open(points=points, bounds=_bounds_said(book, lows), lowest=book.symbol(book.levels[-1]))
    _headings(page)
    style = _style(book, lows)
    styles = ["text", *[style] * (len(indicators) + 1)]
    total = ["text/total", *[f"{style}/total"] * (len(indicators) + 1)]
    listed = _strongest_first(book)
    above = len(listed) if len(listed) <= ONE_PAGE else _scored(book)
    for amphoe in listed[:above]:
        page.write_row(_heat_row(book, amphoe, page.row, indicators), styles)
    page.write_row(_heat_total(book, facts), total)
    for amphoe in listed[above:]:
        page.write_row(_heat_row(book, amphoe, page.row, indicators), styles)
    _heat_colours(book, page, lows)
    page.print_rows(above + 1 if any(f.scored for f in facts) else 0)
    page.sheet.set_zoom(ZOOM)
    if len(listed) <= ONE_PAGE:
        page.sheet.fit_to_pages(1, 1)
    else:
        page.sheet.set_print_scale(MANY_SCALE)


def _scored(book: SummaryBook) -> int:
    """How many have a score: of many only those go to paper, the rest would be pages of dashes."""
    return sum(book.facts.full_mean(group) is not None for group in book.facts.groups.values())


def _headings(page: SheetPage) -> None:
    """Names of indicators standing upright, whatever their length."""
    styles, row = page.book.styles, page.row
    page.sheet.set_row(row, HEAD_POINTS)
    page.sheet.write_string(row, 0, page.book.words.heading("heat", "amphoe"), styles.style("head"))
    for number, column in enumerate(page.columns[1:], start=1):
        page.sheet.write_string(row, number, column.heading, styles.style("head/upright"))
    page.row += 1
    page.sheet.freeze_panes(page.row, 1)
    page.sheet.repeat_rows(row)


def _strongest_first(book: SummaryBook) -> list[AmphoeResult]:
    """อำเภอ by the average of every score; those without a score last."""
    means = {code: book.facts.full_mean(group) or 0.0 for code, group in book.facts.groups.items()}
    return sorted(book.results.amphoes, key=lambda a: (-means[a.amphoe.code], a.amphoe.code))


def bounds(book: SummaryBook) -> Mapping[int, float]:
    """Level but the lowest, from the top → average points per indicator at which it begins.

    To two decimals, as they are shown.
    """
    rubric = book.rubric
    lows = {v.level: v.low for v in rubric.levels}
    return {n: round(lows[n] / len(rubric.indicators), 2) for n in book.levels[:-1]}


def _bounds_said(book: SummaryBook, lows: Mapping[int, float]) -> str:
    said = book.words.say
    levels = {v.level: v for v in book.rubric.levels}
    return "  ".join(
        said(
            "words.heat_bound",
            symbol=book.symbol(level),
            bound=f"{low:.2f}",
            name=levels[level].name,
            low=levels[level].low,
        )
        for level, low in lows.items()
    )


def _style(book: SummaryBook, lows: Mapping[int, float]) -> str:
    """A number format that puts the sign of the level before the number.

    It holds two bounds at most; beyond them the colours of the cells carry the signs.
    """
    if len(lows) > MOST_BOUNDS:
        return book.styles.define("heat", {**_EDGES, "num_format": "0.00"})
    above = (f'[>={low}]"{book.symbol(level)} "0.00;' for level, low in lows.items())
    lowest = f'"{book.symbol(book.levels[-1])} "0.00'
    return book.styles.define("heat", {**_EDGES, "num_format": "".join(above) + lowest})


def _heat_row(
    book: SummaryBook, amphoe: AmphoeResult, row: int, indicators: Sequence[Indicator]
) -> Row:
    code, nothing = amphoe.amphoe.code, book.nothing
    names = book.range("scores", "amphoe")
    own = f"$A{row + 1}"
    cells: list[Cell] = [amphoe.amphoe.name]
    for indicator in indicators:
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


def _heat_total(book: SummaryBook, ordered: Sequence[IndicatorFacts]) -> Row:
    cells: list[Cell] = [book.words.heading("heat", "province")]
    for facts in ordered:
        points = book.range("scores", f"indicator{facts.number}")
        formula = f'IF(COUNT({points})=0,"{book.nothing}",AVERAGE({points}))'
        cells.append(Live(formula, book.nothing if facts.mean is None else facts.mean))
    numbers = [i.id for i in book.rubric.indicators]
    every = book.range("scores", f"indicator{numbers[0]}", f"indicator{numbers[-1]}")
    value = book.facts.full_mean(book.facts.whole)
    formula = f'IF(COUNT({every})=0,"{book.nothing}",AVERAGE({every}))'
    cells.append(Live(formula, book.nothing if value is None else value))
    return Row(cells)


def _heat_colours(book: SummaryBook, page: SheetPage, lows: Mapping[int, float]) -> None:
    """The same bounds as the signs; text is not a number and stays white."""
    first, last = summary_columns.FIRST_ROW, page.row - 1
    corner = a1(first, 1)
    for level in book.levels:
        fill, ink = book.level_colours(level)
        looks = {"bg_color": fill, "font_color": ink}
        if len(lows) > MOST_BOUNDS:
            looks["num_format"] = f'"{book.symbol(level)} "0.00'
        above = f"{corner}>={lows[level]}" if level in lows else "TRUE"
        rule = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({corner}),{above})",
            "format": book.workbook.add_format(looks),
            "stop_if_true": True,
        }
        page.sheet.conditional_format(first, 1, last, page.last, rule)
