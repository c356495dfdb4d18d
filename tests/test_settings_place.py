"""Settings come from the province's own folders, never from where returns land.

SETTINGS-PLACE-01 the working folder, else the folder above the returns; a file named wins
SETTINGS-PLACE-02 a file among the returns is never the settings, however the folder is named, and
                  however wrong it is
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sorchor_xl.workflow.collect_round import settings_of
from sorchor_xl.workflow.open_round import RoundChoice

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
