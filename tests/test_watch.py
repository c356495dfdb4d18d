"""The watcher: looked at tick by tick, and as a process of its own.

WATCH-01 what it leaves is what a run from nothing leaves, to the byte
WATCH-02 a file is taken when it stands still; a burst is one run; a rename over is seen
WATCH-03 lock marks, half-loaded files and its own outputs start no run
WATCH-04 a folder that goes away is waited for, and what came meanwhile is taken
WATCH-05 a summary open elsewhere is written beside and put in its place when it closes
WATCH-06 what cannot be written is said once and tried again
WATCH-07 a second watcher is refused; a killed one stops nobody
WATCH-08 it ends clean on signals: no process, lock or temporary file left
WATCH-09 an entry in the register brings everything up to date, as a file does
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_cli import run

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.files.atomic_writing import OutputError
from sorchor_xl.files.own_files import RECORD
from sorchor_xl.register.register_writing import HEADING_ROW
from sorchor_xl.workflow import watch_folder as watching
from sorchor_xl.workflow.demo import demo_returns
from sorchor_xl.workflow.provincial_register import register_name
from sorchor_xl.workflow.watch_folder import WatchEvent, WatchRequest, watch

DAY = date(2021, 5, 3)
CODES = ("3102", "3120", "3123")
Step = Callable[[], object]


@pytest.fixture(scope="module")
def returns() -> Mapping[str, tuple[str, bytes]]:
    """File name and bytes of some returns of the sample round, by อำเภอ code."""
    return {r.amphoe.code: (r.file, r.content) for r in demo_returns(CODES)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round of three อำเภอ, with nothing received."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    listed = run_roster()
    (tmp_path / "roster.csv").write_text(listed, encoding="utf-8")
    text = (tmp_path / "sorchor.toml").read_text(encoding="utf-8")
    text = text.replace("[files]", '[files]\nroster = "roster.csv"')
    (tmp_path / "sorchor.toml").write_text(text, encoding="utf-8")
    (tmp_path / register_name()).unlink()
    assert run("init", "--register").code == 0
    return tmp_path


def run_roster() -> str:
    """The three อำเภอ as a province's own list."""
    from sorchor_xl.data.roster_files import load_roster

    roster = load_roster("31")
    rows = [
        f"{t.code},{a.name},{t.name}"
        for a in roster.amphoes("31")
        if a.code in CODES
        for t in roster.tambons(a.code)
    ]
    return "\n".join(["รหัส,อำเภอ,ตำบล", *rows]) + "\n"


def put(path: Path, content: bytes) -> None:
    """A file as it lands, dated before the due day."""
    path.write_bytes(content)
    sent = datetime(2021, 4, 28, 10).astimezone().timestamp()
    os.utime(path, (sent, sent))


def watched(folder: Path, steps: Sequence[Step | None]) -> list[WatchEvent]:
    """The events of a watcher, a step done after each look; it is interrupted at the last."""
    left: Iterator[Step | None] = iter([*steps, None, None, None])

    def pause(_seconds: float) -> None:
        step = next(left, watched)
        if step is watched:
            raise KeyboardInterrupt
        if step is not None:
            step()

    request = WatchRequest(
        as_of=DAY,
        fixed_day=DAY,
        inbox=folder / "returned",
        annotate_dir=folder / "results" / "corrections",
    )
    events: list[WatchEvent] = []
    with pytest.raises(KeyboardInterrupt):
        events.extend(_listen(watch(request, pause=pause), events))
    return events


def _listen(source: Iterator[WatchEvent], events: list[WatchEvent]) -> Iterator[WatchEvent]:
    for event in source:
        events.append(event)
    return iter(())


def runs(events: Sequence[WatchEvent]) -> list[int]:
    """How many things were new at each run."""
    return [e.params["files"] for e in events if e.key == "watch_ran"]


def outputs(folder: Path) -> dict[str, bytes]:
    """Everything written, but the board (it tells how often it refreshes) and the record."""
    found = [*(folder / "results").rglob("*"), *(folder / "drafts").rglob("*")]
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in found
        if p.is_file() and p.suffix != ".html" and not p.name.endswith("_record.json")
    }


def assert_as_from_nothing(folder: Path) -> None:
    """What lies there is, to the byte, what a run from nothing leaves; nothing half written."""
    assert left_behind(folder) == []
    left = outputs(folder)
    shutil.rmtree(folder / "results")
    shutil.rmtree(folder / "drafts")
    (folder / "results").mkdir()
    day = ("--as-of", "2564-05-03")
    corrections = folder / "results" / "corrections"
    assert run("summarize", "--annotate", corrections, *day).code in (0, 1)
    assert run("mail", *day).code == 0
    cold = outputs(folder)
    del cold["drafts/drafts.json"], left["drafts/drafts.json"]
    assert left == cold


def test_it_leaves_what_a_cold_run_leaves_watch_01(
    folder: Path, returns: Mapping[str, tuple[str, bytes]]
) -> None:
    inbox = folder / "returned"
    steps: list[Step | None] = [None]
    for name, content in returns.values():
        steps += [partial(put, inbox / name, content), None, None]
    events = watched(folder, steps)
    assert len(runs(events)) == 4
    board = (folder / "results" / "31_summary_2564_board.html").read_text(encoding="utf-8")
    assert 'http-equiv="refresh"' not in board
    assert_as_from_nothing(folder)


def test_a_file_is_taken_when_it_stands_still_watch_02(
    folder: Path, returns: Mapping[str, tuple[str, bytes]]
) -> None:
    inbox = folder / "returned"
    (name, content), (other, second), _ = returns.values()
    part = len(content) // 3

    def grow(to: int) -> Step:
        return lambda: (inbox / name).write_bytes(content[:to])

    def burst() -> None:
        put(inbox / name, content)
        put(inbox / other, second)

    def rename_over() -> None:
        (folder / "new").write_bytes(content)
        (folder / "new").replace(inbox / name)

    steps = [None, None, grow(part), grow(2 * part), burst, None, None, rename_over, None, None]
    events = watched(folder, steps)
    assert [e.params["why"] for e in events if e.key == "watch_failed"] == []
    assert runs(events) == [2, 2, 1]  # settings and register, the burst, the rename


def test_what_starts_no_run_watch_03(folder: Path) -> None:
    inbox = folder / "returned"

    def litter() -> None:
        (inbox / "~$3101.xlsx").write_bytes(b"x" * 165)
        (inbox / "a.crdownload").write_bytes(b"x")
        (inbox / ".sorchor-x.xlsx").write_bytes(b"x")
        (folder / "results" / "own.xlsx").write_bytes(b"x")

    assert runs(watched(folder, [None, None, None, litter, None, None])) == [2]


def test_a_folder_that_goes_away_watch_04(
    folder: Path, returns: Mapping[str, tuple[str, bytes]]
) -> None:
    inbox, away = folder / "returned", folder / "away"
    name, content = returns["3120"]
    steps: list[Step | None] = [None, None, lambda: inbox.rename(away), None]
    steps += [lambda: put(away / name, content), lambda: away.rename(inbox), None, None]
    events = watched(folder, steps)
    keys = [e.key for e in events]
    assert keys.count("watch_gone") == keys.count("watch_back") == 1
    assert runs(events)[-1] == 1
    assert events[-1].params["received"] == 1


def test_an_open_summary_is_written_later_watch_05(
    folder: Path, returns: Mapping[str, tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / "results" / "31_summary_2564.xlsx"
    replace, is_open = Path.replace, [True]

    def guarded(self: Path, to: Path) -> Path:
        if Path(to) == target and is_open[0] and target.exists():
            raise PermissionError(13, "open elsewhere", str(to))
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", guarded)
    name, content = returns["3120"]
    steps: list[Step | None] = [None, None, lambda: put(folder / "returned" / name, content)]
    steps += [None, None, None, lambda: is_open.clear() or is_open.append(False), None]
    events = watched(folder, steps)
    assert [e.key for e in events if "wrote" in e.key] == ["wrote_beside", "wrote"]
    assert [p.name for p in target.parent.glob("31_summary_2564*.xlsx")] == [target.name]


def test_what_cannot_be_written_is_tried_again_watch_06(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, times = watching.summarize, []

    def full(request: WatchRequest) -> object:
        times.append(1)
        if len(times) < 3:
            raise OutputError("เขียนไม่ได้: ดิสก์เต็ม")
        return write(request)

    monkeypatch.setattr(watching, "summarize", full)
    events = watched(folder, [None] * 30)
    assert [e.key for e in events] == ["watch_started", "watch_failed", "watch_ran"]
    assert not list((folder / "results").glob(".sorchor*"))


@pytest.mark.skipif(os.name == "nt", reason="a limit on the size of files is POSIX")
def test_a_full_disk_watch_06(folder: Path, returns: Mapping[str, tuple[str, bytes]]) -> None:
    """The system itself refuses to write on, in the middle of a file; what stood there stands."""
    import resource

    target = folder / "results" / "31_summary_2564.xlsx"
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    stood: list[bytes] = []

    def fill() -> None:
        stood.append(target.read_bytes())
        put(folder / "returned" / name, content)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, most))

    def look() -> None:
        stood.append(target.read_bytes())
        stood.append(b"".join(p.encode() for p in left_behind(folder) if "watch.lock" not in p))

    name, content = returns["3120"]
    steps = [None, None, fill, None, None, look, partial(free, resource, least, most)]
    try:
        events = watched(folder, [*steps, *[None] * watching.LOOKS_BEFORE_RETRY])
    finally:
        free(resource, least, most)
    keys = [e.key for e in events]
    assert keys == ["watch_started", "watch_ran", "watch_failed", "watch_ran"]
    assert stood[0] == stood[1]
    assert stood[2] == b""
    assert_as_from_nothing(folder)


def free(resource: Any, least: int, most: int) -> None:
    """Files may grow again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))


def test_a_folder_that_goes_away_during_a_run_watch_04(
    folder: Path, returns: Mapping[str, tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, away, collect = folder / "returned", folder / "away", watching.summarize
    name, content = returns["3120"]
    put(inbox / name, content)

    def vanish(request: WatchRequest) -> object:
        if not away.exists():
            inbox.rename(away)
        return collect(request)

    monkeypatch.setattr(watching, "summarize", vanish)
    steps: list[Step | None] = [None, None, None, lambda: shutil.copytree(away, inbox)]
    events = watched(folder, [*steps, *[None] * watching.LOOKS_BEFORE_RETRY])
    keys = [e.key for e in events]
    assert keys[:3] == ["watch_started", "watch_failed", "watch_gone"]
    assert keys[-2:] == ["watch_back", "watch_ran"]
    assert events[-1].params["received"] == 1
    assert_as_from_nothing(folder)


def test_the_register_is_watched_watch_09(folder: Path) -> None:
    def extend() -> None:
        path = folder / register_name()
        book = openpyxl.load_workbook(path)
        page = book["อำเภอ"]
        column = next(c.column for c in page[HEADING_ROW + 1] if c.value == "ขยายกำหนดส่งถึง")
        page.cell(HEADING_ROW + 2, column).value = "7/5/2564"
        book.save(path)

    assert runs(watched(folder, [None, None, None, extend, None, None])) == [2, 1]
    board = (folder / "results" / "31_summary_2564_board.html").read_text(encoding="utf-8")
    assert "ขยายกำหนดถึง 7 พ.ค. 2564" in board


@contextmanager
def started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A watcher as a process of its own, after its first run."""
    command = [sys.executable, "-m", "sorchor_xl", "watch", "--every", "0.2"]
    with subprocess.Popen(
        [*command, "--as-of", "2564-05-03"], cwd=folder, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()
        yield process


def left_behind(folder: Path) -> list[str]:
    """Locks and temporary files; the list of files that are ours is neither."""
    hidden = (p for p in folder.rglob(".sorchor*") if p.name != RECORD)
    return [str(p) for p in hidden]


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_ends_clean_watch_07_08(folder: Path, number: signal.Signals) -> None:
    with started(folder) as process:
        request = WatchRequest(as_of=DAY, inbox=folder / "returned")
        with pytest.raises(TaskError, match="เฝ้าโฟลเดอร์อยู่แล้ว"):
            next(watch(request))
        time.sleep(0.3)
        process.send_signal(number)
        assert process.wait(20) == (-9 if number is signal.SIGKILL else 0)
    events = watched(folder, [])
    assert runs(events) == [2]
    assert left_behind(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are POSIX")
def test_killed_in_the_middle_of_a_run_watch_07_08(
    folder: Path, returns: Mapping[str, tuple[str, bytes]]
) -> None:
    """Killed while something is half written: the next one clears it and leaves the same."""
    with started(folder) as process:
        for name, content in returns.values():
            put(folder / "returned" / name, content)
        half = wait_for_half_written(folder)
        process.kill()
        assert process.wait(20) == -9
    assert half
    watched(folder, [None, None])
    assert_as_from_nothing(folder)


def wait_for_half_written(folder: Path) -> list[str]:
    """What a run is writing just now; [] where nothing is seen for half a minute."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = [p for p in left_behind(folder) if not p.endswith(watching.LOCK_NAME)]
        if found:
            return found
        time.sleep(0.002)
    return []


@pytest.mark.parametrize("seconds", ["nan", "-nan", "inf", "0", ""])
def test_no_number_of_seconds_is_refused(seconds: str) -> None:
    """WATCH-01: before anything is looked at."""
    done = run("watch", "x", "--every", seconds)
    assert done.code == 2
    assert "0.2" in done.err
