"""A round of four อำเภอ played with real files, day by day, as an office lives it.

The tests ask it whether everything says the right thing; the tutorial shows what it says.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from test_cli import run

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import Prefill
from sorchor_xl.register.register_writing import HEADING_ROW
from sorchor_xl.workflow.demo import demo_prefills, issue_filled
from sorchor_xl.workflow.provincial_register import register_name

WRONG, HALVES, EARLY, LATE = "3102", "3123", "3120", "3119"
BE = 543
"""Years of พ.ศ. before ค.ศ."""
CODES = (WRONG, LATE, EARLY, HALVES)
MISSING_ANSWER = ("310206", 16)


@dataclass
class Office:
    """The provincial office: its folder, and what it does on a day."""

    folder: Path

    def does(self, *arguments: str) -> Said:
        """A command, and what it answers on the screen."""
        answer = run(*arguments)
        shown = answer.out.replace(f"{self.folder}{os.sep}", "").replace(os.sep, "/").strip()
        return Said(shlex.join(("sorchor-xl", *arguments)), shown)

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
        as_of = ("--as-of", f"{on.year + BE}-{on:%m-%d}")
        state = self.does("status", "--json", "s.json", "--html", "board.html", *as_of)
        drafted = self.does("mail", *as_of)
        summary = self.does("summarize", "--annotate", "results/corrections", *as_of)
        table = json.loads((self.folder / "s.json").read_text(encoding="utf-8"))
        board = (self.folder / "board.html").read_text(encoding="utf-8")
        amphoes = {a["code"]: a for a in table["amphoes"]}
        return Day(amphoes, state, drafted, summary, board)


@dataclass(frozen=True)
class Said:
    """A command as it is typed, and its answer."""

    typed: str
    shown: str


@dataclass
class Day:
    """What the office saw on a day."""

    amphoes: dict[str, dict[str, object]]
    status: Said
    drafts: Said
    summary: Said
    board: str

    def states(self) -> list[object]:
        """Status of each อำเภอ in the order of `CODES`."""
        return [self.amphoes[code]["status"] for code in CODES]

    def drafted(self, code: str) -> set[str]:
        """The kinds drafted today for an อำเภอ."""
        name = NAMES[code].name
        lines = [line for line in self.drafts.shown.splitlines() if line.endswith(f"อำเภอ{name}")]
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


def open_office(folder: Path) -> Office:
    """A round of four อำเภอ on the day it is opened; ``folder`` is the working folder."""
    office = Office(folder)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    rows = [
        f"{t.code},{a.name},{t.name}"
        for a in NAMES.values()
        for t in load_roster("31").tambons(a.code)
    ]
    listed = "\n".join(["รหัส,อำเภอ,ตำบล", *rows]) + "\n"
    (folder / "roster.csv").write_text(listed, encoding="utf-8")
    settings = folder / "sorchor.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[files]", '[files]\nroster = "roster.csv"'), encoding="utf-8")
    (folder / register_name()).unlink()
    assert run("init", "--register").code == 0
    assert run("generate").code == 0
    return office


@dataclass(frozen=True)
class Played:
    """A round that is over: its folder, its days by name, and the summary as it was sent."""

    folder: Path
    days: Mapping[str, Day]
    sent: bytes


def play(office: Office, seen: Callable[[str], None] = lambda _: None) -> Played:
    """Every day of the round; ``seen`` is told the name of each when it is over."""
    days: dict[str, Day] = {}

    def over(name: str, on: date) -> None:
        days[name] = office.day(on)
        seen(name)

    office.note("อำเภอ", EARLY, "อีเมล", "early@example.go.th")
    over("opened", date(2021, 4, 1))

    office.land("3120 ส่งแล้ว.xlsx", returned(EARLY), date(2021, 4, 20))
    over("first", date(2021, 4, 20))

    office.land("3102.xlsx", returned(WRONG), date(2021, 4, 23))
    office.land("3123 ครึ่งแรก.xlsx", returned(HALVES, slice(2)), date(2021, 4, 23))
    over("second", date(2021, 4, 24))

    office.land("3102 แก้ไขแล้ว.xlsx", returned(WRONG, mended=True), date(2021, 4, 28))
    rest = returned(HALVES, slice(2, None))
    office.land("ส่วนที่เหลือ.eml", in_a_mail("3123.xlsx", rest, date(2021, 4, 29)), date(2021, 4, 29))
    whole, cut_off = returned(LATE), f"3119_{NAMES[LATE].name}_2564.xlsx"
    office.land(cut_off, whole[: len(whole) // 2], date(2021, 4, 29))
    over("third", date(2021, 4, 30))

    office.land("3120 (1).xlsx", returned(EARLY), date(2021, 5, 2))
    office.note("อำเภอ", LATE, "ขยายกำหนดส่งถึง", "7/5/2564")
    over("fourth", date(2021, 5, 3))

    (office.folder / "returned" / cut_off).unlink()
    office.land(cut_off, whole, date(2021, 5, 6))
    over("fifth", date(2021, 5, 6))

    sent = (office.folder / "results" / "31_summary_2564.xlsx").read_bytes()
    office.note("จังหวัด", "", "ส่งสรุปผลให้กรมฯ ทาง OA เมื่อ", date(2021, 5, 7))
    office.note("จังหวัด", "", "เลขที่หนังสือส่งสรุปผล", "บร ๐๐๑๙/๒๐๐๐")
    over("sent", date(2021, 5, 10))
    return Played(office.folder, days, sent)
