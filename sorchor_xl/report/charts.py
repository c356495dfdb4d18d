"""The charts of the first sheet: native, editable, told apart in black and white."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import SheetPage
from sorchor_xl.report.sheets.areas import LEVELS
from sorchor_xl.report.sheets.chart_data import Block, ChartData
from sorchor_xl.report.summary_styles import ACCENT, LINE, QUIET, SHADES

PIXELS = 7
"""Pixels of one unit of column width."""
POINT_PIXELS = 96 / 72
GRID = {"visible": True, "line": {"color": "#E3E8ED", "width": 0.75}}
PALE = "#FFFFFF"
MOST_BARS = 25
"""Bars that have room for a name in the usual size."""
LINES = (19, 11)
"""Lines of text that the upper and the lower pair of charts are high."""


def insert_charts(book: SummaryBook, page: SheetPage, row: int) -> None:
    """Four charts in two rows from ``row``; a sentence instead of charts of nothing."""
    styles = book.styles
    if not book.facts.whole.complete:
        page.row = row
        page.merge(0, page.last, book.words.say("overview.no_chart"), "note")
        page.row += 1
        return
    upper, lower = LINES
    for number in range(upper + lower):
        page.sheet.set_row(row + number, styles.height())
        page.sheet.write_blank(row + number, 0, None, styles.style("plain"))
    data = ChartData(book)
    left = sum(page.widths[:7]) * PIXELS + 5 * 7 - 14
    right = sum(page.widths[7:]) * PIXELS + 5 * 4 - 8
    wide = min(left, right)
    places = ((row, 0), (row, 7), (row + upper, 0), (row + upper, 7))
    makers = (_levels, _distribution, _categories, _received)
    for (top, column), make in zip(places, makers, strict=True):
        chart = make(book, data)
        lines = upper if top == row else lower
        height = lines * styles.height() * POINT_PIXELS - 14
        chart.set_size({"width": int(wide if column else left), "height": int(height)})
        page.sheet.insert_chart(top, column, chart, {"x_offset": 4, "y_offset": 6})


def _font(book: SummaryBook, size: int = 13, **more: object) -> dict[str, object]:
    return {"name": book.options.font, "size": size, "color": "#1A1A1A", **more}


def _frame(book: SummaryBook, chart: Any, title: str) -> None:
    chart.set_title(
        {
            "name": title,
            "name_font": _font(book, 15, bold=True, color=ACCENT),
            "overlay": False,
        }
    )
    chart.set_legend({"position": "bottom", "font": _font(book)})
    chart.set_chartarea({"border": {"color": LINE, "width": 0.75}})
    chart.set_plotarea({"fill": {"none": True}})


def _axis(book: SummaryBook, name: str = "", **more: object) -> Mapping[str, object]:
    named = {"name": name, "name_font": _font(book, 13, bold=False, color=QUIET)} if name else {}
    base = {"num_font": _font(book), "line": {"color": LINE}}
    return {**base, **named, **more}


def _series(book: SummaryBook, block: Block, column: int) -> dict[str, object]:
    """Name, categories and values of one column of a block."""
    sheet = book.sheet("chart_data")
    return {
        "name": [sheet, block.top, column],
        "categories": [sheet, block.first, 0, block.last, 0],
        "values": [sheet, block.first, column, block.last, column],
    }


def _levels(book: SummaryBook, data: ChartData) -> Any:
    """Stacked bars by อำเภอ, the strongest on top."""
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    block = data.levels
    fills = [*(SHADES[level] for level in LEVELS), PALE]
    for number, fill in enumerate(fills, start=1):
        border = {"color": QUIET, "width": 0.5}
        if fill == PALE:
            border["dash_type"] = "dash"
        chart.add_series(
            {
                **_series(book, block, number),
                "fill": {"color": fill},
                "border": border,
                "gap": 35,
            }
        )
    top = max(LEVELS)
    _frame(book, chart, book.words.say("charts.levels", level=top))
    size = 9 if len(block.rows) <= MOST_BARS else 7
    chart.set_y_axis(
        {
            **_axis(book),
            "reverse": True,
            "crossing": "max",
            "num_font": _font(book, size),
            "interval_unit": 1,
        }
    )
    chart.set_x_axis(
        {
            **_axis(book, book.words.say("charts.count_axis")),
            "major_gridlines": GRID,
            "num_format": "0",
        }
    )
    return chart


def _categories(book: SummaryBook, data: ChartData) -> Any:
    """Averages inside the frames of full marks."""
    chart = book.workbook.add_chart({"type": "bar"})
    full = {
        **_series(book, data.categories, 2),
        "fill": {"color": PALE},
        "border": {"color": QUIET, "width": 1},
        "overlap": 100,
        "gap": 45,
    }
    average = {
        **_series(book, data.categories, 1),
        "fill": {"color": SHADES[2]},
        "border": {"color": ACCENT, "width": 0.75},
        "data_labels": {"value": True, "num_format": "0.0", "font": _font(book, 13, bold=True)},
    }
    chart.add_series(full)
    chart.add_series(average)
    _frame(book, chart, book.words.say("charts.categories"))
    chart.set_y_axis({**_axis(book), "reverse": True, "crossing": "max"})
    chart.set_x_axis({**_axis(book), "major_gridlines": GRID, "num_format": "0", "min": 0})
    return chart


def _distribution(book: SummaryBook, data: ChartData) -> Any:
    """How many ตำบล have each total; a dark hatched bar stands between two levels."""
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    block = data.distribution
    for number, level in enumerate(sorted(LEVELS), start=1):
        chart.add_series(
            {
                **_series(book, block, number),
                "fill": {"color": SHADES[level]},
                "border": {"color": QUIET, "width": 0.5},
                "gap": 12,
            }
        )
    chart.add_series(
        {
            **_series(book, block, len(LEVELS) + 1),
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#7A1F1F", "bg_color": PALE},
            "border": {"color": "#7A1F1F", "width": 0.75},
        }
    )
    bands = sorted(book.rubric.levels, key=lambda v: v.low)
    cuts = " ".join(
        book.words.say("charts.cut_label", low=a.high, high=b.low) for a, b in pairwise(bands)
    ).replace("|", "/")
    _frame(book, chart, book.words.say("charts.distribution", cuts=cuts))
    chart.set_x_axis(
        {
            **_axis(book, book.words.say("charts.total_axis")),
            "interval_unit": 1,
            "num_font": _font(book, 9, rotation=-90),
        }
    )
    chart.set_y_axis(
        {
            **_axis(book, book.words.say("charts.count_axis")),
            "major_gridlines": GRID,
            "num_format": "0",
        }
    )
    return chart


def _received(book: SummaryBook, data: ChartData) -> Any:
    """Sent so far as a line, the due date as a bar."""
    bars = book.workbook.add_chart({"type": "column"})
    bars.add_series(
        {
            **_series(book, data.received, 2),
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#7A1F1F", "bg_color": PALE},
            "border": {"color": "#7A1F1F", "width": 0.75},
            "gap": 40,
        }
    )
    line = book.workbook.add_chart({"type": "line"})
    line.add_series(
        {
            **_series(book, data.received, 1),
            "line": {"color": ACCENT, "width": 2.5},
            "marker": {
                "type": "circle",
                "size": 4,
                "fill": {"color": ACCENT},
                "border": {"color": ACCENT},
            },
        }
    )
    bars.combine(line)
    _frame(book, bars, book.words.say("charts.received"))
    step = max(1, len(data.received.rows) // 12)
    bars.set_x_axis(
        {**_axis(book), "interval_unit": step, "num_font": _font(book, 11, rotation=-45)}
    )
    bars.set_y_axis(
        {
            **_axis(book, book.words.say("charts.amphoe_axis")),
            "major_gridlines": GRID,
            "num_format": "0",
            "min": 0,
            "max": len(book.results.amphoes),
        }
    )
    return bars
