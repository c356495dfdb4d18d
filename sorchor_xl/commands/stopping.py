"""Being stopped: Ctrl-C, the end of the session, a request to end. What is open is put away first.

A signal becomes a `SystemExit`, so that workers are ended and temporary files removed on the way
out; a second one is not waited for. Another error may take its place on that way: a zip left open
by halves cannot be closed, a library in C tells of its own import that it failed. So the signal is
remembered, and whatever error leaves after it is taken for it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""By name: no system knows all of them."""
_BY_SIGNAL: Final = 128


def stop_signals() -> Iterator[int]:
    """The signals of this system that ask a program to end."""
    return (getattr(signal, name) for name in _STOPS if hasattr(signal, name))


class StopOrder:
    """Whether a signal has asked the program to end, and what it ended with."""

    def __init__(self) -> None:
        self.error: StoppedError | None = None

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Leave; the next signal of the kind ends the process at once."""
        signal.signal(number, signal.SIG_DFL)
        sys.unraisablehook = _pass_over
        self.error = StoppedError(_BY_SIGNAL + number)
        raise self.error


def stop_no_more() -> None:
    """All is written and said: a signal that comes while the interpreter is put away must not turn
    a run that went well into one that failed."""
    for number in stop_signals():
        signal.signal(number, signal.SIG_IGN)


class StoppedError(SystemExit):
    """A signal asked the program to end."""

    is_told = False


_ORDERS: Final[list[StopOrder]] = []
"""The innermost last: it gets the signals."""


def is_stopping() -> bool:
    """Whether a signal has asked what runs now to end, whatever became of its error."""
    return bool(_ORDERS) and _ORDERS[-1].error is not None


@contextmanager
def orderly_stop() -> Iterator[None]:
    """Within it a signal to stop ends the program in order, with exit code 128 + its number.

    One may stand within another: what stops the inner one has been said when it comes out.
    """
    order, before = StopOrder(), {}
    _ORDERS.append(order)
    try:
        for number in stop_signals():
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, order.take)
        yield
    except BaseException as error:
        stopped = error if isinstance(error, StoppedError) else order.error
        if stopped is None:
            raise
        if not stopped.is_told:
            _say_so()
            stopped.is_told = True
        raise stopped from None
    finally:
        _ORDERS.remove(order)
        for number, handler in before.items():
            signal.signal(number, handler)


def _pass_over(_failed: object) -> None:
    """What is half open when the program leaves cannot be put away in order, and says so: nobody
    asked, and the file it meant to write is not there.
    """


def _say_so() -> None:
    """Said on the way out: when the signal came, the words themselves may have been half read."""
    from sorchor_xl.data.console_texts import console_sentence

    said = " / ".join(console_sentence("stopped", lang) for lang in ("th", "en"))
    with suppress(OSError, RuntimeError):  # the terminal is gone, or was being written to
        sys.stderr.write(f"\n{said}\n")
