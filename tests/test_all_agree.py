"""Status, summary, corrections and drafts agree on who must do what, whatever lies in the folder.

AGREE-01 `status` and `summarize` give the same results, and every sheet of the summary says them
AGREE-02 a correction goes to whom there is something to correct, named by what is asked
AGREE-03 one draft of each อำเภอ says what its status says; nobody is reminded of what may have come
AGREE-04 a mail's subject, sender, text and address say whose a file is that cannot be opened
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from damage.surgery import Workbook
from intake_files import compound_file, dice, set_zip_flags, zip_of
from issued import context, district, filled, issue

from sorchor_xl.commands.command_line import main
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import AmphoeStatus, ReceivedFile, Where
from sorchor_xl.domain.round.register import AmphoeEntry, Register
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.unpack import payloads
from sorchor_xl.files.walk import find_files
from sorchor_xl.intake.worker import read_payload
from tests.damage.subject import date_received
from tests.returns import open_round

DAY = ("--as-of", "2021-05-03")
PROTECTED = compound_file({"EncryptionInfo": b"x" * 64, "EncryptedPackage": b"x" * 5000})
Sent = Mapping[str, bytes]
Json = dict[str, Any]


def mail(
    subject: str = "", body: str = "", sender: str = "a@example.org", data: bytes | None = None
) -> bytes:
    """A mail with a workbook of a name that tells nothing, or without one."""
    message = EmailMessage()
    message["Subject"], message["From"] = subject, sender
    message["Date"] = "Wed, 28 Apr 2021 10:00:00 +0700"
    message.set_content(body or "ส่งมาพร้อมนี้")
    if data is not None:
        message.add_attachment(
            data, maintype="application", subtype="octet-stream", filename="แบบ.xlsx"
        )
    return bytes(message)


def cut(code: str) -> bytes:
    return filled(code)[:9000]


def half(code: str) -> bytes:
    """The workbook of an อำเภอ without the sheet of its last ตำบล."""
    book = Workbook(filled(code))
    book.drop(f"ต.{district(code).tambons[-1].name}")
    return book.saved()


def faulty(code: str) -> bytes:
    """The workbook with somebody's name missing."""
    book = Workbook(filled(code))
    sheet = book.sheet(f"ต.{district(code).tambons[0].name}")
    ((row, column),) = [(r, c) for r, c, text in book.texts(sheet) if text == "นายทดสอบ ระบบ"]
    sheet.put(row, column, None)
    return book.saved()


def name(code: str) -> str:
    return district(code).amphoe.name


WAYS: Mapping[str, Callable[[str], Sent]] = {
    "nothing": lambda _: {},
    "whole": lambda code: {f"{code}.xlsx": filled(code)},
    "half": lambda code: {f"{code}.xlsx": half(code)},
    "blank": lambda code: {f"{code}.xlsx": issue(code)},
    "faulty": lambda code: {f"{code}.xlsx": faulty(code)},
    "cut off": lambda code: {f"{code}_{name(code)}.xlsx": cut(code)},
    "protected": lambda code: {f"อ.{name(code)}.xlsx": PROTECTED},
    "in a locked zip": lambda code: {f"{code}.zip": set_zip_flags(zip_of({"a.xlsx": b"x"}), 1)},
    "named in a mail": lambda code: {
        f"m{code}.eml": mail(f"ส่งผลประเมิน อำเภอ{name(code)}", data=cut("3122"))
    },
    "forgotten": lambda code: {f"m{code}.eml": mail(f"สพอ.{name(code)} ส่งรายงาน")},
    "half and cut off": lambda code: {f"{code}_1.xlsx": half(code), f"{code}_2.xlsx": cut(code)},
    "whole and cut off": lambda code: {f"{code}_1.xlsx": filled(code), f"{code}_2.xlsx": cut(code)},
    "faulty and cut off": lambda code: {
        f"{code}_1.xlsx": faulty(code),
        f"{code}_2.xlsx": cut(code),
    },
    "twice": lambda code: {f"{code}_1.xlsx": filled(code), f"{code}_2.xlsx": filled(code)},
    "a mark": lambda code: {f"~${code}_{name(code)}.xlsx": b"\x04user".ljust(165)},
    "a picture": lambda code: {f"{code} แบบประเมิน.jpg": b"\xff\xd8\xff\xe0" + b"x" * 200},
    "under another's name": lambda code: {f"{other(code)}_{code}x.xlsx": filled(code)},
}
CODES = ("3114", "3117", "3120", "3121", "3122")


def other(code: str) -> str:
    return "3106" if code != "3106" else "3118"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a round, in which the commands are run."""
    monkeypatch.chdir(tmp_path)
    run("init", ".", "-p", "31", "-y", "2564")
    return tmp_path


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments])
    assert done.exit_code in (0, 1), done.output
    return done.output


def put(folder: Path, ways: Mapping[str, str]) -> None:
    for code, way in ways.items():
        for file, data in WAYS[way](code).items():
            (folder / "returned" / file).write_bytes(data)


def deals() -> Iterator[dict[str, str]]:
    """Every way at least once, dealt to อำเภอ by chance."""
    ways = list(WAYS)
    chance: Random = dice(8)
    chance.shuffle(ways)
    while ways:
        taken, ways = ways[: len(CODES)], ways[len(CODES) :]
        taken += chance.sample([*WAYS], len(CODES) - len(taken))
        yield dict(zip(CODES, taken, strict=True))


def rows_of(book: openpyxl.Workbook, key: str) -> list[dict[str, object]]:
    """The rows of a sheet of the summary by their headings, as shown."""
    words = load_table()["headings"][key]
    shown = list(book[load_table()["sheets"][key]["name"]].iter_rows(values_only=True))
    known = {v: k for k, v in words.items() if "{" not in v} | {"อำเภอ": "amphoe"}
    head = next(n for n, row in enumerate(shown) if sum(str(v) in known for v in row) > 3)
    keys = [known.get(str(v), "") for v in shown[head]]
    return [dict(zip(keys, row, strict=True)) for row in shown[head + 1 :] if row[1]]


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.parametrize("ways", [*deals()], ids=lambda ways: ", ".join(ways.values()))
def test_all_say_the_same_agree_01_02_03(ways: dict[str, str], folder: Path) -> None:
    put(folder, ways)
    run("status", "--json", "status.json", *DAY)
    run("summarize", "--json", "results.json", "--annotate", "results/annotated", *DAY)
    run("mail", *DAY)
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert results == json.loads((folder / "status.json").read_text(encoding="utf-8"))
    with next((folder / "results").glob("*.xlsx")).open("rb") as file:
        assert_sheets_say(openpyxl.load_workbook(file, data_only=True), results)
    for amphoe in results["amphoes"]:
        assert_files_say(folder, amphoe, results)


def assert_sheets_say(book: openpyxl.Workbook, results: Json) -> None:
    words = load_table()["amphoe_status"]
    said = {a["name"]: words[a["status"]] for a in results["amphoes"]}
    assert {str(r["amphoe"]): r["status"] for r in rows_of(book, "sending")} == said
    totals = {t["code"]: t["total"] for t in results["tambons"]}
    shown = {str(r["code"]): r["total"] for r in rows_of(book, "scores")}
    assert {c: t if isinstance(t, int) else None for c, t in shown.items()} == totals
    listed = [(r["code"], r["file"] or "", r["cell"] or "") for r in rows_of(book, "fixes")]
    found = [(f["code"], f["file"] or "", f["cell"] or "") for f in results["findings"]]
    assert sorted(map(str, listed)) == sorted(map(str, found))


def errors_of(amphoe: Json, results: Json) -> tuple[list[Json], list[Json]]:
    """The errors of an อำเภอ: in files that could not be opened, and all others."""
    kinds = {f["path"]: f["kind"] for f in results["files"]}
    own = [f for f in results["findings"] if f["amphoe_code"] == amphoe["code"]]
    errors = [f for f in own if f["severity"] == "error"]
    closed = [f for f in errors if f["file"] and kinds[f["file"]] != "xlsx"]
    return closed, [f for f in errors if f not in closed and f["code"] != "E11"]


def assert_files_say(folder: Path, amphoe: Json, results: Json) -> None:
    code, status = amphoe["code"], amphoe["status"]
    closed, rest = errors_of(amphoe, results)
    if status == "unreadable":
        closed, rest = [*closed, *rest], []
    marks = {p.stem.rpartition("_")[2] for p in (folder / "results/annotated").glob(f"{code}_*")}
    partly = any(f["code"] == "E11" and f["amphoe_code"] == code for f in results["findings"])
    if rest or (partly and amphoe["received"]):
        assert marks == {"โปรดแก้ไข"}
    else:
        assert marks <= {"โปรดตรวจสอบ"}
    drafts = {p.stem.rpartition("_")[2] for p in (folder / "drafts").rglob(f"{code}_*.txt")}
    expected = {"เปิดไม่ได้"} if closed else set()
    expected |= {"ขอให้แก้ไข"} if rest else set()
    if status == "not_received" or (partly and not closed):
        expected.add("ติดตาม")
    if amphoe["received"] and not closed and not rest:
        expected.add("ตอบรับ")
    assert drafts == expected, (status, closed, rest)
    assert (status == "complete") == (drafts == {"ตอบรับ"} and not partly)


JUNK = b"PK\x03\x04" + bytes(500)
PASSED_ON = "ขอส่งรายงาน\n\n-----Original Message-----\nจาก: อำเภอเมืองบุรีรัมย์\n"
MAILS = {
    "subject": (mail("ส่งผล อำเภอแคนดง", data=JUNK), "3122"),
    "subject runs on": (mail("ผลประเมินอำเภอแคนดงจังหวัดบุรีรัมย์", data=JUNK), "3122"),
    "bare name": (mail("Fw: แคนดง ส่งแบบ", data=JUNK), "3122"),
    "sender": (mail("ผล", sender="สพอ.แคนดง <a@example.org>", data=JUNK), "3122"),
    "text": (mail("ผล", f"สพอ.แคนดง {PASSED_ON}", data=JUNK), "3122"),
    "passed on": (mail("ผล", PASSED_ON, data=JUNK), None),
    "only a ตำบล": (mail("ผลของ ต.กระสัง", data=JUNK), None),
    "two": (mail("อำเภอแคนดง และอำเภอสตึก", data=JUNK), None),
    "subject before text": (mail("อ.สตึก", "ถึงอำเภอแคนดง", data=JUNK), "3111"),
    "in a mail in a zip": (zip_of({"a.eml": mail("อำเภอแคนดง", data=JUNK)}), "3122"),
    "outlook": (
        compound_file(
            {
                "__properties_version1.0": bytes(32),
                "__substg1.0_0037001F": "อำเภอแคนดง".encode("utf-16-le"),
                "__attach_version1.0_#00000000": {
                    "__substg1.0_3707001F": "a.xlsx".encode("utf-16-le"),
                    "__substg1.0_37010102": JUNK,
                },
            }
        ),
        "3122",
    ),
}


@pytest.mark.parametrize("case", MAILS)
def test_a_mail_says_whose_its_files_are_agree_04(case: str, tmp_path: Path) -> None:
    data, code = MAILS[case]
    (tmp_path / "m").write_bytes(data)
    (found,) = find_files([tmp_path])
    assert sniff(data, "m") in ("eml", "msg", "zip")
    read = [read_payload(payload, context()) for payload in payloads(found)][-1]
    assert [f.amphoe_code or None for f in read.findings] == [code]


@pytest.mark.parametrize("address", ["A.B@example.org", "nobody@example.org"])
def test_the_registers_address_says_whose_agree_04(address: str) -> None:
    file = ReceivedFile("m.eml!a.xlsx", "truncated", "s", date_received(), "mail")
    item = ReadFile(file, None, (Finding("E40", Where(file.path)),), sender=address.lower())
    register = Register(amphoes={"3102": AmphoeEntry("3102", email="a.b@example.org")})
    results = collect(open_round(register=register), [item])
    status = next(a.status for a in results.amphoes if a.amphoe.code == "3102")
    known = address.lower() == "a.b@example.org"
    assert status is (AmphoeStatus.UNREADABLE if known else AmphoeStatus.NOT_RECEIVED)
