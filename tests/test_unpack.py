"""From a folder to named bytes.

UNPACK-01  Sub-folders are searched; links, pipes, folders in disguise and junk are never opened.
UNPACK-05  To a bounded depth, in any order; limits are for all within and counted while inflating.
UNPACK-06  The same folder gives the same files in the same order, with fingerprints.
UNPACK-07  What is not looked at is counted: hidden folders, those of the system, beyond the limit.
UNPACK-08  Names, times and depths that no system should allow stop nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from intake_files import zip_of
from unpacked import THAI, XLSX, mail_with, unpack

from sorchor_xl.files import unpack as unpacking
from sorchor_xl.files import walk
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.walk import find_files, read_ordinary


def test_folders_are_searched_and_only_ordinary_files_opened(tmp_path: Path) -> None:
    """UNPACK-01."""
    (tmp_path / "ย่อย" / "ลึก").mkdir(parents=True)
    (tmp_path / "ย่อย" / "ลึก" / "b.xlsx").write_bytes(XLSX)
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "folder.xlsx" / "c.xlsx").write_bytes(XLSX)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "d.xlsx").write_bytes(XLSX)
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "~$b.xlsx").write_bytes(b"\x04user")
    kinds = {name: p.kind for name, p in unpack(tmp_path).items()}
    assert kinds == {
        ".hidden": FileKind.HIDDEN_FOLDER,
        "Thumbs.db": FileKind.JUNK,
        "empty.xlsx": FileKind.EMPTY,
        "folder.xlsx": FileKind.FOLDER,
        "~$b.xlsx": FileKind.LOCK,
        "ย่อย/ลึก/b.xlsx": FileKind.XLSX,
    }


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need a POSIX file system")
def test_links_and_pipes_are_never_opened(tmp_path: Path) -> None:
    """UNPACK-01: a link to a system file, a link to a folder, a pipe that nobody writes to."""
    (tmp_path / "link.xlsx").symlink_to("/etc/hostname")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    found = unpack(tmp_path)
    kinds = {"link.xlsx": FileKind.LINK, "loop": FileKind.LINK, "pipe.xlsx": FileKind.SPECIAL}
    assert {name: p.kind for name, p in found.items()} == kinds
    assert all(p.data == b"" for p in found.values())


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need a POSIX file system")
def test_a_file_swapped_for_a_link_or_pipe_is_not_opened(tmp_path: Path) -> None:
    """UNPACK-01: the opened file is looked at again."""
    (tmp_path / "pipe").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "fifo")
    for name in ("pipe", "fifo"):
        with pytest.raises(OSError, match=r"no-access|special"):
            read_ordinary(str(tmp_path / name))


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    """UNPACK-05."""
    with (tmp_path / "x.xlsx").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    (payload,) = unpack(tmp_path).values()
    assert (payload.kind, payload.data) == (FileKind.TOO_LARGE, b"")
    assert payload.file.size == 21 * 1024 * 1024


def test_single_files_and_several_folders(tmp_path: Path) -> None:
    """UNPACK-06: what is shown alike is shown by its whole path."""
    for folder in ("a/in", "b/in"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "x.xlsx").write_bytes(XLSX)
    one, two = tmp_path / "a" / "in", tmp_path / "b" / "in"
    assert [f.shown for f in find_files([one / "x.xlsx"])] == ["x.xlsx"]
    assert [f.shown for f in find_files([tmp_path / "a", two])] == ["a/in/x.xlsx", "in/x.xlsx"]
    paths = [str(one / "x.xlsx"), str(two / "x.xlsx")]
    assert [f.shown for f in find_files([one, two])] == paths
    assert len(find_files([one, one])) == 1


def test_what_is_not_looked_at_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNPACK-07."""
    monkeypatch.setattr(unpacking, "MEMBER_LIMIT", 3)
    monkeypatch.setattr(unpacking, "ATTACHMENT_LIMIT", 2)
    names = ["__MACOSX/._0.xlsx", ".git/x", *(f"{n}.xlsx" for n in range(5))]
    mail = mail_with("0.xlsx", XLSX)
    for number in range(1, 4):
        mail.add_attachment(XLSX, maintype="a", subtype="b", filename=f"{number}.xlsx")
    (tmp_path / "drop" / ".deep" / "er").mkdir(parents=True)
    for name in ("x.xlsx", "er/y.xlsx", "er/z.xlsx"):
        (tmp_path / "drop" / ".deep" / name).write_bytes(XLSX)
    (tmp_path / "drop" / "a.zip").write_bytes(zip_of(dict.fromkeys(names, XLSX)))
    (tmp_path / "drop" / "b.eml").write_bytes(mail.as_bytes())
    found = unpack(tmp_path / "drop")
    assert (found["a.zip"].hidden, found["a.zip"].beyond) == (2, 2)
    assert (found["b.eml"].hidden, found["b.eml"].beyond) == (0, 2)
    assert {f.shown: f.unseen for f in find_files([tmp_path / "drop"])}[".deep"] == 3
    assert len(found) == 3 + 3 + 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are bytes on Linux only")
def test_names_in_an_old_thai_code_page(tmp_path: Path) -> None:
    """UNPACK-08: shown as Thai, written to any output, and opened by its bytes."""
    for raw in (THAI.encode("cp874"), b"\xff\xfe.xlsx", "a\u202eb.xlsx".encode()):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw))).write_bytes(XLSX)
    found = unpack(tmp_path)
    assert THAI in found
    assert all(p.kind is FileKind.XLSX for p in found.values())
    assert all(name.isprintable() and name.encode() for name in found)


@pytest.mark.parametrize("seconds", [-99_999_999_999, 999_999_999_999, 0])
def test_times_that_are_no_date(seconds: int) -> None:
    """UNPACK-08: before year 1, after 9999, and the zero of a broken copy: never the newest."""
    assert walk._time(seconds) is None


@pytest.mark.skipif(os.name != "posix", reason="Windows limits the length of a path itself")
def test_folders_nested_without_end(tmp_path: Path) -> None:
    """UNPACK-08: more than the stack holds, and longer than a path may be."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "good.xlsx").write_bytes(XLSX)
    here = os.open(tmp_path / "drop", os.O_RDONLY)
    for name in [*["d"] * 1100, *["e" * 200] * 30]:
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    found = unpack(tmp_path / "drop")
    assert sorted(p.kind for p in found.values()) == [FileKind.TOO_DEEP, FileKind.XLSX]
    subprocess.run(["rm", "-rf", str(tmp_path / "drop" / "d")], check=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows limits the length of a path itself")
def test_a_path_longer_than_the_system_allows(tmp_path: Path) -> None:
    """UNPACK-08."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("e" * 200, dir_fd=here)
        deeper = os.open("e" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    assert [p.kind for p in unpack(tmp_path).values()] == [FileKind.TOO_DEEP]
    subprocess.run(["rm", "-rf", str(tmp_path / ("e" * 200))], check=True)


def test_one_thing_by_several_ways_stands_once(tmp_path: Path) -> None:
    """UNPACK-06: a folder, its link, its file, and the folder around it."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "x.xlsx").write_bytes(XLSX)
    (tmp_path / "link").symlink_to(inbox)
    ways = [
        inbox,
        tmp_path / "link",
        tmp_path / "link" / ".." / "inbox",
        inbox / "x.xlsx",
        tmp_path,
    ]
    found = [entry.name for entry in find_files(ways) if entry.kind is None]
    assert found == ["x.xlsx"]


def test_our_own_records_are_no_returns(tmp_path: Path) -> None:
    """UNPACK-01: a folder of corrections copied whole."""
    (tmp_path / ".sorchor-written.json").write_bytes(b"{}")
    assert [p.kind for p in unpack(tmp_path).values()] == [FileKind.JUNK]
