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
from sorchor_xl.form.draw.district_summary import begun_text, started_forms
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
from sorchor_xl.form.layout import STARTED_ROW, SheetKind
from sorchor_xl.form.live_formulas import SHORT_NAME
from sorchor_xl.form.row_keys import tambon_row
from sorchor_xl.ooxml.references import Grid, a1, fixed_range, literal

_VERDICT, _LIST = 3, 5
_NO, _LINK, _WHERE, _ITEM, _PROBLEM, _START, _COUNT, _SHEET_ROW, _NUMBER = range(1, 10)
_SHEET, _ORDINAL = _START, _COUNT
_PROGRESS, _ERRORS, _WARNINGS = _LINK, _ITEM, _PROBLEM
_HEADS: Final = (
    (_NO, "no"),
    (_LINK, "progress"),
    (_WHERE, "sheet"),
    (_ITEM, "errors"),
    (_PROBLEM, "warnings"),
)
_WIDTHS: Final = (6, 5, 16, 22, 44, 86, 6, 6, 6, 6)
_VERDICTS: Final = ("open", "and", "items", "warned", "close", "ready")


def draw_check(studio: WorkbookDrawing, form: Grid, checked: Sequence[Checked]) -> None:
    """Draw it over the sheets of the district, the prototype form after the first of them.

    Duties with later dates (orders, plans) come after what a form still lacks.
    """
    last = max(form.rows.values())
    forms = Checked(SheetKind.FORM, form, "value", last, "label")
    _Check(studio, form, (checked[0], forms, *checked[1:])).draw()


class _Check:
    def __init__(self, studio: WorkbookDrawing, form: Grid, checked: Sequence[Checked]) -> None:
        self.studio, self.form, self.checked = studio, form, checked
        self.drawing = SheetDrawing(studio, studio.name(SheetKind.CHECK), _WIDTHS)
        self.drawing.hide_column(0, _START, _COUNT, _SHEET_ROW, _NUMBER)
        self.lines = int(studio.words.part("check")["lines"])
        self.first = _LIST + 2
        self.table_head = self.first + self.lines + 3
        self.top = self.table_head + 1
        self.last = self.top + len(checked) - 1

    def say(self, key: str) -> str:
        """One text of the sheet."""
        return self.studio.say("check", key)

    def span(self, column: int) -> str:
        """A column of the table of sheets, which issuing extends."""
        return fixed_range((self.top, column), (self.last, column))

    def pick(self, index: str, column: str) -> str:
        """The column of the sheet that ``index`` names."""
        spans = [sheet.span(self.studio, sheet.column(column)) for sheet in self.checked]
        return f"CHOOSE({index},{','.join(spans)})"

    def draw(self) -> None:
        """Everything, top to bottom: the verdict, what is to be mended, then sheet by sheet."""
        drawing = self.drawing
        drawing.merge(1, _NO, _ITEM, self.say("title"), "title")
        drawing.put(1, _PROBLEM, self.studio.token(SheetKind.CHECK), "token")
        drawing.merge(2, _NO, _PROBLEM, self.say("area"), "area")
        self.verdict()
        self.list_head()
        for line in range(self.first, self.first + self.lines):
            self.line(line)
        self.rest()
        self.table()
        self.finish()

    def verdict(self) -> None:
        """One sentence: not begun, ready, or how much is left."""
        errors, warnings = f"SUM({self.span(_ERRORS)})", f"SUM({self.span(_WARNINGS)})"
        say = {key: literal(self.say(f"verdict_{key}")) for key in _VERDICTS}
        more = f"{say['open']}&{errors}&{say['and']}&{warnings}&{say['items']}"
        warned = f"{say['warned']}&{warnings}&{say['close']}"
        ready = f"IF({warnings}=0,{say['ready']},{warned})"
        begun = f"IF({errors}>0,{more},{ready})"
        formula = f"IF({started_forms(self.studio)}=0,{begun_text(self.studio)},{begun})"
        self.drawing.merge_formula(_VERDICT, _NO, _PROBLEM, formula, "verdict")
        self.drawing.least(_VERDICT, 30)
        span = f"{a1(_VERDICT, _NO)}:{a1(_VERDICT, _PROBLEM)}"
        head = a1(_VERDICT, _NO, fixed=True)
        self.drawing.tint(span, f'LEFT({head},1)="✓"', GOOD)
        self.drawing.tint(span, f'LEFT({head},1)="✗"', WRONG)
        self.drawing.tint(span, f'LEFT({head},1)="○"', WAITING)

    def table(self) -> None:
        """Problems counted sheet by sheet."""
        drawing = self.drawing
        title = self.say("sheets_title")
        drawing.merge(self.table_head - 1, _NO, _PROBLEM, title, "section")
        for column, key in _HEADS:
            drawing.put(self.table_head, column, self.say(key), "head")
        for number, sheet in enumerate(self.checked):
            self.sheet_row(self.top + number, sheet)
        for column, colours in ((_ERRORS, WRONG), (_WARNINGS, WARNED)):
            here = a1(self.top, column)
            span = f"{here}:{a1(self.last, column)}"
            waits = f'LEFT(${a1(self.top, _PROGRESS)},1)="○"'
            drawing.tint(span, f"AND(N({here})>0,{waits})", WAITING)
            drawing.tint(span, f"N({here})>0", colours)

    def sheet_row(self, row: int, sheet: Checked) -> None:
        """One sheet: progress, link, errors, warnings, and where its problems begin."""
        drawing, studio = self.drawing, self.studio
        form = sheet.kind is SheetKind.FORM
        here = a1(row, _NO)
        drawing.formula(
            row, _NO, f"ROWS({a1(self.top, _NO).replace('B', 'B$')}:{here})", "cell_centre"
        )
        name = "ต.{{tambon}}" if form else studio.name(sheet.kind)
        target = f"internal:'{studio.name(sheet.kind)}'!A1"
        drawing.sheet.write_url(row, _WHERE, target, studio.style("link_cell"), name)
        if form:
            drawing.key(row, tambon_row(TAMBON_KEY))
            waiting = form_reference(studio, self.form, STARTED_ROW, "state")
            progress = form_reference(studio, self.form, "PROGRESS", "standing")
            waits = literal(studio.say("words", "begin"))
            drawing.formula(row, _PROGRESS, f"IF({waiting}=1,{waits},{progress})", "line")
        else:
            drawing.put(row, _PROGRESS, None)
        state, warned = sheet.span(studio, "state"), sheet.span(studio, "warned")
        drawing.formula(row, _ERRORS, f'COUNTIF({state},">0")', "cell_centre")
        drawing.formula(row, _WARNINGS, f"SUM({warned})", "cell_centre")
        above = f"{a1(self.table_head, _COUNT, fixed=True)}:{a1(row - 1, _COUNT)}"
        drawing.formula(row, _START, f"SUM({above})", "hidden")
        drawing.formula(row, _COUNT, f"MAX({sheet.span(studio, 'ordinal')})", "hidden")

    def list_head(self) -> None:
        """Title and headings of the list."""
        self.drawing.merge(_LIST, _NO, _PROBLEM, self.say("list_title"), "section")
        heads = ("no", "link", "where", "item", "problem")
        for column, key in enumerate(heads, start=_NO):
            self.drawing.put(_LIST + 1, column, self.say(key), "head")

    def line(self, row: int) -> None:
        """The k-th problem: the way to it, its sheet, its row there, and what it is."""
        drawing = self.drawing
        first = a1(self.first, _NO).replace("B", "B$")
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
            _NUMBER: f"N(INDEX({self.pick(sheet, 'number')},{at}))",
            _ITEM: self.item(a1(row, _NUMBER), sheet, at),
            _PROBLEM: f"INDEX({self.pick(sheet, 'status')},{at})",
            _LINK: f'HYPERLINK("#"&CELL("address",INDEX({self.pick(sheet, "target")},{at})),'
            f"{literal(self.studio.say('words', 'go'))})",
        }
        styles = {_LINK: "line_link", _WHERE: "line", _ITEM: "line", _PROBLEM: "line"}
        styles = {column: f"{style}_open" for column, style in styles.items()}
        for column, formula in made.items():
            style = styles.get(column, "hidden")
            drawing.formula(row, column, f'IF({k}="","",{formula})', style)
        drawing.make_room(row, "ก", "line", _ITEM)

    def item(self, number: str, sheet: str, row: str) -> str:
        """What a row is called: "ข้อ 12 กำหนดเป้าหมาย" for an indicator, else its label."""
        label = f"INDEX({self.pick(sheet, 'item')},{row})"
        named = f'{literal(self.say("number"))}&{number}&" "&INDEX({SHORT_NAME},{number})'
        return f"IF({number}>0,{named},{label})"

    def rest(self) -> None:
        """How many more there are than lines."""
        every = f"SUM({self.span(_COUNT)})"
        more = f"{literal(self.say('more_before'))}&({every}-{self.lines})"
        more += f"&{literal(self.say('more_after'))}"
        formula = f'IF({every}>{self.lines},{more},"")'
        row = self.first + self.lines
        self.drawing.merge_formula(row, _NO, _PROBLEM, formula, "lead", "ก")

    def rule(self, span: str, condition: str, style: Style) -> None:
        """Rules, and a style, around cells while a condition holds."""
        made = self.studio.book.add_format({**style, "border": 1, "border_color": LINE})
        rule = {"type": "formula", "criteria": f"={condition}", "format": made}
        self.drawing.sheet.conditional_format(span, rule)

    def finish(self) -> None:
        """Colours, print set-up, protection."""
        drawing = self.drawing
        first, last = self.first, self.first + self.lines - 1
        here = a1(first, _PROBLEM)
        span = f"{here}:{a1(last, _PROBLEM)}"
        marks = (("✗", WRONG), ("!", WARNED), ("○", WAITING), ("※", READ_AS), ("✓", FINE))
        for sign, colours in marks:
            self.rule(span, f'LEFT({here},1)="{sign}"', tint(colours))
        lines = f"{a1(first, _NO)}:{a1(last, _PROBLEM)}"
        self.rule(lines, f"LEN(${a1(first, _NO)})>0", {})
        drawing.sheet.print_area(1, _NO, self.last, _PROBLEM)
        drawing.sheet.set_h_pagebreaks([self.table_head - 1])
        drawing.sheet.freeze_panes(_VERDICT + 1, 0)
        drawing.page(
            header=self.studio.header(SheetKind.CHECK), footer=self.studio.say("page", "footer")
        )
        drawing.sheet.hide_gridlines(2)
        drawing.finish(0)
        drawing.protect()
