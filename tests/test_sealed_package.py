"""An .xlsx that is sealed and opens for everybody is read; one with a password is named.

SEAL-01  AES is that of its standard, for each length of key.
SEAL-02  Both ways of sealing: what the default password sealed is what it was, what another sealed
         is a file with a password.
SEAL-03  What no program writes (turns without end, other ciphers, damage) stops nothing, and costs
         little.
SEAL-04  A workbook of an อำเภอ sealed so counts as it would unsealed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import sealing
from damage.subject import is_right, read_back
from intake_files import dice, zip_of
from issued import filled

from sorchor_xl.files.block_cipher import decipher, decipher_chained
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sealed_package import unsealed
from sorchor_xl.files.sniff import sniff

DEFAULT = "VelvetSweatshop"
PACKAGE = zip_of(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "pad": dice(3).randbytes(5000),
    }
)
WAYS: dict[str, Callable[[bytes, str], bytes]] = {
    "agile": sealing.agile,
    "standard": sealing.standard,
}
BY_WAY = pytest.mark.parametrize("way", WAYS)
PLAIN = bytes.fromhex("00112233445566778899aabbccddeeff")


@pytest.mark.parametrize(
    ("size", "sealed"),
    [
        (16, "69c4e0d86a7b0430d8cdb78070b4c55a"),
        (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
        (32, "8ea2b7ca516745bfeafc49904b496089"),
    ],
)
def test_the_examples_of_the_standard(size: int, sealed: str) -> None:
    """SEAL-01: FIPS 197, appendix C; both directions, one block and many."""
    key = bytes(range(size))
    assert decipher(bytes.fromhex(sealed), key) == PLAIN
    assert sealing.encipher(PLAIN, key).hex() == sealed
    many = dice(size).randbytes(640)
    assert decipher(sealing.encipher(many, key), key) == many
    assert decipher_chained(sealing.encipher(many, key, PLAIN), key, PLAIN) == many


@BY_WAY
def test_the_default_password_opens(way: str) -> None:
    """SEAL-02."""
    data = WAYS[way](PACKAGE, DEFAULT)
    assert unsealed(data) == PACKAGE
    assert sniff(data, "x.xlsx") is FileKind.XLSX


@BY_WAY
def test_another_password_is_named(way: str) -> None:
    """SEAL-02."""
    data = WAYS[way](PACKAGE, "secret")
    assert unsealed(data) is None
    assert sniff(data, "x.xlsx") is FileKind.PASSWORD


def test_a_sealed_letter_is_a_letter() -> None:
    """SEAL-02: what is within decides."""
    letter = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert sniff(sealing.agile(letter, DEFAULT), "x.docx") is FileKind.DOCX


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b'spinCount="1000"', b'spinCount="9999"'),
        (b'spinCount="1000"', b'spinCount="many"'),
        (b'cipherAlgorithm="AES"', b'cipherAlgorithm="DES"'),
        (b'hashAlgorithm="SHA512"', b'hashAlgorithm="MD5   "'),
        (b"encryptedKey ", b"encryptedBey "),
    ],
)
def test_what_no_program_writes(said: bytes, instead: bytes) -> None:
    """SEAL-03."""
    data = sealing.agile(PACKAGE, DEFAULT).replace(said, instead[: len(said)].ljust(len(said)))
    assert unsealed(data) is None


def test_turns_without_end() -> None:
    """SEAL-03: they are not even begun."""
    data = sealing.agile(PACKAGE, DEFAULT, turns=10).replace(b'"10" ', b'"9999999999" '[:5])
    far = sealing.agile(PACKAGE, DEFAULT, turns=100).replace(b'Count="100"', b'Count="1e9"')
    start = time.process_time()
    assert (unsealed(data), unsealed(far)) == (None, None)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("seed", range(20))
@BY_WAY
def test_damage_stops_nothing(way: str, seed: int) -> None:
    """SEAL-03."""
    throw, data = dice(seed), bytearray(SEALED[way])
    for _ in range(throw.randint(1, 20)):
        data[throw.randrange(len(data))] = throw.randrange(256)
    cut = bytes(data[: throw.randint(512, len(data))])
    assert sniff(cut, "x.xlsx") in set(FileKind)


SEALED = {way: seal(PACKAGE, DEFAULT) for way, seal in WAYS.items()}


def test_a_sealed_return_counts() -> None:
    """SEAL-04."""
    results = read_back(sealing.agile(filled(), DEFAULT))
    assert all(is_right(result) for result in results.tambons)
