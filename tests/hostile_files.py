"""Files that want to hang, fill or end the program that opens them; all small on the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from intake_files import zip_of

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = b"http://schemas.openxmlformats.org/package/2006/relationships"
Chunks = Iterator[bytes]


def _parts(strings: bool) -> dict[str, bytes]:
    listed = [(b"rId1", b"worksheet", b"worksheets/sheet1.xml")]
    listed += [(b"rId2", b"sharedStrings", b"sharedStrings.xml")] if strings else []
    links = b"".join(
        b'<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (i, LINKS, kind, target)
        for i, kind, target in listed
    )
    office = b'<Relationship Id="r" Type="%s/officeDocument" Target="xl/workbook.xml"/>' % LINKS
    wrap = b'<Relationships xmlns="%s">%s</Relationships>'
    return {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": wrap % (PACKAGE, office),
        "xl/_rels/workbook.xml.rels": wrap % (PACKAGE, links),
        "xl/workbook.xml": b'<workbook %s xmlns:r="%s"><sheets><sheet name="x" sheetId="1"'
        b' r:id="rId1"/></sheets></workbook>' % (MAIN, LINKS),
    }


def workbook(sheet: Chunks, strings: Chunks | None = None) -> bytes:
    """A workbook of one sheet whose parts are written piece by piece."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in _parts(strings is not None).items():
            archive.writestr(name, content)
        streams = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}
        for name, chunks in streams.items():
            if chunks is not None:
                with archive.open(name, "w", force_zip64=True) as part:
                    for chunk in chunks:
                        part.write(chunk)
    return buffer.getvalue()


def _sheet(body: Chunks, after: bytes = b"") -> Chunks:
    yield b"<worksheet %s><sheetData>" % MAIN
    yield from body
    yield b"</sheetData>%s</worksheet>" % after


def far_cells() -> bytes:
    """Cells A1 and XFD1048576: the parser would set aside room for all between."""
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    rows += b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(_sheet(iter([rows])))


def far_cell_in_a_near_row() -> bytes:
    """The same, hidden in a row that says it is the first."""
    return workbook(_sheet(iter([b'<row r="1"><c r="A1"/><c r="XFD1048576"><v>1</v></c></row>'])))


def twenty_million_cells() -> bytes:
    """Twenty million cells in some hundred kilobytes."""
    return workbook(_sheet(b'<c r="A1"/>' * 10_000 for _ in range(2000)))


def many_cells_within_limits() -> bytes:
    """As many cells as fit under the limit, all in near rows and columns."""
    row = b'<row r="%d">' + b"<c><v>1</v></c>" * 200 + b"</row>"
    return workbook(_sheet(row % (n % 1999 + 1) for n in range(30_000)))


def a_gigabyte_of_text() -> bytes:
    """One text of a gigabyte."""
    strings = (b"x" * 1_000_000 for _ in range(1000))

    def shared() -> Chunks:
        yield b"<sst %s><si><t>" % MAIN
        yield from strings
        yield b"</t></si></sst>"

    cell = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return workbook(_sheet(iter([cell])), shared())


def lying_counts() -> bytes:
    """Four thousand million shared texts, it says."""
    strings = b'<sst %s count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>' % MAIN
    cell = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    return workbook(_sheet(iter([cell])), iter([strings]))


def text_out_of_range() -> bytes:
    """A cell that points behind the last shared text."""
    strings = b"<sst %s><si><t>x</t></si></sst>" % MAIN
    cell = b'<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'
    return workbook(_sheet(iter([cell])), iter([strings]))


def million_empty_rows() -> bytes:
    """A million rows with nothing in them."""
    return workbook(_sheet(b'<row r="%d" s="1"/>' % n for n in range(1, 1_048_577)))


def million_styled_cells() -> bytes:
    """A sheet formatted to the bottom."""
    rows = (
        b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n)
        for n in range(1, 400_000)
    )
    return workbook(_sheet(rows))


def one_huge_merge() -> bytes:
    """One merge over 160,000 cells; openpyxl would make each of them."""
    merge = b'<mergeCells count="1"><mergeCell ref="A1:NTP400"/></mergeCells>'
    return workbook(_sheet(iter([b'<row r="1"><c r="A1"><v>1</v></c></row>']), merge))


def a_million_merges() -> bytes:
    """More merges than anybody made by hand."""
    merges = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(1, 200_000))
    return workbook(_sheet(iter([b""]), b"<mergeCells>" + merges + b"</mergeCells>"))


def entity_bomb() -> bytes:
    """A thousand million laughs."""
    entities = b'<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    xml = b'<?xml version="1.0"?><!DOCTYPE x [%s]><worksheet %s><sheetData>' % (entities, MAIN)
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return workbook(iter([xml, cell, b"</sheetData></worksheet>"]))


def external_entity() -> bytes:
    """A system file as an entity."""
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    return workbook(
        iter([xml, b"<worksheet %s><sheetData>" % MAIN, cell, b"</sheetData></worksheet>"])
    )


def deep_nesting() -> bytes:
    """Elements within elements within elements."""
    return workbook(_sheet(iter([b"<a>" * 2_000_000])))


def endless_attribute() -> bytes:
    """A cell whose address is fifty megabytes long."""
    return workbook(_sheet(iter([b'<row r="1"><c r="', b"A" * 50_000_000, b'1"/></row>'])))


def zip_of_zips() -> bytes:
    """A zip in a zip in a zip."""
    data = zip_of({"x.xlsx": far_cells()})
    for depth in range(5):
        data = zip_of({f"{depth}.zip": data})
    return data


def climbing_names() -> bytes:
    """Members whose names lead out of any folder."""
    return zip_of({"../../../../tmp/evil.xlsx": far_cells(), "/etc/evil.xlsx": far_cells()})


def zip_bomb() -> bytes:
    """Ten members of a hundred megabytes each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(10):
            with archive.open(f"{number}.xlsx", "w") as part:
                for _ in range(100):
                    part.write(bytes(1_000_000))
    return buffer.getvalue()


def many_members() -> bytes:
    """A zip with more members than anybody sends."""
    return zip_of({f"{n}.xlsx": b"" for n in range(10_000)}, stored=True)


def ods_of_repeats() -> bytes:
    """A thousand million cells in one line of an .ods."""
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        b'<office:spreadsheet><table:table table:name="x">'
        b'<table:table-row table:number-rows-repeated="1048576">'
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float"'
        b' office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
        b"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": kind, "META-INF/manifest.xml": b"<x/>", "content.xml": content})


HOSTILE: dict[str, Callable[[], bytes]] = {
    maker.__name__: maker
    for maker in (
        far_cells,
        far_cell_in_a_near_row,
        twenty_million_cells,
        many_cells_within_limits,
        a_gigabyte_of_text,
        lying_counts,
        text_out_of_range,
        million_empty_rows,
        million_styled_cells,
        one_huge_merge,
        a_million_merges,
        entity_bomb,
        external_entity,
        deep_nesting,
        endless_attribute,
        zip_of_zips,
        climbing_names,
        zip_bomb,
        many_members,
        ods_of_repeats,
    )
}
