"""The XML of a part in one encoding, without what may hide in another.

A parser told nothing guesses: UTF-16 without a mark from two bytes, a code page from the
declaration. What it would read and what our look sees must be the same bytes, so every part is
UTF-8 without a declaration before anything looks at it.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, Protocol
from xml.parsers import expat

from sorchor_xl.files.zip_view import BadZipError

_DECLARATION: Final = re.compile(rb"\s*<\?xml\s[^<>]{0,200}\?>")
_ENCODING: Final = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DOCUMENT_TYPE: Final = re.compile(rb"Y(?<=<!DOCTY)PE")
"""“<!DOCTYPE”, sought by its rarest letter: five times as fast in the XML of a sheet."""
_UTF8: Final = frozenset({"utf-8", "ascii"})
_UTF8_MARK: Final = b"\xef\xbb\xbf"
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_THAI_PAGES: Final = {"windows-874": "cp874", "tis-620": "cp874", "iso-8859-11": "cp874"}


class UnsafePackageError(ValueError):
    """A part that no office program writes: a document type, which may hold entities."""


class XmlReader(Protocol):
    """What is told of elements and texts as they stream by."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def text(self, text: str, /) -> None:
        """A text between two tags, whole."""


def stream_xml(xml: bytes, reader: XmlReader, *, separator: str | None = None) -> None:
    """Tell a reader of every element and text; `BadZipError` where it is not well-formed.

    With a ``separator`` names are told with their namespace before it, else as they are written.
    """
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BadZipError(f"part is not well-formed: {error}") from error


def utf8_xml(xml: bytes) -> bytes:
    """The XML in UTF-8 without declaration; `UnsafePackageError` for one with a document type.

    `BadZipError` for an encoding nobody can read, and for bytes that are not in it.
    """
    plain = unsearched_xml(xml)
    refuse_document_type(plain)
    return plain


def unsearched_xml(xml: bytes) -> bytes:
    """As `utf8_xml`, before a document type was looked for."""
    plain = _decoded(xml)
    if b"\0" in plain:
        raise BadZipError("part holds a null character")
    return plain


def refuse_document_type(xml: bytes) -> None:
    """`UnsafePackageError` for XML in UTF-8 with a document type."""
    if _DOCUMENT_TYPE.search(xml) is not None:
        raise UnsafePackageError("DOCTYPE")


def _decoded(xml: bytes) -> bytes:
    if xml.startswith(_WIDE_MARKS):
        return _bare(_converted(xml, "utf-16"))
    if b"\0" in xml[:2]:
        return _bare(_converted(xml, "utf-16-be" if xml[:1] == b"\0" else "utf-16-le"))
    xml = xml.removeprefix(_UTF8_MARK)
    declared = _DECLARATION.match(xml)
    if declared is None:
        return xml
    stated = _ENCODING.search(declared[0])
    page = _page(stated[1].decode("ascii")) if stated else "utf-8"
    body = xml[declared.end() :]
    return body if page in _UTF8 else _converted(body, page)


def _bare(xml: bytes) -> bytes:
    return _DECLARATION.sub(b"", xml, count=1)


def _page(stated: str) -> str:
    """The name of an encoding as Python knows it; `BadZipError` for none that is for texts."""
    try:
        found = codecs.lookup(_THAI_PAGES.get(stated.lower(), stated))
    except LookupError as error:
        raise BadZipError(f"unknown encoding {stated}") from error
    if not getattr(found, "_is_text_encoding", True) or found.name in {"idna", "punycode"}:
        raise BadZipError(f"unknown encoding {stated}")
    return found.name


def _converted(xml: bytes, page: str) -> bytes:
    try:
        return xml.decode(page).removeprefix("\ufeff").encode()
    except (UnicodeError, ValueError) as error:
        raise BadZipError(f"part is not in {page}") from error
