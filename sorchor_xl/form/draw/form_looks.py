"""The colours of a form: each says what a sign or word beside it says too."""

from __future__ import annotations

from sorchor_xl.data.palette import grade_colours
from sorchor_xl.form.draw.drawing import SheetDrawing
from sorchor_xl.form.draw.form_status_row import LEVEL_SPAN
from sorchor_xl.form.draw.form_styles import TO_FILL, WAITING, WARNED, WRONG
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.ooxml.references import Grid, a1


def draw_looks(drawing: SheetDrawing, grid: Grid, status_row: int) -> None:
    """Colour gaps, errors and warnings in their rows, and the levels reached."""
    rubric, col = drawing.studio.scheme.rubric, grid.columns
    first, last = base_row(rubric.bases[0].key), indicator_row(len(rubric.indicators))
    top, bottom = grid.rows[first], grid.rows[last]
    state = "$" + a1(top, col["state"])
    warned = "$" + a1(top, col["warned"])
    spans = {key: f"{a1(top, col[key])}:{a1(bottom, col[key])}" for key in ("no", "standing")}
    inputs = f"{a1(top, col['value'])}:{a1(bottom, col['value'])}"
    drawing.tint_all((*spans.values(), inputs), f"N({state})>1", WRONG)
    drawing.tint_all(tuple(spans.values()), f"N({state})=1", WAITING)
    drawing.tint(inputs, f"N({state})=1", TO_FILL)
    drawing.tint_all(tuple(spans.values()), f"N({warned})>0", WARNED)
    _level_colours(drawing, grid, status_row)


def _level_colours(drawing: SheetDrawing, grid: Grid, status_row: int) -> None:
    at, col, rubric = grid.at, grid.columns, drawing.studio.scheme.rubric
    first, last = indicator_row(1), indicator_row(len(rubric.indicators))
    level = grid.rows["LEVEL"]
    start, end = (col[key] for key in LEVEL_SPAN)
    reached = (
        f"{a1(level, col['standing'])}:{a1(level, col['note'])}",
        f"{a1(status_row, start)}:{a1(status_row, end)}",
    )
    standing = grid.span("standing", first, last)
    for number, colours in grade_colours(rubric.max_points).items():
        reaches = f"AND(ISNUMBER({at(first, 'no')}),{at(first, 'points')}={number})"
        drawing.tint(standing, reaches, colours)
    for number, colours in grade_colours(len(rubric.levels)).items():
        drawing.tint_all(reached, f"{at('LEVEL', 'points', fixed=True)}={number}", colours)
