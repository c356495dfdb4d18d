"""From a thing in a folder to named bytes: the file itself, then the files within it.

Archives and mails are opened in one another to a bounded depth: people forward what was forwarded
to them. All that one file holds shares one budget. The date of the outermost mail wins over that of
a member, that over the file's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.files.file_kinds import CONTAINERS, FileKind
from sorchor_xl.files.signed import is_mail_within, name_within, signed_content
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.walk import FILE_LIMIT, Found, NotReadableError, read_ordinary
from sorchor_xl.files.zip_members import (
    INFLATED_LIMIT,
    MEMBER_LIMIT,
    Contents,
    Inner,
    zip_members,
)
from sorchor_xl.files.zip_view import BadContainerError, Budget, TooDeepError

ATTACHMENT_LIMIT: Final = 500
"""Attachments of one mail that are looked at."""
BY_MAIL, BY_ARCHIVE, BY_FILE = "mail", "archive", "file"
JOINT: Final = "!"
"""Stands between a container and the file within, as shown."""


DEPTH_LIMIT: Final = 4
"""How many containers deep a file may lie."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A file with its bytes. ``nested`` marks a container that is not opened for being too deep.

    ``hidden`` and ``beyond`` are how many files within it are not looked at: those of the system,
    and those over the limit. ``words`` and ``sender`` are those of the mail it came in, the
    innermost one's first.
    """

    file: ReceivedFile
    data: bytes = field(repr=False)
    nested: bool = False
    hidden: int = 0
    beyond: int = 0
    words: tuple[str, ...] = ()
    sender: str = ""

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
    yield from _expand(Payload(file, data), _Room(), DEPTH_LIMIT)


@dataclass(slots=True)
class _Room:
    """What is left for all that one file holds, however deep."""

    files: int = field(default_factory=lambda: MEMBER_LIMIT)
    bytes: Budget = field(default_factory=lambda: Budget(INFLATED_LIMIT))


def _unopened(found: Found, kind: FileKind) -> Payload:
    return Payload(ReceivedFile(found.shown, kind, "", found.received, BY_FILE, found.size), b"")


def _received(
    shown: str, kind: FileKind, data: bytes, received: datetime, dated_by: str
) -> ReceivedFile:
    sha256 = hashlib.sha256(data).hexdigest()
    return ReceivedFile(shown, kind, sha256, received, dated_by, len(data))


def _expand(outer: Payload, room: _Room, depth: int) -> Iterator[Payload]:
    if outer.kind not in CONTAINERS:
        yield outer
        return
    if not depth:
        yield Payload(outer.file, outer.data, nested=True)
        return
    try:
        outer, dated, contents = _open(outer, room)
    except TooDeepError:
        yield Payload(outer.file, outer.data, nested=True)
        return
    except BadContainerError:
        yield Payload(replace(outer.file, kind=FileKind.CORRUPT), outer.data)
        return
    if contents.broken:
        yield replace(outer, file=replace(outer.file, kind=FileKind.CORRUPT))
        return
    room.files -= len(contents.files)
    yield replace(outer, hidden=contents.hidden, beyond=contents.beyond)
    for inner in _told_apart(contents.files):
        yield from _expand(_within(outer, inner, dated), room, depth - 1)


def _open(outer: Payload, room: _Room) -> tuple[Payload, tuple[datetime, str] | None, Contents]:
    """The container, with what a mail says; the date it puts on its files; and the files.

    BadContainerError if it is broken.
    """
    if outer.kind is FileKind.ZIP:
        return outer, None, zip_members(outer.data, room.bytes, room.files)
    if outer.kind is FileKind.SIGNED:
        return outer, None, _signed(outer)
    from sorchor_xl.files.mail import read_eml, read_msg

    mail = read_eml(outer.data) if outer.kind is FileKind.EML else read_msg(outer.data)
    most = min(ATTACHMENT_LIMIT, room.files)
    beyond = max(0, len(mail.attachments) - most)
    contents = Contents(mail.attachments[:most], beyond=beyond, broken=mail.broken)
    words, sender = (*mail.words, *outer.words), mail.sender or outer.sender
    told = replace(outer, words=words, sender=sender)
    return told, (mail.sent, BY_MAIL) if mail.sent else None, contents


def _signed(outer: Payload) -> Contents:
    """What was signed: a mail, or a file of the same name."""
    content = signed_content(outer.data)
    if content is None:
        raise BadContainerError("nothing was signed")
    name = name_within(outer.file.path)
    if is_mail_within(content):
        return Contents((Inner(f"{name}.eml", content, kind=FileKind.EML),))
    return Contents((Inner(name, content),))


def _within(outer: Payload, inner: Inner, dated: tuple[datetime, str] | None) -> Payload:
    given = (outer.file.received, outer.file.dated_by)
    received, dated_by = given if dated is None or outer.file.dated_by == BY_MAIL else dated
    if inner.received is not None and dated_by != BY_MAIL:
        received, dated_by = inner.received, BY_ARCHIVE
    kind = inner.kind or sniff(inner.data, inner.name.rpartition("/")[2])
    if len(inner.data) > FILE_LIMIT:
        kind = FileKind.TOO_LARGE
    shown = f"{outer.file.path}{JOINT}{inner.name}"
    file = _received(shown, kind, inner.data, received, dated_by)
    return Payload(file, inner.data, words=outer.words, sender=outer.sender)


def _told_apart(inners: Iterable[Inner]) -> Iterator[Inner]:
    """Files of one name in one container get their place after the name from the second on."""
    seen: Counter[str] = Counter()
    for inner in inners:
        seen[inner.name] += 1
        count = seen[inner.name]
        name = inner.name if count == 1 else f"{inner.name} [{count}]"
        yield Inner(name, inner.data, inner.received, inner.kind)
