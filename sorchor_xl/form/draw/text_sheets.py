"""The sheets behind the form: เกณฑ์และการตีความ, hidden lists and metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Reading
from sorchor_xl.form.date_formulas import date_lists
from sorchor_xl.form.draw.area_sheets import YES_NO
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.form_options import placeholder
from sorchor_xl.form.layout import (
    LAYOUT_VERSION,
    LISTS,
    META,
    WORD_LISTS,
    SheetKind,
    criterion_columns,
    form_headings,
)
from sorchor_xl.form.live_formulas import (
    OPEN_NAME,
    SHORT_NAME,
    STANDING_NAME,
    STATUS_NAME,
    choice_name,
    open_texts,
    standing_texts,
    status_texts,
)
from sorchor_xl.form.live_totals import MISSIONS_NAME, WHOLE_NAME, whole_form_texts
from sorchor_xl.ooxml.references import a1, fixed_range

_CRITERIA: Final = 3
"""Column of the first criterion; what is counted stands behind the last."""
_CRITERIA_WIDTH: Final = 78.0
_NEW_PAGE: Final = (3, 5)
"""หมวด that begin a printed page of the criteria."""
DATE_KEY: Final = "X."
"""Prefix of the row keys of dates on the hidden sheet of lists."""
MISSIONS_KEY: Final = "M.missions"
"""Row key of the number of missions the province fills in beforehand."""


def draw_rules(studio: WorkbookDrawing) -> None:
    """เกณฑ์และการตีความ: the rubric verbatim, the levels, every reading with choice and reason."""
    points = studio.scheme.rubric.max_points
    widths = (2, 6, 54, *[_CRITERIA_WIDTH / points] * points, 34)
    drawing = SheetDrawing(studio, studio.name(SheetKind.RULES), widths)
    last = len(widths) - 1
    part = studio.words.part("rules")
    drawing.merge(1, 1, last - 2, part["title"], "title")
    drawing.merge(1, last - 1, last, studio.token(SheetKind.RULES), "token")
    drawing.merge(2, 1, last, part["area"], "area")
    row, breaks = _criteria(drawing, part, 4)
    drawing.sheet.set_h_pagebreaks(breaks)
    row = _levels(drawing, part, row + 1)
    drawing.merge(row, 1, last, part["readings_title"], "section")
    for span, text in zip(_reading_spans(last), part["reading_heads"], strict=True):
        drawing.merge(row + 1, *span, text, "head")
    row += 2
    for reading in studio.scheme.rubric.readings:
        if reading.for_officers:
            _reading(drawing, row, reading)
            row += 1
    drawing.sheet.freeze_panes(3, 0)
    drawing.sheet.print_area(1, 1, row - 1, last)
    drawing.page(header=studio.header(SheetKind.RULES), footer=studio.say("page", "footer"))
    drawing.sheet.hide_gridlines(2)
    drawing.finish()
    drawing.protect()


def _criteria(drawing: SheetDrawing, part: Mapping[str, str], row: int) -> tuple[int, list[int]]:
    """The next free row, and the rows where a printed page begins."""
    rubric, breaks = drawing.studio.scheme.rubric, []
    last = _CRITERIA + rubric.max_points
    drawing.merge(row, 1, last, part["criteria_title"], "section")
    row += 1
    headings = form_headings(rubric, drawing.studio.words)
    criteria = (" ".join(headings[k].split()) for k in criterion_columns(rubric.max_points))
    heads = (*part["criteria_heads"], *criteria, part["counted_head"])
    for column, text in enumerate(heads, start=1):
        drawing.put(row, column, text, "head")
    for category in rubric.categories:
        row += 1
        if category.id in _NEW_PAGE:
            breaks.append(row)
        drawing.merge(row, 1, last, category.text, "band")
        for indicator in rubric.in_category(category.id):
            row += 1
            drawing.put(row, 1, indicator.id, "cell_middle")
            drawing.put(row, 2, indicator.text, "cell_text")
            for column, text in enumerate(indicator.criteria, start=_CRITERIA):
                drawing.put(row, column, text, "cell_middle")
            drawing.put(row, last, indicator.counted, "cell_small")
    return row + 1, breaks


def _levels(drawing: SheetDrawing, part: Mapping[str, str], row: int) -> int:
    last = len(drawing.widths) - 1
    drawing.merge(row, 1, last, part["levels_title"], "section")
    for level in drawing.studio.scheme.rubric.levels:
        row += 1
        drawing.merge(row, 1, last, level.text, "wrapped_middle")
    return row + 2


def _reading(drawing: SheetDrawing, row: int, reading: Reading) -> None:
    """What an officer needs of a reading: where it holds, the province's principle, and why.

    What is wrong with the print, and what else could be read, is the province's business.
    """
    texts = (reading.id, reading.where, placeholder(f"reading:{reading.id}"), reading.reason)
    longest = [option.text for option in reading.options.values()] or [reading.principle]
    spans = _reading_spans(len(drawing.widths) - 1)
    for span, text in zip(spans, texts, strict=True):
        drawing.merge(row, *span, text, "cell_centre" if span[0] == 1 else "cell_small")
    for text in longest:
        drawing.make_room(row, text, "cell_small", *spans[2])


def _reading_spans(last: int) -> tuple[tuple[int, int], ...]:
    """First and last column of what is said of a reading, up to the last column."""
    return (1, 1), (2, 2), (_CRITERIA, last - 2), (last - 1, last)


def draw_lists(studio: WorkbookDrawing) -> None:
    """The hidden sheet of lists and dates, behind ASCII defined names."""
    book, rubric = studio.book, studio.scheme.rubric
    sheet = studio.sheets[LISTS]
    cell_format, day = studio.style("list_item"), studio.style("hidden_date")
    for row, due in enumerate(rubric.dates.values()):
        sheet.write_string(row, 0, DATE_KEY + due.key, cell_format)
        sheet.write_string(row, 1, due.label, cell_format)
        sheet.write_datetime(row, 2, due.on, day)
        book.define_name(f"sx_{due.key}", f"={LISTS}!$C${row + 1}")
    words = studio.words.part("words")
    missions = len(rubric.dates)
    sheet.write_string(missions, 0, MISSIONS_KEY, cell_format)
    sheet.write_blank(missions, 2, None, cell_format)
    book.define_name(MISSIONS_NAME, f"={LISTS}!{a1(missions, 2, fixed=True)}")
    lists: dict[str, tuple[str | int, ...]] = {YES_NO: (words["yes"], words["no"])}
    lists |= {f"sx_{name}": tuple(studio.words.part(name).values()) for name in WORD_LISTS.values()}
    lists[STATUS_NAME] = status_texts(rubric, studio.words)
    lists[STANDING_NAME] = standing_texts(rubric, studio.words)
    lists[OPEN_NAME] = open_texts(studio.words)
    lists[SHORT_NAME] = tuple(i.short for i in rubric.indicators)
    lists |= date_lists()
    for indicator in rubric.indicators:
        if indicator.kind is Kind.CHOICE:
            lists[choice_name(indicator.id)] = indicator.choices
    lists[WHOLE_NAME] = whole_form_texts(rubric, studio.words)
    for column, (name, items) in enumerate(lists.items(), start=4):
        for row, item in enumerate(items):
            write = sheet.write_string if isinstance(item, str) else sheet.write_number
            write(row, column, item, cell_format)
        book.define_name(name, f"={LISTS}!{fixed_range((0, column), (len(items) - 1, column))}")
    sheet.set_column(1, 8, 30)
    sheet.protect("")
    sheet.hide()


def draw_meta(studio: WorkbookDrawing) -> None:
    """The hidden sheet of metadata: a second witness of what the tokens say."""
    sheet = studio.sheets[META]
    scheme = studio.scheme
    rows = {
        "form": "sorchor-xl",
        "layout": str(LAYOUT_VERSION),
        "rubric": scheme.rubric.id,
        "rubric_version": scheme.rubric.version,
        "fiscal_year": str(scheme.rubric.fiscal_year),
        "province_code": "{{province_code}}",
        "amphoe_code": "{{amphoe_code}}",
        "readings": placeholder("readings"),
    }
    cell_format = studio.style("list_item")
    for row, (key, value) in enumerate(rows.items()):
        sheet.write_string(row, 0, key, cell_format)
        sheet.write_string(row, 1, value, cell_format)
    sheet.set_column(0, 1, 30)
    sheet.protect("")
    sheet.hide()
