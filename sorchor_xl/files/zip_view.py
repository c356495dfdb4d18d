"""A look into a zip held in memory that trusts nothing it says about itself.

`zipfile` raises on a name that breaks its own flag, costs as much per member as the parser we
guard, and believes the sizes it reads. Here names stay bytes until somebody chooses a reading,
and a member is inflated against a budget that is counted while inflating.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from sorchor_xl.files.file_kinds import RETURN_ENDINGS

END: Final = b"PK\x05\x06"
LOCAL: Final = b"PK\x03\x04"
THAI_TIME: Final = timezone(timedelta(hours=7))
"""Thailand keeps UTC+7 all year; a zip stores wall-clock time without a zone."""

_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_ENDS_TRIED: Final = 20
MOST_LISTED: Final = 20_000
"""Members of one zip that are listed at all; what stands behind them is only counted."""

_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1
_FULL: Final = 0xFFFFFFFF
_FIRST_DAY: Final = 0x21
_MANY: Final = 0xFFFF
_LOCAL_HEAD: Final = 30
_PATH_HEAD: Final = 5
_TIME_HEAD: Final = 5


class BadContainerError(ValueError):
    """The bytes cannot be opened for the files within them."""


class TooDeepError(BadContainerError):
    """Files within files, deeper than anybody packs them."""


class BadZipError(BadContainerError):
    """The bytes are no zip that can be looked into; the message says why, for the log."""


class CutOffError(BadZipError):
    """The end of the zip is not there."""


class OtherMethodError(BadZipError):
    """A member is packed in a way that office programs and Windows do not use."""

    def __init__(self, method: int) -> None:
        super().__init__(f"compression method {method} is not used by office programs")


class TooLargeError(BadZipError):
    """Inflating went past the budget."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the central directory. ``size`` is what it claims, never relied on."""

    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    offset: int
    stamp: tuple[int, int]
    extra: bytes

    @property
    def is_encrypted(self) -> bool:
        """True where a password is needed."""
        return bool(self.flags & _ENCRYPTED)

    @property
    def modified(self) -> datetime | None:
        """When it was last written, in Thai time; None where the stamp is no date."""
        return _utc_stamp(self.extra) or _dos_stamp(*self.stamp)


@dataclass(slots=True)
class Budget:
    """How many inflated bytes may still be produced; shared by all members of one file.

    ``within`` is a larger budget that is spent along with this one.
    """

    left: int
    within: Budget | None = None

    @property
    def room(self) -> int:
        """Bytes that may still be produced."""
        return max(0, self.left if self.within is None else min(self.left, self.within.room))

    def spend(self, count: int) -> None:
        """Take ``count`` bytes off; `TooLargeError` when nothing is left."""
        if self.within is not None:
            self.within.spend(count)
        self.left -= count
        if self.left < 0:
            raise TooLargeError("inflated size is over the limit")


@dataclass(frozen=True, slots=True)
class ZipView:
    """The members of a zip, in the order of its directory.

    ``stated`` is how many it says it has. ``overlapping`` are the offsets of members that lie in
    one another, as no program packs them: each would be inflated as often as it is named.
    """

    data: bytes = field(repr=False)
    members: tuple[Member, ...]
    stated: int = 0
    overlapping: frozenset[int] = frozenset()

    def read(self, member: Member, budget: Budget) -> bytes:
        """The inflated bytes of a member; `BadZipError` if it is damaged, locked or too large."""
        start = self._payload_start(member)
        packed = memoryview(self.data)[start : start + member.packed]
        if len(packed) < member.packed:
            raise BadZipError("member is cut off")
        content = _unpack(packed, member.method, budget)
        if zlib.crc32(content) != member.checksum:
            raise BadZipError("member does not match its checksum")
        return content

    def _payload_start(self, member: Member) -> int:
        head = self.data[member.offset : member.offset + _LOCAL_HEAD]
        if member.is_encrypted:
            raise BadZipError("member is encrypted")
        if member.offset in self.overlapping:
            raise BadZipError("member lies within another")
        if len(head) < _LOCAL_HEAD or head[:4] != LOCAL:
            raise BadZipError("local header is missing")
        name_length, extra_length = struct.unpack_from("<2H", head, 26)
        return member.offset + _LOCAL_HEAD + int(name_length) + int(extra_length)


def part_name(raw: bytes) -> str:
    """The name of a package's part as every reader compares it, however a writer spelt it."""
    name = raw.decode("utf-8", "replace").replace("\\", "/")
    return name.removeprefix("./").lstrip("/").lower()


def part_names(members: Sequence[Member]) -> list[str]:
    """The names of a package's parts, in their order, without the folder it was packed with.

    Somebody unpacked a workbook to look into it, and packed the folder.
    """
    names = [part_name(member.raw_name) for member in members]
    own = [name for name in names if not name.startswith("__macosx/")]
    folder = f"{own[0].partition('/')[0]}/" if own else ""
    within = {name.removeprefix(folder) for name in own}
    if _ROOTS.intersection(names) or not _ROOTS & within:
        return names
    others = any("/" not in name and name.endswith(RETURN_ENDINGS) for name in within)
    if others or not all(name.startswith(folder) for name in own):
        return names
    return [name.removeprefix(folder) for name in names]


_ROOTS: Final = frozenset({"[content_types].xml", "content.xml"})
"""Parts that every package has at its top: of Microsoft's formats, and of OpenDocument."""


def open_zip(data: bytes) -> ZipView:
    """The directory of a zip, with or without bytes before and behind it.

    `CutOffError` where no end record is there, or only that of a zip within; `BadZipError` where
    the directory it tells of cannot be read.
    """
    fault: BadZipError = CutOffError("end record is missing")
    at = len(data)
    for _ in range(_ENDS_TRIED):
        at = data.rfind(END, 0, at)
        if at < 0:
            break
        try:
            return _at_end(data, at)
        except CutOffError:
            continue
        except BadZipError as error:
            fault = error
    raise fault


def _at_end(data: bytes, at: int) -> ZipView:
    """The zip whose end record stands at a place."""
    if at + 22 > len(data):
        raise CutOffError("end record is cut off")
    count, size, offset = struct.unpack_from("<HII", data, at + 10)
    start = at - size
    if _FULL in (size, offset) or count == _MANY:
        count, size, offset, start = _zip64_directory(data, at)
    if start < 0:
        raise BadZipError("directory does not fit")
    shift = start - offset
    if shift and data.startswith(LOCAL):
        raise CutOffError("the end record is that of an archive within")
    members = tuple(_members(data, start, min(count, MOST_LISTED), shift))
    return ZipView(data, members, count, _overlapping(members))


def _overlapping(members: tuple[Member, ...]) -> frozenset[int]:
    """Offsets of members that begin before the one in front of them ends, and of those."""
    found: set[int] = set()
    last, end = -1, 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset < end:
            found |= {last, member.offset}
        last = member.offset
        end = max(end, member.offset + _LOCAL_HEAD + len(member.raw_name) + member.packed)
    return frozenset(found)


def _zip64_directory(data: bytes, end: int) -> tuple[int, int, int, int]:
    at = data.rfind(b"PK\x06\x06", 0, end)
    if at < 0 or at + 56 > len(data):
        raise BadZipError("ZIP64 directory is missing")
    count, size, offset = struct.unpack_from("<3Q", data, at + 32)
    return count, size, offset, at - size


def _members(data: bytes, start: int, count: int, shift: int) -> Iterator[Member]:
    at = start
    for _ in range(count):
        if at + _CENTRAL.size > len(data) or data[at : at + 4] != b"PK\x01\x02":
            raise BadZipError("directory is damaged")
        (
            _,
            _,
            _,
            flags,
            method,
            clock,
            day,
            checksum,
            packed,
            size,
            names,
            extras,
            notes,
            *_,
            offset,
        ) = _CENTRAL.unpack_from(data, at)
        name_end = at + _CENTRAL.size + names
        extra = data[name_end : name_end + extras]
        if _FULL in (packed, size, offset):
            size, packed, offset = _zip64_sizes(extra, size, packed, offset)
        raw_name = data[at + _CENTRAL.size : name_end]
        stamp = (day, clock)
        yield Member(raw_name, flags, method, checksum, packed, size, offset + shift, stamp, extra)
        at = name_end + extras + notes


def _extra_field(extra: bytes, wanted: int) -> bytes | None:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return None


def _zip64_sizes(extra: bytes, *stated: int) -> tuple[int, int, int]:
    """The stated (size, packed, offset) with each 0xFFFFFFFF replaced by its 64-bit value."""
    body = _extra_field(extra, 1) or b""
    at, found = 0, []
    for value in stated:
        if value == _FULL:
            if at + 8 > len(body):
                raise BadZipError("ZIP64 sizes are missing")
            value = int.from_bytes(body[at : at + 8], "little")  # noqa: PLW2901 - read as stated
            at += 8
        found.append(value)
    return found[0], found[1], found[2]


def unicode_path(member: Member) -> str | None:
    """The UTF-8 name that WinRAR, 7-Zip and Info-ZIP put beside an old one; None if not there."""
    body = _extra_field(member.extra, 0x7075)
    if body is None or len(body) <= _PATH_HEAD or body[0] != 1:
        return None
    if int.from_bytes(body[1:5], "little") != zlib.crc32(member.raw_name):
        return None
    return body[_PATH_HEAD:].decode("utf-8", "replace")


def _utc_stamp(extra: bytes) -> datetime | None:
    body = _extra_field(extra, 0x5455)
    if body is None or len(body) < _TIME_HEAD or not body[0] & 1:
        return None
    seconds = int.from_bytes(body[1:5], "little", signed=True)
    return datetime.fromtimestamp(0, UTC).astimezone(THAI_TIME) + timedelta(seconds=seconds)


def _dos_stamp(day: int, clock: int) -> datetime | None:
    try:
        return datetime(
            1980 + (day >> 9), day >> 5 & 15, day & 31,
            clock >> 11, clock >> 5 & 63, min(59, (clock & 31) * 2), tzinfo=THAI_TIME,
        )  # fmt: skip
    except ValueError:
        return None


def pack_uncompressed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts, not compressed; names are ASCII."""
    heads: list[bytes] = []
    body: list[bytes] = []
    offset = 0
    for name, content in parts.items():
        raw, size = name.encode("ascii"), len(content)
        facts = (20, 0, _STORED, 0, _FIRST_DAY, zlib.crc32(content), size, size, len(raw), 0)
        head = struct.pack("<4s5H3I2H", LOCAL, *facts) + raw
        heads.append(
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *facts, 0, 0, 0, 0, offset) + raw
        )
        body += (head, content)
        offset += len(head) + size
    directory = b"".join(heads)
    count = len(parts)
    end = struct.pack("<4s4H2IH", END, 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*body, directory, end))


def _unpack(packed: memoryview, method: int, budget: Budget) -> bytes:
    if method == _DEFLATED:
        return _inflate(packed, budget)
    if method != _STORED:
        raise OtherMethodError(method)
    budget.spend(len(packed))
    return bytes(packed)


def _inflate(packed: memoryview, budget: Budget) -> bytes:
    engine = zlib.decompressobj(-15)
    try:
        data = engine.decompress(packed, budget.room + 1)
    except zlib.error as error:
        raise BadZipError(f"member is damaged: {error}") from error
    budget.spend(len(data))
    if not engine.eof:
        raise BadZipError("member is cut off")
    return data
