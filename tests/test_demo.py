"""The sample round as a user gets it.

DEMO-01  a folder with settings, an inbox of returns and a place for results
DEMO-02  what a user has changed in it is kept
DEMO-03  all that leaves it says that the data is made up
DEMO-04  values are entered as an officer types them
DEMO-05  nothing made up is laid among what somebody truly sent
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sample_tables import sample

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.workflow.demo import make_demo, typed
from sorchor_xl.workflow.settings import read_settings
from sorchor_xl.workflow.start_round import start_round


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample round."""
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    return folder


def test_folder_holds_settings_and_returns(folder: Path) -> None:
    """DEMO-01"""
    demo = make_demo(folder)
    assert {path.name for path in demo.inbox.iterdir()} == {r["file"] for r in sample("districts")}
    settings = read_settings(demo.settings)
    assert (settings.province, settings.year) == ("บุรีรัมย์", 2564)
    assert settings.inbox == demo.inbox
    assert settings.summary == demo.summary


def test_returns_carry_the_day_they_were_sent(folder: Path) -> None:
    """DEMO-01"""
    for row in sample("districts"):
        sent = (folder / "returned" / row["file"]).stat().st_mtime
        assert date.fromtimestamp(sent).isoformat() == row["reported_on"]  # noqa: DTZ012 - as set


def test_what_a_user_changed_is_kept(folder: Path) -> None:
    """DEMO-02"""
    mine = folder / "returned" / sample("districts")[0]["file"]
    mine.write_bytes(b"mine")
    make_demo(folder)
    assert mine.read_bytes() == b"mine"


@pytest.mark.parametrize("where", [".", "returned", "returned/deep/er", "other"])
def test_nothing_made_up_goes_among_real_returns(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DEMO-05"""
    start_round(tmp_path / "round", "31", 2564)
    (tmp_path / "round/other/returned").mkdir(parents=True)
    (tmp_path / "round/other/returned/ส่งแล้ว.xlsx").write_bytes(b"sent")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TaskError):
        make_demo(tmp_path / "round" / where)
    if where.startswith("returned"):
        with pytest.raises(TaskError):
            start_round(tmp_path / "round" / where, "31", 2564)
        monkeypatch.chdir(tmp_path / "round")
        with pytest.raises(TaskError):
            start_round(Path(where), "31", 2564)
    assert sorted(tmp_path.rglob("*")) == before


def test_contact_says_that_the_data_is_made_up(folder: Path) -> None:
    """DEMO-03: it stands beside the paragraph that is ready to copy."""
    assert "ข้อมูลสมมติ" in read_settings(folder / "sorchor.toml").contact_unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("0", 0),
        ("12", 12),
        ("2021-04-22", date(2021, 4, 22)),
        ("๓", "๓"),
        ("3 ครั้ง", "3 ครั้ง"),
        ("75%", "75%"),
        ("๒๒/๐๔/๒๕๖๔", "๒๒/๐๔/๒๕๖๔"),
        ("148/2564", "148/2564"),
        ("ไม่มี", "ไม่มี"),
    ],
)
def test_values_are_entered_as_typed(text: str, value: object) -> None:
    """DEMO-04"""
    assert typed(text) == value
    assert type(typed(text)) is type(value)
