"""From a mail to named bytes.

UNPACK-03  Mails: names in RFC 2047, RFC 2231 and raw; windows-874; the mail's date wins.
UNPACK-04  Outlook mails: attachments, those of forwarded mails, delivery time.
UNPACK-05  To a bounded depth, in any order; limits are for all within and counted while inflating.
UNPACK-08  Names, times and depths that no system should allow stop nothing.
"""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from intake_files import dice, zip_of
from unpacked import BIG_XLSX, SENT, THAI, XLSX, from_bytes, mail_with, msg_of, unpack

from sorchor_xl.files.member_names import decode_as, decode_words
from sorchor_xl.files.unpack import payloads
from sorchor_xl.files.walk import Found


def raw_mail(header: bytes) -> bytes:
    """A mail whose one attachment states its name by this header."""
    return (
        b"From: a@b.c\r\nSubject: x\r\nMIME-Version: 1.0\r\nDate: nonsense\r\n"
        b"Received: by mx; Thu, 22 Apr 2021 09:30:00 +0700\r\n"
        b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Type: text/plain\r\n\r\nbody\r\n--B\r\n"
        + header
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--B--\r\n"
    )


def test_a_mail_and_its_date(tmp_path: Path) -> None:
    """UNPACK-03: RFC 2231 as Python writes it; the picture in the text is no attachment."""
    found = from_bytes(tmp_path, "ส่ง.eml", mail_with(THAI, XLSX).as_bytes())
    assert list(found) == ["ส่ง.eml", f"ส่ง.eml!{THAI}"]
    file = found[f"ส่ง.eml!{THAI}"].file
    assert (file.received, file.dated_by, file.kind) == (SENT, "mail", "xlsx")


def test_a_zip_in_a_mail_and_a_mail_in_a_zip(tmp_path: Path) -> None:
    """UNPACK-05: either order, one of each; the mail's date wins."""
    (tmp_path / "a.eml").write_bytes(mail_with("z.zip", zip_of({"x.xlsx": XLSX})).as_bytes())
    (tmp_path / "b.zip").write_bytes(zip_of({"m.eml": mail_with("y.xlsx", XLSX).as_bytes()}))
    found = unpack(tmp_path)
    assert list(found) == [
        "a.eml", "a.eml!z.zip", "a.eml!z.zip!x.xlsx", "b.zip", "b.zip!m.eml", "b.zip!m.eml!y.xlsx",
    ]  # fmt: skip
    for name in ("a.eml!z.zip!x.xlsx", "b.zip!m.eml!y.xlsx"):
        assert (found[name].file.received, found[name].file.dated_by) == (SENT, "mail")


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Disposition: attachment; filename="=?windows-874?B?4bq6LnhsZ3g=?="',
        b"Content-Disposition: attachment; filename*=windows-874''%E1%BA%BA.xlgx",
        b"Content-Disposition: attachment; filename*=UTF-8''%E0%B9%81%E0%B8%9A%E0%B8%9A.xlgx",
        b"Content-Disposition: attachment;\r\n filename*0*=UTF-8''%E0%B9%81%E0%B8%9A;\r\n"
        b" filename*1*=%E0%B8%9A.xlgx",
        b'Content-Type: application/octet-stream; name="=?TIS-620?Q?=E1=BA=BA.xlgx?="',
        b'Content-Disposition: attachment; filename="' + "แบบ.xlgx".encode("cp874") + b'"',
        b'Content-Disposition: attachment; filename="' + "แบบ.xlgx".encode() + b'"',
    ],
)
def test_thai_names_of_attachments(tmp_path: Path, header: bytes) -> None:
    """UNPACK-03: and where the Date is nonsense, the time of delivery counts."""
    found = from_bytes(tmp_path, "m.eml", raw_mail(header))
    assert list(found) == ["m.eml", "m.eml!แบบ.xlgx"]
    assert found["m.eml!แบบ.xlgx"].file.received == SENT


def test_forwarded_mail(tmp_path: Path) -> None:
    """UNPACK-03: the attachments of a mail within a mail."""
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "c@example.go.th", "Fwd"
    outer.set_content("ส่งต่อ")
    outer.add_attachment(mail_with("x.xlsx", XLSX))
    assert list(from_bytes(tmp_path, "f.eml", outer.as_bytes())) == ["f.eml", "f.eml!x.xlsx"]


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:00:00 -1200", "1 Jan 3500 00:00 +0700"])
def test_a_date_that_no_clock_shows(tmp_path: Path, date: str) -> None:
    """UNPACK-08."""
    mail = mail_with("x.xlsx", XLSX)
    del mail["Date"]
    mail["Date"] = date
    found = from_bytes(tmp_path, "m.eml", mail.as_bytes())
    assert found["m.eml!x.xlsx"].file.dated_by == "file"


def test_mails_within_mails_without_end(tmp_path: Path) -> None:
    """UNPACK-08."""
    head = b"From: a@b.c\r\nSubject: x\r\nContent-Type: message/rfc822\r\n\r\n"
    found = from_bytes(tmp_path, "m.eml", head * 1000 + b"From: a@b.c\r\n\r\nx")
    assert [p.nested for p in found.values()] == [True]


@pytest.mark.parametrize("before", ["bom", "utf-16", "emlx"])
def test_mails_that_other_programs_saved(tmp_path: Path, before: str) -> None:
    """UNPACK-03: with a byte order mark, and as Apple's Mail keeps them."""
    mail = mail_with(THAI, XLSX).as_bytes()
    data = {
        "bom": b"\xef\xbb\xbf" + mail,
        "utf-16": mail.decode().encode("utf-16"),
        "emlx": b"%-10d\n" % len(mail) + mail + b'<?xml version="1.0"?><plist/>',
    }[before]
    found = from_bytes(tmp_path, "m.emlx", data)[f"m.emlx!{THAI}"]
    assert (found.data, found.file.received) == (XLSX, SENT)


def test_an_outlook_mail(tmp_path: Path) -> None:
    """UNPACK-04."""
    found = from_bytes(tmp_path, "m.msg", msg_of(THAI, BIG_XLSX))
    assert list(found) == ["m.msg", f"m.msg!{THAI}", "m.msg!แบบ.xlsx"]
    for name in (f"m.msg!{THAI}", "m.msg!แบบ.xlsx"):
        assert found[name].data == BIG_XLSX
        assert (found[name].file.received, found[name].file.dated_by) == (SENT, "mail")


@pytest.mark.parametrize("seed", range(20))
def test_damaged_containers_never_raise(tmp_path: Path, seed: int) -> None:
    """UNPACK-05."""
    throw = dice(seed)
    wholes = (zip_of({"x.xlsx": XLSX}), mail_with("x.xlsx", XLSX).as_bytes(), msg_of("x", BIG_XLSX))
    for number, whole in enumerate(wholes):
        data = bytearray(whole)
        for _ in range(throw.randint(1, 30)):
            data[throw.randrange(len(data))] = throw.randrange(256)
        path = tmp_path / f"{number}"
        path.write_bytes(data[: throw.randint(len(data) // 2, len(data))])
        assert list(payloads(Found("x", str(path), SENT, 1)))


def test_wrong_charsets_are_told_by_looks() -> None:
    """UNPACK-03: a charset nobody knows, or that the bytes break."""
    assert decode_as("แบบ".encode("cp874"), "x-nobody-knows") == "แบบ"
    assert decode_as("แบบ".encode("cp874"), "ascii") == "แบบ"
    assert decode_words("=?utf-8?B?4LmB4Lia4Lia?= (1).xlsx") == "แบบ (1).xlsx"
