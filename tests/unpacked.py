"""What tests of unpacking put into folders, and what is found there."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from intake_files import compound_file, dice, zip_of

from sorchor_xl.files.unpack import Payload, payloads
from sorchor_xl.files.walk import find_files
from sorchor_xl.files.zip_view import THAI_TIME

XLSX = zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
BIG_XLSX = zip_of(
    {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b"<workbook/>",
        "pad": dice(7).randbytes(6000),
    }
)
THAI = "อ.เมืองบุรีรัมย์ แบบประเมิน.xlsx"
SENT = datetime(2021, 4, 22, 9, 30, tzinfo=THAI_TIME)


def unpack(folder: Path) -> dict[str, Payload]:
    """Everything in a folder by its path as shown."""
    return {p.file.path: p for found in find_files([folder]) for p in payloads(found)}


def from_bytes(folder: Path, name: str, data: bytes) -> dict[str, Payload]:
    """What one file in an empty folder is unpacked to."""
    (folder / name).write_bytes(data)
    return unpack(folder)


def mail_with(name: str, data: bytes) -> EmailMessage:
    """A mail of 22 April 2021 with one attachment and a picture in its text."""
    message = EmailMessage()
    message["From"] = "a@example.go.th"
    message["Subject"] = "ส่งแบบประเมิน"
    message["Date"] = "Thu, 22 Apr 2021 02:30:00 +0000"
    message.set_content("ตามแนบ")
    message.add_attachment(data, "application", "octet-stream", filename=name)
    message.add_attachment(b"\x89PNG", "image", "png", filename="logo.png", cid="<logo>")
    return message


def msg_of(name: str, data: bytes) -> bytes:
    """An Outlook mail delivered on 22 April 2021, with a forwarded mail that has an attachment."""
    ticks = int((SENT - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    properties = bytes(32) + struct.pack("<IIQ", 0x0E060040, 6, ticks)
    attachment = {"__substg1.0_37010102": data, "__substg1.0_3707001F": name.encode("utf-16-le")}
    picture = {
        "__substg1.0_37010102": b"\x89PNG",
        "__substg1.0_3707001E": b"logo.png",
        "__substg1.0_3712001E": b"logo",
    }
    ansi = {"__substg1.0_37010102": data, "__substg1.0_3704001E": "แบบ.xlsx".encode("cp874")}
    return compound_file(
        {
            "__properties_version1.0": properties,
            "__attach_version1.0_#00000000": attachment,
            "__attach_version1.0_#00000001": picture,
            "__attach_version1.0_#00000002": {
                "__substg1.0_3701000D": {"__attach_version1.0_#00000000": ansi}
            },
        }
    )
