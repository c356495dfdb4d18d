"""Which drafts were made, on which day, for which state: so that none is made twice.

The record is a small JSON file in the folder of the drafts. One that cannot be read is refused:
without it every draft would be made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.mail_texts import DraftError, mail_text
from sorchor_xl.files.atomic_writing import write_text

RECORD_NAME: Final = "drafts.json"
_SCHEMA: Final = "sorchor-xl/drafts/1"


@dataclass(frozen=True, slots=True)
class DraftedEntry:
    """One draft made: its files in the day's folder by SHA-256 of what we wrote."""

    day: date
    kind: str
    code: str
    because: str
    files: Mapping[str, str] = field(default_factory=dict)


def file_hash(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def read_record(folder: Path) -> list[DraftedEntry]:
    """The drafts made so far; none where there is no record. DraftError for one that is spoilt."""
    path = folder / RECORD_NAME
    if not path.exists():
        return []
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return [_entry(item) for item in table["drafts"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DraftError(mail_text("errors.record", path=path, why=error)) from error


def _entry(item: Mapping[str, Any]) -> DraftedEntry:
    return DraftedEntry(
        day=date.fromisoformat(item["day"]),
        kind=str(item["kind"]),
        code=str(item["code"]),
        because=str(item["because"]),
        files={str(name): str(value) for name, value in item["files"].items()},
    )


def write_record(folder: Path, entries: Iterable[DraftedEntry]) -> None:
    """Write the record in the order of day, area and kind."""
    ordered = sorted(entries, key=lambda e: (e.day, e.code, e.kind, e.because))
    listed = [{**asdict(entry), "day": entry.day.isoformat()} for entry in ordered]
    table = {"schema": _SCHEMA, "drafts": listed}
    write_text(folder / RECORD_NAME, json.dumps(table, ensure_ascii=False, indent=1) + "\n")
