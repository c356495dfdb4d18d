"""Files that a run writes anew or takes away again: only what we wrote and nobody changed.

A folder keeps a record of what was written to it, for whom, and with which bytes. What an earlier
run wrote and no longer holds is removed; a file that somebody changed, or that we did not write, is
never touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from sorchor_xl.files.atomic_writing import write_bytes, write_text
from sorchor_xl.files.long_paths import make_folder, reachable

RECORD: Final = ".sorchor-written.json"


@dataclass(frozen=True, slots=True)
class _Ours:
    """Whom a file is for, and the SHA-256 of what we wrote."""

    of: str
    sha256: str


class OwnFiles:
    """The files of ours in a folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._record = _read(reachable(folder / RECORD))
        self._written: set[str] = set()
        self.kept: list[Path] = []
        """Files of somebody else that stood where one was to be written: it went beside."""

    def write(self, name: str, content: bytes, of: str) -> Path:
        """Write a file for somebody (a code); the path it went to.

        A file that somebody changed, or saved there himself, may hold what he typed: it is kept.
        """
        make_folder(self.folder)
        free = next(n for n in _names(name) if self._may_replace(n))
        if free != name:
            self.kept.append(self.folder / name)
        path = write_bytes(self.folder / free, content)
        self._written.add(path.name)
        self._record[path.name] = _Ours(of, hashlib.sha256(content).hexdigest())
        return path

    def close(self, looked_at: Collection[str]) -> tuple[Path, ...]:
        """Remove what was written before for those looked at and was not written now.

        Returns what was removed. A file that was changed since stays, and is forgotten.
        """
        gone = [
            name
            for name, entry in self._record.items()
            if entry.of in looked_at and name not in self._written
        ]
        removed = tuple(path for name in gone if (path := self._remove(name)) is not None)
        if gone or self._written:
            listed = {n: [e.of, e.sha256] for n, e in sorted(self._record.items())}
            write_text(self.folder / RECORD, json.dumps(listed, ensure_ascii=False, indent=1))
        return removed

    def _may_replace(self, name: str) -> bool:
        """Whether nothing stands under a name, or only what we wrote."""
        entry = self._record.get(name)
        try:
            content = reachable(self.folder / name).read_bytes()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return entry is not None and hashlib.sha256(content).hexdigest() == entry.sha256

    def _remove(self, name: str) -> Path | None:
        entry, path = self._record.pop(name), reachable(self.folder / name)
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
                return None
            path.unlink()
        except OSError:
            return None
        return self.folder / name


def _names(name: str) -> Iterator[str]:
    """The name, then with (2), (3) … before its ending."""
    path = Path(name)
    yield name
    yield from (f"{path.stem} ({number}){path.suffix}" for number in count(2))


def _read(path: Path) -> dict[str, _Ours]:
    """A record by file name; empty where there is none or it cannot be understood."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name): _Ours(str(of), str(sha256))
            for name, (of, sha256) in listed.items()
            if Path(name).name == name
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
