"""An old .xls that is encrypted and yet opens for everybody: with the password Excel keeps for it.

Excel encrypts an .xls as soon as the structure of its workbook is protected, whether or not
anybody chose a password, and every program opens it without asking. Such a file has no password
that somebody could take away; it is read like any other. ([MS-OFFCRYPTO] 2.3.5, 2.3.6; [MS-XLS]
2.2.10.)
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable
from typing import Final

from sorchor_xl.files.block_cipher import xor

PASSWORD: Final = "VelvetSweatshop".encode("utf-16-le")
"""The password that every program tries before it asks for one."""
_FILEPASS, _BOF, _SHEET = 0x2F, 0x809, 0x85
_NEVER_ENCRYPTED: Final = frozenset({_BOF, _FILEPASS, 0xE1, 0x194, 0x195, 0x196, 0x138})
_IGNORED: Final = 0x99
_STREAM: Final = "Workbook"
_BLOCK: Final = 1024
_RECORDS_SEEN: Final = 40
_RC4: Final = 1
_STANDARD: Final = (1, 1)
_FORTY_BITS: Final = 40
_KeyOf = Callable[[int], bytes]
"""The key of a block by its number."""


def has_filepass(stream: bytes) -> bool:
    """Whether a record among the first of a workbook's stream says that the rest is encrypted."""
    return _filepass(stream) is not None


def opens_for_everybody(stream: bytes) -> bool:
    """Whether an encrypted workbook's stream opens with the default password."""
    return _key(stream) is not None


def opened_for_everybody(data: bytes) -> bytes:
    """An .xls with its workbook's stream decrypted in place; unchanged where it is not encrypted.

    Nor where it cannot be: then whatever reads it says so.
    """
    import olefile

    held = io.BytesIO(data)
    try:
        with olefile.OleFileIO(held, write_mode=True) as ole:
            stream = ole.openstream(_STREAM).read()
            plain = decrypted(stream)
            if plain is stream:
                return data
            ole.write_stream(_STREAM, plain)
            return held.getvalue()
    except (OSError, ValueError, IndexError, TypeError, struct.error, NotImplementedError):
        return data


def decrypted(stream: bytes) -> bytes:
    """A workbook's stream as if it had never been encrypted; unchanged where it is not.

    ValueError where another password is needed.
    """
    found = _filepass(stream)
    if found is None:
        return stream
    key = _key(stream)
    if key is None:
        raise ValueError("another password is needed")
    plain = bytearray(_applied(stream, key))
    _put_back(plain, stream)
    struct.pack_into("<H", plain, found[0], _IGNORED)
    return bytes(plain)


def _filepass(stream: bytes) -> tuple[int, bytes] | None:
    """Where the record of the encryption stands, and what it says."""
    at = 0
    for _ in range(_RECORDS_SEEN):
        if at + 4 > len(stream):
            return None
        record, length = struct.unpack_from("<2H", stream, at)
        if record == _FILEPASS:
            return at, stream[at + 4 : at + 4 + length]
        at += 4 + length
    return None


def _key(stream: bytes) -> _KeyOf | None:
    """The keys of the default password; None where it does not fit, or the way is unknown."""
    found = _filepass(stream)
    if found is None:
        return None
    try:
        return _verified(found[1])
    except (struct.error, IndexError):
        return None


def _verified(says: bytes) -> _KeyOf | None:
    way, *version = struct.unpack_from("<3H", says)
    if way != _RC4:
        return None
    if tuple(version) == _STANDARD:
        salt, verifier, proof = says[6:22], says[22:38], says[38:54]
        return _if_proven(_standard_keys(salt), verifier + proof, hashlib.md5)
    size = struct.unpack_from("<I", says, 10)[0]
    bits = struct.unpack_from("<I", says, 14 + 16)[0]
    at = 14 + size
    salt, verifier = says[at + 4 : at + 20], says[at + 20 : at + 36]
    length = struct.unpack_from("<I", says, at + 36)[0]
    proof = says[at + 40 : at + 40 + length]
    return _if_proven(_crypto_api_keys(salt, bits), verifier + proof, hashlib.sha1)


def _if_proven(key: _KeyOf, sealed: bytes, digest: Callable[..., hashlib._Hash]) -> _KeyOf | None:
    """The keys if they open the seal: a random text, and behind it its digest."""
    size = 16
    opened = xor(sealed, _keystream(key(0), len(sealed)))
    text, proof = opened[:size], opened[size:]
    made = digest(text, usedforsecurity=False).digest()
    return key if len(proof) >= size and made.startswith(proof[:size]) else None


def _standard_keys(salt: bytes) -> _KeyOf:
    def md5(data: bytes) -> bytes:
        return hashlib.md5(data, usedforsecurity=False).digest()

    short = md5((md5(PASSWORD)[:5] + salt) * 16)[:5]
    return lambda block: md5(short + struct.pack("<I", block))


def _crypto_api_keys(salt: bytes, bits: int) -> _KeyOf:
    def sha1(data: bytes) -> bytes:
        return hashlib.sha1(data, usedforsecurity=False).digest()

    first, bits = sha1(salt + PASSWORD), bits or _FORTY_BITS

    def key(block: int) -> bytes:
        made = sha1(first + struct.pack("<I", block))[: bits // 8]
        return made.ljust(16, b"\0") if bits == _FORTY_BITS else made

    return key


def _applied(stream: bytes, key: _KeyOf) -> bytes:
    """The whole stream put through the cipher, each kilobyte under its own key."""
    blocks = range(0, len(stream), _BLOCK)
    parts = (stream[at : at + _BLOCK] for at in blocks)
    return b"".join(xor(p, _keystream(key(n), len(p))) for n, p in enumerate(parts))


def _put_back(plain: bytearray, stream: bytes) -> None:
    """What was never encrypted: heads of records, some records, and where the sheets begin."""
    at = 0
    while at + 4 <= len(stream):
        record, length = struct.unpack_from("<2H", stream, at)
        kept = 4
        if record in _NEVER_ENCRYPTED:
            kept += length
        elif record == _SHEET:
            kept += 4
        plain[at : at + kept] = stream[at : at + kept]
        at += 4 + length


def _keystream(key: bytes, count: int) -> bytes:
    """The first bytes of RC4 under a key."""
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    made = bytearray(count)
    i = j = 0
    for place in range(count):
        i = (i + 1) & 255
        one = box[i]
        j = (j + one) & 255
        other = box[j]
        box[i], box[j] = other, one
        made[place] = box[(one + other) & 255]
    return bytes(made)
