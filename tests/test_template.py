"""The master workbook: built from the rubric, complete, guarded, and usable where officers work.

TEMPLATE-01  the packaged master is what the rubric and the wording build, byte for byte
TEMPLATE-02  every input is unlocked and pale yellow, everything else locked; no password
TEMPLATE-03  prompts, titles and stops keep Excel's limits under every choice of readings
TEMPLATE-04  prompts say what each value scores under the readings chosen
TEMPLATE-05  no function newer than Excel 2007, no macro, ASCII names, no result missing
TEMPLATE-06  frozen panes leave at least 60 % of a 1366 × 768 screen
TEMPLATE-07  A4 landscape, one page wide, headings repeated, header and footer within 255
"""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.draw.assessment_sheet import form_grid
from sorchor_xl.form.draw.drawing import WorkbookDrawing
from sorchor_xl.form.draw.form_styles import INPUT_FILL
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.draw.prompts import indicator_prompt, readings_shown
from sorchor_xl.form.layout import INPUT_COLUMNS, SheetKind, form_rows, sheet_columns
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.ooxml.package import Package

RUBRIC = load_rubric(2564)
WORDS = load_wording()
MASTER = Path(__file__).parents[1] / "templates" / "assessment_template.xlsx"
FUNCTIONS_2007 = re.compile(
    "IF|IFERROR|AND|OR|NOT|CHOOSE|MATCH|INDEX|ISNUMBER|ISBLANK|INT|N|LEFT|SUM|MIN|MAX|COUNT|COUNTIF"
    "|AVERAGEIF|ROWS|TEXT|DATE|HYPERLINK|CELL|COUNTA|MID|RIGHT|LEN|FIND|SUBSTITUTE|CHAR|MOD|ABS"
    "|YEAR|MONTH|DAY|TODAY"
)


@cache
def book() -> Any:
    """The packaged master."""
    return load_workbook(MASTER)


def form() -> Any:
    """Its form sheet."""
    return book()[WORDS.sheets[SheetKind.FORM]]


def inputs() -> set[str]:
    """A1 of every input of the form."""
    rows, columns = keys()
    wanted = [(key, "value") for key in form_rows(RUBRIC) if key[0] in "BFI"]
    wanted += [(key, "note") for key in form_rows(RUBRIC) if key[0] == "I"]
    return {f"{columns[column]}{rows[row]}" for row, column in wanted}


def keys() -> tuple[dict[str, int], dict[str, str]]:
    """Row keys and column keys of the form as it stands."""
    sheet = form()
    rows = {c.value: c.row for c in sheet["A"] if c.value}
    columns = {c.value: c.column_letter for c in sheet[1] if c.value}
    return rows, columns


def test_master_is_what_the_rubric_builds_template_01() -> None:
    assert MASTER.read_bytes() == build_template(Scheme.of(RUBRIC))


def test_inputs_and_nothing_else_are_unlocked_template_02() -> None:
    unlocked = {c.coordinate for row in form().iter_rows() for c in row if not c.protection.locked}
    # a merged input is unlocked over its whole width
    merged = {
        name for span in spans() if span.start_cell.coordinate in inputs() for name in cells(span)
    }
    assert inputs() <= unlocked
    assert unlocked == inputs() | merged


def spans() -> Any:
    """The merged ranges of the form."""
    return form().merged_cells.ranges


def cells(span: Any) -> set[str]:
    """A1 of every cell of a range."""
    return {f"{get_column_letter(c)}{r}" for r, c in span.cells}


def test_inputs_are_pale_yellow_template_02() -> None:
    for name in inputs():
        assert form()[name].fill.fgColor.rgb == "FF" + INPUT_FILL.removeprefix("#")


@pytest.mark.parametrize("kind", [SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS])
def test_tables_unlock_their_inputs_template_02(kind: SheetKind) -> None:
    sheet = book()[WORDS.sheets[kind]]
    letters = {c.value: c.column_letter for c in sheet[1] if c.value}
    assert set(sheet_columns(kind, RUBRIC)) <= set(letters)
    for row in (c.row for c in sheet["A"] if "{{tambon_code}}" in str(c.value)):
        for key, letter in letters.items():
            cell = sheet[f"{letter}{row}"]
            asked = key in INPUT_COLUMNS[kind] and cell.fill.fgColor.rgb.endswith("FFF9E5")
            assert cell.protection.locked is not asked, f"{kind} {key}"


def test_sheets_are_protected_without_password_template_02() -> None:
    for sheet in book():
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
        assert sheet.protection.selectLockedCells is False


def test_pasting_normal_cannot_lock_an_input_template_02() -> None:
    styles = Package.read(MASTER.read_bytes()).text("xl/styles.xml")
    normal = re.search(r"<cellStyleXfs[^>]*>(.*?)</cellStyleXfs>", styles, re.DOTALL)
    cells = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    assert normal is not None
    assert cells is not None
    assert 'locked="0"' in normal[1]
    assert cells[1].count("<protection") == cells[1].count("<xf ")


def test_validation_texts_keep_their_limits_template_03() -> None:
    for sheet in book():
        for rule in sheet.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= 32
            assert len(rule.prompt or "") <= 255
            assert len(rule.errorTitle or "") <= 32
            assert len(rule.error or "") <= 224
            assert rule.prompt
            assert rule.errorStyle in {None, "stop"}


def test_every_input_has_a_prompt_template_03() -> None:
    covered = {
        name
        for rule in form().data_validations.dataValidation
        for span in rule.sqref.ranges
        for name in cells(span)
    }
    assert inputs() <= covered


def every_choice(rubric: Rubric) -> tuple[Scheme, ...]:
    """A scheme for every full choice of readings the rubric allows."""
    settings = [r for r in rubric.readings if r.is_setting]
    choices = product(*(tuple(r.options) for r in settings))
    ids = [r.id for r in settings]
    return tuple(Scheme.of(rubric, dict(zip(ids, c, strict=True))) for c in choices)


def test_prompts_fit_under_every_choice_template_03() -> None:
    for scheme in every_choice(RUBRIC):
        for indicator in RUBRIC.indicators:
            assert len(indicator_prompt(scheme, indicator, WORDS)) <= 255


@pytest.mark.parametrize(
    ("number", "readings", "said"),
    [
        (1, {}, "น้อยกว่า 40% = 1, 40-70% = 2, มากกว่า 70% = 3"),
        (5, {}, "0-1 ครั้ง = 1, 2 ครั้ง = 2, 3 ครั้งขึ้นไป = 3"),
        (8, {}, "2 ครั้ง = 2, 3 ครั้งขึ้นไป = 3 (ค่า 3 ครั้งเข้าเกณฑ์สองช่อง"),
        (8, {"A1": "lower"}, "2-3 ครั้ง = 2, 4 ครั้งขึ้นไป = 3"),
        (13, {"A2": "lower"}, "0-1 โครงการ = 1, 2 โครงการ = 2"),
        (15, {}, "30% แต่ไม่ถึง 70% = 2, 70% ขึ้นไป = 3"),
        (15, {"A3": "lower"}, "30-70% = 2, มากกว่า 70% = 3"),
        (18, {"A5": "ceil"}, "ไม่มี = 1, 1-3 องค์กร = 2, 4 องค์กรขึ้นไป = 3"),
        (23, {}, "ไม่มี = 1, มีแต่ไม่เกิน 30% = 2, มากกว่า 30% = 3"),
        (23, {"A7": "floor"}, "น้อยกว่า 1% = 1, 1-30% = 2"),
        (2, {"A9": "integer"}, "ปัดร้อยละเป็นจำนวนเต็มก่อนเทียบเกณฑ์"),
    ],
)
def test_prompts_say_the_criteria_template_04(
    number: int, readings: dict[str, str], said: str
) -> None:
    scheme = Scheme.of(RUBRIC, readings)
    assert said in indicator_prompt(scheme, RUBRIC.indicator(number), WORDS)


def test_choices_keep_the_rubrics_prompt_template_04() -> None:
    for indicator in RUBRIC.indicators:
        if indicator.kind is Kind.CHOICE:
            assert indicator_prompt(Scheme.of(RUBRIC), indicator, WORDS) == indicator.prompt
            assert readings_shown(Scheme.of(RUBRIC), indicator) == ()


def test_only_old_functions_template_05() -> None:
    used: set[str] = set()
    for sheet in book():
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    plain = re.sub(r'"(?:[^"]|"")*"', "", cell.value)
                    used |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", plain))
                    assert len(cell.value) <= 8192
    assert [name for name in used if not FUNCTIONS_2007.fullmatch(name)] == []


def test_names_are_ascii_and_no_macro_template_05() -> None:
    assert all(name.isascii() for name in book().defined_names)
    assert not [part for part in Package.read(MASTER.read_bytes()).parts if "vba" in part]


def test_every_formula_has_its_result_template_05() -> None:
    shown = load_workbook(BytesIO(MASTER.read_bytes()), data_only=True)
    package = Package.read(MASTER.read_bytes())
    for part in (p for p in package.parts if p.startswith("xl/worksheets/sheet")):
        assert not re.search(r"</f></c>", package.text(part)), part
    status = shown[WORDS.sheets[SheetKind.FORM]]
    rows, columns = keys()
    for indicator in RUBRIC.indicators:
        cell = status[f"{columns['status']}{rows[indicator_row(indicator.id)]}"]
        assert cell.value == WORDS.part("words")["untouched"]


def test_frozen_panes_leave_room_template_06() -> None:
    for sheet in book():
        if sheet.freeze_panes is None:
            continue
        top = sheet[sheet.freeze_panes]
        height = sum(
            (sheet.row_dimensions[r].height or 15)
            for r in range(1, top.row)
            if not sheet.row_dimensions[r].hidden
        )
        letters = [get_column_letter(c) for c in range(1, top.column)]
        width = sum(
            7 * sheet.column_dimensions[name].width
            for name in letters
            if not sheet.column_dimensions[name].hidden
        )
        assert height * 96 / 72 <= 0.4 * 768, sheet.title
        assert width <= 0.4 * 1366, sheet.title


def test_pages_template_07() -> None:
    for sheet in book():
        if sheet.sheet_state != "visible":
            continue
        assert str(sheet.page_setup.paperSize) == "9", sheet.title
        one_page = sheet.title == WORDS.sheets[SheetKind.SUMMARY]  # figures and signature together
        assert sheet.page_setup.fitToHeight == (None if one_page else 0)  # None: one, the default
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        portrait = sheet.title == WORDS.sheets[SheetKind.INSTRUCTIONS]
        assert sheet.page_setup.orientation in ({"portrait", None} if portrait else {"landscape"})
        for place in (sheet.oddHeader, sheet.oddFooter):
            text = "".join(str(part.text or "") for part in (place.left, place.center, place.right))
            assert 0 < len(text) <= 255
    assert form().print_title_rows is not None


def test_the_grid_of_the_code_is_the_grid_of_the_file_template_01() -> None:
    grid = form_grid(WorkbookDrawing(None, "", Scheme.of(RUBRIC), WORDS))
    rows, columns = keys()
    for key in (base_row(RUBRIC.bases[0].key), indicator_row(1), "TOTAL"):
        assert grid.at(key, "value") == f"{columns['value']}{rows[key]}"
