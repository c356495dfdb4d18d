"""คำชี้แจง: the first sheet, which leads to the main job in three steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.form.draw.area_sheets import TAMBON_KEY
from sorchor_xl.form.draw.assessment_sheet import form_reference
from sorchor_xl.form.draw.district_summary import begun_text
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.form_options import levels_said, rule_texts
from sorchor_xl.form.layout import STARTED_ROW, SheetKind
from sorchor_xl.form.live_totals import level_name
from sorchor_xl.form.row_keys import tambon_row
from sorchor_xl.ooxml.references import Grid, a1, literal
from sorchor_xl.ooxml.shared_strings import fill_plain

_WIDTHS: Final = (6, 5, 26, 62, 34)
_NUMBER, _LINK, _TEXT, _LAST = range(1, 5)


def draw_instructions(studio: WorkbookDrawing, form: Grid) -> None:
    """What to press first, three steps, every ตำบล with its progress, the letter's instructions."""
    drawing = SheetDrawing(studio, studio.name(SheetKind.INSTRUCTIONS), _WIDTHS)
    drawing.hide_column(0)
    part = studio.words.part("instructions")
    drawing.merge(0, _NUMBER, _LAST, part["enable"], "banner")
    drawing.merge(1, _NUMBER, _TEXT, part["title"], "title")
    drawing.put(1, _LAST, studio.token(SheetKind.INSTRUCTIONS), "token")
    drawing.merge(2, _NUMBER, _LAST, part["area"], "area")
    drawing.merge(3, _NUMBER, _LAST, "{{letter_line}}", "lead")
    row = _steps(drawing, part["steps_title"], part["steps"], 5)
    drawing.merge(row, _LINK, _LAST, part["ask"], "wrapped")
    row = _tambons(drawing, part, row + 2, form)
    row = _steps(drawing, part["also_title"], part["also"], row + 1)
    # what to do stands on one page, and the letter's instructions whole on the next
    drawing.sheet.set_h_pagebreaks([row + 1])
    row = _items(drawing, part, row + 1)
    last = _legend(drawing, part, row + 1)
    drawing.sheet.print_area(0, _NUMBER, last, _LAST)
    drawing.page(
        header=studio.header(SheetKind.INSTRUCTIONS),
        footer=studio.say("page", "footer"),
        landscape=False,
    )
    drawing.sheet.hide_gridlines(2)
    drawing.finish()
    drawing.protect()


def _steps(drawing: SheetDrawing, title: str, steps: list[Mapping[str, str]], row: int) -> int:
    drawing.merge(row, _NUMBER, _LAST, title, "section")
    for number, step in enumerate(steps, start=1):
        row += 1
        name = drawing.studio.words.sheets[step["sheet"]]
        drawing.put(row, _NUMBER, f"{number}.", "item_number")
        drawing.link(row, _LINK, name, step.get("name", name))
        drawing.merge(row, _TEXT, _LAST, step["text"], "wrapped_middle")
    return row + 1


def _tambons(drawing: SheetDrawing, part: Mapping[str, Any], row: int, form: Grid) -> int:
    """One row for every ตำบล: the way to its form, and how far it is."""
    studio = drawing.studio
    drawing.merge(row, _NUMBER, _TEXT, part["tambons_title"], "section")
    drawing.formula(row, _LAST, begun_text(studio), "section_begun")
    row += 1
    drawing.key(row, tambon_row(TAMBON_KEY))
    first = a1(row, _NUMBER)
    fixed = first.replace("B", "B$")
    drawing.formula(row, _NUMBER, f'ROWS({fixed}:{first})&"."', "item_number")
    target = f"internal:'{studio.name(SheetKind.FORM)}'!A1"
    drawing.sheet.write_url(row, _LINK, target, studio.style("link"), "ต.{{tambon}}")
    waiting = form_reference(studio, form, STARTED_ROW, "state")
    progress = form_reference(studio, form, "PROGRESS", "standing")
    level = form_reference(studio, form, "LEVEL", "standing")
    waits = literal(studio.say("words", "begin"))
    text = f'IF({waiting}=1,{waits},{progress}&" · "&{level})'
    drawing.merge_formula(row, _TEXT, _LAST, text, "wrapped_middle")
    return row + 1


def _items(drawing: SheetDrawing, part: Mapping[str, Any], row: int) -> int:
    rubric = drawing.studio.scheme.rubric
    drawing.merge(row, _NUMBER, _LAST, part["items_title"], "section")
    for number, text in enumerate(part["items"], start=1):
        row += 1
        drawing.put(row, _NUMBER, f"{number}.", "item_number")
        drawing.merge(row, _LINK, _LAST, text, "wrapped")
        drawing.make_room(row, fill_plain(text, _long_texts(rubric)), "wrapped", _LINK, _LAST)
    return row + 1


def _long_texts(rubric: Rubric) -> Mapping[str, str]:
    """What fills the longest placeholders, to make room for."""
    return {"levels_thai": levels_said(rubric), **rule_texts(rubric)}


def _legend(drawing: SheetDrawing, part: Mapping[str, Any], row: int) -> int:
    drawing.merge(row, 1, 4, part["legend_title"], "section")
    rubric = drawing.studio.scheme.rubric
    levels = " · ".join(
        f"{level_name(rubric, level.level, drawing.studio.words)} {level.low}–{level.high}"
        for level in rubric.levels
    )
    row += 1
    drawing.put(row, 2, part["legend_input"], "in_legend")
    drawing.merge(row, 3, 4, levels, "wrapped_middle")
    row += 1
    drawing.put(row, 2, part["legend_blank"], "legend_blank")
    drawing.merge(row, 3, 4, part["legend_reading"], "legend_reading")
    row += 1
    drawing.put(row, 2, part["legend_error"], "legend_error")
    drawing.merge(row, 3, 4, part["legend_warning"], "legend_warning")
    return row
