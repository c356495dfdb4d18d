"""Work done in processes that may hang, grow or die: what they were doing is lost, nothing else.

A native parser can abort its process, and no `try` holds that. Each worker takes one task at a
time, says what it is about to touch before it touches it, and sends back small records. When it
dies or is late, the thing it touched is given back as `Lost`, a new worker takes its place and
goes on behind it. What is late at first is tried again behind all others (`turns`).

The handler must be a function at the top of a module: on Windows and macOS (and wherever threads
run) workers are started afresh and import it by name. On Linux they are forked, which costs 2 ms.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar

from sorchor_xl.workbooks.memory_limits import limit_memory
from sorchor_xl.workbooks.turns import Limits, Turn, Turns
from sorchor_xl.workbooks.worker_life import begin, held_back_signals, tie

__all__ = ["Cause", "Done", "Handler", "Limits", "Lost", "Started", "run"]

T = TypeVar("T")
"""A task."""
S = TypeVar("S")
"""What is about to be touched."""
R = TypeVar("R")
"""What came of it."""


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
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Lost(Generic[T, S]):
    """A worker did not come back; ``thing`` is None where it died before it said what it touched.

    ``detail`` is our own traceback where the cause is a FAULT of this program. ``behind`` is how
    many things of the task were given before; UNTRIED without a thing means all behind those.
    """

    task: T
    thing: S | None
    cause: Cause
    detail: str = ""
    behind: int = 0


Handler = Callable[[Any, T, int], Iterator[Started[S] | Done[R]]]
"""(context, task, how many things to skip) → what it is about to touch, and what came of it."""


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    turn: Turn | None = None
    after: Turn | None = None
    """Lies in its pipe already, so that it need not wait for us between two tasks."""
    started: int = 0
    thing: Any = None
    since: float = 0.0
    deadline: float = float("inf")

    @property
    def is_idle(self) -> bool:
        """Whether it has started and waits for a task."""
        return self.turn is None and self.deadline == float("inf")

    def expect(self, seconds: float) -> None:
        """Something must be heard within so many seconds from now."""
        self.since = time.monotonic()
        self.deadline = self.since + seconds


_READY: Final = b"r"
_STARTED: Final = b"s"
_DONE: Final = b"d"
_FAULT: Final = b"f"
_END: Final = b"e"
_START_SECONDS: Final = 60.0
_AT_ONCE: Final = 0.001
"""Seconds in which a worker that is at its end says so, behind its last result."""


def run(
    handler: Handler[T, S, R],
    context: object,
    tasks: Sequence[T],
    limits: Limits,
    put_last: Callable[[], None] | None = None,
) -> Iterator[R | Lost[T, S]]:
    """Results as they come, in no order; each thing touched gives one result or one `Lost`.

    ``put_last`` is told each time something is too slow at first and comes behind all others.
    """
    if not tasks:
        return
    pool = _Pool(handler, context, tasks, limits)
    pool.put_last = put_last
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
        self.turns = Turns(len(tasks), limits)
        self.process = _process_context()
        self.workers: list[_Worker] = []
        try:
            for _ in range(limits.count(len(tasks))):
                self.workers.append(self._start())
        except BaseException:
            self.close()
            raise

    put_last: Callable[[], None] | None = None

    def results(self) -> Iterator[R | Lost[T, S]]:
        """Serve the workers until no task is left."""
        while self.turns or any(worker.turn for worker in self.workers):
            for worker in self._speaking():
                yield from self._hear(worker)
            for worker in [w for w in self.workers if w.deadline < time.monotonic()]:
                yield from self._replace(worker, Cause.LATE)
            for worker in [w for w in self.workers if w.is_idle]:
                yield from self._give(worker)

    def close(self) -> None:
        """End every worker, busy or not."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()

    def _start(self) -> _Worker:
        ours, theirs = self.process.Pipe()
        forked = self.process.get_start_method() == "fork"
        inherited = (ours, *(worker.pipe for worker in self.workers)) if forked else ()
        birth = _Birth(os.getpid(), inherited, self.limits.memory)
        work = (theirs, birth, self.handler, self.context)
        process = self.process.Process(target=_serve, args=work, daemon=True)  # type: ignore[attr-defined] # every concrete context has it
        with held_back_signals():
            process.start()
        tie(process)
        theirs.close()
        worker = _Worker(process, ours)
        worker.expect(_START_SECONDS)
        return worker

    def _speaking(self) -> list[_Worker]:
        """Workers with something to say, or gone, before the next deadline."""
        by_pipe = {worker.pipe: worker for worker in self.workers}
        soonest = min(worker.deadline for worker in self.workers)
        timeout = max(0.0, min(soonest - time.monotonic(), _START_SECONDS))
        return [by_pipe[pipe] for pipe in connection.wait([*by_pipe], timeout)]  # type: ignore[index] # only pipes were given

    def _hear(self, worker: _Worker) -> Iterator[R | Lost[T, S]]:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            yield from self._replace(worker, Cause.DIED)
            return
        kind, content = message[:1], message[1:]
        took, turn = time.monotonic() - worker.since, worker.turn
        if kind in {_READY, _END} or turn is None:
            yield from self._give(worker)
            return
        self.turns.spend(turn, took)
        worker.expect(self.limits.deadline(turn))
        if kind == _STARTED:
            worker.started, worker.thing = worker.started + 1, _told(content)
        elif kind == _DONE:
            worker.thing = None
            behind: list[R | Lost[T, S]] = []
            if self.turns.over_budget(turn):
                self._break_off(worker, turn)
            elif worker.after is None and connection.wait([worker.pipe], _AT_ONCE):
                behind = [*self._hear(worker)]  # it gets its next task before we look at this one
            yield _told(content)
            yield from behind
        else:
            yield self._lost(worker, turn, Cause.FAULT, _told(content))
            self._go_on(worker, turn)

    def _give(self, worker: _Worker) -> Iterator[Lost[T, S]]:
        """The next task, if there is one; what may cost no more is told as untried."""
        had, worker.after = worker.after, None
        worker.turn, worker.thing, worker.deadline = None, None, float("inf")
        while had is not None or self.turns:
            turn = had or self.turns.next()
            if self.turns.untried(turn):
                yield Lost(self.tasks[turn.task], turn.thing, Cause.UNTRIED, behind=turn.skip)
                continue
            worker.turn, worker.started = turn, turn.skip
            worker.expect(self.limits.deadline(turn))
            if had is None and not self._send(worker, turn):  # it died while idle
                worker.turn, worker.deadline = None, 0.0
                return
            after = self.turns.ahead(len(self.workers))
            worker.after = after if after is not None and self._send(worker, after) else None
            return

    def _send(self, worker: _Worker, turn: Turn) -> bool:
        """Whether it could be sent; what could not is lost to no one."""
        try:
            worker.pipe.send_bytes(pickle.dumps((self.tasks[turn.task], turn.skip, turn.most)))
        except OSError:
            self.turns.again(turn)
            return False
        return True

    def _lost(self, worker: _Worker, turn: Turn, cause: Cause, detail: str = "") -> Lost[T, S]:
        return Lost(self.tasks[turn.task], worker.thing, cause, detail, turn.skip)

    def _replace(self, worker: _Worker, cause: Cause) -> Iterator[R | Lost[T, S]]:
        """A new worker for one that is gone or late; what it touched is lost, the rest goes on."""
        self._remove(worker)
        turn = worker.turn
        if turn is None:
            if worker.is_idle or self.turns:
                self._count_stillborn()
        else:
            self.turns.spend(turn, time.monotonic() - worker.since)
            if cause is Cause.LATE and not turn.slow:
                self.turns.put_last(turn, worker.started, worker.thing)
                if self.put_last is not None:
                    self.put_last()
            else:
                yield self._lost(worker, turn, cause)
                self._go_on(worker, turn)
        if self.turns or not self.workers:
            self.workers.append(self._start())

    def _remove(self, worker: _Worker) -> None:
        """End a worker; what it had not begun is given to another."""
        _end(worker)
        self.workers.remove(worker)
        if worker.after is not None:
            self.turns.again(worker.after)

    stillborn = 0

    def _count_stillborn(self) -> None:
        """Workers that never start are our fault, not a file's: say so instead of trying on."""
        self.stillborn += 1
        if self.stillborn > len(self.tasks) + 2:
            raise RuntimeError("worker processes cannot be started on this machine")

    def _break_off(self, worker: _Worker, turn: Turn) -> None:
        """A container that costs too much: its rest comes last, and the others go on."""
        self._remove(worker)
        self.turns.rest(turn, worker.started, lost=False)
        self.workers.append(self._start())

    def _go_on(self, worker: _Worker, turn: Turn) -> None:
        """The rest of a task of which a thing was lost."""
        if worker.thing is not None:
            self.turns.rest(turn, worker.started)
        worker.thing = None


def _process_context() -> BaseContext:
    """Fork where it is safe: on Linux, while no other thread runs that may hold a lock."""
    safe = sys.platform.startswith("linux") and threading.active_count() == 1
    return get_context("fork" if safe else "spawn")


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


@dataclass(frozen=True, slots=True)
class _Birth:
    """What a worker is told about itself: its parent's process id, what it holds and is not its
    own, and the bytes of memory it may take.
    """

    parent: int
    inherited: tuple[Connection, ...]
    memory: int


def _serve(pipe: Connection, birth: _Birth, handler: Handler[T, S, R], context: object) -> None:
    """A worker's life: take a task, say each step, until the pipe is closed."""
    begin(birth.parent, birth.inherited)
    limit_memory(birth.memory)
    try:
        _tell(pipe, _READY, None)
        while True:
            task, skip, most = pickle.loads(pipe.recv_bytes())  # noqa: S301 - our own parent's
            _work(pipe, handler(context, task, skip), most)
            _tell(pipe, _END, None)
    except (EOFError, OSError):
        return


def _work(pipe: Connection, steps: Iterator[Started[S] | Done[R]], most: int | None) -> None:
    """Say each step, up to ``most`` results; None = to the end."""
    done = 0
    try:
        for step in steps:
            if isinstance(step, Started):
                _tell(pipe, _STARTED, step.thing)
            else:
                _tell(pipe, _DONE, step.result)
            done += isinstance(step, Done)
            if done == most:
                return
    except MemoryError:
        os._exit(1)
    except BrokenPipeError:
        raise
    except BaseException:  # noqa: BLE001 - a panic of the native parser is no Exception; told whole
        import traceback

        _tell(pipe, _FAULT, traceback.format_exc())


def _tell(pipe: Connection, kind: bytes, content: object) -> None:
    pipe.send_bytes(kind + pickle.dumps(content, pickle.HIGHEST_PROTOCOL))


def _told(content: bytes) -> Any:
    return pickle.loads(content)  # noqa: S301 - our own worker's
