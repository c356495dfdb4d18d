"""Cells placed anywhere on a sheet, then written row by row: blocks may stand side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sorchor_xl.domain.thai.text import clean_for_output, lines_needed
from sorchor_xl.report.page import PADDING, Cell, SheetPage, text_of

Span = tuple[int, int]
"""First and last column, from 0."""
LOW: Final = 4.0
"""Points of an empty row between blocks."""


@dataclass
class Canvas:
    """The cells and row heights of a sheet of blocks."""

    page: SheetPage
    cells: dict[int, list[tuple[int, int, Cell, str]]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)

    def place(self, row: int, span: Span, value: Cell, style: str) -> None:
        """A value over the columns of ``span`` of a row, which is high enough for one line."""
        self.line(row, self.page.book.styles.snug(text_of(value)))
        self.cells.setdefault(row, []).append((*span, value, style))

    def line(self, row: int, height: float) -> None:
        """A row at least so high, in points."""
        self.heights[row] = max(height, self.heights.get(row, 0.0))

    def text(self, row: int, span: Span, text: str, style: str, scale: float = 1) -> None:
        """A text that may wrap; the row grows with it."""
        styles = self.page.book.styles
        units = sum(self.page.widths[span[0] : span[1] + 1]) + PADDING * (span[1] - span[0])
        room = styles.letters(units, scale)
        lines = lines_needed(text, room)
        self.line(row, styles.snug(text, scale) if lines == 1 else styles.height(lines, scale))
        self.place(row, span, text, style)

    def space(self, row: int) -> None:
        """A low empty row."""
        self.heights[row] = LOW

    def height(self, first: int, last: int) -> float:
        """Points of the rows from ``first`` to ``last``."""
        return sum(self._height(row) for row in range(first, last + 1))

    def _height(self, row: int) -> float:
        """Points of a row; of one that holds nothing, a line."""
        return self.heights.get(row, self.page.book.styles.height())

    def write(self) -> None:
        """Everything, from the top down."""
        page, styles = self.page, self.page.book.styles
        for row in range(max([*self.cells, *self.heights], default=0) + 1):
            page.row = row
            page.sheet.set_row(row, self._height(row))
            if row not in self.cells:  # of a large workbook a row without a cell is not written
                page.put(0, None, styles.style("plain"))
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
