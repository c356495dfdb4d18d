"""The parts of an .xlsb, and the binary records in them ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Final
from xml.etree import ElementTree as ET

from sorchor_xl.files.zip_view import BadZipError, Budget, Member, ZipView, part_names
from sorchor_xl.workbooks.xml_text import utf8_xml

_MOST_LENGTH_BYTES: Final = 4


class BadBinaryError(ValueError):
    """The records of an .xlsb cannot be followed."""


@dataclass
class BinaryParts:
    """The parts of the package by name, and what the workbook refers to."""

    view: ZipView
    budget: Budget
    members: Mapping[str, Member] = field(init=False)
    links: Mapping[str, tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.members = dict(zip(part_names(self.view.members), self.view.members, strict=True))
        if len(self.members) < len(self.view.members):
            raise BadZipError("a part is there twice")
        self.links = self.links_of("xl/workbook.bin")

    def links_of(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Id → type and name of each part that a part refers to; none where it refers to none."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels"
        if rels.lower() not in self.members:
            return {}
        tree = ET.fromstring(utf8_xml(self.read(rels)))  # noqa: S314 - no DOCTYPE gets past
        return {
            link.get("Id", ""): (link.get("Type", ""), _inside(link.get("Target", ""), folder))
            for link in tree
        }

    def target(self, kind: str) -> str:
        """The part of a kind that the workbook refers to; "" where it has none."""
        return next((part for type_, part in self.links.values() if type_.endswith(kind)), "")

    def find(self, name: str) -> bytes | None:
        """A part; None where it is missing or encrypted, for what no answer hangs on."""
        member = self.members.get(name.lower())
        return None if member is None or member.is_encrypted else self.read(name)

    def read(self, name: str) -> bytes:
        """A part; b"" for no name, `BadZipError` where it is missing or encrypted."""
        if not name:
            return b""
        member = self.members.get(name.lower())
        if member is None or member.is_encrypted:
            raise BadZipError(f"part {name} is missing or encrypted")
        return self.view.read(member, self.budget)


def _inside(target: str, folder: str) -> str:
    """The name of a part from what a part in a folder says."""
    if target.startswith("/"):
        return target.lstrip("/")
    return normpath(f"{folder}/{target}".replace("\\", "/"))


def records_of(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record: both numbers are written seven bits to a byte."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = 0
        for step in range(_MOST_LENGTH_BYTES):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << 7 * step
            if not byte & 0x80:
                break
        if at + length > end:
            raise BadBinaryError(f"record at {at} does not fit")
        yield kind, part[at : at + length]
        at += length


def text_at(body: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + length * 2
    if end > len(body):
        raise BadBinaryError("text is cut off")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
