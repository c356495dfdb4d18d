"""What moved between two runs.

MOVE-01 the same results moved nowhere; the record reads back as it was written
MOVE-02 other answers: values old → new with points, total and level, and the file that caused it
MOVE-03 another reading: every ตำบล whose points it touches, its level too, and that forms are old
MOVE-04 the register's dates, statuses and the sending to the Department are told
MOVE-05 the board's day before stays while a day is run again and again
MOVE-06 a spoilt record is said and begun anew, never taken for no change
MOVE-07 a preview of readings says what the next run with them will say, and writes nothing
MOVE-08 after the Department was sent the summary, the next one gets another name unless told
MOVE-10 a ตำบล without a total says what became of its return
MOVE-09 an empty folder of returns is a round in which all are missing
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from factory import BASES, Round, answers_at, make_results, scheme
from test_cli import run

from sorchor_xl.data.movement_texts import movement_lines
from sorchor_xl.domain.round.movement import Cause, RoundSnapshot, movement_between, take_snapshot
from sorchor_xl.domain.round.register import AmphoeEntry, ProvinceEntry, Register
from sorchor_xl.domain.round.results import Results
from sorchor_xl.workflow.demo import demo_returns
from sorchor_xl.workflow.provincial_register import register_name
from sorchor_xl.workflow.round_record import read_history, record_path, what_moved, write_history

DAY = date(2021, 5, 3)


def results_of(changed: Mapping[int, int] | None = None, **readings: str) -> Results:
    """A province where everybody answers at two points, ``changed`` in the first ตำบล only."""
    answers = {**answers_at(2), 8: 3}
    first = "310101"
    made = make_results(
        Round(
            chosen=scheme(**readings),
            answers=lambda code: {**answers, **(changed or {})} if code == first else answers,
        )
    )
    return replace(made, as_of=DAY)


def test_nothing_moved_move_01(tmp_path: Path) -> None:
    results = results_of()
    snapshot = take_snapshot(results)
    assert movement_between(snapshot, take_snapshot(results_of())).is_none
    summary = tmp_path / "s.xlsx"
    assert what_moved(results, summary).lines(results) == ()
    write_history(results, summary)
    assert read_history(record_path(summary)).last == snapshot
    (line,) = what_moved(results, summary).lines(results)
    assert "ไม่มีการเปลี่ยนแปลง" in line


def test_other_answers_move_02(tmp_path: Path) -> None:
    before, after = results_of(), results_of({5: 9, 12: 0, 13: 0})
    (move,) = movement_between(take_snapshot(before), take_snapshot(after)).tambons
    assert (move.code, move.cause) == ("310101", Cause.FILE)
    assert move.detail.startswith("returned/3101_")
    assert {v.key for v in move.values} == {"5", "12", "13"}
    five = next(v for v in move.values if v.key == "5")
    assert (five.old, five.new, five.points) == (2, 9, (2, 3))
    assert move.totals == (before.tambons[0].card.total, after.tambons[0].card.total)
    summary = tmp_path / "s.xlsx"
    write_history(before, summary)
    head, line = what_moved(after, summary).lines(after)
    assert "3 พฤษภาคม 2564" in head
    assert "ตัวชี้วัดที่ 5 2 → 9 (คะแนน 2 → 3)" in line
    assert "ไฟล์ returned/3101_" in line


def test_another_reading_move_03() -> None:
    before, after = results_of(A1="higher"), results_of(A1="lower")
    moved = movement_between(take_snapshot(before), take_snapshot(after))
    assert moved.readings == (("A1", "higher", "lower"),)
    touched = [t for t in before.tambons if t.ret is not None]
    assert len(moved.tambons) == len(touched)
    assert {m.cause for m in moved.tambons} == {Cause.READING}
    assert {m.totals[0] - m.totals[1] for m in moved.tambons if m.totals[0] and m.totals[1]} == {1}
    assert BASES


def test_the_register_moves_too_move_04(tmp_path: Path) -> None:
    before = results_of()
    code = before.amphoes[0].amphoe.code
    entry = AmphoeEntry(code, due=date(2021, 5, 7), received_on=date(2021, 4, 29))
    province = ProvinceEntry(summary_sent_on=date(2021, 5, 2))
    after = replace(before, register=Register(amphoes={code: entry}, province=province))
    summary = tmp_path / "s.xlsx"
    write_history(before, summary)
    said = "\n".join(what_moved(after, summary).lines(after))
    assert "ขยายกำหนดส่งเป็น 7 พฤษภาคม 2564" in said
    assert "วันที่ได้รับรายงานเป็น 29 เมษายน 2564" in said
    assert "ส่งสรุปผลให้กรมฯ แล้วเมื่อวันที่ 2 พฤษภาคม 2564" in said


def test_the_day_before_stays_move_05(tmp_path: Path) -> None:
    summary = tmp_path / "s.xlsx"
    first, second = results_of(), results_of({5: 9})
    write_history(first, summary)
    for _ in range(3):
        today = replace(second, as_of=DAY + timedelta(days=1))
        moved = what_moved(today, summary).since_day
        assert moved is not None
        assert [m.code for m in moved.tambons] == ["310101"]
        write_history(today, summary)
    again = what_moved(today, summary).since_last
    assert again is not None
    assert again.is_none


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"schema": "sorchor-xl/record/9"}', "\udcff"])
def test_a_spoilt_record_is_said_move_06(tmp_path: Path, content: str) -> None:
    summary, results = tmp_path / "s.xlsx", results_of()
    record_path(summary).write_bytes(content.encode("utf-8", "surrogateescape"))
    (line,) = what_moved(results, summary).lines(results)
    assert "อ่านบันทึกผลครั้งก่อน" in line
    write_history(results, summary)
    assert read_history(record_path(summary)).last == take_snapshot(results)


@pytest.fixture(scope="module")
def some_returns() -> Mapping[str, bytes]:
    """Three returns of the sample round by file name."""
    return {r.file: r.content for r in demo_returns(("3101", "3103", "3105"))}


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, some_returns: Mapping[str, bytes]
) -> Path:
    """A round with three returns."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    for name, content in some_returns.items():
        (tmp_path / "returned" / name).write_bytes(content)
    return tmp_path


AS_OF = ("--as-of", "2564-05-03")


def test_preview_says_what_will_be_move_07(folder: Path) -> None:
    assert run("summarize", *AS_OF).code in (0, 1)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    preview = run("summarize", "--readings", "A1=lower", *AS_OF)
    assert preview.code == 0
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    text = (folder / "sorchor.toml").read_text(encoding="utf-8")
    text = text.replace("[readings]", '[readings]\nA1 = "lower"')
    (folder / "sorchor.toml").write_text(text, encoding="utf-8")
    after = run("summarize", *AS_OF)
    moved = [line for line in preview.out.splitlines() if line.startswith("ตำบล") and "→" in line]
    assert moved
    assert all(line in after.out for line in moved[:5])
    assert "ยังแสดงการตีความเดิม" in after.out
    for wrong in ("A1", "A1=", "A1=sideways", "Z9=lower"):
        refused = run("summarize", "--readings", wrong, *AS_OF)
        assert refused.code == 2
        assert "A1=" in refused.err
        assert "Traceback" not in refused.err


def test_after_sending_another_name_move_08(folder: Path) -> None:
    assert run("summarize", *AS_OF).code in (0, 1)
    sent = folder / "results" / "31_summary_2564.xlsx"
    content = sent.read_bytes()
    register = folder / register_name()
    book = openpyxl.load_workbook(register)
    page = book["จังหวัด"]
    row = next(r for r in range(1, 60) if str(page.cell(r, 1).value).startswith("ส่งสรุปผล"))
    page.cell(row, 2).value = date(2021, 5, 2)
    book.save(register)
    done = run("summarize", *AS_OF)
    assert "ส่งสรุปผลให้กรมฯ แล้วเมื่อวันที่ 2 พฤษภาคม 2564" in done.out
    assert sent.read_bytes() == content
    assert (sent.parent / "31_summary_2564_หลังส่งกรม_2021-05-03.xlsx").is_file()
    assert "ส่งสรุปผลให้กรมฯ แล้ว" in run("status", *AS_OF).out
    assert run("summarize", "-o", sent, *AS_OF).code in (0, 1)
    assert sent.read_bytes() != content


def test_an_empty_folder_move_09(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    early = ("--as-of", "2564-04-01")
    assert run("summarize", "--json", "r.json", *early).code == 0
    table = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {a["status"] for a in table["amphoes"]} == {"not_received"}
    assert len(table["tambons"]) == 189
    done = run("status", "--json", "s.json", *early)
    assert done.out.count("ยังไม่ได้รับ") == 23
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == table
    assert run("mail", "--as-of", "2564-05-03").out.count("ติดตาม") >= 23


def test_what_has_no_total_yet_move_10() -> None:
    """Half-filled forms say what became of them, not a total of nothing."""
    nothing = take_snapshot(make_results(Round(received=0)))
    whole = results_of()
    half = make_results(Round(answers=lambda _: {n: v for n, v in answers_at(2).items() if n != 5}))
    more = make_results(
        Round(answers=lambda _: {n: v for n, v in answers_at(2).items() if n not in (5, 9)})
    )

    def said(old: RoundSnapshot, new: Results) -> str:
        move = movement_between(old, take_snapshot(new))
        return next(line for line in movement_lines(move, new) if line.startswith("ตำบล"))

    assert ": ยังไม่ได้รับ → ยังไม่ครบ (" in said(nothing, half)
    assert ": ยังไม่ได้รับ → ประเมินครบ คะแนนรวม " in said(nothing, whole)
    assert "ยังไม่ครบ จาก ตัวชี้วัดที่ 9 ว่าง → 3" in said(take_snapshot(more), half)
    assert ": ยังไม่ครบ → ประเมินครบ คะแนนรวม " in said(take_snapshot(half), whole)
    few = make_results(Round(answers=lambda _: {1: answers_at(2)[1]}))
    filled = len(scheme().rubric.indicators) - 1
    assert f"กรอกเพิ่ม {filled} ช่อง (" in said(take_snapshot(few), whole)
    assert "คะแนนรวม " in said(take_snapshot(whole), half)
