"""สรุปภาพรวมจังหวัด: one screen read in a minute, two printed pages, the way to the rest."""

from __future__ import annotations

from typing import Final

from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.ooxml.references import even_spans
from sorchor_xl.report.book import Jump, Live, SummaryBook
from sorchor_xl.report.charts import chart_rows, insert_charts
from sorchor_xl.report.letter import official_paragraph
from sorchor_xl.report.next_steps import headline, mean_change, next_steps
from sorchor_xl.report.page import Cell, Column, SheetPage
from sorchor_xl.report.sheets.areas import whole_totals
from sorchor_xl.report.sheets.canvas import Canvas, Span
from sorchor_xl.report.sheets.follow_up import URGENCY
from sorchor_xl.report.sheets.overview_rows import level_live, level_rows, percent, received_count
from sorchor_xl.report.sheets.sheet_index import write_index

CELL_LETTERS: Final = 2.906
"""Letters of one of the thirty narrow columns that the blocks are laid on: 51 pixels."""
GAP_LETTERS: Final = -0.4
LAST: Final = 30
LEFT: Final[Span] = (0, 14)
RIGHT: Final[Span] = (16, 30)
WHOLE: Final[Span] = (0, LAST)
LETTERS: Final = (*[CELL_LETTERS] * 15, GAP_LETTERS, *[CELL_LETTERS] * 15)
MOST_WEAK: Final = 5
MOST_CALLS: Final = 3
ZOOM: Final = 75
MOST_SCALE: Final = 64
LEAST_SCALE: Final = 50
PAPER_HEIGHT: Final = 531.0
"""Points between the margins of A4 lying on its side, less what programs round up."""
HEADLINE_SCALE: Final = 1.25
LETTER_SCALE: Final = 1.0
"""The paragraph is framed and indented, so it takes more room than other texts."""


def write_overview(book: SummaryBook) -> None:
    """The first sheet: a page of words and figures, a page of charts, then the index of sheets."""
    page = SheetPage(book, "overview", [Column(f"c{n}", wide) for n, wide in enumerate(LETTERS)])
    canvas = Canvas(page)
    row = _title(book, canvas)
    row = _tiles(book, canvas, row)
    row = _steps(book, canvas, row)
    row = _letter(book, canvas, row)
    left = _levels(book, canvas, row)
    right = _calls(book, canvas, _weakest(book, canvas, row))
    charts = max(left, right)
    scale = _scale(canvas.height(1, charts - 1))
    canvas.text(charts, WHOLE, book.words.say("overview.charts_title"), "section", 1.15)
    rows = chart_rows(book, PAPER_HEIGHT / scale * 100 - canvas.heights[charts])
    index = charts + rows + 2
    _ways(book, canvas, charts, index)
    canvas.write()
    insert_charts(book, page, charts + 1, rows)
    page.printed_until = charts + rows if book.facts.whole.complete else charts - 1
    write_index(page, index, WHOLE)
    page.sheet.set_h_pagebreaks([charts])
    page.sheet.set_zoom(ZOOM)
    page.sheet.set_print_scale(scale)


def _ways(book: SummaryBook, canvas: Canvas, charts: int, index: int) -> None:
    """Links down the sheet in its first row, which is not printed."""
    own = book.sheet("overview")
    for span, key, row in (((0, 5), "to_index", index), ((6, 10), "to_charts", charts)):
        canvas.place(0, span, Jump(book.words.say(f"overview.{key}"), own, row), "back")


def _scale(height: float) -> int:
    """Percent at which so many points fit on one page."""
    return max(LEAST_SCALE, min(MOST_SCALE, int(PAPER_HEIGHT / height * 100)))


def _title(book: SummaryBook, canvas: Canvas) -> int:
    words = book.words
    title = to_thai_digits(f"{words.say('heading')} {words.say('heading_place')}")
    canvas.text(1, WHOLE, title, "title", 1.35)
    basis = words.say("heading_basis", contact=book.options.contact)
    canvas.text(2, WHOLE, to_thai_digits(basis), "note")
    canvas.text(3, WHOLE, headline(book), "headline", HEADLINE_SCALE)
    canvas.space(4)
    return 5


def _tiles(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """The figures that say where the round stands: received, levels, average, change."""
    canvas.line(row + 1, book.styles.height(1, 1.8))
    tiles = _tile_figures(book)
    for (label, number, caption, style), span in zip(tiles, _tile_spans(len(tiles)), strict=True):
        shade = f"/{style.split('/')[1]}" if "/level" in style else ""
        canvas.place(row, span, label, f"tile_label{shade}")
        canvas.place(row + 1, span, number, style)
        canvas.place(row + 2, span, caption, f"tile_caption{shade}")
    canvas.space(row + 3)
    return row + 4


def _tile_spans(count: int) -> list[Span]:
    """As many wide columns for each tile; the gap between the halves goes to the tile over it."""
    gap = LEFT[1] + 1
    return [
        (first + (first > gap), last + (last >= gap)) for first, last in even_spans(LAST, count)
    ]


def _tile_figures(book: SummaryBook) -> list[tuple[str, Cell, Cell, str]]:
    """Label, figure, what it is of, and style; a change only where there is a last year."""
    say, whole = book.words.say, book.facts.whole
    complete = Live(f"COUNT({book.range('tambons', 'total')})", whole.complete)
    mean, _, _ = whole_totals(book)
    of_amphoes = say("tiles.of_amphoes", count=len(book.results.amphoes))
    of_points = say("tiles.of_points", count=book.rubric.highest_total)
    tiles: list[tuple[str, Cell, Cell, str]] = [
        (say("tiles.amphoes"), received_count(book), of_amphoes, "tile_number"),
        (say("tiles.tambons"), complete, say("tiles.of_tambons", count=whole.all), "tile_number"),
    ]
    for level in book.levels:
        name = say("words.level", level=level, name=book.rubric.level_name(level))
        label = say("words.result", symbol=book.symbol(level), name=name)
        share = percent(book, level)
        tiles.append((label, level_live(book, level), share, f"tile_number/level{level}"))
    tiles.append((say("tiles.mean"), mean, of_points, "tile_number/mean"))
    change = mean_change(book)
    if change is not None and book.previous is not None:
        of_before = say("tiles.of_before", year=book.previous.year)
        tiles.append((say("tiles.change"), change, of_before, "tile_number/signed_mean"))
    return tiles


def _head(canvas: Canvas, row: int, cells: list[tuple[Span, str]]) -> int:
    for span, text in cells:
        canvas.text(row, span, text, "head")
    return row + 1


def _steps(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """Three things to do, each with the way to the sheet that shows it."""
    steps = next_steps(book)
    title = book.words.say("overview.steps_title", count=len(steps))
    canvas.text(row, WHOLE, title, "section", 1.15)
    for number, step in enumerate(steps, start=1):
        canvas.place(row + number, (0, 0), number, "count/bold")
        canvas.text(row + number, (1, 24), step.text, "wrap")
        link = Jump(f"→ {book.sheet(step.sheet)}", book.sheet(step.sheet), 0)
        canvas.place(row + number, (25, LAST), link, "link")
    canvas.space(row + len(steps) + 1)
    return row + len(steps) + 2


def _letter(book: SummaryBook, canvas: Canvas, row: int) -> int:
    canvas.text(row, WHOLE, book.words.say("overview.letter_title"), "section", 1.15)
    canvas.text(row + 1, WHOLE, official_paragraph(book), "letter", LETTER_SCALE)
    canvas.space(row + 2)
    return row + 3


def _levels(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """The levels in figures; the columns of last year only where there is one."""
    words = book.words
    canvas.text(row, LEFT, words.say("overview.levels_title"), "section", 1.15)
    keys = ["item", "count", "share", "share_all"]
    spans: list[Span] = [(0, 4), (5, 7), (8, 10), (11, 14)]
    if book.previous is not None:
        keys += ["before", "change"]
        spans = [(0, 4), (5, 6), (7, 8), (9, 10), (11, 12), (13, 14)]
    heads = [words.say(f"overview.headings.{key}") for key in keys]
    row = _head(canvas, row + 1, list(zip(spans, heads, strict=True)))
    for cells, styles in level_rows(book):
        for span, value, style in zip(spans, cells, styles, strict=False):
            canvas.place(row, span, value, style)
        row += 1
    return row


def _weakest(book: SummaryBook, canvas: Canvas, row: int) -> int:
    words, facts = book.words, book.facts
    weakest = facts.weakest[:MOST_WEAK]
    key = "weakest_title" if weakest else "weakest_none"
    title = words.say(f"overview.{key}", count=len(weakest))
    canvas.text(row, RIGHT, title, "section", 1.15)
    row += 1
    if not weakest:
        scored = any(f.scored for f in facts.indicators)
        key = "overview.all_full" if scored else "overview.nothing_scored"
        canvas.text(row, RIGHT, words.say(key), "note")
        return row + 1
    spans: list[Span] = [(16, 16), (17, 24), (25, 27), (28, 30)]
    lowest = book.rubric.min_points
    heads = [
        words.say("overview.headings.no"),
        words.say("overview.headings.indicator"),
        words.say("overview.headings.mean", points=book.rubric.max_points),
        words.say("overview.headings.ones", points=lowest),
    ]
    row = _head(canvas, row, list(zip(spans, heads, strict=True)))
    for found in weakest:
        points = book.range("scores", f"indicator{found.number}")
        cells: list[Cell] = [
            found.number,
            book.rubric.indicator(found.number).short,
            Live(f"AVERAGE({points})", found.mean or 0.0),
            Live(f"COUNTIF({points},{lowest})", found.counts[lowest]),
        ]
        for span, value, style in zip(
            spans, cells, ("count", "text", "mean", "count"), strict=True
        ):
            canvas.place(row, span, value, style)
        row += 1
    return row


def _calls(book: SummaryBook, canvas: Canvas, row: int) -> int:
    """The อำเภอ to call, those who have sent nothing first, then the latest."""
    words = book.words
    canvas.text(row, RIGHT, words.say("overview.call_title"), "section", 1.15)
    row += 1
    calls = [a for a in book.results.amphoes if a.status is not AmphoeStatus.COMPLETE]
    if not calls:
        canvas.text(row, RIGHT, words.say("overview.nobody_to_call"), "note")
        return row + 1
    calls.sort(key=lambda a: (URGENCY.index(a.status), -a.days_late, a.amphoe.code))
    most = MOST_CALLS + 1 if len(calls) == MOST_CALLS + 1 else MOST_CALLS
    for amphoe in calls[:most]:
        link = Jump(amphoe.amphoe.name, book.sheet("amphoes"), book.amphoe_rows[amphoe.amphoe.code])
        canvas.place(row, (16, 21), link, "link")
        canvas.place(row, (22, 30), _action(book, amphoe), book.status_style(amphoe.status))
        row += 1
    if len(calls) > most:
        listed = "amphoes" if book.is_country else "sending"
        more = words.say("words.more", count=len(calls) - most, sheet=book.sheet(listed))
        canvas.text(row, RIGHT, more, "note")
        row += 1
    return row


def _action(book: SummaryBook, amphoe: AmphoeResult) -> str:
    words = book.words
    errors, _ = book.error_counts[amphoe.amphoe.code]
    group = book.facts.groups[amphoe.amphoe.code]
    scope = "country_call" if book.is_country else "call"
    text = words.say(
        f"overview.{scope}_{amphoe.status}",
        tambons=amphoe.tambons,
        missing=group.not_received,
        left=group.all - group.complete,
        errors=errors,
    )
    late = words.say("overview.late", days=amphoe.days_late) if amphoe.days_late else ""
    return text + late
