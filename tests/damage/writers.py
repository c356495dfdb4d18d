"""What other programs, mail and disks do to a whole workbook."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace

from issued import filled
from lxml import etree
from openpyxl import load_workbook

from damage.subject import (
    CODES,
    NAMES,
    Promise,
    Subject,
    damage,
    flagged,
    places,
    right,
    right_or,
)
from damage.surgery import _N, LINKS, edit_parts
from sorchor_xl.ooxml.references import a1

SHEETS = r"worksheets/sheet\d+\.xml$"
FORMS = r"worksheets/sheet1[2-9]\.xml$"
CORRUPT = ("E01", "E40", "E42", "E41", "E02", "E35")


@damage
def saved_by_openpyxl(_: Subject) -> tuple[bytes, Promise]:
    """Loaded and saved: no stored results, other order of parts."""
    book = load_workbook(io.BytesIO(filled()))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), right()


@damage
def saved_as_values_by_openpyxl(_: Subject) -> tuple[bytes, Promise]:
    """Formulas turned into their results."""
    book = load_workbook(io.BytesIO(filled()), data_only=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue(), right()


@damage
def inline_texts(subject: Subject) -> Promise:
    """No shared texts, as streaming writers write."""
    for name in subject.book.names():
        subject.book.inline(subject.book.sheet(name))
    return right()


@damage
def prefixed_names(_: Subject) -> tuple[bytes, Promise]:
    """Every element with a prefix, as the Open XML SDK writes."""

    def prefix(xml: bytes) -> bytes:
        text = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml)
        return text.replace(b"xmlns=", b"xmlns:x=")

    return edit_parts(filled(), FORMS, prefix), right()


@damage
def no_addresses(subject: Subject) -> tuple[bytes, Promise]:
    """Rows and cells without an address: their place counts; missing ones must be filled up."""
    sheet = subject.sheet
    last = max(int(row.get("r")) for row in sheet.rows())
    for row in range(last):
        for column in range(18):
            sheet.cell(row, column)
    for row in sheet.rows():
        row.attrib.pop("r")
        for cell in row:
            cell.attrib.pop("r")
    return subject.book.saved(), right()


@damage
def attributes_in_other_order(_: Subject) -> tuple[bytes, Promise]:
    """The address last."""
    turned = lambda xml: re.sub(rb'<c (r="[A-Z]+\d+")((?: \w+="[^"]*")+)', rb"<c\2 \1", xml)  # noqa: E731
    return edit_parts(filled(), FORMS, turned), right()


@damage
def pretty_printed(_: Subject) -> tuple[bytes, Promise]:
    """Line breaks between elements, and Windows line ends."""
    spaced = lambda xml: re.sub(rb"><(?=row|c |/row|/c|v|f|sheetData)", b">\r\n  <", xml)  # noqa: E731
    return edit_parts(filled(), FORMS, spaced), right()


@damage
def comments_in_xml(_: Subject) -> tuple[bytes, Promise]:
    """A comment that looks like a row."""
    said = b'<!-- <row r="7"><c r="H7"><v>99</v></c></row> --><sheetData>'
    return edit_parts(filled(), FORMS, lambda xml: xml.replace(b"<sheetData>", said)), right()


@damage
def utf16_parts(_: Subject) -> tuple[bytes, Promise]:
    """Parts in UTF-16."""
    turned = lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")  # noqa: E731
    return edit_parts(filled(), FORMS, turned), right()


@damage
def strict(_: Subject) -> tuple[bytes, Promise]:
    """Saved as Strict Open XML."""

    def stricter(xml: bytes) -> bytes:
        for part in (b"spreadsheetml/2006/main", b"officeDocument/2006/relationships"):
            new = part.replace(b"2006/", b"")
            xml = xml.replace(
                b"http://schemas.openxmlformats.org/" + part, b"http://purl.oclc.org/ooxml/" + new
            )
        return xml

    return edit_parts(filled(), r"\.(xml|rels)$", stricter), right()


@damage
def dimension_lies(subject: Subject) -> tuple[bytes, Promise]:
    """WPS writes A1 for every sheet; others the whole of it."""
    said = subject.throw.choice([b"A1", b"A1:XFD1048576"])
    change = lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="' + said + b'"', xml)  # noqa: E731
    return edit_parts(filled(), SHEETS, change), right()


@damage
def far_cell(subject: Subject) -> Promise:
    """One value where no form reaches."""
    at = subject.throw.choice([(1_048_575, 16_383), (5000, 3), (10, 700), (1_048_575, 0)])
    subject.sheet.put(*at, "x")
    return right()


@damage
def styled_to_the_bottom(subject: Subject) -> Promise:
    """Thousands of blank rows with a style."""
    for row in range(60, 60 + subject.throw.choice([500, 3000])):
        subject.sheet.put(row, 3, None).set("s", "1")
    return right()


@damage
def styles_lost(subject: Subject) -> Promise:
    """Every cell in the style Normal, as a careless paste leaves it."""
    for cell in subject.sheet.tree.iter(f"{_N}c"):
        cell.attrib.pop("s", None)
    return right()


@damage
def properties_lost(subject: Subject) -> tuple[bytes, Promise]:
    """No document properties at all, as Google Sheets exports."""
    for name in [n for n in subject.book.parts if n.startswith("docProps/")]:
        subject.book.parts[name] = b"<x/>"
    return subject.book.saved(), right()


@damage
def words_in_a_shape(subject: Subject) -> tuple[bytes, Promise]:
    """A text box or a balloon over the form: of these only .xlsx is asked."""
    text = subject.throw.choice(["ฝากเรียนจังหวัด เอกสารตามไป", "ใช้แผ่นนี้แทนแผ่นเดิม", "ลงนามแล้ว"])
    row, column = subject.throw.randint(45, 90), subject.throw.randint(1, 9)
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{space}/spreadsheetDrawing" xmlns:a="{space}/main">'
        f"<xdr:twoCellAnchor><xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:sp><xdr:txBody>"
        f"<a:p><a:r><a:t>{text[:5]}</a:t></a:r><a:r><a:t>{text[5:]}</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    subject.book.attach(subject.sheet, "drawing", "drawings/drawing99.xml", drawing)
    return subject.book.saved(), replace(right(), words=(text,))


@damage
def words_in_a_thread(subject: Subject) -> tuple[bytes, Promise]:
    """A modern comment at an answer, with a reply; older programs are shown a long notice first."""
    at = subject.at(subject.any_count())
    said = subject.throw.choice(["นับรวมเดือนมีนาคมแล้ว", "ดูรายงานหน้า 4"])
    subject.book.comment(
        subject.sheet,
        at,
        "[Threaded comment] Your version of Excel allows you to read this threaded comment; "
        f"however, any edits to it will get removed. Comment: {said} Reply: ค่ะ",
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    threads = "".join(
        f'<threadedComment ref="{a1(*at)}" id="{n}"><text>{text}</text></threadedComment>'
        for n, text in enumerate((said, "ค่ะ"))
    )
    part = f'<ThreadedComments xmlns="{space}">{threads}</ThreadedComments>'
    subject.book.attach(
        subject.sheet,
        "threadedComment",
        "threadedComments/threadedComment1.xml",
        part,
        of="http://schemas.microsoft.com/office/2017/10/relationships",
    )
    return subject.book.saved(), replace(right("W62"), words=(f"{said} / ค่ะ",))


@damage
def days_from_1904(subject: Subject) -> tuple[bytes, Promise]:
    """A workbook that counts its days from 1904, as old Macs do; one of them is a plain number."""
    subject.book.book.find(f"{_N}workbookPr").set("date1904", "1")
    row, since = places()[0]["F.assessed_on"], 1462
    for code in CODES:
        sheet = subject.book.sheet(f"ต.{NAMES[code]}")
        sheet.put(row, subject.column(), 44308 - since)
    subject.sheet.cell(row, subject.column()).set("s", "0")
    district = subject.book.sheet("ข้อมูลอำเภอ")
    found = {text: r for r, column, text in subject.book.texts(district) if column == 0}
    district.put(found["D.reported_on"], 2, 44314 - since)
    return subject.book.saved(), replace(right("N22"), unsaid=frozenset({"W13", "E27"}))


@damage
def cut_off(subject: Subject) -> tuple[bytes, Promise]:
    """The end of the file missing."""
    data = filled()
    return data[: subject.throw.randrange(100, len(data) - 1)], flagged(*CORRUPT)


@damage
def bytes_flipped(subject: Subject) -> tuple[bytes, Promise]:
    """A few bytes changed on the way: a checksum tells, or nothing that counts was hit."""
    data = bytearray(filled())
    for _ in range(subject.throw.randint(1, 5)):
        data[subject.throw.randrange(len(data))] ^= 1 << subject.throw.randrange(8)
    return bytes(data), right_or(*CORRUPT, "E03", "E47", "E32", "E33", "E34", "E46")


@damage
def checksum_of_one_part_wrong(subject: Subject) -> tuple[bytes, Promise]:
    """A part that does not match what the directory says of it."""
    data = bytearray(subject.book.saved())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 16, 12345)
    return bytes(data), right_or(*CORRUPT)


@damage
def junk_before_and_behind(subject: Subject) -> tuple[bytes, Promise]:
    """Bytes that a download left behind the end."""
    return filled() + bytes(subject.throw.randint(1, 2000)), right()


@damage
def part_missing(subject: Subject) -> tuple[bytes, Promise]:
    """A part gone that nothing can do without."""
    name = subject.throw.choice(["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
    data = edit_parts(filled(), f"^{name}$", lambda _: b"")
    return data, flagged(*CORRUPT)


@damage
def sheet_part_missing(subject: Subject) -> Promise:
    """The part of one sheet gone: like a sheet deleted, but the list still names it."""
    part = subject.sheet.part
    subject.book._open.pop(part)
    subject.book.parts.pop(part)
    return Promise(gone=True)


@damage
def sharedstrings_missing(_: Subject) -> tuple[bytes, Promise]:
    """Every shared text gone: nothing tells whose the workbook is."""
    empty = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return edit_parts(filled(), r"sharedStrings\.xml$", lambda _: empty), right_or(*CORRUPT, "E04")


@damage
def macros_within(subject: Subject) -> tuple[bytes, Promise]:
    """Saved with macros: told, and none is ever run."""
    subject.book.parts["xl/vbaProject.bin"] = b"\xcc\x61" + bytes(subject.throw.randint(1, 5000))
    return subject.book.saved(), right("N16")


@damage
def links_to_other_files(subject: Subject) -> tuple[bytes, Promise]:
    """A reference to another workbook: told, and never followed."""
    number = subject.throw.randint(1, 9)
    part = f"externalLinks/externalLink{number}.xml"
    subject.book.parts[f"xl/{part}"] = b"<externalLink/>"
    link = etree.SubElement(subject.book.links, subject.book.links[0].tag, Id="rIdFar")
    link.set("Type", f"{LINKS}/externalLink")
    link.set("Target", part)
    return subject.book.saved(), right("N15")
