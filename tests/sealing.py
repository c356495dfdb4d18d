"""Workbooks sealed with a password, in the ways programs do ([MS-OFFCRYPTO] 2.3.4 and 2.3.6)."""

from __future__ import annotations

import hashlib
import io
import struct
from functools import partial

from intake_files import compound_file
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.rc4 import DocumentRC4

md5 = partial(hashlib.md5, usedforsecurity=False)
sha1 = partial(hashlib.sha1, usedforsecurity=False)
SALT, SECRET = bytes(range(16)), b"0123456789abcdef"
BOF = struct.pack("<2H", 0x809, 16) + struct.pack("<2H", 0x600, 5) + bytes(12)


def record(kind: int, body: bytes) -> bytes:
    """A record of a workbook's stream."""
    return struct.pack("<2H", kind, len(body)) + body


def rc4(data: bytes, password: str, block: int = 1024) -> bytes:
    """The data put through the cipher: there and back are the same."""
    return bytes(DocumentRC4.decrypt(password, SALT, io.BytesIO(data), block).read())


def old_stream(password: str) -> tuple[bytes, bytes]:
    """The records of an .xls, plain and encrypted: heads, first records and sheets' places stay."""
    proof = rc4(SECRET + md5(SECRET).digest(), password)
    filepass = record(0x2F, struct.pack("<3H", 1, 1, 1) + SALT + proof)
    sheet = record(0x85, struct.pack("<IH", 500, 0) + b"\x01\x00x")
    cells = [record(0x203, struct.pack("<3Hd", n, 1, 0, n)) for n in range(400)]
    plain, out, at = BOF + filepass + sheet + b"".join(cells) + record(0x0A, b""), bytearray(), 0
    out += rc4(plain, password)
    for part in (BOF, filepass, sheet, *cells, record(0x0A, b"")):
        kept = {0x809: len(part), 0x2F: len(part), 0x85: 8}.get(
            struct.unpack_from("<H", part)[0], 4
        )
        out[at : at + kept] = part[:kept]
        at += len(part)
    return plain, bytes(out)


def sealed_xls(password: str) -> bytes:
    """An old workbook sealed with a password."""
    return compound_file({"Workbook": old_stream(password)[1]})


def sealed_xlsx(password: str, package: bytes) -> bytes:
    """A package sealed with a password, as programs of today do."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(package)))


def sealed_2007(password: str, package: bytes) -> bytes:
    """A package sealed as programs of 2007 did ([MS-OFFCRYPTO] 2.3.4.4 to 2.3.4.7)."""
    made = sha1(SALT + password.encode("utf-16-le")).digest()
    for turn in range(50_000):
        made = sha1(struct.pack("<I", turn) + made).digest()
    made = sha1(made + bytes(4)).digest().ljust(64, b"\0")
    key = sha1(bytes(b ^ 0x36 for b in made)).digest()[:16]
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + bytes(4)
    proof = aes(sha1(SECRET).digest(), key)
    info = struct.pack("<2HII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + SALT + aes(SECRET, key) + struct.pack("<I", 20) + proof
    content = struct.pack("<Q", len(package)) + aes(package, key)
    return compound_file({"EncryptionInfo": info, "EncryptedPackage": content})


def aes(data: bytes, key: bytes) -> bytes:
    """Blocks enciphered by themselves, the last one filled up."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the format's own
    return cipher.update(data + bytes(-len(data) % 16)) + cipher.finalize()
