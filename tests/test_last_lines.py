"""The last line of every command says what comes next.

LAST-01  whatever a command did, its last line is "ต่อไป: …"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample_tables import ROOT

from sorchor_xl.commands.command_line import COMMANDS, main
from sorchor_xl.workflow.watch_folder import WatchEvent, WatchRequest

RETURN = next((ROOT / "samples" / "returned").glob("3101*.xlsx"))
DAY = ("--as-of", "2021-05-03")
RUNS: dict[str, tuple[str, ...]] = {
    "init": ("init", "new", "--province", "31"),
    "generate": ("generate", "--province", "31", "--amphoe", "3101", "-o", "out"),
    "template": ("template", "-o", "master.xlsx"),
    "check": ("check", str(RETURN)),
    "status": ("status", "inbox", "-p", "31", *DAY),
    "summarize": ("summarize", "inbox", "-p", "31", "-o", "s.xlsx", *DAY),
    "summarize --readings": ("summarize", "inbox", "-p", "31", "--readings", "A1=lower", *DAY),
    "mail": ("mail", "--copy-templates", "texts"),
    "watch": ("watch", "inbox", "-p", "31", *DAY),
    "rollup": ("rollup", "s.xlsx", "-o", "country.xlsx"),
    "rubric": ("rubric",),
    "menu": ("menu",),
    "demo": ("demo", "sample"),
}


def no_events(_request: WatchRequest) -> Iterator[WatchEvent]:
    """A watch that was ended at once."""
    yield from ()
    raise KeyboardInterrupt


def test_every_command_says_what_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LAST-01"""
    assert {name.split()[0] for name in RUNS} == set(COMMANDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sorchor_xl.commands.watch_inbox.watch_folder", no_events)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    Path("inbox").mkdir()
    Path("inbox", RETURN.name).write_bytes(RETURN.read_bytes())
    for name, words in RUNS.items():
        done = CliRunner().invoke(main, [*words], input="31\n2564\n0\n")
        assert done.exit_code in {0, 1}, f"{name}: {done.output}"
        last = done.stdout.splitlines()[-1]
        assert last.startswith("ต่อไป: "), f"{name}: {last}"
