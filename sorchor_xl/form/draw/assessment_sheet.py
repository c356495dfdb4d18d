"""The form sheet แบบประเมิน: the letter's table with one input a row, live scores and signatures.

One status row and the headings stay on the screen; everything from ข้อ to หลักฐาน stands beside
each other on a screen of 1366 points, and on two pages of A4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Base, Indicator, Rubric
from sorchor_xl.domain.thai.text import unbroken
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_ending import draw_ending
from sorchor_xl.form.draw.form_looks import draw_looks
from sorchor_xl.form.draw.form_status_row import draw_status_row
from sorchor_xl.form.draw.prompts import indicator_prompt
from sorchor_xl.form.layout import (
    HEAD_MARK,
    KEYS_MARK,
    STARTED_ROW,
    SheetKind,
    criterion_columns,
    form_columns,
    form_headings,
    form_rows,
)
from sorchor_xl.form.live_formulas import FORM_HELPERS, FormFormulas, choice_name
from sorchor_xl.form.live_totals import FormTotals, level_name
from sorchor_xl.form.row_keys import base_row, category_row, indicator_row
from sorchor_xl.ooxml.references import Grid, a1, quote_sheet

_WIDTHS: Final[Mapping[str, float]] = {
    "no": 2.29,
    "unit": 6.71,
    "value": 7.29,
    "base": 6.14,
    "share": 6.0,
    "points": 6.14,
    "standing": 11.0,
    "previous": 7.29,
    "note": 11.14,
    "status": 70,
}
"""Digits of Calibri 11: 1240 pixels of the screen from ข้อ to หลักฐาน, สถานะ to its right."""
_TEXTS: Final = 103.57
"""What label and criteria share."""
_CRITERION: Final = 11.86
_WIDER: Final[Mapping[str, float]] = {"mid": 0.86, "high": 5.71}
"""What some criteria need beyond it."""
_HIDDEN: Final = 5.0
_STATUS, _HEAD, _BAND = 1, 2, 3
_SIDES: Final = 0.6
"""Inches left and right: wide enough for two pages to hold every row in the fallback font."""
_PAPER_WIDTH, _PAPER_HEIGHT = 842 - 2 * 72 * _SIDES, 526.0
"""Points of A4 on its side within the margins."""


def _widths(columns: Sequence[str], criteria: Sequence[str]) -> list[float]:
    """Widths of the columns; the label has what the criteria leave."""
    widths = {key: _CRITERION + _WIDER.get(key, 0) for key in criteria}
    widths["label"] = _TEXTS - sum(widths.values())
    known = {**_WIDTHS, **widths}
    return [known.get(key, _HIDDEN) for key in columns]


def _keyed_columns(rubric: Rubric) -> tuple[str, ...]:
    return (*form_columns(rubric), *FORM_HELPERS)


def form_grid(studio: WorkbookDrawing) -> Grid:
    """Where the keys of the packaged form stand."""
    rows = {HEAD_MARK: _HEAD, STARTED_ROW: _BAND}
    rows |= {key: _BAND + 1 + n for n, key in enumerate(form_rows(studio.scheme.rubric))}
    columns = {key: 1 + n for n, key in enumerate(_keyed_columns(studio.scheme.rubric))}
    return Grid(rows, columns)


def draw_form(studio: WorkbookDrawing, certifier: str) -> Grid:
    """Draw the prototype form; ``certifier`` is a formula for the name of ผู้รับรอง."""
    rubric = studio.scheme.rubric
    columns, shown = _keyed_columns(rubric), len(form_columns(rubric))
    widths = [_HIDDEN, *_widths(columns, criterion_columns(rubric.max_points))]
    drawing = SheetDrawing(studio, studio.name(SheetKind.FORM), widths)
    drawing.hide_column(0, *range(1 + shown, 1 + len(columns)))
    form = _Form(drawing, form_grid(studio))
    draw_status_row(drawing, form.grid, _STATUS)
    form.headings()
    form.bases()
    form.fields()
    for category in rubric.categories:
        form.category(category.id)
    last = draw_ending(drawing, form.grid, certifier)
    form.note_prompt()
    draw_looks(drawing, form.grid, _STATUS)
    form.finish(last)
    return form.grid


class _Form:
    """The pieces of the form, drawn top to bottom."""

    def __init__(self, drawing: SheetDrawing, grid: Grid) -> None:
        self.drawing, self.grid, self.studio = drawing, grid, drawing.studio
        self.rubric = drawing.studio.scheme.rubric
        self.criteria = criterion_columns(self.rubric.max_points)
        self.formulas = FormFormulas(drawing.studio.scheme, drawing.studio.words, grid)
        self.totals = FormTotals(drawing.studio.scheme, drawing.studio.words, grid)
        self.col = grid.columns
        self.above = a1(_HEAD, self.col["ordinal"], fixed=True)

    def headings(self) -> None:
        """The keys of the columns, and their headings."""
        drawing, headings = self.drawing, form_headings(self.rubric, self.studio.words)
        drawing.key(0, KEYS_MARK, *_keyed_columns(self.rubric))
        drawing.key(_HEAD, HEAD_MARK)
        for key in form_columns(self.rubric):
            drawing.put(_HEAD, self.col[key], headings[key], "form_head")
        drawing.sheet.write_number(_HEAD, self.col["ordinal"], 0, self.studio.style("hidden"))

    def bases(self) -> None:
        """The band of five numbers typed once, which also says whether anything was typed."""
        drawing, col, say = self.drawing, self.col, self.studio.say
        drawing.key(_BAND, STARTED_ROW)
        drawing.put(_BAND, col["no"], None, "form_band")
        text = say("words", "bases_band")
        drawing.merge(_BAND, col["label"], col["note"], text, "form_band")
        self._live(STARTED_ROW, self.totals.begun())
        token = self.studio.token(SheetKind.FORM)
        drawing.put(_STATUS, col["status"], token, "token_left")
        for base in self.rubric.bases:
            self._base(base)

    def _base(self, base: Base) -> None:
        key, col = base_row(base.key), self.col
        row = self._row(key, "", base.label)
        used = self.studio.say("words", "used_by") + numbers_using(self.rubric.indicators, base)
        self.drawing.merge(row, col["low"], col["high"], used, "form_hint")
        self.drawing.put(row, col["unit"], base.unit, "form_unit")
        self.drawing.put(row, col["value"], None, "in_count")
        for column in ("base", "share", "points", "note"):
            self.drawing.put(row, col[column], None, "form_hint")
        self.drawing.put(row, col["previous"], None, "previous")
        self._live(key, self.formulas.base(base))
        title = self.studio.say("validation", "base_title")
        self._whole(row, "1000000", (title, base.prompt), "count")

    def fields(self) -> None:
        """ผู้ประเมิน and วันที่ประเมิน, with the day in words beside it."""
        words, col = self.studio.words, self.col
        for key, last, style in (
            ("F.assessor", "note", "form_text"),
            ("F.assessed_on", "points", "form_date"),
        ):
            row, made = self._row(key, "", words.labels[key]), self.formulas.field(key)
            self.drawing.merge_formula(row, col["low"], col["unit"], made.pop("hint"), "form_hint")
            self.drawing.merge(row, col["value"], col[last], "", style)
            if "echo" in made:
                echo = made.pop("echo")
                self.drawing.merge_formula(row, col["standing"], col["note"], echo, "form_echo")
            self._live(key, made)
        prompts = words.part("prompts")
        for key in ("F.assessor", "F.assessed_on"):
            free_input(self.drawing, self.grid.rows[key], col["value"], tuple(prompts[key]))

    def category(self, number: int) -> None:
        """The band of a หมวด with its live subtotal, and its indicators."""
        category = next(c for c in self.rubric.categories if c.id == number)
        key, say, col = category_row(number), self.studio.say, self.col
        row = self.grid.rows[key]
        self.drawing.key(row, key)
        text = f"{say('words', 'category_band')}{number}. {category.display}"
        self.drawing.merge(row, col["no"], col["share"], text, "form_band")
        made = self.totals.category(number)
        self.drawing.formula(row, col["points"], made["points"], "form_band_number")
        full = f"{say('words', 'full_marks')}{self.rubric.category_max(number)}"
        self.drawing.put(row, col["standing"], full, "form_band_small")
        self.drawing.put(row, col["previous"], None, "form_band_small")
        self.drawing.formula(row, col["note"], made["progress"], "form_band_small")
        for indicator in self.rubric.in_category(category.id):
            self._indicator(indicator)

    def _indicator(self, indicator: Indicator) -> None:
        key, col = indicator_row(indicator.id), self.col
        row = self._row(key, indicator.id, indicator.display)
        for column, text in zip(self.criteria, indicator.shown, strict=True):
            self.drawing.put(row, col[column], unbroken(text), "form_criterion")
        self.drawing.put(row, col["unit"], indicator.unit or "–", "form_unit")
        if indicator.kind is Kind.CHOICE:
            self.drawing.merge(row, col["value"], col["share"], "", "in_choice")
            longest = max(indicator.choices, key=len)
            self.drawing.make_room(row, longest, "in_choice", col["value"], col["share"])
        else:
            self.drawing.put(row, col["value"], None, "in_count")
            self.drawing.put(row, col["base"], None, "number")
            self.drawing.put(row, col["share"], None, "share")
        self.drawing.put(row, col["previous"], None, "previous_result")
        self.drawing.put(row, col["note"], None, "in_note")
        self._live(key, self.formulas.indicator(indicator))
        self._validate_indicator(row, indicator)

    def _row(self, key: str, number: int | str, label: str) -> int:
        row = self.grid.rows[key]
        self.drawing.key(row, key)
        self.drawing.put(row, self.col["no"], number, "form_no")
        self.drawing.put(row, self.col["label"], unbroken(label), "form_label")
        return row

    def _live(self, key: str, made: Mapping[str, str]) -> None:
        """Formulas of a row and the hidden cells the check sheet reads."""
        row = self.grid.rows[key]
        looks = {"base": "number", "share": "share", "points": "points", "standing": "standing"}
        looks |= {"status": "form_status"}
        for column, formula in made.items():
            style = looks.get(column, "hidden")
            if column == "warned" and formula == "0":
                continue
            if formula.isdigit():
                self.drawing.put(row, self.col[column], int(formula), style)
            else:
                self.drawing.formula(row, self.col[column], formula, style)
        order = self.formulas.order(key, self.above)
        self.drawing.formula(row, self.col["ordinal"], order, "hidden")

    def _validate_indicator(self, row: int, indicator: Indicator) -> None:
        studio = self.studio
        prompt = (
            indicator.prompt_title,
            indicator_prompt(studio.scheme, indicator, studio.words),
        )
        if indicator.kind is Kind.CHOICE:
            stop = (studio.say("validation", "stop_title"), studio.say("validation", "list"))
            rule = {"validate": "list", "source": f"={choice_name(indicator.id)}"}
            self.drawing.validate(row, self.col["value"], rule, prompt=prompt, stop=stop)
        elif indicator.kind is Kind.PERCENT:
            base = a1(row, self.col["base"])
            self._whole(row, f"=IF(ISNUMBER({base}),{base},1000000)", prompt, "share")
        else:
            self._whole(row, "1000000", prompt, "count")

    def _whole(self, row: int, most: str, prompt: tuple[str, str], stop: str) -> None:
        studio = self.studio
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": most if most.startswith("=") else int(most),
        }
        text = (studio.say("validation", "stop_title"), studio.say("validation", stop))
        self.drawing.validate(row, self.col["value"], rule, prompt=prompt, stop=text)

    def note_prompt(self) -> None:
        """One prompt for every note, since it says the same."""
        column = self.col["note"]
        rows = [self.grid.rows[indicator_row(i.id)] for i in self.rubric.indicators]
        title, text = self.studio.words.part("prompts")["note"]
        spans = [[row, column, row, column] for row in rows[1:]]
        rule = {"validate": "any", "input_title": title, "input_message": text}
        self.drawing.sheet.data_validation(
            rows[0], column, rows[0], column, {**rule, "other_cells": spans}
        )

    def finish(self, last: int) -> None:
        """Freeze, print set-up, heights, protection."""
        drawing, col = self.drawing, self.col
        drawing.sheet.freeze_panes(_HEAD + 1, 0)
        drawing.sheet.repeat_rows(_HEAD)
        drawing.sheet.print_area(_HEAD, col["no"], last, col["note"])
        header, footer = self.studio.header(SheetKind.FORM), self.studio.say("page", "form_footer")
        drawing.page(header=header, footer=footer, sides=_SIDES)
        drawing.sheet.set_h_pagebreaks(self._new_pages(last))
        drawing.sheet.hide_gridlines(2)
        drawing.finish(0)
        drawing.protect()

    def _new_pages(self, last: int) -> list[int]:
        """The row of the หมวด that begins the second page, where two pages hold the form so.

        Else none: the pages then break where they are full.
        """
        high, starts = self.drawing.height, self.rubric.categories[1:]
        second = {self.grid.rows[category_row(c.id)] for c in starts}
        longer = {
            row: max(high(_HEAD, row - 1), high(_HEAD, _HEAD) + high(row, last)) for row in second
        }
        wide = self.drawing.points(self.col["no"], self.col["note"])
        page = _PAPER_HEIGHT * wide / _PAPER_WIDTH
        return [row for row in second if longer[row] == min(longer.values()) <= page][:1]


def numbers_using(indicators: tuple[Indicator, ...], base: Base) -> str:
    """The indicators a base feeds, as "1, 20 - 23"."""
    used = [i.id for i in indicators if i.base == base.key]
    runs = []
    for _, run in groupby(enumerate(used), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        ends = f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} - {numbers[-1]}"
        runs.append(ends)
    return ", ".join(runs)


def free_input(drawing: SheetDrawing, row: int, column: int, prompt: tuple[str, ...]) -> None:
    """An input that takes anything: what it holds is judged beside it, not refused."""
    drawing.validate(row, column, {"validate": "any"}, prompt=(prompt[0], prompt[1]))


def form_reference(studio: WorkbookDrawing, grid: Grid, row: str, column: str) -> str:
    """A reference from another sheet to a cell of the prototype form."""
    name = quote_sheet(studio.name(SheetKind.FORM))
    return f"{name}!{grid.at(row, column, fixed=True)}"


__all__ = ["draw_form", "form_grid", "form_reference", "free_input", "level_name"]
