"""The menu: a round by numbers, for somebody who never saw a terminal.

MENU-01 the first time it asks for province and year until both are known, and makes the round
MENU-02 every number does what it says, in the round's folder; an unknown one is said
MENU-03 Thai digits are numbers; the end of input leaves quietly
MENU-04 what is dropped on the icon is summarised at once, a folder or several files
MENU-05 a folder that cannot be written: the round lies in the user's own
MENU-06 a settings file with a mistake is said and does not end the menu
MENU-07 opening: by the system's program, else it is said where the thing lies
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_tables import ROOT

from sorchor_xl.commands import opening
from sorchor_xl.workflow import start_round

RETURNED = sorted((ROOT / "samples" / "returned").glob("310[12]*.xlsx"))


def menu(folder: Path, keys: str, *dropped: Path, lang: str = "th") -> tuple[int, str]:
    """The menu of a folder with keys typed; exit code and all it said."""
    arguments = ["--lang", lang, "menu", "--folder", str(folder), *map(str, dropped)]
    done = subprocess.run(
        [sys.executable, "-m", "sorchor_xl", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "DISPLAY": ""},
        input=keys,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder with a round in it, two returns in its inbox."""
    start_round.start_round(tmp_path, "31", 2564)
    for file in RETURNED:
        shutil.copy2(file, tmp_path / "returned")
    return tmp_path


def test_the_first_time(tmp_path: Path) -> None:
    """MENU-01"""
    code, said = menu(tmp_path, "บุรีรำ\nบุรีรัมย์\nหกสี่\n๒๕๖๔\n0\n")
    assert code == 0, said
    assert said.count("ชื่อจังหวัด") == 2
    assert said.count("ปีงบประมาณ พ.ศ. (กด Enter") == 2
    assert 'province = "บุรีรัมย์"' in (tmp_path / "sorchor.toml").read_text(encoding="utf-8")
    assert "จังหวัดบุรีรัมย์ ปีงบประมาณ พ.ศ. 2564" in said


def test_the_year_is_the_newest_for_enter_alone(tmp_path: Path) -> None:
    """MENU-01"""
    _, said = menu(tmp_path, "31\n\n0\n", lang="en")
    assert "fiscal year 2564" in said


def test_every_number(begun: Path) -> None:
    """MENU-02"""
    code, said = menu(begun, "1\n\n2\n\n8\n3\n\n6\n\n7\n\n0\n")
    assert code == 0, said
    assert len(list((begun / "outgoing").glob("*.xlsx"))) == 23
    assert "สร้างสมุดงาน 23 เล่ม" in said
    assert "เมืองบุรีรัมย์" in said
    assert "ไม่มีหมายเลข “8”" in said
    summary = begun / "results" / "31_summary_2564.xlsx"
    assert summary.is_file()
    assert str(summary) in said
    assert "ปิดโปรแกรมแล้ว" in said


def test_nothing_to_open_yet(begun: Path) -> None:
    """MENU-02"""
    assert "ยังไม่มีผลลัพธ์" in menu(begun, "6\n\n0\n")[1]


def test_thai_digits_and_the_end_of_input(begun: Path) -> None:
    """MENU-03"""
    code, said = menu(begun, "๑\n")
    assert (code, "สร้างสมุดงาน 23 เล่ม" in said) == (0, True), said


@pytest.mark.parametrize("several", [False, True])
def test_dropped_on_the_icon(begun: Path, several: bool) -> None:
    """MENU-04"""
    dropped = RETURNED if several else [begun / "returned"]
    code, said = menu(begun, "\n0\n", *dropped)
    assert code == 0, said
    assert (begun / "results" / "31_summary_2564.xlsx").is_file(), said
    assert "ได้รับ 2 จาก 23 อำเภอ" in said


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MENU-05"""
    (tmp_path / "Documents").mkdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    place = start_round.round_folder(tmp_path / "share")
    assert place == tmp_path / "Documents" / "sorchor-xl"
    assert place.is_dir()


def test_a_mistake_in_the_settings(begun: Path) -> None:
    """MENU-06"""
    (begun / "sorchor.toml").write_text('provinse = "31"\n', encoding="utf-8")
    code, said = menu(begun, "2\n\n0\n")
    assert code == 0, said
    assert "provinse" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens by itself, without a program")
def test_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MENU-07"""
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{tmp_path}/asked"\n', encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    assert opening.open_in_its_program(tmp_path / "ผล.xlsx")
    assert (tmp_path / "asked").read_text(encoding="utf-8") == str(tmp_path / "ผล.xlsx")
    opener.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    assert not opening.open_in_its_program(tmp_path / "ผล.xlsx")
    monkeypatch.delenv("DISPLAY")
    assert not opening.open_in_its_program(tmp_path / "ผล.xlsx")
