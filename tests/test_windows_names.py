"""What Windows makes of names and lines, told without Windows.

WINNAME-01 no output has a name that Windows forbids, whatever an อำเภอ is called
WINNAME-02 settings saved by Notepad of any age (CRLF, a mark in front) say the same
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner

from sorchor_xl.commands.command_line import main
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.files.safe_names import workbook_name
from sorchor_xl.workflow.settings import read_settings
from sorchor_xl.workflow.start_round import start_round

FORBIDDEN = set('<>:"/\\|?*') | {chr(number) for number in range(32)}


def taken_by_windows(name: str) -> bool:
    """Whether Windows makes a file of the name, as it stands."""
    reserved = PureWindowsPath(name).is_reserved()
    return not (reserved or FORBIDDEN & set(name) or name.endswith((".", " ")))


def test_the_rule_itself() -> None:
    """WINNAME-01"""
    refused = ["CON", "nul.xlsx", "LPT1.txt", "a?b.xlsx", "ชื่อ .", "a:b"]
    assert not any(map(taken_by_windows, refused))
    assert taken_by_windows("3101_เมืองบุรีรัมย์_2564.xlsx")


@pytest.mark.parametrize("called", ["CON", 'ก<ข>:"/\\|?*', "ชื่อลงท้าย. ", "AUX.xlsx", "ข\x07\n"])
def test_names_of_workbooks(called: str) -> None:
    """WINNAME-01"""
    assert taken_by_windows(workbook_name(Amphoe("3101", called), 2564))


def test_names_of_a_whole_round(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WINNAME-01"""
    monkeypatch.chdir(tmp_path)
    for command in (["demo", "."], ["mail", "all", "--as-of", "2564-05-03"]):
        assert CliRunner().invoke(main, command).exit_code in {0, 1}
    made = [path.name for path in tmp_path.rglob("*")]
    assert len(made) > 60
    assert [name for name in made if not taken_by_windows(name)] == []


def test_settings_as_notepad_saves_them(tmp_path: Path) -> None:
    """WINNAME-02"""
    file = start_round(tmp_path, "31", 2564).settings
    before = read_settings(file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_settings(file) == before
