"""A terminal for tests: a program in a window of its own, keys typed into it, its words read.

A pseudo-terminal, so that what only a window has is there: a line typed when it is asked for,
Ctrl-C, and a program that knows that somebody is looking. A Windows program gets a true console.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

CTRL_C = "\x03"
_SIZE = struct.pack("HHHH", 60, 240, 0, 0)
"""Lines and columns: wide enough that no sentence is broken."""
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


def _take_the_terminal() -> None:
    """In the new process: Ctrl-C of this terminal is meant for it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A running program and all it has said so far, without colours and moves of the cursor.

    ``raw``: for a program that reads every key itself, from the first on; Ctrl-C stays a signal.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        where: Path,
        environment: Mapping[str, str],
        *,
        raw: bool = False,
    ) -> None:
        self._ours, theirs = pty.openpty()
        if raw:
            mode = termios.tcgetattr(theirs)
            mode[0] &= ~termios.ICRNL
            mode[3] &= ~(termios.ICANON | termios.ECHO)
            termios.tcsetattr(theirs, termios.TCSANOW, mode)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, _SIZE)
        self.process = subprocess.Popen(
            list(map(str, command)),
            cwd=where,
            env=dict(environment),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_the_terminal,  # noqa: PLW1509 - one call of the system, no lock
        )
        os.close(theirs)
        self._bytes = b""
        self._read_to = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    @property
    def said(self) -> str:
        """All it has said."""
        return _CONTROL.sub("", self._bytes.decode("utf-8", "replace"))

    def until(self, words: str, seconds: float = 90) -> str:
        """What was said since the last call, read until the words stand in it."""
        end = time.monotonic() + seconds
        while words not in self.said[self._read_to :]:
            if not self._more() and time.monotonic() > end:
                raise AssertionError(f"{words!r} not within {seconds} s: {self.said[-2000:]}")
        start, self._read_to = self._read_to, len(self.said)
        return self.said[start:]

    def type(self, keys: str, *, enter: bool = True) -> None:
        """Type keys, and Enter after them."""
        os.write(self._ours, (keys + "\r" * enter).encode())

    def end(self, seconds: float = 60) -> int:
        """Its exit code, once it has ended."""
        limit = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < limit:
            self._more()
        while self._more():
            """The rest of what it said."""
        return self.process.wait(timeout=1)

    def _more(self) -> bool:
        """Read what is there; False where nothing came within a moment."""
        if not select.select([self._ours], [], [], 0.2)[0]:
            return False
        try:
            got = os.read(self._ours, 65536)
        except OSError:  # the other side is closed
            got = b""
        self._bytes += got
        return bool(got)
