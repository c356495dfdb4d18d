"""A worker ends with its parent, whatever ended that, and holds nothing that was its parent's.

A parent that was killed cannot say goodbye. Linux ends the child itself when asked to; Windows ends
all of a job when the last handle to it is gone; elsewhere a thread looks whether the parent is
still the same. None of these waits for the work in hand: a native parser may never come back.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Final

_LOOK_EVERY: Final = 0.5
_ORPHANED: Final = 67
"""Exit code of a worker whose parent is gone."""

_STANDARD_STREAMS: Final = (0, 1, 2)


def begin(parent: int, inherited: Iterable[Connection]) -> None:
    """Called first in a worker: ``parent`` is who started it, ``inherited`` what is not its own.

    A forked child has its parent's ends of all pipes; with them open it would never see them end.
    """
    for pipe in inherited:
        pipe.close()
    _answer_signals()
    _leave_streams()
    _end_with(parent)


@contextmanager
def held_back_signals() -> Iterator[None]:
    """While a child is forked no signal is handled: it would run the parent's clean-up twice."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer_signals() -> None:
    """Ctrl-C goes to the whole group: the parent ends its workers. The rest ends them at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())


def _leave_streams() -> None:
    """A worker says nothing: what a native parser prints while it dies is of use to nobody.

    And a script that waits for the end of our output must not wait for a worker.
    """
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in _STANDARD_STREAMS:
        os.dup2(nowhere, stream)
    if nowhere not in _STANDARD_STREAMS:
        os.close(nowhere)


if sys.platform == "win32":  # pragma: no cover - runs on Windows only
    import ctypes
    from ctypes import wintypes

    from sorchor_xl.workbooks.windows_job import DIE_WITH_THE_LAST_HANDLE, make_job

    _JOB: list[wintypes.HANDLE] = []

    def tie(process: BaseProcess) -> None:
        """Put a worker into the job of this process, which ends when its handle is closed."""
        if not _JOB:
            _JOB.append(make_job(DIE_WITH_THE_LAST_HANDLE))
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.AssignProcessToJobObject(_JOB[0], wintypes.HANDLE(process.sentinel))

    def _end_with(parent: int) -> None:
        """The job sees to it; and where a system refused it, the end of the pipe does."""

else:
    import ctypes  # before a worker is forked, which would import it for itself

    def tie(process: BaseProcess) -> None:
        """Nothing to do: the worker itself asks to end with its parent."""

    def _end_with(parent: int) -> None:
        """Ask the system; where it cannot be asked, watch."""
        if not (sys.platform.startswith("linux") and _ask_linux()):
            threading.Thread(target=_watch, args=(parent,), daemon=True).start()
        if os.getppid() != parent:
            os._exit(_ORPHANED)

    def _ask_linux() -> bool:
        """Whether the kernel took the wish to be killed when the parent ends."""
        set_parent_death_signal = 1
        try:
            call = ctypes.CDLL(None, use_errno=True).prctl
        except (OSError, AttributeError):
            return False
        return int(call(set_parent_death_signal, signal.SIGKILL, 0, 0, 0)) == 0

    def _watch(parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_EVERY)
        os._exit(_ORPHANED)
