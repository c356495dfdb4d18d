"""Files for the tests of the intake, made byte by byte so that nothing is taken from the disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Mapping

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def dice(seed: int) -> random.Random:
    """The same throws for the same seed."""
    return random.Random(seed)  # noqa: S311 - tests want the same throws again, not secrets


def zip_of(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A zip of the members with UTF-8 names, in their order."""
    buffer = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 4, 22, 9, 30, 0)), content, method)
    return buffer.getvalue()


def zip_with_raw_names(members: Mapping[bytes, bytes], *, utf8_flag: bool = False) -> bytes:
    """A zip whose member names are exactly these bytes, with or without the UTF-8 flag."""
    holders = {f"n{i:05d}".ljust(len(raw), "_"): raw for i, raw in enumerate(members)}
    if any(len(holder) != len(raw) for holder, raw in holders.items()):
        raise ValueError("names must be at least six bytes long")
    data = zip_of(dict(zip(holders, members.values(), strict=True)))
    for holder, raw in holders.items():
        data = data.replace(holder.encode("ascii"), raw)
    return set_zip_flags(data, 0x800) if utf8_flag else data


def set_zip_flags(data: bytes, flags: int) -> bytes:
    """The zip with these general-purpose flags set in every header (0x1 = encrypted)."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(mark)
        while at >= 0:
            (old,) = struct.unpack_from("<H", out, at + offset)
            struct.pack_into("<H", out, at + offset, old | flags)
            at = out.find(mark, at + 4)
    return bytes(out)


Tree = Mapping[str, "bytes | Tree"]


def compound_file(streams: Tree) -> bytes:
    """An OLE compound file of the streams; a mapping within is a storage.

    Streams are padded past the mini-stream limit, so that only full sectors are needed; a real
    program would store the short ones in the mini stream, which `olefile` reads alike.
    """
    entries: list[bytearray] = []
    sectors: list[bytes] = []
    chains: list[int] = []
    _add_entry(entries, "Root Entry", 5)
    _add_children(entries, 0, streams, sectors, chains)
    directory = b"".join(entries)
    directory += bytes(-len(directory) % _SECTOR)
    first_directory = _add_chain(sectors, chains, directory)
    fat_count = 1
    while fat_count * (_SECTOR // 4) < len(chains) + fat_count:
        fat_count += 1
    first_fat = len(chains)
    fat = [*chains, *([_FAT] * fat_count)]
    fat += [_FREE] * (fat_count * (_SECTOR // 4) - len(fat))
    body = b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)
    return _compound_header(first_directory, first_fat, fat_count) + body


def _compound_header(first_directory: int, first_fat: int, fat_count: int) -> bytes:
    difat = [first_fat + i for i in range(fat_count)] + [_FREE] * (109 - fat_count)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<9I", 0, fat_count, first_directory, 0, 4096, _END, 0, _END, 0)
        + struct.pack("<109I", *difat)
    )


def _add_entry(
    entries: list[bytearray], name: str, kind: int, first: int = _END, size: int = 0
) -> int:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(raw.ljust(64, b"\0"))
    entry += struct.pack("<HBB3I", len(raw), kind, 1, _FREE, _FREE, _FREE)
    entry += bytes(36) + struct.pack("<IQ", first, size)
    entries.append(entry)
    return len(entries) - 1


def _add_children(
    entries: list[bytearray], parent: int, tree: Tree, sectors: list[bytes], chains: list[int]
) -> None:
    """Children as a list leaning to the right: legal enough for every reader."""
    previous = None
    for name in sorted(tree, key=lambda n: (len(n), n.upper())):
        content = tree[name]
        if isinstance(content, bytes):
            first = _add_chain(sectors, chains, content.ljust(4096, b"\0"))
            own = _add_entry(entries, name, 2, first, max(4096, len(content)))
        else:
            own = _add_entry(entries, name, 1)
            _add_children(entries, own, content, sectors, chains)
        at, offset = (parent, 76) if previous is None else (previous, 72)
        struct.pack_into("<I", entries[at], offset, own)
        previous = own


def _add_chain(sectors: list[bytes], chains: list[int], content: bytes) -> int:
    first, count = len(chains), -(-len(content) // _SECTOR)
    padded = content.ljust(count * _SECTOR, b"\0")
    sectors.extend(padded[i * _SECTOR : (i + 1) * _SECTOR] for i in range(count))
    chains.extend(range(first + 1, first + count))
    chains.append(_END)
    return first
