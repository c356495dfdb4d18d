"""Which files stand in the folders given, told without opening one.

Only ordinary files are ever opened: a link may point anywhere, opening a pipe blocks for ever, and
a folder may be called x.xlsx. Between the look and the opening the file may have been swapped, so
the opened file is looked at again.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Final

from sorchor_xl.files.file_kinds import RETURN_ENDINGS, FileKind
from sorchor_xl.files.long_paths import reachable
from sorchor_xl.files.member_names import decode_name, tidy_name
from sorchor_xl.files.sniff import is_junk, is_lock, is_unfinished
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
_LOST: Final = re.compile("[\ud800-\udfff]")
"""Stands for bytes of a name that are no UTF-8."""
_MOUNT_POINT: Final = 0xA0000003
DEPTH_LIMIT: Final = 64
"""How many folders deep files are looked for."""
NO_TIME: Final = datetime(1970, 1, 1, tzinfo=THAI_TIME)
"""Stands for a file's time where that is no date: before all others, so it never wins."""
_PLAUSIBLE: Final = range(1971, 3000)
"""Years of a file; พ.ศ. set as ค.ศ. is among them."""


class NotReadableError(OSError):
    """A file that cannot or must not be read; ``kind`` says why."""

    def __init__(self, kind: FileKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Found:
    """A thing in a folder: path as shown, path to open, and its kind where that is known already.

    ``received`` is the file's time, in Thai time; ``size`` is in bytes. ``unseen`` is how many
    files stand within a folder that is not searched. ``odd_time`` marks a time that is no date.
    """

    shown: str
    path: str
    received: datetime
    size: int
    kind: FileKind | None = None
    unseen: int = 0
    odd_time: bool = False

    @property
    def name(self) -> str:
        """Name without folders."""
        return PurePath(self.path).name


def find_files(paths: Sequence[Path]) -> tuple[Found, ...]:
    """Everything in the files and folders given, in the order of the paths shown.

    Sub-folders are searched; links are not, and hidden folders are only counted. OSError for a
    path that is not there, or a folder that cannot be listed.
    """
    found = [entry for root in paths for entry in _under(root, several=len(paths) > 1)]
    return tuple(sorted(_told_apart(found), key=lambda entry: (entry.shown, entry.path)))


def shown_name(name: str) -> str:
    """A name as it can be shown and written: no lone surrogates, no control characters.

    On Linux a name is bytes; those of an old Thai system are cp874.
    """
    if not name or name.isprintable():
        return name
    if not name.isascii() and _LOST.search(name):
        name = decode_name(os.fsencode(name))
    return tidy_name(name)


def _under(root: Path, *, several: bool) -> Iterator[Found]:
    reached = reachable(root)
    if not reached.is_dir():
        yield _look(shown_name(root.name), os.path.realpath(reached), reached.stat())
        return
    os.scandir(reached).close()  # not to be listed: nobody is missing who may lie in it
    prefix = f"{shown_name(reached.resolve().name)}/" if several else ""
    waiting = [(os.fspath(reached), prefix, 0)]
    while waiting:
        folder, shown, depth = waiting.pop()
        for found in _in_folder(folder, shown):
            if not found.is_folder:
                yield found.found
            elif depth + 1 >= DEPTH_LIMIT:
                unseen = _count_files(found.found.path)
                yield replace(found.found, kind=FileKind.TOO_DEEP, unseen=unseen)
            else:
                waiting.append((found.found.path, f"{found.found.shown}/", depth + 1))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A thing of a folder, and whether it is a folder still to be searched."""

    found: Found
    is_folder: bool = False


def _in_folder(folder: str, prefix: str) -> Iterator[_Entry]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _Entry(_unreached(prefix.rstrip("/"), folder, error))
        return
    for entry in entries:
        shown = prefix + shown_name(entry.name)
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue  # taken away since the folder was listed
        except OSError as error:
            yield _Entry(_unreached(shown, entry.path, error))
            continue
        if not _is_open_folder(entry.name, status):
            yield _Entry(_look(shown, entry.path, status))
        elif entry.name.startswith(".") or entry.name == "__MACOSX":
            hidden = _look(shown, entry.path, status, FileKind.HIDDEN_FOLDER)
            yield _Entry(replace(hidden, unseen=_count_files(entry.path)))
        else:
            yield _Entry(_look(shown, entry.path, status), is_folder=True)


def _unreached(shown: str, path: str, error: OSError) -> Found:
    """A thing the system does not let us look at: its path is too long, or it is not ours."""
    too_long = error.errno == errno.ENAMETOOLONG
    kind = FileKind.TOO_DEEP if too_long else FileKind.NO_ACCESS
    return Found(shown, path, NO_TIME, 0, kind)


def _count_files(folder: str) -> int:
    """How many files stand in a folder and those within, as far as they can be listed."""
    count, waiting = 0, [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                count += 1
    return count


def _is_open_folder(name: str, status: os.stat_result) -> bool:
    """A folder to search: none that is called like a file, and none that points elsewhere."""
    if not stat.S_ISDIR(status.st_mode) or _points_elsewhere(status):
        return False
    return PurePath(name).suffix.lower() not in RETURN_ENDINGS


def _points_elsewhere(status: os.stat_result) -> bool:
    """A link, or on Windows a junction, which may lead round in circles."""
    junction = getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT
    return stat.S_ISLNK(status.st_mode) or junction


def _look(shown: str, path: str, status: os.stat_result, kind: FileKind | None = None) -> Found:
    name = PurePath(path).name
    received = _time(status.st_mtime)
    known = kind or _kind(name, status)
    odd = received is None
    return Found(shown, path, received or NO_TIME, status.st_size, known, odd_time=odd)


def _time(seconds: float) -> datetime | None:
    """A file's time in Thai time; None where it is none that a file of today can have."""
    try:
        moment = datetime.fromtimestamp(seconds, THAI_TIME)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in _PLAUSIBLE else None


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
        return FileKind.JUNK if is_unfinished(name) else FileKind.EMPTY
    return FileKind.TOO_LARGE if status.st_size > FILE_LIMIT else None


def _told_apart(found: Iterable[Found]) -> Iterator[Found]:
    """Two things shown alike are shown by their whole paths; one thing given twice stands once.

    Where even those look alike (names in two code pages), the second is numbered.
    """
    things: dict[tuple[str, str], Found] = {}
    for entry in found:
        folder, name = os.path.split(entry.path)
        things.setdefault((_real(folder), name), entry)
    unique = things.values()
    counts = Counter(entry.shown for entry in unique)
    seen: Counter[str] = Counter()
    for entry in unique:
        shown = entry.shown if counts[entry.shown] == 1 else _whole_path(entry.path)
        seen[shown] += 1
        number = f" [{seen[shown]}]" if seen[shown] > 1 else ""
        yield replace(entry, shown=shown + number)


@lru_cache(maxsize=1024)
def _real(folder: str) -> str:
    """Where a folder really lies, by whatever steps or link it was named."""
    return os.path.realpath(folder)


def _whole_path(path: str) -> str:
    return "/".join(shown_name(part) for part in path.replace(os.sep, "/").split("/"))


def read_ordinary(path: str, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of an ordinary file; `NotReadableError` for anything else, or if over ``limit``."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise NotReadableError(FileKind.NO_ACCESS) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotReadableError(FileKind.SPECIAL)
    with os.fdopen(handle, "rb") as file:
        try:
            data = file.read(limit + 1)
        except OSError as error:
            raise NotReadableError(FileKind.NO_ACCESS) from error
    if len(data) > limit:
        raise NotReadableError(FileKind.TOO_LARGE)
    return data
