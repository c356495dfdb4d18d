"""Files that a run wrote, and that a later one may remove or write anew.

OWN-01  A file that an earlier run wrote and that no longer holds is removed, unless changed; what
        somebody typed, and what is not ours, is neither removed nor written over.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sorchor_xl.files.own_files import RECORD, OwnFiles


def test_only_what_is_ours_and_unchanged_is_removed(tmp_path: Path) -> None:
    """OWN-01."""
    folder = tmp_path / "corrections"
    first = OwnFiles(folder)
    for code in ("3101", "3102", "3103", "3104"):
        first.write(f"{code}.xlsx", b"to mend", of=code)
    assert first.close({"3101", "3102", "3103", "3104"}) == ()
    (folder / "3102.xlsx").write_bytes(b"somebody worked on it")
    (folder / "3105.xlsx").write_bytes(b"not ours")
    second = OwnFiles(folder)
    second.write("3101.xlsx", b"to mend again", of="3101")
    assert second.close({"3101", "3102", "3103", "3105"}) == (folder / "3103.xlsx",)
    kept = {p.name for p in folder.iterdir()} - {RECORD}
    assert kept == {"3101.xlsx", "3102.xlsx", "3104.xlsx", "3105.xlsx"}


def test_what_somebody_typed_is_not_written_over(tmp_path: Path) -> None:
    """OWN-01."""
    first = OwnFiles(tmp_path)
    first.write("3101.xlsx", b"to mend", of="3101")
    first.close({"3101"})
    (tmp_path / "3101.xlsx").write_bytes(b"mended by the officer, saved here")
    (tmp_path / "3102.xlsx").write_bytes(b"not ours")
    for content in (b"to mend again", b"and again"):
        again = OwnFiles(tmp_path)
        assert again.write("3101.xlsx", content, of="3101") == tmp_path / "3101 (2).xlsx"
        assert again.write("3102.xlsx", content, of="3102") == tmp_path / "3102 (2).xlsx"
        assert again.kept == [tmp_path / "3101.xlsx", tmp_path / "3102.xlsx"]
        again.close({"3101", "3102"})
    assert (tmp_path / "3101.xlsx").read_bytes() == b"mended by the officer, saved here"
    assert (tmp_path / "3101 (2).xlsx").read_bytes() == b"and again"
    OwnFiles(tmp_path).close({"3101", "3102"})
    assert {p.name for p in tmp_path.iterdir()} - {RECORD} == {"3101.xlsx", "3102.xlsx"}


@pytest.mark.parametrize("record", ["", "[]", '{"../x": ["1", "2"]}', '{"a": 1}', "\x00"])
def test_a_record_that_cannot_be_understood_removes_nothing(record: str, tmp_path: Path) -> None:
    """OWN-01."""
    (tmp_path / "x").write_bytes(b"")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / RECORD).write_text(record, encoding="utf-8")
    assert OwnFiles(tmp_path / "in").close({"1", "a"}) == ()
    assert (tmp_path / "x").exists()
