"""Work in processes that may hang, grow or die.

BOX-01  Every task gives its results, whatever the number of workers.
BOX-02  A hang, an abort, a memory blow-up or a fault of ours loses one thing; the rest goes on.
BOX-03  Workers started afresh (Windows, macOS) do the same as forked ones.
BOX-04  Nothing is left running.
BOX-05  Starting a worker imports nothing heavy.
BOX-06  Whatever ends the parent ends the workers.
BOX-07  The slow come last, and what they may take together is limited.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from sorchor_xl.workbooks import sandbox
from sorchor_xl.workbooks.sandbox import Cause, Done, Limits, Lost, Started, run

QUICK = Limits(seconds=2.0, memory=200 * 1024 * 1024, workers=2)
Step = Started[str] | Done[str]


def work(context: object, task: str, skip: int) -> Iterator[Step]:
    """Does each word of the task: a plain word is echoed, some do harm."""
    for place, word in enumerate(task.split()):
        if place < skip:
            continue
        yield Started(word)
        _harm(word)
        yield Done(f"{context}:{os.getpid() if word == 'pid' else word}")
    if task == "early":
        os.abort()


def _harm(word: str) -> None:
    if word == "hang":
        time.sleep(60)
    elif word == "slow":
        time.sleep(0.6)
    elif word == "busy":
        re.match(r"(a*)*b", "a" * 40)  # holds the interpreter for hours
    elif word == "sleep":
        time.sleep(60)
    elif word == "abort":
        os.abort()
    elif word == "kill":
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    elif word == "grow":
        _ = [bytearray(10_000_000) for _ in range(500)]
    elif word == "fault":
        raise LookupError("ours")


def outcome(tasks: list[str], limits: Limits = QUICK) -> tuple[list[str], list[tuple[str, str]]]:
    """What was done, and what was lost for which cause; both sorted."""
    results = run(work, "c", tasks, limits)
    items = list(results)
    lost = [(str(i.thing), str(i.cause)) for i in items if isinstance(i, Lost)]
    return sorted(i for i in items if isinstance(i, str)), sorted(lost)


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_every_task_gives_its_results(workers: int) -> None:
    """BOX-01."""
    tasks = [f"a{n} b{n}" for n in range(20)]
    done, lost = outcome(tasks, Limits(workers=workers))
    assert done == sorted(f"c:{word}" for task in tasks for word in task.split())
    assert lost == []


def test_nothing_to_do_starts_nothing() -> None:
    """BOX-01."""
    assert list(run(work, "c", [], QUICK)) == []


@pytest.mark.parametrize(
    ("word", "cause"),
    [("hang", "late"), ("abort", "died"), ("kill", "died"), ("grow", "died"), ("fault", "fault")],
)
def test_harm_loses_one_thing(word: str, cause: str) -> None:
    """BOX-02: what stood before and behind it in the same task is done, and so are other tasks."""
    done, lost = outcome([f"before {word} behind", "x", "y", "z"])
    assert done == ["c:before", "c:behind", "c:x", "c:y", "c:z"]
    assert lost == [(word, cause)]


def test_harm_everywhere() -> None:
    """BOX-02: more harm than workers."""
    tasks = ["abort"] * 5 + ["fault"] * 3 + ["x"]
    done, lost = outcome(tasks)
    assert done == ["c:x"]
    assert lost == [("abort", "died")] * 5 + [("fault", "fault")] * 3


@pytest.mark.parametrize("word", ["abort", "kill", "fault", "early", "hang"])
def test_harm_with_the_next_task_in_hand(word: str) -> None:
    """BOX-02: what a worker was sent ahead, and had not begun, is done by another, once."""
    limits = Limits(seconds=2.0, first_try=0.5, memory=QUICK.memory, workers=2, losses=20)
    tasks = [word if n in {0, 1, 7} else f"a{n} b{n}" for n in range(20)]
    done, lost = outcome(tasks, limits)
    others = [w for task in tasks if task != word for w in task.split()]
    assert [d for d in done if d != f"c:{word}"] == sorted(f"c:{other}" for other in others)
    assert len(done) + len(lost) == len(others) + 3 * (1 + (word == "early"))


def test_a_fault_is_told_whole() -> None:
    """BOX-02: a fault of ours must be mended, so its traceback is kept."""
    results = run(work, "c", ["fault"], QUICK)
    (lost,) = [item for item in results if isinstance(item, Lost)]
    assert "LookupError: ours" in lost.detail
    assert lost.cause is Cause.FAULT


def test_death_before_a_word_loses_the_task() -> None:
    """BOX-02: nothing can be skipped where nothing was said."""
    items = list(run(work_silently, "c", ["x", "y"], QUICK))
    assert sorted(i.task for i in items if isinstance(i, Lost)) == ["x", "y"]


def work_silently(_: object, __: str, ___: int) -> Iterator[Step]:
    """Dies before it says what it touches."""
    os.abort()
    yield Done("")


def test_workers_started_afresh_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """BOX-03."""
    monkeypatch.setattr(sandbox, "_process_context", spawned)
    limits = Limits(seconds=10.0, memory=QUICK.memory, workers=2)
    done, lost = outcome(["before abort behind", "x", "grow y", "fault z"], limits)
    assert done == ["c:before", "c:behind", "c:x", "c:y", "c:z"]
    assert lost == [("abort", "died"), ("fault", "fault"), ("grow", "died")]


def spawned() -> BaseContext:
    """How workers start where forking is not to be had."""
    return multiprocessing.get_context("spawn")


def test_nothing_is_left_running() -> None:
    """BOX-04: whether all was taken or the caller went away early."""
    outcome(["hang", "x"], Limits(seconds=0.3, workers=2))
    results = run(work, "c", ["x", "hang", "y"], QUICK)
    next(results)
    results.close()  # type: ignore[attr-defined] # a generator has it
    assert multiprocessing.active_children() == []


def test_a_worker_imports_nothing_heavy() -> None:
    """BOX-05."""
    heavy = ("pandas", "numpy", "openpyxl", "lxml", "xlsxwriter", "olefile", "email", "click")
    code = (
        f"import sys, sorchor_xl.intake.worker; print([m for m in {heavy!r} if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


SCRIPT = """
import os, sys, time
sys.path[:0] = {path!r}
import test_sandbox as here
from sorchor_xl.workbooks import sandbox
if {spawn}:
    sandbox._process_context = here.spawned
if __name__ == "__main__":
    limits = sandbox.Limits(seconds=60.0, first_try=60.0, workers=2)
    for item in sandbox.run(here.work, "c", ["pid busy", "pid sleep"], limits):
        print(item, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
@pytest.mark.parametrize("spawn", [False, True])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_workers_end_with_their_parent(name: str, spawn: bool, tmp_path: Path) -> None:
    """BOX-06: one spins in native code, one waits; nobody holds our output open."""
    script = tmp_path / "parent.py"
    script.write_text(SCRIPT.format(path=sys.path, spawn=spawn), encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(parent.stdout.readline().rpartition(":")[2]) for _ in range(2)]
        parent.send_signal(getattr(signal, name))
        start = time.monotonic()
        assert parent.stdout.read() == ""
        assert time.monotonic() - start < 5.0
    assert not any(is_alive(worker) for worker in workers)


def is_alive(process: int) -> bool:
    """Whether a process is there a moment later, and no mere entry that nobody fetched."""
    for _ in range(100):
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
        ).stdout.strip()
        if not state or state.startswith("Z"):
            return False
        time.sleep(0.05)
    return True


def test_the_slow_come_last() -> None:
    """BOX-07: a first try is short; what it was not enough for is tried again behind all others."""
    limits = Limits(seconds=5.0, first_try=0.3, workers=1)
    told: list[str] = []
    items = list(run(work, "c", ["a slow b", "x", "y"], limits, lambda: told.append("slow")))
    assert items == ["c:a", "c:x", "c:y", "c:b", "c:slow"]
    assert told == ["slow"]


def test_a_container_of_slow_things_does_not_hold_up_the_others() -> None:
    """BOX-07: and what all slow ones together may take is limited; the rest is told as untried."""
    limits = Limits(
        seconds=0.6, first_try=0.2, container=1.0, slow=1.5, losses=2, memory=QUICK.memory
    )
    start = time.monotonic()
    items = list(run(work, "c", ["hang " * 2000, *("x" for _ in range(20))], limits))
    assert time.monotonic() - start < 10
    assert items.count("c:x") == 20
    lost = [item for item in items if isinstance(item, Lost)]
    assert {item.cause for item in lost} == {Cause.LATE, Cause.UNTRIED}
    (rest,) = [item for item in lost if item.cause is Cause.UNTRIED and item.thing is None]
    assert 0 < rest.behind < 10


def test_a_large_container_of_quick_things_is_read_whole() -> None:
    """BOX-07: time is held against a container only where a thing is slow."""
    limits = Limits(seconds=2.0, container=0.0, slow=0.0, workers=1)
    assert len(list(run(work, "c", ["x " * 3000], limits))) == 3000
