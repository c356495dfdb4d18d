"""A file of settings among the returns, however it came there, changes no score and stops nothing.

DAMAGE-12  Named, written, placed and packed in whatever way, with the command run from the round's
           folder or from elsewhere: the totals are those without it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from intake_files import zip_of
from issued import RUBRIC, SCHEME, filled
from test_cli import run

OTHERS = next(
    (r.id, next(key for key in r.options if key != SCHEME.readings[r.id]))
    for r in RUBRIC.readings
    if r.is_setting
)
HEAD = 'year = 2564\nprovince = "31"\n'
READINGS = f'{HEAD}[readings]\n{OTHERS[0]} = "{OTHERS[1]}"\n'.encode()
STRAY: dict[str, tuple[str, bytes]] = {
    "readings": ("sorchor.toml", READINGS),
    "capitals": ("SORCHOR.TOML", READINGS),
    "below": ("3122/sorchor.toml", READINGS),
    "with a mark": ("sorchor.toml", b"\xef\xbb\xbf" + READINGS),
    "another province": ("sorchor.toml", b'year = 2564\nprovince = "30"\n'),
    "another year": ("sorchor.toml", b'year = 2563\nprovince = "31"\n'),
    "pins": ("sorchor.toml", f'{HEAD}[pins]\n"312201" = "none.xlsx"\n'.encode()),
    "malformed": ("sorchor.toml", b"[[["),
    "another code page": ("sorchor.toml", "จังหวัด = ๑".encode("cp874")),
    "zipped": ("a.zip", zip_of({"sorchor.toml": READINGS})),
    "a folder": ("sorchor.toml/x.txt", b"x"),
}


@pytest.fixture
def round_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round with one return."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "round", "-p", "31", "-y", "2564").code == 0
    (tmp_path / "round" / "returned" / "3122.xlsx").write_bytes(filled())
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "round"


def totals(round_: Path) -> dict[str, int]:
    """The total of every ตำบล that has one."""
    made = round_.parent / "elsewhere" / "c.json"
    made.unlink(missing_ok=True)
    run("check", round_ / "returned", "--json", made)
    said = json.loads(made.read_text(encoding="utf-8"))
    return {t["code"]: t["total"] for t in said["tambons"] if t["total"] is not None}


@pytest.mark.parametrize("run_in", ["round", "elsewhere"])
@pytest.mark.parametrize("stray", STRAY)
def test_no_score_changes(
    stray: str, run_in: str, round_: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DAMAGE-12."""
    monkeypatch.chdir(round_.parent / run_in)
    before = totals(round_)
    assert len(before) == 4
    name, data = STRAY[stray]
    place = round_ / "returned" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    assert totals(round_) == before
