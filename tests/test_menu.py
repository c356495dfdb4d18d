"""The menu: a round by numbers, for somebody who never saw a terminal.

MENU-01 the first time it asks for province and year until both are known, and makes the round
MENU-02 every number does what it says, in the round's folder; an unknown one is said
MENU-03 Thai digits are numbers; the end of input leaves quietly
MENU-04 what is dropped on the icon is summarised at once, a folder or several files
MENU-05 a folder that cannot be written: the round lies in the user's own
MENU-06 a settings file with a mistake is said and does not end the menu
MENU-07 opening: by the system's program, else it is said where the thing lies
MENU-08 Ctrl-C ends the command that runs and returns to the menu, each time anew
MENU-09 a window without Thai letters: the menu is in English and says why, and what was made
        opens in the browser; 9 makes it Thai all the same, and ``--lang`` asked for is kept
MENU-11 what to do next is told by the numbers of the menu, not by commands nobody types there
MENU-10 of the old console of Windows: a raster font holds its code page, others what they hold
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_tables import ROOT
from typed_keys import CTRL_C, Terminal

from sorchor_xl.commands import opening
from sorchor_xl.commands.console_font import ConsoleFont
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


@pytest.mark.parametrize(
    ("lang", "told"),
    [("th", "ด้วยหมายเลข 4 ของรายการ"), ("en", "Next: number 4 of the menu drafts")],
)
def test_what_is_next_is_told_by_number(begun: Path, lang: str, told: str) -> None:
    """MENU-11"""
    _, said = menu(begun, "2\n\n0\n", lang=lang)
    assert told in said
    assert "sorchor-xl mail" not in said


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
    dropped = [*(begun / "returned").iterdir()] if several else [begun / "returned"]
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


def window(folder: Path, *options: str, **environment: str) -> Terminal:
    """The menu of a folder in a window, nobody there to open anything."""
    command = [sys.executable, "-m", "sorchor_xl", *options, "menu", "--folder", str(folder)]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "DISPLAY": ""}
    return Terminal(command, folder, {**own, "TERM": "xterm", **environment})


@pytest.mark.skipif(os.name != "posix", reason="the window is a pseudo-terminal")
def test_ctrl_c_returns_to_the_menu(begun: Path) -> None:
    """MENU-08"""
    with window(begun) as shown:
        shown.until("แล้วกด Enter:")
        for _ in range(2):
            shown.type("5")
            shown.until("เริ่มเฝ้าโฟลเดอร์")
            shown.type(CTRL_C, enter=False)
            assert "หยุดเฝ้าโฟลเดอร์แล้ว" in shown.until("กลับไปที่รายการ")
            shown.type("")
            shown.until("แล้วกด Enter:")
        shown.type("3")
        shown.until("3\n\n")
        shown.type(CTRL_C, enter=False)
        shown.until("กลับไปที่รายการ")
        shown.type("")
        shown.until("แล้วกด Enter:")
        shown.type("0")
        assert shown.end() == 0, shown.said
    assert "Traceback" not in shown.said


@pytest.mark.skipif(sys.platform != "linux", reason="the bare console of Linux")
def test_a_window_without_thai(begun: Path, tmp_path: Path) -> None:
    """MENU-09"""
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    path = f"{opener.parent}:{os.environ['PATH']}"
    with window(begun, TERM="linux", DISPLAY=":0", PATH=path) as shown:
        assert "no Thai letters" in shown.until("Type a number, then Enter:")
        for chosen in "234":
            shown.type(chosen)
            assert "Opened" in shown.until("Press Enter for the menu")
            shown.type("")
            shown.until("Type a number, then Enter:")
        shown.type("9")
        assert "ดูสถานะ" in shown.until("แล้วกด Enter:")
        shown.type("0")
        assert shown.end() == 0, shown.said
    opened = (tmp_path / "opened").read_text(encoding="utf-8").splitlines()
    assert [Path(name).name for name in opened] == [
        "31_summary_2564_board.html",
        "31_summary_2564.xlsx",
        "index.html",
    ]
    assert all(Path(name).is_file() for name in opened)


@pytest.mark.skipif(sys.platform != "linux", reason="the bare console of Linux")
def test_the_language_asked_for_is_kept(begun: Path) -> None:
    """MENU-09"""
    with window(begun, "--lang", "th", TERM="linux") as shown:
        assert "9  " not in shown.until("แล้วกด Enter:")
        shown.type("0")
        assert shown.end() == 0, shown.said


@pytest.mark.parametrize(
    ("is_raster", "code_page", "has_thai", "shown"),
    [
        (True, 874, False, True),
        (True, 437, True, False),
        (True, 65001, False, False),
        (False, 437, True, True),
        (False, 874, False, False),
    ],
)
def test_fonts_of_the_old_console(
    is_raster: bool, code_page: int, has_thai: bool, shown: bool
) -> None:
    """MENU-10"""
    assert ConsoleFont(is_raster, code_page, has_thai).shows_thai() is shown


def test_a_part_of_the_returns_is_no_summary_of_the_round(begun: Path) -> None:
    """MENU-04: those whose files were not dropped have sent all the same."""
    for path in RETURNED:
        shutil.copy(path, begun / "returned")
    assert menu(begun, "3\n\n0\n")[0] == 0
    whole = (begun / "results" / "31_summary_2564.xlsx").read_bytes()
    code, said = menu(begun, "\n0\n", begun / "returned" / RETURNED[0].name)
    assert (code, "ได้รับ 1 จาก 23 อำเภอ" in said) == (0, True), said
    assert "→ ยังไม่ได้รับ" not in said
    assert (begun / "results" / "31_summary_2564.xlsx").read_bytes() == whole
    assert (begun / "results" / "31_summary_2564_เฉพาะไฟล์ที่เลือก.xlsx").is_file()
    every = [begun / "returned" / path.name for path in RETURNED]
    assert "เฉพาะ" not in menu(begun, "\n0\n", *every)[1]


def test_settings_that_cannot_be_read_begin_no_round(tmp_path: Path) -> None:
    """MENU-01: the round that is there is not begun anew beside them."""
    (tmp_path / "sorchor.toml.txt").write_text('province = "31"', encoding="utf-8")
    code, said = menu(tmp_path, "\n0\n")
    assert (code, "“sorchor.toml.txt”" in said) == (0, True), said
    assert [path.name for path in tmp_path.iterdir()] == ["sorchor.toml.txt"]
