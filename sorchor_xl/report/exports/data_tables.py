"""The frames of a round as files: a CSV and a JSON twin for each.

CSV is for spreadsheets (UTF-8 with mark, several things in one cell joined, nothing that could be
taken for a formula), JSON for programs (null where nothing is known, ISO dates in ค.ศ., lists).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import clean_for_output, csv_safe
from sorchor_xl.files.atomic_writing import unwritable, write_text
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.report.frames import FRAMES, make_frame
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions

if TYPE_CHECKING:
    import pandas as pd


def export_tables(
    results: Results,
    folder: Path,
    options: ReportOptions | None = None,
    previous: Previous | None = None,
) -> tuple[Path, ...]:
    """Write each frame as CSV and JSON; OutputError where it cannot be written."""
    written = []
    _make_folder(folder)
    for name in FRAMES:
        made = make_frame(results, name, options=options, previous=previous)
        flat = made.reset_index() if any(made.index.names) else made
        written.append(write_text(folder / f"{name}.csv", csv_text(flat)))
        written.append(write_text(folder / f"{name}.json", json_text(flat)))
    return tuple(written)


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise unwritable(folder, error) from error


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV with a byte order mark; empty where nothing is known."""
    safe = frame.astype("object").map(_cell)
    return "\ufeff" + safe.to_csv(index=False, lineterminator="\r\n")


def json_text(frame: pd.DataFrame) -> str:
    """A frame as a JSON list of records."""
    records = [
        {str(key): _plain(value) for key, value in row.items()}
        for row in frame.astype("object").to_dict(orient="records")
    ]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _cell(value: Any) -> Any:
    """A value that a spreadsheet cannot take for a formula, several as one text."""
    plain = _plain(value)
    if isinstance(plain, list):
        plain = ", ".join(map(str, plain))
    return csv_safe(clean_for_output(plain)) if isinstance(plain, str) else plain


def _plain(value: Any) -> Any:
    """A value as JSON has it: None where nothing is known, dates ISO, a tuple as a list."""
    import pandas as pd

    if isinstance(value, tuple):
        return list(value)
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        is_day = value.tzinfo is None
        return value.date().isoformat() if is_day else value.isoformat()
    return value
