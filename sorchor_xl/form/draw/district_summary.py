"""สรุปผลอำเภอ: the live one-page result of the district."""

from __future__ import annotations

import string
from typing import Final

from sorchor_xl.data.palette import grade_colours, grade_sign
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.form.draw.area_sheets import TAMBON_KEY
from sorchor_xl.form.draw.assessment_sheet import form_reference
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_styles import BODY, WAITING, WARNED
from sorchor_xl.form.draw.text_room import text_points
from sorchor_xl.form.layout import STARTED_ROW, SheetKind
from sorchor_xl.form.live_totals import level_name
from sorchor_xl.form.row_keys import category_row, tambon_row
from sorchor_xl.ooxml.references import Grid, a1, fixed_range, literal, quote_sheet, roomy_spans

_CARD_LABEL, _CARD, _HEAD, _ROW = 3, 4, 6, 7
_FIRST_CATEGORY: Final = 4


def _level_columns(categories: int) -> tuple[int, int]:
    """The hidden columns of the level number and of "nothing entered yet"."""
    last = _FIRST_CATEGORY + categories + 4
    return last + 1, last + 2


def _waiting_span(studio: WorkbookDrawing) -> str:
    """The column of forms without any entry, from any sheet; issuing extends it."""
    _, column = _level_columns(len(studio.scheme.rubric.categories))
    name = quote_sheet(studio.name(SheetKind.SUMMARY))
    return f"{name}!{fixed_range((_ROW, column), (_ROW, column))}"


def started_forms(studio: WorkbookDrawing) -> str:
    """How many forms have been begun, as a formula for any sheet."""
    span = _waiting_span(studio)
    return f"(ROWS({span})-SUM({span}))"


def begun_text(studio: WorkbookDrawing) -> str:
    """The calm sentence "○ เริ่มกรอก 0/8 ตำบล", as a formula for any sheet."""
    said = studio.words.part("summary")["started"]
    every = f"ROWS({_waiting_span(studio)})"
    return f'{literal(said[0])}&{started_forms(studio)}&"/"&{every}&{literal(said[1])}'


def in_thai_digits(text: str) -> str:
    """A formula for a text with its digits as an official paragraph has them."""
    for digit in string.digits:
        text = f'SUBSTITUTE({text},"{digit}","{to_thai_digits(digit)}")'
    return text


def draw_summary(studio: WorkbookDrawing, form: Grid, certifier: str, open_items: str) -> None:
    """Draw it; ``certifier`` and ``open_items`` are formulas, the latter for the prototype row."""
    _Summary(studio, form).draw(certifier, open_items)


class _Summary:
    """One row per ตำบล between live cards and a ready sentence."""

    def __init__(self, studio: WorkbookDrawing, form: Grid) -> None:
        self.studio, self.form, self.rubric = studio, form, studio.scheme.rubric
        self.categories = self.rubric.categories
        after = _FIRST_CATEGORY + len(self.categories)
        self.total, self.level, self.gap, self.next, self.open = range(after, after + 5)
        self.last = self.open
        self.level_number, self.waiting = _level_columns(len(self.categories))
        widths = (6, 7, 24, 12, *(9,) * len(self.categories), 10, 22.5, 11, 21, 13, 5, 5)
        self.drawing = SheetDrawing(studio, studio.name(SheetKind.SUMMARY), widths)
        self.drawing.hide_column(0, self.level_number, self.waiting)

    def say(self, key: str) -> str:
        """One text of the sheet."""
        return self.studio.say("summary", key)

    def span(self, column: int) -> str:
        """A column of the table as a fixed range: the prototype row, which issuing extends."""
        here = a1(_ROW, column, fixed=True)
        return f"{here}:{here}"

    def draw(self, certifier: str, open_items: str) -> None:
        """Everything, top to bottom."""
        drawing = self.drawing
        drawing.merge(1, 1, self.level - 1, self.say("title"), "title")
        drawing.merge(1, self.level, self.last, self.studio.token(SheetKind.SUMMARY), "token")
        drawing.merge(2, 1, self.total - 1, self.say("area"), "area")
        begun = begun_text(self.studio)
        drawing.merge_formula(2, self.total, self.last, begun, "begun")
        self.cards()
        self.heading()
        self.row(open_items)
        self.average()
        self.sentence()
        self.signatures(certifier)
        self.finish()

    def cards(self) -> None:
        """The figures of the district at a glance."""
        labels = self.studio.words.part("summary")["cards"]
        levels, count = self.span(self.level_number), f"COUNT({self.span(self.level_number)})"
        mean = f'IF({count}=0,"–",{self._mean(self.total)})'
        cards = [
            (labels[0], f"ROWS({self.span(2)})", "card_number"),
            (labels[1], count, "card_number"),
            (labels[2], mean, "card_mean"),
        ]
        for level in self.rubric.level_numbers:
            text = level_name(self.rubric, level, self.studio.words)
            cards.append((text, f"COUNTIF({levels},{level})", "card_number"))
        cards.append((labels[3], f"SUM({self.span(self.open)})", "card_number"))
        needed = [text_points(label, BODY) for label, _, _ in cards]
        spans = roomy_spans(self.drawing.widths[1 : self.last + 1], needed, 1)
        for (first, last), (label, formula, style) in zip(spans, cards, strict=True):
            self.drawing.merge(_CARD_LABEL, first, last, label, "card_label")
            self.drawing.merge_formula(_CARD, first, last, formula, style)
        self.drawing.least(_CARD, 36)
        self.drawing.least(_CARD_LABEL, 27)

    def _mean(self, column: int) -> str:
        return f'AVERAGEIF({self.span(self.level_number)},">0",{self.span(column)})'

    def heading(self) -> None:
        """Column headings."""
        texts = [self.say("no"), self.say("tambon"), self.say("progress")]
        for category in self.categories:
            full = self.rubric.category_max(category.id)
            texts.append(f"{self.say('category')}{category.id} ({full})")
        texts += [f"{self.say('total')} ({self.rubric.highest_total})", self.say("level")]
        texts += [self.say("gap"), self.say("next"), self.say("open")]
        for column, text in enumerate(texts, start=1):
            self.drawing.put(_HEAD, column, text, "head")

    def row(self, open_items: str) -> None:
        """The prototype row of a ตำบล."""
        drawing, studio = self.drawing, self.studio
        drawing.key(_ROW, tambon_row(TAMBON_KEY))
        drawing.formula(
            _ROW, 1, f"ROWS({a1(_ROW, 1).replace('B', 'B$')}:{a1(_ROW, 1)})", "cell_centre"
        )
        sheet = quote_sheet(studio.name(SheetKind.FORM))
        drawing.sheet.write_url(
            _ROW, 2, f"internal:{sheet}!A1", studio.style("link_cell"), "ต.{{tambon}}"
        )
        progress = self.at("PROGRESS", "points")
        every = len(self.rubric.indicators)
        drawing.formula(_ROW, 3, f'{progress}&"/{every}"', "cell_centre")
        for column, category in enumerate(self.categories, start=_FIRST_CATEGORY):
            drawing.formula(_ROW, column, self.at(category_row(category.id), "points"), "number")
        drawing.formula(_ROW, self.total, self.at("TOTAL", "points"), "points")
        drawing.formula(_ROW, self.level, self.at("LEVEL", "standing"), "standing")
        gap, level = self.at("GAP", "points"), self.at("LEVEL", "points")
        drawing.formula(_ROW, self.gap, f'IF(N({gap})=0,"–",{gap})', "cell_centre")
        names = [
            literal(level_name(self.rubric, n, studio.words))
            for n in range(2, len(self.rubric.levels) + 1)
        ]
        upper = f'IF({level}="","–",CHOOSE({level},{",".join((*names, literal("–")))}))'
        drawing.formula(_ROW, self.next, upper, "standing")
        drawing.formula(_ROW, self.open, open_items, "cell_centre")
        drawing.formula(_ROW, self.level_number, level, "hidden")
        untouched = f"IF({self.at(STARTED_ROW, 'state')}=1,1,0)"
        drawing.formula(_ROW, self.waiting, untouched, "hidden")
        drawing.least(_ROW, 27)

    def at(self, row: str, column: str) -> str:
        """A cell of the prototype form."""
        return form_reference(self.studio, self.form, row, column)

    def average(self) -> None:
        """The mean of the ตำบล that are complete."""
        row, drawing = _ROW + 1, self.drawing
        count = f"COUNT({self.span(self.level_number)})"
        drawing.merge(row, 1, 3, self.say("average"), "total")
        for column in range(_FIRST_CATEGORY, self.total + 1):
            drawing.formula(row, column, f'IF({count}=0,"–",{self._mean(column)})', "mean")
        for column in range(self.level, self.last):
            drawing.put(row, column, None, "total_text")
        drawing.formula(row, self.last, f"SUM({self.span(self.open)})", "total_number")
        drawing.least(row, 27)

    def sentence(self) -> None:
        """The official sentence, ready to copy."""
        row, drawing = _ROW + 3, self.drawing
        drawing.merge(row, 1, self.last, self.say("sentence_title"), "section")
        part = self.studio.words.part("summary")
        text = part["sentence"]
        levels, numbers = self.span(self.level_number), self.rubric.level_numbers
        longest = "".join(text)
        pieces = [literal(text[0]), f"COUNT({levels})", literal(text[1]), f"ROWS({levels})"]
        pieces.append(literal(text[2]))
        for level in numbers:
            before = "" if level == numbers[0] else " "
            before = part["and"] if level == numbers[-1] else before
            word, name = self.studio.say("words", "level"), self.rubric.level_name(level)
            said = f"{before}{word}{level} ({name}){text[3]}"
            pieces += [literal(said), f"COUNTIF({levels},{level})", literal(text[4])]
            longest += f"{said}00{text[4]}"
        pieces += [literal(text[5]), f'TEXT({self._mean(self.total)},"0.00")', literal(text[6])]
        said = in_thai_digits("&".join(pieces))
        formula = f"IF(COUNT({levels})=0,{literal(part['sentence_none'])},{said})"
        drawing.merge_formula(row + 1, 1, self.last, formula, "sentence", longest)

    def signatures(self, certifier: str) -> None:
        """Signature of ผู้รับรอง."""
        row, say = _ROW + 6, self.studio.say
        dots = say("words", "name_line")
        name = f'IF({certifier}="",{literal(dots)},"("&{certifier}&")")'
        first = self.level - 1
        self.drawing.merge(row, first, self.last, say("words", "signed"), "sign")
        self.drawing.merge_formula(row + 1, first, self.last, name, "sign")
        self.drawing.merge(row + 2, first, self.last, say("words", "certifier_position"), "sign")
        self.drawing.merge(row + 3, first, self.last, say("words", "date_line"), "sign")
        self.drawing.least(row, 34)
        self.bottom = row + 3

    def finish(self) -> None:
        """Colours, print set-up, protection."""
        drawing, every = self.drawing, len(self.rubric.levels)
        level, here = a1(_ROW, self.level), a1(_ROW, self.level)
        for number, colours in grade_colours(every).items():
            drawing.tint(level, f'LEFT({here},1)="{grade_sign(number, every)}"', colours)
        drawing.tint(level, f'LEFT({here},1)="○"', WAITING)
        count, waits = a1(_ROW, self.open), a1(_ROW, self.waiting)
        drawing.tint(count, f"AND(N({count})>0,N({waits})=1)", WAITING)
        drawing.tint(count, f"N({count})>0", WARNED)
        drawing.sheet.freeze_panes(_CARD_LABEL, 3)
        drawing.sheet.repeat_rows(_HEAD)
        drawing.sheet.print_area(1, 1, self.bottom, self.last)
        drawing.page(
            header=self.studio.header(SheetKind.SUMMARY), footer=self.studio.say("page", "footer")
        )
        drawing.sheet.fit_to_pages(1, 1)
        drawing.sheet.hide_gridlines(2)
        drawing.finish(0)
        drawing.protect()
