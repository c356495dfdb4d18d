"""The look at a workbook before a parser sees it.

GUARD-01  The rebuilt workbook reads the same as the one received.
GUARD-02  Cells that no form reaches, lying counts and bombs never reach the parser.
GUARD-03  A document type is refused, however it is encoded.
GUARD-04  Formulas, errors, percents, dates (Thai formats too) and merged cells are told.
GUARD-05  A sheet written unlike any known program reads the same.
GUARD-07  Odd spelling of parts, and bytes around the zip, change nothing.
GUARD-06  Custom number formats are told by their codes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from drawn_workbook import Drawing, draw, full
from intake_files import zip_of, zip_with_raw_names
from python_calamine import CalamineWorkbook

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.zip_view import BadZipError, Budget, TooLargeError
from sorchor_xl.workbooks import grid
from sorchor_xl.workbooks.grid import WorkbookGrid, open_book
from sorchor_xl.workbooks.number_formats import classify, classify_code
from sorchor_xl.workbooks.sheet_traits import Merge, NumberClass
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError, open_package

WORKBOOK = draw(Drawing(forms={"310101": full(), "310102": full()}))


def one_sheet(write: Callable[[Any, Any], None]) -> bytes:
    """A workbook of one sheet, drawn by ``write(book, sheet)``."""

    def touch(book: Any) -> None:
        write(book, book.get_worksheet_by_name("x"))

    def start(book: Any) -> None:
        book.add_worksheet("x")
        touch(book)

    return draw(Drawing(), start)


def last(data: bytes, kind: FileKind = FileKind.XLSX) -> Any:
    """The last sheet of a workbook."""
    return open_book(data, kind).sheets[-1]


def edit(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with each part put through ``change(name, content)``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zip_of({name: change(name, archive.read(name)) for name in archive.namelist()})


def in_sheet(data: bytes, old: bytes, new: bytes, sheet: str = "xl/worksheets/sheet2.xml") -> bytes:
    """The workbook with bytes of one sheet replaced; they must be there."""

    def change(name: str, content: bytes) -> bytes:
        if name != sheet:
            return content
        assert old in content
        return content.replace(old, new)

    return edit(data, change)


def values(data: bytes) -> list[list[list[object]]]:
    """All cells as our side sees them."""
    return [[list(row) for row in sheet.rows] for sheet in open_book(data, FileKind.XLSX).sheets]


def bare(data: bytes) -> list[list[list[object]]]:
    """All cells as the parser alone sees them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    places = range(len(book.sheet_names))
    grids = [book.get_sheet_by_index(i).to_python(skip_empty_area=False) for i in places]
    return [[list(row) for row in rows] for rows in grids]


def test_the_rebuilt_workbook_reads_the_same() -> None:
    """GUARD-01: names, order and every cell."""
    assert values(WORKBOOK) == bare(WORKBOOK)
    names = [sheet.name for sheet in open_book(WORKBOOK, FileKind.XLSX).sheets]
    assert names == CalamineWorkbook.from_filelike(io.BytesIO(WORKBOOK)).sheet_names


def test_hidden_sheets_macros_and_dates_from_1904() -> None:
    """GUARD-01."""

    def touch(book: Any) -> None:
        book.add_worksheet("h").hide()
        book.add_worksheet("v").very_hidden()
        book.set_custom_property("sorchor", "SX1")

    book = open_book(draw(Drawing(), touch), FileKind.XLSX)
    assert [s.hidden for s in book.sheets[-2:]] == [True, True]
    assert book.properties == {"sorchor": "SX1"}
    assert (book.date1904, book.macros, book.external_links) == (False, False, False)


def test_far_cells_are_never_shown_to_the_parser() -> None:
    """GUARD-02: A1 and XFD1048576; a far column within reach of rows; a far row alone."""

    def write(_: Any, sheet: Any) -> None:
        for cell in ("A1", "B3", "IV2000", "IW3", "AAA3", "C2001", "A1048576", "XFD1048576"):
            sheet.write(cell, cell)

    sheet = last(one_sheet(write))
    seen = [cell for row in sheet.rows for cell in row if cell != ""]
    assert seen == ["A1", "B3", "IV2000"]
    assert sheet.cut


def test_a_far_cell_in_a_near_row_is_cut_too() -> None:
    """GUARD-02: the parser believes the cell, not the row it stands in."""
    forged = in_sheet(WORKBOOK, b'<c r="B1"', b'<c r="B1048576"')
    assert max(len(rows) for rows in values(forged)) < 100


def test_counts_that_lie_are_dropped() -> None:
    """GUARD-02: the parser would set aside room for four thousand million texts."""

    def lie(name: str, content: bytes) -> bytes:
        return (
            content.replace(b'uniqueCount="', b'uniqueCount="4000000000')
            if (name == "xl/sharedStrings.xml")
            else content
        )

    assert values(edit(WORKBOOK, lie)) == values(WORKBOOK)


def test_inflating_stops_at_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """GUARD-02."""
    monkeypatch.setattr(grid, "INFLATED_LIMIT", 3_000_000)
    bomb = in_sheet(WORKBOOK, b"</sheetData>", b" " * 4_000_000 + b"</sheetData>")
    with pytest.raises(TooLargeError):
        open_book(bomb, FileKind.XLSX)


def test_what_the_parser_does_not_need_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    """GUARD-02: a large picture does no harm."""
    monkeypatch.setattr(grid, "INFLATED_LIMIT", 1_000_000)
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert open_book(
        zip_of({**parts, "xl/media/image1.png": bytes(5_000_000)}), FileKind.XLSX
    ).sheets


@pytest.mark.parametrize("page", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
def test_a_document_type_is_refused(part: str, page: str) -> None:
    """GUARD-03: entities would multiply while parsing."""

    def bomb(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        body = content.decode().partition("?>")[2]
        return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>{body}'.encode(page)

    with pytest.raises(UnsafePackageError):
        open_package(edit(WORKBOOK, bomb), Budget(10_000_000))


def test_utf16_parts_read_the_same() -> None:
    """GUARD-05."""

    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    assert values(edit(WORKBOOK, change)) == values(WORKBOOK)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<sheetData>", b"<!-- a comment --><sheetData>"),
        (b'<c r="B1" ', b'<c  r="B1" '),
        (b'<row r="1" ', b'<row ht="15" r="1" '),
        (b'<row r="1" ', b"<row\n"),
        (b'<c r="A1" t="s">', b'<c t="s" r="A1">'),
        (b'<c r="A1" t="s">', b'<c t="s">'),
        (b'<c r="B1" t="s">', b"<c t='s'>"),
        (b"><f>", b">\n  <f>"),
        (b"><v>", b">\r\n<v>"),
    ],
)
def test_other_ways_to_write_the_same_sheet(old: bytes, new: bytes) -> None:
    """GUARD-05: values and looks alike."""
    other = in_sheet(WORKBOOK, old, new)
    assert values(other) == values(WORKBOOK)
    first, second = (open_book(data, FileKind.XLSX).sheets[1].traits for data in (WORKBOOK, other))
    places = [(row, column) for row in range(50) for column in range(15)]
    assert [first.cell(*at) for at in places] == [second.cell(*at) for at in places]
    assert any(first.cell(*at).formula for at in places)


def test_a_prefixed_sheet_with_rich_text_and_merges() -> None:
    """GUARD-05: as programs built on the Open XML SDK write."""
    xml = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t='inlineStr'><x:is>"
        b"<x:r><x:rPr><x:family/></x:rPr><x:t>a&lt;</x:t></x:r><x:r><x:t>b</x:t></x:r>"
        b"<x:rPh><x:t>no</x:t></x:rPh></x:is></x:c></x:row></x:sheetData>"
        b'<x:mergeCells><x:mergeCell ref="A5:B6"/></x:mergeCells></x:worksheet>'
    )
    data = edit(WORKBOOK, lambda name, c: xml if name == "xl/worksheets/sheet2.xml" else c)
    sheet = open_book(data, FileKind.XLSX).sheets[1]
    assert [list(row) for row in sheet.rows] == [[1.0, "a<b"]]
    assert sheet.traits.merges == (Merge(4, 0, 5, 1),)


def test_broken_parts_are_refused() -> None:
    """GUARD-02."""
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with pytest.raises(BadZipError):
            open_book(zip_of({**parts, part: b"<x"}), FileKind.XLSX)


def looked(cell: str, write: Callable[[Any, Any], None]) -> Any:
    """The look at a cell of a drawn sheet."""
    row, column = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    return last(one_sheet(write)).traits.cell(row, column)


def test_formulas_and_errors_are_told() -> None:
    """GUARD-04: an error looks like a blank to the parser, and so does a formula not calculated."""
    assert looked("B2", lambda _, s: s.write_formula("B2", "=SUM(A1:A9)", None, 3)).formula == (
        "SUM(A1:A9)"
    )
    error = looked("B2", lambda _, s: s.write_formula("B2", "=1/0", None, "#DIV/0!"))
    assert (error.formula, error.error) == ("1/0", "#DIV/0!")
    assert looked("B2", lambda _, s: s.write("B2", 5)).formula is None
    array = looked("B3", lambda _, s: s.write_array_formula("B2:B4", "{=A2:A4*2}", None, 1))
    assert array.formula == ""


@pytest.mark.parametrize(
    ("number_format", "value", "number"),
    [
        ("0%", 0.75, "percent"),
        (10, 0.75, "percent"),
        (68, 0.75, "percent"),
        ("0", 3, "plain"),
        (71, 44308, "date"),
        ("[$-107041E]d mmm yyyy", 44308, "date"),
        ('0" คน"', 3, "plain"),
    ],
)
def test_number_formats_are_told(number_format: object, value: float, number: str) -> None:
    """GUARD-04: the Thai built-in formats 59–81 included; dates arrive as dates."""

    def write(book: Any, sheet: Any) -> None:
        made = book.add_format({"num_format": number_format})
        sheet.write_number("B2", value, made)

    sheet = last(one_sheet(write))
    assert sheet.traits.cell(1, 1).number == number
    if number == "date":
        assert sheet.value(1, 1).toordinal() == datetime(2021, 4, 22).toordinal()  # noqa: DTZ001


def test_merged_cells_are_told() -> None:
    """GUARD-04."""
    sheet = last(one_sheet(lambda _, s: s.merge_range("B2:C4", "x")))
    assert sheet.traits.merges == (Merge(1, 1, 3, 2),)
    assert sheet.traits.merges[0].holds(2, 2)
    assert not sheet.traits.merges[0].holds(4, 1)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("General", "plain"),
        ("#,##0.00", "plain"),
        ('_-"฿"* #,##0.00_-;[Red]-#,##0.00', "plain"),
        ("0.00E+00", "plain"),
        ("t0", "plain"),
        ("0.0%", "percent"),
        ('0" %"', "plain"),
        (r"0\%", "plain"),
        ("[h]:mm", "date"),
        ("[Red]0", "plain"),
        ("[$-D07041E]d mmmm yyyy", "date"),
        ("ว/ด/ปปปป", "date"),
        ("d/m/bbbb", "date"),
        ("@", "plain"),
        ("[>100]0;0", "plain"),
    ],
)
def test_custom_codes(code: str, number: str) -> None:
    """GUARD-06."""
    assert classify_code(code) == number
    assert classify(164, {164: code}) == number
    assert classify(0, {}) is NumberClass.PLAIN


def test_a_strict_workbook_reads_the_same() -> None:
    """GUARD-01: openpyxl would show no sheet at all."""

    def strict(_: str, content: bytes) -> bytes:
        main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        links = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        content = content.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return content.replace(links, b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    book: WorkbookGrid = open_book(edit(WORKBOOK, strict), FileKind.STRICT)
    assert [[list(row) for row in sheet.rows] for sheet in book.sheets] == bare(WORKBOOK)


def renamed(data: bytes, name: Callable[[str], str]) -> bytes:
    """The workbook with every part renamed, and what leads to it where the folder changes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    if name("xl/") == "book/":
        parts = {
            n: c.replace(b'"/xl/', b'"/book/').replace(b'"xl/', b'"book/') for n, c in parts.items()
        }
    raw = {name(n).encode(): content for n, content in parts.items()}
    return zip_with_raw_names(raw)


SPELT: dict[str, Callable[[bytes], bytes]] = {
    "backslashes": lambda data: renamed(data, lambda n: n.replace("/", "\\")),
    "capitals": lambda data: renamed(data, str.upper),
    "a leading slash": lambda data: renamed(data, lambda n: f"/{n}"),
    "another folder": lambda data: renamed(data, lambda n: n.replace("xl/", "book/")),
    "bytes in front": lambda data: b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + data,
    "bytes behind": lambda data: data + b"\r\n--boundary--" * 10_000,
    "bytes on both sides": lambda data: bytes(100) + data + bytes(100_000),
}


@pytest.mark.parametrize("spell", SPELT.values(), ids=SPELT)
def test_a_package_is_one_however_spelt(spell: Callable[[bytes], bytes]) -> None:
    """GUARD-07."""
    data = spell(WORKBOOK)
    assert sniff(data, "x.xlsx") is FileKind.XLSX
    assert values(data) == values(WORKBOOK)
