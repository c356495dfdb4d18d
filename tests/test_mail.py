"""Drafts of mails.

MAIL-01 every draft parses back: unsent mark, recipient, subject, text, attachments to the byte
MAIL-02 what the day calls for is drafted once; the same run again makes nothing
MAIL-03 nobody who has sent is reminded; a reminder names what is missing and nothing else
MAIL-04 a draft of today that no longer holds is withdrawn, unless somebody changed it
MAIL-05 addresses come from the register; none known: To empty, and said; an unclear due date: none
MAIL-06 templates may be changed; a fault in one is one sentence with the nearest name, at once
MAIL-07 the summary is refused while ตำบล are open, unless asked for in part, which its text says
MAIL-08 attachments over the size set are refused with both sizes, the others are still drafted
MAIL-09 hostile names and texts stay text: no header, no second line in a subject
MAIL-11 the covering letter has the form of an official one, with Thai digits
MAIL-12 with the summary goes the printed set, the same as summarize prints
MAIL-13 a second parser reads recipient, subject, text and attachments alike
MAIL-10 what cannot be opened is acknowledged with the reason; what is wrong is sent back marked
"""

from __future__ import annotations

import email
import io
import os
import quopri
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
import ruler
from hypothesis import given
from hypothesis import strategies as st
from test_cli import run

from sorchor_xl.data.mail_texts import DraftKind, packaged_templates
from sorchor_xl.data.manual_files import guide_for_districts
from sorchor_xl.drafts.draft_message import Attachment, Draft, as_chat, as_eml, subject_header
from sorchor_xl.drafts.memorandum_docx import memorandum
from sorchor_xl.register.register_writing import HEADING_ROW
from sorchor_xl.workflow.demo import demo_returns
from sorchor_xl.workflow.provincial_register import register_name

MU = shutil.which("mu")
DAY = ("--as-of", "2564-05-03")
COMPLETE, FAULTY, UNREADABLE, ABSENT = "3101", "3102", "3105", "3106"
RETURNS = {r.amphoe.code: r for r in demo_returns({COMPLETE, FAULTY})}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round in which one อำเภอ is complete, one has errors, and the others sent nothing."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    for code in (COMPLETE, FAULTY):
        deliver(tmp_path, code)
    return tmp_path


def deliver(folder: Path, code: str) -> None:
    """Put the return of an อำเภอ into the inbox, dated before the due day."""
    path = folder / "returned" / RETURNS[code].file
    path.write_bytes(RETURNS[code].content)
    sent = datetime(2021, 4, 28, 10).astimezone().timestamp()
    os.utime(path, (sent, sent))


def parsed(folder: Path) -> Iterator[tuple[str, EmailMessage, str]]:
    """Name, message and chat text of every draft of the day."""
    for path in sorted((folder / "drafts" / "2021-05-03").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
        yield path.stem, message, path.with_suffix(".txt").read_text(encoding="utf-8")


def body(message: EmailMessage) -> str:
    """The text of a draft."""
    part = message.get_body()
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def addresses(folder: Path, values: dict[str, str], heading: str = "อีเมล") -> None:
    """Type into the sheet อำเภอ of the register."""
    path = folder / register_name()
    book = openpyxl.load_workbook(path)
    page = book["อำเภอ"]
    column = next(c.column for c in page[HEADING_ROW + 1] if c.value == heading)
    for row in page.iter_rows(min_row=HEADING_ROW + 2):
        if row[0].value in values:
            page.cell(row[0].row, column).value = values[row[0].value]
    book.save(path)


def test_drafts_parse_back_mail_01(folder: Path) -> None:
    addresses(folder, {COMPLETE: "a@example.go.th; b@example.go.th"})
    done = run("mail", *DAY)
    assert done.code == 0
    found = {name: (message, text) for name, message, text in parsed(folder)}
    assert len(found) == 23
    for name, (message, text) in found.items():
        assert (message["X-Unsent"], message["Date"], message["Message-ID"]) == ("1", None, None)
        assert text == f"{message['Subject']}\n\n{body(message).strip()}\n"
        assert message["To"] == ("a@example.go.th, b@example.go.th" if COMPLETE in name else "")
        for part in message.iter_attachments():
            beside = folder / "drafts" / "2021-05-03" / str(part.get_filename())
            assert part.get_content() == beside.read_bytes()
            assert str(part.get_param("name")).isascii()
    receipt, _ = found["3101_เมืองบุรีรัมย์_ตอบรับ"]
    assert "อำเภอเมืองบุรีรัมย์" in receipt["Subject"]
    assert "ตำบลในเมือง" in body(receipt)
    assert "คะแนน ระดับ" in body(receipt)
    assert "อำเภอเมืองบุรีรัมย์" not in done.err  # its address is known, the others are named


def test_nothing_twice_mail_02(folder: Path) -> None:
    assert run("mail", *DAY).code == 0
    before = {p: p.read_bytes() for p in (folder / "drafts").rglob("*") if p.is_file()}
    again = run("mail", "all", *DAY)
    assert "ร่างใหม่ 0 ฉบับ" in again.out
    assert {p: p.read_bytes() for p in (folder / "drafts").rglob("*") if p.is_file()} == before
    assert "ร่างใหม่ 0 ฉบับ" in run("mail", "--as-of", "2564-05-04").out
    week = run("mail", "--as-of", "2564-05-10")  # reminders again after a week, receipts never
    assert "ร่างใหม่ 21 ฉบับ" in week.out
    assert "ตอบรับ" not in week.out


def test_early_days_call_for_forms_mail_02(folder: Path) -> None:
    for path in (folder / "returned").iterdir():
        path.unlink()
    deliver(folder, COMPLETE)
    assert "ไม่พบสมุดงาน" in run("mail", "--as-of", "2564-04-01").err
    assert run("generate", "-a", "3102", "-a", "3106").code == 0
    done = run("mail", "form", "--as-of", "2564-04-01")
    assert done.out.count("ร่าง “ส่งแบบ”") == 2
    assert "ติดตาม" not in run("mail", "--as-of", "2564-04-01").out
    assert "ร่าง “ติดตาม”" in run("mail", "--as-of", "2564-04-24").out


def test_only_the_missing_are_reminded_mail_03(folder: Path) -> None:
    assert run("mail", "reminder", *DAY).code == 0
    names = [name for name, _, _ in parsed(folder)]
    assert len(names) == 21
    assert not [n for n in names if n.startswith((COMPLETE, FAULTY))]


def test_no_one_who_has_sent_is_reminded_mail_03(folder: Path) -> None:
    """However it came: damaged, with errors, in part, or written into the register alone."""
    (folder / "returned" / "3105_หนองกี่_2564.xlsx").write_bytes(RETURNS[COMPLETE].content[:4000])
    addresses(folder, {ABSENT: "28/4/2564"}, "ได้รับรายงานเมื่อ (จังหวัดยืนยัน)")
    for day in ("2564-04-24", "2564-05-03", "2564-08-15"):
        done = run("mail", "--as-of", day)
        reminded = re.findall("ร่าง “ติดตาม” ถึงอำเภอ(.+)", done.out)
        assert len(reminded) == 19
        assert not {"เมืองบุรีรัมย์", "คูเมือง", "หนองกี่", "ละหานทราย"} & set(reminded)
        assert "อำเภอละหานทราย เพราะทะเบียนจังหวัดช่อง “ได้รับรายงานเมื่อ" in done.err


def test_drafts_that_no_longer_hold_mail_04(folder: Path) -> None:
    late = folder / "returned" / RETURNS[FAULTY].file
    late.unlink()
    assert run("mail", *DAY).code == 0
    reminders = list((folder / "drafts" / "2021-05-03").glob(f"{FAULTY}_*"))
    assert len(reminders) == 2
    reminders[0].write_bytes(b"changed by the officer")
    deliver(folder, FAULTY)
    done = run("mail", *DAY)
    assert "ถอนร่างที่ไม่ตรงกับสถานะ 1 ฉบับ" in done.out
    assert "ร่าง “ขอให้แก้ไข” ถึงอำเภอคูเมือง" in done.out
    assert reminders[0].read_bytes() == b"changed by the officer"
    assert not reminders[1].exists()


def test_unclear_due_date_reminds_nobody_mail_05(folder: Path) -> None:
    addresses(folder, {ABSENT: "สัปดาห์หน้า"}, "ขยายกำหนดส่งถึง")
    done = run("mail", *DAY)
    assert done.code == 2
    assert "ขยายกำหนดส่งถึง" in done.err
    assert not [n for n, _, _ in parsed(folder) if n.startswith(ABSENT)]
    assert "ยังไม่มีอีเมลของอำเภอ" in done.err


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("reminder.txt", "เรื่อง: ก\n\n{{ amphoa }}", "amphoe"),
        ("reminder.txt", "เรื่อง: ก\n\n{% if due %}", "บรรทัดที่"),
        ("reminder.txt", "เรื่อง: ก\n\n{{ due.nothing.more }}", "reminder.txt"),
        ("reminder.txt", "เรื่อง: ก\n\n{{ ().__class__.__mro__ }}", "reminder.txt"),
        ("reminder.txt", "ไม่มีหัวเรื่อง", "เรื่อง:"),
        ("remindr.txt", "เรื่อง: ก\n\nข", "reminder.txt"),
    ],
)
def test_templates_are_checked_mail_06(folder: Path, name: str, text: str, said: str) -> None:
    own = folder / "own"
    assert run("mail", "--copy-templates", own).code == 0
    assert {p.name for p in own.iterdir()} == set(packaged_templates())
    (own / name).write_text(text, encoding="utf-8")
    with (folder / "sorchor.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[mail]\ntemplates = "own"\n')
    text = (folder / "sorchor.toml").read_text(encoding="utf-8").replace("[mail]\n# att", "# att")
    (folder / "sorchor.toml").write_text(text, encoding="utf-8")
    done = run("mail", "reminder", *DAY)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_own_text_is_used_mail_06(folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    (own / "reminder.txt").write_text("เรื่อง: ทวง {{ amphoe }}\n\nโปรดส่ง\n", encoding="utf-8")
    text = (folder / "sorchor.toml").read_text(encoding="utf-8")
    text = text.replace("[mail]", '[mail]\ntemplates = "own"')
    (folder / "sorchor.toml").write_text(text, encoding="utf-8")
    assert run("mail", "reminder", *DAY).code == 0
    assert {m["Subject"] for _, m, _ in parsed(folder)} >= {"ทวง ละหานทราย"}


def test_summary_is_refused_while_open_mail_07(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sorchor_xl.workflow.draft_mail.find_office", lambda: None)
    refused = run("mail", "summary", *DAY)
    assert refused.code == 2
    assert "--partial" in refused.err
    assert not (folder / "drafts").exists()
    assert run("mail", "summary", "--partial", *DAY).code == 0
    ((_, message, _),) = parsed(folder)
    assert "ยังไม่ครบทุกตำบล" in body(message)
    names = [str(p.get_filename()) for p in message.iter_attachments()]
    assert names == ["31_summary_2564.xlsx", "หนังสือนำส่ง_2564.docx"]
    workbook, cover = (p.get_content() for p in message.iter_attachments())
    assert zipfile.ZipFile(io.BytesIO(workbook)).testzip() is None
    shown = zipfile.ZipFile(io.BytesIO(cover)).read("word/document.xml").decode()
    assert "อธิบดีกรมการพัฒนาชุมชน" in shown
    assert "ภายในวันที่ ๑๖ สิงหาคม ๒๕๖๔" in shown


def the_letter(folder: Path) -> tuple[str, dict[str, str]]:
    """The text of the covering letter, and of each line how it is placed."""
    cover = next((folder / "drafts" / "2021-05-03").glob("หนังสือนำส่ง_*.docx"))
    shown = zipfile.ZipFile(cover).read("word/document.xml").decode()
    lines = {}
    for paragraph in re.findall("<w:p>.*?</w:p>", shown):
        text = "".join(re.findall(r'preserve">(.*?)</w:t>', paragraph.replace("<w:tab/>", "")))
        lines[text] = paragraph
    return "\n".join(lines), lines


def test_the_covering_letter_is_an_official_one_mail_11(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sorchor_xl.workflow.draft_mail.find_office", lambda: None)
    assert run("mail", "summary", "--partial", *DAY).code == 0
    text, lines = the_letter(folder)
    assert not re.search("[0-9]", text)  # Thai digits throughout
    heads = ["ที่ ", "๓ พฤษภาคม ๒๕๖๔", "เรื่อง", "เรียนอธิบดี", "สิ่งที่ส่งมาด้วย๑. ", "ตามที่กรม"]
    heads += [
        "จังหวัดบุรีรัมย์ได้",
        "ทั้งนี้ ยังขาดผล",
        "จึงเรียนมา",
        "ขอแสดงความนับถือ",
        "(……",
        "ผู้ว่าราชการจังหวัดบุรีรัมย์",
    ]
    found = [next(n for n, t in enumerate(lines) if t.startswith(head)) for head in heads]
    assert found == sorted(found)
    assert sum(len(t) for t in lines if t.startswith("ทั้งนี้")) < 500  # names, but not of a hundred
    for text, paragraph in lines.items():
        if text.startswith(("ตามที่กรม", "จังหวัด", "ทั้งนี้", "จึงเรียน")):
            assert 'w:firstLine="1417"' in paragraph, text
        if text.startswith(("ขอแสดง", "(…", "ผู้ว่า")):
            assert '<w:jc w:val="center"/>' in paragraph, text
        if text.startswith(("เรื่อง", "เรียน", "สิ่งที่")):
            assert "w:hanging=" in paragraph, text


@pytest.mark.office
def test_the_printed_set_goes_with_the_summary_mail_12(folder: Path) -> None:
    assert run("mail", "summary", "--partial", *DAY).code == 0
    ((_, message, _),) = parsed(folder)
    (_, sent, _) = message.iter_attachments()
    assert sent.get_content_type() == "application/pdf"
    path = folder / "sent.pdf"
    path.write_bytes(sent.get_content())
    pages = ruler.page_texts(path)
    assert not [page for page in pages if "ที่มาของคะแนน" in page]  # the sheet of evidence
    assert run("summarize", "--pdf", *DAY).code in (0, 1)
    assert ruler.page_texts(folder / "results" / "31_summary_2564.pdf") == pages


@pytest.mark.skipif(MU is None, reason="maildir-utils (mu) is not installed: one parser only")
def test_another_parser_reads_the_same_mail_13(folder: Path) -> None:
    """MAIL-13: recipient, subject, text and attachments by the parser of GNOME's mail programs"""
    addresses(folder, {COMPLETE: "a@example.go.th", FAULTY: "b@example.go.th"})
    assert run("generate", "-a", ABSENT).code == 0
    assert run("mail", *DAY).code == 0
    day = folder / "drafts" / "2021-05-03"
    looked = 0
    for name, message, _ in parsed(folder):
        eml = day / f"{name}.eml"
        lines = mu("view", "--nocolor", eml).split("\n")
        heads = [line for line in lines[:3] if re.match("(To|Subject|Attachments): ", line)]
        seen, text = dict(line.split(": ", 1) for line in heads), "\n".join(lines[len(heads) :])
        assert seen["Subject"] == message["Subject"]
        assert seen.get("To", "") == message["To"]
        assert text.strip() == body(message).strip()
        named = [str(p.get_filename()) for p in message.iter_attachments()]
        assert seen.get("Attachments", "") == ", ".join(named)
        out = folder / "extracted" / name
        out.mkdir(parents=True)
        mu("extract", "--save-all", f"--target-dir={out}", eml)
        for file in named:
            assert (out / file).read_bytes() == (day / file).read_bytes()
            looked += 1
    assert looked >= 1


def mu(*arguments: object) -> str:
    """What the other parser says."""
    assert MU is not None
    done = subprocess.run([MU, *map(str, arguments)], capture_output=True, text=True, check=True)
    return done.stdout


@given(st.text(max_size=120))
def test_a_subject_reads_back_word_by_word_mail_13(subject: str) -> None:
    header = subject_header(subject).decode("ascii")
    assert max(map(len, header.split("\r\n"))) <= 76
    encoded = re.findall(r"=\?utf-8\?q\?(.*?)\?=", header)
    read = [quopri.decodestring(word.encode(), header=True).decode() for word in encoded]
    assert "".join(read) == subject


def test_large_attachments_are_refused_mail_08(folder: Path) -> None:
    text = (folder / "sorchor.toml").read_text(encoding="utf-8")
    (folder / "sorchor.toml").write_text(
        text.replace("# attachment_mb = 20 ", "attachment_mb = 1 "), encoding="utf-8"
    )
    outgoing = folder / "outgoing" / "3106_ละหานทราย_2564.xlsx"
    form = os.urandom(2 * 1024 * 1024)
    outgoing.write_bytes(form)
    megabytes = (len(form) + len(guide_for_districts())) / (1024 * 1024)
    done = run("mail", "form", "--as-of", "2564-04-01")
    assert done.code == 2
    assert f"{megabytes:.1f} เมกะไบต์" in done.err  # the form and the page that goes with it
    assert "1 เมกะไบต์" in done.err


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=30))
def test_hostile_texts_stay_text_mail_09(subject: str, text: str, name: str) -> None:
    attachment = Attachment(f"แบบ{name}.xlsx".replace("/", ""), b"x", "a.xlsx")
    draft = Draft(DraftKind.FORM, "3101", "อำเภอ", "", subject, text, (attachment,), "")
    message = email.message_from_bytes(as_eml(draft), policy=default)
    assert set(message.keys()) >= {"Subject", "X-Unsent", "To"}
    assert len(message.keys()) == len(set(message.keys()))
    assert "Bcc" not in message
    assert as_eml(draft) == as_eml(draft)
    assert as_chat(draft).count("\n\n") >= 1


def test_memorandum_keeps_its_text_mail_09() -> None:
    made = zipfile.ZipFile(io.BytesIO(memorandum("ก & <ข>\n{x}", 'TH "S"')))
    shown = made.read("word/document.xml").decode()
    assert "ก &amp; &lt;ข&gt;" in shown
    assert "{x}" in shown


def test_the_unreadable_and_the_wrong_mail_10(folder: Path) -> None:
    (folder / "returned" / "3105_หนองกี่_2564.xlsx").write_bytes(RETURNS[COMPLETE].content[:4000])
    assert run("mail", *DAY).code == 0
    found = {name: message for name, message, _ in parsed(folder)}
    wrong = found["3102_คูเมือง_ขอให้แก้ไข"]
    assert [p.get_filename() for p in wrong.iter_attachments()] == ["3102_คูเมือง_2564_โปรดแก้ไข.xlsx"]
    assert "ตัวชี้วัดที่ 16" in body(wrong)
