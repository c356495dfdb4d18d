"""The parts of an .xlsb, and the binary records in them ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from sorchor_xl.files.zip_view import BadZipError, Budget, Member, ZipView

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
        self.members = {m.raw_name.decode("utf-8", "replace").lower(): m for m in self.view.members}
        self.links = self._links_of("xl/_rels/workbook.bin.rels")

    def _links_of(self, name: str) -> Mapping[str, tuple[str, str]]:
        """Id → type and part of what a part refers to."""
        rels = self.read(name)
        if b"<!DOCTYPE" in rels:
            raise BadZipError("DOCTYPE")
        tree = ET.fromstring(rels)  # noqa: S314 - no DOCTYPE gets here
        return {
            link.get("Id", ""): (link.get("Type", ""), _inside(link.get("Target", "")))
            for link in tree
        }

    def comments_of(self, sheet: str) -> bytes:
        """The part with what people wrote beside the cells of a sheet; b"" where there is none."""
        folder, _, name = sheet.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels.lower() not in self.members:
            return b""
        found = (part for kind, part in self._links_of(rels).values() if kind.endswith("/comments"))
        return self.read(next(found, ""))

    def target(self, kind: str) -> str:
        """The part of a kind that the workbook refers to; "" where it has none."""
        return next((part for type_, part in self.links.values() if type_.endswith(kind)), "")

    def read(self, name: str) -> bytes:
        """A part; b"" for no name, `BadZipError` where it is missing or encrypted."""
        if not name:
            return b""
        member = self.members.get(name.lower())
        if member is None or member.is_encrypted:
            raise BadZipError(f"part {name} is missing or encrypted")
        return self.view.read(member, self.budget)


def _inside(target: str) -> str:
    if target.startswith("../"):
        return f"xl/{target[3:]}"
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


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
