"""Temporary files that say whose they are, so that those of a run that was killed can be cleared.

The name holds a mark of the machine and the number of the process. A file whose process is gone is
of no use to anybody; one made by another machine on the same share is left for a day.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import sys
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

_MARK: Final = "sorchor"
_NAME: Final = re.compile(rf"\.?{_MARK}-([0-9a-f]{{8}})-(\d+)-.+")
_DAY: Final = 24 * 60 * 60.0


def _machine() -> str:
    # Not platform.node(): on Windows that asks a system service, which is slow and may be missing.
    return f"{zlib.crc32(socket.gethostname().encode('utf-8', 'replace')):08x}"


def new_temporary(folder: Path, suffix: str) -> Path:
    """An empty file of our own in a folder, hidden; OSError where none can be made."""
    prefix = f".{_MARK}-{_machine()}-{os.getpid()}-"
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=folder)
    os.close(handle)
    return Path(name)


def keep_temporaries_together() -> None:
    """Have every library of this process put its temporary files in one folder of ours.

    The folder goes when the process ends; those of processes that were killed go now.
    """
    system = Path(tempfile.gettempdir())
    if _NAME.fullmatch(system.name):
        return  # it is so already
    clear_dead(system)
    prefix = f"{_MARK}-{_machine()}-{os.getpid()}-"
    own = tempfile.mkdtemp(prefix=prefix, dir=system)
    before, tempfile.tempdir = tempfile.tempdir, own
    atexit.register(_forget, own, before, os.getpid())


def _forget(own: str, before: str | None, process: int) -> None:
    """Remove the folder, unless this is a child that was forked."""
    if os.getpid() == process:
        tempfile.tempdir = before
        shutil.rmtree(own, ignore_errors=True)


def clear_dead(folder: Path) -> None:
    """Remove what dead runs left in a folder; what cannot be removed is left."""
    try:
        entries = [entry for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
    except OSError:
        return
    for entry in entries:
        if not _is_dead(entry):
            continue
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with suppress(OSError):
                Path(entry.path).unlink()


def _is_dead(entry: os.DirEntry[str]) -> bool:
    found = _NAME.fullmatch(entry.name)
    if found is None:
        return False
    machine, process = found[1], int(found[2])
    if machine == _machine():
        return not is_running(process)
    try:
        return time.time() - entry.stat(follow_symlinks=False).st_mtime > _DAY
    except OSError:
        return False


if sys.platform == "win32":  # pragma: no cover - runs on Windows only
    import ctypes

    _SYNCHRONIZE: Final = 0x100000
    _STILL_RUNNING: Final = 258

    def is_running(process: int) -> bool:
        """Whether there is a process of that number."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)
        if not handle:
            return False
        waited = kernel.WaitForSingleObject(ctypes.c_void_p(handle), 0)
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return int(waited) == _STILL_RUNNING

else:

    def is_running(process: int) -> bool:
        """Whether there is a process of that number."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except (PermissionError, OverflowError):
            return True
        return True
