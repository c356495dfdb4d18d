"""Mails as programs of twenty years wrote them, and as gateways left them.

UNPACK-09  A mailbox of several mails holds all of them, each with its own date.
UNPACK-10  A workbook is found wherever it stands: called a picture, encoded twice, in the text, or
           between other lines than the mail says.
UNPACK-11  What only belongs to a mail is no file: pictures, signatures; a sealed mail is called so.
UNPACK-12  A mail whose parts cannot be told apart is damaged, and keeps the words that say whose.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from intake_files import compound_file
from issued import context, filled
from unpacked import BIG_XLSX, SENT, XLSX, from_bytes, mail_with

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.mail import read_eml
from sorchor_xl.files.unpack import payloads
from sorchor_xl.files.walk import find_files
from sorchor_xl.intake.worker import read_payload

HEAD = b"From: a@b.c\r\nSubject: =?utf-8?B?%s?=\r\nDate: Thu, 22 Apr 2021 09:30:00 +0700\r\n" % (
    base64.b64encode("ส่งแบบ อำเภอแคนดง".encode())
)
PARTS = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="%s"\r\n\r\n'
TEXT = b"--B\r\nContent-Type: text/plain\r\n\r\nsee below\r\n"
FILE = (
    b"--B\r\n%s\r\nContent-Transfer-Encoding: base64\r\n"
    b'Content-Disposition: attachment; filename="x.xlsx"\r\n\r\n%s--B--\r\n'
)
OCTETS = b"Content-Type: application/octet-stream"


def whole(kind: bytes = OCTETS, data: bytes = XLSX, boundary: bytes = b"B") -> bytes:
    """A mail of 22 April 2021 with one file of a kind, as the mail calls it."""
    return HEAD + PARTS % boundary + TEXT + FILE % (kind, base64.encodebytes(data))


def uuencoded(data: bytes) -> bytes:
    """A file as it stood in the text of a mail before there were attachments."""
    rows = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 x.xlsx\r\n" + b"".join(rows).replace(b"\n", b"\r\n") + b"`\r\nend\r\n"


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_every_mail_of_a_mailbox_is_opened(ends: bytes, tmp_path: Path) -> None:
    """UNPACK-09."""
    later = mail_with("y.xlsx", XLSX)
    del later["Date"]
    later["Date"] = "Fri, 23 Apr 2021 02:30:00 +0000"
    mails = [whole(), b"Subject: nothing\r\n\r\nFrom here on it goes well\r\n", later.as_bytes()]
    line = b"From a@b.c Thu Apr 22 09:30:00 2021\n"
    box = b"".join(line + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails)
    found = from_bytes(tmp_path, "m.mbox", box.replace(b"\n", ends))
    got = {name: (p.data, p.file.received, p.file.dated_by) for name, p in found.items()}
    assert got["m.mbox!1.eml!x.xlsx"] == (XLSX, SENT, "mail")
    assert got["m.mbox!3.eml!y.xlsx"] == (XLSX, SENT + timedelta(days=1), "mail")
    assert found["m.mbox!2.eml"].kind == FileKind.EML


def test_a_mailbox_of_one_is_a_mail(tmp_path: Path) -> None:
    """UNPACK-09: and a line of the text that begins with From begins no mail."""
    text = HEAD + b"\r\nFrom Monday on, 2021\r\nyou: are late\r\n"
    for mail in (whole(), text):
        box = b"From a@b.c Thu Apr 22 09:30:00 2021\r\n" + mail
        assert "m.mbox!1.eml" not in from_bytes(tmp_path, "m.mbox", box)


SHAPES = {
    "called a picture in the text": whole(b"Content-Type: image/png\r\nContent-ID: <a@b>"),
    "called a signature": whole(b"Content-Type: application/pkcs7-signature"),
    "a forwarded mail in base64": HEAD
    + PARTS % b"B"
    + TEXT
    + FILE % (b"Content-Type: message/rfc822", base64.encodebytes(whole())),
    "a mail in base64 alone": HEAD
    + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(whole()),
    "in the text": HEAD + b"\r\nas asked\r\n" + uuencoded(XLSX) + b"regards\r\n",
    "in the text of a mail of parts": HEAD
    + PARTS % b"B"
    + b"--B\r\nContent-Type: text/plain\r\n\r\n"
    + uuencoded(XLSX)
    + b"--B--\r\n",
    "between other lines than said": whole(boundary=b"another"),
    "lines not said at all": HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + TEXT
    + FILE % (OCTETS, base64.encodebytes(XLSX)),
    "without its last line": whole()[:-7],
    "line ends of a Macintosh": whole().replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "sent to hundreds": b"To: %s\r\n" % b",\r\n ".join(b"%d@x.y" % n for n in range(900)) + whole(),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_workbook_is_found_wherever_it_stands(shape: str, tmp_path: Path) -> None:
    """UNPACK-10."""
    found = from_bytes(tmp_path, "m.eml", SHAPES[shape])
    assert [p.data for p in found.values() if p.kind is FileKind.XLSX] == [XLSX]
    assert {p.file.received for name, p in found.items() if "!" in name} == {SENT}


def test_a_workbook_named_a_picture_of_an_outlook_mail(tmp_path: Path) -> None:
    """UNPACK-10: and a picture is none."""
    parts = {
        f"__attach_version1.0_#0000000{number}": {
            "__substg1.0_37010102": data,
            "__substg1.0_3707001E": b"image001.png",
            "__substg1.0_3712001E": b"cid",
        }
        for number, data in enumerate((BIG_XLSX, b"\x89PNG\r\n\x1a\n"))
    }
    found = from_bytes(tmp_path, "m.msg", compound_file({"__properties_version1.0": b"", **parts}))
    assert list(found) == ["m.msg", "m.msg!image001.png"]


SEALED = b"0\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80" + bytes(900)
SIGNED = b"0\x82\x05\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(900)


def test_a_signature_is_no_file(tmp_path: Path) -> None:
    """UNPACK-11: nothing is asked of somebody who signed his mail."""
    mail = mail_with("x.xlsx", XLSX)
    for kind in ("pkcs7-signature", "x-pkcs7-signature", "pgp-signature"):
        mail.add_attachment(SIGNED, "application", kind, filename="smime.p7s")
    assert list(from_bytes(tmp_path, "m.eml", mail.as_bytes())) == ["m.eml", "m.eml!x.xlsx"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [("pkcs7-mime", SEALED), ("octet-stream", b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n")],
)
def test_a_sealed_mail_is_called_sealed(kind: str, data: bytes, tmp_path: Path) -> None:
    """UNPACK-11: neither damaged nor without a file."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.c", "x"
    mail.add_attachment(b"Version: 1", "application", "pgp-encrypted", filename="v.asc")
    mail.add_attachment(data, "application", kind, filename="smime.p7m")
    found = from_bytes(tmp_path, "m.eml", mail.as_bytes())
    assert [p.kind for p in found.values()] == [FileKind.EML, FileKind.PASSWORD]


@pytest.mark.parametrize("body", [b"", b"some words\r\nbut no parts\r\n", b"--A\r\n--A--\r\n"])
def test_a_mail_of_no_parts_is_damaged_and_somebodys(body: bytes, tmp_path: Path) -> None:
    """UNPACK-12: it is not said that nothing was attached, and its อำเภอ is not reminded."""
    (tmp_path / "m.eml").write_bytes(HEAD + PARTS % b"B" + body)
    (payload,) = (p for found in find_files([tmp_path]) for p in payloads(found))
    (finding,) = read_payload(payload, context()).findings
    assert (finding.code, finding.amphoe_code) == ("E01", "3122")


def test_a_million_beginnings_take_no_longer_than_one(tmp_path: Path) -> None:
    """UNPACK-10: a text may begin a file on every line."""
    mail = HEAD + b"\r\n" + b"begin 644 x\r\n" * 200_000
    assert len(read_eml(mail).attachments) == 200_000
    assert from_bytes(tmp_path, "m.eml", mail)["m.eml"].beyond == 200_000 - 500


def test_a_real_return_comes_out_of_each(tmp_path: Path) -> None:
    """UNPACK-10: to the answers, as it was filled."""
    mail = HEAD + b"\r\n" + uuencoded(filled())
    (tmp_path / "m.eml").write_bytes(re.sub(rb"\r\n", b"\n", mail))
    (found,) = find_files([tmp_path])
    _, inner = payloads(found)
    submission = read_payload(inner, context()).submission
    assert submission is not None
    assert len(submission.tambons) == 4
