"""Byte-identical copies of a return stand as one, by the clocks of all of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.clocks import Clocks, credible
from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.domain.round.results import ReadFile

OF_WHOSE_FORM: Final = frozenset({"E09", "E10", "E64"})
"""Codes that say a form may be somebody else's."""
UNFINISHED: Final = "N74"
"""Said of a workbook that is named like a temporary file."""


def as_shown(path: str) -> str:
    """A path as a person wrote it, in the form that paths are shown in."""
    return unicodedata.normalize("NFC", path.strip().replace("\\", "/"))


@dataclass(frozen=True)
class ReceivedFiles:
    """Files as read, byte-identical copies set aside.

    ``copies``: a copy's path → the path it repeats; ``groups``: a path of ``firsts`` → the file
    itself and all its copies, by whose clocks it is judged.
    """

    every: tuple[ReadFile, ...]
    firsts: tuple[ReadFile, ...]
    copies: Mapping[str, str]
    groups: Mapping[str, tuple[ReceivedFile, ...]]

    def with_others(self, every: Sequence[ReadFile]) -> ReceivedFiles:
        """The same with every file as it was settled."""
        firsts = tuple(r for r in every if r.file.path not in self.copies)
        return replace(self, every=tuple(every), firsts=firsts)

    def arrived(self, file: ReceivedFile, as_of: date) -> datetime:
        """When a file first came: a copy sent later makes nobody late."""
        same = self.groups.get(file.path, (file,))
        return min((f.received for f in same if credible(f, as_of)), default=file.received)

    def clocks(self, item: ReadFile, as_of: date) -> Clocks:
        """When a file came, its copies included, and what the officer says of it."""
        stated = item.submission.info.reported_on if item.submission else None
        return Clocks.of(self.groups[item.file.path], stated, as_of)


def without_copies(read: Iterable[ReadFile], pinned: Container[str]) -> ReceivedFiles:
    """The newest of every copy stands for the others; one that a person decided for before it.

    And one whose name disputes nothing before any that is named after another อำเภอ: the same bytes
    under the right name are no riddle. Of such a name the dispute itself is still told.
    """
    every = sorted(read, key=lambda r: r.file.path)
    by_bytes: dict[str, list[ReadFile]] = {}
    for item in every:
        if item.submission is not None:
            by_bytes.setdefault(item.file.sha256, []).append(item)
    copies: dict[str, str] = {}
    groups: dict[str, tuple[ReceivedFile, ...]] = {}
    for same in by_bytes.values():
        kept = max(same, key=lambda r: (as_shown(r.file.path) in pinned, *_standing(r)))
        copies |= {r.file.path: kept.file.path for r in same if r is not kept}
        groups[kept.file.path] = tuple(r.file for r in same)
    firsts = tuple(r for r in every if r.file.path not in copies)
    return ReceivedFiles(tuple(every), firsts, copies, groups)


def _standing(item: ReadFile) -> tuple[bool, bool, datetime]:
    """Undisputed before disputed, a name of its own before that of a temporary copy; the newest."""
    named_well = all(f.code != UNFINISHED for f in item.findings)
    return not name_disputes(item), named_well, item.file.received


def name_disputes(item: ReadFile) -> tuple[Finding, ...]:
    """What a file's name says against its answers, to the อำเภอ that it names."""
    return tuple(
        f
        for f in item.findings
        if f.code in OF_WHOSE_FORM and not f.where.sheet and not f.tambon_code
    )
