"""Which files stand in the folders given, told without opening one.

Only ordinary files are ever opened: a link may point anywhere, opening a pipe blocks for ever, and
a folder may be called x.xlsx. Between the look and the opening the file may have been swapped, so
the opened file is looked at again.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Final

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import is_junk, is_lock
from sorchor_xl.files.zip_view import THAI_TIME

FILE_LIMIT: Final = 20 * 1024 * 1024
"""Largest file that is opened, in bytes; of 2,808 real workbooks none came near."""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_FILE_ENDINGS: Final = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".zip", ".eml", ".msg"}
)
_MOUNT_POINT: Final = 0xA0000003


class NotReadableError(OSError):
    """A file that cannot or must not be read; ``kind`` says why."""

    def __init__(self, kind: FileKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Found:
    """A thing in a folder: path as shown, path to open, and its kind where that is known already.

    ``received`` is the file's time, in Thai time; ``size`` is in bytes.
    """

    shown: str
    path: str
    received: datetime
    size: int
    kind: FileKind | None = None

    @property
    def name(self) -> str:
        """Name without folders."""
        return PurePath(self.path).name


def find_files(paths: Sequence[Path]) -> tuple[Found, ...]:
    """Everything in the files and folders given, in the order of the paths shown.

    Sub-folders are searched, links and hidden folders are not. OSError for a path that is not
    there.
    """
    found = [entry for root in paths for entry in _under(root, several=len(paths) > 1)]
    return tuple(sorted(_told_apart(found), key=lambda entry: (entry.shown, entry.path)))


def _under(root: Path, *, several: bool) -> Iterator[Found]:
    if not root.is_dir():
        yield _look(root.name, os.path.realpath(root), root.stat())
        return
    prefix = f"{root.resolve().name}/" if several else ""
    yield from _in_folder(os.fspath(root), prefix)


def _in_folder(folder: str, prefix: str) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:
        yield _look(prefix.rstrip("/"), folder, Path(folder).lstat(), FileKind.NO_ACCESS)
        return
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # taken away since the folder was listed
        if not _is_open_folder(entry.name, status):
            yield _look(prefix + entry.name, entry.path, status)
        elif not entry.name.startswith(".") and entry.name != "__MACOSX":
            yield from _in_folder(entry.path, f"{prefix}{entry.name}/")


def _is_open_folder(name: str, status: os.stat_result) -> bool:
    """A folder to search: none that is called like a file, and none that points elsewhere."""
    if not stat.S_ISDIR(status.st_mode) or _points_elsewhere(status):
        return False
    return PurePath(name).suffix.lower() not in _FILE_ENDINGS


def _points_elsewhere(status: os.stat_result) -> bool:
    """A link, or on Windows a junction, which may lead round in circles."""
    junction = getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT
    return stat.S_ISLNK(status.st_mode) or junction


def _look(shown: str, path: str, status: os.stat_result, kind: FileKind | None = None) -> Found:
    name = PurePath(path).name
    received = datetime.fromtimestamp(status.st_mtime, THAI_TIME)
    return Found(shown, path, received, status.st_size, kind or _kind(name, status))


def _kind(name: str, status: os.stat_result) -> FileKind | None:
    mode = status.st_mode
    if _points_elsewhere(status):
        return FileKind.LINK
    if stat.S_ISDIR(mode):
        return FileKind.FOLDER
    if not stat.S_ISREG(mode):
        return FileKind.SPECIAL
    if is_junk(name):
        return FileKind.JUNK
    if status.st_size == 0 and not is_lock(name):
        return FileKind.EMPTY
    return FileKind.TOO_LARGE if status.st_size > FILE_LIMIT else None


def _told_apart(found: Iterable[Found]) -> Iterator[Found]:
    """Two things shown alike are shown by their whole paths; one thing given twice stands once."""
    unique = {entry.path: entry for entry in found}.values()
    counts = Counter(entry.shown for entry in unique)
    for entry in unique:
        if counts[entry.shown] == 1:
            yield entry
        else:
            yield Found(entry.path, entry.path, entry.received, entry.size, entry.kind)


def read_ordinary(path: str, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of an ordinary file; `NotReadableError` for anything else, or if over ``limit``."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise NotReadableError(FileKind.NO_ACCESS) from error
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotReadableError(FileKind.SPECIAL)
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise NotReadableError(FileKind.NO_ACCESS) from error
    if len(data) > limit:
        raise NotReadableError(FileKind.TOO_LARGE)
    return data
