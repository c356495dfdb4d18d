"""Settings come from the province's own folders, never from where returns land.

SETTINGS-PLACE-01 the working folder, else the folder above the returns; a file named wins
SETTINGS-PLACE-02 a file among the returns is never the settings, however the folder is named, and
                  however wrong it is
SETTINGS-PLACE-03 settings that are there and cannot be read are refused, never passed by
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sorchor_xl.workflow.collect_round import settings_of
from sorchor_xl.workflow.open_round import RoundChoice
from sorchor_xl.workflow.settings import SettingsError

OURS, THEIRS = 'year = 2564\nprovince = "31"\n', 'year = 2564\nprovince = "30"\n'


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A round with its settings, and a stranger's among the returns."""
    folder = tmp_path / "round" / "returned"
    (folder / "3122").mkdir(parents=True)
    (tmp_path / "round" / "sorchor.toml").write_text(OURS, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    for place in (folder, folder / "3122"):
        (place / "sorchor.toml").write_text(THEIRS, encoding="utf-8")
        (place / "a.xlsx").write_bytes(b"x")
    return folder


@pytest.mark.parametrize("run_in", ["round", "elsewhere", "round/returned", "round/returned/3122"])
@pytest.mark.parametrize("named", ["", "."])
def test_never_from_the_returns_settings_place_01_02(
    inbox: Path, tmp_path: Path, run_in: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / run_in)
    path = Path() if named and Path().resolve() == inbox else inbox
    assert settings_of([path], RoundChoice()).province == "31"


@pytest.mark.parametrize("run_in", ["round", "elsewhere"])
def test_single_files_settings_place_01(
    inbox: Path, tmp_path: Path, run_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / run_in)
    assert settings_of([inbox / "a.xlsx"], RoundChoice()).province == "31"


def test_a_malformed_one_stops_nothing_settings_place_02(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "sorchor.toml").write_text("[[[", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert settings_of([inbox], RoundChoice()).province == "31"


def test_a_file_named_wins_settings_place_01(inbox: Path) -> None:
    choice = RoundChoice(settings_file=inbox / "sorchor.toml")
    assert settings_of([inbox], choice).province == "30"


@pytest.mark.parametrize("what", ["folder", "dead link", "link to itself", "pipe"])
def test_what_bears_the_name_is_read_or_refused_settings_place_03(what: str, inbox: Path) -> None:
    """The dates and readings of the province would be lost without a word."""
    path = inbox.parent / "sorchor.toml"
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere" if what == "dead link" else path)
    with pytest.raises(SettingsError, match=r"sorchor\.toml.*เปิดอ่านไม่ได้"):
        settings_of([inbox], RoundChoice())


@pytest.mark.parametrize("name", ["sorchor.toml.txt", "Sorchor.toml", "SORCHOR.TOML.TXT"])
def test_settings_saved_under_nearly_the_name_settings_place_03(name: str, inbox: Path) -> None:
    """As Notepad does, whose ending Windows hides."""
    path = inbox.parent / "sorchor.toml"
    path.rename(path.with_name(name))
    with pytest.raises(SettingsError, match=f"“{name}”.*“sorchor.toml”"):
        settings_of([inbox], RoundChoice())
    path.write_text(OURS, encoding="utf-8")
    assert settings_of([inbox], RoundChoice()).province == "31"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "ซ้อนกันลึก"),
        ("province = “31”", "เครื่องหมายคำพูดตรง"),
        ('[files]\ninbox = "C:\\users\\x"', "ใช้ / แทน"),
        ('province = "31"\nprovince = "32"', "ซ้ำกัน"),
    ],
)
def test_what_is_no_toml_is_told_with_what_to_do_settings_place_03(
    text: str, said: str, inbox: Path
) -> None:
    (inbox.parent / "sorchor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        settings_of([inbox], RoundChoice())
