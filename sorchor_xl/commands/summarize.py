"""The main job: from a folder of returns to the provincial summary; and the board of who sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.intake_views import (
    InboxReading,
    annotate,
    exit_code,
    say_results,
    say_written,
    take,
    write_json,
)
from sorchor_xl.commands.requests import TaskError, wanted
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.records import Verdict
from sorchor_xl.workflow.open_round import settings_near
from sorchor_xl.workflow.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRequest(InboxReading):
    """A folder of returns; None = the one of the settings."""

    inbox: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarizeRequest(InboxRequest):
    """Where to write the summary and what goes with it."""

    output: Path | None = None
    annotate_dir: Path | None = None
    json_file: Path | None = None
    export_dir: Path | None = None
    pdf: bool = False
    department_form: Path | None = None


def _settings(request: InboxRequest) -> Settings:
    inbox = request.inbox
    near = [inbox, inbox.parent] if inbox is not None else []
    return settings_near(Path(), request.settings_file, *near)


def summarize_round(voice: Voice, request: SummarizeRequest) -> int:
    """The main job: read, choose, score, write the provincial summary and what goes with it."""
    settings = _settings(request)
    folder = wanted(request.inbox or settings.inbox, "INBOX")
    target = wanted(request.output or settings.summary, "--output")
    taken = take(voice, [folder], request)
    results = taken.results
    if not any(f.verdict is Verdict.USED for f in results.files):
        voice.findings(results.findings, load_catalogue(), notices=False)
        raise TaskError(voice.sentence("nothing_usable", folder=folder))
    from sorchor_xl.workflow.write_reports import Extras, write_reports

    extras = Extras(
        previous=taken.previous,
        export_dir=request.export_dir,
        pdf=request.pdf,
        department_form=request.department_form,
    )
    for written in write_reports(taken.opened, results, target, extras):
        say_written(voice, written.wanted, written.path)
    write_json(voice, results, request.json_file)
    annotate(voice, taken, request.annotate_dir)
    say_results(voice, results)
    return exit_code(results.findings)


def show_status(voice: Voice, request: InboxRequest) -> int:
    """One line for each อำเภอ: how far it has come, how late, and the next thing to do."""
    from sorchor_xl.commands.status_view import status_lines

    folder = wanted(request.inbox or _settings(request).inbox, "INBOX")
    taken = take(voice, [folder], request)
    for line in status_lines(taken.results, voice):
        click.echo(line)
    return exit_code(taken.results.findings)
