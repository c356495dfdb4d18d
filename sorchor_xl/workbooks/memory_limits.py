"""How much memory a worker may take, on each system by the means it has.

Linux and other POSIX: an address-space limit. macOS does not keep that limit, so a thread watches
and ends the process. Windows: a job object with a process memory limit. Where a system refuses all
of these, the time limit alone protects.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import Final

OVER_MEMORY: Final = 66
"""Exit code of a worker that the watching thread ended."""

_LOOK_EVERY: Final = 0.05


def limit_memory(most: int) -> None:
    """Keep this process from taking more than ``most`` bytes beyond what it has now."""
    if sys.platform == "win32":
        _limit_job(most)
    else:
        _limit_posix(most)


if sys.platform == "win32":  # pragma: no cover - runs on Windows only
    import ctypes
    from ctypes import wintypes

    from sorchor_xl.workbooks.windows_job import DIE_ON_EXCEPTION, PROCESS_MEMORY, make_job

    def _limit_job(most: int) -> None:
        """Put this process in a job of its own; a system that refuses leaves it as it was."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = make_job(PROCESS_MEMORY | DIE_ON_EXCEPTION, most)
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

else:
    import resource

    def _limit_posix(most: int) -> None:
        """An address-space limit, no core dumps; on macOS a watch instead."""
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "darwin":
            threading.Thread(target=_watch, args=(most + _peak(),), daemon=True).start()
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = _address_space() + most
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))

    def _address_space() -> int:
        """Bytes of address space in use; 0 where the system does not say."""
        try:
            pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def _peak() -> int:
        """Most memory this process ever held, in bytes (macOS counts in bytes, others in KiB)."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024

    def _watch(most: int) -> None:
        while _peak() <= most:
            time.sleep(_LOOK_EVERY)
        os._exit(OVER_MEMORY)
