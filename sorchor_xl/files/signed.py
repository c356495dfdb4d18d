"""What a signed file holds (.p7m): the mail or document within a message of CMS, RFC 5652.

The signature itself is not checked: who sent a return is known from its mail, and what counts is
what the workbook says. Only as much of the wrapping is read as leads to the content; a signature
that stands apart from what it signs (.p7s) holds none.
"""

from __future__ import annotations

import binascii
import re
from pathlib import PurePosixPath
from typing import Final, NamedTuple

_SEQUENCE, _SET, _OBJECT, _NUMBER, _WITHIN = 0x30, 0x31, 0x06, 0x02, 0xA0
_OCTETS, _PIECES, _END = 0x04, 0x24, 0x00
_SIGNED_DATA: Final = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_DEEPEST: Final = 12
"""Elements within each other; more is nobody's signature."""
_HEAD: Final = 64
_ARMOUR: Final = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS)-----\s*(.*?)-----END", re.DOTALL)
_BASE64: Final = re.compile(rb"\s*MI[A-Za-z0-9+/=\s]+")
_OF_A_MAIL: Final = re.compile(rb"\s*(?:content|mime)-[a-z-]+:", re.IGNORECASE)
_ENDINGS: Final = (".p7m", ".p7s", ".p7")


class _BrokenError(ValueError):
    """The wrapping cannot be followed."""


class _Element(NamedTuple):
    """One element: its tag, where its content begins, and where it ends; None = it says itself."""

    tag: int
    start: int
    stop: int | None


def signed_content(data: bytes) -> bytes | None:
    """The content of signed data, in binary or in letters; None where it is none, or holds none."""
    plain = _in_binary(data)
    if _SIGNED_DATA not in plain[:_HEAD]:
        return None
    try:
        return _content(plain)
    except (_BrokenError, IndexError):
        return None


def is_mail_within(content: bytes) -> bool:
    """Whether the content is a mail without the lines that say from whom to whom."""
    return _OF_A_MAIL.match(content) is not None


def name_within(path: str) -> str:
    """What the content is called: the name of the signed file without its ending."""
    name = PurePosixPath(re.split(r"[/!]", path)[-1])
    return name.stem if name.suffix.lower() in _ENDINGS else name.name


def _in_binary(data: bytes) -> bytes:
    armour = _ARMOUR.match(data)
    letters = armour[1] if armour else data
    if not armour and _BASE64.fullmatch(data) is None:
        return data
    try:
        return binascii.a2b_base64(letters)
    except binascii.Error:
        return data


def _content(data: bytes) -> bytes | None:
    """Down the one path that leads to the content."""
    at = _open(data, 0, _SEQUENCE).start
    at = _open(data, _skip(data, at, _OBJECT), _WITHIN).start
    at = _open(data, at, _SEQUENCE).start
    at = _skip(data, _skip(data, at, _NUMBER), _SET)
    holder = _open(data, at, _SEQUENCE)
    at = _skip(data, holder.start, _OBJECT)
    if at == holder.stop or data[at] != _WITHIN:
        return None
    pieces: list[bytes] = []
    _collect(data, _open(data, at, _WITHIN).start, pieces, _DEEPEST)
    return b"".join(pieces)


def _open(data: bytes, at: int, expected: int) -> _Element:
    """The element at a place, which must be of a kind."""
    element = _element(data, at)
    if element.tag != expected:
        raise _BrokenError(f"{element.tag} at {at}")
    return element


def _element(data: bytes, at: int) -> _Element:
    tag, length = data[at], data[at + 1]
    start = at + 2
    if length & 0x80:
        count = length & 0x7F
        if not count:
            return _Element(tag, start, None)
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    if start + length > len(data):
        raise _BrokenError(f"{length} at {at}")
    return _Element(tag, start, start + length)


def _skip(data: bytes, at: int, expected: int, depth: int = _DEEPEST) -> int:
    """The place behind an element that must be of a kind; -1 for any kind."""
    element = _element(data, at)
    if expected not in (-1, element.tag) or not depth:
        raise _BrokenError(f"{element.tag} at {at}")
    if element.stop is not None:
        return element.stop
    at = element.start
    while data[at] != _END:
        at = _skip(data, at, -1, depth - 1)
    return at + 2


def _collect(data: bytes, at: int, pieces: list[bytes], depth: int) -> int:
    """The bytes of an element, which may be in pieces; and the place behind it."""
    element = _element(data, at)
    if element.tag == _OCTETS and element.stop is not None:
        pieces.append(data[element.start : element.stop])
        return element.stop
    if element.tag != _PIECES or not depth:
        raise _BrokenError(f"{element.tag} at {at}")
    at = element.start
    while data[at] != _END if element.stop is None else at < element.stop:
        at = _collect(data, at, pieces, depth - 1)
    return at + 2 if element.stop is None else at
