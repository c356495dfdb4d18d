"""A run may be stopped at any moment, in any way.

STOP-01  After TERM, HUP, KILL or INT at random moments, and one run more: no process, no temporary
         file, no half-written output; what is there reads the same as from a run left alone.
         SORCHOR_STOPS=200 does as many; the suite does a few.
STOP-02  Ctrl-C is exit 130, TERM 143, HUP 129, and says so in a sentence; also where what was
         open fails while it is put away.
STOP-03  Temporary files of dead runs are cleared; those of living ones, and other files, are not.
STOP-05  What a run has started of other programs (LibreOffice) ends with it, however it ends.
STOP-06  A signal that comes when all is written, while Python is put away, changes nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from intake_files import dice
from issued import filled

from sorchor_xl.files import temporary_files
from sorchor_xl.files.own_files import RECORD
from sorchor_xl.files.temporary_files import clear_dead, is_running, new_temporary
from sorchor_xl.workflow.start_round import start_round

STOPS = int(os.environ.get("SORCHOR_STOPS", "4"))
SIGNALS = ("SIGTERM", "SIGHUP", "SIGKILL", "SIGINT")
COMMAND = [sys.executable, "-m", "sorchor_xl", "summarize", "--as-of", "2564-05-03"]
COMMAND += ["--annotate", "results/corrections", "--json", "results/r.json", "--export", "tables"]
posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A suite begun in the background ignores Ctrl-C, and so would the programs it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with returns, one of which keeps a worker busy."""
    folder = tmp_path_factory.mktemp("round")
    start_round(folder, "31", 2564)
    for number in range(3):
        (folder / "returned" / f"ส่งแบบ ({number}).xlsx").write_bytes(filled())
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A folder for temporary files that nobody else uses."""
    own = tmp_path_factory.mktemp("temporary")
    return {**os.environ, "TMPDIR": str(own), "PYTHONPATH": str(Path(__file__).parents[1])}


def start(work: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The command, begun in a process group of its own."""
    return subprocess.Popen(
        COMMAND,
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def alone(work: Path, environment: dict[str, str]) -> tuple[float, dict[str, bytes]]:
    """How long a run takes that is left alone, and what it writes."""
    began = time.monotonic()
    with start(work, environment) as run:
        _, said = run.communicate(timeout=120)
    assert run.returncode in {0, 1}, said.decode()
    return time.monotonic() - began, outputs(work)


def outputs(work: Path) -> dict[str, bytes]:
    """Every file beside the returns, but for the record of which are ours."""
    return {
        str(p.relative_to(work)): p.read_bytes()
        for p in work.rglob("*")
        if p.is_file() and "returned" not in p.parts and p.name != RECORD
    }


def in_group(group: int) -> list[str]:
    """Processes of a group that still do something."""
    found = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, check=True)
    lines = found.stdout.decode(errors="replace").splitlines()
    rows = [line.split(None, 2) for line in lines]
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


@posix
@pytest.mark.parametrize("seed", range(STOPS))
def test_stopped_at_a_random_moment(
    seed: int,
    work: Path,
    environment: dict[str, str],
    alone: tuple[float, dict[str, bytes]],
) -> None:
    """STOP-01, STOP-02."""
    takes, whole = alone
    name = SIGNALS[seed % len(SIGNALS)]
    throw = dice(seed)
    with start(work, environment) as run:
        time.sleep(throw.uniform(0.0, takes))
        run.send_signal(getattr(signal, name))
        began = time.monotonic()
        said = run.communicate(timeout=60)[1].decode()
        assert time.monotonic() - began < 30
    number = getattr(signal, name)
    assert run.returncode in {128 + number, -number, 0, 1}, said
    assert run.returncode != 128 + number or "หยุดตามคำสั่งแล้ว" in said
    assert "Traceback" not in said or "KeyboardInterrupt" in said.splitlines()[-1]
    for path, content in outputs(work).items():
        temporary = Path(path).name.startswith(".sorchor-")
        assert temporary or content == whole[path], path
        assert temporary or not path.endswith(".xlsx") or zipfile.is_zipfile(work / path)
    with start(work, environment) as again:
        again.communicate(timeout=120)
    assert outputs(work) == whole
    assert in_group(run.pid) == []
    assert list(Path(environment["TMPDIR"]).iterdir()) == []


@posix
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_the_exit_code_names_the_signal(
    name: str, code: int, environment: dict[str, str], tmp_path: Path
) -> None:
    """STOP-02: while a worker is busy with a hostile file."""
    start_round(tmp_path, "31", 2564)
    (tmp_path / "returned" / "pipe.zip").write_bytes(b"PK\x03\x04" * 4_000_000)
    for number in range(200):
        (tmp_path / "returned" / f"{number}.xlsx").write_bytes(filled())
    with start(tmp_path, environment) as run:
        time.sleep(1.0)
        run.send_signal(getattr(signal, name))
        said = run.communicate(timeout=60)[1].decode()
    assert run.returncode == code
    assert "หยุดตามคำสั่งแล้ว" in said
    assert "Traceback" not in said


STOPPED_WHILE_IMPORTING = """
import importlib.abc, os, signal, sys
class Stop(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "sorchor_xl.data.toml_records":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Stop())
from sorchor_xl.commands.command_line import run
run(["rubric"])
"""
"""The texts of the console import this module: the signal comes while they are half read."""


@posix
def test_stopped_while_the_words_are_read(environment: dict[str, str]) -> None:
    """STOP-02."""
    command = [sys.executable, "-c", STOPPED_WHILE_IMPORTING]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    said = done.stderr.decode()
    assert (done.returncode, "หยุดตามคำสั่งแล้ว" in said, "Traceback" in said) == (143, True, False), (
        said
    )


STOPPED_WHILE_WRITING = """
import os, signal, zipfile, zlib
class Zip(zipfile.ZipFile):
    def close(self):
        if self.mode == "w":
            {closing}
        super().close()
def stop(*_):
    zlib.compressobj = begin
    os.kill(os.getpid(), signal.{name})
begin, zlib.compressobj, zipfile.ZipFile = zlib.compressobj, stop, Zip
from sorchor_xl.commands.command_line import run
run(["generate", "--province", "31", "-o", "sent"])
"""
"""A zip with a member open refuses to be closed, or the disk does."""


@posix
@pytest.mark.parametrize(
    "closing", ["pass", "raise OSError(28, 'No space left on device', 'a.xlsx')"]
)
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_stopped_while_a_file_is_written(
    name: str, code: int, closing: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """STOP-02: the error of closing it is neither a traceback nor a reason of its own."""
    script = STOPPED_WHILE_WRITING.format(name=name, closing=closing)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert said.strip().startswith("หยุดตามคำสั่งแล้ว"), said
    assert "Traceback" not in said
    assert "a.xlsx" not in said


STOPPED_IN_C = """
import os, signal, sys
from sorchor_xl.commands.stopping import orderly_stop
with orderly_stop():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    except SystemExit:
        pass
    raise ImportError("another module could not be imported")
"""
"""A library in C drops the error it finds and raises one of its own, which knows of no other."""


@posix
def test_stopped_where_the_error_is_lost(environment: dict[str, str]) -> None:
    """STOP-02."""
    command = [sys.executable, "-c", STOPPED_IN_C]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == 143, said
    assert said.strip().startswith("หยุดตามคำสั่งแล้ว"), said
    assert "Traceback" not in said


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_what_dead_runs_left_is_cleared(
    dead: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STOP-03."""
    assert is_running(os.getpid())
    mine = new_temporary(tmp_path, ".xlsx")
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: dead)
        left = new_temporary(tmp_path, ".xlsx")
        patched.setattr(temporary_files, "_machine", lambda: "00000000")
        elsewhere = new_temporary(tmp_path, ".xlsx")
        old = new_temporary(tmp_path, ".xlsx")
        os.utime(old, (0, 0))
    (tmp_path / ".sorchor-notes.txt").write_bytes(b"")
    (tmp_path / left.name.lstrip(".")).mkdir()
    clear_dead(tmp_path)
    left_over = {path.name for path in tmp_path.iterdir()}
    assert left_over == {mine.name, elsewhere.name, ".sorchor-notes.txt"}


def test_no_folder_of_temporary_files_is_left(environment: dict[str, str], work: Path) -> None:
    """STOP-03: whatever library made them."""
    shutil.rmtree(work / "results" / "corrections", ignore_errors=True)
    with start(work, environment) as run:
        run.communicate(timeout=120)
    assert list(Path(environment["TMPDIR"]).iterdir()) == []
    assert tempfile.gettempdir() != environment["TMPDIR"]


@posix
def test_stopped_before_anything_is_imported(tmp_path: Path) -> None:
    """STOP-02: Ctrl-C in the first moments."""
    code = (
        "import os, signal, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "from sorchor_xl.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)  # noqa: PLW1510
    assert done.returncode == 130
    assert "หยุด" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@posix
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
def test_another_program_ends_with_the_run(
    name: str, work: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """STOP-05: it starts one more, as LibreOffice does, and both would go on for a minute."""
    office = tmp_path / "soffice"
    office.write_text('#!/bin/sh\ntouch "$TMPDIR/begun"\nsleep 61 & wait\n', encoding="utf-8")
    office.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{environment['PATH']}"
    command = [*COMMAND[:4], "--as-of", "2564-05-03", "--pdf"]
    with subprocess.Popen(
        command, cwd=work, env={**environment, "PATH": path}, stderr=subprocess.DEVNULL
    ) as run:
        own = Path(environment["TMPDIR"])
        until(lambda: any(own.rglob("begun")))
        run.send_signal(getattr(signal, name))
    until(lambda: not with_in_command("sleep 61"))
    clear_dead(own)
    assert not list(own.iterdir())


def with_in_command(words: str) -> bool:
    """Whether a process runs with these words."""
    found = subprocess.run(["ps", "-eo", "args="], capture_output=True, check=True)
    return words in found.stdout.decode(errors="replace").splitlines()


def until(holds: Callable[[], bool]) -> None:
    """Wait for something at most half a minute."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


PUT_AWAY = """
import atexit, sys, time
from sorchor_xl.__main__ import main
atexit.register(lambda: (print("put away", flush=True), time.sleep(2)))
sys.argv = ["sorchor-xl", "--version"]
main()
"""


@posix
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_when_all_is_written(name: str) -> None:
    """STOP-06."""
    with subprocess.Popen(
        [sys.executable, "-c", PUT_AWAY], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        while "put away" not in run.stdout.readline():
            pass
        run.send_signal(getattr(signal, name))
        assert run.wait(20) == 0
