"""From a folder to named bytes.

UNPACK-01  Sub-folders are searched; links, pipes, folders in disguise and junk are never opened.
UNPACK-02  Zip members: Thai names in UTF-8 and cp874 with and without flag; dates; never extracted.
UNPACK-03  Mails: names in RFC 2047, RFC 2231 and raw; windows-874; the mail's date wins.
UNPACK-04  Outlook mails: attachments, those of forwarded mails, delivery time.
UNPACK-05  To a bounded depth, in any order; limits are for all within and counted while inflating.
UNPACK-07  What is not looked at is counted: hidden folders, those of the system, beyond the limit.
UNPACK-08  Names, times and depths that no system should allow stop nothing.
UNPACK-06  The same folder gives the same files in the same order, with fingerprints.
"""

from __future__ import annotations

import hashlib
import os
import struct
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from intake_files import compound_file, dice, set_zip_flags, zip_of, zip_with_raw_names

from sorchor_xl.files import unpack as unpacking
from sorchor_xl.files import walk
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.member_names import decode_as, decode_name, decode_words, tidy_name
from sorchor_xl.files.unpack import Payload, payloads
from sorchor_xl.files.walk import Found, find_files, read_ordinary
from sorchor_xl.files.zip_view import THAI_TIME, BadZipError, Budget, TooLargeError, open_zip

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


def test_folders_are_searched_and_only_ordinary_files_opened(tmp_path: Path) -> None:
    """UNPACK-01."""
    (tmp_path / "ย่อย" / "ลึก").mkdir(parents=True)
    (tmp_path / "ย่อย" / "ลึก" / "b.xlsx").write_bytes(XLSX)
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "folder.xlsx" / "c.xlsx").write_bytes(XLSX)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "d.xlsx").write_bytes(XLSX)
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "~$b.xlsx").write_bytes(b"\x04user")
    kinds = {name: p.kind for name, p in unpack(tmp_path).items()}
    assert kinds == {
        ".hidden": FileKind.HIDDEN_FOLDER,
        "Thumbs.db": FileKind.JUNK,
        "empty.xlsx": FileKind.EMPTY,
        "folder.xlsx": FileKind.FOLDER,
        "~$b.xlsx": FileKind.LOCK,
        "ย่อย/ลึก/b.xlsx": FileKind.XLSX,
    }


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need a POSIX file system")
def test_links_and_pipes_are_never_opened(tmp_path: Path) -> None:
    """UNPACK-01: a link to a system file, a link to a folder, a pipe that nobody writes to."""
    (tmp_path / "link.xlsx").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    found = unpack(tmp_path)
    kinds = {"link.xlsx": FileKind.LINK, "loop": FileKind.LINK, "pipe.xlsx": FileKind.SPECIAL}
    assert {name: p.kind for name, p in found.items()} == kinds
    assert all(p.data == b"" for p in found.values())


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need a POSIX file system")
def test_a_file_swapped_for_a_link_or_pipe_is_not_opened(tmp_path: Path) -> None:
    """UNPACK-01: the opened file is looked at again."""
    (tmp_path / "pipe").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "fifo")
    for name in ("pipe", "fifo"):
        with pytest.raises(OSError, match=r"no-access|special"):
            read_ordinary(str(tmp_path / name))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """UNPACK-05."""
    with (tmp_path / "x.xlsx").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    (payload,) = unpack(tmp_path).values()
    assert (payload.kind, payload.data) == (FileKind.TOO_LARGE, b"")
    assert payload.file.size == 21 * 1024 * 1024


def test_single_files_and_several_folders(tmp_path: Path) -> None:
    """UNPACK-06: what is shown alike is shown by its whole path."""
    for folder in ("a/in", "b/in"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.xlsx").write_bytes(XLSX)
    one, two = tmp_path / "a" / "in", tmp_path / "b" / "in"
    assert [f.shown for f in find_files([one / "x.xlsx"])] == ["x.xlsx"]
    assert [f.shown for f in find_files([tmp_path / "a", two])] == ["a/in/x.xlsx", "in/x.xlsx"]
    paths = [str(one / "x.xlsx"), str(two / "x.xlsx")]
    assert [f.shown for f in find_files([one, two])] == paths
    assert len(find_files([one, one])) == 1


@pytest.mark.parametrize("page", ["utf-8", "cp874"])
@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize("name", [THAI, "แบบ.xlsx", "3101_กระสัง.xlsx", "ผลการประเมิน/กก.xlsx"])
def test_thai_names_of_members(tmp_path: Path, page: str, flag: bool, name: str) -> None:
    """UNPACK-02: a flag that lies, a name without one, and แบบ which is valid UTF-8 in cp874."""
    data = zip_with_raw_names({name.encode(page): XLSX}, utf8_flag=flag)
    found = from_bytes(tmp_path, "ส่ง.zip", data)
    assert list(found) == ["ส่ง.zip", f"ส่ง.zip!{name}"]
    assert found[f"ส่ง.zip!{name}"].data == XLSX


def test_members_have_their_own_dates_and_fingerprints(tmp_path: Path) -> None:
    """UNPACK-02, UNPACK-06."""
    payload = from_bytes(tmp_path, "a.zip", zip_of({"x.xlsx": XLSX}))["a.zip!x.xlsx"]
    assert (payload.file.received, payload.file.dated_by) == (SENT, "archive")
    assert payload.file.sha256 == hashlib.sha256(XLSX).hexdigest()
    assert payload.file.size == len(XLSX)


def test_odd_members_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    """UNPACK-02: names with .., drives, the same name twice; damaged and locked members."""
    inner = zip_of({"../../evil.xlsx": XLSX, "C:\\x.xlsx": XLSX, "._x.xlsx": b"j", "d/": b""})
    broken = zip_of({"bad.xlsx": BIG_XLSX, "x.xlsx": XLSX})
    damaged = broken[:3000] + bytes(50) + broken[3050:]
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "odd.zip").write_bytes(inner)
    (tmp_path / "drop" / "broken.zip").write_bytes(damaged)
    (tmp_path / "drop" / "locked.zip").write_bytes(set_zip_flags(zip_of({"x.xlsx": XLSX}), 1))
    kinds = {name: p.kind for name, p in unpack(tmp_path / "drop").items()}
    assert kinds == {
        "broken.zip": FileKind.ZIP,
        "broken.zip!bad.xlsx": FileKind.CORRUPT,
        "broken.zip!x.xlsx": FileKind.XLSX,
        "locked.zip": FileKind.ZIP,
        "locked.zip!x.xlsx": FileKind.ZIP_PASSWORD,
        "odd.zip": FileKind.ZIP,
        "odd.zip!../../evil.xlsx": FileKind.XLSX,
        "odd.zip!._x.xlsx": FileKind.JUNK,
        "odd.zip!C:/x.xlsx": FileKind.XLSX,
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == ["drop"]
    assert len(list((tmp_path / "drop").iterdir())) == 3


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """UNPACK-02."""
    data = zip_of({"x.xlsx": XLSX, "y.xlsx": XLSX}).replace(b"y.xlsx", b"x.xlsx")
    assert list(from_bytes(tmp_path, "a.zip", data)) == [
        "a.zip",
        "a.zip!x.xlsx",
        "a.zip!x.xlsx [2]",
    ]


def test_zips_within_zips_are_opened_to_a_depth(tmp_path: Path) -> None:
    """UNPACK-05."""
    data = zip_of({"x.xlsx": XLSX})
    for depth in range(1, 6):
        data = zip_of({f"{depth}.zip": data})
    found = from_bytes(tmp_path, "a.zip", data)
    assert list(found)[-1] == "a.zip!5.zip!4.zip!3.zip!2.zip"
    assert [p.nested for p in found.values()] == [False] * 4 + [True]


def test_what_lies_within_shares_one_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """UNPACK-05: however deep, and however often one member is named."""
    monkeypatch.setattr(unpacking, "INFLATED_LIMIT", 9_000_000)
    bomb = zip_of({"x.xlsx": bytes(4_000_000)})
    found = from_bytes(tmp_path, "a.zip", zip_of({f"{n}.zip": bomb for n in range(4)}))
    kinds = [p.kind for name, p in found.items() if name.endswith("x.xlsx")]
    assert kinds.count(FileKind.TOO_LARGE) == 2


def test_members_within_one_another_are_refused_unread(tmp_path: Path) -> None:
    """UNPACK-05: two thousand names for one bomb would be inflated two thousand times."""
    data = zip_of({f"{n:04}.xlsx": bytes(19_000_000) if n == 0 else b"" for n in range(2000)})
    at, first = data.index(b"PK\x01\x02"), data.index(b"PK\x01\x02")
    (size, whole) = struct.unpack_from("<2I", data, first + 20)
    out = bytearray(data)
    while at >= 0:
        struct.pack_into("<2I", out, at + 20, size, whole)
        struct.pack_into("<I", out, at + 42, 0)
        at = data.find(b"PK\x01\x02", at + 4)
    start = time.process_time()
    found = from_bytes(tmp_path, "a.zip", bytes(out))
    assert time.process_time() - start < 5
    assert {p.kind for name, p in found.items() if "!" in name} == {FileKind.CORRUPT}


def test_what_is_not_looked_at_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNPACK-07."""
    monkeypatch.setattr(unpacking, "MEMBER_LIMIT", 3)
    monkeypatch.setattr(unpacking, "ATTACHMENT_LIMIT", 2)
    names = ["__MACOSX/._0.xlsx", ".git/x", *(f"{n}.xlsx" for n in range(5))]
    mail = mail_with("0.xlsx", XLSX)
    for number in range(1, 4):
        mail.add_attachment(XLSX, maintype="a", subtype="b", filename=f"{number}.xlsx")
    (tmp_path / "drop" / ".deep" / "er").mkdir(parents=True)
    for name in ("x.xlsx", "er/y.xlsx", "er/z.xlsx"):
        (tmp_path / "drop" / ".deep" / name).write_bytes(XLSX)
    (tmp_path / "drop" / "a.zip").write_bytes(zip_of(dict.fromkeys(names, XLSX)))
    (tmp_path / "drop" / "b.eml").write_bytes(mail.as_bytes())
    found = unpack(tmp_path / "drop")
    assert (found["a.zip"].hidden, found["a.zip"].beyond) == (2, 2)
    assert (found["b.eml"].hidden, found["b.eml"].beyond) == (0, 2)
    assert {f.shown: f.unseen for f in find_files([tmp_path / "drop"])}[".deep"] == 3
    assert len(found) == 3 + 3 + 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are bytes on Linux only")
def test_names_in_an_old_thai_code_page(tmp_path: Path) -> None:
    """UNPACK-08: shown as Thai, written to any output, and opened by its bytes."""
    for raw in (THAI.encode("cp874"), b"\xff\xfe.xlsx", "a\u202eb.xlsx".encode()):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))).write_bytes(XLSX)
    found = unpack(tmp_path)
    assert THAI in found
    assert all(p.kind is FileKind.XLSX for p in found.values())
    assert all(name.isprintable() and name.encode() for name in found)


@pytest.mark.parametrize("seconds", [-99_999_999_999, 999_999_999_999, 0])
def test_times_that_are_no_date(seconds: int) -> None:
    """UNPACK-08: before year 1, after 9999, and the zero of a broken copy: never the newest."""
    assert walk._time(seconds) is None


@pytest.mark.skipif(os.name != "posix", reason="Windows limits the length of a path itself")
def test_folders_nested_without_end(tmp_path: Path) -> None:
    """UNPACK-08: more than the stack holds, and longer than a path may be."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "good.xlsx").write_bytes(XLSX)
    here = os.open(tmp_path / "drop", os.O_RDONLY)
    for name in [*["d"] * 1100, *["e" * 200] * 30]:
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    found = unpack(tmp_path / "drop")
    assert sorted(p.kind for p in found.values()) == [FileKind.TOO_DEEP, FileKind.XLSX]
    subprocess.run(["rm", "-rf", str(tmp_path / "drop" / "d")], check=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows limits the length of a path itself")
def test_a_path_longer_than_the_system_allows(tmp_path: Path) -> None:
    """UNPACK-08."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("e" * 200, dir_fd=here)
        deeper = os.open("e" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    assert [p.kind for p in unpack(tmp_path).values()] == [FileKind.TOO_DEEP]
    subprocess.run(["rm", "-rf", str(tmp_path / ("e" * 200))], check=True)


def test_inflating_stops_at_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNPACK-05: a bomb that claims to be small is stopped by what comes out of it."""
    monkeypatch.setattr(unpacking, "INFLATED_LIMIT", 1_000_000)
    bomb = zip_of({"bomb.xlsx": bytes(5_000_000), "after.xlsx": XLSX})
    lying = bomb.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    found = from_bytes(tmp_path, "a.zip", lying)
    assert found["a.zip!bomb.xlsx"].kind == FileKind.TOO_LARGE
    assert found["a.zip!bomb.xlsx"].data == b""


def test_a_zip_may_follow_other_bytes_and_use_zip64(tmp_path: Path) -> None:
    """UNPACK-02: a self-extracting archive; a writer that always uses ZIP64."""
    (tmp_path / "x").write_bytes(b"")
    target = tmp_path / "big.zip"
    with zipfile.ZipFile(target, "w") as out, out.open("x.xlsx", "w", force_zip64=True) as file:
        file.write(XLSX)
    for data in (b"MZ" + bytes(100) + target.read_bytes(), target.read_bytes()):
        view = open_zip(data)
        assert view.read(view.members[0], Budget(10_000)) == XLSX


def test_a_member_that_does_not_match_its_checksum_is_damaged() -> None:
    """UNPACK-05: a digit that changed on the way must not be read as an answer."""
    data = zip_of({"x": b"<v>12</v>"}, stored=True).replace(b"<v>12</v>", b"<v>72</v>")
    view = open_zip(data)
    with pytest.raises(BadZipError, match="checksum"):
        view.read(view.members[0], Budget(100))
    with pytest.raises(TooLargeError):
        view.read(view.members[0], Budget(3))


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


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("แบบ".encode("cp874"), "แบบ"),
        ("แบบ".encode(), "แบบ"),
        (b"plain", "plain"),
    ],
)
def test_code_pages_are_told_by_looks(raw: bytes, text: str) -> None:
    """UNPACK-02."""
    assert decode_name(raw) == text


def test_wrong_charsets_are_told_by_looks() -> None:
    """UNPACK-03: a charset nobody knows, or that the bytes break."""
    assert decode_as("แบบ".encode("cp874"), "x-nobody-knows") == "แบบ"
    assert decode_as("แบบ".encode("cp874"), "ascii") == "แบบ"
    assert decode_words("=?utf-8?B?4LmB4Lia4Lia?= (1).xlsx") == "แบบ (1).xlsx"


def test_names_are_safe_to_show() -> None:
    """UNPACK-02."""
    assert tidy_name("a\x1b[31m\u202ecod.xlsx\n") == "a[31mcod.xlsx"
    assert tidy_name("\x00") == "?"
