"""Paths that Windows by itself says it cannot find.

LONG-01 a long folder gets the mark that lifts the limit, a share its own mark; once is enough
        and what is told to people is without it
LONG-02 a short one stays as it was typed, and so does every path on other systems
LONG-03 returns are read and outputs written far below a deep folder (Windows' own limit is 260)
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sorchor_xl.files.atomic_writing import write_text
from sorchor_xl.files.long_paths import as_typed, extended, make_folder, reachable
from sorchor_xl.files.walk import find_files

LONG = "รายงาน ศอช.ต. " * 14


@pytest.mark.parametrize(
    ("absolute", "opened"),
    [
        (rf"C:\{LONG}\returned", rf"\\?\C:\{LONG}\returned"),
        (rf"\\server\share\{LONG}", rf"\\?\UNC\server\share\{LONG}"),
        (rf"\\?\C:\{LONG}", rf"\\?\C:\{LONG}"),
        (r"D:\งาน\returned", r"D:\งาน\returned"),
    ],
)
def test_the_mark(absolute: str, opened: str) -> None:
    """LONG-01, LONG-02"""
    assert extended(absolute) == opened
    assert as_typed(opened) == absolute.removeprefix("\\\\?\\")


def test_other_systems_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """LONG-02"""
    monkeypatch.setattr("sys.platform", "linux")
    assert reachable(Path(LONG)) == Path(LONG)


def test_far_below(tmp_path: Path) -> None:
    """LONG-03"""
    folder = make_folder(tmp_path.joinpath(*["งานศอช.ต." * 3] * 9))
    assert len(str(folder)) > 260
    written = write_text(folder / "สรุป.txt", "ครบ")
    assert written == folder / "สรุป.txt"
    (found,) = find_files([folder])
    assert Path(found.path).read_text(encoding="utf-8") == "ครบ"
