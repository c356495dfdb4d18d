"""A round played through with real files, day by day, as an office lives it.

ROUND-01 after each day status, drafts, board, summary and what-changed say the right thing
ROUND-02 files come in halves, wrong, corrected, late, twice, unreadable and in a mail
ROUND-03 what the register says counts: an extended date, an address, the sending to the Department
ROUND-04 the register survives ten runs of every command, another template, and another roster
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from test_cli import run

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import Prefill
from sorchor_xl.register.register_writing import HEADING_ROW
from sorchor_xl.workflow.demo import demo_prefills, issue_filled
from sorchor_xl.workflow.provincial_register import register_name

WRONG, HALVES, EARLY, LATE = "3102", "3123", "3120", "3119"
CODES = (WRONG, LATE, EARLY, HALVES)
MISSING_ANSWER = ("310206", 16)


@dataclass
class Office:
    """The provincial office: its folder, and what it does on a day."""

    folder: Path

    def land(self, name: str, content: bytes, on: date) -> None:
        """A file comes into the folder of returns on a day."""
        path = self.folder / "returned" / name
        path.write_bytes(content)
        came = datetime(on.year, on.month, on.day, 10).astimezone().timestamp()
        os.utime(path, (came, came))

    def note(self, sheet: str, code: str, heading: str, value: object) -> None:
        """Type an entry into the register."""
        path = self.folder / register_name()
        book = openpyxl.load_workbook(path)
        page = book[sheet]
        if code:
            heads = {c.value: c.column for c in page[HEADING_ROW + 1]}
            row = next(r for r in range(1, 99) if page.cell(r, 1).value == code)
            page.cell(row, heads[heading]).value = value  # type: ignore[assignment] # any value
        else:
            row = next(r for r in range(1, 60) if page.cell(r, 1).value == heading)
            page.cell(row, 2).value = value  # type: ignore[assignment] # any value
        book.save(path)

    def day(self, on: date) -> Day:
        """Everything the office asks for on a day."""
        as_of = ("--as-of", on.isoformat())
        state = run("status", "--json", "s.json", "--html", "board.html", *as_of)
        drafted = run("mail", *as_of)
        summary = run("summarize", "--annotate", "results/corrections", *as_of)
        table = json.loads((self.folder / "s.json").read_text(encoding="utf-8"))
        board = (self.folder / "board.html").read_text(encoding="utf-8")
        amphoes = {a["code"]: a for a in table["amphoes"]}
        return Day(amphoes, state.out, drafted.out, summary.out, board)


@dataclass
class Day:
    """What the office saw on a day."""

    amphoes: dict[str, dict[str, object]]
    status: str
    drafts: str
    summary: str
    board: str

    def states(self) -> list[object]:
        """Status of each อำเภอ in the order of `CODES`."""
        return [self.amphoes[code]["status"] for code in CODES]

    def drafted(self, code: str) -> set[str]:
        """The kinds drafted today for an อำเภอ."""
        name = NAMES[code].name
        lines = [line for line in self.drafts.splitlines() if line.endswith(f"อำเภอ{name}")]
        return {line.partition("“")[2].partition("”")[0] for line in lines}


NAMES = {a.code: a for a in load_roster("31").amphoes("31") if a.code in CODES}


def returned(code: str, part: slice = slice(None), mended: bool = False) -> bytes:
    """The workbook of an อำเภอ as filled in the sample round, or some of its ตำบล."""
    prefill: Prefill = demo_prefills()[code]
    tambons = dict(list(prefill.tambons.items())[part])
    tambon, number = MISSING_ANSWER
    if mended and tambon in tambons:
        answers = {**tambons[tambon].answers, number: 3}
        tambons[tambon] = replace(tambons[tambon], answers=answers)
    early = {c: replace(t, assessed_on=date(2021, 4, 5)) for c, t in tambons.items()}
    district = {**prefill.district, "D.reported_on": date(2021, 4, 6)}
    filled = replace(prefill, tambons=early, district=district, plans={})
    return issue_filled(Amphoe(code, NAMES[code].name), filled)


def in_a_mail(name: str, content: bytes, on: date) -> bytes:
    """A mail with the workbook attached, dated on a day."""
    message = EmailMessage()
    message["From"], message["To"] = "amphoe@example.go.th", "province@example.go.th"
    message["Subject"] = "ส่งผลประเมินที่เหลือ"
    message["Date"] = datetime(on.year, on.month, on.day, 9).astimezone()
    message.set_content("ตามที่แนบ")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A round of four อำเภอ on the day it is opened."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sorchor_xl.workflow.draft_mail.find_office", lambda: None)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    rows = [
        f"{t.code},{a.name},{t.name}"
        for a in NAMES.values()
        for t in load_roster("31").tambons(a.code)
    ]
    listed = "\n".join(["รหัส,อำเภอ,ตำบล", *rows]) + "\n"
    (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
    settings = tmp_path / "sorchor.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[files]", '[files]\nroster = "roster.csv"'), encoding="utf-8")
    (tmp_path / register_name()).unlink()
    assert run("init", "--register").code == 0
    assert run("generate").code == 0
    return Office(tmp_path)


def test_a_round_from_first_to_last(office: Office) -> None:
    """ROUND-01 ROUND-02 ROUND-03"""
    office.note("อำเภอ", EARLY, "อีเมล", "early@example.go.th")
    opened = office.day(date(2021, 4, 1))
    assert opened.states() == ["not_received"] * 4
    assert [opened.drafted(code) for code in CODES] == [{"ส่งแบบ"}] * 4

    office.land("3120 ส่งแล้ว.xlsx", returned(EARLY), date(2021, 4, 20))
    first = office.day(date(2021, 4, 20))
    assert first.states() == ["not_received", "not_received", "complete", "not_received"]
    assert first.drafted(EARLY) == {"ตอบรับ"}
    assert "โนนดินแดง: ยังไม่ได้รับ → ครบ" in first.summary

    office.land("3102.xlsx", returned(WRONG), date(2021, 4, 23))
    office.land("3123 ครึ่งแรก.xlsx", returned(HALVES, slice(2)), date(2021, 4, 23))
    second = office.day(date(2021, 4, 24))
    assert second.states() == ["has_errors", "not_received", "complete", "has_errors"]
    assert second.drafted(WRONG) == {"ขอให้แก้ไข"}
    assert second.drafted(LATE) == {"ติดตาม"}
    assert second.drafted(HALVES) == {"ขอให้แก้ไข"}  # its other sheets came, but blank
    assert second.drafted(EARLY) == set()

    office.land("3102 แก้ไขแล้ว.xlsx", returned(WRONG, mended=True), date(2021, 4, 28))
    rest = returned(HALVES, slice(2, None))
    office.land("ส่วนที่เหลือ.eml", in_a_mail("3123.xlsx", rest, date(2021, 4, 29)), date(2021, 4, 29))
    whole = returned(LATE)
    office.land(f"3119_{NAMES[LATE].name}_2564.xlsx", whole[: len(whole) // 2], date(2021, 4, 29))
    third = office.day(date(2021, 4, 30))
    assert third.states() == ["complete", "unreadable", "complete", "complete"]
    assert third.drafted(LATE) == {"เปิดไม่ได้"}
    assert third.drafted(WRONG) == {"ตอบรับ"}
    assert "ตัวชี้วัดที่ 16 ว่าง → 3" in third.summary or "ตูมใหญ่" in third.summary

    office.land("3120 (1).xlsx", returned(EARLY), date(2021, 5, 2))
    office.note("อำเภอ", LATE, "ขยายกำหนดส่งถึง", "7/5/2564")
    fourth = office.day(date(2021, 5, 3))
    assert fourth.states() == third.states()
    assert fourth.amphoes[LATE]["due"] == "2021-05-07"
    assert fourth.drafted(EARLY) == set()
    assert "ขยายกำหนดส่งเป็น 7 พฤษภาคม 2564" in fourth.summary
    assert "ขยายกำหนดถึง 7 พ.ค. 2564" in fourth.board

    (office.folder / "returned" / f"3119_{NAMES[LATE].name}_2564.xlsx").unlink()
    office.land(f"3119_{NAMES[LATE].name}_2564.xlsx", whole, date(2021, 5, 6))
    fifth = office.day(date(2021, 5, 6))
    assert fifth.states() == ["complete"] * 4
    assert fifth.amphoes[LATE]["days_late"] == 0
    assert "ร่าง “ส่งกรมฯ”" in fifth.drafts
    after_sending(office)


def after_sending(office: Office) -> None:
    """ROUND-03: what was sent stays as it was sent, and everything says that it was."""
    sent = office.folder / "results" / "31_summary_2564.xlsx"
    content = sent.read_bytes()
    office.note("จังหวัด", "", "ส่งสรุปผลให้กรมฯ ทาง OA เมื่อ", date(2021, 5, 7))
    office.note("จังหวัด", "", "เลขที่หนังสือส่งสรุปผล", "บร ๐๐๑๙/๒๐๐๐")
    last = office.day(date(2021, 5, 10))
    assert "ส่งกรมฯ" not in last.drafts
    assert "ส่งสรุปผลให้กรมฯ แล้วเมื่อ 7 พฤษภาคม 2564" in last.status
    assert sent.read_bytes() == content
    assert list(sent.parent.glob("*หลังส่งกรม*"))
    assert "บร ๐๐๑๙/๒๐๐๐" in last.board


def test_the_register_survives_a_round(office: Office) -> None:
    """ROUND-04"""
    moved = f"{EARLY}01"
    office.note("อำเภอ", EARLY, "อีเมล", "early@example.go.th")
    office.note("อำเภอ", LATE, "ขยายกำหนดส่งถึง", "7/5/2564")
    office.note("ตำบล", moved, "ได้รับสำเนาคำสั่ง ก.บ.ต. เมื่อ", date(2021, 3, 30))
    path = office.folder / register_name()
    book = openpyxl.load_workbook(path)
    book.create_sheet("สมุดของฉัน")["B2"] = "โทรแล้ว 3 ครั้ง"
    book.save(path)
    office.land("3120.xlsx", returned(EARLY), date(2021, 4, 20))
    typed = path.read_bytes()

    for number in range(10):
        day = office.day(date(2021, 4, 20 + number))
        assert path.read_bytes() == typed
        assert day.amphoes[LATE]["due"] == "2021-05-07"

    settings = office.folder / "sorchor.toml"
    assert run("template", "-o", "own.xlsx").code == 0
    text = settings.read_text(encoding="utf-8").replace("[files]", '[files]\ntemplate = "own.xlsx"')
    settings.write_text(text, encoding="utf-8")
    assert run("generate", "--force").code == 0
    assert office.day(date(2021, 5, 1)).amphoes[LATE]["due"] == "2021-05-07"

    roster = office.folder / "roster.csv"
    rows = roster.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(f"{LATE}01")]
    roster.write_text(
        "\n".join([*kept, f"{LATE}99,{NAMES[LATE].name},ตั้งใหม่"]) + "\n", encoding="utf-8"
    )
    day = office.day(date(2021, 5, 2))
    assert day.amphoes[LATE]["due"] == "2021-05-07"
    assert path.read_bytes() == typed

    assert run("init", "--register").code == 0
    (new,) = (p for p in office.folder.glob("ทะเบียน*.xlsx") if p != path)
    assert path.read_bytes() == typed
    carried = openpyxl.load_workbook(new)
    assert carried["สมุดของฉัน"]["B2"].value == "โทรแล้ว 3 ครั้ง"
    codes = [row[0].value for row in carried["ตำบล"].iter_rows()]
    assert f"{LATE}99" in codes
    new.replace(path)
    last = office.day(date(2021, 5, 3))
    assert last.amphoes[LATE]["due"] == "2021-05-07"
    (mail,) = (office.folder / "drafts").rglob("3120_*_ตอบรับ.eml")
    assert b"early@example.go.th" in mail.read_bytes()
