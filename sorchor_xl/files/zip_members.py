"""The files within a zip, as bytes; nothing is ever written by a member's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.member_names import decode_name, tidy_name
from sorchor_xl.files.sniff import is_junk
from sorchor_xl.files.walk import FILE_LIMIT
from sorchor_xl.files.zip_view import (
    BadZipError,
    Budget,
    Member,
    TooLargeError,
    ZipView,
    open_zip,
    unicode_path,
)

MEMBER_LIMIT: Final = 2000
INFLATED_LIMIT: Final = 100 * 1024 * 1024
"""Bytes that all members of one archive together may come to, counted while inflating."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A file within another: its name, bytes, time, and its kind where that is known already."""

    name: str
    data: bytes = field(repr=False, default=b"")
    received: datetime | None = None
    kind: FileKind | None = None


def zip_members(data: bytes) -> Iterator[Inner]:
    """Every file of a zip in the order of its directory; `BadZipError` where it has none.

    What cannot be inflated is yielded with its kind and without bytes.
    """
    view, budget = open_zip(data, MEMBER_LIMIT), Budget(INFLATED_LIMIT)
    for member in view.members:
        name = tidy_name(unicode_path(member) or decode_name(member.raw_name))
        if name.endswith("/") or name.startswith("__MACOSX/"):
            continue
        yield _inner(view, member, name, budget)


def _inner(view: ZipView, member: Member, name: str, budget: Budget) -> Inner:
    received = member.modified
    if member.is_encrypted:
        return Inner(name, b"", received, FileKind.ZIP_PASSWORD)
    if is_junk(name.rpartition("/")[2]):
        return Inner(name, b"", received, FileKind.JUNK)
    try:
        return Inner(name, view.read(member, Budget(FILE_LIMIT, budget)), received)
    except TooLargeError:
        return Inner(name, b"", received, FileKind.TOO_LARGE)
    except BadZipError:
        return Inner(name, b"", received, FileKind.CORRUPT)
