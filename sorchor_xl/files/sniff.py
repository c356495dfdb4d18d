"""What a file is, by its bytes.

Pure: bytes and a name in, a `FileKind` out; it never raises for what the bytes hold. A wrong or
missing extension, or "(1)" after it, changes nothing; a name decides only for lock files, for
junk, and for bytes that look like nothing (text).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Final

from sorchor_xl.data.manual_files import GUIDE_NAME
from sorchor_xl.files.default_password import is_encrypted_xls, opened_for_everybody
from sorchor_xl.files.file_kinds import WORKBOOKS, FileKind
from sorchor_xl.files.file_marks import SCRIPT_ENDINGS, kind_by_mark, kind_of_program
from sorchor_xl.files.zip_view import (
    END,
    LOCAL,
    BadZipError,
    Budget,
    CutOffError,
    ZipView,
    open_zip,
    part_names,
)

_HEAD: Final = 4096
_LONG_HEAD: Final = 65_536
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins: an .xls, a message of Outlook, whatever is encrypted."""
_PEEK: Final = 262_144
_STRICT: Final = b"purl.oclc.org/ooxml"
_CONTENT_TYPES: Final = "[content_types].xml"
_CONTENT, _MANIFEST = "content.xml", "meta-inf/manifest.xml"
_SHEETS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MAIN_PARTS: Final[tuple[tuple[bytes, FileKind], ...]] = (
    (b"spreadsheetml.sheet.main+xml", FileKind.XLSX),
    (b"spreadsheetml.template.main+xml", FileKind.XLSX),
    (b"ms-excel.sheet.macroenabled.main+xml", FileKind.XLSX),
    (b"ms-excel.template.macroenabled.main+xml", FileKind.XLSX),
    (b"ms-excel.sheet.binary.macroenabled.main", FileKind.XLSB),
    (b"wordprocessingml", FileKind.DOCX),
    (b"ms-word.", FileKind.DOCX),
    (b"presentationml", FileKind.PPTX),
    (b"ms-powerpoint.", FileKind.PPTX),
)
"""What a package calls its main part; its name and folder are the writer's own affair."""
_PART_FOLDERS: Final = (
    ("xl/workbook.bin", FileKind.XLSB),
    ("word/", FileKind.DOCX),
    ("ppt/", FileKind.PPTX),
    ("xl/", FileKind.XLSX),
)
"""Where parts usually stand, for a package that does not say what they are."""

_JUNK_NAMES: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", "icon\r"})
_JUNK_ENDINGS: Final = (":zone.identifier", "\uf03azone.identifier")
"""Windows' mark of a download as a file of its own, where a disk has no streams."""
_OWN_MARKS: Final = (".sorchor-",)
"""How our own records and temporary files begin, where a folder of ours was copied whole."""
_SHORTCUT_ENDINGS: Final = (".lnk", ".url", ".webloc", ".desktop", ".gsheet", ".gdoc", ".icloud")
"""What points to a file that lies elsewhere, on a disk, at Google or Apple: sent in its place."""
_UNFINISHED_ENDINGS: Final = (".tmp", ".crdownload", ".part", ".partial", ".download")
_LOCK_NAME: Final = re.compile(r"~\$.+|\.~lock\..+#", re.DOTALL)
_MAIL_HEADER: Final = re.compile(
    rb"^(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|"
    rb"X-[\w-]+|Content-Type|DKIM-Signature|Reply-To|Sender|Thread-Topic|Cc)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_OLE_STREAMS: Final[tuple[tuple[str, FileKind], ...]] = (
    ("encryptioninfo", FileKind.PASSWORD),
    ("drmencryptedtransform", FileKind.RIGHTS),
    ("drmencrypteddataspace", FileKind.RIGHTS),
    ("\tdrmcontent", FileKind.RIGHTS),
    ("encryptedpackage", FileKind.RIGHTS),
    ("worddocument", FileKind.DOC),
    ("powerpoint document", FileKind.PPT),
    ("workbook", FileKind.XLS),
    ("book", FileKind.XLS_95),
    ("__properties_version1.0", FileKind.MSG),
)
_WEB_PAGE: Final = re.compile(rb"<!doctype html|<html[\s>]|<table[\s>]")
_BINARY: Final = bytes({*range(32)} - {7, 9, 10, 12, 13, 27}) + b"\x7f"
_HEADERS_OF_A_MAIL: Final = 2
_LINES_SEEN: Final = 8
_LOCK_SIZE: Final = 4096
_OLE_HEADER: Final = 512
_OLE_SPECIAL: Final = 0xFFFFFFFA
"""Sector numbers from here on are marks, not places."""


def is_lock(name: str) -> bool:
    """True for the mark that Excel or LibreOffice leaves beside a file somebody has open."""
    return _LOCK_NAME.fullmatch(name) is not None


def locked_name(name: str) -> str:
    """The name of the file a lock mark stands for; Excel cuts two letters of short-named files."""
    if name.startswith("~$"):
        return name[2:]
    return name.removeprefix(".~lock.").removesuffix("#")


def is_junk(name: str) -> bool:
    """True for what programs leave in folders and nobody sends: caches and marks."""
    low = name.lower()
    return low in _JUNK_NAMES or low.endswith(_JUNK_ENDINGS) or low.startswith(_OWN_MARKS)


def is_unfinished(name: str) -> bool:
    """True for the name of a half-written copy or download, or a resource fork; it may be whole."""
    low = name.lower()
    return low.startswith("._") or low.endswith(_UNFINISHED_ENDINGS)


def sniff(data: bytes, name: str = "") -> FileKind:
    """The kind of a file from its bytes and, where they cannot tell, its name without folders."""
    if is_lock(name) and len(data) < _LOCK_SIZE:
        return FileKind.LOCK
    if is_junk(name):
        return FileKind.JUNK
    if name.lower().endswith(_SHORTCUT_ENDINGS):
        kind = _by_bytes(data, "") if data else FileKind.SHORTCUT
        return kind if kind in WORKBOOKS else FileKind.SHORTCUT
    if is_unfinished(name):
        kind = _by_bytes(data, "") if data else FileKind.JUNK
        return kind if kind in WORKBOOKS or kind is FileKind.PASSWORD else FileKind.JUNK
    return _by_bytes(data, name) if data else FileKind.EMPTY


def _by_bytes(data: bytes, name: str) -> FileKind:
    for mark, look in _LOOKS:
        if data.startswith(mark):
            return look(data)
    kind = kind_by_mark(data)
    if kind is None:
        return FileKind.CORRUPT if not data.strip(b"\0") else _text(data, name)
    return FileKind.JUNK if kind is FileKind.PDF and _is_our_guide(name) else kind


def _is_our_guide(name: str) -> bool:
    """True for the page we lay beside the forms, come back with them, whatever was put behind."""
    return name.startswith(PurePosixPath(GUIDE_NAME).stem)


def _zip(data: bytes) -> FileKind:
    try:
        view = open_zip(data)
    except CutOffError:
        return FileKind.TRUNCATED
    except BadZipError:
        return FileKind.CORRUPT
    names = set(part_names(view.members))
    if _CONTENT_TYPES in names or "xl/workbook.xml" in names:
        locked = any(member.is_encrypted for member in view.members)
        return FileKind.ZIP_PASSWORD if locked else _package(view, names)
    if "mimetype" in names or {_CONTENT, _MANIFEST} <= names:
        return _open_document(view)
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return FileKind.NUMBERS
    return FileKind.ZIP


def _package(view: ZipView, names: set[str]) -> FileKind:
    kind = next((k for mark, k in _MAIN_PARTS if mark in _types(view)), None)
    kind = kind or next((k for start, k in _PART_FOLDERS if _any_starts(names, start)), None)
    if kind is not FileKind.XLSX:
        return kind or FileKind.CORRUPT
    if any(name.endswith("vbaproject.bin") for name in names):
        return FileKind.XLSM
    mains = (name for name in names if name.endswith("workbook.xml"))
    return FileKind.STRICT if any(_STRICT in _peek(view, m) for m in mains) else FileKind.XLSX


def _types(view: ZipView) -> bytes:
    """What a package says its parts are, in lower case; whatever encoding it stands in."""
    return _peek(view, _CONTENT_TYPES).replace(b"\0", b"").lower()


def _any_starts(names: set[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _open_document(view: ZipView) -> FileKind:
    manifest, stated = _peek(view, _MANIFEST), _peek(view, "mimetype").strip()
    if not (stated.startswith(_SHEETS) if stated else _SHEETS in manifest):
        return FileKind.OPEN_DOCUMENT
    encrypted = b"encryption-data" in manifest
    return FileKind.PASSWORD if encrypted else FileKind.ODS


def _peek(view: ZipView, name: str) -> bytes:
    """A small part's bytes; b"" where it is missing, damaged or far too large to be one."""
    for member, part in zip(view.members, part_names(view.members), strict=True):
        if part == name:
            try:
                return view.read(member, Budget(_PEEK))
            except BadZipError:
                return b""
    return b""


def _ole(data: bytes) -> FileKind:
    paths = _ole_paths(data)
    if paths is None:
        return FileKind.TRUNCATED if _ends_early(data) else FileKind.CORRUPT
    roots = {path[0] for path in paths if len(path) == 1}
    anywhere = {part for path in paths for part in path}
    for stream, kind in _OLE_STREAMS:
        if stream in (anywhere if kind is FileKind.RIGHTS else roots):
            look = _LOOKS_WITHIN.get(kind)
            return kind if look is None else look(data)
    return FileKind.UNKNOWN


def _ole_paths(data: bytes) -> list[list[str]] | None:
    """Paths within a compound file, lower case; None where its directory cannot be read.

    What stands deeper than the root is something put into the document, a sheet in a letter.
    """
    import olefile

    try:
        with olefile.OleFileIO(data) as ole:
            return [[part.lower() for part in path] for path in ole.listdir(storages=True)]
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError):
        return None


def _ends_early(data: bytes) -> bool:
    """Whether a compound file's first directory or tables would stand behind its end."""
    if len(data) < _OLE_HEADER:
        return True
    sector = 1 << min(16, struct.unpack_from("<H", data, 30)[0])
    tables = min(109, struct.unpack_from("<I", data, 44)[0])
    first_directory = struct.unpack_from("<I", data, 48)[0]
    places = (first_directory, *struct.unpack_from(f"<{tables}I", data, 76))
    return any((place + 2) * sector > len(data) for place in places if place < _OLE_SPECIAL)


def _xls(data: bytes) -> FileKind:
    locked = is_encrypted_xls(data) and opened_for_everybody(data) is None
    return FileKind.PASSWORD if locked else FileKind.XLS


def _sealed(data: bytes) -> FileKind:
    """What a sealed package holds, where it opens for everybody."""
    held = opened_for_everybody(data)
    return FileKind.PASSWORD if held is None else _by_bytes(held, "")


def _text(data: bytes, name: str) -> FileKind:
    head = _readable_head(data[:_HEAD])
    if head is not None and (_is_mail(head) or _is_mail(_head_of_mail(data))):
        return FileKind.MHTML if _is_saved_page(head.lower()) else FileKind.EML
    if END in data and (kind := _zip_behind_something(data)) is not None:
        return kind
    if head is None:
        return FileKind.CORRUPT if OLE in data[:_HEAD] else kind_of_program(data)
    return _no_mail(head, _long_head(data), name)


def _no_mail(head: bytes, longer: bytes, name: str) -> FileKind:
    low = head.lower()
    if b"schemas-microsoft-com:office:spreadsheet" in low or b"excel.sheet" in low[:400]:
        return FileKind.SPREADSHEETML
    if low.startswith(b"<?xml") and b"opendocument" in low:
        return FileKind.ODS if _SHEETS in longer.lower() else FileKind.OPEN_DOCUMENT
    if _WEB_PAGE.search(low):
        return FileKind.HTML
    return _plain(head, name)


def _zip_behind_something(data: bytes) -> FileKind | None:
    """The kind of a zip that a phone or a gateway put bytes in front of; None where there is none.

    A program that unpacks itself begins so too.
    """
    kind = _zip(data)
    return None if kind in {FileKind.TRUNCATED, FileKind.CORRUPT} else kind


def _long_head(data: bytes) -> bytes:
    """More of the start, for what declares its many names first."""
    return _readable_head(data[:_LONG_HEAD]) or _readable_head(data[:_HEAD]) or b""


def _head_of_mail(data: bytes) -> bytes:
    """The lines before the first blank one, which may be many: a mail sent to hundreds."""
    head = data[:_LONG_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _readable_head(head) or b""


def _readable_head(head: bytes) -> bytes | None:
    """The start of a text as UTF-8 or its own code page; None where it is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace").encode().lstrip()
    if head.translate(None, _BINARY) != head:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_mail(head: bytes) -> bool:
    block = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n\n")[0]
    lines = block.split(b"\n", 1)
    before = lines[0].startswith(b"From ") or lines[0].strip().isdigit()
    first = lines[-1] if before else block
    starts = _MAIL_HEADER.match(first) is not None
    return starts and len(_MAIL_HEADER.findall(block)) >= _HEADERS_OF_A_MAIL


def _is_saved_page(low: bytes) -> bool:
    """True for a web page saved as one file: mail in form, but nobody sent it."""
    marks = (b"x-document-type:", b"snapshot-content-location:", b"from: <saved by")
    sent = (b"\nto:", b"\nreceived:", b"\ndelivered-to:", b"\nsubject:", b"\ndate:")
    related = b"multipart/related" in low
    return any(mark in low for mark in marks) or (
        related and not any(mark in b"\n" + low for mark in sent)
    )


def _plain(head: bytes, name: str) -> FileKind:
    ending = PurePosixPath(name).suffix.lower()
    if ending in SCRIPT_ENDINGS:
        return FileKind.PROGRAM
    if ending in {".csv", ".tsv"}:
        return FileKind.CSV
    lines = [line for line in head.splitlines()[:_LINES_SEEN] if line.strip()]
    if len(lines) > 1 and any(
        min(line.count(mark) for line in lines) >= 1 for mark in (b",", b"\t", b";")
    ):
        return FileKind.CSV
    return FileKind.TEXT


_LOOKS: Final[tuple[tuple[bytes, Callable[[bytes], FileKind]], ...]] = (
    (LOCAL, _zip),
    (END, _zip),
    (OLE, _ole),
)
_LOOKS_WITHIN: Final[Mapping[FileKind, Callable[[bytes], FileKind]]] = {
    FileKind.XLS: _xls,
    FileKind.PASSWORD: _sealed,
}
