"""Write a file whole or not at all, and beside its place where somebody has it open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sorchor_xl.data.os_errors import why_not
from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.long_paths import reachable
from sorchor_xl.files.temporary_files import new_temporary

MOST_COPIES: Final = 99


class OutputError(SentenceError, ValueError):
    """An output could not be written or a report not made; the text is one Thai sentence."""


def unwritable(shown: object, error: OSError) -> OutputError:
    """What to raise where the system lets nothing be written, under the name a person knows."""
    return OutputError(sentence("errors.unwritable", path=shown, why=why_not(error)))


def write_atomically(path: Path, write: Callable[[Path], None]) -> Path:
    """Let ``write`` fill a temporary file in the same folder, then move it into place.

    Returns the path written: ``path``, or "name (2).xlsx" where the file is open in another
    program and cannot be replaced. OutputError with a Thai sentence where neither can be.
    """
    place = reachable(path)
    _check_place(place)
    temporary = _temporary(place)
    try:
        write(temporary)
        return path.with_name(_move(temporary, place).name)
    except OSError as error:
        raise unwritable(path.name, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> Path:
    """Bytes as a file, as `write_atomically` writes."""

    def write(place: Path) -> None:
        place.write_bytes(content)

    return write_atomically(path, write)


def write_text(path: Path, text: str) -> Path:
    """Text as a UTF-8 file with plain line ends, as `write_atomically` writes."""
    return write_bytes(path, text.encode("utf-8"))


def _check_place(path: Path) -> None:
    if path.is_dir():
        raise OutputError(sentence("errors.is_folder", path=path))
    if not path.parent.is_dir():
        raise OutputError(sentence("errors.no_folder", path=path.parent))


def _temporary(path: Path) -> Path:
    """A name of our own in the same folder, so that moving it stays within one volume."""
    try:
        return new_temporary(path.parent, path.suffix)
    except OSError as error:
        raise unwritable(path.name, error) from error


def _move(temporary: Path, path: Path) -> Path:
    temporary.chmod(_usual_mode())
    for number in range(1, MOST_COPIES + 1):
        target = path if number == 1 else path.with_stem(f"{path.stem} ({number})")
        if number > 1 and target.exists():
            continue
        try:
            temporary.replace(target)
        except PermissionError:
            if not target.exists():
                raise
        else:
            return target
    raise OutputError(sentence("errors.all_open", path=path.name))


def _usual_mode() -> int:
    """The mode a new file gets by the user's settings; a temporary one is closed to others."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
