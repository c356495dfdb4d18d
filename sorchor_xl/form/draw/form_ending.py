"""The end of a form: totals and level to the right, signatures to the left of the same rows."""

from __future__ import annotations

from typing import Final

from sorchor_xl.form.draw.drawing import SheetDrawing
from sorchor_xl.form.live_totals import FormTotals
from sorchor_xl.form.row_keys import FOOT_ROWS
from sorchor_xl.ooxml.references import Grid, literal

_SIGN_POINTS: Final = 28.0
"""Height of the row with room for a signature."""


def draw_ending(drawing: SheetDrawing, grid: Grid, certifier: str) -> int:
    """Draw it; ``certifier`` is a formula for the name of ผู้รับรอง. Gives back the last row."""
    _totals(drawing, grid)
    _signatures(drawing, grid, certifier)
    last = grid.rows[FOOT_ROWS[-1]]
    drawing.least(grid.rows[FOOT_ROWS[0]], _SIGN_POINTS)
    return last


def _totals(drawing: SheetDrawing, grid: Grid) -> None:
    studio, col = drawing.studio, grid.columns
    rubric, words = studio.scheme.rubric, studio.words
    formulas = FormTotals(studio.scheme, words, grid)
    for key, made in formulas.foot().items():
        row = grid.rows[key]
        drawing.key(row, key)
        drawing.merge(row, col["unit"], col["share"], words.labels[key], "form_total")
        drawing.formula(row, col["points"], made["points"], "form_total_number")
        if "standing" in made:
            text = made["standing"]
            drawing.merge_formula(row, col["standing"], col["note"], text, "form_total_text")
            continue
        full = f"{studio.say('words', 'full_marks')}{rubric.highest_total}"
        drawing.put(row, col["standing"], full, "form_band_small")
        drawing.put(row, col["previous"], None, "previous")
        drawing.put(row, col["note"], None, "form_total_text")


def _signatures(drawing: SheetDrawing, grid: Grid, certifier: str) -> None:
    """ผู้ประเมิน on the left, ผู้รับรอง beside; the names come from what was typed."""
    say, col = drawing.studio.say, grid.columns
    name, dots = grid.at("F.assessor", "value"), say("words", "name_line")
    signed, dated = literal(say("words", "signed")), literal(say("words", "date_line"))
    named = f'IF(ISBLANK({name}),{literal(dots)},"("&{name}&")")'
    certified = f'IF({certifier}="",{literal(dots)},"("&{certifier}&")")'
    left = (signed, named, literal(say("words", "assessor_sign")), dated)
    right = (signed, certified, literal(say("words", "certifier_position")), dated)
    for key, one, two in zip(FOOT_ROWS, left, right, strict=True):
        row = grid.rows[key]
        for start, end, formula in (("no", "label", one), ("low", "high", two)):
            if formula.startswith('"'):
                text = formula.strip('"')
                drawing.merge(row, col[start], col[end], text, "form_sign")
            else:
                drawing.merge_formula(row, col[start], col[end], formula, "form_sign")
