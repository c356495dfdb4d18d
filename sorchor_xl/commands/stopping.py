"""Being stopped: Ctrl-C, the end of the session, a request to end. What is open is put away first.

A signal becomes a `SystemExit`, so that workers are ended and temporary files removed on the way
out; a second one is not waited for. What is put away may fail at it (a zip left open by halves
cannot be closed), and its error takes the signal's place: the signal is then looked for behind it.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Final, TypeVar

_STOPS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""By name: no system knows all of them."""
_BY_SIGNAL: Final = 128
T = TypeVar("T", bound=BaseException)


@contextmanager
def orderly_stop() -> Iterator[None]:
    """Within it a signal to stop ends the program in order, with exit code 128 + its number.

    One may stand within another: what stops the inner one has been said when it comes out.
    """
    before = {}
    for name in _STOPS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _stop)
    try:
        yield
    except BaseException as error:
        stopped = behind(error, StoppedError)
        if stopped is None:
            raise
        if not stopped.is_told:
            _say_so()
            stopped.is_told = True
        raise stopped from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class StoppedError(SystemExit):
    """A signal asked the program to end."""

    is_told = False


def behind(error: BaseException, kind: type[T]) -> T | None:
    """The error of a kind that is, or was being handled when it came to, ``error``; None = none."""
    one: BaseException | None = error
    while one is not None and not isinstance(one, kind):
        one = one.__context__
    return one


def _stop(number: int, _frame: FrameType | None) -> None:
    """Leave; the next signal of the kind ends the process at once."""
    signal.signal(number, signal.SIG_DFL)
    sys.unraisablehook = _pass_over
    raise StoppedError(_BY_SIGNAL + number)


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
