"""Work done in processes that may hang, grow or die: what they were doing is lost, nothing else.

A native parser can abort its process, and no `try` holds that. Each worker takes one task at a
time, says what it is about to touch before it touches it, and sends back small records. When it
dies or is late, the thing it touched is given back as `Lost`, a new worker takes its place and
goes on behind it.

The handler must be a function at the top of a module: on Windows and macOS (and wherever threads
run) workers are started afresh and import it by name. On Linux they are forked, which costs 2 ms.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar

from sorchor_xl.workbooks.memory_limits import limit_memory

T = TypeVar("T")
"""A task."""
S = TypeVar("S")
"""What is about to be touched."""
R = TypeVar("R")
"""What came of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one thing touched, bytes of memory for one worker, and how many workers."""

    seconds: float = 15.0
    memory: int = 700 * 1024 * 1024
    workers: int | None = None

    def count(self, tasks: int) -> int:
        """Workers to start: one for each processor we may use, never more than tasks."""
        if hasattr(os, "sched_getaffinity"):
            processors = len(os.sched_getaffinity(0))
        else:
            processors = os.cpu_count() or 1
        return max(1, min(self.workers or processors, tasks))


@dataclass(frozen=True, slots=True)
class Started(Generic[S]):
    """A handler is about to touch a thing."""

    thing: S


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What came of the thing touched last."""

    result: R


class Cause(StrEnum):
    """Why something was lost."""

    LATE = "late"
    DIED = "died"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Lost(Generic[T, S]):
    """A worker did not come back; ``thing`` is None where it died before it said what it touched.

    ``detail`` is our own traceback where the cause is a FAULT of this program.
    """

    task: T
    thing: S | None
    cause: Cause
    detail: str = ""


Handler = Callable[[Any, T, int], Iterator[Started[S] | Done[R]]]
"""(context, task, how many things to skip) → what it is about to touch, and what came of it."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    task: int = -1
    started: int = 0
    thing: Any = None
    deadline: float = float("inf")


_FAULT: Final = "fault"
_READY: Final = "ready"
_END: Final = "end"
_START_SECONDS: Final = 60.0


def run(
    handler: Handler[T, S, R], context: object, tasks: Sequence[T], limits: Limits
) -> Iterator[R | Lost[T, S]]:
    """Results as they come, in no order; each thing touched gives one result or one `Lost`."""
    if not tasks:
        return
    pool = _Pool(handler, context, tasks, limits)
    try:
        yield from pool.results()
    finally:
        pool.close()


class _Pool(Generic[T, S, R]):
    """The workers, and who does what."""

    def __init__(
        self, handler: Handler[T, S, R], context: object, tasks: Sequence[T], limits: Limits
    ) -> None:
        self.handler, self.context, self.tasks, self.limits = handler, context, tasks, limits
        self.waiting = deque((task, 0) for task in range(len(tasks)))
        self.process = _process_context()
        self.workers = [self._start() for _ in range(limits.count(len(tasks)))]

    def results(self) -> Iterator[R | Lost[T, S]]:
        """Serve the workers until no task is left."""
        while self.waiting or any(worker.task >= 0 for worker in self.workers):
            for worker in self._speaking():
                yield from self._hear(worker)
            for worker in [w for w in self.workers if w.deadline < time.monotonic()]:
                yield from self._replace(worker, Cause.LATE)

    def close(self) -> None:
        """End every worker, busy or not."""
        for worker in self.workers:
            _end(worker)

    def _start(self) -> _Worker:
        ours, theirs = self.process.Pipe()
        work = (theirs, self.handler, self.context, self.limits.memory)
        process = self.process.Process(target=_serve, args=work, daemon=True)  # type: ignore[attr-defined] # every concrete context has it
        process.start()
        theirs.close()
        return _Worker(process, ours, deadline=time.monotonic() + _START_SECONDS)

    def _speaking(self) -> list[_Worker]:
        """Workers with something to say, or gone, before the next deadline."""
        by_pipe = {worker.pipe: worker for worker in self.workers}
        soonest = min(worker.deadline for worker in self.workers)
        timeout = max(0.0, min(soonest - time.monotonic(), _START_SECONDS))
        return [by_pipe[pipe] for pipe in connection.wait([*by_pipe], timeout)]  # type: ignore[index] # only pipes were given

    def _hear(self, worker: _Worker) -> Iterator[R | Lost[T, S]]:
        try:
            kind, content = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301 - our own worker's
        except (EOFError, OSError):
            yield from self._replace(worker, Cause.DIED)
            return
        worker.deadline = time.monotonic() + self.limits.seconds
        if kind == Started.__name__:
            worker.started, worker.thing = worker.started + 1, content
        elif kind == Done.__name__:
            worker.thing = None
            yield content
        elif kind == _FAULT:
            yield self._lost(worker, Cause.FAULT, content)
            self._go_on(worker)
        else:
            self._give(worker)

    def _give(self, worker: _Worker) -> None:
        """The next task, if there is one."""
        worker.task, worker.thing = -1, None
        worker.deadline = float("inf")
        if not self.waiting:
            return
        worker.task, worker.started = self.waiting.popleft()
        worker.deadline = time.monotonic() + self.limits.seconds
        message = (self.tasks[worker.task], worker.started)
        try:
            worker.pipe.send_bytes(pickle.dumps(message))
        except OSError:
            worker.deadline = (
                0.0  # it died while idle: replaced at once, the task is lost to no one
            )

    def _lost(self, worker: _Worker, cause: Cause, detail: str = "") -> Lost[T, S]:
        return Lost(self.tasks[worker.task], worker.thing, cause, detail)

    def _replace(self, worker: _Worker, cause: Cause) -> Iterator[R | Lost[T, S]]:
        """A new worker for one that is gone or late; what it touched is lost, the rest goes on."""
        _end(worker)
        self.workers.remove(worker)
        if worker.task >= 0:
            yield self._lost(worker, cause)
            if worker.thing is not None:
                self.waiting.appendleft((worker.task, worker.started))
        elif worker.deadline == float("inf") or self.waiting:
            self._count_stillborn()
        if self.waiting or not self.workers:
            self.workers.append(self._start())

    stillborn = 0

    def _count_stillborn(self) -> None:
        """Workers that never start are our fault, not a file's: say so instead of trying on."""
        self.stillborn += 1
        if self.stillborn > len(self.tasks) + 2:
            raise RuntimeError("worker processes cannot be started on this machine")

    def _go_on(self, worker: _Worker) -> None:
        """After a fault of ours the worker still lives: the rest of its task is given again."""
        if worker.thing is not None:
            self.waiting.appendleft((worker.task, worker.started))
        worker.thing = None


def _process_context() -> BaseContext:
    """Fork where it is safe: on Linux, while no other thread runs that may hold a lock."""
    safe = sys.platform.startswith("linux") and threading.active_count() == 1
    return get_context("fork" if safe else "spawn")


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, handler: Handler[T, S, R], context: object, memory: int) -> None:
    """A worker's life: take a task, say each step, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence_native_errors()
    limit_memory(memory)
    _tell(pipe, _READY, None)
    while True:
        try:
            task, skip = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own parent's
        except (EOFError, OSError):
            return
        _work(pipe, handler, context, task, skip)
        _tell(pipe, _END, None)


def _work(pipe: Connection, handler: Handler[T, S, R], context: object, task: T, skip: int) -> None:
    try:
        for step in handler(context, task, skip):
            content = step.thing if isinstance(step, Started) else step.result
            _tell(pipe, type(step).__name__, content)
    except MemoryError:
        os._exit(1)
    except BaseException:  # noqa: BLE001 - a panic of the native parser is no Exception; told whole
        import traceback

        _tell(pipe, _FAULT, traceback.format_exc())


def _tell(pipe: Connection, kind: str, content: object) -> None:
    pipe.send_bytes(pickle.dumps((kind, content), pickle.HIGHEST_PROTOCOL))


def _silence_native_errors() -> None:
    """What a native parser prints while it dies is no use to anybody; faults of ours are told."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
