"""What mail programs, gateways and cameras do to an inbox: kinds × seeds, as in `damage.inbox`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from damage.inbox import OWN, Check, Inbox, came, codes, counts, inbox, shut, version
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.files.zip_view import THAI_TIME

NOON = datetime(2021, 4, 20, 12, tzinfo=THAI_TIME)
SUBJECT = b"=?utf-8?B?%s?=" % base64.b64encode("ส่งแบบ อำเภอแคนดง".encode())


def mail_of(data: bytes, day: int) -> bytes:
    """A mail of a day of April with a workbook."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.go.th", "ส่งแบบ"
    message["Date"] = format_datetime(NOON.replace(day=day))
    message.set_content("ตามแนบ\n\nFrom here on, 12:00\n")
    message.add_attachment(data, "application", "octet-stream", filename="3122.xlsx")
    return message.as_bytes()


@inbox
def a_mailbox(box: Inbox) -> Check:
    """All the mails of a folder in one file, the newest somewhere in it."""
    others = [b"From: b@c.d\nSubject: x\n\nnothing\n"] * box.throw.randint(0, 4)
    mails = [mail_of(version("x"), 20), mail_of(version("y"), 22), *others]
    box.throw.shuffle(mails)
    line = b"From a@b.c Thu Apr 22 09:30:00 2021\n"
    ends = box.throw.choice([b"\n", b"\r\n"])
    text = b"".join(line + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails)
    box.put(box.throw.choice(["รับเข้า.mbox", "Inbox", "ส่งแบบ.eml"]), text.replace(b"\n", ends))
    return counts("y", or_asks=False)


def as_part(kind: bytes, data: bytes, said: bytes = b"B", between: bytes = b"B") -> bytes:
    """A mail of parts, whose line between them may be another than it says."""
    return (
        b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n--%s\r\n'
        b"Content-Type: text/plain\r\n\r\nsee below\r\n--%s\r\nContent-Type: %s\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n%s--%s--\r\n"
    ) % (said, between, between, kind, base64.encodebytes(data), between)


def in_the_text(data: bytes) -> bytes:
    """uuencode, as before there were attachments."""
    rows = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"\r\nsee below\r\nbegin 644 3122.xlsx\r\n" + b"".join(rows) + b"`\r\nend\r\n"


WAYS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: as_part(b"image/png\r\nContent-ID: <a@b>", data),
    lambda data: as_part(b"application/pkcs7-signature", data),
    lambda data: as_part(b"message/rfc822", mail_of(data, 20)),
    lambda data: as_part(b"message/rfc822", mail_of(mail_of(data, 20), 20)),
    lambda data: as_part(b"application/octet-stream", data, b"other"),
    lambda data: as_part(b"application/octet-stream", data, b"", b"=_Part 1"),
    in_the_text,
)


@inbox
def a_workbook_somewhere_in_a_mail(box: Inbox) -> Check:
    """Called something else, encoded twice, in the text, or between other lines than said."""
    dated = format_datetime(NOON + timedelta(days=box.throw.randint(1, 9))).encode()
    head = b"From: a@b.c\r\nSubject: %s\r\nDate: %s\r\n" % (SUBJECT, dated)
    mail = head + box.throw.choice(WAYS)(version("x"))
    ends = box.throw.choice([b"\r\n", b"\n"])
    box.put("ก.eml", mail.replace(b"\r\n", b"\n").replace(b"\n", ends))
    return counts("x", or_asks=False)


@inbox
def a_mail_of_no_parts(box: Inbox) -> Check:
    """Its lines were lost on the way: it is not said that nothing was attached."""
    head = b'Subject: %s\r\nFrom: a@b.c\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n'
    box.put("ก.eml", head % SUBJECT + box.throw.choice([b"", b"--\r\n", b"text\r\n" * 20]))
    return lambda results: came(results) or ("E52 said" if "E52" in codes(results) else "")


@inbox
def a_signed_mail(box: Inbox) -> Check:
    """The signature asks nothing of anybody."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.go.th", "ส่งแบบ"
    message.add_attachment(version("x"), "application", "octet-stream", filename="3122.xlsx")
    kind = box.throw.choice(["pkcs7-signature", "x-pkcs7-signature", "pgp-signature"])
    seal = b"0\x82\x05\x00\x06\x09" + box.throw.randbytes(900)
    message.add_attachment(seal, "application", kind, filename="smime.p7s")
    box.put("ก.eml", message.as_bytes())
    return lambda results: "" if not codes(results) & {"E01", "E02", "E33"} else "an error said"


CAMERAS = ("IMG_%s.jpg", "DSC%s.JPG", "Scan %s.pdf", "LINE_ALBUM_%s_1.jpg", "PXL_2021_%s.png")


@inbox
def a_picture_with_a_number(box: Inbox) -> Check:
    """The 3,122nd picture of a camera is not the return of แคนดง."""
    name = box.throw.choice(CAMERAS) % OWN
    box.put(name, b"%PDF-1.4" if name.endswith("pdf") else b"\xff\xd8\xff" + bytes(99))
    return not_received


def not_received(results: Results) -> str:
    """Nothing of the อำเภอ has come."""
    own = next(a for a in results.amphoes if a.amphoe.code == OWN)
    return "" if own.status is AmphoeStatus.NOT_RECEIVED else str(own.status)


PROGRAMS = (
    (".exe", b"MZ\x90\x00" + bytes(200)),
    (".xlsx", b"MZ\x90\x00" + bytes(200)),
    (".xlsx.js", b"var a = 1;\r\n"),
    (".vbs", b"MsgBox 1\r\n"),
)


@inbox
def a_program_instead(box: Inbox) -> Check:
    """Named like the return: nobody is told to open it."""
    check = shut(box, *box.throw.choice(PROGRAMS))
    return lambda results: check(results) or ("" if "E79" in codes(results) else "not named")
