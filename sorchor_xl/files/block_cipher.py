"""AES, the deciphering half (FIPS 197), over many blocks at once.

The state is kept as sixteen planes, the first bytes of all blocks, their second bytes and so on,
so that each step is one table over a plane: a workbook takes a twentieth of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

BLOCK: Final = 16
_POLYNOMIAL, _BYTE = 0x11B, 0x100
_LONG_KEY: Final = 8
"""Words of a key of 256 bits, whose expansion has a step more."""


def _times(one: int, other: int) -> int:
    """The product of two bytes in the field of the cipher."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one <<= 1
        one ^= _POLYNOMIAL if one & _BYTE else 0
        other >>= 1
    return product


@lru_cache(maxsize=1)
def _boxes() -> tuple[bytes, bytes]:
    """The substitution of a byte, and the way back."""
    forth = bytearray(256)
    for byte in range(256):
        inverse = next((n for n in range(256) if _times(byte, n) == 1), 0)
        turned = inverse ^ inverse << 1 ^ inverse << 2 ^ inverse << 3 ^ inverse << 4
        forth[byte] = (turned ^ turned >> 8) & 0xFF ^ 0x63
    back = bytearray(256)
    for byte, other in enumerate(forth):
        back[other] = byte
    return bytes(forth), bytes(back)


@lru_cache(maxsize=8)
def _table_of_times(factor: int) -> bytes:
    return bytes(_times(byte, factor) for byte in range(256))


def _round_keys(key: bytes) -> list[bytes]:
    """The key of every round, the first being that of the plain text."""
    box, size = _boxes()[0], len(key) // 4
    words, constant = [key[at : at + 4] for at in range(0, len(key), 4)], 1
    for number in range(size, 4 * (size + 7)):
        word = words[-1]
        if number % size == 0:
            word = bytes((box[word[1]] ^ constant, box[word[2]], box[word[3]], box[word[0]]))
            constant = _times(constant, 2)
        elif size == _LONG_KEY and number % size == _LONG_KEY // 2:
            word = word.translate(box)
        words.append(xor(words[-size], word))
    return [b"".join(words[at : at + 4]) for at in range(0, len(words), 4)]


def xor(one: bytes, other: bytes) -> bytes:
    """Two byte strings of one length, bit against bit."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).to_bytes(len(one), "big")


def decipher(data: bytes, key: bytes) -> bytes:
    """Every block of 16 bytes deciphered by itself; the key has 16, 24 or 32 bytes.

    ValueError where the data are no whole blocks.
    """
    if len(data) % BLOCK:
        raise ValueError("no whole blocks")
    *others, last = _round_keys(key)
    planes = [_with_key(data[n::BLOCK], last[n]) for n in range(BLOCK)]
    for place, round_key in enumerate(reversed(others)):
        planes = _substituted(planes, round_key)
        if place < len(others) - 1:
            planes = _mixed(planes)
    out = bytearray(len(data))
    for n, plane in enumerate(planes):
        out[n::BLOCK] = plane
    return bytes(out)


def decipher_chained(data: bytes, key: bytes, first: bytes) -> bytes:
    """Blocks that were each mixed with the one before, the first with ``first``."""
    return xor(decipher(data, key), (first + data)[: len(data)])


def _with_key(plane: bytes, key: int) -> bytes:
    return plane.translate(bytes(byte ^ key for byte in range(256)))


def _substituted(planes: Sequence[bytes], key: bytes) -> list[bytes]:
    """Rows turned back, bytes substituted back, the key of the round added."""
    back = _boxes()[1]
    tables = [bytes(byte ^ part for byte in back) for part in key]
    return [planes[(n - 4 * (n % 4)) % BLOCK].translate(tables[n]) for n in range(BLOCK)]


def _mixed(planes: Sequence[bytes]) -> list[bytes]:
    """The four bytes of a column, each made of all four."""
    made: list[bytes] = []
    times = [_table_of_times(factor) for factor in (14, 11, 13, 9)]
    for first in range(0, BLOCK, 4):
        for row in range(4):
            parts = (planes[first + (row + n) % 4].translate(times[n]) for n in range(4))
            total = 0
            for part in parts:
                total ^= int.from_bytes(part, "big")
            made.append(total.to_bytes(len(planes[0]), "big"))
    return made
