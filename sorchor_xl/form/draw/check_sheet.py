"""ตรวจสอบก่อนส่ง: every outstanding problem of the workbook, live, with a link to its cell.

Each sheet numbers its own problems in a hidden column. A line of this sheet finds the sheet its
number falls to, and there the row, through CHOOSE over the sheets themselves: no sheet name is ever
built as text. Issuing widens each CHOOSE from the prototype form to one argument per ตำบล.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sorchor_xl.data.palette import GOOD
from sorchor_xl.form.draw.area_sheets import TAMBON_KEY, Checked
from sorchor_xl.form.draw.assessment_sheet import form_reference
from sorchor_xl.form.draw.drawing import SheetDrawing, WorkbookDrawing
from sorchor_xl.form.draw.form_styles import (
    FINE,
    LINE,
    READ_AS,
    WAITING,
    WARNED,
    WRONG,
    Style,
    tint,
)
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.form.row_keys import tambon_row
from sorchor_xl.ooxml.references import Grid, a1, literal

_VERDICT, _TABLE_TITLE, _TABLE_HEAD, _TABLE = 3, 5, 6, 7
_NO, _WHERE, _ITEM, _PROBLEM, _LINK, _START, _COUNT = range(1, 8)
_SHEET, _ORDINAL, _SHEET_ROW = _START, _COUNT, 8
_WIDTHS: Final = (6, 7, 28, 80, 44, 18, 6, 6, 6)
_VERDICTS: Final = ("open", "and", "items", "warned", "close", "ready")


def draw_check(studio: WorkbookDrawing, form: Grid, checked: Sequence[Checked]) -> None:
    """Draw it over the sheets of the district, the prototype form after the first of them.

    Duties with later dates (orders, plans) come after what a form still lacks.
    """
    forms = Checked(SheetKind.FORM, form, "value", max(form.rows.values()), "label")
    _Check(studio, form, (checked[0], forms, *checked[1:])).draw()


class _Check:
    def __init__(self, studio: WorkbookDrawing, form: Grid, checked: Sequence[Checked]) -> None:
        self.studio, self.form, self.checked = studio, form, checked
        self.drawing = SheetDrawing(studio, studio.name(SheetKind.CHECK), _WIDTHS)
        self.drawing.hide_column(0, _START, _COUNT, _SHEET_ROW)
        self.last = _TABLE + len(checked) - 1
        self.list = self.last + 4
        self.lines = int(studio.words.part("check")["lines"])

    def say(self, key: str) -> str:
        """One text of the sheet."""
        return self.studio.say("check", key)

    def span(self, column: int) -> str:
        """A column of the table of sheets, which issuing extends."""
        return f"{a1(_TABLE, column, fixed=True)}:{a1(self.last, column, fixed=True)}"

    def pick(self, index: str, column: str) -> str:
        """The column of the sheet that ``index`` names."""
        spans = [
            sheet.span(
                self.studio, {"target": sheet.target, "item": sheet.item}.get(column, column)
            )
            for sheet in self.checked
        ]
        return f"CHOOSE({index},{','.join(spans)})"

    def draw(self) -> None:
        """Everything, top to bottom."""
        drawing = self.drawing
        drawing.merge(1, _NO, _ITEM, self.say("title"), "title")
        drawing.merge(1, _PROBLEM, _LINK, self.studio.token(SheetKind.CHECK), "token")
        drawing.merge(2, _NO, _LINK, self.say("area"), "area")
        self.verdict()
        self.table()
        self.list_head()
        for line in range(self.list + 2, self.list + 2 + self.lines):
            self.line(line)
        self.rest()
        self.finish()

    def verdict(self) -> None:
        """One sentence: ready, or how much is left."""
        errors, warnings = f"SUM({self.span(_PROBLEM)})", f"SUM({self.span(_LINK)})"
        say = {key: literal(self.say(f"verdict_{key}")) for key in _VERDICTS}
        more = f"{say['open']}&{errors}&{say['and']}&{warnings}&{say['items']}"
        warned = f"{say['warned']}&{warnings}&{say['close']}"
        ready = f"IF({warnings}=0,{say['ready']},{warned})"
        formula = f"IF({errors}>0,{more},{ready})"
        self.drawing.merge_formula(_VERDICT, _NO, _LINK, formula, "verdict")
        self.drawing.least(_VERDICT, 36)
        span = f"{a1(_VERDICT, _NO)}:{a1(_VERDICT, _LINK)}"
        head = a1(_VERDICT, _NO, fixed=True)
        self.drawing.tint(span, f'LEFT({head},1)="✓"', GOOD)
        self.drawing.tint(span, f'LEFT({head},1)="✗"', WRONG)

    def table(self) -> None:
        """Problems counted sheet by sheet."""
        drawing = self.drawing
        drawing.merge(_TABLE_TITLE, _NO, _LINK, self.say("sheets_title"), "section")
        heads = ("no", "sheet", "progress", "errors", "warnings")
        for column, key in enumerate(heads, start=_NO):
            drawing.put(_TABLE_HEAD, column, self.say(key), "head")
        for number, sheet in enumerate(self.checked):
            self.sheet_row(_TABLE + number, sheet)
        for column in (_PROBLEM, _LINK):
            here = a1(_TABLE, column)
            span = f"{here}:{a1(self.last, column)}"
            drawing.tint(span, f"N({here})>0", WRONG if column == _PROBLEM else WARNED)

    def sheet_row(self, row: int, sheet: Checked) -> None:
        """One sheet: link, progress, errors, warnings, and where its problems begin."""
        drawing, studio = self.drawing, self.studio
        form = sheet.kind is SheetKind.FORM
        here = a1(row, _NO)
        drawing.formula(
            row, _NO, f"ROWS({a1(_TABLE, _NO).replace('B', 'B$')}:{here})", "cell_centre"
        )
        name = "ต.{{tambon}}" if form else studio.name(sheet.kind)
        target = f"internal:'{studio.name(sheet.kind)}'!A1"
        drawing.sheet.write_url(row, _WHERE, target, studio.style("link_cell"), name)
        if form:
            drawing.key(row, tambon_row(TAMBON_KEY))
            progress = form_reference(studio, self.form, "PROGRESS", "standing")
            drawing.formula(row, _ITEM, progress, "cell")
        else:
            drawing.put(row, _ITEM, None)
        state, warned = sheet.span(studio, "state"), sheet.span(studio, "warned")
        drawing.formula(row, _PROBLEM, f'COUNTIF({state},">0")', "cell_centre")
        drawing.formula(row, _LINK, f'COUNTIF({warned},">0")', "cell_centre")
        above = f"{a1(_TABLE_HEAD, _COUNT, fixed=True)}:{a1(row - 1, _COUNT)}"
        drawing.formula(row, _START, f"SUM({above})", "hidden")
        drawing.formula(row, _COUNT, f"MAX({sheet.span(studio, 'ordinal')})", "hidden")
        drawing.least(row, 25)

    def list_head(self) -> None:
        """Title and headings of the list."""
        row = self.list
        self.drawing.merge(row, _NO, _LINK, self.say("list_title"), "section")
        heads = ("no", "where", "item", "problem", "link")
        for column, key in enumerate(heads, start=_NO):
            self.drawing.put(row + 1, column, self.say(key), "head")

    def line(self, row: int) -> None:
        """The k-th problem: its sheet, its row there, what it is, and the way to it."""
        drawing = self.drawing
        first = a1(self.list + 2, _NO).replace("B", "B$")
        number = f"ROWS({first}:{a1(row, _NO)})"
        k, sheet = a1(row, _NO), a1(row, _SHEET)
        ordinal, at = a1(row, _ORDINAL), a1(row, _SHEET_ROW)
        drawing.formula(
            row, _NO, f'IF({number}<=SUM({self.span(_COUNT)}),{number},"")', "cell_centre_open"
        )
        starts = self.span(_START)
        made = {
            _SHEET: f"MATCH({k}-1,{starts},1)",
            _ORDINAL: f"{k}-INDEX({starts},{sheet})",
            _SHEET_ROW: f"MATCH({ordinal},{self.pick(sheet, 'ordinal')},0)",
            _WHERE: f"INDEX({self.span(_WHERE)},{sheet})",
            _ITEM: f"INDEX({self.pick(sheet, 'item')},{at})",
            _PROBLEM: f"INDEX({self.pick(sheet, 'status')},{at})",
            _LINK: f'HYPERLINK("#"&CELL("address",INDEX({self.pick(sheet, "target")},{at})),'
            f"{literal(self.studio.say('words', 'go'))})",
        }
        styles = {_LINK: "link_cell", _WHERE: "cell", _ITEM: "cell_small", _PROBLEM: "status"}
        styles = {column: f"{style}_open" for column, style in styles.items()}
        for column, formula in made.items():
            style = styles.get(column, "hidden")
            drawing.formula(row, column, f'IF({k}="","",{formula})', style)
        drawing.least(row, 36)

    def rest(self) -> None:
        """How many more there are than lines."""
        every = f"SUM({self.span(_COUNT)})"
        more = f"{literal(self.say('more_before'))}&({every}-{self.lines})"
        more += f"&{literal(self.say('more_after'))}"
        formula = f'IF({every}>{self.lines},{more},"")'
        row = self.list + 2 + self.lines
        self.drawing.merge_formula(row, _NO, _LINK, formula, "lead")

    def rule(self, span: str, condition: str, style: Style) -> None:
        """Rules, and a style, around cells while a condition holds."""
        made = self.studio.book.add_format({**style, "border": 1, "border_color": LINE})
        rule = {"type": "formula", "criteria": f"={condition}", "format": made}
        self.drawing.sheet.conditional_format(span, rule)

    def finish(self) -> None:
        """Colours, print set-up, protection."""
        drawing = self.drawing
        first, last = self.list + 2, self.list + 1 + self.lines
        here = a1(first, _PROBLEM)
        span = f"{here}:{a1(last, _PROBLEM)}"
        marks = (("✗", WRONG), ("!", WARNED), ("○", WAITING), ("※", READ_AS), ("✓", FINE))
        for sign, colours in marks:
            self.rule(span, f'LEFT({here},1)="{sign}"', tint(colours))
        lines = f"{a1(first, _NO)}:{a1(last, _LINK)}"
        self.rule(lines, f"LEN(${a1(first, _NO)})>0", {})
        drawing.sheet.print_area(1, _NO, last + 1, _LINK)
        drawing.sheet.freeze_panes(_VERDICT + 1, 0)
        drawing.page(
            header=self.studio.header(SheetKind.CHECK), footer=self.studio.say("page", "footer")
        )
        drawing.sheet.hide_gridlines(2)
        drawing.finish(0)
        drawing.protect()
