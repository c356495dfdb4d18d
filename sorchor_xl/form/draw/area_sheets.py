"""The sheets with one row per area: คำสั่งแต่งตั้ง, แผนพัฒนาตำบล, คัดเลือกดีเด่น; and ข้อมูลอำเภอ.

Rows whose key holds ``{{tambon_code}}`` are prototypes that issuing repeats for every ตำบล.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.palette import LEVEL_COLOURS
from sorchor_xl.form.draw.assessment_sheet import form_reference, validate_date
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_styles import FINE, WAITING, WARNED, WRONG
from sorchor_xl.form.layout import (
    AWARD_COLUMNS,
    EXTRA_COLUMNS,
    HEAD_MARK,
    KEYS_MARK,
    ORDER_COLUMNS,
    PLAN_COLUMNS,
    SheetKind,
)
from sorchor_xl.form.live_formulas import HELPER_COLUMNS, STATUS_NAME, date_state, problem_number
from sorchor_xl.form.row_keys import DISTRICT_ROWS, order_row, tambon_row
from sorchor_xl.ooxml.references import Grid, a1, literal

HEAD: Final = 3
TAMBON_KEY: Final = "{{tambon_code}}"
YES_NO: Final = "sx_yes_no"
_DATES: Final = frozenset(
    {"signed_on", "copy_sent_on", "sent_to_amphoe_on", "sent_to_local_on", "D.reported_on"}
)
_YEARS: Final = frozenset({"last_award_year", "standard_year"})
_TEXTS: Final = frozenset({"number", "note"})
_SIGNS: Final = (("✗", WRONG), ("!", WARNED), ("○", WAITING), ("✓", FINE))


@dataclass(frozen=True)
class Checked:
    """Where the check sheet finds a sheet's problems: columns of hidden helpers and a last row."""

    kind: SheetKind
    grid: Grid
    target: str
    last_row: int
    item: str = "item"

    def span(self, studio: WorkbookDrawing, column: str) -> str:
        """A helper column from row 1, as a fixed range on its sheet."""
        letter = a1(0, self.grid.columns[column], fixed=True).rstrip("1").rstrip("$")
        name = studio.name(self.kind)
        return f"'{name}'!{letter}$1:{letter}${self.last_row + 1}"


def draw_table(
    studio: WorkbookDrawing,
    kind: SheetKind,
    columns: Sequence[str],
    widths: Sequence[float],
    keys: Sequence[str],
) -> tuple[SheetDrawing, Grid]:
    """Title, identity, key row and headings of a table whose rows carry these keys."""
    helpers = () if kind is SheetKind.AWARDS else HELPER_COLUMNS
    drawing = SheetDrawing(studio, studio.name(kind), (6, *widths, *(5,) * len(helpers)))
    grid = Grid(
        {key: HEAD + 1 + n for n, key in enumerate(keys)},
        {key: 1 + n for n, key in enumerate((*columns, *helpers))},
    )
    drawing.hide_column(0, *(grid.columns[h] for h in helpers))
    part = {SheetKind.ORDERS: "orders", SheetKind.PLANS: "plans", SheetKind.AWARDS: "awards"}[kind]
    last = len(columns)
    drawing.key(0, KEYS_MARK, *columns, *helpers)
    drawing.merge(1, 1, last - 3, studio.say(part, "title"), "title")
    drawing.merge(1, last - 2, last, studio.token(kind), "token")
    drawing.merge(2, 1, last, studio.say(part, "area"), "area")
    drawing.key(HEAD, HEAD_MARK)
    for key in columns:
        heading = studio.words.headings[kind].get(key, "")
        style = "head" if key in {"no", "code", "area", "order", "level", "status"} else None
        drawing.put(HEAD, grid.columns[key], heading, style or "head_input")
    if helpers:
        drawing.sheet.write_number(HEAD, grid.columns["ordinal"], 0, studio.style("hidden"))
    return drawing, grid


def _finish(
    drawing: SheetDrawing, kind: SheetKind, columns: int, last_row: int, freeze: int
) -> None:
    drawing.sheet.freeze_panes(HEAD + 1, freeze)
    drawing.sheet.repeat_rows(HEAD)
    drawing.sheet.print_area(1, 1, last_row, columns)
    drawing.page(header=drawing.studio.header(kind), footer=drawing.studio.say("page", "footer"))
    drawing.sheet.hide_gridlines(2)
    drawing.finish(0)
    drawing.protect()


def _inputs(drawing: SheetDrawing, row: int, grid: Grid, keys: Sequence[str]) -> None:
    """Empty inputs with their prompts and stops."""
    say, prompts = drawing.studio.say, drawing.studio.words.part("prompts")
    title = say("validation", "stop_title")
    for key in keys:
        column = grid.columns[key]
        prompt = tuple(prompts["extra" if key in EXTRA_COLUMNS else key])
        if key in _DATES:
            drawing.put(row, column, None, "in_date")
            validate_date(drawing, row, column, prompt)
            continue
        rule: Mapping[str, object] = {"validate": "any"}
        style, stop = "in_text", ("", "")
        if key in _YEARS:
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 2700}
            style, stop = "in_year", (title, say("validation", "year"))
        elif key == "members":
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 1000}
            style, stop = "in_count", (title, say("validation", "count"))
        elif key not in _TEXTS:
            rule = {"validate": "list", "source": f"={YES_NO}"}
            style, stop = "in_list", (title, say("validation", "list"))
        drawing.put(row, column, None, style)
        drawing.validate(row, column, rule, prompt=(prompt[0], prompt[1]), stop=stop)


def _checked_row(
    drawing: SheetDrawing, grid: Grid, key: str, made: Mapping[str, str], item: str
) -> None:
    row = grid.rows[key]
    drawing.key(row, key)
    for column, formula in made.items():
        style = "status" if column == "status" else "hidden"
        drawing.formula(row, grid.columns[column], formula, style)
    above = a1(HEAD, grid.columns["ordinal"], fixed=True)
    drawing.formula(row, grid.columns["ordinal"], problem_number(grid, key, above), "hidden")
    drawing.sheet.write_string(row, grid.columns["item"], item, drawing.studio.style("hidden"))


def _sign_colours(drawing: SheetDrawing, span: str, relative: str) -> None:
    for sign, colours in _SIGNS:
        drawing.tint(span, f'LEFT({relative},1)="{sign}"', colours)


def _number(drawing: SheetDrawing, row: int) -> None:
    """A running number that survives inserted rows."""
    here = a1(row, 1)
    drawing.formula(row, 1, f"ROWS({a1(HEAD + 1, 1).replace('B', 'B$')}:{here})", "cell_centre")


def draw_orders(studio: WorkbookDrawing, form: Grid) -> Checked:
    """คำสั่งแต่งตั้ง: ศอช.อ. once, then ศอช.ต. and ก.บ.ต. of every ตำบล."""
    keys = (
        order_row("0000").replace("0000", "{{amphoe_code}}"),
        order_row("000000").replace("000000", TAMBON_KEY),
        order_row("000000", board=True).replace("000000", TAMBON_KEY),
    )
    widths = (7, 12, 26, 13, 20, 16, 13, 20, 18, 30)
    drawing, grid = draw_table(studio, SheetKind.ORDERS, ORDER_COLUMNS, widths, keys)
    words, kinds = studio.words, ("A.C", "T.C", "T.B")
    inputs = ("number", "signed_on", "members", "qualified", "copy_sent_on")
    for key, kind in zip(keys, kinds, strict=True):
        row, of_tambon = grid.rows[key], kind[0] == "T"
        _number(drawing, row)
        drawing.put(row, 2, "{{tambon_code}}" if of_tambon else "{{amphoe_code}}", "text_code")
        area = "ต.{{tambon}}" if of_tambon else "อำเภอ{{amphoe}}"
        drawing.put(row, 3, area)
        drawing.put(row, 4, words.order_kinds[kind], "cell_centre")
        asked = tuple(i for i in inputs if i != "qualified" or kind == "T.B")
        if kind != "T.B":
            drawing.put(row, grid.columns["qualified"], None, "cell_pale")
        _inputs(drawing, row, grid, asked)
        members = form_reference(studio, form, "B.committee", "value") if kind == "T.C" else ""
        made = _order_formulas(studio, grid, key, asked, members)
        item = f"{studio.say('orders', 'item')}{words.order_kinds[kind]} {area}"
        _checked_row(drawing, grid, key, made, item)
        drawing.least(row, 27)
    last = grid.rows[keys[-1]]
    status = a1(HEAD + 1, grid.columns["status"])
    _sign_colours(drawing, f"{status}:{a1(last, grid.columns['status'])}", status)
    _finish(drawing, SheetKind.ORDERS, len(ORDER_COLUMNS), last, 4)
    return Checked(SheetKind.ORDERS, grid, "copy_sent_on", last)


def _order_formulas(
    studio: WorkbookDrawing, grid: Grid, key: str, asked: Sequence[str], members: str
) -> Mapping[str, str]:
    part = studio.words.part("orders")
    sent, here = grid.at(key, "copy_sent_on"), grid.at(key, "members")
    blanks = ",".join(f"ISBLANK({grid.at(key, column)})" for column in asked)
    fine = f"IF({sent}>sx_orders_due,{literal(part['late'])},{literal(part['complete'])})"
    if members:
        unlike = f"AND(ISNUMBER({members}),ISNUMBER({here}))"
        fine = f"IF({unlike},IF({members}<>{here},{literal(part['unlike'])},{fine}),{fine})"
    partial = f"IF(OR({blanks}),{literal(part['partial'])},{fine})"
    status = f"IF(ISBLANK({sent}),{literal(part['missing'])},{partial})"
    shown = grid.at(key, "status")
    settled = f'OR(LEFT({shown},1)="✓",{shown}={literal(part["late"])})'
    return {"state": "0", "warned": f"IF({settled},0,1)", "status": status}


def draw_plans(studio: WorkbookDrawing) -> Checked:
    """แผนพัฒนาตำบล: one row per ตำบล."""
    key = tambon_row(TAMBON_KEY)
    widths = (7, 12, 30, 18, 18, 18, 18, 30)
    drawing, grid = draw_table(studio, SheetKind.PLANS, PLAN_COLUMNS, widths, (key,))
    row = grid.rows[key]
    _number(drawing, row)
    drawing.put(row, 2, "{{tambon_code}}", "text_code")
    drawing.put(row, 3, "ต.{{tambon}}")
    inputs = PLAN_COLUMNS[3:-1]
    _inputs(drawing, row, grid, inputs)
    part = studio.words.part("plans")
    blanks = ",".join(f"ISBLANK({grid.at(key, column)})" for column in inputs)
    late = ",".join(
        f"{grid.at(key, column)}>sx_plans_due"
        for column in ("sent_to_amphoe_on", "sent_to_local_on")
    )
    fine = f"IF(OR({late}),{literal(part['late'])},{literal(part['complete'])})"
    shown = grid.at(key, "status")
    made = {
        "state": "0",
        "warned": f'IF(LEFT({shown},1)="○",1,0)',
        "status": f"IF(OR({blanks}),{literal(part['missing'])},{fine})",
    }
    _checked_row(drawing, grid, key, made, studio.say("plans", "item") + "{{tambon}}")
    drawing.least(row, 27)
    _sign_colours(drawing, shown, shown)
    _finish(drawing, SheetKind.PLANS, len(PLAN_COLUMNS), row, 4)
    return Checked(SheetKind.PLANS, grid, "integrated", row)


def draw_awards(studio: WorkbookDrawing, form: Grid) -> None:
    """คัดเลือกดีเด่น: one row per ตำบล; the columns of the province's own criteria wait hidden."""
    key = tambon_row(TAMBON_KEY)
    widths = (7, 12, 24, 20, 14, 14, 12, 13, 15, 16, 14, *(14,) * len(EXTRA_COLUMNS), 28)
    drawing, grid = draw_table(studio, SheetKind.AWARDS, AWARD_COLUMNS, widths, (key,))
    drawing.hide_column(*(grid.columns[extra] for extra in EXTRA_COLUMNS))
    row = grid.rows[key]
    drawing.key(row, key)
    _number(drawing, row)
    drawing.put(row, 2, "{{tambon_code}}", "text_code")
    drawing.put(row, 3, "ต.{{tambon}}")
    level = form_reference(studio, form, "LEVEL", "standing")
    drawing.formula(row, 4, level, "standing")
    _inputs(drawing, row, grid, AWARD_COLUMNS[4:])
    drawing.least(row, 27)
    here = a1(row, 4)
    for number, colours in LEVEL_COLOURS.items():
        drawing.tint(here, f'LEFT({here},1)="{studio.words.part("symbols")[str(number)]}"', colours)
    _finish(drawing, SheetKind.AWARDS, len(AWARD_COLUMNS), row, 4)


def draw_district(studio: WorkbookDrawing) -> Checked:
    """ข้อมูลอำเภอ: who answers for the อำเภอ."""
    columns = ("label", "value", "hint", "status")
    drawing = SheetDrawing(studio, studio.name(SheetKind.DISTRICT), (6, 36, 46, 46, 22, 5, 5, 5, 5))
    head = HEAD + 1
    grid = Grid(
        {key: head + 1 + n for n, key in enumerate(DISTRICT_ROWS)},
        {key: 1 + n for n, key in enumerate((*columns, *HELPER_COLUMNS))},
    )
    drawing.hide_column(0, *(grid.columns[h] for h in HELPER_COLUMNS))
    part, words = studio.words.part("district"), studio.words
    drawing.key(0, KEYS_MARK, *columns, *HELPER_COLUMNS)
    drawing.merge(1, 1, 2, part["title"], "title")
    drawing.merge(1, 3, 4, studio.token(SheetKind.DISTRICT), "token")
    drawing.merge(2, 1, 4, part["area"], "area")
    drawing.merge(3, 1, 4, part["lead"], "lead")
    drawing.key(head, HEAD_MARK)
    headings = words.headings[SheetKind.DISTRICT]
    drawing.put(head, 1, headings["label"], "head")
    drawing.put(head, 2, headings["value"], "head_input")
    drawing.put(head, 3, part["hint"], "head")
    drawing.put(head, 4, part["status"], "head")
    drawing.sheet.write_number(head, grid.columns["ordinal"], 0, studio.style("hidden"))
    for key in DISTRICT_ROWS:
        _district_row(drawing, grid, key, head)
    last = grid.rows[DISTRICT_ROWS[-1]]
    status = a1(head + 1, 4)
    _sign_colours(drawing, f"{status}:{a1(last, 4)}", status)
    drawing.sheet.print_area(1, 1, last, 4)
    drawing.page(header=studio.header(SheetKind.DISTRICT), footer=studio.say("page", "footer"))
    drawing.sheet.hide_gridlines(2)
    drawing.finish(0)
    drawing.protect()
    return Checked(SheetKind.DISTRICT, grid, "value", last, "label")


def _district_row(drawing: SheetDrawing, grid: Grid, key: str, head: int) -> None:
    studio, row = drawing.studio, grid.rows[key]
    value = grid.at(key, "value")
    drawing.key(row, key)
    drawing.put(row, 1, studio.words.labels[key])
    drawing.put(row, 2, None, "in_date" if key in _DATES else "in_text")
    drawing.put(row, 3, studio.words.part("district")["hints"][key], "cell_pale_small")
    prompt = tuple(studio.words.part("prompts")[key])
    if key in _DATES:
        validate_date(drawing, row, 2, prompt)
    else:
        drawing.validate(row, 2, {"validate": "any"}, prompt=(prompt[0], prompt[1]))
    needed = f"IF(ISBLANK({value}),1,0)"
    state = date_state(value) if key in _DATES else needed
    shown = grid.at(key, "state")
    status = f"INDEX({STATUS_NAME},{shown}+1)"
    if key == "D.remark":
        state, status = "0", literal(studio.say("district", "optional"))
    drawing.formula(row, grid.columns["state"], state, "hidden")
    drawing.formula(row, grid.columns["warned"], "0", "hidden")
    drawing.formula(row, grid.columns["status"], status, "status")
    above = a1(head, grid.columns["ordinal"], fixed=True)
    drawing.formula(row, grid.columns["ordinal"], problem_number(grid, key, above), "hidden")
    drawing.least(row, 30)
