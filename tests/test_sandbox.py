"""Work in processes that may hang, grow or die.

BOX-01  Every task gives its results, whatever the number of workers.
BOX-02  A hang, an abort, a memory blow-up or a fault of ours loses one thing; the rest goes on.
BOX-03  Workers started afresh (Windows, macOS) do the same as forked ones.
BOX-04  Nothing is left running.
BOX-05  Starting a worker imports nothing heavy.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.context import BaseContext

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
        yield Done(f"{context}:{word}")
    if task == "early":
        os.abort()


def _harm(word: str) -> None:
    if word == "hang":
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
