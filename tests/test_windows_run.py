"""The Windows folder run as a Windows program, under Wine: the same round as on this system.

WINRUN-01 it starts from a Thai folder with spaces and says its version
WINRUN-02 init and generate: the same files, the workbooks equal part by part
WINRUN-03 check: the same findings for every broken sample
WINRUN-04 summarize: the same ตำบล and findings, the summary equal part by part
WINRUN-05 status: the same words, Thai kept although redirected in a code page without Thai
WINRUN-06 a worker that dies or hangs is one finding, not the end
WINRUN-07 an output held open by another program: written beside, and said
WINRUN-08 links and shortcuts in the folder of returns are never followed
WINRUN-09 by the menu alone, keys typed in its console, a round goes from nothing to summary and
          drafts, each file as on this system
WINRUN-10 watch, chosen in the menu or typed: it starts, takes in a file that lands, and Ctrl-C ends
          it clean; the menu is there again
WINRUN-11 mail: the same drafts, byte by byte
WINRUN-12 whether a font has Thai letters is asked of the system
WINRUN-13 a folder deeper than 260 characters is read, and written to
WINRUN-14 files that came from the internet zone are read like any other
WINRUN-15 returns, drafts and board may lie on different drives
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from run_results import parts, results, tree
from sample_tables import ROOT
from typed_keys import CTRL_C, Terminal
from windows_folder import (
    console,
    python,
    require_wine,
    start,
    unpacked,
    windows_path,
    wine_environment,
)

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
    got = [(tambon["status"], tambon["source"]) for tambon in results(data)["tambons"]]
    assert set(got) == {("not_received", None)}


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


MENU = "แล้วกด Enter:"
BACK = "กลับไปที่รายการ"


def by_menu(shown: Terminal, returns: Path, folder: Path) -> None:
    """A round from nothing: begun, issued, the returns laid into its folder, summed up, drafted."""
    shown.until("ชื่อจังหวัด")
    shown.type("บุรีรัมย์")
    shown.until("ปีงบประมาณ พ.ศ. (กด Enter")
    shown.type("")
    shown.until(MENU)
    _choose(shown, "1")
    for file in returns.iterdir():
        shutil.copy2(file, folder / "returned")
    for chosen in "234":
        _choose(shown, chosen)


def _choose(shown: Terminal, number: str) -> str:
    """A line of the menu, done and back; what was said."""
    shown.type(number)
    said = shown.until(BACK, 240)
    shown.type("")
    shown.until(MENU)
    return said


def test_a_round_by_the_menu_alone(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-09 WINRUN-10"""
    ours, theirs = tmp_path / "ศอช. 2564", unpacked()
    ours.mkdir()
    command = [sys.executable, "-m", "sorchor_xl", "menu", "--folder", ours]
    own = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "DISPLAY": "", "TERM": "xterm"}
    with Terminal(command, ours, own) as shown:
        by_menu(shown, inbox, ours)
        shown.type("0")
        assert shown.end() == 0
    with console() as shown:
        by_menu(shown, inbox, theirs)
        made = {name: tree(theirs / name) for name in ("outgoing", "results", "drafts")}
        shown.type("5")
        shown.until("ปรับให้เป็นปัจจุบันแล้ว", 240)
        shown.type(CTRL_C, enter=False)
        assert "หยุดเฝ้าโฟลเดอร์แล้ว" in shown.until(BACK)
        shown.type("")
        shown.until(MENU)
        shown.type("0")
        assert shown.end() == 0, shown.said
    assert "Traceback" not in shown.said
    assert "ได้รับ 22 จาก 23 อำเภอ" in shown.said
    for name, files in made.items():
        wanted = tree(ours / name)
        assert files.keys() == wanted.keys(), name
        assert not [file for file in wanted if files[file] != wanted[file]], name


def test_watch_takes_in_what_lands(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-10"""
    box, out, data = (tmp_path / name for name in ("returned", "31_สรุป.xlsx", "r.json"))
    box.mkdir()
    arguments = ("watch", box, "-o", out, "--json", data, "--every", "0.5", *ROUND)
    with console(*arguments, where=tmp_path) as shown:
        shown.until("ได้รับ 0 จาก 23 อำเภอ")
        shutil.copy2(min(inbox.iterdir()), box)
        shown.until("ได้รับ 1 จาก 23 อำเภอ")
        shown.type(CTRL_C, enter=False)
        shown.until("หยุดเฝ้าโฟลเดอร์แล้ว")
        assert shown.end() == 0, shown.said
    again, after = tmp_path / "again.xlsx", tmp_path / "again.json"
    here("summarize", box, "-o", again, "--json", after, *ROUND, where=tmp_path)
    assert results(data)["tambons"] == results(after)["tambons"]
    assert results(data)["findings"] == results(after)["findings"]
    assert not list(tmp_path.glob("**/.sorchor-*")), "nothing is left behind"


def test_the_same_drafts(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-11"""
    made = []
    for name, run in (("here", here), ("wine", start)):
        folder = tmp_path / name
        folder.mkdir()
        code, said = run(
            "mail", "all", "--inbox", inbox, "-o", folder / "ร่าง", *ROUND, where=folder
        )
        assert code == 0, said
        made.append(tree(folder / "ร่าง"))
    assert len(made[0]) > 20
    assert made[0].keys() == made[1].keys()
    assert not [file for file in made[0] if made[0][file] != made[1][file]]


_FONTS = """
from sorchor_xl.commands.console_font import font_has_thai, old_console_font, window_shows_thai
print(font_has_thai("Laksaman"), font_has_thai("DejaVu Sans Mono"))
print(old_console_font(), window_shows_thai())
"""


def test_whether_a_font_has_thai(tmp_path: Path) -> None:
    """WINRUN-12"""
    families = subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, check=True, text=True
    )
    for name in ("Laksaman", "DejaVu Sans Mono"):
        if name not in families.stdout:
            pytest.skip(f"the font {name} is not installed")
    (tmp_path / "fonts.py").write_text(_FONTS, encoding="utf-8")
    done = python(tmp_path / "fonts.py")
    assert done.stdout.decode().split() == ["True", "False", "None", "True"], done.stderr.decode()


def test_a_deep_folder(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-13"""
    place = tmp_path.joinpath(*["งานประเมินจัดระดับศูนย์ประสานงานองค์การชุมชนตำบล"] * 4)
    deep = place / ("ป" * max(1, 230 - len(windows_path(place))))
    box = deep / "returned"
    box.mkdir(parents=True)
    first = min(inbox.iterdir())
    file = Path(shutil.copy2(first, box / f"{'รับจากไลน์ ' * 6}{first.name}"))
    assert len(windows_path(file)) > 260
    out, data = deep / "results" / f"31_{'สรุปผล ' * 8}.xlsx", deep / "r.json"
    code, said = start("summarize", box, "-o", out, "--json", data, *ROUND)
    assert code in {0, 1}, said
    assert out.is_file(), said
    assert "\\\\?" not in said
    assert [file["verdict"] for file in results(data)["files"]] == ["used"]


def test_files_of_the_internet_zone(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-14"""
    box, data = tmp_path / "returned", tmp_path / "r.json"
    box.mkdir()
    file = Path(shutil.copy2(min(inbox.iterdir()), box))
    mark = file.with_name(f"{file.name}:Zone.Identifier")  # as a copy to a Linux server keeps it
    mark.write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
    code, said = start("check", box, *ROUND, "--json", data)
    assert code in {0, 1}, said
    assert {f["path"]: f["verdict"] for f in results(data)["files"]}[file.name] == "used"
    assert not [f for f in results(data)["findings"] if "Zone.Identifier" in str(f["file"])]


def test_several_drives(inbox: Path, tmp_path: Path) -> None:
    """WINRUN-15"""
    (tmp_path / "sorchor.toml").write_text(
        'province = "31"\nyear = 2564\n[files]\ndrafts = "drafts"\n', encoding="utf-8"
    )
    one = tmp_path / "returned"
    one.mkdir()
    shutil.copy2(min(inbox.iterdir()), one)
    assert start("mail", "receipt", "--inbox", one, *AS_OF, where=tmp_path)[0] == 0
    code, said = start("status", one, "--html", r"C:\board.html", *AS_OF, where=tmp_path)
    assert code in {0, 1}, said
    board = Path(wine_environment()["WINEPREFIX"]) / "drive_c" / "board.html"
    assert 'href="file:///Z:' in board.read_text(encoding="utf-8")
