"""A workbook that is encrypted and opens for everybody is read; one with a password is named.

OPEN-01  Every way of encrypting: what the default password sealed is opened, what another password
         sealed is not, and is named so.
OPEN-02  What is opened is what was sealed.
OPEN-03  What no program writes (endless turns, entities, damage) stops nothing and costs little.
OPEN-04  A workbook of an อำเภอ sealed so counts as it would unsealed.
"""

from __future__ import annotations

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
from sealing import BOF, old_stream, record, sealed_2007, sealed_xls, sealed_xlsx

from sorchor_xl.files.default_password import KNOWN_TO_ALL, is_encrypted_xls, opened_for_everybody
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff

PACKAGE = zip_of(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "pad": dice(3).randbytes(5000),
    }
)


WAYS: dict[str, tuple[Callable[[str], bytes], FileKind]] = {
    "rc4": (sealed_xls, FileKind.XLS),
    "agile": (partial(sealed_xlsx, package=PACKAGE), FileKind.XLSX),
    "standard": (partial(sealed_2007, package=PACKAGE), FileKind.XLSX),
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
