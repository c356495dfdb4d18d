"""One sheet of the summary: title, headings, rows, and everything that makes it print well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import ceil
from typing import Any, Final

from sorchor_xl.domain.thai.text import clean_for_output, lines_needed, width
from sorchor_xl.ooxml.references import a1
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Jump, Live, SummaryBook, is_large
from sorchor_xl.report.plain_formula import PlainFormula
from sorchor_xl.report.summary_styles import TABS, UNIT_POINTS

Cell = str | int | float | date | Live | Jump | None

A4: Final = 9
ZOOM: Final = 85
LEAST_ZOOM: Final = 70
DIGIT_PIXELS: Final = 7
SCREEN_PIXELS: Final = 1235
"""Of 1366, what LibreOffice shows of columns, which it draws a fortieth wider; Excel shows more."""
BUTTON_PIXELS: Final = 27
"""What LibreOffice keeps free of a heading for the button of its filter, at any zoom."""
BACK_LETTERS: Final = 11
"""Letters of the link home, which begins in column A of the first row and is not printed."""
FIRST_PRINTED: Final = 1
WHOLE_SHEET: Final = "A1:XFD1048576"
"""Codes are text on purpose; a green corner beside each would drown what matters."""
MOST_LINES: Final = 14
MOST_STILL: Final = 76
"""Units of width: two fifths of a screen 1366 pixels wide."""
clean = lru_cache(maxsize=1 << 16)(clean_for_output)
"""Names come back on every row."""
count_lines = lru_cache(maxsize=1 << 16)(lines_needed)
LEAST_POINTS: Final = 9.0
"""Size of letters on paper that can be read."""
SET_POINTS: Final = 10.0
"""The same of the set that is put before somebody."""
PADDING: Final = 0.71
"""Units of width that every column has beside its own."""
OFFICE_WIDER: Final = 1.08
"""How much wider LibreOffice draws columns; it prints at whole percent."""
MOST_CUT: Final = 0.85
"""No column is narrower than this share of what it was made for."""
MARGINS: Final = {"left": 0.3, "right": 0.3, "top": 0.3, "bottom": 0.45}
FOOTER_MARGIN: Final = 0.2
"""Inches: what every printer can do, with room for the footer, which is scaled with its sheet."""
LYING: Final = (798.0, 531.0)
STANDING: Final = (552.0, 777.0)
"""Points between the margins of A4, less what programs round up in height."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: key, width in base letters, style; ``params`` fill the heading.

    ``entry`` is the key of heading and comment where several columns share one.
    """

    key: str
    letters: float
    style: str = "text"
    heading: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    entry: str = ""

    @property
    def words(self) -> str:
        """The key of its heading and comment."""
        return self.entry or self.key


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row; ``styles`` by column number where they differ from the column's."""

    cells: Sequence[Cell]
    styles: Mapping[int, str] = field(default_factory=dict)


class SheetPage:
    """A sheet being written from top to bottom, so that nothing need be kept in memory.

    ``printed`` is the key of the last column that goes to paper, "" = all of them: what nobody
    reads on paper stands at the right. ``printed_until`` is the last row that goes to paper, None
    = all of them. The first row (the link home) never does. ``least`` is the size of letters on
    paper, in points, for which columns give up some width; ``standing`` paper is upright, for a
    table of few columns.
    """

    def __init__(  # noqa: PLR0913 what a sheet is, and how it lies on paper
        self,
        book: SummaryBook,
        key: str,
        columns: Sequence[Column],
        *,
        printed: str = "",
        least: float = LEAST_POINTS,
        standing: bool = False,
    ) -> None:
        self.book = book
        self.key = key
        self.columns = tuple(columns)
        keys = [c.key for c in self.columns]
        self.printed_last = keys.index(printed) if printed else len(keys) - 1
        self.printed_until: int | None = None
        self.snug = False
        """Whether rows of one line are as low as their texts allow: every point counts."""
        self.filtered = True
        """Whether the headings have the buttons of a filter, which take room from their words."""
        self.paper = STANDING if standing else LYING
        self.above = 0.0
        """Points of title and note."""
        self.head_height = 0.0
        self.heights: list[float] = []
        """Of the rows under the headings, in points."""
        self.sheet: Any = book.workbook.add_worksheet(book.sheet(key))
        self.row = 0
        self.large = is_large(book.results)
        self.widths = self._fitted([book.styles.width(c.letters) for c in self.columns], least)
        self._print_setup()
        book.pages.append(self)
        for number, units in enumerate(self.widths):
            self.sheet.set_column(number, number, units)

    @property
    def last(self) -> int:
        """Number of the last column."""
        return len(self.columns) - 1

    def _fitted(self, widths: list[float], least: float) -> list[float]:
        """Columns a little narrower where what is printed would be too small to read else."""
        scale = ceil(least / self.book.styles.size * 100) / 100
        room = self.paper[0] / scale / OFFICE_WIDER / UNIT_POINTS
        cut = max(MOST_CUT, min(1.0, room / self._printed_units(widths)))
        return [round(width * cut, 2) for width in widths]

    def _printed_units(self, widths: Sequence[float]) -> float:
        """Units of width that the columns which go to paper take, with what each has beside."""
        return sum(width + PADDING for width in widths[: self.printed_last + 1])

    def _print_setup(self) -> None:
        sheet, words = self.sheet, self.book.words
        if self.paper == LYING:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(**MARGINS)
        sheet.set_tab_color(TABS[words.group(self.key)])
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_zoom(self._zoom())
        sheet.ignore_errors(
            {
                "number_stored_as_text": WHOLE_SHEET,
                "formula_differs": WHOLE_SHEET,
                "formula_range": WHOLE_SHEET,
            }
        )
        font = f'&"{self.book.options.font},Regular"&{self.book.styles.size} '
        left = words.say("footer_left").replace("&", "&&")
        name = self.book.sheet(self.key).replace("&", "&&")
        footer = f"&L{font}{left}&C{font}{name}&R{font}{words.say('footer_right')}"
        sheet.set_footer(footer, {"margin": FOOTER_MARGIN})

    def _zoom(self) -> int:
        """Percent at which what goes to paper is seen on one screen; usual where none would do."""
        pixels = self._printed_units(self.widths) * DIGIT_PIXELS
        fits = int(100 * SCREEN_PIXELS / pixels)
        return min(ZOOM, fits) if fits >= LEAST_ZOOM else ZOOM

    def open(self, **params: object) -> None:
        """Link home with the context, title, and note of a long sheet."""
        words = self.book.words
        table = words.part("sheets")[self.key]
        names = {**words.names, **params}
        self._home(words.say("context"))
        self._banner(table["title"].format_map(names), "title", 1.35)
        self._banner(table["note"].format_map(names), "note", 1.0)

    def _banner(self, text: str, style: str, scale: float) -> None:
        lines = self.merge(0, self.printed_last, text, style, scale)
        self.above += self.book.styles.height(lines, scale)
        self.row += 1

    def _home(self, text: str) -> None:
        """The link home in the first columns; beside it what the footer says on paper."""
        sheet, styles, last = self.sheet, self.book.styles, 0
        while last < self.last - 1 and styles.letters(sum(self.widths[: last + 1])) < BACK_LETTERS:
            last += 1
        sheet.set_row(self.row, styles.height())
        if last:
            sheet.merge_range(self.row, 0, self.row, last, "", styles.style("back"))
        home = self.book.words.say("back")
        target = f"internal:{self.book.ref('overview')}A1"
        sheet.write_url(self.row, 0, target, styles.style("back"), home)
        if last < self.last:
            sheet.write_string(self.row, last + 1, clean(text), styles.style("context"))
        self.row += 1

    def print_rows(self, count: int) -> None:
        """Only the first ``count`` rows under the headings go to paper; 0 = headings alone."""
        self.printed_until = summary_columns.HEAD_ROW + count

    def rows_on(self, pages: int) -> int:
        """How many of the rows under the headings stand on so many printed pages."""
        return sum(page <= pages for page, _ in self._laid_out())

    @property
    def room_left(self) -> float:
        """Points of the sheet that its last printed page has left under the rows."""
        *_, (_, left) = self._laid_out()
        return left

    def _laid_out(self) -> Iterator[tuple[int, float]]:
        """The printed page of each row under the headings, and what is left there below it."""
        wide = self._printed_units(self.widths) * UNIT_POINTS
        room = self.paper[1] * max(1.0, wide / self.paper[0])
        left, page = room - self.above - self.head_height, 1
        for height in self.heights:
            if height > left:
                left, page = room - self.head_height, page + 1
            left -= height
            yield page, left

    @property
    def has_printed_rows(self) -> bool:
        """Whether more than headings goes to paper."""
        return self.printed_until is None or self.printed_until > summary_columns.HEAD_ROW

    def finish(self, *, hidden: bool = False) -> None:
        """Say what goes to paper, once everything is written.

        A hidden sheet gets no print area: LibreOffice would print it for having one.
        """
        if hidden:
            self.sheet.hide()
            return
        if not self.has_printed_rows:  # an empty cell: headings alone would be a page of their own
            self.sheet.print_area(FIRST_PRINTED, self.last + 1, FIRST_PRINTED, self.last + 1)
            return
        until = self.row - 1 if self.printed_until is None else self.printed_until
        self.sheet.print_area(FIRST_PRINTED, 0, until, self.printed_last)

    def merge(self, first: int, last: int, text: str, style: str, scale: float = 1.0) -> int:
        """A text over several columns of the current row, with a height that holds it."""
        units = sum(self.widths[first : last + 1])
        styles = self.book.styles
        lines = lines_needed(text, styles.letters(units, scale)) if text else 1
        self.sheet.set_row(self.row, styles.height(lines, scale))
        if first == last:
            self.sheet.write_string(self.row, first, clean(text), styles.style(style))
        else:
            self.sheet.merge_range(
                self.row, first, self.row, last, clean(text), styles.style(style)
            )
        return lines

    def headings(self, *, freeze: int = 0, group: str = "") -> None:
        """The headings of the columns, with comments where a term needs one.

        ``freeze`` columns stay in sight, with everything above; 0 = nothing is frozen.
        """
        words, styles = self.book.words, self.book.styles
        texts = [
            c.heading or words.heading(group or self.key, c.words, **c.params) for c in self.columns
        ]
        needed = [
            self._head_lines(text, units) for text, units in zip(texts, self.widths, strict=True)
        ]
        self.head_height = styles.height(max(needed))
        self.sheet.set_row(self.row, self.head_height)
        for number, (column, text) in enumerate(zip(self.columns, texts, strict=True)):
            self.sheet.write_string(self.row, number, text, styles.style("head"))
            self._comment(number, words.comment(group or self.key, column.words))
        self.row += 1
        if freeze:
            self.sheet.freeze_panes(self.row, self._still(freeze))
            self.sheet.repeat_rows(self.row - 1)

    def _head_lines(self, text: str, units: float) -> int:
        """Lines of a heading; a line as it is written stays one where it has room as a whole."""
        styles = self.book.styles
        button = BUTTON_PIXELS / DIGIT_PIXELS / self._zoom() * 100 if self.filtered else 0.0
        whole = styles.head_letters(units - button)
        return sum(
            1 if width(line) <= whole else lines_needed(line, styles.letters(units))
            for line in text.split("\n")
        )

    def _still(self, columns: int) -> int:
        """How many of the first columns may stay still and leave a small screen room to move."""
        while columns and sum(self.widths[:columns]) > MOST_STILL:
            columns -= 1
        return columns

    def _comment(self, number: int, text: str) -> None:
        if text:
            options = {
                "font_name": self.book.options.font,
                "font_size": 14,
                "color": "#FFFFFF",
                "width": 320,
                "height": 40 + 26 * lines_needed(text, 30),
            }
            self.sheet.write_comment(self.row, number, text, options)

    def write(self, rows: Iterable[Row]) -> int:
        """The rows under the headings; returns how many. An empty table has no filter."""
        first = self.row
        styles = [c.style for c in self.columns]
        wrapped = [n for n, style in enumerate(styles) if style.split("/")[0] == "wrap"]
        letters = {n: self.book.styles.letters(self.widths[n]) for n in wrapped}
        for row in rows:
            self.write_row(row, styles, letters, sparse=self.large)
        if self.filtered and self.row > first:
            self.sheet.autofilter(first - 1, 0, self.row - 1, self.last)
        return self.row - first

    def write_row(
        self,
        row: Row,
        styles: Sequence[str],
        letters: Mapping[int, float] | None = None,
        *,
        sparse: bool = False,
    ) -> None:
        """One row in the styles of its columns, high enough for what wraps.

        ``letters`` are those a line holds in the columns that wrap. Of a ``sparse`` row the empty
        cells are not written: in the long lists of a large workbook they would weigh.
        """
        formats = self.book.styles
        lines = 1
        for number, room in (letters or {}).items():
            text = row.cells[number]
            if isinstance(text, str):
                lines = max(lines, count_lines(text, room))
        self.heights.append(self._height(row, min(lines, MOST_LINES)))
        self.sheet.set_row(self.row, self.heights[-1])
        for number, value in enumerate(row.cells):
            if value is None and sparse:
                continue
            style = row.styles.get(number) or styles[number]
            self.put(number, value, formats.style(style))
        self.row += 1

    def _height(self, row: Row, lines: int) -> float:
        styles = self.book.styles
        if not self.snug or lines > 1:
            return styles.height(lines)
        return max(styles.snug(text_of(value)) for value in row.cells)

    def put(self, column: int, value: Cell, style: Any) -> None:
        """One cell of the current row. Text is always written as text, whatever it looks like."""
        sheet, row = self.sheet, self.row
        if value is None:
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            sheet.write_string(row, column, clean(value), style)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, style)
        elif isinstance(value, Live):
            formula = PlainFormula(value.formula)
            sheet.write_formula(row, column, formula, style, value.value)
        elif isinstance(value, Jump):
            target = f"internal:'{value.sheet}'!A{value.row + 1}"
            sheet.write_url(row, column, target, style, clean(value.text))
        else:
            sheet.write_datetime(row, column, value, style)

    def gap(self, lines: float = 0.5) -> None:
        """An empty row."""
        self.sheet.set_row(self.row, self.book.styles.height() * lines)
        self.put(0, None, self.book.styles.style("plain"))
        self.row += 1


def text_of(value: Cell) -> str:
    """The text of a cell as it is written; "" where it has none that reaches far."""
    text = value.text if isinstance(value, Jump) else value
    return text if isinstance(text, str) else ""


def letters_of(texts: Iterable[str], least: float, most: float) -> float:
    """Width in letters that holds the longest of some texts, within limits."""
    return min(most, max([least, *[width(text) for text in texts]]))


def row_cell(column: int, row: int) -> str:
    """A reference within the same row, so that sorting keeps it right."""
    return a1(row, column)
