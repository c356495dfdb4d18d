"""Being stopped: Ctrl-C, the end of the session, a request to end. What is open is put away first.

A signal becomes a `SystemExit`, so that workers are ended and temporary files removed on the way
out; a second one is not waited for.
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


@contextmanager
def orderly_stop() -> Iterator[None]:
    """Within it a signal to stop ends the program in order, with exit code 128 + its number."""
    before = {}
    for name in _STOPS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Say so and leave; the next signal of the kind ends the process at once."""
    from sorchor_xl.data.console_texts import console_sentence

    signal.signal(number, signal.SIG_DFL)
    said = " / ".join(console_sentence("stopped", lang) for lang in ("th", "en"))
    with suppress(OSError, RuntimeError):  # the terminal is gone, or was being written to
        sys.stderr.write(f"\n{said}\n")
    sys.exit(_BY_SIGNAL + number)
