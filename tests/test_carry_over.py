"""Forms issued anew with the answers given so far.

CARRY-01 what was answered stands in the new form, to the last ตำบล; it scores the same
CARRY-02 the returns are only read; an อำเภอ that sent nothing gets a blank form
CARRY-04 what could not be taken over of an อำเภอ that has sent is said
CARRY-03 an output that would fall into the folder of returns is refused
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from test_cli import run

from sorchor_xl.workflow.demo import demo_returns

DAY = ("--as-of", "2564-05-03")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round with one return."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    (returned,) = demo_returns(("3120",))
    path = tmp_path / "returned" / returned.file
    path.write_bytes(returned.content)
    sent = datetime(2021, 4, 28, 10).astimezone().timestamp()
    os.utime(path, (sent, sent))
    return tmp_path


def scores(inbox: Path, target: Path) -> object:
    """Answers, points and totals of one อำเภอ as the results have them."""
    assert run("check", inbox, "--json", target, "-p", "31", *DAY).code in (0, 1)
    table = json.loads(target.read_text(encoding="utf-8"))
    own = [t for t in table["tambons"] if t["amphoe_code"] == "3120"]
    return [(t["code"], t["answers"], t["bases"], t["scores"], t["total"]) for t in own]


def test_answers_are_carried_over_carry_01_02(folder: Path) -> None:
    (returned,) = (folder / "returned").iterdir()
    before = returned.read_bytes()
    new = folder / "new"
    done = run("generate", "--from", "returned", "-a", "3120", "-a", "3119", "-o", new)
    assert done.code == 0, done.err
    assert returned.read_bytes() == before
    filled, blank = sorted(new.glob("3120*")) + sorted(new.glob("3119*"))
    assert scores(filled, folder / "new.json") == scores(returned, folder / "old.json")
    assert run("check", blank, "-p", "31", *DAY).code == 1  # nothing is filled in


def test_what_cannot_be_taken_over_is_said_carry_04(folder: Path) -> None:
    """Nobody is sent a blank form in place of his own without a word."""
    (returned,) = (folder / "returned").iterdir()
    whole = returned.read_bytes()
    returned.write_bytes(whole[: len(whole) // 2])
    done = run("generate", "--from", "returned", "-a", "3120", "-a", "3119", "-o", folder / "new")
    assert done.code == 0
    assert "ตำบลโนนดินแดง อำเภอโนนดินแดง" in done.err
    assert "อำเภอบ้านใหม่ไชยพจน์" not in done.err  # which has sent nothing
    returned.write_bytes(whole)
    done = run("generate", "--from", "returned", "-a", "3120", "-o", folder / "whole")
    assert "ยังไม่มีคำตอบ" not in done.err


def test_not_into_the_returns_carry_03(folder: Path) -> None:
    refused = run("generate", "--from", "returned", "-o", "returned")
    assert refused.code == 2
    assert len(list((folder / "returned").iterdir())) == 1
