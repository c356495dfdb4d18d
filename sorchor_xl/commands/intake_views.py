"""Take in whatever lies at some paths, and what is said and written of it in every command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sorchor_xl.commands.console import Progress, Voice
from sorchor_xl.commands.requests import DONE, ERRORS_REMAIN, RoundRequest, TaskError
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding, Severity
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import AmphoeStatus, Verdict
from sorchor_xl.domain.round.results import ReadFile, Results
from sorchor_xl.workflow.open_round import OpenRound, open_round, settings_near

if TYPE_CHECKING:
    from sorchor_xl.report.previous_summary import Previous

ANY_PROVINCE = "10"
"""Read as, where neither options nor file names tell the province: the forms will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxReading(RoundRequest):
    """Which round, on which day, compared with which earlier summary (None = the settings')."""

    as_of: date
    previous: Path | None = None


@dataclass(frozen=True)
class TakenIn:
    """What was taken in and what it came to."""

    opened: OpenRound
    read: tuple[ReadFile, ...]
    results: Results
    previous: Previous | None = None


def take(voice: Voice, paths: Sequence[Path], request: InboxReading) -> TakenIn:
    """Read everything at the paths; TaskError where there is no such place or no file in it."""
    from sorchor_xl.workflow.take_in import province_by_forms, province_by_names

    for path in paths:
        if not path.exists():
            raise TaskError(voice.sentence("missing_folder", path=path))
    near = [place for path in paths for place in (path, path.parent)]
    settings = settings_near(Path(), request.settings_file, *near)
    stated = request.province or settings.province
    opened = open_round(settings, stated or province_by_names(paths) or ANY_PROVINCE, request.year)
    read = _read(voice, paths, opened)
    other = None if stated else province_by_forms(read)
    if other is not None:
        opened = open_round(settings, other, request.year)
        read = _read(voice, paths, opened)
    previous = _previous(opened, request.previous or settings.previous)
    return TakenIn(
        opened, read, collect(opened.on(request.as_of, _totals(previous)), read), previous
    )


def _previous(opened: OpenRound, path: Path | None) -> Previous | None:
    """An earlier summary of the same province; OutputError where it is none."""
    if path is None:
        return None
    from sorchor_xl.report.previous_summary import read_previous

    place, year = opened.province, opened.rubric.fiscal_year
    return read_previous(path, place.code, place.name, year)


def _totals(previous: Previous | None) -> Mapping[str, int]:
    tambons = previous.tambons.values() if previous else ()
    return {before.code: before.total for before in tambons if before.total is not None}


def _read(voice: Voice, paths: Sequence[Path], opened: OpenRound) -> tuple[ReadFile, ...]:
    from sorchor_xl.intake.reader import read_paths
    from sorchor_xl.workflow.take_in import read_context

    progress = Progress(voice, "reading")
    read = read_paths(paths, read_context(opened), progress=progress)
    progress.close()
    if not read:
        raise TaskError(voice.sentence("nothing_found", folder=", ".join(map(str, paths))))
    return read


def exit_code(findings: Iterable[Finding]) -> int:
    """1 while an error remains, else 0."""
    return ERRORS_REMAIN if any(f.is_error for f in findings) else DONE


def say_results(voice: Voice, results: Results) -> None:
    """The round in four lines: received, levels, files, findings."""
    came = [a for a in results.amphoes if a.status is not AmphoeStatus.NOT_RECEIVED]
    levels = Counter(t.card.level for t in results.complete)
    verdicts = Counter(f.verdict for f in results.files)
    voice.say(
        "received",
        received=len(came),
        amphoes=len(results.amphoes),
        complete=len(results.complete),
        tambons=len(results.tambons),
    )
    voice.say("levels", l3=levels[3], l2=levels[2], l1=levels[1])
    voice.say("files", **{v.value: verdicts[v] for v in Verdict})
    say_counts(voice, results.findings)


def say_counts(voice: Voice, findings: Iterable[Finding]) -> None:
    """How many findings of each severity."""
    catalogue = load_catalogue()
    counts = Counter(catalogue.severity(f) for f in findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    voice.say("counts", errors=errors, warnings=warnings, notices=counts[Severity.NOTICE])


def say_written(voice: Voice, wanted: Path, path: Path) -> None:
    """Where an output went, and that it went beside its place if it had to."""
    if path == wanted:
        voice.say("wrote", path=path)
    else:
        voice.say("wrote_beside", wanted=wanted, path=path)


def write_json(voice: Voice, results: Results, path: Path | None) -> None:
    """The results as JSON, where asked for."""
    if path is None:
        return
    from sorchor_xl.files.atomic_writing import write_atomically
    from sorchor_xl.report.exports.results_json import results_json

    text = results_json(results, load_catalogue(), voice.lang)
    written = write_atomically(path, lambda place: _write_text(place, text))
    say_written(voice, path, written)


def _write_text(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8", newline="\n")


def annotate(voice: Voice, taken: TakenIn, folder: Path | None) -> None:
    """The annotated returns, where asked for."""
    if folder is None:
        return
    from sorchor_xl.workflow.issue_workbooks import annotate_round

    count = annotate_round(taken.opened, taken.read, taken.results, folder)
    voice.say("annotated", count=count, folder=folder)
