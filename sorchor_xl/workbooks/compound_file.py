"""The container of old Office files: one stream out of it, and one stream put into a new one."""

from __future__ import annotations

import io
import struct
from typing import Final

from sorchor_xl.files.sniff import OLE

_SECTOR: Final = 4096
_END, _FAT, _FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_IN_HEADER: Final = 109
"""Tables of sectors that the header itself names: enough for 400 MB."""
_PER_TABLE: Final = _SECTOR // 4


class BadContainerError(ValueError):
    """The container does not hold together, or lacks the stream."""


def stream_of(data: bytes, name: str) -> bytes:
    """A stream whole; `BadContainerError` where it is missing or cut off."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            size = ole.get_size(name)
            content = bytes(ole.openstream(name).read())
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError) as error:
        raise BadContainerError(str(error)) from error
    if len(content) != size:
        raise BadContainerError(f"{name} is cut off")
    return content


def with_stream(name: str, content: bytes) -> bytes:
    """A new container that holds this one stream."""
    padded = content + bytes(-len(content) % _SECTOR or (_SECTOR if not content else 0))
    sectors = len(padded) // _SECTOR
    tables = 1
    while tables * _PER_TABLE < sectors + 1 + tables:
        tables += 1
    if tables > _IN_HEADER:
        raise BadContainerError("too large")
    chain = [*range(1, sectors), _END, _END, *[_FAT] * tables]
    chain += [_FREE] * (tables * _PER_TABLE - len(chain))
    # the parser takes a root that begins nowhere for an empty container
    directory = _entry("Root Entry", 5, child=1, start=0, size=0)
    directory += _entry(name, 2, child=_FREE, start=0, size=len(padded))
    directory += _entry("", 0, child=_FREE, start=0, size=0) * (_SECTOR // 128 - 2)
    table = struct.pack(f"<{len(chain)}I", *chain)
    return _header(sectors, tables) + padded + directory + table


def _header(sectors: int, tables: int) -> bytes:
    """Stream, directory, then the tables of sectors."""
    places = [sectors + 1 + n for n in range(tables)]
    places += [_FREE] * (_IN_HEADER - tables)
    head = OLE + bytes(16) + struct.pack("<5H", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    head += struct.pack("<9I", 1, tables, sectors, 0, _SECTOR, _END, 0, _END, 0)
    head += struct.pack(f"<{_IN_HEADER}I", *places)
    return head.ljust(_SECTOR, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    head = text.ljust(64, b"\0") + struct.pack("<H2B", length, kind, 1)
    links = struct.pack("<3I", _FREE, _FREE, child)
    return head + links + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)
