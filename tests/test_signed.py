"""Signed files and mails (.p7m): what was signed is read; what is sealed stays sealed.

UNPACK-13  A file, a mail or a zip that was signed with its content is opened, in binary, in letters
           and in pieces of unknown length; its name is the signed one's.
UNPACK-14  A signature without content is no file in a mail, and no workbook by itself; damage of
           the wrapping is told and raises nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from damage.subject import read_back
from intake_files import dice
from issued import filled

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.signed import signed_content
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.unpack import payloads
from sorchor_xl.files.walk import find_files

BINARY = pkcs7.PKCS7Options.Binary
MIME_HEAD = b"Content-Type: multipart/mixed; boundary=B\r\n\r\n"


@cache
def signer() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """A key and a certificate for it, made for the test."""
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ข้อมูลสมมติ")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    )
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=9))
    return key, made.sign(key, hashes.SHA256())


def signed(content: bytes, encoding: Encoding, *, apart: bool = False) -> bytes:
    """The content signed, with itself inside unless ``apart``."""
    key, certificate = signer()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    options = [BINARY, *([pkcs7.PKCS7Options.DetachedSignature] if apart else [])]
    return builder.add_signer(certificate, key, hashes.SHA256()).sign(encoding, options)


def in_pieces(content: bytes, size: int) -> bytes:
    """The content as mail programs stream it: in pieces, its length known at the end only."""
    pieces = (content[at : at + size] for at in range(0, len(content), size))
    held = b"".join(b"\x04\x82" + len(p).to_bytes(2, "big") + p for p in pieces)
    oid = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
    inner = b"\x30\x80" + oid + b"\x01\xa0\x80\x24\x80" + held + bytes(6)
    data = b"\x30\x80\x02\x01\x01\x31\x00" + inner + b"\x31\x00" + bytes(2)
    return b"\x30\x80" + oid + b"\x02\xa0\x80" + data + bytes(4)


def found_in(folder: Path, name: str, data: bytes) -> dict[str, FileKind]:
    """The files found in one file of this name."""
    (folder / name).write_bytes(data)
    return {p.file.path: p.kind for found in find_files([folder]) for p in payloads(found)}


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_a_signed_workbook_counts(encoding: Encoding, tmp_path: Path) -> None:
    """UNPACK-13."""
    data = signed(filled(), encoding)
    assert signed_content(data) == filled()
    found = found_in(tmp_path, "3122.xlsx.p7m", data)
    assert found == {
        "3122.xlsx.p7m": FileKind.SIGNED,
        "3122.xlsx.p7m!3122.xlsx": FileKind.XLSX,
    }


@pytest.mark.parametrize("size", [100, 1000, 60_000])
def test_content_in_pieces(size: int) -> None:
    """UNPACK-13."""
    assert signed_content(in_pieces(filled(), size)) == filled()


def test_a_mail_signed_as_a_whole(tmp_path: Path) -> None:
    """UNPACK-13: the workbook within the mail within the signature within the mail."""
    within = EmailMessage()
    within.set_content("ส่งแบบประเมิน")
    within.add_attachment(filled(), "application", "octet-stream", filename="3122.xlsx")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@b.c", "x"
    data = signed(within.as_bytes(), Encoding.DER)
    outer.set_content(data, "application", "pkcs7-mime", filename="smime.p7m")
    found = found_in(tmp_path, "m.eml", outer.as_bytes())
    assert [*found.values()] == [FileKind.EML, FileKind.SIGNED, FileKind.EML, FileKind.XLSX]
    assert [*found][-1] == "m.eml!smime.p7m!smime.eml!3122.xlsx"


def test_a_signature_alone_is_no_file(tmp_path: Path) -> None:
    """UNPACK-14."""
    apart = signed(filled(), Encoding.DER, apart=True)
    assert signed_content(apart) is None
    assert sniff(apart, "smime.p7s") is FileKind.UNKNOWN
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.c", "x"
    mail.add_attachment(filled(), "application", "octet-stream", filename="x.xlsx")
    mail.add_attachment(apart, "application", "pkcs7-signature", filename="smime.p7s")
    assert [*found_in(tmp_path, "m.eml", mail.as_bytes())] == ["m.eml", "m.eml!x.xlsx"]


def test_damage_of_the_wrapping_raises_nothing() -> None:
    """UNPACK-14: cut off anywhere, or a byte changed."""
    data, throw = in_pieces(MIME_HEAD * 40, 100), dice(7)
    whole = MIME_HEAD * 40
    for at in range(1, len(data), 7):
        assert signed_content(data[:at]) in (None, whole)
    for _ in range(2000):
        spoilt = bytearray(data)
        spoilt[throw.randrange(len(spoilt))] = throw.randrange(256)
        content = signed_content(bytes(spoilt))
        assert content is None or len(content) <= len(data)


def test_the_workbook_within_is_the_one_that_was_sent() -> None:
    """UNPACK-13: byte by byte, so that its copy beside it is a copy."""
    content = signed_content(signed(filled(), Encoding.DER))
    assert content is not None
    assert read_back(content).tambons == read_back(filled()).tambons
