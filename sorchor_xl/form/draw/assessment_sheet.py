"""The form sheet แบบประเมิน: the letter's table with one input a row, live scores and signatures."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from sorchor_xl.data.palette import LEVEL_COLOURS
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Base, Indicator
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_styles import FINE, READ_AS, WAITING, WARNED, WRONG
from sorchor_xl.form.draw.prompts import indicator_prompt
from sorchor_xl.form.layout import FORM_COLUMNS, HEAD_MARK, KEYS_MARK, SheetKind, form_rows
from sorchor_xl.form.live_formulas import (
    FIRST_DATE,
    FORM_HELPERS,
    LAST_DATE,
    FormFormulas,
    choice_name,
    level_name,
)
from sorchor_xl.form.row_keys import (
    RowGroup,
    base_row,
    category_row,
    indicator_row,
    row_group,
    row_number,
)
from sorchor_xl.ooxml.references import Grid, a1, literal, quote_sheet

_HEAD_POINTS: Final = 76
"""Three lines of the narrowest heading, in whatever font."""
KEYED_COLUMNS: Final = (*FORM_COLUMNS, *FORM_HELPERS)
_WIDTHS: Final = (6, 5, 44, 16, 16, 17, 11, 13, 10, 10, 8, 13, 7, 22, 28, 5, 5, 5)
_TITLE, _AREA, _CHIPS, _HEAD, _BAND = 1, 2, 3, 4, 5
_SIGN_ROWS: Final = 6
_NEW_PAGE: Final = (2, 4)
"""หมวด that begin a printed page, so that no heading stands alone at the foot of one."""


def form_grid(studio: WorkbookDrawing) -> Grid:
    """Where the keys of the packaged form stand."""
    rows = {key: _BAND + 1 + n for n, key in enumerate(form_rows(studio.scheme.rubric))}
    columns = {key: 1 + n for n, key in enumerate(KEYED_COLUMNS)}
    return Grid(rows, columns)


def draw_form(studio: WorkbookDrawing, certifier: str) -> Grid:
    """Draw the prototype form; ``certifier`` is a formula for the name of ผู้รับรอง."""
    drawing = SheetDrawing(studio, studio.name(SheetKind.FORM), _WIDTHS)
    drawing.hide_column(0, *range(1 + len(FORM_COLUMNS), 1 + len(KEYED_COLUMNS)))
    form = _Form(drawing, form_grid(studio))
    form.top()
    form.bases()
    form.fields()
    for category in studio.scheme.rubric.categories:
        form.category(category.id)
    form.foot()
    form.note_prompt()
    form.signatures(certifier)
    form.colours()
    form.finish()
    return form.grid


class _Form:
    """The pieces of the form, drawn top to bottom."""

    def __init__(self, drawing: SheetDrawing, grid: Grid) -> None:
        self.drawing, self.grid, self.studio = drawing, grid, drawing.studio
        self.rubric = drawing.studio.scheme.rubric
        self.formulas = FormFormulas(drawing.studio.scheme, drawing.studio.words, grid)
        self.col = grid.columns
        self.above = a1(_BAND, self.col["ordinal"], fixed=True)

    def top(self) -> None:
        """Key row, title, identity, live chips, heading."""
        drawing, say, col = self.drawing, self.studio.say, self.col
        drawing.key(0, KEYS_MARK, *KEYED_COLUMNS)
        drawing.merge(_TITLE, col["no"], col["standing"], say("form", "title"), "title")
        drawing.merge(
            _TITLE, col["previous"], col["note"], self.studio.token(SheetKind.FORM), "token"
        )
        drawing.merge(_AREA, col["no"], col["points"], say("form", "area"), "area")
        drawing.merge(_AREA, col["standing"], col["previous"], "", "link")
        drawing.link(
            _AREA,
            col["standing"],
            self.studio.name(SheetKind.SUMMARY),
            say("form", "to_summary"),
        )
        drawing.link(_AREA, col["note"], self.studio.name(SheetKind.CHECK), say("form", "to_check"))
        self._chips()
        headings = self.studio.words.headings[SheetKind.FORM]
        drawing.key(_HEAD, HEAD_MARK)
        for key in FORM_COLUMNS:
            style = "head_input" if key in {"value", "note"} else "head"
            drawing.put(_HEAD, col[key], headings[key], style)
        drawing.least(_HEAD, _HEAD_POINTS)

    def _chips(self) -> None:
        drawing, at, say, col = self.drawing, self.grid.at, self.studio.say, self.col
        total = at("TOTAL", "points")
        sentence = f'{literal(self.studio.words.labels["TOTAL"] + " ")}&IF({total}="","–",{total})'
        sentence += f'&"/{self.rubric.highest_total}"&{literal(say("words", "points_unit"))}'
        for first, last, formula in (
            ("no", "label", at("PROGRESS", "standing")),
            ("low", "mid", sentence),
            ("high", "value", at("LEVEL", "standing")),
            ("base", "note", at("GAP", "standing")),
        ):
            drawing.merge_formula(_CHIPS, col[first], col[last], formula, "chip")
        drawing.least(_CHIPS, 27)

    def bases(self) -> None:
        """The band of five numbers typed once."""
        self._band(_BAND, self.studio.say("words", "bases_band"))
        for base in self.rubric.bases:
            self._base(base)

    def _band(self, row: int, text: str) -> None:
        self.drawing.merge(row, self.col["no"], self.col["note"], text, "band")
        self.drawing.put(row, self.col["status"], None, "band")
        self.drawing.sheet.write_number(row, self.col["ordinal"], 0, self.studio.style("hidden"))

    def _base(self, base: Base) -> None:
        key = base_row(base.key)
        row = self._row(key, "", base.label)
        used = self.studio.say("words", "used_by") + numbers_using(self.rubric.indicators, base)
        self.drawing.merge(row, self.col["low"], self.col["high"], used, "cell_pale_small")
        self.drawing.put(row, self.col["unit"], base.unit, "cell_centre")
        self.drawing.put(row, self.col["value"], None, "in_count")
        self.drawing.merge(row, self.col["base"], self.col["note"], "", "cell_pale")
        self._live(key, self.formulas.base(base))
        title = self.studio.say("validation", "base_title")
        self._whole(row, "1000000", (title, base.prompt), "count")

    def fields(self) -> None:
        """ผู้ประเมิน and วันที่ประเมิน."""
        words, col = self.studio.words, self.col
        for key, last, style in (
            ("F.assessor", "note", "in_text"),
            ("F.assessed_on", "share", "in_date"),
        ):
            row = self._row(key, "", words.labels[key])
            self.drawing.merge(row, col["low"], col["unit"], "", "cell_pale")
            self.drawing.merge(row, col["value"], col[last], "", style)
            if last != "note":
                self.drawing.merge(row, col["points"], col["note"], "", "cell_pale")
            self._live(key, self.formulas.field(key))
        prompts = words.part("prompts")
        row = self.grid.rows["F.assessed_on"]
        validate_date(self.drawing, row, col["value"], tuple(prompts["F.assessed_on"]))
        row = self.grid.rows["F.assessor"]
        self.drawing.validate(
            row, col["value"], {"validate": "any"}, prompt=tuple(prompts["F.assessor"])
        )

    def category(self, number: int) -> None:
        """The band of a หมวด with its live subtotal, and its indicators."""
        category = next(c for c in self.rubric.categories if c.id == number)
        key, say = category_row(number), self.studio.say
        row = self.grid.rows[key]
        self.drawing.key(row, key)
        text = say("words", "category_band") + category.text
        self.drawing.merge(row, self.col["no"], self.col["share"], text, "band")
        made = self.formulas.category(number)
        self.drawing.formula(row, self.col["points"], made["points"], "band_number")
        full = f"{say('words', 'full_marks')}{self.rubric.category_max(number)}"
        self.drawing.put(row, self.col["standing"], full, "band_small")
        for column in ("previous", "note"):
            self.drawing.put(row, self.col[column], None, "band_small")
        self.drawing.formula(row, self.col["status"], made["status"], "band_small")
        for indicator in self.rubric.in_category(number):
            self._indicator(indicator)

    def _indicator(self, indicator: Indicator) -> None:
        key, col = indicator_row(indicator.id), self.col
        row = self._row(key, indicator.id, indicator.display)
        for column, text in zip(("low", "mid", "high"), indicator.criteria, strict=True):
            self.drawing.put(row, col[column], text, "cell_centre")
        if indicator.kind is Kind.CHOICE:
            self.drawing.put(row, col["unit"], "–", "cell_centre")
            self.drawing.merge(row, col["value"], col["share"], "", "in_choice")
            longest = max(choices(indicator), key=len)
            self.drawing.make_room(row, longest, "in_choice", 30)
        else:
            self.drawing.put(row, col["unit"], indicator.unit, "cell_centre")
            self.drawing.put(row, col["value"], None, "in_count")
            self.drawing.put(row, col["base"], None, "number")
            self.drawing.put(row, col["share"], None, "share")
        self.drawing.put(row, col["previous"], None, "previous")
        self.drawing.put(row, col["note"], None, "in_note")
        self._live(key, self.formulas.indicator(indicator))
        self._validate_indicator(row, indicator)

    def _row(self, key: str, number: int | str, label: str) -> int:
        row = self.grid.rows[key]
        self.drawing.key(row, key)
        self.drawing.put(row, self.col["no"], number, "cell_centre")
        self.drawing.put(row, self.col["label"], label)
        return row

    def _live(self, key: str, made: Mapping[str, str]) -> None:
        """Formulas of a row and the hidden cells the check sheet reads."""
        row = self.grid.rows[key]
        own = ("points", "standing", "status", "share")
        styles = {"base": "number", **{column: column for column in own}}
        longest = {"status": self._longest_status(key)}
        for column, formula in made.items():
            style = styles.get(column, "hidden")
            if formula.isdigit():
                self.drawing.put(row, self.col[column], int(formula), style)
                continue
            self.drawing.formula(row, self.col[column], formula, style, longest.get(column, ""))
        order = self.formulas.order(key, self.above)
        self.drawing.formula(row, self.col["ordinal"], order, "hidden")

    def _longest_status(self, key: str) -> str:
        """A text as long as the status may become, so that the row is high enough for it."""
        if row_group(key) is not RowGroup.INDICATOR:
            return self.studio.say("words", "not_number")
        return self.formulas.longest_status(row_number(key))

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

    def foot(self) -> None:
        """Grand total, level, progress and what is missing."""
        words, col = self.studio.words, self.col
        made = self.formulas.foot()
        for key in made:
            row = self.grid.rows[key]
            self.drawing.key(row, key)
            self.drawing.merge(row, col["no"], col["share"], words.labels[key], "total")
            self.drawing.formula(row, col["points"], made[key]["points"], "total_number")
            if key == "TOTAL":
                full = f"{self.studio.say('words', 'full_marks')}{self.rubric.highest_total}"
                self.drawing.put(row, col["standing"], full, "band_small")
                self.drawing.put(row, col["previous"], None, "previous")
                self.drawing.put(row, col["note"], None, "total_text")
                self.drawing.formula(row, col["status"], made[key]["status"], "band_small")
            else:
                text = made[key]["standing"]
                self.drawing.merge_formula(row, col["standing"], col["note"], text, "total_text")
                self.drawing.put(row, col["status"], None, "band_small")
            self.drawing.least(row, 27)

    def note_prompt(self) -> None:
        """One prompt for every note, since it says the same."""
        column = self.col["note"]
        numbers = [i.id for i in self.rubric.indicators]
        rows = [self.grid.rows[indicator_row(number)] for number in numbers]
        title, text = self.studio.words.part("prompts")["note"]
        spans = [[row, column, row, column] for row in rows[1:]]
        rule = {"validate": "any", "input_title": title, "input_message": text}
        self.drawing.sheet.data_validation(
            rows[0], column, rows[0], column, {**rule, "other_cells": spans}
        )

    def signatures(self, certifier: str) -> None:
        """ผู้ประเมิน on the left, ผู้รับรอง on the right, both in the same print page."""
        say, col = self.studio.say, self.col
        first = self.grid.rows["GAP"] + 2
        name = self.grid.at("F.assessor", "value")
        dots = say("words", "name_line")
        left = (
            literal(say("words", "signed")),
            f'IF(ISBLANK({name}),{literal(dots)},"("&{name}&")")',
            literal(say("words", "assessor_sign")),
            literal(say("words", "date_line")),
        )
        right = (
            literal(say("words", "signed")),
            f'IF({certifier}="",{literal(dots)},"("&{certifier}&")")',
            literal(say("words", "certifier_position")),
            literal(say("words", "date_line")),
        )
        for row, (one, two) in enumerate(zip(left, right, strict=True), start=first):
            for start, end, formula in (("label", "mid", one), ("unit", "note", two)):
                if formula.startswith('"'):
                    self.drawing.merge(row, col[start], col[end], formula.strip('"'), "sign")
                else:
                    self.drawing.merge_formula(row, col[start], col[end], formula, "sign")
            self.drawing.least(row, 22)
        self.drawing.least(first - 1, 10)

    def colours(self) -> None:
        """Colour what the words already say."""
        first, last = base_row(self.rubric.bases[0].key), indicator_row(len(self.rubric.indicators))
        status = self.grid.span("status", first, last)
        head = a1(self.grid.rows[first], self.col["status"])
        for sign, colours in (
            ("✗", WRONG),
            ("!", WARNED),
            ("※", READ_AS),
            ("○", WAITING),
            ("✓", FINE),
        ):
            self.drawing.tint(status, f'LEFT({head},1)="{sign}"', colours)
        value = a1(self.grid.rows[first], self.col["value"])
        state = a1(self.grid.rows[first], self.col["state"])
        self.drawing.tint(self.grid.span("value", first, last), f"N({state})>1", WRONG)
        self._level_colours(value)

    def _level_colours(self, _: str) -> None:
        symbols, at = self.studio.words.part("symbols"), self.grid.at
        first, last = indicator_row(1), indicator_row(len(self.rubric.indicators))
        spans = [(self.grid.span("standing", first, last), at(first, "standing"))]
        level = self.grid.rows["LEVEL"]
        spans.append((f"{a1(level, self.col['standing'])}:{a1(level, self.col['note'])}", ""))
        spans.append((f"{a1(_CHIPS, self.col['high'])}:{a1(_CHIPS, self.col['value'])}", ""))
        for number, colours in LEVEL_COLOURS.items():
            for span, relative in spans:
                head = relative or "$" + span.split(":")[0]
                self.drawing.tint(span, f'LEFT({head},1)="{symbols[str(number)]}"', colours)

    def finish(self) -> None:
        """Freeze, print set-up, heights, protection."""
        drawing, col = self.drawing, self.col
        last = self.grid.rows["GAP"] + _SIGN_ROWS
        drawing.sheet.freeze_panes(_HEAD + 1, col["label"] + 1)
        drawing.sheet.repeat_rows(_HEAD)
        drawing.sheet.print_area(_TITLE, col["no"], last, col["note"])
        drawing.page(
            header=self.studio.header(SheetKind.FORM), footer=self.studio.say("page", "footer")
        )
        drawing.sheet.set_h_pagebreaks([self.grid.rows[category_row(c)] for c in _NEW_PAGE])
        drawing.sheet.set_zoom(85)
        drawing.sheet.hide_gridlines(2)
        drawing.finish(0)
        drawing.protect()
        first = self.grid.rows[base_row(self.rubric.bases[0].key)]
        drawing.sheet.set_selection(first, col["value"], first, col["value"])


def choices(indicator: Indicator) -> tuple[str, ...]:
    """The list of a choice: "1 - ไม่มีกองทุน" and so on, in the words of the letter."""
    return tuple(f"{n} - {text}" for n, text in enumerate(indicator.criteria, start=1))


def numbers_using(indicators: tuple[Indicator, ...], base: Base) -> str:
    """The indicators a base feeds, as "1, 20 - 23"."""
    used = [i.id for i in indicators if i.base == base.key]
    runs = []
    for _, run in groupby(enumerate(used), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        ends = f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} - {numbers[-1]}"
        runs.append(ends)
    return ", ".join(runs)


def validate_date(drawing: SheetDrawing, row: int, column: int, prompt: tuple[str, ...]) -> None:
    """A date input: stop anything that is not a date."""
    say = drawing.studio.say
    rule = {
        "validate": "date",
        "criteria": "between",
        "minimum": f"={FIRST_DATE}",
        "maximum": f"={LAST_DATE}",
    }
    stop = (say("validation", "stop_title"), say("validation", "date"))
    drawing.validate(row, column, rule, prompt=(prompt[0], prompt[1]), stop=stop)


def form_reference(studio: WorkbookDrawing, grid: Grid, row: str, column: str) -> str:
    """A reference from another sheet to a cell of the prototype form."""
    name = quote_sheet(studio.name(SheetKind.FORM))
    return f"{name}!{grid.at(row, column, fixed=True)}"


__all__ = ["choices", "draw_form", "form_grid", "form_reference", "level_name", "validate_date"]
