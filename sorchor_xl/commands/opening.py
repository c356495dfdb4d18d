"""Open a file or a folder in the program that this system keeps for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def open_in_its_program(path: Path) -> bool:
    """Whether the system took it: its program is started and not waited for."""
    if sys.platform == "win32":
        try:
            os.startfile(path.resolve())  # noqa: S606 - opened by two clicks is what is asked for
        except OSError:
            return False
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if opener is None or not _has_screen():
        return False
    quiet = subprocess.DEVNULL
    done = subprocess.run(  # noqa: S603 - the system's own opener, a path of ours
        [opener, str(path.resolve())], stdin=quiet, stdout=quiet, stderr=quiet, check=False
    )
    return done.returncode == 0


def _has_screen() -> bool:
    """Whether there is a desktop to open things on: on Linux a display is named."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform == "darwin" or bool(named)
