"""Paths longer than Windows takes by itself, and folders made on the way to an output.

A round's folder on a network drive, an archive's name and a file's own easily pass 260 characters,
where Windows says "not found" of a file that is there. With a mark in front it takes 32,767.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_MARK: Final = "\\\\?\\"
_SHARE: Final = "\\\\?\\UNC\\"
_SHORT: Final = 150
"""A folder this long leaves no room for the names below it; shorter ones are left as typed."""


def reachable(path: Path) -> Path:
    """The path as Windows opens it at any length; the path itself elsewhere, and where short."""
    if sys.platform != "win32":
        return path
    # abspath, not resolve(): the mark forbids "..", and a link must stay the link that was named.
    absolute = os.path.abspath(path)  # noqa: PTH100 - the reason above
    longer = extended(absolute)
    return path if longer == absolute else Path(longer)


def extended(absolute: str) -> str:
    """An absolute Windows path with the mark for long ones; a network share has one of its own."""
    if len(absolute) < _SHORT or absolute.startswith(_MARK):
        return absolute
    if absolute.startswith("\\\\"):
        return _SHARE + absolute[2:]
    return _MARK + absolute


def as_typed(path: str) -> str:
    """The path without the mark, as Explorer and people write it."""
    if path.startswith(_SHARE):
        return "\\\\" + path.removeprefix(_SHARE)
    return path.removeprefix(_MARK)


def make_folder(path: Path) -> Path:
    """The folder, made with all above it where it is not there yet; OSError where it cannot be."""
    reachable(path).mkdir(parents=True, exist_ok=True)
    return path
