"""A folder of whatever came back → what each file says.

Files are read in worker processes; one that hangs, grows or kills its reader becomes a finding and
the others go on. Originals are opened for reading only.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol, runtime_checkable

from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.domain.thai.text import fold
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import locked_name
from sorchor_xl.files.unpack import BY_FILE
from sorchor_xl.files.walk import Found, find_files
from sorchor_xl.intake import file_findings
from sorchor_xl.intake.attribution import attributed
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.worker import read_found, with_finding
from sorchor_xl.workbooks.sandbox import Cause, Limits, Lost, run

Progress = Callable[[int, int], None]
"""Told after each file: how many are done, of how many."""


def read_paths(
    paths: Sequence[Path],
    context: ReadContext,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> tuple[ReadFile, ...]:
    """Every file in the files and folders given, in the order of the paths shown.

    OSError for a path that is not there; nothing a file holds makes this raise.
    """
    found = sorted(find_files(paths), key=_from_largest)
    limits = limits or Limits()
    context.prepare()
    read: list[ReadFile] = []
    untried: list[Lost[Found, ReceivedFile]] = []
    for item in run(read_found, context, found, limits, _slow_told(progress, limits)):
        if isinstance(item, Lost) and item.behind and item.thing is None:
            untried.append(item)
        else:
            read.append(
                attributed(_told(item, limits), b"", context) if isinstance(item, Lost) else item
            )
        if progress:
            progress(len(read), max(len(found), len(read)))
    whole = _without_locks(_with_rests(read, untried))
    return tuple(sorted(whole, key=lambda item: item.file.path))


def _from_largest(found: Found) -> int:
    """The largest come first, so that no worker is left alone with one when the others are done."""
    return -found.size


@runtime_checkable
class TellsSlow(Protocol):
    """A progress that can say why the rest takes longer."""

    def slow(self, seconds: float) -> None:
        """Some files are slow: they come last, and may take so many seconds together."""


def _slow_told(progress: Progress | None, limits: Limits) -> Callable[[], None] | None:
    return partial(progress.slow, limits.slow) if isinstance(progress, TellsSlow) else None


def _with_rests(
    read: Sequence[ReadFile], untried: Iterable[Lost[Found, ReceivedFile]]
) -> list[ReadFile]:
    """The containers of which a part was not read say so themselves."""
    rests = {lost.task.shown: lost for lost in untried}
    return [
        with_finding(item, file_findings.rest_not_read(item.file, lost.behind))
        if (lost := rests.get(item.file.path)) is not None
        else item
        for item in read
    ]


def _told(lost: Lost[Found, ReceivedFile], limits: Limits) -> ReadFile:
    """The finding of a file whose reader did not come back."""
    file = lost.thing or _as_received(lost.task)
    if lost.cause is Cause.LATE:
        return ReadFile(file, None, (file_findings.late(file, limits.seconds),))
    if lost.cause is Cause.UNTRIED:
        return ReadFile(file, None, (file_findings.untried(file, limits.slow),))
    if lost.cause is Cause.FAULT:
        reason = lost.detail.strip().rpartition("\n")[2]
        warnings.warn(f"{file.path}: {reason}", RuntimeWarning, stacklevel=2)
    return ReadFile(file, None, (file_findings.died(file),))


def _as_received(found: Found) -> ReceivedFile:
    kind = found.kind or FileKind.UNKNOWN
    return ReceivedFile(found.shown, kind, "", found.received, BY_FILE, found.size)


def _without_locks(read: Iterable[ReadFile]) -> list[ReadFile]:
    """Lock marks beside the file they stand for become a warning about that file."""
    items = {item.file.path: item for item in read}
    beside = _by_place(p for p, item in items.items() if item.file.kind != FileKind.LOCK)
    for path, item in list(items.items()):
        if item.file.kind != FileKind.LOCK:
            continue
        locked = _locked_by(PurePosixPath(path), beside)
        if locked is not None:
            items[locked] = with_finding(
                items[locked], file_findings.open_elsewhere(items[locked].file)
            )
            items[path] = ReadFile(item.file, None, ignored=True)
    return list(items.values())


_Place = tuple[PurePosixPath, str]


def _by_place(paths: Iterable[str]) -> Mapping[_Place, str]:
    """Paths by folder and every name that a lock mark may call them by, the first of each.

    Names as a system compares them: Windows knows no letter case.
    """
    found: dict[_Place, str] = {}
    for text in paths:
        path = PurePosixPath(text)
        for name in (path.name, path.name.removeprefix("__"), path.name[2:]):
            found.setdefault((path.parent, fold(name)), text)
    return found


def _locked_by(lock: PurePosixPath, beside: Mapping[_Place, str]) -> str | None:
    """The file beside a lock mark that it stands for; Excel may cut two letters of a long name."""
    return beside.get((lock.parent, fold(locked_name(lock.name))))
