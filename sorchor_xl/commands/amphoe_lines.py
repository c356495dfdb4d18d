"""The lines of ``status``: the อำเภอ grouped by what is to be done, no line wider than a terminal.

Of each อำเภอ a row in columns; beneath it the reason and what to do, and files that have no room
in their column. Widths are those the eye sees in Thai.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.commands.console import Voice
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.closed_files import asked_as, closed_because
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.round.urgency import by_urgency
from sorchor_xl.domain.thai.text import join_list, width, wrapped

TERMINAL: Final = 80
"""Columns of the terminal that everybody has."""
NAMES_SHOWN: Final = 5
HEADS: Final = ("code", "amphoe", "tambons", "due", "file")
GAP: Final = "  "
INDENT: Final = " " * 6
"""Under the name of the อำเภอ, after its code of four digits."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An อำเภอ: its cells but the last, its files, and what stands beneath."""

    cells: tuple[str, ...]
    files: tuple[str, ...]
    beneath: str


def status_lines(results: Results, voice: Voice) -> Iterator[str]:
    """Headings, then for each group what is to be done and its อำเภอ by code."""
    groups = {
        urgency: [_entry(amphoe, results, voice) for amphoe in group]
        for urgency, group in by_urgency(results).items()
    }
    *heads, last = [voice.sentence(f"head_{key}") for key in HEADS]
    rows = [heads, *(list(entry.cells) for group in groups.values() for entry in group)]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    yield _row(heads, widths, last)
    for urgency, entries in groups.items():
        yield ""
        yield voice.sentence(f"group_{urgency}", count=len(entries))
        for entry in entries:
            yield from _lines(entry, widths, voice)


def _row(cells: Sequence[str], widths: Sequence[int], last: str) -> str:
    """Cells as wide as their columns, then one of any width."""
    padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    return GAP.join([*padded, last]).rstrip()


def _lines(entry: _Entry, widths: Sequence[int], voice: Voice) -> Iterator[str]:
    files = ", ".join(entry.files) or voice.sentence("no_file")
    room = TERMINAL - sum(wide + len(GAP) for wide in widths)
    fits = width(files) <= room
    yield _row(entry.cells, widths, files if fits else "")
    beneath = [entry.beneath] if entry.beneath else []
    if not fits:
        beneath += [voice.sentence("file_beneath", file=file) for file in entry.files]
    for text in beneath:
        for line in wrapped(text, TERMINAL - len(INDENT)):
            yield INDENT + line


def _entry(amphoe: AmphoeResult, results: Results, voice: Voice) -> _Entry:
    files = tuple(_files(amphoe, results))
    cells = (
        amphoe.amphoe.code,
        amphoe.amphoe.name,
        f"{amphoe.complete}/{amphoe.tambons}",
        _late(amphoe, voice),
    )
    asks = bool(files) and amphoe.status is not AmphoeStatus.COMPLETE
    return _Entry(cells, files, _next(amphoe, results, voice) if asks else "")


def _files(amphoe: AmphoeResult, results: Results) -> Sequence[str]:
    """The files that count, and those that could not be opened; of none that counts, all."""
    code = amphoe.amphoe.code
    if not amphoe.files:
        return sorted(f.file.path for f in results.files if f.amphoe_code == code)
    closed = {f.where.file for f in closed_because(results, amphoe)}
    return [*amphoe.files, *sorted(closed)]


def _late(amphoe: AmphoeResult, voice: Voice) -> str:
    if amphoe.days_late:
        return voice.sentence("late", days=amphoe.days_late)
    return voice.sentence("not_due" if amphoe.received_on is None else "in_time")


def _next(amphoe: AmphoeResult, results: Results, voice: Voice) -> str:
    """What is to be done, and the first error as the reason where there is one."""
    own = results.tambons_of(amphoe.amphoe.code)
    missing = [t.tambon.name for t in own if t.status is not TambonStatus.COMPLETE]
    errors = [f for f in results.findings_of(amphoe.amphoe.code) if f.is_error]
    do = voice.sentence(
        f"next_{asked_as(results, amphoe).value}",
        errors=len(errors),
        missing=join_list(missing, NAMES_SHOWN, "ตำบล"),
    )
    if not errors:
        return do
    first = errors[0]
    title = load_catalogue().title(first, voice.lang)
    return voice.sentence("next_because", code=first.code, title=title, do=do)
