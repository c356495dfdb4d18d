"""The small record beside the summary: how the round stood at the last run, and on the last day.

It is read to say what moved, and decides nothing. One that cannot be read is said and begun anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.movement_texts import movement_lines, movement_text
from sorchor_xl.domain.round.movement import (
    AmphoeSnapshot,
    Movement,
    RoundSnapshot,
    TambonSnapshot,
    movement_between,
    take_snapshot,
)
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.files.atomic_writing import write_text

_SCHEMA: Final = "sorchor-xl/record/1"


@dataclass(frozen=True, slots=True)
class RoundHistory:
    """The last run, and the last one of an earlier day; None = there was none."""

    last: RoundSnapshot | None = None
    earlier: RoundSnapshot | None = None


@dataclass(frozen=True, slots=True)
class WhatMoved:
    """What moved since the last run and since the last day, and the record that was spoilt."""

    since_last: Movement | None = None
    since_day: Movement | None = None
    spoilt: Path | None = None

    def lines(self, results: Results) -> tuple[str, ...]:
        """What is said of it on the terminal; nothing at the very first run."""
        if self.spoilt is not None:
            return (movement_text("spoilt", path=self.spoilt.name),)
        if self.since_last is None:
            return ()
        since = thai_date(self.since_last.since)
        if self.since_last.is_none:
            return (movement_text("none", since=since),)
        return (movement_text("heading", since=since), *movement_lines(self.since_last, results))


def record_path(summary: Path) -> Path:
    """Where the record of a summary stands: "31_summary_2564_record.json"."""
    return summary.with_name(f"{summary.stem}_record.json")


def what_moved(results: Results, summary: Path) -> WhatMoved:
    """What moved since the record beside a summary was written; nothing where there is none."""
    path, now = record_path(summary), take_snapshot(results)
    try:
        history = read_history(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WhatMoved(spoilt=path)
    before = history.last
    if before is not None and before.as_of >= now.as_of:
        before = history.earlier
    return WhatMoved(
        since_last=movement_between(history.last, now) if history.last else None,
        since_day=movement_between(before, now) if before else None,
    )


def read_history(path: Path) -> RoundHistory:
    """The record at a path, an empty one where there is none; ValueError and others if spoilt."""
    if not path.exists():
        return RoundHistory()
    table = json.loads(path.read_text(encoding="utf-8"))
    if table["schema"] != _SCHEMA:
        raise ValueError(f"another schema: {table['schema']}")
    return RoundHistory(_snapshot(table["last"]), _snapshot(table["earlier"]))


def _snapshot(table: Mapping[str, Any] | None) -> RoundSnapshot | None:
    if table is None:
        return None
    return RoundSnapshot(
        as_of=date.fromisoformat(table["as_of"]),
        rubric=str(table["rubric"]),
        readings=dict(table["readings"]),
        tambons={code: TambonSnapshot(**item) for code, item in table["tambons"].items()},
        amphoes={code: AmphoeSnapshot(**item) for code, item in table["amphoes"].items()},
        sent_on=str(table["sent_on"]),
    )


def write_history(results: Results, summary: Path) -> Path:
    """Write how the round stands now beside its summary, keeping the last day before."""
    path, now = record_path(summary), take_snapshot(results)
    try:
        history = read_history(path)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        history = RoundHistory()
    last, earlier = history.last, history.earlier
    if last is not None and last.as_of < now.as_of:
        earlier = last
    table = {"schema": _SCHEMA, "last": _table(now), "earlier": _table(earlier)}
    return write_text(path, json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n")


def _table(snapshot: RoundSnapshot | None) -> dict[str, Any] | None:
    if snapshot is None:
        return None
    return {**asdict(snapshot), "as_of": snapshot.as_of.isoformat()}
