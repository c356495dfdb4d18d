"""A round played through with real files, day by day, as an office lives it.

ROUND-01 after each day status, drafts, board, summary and what-changed say the right thing
ROUND-02 files come in halves, wrong, corrected, late, twice, unreadable and in a mail
ROUND-03 what the register says counts: an extended date, an address, the sending to the Department
ROUND-04 the register survives ten runs of every command, another template, and another roster
ROUND-05 the tutorial shows what the round says today
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from round_played import (
    CODES,
    EARLY,
    HALVES,
    LATE,
    NAMES,
    WRONG,
    Office,
    Played,
    open_office,
    play,
    returned,
)
from test_cli import run

from sorchor_xl.workflow.provincial_register import register_name

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A round of four อำเภอ on the day it is opened."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sorchor_xl.workflow.draft_mail.find_office", lambda: None)
    return open_office(tmp_path)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The round from first to last."""
    folder = tmp_path_factory.mktemp("round")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr("sorchor_xl.workflow.draft_mail.find_office", lambda: None)
        yield play(open_office(folder))


def test_a_round_from_first_to_last(played: Played) -> None:
    """ROUND-01 ROUND-02 ROUND-03"""
    days = played.days
    opened = days["opened"]
    assert opened.states() == ["not_received"] * 4
    assert [opened.drafted(code) for code in CODES] == [{"ส่งแบบ"}] * 4

    first = days["first"]
    assert first.states() == ["not_received", "not_received", "complete", "not_received"]
    assert first.drafted(EARLY) == {"ตอบรับ"}
    assert "โนนดินแดง: ยังไม่ได้รับ → ครบ" in first.summary.shown

    second = days["second"]
    assert second.states() == ["has_errors", "not_received", "complete", "has_errors"]
    assert second.drafted(WRONG) == {"ขอให้แก้ไข"}
    assert second.drafted(LATE) == {"ติดตาม"}
    assert second.drafted(HALVES) == {"ขอให้แก้ไข"}  # its other sheets came, but blank
    assert second.drafted(EARLY) == set()

    third = days["third"]
    assert third.states() == ["complete", "unreadable", "complete", "complete"]
    assert third.drafted(LATE) == {"เปิดไม่ได้"}
    assert third.drafted(WRONG) == {"ตอบรับ"}
    assert "ตำบลตูมใหญ่ อำเภอคูเมือง: ยังไม่ครบ → ประเมินครบ คะแนนรวม" in third.summary.shown
    assert "จาก ตัวชี้วัดที่ 16 ว่าง → 3" in third.summary.shown

    fourth = days["fourth"]
    assert fourth.states() == third.states()
    assert fourth.amphoes[LATE]["due"] == "2021-05-07"
    assert fourth.drafted(EARLY) == set()
    assert fourth.amphoes[EARLY]["days_late"] == 0  # the copy that came late makes nobody late
    assert "ขยายกำหนดส่งเป็น 7 พฤษภาคม 2564" in fourth.summary.shown
    assert "ขยายกำหนดถึง 7 พ.ค. 2564" in fourth.board

    fifth = days["fifth"]
    assert fifth.states() == ["complete"] * 4
    assert fifth.amphoes[LATE]["days_late"] == 0
    assert "ร่าง “ส่งกรมฯ”" in fifth.drafts.shown


def test_what_was_sent_stays_as_it_was_sent(played: Played) -> None:
    """ROUND-03"""
    last, results = played.days["sent"], played.folder / "results"
    assert "ส่งกรมฯ" not in last.drafts.shown
    assert "ส่งสรุปผลให้กรมฯ แล้วเมื่อวันที่ 7 พฤษภาคม 2564" in last.status.shown
    assert (results / "31_summary_2564.xlsx").read_bytes() == played.sent
    assert list(results.glob("*หลังส่งกรม*"))
    assert "บร ๐๐๑๙/๒๐๐๐" in last.board


def test_the_tutorial_shows_what_the_round_says(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ROUND-05"""
    monkeypatch.syspath_prepend(str(DOCS))
    from make_tutorial import PICTURES, tutorial

    shown = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    assert tutorial(played).splitlines() == shown.splitlines(), "python docs/make_tutorial.py"
    assert all((DOCS / "images" / f"tutorial_{name}.png").is_file() for name in PICTURES)


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
