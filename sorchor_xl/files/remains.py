"""Words left in the bytes of a file that cannot be opened: cut off, overwritten, half received."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

_LOCAL: Final = b"PK\x03\x04"
_LOCAL_HEAD: Final = 30
_MOST_PARTS: Final = 200
_MOST_BYTES: Final = 4 * 1024 * 1024
"""Inflated in all: what names a form stands in parts far smaller."""


def find_in_remains(data: bytes, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Every match in the bytes as they stand, in UTF-16, and in whatever of a zip still inflates.

    Never raises for what the bytes hold.
    """
    yield from pattern.finditer(data)
    yield from pattern.finditer(data.replace(b"\0", b""))
    room = _MOST_BYTES
    at = data.find(_LOCAL)
    for _ in range(_MOST_PARTS):
        if at < 0 or room <= 0:
            return
        part = _inflated(data, at, room)
        room -= len(part)
        yield from pattern.finditer(part)
        at = data.find(_LOCAL, at + 4)


def _inflated(data: bytes, at: int, room: int) -> bytes:
    """What inflates of the member whose header stands at a place; b"" where nothing does."""
    if at + _LOCAL_HEAD > len(data):
        return b""
    name, extra = struct.unpack_from("<2H", data, at + 26)
    start = at + _LOCAL_HEAD + name + extra
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(data[start : start + _MOST_BYTES], room)
    except zlib.error:
        return b""
