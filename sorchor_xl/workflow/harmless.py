"""No output harms what it was made from: said, and refused, before anything is written.

Every use case that writes a file states what it reads and what it will write. An output must not be
a file that is read, by whatever name, link or letter case; it must not lie where strangers' files
land, or it would be read as a return; two outputs must not be one; and its name must say what it
is, or a double click opens nothing.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Final

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.files.temporary_files import clear_dead, keep_temporaries_together
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings, find_settings, read_settings

WORKBOOK, JSON, PDF = ".xlsx", ".json", ".pdf"
_THAI_NAME: Final = "ก"
_OF_A_PLACE: Final = re.compile(r"\d{4}_.*\.(?:xlsx|eml|txt)", re.DOTALL)
"""How the files begin that are written one for each อำเภอ."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that will be written, with the ending of its kind; or a folder, with "".

    ``names`` tells which names files written to the folder may have.
    """

    path: Path
    ending: str = ""
    names: re.Pattern[str] = _OF_A_PLACE


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What a use case reads and what it will write; None in any of them = not asked for.

    ``inboxes`` are folders (or single files) of returns; ``reads`` are the province's own files.
    """

    inboxes: tuple[Path | None, ...] = ()
    reads: tuple[Path | None, ...] = ()
    writes: tuple[Output | None, ...] = ()


def workbook_output(path: Path | None) -> Output | None:
    """A workbook that will be written; None where none is asked for."""
    return None if path is None else Output(path, WORKBOOK)


def json_output(path: Path | None) -> Output | None:
    """A JSON file that will be written; None where none is asked for."""
    return None if path is None else Output(path, JSON)


def folder_output(path: Path | None, names: re.Pattern[str] = _OF_A_PLACE) -> Output | None:
    """A folder that will be written to; None where none is asked for."""
    return None if path is None else Output(path, names=names)


def begin_run() -> None:
    """What comes before all else in a process: what it strews about goes with it."""
    keep_temporaries_together()


def require_thai_names() -> None:
    """TaskError where the system's character set cannot spell the names of our own files."""
    try:
        os.fsencode(_THAI_NAME)
    except UnicodeEncodeError as error:
        raise TaskError("no_thai_names", encoding=sys.getfilesystemencoding()) from error


def prepare_outputs(plan: FilePlan) -> None:
    """TaskError where an output of a plan would harm something, or has the name of another kind.

    Where none does, what killed runs left half written beside the outputs is cleared.
    """
    _refuse_harm(plan)
    for output in plan.writes:
        if output is not None:
            clear_dead(output.path.parent if output.ending else output.path)


def refuse_among_returns(folder: Path) -> None:
    """TaskError for a folder that a round is to be made in, where returns of another one land."""
    for place in dict.fromkeys((Path().resolve(), *folder.resolve().parents)):
        settings = find_settings(place)
        inbox = read_settings(settings).inbox if settings else None
        if inbox is not None and _is_within(folder, inbox):
            raise TaskError("output_in_inbox", path=folder, inbox=inbox)


def _refuse_harm(plan: FilePlan) -> None:
    writes = [output for output in plan.writes if output is not None]
    for output in writes:
        _refuse_wrong_kind(output)
    for one, other in permutations(writes, 2):
        if _is_same(one.path, other.path) or _may_replace(one, other.path):
            raise TaskError("outputs_same", path=other.path)
    inboxes = [path for path in plan.inboxes if path is not None]
    reads = [path for path in plan.reads if path is not None]
    for output in writes:
        for inbox in inboxes:
            if _is_within(output.path, inbox):
                raise TaskError("output_in_inbox", path=output.path, inbox=inbox)
        for read in (*reads, *_linked(output.path, inboxes)):
            if _is_same(output.path, read) or _may_replace(output, read):
                raise TaskError("output_is_input", path=output.path, read=read)


def _refuse_wrong_kind(output: Output) -> None:
    path = output.path
    if not output.ending:
        if path.exists() and not path.is_dir():
            raise TaskError("output_no_folder", path=path)
    elif path.is_dir():
        raise TaskError("output_is_folder", path=path, wanted=path / f"summary{output.ending}")
    elif path.suffix.lower() != output.ending:
        raise TaskError("output_wrong_ending", path=path, wanted=_right_name(path, output.ending))


def _right_name(path: Path, ending: str) -> Path:
    """What was most likely meant: without dots and spaces behind, which Windows drops too."""
    bare = path.with_name(path.name.rstrip(". ") or "summary")
    if bare.name == ending:
        return bare.with_name(f"summary{ending}")
    if bare.suffix.lower() in {*_KNOWN_ENDINGS, ending}:
        return bare.with_suffix(ending)
    return Path(f"{bare}{ending}")


_KNOWN_ENDINGS: Final = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".pdf", ".json", ".txt", ".docx"}
)
"""Endings that are replaced by the right one; "สรุป.31" is a name with a dot in it."""


def _plain(path: Path) -> str:
    """Where a path really leads, spelt so that names differing in letter case are the same."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are one place: by name, by link, or by being one file of two names."""
    if _plain(one) == _plain(other):
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def _is_within(path: Path, inbox: Path) -> bool:
    """Whether a path is a place of returns, or lies in it, however deep and by whatever link."""
    if inbox.is_file():
        return _is_same(path, inbox)
    real = Path(os.path.realpath(path))
    return any(_is_same(place, inbox) for place in (real, *real.parents))


def _linked(path: Path, inboxes: Iterable[Path]) -> Iterator[Path]:
    """Files of the inboxes that are the file at a path under another name."""
    try:
        status = path.stat()
    except OSError:
        return
    if status.st_nlink < _TWO_NAMES or path.is_dir():
        return
    for inbox in inboxes:
        for folder, _, names in os.walk(inbox):
            yield from (p for name in names if _is_same(path, p := Path(folder, name)))


_TWO_NAMES: Final = 2


def _may_replace(output: Output, read: Path) -> bool:
    """Whether a file stands in an output folder under a name that is written there."""
    if output.ending or not output.names.fullmatch(read.name):
        return False
    return _is_same(output.path, read.parent)


def province_files(settings: Settings, *others: Path | None) -> tuple[Path | None, ...]:
    """The province's own files of a round, and those named besides: never written over."""
    stated = (settings.roster, settings.rubric, settings.template, settings.previous)
    return (settings.folder / SETTINGS_NAME, *stated, settings.register, *others)
