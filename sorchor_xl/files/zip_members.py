"""The files within a zip, as bytes; nothing is ever written by a member's name."""

from __future__ import annotations

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
    OtherMethodError,
    TooLargeError,
    ZipView,
    open_zip,
    unicode_path,
)

MEMBER_LIMIT: Final = 2000
"""Files of one container, of those within it too, that are looked at."""
INFLATED_LIMIT: Final = 100 * 1024 * 1024
"""Bytes that all members of one archive together may come to, counted while inflating."""


@dataclass(frozen=True, slots=True)
class Inner:
    """A file within another: its name, bytes, time, and its kind where that is known already."""

    name: str
    data: bytes = field(repr=False, default=b"")
    received: datetime | None = None
    kind: FileKind | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """The files within a container, and how many of it were not looked at.

    ``hidden`` stand in folders of the system or hidden ones, ``beyond`` are over the limit.
    ``broken`` marks a container whose files cannot be told apart.
    """

    files: tuple[Inner, ...]
    hidden: int = 0
    beyond: int = 0
    broken: bool = False


def zip_members(data: bytes, budget: Budget, most: int = MEMBER_LIMIT) -> Contents:
    """The files of a zip in the order of its directory; `BadZipError` where it has none.

    What cannot be inflated has its kind and no bytes. ``budget`` is spent; at most ``most`` files.
    """
    view = open_zip(data)
    hidden, named = 0, []
    for member in view.members:
        name = tidy_name(unicode_path(member) or decode_name(member.raw_name))
        if name.endswith("/"):
            continue
        if _is_hidden(name):
            hidden += 1
        else:
            named.append((member, name))
    files = tuple(_inner(view, member, name, budget) for member, name in named[:most])
    unlisted = max(0, view.stated - len(view.members))
    return Contents(files, hidden, max(0, len(named) - most) + unlisted)


def _is_hidden(name: str) -> bool:
    """Whether a member stands in a folder that is hidden, or that macOS puts beside the files."""
    folders = name.split("/")[:-1]
    return any(f == "__MACOSX" or (f.startswith(".") and f.strip(".")) for f in folders)


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
    except OtherMethodError:
        return Inner(name, b"", received, FileKind.ARCHIVE)
    except BadZipError:
        return Inner(name, b"", received, FileKind.CORRUPT)
