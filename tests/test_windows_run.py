"""The Windows folder run as a Windows program, under Wine: the same round as on this system.

WINRUN-01 it starts from a Thai folder with spaces and says its version
WINRUN-02 init and generate: the same files, the workbooks equal part by part
WINRUN-03 check: the same findings for every broken sample
WINRUN-04 summarize: the same ตำบล and findings, the summary equal part by part
WINRUN-05 status: the same words, Thai kept although redirected in a code page without Thai
WINRUN-06 a worker that dies or hangs is one finding, not the end
WINRUN-07 an output held open by another program: written beside, and said
WINRUN-08 links and shortcuts in the folder of returns are never followed
WINRUN-09 by the menu alone, keys fed to it, a round goes from nothing to the summary
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_tables import ROOT
from windows_folder import python, require_wine, start, unpacked, windows_path, wine_environment

import sorchor_xl

pytestmark = pytest.mark.wine
AS_OF = ("--as-of", "2021-05-31")
ROUND = ("--province", "31", "--year", "2564", *AS_OF)


@pytest.fixture(scope="module", autouse=True)
def _wine() -> None:
    require_wine()


def here(*arguments: object, where: Path) -> tuple[int, str]:
    """The same command on this system; its exit code and all it said."""
    done = subprocess.run(
        [sys.executable, "-m", "sorchor_xl", *map(str, arguments)],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def parts(workbook: Path) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(workbook) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def results(file: Path) -> dict[str, Any]:
    """The results of a run as JSON."""
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def test_it_starts() -> None:
    """WINRUN-01"""
    code, said = start("--version")
    assert (code, sorchor_xl.__version__ in said) == (0, True), said


def test_a_round_begins_the_same(tmp_path: Path) -> None:
    """WINRUN-02"""
    ours, theirs = tmp_path / "ที่นี่", tmp_path / "ที่ นั่น"
    for folder in (ours, theirs):
        folder.mkdir()
    for command in (["init", ".", "-p", "31", "-y", "2564"], ["generate", "--amphoe", "3101"]):
        assert here(*command, where=ours)[0] == 0
        code, said = start(*command, where=theirs)
        assert code == 0, said
    made = sorted(p.relative_to(ours) for p in ours.rglob("*"))
    assert made == sorted(p.relative_to(theirs) for p in theirs.rglob("*"))
    assert (ours / "sorchor.toml").read_bytes() == (theirs / "sorchor.toml").read_bytes()
    books = [p for p in made if p.suffix == ".xlsx"]
    assert books
    for book in books:
        assert parts(ours / book) == parts(theirs / book)


def test_the_same_findings_of_broken_samples(tmp_path: Path) -> None:
    """WINRUN-03"""
    broken = ROOT / "samples" / "broken"
    inbox = tmp_path / "ส่งกลับ"
    inbox.mkdir()
    for file in broken.iterdir():
        if not file.name.endswith(".findings.txt"):
            shutil.copy2(file, inbox / file.name)
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    code, said = here("check", inbox, *ROUND, "--json", ours, where=tmp_path)
    assert code == 1, said
    code, said = start("check", inbox, *ROUND, "--json", theirs)
    assert code == 1, said
    assert results(theirs)["findings"] == results(ours)["findings"]
    assert results(theirs)["files"] == results(ours)["files"]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample returns, with their times, in a folder apart."""
    folder = tmp_path_factory.mktemp("ส่ง กลับ") / "returned"
    shutil.copytree(ROOT / "samples" / "returned", folder)
    for file in folder.iterdir():  # Windows keeps file times to 100 nanoseconds, Linux to one
        os.utime(file, (int(file.stat().st_mtime),) * 2)
    return folder


def test_the_same_summary(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-04"""
    kept = {}
    for name, run in (("here", here), ("wine", start)):
        folder = tmp_path / name
        folder.mkdir()
        out, data = folder / "31_สรุป.xlsx", folder / "results.json"
        code, said = run("summarize", inbox, "-o", out, "--json", data, *ROUND, where=folder)
        assert code == 1, said
        kept[name] = (parts(out), results(data))
    assert kept["wine"][1]["tambons"] == kept["here"][1]["tambons"]
    assert kept["wine"][1]["findings"] == kept["here"][1]["findings"]
    assert kept["wine"][0] == kept["here"][0]


def test_status_says_the_same(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-05"""
    ours = here("status", inbox, *ROUND, where=tmp_path)
    theirs = start("status", inbox, *ROUND, where=tmp_path)
    assert "เมืองบุรีรัมย์" in theirs[1]
    assert "?" not in theirs[1]
    assert (theirs[0], theirs[1].splitlines()) == (ours[0], ours[1].splitlines())


_JOBS = """
import os, time
from sorchor_xl.workbooks.sandbox import Done, Started

def work(context, task, skip):
    for place, word in enumerate(task.split()):
        if place >= skip:
            yield Started(word)
            if word == "dies":
                os._exit(3)
            if word == "hangs":
                time.sleep(600)
            yield Done(word.upper())
"""
_DRIVER = """
import sys
sys.path.insert(0, sys.argv[1])
from jobs import work
from sorchor_xl.workbooks.sandbox import Limits, Lost, run

if __name__ == "__main__":
    limits = Limits(seconds=3.0, workers=2)
    for got in run(work, None, ["a dies b", "c hangs d"], limits):
        print(f"lost {got.thing} {got.cause}" if isinstance(got, Lost) else got)
"""


def test_a_worker_that_dies_or_hangs(tmp_path: Path) -> None:
    """WINRUN-06"""
    (tmp_path / "jobs.py").write_text(_JOBS, encoding="utf-8")
    (tmp_path / "driver.py").write_text(_DRIVER, encoding="utf-8")
    done = python(tmp_path / "driver.py", tmp_path)
    wanted = ["A", "B", "C", "D", "lost dies died", "lost hangs late"]
    assert sorted(done.stdout.decode().split("\r\n")) == ["", *wanted], done.stderr.decode()


def test_shortcuts_are_never_followed(tmp_path: Path) -> None:
    """WINRUN-08"""
    outside = tmp_path / "outside.xlsx"
    shutil.copy2(sorted((ROOT / "samples" / "returned").glob("3101*"))[0], outside)
    box = tmp_path / "returned"
    box.mkdir()
    address = f"[InternetShortcut]\r\nURL=file:///{windows_path(outside)}\r\n"
    (box / "3101.url").write_text(address, encoding="utf-8")
    (box / "3101.xlsx.lnk").write_bytes(bytes.fromhex("4c0000000114020000000000c000000000000046"))
    (box / "desktop.ini").write_text("[.ShellClassInfo]\r\n", encoding="utf-8")
    (box / "Thumbs.db").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    data = tmp_path / "results.json"
    code, said = start("check", box, *ROUND, "--json", data)
    assert code in {0, 1}, said
    verdicts = {file["path"]: file["verdict"] for file in results(data)["files"]}
    assert not {"used", "superseded"} & set(verdicts.values())
    assert results(data)["tambons"] == []


@pytest.fixture
def held_open(tmp_path: Path) -> Iterator[Path]:
    """A summary that another Windows program holds open."""
    target = tmp_path / "31_summary.xlsx"
    target.write_bytes(b"in use")
    name = windows_path(target)
    code = f"f=open({name!r},'r+b');print('open',flush=True);import time;time.sleep(60)"
    command = ["wine", str(unpacked() / "program" / "python.exe"), "-c", code]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=wine_environment(), **pipes) as holder:
        assert holder.stdout is not None
        try:
            assert holder.stdout.readline().strip() == b"open"
            yield target
        finally:
            holder.kill()


def test_an_output_held_open(inbox: Path, held_open: Path) -> None:
    """WINRUN-07"""
    one = held_open.parent / "returned"
    one.mkdir()
    shutil.copy2(sorted(inbox.iterdir())[0], one)
    code, said = start("summarize", one, "-o", held_open, *ROUND)
    assert code in {0, 1}, said
    beside = held_open.with_stem(f"{held_open.stem} (2)")
    assert beside.exists(), said
    assert beside.name in said
    assert held_open.read_bytes() == b"in use"


def test_a_round_by_the_menu_alone(inbox: Path) -> None:
    """WINRUN-09"""
    folder = unpacked()
    code, said = start(keys="บุรีรัมย์\n\n1\n\n0\n")
    assert code == 0, said
    assert len(list((folder / "outgoing").glob("*.xlsx"))) == 23, said
    for file in sorted(inbox.iterdir())[:2]:
        shutil.copy2(file, folder / "returned")
    code, said = start(keys="2\n\n3\n\n0\n")
    assert code == 0, said
    assert (folder / "results" / "31_summary_2564.xlsx").is_file(), said
    assert "ได้รับ 2 จาก 23 อำเภอ" in said
