"""A workbook that is encrypted and opens for everybody is read; one with a password is named.

OPEN-01  Every way of encrypting: what the default password sealed is opened, what another password
         sealed is not, and is named so.
OPEN-02  What is opened is what was sealed.
OPEN-03  What no program writes (endless turns, entities, damage) stops nothing and costs little.
OPEN-04  A workbook of an อำเภอ sealed so counts as it would unsealed.
"""

from __future__ import annotations

import hashlib
import io
import struct
import time
from collections.abc import Callable
from functools import partial

import olefile
import pytest
from damage.subject import is_right, read_back
from intake_files import compound_file, dice, zip_of
from issued import filled
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from msoffcrypto.method.rc4 import DocumentRC4

from sorchor_xl.files.default_password import KNOWN_TO_ALL, is_encrypted_xls, opened_for_everybody
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff

md5 = partial(hashlib.md5, usedforsecurity=False)
sha1 = partial(hashlib.sha1, usedforsecurity=False)
SALT, SECRET = bytes(range(16)), b"0123456789abcdef"
BOF = struct.pack("<2H", 0x809, 16) + struct.pack("<2H", 0x600, 5) + bytes(12)
PACKAGE = zip_of(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "pad": dice(3).randbytes(5000),
    }
)


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


def sealed_xlsx(password: str, package: bytes = PACKAGE) -> bytes:
    """A package sealed with a password, as programs of today do."""
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(package)))


def sealed_2007(password: str, package: bytes = PACKAGE) -> bytes:
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


WAYS: dict[str, tuple[Callable[[str], bytes], FileKind]] = {
    "rc4": (sealed_xls, FileKind.XLS),
    "agile": (sealed_xlsx, FileKind.XLSX),
    "standard": (sealed_2007, FileKind.XLSX),
}
SEALED = {way: seal(KNOWN_TO_ALL) for way, (seal, _) in WAYS.items()}
BY_WAY = pytest.mark.parametrize("way", WAYS)


@BY_WAY
def test_the_default_password_opens(way: str) -> None:
    """OPEN-01: what is within decides what the file is."""
    assert sniff(SEALED[way], "x") is WAYS[way][1]


@BY_WAY
def test_another_password_is_named(way: str) -> None:
    """OPEN-01."""
    data = WAYS[way][0]("secret")
    assert opened_for_everybody(data) is None
    assert sniff(data, "x") is FileKind.PASSWORD


@pytest.mark.parametrize("way", ["agile", "standard"])
def test_the_package_is_what_it_was(way: str) -> None:
    """OPEN-02."""
    assert opened_for_everybody(SEALED[way]) == PACKAGE


def test_the_records_are_what_they_were() -> None:
    """OPEN-02: but for the record that said how they were encrypted."""
    opened = opened_for_everybody(SEALED["rc4"])
    assert opened is not None
    assert is_encrypted_xls(SEALED["rc4"])
    assert not is_encrypted_xls(opened)
    with olefile.OleFileIO(io.BytesIO(opened)) as ole:
        read = ole.openstream("Workbook").read()
    plain = old_stream(KNOWN_TO_ALL)[0]
    behind = plain.index(struct.pack("<2H", 0x85, 9))
    assert read[behind : len(plain)] == plain[behind:]


def test_a_sealed_letter_is_a_letter() -> None:
    """OPEN-01."""
    letter = zip_of(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": dice(4).randbytes(5000)}
    )
    assert sniff(sealed_xlsx(KNOWN_TO_ALL, letter), "x.docx") is FileKind.DOCX


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'spinCount="100000"', b'spinCount="9000000"'),
        (b'spinCount="100000"', b'spinCount="many"'),
        (b'spinCount="100000"', b'spinCount="&#57;000000"'),
        (b"<encryption ", b"<!DOCTYPE x><encryption "),
        (b"keyEncryptor>", b"keyEncryptor><a spinCount='1'/>"),
    ],
)
def test_what_no_program_writes(said: bytes, instead: bytes) -> None:
    """OPEN-03: it is not even begun."""
    with olefile.OleFileIO(io.BytesIO(SEALED["agile"])) as ole:
        parts = {
            name: ole.openstream(name).read() for name in ("EncryptionInfo", "EncryptedPackage")
        }
    assert said in parts["EncryptionInfo"]
    parts["EncryptionInfo"] = parts["EncryptionInfo"].replace(said, instead, 1)
    start = time.process_time()
    assert opened_for_everybody(compound_file(parts)) is None
    assert time.process_time() - start < 1


@pytest.mark.parametrize("seed", range(20))
@BY_WAY
def test_damage_stops_nothing(way: str, seed: int) -> None:
    """OPEN-03."""
    throw, data = dice(seed), bytearray(SEALED[way])
    for _ in range(throw.randint(1, 20)):
        data[throw.randrange(len(data))] = throw.randrange(256)
    cut = bytes(data[: throw.randint(512, len(data))])
    assert sniff(cut, "x.xlsx") in set(FileKind)


def test_what_is_no_container_is_not_opened() -> None:
    """OPEN-03."""
    assert opened_for_everybody(b"no container") is None
    assert not is_encrypted_xls(compound_file({"Workbook": BOF + record(0x0A, b"")}))


def test_a_sealed_return_counts() -> None:
    """OPEN-04."""
    results = read_back(sealed_xlsx(KNOWN_TO_ALL, filled()))
    assert all(is_right(result) for result in results.tambons)
