"""A workbook in a sealed package that opens for everybody: with the password Excel keeps for it.

Programs seal an .xlsx so whose structure is protected, or that is marked to be opened for reading
only; every one of them opens it without asking. ([MS-OFFCRYPTO] 2.3.4, both ways of sealing.)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sorchor_xl.files.block_cipher import BLOCK, decipher, decipher_chained, xor
from sorchor_xl.files.default_password import PASSWORD

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_INFO, _PACKAGE = "EncryptionInfo", "EncryptedPackage"
_LARGEST: Final = 8 * 1024 * 1024
"""Sealed bytes that are opened; a district workbook has a fiftieth of them."""
_MOST_TURNS: Final = 200_000
"""Times the password is hashed at most; every program that is known takes 50,000 or 100,000."""
_STANDARD_TURNS: Final = 50_000
_AGILE, _STANDARD = (4, 4), frozenset({(2, 2), (3, 2), (4, 2)})
_INPUT, _VALUE, _KEY = "fea7d2763b4b9e79", "d7aa0f6d3061344e", "146e0be7abacd0d6"
_SEGMENT: Final = 4096
_DIGESTS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})
_TAG: Final = re.compile(rb"<(?:\w+:)?(keyData|encryptedKey)\b([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'(\w+)="([^"]*)"')
_FAULTS: Final = (OSError, ValueError, IndexError, TypeError, KeyError, struct.error)
_PADDING: Final = b"\x36"


@dataclass(frozen=True, slots=True)
class _Way:
    """How a package was sealed: the key, and for chained segments their salt and digest."""

    key: bytes
    salt: bytes = b""
    digest: str = ""


def unsealed(data: bytes) -> bytes | None:
    """The package within; None where another password is needed, or the way is unknown."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            info = ole.openstream(_INFO).read()
            way = _way(info)
            if way is None or ole.get_size(_PACKAGE) > _LARGEST:
                return None
            return _opened(ole.openstream(_PACKAGE).read(), way)
    except (*_FAULTS, binascii.Error):
        return None


def _way(info: bytes) -> _Way | None:
    """The way a package was sealed, if the default password opens it."""
    version = struct.unpack_from("<2H", info)
    if version == _AGILE:
        return _agile(info[8:])
    return _standard(info[8:]) if version in _STANDARD else None


def _opened(sealed: bytes, way: _Way) -> bytes:
    """The package: its length, then its blocks, in segments where they are chained."""
    (length,) = struct.unpack_from("<Q", sealed)
    body = sealed[8:]
    body = body[: len(body) - len(body) % BLOCK]
    if not way.digest:
        return decipher(body, way.key)[:length]
    before = bytearray()
    for number, at in enumerate(range(0, len(body), _SEGMENT)):
        before += _hash(way.digest, way.salt + struct.pack("<I", number))[:BLOCK].ljust(
            BLOCK, b"\0"
        )
        before += body[at : at + _SEGMENT - BLOCK]
    return xor(decipher(body, way.key), bytes(before[: len(body)]))[:length]


def _hash(name: str, data: bytes) -> bytes:
    return hashlib.new(name, data, usedforsecurity=False).digest()


def _spun(name: str, salt: bytes, turns: int) -> bytes:
    """The password hashed over and over."""
    made = _hash(name, salt + PASSWORD)
    for turn in range(turns):
        made = _hash(name, struct.pack("<I", turn) + made)
    return made


def _agile(xml: bytes) -> _Way | None:
    stated = {tag.decode(): _attributes(rest) for tag, rest in _TAG.findall(xml)}
    package, own = stated["keyData"], stated["encryptedKey"]
    turns, digest = int(own["spinCount"]), _digest(own)
    if turns > _MOST_TURNS or not digest or not _is_known(package) or not _is_known(own):
        return None
    salt, size = base64.b64decode(own["saltValue"]), int(own["keyBits"]) // 8
    spun = _spun(digest, salt, turns)

    def held(name: str, purpose: str) -> bytes:
        key = _hash(digest, spun + bytes.fromhex(purpose))[:size].ljust(size, _PADDING)
        first = salt[:BLOCK].ljust(BLOCK, _PADDING)
        return decipher_chained(base64.b64decode(own[name]), key, first)

    text = held("encryptedVerifierHashInput", _INPUT)[: len(salt)]
    if not held("encryptedVerifierHashValue", _VALUE).startswith(_hash(digest, text)):
        return None
    key = held("encryptedKeyValue", _KEY)[: int(package["keyBits"]) // 8]
    return _Way(key, base64.b64decode(package["saltValue"]), _digest(package))


def _attributes(tag: bytes) -> Mapping[str, str]:
    return {
        name.decode(): value.decode("ascii", "replace") for name, value in _ATTRIBUTE.findall(tag)
    }


def _digest(stated: Mapping[str, str]) -> str:
    """The name of the digest; "" for one not known."""
    name = stated["hashAlgorithm"].replace("-", "").lower()
    return name if name in _DIGESTS else ""


def _is_known(stated: Mapping[str, str]) -> bool:
    """Whether the cipher is the one every program uses."""
    chained = stated["cipherChaining"] == "ChainingModeCBC"
    return stated["cipherAlgorithm"] == "AES" and chained and bool(_digest(stated))


def _standard(info: bytes) -> _Way | None:
    """The older way: SHA-1, blocks by themselves."""
    (size,) = struct.unpack_from("<I", info)
    bits = struct.unpack_from("<I", info, 4 + 16)[0]
    at = 4 + size
    salt, text = info[at + 4 : at + 20], info[at + 20 : at + 36]
    proof = info[at + 40 : at + 72]
    spun = _hash("sha1", _spun("sha1", salt, _STANDARD_TURNS) + bytes(4))
    halves = (bytes(a ^ pad for a in spun.ljust(64, b"\0")) for pad in (_PADDING[0], 0x5C))
    key = b"".join(_hash("sha1", half) for half in halves)[: bits // 8]
    proven = decipher(proof, key).startswith(_hash("sha1", decipher(text, key)))
    return _Way(key) if proven else None
