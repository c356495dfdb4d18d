"""The charts of the first sheet: native, editable, told apart in black and white."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import SheetPage
from sorchor_xl.report.sheets.chart_data import Block, ChartData
from sorchor_xl.report.summary_styles import ACCENT, INK, LINE, QUIET

POINT_PIXELS: Final = 96 / 72
COLUMN_PIXELS: Final = 51
"""Pixels of one of the narrow columns of the first sheet."""
HALF: Final = 15
"""Narrow columns of either half."""
GRID: Final = {"visible": True, "line": {"color": "#E3E8ED", "width": 0.75}}
ROOM_OF_BARS: Final = 640
WIDEST_GAP: Final = 500
"""Room between bars, in percent of one: few bars would else be as broad as blocks."""
SIZE: Final = 16
LEVEL: Final = 0
"""Degrees; said outright it keeps LibreOffice from leaving out names that stand close together."""
BELOW: Final = 3
"""Charts one below another in the right half."""
Maker = Callable[[SummaryBook, ChartData], Any]


def chart_rows(book: SummaryBook, room: float) -> int:
    """How many rows the charts take where so many points are left on their page."""
    if not book.facts.whole.complete:
        return 1
    return int(room / book.styles.height())


def insert_charts(book: SummaryBook, page: SheetPage, row: int, rows: int) -> None:
    """Four charts over ``rows`` rows from ``row``; a sentence instead of charts of nothing."""
    styles = book.styles
    page.row = row
    if not book.facts.whole.complete:
        page.merge(0, page.last, book.words.say("overview.no_chart"), "note")
        page.row += 1
        return
    for number in range(rows):
        page.sheet.set_row(row + number, styles.height())
        page.sheet.write_blank(row + number, 0, None, styles.style("plain"))
    data = ChartData(book)
    pixel_row = int(styles.height() * POINT_PIXELS)
    third = rows // BELOW
    _insert(page, (row, 0), _levels(book, data), rows * pixel_row)
    makers: tuple[Maker, ...] = (_distribution, _categories, _received)
    for number, make in enumerate(makers):
        last = number == BELOW - 1
        high = rows - third * (BELOW - 1) if last else third
        _insert(page, (row + number * third, HALF + 1), make(book, data), high * pixel_row)
    page.row = row + rows


def _insert(page: SheetPage, at: tuple[int, int], chart: Any, height: int) -> None:
    chart.set_size({"width": HALF * COLUMN_PIXELS - 6, "height": height - 10})
    page.sheet.insert_chart(*at, chart, {"x_offset": 3, "y_offset": 5, "object_position": 2})


def _new(book: SummaryBook, kind: str, subtype: str = "") -> Any:
    """A chart whose fonts also hold for Thai: without a font for complex scripts a program takes
    its own, half again as wide, and the digits beside the words look tiny."""
    options = {"type": kind, **({"subtype": subtype} if subtype else {})}
    chart = book.workbook.add_chart(options)
    write_latin = chart._write_a_latin

    def write_both(attributes: list[tuple[str, object]]) -> None:
        write_latin(attributes)
        chart._xml_empty_tag("a:cs", attributes)

    chart._write_a_latin = write_both
    return chart


def _font(book: SummaryBook, size: float = SIZE, **more: object) -> dict[str, object]:
    return {"name": book.options.font, "size": size, "color": INK, **more}


def _frame(book: SummaryBook, chart: Any, title: str, *, legend: bool = True) -> None:
    name = {"name": title, "name_font": _font(book, SIZE + 2, bold=True, color=ACCENT)}
    chart.set_title({**name, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(book)} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": LINE, "width": 0.75}})
    chart.set_plotarea({"fill": {"none": True}})


def _axis(book: SummaryBook, name: str = "", **more: object) -> Mapping[str, object]:
    named = {"name": name, "name_font": _font(book, bold=False, color=QUIET)} if name else {}
    base = {"num_font": _font(book), "line": {"color": LINE}}
    return {**base, **named, **more}


def _series(book: SummaryBook, block: Block, column: int, names: int = 0) -> dict[str, object]:
    """Name, categories and values of one column of a block; ``names`` is the column of names."""
    sheet = book.sheet("chart_data")
    return {
        "name": [sheet, block.top, column],
        "categories": [sheet, block.first, names, block.last, names],
        "values": [sheet, block.first, column, block.last, column],
    }


def _levels(book: SummaryBook, data: ChartData) -> Any:
    """Bars of 100 %, the strongest on top; the number of ตำบล stands in each part."""
    chart = _new(book, "bar", "percent_stacked")
    block = data.levels
    gap = max(28, min(WIDEST_GAP, ROOM_OF_BARS // len(block.rows)))
    for number, level in enumerate(book.levels, start=1):
        fill, ink = book.level_colours(level)
        labels = {"value": True, "num_format": "#,##0;;", "font": _font(book, color=ink)}
        chart.add_series(
            {
                **_series(book, block, number, block.names),
                "fill": {"color": fill},
                "border": {"color": QUIET, "width": 0.5},
                "gap": gap,
                "data_labels": labels,
            }
        )
    _frame(book, chart, data.levels_title)
    names = {"reverse": True, "crossing": "max", "interval_unit": 1}
    chart.set_y_axis({**_axis(book), **names, "num_font": _font(book, rotation=LEVEL)})
    title = book.words.say("charts.share_axis")
    chart.set_x_axis({**_axis(book, title), "major_gridlines": GRID, "num_format": "0%"})
    return chart


def _categories(book: SummaryBook, data: ChartData) -> Any:
    """Averages as a percentage of full marks, the highest on top."""
    chart = _new(book, "bar")
    labels = {"value": True, "num_format": "0.0", "font": _font(book, bold=True)}
    chart.add_series(
        {
            **_series(book, data.categories, data.categories.shown),
            "fill": {"color": ACCENT},
            "gap": 45,
            "data_labels": labels,
        }
    )
    _frame(book, chart, book.words.say("charts.categories"), legend=False)
    chart.set_y_axis({**_axis(book), "reverse": True, "crossing": "max", "interval_unit": 1})
    # each bar tells its number: without those of the axis every name has room, in any font
    limits = {"min": 0, "max": 100, "num_format": "0", "label_position": "none"}
    chart.set_x_axis({**_axis(book), "major_gridlines": GRID, **limits})
    return chart


def _mark(book: SummaryBook, block: Block, column: int, beside: str = "right") -> dict[str, object]:
    """A thin dashed line at the one row of a column that holds a value, with the column's name.

    The name stands ``beside`` the line, where the title of the chart is never met.
    """
    labels = {"series_name": True, "value": False, "position": beside}
    bars = {"type": "percentage", "value": 100, "direction": "minus", "end_style": 0}
    line = {"color": QUIET, "width": 1.25, "dash_type": "dash"}
    return {
        **_series(book, block, column),
        "line": {"none": True},
        "marker": {"type": "none"},
        "y_error_bars": {**bars, "line": line},
        "data_labels": {**labels, "font": _font(book, color=QUIET)},
    }


def _distribution(book: SummaryBook, data: ChartData) -> Any:
    """How many ตำบล have each total; a thin labelled line stands where a level begins."""
    chart = _new(book, "column", "stacked")
    block, levels = data.distribution, sorted(book.levels)
    for number, level in enumerate(levels, start=1):
        fill = {"color": book.level_colours(level)[0]}
        border = {"color": QUIET, "width": 0.5}
        chart.add_series({**_series(book, block, number), "fill": fill, "border": border, "gap": 8})
    cuts = range(len(levels) + 1, len(levels) * 2)
    lines = _new(book, "line")
    for column in cuts:
        lines.add_series(_mark(book, block, column))
    chart.combine(lines)
    _frame(book, chart, book.words.say("charts.distribution"))
    chart.set_legend(
        {
            "position": "bottom",
            "font": _font(book),
            "delete_series": list(range(len(levels), len(levels) + len(cuts))),
        }
    )
    turned = {"interval_unit": 2, "num_font": _font(book, rotation=-90)}
    chart.set_x_axis({**_axis(book), **turned})
    count = _axis(book, book.words.say("charts.count_axis"))
    chart.set_y_axis({**count, "major_gridlines": GRID, "num_format": "#,##0", "min": 0})
    return chart


def _received(book: SummaryBook, data: ChartData) -> Any:
    """Sent so far as a line, the due date as a thin labelled line."""
    block = data.received
    chart = _new(book, "line")
    dot = {"color": ACCENT}
    chart.add_series(
        {
            **_series(book, block, 1),
            "line": {"color": ACCENT, "width": 2.5},
            "marker": {"type": "circle", "size": 4, "fill": dot, "border": dot},
        }
    )
    chart.add_series(_mark(book, block, 2, "left" if data.is_due_late else "right"))
    _frame(book, chart, data.received_title, legend=False)
    step = max(1, len(block.rows) // 12)
    turned = {"interval_unit": step, "num_font": _font(book, rotation=-45)}
    chart.set_x_axis({**_axis(book), **turned})
    limits = {"num_format": "0", "min": 0, "max": data.highest_received}
    title = book.words.say("charts.amphoe_axis")
    chart.set_y_axis({**_axis(book, title), "major_gridlines": GRID, **limits})
    return chart
