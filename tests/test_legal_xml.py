"""XML may say the same in many ways; what it says is what every XML parser reads.

LEGAL-01  A sheet of legal XML in a shape no known program writes reads as in openpyxl, and its
          formulas, errors, percents and merges are told.
LEGAL-02  Texts of the shared strings likewise.
LEGAL-03  What no program could mean (a cell twice, a part twice, numbers of thousands of digits)
          is refused or read as nothing, and raises nothing unforeseen.
LEGAL-04  Every encoding hides as little as UTF-8: a document type in any of them is refused.
LEGAL-05  No sheet, however made, keeps a pattern busy: time grows with its length.
LEGAL-06  What the programs we know write is recognised and needs no second look.
"""

from __future__ import annotations

import io
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from intake_files import zip_of
from issued import filled

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.zip_view import BadZipError, Budget
from sorchor_xl.workbooks.grid import open_book
from sorchor_xl.workbooks.number_formats import classify_code
from sorchor_xl.workbooks.sheet_traits import Merge, NumberClass
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError, open_package
from sorchor_xl.workbooks.xlsx_rewriting import BadSheetError, with_plain_tags
from sorchor_xl.workbooks.xlsx_shape import is_known, is_near, ordered_rows
from sorchor_xl.workbooks.xml_text import utf8_xml

ROOT = Path(__file__).parents[1]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'  # fmt: skip  # noqa: E501


def book(sheet: str | bytes, strings: str = "<si><t>ก</t></si>", **others: str | bytes) -> bytes:
    """A workbook of one sheet, its rows written just so."""
    if isinstance(sheet, str) and "worksheet" not in sheet:
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
    kinds = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml"}
    kinds["sharedStrings"] = "sharedStrings.xml"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds.items())
    )
    overrides = "".join(
        f'<Override PartName="/xl/{part}" ContentType="{TYPE}.{kind}+xml"/>'
        for part, kind in {
            "workbook.xml": "sheet.main",
            "worksheets/sheet1.xml": "worksheet",
            "styles.xml": "styles",
            "sharedStrings.xml": "sharedStrings",
        }.items()
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" '
        f'ContentType="{rels}"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="x" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
        **others,
    }
    return zip_of({n: p if isinstance(p, bytes) else p.encode() for n, p in parts.items()})


def ours(data: bytes) -> dict[str, object]:
    """Every value by address, as our side reads it."""
    (sheet,) = open_book(data, FileKind.XLSX).sheets
    return {
        f"{chr(65 + column)}{row + 1}": value
        for row, cells in enumerate(sheet.rows)
        for column, value in enumerate(cells)
        if value not in ("", None)
    }


def theirs(data: bytes) -> dict[str, object]:
    """The same as openpyxl reads it."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the workbook has no default style
        sheet = load_workbook(io.BytesIO(data), data_only=True).active
    assert sheet is not None
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


ODD = {
    "value before formula": '<row r="1"><c r="A1"><v>5</v><f>2+3</f></c></row>',
    "apostrophes": "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
    "apostrophes in part": '<row r="1"><c r="A1" t=\'s\'><v>0</v></c></row>',
    "newline in a tag": '<row r="1"><c\nr="A1"\nt="s"><v>0</v></c></row>',
    "newline before the end": '<row r="1"><c r="A1" t="s"\n><v>0</v></c\n></row>',
    "tab in a tag": '<row r="1"><c r="A1"\tt="s"><v>0</v></c></row>',
    "spaces around equals": '<row r = "1"><c r = "A1"><v>7</v></c></row>',
    "an instruction in a value": '<row r="1"><c r="A1"><v>1<?x y?>2</v></c></row>',
    "a comment in a value": '<row r="1"><c r="A1"><v>1<!-- 5 -->2</v></c></row>',
    "a comment around a cell": '<row r="1"><!--<c r="A1"><v>1</v></c>--><c r="B1"><v>2</v></c></row>',  # noqa: E501
    "an entity in a text": '<row r="1"><c r="A1" t="str"><v>&#49;&amp;&lt;</v></c></row>',
    "an entity in a typed text": '<row r="1"><c r="A1" t="inlineStr"><is><t>&#49;&gt;</t></is></c>'
    "</row>",
    "a line end in a result": '<row r="1"><c r="A1" t="str"><f>1</f><v>a&#10;b</v></c></row>',
    "CDATA": '<row r="1"><c r="A1"><v><![CDATA[12]]></v></c></row>',
    "an entity in an address": '<row r="1"><c r="A&#49;"><v>12</v></c></row>',
    "an entity in a value": '<row r="1"><c r="A1"><v>&#49;2</v></c></row>',
    "an entity in a type": '<row r="1"><c r="A1" t="&#115;"><v>0</v></c></row>',
    "a value with an attribute": '<row r="1"><c r="A1"><v xml:space="preserve">12</v></c></row>',
    "an unknown element in a cell": '<row r="1"><c r="A1"><z><v>9</v></z><v>12</v></c></row>',
    "rich text in a cell": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r>'
    "</is></c></row>",
    "no addresses": "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
    "a row that is another": '<row r="1"><c r="A1"><v>1</v></c><c r="B3"><v>2</v></c></row>',
    "rows in disorder": '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c>'
    "</row>",
    "white space everywhere": '\n <row r="1">\n  <c r="A1">\n   <v>12</v>\n  </c>\n </row>\n',
    "a second cells element in a comment": '<!--</sheetData><sheetData>--><row r="1"><c r="A1">'
    "<v>1</v></c></row>",
    "closing tags in a comment": '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<!-- <row r="1"><c r="A1"><v>9</v></c></row> -->',
}


@pytest.mark.parametrize("sheet", ODD.values(), ids=ODD)
def test_odd_xml_reads_as_in_another_program(sheet: str) -> None:
    """LEGAL-01."""
    data = book(sheet)
    assert ours(data) == theirs(data) != {}


def test_what_stands_beside_a_value_is_told_however_written() -> None:
    """LEGAL-01."""
    sheet = (
        f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1'>"
        "<x:c r='A1'><x:v>5</x:v><x:f>2+3</x:f></x:c><x:c r='B1' t='e'><x:v>#REF!</x:v></x:c>"
        "<x:c s='1' r='C1'><x:v>0.5</x:v></x:c></x:row></x:sheetData>"
        "<x:mergeCells count='1'><x:mergeCell ref='A5:B6'/></x:mergeCells></x:worksheet>"
    )
    (read,) = open_book(book(sheet), FileKind.XLSX).sheets
    assert read.traits.cell(0, 0).formula == "2+3"
    assert read.traits.cell(0, 1).error == "#REF!"
    assert read.traits.cell(0, 2).number is NumberClass.PERCENT
    assert read.traits.merges == (Merge(4, 0, 5, 1),)


@pytest.mark.parametrize(
    "strings",
    [
        "<si><t>1<?x?>2</t></si>",
        "<si><t>1<!-- 9 -->2</t></si>",
        "<si><t><![CDATA[12]]></t></si>",
        "<si><t>&#49;&#x32;</t></si>",
        "<si><r><t>1</t></r><r><t>2<!----></t></r><rPh sb='0' eb='1'><t>no</t></rPh></si>",
        "<!-- <si><t>no</t></si> --><si><t>12</t></si>",
    ],
)
def test_odd_texts(strings: str) -> None:
    """LEGAL-02."""
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert ours(book(cells, strings)) == {"A1": "12"}
    assert theirs(book(cells, strings)) == {"A1": "12"}


NINES = "9" * 5000


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
        f'<row r="{NINES}"><c r="A1"><v>1</v></c></row>',
        f'<row r="1"><c r="A{NINES}"><v>1</v></c></row>',
        '<row r="1"><c&#10;r="A1"><v>1</v></c></row>',
    ],
)
def test_what_no_program_could_mean_is_refused(sheet: str) -> None:
    """LEGAL-03."""
    with pytest.raises(BadZipError):
        open_book(book(sheet), FileKind.XLSX)


def test_parts_that_differ_by_letter_case_are_refused() -> None:
    """LEGAL-03: one program would read the one, another the other."""
    one = '<row r="1"><c r="A1"><v>1</v></c></row>'
    other = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    with pytest.raises(BadZipError):
        open_book(book(one, **{"xl/Worksheets/Sheet1.xml": other}), FileKind.XLSX)


def test_a_number_format_of_five_thousand_digits() -> None:
    """LEGAL-03."""
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="{NINES}" formatCode="0%"/>'
        f'</numFmts><cellXfs><xf numFmtId="{NINES}"/></cellXfs></styleSheet>'
    )
    data = book('<row r="1"><c r="A1" s="0"><v>1</v></c></row>', **{"xl/styles.xml": styles})
    assert ours(data) == {"A1": 1.0}


BOMB = f'<!DOCTYPE x [<!ENTITY a "9">]><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
BOMB += '<c r="A1"><v>&a;</v></c></row></sheetData></worksheet>'


@pytest.mark.parametrize("space", ["", " ", "\n\n"])
@pytest.mark.parametrize("page", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_hides_in_no_encoding(page: str, space: str) -> None:
    """LEGAL-04: with a mark, without one, and behind white space."""
    with pytest.raises(UnsafePackageError):
        open_package(book((space + BOMB).encode(page)), Budget(10_000_000))


@pytest.mark.parametrize("page", ["cp037", "utf-7", "hz", "iso2022_jp", "cp874", "utf-32"])
def test_a_document_type_in_a_declared_encoding(page: str) -> None:
    """LEGAL-04: read as declared and refused, or not read at all."""
    declared = f'<?xml version="1.0" encoding="{page}"?>'.encode()
    with pytest.raises((UnsafePackageError, BadZipError)):
        open_package(book(declared + BOMB.encode(page)), Budget(10_000_000))


@pytest.mark.parametrize("page", ["x-nobody", "rot13", "base64", "idna", "undefined"])
def test_an_unknown_encoding_is_damage(page: str) -> None:
    """LEGAL-04."""
    sheet = f'<?xml version="1.0" encoding="{page}"?><worksheet xmlns="{MAIN}"><sheetData/>'
    with pytest.raises(BadZipError):
        open_book(book(f"{sheet}</worksheet>".encode()), FileKind.XLSX)


def test_a_thai_encoding_is_read() -> None:
    """LEGAL-04."""
    sheet = '<?xml version="1.0" encoding="windows-874"?>'
    sheet += f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
    sheet += "<t>ตำบล</t></is></c></row></sheetData></worksheet>"
    assert ours(book(sheet.encode("cp874"))) == {"A1": "ตำบล"}


@pytest.mark.parametrize(
    "piece",
    ["<f ", "<c ", '<c r="AAA1" ', "<c r='A1'>", '<row r="1">', "<v>", "<!--", "&", "<f>", "<x>"],
)
def test_no_sheet_keeps_a_pattern_busy(piece: str) -> None:
    """LEGAL-05: half a megabyte of what some pattern begins with."""
    head = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c>'
    sheet = (head + piece * (500_000 // len(piece)) + "</sheetData></worksheet>").encode()
    start = time.process_time()
    assert ordered_rows(sheet) is None
    assert not is_near(sheet)
    assert not is_known(sheet)
    with pytest.raises(BadSheetError):
        with_plain_tags(sheet)
    assert time.process_time() - start < 3.0


@pytest.mark.parametrize(
    ("rows", "known"),
    [
        (["A1 B1 AJ1", "A2"], True),
        (["B1 A1"], True),
        (["A1 AJ1 AK1 IV1"], True),
        (["A1 B1 A1"], False),
        (["B1 A1 A1"], False),
        (["IV1 IV1"], False),
        (["A1", "B1"], False),
        (["A2", "A1", "B2"], False),
        (["B1 A1", "C1"], False),
        (["A2 B1"], False),
    ],
)
def test_what_stands_twice_is_never_recognised(rows: list[str], known: bool) -> None:
    """LEGAL-03: nor a cell in another row; the order of cells does not matter."""
    written = ""
    for places in rows:
        cells = "".join(f'<c r="{place}" s="1"><v>1</v></c>' for place in places.split())
        written += f'<row r="{places.split()[0].lstrip("ABIV")}">{cells}</row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData></worksheet>'
    assert known or ordered_rows(sheet.encode()) is None
    assert is_near(sheet.encode()) is known
    assert is_known(sheet.encode()) is known


@pytest.mark.parametrize("piece", ["[", '"', "\\", "_", "*", "[$", '["'])
def test_no_number_format_keeps_a_pattern_busy(piece: str) -> None:
    """LEGAL-05."""
    start = time.process_time()
    classify_code(piece * 500_000)
    assert time.process_time() - start < 0.5


def sheets(data: bytes) -> list[bytes]:
    """The worksheets of a package, as they are when they are looked at."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        return [utf8_xml(package.read(n)) for n in names]


def test_what_we_issue_and_others_save_is_recognised() -> None:
    """LEGAL-06: our own, and the sample returns, some of them saved by LibreOffice."""
    returned = sorted((ROOT / "samples" / "returned").glob("*.xlsx"))
    assert len(returned) > 5
    for data in (filled(), *(path.read_bytes() for path in returned)):
        assert None not in map(ordered_rows, sheets(data))


def test_what_openpyxl_saves_is_recognised() -> None:
    """LEGAL-06."""
    from openpyxl import load_workbook

    out = io.BytesIO()
    load_workbook(io.BytesIO(filled())).save(out)
    assert all(map(is_near, sheets(out.getvalue())))
