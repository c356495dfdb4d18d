"""An .xls that is encrypted and opens for everybody is read; one with a password is named.

OPEN-01  Both ways of encrypting: what was sealed is opened, what another password sealed is not.
OPEN-02  The stream is as if it had never been encrypted, and so is the file.
OPEN-03  Damage of the record that says how stops nothing.
"""

from __future__ import annotations

import hashlib
import io
import struct

import olefile
import pytest
from intake_files import compound_file, dice

from sorchor_xl.files import default_password
from sorchor_xl.files.default_password import (
    decrypted,
    has_filepass,
    opened_for_everybody,
    opens_for_everybody,
)
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff

SALT, SECRET = bytes(range(16)), b"0123456789abcdef"
WAYS = ("standard", "crypto-api")
BOF = struct.pack("<2H", 0x809, 16) + struct.pack("<2H", 0x600, 5) + bytes(12)


def record(kind: int, body: bytes) -> bytes:
    """A record of a workbook's stream."""
    return struct.pack("<2H", kind, len(body)) + body


def filepass(way: str) -> bytes:
    """The record that says how the rest is encrypted."""
    if way == "standard":
        key = default_password._standard_keys(SALT)
        text = SECRET + hashlib.md5(SECRET, usedforsecurity=False).digest()
        head = struct.pack("<3H", 1, 1, 1) + SALT
        return record(0x2F, head + sealed(text, key(0)))
    key = default_password._crypto_api_keys(SALT, 128)
    text = SECRET + hashlib.sha1(SECRET, usedforsecurity=False).digest()
    proof = sealed(text, key(0))
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, 128, 1, 0, 0) + "x\0".encode("utf-16-le")
    head = struct.pack("<3HII", 1, 2, 2, 4, len(header)) + header
    tail = struct.pack("<I", 16) + SALT + proof[:16] + struct.pack("<I", 20) + proof[16:]
    return record(0x2F, head + tail)


def sealed(data: bytes, key: bytes) -> bytes:
    """The data put through the cipher."""
    return default_password.xor(data, default_password._keystream(key, len(data)))


def plain_stream(way: str) -> bytes:
    """A stream of many records, long enough for several keys, as it is before it is encrypted."""
    sheet = record(0x85, struct.pack("<IH", 500, 0) + b"\x01\x00x")
    cells = b"".join(record(0x203, struct.pack("<3Hd", n, 1, 0, n)) for n in range(400))
    return BOF + filepass(way) + sheet + cells + record(0x0A, b"")


def encrypted_stream(way: str) -> bytes:
    """The same, encrypted: heads of records, the first records and the sheet's place stay."""
    keys = {
        "standard": lambda: default_password._standard_keys(SALT),
        "crypto-api": lambda: default_password._crypto_api_keys(SALT, 128),
    }
    plain = plain_stream(way)
    out = bytearray(default_password._applied(plain, keys[way]()))
    default_password._put_back(out, plain)
    return bytes(out)


@pytest.mark.parametrize("way", WAYS)
def test_the_default_password_opens(way: str) -> None:
    """OPEN-01, OPEN-02: but for the record that said so, which is set aside."""
    stream = encrypted_stream(way)
    assert has_filepass(stream)
    assert opens_for_everybody(stream)
    expected = plain_stream(way).replace(struct.pack("<H", 0x2F), struct.pack("<H", 0x99), 1)
    assert decrypted(stream) == expected


@pytest.mark.parametrize("way", WAYS)
def test_the_file_is_opened_in_place(way: str) -> None:
    """OPEN-02."""
    data = compound_file({"Workbook": encrypted_stream(way)})
    assert sniff(data, "x.xls") is FileKind.XLS
    opened = opened_for_everybody(data)
    assert len(opened) == len(data)
    with olefile.OleFileIO(io.BytesIO(opened)) as ole:
        read = ole.openstream("Workbook").read()
    assert read.startswith(decrypted(encrypted_stream(way)))


@pytest.mark.parametrize("way", WAYS)
def test_another_password_is_named(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """OPEN-01."""
    with monkeypatch.context() as other:
        other.setattr(default_password, "PASSWORD", "secret".encode("utf-16-le"))
        stream = encrypted_stream(way)
    assert not opens_for_everybody(stream)
    assert sniff(compound_file({"Workbook": stream}), "x.xls") is FileKind.PASSWORD
    with pytest.raises(ValueError, match="another password"):
        decrypted(stream)


def test_what_is_not_encrypted_stays() -> None:
    """OPEN-02."""
    data = compound_file({"Workbook": BOF + record(0x0A, b"")})
    assert opened_for_everybody(data) is data
    assert opened_for_everybody(b"no container") == b"no container"


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("way", WAYS)
def test_damage_stops_nothing(way: str, seed: int) -> None:
    """OPEN-03."""
    throw, stream = dice(seed), bytearray(encrypted_stream(way))
    for _ in range(throw.randint(1, 20)):
        stream[throw.randrange(20, 200)] = throw.randrange(256)
    cut = bytes(stream[: throw.randint(30, len(stream))])
    assert opens_for_everybody(cut) in {True, False}
    data = compound_file({"Workbook": bytes(stream)})
    assert len(opened_for_everybody(data)) == len(data)
