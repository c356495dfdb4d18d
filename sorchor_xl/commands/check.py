"""Say what is wrong with files, changing nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.intake_views import (
    InboxReading,
    annotate,
    exit_code,
    say_counts,
    take,
    write_json,
)
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.results import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest(InboxReading):
    """Files and folders to check, and what to write of them."""

    paths: tuple[Path, ...]
    annotate_dir: Path | None = None
    json_file: Path | None = None


def check_returns(voice: Voice, request: CheckRequest) -> int:
    """Say what is wrong with files; nothing is said of อำเภอ that are not among them."""
    taken = take(voice, request.paths, request)
    results = _only_what_came(taken.results)
    voice.findings(results.findings, load_catalogue())
    if not results.findings:
        voice.say("clean")
    say_counts(voice, results.findings)
    write_json(voice, results, request.json_file)
    annotate(voice, taken, request.annotate_dir)
    return exit_code(results.findings)


def _only_what_came(results: Results) -> Results:
    """The results without the อำเภอ and ตำบล of which no file speaks."""
    came = {f.amphoe_code for f in results.files if f.amphoe_code}
    named = {f.where.file for f in results.findings if f.where.file}
    return replace(
        results,
        tambons=tuple(t for t in results.tambons if t.amphoe.code in came),
        amphoes=tuple(a for a in results.amphoes if a.amphoe.code in came),
        findings=tuple(
            f for f in results.findings if f.amphoe_code in came or f.where.file in named
        ),
    )
