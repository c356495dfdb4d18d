"""Let one process at a time keep a place current: a lock that ends with its process.

The operating system holds the lock, so a crash leaves nothing that would stop the next run: at
most a small file, which the next run takes over and removes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class AlreadyRunningError(OSError):
    """Another process holds the lock."""


@contextmanager
def single_run(path: Path) -> Iterator[None]:
    """Hold the lock file at ``path`` while within; AlreadyRunningError where another does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise AlreadyRunningError(str(path)) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        try:
            yield
        finally:
            _remove(handle, path)
    finally:
        with suppress(OSError):
            os.close(handle)


def _remove(handle: int, path: Path) -> None:
    """Take the file away while it is held; Windows only lets a closed one go."""
    if sys.platform == "win32":
        os.close(handle)
    with suppress(OSError):
        path.unlink()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
