"""What happens to a whole folder of returns: copies and clocks, answers lent, files that stay shut.

Each kind fills a folder and says what must come of it.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from intake_files import dice, set_zip_flags, zip_of
from issued import RUBRIC, answers, context, district, expected, filled
from sealing import sealed_xlsx

from damage.subject import CODES, COUNTS, NAMES, Subject, round_of
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.files.unpack import payloads
from sorchor_xl.files.walk import find_files
from sorchor_xl.files.zip_view import THAI_TIME
from sorchor_xl.intake.worker import read_payload
from sorchor_xl.report.officers_words import officers_words

OWN, OTHER = "3122", "3120"
FIRST = CODES[0]
TOLD_ALIKE = frozenset({"W09", "W72"})
UNDECIDED = frozenset({"E13", "E90", "W70"})
NAMES_OF_COPIES = ("a.xlsx", "ฮ.xlsx", "3122 (1).xlsx", "ล่าสุด/3122.xlsx", "สำเนา 3122 - Copy.xlsx")
Check = Callable[[Results], str]
"""What is wrong with the results; "" for nothing."""


@dataclass
class Inbox:
    """A folder of returns being filled."""

    folder: Path
    seed: int
    throw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.throw = dice(self.seed)

    def put(self, name: str, data: bytes, day: int = 20) -> None:
        """A file that came on a day of April 2021."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        at = datetime(2021, 4, day, 9, tzinfo=THAI_TIME).timestamp()
        os.utime(place, (at, at))

    def mail(self, name: str, data: bytes, dated: str, said: str = "ตามแนบ") -> None:
        """A mail with one workbook, dated as its program wrote it."""
        message = EmailMessage()
        message["From"], message["Subject"], message["Date"] = "a@example.go.th", "ส่งแบบ", dated
        message.set_content(said)
        message.add_attachment(data, "application", "octet-stream", filename="3122.xlsx")
        self.put(name, message.as_bytes(), 29)

    def names(self, count: int) -> list[str]:
        """As many names of files, none saying which is newer."""
        return self.throw.sample(NAMES_OF_COPIES, count)


KINDS: dict[str, Callable[[Inbox], Check]] = {}


def inbox(function: Callable[[Inbox], Check]) -> Callable[[Inbox], Check]:
    """Enter a kind under its name."""
    KINDS[function.__name__] = function
    return function


def verdict(kind: str, seed: int, folder: Path) -> str:
    """ "" where what was promised came of it."""
    box = Inbox(folder, seed)
    check = KINDS[kind](box)
    said = check(read_folder(folder))
    return f"{kind} seed {seed}: {said}" if said else ""


def read_folder(folder: Path) -> Results:
    """The round of two อำเภอ with what lies in a folder."""
    found = (p for one in find_files([folder]) for p in payloads(one))
    return collect(round_of(OWN, OTHER), [read_payload(p, context()) for p in found])


@cache
def version(letter: str) -> bytes:
    """The workbook of แคนดง: x as filled, y and z with another answer in the first ตำบล."""
    if letter == "x":
        return filled()
    subject = Subject(0)
    sheet = subject.book.sheet(f"ต.{NAMES[FIRST]}")
    sheet.put(*subject.at(5), SAID[letter])
    return subject.book.saved()


SAID = {"x": answers(0)[5], "y": answers(0)[5] + 7, "z": answers(0)[5] + 9}


def counted(results: Results) -> int | None:
    """What counts for the answer the versions differ in."""
    ret = next(r.ret for r in results.tambons if r.tambon.code == FIRST)
    return None if ret is None else ret.answers[5].value


def codes(results: Results) -> set[str]:
    """Every code said."""
    return {f.code for f in results.findings}


def counts(letter: str, *, or_asks: bool = True) -> Check:
    """This version counts, or a person is asked."""

    def check(results: Results) -> str:
        if counted(results) == SAID[letter] or (or_asks and codes(results) & {"E13", "E90"}):
            return ""
        return f"{counted(results)} counts, of {SAID}; {sorted(codes(results))}"

    return check


def asks(results: Results) -> str:
    """Nobody can tell which counts: a person is asked."""
    return "" if codes(results) & UNDECIDED else f"nobody asked: {sorted(codes(results))}"


# ── copies and clocks ────────────────────────────────────────────────────────────────────────────


@inbox
def an_older_one_sent_again(box: Inbox) -> Check:
    """X, then Y, then X again in the same bytes: X is the newest."""
    first, second, third = box.names(3)
    box.put(first, version("x"), 20)
    box.put(second, version("y"), 21)
    box.put(third, version("x"), 22)
    return counts("x", or_asks=False)


@inbox
def copies_of_copies(box: Inbox) -> Check:
    """One workbook in many places, one newer: all the old ones are one."""
    *olds, new = box.names(box.throw.randint(3, 5))
    for name in olds:
        box.put(name, version("x"), box.throw.randint(10, 20))
    box.put(new, version("y"), 21)
    return counts("y", or_asks=False)


@inbox
def clocks_lost(box: Inbox) -> Check:
    """A plain copy of the folder gives every file the same time."""
    names = box.names(box.throw.randint(2, 3))
    for name, letter in zip(names, "xyz", strict=False):
        box.put(name, version(letter), 25)
    return asks


@inbox
def a_mail_in_the_thai_year(box: Inbox) -> Check:
    """A mail dated 2564 is of 2021, and beats no later one."""
    zone = box.throw.choice(["+0700", "+0000"])
    box.mail("ก.eml", version("x"), f"Thu, 22 Apr 2564 09:30:00 {zone}")
    box.mail("ข.eml", version("y"), f"Fri, 23 Apr {box.throw.choice([2021, 2564])} 09:30:00 {zone}")
    return counts("y")


@inbox
def mails_of_one_moment(box: Inbox) -> Check:
    """Two mails of one moment: no clock tells."""
    dated = f"Thu, 22 Apr 2021 {box.throw.randint(8, 18):02d}:30:00 +0700"
    box.mail("ก.eml", version("x"), dated)
    box.mail("ข.eml", version("y"), dated)
    return asks


@inbox
def copies_within_a_zip(box: Inbox) -> Check:
    """The same bytes loose and zipped are one return."""
    box.put("a.zip", zip_of({name: version("x") for name in box.names(3)}), 22)
    box.put("3122.xlsx", version("x"), box.throw.randint(10, 28))
    return counts("x", or_asks=False)


# ── answers of one in the sheet of another ───────────────────────────────────────────────────────


def alike(results: Results) -> str:
    """Answers alike are told."""
    return "" if codes(results) & TOLD_ALIKE else f"not told: {sorted(codes(results))}"


def lend(subject: Subject, source: dict[int, int], into: str, *, but: int = 0) -> None:
    """One ตำบล's answers in the sheet of another, but a few."""
    sheet = subject.book.sheet(f"ต.{NAMES[into]}")
    kept = set(subject.throw.sample(COUNTS, but))
    for number, value in source.items():
        choices = () if number in COUNTS else RUBRIC.indicator(number).choices
        if number not in kept:
            sheet.put(*subject.at(number), choices[value - 1] if choices else value)


@inbox
def answers_of_a_neighbour(box: Inbox) -> Check:
    """All answers pasted into the sheet beside it."""
    subject = Subject(box.seed)
    lend(subject, dict(expected()[subject.code]), subject.other())
    box.put("3122.xlsx", subject.book.saved())
    return alike


@inbox
def answers_of_a_neighbour_but_a_few(box: Inbox) -> Check:
    """Pasted, and one to three put right."""
    subject = Subject(box.seed)
    but = box.throw.randint(1, 3)
    lend(subject, dict(expected()[subject.code]), subject.other(), but=but)
    box.put("3122.xlsx", subject.book.saved())
    return alike


@inbox
def sheets_grouped(box: Inbox) -> Check:
    """Typed while all sheets were selected."""
    subject = Subject(box.seed)
    for code in CODES:
        lend(subject, dict(expected()[subject.code]), code)
    box.put("3122.xlsx", subject.book.saved())
    return alike


@inbox
def answers_of_another_amphoe(box: Inbox) -> Check:
    """Pasted from a sheet of a neighbour อำเภอ, which has sent too."""
    subject = Subject(box.seed)
    theirs = box.throw.choice(district(OTHER).tambons)
    lend(subject, dict(expected(OTHER)[theirs.code]), subject.code)
    box.put("3122.xlsx", subject.book.saved())
    box.put("3120.xlsx", filled(OTHER))
    return alike


@inbox
def answers_sent_in_two_files(box: Inbox) -> Check:
    """Pasted between workbooks that hold one half each."""
    subject = Subject(box.seed)
    lend(subject, dict(expected()[subject.code]), subject.other())
    box.put("ส่วนที่ 1.xlsx", subject.book.saved(), 20)
    box.put("ส่วนที่ 2.xlsx", subject.book.saved(), 20)
    return alike


# ── files that stay shut ─────────────────────────────────────────────────────────────────────────


def came(results: Results) -> str:
    """The อำเภอ is told as one whose file came and cannot be opened."""
    own = next(a for a in results.amphoes if a.amphoe.code == OWN)
    if own.status in {AmphoeStatus.UNREADABLE, AmphoeStatus.HAS_ERRORS}:
        return ""
    return f"{own.status}; {sorted(codes(results))}"


def shut(box: Inbox, ending: str, data: bytes) -> Check:
    """A file of แคนดง, by its name."""
    start = box.throw.choice(["3122", "อ.แคนดง", "อำเภอแคนดง แบบประเมิน", "3122_แคนดง_2564"])
    box.put(f"{start}{ending}", data)
    return came


@inbox
def cut_off(box: Inbox) -> Check:
    """The end of the file missing."""
    data = filled()
    return shut(box, ".xlsx", data[: box.throw.randint(2000, len(data) - 100)])


@inbox
def with_a_password(box: Inbox) -> Check:
    """Sealed with a word of the office's own."""
    return shut(box, ".xlsx", sealed_with("แคนดง"))


@cache
def sealed_with(password: str) -> bytes:
    """A small workbook, sealed."""
    return sealed_xlsx(password, zip_of({"[Content_Types].xml": b"<Types/>"}))


@inbox
def in_a_zip_with_a_password(box: Inbox) -> Check:
    """The archive itself needs one."""
    return shut(box, ".zip", set_zip_flags(zip_of({"3122.xlsx": filled()}), 1))


@inbox
def nothing_in_it(box: Inbox) -> Check:
    """Empty, or zeros all through, as a broken stick gives."""
    return shut(box, ".xlsx", bytes(box.throw.choice([0, 4096, 100_000])))


@inbox
def sectors_of_zeros(box: Inbox) -> Check:
    """Zeros from somewhere on, as an upload that broke off."""
    data = filled()
    at = box.throw.randint(3000, len(data) // 2)
    return shut(box, ".xlsx", data[:at] + bytes(len(data) - at))


@inbox
def a_letter_instead(box: Inbox) -> Check:
    """A letter about the return, and no return."""
    letter = zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    return shut(box, ".docx", letter)


LINK = bytes.fromhex("4c0000000114020000000000c000000000000046")
SHORTCUTS = (
    (" - Shortcut.lnk", LINK + bytes(60)),
    (".xlsx - ทางลัด.lnk", LINK),
    (".url", b"[InternetShortcut]\r\nURL=https://docs.google.com/spreadsheets/d/1\r\n"),
    (".gsheet", b'{"url":"https://docs.google.com/open?id=1","doc_id":"1"}'),
    (".webloc", b"<plist><dict><key>URL</key><string>https://x</string></dict></plist>"),
    (".desktop", b"[Desktop Entry]\nType=Link\nURL=file:///3122.xlsx\n"),
)


@inbox
def a_shortcut_instead(box: Inbox) -> Check:
    """The icon of the file, or a link to the web, in place of the file."""
    return shut(box, *box.throw.choice(SHORTCUTS))


@inbox
def a_shortcut_of_nobody(box: Inbox) -> Check:
    """One that the province keeps in its own folder is no affair of anybody's."""
    box.put("3122.xlsx", filled())
    ending, data = box.throw.choice(SHORTCUTS)
    box.put(f"ไปโฟลเดอร์สรุป{ending}", data)
    return lambda results: "E91 said" if "E91" in codes(results) else ""


@inbox
def an_answer_mended_by_mail(box: Inbox) -> Check:
    """The text of the mail says what the workbook does not: kept among the words of the อำเภอ."""
    said = box.throw.choice(
        [
            "เรียนจังหวัด ต.แคนดง ข้อ 5 ขอแก้เป็น 12 ค่ะ",
            "ตัวชี้วัดที่ ๘ กรอกผิด ที่ถูกคือ ๔",
            "ขอเปลี่ยนข้อ 16 ของตำบลสระบัว จาก 2 เป็น 3 ครั้ง",
            "แก้ไขตัวชี้วัดที่ 3 ให้ด้วยครับ",
        ]
    )
    box.mail("3122.eml", filled(), "Thu, 22 Apr 2021 09:30:00 +0700", said)
    return lambda results: "" if said in kept_words(results) else f"lost: {said}"


@inbox
def a_mail_with_nothing_to_say(box: Inbox) -> Check:
    """A greeting, or a file that was corrected: nothing is told."""
    said = box.throw.choice(["ส่งแบบที่แก้ไขแล้วครับ", "ตามหนังสือ ข้อ 3 ส่งแบบประเมินมาพร้อมนี้", "ตามแนบ"])
    box.mail("3122.eml", filled(), "Thu, 22 Apr 2021 09:30:00 +0700", said)
    return lambda results: f"told: {said}" if "N33" in codes(results) else ""


def kept_words(results: Results) -> set[str]:
    """The words of all อำเภอ."""
    return {words.text for words in officers_words(results)}
