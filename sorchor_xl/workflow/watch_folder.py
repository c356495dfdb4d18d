"""Keep summary, corrections, board and drafts current while files land in the folder of returns.

The folder is looked at again and again, because events of the system are lost on network shares
and come while a file is half copied. A run starts when the folder has stood still over two looks
and every new file opens; it does just what a run from nothing does, so its results are the same.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.files.single_run import AlreadyRunningError, single_run
from sorchor_xl.files.sniff import is_junk, is_lock, is_unfinished, sniff
from sorchor_xl.files.walk import find_files, read_ordinary
from sorchor_xl.workflow.annotate_returns import annotate_round
from sorchor_xl.workflow.collect_round import CollectedRound, prepare_round, settings_of
from sorchor_xl.workflow.draft_mail import MailRequest, draft_round, drafts_folder
from sorchor_xl.workflow.harmless import WORKBOOK, Output, folder_output
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings
from sorchor_xl.workflow.summarize_round import (
    SummarizeRequest,
    summarize,
    summary_path,
    target_of,
)
from sorchor_xl.workflow.write_board import PAGE, board_beside, board_news, write_board
from sorchor_xl.workflow.write_reports import Written, write_json

INDEX_NAME: Final = "index.html"
LOCK_NAME: Final = ".sorchor-watch.lock"
SECONDS: Final = 5.0
MOST_RESTLESS_LOOKS: Final = 24
"""Looks after which a folder that never stands still is read all the same."""
LOOKS_BEFORE_RETRY: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRequest(SummarizeRequest):
    """What is kept current; ``seconds`` between two looks, ``fixed_day`` the day taken as today.

    ``drafts`` and ``board`` None = the settings' place and beside the summary.
    """

    seconds: float = SECONDS
    fixed_day: date | None = None
    drafts: Path | None = None
    board: Path | None = None

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:
        """All that will be written, given the settings."""
        target = target_of(self, settings)
        page = None if target is None or not target.name else Output(board_path(self, target), PAGE)
        drafts = folder_output(drafts_folder(self.drafts, settings))
        return (*SummarizeRequest.outputs(self, settings), page, drafts)


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """Something that happened: key of a sentence of console.toml and what fills it, and when."""

    at: datetime
    key: str
    params: Mapping[str, Any]


Clock = Callable[[], datetime]
Pause = Callable[[float], None]
Look = Mapping[str, tuple[int, int]]
"""Path → size and time of everything that matters; two equal looks mean that nothing moves."""


def local_now() -> datetime:
    """Now by this machine."""
    return datetime.now().astimezone()


def board_path(request: WatchRequest, summary: Path) -> Path:
    """Where the board stands: beside the summary unless stated."""
    return request.board or board_beside(summary)


def watch(
    request: WatchRequest, *, now: Clock = local_now, pause: Pause = time.sleep
) -> Generator[WatchEvent, None, None]:
    """What happens, event by event, until the caller stops listening or interrupts.

    TaskError where a place is not named, where the folder is not there at the start, or where
    another process keeps the same summary current.
    """
    summary = summary_path(request)
    if summary is None:
        raise TaskError("option_missing", option="--output")
    folder = request.inbox or settings_of([], request).inbox
    if folder is None:
        raise TaskError("option_missing", option="INBOX")
    if not folder.is_dir():
        raise TaskError("missing_folder", path=folder)
    # What would do harm now would do it each time: refused once, before anything is made.
    prepare_round([folder], replace(request, inbox=folder))
    make_folder(summary.parent)
    try:
        with single_run(summary.parent / LOCK_NAME):
            yield from _Watch(request, folder, summary, now, pause).events()
    except AlreadyRunningError as error:
        raise TaskError("watch_twice", path=summary.parent) from error


class _Watch:
    """One watcher: what it saw last, what it has taken in, and what waits."""

    def __init__(
        self, request: WatchRequest, folder: Path, summary: Path, now: Clock, pause: Pause
    ) -> None:
        self.request, self.folder, self.summary = request, folder, summary
        self.now, self.pause = now, pause
        self.settings = settings_of([folder], request)
        self.seen: Look | None = None
        self.taken: Look | None = None
        self.taken_on: date | None = None
        self.restless = self.waited = 0
        self.failure = ""
        self.beside: Written | None = None
        self.last: CollectedRound | None = None

    def events(self) -> Iterator[WatchEvent]:
        """Look, wait, look again; run when it is time to."""
        yield self._event("watch_started", folder=self.folder, seconds=f"{self.request.seconds:g}")
        gone = False
        try:
            while True:
                look = self._look()
                if look is None:
                    if not gone:
                        yield self._event("watch_gone", folder=self.folder)
                    gone, self.seen = True, None
                else:
                    if gone:
                        yield self._event("watch_back", folder=self.folder)
                    gone = False
                    yield from self._settled(look)
                yield from self._move_into_place()
                self.pause(self.request.seconds)
        finally:
            self._leave_board()

    def _event(self, key: str, **params: Any) -> WatchEvent:
        return WatchEvent(self.now(), key, params)

    def _today(self) -> date:
        return self.request.fixed_day or self.now().date()

    def _look(self) -> Look | None:
        """Everything that matters as it lies there; None while the folder is not to be reached."""
        try:
            if not self.folder.is_dir():
                return None
            found = {f.path: _stamp(Path(f.path)) for f in find_files([self.folder])}
        except OSError:
            return None
        settings = self._settings()
        own = (settings.folder / SETTINGS_NAME, settings.register, settings.previous)
        found |= {str(path): _stamp(path) for path in own if path is not None}
        return {path: stamp for path, stamp in found.items() if _matters(Path(path))}

    def _settings(self) -> Settings:
        """The settings as they stand; those of before while the file makes no sense."""
        with suppress(SentenceError):
            self.settings = settings_of([self.folder], self.request)
        return self.settings

    def _settled(self, look: Look) -> Iterator[WatchEvent]:
        """A run, where what lies there is new, stands still and opens."""
        still = look == self.seen
        self.seen = look
        if look == self.taken and self._today() == self.taken_on:
            self.restless = 0
            if self.failure and self._is_time_to_retry():
                yield from self._run(look)
            return
        self.restless += 1
        if self.restless < MOST_RESTLESS_LOOKS and not (still and self._all_open(look)):
            return
        yield from self._run(look)

    def _is_time_to_retry(self) -> bool:
        self.waited += 1
        return self.waited % LOOKS_BEFORE_RETRY == 0

    def _all_open(self, look: Look) -> bool:
        """Whether every file that is new can be opened: a program may still be writing it."""
        before = self.taken or {}
        return all(_opens(path) for path, stamp in look.items() if before.get(path) != stamp)

    def _run(self, look: Look) -> Iterator[WatchEvent]:
        """Do what a run from nothing does; what cannot be done is said once and tried again."""
        new = [path for path, stamp in look.items() if (self.taken or {}).get(path) != stamp]
        self.restless = 0
        self.taken, self.taken_on = look, self._today()
        self._take_back_beside()
        try:
            written = self._write_everything()
        except (SentenceError, OSError) as error:
            if str(error) != self.failure:
                yield self._event("watch_failed", why=error)
            self.failure = str(error)
            return
        self.failure, self.waited = "", 0
        if written.path != written.wanted:
            self.beside = written
            yield self._event("wrote_beside", wanted=written.wanted, path=written.path)
        yield self._event("watch_ran", files=len(new), **self._counts())

    def _counts(self) -> Mapping[str, int]:
        if self.last is None:
            return {}
        results = self.last.results
        came = sum(a.received_on is not None for a in results.amphoes)
        return {
            "received": came,
            "amphoes": len(results.amphoes),
            "complete": len(results.complete),
            "tambons": len(results.tambons),
        }

    def _write_everything(self) -> Written:
        """Summary, JSON, corrections, drafts and board; where the summary went."""
        request = replace(self.request, as_of=self._today(), inbox=self.folder)
        collected, outputs = summarize(request)
        written = [*outputs]
        summary = [w for w in written if w.wanted.suffix == WORKBOOK][-1]
        results, opened = collected.results, collected.opened
        if request.json_file is not None:
            write_json(results, request.json_file)
        if request.annotate_dir is not None:
            annotate_round(collected, request.annotate_dir)
        mail = MailRequest(output=self.request.drafts, **_shared(request))
        drafted = draft_round(collected, mail)
        news = board_news(results, opened.settings)
        write_board(collected, drafted.folder / INDEX_NAME, drafts=drafted.folder.parent, news=news)
        self.last = collected
        self._write_board(refresh=max(1, round(self.request.seconds)))
        return summary

    def _write_board(self, refresh: int) -> None:
        if self.last is None:
            return
        news = board_news(self.last.results, self.last.opened.settings, refresh)
        page = board_path(self.request, self.summary)
        write_board(self.last, page, drafts=self.request.drafts, news=news)

    def _leave_board(self) -> None:
        """The page stands still once nobody watches."""
        with suppress(SentenceError, OSError):
            self._write_board(refresh=0)

    def _take_back_beside(self) -> None:
        """What was written beside an open summary is written anew by the next run."""
        if self.beside is not None:
            with suppress(OSError):
                self.beside.path.unlink(missing_ok=True)
            self.beside = None

    def _move_into_place(self) -> Iterator[WatchEvent]:
        """Put a summary that was written beside in its place, once nobody has that open."""
        if self.beside is None:
            return
        try:
            self.beside.path.replace(self.beside.wanted)
        except FileNotFoundError:
            self.beside = None
        except OSError:
            return
        else:
            yield self._event("wrote", path=self.beside.wanted)
            self.beside = None


def _shared(request: SummarizeRequest) -> Mapping[str, Any]:
    """The values of a request that a request of mails takes too."""
    taken = {f.name for f in fields(MailRequest)} & {f.name for f in fields(request)}
    kept = taken - {"output", "annotate_dir", "json_file"}
    return {name: getattr(request, name) for name in kept}


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time; of what is not there (-1, 0)."""
    try:
        status = path.stat(follow_symlinks=False)
    except OSError:
        return (-1, 0)
    return (status.st_size, status.st_mtime_ns)


def _matters(path: Path) -> bool:
    """Lock marks and half-loaded files come and go without anything to take in."""
    name = path.name
    if is_lock(name) or is_junk(name) or name.startswith(".sorchor-"):
        return False
    return not is_unfinished(name) or _is_whole(path)


def _is_whole(path: Path) -> bool:
    """Whether a file named like a half-loaded one holds what a run would read."""
    try:
        return sniff(read_ordinary(str(path)), path.name) is not FileKind.JUNK
    except OSError:
        return False


def _opens(path: str) -> bool:
    if not os.path.isfile(path) or os.path.islink(path):  # noqa: PTH113, PTH114 - a shown path
        return True
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except PermissionError:
        return os.name != "nt"
    except OSError:
        return False
    os.close(handle)
    return True
