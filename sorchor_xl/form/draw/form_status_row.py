"""The status row over a form: whose it is, how far it is, and the way to the next open input.

It stays on the screen with the headings and is not printed; a page has these in its header.
"""

from __future__ import annotations

from typing import Final

from sorchor_xl.form.draw.drawing import SheetDrawing
from sorchor_xl.form.layout import SheetKind, criterion_columns
from sorchor_xl.form.live_totals import FormTotals
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.ooxml.references import Grid, literal

LEVEL_SPAN: Final = ("high", "base")
_SPANS: Final = {
    "area": ("label", "label"),
    "level": LEVEL_SPAN,
    "next": ("share", "previous"),
    "check": ("note", "note"),
}
"""First and last column of each cell of the row."""


def draw_status_row(drawing: SheetDrawing, grid: Grid, row: int) -> None:
    """Draw the row at its place; links lead to the summary, the next input and the check."""
    studio, col = drawing.studio, grid.columns
    formulas = FormTotals(studio.scheme, studio.words, grid)
    below_top = criterion_columns(studio.scheme.rubric.max_points)[:-1]
    ends = {**_SPANS, "so_far": (below_top[0], below_top[-1])}
    spans = {key: (col[first], col[last]) for key, (first, last) in ends.items()}
    summary = f"internal:'{studio.name(SheetKind.SUMMARY)}'!A1"
    back, tip = studio.say("form", "back"), studio.say("form", "to_summary")
    drawing.sheet.write_url(row, col["no"], summary, studio.style("status_link"), back, tip)
    area = studio.say("form", "area")
    drawing.sheet.write_string(row, col["label"], area, studio.style("status_area"))
    for key, formula in formulas.status_row().items():
        drawing.merge_formula(row, *spans[key], formula, "status_chip")
    first, last = base_row(studio.scheme.rubric.bases[0].key), studio.scheme.rubric.indicators[-1]
    way = formulas.next_input(first, indicator_row(last.id))
    drawing.merge_formula(row, *spans["next"], way, "status_link")
    # LibreOffice shows a link of two lines in two only where a formula makes it
    check = literal(f"#'{studio.name(SheetKind.CHECK)}'!A1")
    text = literal(studio.say("form", "to_check"))
    drawing.merge_formula(row, *spans["check"], f"HYPERLINK({check},{text})", "status_link")
    drawing.make_room(row, "ก\nก", "status_area", col["label"])
