"""What a file is, by its bytes.

SNIFF-01  Each kind that lands in a drop folder is told from its bytes.
SNIFF-02  A wrong or missing extension, or "(1)" after it, changes nothing.
SNIFF-03  Lock files, junk and empty files are told by name or emptiness.
SNIFF-04  No bytes make it raise; cut-off files are named as such.
"""

from __future__ import annotations

import struct

import pytest
from intake_files import compound_file, dice, set_zip_flags, zip_of

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import is_lock, locked_name, sniff

_TYPES = {"[Content_Types].xml": b"<Types/>"}
_MAIN = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
_STRICT = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_BOF = struct.pack("<2H", 0x809, 16) + bytes(16)
_FILEPASS = struct.pack("<2H", 0x2F, 6) + bytes(6)
XLSX = zip_of({**_TYPES, "xl/workbook.xml": _MAIN})
MAIL = b"From: a@example.go.th\r\nTo: b@example.go.th\r\nSubject: x\r\n\r\n"

_SAYS = (
    b'<Types><Override PartName="/book/main.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)

_FLAT = b'<?xml version="1.0"?><o:d xmlns:o="urn:oasis:opendocument" x="%s" o:mimetype="%s"/>'

KINDS = [
    ("xlsx", XLSX),
    ("xlsx", zip_of({"[Coltent_Types].xml": b"<Types/>", "xl/workbook.xml": _MAIN})),
    ("xlsm", zip_of({**_TYPES, "xl/workbook.xml": _MAIN, "xl/vbaProject.bin": b"v"})),
    ("xlsb", zip_of({**_TYPES, "xl/workbook.bin": b"\x83\x01"})),
    ("strict", zip_of({**_TYPES, "xl/workbook.xml": _STRICT})),
    ("ods", zip_of({"mimetype": _ODS, "content.xml": b"<x/>"}, stored=True)),
    ("password", zip_of({"mimetype": _ODS, "META-INF/manifest.xml": b"<encryption-data/>"})),
    ("opendocument", zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"})),
    ("docx", zip_of({**_TYPES, "word/document.xml": b"<x/>"})),
    ("pptx", zip_of({**_TYPES, "ppt/presentation.xml": b"<x/>"})),
    ("corrupt", zip_of({**_TYPES, "other/part.xml": b"<x/>"})),
    ("ods", zip_of({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<m>" + _ODS + b"</m>"})),
    ("ods", _FLAT % (b"y" * 9000, _ODS)),
    ("ods", (_FLAT % (b"y" * 9000, _ODS)).decode().encode("utf-16")),
    ("opendocument", _FLAT % (b"y" * 90, b"application/vnd.oasis.opendocument.text")),
    ("corrupt", b"\r\n" + compound_file({"Workbook": _BOF})),
    ("numbers", zip_of({"Index/Document.iwa": b"x", "preview.jpg": b"x"})),
    ("zip", zip_of({"a.xlsx": XLSX})),
    ("zip", zip_of({})),
    ("zip", set_zip_flags(zip_of({"a.xlsx": XLSX}), 1)),
    ("zip-password", set_zip_flags(XLSX, 1)),
    ("xlsx", zip_of({"[content_types].XML": b"<Types/>", "XL\\Workbook.xml": _MAIN})),
    ("xlsx", zip_of({"/[Content_Types].xml": _SAYS, "/book/main.xml": _MAIN})),
    ("xlsx", zip_of({**_TYPES, "[Content_Types].xml": _SAYS.decode().encode("utf-16")})),
    ("xlsx", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + XLSX + b"\r\n--boundary--" * 9000),
    ("xlsx", bytes(300) + XLSX),
    ("zip", b"MZ" + bytes(90) + zip_of({"a.xlsx": XLSX})),
    ("xlsx", zip_of({"./[Content_Types].xml": _SAYS, "./book/main.xml": _MAIN})),
    ("rtf", b"{\\rtf1\\ansi \\trowd}"),
    ("archive", b"BZh91AY&SY" + bytes(9)),
    ("archive", b"MSCF" + bytes(40)),
    ("archive", b"\x5d\x00\x00\x80\x00" + bytes(40)),
    ("archive", b"\x1f\x9d\x90" + bytes(40)),
    ("archive", b"!!-lh5-" + bytes(40)),
    ("archive", b"ALZ\x01" + bytes(40)),
    ("archive", bytes(32769) + b"CD001" + bytes(40)),
    ("password", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n"),
    ("password", b"0\x82\x05\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0" + bytes(40)),
    ("program", b"MZ\x90\x00" + bytes(90)),
    ("program", b"\x7fELF\x02" + bytes(90)),
    ("xls", compound_file({"Workbook": _BOF})),
    ("xls-95", compound_file({"Book": _BOF})),
    ("xls", compound_file({"Book": _BOF, "Workbook": _BOF})),
    ("xls-95", b"\x09\x04\x06\x00\x00\x00\x10\x00"),
    ("password", compound_file({"Workbook": _BOF + _FILEPASS})),
    ("password", compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})),
    (
        "rights",
        compound_file(
            {
                "EncryptedPackage": b"x",
                "\x06DataSpaces": {"DataSpaceInfo": {"DRMEncryptedDataSpace": b"x"}},
            }
        ),
    ),
    ("rights", compound_file({"\tDRMContent": b"x", "Workbook": _BOF})),
    ("doc", compound_file({"WordDocument": b"x"})),
    ("doc", compound_file({"WordDocument": b"x", "ObjectPool": {"_1": {"Workbook": _BOF}}})),
    ("xls", compound_file({"Workbook": _BOF, "MBD1": {"WordDocument": b"x"}})),
    ("ppt", compound_file({"PowerPoint Document": b"x"})),
    ("msg", compound_file({"__properties_version1.0": b"x"})),
    ("unknown", compound_file({"Other": b"x"})),
    ("eml", MAIL + b"hello"),
    ("eml", b"\r\nReceived: by x\r\nDate: Thu, 22 Apr 2021 09:00:00 +0700\r\n\r\n<html>"),
    ("eml", b"\xef\xbb\xbf" + MAIL),
    ("eml", MAIL.decode().encode("utf-16")),
    ("eml", b"12345     \n" + MAIL),
    ("eml", b"From - Thu Apr 22\nFrom: a@b\nSubject: x\n\nhello"),
    (
        "mhtml",
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n<html>',
    ),
    ("winmail", b"\x78\x9f\x3e\x22rest"),
    ("rar", b"Rar!\x1a\x07\x01\x00"),
    ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
    ("archive", b"\x1f\x8b\x08\x00"),
    ("html", b'\xef\xbb\xbf<html xmlns:x="urn:schemas-microsoft-com:office:excel">'),
    ("html", b"<table><tr><td>1</td></tr></table>"),
    (
        "spreadsheetml",
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ),
    (
        "spreadsheetml",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        b"<Worksheet><Table><Row/></Table></Worksheet></Workbook>",
    ),
    (
        "ods",
        b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.'
        b'opendocument.spreadsheet"><office:body><table:table>',
    ),
    ("pdf", b"%PDF-1.7\n"),
    ("image", b"\xff\xd8\xff\xe0JFIF"),
    ("image", b"\x89PNG\r\n\x1a\n"),
    ("image", b"\0\0\0\x18ftypheic"),
    ("image", b"BM\x08\0\0\0xx"),
    ("csv", "ตำบล,คะแนน\nบ้านบัว,57\n".encode()),
    ("csv", "ตำบล\tคะแนน\nบ้านบัว\t57\n".encode("utf-16")),
    ("text", "ส่งแล้วครับ".encode("cp874")),
    ("corrupt", bytes(4096)),
    ("unknown", bytes(range(256))),
]


@pytest.mark.parametrize(("kind", "data"), KINDS)
def test_each_kind_is_told_from_its_bytes(kind: str, data: bytes) -> None:
    """SNIFF-01."""
    assert sniff(data, "x") == kind


@pytest.mark.parametrize("name", ["x.xls", "x.pdf", "x", "ส่งแก้ไข (2)(1)", "x.xlsx(1)", ""])
def test_the_name_of_a_workbook_changes_nothing(name: str) -> None:
    """SNIFF-02."""
    assert sniff(XLSX, name) == FileKind.XLSX


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("~$3101.xlsx", "lock"),
        (".~lock.3101.xlsx#", "lock"),
        ("Thumbs.db", "junk"),
        ("desktop.ini", "junk"),
        ("3101.xlsx:Zone.Identifier", "junk"),
        ("3101.xlsx\uf03aZone.Identifier", "junk"),
        ("3101.xlsx.lnk", "shortcut"),
        ("3101.url", "shortcut"),
        ("3101.gsheet", "shortcut"),
        ("3101.webloc", "shortcut"),
        (".DS_Store", "junk"),
        ("._3101.xlsx", "junk"),
        ("3101.xlsx.crdownload", "junk"),
        ("3101.tmp", "junk"),
    ],
)
def test_junk_is_told_by_name(name: str, kind: str) -> None:
    """SNIFF-03."""
    assert sniff(b"\x04user", name) == kind


def test_a_workbook_is_no_lock_whatever_its_name() -> None:
    """SNIFF-03: a full file that begins with ~$ is a file."""
    whole = zip_of({**_TYPES, "xl/workbook.xml": _MAIN, "pad": dice(1).randbytes(9000)})
    assert sniff(whole, "~$x.xlsx") == FileKind.XLSX


def test_empty() -> None:
    """SNIFF-03."""
    assert sniff(b"", "x.xlsx") == FileKind.EMPTY


@pytest.mark.parametrize("name", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_the_name_behind_a_lock(name: str) -> None:
    """SNIFF-03."""
    assert is_lock(name)
    assert locked_name(name) == "a.xlsx"


@pytest.mark.parametrize("keep", [10, 60, 200, len(XLSX) - 1])
def test_a_cut_off_zip_is_named(keep: int) -> None:
    """SNIFF-04."""
    assert sniff(XLSX[:keep], "x.xlsx") == FileKind.TRUNCATED


def test_an_archive_within_is_not_taken_for_the_whole() -> None:
    """SNIFF-04: a zip cut off behind a stored workbook ends with that workbook's end record."""
    whole = zip_of({"a.xlsx": XLSX, "b.xlsx": XLSX}, stored=True)
    cut = whole[: whole.find(XLSX) + len(XLSX)]
    assert sniff(cut, "x.zip") == FileKind.TRUNCATED


def test_a_zip_that_has_its_end_is_not_called_cut_off() -> None:
    """SNIFF-04: the reason is a claim to somebody else's mistake."""
    at = XLSX.index(b"PK\x01\x02")
    assert sniff(XLSX[:at] + b"xxxx" + XLSX[at + 4 :], "x.xlsx") == FileKind.CORRUPT


@pytest.mark.parametrize("count", [2_001, 21_000])
def test_many_members_are_no_damage(count: int) -> None:
    """SNIFF-04."""
    assert sniff(zip_of({f"{n}": b"" for n in range(count)}, stored=True)) == FileKind.ZIP


def test_a_cut_off_compound_file_is_named() -> None:
    """SNIFF-04."""
    assert sniff(compound_file({"Workbook": _BOF})[:700], "x.xls") == FileKind.TRUNCATED


@pytest.mark.parametrize("seed", range(40))
def test_no_damage_makes_it_raise(seed: int) -> None:
    """SNIFF-04: bytes flipped at random in every kind."""
    throw = dice(seed)
    for _, whole in KINDS:
        data = bytearray(whole)
        for _ in range(throw.randint(1, 8)):
            data[throw.randrange(len(data))] = throw.randrange(256)
        assert sniff(bytes(data[: throw.randint(1, len(data))]), "x") in list(FileKind)


@pytest.mark.parametrize("name", ["แบบ.vbs", "3101.xlsx.js", "run.BAT", "x.ps1", "x.hta"])
def test_a_text_that_a_double_click_runs_is_a_program(name: str) -> None:
    """SNIFF-03: nobody is told to open it."""
    assert sniff(b"echo 1\r\n", name) is FileKind.PROGRAM
    assert sniff(XLSX, name) is FileKind.XLSX
