"""From a thing in a folder to named bytes: the file itself, then the files within it.

An archive is opened one level deep, and so is a mail, in either order: a zip attached to a mail is
opened, a zip in a zip is not. The date of a mail wins over that of a member, that over the file's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.files.file_kinds import CONTAINERS, MAILS, FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.walk import FILE_LIMIT, Found, NotReadableError, read_ordinary
from sorchor_xl.files.zip_members import Inner, zip_members
from sorchor_xl.files.zip_view import BadContainerError

BY_MAIL, BY_ARCHIVE, BY_FILE = "mail", "archive", "file"
JOINT: Final = "!"
"""Stands between a container and the file within, as shown."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A file with its bytes. ``nested`` marks a container that is not opened for being too deep."""

    file: ReceivedFile
    data: bytes = field(repr=False)
    nested: bool = False

    @property
    def kind(self) -> FileKind:
        """What it is."""
        return FileKind(self.file.kind)


def payloads(found: Found) -> Iterator[Payload]:
    """The file, then every file within it; nothing it holds makes this raise."""
    if found.kind is not None:
        yield _unopened(found, found.kind)
        return
    try:
        data = read_ordinary(found.path)
    except NotReadableError as error:
        yield _unopened(found, error.kind)
        return
    file = _received(found.shown, sniff(data, found.name), data, found.received, BY_FILE)
    yield from _expand(Payload(file, data), CONTAINERS)


def _unopened(found: Found, kind: FileKind) -> Payload:
    return Payload(ReceivedFile(found.shown, kind, "", found.received, BY_FILE, found.size), b"")


def _received(
    shown: str, kind: FileKind, data: bytes, received: datetime, dated_by: str
) -> ReceivedFile:
    sha256 = hashlib.sha256(data).hexdigest()
    return ReceivedFile(shown, kind, sha256, received, dated_by, len(data))


def _expand(outer: Payload, openable: frozenset[FileKind]) -> Iterator[Payload]:
    kind = outer.kind
    if kind not in openable:
        yield Payload(outer.file, outer.data, nested=kind in CONTAINERS)
        return
    try:
        dated, inners = _open(outer)
    except BadContainerError:
        yield Payload(_named(outer.file, FileKind.CORRUPT), outer.data)
        return
    yield outer
    still = openable - (MAILS if kind in MAILS else {kind})
    for inner in _told_apart(inners):
        yield from _expand(_within(outer.file, inner, dated), still)


def _named(file: ReceivedFile, kind: FileKind) -> ReceivedFile:
    return ReceivedFile(file.path, kind, file.sha256, file.received, file.dated_by, file.size)


def _open(outer: Payload) -> tuple[tuple[datetime, str] | None, Iterable[Inner]]:
    """The date that a mail puts on its files, and the files; BadContainerError if it is broken."""
    if outer.kind is FileKind.ZIP:
        return None, list(zip_members(outer.data))
    from sorchor_xl.files.mail import read_eml, read_msg

    mail = read_eml(outer.data) if outer.kind is FileKind.EML else read_msg(outer.data)
    return (mail.sent, BY_MAIL) if mail.sent else None, mail.attachments


def _within(outer: ReceivedFile, inner: Inner, dated: tuple[datetime, str] | None) -> Payload:
    received, dated_by = dated or (outer.received, outer.dated_by)
    if inner.received is not None and dated_by == BY_FILE:
        received, dated_by = inner.received, BY_ARCHIVE
    kind = inner.kind or sniff(inner.data, inner.name.rpartition("/")[2])
    if len(inner.data) > FILE_LIMIT:
        kind = FileKind.TOO_LARGE
    shown = f"{outer.path}{JOINT}{inner.name}"
    return Payload(_received(shown, kind, inner.data, received, dated_by), inner.data)


def _told_apart(inners: Iterable[Inner]) -> Iterator[Inner]:
    """Files of one name in one container get their place after the name from the second on."""
    seen: Counter[str] = Counter()
    for inner in inners:
        seen[inner.name] += 1
        count = seen[inner.name]
        name = inner.name if count == 1 else f"{inner.name} [{count}]"
        yield Inner(name, inner.data, inner.received, inner.kind)
