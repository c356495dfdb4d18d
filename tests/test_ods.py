"""An .ods says the same in many ways.

ODS-01  White space between cells, a number beside a text, other prefixes, comments and drawings in
        a cell, groups and heading rows, the flat form: values, formulas, merges and hidden sheets
        are those of the plainest writing.
ODS-02  What repeats without end, is no number or hides a document type stops nothing.
"""

from __future__ import annotations

import re

import pytest
from intake_files import zip_of

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.zip_view import BadZipError
from sorchor_xl.workbooks.grid import open_book
from sorchor_xl.workbooks.xml_text import UnsafePackageError

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = "".join(
    f' xmlns:{name}="{OASIS}{name}:1.0"' for name in ("office", "table", "text", "style", "drawing")
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
BODY = (
    '<office:automatic-styles><style:style style:name="t1" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    '<office:body><office:spreadsheet><table:table table:name="ก">'
    "<table:table-row>"
    '<table:table-cell office:value-type="float" office:value="45"><text:p>45</text:p>'
    "</table:table-cell>"
    '<table:table-cell office:value-type="string"><text:p>ตำบล ก</text:p></table:table-cell>'
    '<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p>'
    "</table:table-cell>"
    "</table:table-row>"
    '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    "<table:table-row>"
    '<table:table-cell table:formula="of:=[.A1]+1" office:value-type="float" office:value="46">'
    "<text:p>46</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-spanned="2" office:value-type="date" '
    'office:date-value="2021-04-22"><text:p>22 เม.ย. 64</text:p></table:table-cell>'
    "</table:table-row></table:table>"
    '<table:table table:name="ซ่อน" table:style-name="t1"><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body>"
)


def document(body: str, spaces: str = SPACES, head: str = "") -> bytes:
    """An .ods with this body."""
    content = f"{head}<office:document-content{spaces}>{body}</office:document-content>"
    return zip_of({"mimetype": KIND.encode(), "content.xml": content.encode()}, stored=True)


def told(data: bytes) -> list[object]:
    """All that is read of a workbook."""
    return [
        (
            sheet.name,
            sheet.hidden,
            [[cell for cell in row if cell not in ("", None)] for row in sheet.rows],
            sheet.traits.merges,
            [sheet.traits.cell(row, column) for row in range(4) for column in range(4)],
        )
        for sheet in open_book(data, FileKind.ODS).sheets
    ]


def pretty(body: str) -> str:
    """Every element on a line of its own, but for the text of a cell."""
    return re.sub(r"(?<=>)(?=</?(?:table|office|style):)", "\n   ", body)


def in_cells(inside: str) -> str:
    """The body with this in front of the text of each cell."""
    return BODY.replace("<text:p>", f"{inside}<text:p>")


NOTE = "<office:annotation><text:p>เดิม 99</text:p></office:annotation>"
DRAWING = "<drawing:frame><drawing:text-box><text:p>99</text:p></drawing:text-box></drawing:frame>"
GROUPS = BODY.replace("<table:table-row>", "<table:table-row-group><table:table-row>", 1).replace(
    "</table:table-row>", "</table:table-row></table:table-row-group>", 1
)
WAYS = {
    "pretty": pretty(BODY),
    "value on a text": BODY.replace('"string"', '"string" office:value="0"'),
    "a comment in each cell": in_cells(NOTE),
    "a drawing in each cell": in_cells(DRAWING),
    "an XML comment": BODY.replace("ตำบล ก", "ตำบล<!-- x --> ก"),
    "a span": BODY.replace("ตำบล ก", "<text:span>ตำบล</text:span> ก"),
    "a space element": BODY.replace("ตำบล ก", "ตำบล<text:s/>ก"),
    "groups of rows": GROUPS,
    "heading rows": GROUPS.replace("row-group", "header-rows"),
    "shapes of a sheet": BODY.replace(
        'table:name="ก">', f'table:name="ก"><table:shapes>{DRAWING}</table:shapes>'
    ),
}


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
def test_other_ways_to_write_the_same(body: str) -> None:
    """ODS-01."""
    assert body != BODY
    assert told(document(body)) == told(document(BODY))


def test_other_prefixes() -> None:
    """ODS-01: the prefix is the writer's own affair."""
    data = document(BODY)
    spaces, body = SPACES, BODY
    for name in ("table", "text"):
        spaces = spaces.replace(f"xmlns:{name}=", f"xmlns:x{name}=")
        body = re.sub(rf"(?<=[</ ]){name}:", f"x{name}:", body)
    assert told(document(body, spaces)) == told(data)


def test_all_parts_in_one_file() -> None:
    """ODS-01: .fods."""
    flat = f'<?xml version="1.0"?><office:document{SPACES} office:mimetype="{KIND}">{BODY}'
    data = f"{flat}</office:document>".encode()
    assert sniff(data, "x.fods") is FileKind.ODS
    assert told(data) == told(document(BODY))


def test_what_the_plainest_writing_says() -> None:
    """ODS-01."""
    first, second = open_book(document(BODY), FileKind.ODS).sheets
    assert (first.name, first.hidden, second.name, second.hidden) == ("ก", False, "ซ่อน", True)
    assert [first.value(0, 0), first.value(0, 1)] == [45.0, "ตำบล ก"]
    assert first.traits.cell(3, 0).formula == "[.A1]+1"
    assert first.traits.cell(0, 2).number == "percent"
    assert first.value(3, 0) == 46.0


@pytest.mark.parametrize("stated", ["9" * 5000, "-1", "x", "", "๙"])
@pytest.mark.parametrize("name", ["number-rows-repeated", "number-columns-spanned"])
def test_numbers_that_are_none(name: str, stated: str) -> None:
    """ODS-02."""
    at = "<table:table-row>" if "rows" in name else "<table:table-cell "
    body = BODY.replace(at, f'{at[:-1].rstrip()} table:{name}="{stated}"{at[-1]}', 1)
    assert open_book(document(body), FileKind.ODS).sheets


@pytest.mark.parametrize("page", ["utf-8", "utf-16", "utf-16-le"])
def test_a_document_type_is_refused(page: str) -> None:
    """ODS-02."""
    head = '<!DOCTYPE x [<!ENTITY a "9">]>'
    content = f"{head}<office:document-content{SPACES}>{BODY}</office:document-content>"
    data = zip_of({"mimetype": KIND.encode(), "content.xml": content.encode(page)})
    with pytest.raises(UnsafePackageError):
        open_book(data, FileKind.ODS)


def test_what_is_no_xml_is_damage() -> None:
    """ODS-02."""
    with pytest.raises(BadZipError):
        open_book(document(BODY[:-50]), FileKind.ODS)
