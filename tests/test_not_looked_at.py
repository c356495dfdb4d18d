"""What was not looked at is said, and how much of it.

UNSEEN-01  Hidden folders, folders too deep, files of the system and files over the limit of a
           container are told with their number; a time that is no date is told.
UNSEEN-02  A file that came too late is told as untried; of a container, from which file on.
UNSEEN-03  Lock marks, however many, cost no more than the files.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from intake_files import zip_of
from issued import context, filled

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files import unpack
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.walk import Found, NotReadableError
from sorchor_xl.intake import reader
from sorchor_xl.intake.reader import read_paths
from sorchor_xl.workbooks.sandbox import Cause, Limits, Lost

THEN = datetime(2021, 4, 22, tzinfo=UTC)


def said(folder: Path) -> dict[str, list[str]]:
    """Of each path the sentences, code first, as people read them."""
    catalogue = load_catalogue()
    return {
        item.file.path: [catalogue.render(f, "th") for f in item.findings]
        for item in read_paths([folder], context(), limits=Limits(workers=1))
    }


def test_what_is_not_looked_at_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNSEEN-01."""
    monkeypatch.setattr(unpack, "MEMBER_LIMIT", 3)
    (tmp_path / ".ซ่อน" / "ลึก").mkdir(parents=True)
    for name in ("a.xlsx", "ลึก/b.xlsx"):
        (tmp_path / ".ซ่อน" / name).write_bytes(b"x")
    members = {f"{n}.txt": b"x" for n in range(5)} | {"__MACOSX/._0.txt": b"x"}
    (tmp_path / "a.zip").write_bytes(zip_of(members))
    deep = tmp_path.joinpath(*["d"] * 70)
    deep.mkdir(parents=True)
    (deep / "x.xlsx").write_bytes(b"x")
    told = said(tmp_path)
    assert any("N40" in s and "2 ไฟล์" in s for s in told[".ซ่อน"])
    assert any("N41" in s and "1 ไฟล์" in s for s in told["a.zip"])
    assert any("E83" in s and "2 ไฟล์" in s for s in told["a.zip"])
    assert any("E82" in s for path, all_said in told.items() for s in all_said if "d/d" in path)


def test_a_file_nobody_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNSEEN-01: another program holds it, or it belongs to somebody else."""

    def refuse(_: object) -> bytes:
        raise NotReadableError(FileKind.NO_ACCESS)

    monkeypatch.setattr(unpack, "read_ordinary", refuse)
    (tmp_path / "3122.xlsx").write_bytes(filled())
    (sentence,) = said(tmp_path)["3122.xlsx"]
    assert "E51" in sentence


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no such times")
def test_a_time_that_is_no_date_is_told(tmp_path: Path) -> None:
    """UNSEEN-01: the return counts, behind all others."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(filled())
    os.utime(path, (-10_000_000_000, -10_000_000_000))
    (item,) = read_paths([tmp_path], context())
    assert item.submission is not None
    assert "W40" in {f.code for f in item.findings}
    assert item.file.received.year == 1970


def test_what_came_too_late_is_told() -> None:
    """UNSEEN-02."""
    found = Found("a.zip", "/a.zip", THEN, 1)
    thing = ReceivedFile("a.zip!x.xlsx", FileKind.XLSX, "", THEN, "file", 1)
    told = reader._told(Lost(found, thing, Cause.UNTRIED), Limits(slow=90))
    assert [f.code for f in told.findings] == ["E80"]
    assert told.findings[0].params["limit"] == 90
    whole = ReadFile(ReceivedFile("a.zip", FileKind.ZIP, "", THEN, "file", 1), None)
    rest: Lost[Found, ReceivedFile] = Lost(found, None, Cause.UNTRIED, behind=7)
    (item,) = reader._with_rests([whole], [rest])
    assert [(f.code, f.params["first"]) for f in item.findings] == [("E81", 7)]


def test_lock_marks_cost_no_more_than_the_files() -> None:
    """UNSEEN-03."""
    names = [f"{n:05}.xlsx" for n in range(5_000)]
    read = [
        ReadFile(ReceivedFile(name, kind, "", THEN, "file", 1), None)
        for own in names
        for name, kind in ((own, FileKind.XLSX), (f"~${own}", FileKind.LOCK))
    ]
    start = time.process_time()
    told = reader._without_locks(read)
    assert time.process_time() - start < 2.0
    assert sum(f.code == "W18" for item in told for f in item.findings) == len(names)
