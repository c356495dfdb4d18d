"""Draw one sheet with XlsxWriter: styles by name, row heights from the text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.draw.form_styles import FREE_TEXTS, STYLES, tint
from sorchor_xl.form.draw.prompts import ERROR_LIMIT, PROMPT_LIMIT, TITLE_LIMIT
from sorchor_xl.form.draw.text_room import POINTS_A_DIGIT, height_in
from sorchor_xl.form.layout import SheetKind

_EDGES: Final = 3.75
"""What a column has beside its digits."""
_ROW: Final = 15.0
"""Points of a row whose height nothing has set."""
_PROTECTION: Final = {
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


@dataclass
class WorkbookDrawing:
    """The workbook being drawn, with each style made once."""

    book: Any
    font: str
    scheme: Scheme
    words: FormWording
    sheets: Mapping[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)
    growing: dict[str, Collection[int]] = field(default_factory=dict)
    """Sheet → the rows that fit themselves to what is typed into them."""

    def name(self, kind: SheetKind) -> str:
        """The name of the sheet of a kind."""
        return self.words.sheets[kind]

    def say(self, part: str, key: str) -> str:
        """One text of the wording."""
        return str(self.words.part(part)[key])

    def header(self, kind: SheetKind) -> str:
        """The page header of a sheet, with its token."""
        if kind is SheetKind.FORM:
            return self.say("page", "form_header")
        return self.say("page", "header").replace("%s", kind)

    def token(self, kind: SheetKind) -> str:
        """The placeholder of a sheet's token, as it is shown."""
        return self.say("words", "form_id").replace("%s", kind)

    def style(self, name: str) -> Any:
        """The XlsxWriter format of a named style."""
        if name not in self.made:
            style = {"font_name": self.font, **STYLES[name]}
            self.made[name] = self.book.add_format(style)
        return self.made[name]

    def tint(self, colours: tuple[str, str]) -> Any:
        """The XlsxWriter format of a conditional tint."""
        key = "tint " + " ".join(colours)
        if key not in self.made:
            self.made[key] = self.book.add_format(dict(tint(colours)))
        return self.made[key]


class SheetDrawing:
    """One sheet. Row heights are set by `finish` from every text that was written."""

    def __init__(self, studio: WorkbookDrawing, name: str, widths: Sequence[float]) -> None:
        self.studio, self.name, self.widths = studio, name, list(widths)
        self.sheet = studio.sheets[name]
        self.heights: dict[int, float] = {}
        self.hidden_columns: set[int] = set()
        self.growing: set[int] = set()
        self.first_input: tuple[int, int] | None = None
        studio.growing[name] = self.growing
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def hide_column(self, *columns: int) -> None:
        """Hide columns that hold keys or helpers."""
        for column in columns:
            self.hidden_columns.add(column)
            self.sheet.set_column(column, column, self.widths[column], None, {"hidden": True})

    def put(self, row: int, column: int, value: object, style: str = "cell") -> None:
        """Write a text, a number or (None) a styled blank; never a formula."""
        cell_format = self.studio.style(style)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, cell_format)
            self._note_input(row, column, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, cell_format)
            self.make_room(row, value, style, column)
        else:
            self.sheet.write_number(row, column, value, cell_format)

    def _note_input(self, row: int, column: int, style: str) -> None:
        if style in FREE_TEXTS:
            self.growing.add(row)
        if self.first_input is None and STYLES[style].get("locked") is False:
            self.first_input = (row, column)

    def key(self, row: int, *keys: str, column: int = 0) -> None:
        """Write row or column keys."""
        for offset, key in enumerate(keys):
            self.sheet.write_string(row, column + offset, key, self.studio.style("key"))

    def formula(
        self, row: int, column: int, formula: str, style: str = "cell", longest: str = ""
    ) -> None:
        """Write a formula without "="; ``longest`` is its longest text, for the height."""
        self.sheet.write_formula(row, column, "=" + formula, self.studio.style(style), "")
        if style != "hidden":
            self.make_room(row, longest or "ก", style, column)

    def merge(self, row: int, first: int, last: int, value: str, style: str = "cell") -> None:
        """Merge columns of one row around a text; one column alone is just written."""
        cell_format = self.studio.style(style)
        self._merge(row, first, last, cell_format)
        if value:
            self.sheet.write_string(row, first, value, cell_format)
            self.make_room(row, value, style, first, last)

    def _merge(self, row: int, first: int, last: int, cell_format: Any) -> None:
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", cell_format)
        else:
            self.sheet.write_blank(row, first, None, cell_format)

    def merge_formula(  # noqa: PLR0913, PLR0917 -- a merge has four edges' worth of arguments
        self, row: int, first: int, last: int, formula: str, style: str, longest: str = ""
    ) -> None:
        """Merge columns of one row around a formula without "="; one column is just written."""
        cell_format = self.studio.style(style)
        self._merge(row, first, last, cell_format)
        self.sheet.write_formula(row, first, "=" + formula, cell_format, "")
        self.make_room(row, longest or "ก", style, first, last)

    def link(self, row: int, column: int, sheet: str, text: str, style: str = "link") -> None:
        """Write a link to the top of another sheet."""
        target = f"internal:'{sheet}'!A1"
        self.sheet.write_url(row, column, target, self.studio.style(style), text)
        self.make_room(row, text, style, column)

    def least(self, row: int, points: float) -> None:
        """Make a row at least so high."""
        self.heights[row] = max(self.heights.get(row, 0.0), points)

    def height(self, first: int, last: int) -> float:
        """Points of the rows from ``first`` to ``last``."""
        return sum(self.heights.get(row, _ROW) for row in range(first, last + 1))

    def finish(self, *hidden_rows: int) -> None:
        """Set every row's height, and the cursor on the first input; call once, last.

        A row that grows gets a blank cell in large letters beside the sheet's last column: fitted
        to a short text it does not become lower than it was drawn.
        """
        for row, height in self.heights.items():
            if row not in hidden_rows:
                self.sheet.set_row(row, height)
        for row in self.growing:
            self.sheet.write_blank(row, len(self.widths), None, self.studio.style("row_keeper"))
        if self.first_input:
            self.sheet.set_selection(*self.first_input, *self.first_input)
        for row in hidden_rows:
            self.sheet.set_row(row, None, None, {"hidden": True})

    def protect(self) -> None:
        """Lock all but the inputs, without a password."""
        self.sheet.protect("", _PROTECTION)

    def validate(
        self,
        row: int,
        column: int,
        rule: Mapping[str, Any],
        *,
        prompt: tuple[str, str],
        stop: tuple[str, str] = ("", ""),
    ) -> None:
        """Put a validation on one cell; ValueError where Excel would cut a text."""
        self.validate_span(row, column, row, column, rule, prompt=prompt, stop=stop)

    def validate_span(  # noqa: PLR0913 -- a range has four edges
        self,
        first_row: int,
        first_column: int,
        last_row: int,
        last_column: int,
        rule: Mapping[str, Any],
        *,
        prompt: tuple[str, str],
        stop: tuple[str, str] = ("", ""),
    ) -> None:
        """Put a validation on a range."""
        within = (len(prompt[0]) <= TITLE_LIMIT, len(prompt[1]) <= PROMPT_LIMIT)
        if not all((*within, len(stop[0]) <= TITLE_LIMIT, len(stop[1]) <= ERROR_LIMIT)):
            raise ValueError(f"a validation text is too long: {prompt[0]} / {stop[0]}")
        options = {"ignore_blank": True, **rule}
        options |= {"input_title": prompt[0], "input_message": prompt[1]}
        if stop[1]:
            options |= {"error_title": stop[0], "error_message": stop[1], "error_type": "stop"}
        self.sheet.data_validation(first_row, first_column, last_row, last_column, options)

    def tint(self, span: str, when: str, colours: tuple[str, str]) -> None:
        """Colour a range where a formula (relative to its first cell) holds."""
        self.sheet.conditional_format(
            span,
            {"type": "formula", "criteria": "=" + when, "format": self.studio.tint(colours)},
        )

    def tint_all(self, spans: Sequence[str], when: str, colours: tuple[str, str]) -> None:
        """Colour several ranges where a formula holds; it is relative to the first row of all."""
        look = self.studio.tint(colours)
        rule = {"type": "formula", "criteria": "=" + when, "format": look}
        self.sheet.conditional_format(spans[0], {**rule, "multi_range": " ".join(spans)})

    def page(self, *, header: str, footer: str, landscape: bool = True, sides: float = 0.4) -> None:
        """A4, one page wide, with header and footer; ``sides`` in inches."""
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=sides, right=sides, top=0.5, bottom=0.45)
        self.sheet.set_header(self._furniture(header), {"margin": 0.2})
        self.sheet.set_footer(self._furniture(footer), {"margin": 0.18})
        self.sheet.center_horizontally()

    def _furniture(self, text: str) -> str:
        """Header or footer in the workbook's font; a space keeps the size from a digit."""
        face = f'&"{self.studio.font},Regular"&10 '
        return text.replace("&L", f"&L{face}").replace("&R", f"&R{face}")

    def points(self, first: int, last: int) -> float:
        """Points from one column to another, hidden ones left out."""
        shown = [c for c in range(first, last + 1) if c not in self.hidden_columns]
        return sum(self.widths[c] * POINTS_A_DIGIT + _EDGES for c in shown)

    def make_room(self, row: int, text: str, style: str, first: int, last: int = -1) -> None:
        """Make a row high enough for a text over such columns, even in a larger font."""
        room = self.points(first, max(first, last))
        self.least(row, height_in(text, STYLES[style], room))
