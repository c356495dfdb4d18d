"""Where nobody names the province, the forms do.

WHOSE-01  everything is read once; the round is that of most workbooks
WHOSE-02  a workbook of another province is refused by its name, whatever was guessed first
WHOSE-03  where the file names speak of another province, the forms win
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from issued import filled

from sorchor_xl.workflow.collect_round import CollectedRound, ReturnsRequest, collect_round

OWN, OTHER = ("3122", "3118"), "3001"


def collected(folder: Path) -> tuple[CollectedRound, list[tuple[int, int]]]:
    """The round of a folder, and what progress was told."""
    told: list[tuple[int, int]] = []
    request = ReturnsRequest(as_of=date(2021, 5, 3), year=2564)
    return collect_round([folder], request, lambda done, of: told.append((done, of))), told


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two returns of บุรีรัมย์ and one of นครราชสีมา, none named as issued, and a damaged one."""
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "inbox"
    place.mkdir()
    for name, amphoe in zip(("ก.xlsx", "ข.xlsx"), OWN, strict=True):
        (place / name).write_bytes(filled(amphoe=amphoe))
    (place / "ค.xlsx").write_bytes(filled(amphoe=OTHER))
    (place / "ง.xlsx").write_bytes(b"PK\x03\x04 broken")
    return place


def test_read_once_whose_01(folder: Path) -> None:
    made, told = collected(folder)
    assert made.opened.province.code == "31"
    assert told == [(n, 4) for n in range(1, 5)]
    assert {item.submission.amphoe_code for item in made.read if item.submission} == set(OWN)


def test_another_province_is_refused_whose_02(folder: Path) -> None:
    made, _ = collected(folder)
    (refused,) = (f for f in made.results.findings if f.code == "E54")
    assert refused.where.file.endswith("ค.xlsx")
    assert refused.params == {"found": "นครราชสีมา", "province": "บุรีรัมย์"}


def test_forms_win_over_names_whose_03(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        path.rename(folder / f"3201_{path.name}")
    made, told = collected(folder)
    assert made.opened.province.code == "31"
    assert len(told) == 4


def test_nothing_readable_is_told_by_names_whose_03(folder: Path) -> None:
    for path in sorted(folder.iterdir())[:3]:
        path.unlink()
    (folder / "ง.xlsx").rename(folder / "3201_ง.xlsx")
    made, _ = collected(folder)
    assert made.opened.province.code == "32"
