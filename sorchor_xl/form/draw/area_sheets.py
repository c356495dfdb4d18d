"""The sheets with one row per area: คำสั่งแต่งตั้ง, แผนพัฒนาตำบล, คัดเลือกดีเด่น; and ข้อมูลอำเภอ.

Rows whose key holds ``{{tambon_code}}`` are prototypes that issuing repeats for every ตำบล.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.palette import grade_colours, grade_sign
from sorchor_xl.form.date_formulas import DATE_HELPERS, date_formulas, echo_formula
from sorchor_xl.form.draw.assessment_sheet import form_reference, free_input
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_styles import FINE, WAITING, WARNED, WRONG
from sorchor_xl.form.layout import (
    AWARD_COLUMNS,
    EXTRA_COLUMNS,
    HEAD_MARK,
    INPUT_COLUMNS,
    KEYS_MARK,
    ORDER_COLUMNS,
    PLAN_COLUMNS,
    WORD_LISTS,
    SheetKind,
)
from sorchor_xl.form.live_formulas import HELPER_COLUMNS, STATUS_NAME, State, problem_number
from sorchor_xl.form.row_keys import DISTRICT_ROWS, base_row, order_row, tambon_row
from sorchor_xl.ooxml.references import Grid, a1, literal

HEAD: Final = 3
TAMBON_KEY: Final = "{{tambon_code}}"
YES_NO: Final = "sx_yes_no"
_DATES: Final = frozenset(
    {"signed_on", "copy_sent_on", "sent_to_amphoe_on", "sent_to_local_on", "D.reported_on"}
)
_YEARS: Final = frozenset({"last_award_year", "standard_year"})
_TEXTS: Final = frozenset({"number", "note"})
_COUNTS: Final = frozenset({"members", "qualified_count", "plots"})
_OF_BOARD: Final = ("qualified", "qualified_count")
_ORDER_DEMANDS: Final = ("number", "signed_on", "reviewed", "members", "qualified", "copy_sent_on")
_PLAN_DEMANDS: Final = ("integrated", "sent_to_amphoe_on", "sent_to_local_on")
"""What the letter demands; all else may stay blank without the status asking for it."""
_UNREAD: Final = State.NOT_DATE + 1 - min(State)
"""Place of "no date" among the texts of a status."""
_SIGNS: Final = (("✗", WRONG), ("!", WARNED), ("○", WAITING), ("✓", FINE))


@dataclass(frozen=True)
class Checked:
    """Where the check sheet finds a sheet's problems: columns of hidden helpers and a last row."""

    kind: SheetKind
    grid: Grid
    target: str
    last_row: int
    item: str = "item"

    def column(self, wanted: str) -> str:
        """The key of a column by what the check sheet wants of it.

        A number stands for an item on forms alone; elsewhere the item itself is no number.
        """
        number = "no" if self.kind is SheetKind.FORM else self.item
        return {"target": self.target, "item": self.item, "number": number}.get(wanted, wanted)

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
    dates = [column for column in columns if column in _DATES]
    helpers = () if kind is SheetKind.AWARDS else (*HELPER_COLUMNS, *_date_columns(dates))
    drawing = SheetDrawing(studio, studio.name(kind), (6, *widths, *(5,) * len(helpers)))
    grid = Grid(
        {key: HEAD + 1 + n for n, key in enumerate(keys)},
        {key: 1 + n for n, key in enumerate((*columns, *helpers))},
    )
    drawing.hide_column(0, *(grid.columns[h] for h in helpers))
    part = {SheetKind.ORDERS: "orders", SheetKind.PLANS: "plans", SheetKind.AWARDS: "awards"}[kind]
    last = len(columns)
    *_, token, _, _ = (grid.columns[key] for key in columns if key not in EXTRA_COLUMNS)
    drawing.key(0, KEYS_MARK, *columns, *helpers)
    drawing.merge(1, 1, token - 1, studio.say(part, "title"), "title")
    drawing.merge(1, token, last, studio.token(kind), "token")
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
            free_input(drawing, row, column, prompt)
            continue
        rule: Mapping[str, object] = {"validate": "any"}
        style, stop = "in_text", ("", "")
        if key in _YEARS:
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 2700}
            style, stop = "in_year", (title, say("validation", "year"))
        elif key in _COUNTS:
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 1000}
            style, stop = "in_count", (title, say("validation", "count"))
        elif key not in _TEXTS:
            words = WORD_LISTS.get(key)
            rule = {"validate": "list", "source": f"=sx_{words}" if words else f"={YES_NO}"}
            style, stop = "in_list", (title, say("validation", "list"))
        drawing.put(row, column, None, style)
        drawing.validate(row, column, rule, prompt=(prompt[0], prompt[1]), stop=stop)


def _date_columns(dates: Sequence[str]) -> tuple[str, ...]:
    """Keys of the hidden columns in which the dates of a table are worked out."""
    return tuple(f"{day}.{helper}" for day in dates for helper in DATE_HELPERS)


def _worked_dates(drawing: SheetDrawing, grid: Grid, key: str, dates: Sequence[str]) -> str:
    """Work out the dates of a row; gives back the condition that one of them cannot be read."""
    wrong = []
    for day in dates:
        value = grid.at(key, day)
        cells = {helper: grid.at(key, f"{day}.{helper}") for helper in DATE_HELPERS}
        for helper, formula in date_formulas(value, cells).items():
            drawing.formula(grid.rows[key], grid.columns[f"{day}.{helper}"], formula, "hidden")
        wrong.append(f'IF(ISBLANK({value}),FALSE,{cells["on"]}="")')
    return f"OR({','.join(wrong)})"


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
    widths = (6, 9.5, 20, 9.5, 13, 15, 13, 11, 14, 13, 15, 29)
    drawing, grid = draw_table(studio, SheetKind.ORDERS, ORDER_COLUMNS, widths, keys)
    words, kinds = studio.words, ("A.C", "T.C", "T.B")
    for key, kind in zip(keys, kinds, strict=True):
        row, of_tambon = grid.rows[key], kind[0] == "T"
        _number(drawing, row)
        drawing.put(row, 2, "{{tambon_code}}" if of_tambon else "{{amphoe_code}}", "text_code")
        area = "ต.{{tambon}}" if of_tambon else "อำเภอ{{amphoe}}"
        drawing.put(row, 3, area, "name")
        drawing.put(row, 4, words.order_kinds[kind], "cell_centre")
        left_out = () if kind == "T.B" else _OF_BOARD
        for column in left_out:
            drawing.put(row, grid.columns[column], None, "cell_pale")
        inputs = INPUT_COLUMNS[SheetKind.ORDERS]
        _inputs(drawing, row, grid, [i for i in inputs if i not in left_out])
        unread = _worked_dates(drawing, grid, key, ("signed_on", "copy_sent_on"))
        doubt = _doubts(studio, form, grid, key)[kind]
        asked = [i for i in _ORDER_DEMANDS if i not in left_out]
        made = _order_formulas(studio, grid, key, asked, (unread, *doubt))
        item = f"{studio.say('orders', 'item')}{words.order_kinds[kind]} {area}"
        _checked_row(drawing, grid, key, made, item)
        last = grid.rows[keys[-1]]
    status = a1(HEAD + 1, grid.columns["status"])
    _sign_colours(drawing, f"{status}:{a1(last, grid.columns['status'])}", status)
    _finish(drawing, SheetKind.ORDERS, len(ORDER_COLUMNS), last, 4)
    return Checked(SheetKind.ORDERS, grid, "copy_sent_on", last)


def _doubts(
    studio: WorkbookDrawing, form: Grid, grid: Grid, key: str
) -> Mapping[str, tuple[str, str]]:
    """Kind of order → when it is in doubt, and what is said then; "" for never."""
    members, seats = grid.at(key, "members"), grid.at(key, "qualified_count")
    centre = order_row("000000").replace("000000", TAMBON_KEY)
    sizes = f"{grid.at(centre, 'members')},{members}"
    too_many = f"AND(COUNT({sizes})>0,N({seats})>MIN({sizes}))"
    unlike = _contradicted(studio, grid.at(key, "qualified"), seats)
    return {
        "A.C": ("", ""),
        "T.C": (_unlike_form(studio, form, members), studio.say("orders", "unlike")),
        "T.B": (f"OR({too_many},{unlike})", studio.say("orders", "seats")),
    }


def _contradicted(studio: WorkbookDrawing, stated: str, count: str) -> str:
    """The condition that yes stands beside a count of none, or no beside one of some."""
    yes, no = (literal(studio.say("words", word)) for word in ("yes", "no"))
    return f"IF(ISNUMBER({count}),{stated}=IF({count}>0,{no},{yes}),FALSE)"


def _unlike_form(studio: WorkbookDrawing, form: Grid, members: str) -> str:
    """The condition that the committee of the order is not that of the form."""
    told = form_reference(studio, form, base_row("committee"), "value")
    state = form_reference(studio, form, base_row("committee"), "state")
    return f"AND(ISNUMBER({members}),{state}=0,{told}<>{members})"


def _order_formulas(
    studio: WorkbookDrawing,
    grid: Grid,
    key: str,
    asked: Sequence[str],
    conditions: tuple[str, str, str],
) -> Mapping[str, str]:
    """``conditions``: a date cannot be read; when in doubt ("" for never), and what it says."""
    part, (unread, doubt, said) = studio.words.part("orders"), conditions
    sent, on = grid.at(key, "copy_sent_on"), grid.at(key, "copy_sent_on.on")
    blanks = ",".join(f"ISBLANK({grid.at(key, column)})" for column in asked)
    late = f"IF({on}>sx_orders_due,{literal(part['late'])},{literal(part['complete'])})"
    fine = f'{late}&" "&{echo_formula(on)}'
    partial = f"IF(OR({blanks}),{literal(part['partial'])},{fine})"
    open_ = f"IF(ISBLANK({sent}),{literal(part['missing'])},{partial})"
    if doubt:
        open_ = f"IF({grid.at(key, 'warned')}>0,{literal(said)},{open_})"
    status = f"IF({grid.at(key, 'state')}>0,INDEX({STATUS_NAME},{_UNREAD}),{open_})"
    warned = f"IF({doubt},1,0)" if doubt else "0"
    return {"state": f"IF({unread},1,0)", "warned": warned, "status": status}


def draw_plans(studio: WorkbookDrawing) -> Checked:
    """แผนพัฒนาตำบล: one row per ตำบล."""
    key = tambon_row(TAMBON_KEY)
    widths = (6, 9.5, 19, 13.5, 15, 15, 14.5, 14.5, 11, 13, 14, 23)
    drawing, grid = draw_table(studio, SheetKind.PLANS, PLAN_COLUMNS, widths, (key,))
    row = grid.rows[key]
    _number(drawing, row)
    drawing.put(row, 2, "{{tambon_code}}", "text_code")
    drawing.put(row, 3, "ต.{{tambon}}", "name")
    _inputs(drawing, row, grid, INPUT_COLUMNS[SheetKind.PLANS])
    part = studio.words.part("plans")
    blanks = ",".join(f"ISBLANK({grid.at(key, column)})" for column in _PLAN_DEMANDS)
    dates = ("sent_to_amphoe_on", "sent_to_local_on")
    unread = _worked_dates(drawing, grid, key, dates)
    late = ",".join(f"{grid.at(key, f'{column}.on')}>sx_plans_due" for column in dates)
    fine = f"IF(OR({late}),{literal(part['late'])},{literal(part['complete'])})"
    shown, state = grid.at(key, "status"), grid.at(key, "state")
    open_ = f"IF(OR({blanks}),{literal(part['missing'])},{fine})"
    open_ = f"IF({grid.at(key, 'warned')}>0,{literal(part['plots'])},{open_})"
    unlike = _contradicted(studio, grid.at(key, "kok_nong_na_run"), grid.at(key, "plots"))
    made = {
        "state": f"IF({unread},1,0)",
        "warned": f"IF({unlike},1,0)",
        "status": f"IF({state}>0,INDEX({STATUS_NAME},{_UNREAD}),{open_})",
    }
    _checked_row(drawing, grid, key, made, studio.say("plans", "item") + "{{tambon}}")
    _sign_colours(drawing, shown, shown)
    _finish(drawing, SheetKind.PLANS, len(PLAN_COLUMNS), row, 4)
    return Checked(SheetKind.PLANS, grid, "integrated", row)


def draw_awards(studio: WorkbookDrawing, form: Grid) -> None:
    """คัดเลือกดีเด่น: one row per ตำบล; the columns of the province's own criteria wait hidden."""
    key = tambon_row(TAMBON_KEY)
    widths = (6, 9.5, 20, 18, 12, 12, 10, 11, 13, 13, 13, 11, *(12,) * len(EXTRA_COLUMNS), 26)
    drawing, grid = draw_table(studio, SheetKind.AWARDS, AWARD_COLUMNS, widths, (key,))
    drawing.hide_column(*(grid.columns[extra] for extra in EXTRA_COLUMNS))
    row = grid.rows[key]
    drawing.key(row, key)
    _number(drawing, row)
    drawing.put(row, 2, "{{tambon_code}}", "text_code")
    drawing.put(row, 3, "ต.{{tambon}}", "name")
    level = form_reference(studio, form, "LEVEL", "standing")
    drawing.formula(row, 4, level, "standing")
    _inputs(drawing, row, grid, AWARD_COLUMNS[4:])
    here = a1(row, 4)
    every = len(studio.scheme.rubric.levels)
    for number, colours in grade_colours(every).items():
        drawing.tint(here, f'LEFT({here},1)="{grade_sign(number, every)}"', colours)
    _finish(drawing, SheetKind.AWARDS, len(AWARD_COLUMNS), row, 4)


def draw_district(studio: WorkbookDrawing, started: str) -> Checked:
    """ข้อมูลอำเภอ: who answers for the อำเภอ; ``started`` is how many forms have been begun."""
    columns = ("label", "value", "hint", "status")
    helpers = (*HELPER_COLUMNS, *DATE_HELPERS)
    drawing = SheetDrawing(
        studio, studio.name(SheetKind.DISTRICT), (6, 36, 46, 46, 26, *(5,) * len(helpers))
    )
    head = HEAD + 1
    grid = Grid(
        {key: head + 1 + n for n, key in enumerate(DISTRICT_ROWS)},
        {key: 1 + n for n, key in enumerate((*columns, *helpers))},
    )
    drawing.hide_column(0, *(grid.columns[h] for h in helpers))
    part, words = studio.words.part("district"), studio.words
    drawing.key(0, KEYS_MARK, *columns, *helpers)
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
        _district_row(drawing, grid, key, started)
    last = grid.rows[DISTRICT_ROWS[-1]]
    status = a1(head + 1, 4)
    _sign_colours(drawing, f"{status}:{a1(last, 4)}", status)
    drawing.sheet.print_area(1, 1, last, 4)
    drawing.page(header=studio.header(SheetKind.DISTRICT), footer=studio.say("page", "footer"))
    drawing.sheet.hide_gridlines(2)
    drawing.finish(0)
    drawing.protect()
    return Checked(SheetKind.DISTRICT, grid, "value", last)


def _district_row(drawing: SheetDrawing, grid: Grid, key: str, started: str) -> None:
    studio, row = drawing.studio, grid.rows[key]
    value = grid.at(key, "value")
    drawing.key(row, key)
    drawing.put(row, 1, studio.words.labels[key])
    drawing.put(row, 2, None, "in_date" if key in _DATES else "in_text")
    drawing.put(row, 3, studio.words.part("district")["hints"][key], "cell_pale_small")
    prompt = tuple(studio.words.part("prompts")[key])
    if key in _DATES:
        helpers = {h: grid.at(key, h) for h in DATE_HELPERS}
        for helper, formula in date_formulas(value, helpers).items():
            drawing.formula(row, grid.columns[helper], formula, "hidden")
    free_input(drawing, row, 2, prompt)
    shown, blank = grid.at(key, "state"), f"ISBLANK({value})"
    state, fine = "0", f"INDEX({STATUS_NAME},{1 - min(State)})"
    waiting = f"INDEX({STATUS_NAME},{State.BLANK + 1 - min(State)})"
    if key == "D.certifier":
        state = f"IF({blank},IF({started}>0,1,0),0)"
    elif key in _DATES:
        state = f'IF({blank},0,IF({grid.at(key, "on")}="",{State.NOT_DATE:d},0))'
        lead = literal(studio.say("words", "understood"))
        fine = f"{lead}&{echo_formula(grid.at(key, 'on'))}"
    elif key == "D.remark":
        waiting = literal(studio.say("district", "optional"))
    told = f"IF({blank},{waiting},{fine})"
    status = f"IF({shown}>0,INDEX({STATUS_NAME},{shown}+{1 - min(State)}),{told})"
    drawing.formula(row, grid.columns["state"], state, "hidden")
    drawing.formula(row, grid.columns["warned"], "0", "hidden")
    drawing.formula(row, grid.columns["status"], status, "status")
    above = a1(HEAD + 1, grid.columns["ordinal"], fixed=True)
    drawing.formula(row, grid.columns["ordinal"], problem_number(grid, key, above), "hidden")
    drawing.sheet.write_string(
        row, grid.columns["item"], studio.words.labels[key], studio.style("hidden")
    )
