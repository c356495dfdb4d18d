"""สรุปภาพรวมจังหวัด: the sheet that is read in one minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.thai.text import clean_for_output, lines_needed, to_thai_digits
from sorchor_xl.report.book import Jump, Live, SummaryBook
from sorchor_xl.report.charts import insert_charts
from sorchor_xl.report.letter import official_paragraph
from sorchor_xl.report.page import Cell, Column, SheetPage
from sorchor_xl.report.sheets.areas import whole_totals
from sorchor_xl.report.sheets.overview_rows import (
    error_count,
    level_rows,
    percent,
    received_count,
    warning_count,
)
from sorchor_xl.report.summary_styles import ACCENT

LETTERS = (25, 8, 13, 11, 8, 9, 1.2, 5.5, 36, 10, 17)
LEFT, RIGHT = (0, 5), (7, 10)
LAST = 10
MOST_WEAK = 5
MOST_CALLS = 6
MOST_HANGING = 6
LETTER_SCALE = 1.12
"""The paragraph is framed and indented, so it takes more room than other texts."""


@dataclass
class Canvas:
    """Cells placed anywhere, then written row by row: what stands side by side is made apart."""

    page: SheetPage
    cells: dict[int, list[tuple[int, int, Cell, str]]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def place(self, row: int, span: tuple[int, int], value: Cell, style: str) -> None:
        """A value over the columns of ``span`` of a row."""
        self.cells.setdefault(row, []).append((*span, value, style))

    def line(self, row: int, height: float) -> None:
        """A row at least so high."""
        self.heights[row] = max(height, self.heights.get(row, 0.0))

    def text(
        self, row: int, span: tuple[int, int], text: str, style: str, scale: float = 1
    ) -> None:
        """A text that may wrap; the row grows with it."""
        styles = self.page.book.styles
        room = styles.letters(sum(self.page.widths[span[0] : span[1] + 1]), scale)
        self.line(row, styles.height(lines_needed(text, room), scale))
        self.place(row, span, text, style)

    def space(self, row: int) -> None:
        """A low empty row."""
        self.heights[row] = 10.0

    def write(self) -> None:
        """Everything, from the top down."""
        page, styles = self.page, self.page.book.styles
        for row in range(max(self.cells, default=0) + 1):
            page.row = row
            page.sheet.set_row(row, self.heights.get(row, styles.height()))
            for first, last, value, style in sorted(
                self.cells.get(row, ()), key=lambda cell: cell[0]
            ):
                self._write(first, last, value, styles.style(style))
        page.row += 1

    def _write(self, first: int, last: int, value: Cell, style: Any) -> None:
        """A merged range takes its format first, then its value, so that any kind of value fits."""
        page = self.page
        if last > first:
            blank = clean_for_output(value) if isinstance(value, str) else ""
            page.sheet.merge_range(page.row, first, page.row, last, blank, style)
            if isinstance(value, str):
                return
        page.put(first, value, style)


def write_overview(book: SummaryBook) -> None:
    """The first sheet."""
    page = SheetPage(book, "overview", [Column(f"c{n}", wide) for n, wide in enumerate(LETTERS)])
    page.sheet.set_tab_color(ACCENT)
    canvas = Canvas(page)
    row = _title(book, canvas)
    row = _tiles(book, canvas, row)
    left = _levels(book, canvas, row)
    right = _hanging(book, canvas, _weakest(book, canvas, row))
    canvas.space(max(left, right))
    row = _calls(book, canvas, max(left, right) + 1)
    canvas.space(row)
    if book.facts.whole.complete:
        page.sheet.set_h_pagebreaks([row + 1])
    row = _letter(book, canvas, row + 1)
    canvas.space(row)
    canvas.text(row + 1, (0, LAST), book.words.say("overview.charts_title"), "section", 1.15)
    canvas.write()
    page.sheet.freeze_panes(3, 0)
    insert_charts(book, page, row + 2)


def _title(book: SummaryBook, canvas: Canvas) -> int:
    words = book.words
    canvas.text(0, (0, LAST), words.say("heading"), "title", 1.5)
    place = to_thai_digits(words.say("heading_place"))
    canvas.text(1, (0, LAST), place, "title", 1.5)
    basis = words.say(
        "heading_basis",
        received=len(book.facts.received),
        amphoes=len(book.results.amphoes),
        complete=book.facts.whole.complete,
        tambons=book.facts.whole.all,
    )
    canvas.text(2, (0, LAST), to_thai_digits(basis), "note/rule")
    canvas.space(3)
    return 4


TILES = ((0, 0), (1, 3), (4, 7), (8, 8), (9, 10))
"""Columns of the five tiles."""


def _tiles(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """Five figures that say where the round stands."""
    canvas.line(row + 1, book.styles.height(1, 2.1))
    for (key, number, caption, style), span in zip(_tile_figures(book), TILES, strict=True):
        top = max(book.rubric.levels, key=lambda v: v.level)
        label = book.words.say(f"tiles.{key}", level=top.level, name=top.name)
        canvas.place(row, span, label, "tile_label")
        canvas.place(row + 1, span, number, style)
        canvas.place(row + 2, span, caption, "tile_caption")
    canvas.space(row + 3)
    return row + 4


def _tile_figures(book: SummaryBook) -> list[tuple[str, Cell, str, str]]:
    """Key of the label, figure, what it is of, and style."""
    say, whole = book.words.say, book.facts.whole
    top = max(v.level for v in book.rubric.levels)
    complete = Live(f"COUNT({book.range('tambons', 'total')})", whole.complete)
    mean, _, _ = whole_totals(book)
    of_amphoes = say("tiles.of_amphoes", count=len(book.results.amphoes))
    of_points = say("tiles.of_points", count=book.rubric.highest_total)
    of_complete = say("tiles.of_complete", count=whole.complete)
    of_warnings = say("tiles.of_warnings", count=warning_count(book))
    if book.is_country:
        of_warnings = say("tiles.see_provinces")
    return [
        ("amphoes", received_count(book), of_amphoes, "tile_number"),
        ("tambons", complete, say("tiles.of_tambons", count=whole.all), "tile_number"),
        ("mean", mean, of_points, "tile_number/mean"),
        ("top", percent(book, top), of_complete, "tile_number/percent"),
        ("errors", error_count(book), of_warnings, "tile_number"),
    ]


def _head(canvas: Canvas, row: int, cells: list[tuple[tuple[int, int], str]]) -> int:
    for span, text in cells:
        canvas.text(row, span, text, "head", 1.1)
    return row + 1


def _levels(book: SummaryBook, canvas: Canvas, row: int) -> int:
    words = book.words
    canvas.text(row, LEFT, words.say("overview.levels_title"), "section", 1.15)
    keys = ("item", "count", "share", "share_all", "before", "change")
    heads = [((n, n), words.say(f"overview.headings.{key}")) for n, key in enumerate(keys)]
    row = _head(canvas, row + 1, heads)
    for cells, styles in level_rows(book):
        for column, (value, style) in enumerate(zip(cells, styles, strict=True)):
            canvas.place(row, (column, column), value, style)
        canvas.line(row, book.styles.height())
        row += 1
    return row


def _weakest(book: SummaryBook, canvas: Canvas, row: int) -> int:
    words, facts = book.words, book.facts
    weakest = facts.weakest[:MOST_WEAK]
    title = words.say("overview.weakest_title", count=MOST_WEAK)
    canvas.text(row, RIGHT, title, "section", 1.15)
    row += 1
    if not weakest:
        scored = any(f.scored for f in facts.indicators)
        key = "overview.all_full" if scored else "overview.nothing_scored"
        canvas.text(row, RIGHT, words.say(key), "note")
        return row + 1
    params = {"points": book.rubric.max_points}
    lowest = {"points": book.rubric.min_points}
    row = _head(
        canvas,
        row,
        [
            ((7, 7), words.say("overview.headings.no")),
            ((8, 8), words.say("overview.headings.indicator")),
            ((9, 9), words.say("overview.headings.mean", **params)),
            ((10, 10), words.say("overview.headings.ones", **lowest)),
        ],
    )
    for found in weakest:
        points = book.range("scores", f"indicator{found.number}")
        name = book.rubric.indicator(found.number).display
        canvas.place(row, (7, 7), found.number, "count")
        canvas.text(row, (8, 8), name, "wrap")
        canvas.place(row, (9, 9), Live(f"AVERAGE({points})", found.mean or 0.0), "mean")
        ones = Live(f"COUNTIF({points},{lowest['points']})", found.counts[lowest["points"]])
        canvas.place(row, (10, 10), ones, "count")
        row += 1
    return row


def _hanging(book: SummaryBook, canvas: Canvas, row: int) -> int:
    words, hanging = book.words, book.facts.hanging
    canvas.text(row, RIGHT, words.say("overview.hanging_title"), "section", 1.15)
    row += 1
    if not hanging:
        key = "nobody_hanging" if book.facts.whole.complete else "nothing_complete"
        key = "see_provinces" if book.is_country else key
        canvas.text(row, RIGHT, words.say(f"overview.{key}"), "note")
        return row + 1
    for tambon in hanging[:MOST_HANGING]:
        alternative = tambon.card.alternative
        low, high = alternative.totals if alternative else (0, 0)
        levels = alternative.levels if alternative else (0, 0)
        text = words.say("overview.hanging", low=low, high=high, first=levels[0], last=levels[1])
        name = words.say(
            "overview.hanging_place", tambon=tambon.tambon.name, amphoe=tambon.amphoe.name
        )
        rows = book.tambon_rows[tambon.tambon.code]
        canvas.place(row, (7, 8), Jump(name, book.sheet("tambons"), rows), "link")
        canvas.place(row, (9, 10), text, "small")
        row += 1
    if len(hanging) > MOST_HANGING:
        canvas.text(row, RIGHT, _more(book, len(hanging) - MOST_HANGING, "readings"), "note")
        row += 1
    return row


def _more(book: SummaryBook, count: int, sheet: str) -> str:
    return book.words.say("words.more", count=count, sheet=book.sheet(sheet))


def _calls(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """The อำเภอ to call, those who have sent nothing first, then the latest."""
    words = book.words
    canvas.text(row, (0, LAST), words.say("overview.call_title"), "section", 1.15)
    row += 1
    listed = "amphoes" if book.is_country else "sending"
    calls = [a for a in book.results.amphoes if a.status is not AmphoeStatus.COMPLETE]
    if not calls:
        canvas.text(row, (0, LAST), words.say("overview.nobody_to_call"), "note")
        return row + 1
    row = _head(
        canvas,
        row,
        [
            ((0, 0), words.say("overview.headings.amphoe")),
            ((1, 3), words.say("overview.headings.status")),
            ((4, 5), words.say("overview.headings.late")),
            ((6, 10), words.say("overview.headings.action")),
        ],
    )
    calls.sort(key=lambda a: (_URGENCY.index(a.status), -a.days_late, a.amphoe.code))
    for amphoe in calls[:MOST_CALLS]:
        link = Jump(amphoe.amphoe.name, book.sheet("amphoes"), book.amphoe_rows[amphoe.amphoe.code])
        canvas.place(row, (0, 0), link, "link")
        status = words.say(f"amphoe_status.{amphoe.status}")
        canvas.place(row, (1, 3), status, book.status_style(amphoe.status))
        canvas.place(row, (4, 5), amphoe.days_late, "count")
        canvas.place(row, (6, 10), _action(book, amphoe), "text")
        row += 1
    if len(calls) > MOST_CALLS:
        canvas.text(row, (0, LAST), _more(book, len(calls) - MOST_CALLS, listed), "note")
        row += 1
    return row


_URGENCY = (
    AmphoeStatus.NOT_RECEIVED,
    AmphoeStatus.UNREADABLE,
    AmphoeStatus.PARTIAL,
    AmphoeStatus.HAS_ERRORS,
)


def _action(book: SummaryBook, amphoe: AmphoeResult) -> str:
    words = book.words
    errors, _ = book.error_counts[amphoe.amphoe.code]
    group = book.facts.groups[amphoe.amphoe.code]
    scope = "country_call" if book.is_country else "call"
    return words.say(
        f"overview.{scope}_{amphoe.status}",
        tambons=amphoe.tambons,
        missing=group.not_received,
        left=group.all - group.complete,
        errors=errors,
    )


def _letter(book: SummaryBook, canvas: Canvas, row: int) -> int:
    canvas.text(row, (0, LAST), book.words.say("overview.letter_title"), "section", 1.15)
    canvas.text(row + 1, (0, LAST), official_paragraph(book), "letter", LETTER_SCALE)
    if not book.options.contact:
        return row + 2
    contact = book.words.say("overview.contact", contact=book.options.contact)
    canvas.text(row + 2, (0, LAST), contact, "note")
    return row + 3
