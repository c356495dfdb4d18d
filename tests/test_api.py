"""The Python interface.

API-01 the page runs as it stands, and names every function with its arguments
API-02 frames have the columns, types and index that the page lists, with rows or without
API-03 frames say what the results say: blank, zero and not received stay apart
API-04 nothing is printed, and importing the package imports none of it
API-05 outputs that would harm what is read are refused here as on the command line
"""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from factory import Round, make_results

import sorchor_xl
from sorchor_xl.domain.round.records import EntryState, TambonStatus
from sorchor_xl.domain.round.results import Results as PlainResults
from sorchor_xl.report.frames import FRAMES, NO_LEVEL, make_frame
from sorchor_xl.report.summary import write_summary

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
RESULTS = make_results(Round(seed=5, received=20))
FUNCTIONS = ("open_round", "issue", "read", "collect", "write_summary", "annotate")


@pytest.fixture
def round_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with returns and an earlier summary."""
    shutil.copytree(ROOT / "samples" / "returned", tmp_path / "returned")
    earlier = replace(make_results(Round(seed=7, received=22)), fiscal_year=2563)
    write_summary(earlier, tmp_path / "last_year.xlsx")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("round_folder")
def test_the_page_runs_api_01() -> None:
    known: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "docs/api.md", "exec"), known)  # noqa: S102 - our own page
    assert Path("summary.xlsx").is_file()
    assert known["before"].frame("comparison")["total_before"].notna().sum() > 100


def test_the_page_names_the_arguments_api_01() -> None:
    rows = dict(re.findall(r"^\| `(\w+)\(([^`]*)\)` \|", PAGE, re.MULTILINE))
    assert tuple(rows) == FUNCTIONS
    for name, arguments in rows.items():
        known = inspect.signature(getattr(sorchor_xl, name)).parameters
        assert re.findall(r"\*?(\w+)(?:=\S+?)?(?:, |$)", arguments.replace("*, ", "")) == [*known]


def frames_table(results: PlainResults) -> str:
    """The table of the page, as the frames are."""
    lines = ["| frame | index | columns |", "|---|---|---|"]
    for name in FRAMES:
        made = make_frame(results, name)
        index = ", ".join(f"`{key}`" for key in made.index.names if key) or "number of the row"
        columns = ", ".join(f"`{key}` {kind}" for key, kind in made.dtypes.items())
        lines.append(f"| `{name}` | {index} | {columns} |")
    return "\n".join(lines)


@pytest.mark.parametrize("results", [RESULTS, make_results(Round(received=0))], ids=["20", "none"])
def test_frames_are_those_of_the_page_api_02(results: PlainResults) -> None:
    stated = PAGE.split("<!-- frames -->\n")[1].split("\n<!-- /frames -->")[0]
    assert frames_table(results) == stated


@pytest.mark.parametrize("name", FRAMES)
def test_the_index_is_one_row_each_api_02(name: str) -> None:
    assert make_frame(RESULTS, name).index.is_unique


def test_blank_zero_and_not_received_stay_apart_api_03() -> None:
    tambons, answers = make_frame(RESULTS, "tambons"), make_frame(RESULTS, "answers")
    for tambon in RESULTS.tambons:
        row = tambons.loc[tambon.tambon.code]
        assert row["status"] == tambon.status
        assert (None if pd.isna(row["total"]) else row["total"]) == tambon.card.total
        if tambon.status is TambonStatus.NOT_RECEIVED:
            assert tambon.tambon.code not in answers.index
            continue
        assert tambon.ret is not None
        for number, entry in tambon.ret.answers.items():
            value = answers.loc[(tambon.tambon.code, number), "value"]
            assert pd.isna(value) is (entry.value is None)
            assert entry.value is None or value == entry.value
            blank = answers.loc[(tambon.tambon.code, number), "state"] == "blank"
            assert blank is (entry.state is EntryState.BLANK)


def test_aggregates_add_up_to_all_api_03() -> None:
    levels = make_frame(RESULTS, "amphoe_levels")
    assert int(levels.drop(columns="amphoe").sum().sum()) == len(RESULTS.tambons)
    without = int(levels[f"level_{NO_LEVEL}"].sum())
    assert without == sum(t.card.level is None for t in RESULTS.tambons)


def test_unknown_frames_are_refused_api_03() -> None:
    with pytest.raises(KeyError):
        make_frame(RESULTS, "tambon")


def test_importing_is_quick_and_silent_api_04() -> None:
    code = (
        "import sys, sorchor_xl; dir(sorchor_xl); "
        "print([m for m in sys.modules if m.startswith('sorchor_xl.')], 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[] False", "")
    with pytest.raises(AttributeError):
        _ = sorchor_xl.nothing  # type: ignore[attr-defined] # that is what is tested


def test_nothing_is_printed_api_04(round_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    opened = sorchor_xl.open_round("31", 2564)
    files = sorchor_xl.read(opened, round_folder / "returned" / "3112_ปะคำ_2564.xlsx")
    results = sorchor_xl.collect(opened, files, date(2021, 5, 3))
    assert sorchor_xl.annotate(results, files, round_folder / "back") <= 1
    assert capfd.readouterr() == ("", "")


def test_harm_is_refused_api_05(round_folder: Path) -> None:
    text = 'province = "31"\n[files]\ninbox = "returned"\nprevious = "last_year.xlsx"\n'
    (round_folder / "sorchor.toml").write_text(text, encoding="utf-8")
    opened = sorchor_xl.open_round()
    results = sorchor_xl.collect(opened, (), date(2021, 5, 3))
    for place in ("returned/summary.xlsx", "last_year.xlsx"):
        with pytest.raises(sorchor_xl.SentenceError):
            sorchor_xl.write_summary(results, place)
    with pytest.raises(sorchor_xl.SentenceError):
        sorchor_xl.issue(opened, "returned")
