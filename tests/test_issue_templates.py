"""Issuing from a template that a province restyled, lost something of, or cannot carry.

ISSUE-07  a restyled template is honoured: texts, fonts, widths, inserted rows and columns, extra
          sheets, pictures, charts, rich text; after openpyxl and LibreOffice saved it
ISSUE-08  what a template lost, or what cannot be carried, is refused by name
ISSUE-09  province's dates, contact, letter, extra criteria and font stand in the workbook
ISSUE-10  no placeholder is left over
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from issue_case import (
    ANCHORS,
    FORM,
    PIXEL,
    RUBRIC,
    SCHEME,
    TWO,
    WORDS,
    answers,
    blank,
    opened,
    sheets,
    template,
)
from office import recalculate
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font

from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.form_options import District, FormOptions
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.form.locate import locate, sheet_tokens
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.form.template_refusals import TemplateError
from sorchor_xl.ooxml.package import Package
from sorchor_xl.ooxml.worksheet import CannotCarryError

TRIAL = District(
    Province("00", "ทดลอง"),
    Amphoe("0000", "ทดลอง"),
    (Tambon("000001", "ทดลองหนึ่ง"), Tambon("000002", "ทดลองสอง")),
)


def check_template(template: bytes, scheme: Scheme) -> list[str]:
    """Every reason why a template cannot be used, as Thai sentences; empty if it can.

    A trial finds what only issuing can show, such as a formula that would mean several ตำบล.
    """
    try:
        issue_workbook(template, TRIAL, scheme=scheme)
    except TemplateError as error:
        return list(error.faults)
    except CannotCarryError as error:
        return [str(error)]
    return []


def edited(change: Callable[[Any], None]) -> bytes:
    """The master after an officer changed it and openpyxl saved it."""
    book = load_workbook(BytesIO(template()))
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def restyle(book: Any) -> None:
    """Texts, font, width, a row and a column, an extra sheet and a chart."""
    form = book[FORM]
    form["C8"].font = Font(name="Tahoma", color="FFFF0000")
    form.column_dimensions["C"].width = 60
    form["B2"] = "แบบของจังหวัด {{tambon}}"
    extra = book.create_sheet("ประกาศจังหวัด")
    extra["A1"] = "ประกาศถึงอำเภอ{{amphoe}}"
    chart = BarChart()
    summary = book[WORDS.sheets[SheetKind.SUMMARY]]
    row = next(c.row for c in summary["A"] if "tambon_code" in str(c.value))
    chart.add_data(Reference(summary, min_col=10, min_row=row, max_row=row))
    extra.add_chart(chart, "C3")


def test_a_restyled_template_is_honoured_issue_07() -> None:
    made = edited(restyle)
    assert check_template(made, SCHEME) == []
    data = issue_workbook(made, TWO, scheme=SCHEME)
    book = opened(data)
    for name in ("แคนดง", "ดงพลอง"):
        sheet = book[f"ต.{name}"]
        assert sheet["C8"].font.name == "Tahoma"
        assert sheet.column_dimensions["C"].width == 60
        assert sheet["B2"].value == f"แบบของจังหวัด {name}"
        assert answers(sheets(data)[f"ต.{name}"]) == {}
    assert book["ประกาศจังหวัด"]["A1"].value == "ประกาศถึงอำเภอแคนดง"
    package = Package.read(data)
    charts = [package.text(p) for p in package.parts if p.startswith("xl/charts/")]
    span = re.search(r"\$J\$(\d+):\$J\$(\d+)", charts[0])
    assert span is not None
    assert int(span[2]) == int(span[1]) + 1


def test_inserted_rows_and_columns_are_followed_issue_07() -> None:
    """Inserted as Excel does it: everything right of and below moves, formulas follow."""
    package = Package.read(template())
    # the packaged rows moved down by two on the table of plans
    part = part_of(package, WORDS.sheets[SheetKind.PLANS])
    text = package.text(part)
    moved = re.sub(
        r'(<row r=")(\d+)"|(\br=")([A-Z]+)(\d+)"',
        lambda m: f'{m[1]}{later(m[2])}"' if m[1] else f'{m[3]}{m[4]}{later(m[5])}"',
        text,
    )
    package.set_text(part, re.sub(r"<mergeCells.*?</mergeCells>", "", moved))
    data = issue_workbook(package.write(), TWO, scheme=SCHEME)
    rows = sheets(data)[WORDS.sheets[SheetKind.PLANS]]
    located = locate(rows, ANCHORS[SheetKind.PLANS])
    assert list(located.rows) == ["T312201", "T312202"]
    assert located.rows["T312201"] == 6


def later(row: str) -> int:
    """A row two further down, but for the key row."""
    return int(row) + (2 if int(row) > 1 else 0)


def part_of(package: Package, sheet: str) -> str:
    """The part of a sheet by its name."""
    match = re.search(
        rf'<sheet [^>]*name="{sheet}"[^>]*?r:id="(\w+)"', package.text("xl/workbook.xml")
    )
    assert match is not None
    rels = {rel.id: rel.target for rel in package.relationships("xl/workbook.xml")}
    return rels[match[1]]


def with_picture(package: Package) -> None:
    """A logo on the form, as Excel would store it."""
    part = part_of(package, FORM)
    drawing, image = "xl/drawings/drawing1.xml", "xl/media/image1.png"
    package.parts[image] = PIXEL
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    package.set_text(drawing, f'<xdr:wsDr xmlns:xdr="{space}"/>')
    package.declare(drawing, "application/vnd.openxmlformats-officedocument.drawing+xml")
    types = package.text("[Content_Types].xml")
    png = '<Default Extension="png" ContentType="image/png"/>'
    package.set_text("[Content_Types].xml", types.replace("<Override", png + "<Override", 1))
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package.set_relationships(drawing, (relation("rId1", f"{base}/image", image),))
    package.set_relationships(part, (relation("rId9", f"{base}/drawing", drawing),))
    text = package.text(part).replace("</worksheet>", '<drawing r:id="rId9"/></worksheet>')
    package.set_text(part, text)


def relation(number: str, kind: str, target: str) -> Any:
    """A relationship."""
    from sorchor_xl.ooxml.package import Relationship

    return Relationship(number, kind, target)


def test_pictures_on_the_form_come_along_issue_07() -> None:
    package = Package.read(template())
    with_picture(package)
    made = Package.read(issue_workbook(package.write(), TWO, scheme=SCHEME))
    forms = [part_of(made, f"ต.{t.name}") for t in TWO.tambons]
    drawings = [rel.target for part in forms for rel in made.relationships(part)]
    assert len(set(drawings)) == len(TWO.tambons)
    for drawing in drawings:
        assert [rel.target for rel in made.relationships(drawing)] == ["xl/media/image1.png"]
        assert made.content_type(drawing) is not None
    assert made.parts["xl/media/image1.png"] == PIXEL
    assert "xl/drawings/drawing1.xml" not in made.parts or "xl/drawings/drawing1.xml" in drawings


def test_rich_text_keeps_its_runs_issue_07() -> None:
    package = Package.read(template())
    strings = package.text("xl/sharedStrings.xml")
    plain = next(
        s for s in re.findall(r"<si>.*?</si>", strings, re.DOTALL) if "ตำบล{{tambon}}" in s
    )
    rich = "<si><r><t>ตำบล</t></r><r><rPr><b/></rPr><t>{{tambon}}</t></r></si>"
    package.set_text("xl/sharedStrings.xml", strings.replace(plain, rich, 1))
    made = Package.read(issue_workbook(package.write(), TWO, scheme=SCHEME))
    expected = "<si><r><t>ตำบล</t></r><r><rPr><b/></rPr><t>ดงพลอง</t></r></si>"
    assert expected in made.text("xl/sharedStrings.xml")


def test_other_readings_reach_a_restyled_template_issue_07() -> None:
    scheme = Scheme.of(RUBRIC, {"A1": "lower"})
    data = issue_workbook(edited(restyle), TWO, scheme=scheme)
    fresh = issue_workbook(build_template(scheme), TWO, scheme=scheme)
    for name in ("ต.แคนดง", "ต.ดงพลอง"):
        one, other = opened(data)[name], opened(fresh)[name]
        for row in other.iter_rows():
            for cell_ in row:
                if cell_.data_type == "f":
                    assert one[cell_.coordinate].value == cell_.value


@pytest.mark.office
def test_a_template_saved_by_libreoffice_issue_07(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template())
    saved = recalculate(path, tmp_path).read_bytes()
    assert check_template(saved, SCHEME) == []
    book = sheets(issue_workbook(saved, TWO, scheme=SCHEME))
    for tambon in TWO.tambons:
        rows = book[f"ต.{tambon.name}"]
        assert answers(rows) == {}
        assert [t.area for t in sheet_tokens(rows)[0]] == [tambon.code]
    plans = locate(book[WORDS.sheets[SheetKind.PLANS]], ANCHORS[SheetKind.PLANS])
    assert list(plans.rows) == ["T312201", "T312202"]


def lose_row(book: Any) -> None:
    """Clear the key of indicator 9."""
    sheet = book[FORM]
    next(c for c in sheet["A"] if c.value == indicator_row(9)).value = None


def lose_base(book: Any) -> None:
    """Clear the key of a base."""
    next(c for c in book[FORM]["A"] if c.value == base_row("funds")).value = None


def lose_column(book: Any) -> None:
    """Clear the key of the column of answers."""
    next(c for c in book[FORM][1] if c.value == "value").value = None


def lose_sheet(book: Any) -> None:
    """Delete แผนพัฒนาตำบล."""
    del book[WORDS.sheets[SheetKind.PLANS]]


def lose_prototype(book: Any) -> None:
    """Clear the key of the prototype row of คัดเลือกดีเด่น."""
    sheet = book[WORDS.sheets[SheetKind.AWARDS]]
    next(c for c in sheet["A"] if "tambon_code" in str(c.value)).value = None


def lose_mark(book: Any) -> None:
    """Clear the corner of the keys."""
    book[WORDS.sheets[SheetKind.ORDERS]]["A1"] = None


def lose_formula(book: Any) -> None:
    """Overwrite the points of indicator 1."""
    sheet = book[FORM]
    column = next(c.column_letter for c in sheet[1] if c.value == "points")
    row = next(c.row for c in sheet["A"] if c.value == indicator_row(1))
    sheet[f"{column}{row}"] = 3


def lose_meta(book: Any) -> None:
    """Delete the metadata."""
    del book["_meta"]


def add_table(book: Any) -> None:
    """A ListObject on the form."""
    from openpyxl.worksheet.table import Table

    book[FORM]["U1"] = "หัว"
    book[FORM].add_table(Table(displayName="T1", ref="U1:U3"))


def refer_to_form(book: Any) -> None:
    """A formula that means one form on a sheet of the province's own."""
    book.create_sheet("ของจังหวัด")["A1"] = f"='{FORM}'!H7"


def chart_the_form(book: Any) -> None:
    """A chart of the form on another sheet."""
    extra = book.create_sheet("กราฟ")
    chart = BarChart()
    chart.add_data(Reference(book[FORM], min_col=11, min_row=14, max_row=20))
    extra.add_chart(chart, "A1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lose_row, (FORM, RUBRIC.indicator(9).display)),
        (lose_base, (FORM, RUBRIC.base("funds").label)),
        (lose_column, (FORM, "ผลงาน")),
        (lose_sheet, (WORDS.sheets[SheetKind.PLANS], "{{token:P}}")),
        (lose_prototype, (WORDS.sheets[SheetKind.AWARDS], "{{tambon_code}}")),
        (lose_mark, (WORDS.sheets[SheetKind.ORDERS], "KEYS")),
        (lose_formula, (FORM, "K13")),
        (lose_meta, ("_meta",)),
        (add_table, (FORM, "Table")),
        (refer_to_form, ("ของจังหวัด", FORM)),
        (chart_the_form, ("กราฟ", FORM)),
    ],
)
def test_faults_of_a_template_are_named_issue_08(
    change: Callable[[Any], None], said: tuple[str, ...]
) -> None:
    faults = check_template(edited(change), SCHEME)
    assert any(all(part in fault for part in said) for fault in faults), faults


def test_all_faults_at_once_issue_08() -> None:
    def both(book: Any) -> None:
        lose_row(book)
        lose_base(book)
        lose_sheet(book)

    assert len(check_template(edited(both), SCHEME)) == 3
    with pytest.raises(TemplateError):
        issue_workbook(edited(both), TWO, scheme=SCHEME)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.4"])
def test_what_is_no_workbook_is_refused_issue_08(data: bytes) -> None:
    assert len(check_template(data, SCHEME)) == 1


def test_a_form_of_other_criteria_is_refused_issue_08() -> None:
    made = edited(lambda book: setattr(book["_meta"]["B3"], "value", "cdd-2570"))
    assert any("cdd-2570" in fault for fault in check_template(made, SCHEME))


def test_the_provinces_choices_stand_in_the_workbook_issue_09() -> None:
    options = FormOptions(
        dates={"results_due": date(2021, 6, 30)},
        letter="ที่ นม ๐๐๑๙/ว ๑",
        letter_date=date(2021, 2, 1),
        contact_unit="กลุ่มงานทดสอบ",
        contact_phone="0 4400 0000",
        mission_count=9,
        extra_criteria=("เด่นด้านดิจิทัล",),
        font="Sarabun",
    )
    data = issue_workbook(template(), TWO, scheme=SCHEME, options=options)
    book = sheets(data)
    read = "\n".join(str(c) for row in book[WORDS.sheets[SheetKind.INSTRUCTIONS]] for c in row)
    for text in ("๓๐ มิถุนายน ๒๕๖๔", "ที่ นม ๐๐๑๙/ว ๑", "กลุ่มงานทดสอบ", "๐ ๔๔๐๐ ๐๐๐๐"):
        assert text in read
    assert answers(book["ต.แคนดง"]) == {"B.missions value": 9}
    dates = {row[0]: row[2] for row in book["_lists"] if row[0]}
    assert dates["X.results_due"] == date(2021, 6, 30)
    awards = opened(data)[WORDS.sheets[SheetKind.AWARDS]]
    letters = {c.value: c.column_letter for c in awards[1] if c.value}
    assert awards[f"{letters['extra1']}4"].value == "7.6 เด่นด้านดิจิทัล"
    assert not awards.column_dimensions[letters["extra1"]].hidden
    assert awards.column_dimensions[letters["extra2"]].hidden
    styles = Package.read(data).text("xl/styles.xml")
    assert 'val="Sarabun"' in styles
    assert "TH SarabunPSK" not in styles


def test_another_province_is_not_given_buriram_letter_issue_09() -> None:
    korat = District(
        Province("30", "นครราชสีมา"), Amphoe("3002", "ครบุรี"), (Tambon("300201", "แชะ"),)
    )
    book = sheets(issue_workbook(template(), korat, scheme=SCHEME))
    text = "\n".join(str(c) for rows in book.values() for row in rows for c in row)
    assert RUBRIC.source.letter not in text
    assert "บุรีรัมย์" not in text
    assert RUBRIC.source.annex in text


def test_more_criteria_than_columns_are_refused_issue_09() -> None:
    with pytest.raises(ValueError, match="5"):
        FormOptions(extra_criteria=tuple("abcdef"))


def test_no_placeholder_is_left_issue_10() -> None:
    package = Package.read(blank())
    left = {name for name in package.parts if b"{{" in package.parts[name]}
    strings = set(re.findall(r"\{\{[^}]*\}\}", package.text("xl/sharedStrings.xml")))
    assert left <= {"xl/sharedStrings.xml"}
    # the template's own strings may stay in the pool, but no cell shows one
    shown = "".join(str(c) for rows in sheets(blank()).values() for row in rows for c in row)
    assert not [name for name in strings if name in shown]
    assert "{{" not in shown
