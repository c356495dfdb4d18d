"""What is said and written of the results of a round, in the same words by every command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.finding_views import finding_lines
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.movement_texts import movement_text
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.checks.findings import Finding, Severity
from sorchor_xl.domain.round.records import AmphoeStatus, Verdict
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.collect_round import CollectedRound
from sorchor_xl.workflow.last_years_figures import level_moves
from sorchor_xl.workflow.start_round import FOLDERS, Started
from sorchor_xl.workflow.write_reports import Written, write_json


def say_received(voice: Voice, results: Results) -> None:
    """How much has come and how much of it is complete."""
    came = [a for a in results.amphoes if a.status is not AmphoeStatus.NOT_RECEIVED]
    voice.say(
        "received",
        received=len(came),
        amphoes=len(results.amphoes),
        complete=len(results.complete),
        tambons=len(results.tambons),
    )


def say_results(voice: Voice, results: Results) -> None:
    """The round in four lines: received, levels, files, findings."""
    levels = Counter(t.card.level for t in results.complete)
    verdicts = Counter(f.verdict for f in results.files)
    say_received(voice, results)
    rubric = results.scheme.rubric
    said = (
        voice.sentence("at_level", level=n, name=rubric.level_name(n), count=levels[n])
        for n in rubric.level_numbers
    )
    voice.say("levels", list=" · ".join(said))
    voice.say("files", **{v.value: verdicts[v] for v in Verdict})
    say_counts(voice, results.findings)


def say_counts(voice: Voice, findings: Iterable[Finding]) -> None:
    """How many findings of each severity."""
    catalogue = load_catalogue()
    counts = Counter(catalogue.severity(f) for f in findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    voice.say("counts", errors=errors, warnings=warnings, notices=counts[Severity.NOTICE])


def say_findings(voice: Voice, findings: Iterable[Finding], *, notices: bool) -> None:
    """The findings, errors first and what is alike together; how many notices are not shown."""
    listed = list(findings)
    catalogue = load_catalogue()
    voice.graded(finding_lines(listed, catalogue, voice, notices=notices))
    hidden = sum(catalogue.severity(f) is Severity.NOTICE for f in listed)
    if hidden and not notices:
        voice.say("notices_hidden", count=hidden)


def say_written(voice: Voice, written: Written) -> None:
    """Where an output went, and that it went beside its place if it had to."""
    if written.path == written.wanted:
        voice.say("wrote", path=written.path)
    else:
        voice.say("wrote_beside", wanted=written.wanted, path=written.path)


def write_json_file(voice: Voice, results: Results, path: Path | None) -> None:
    """The results as JSON, where asked for."""
    if path is not None:
        say_written(voice, write_json(results, path, voice.lang))


def annotate(voice: Voice, collected: CollectedRound, folder: Path | None) -> None:
    """The annotated returns, where asked for."""
    if folder is None:
        return
    from sorchor_xl.workflow.annotate_returns import annotate_round

    annotated = annotate_round(collected, folder)
    voice.say("annotated", count=annotated.count, folder=folder)
    for path in annotated.kept:
        voice.complain("annotated_kept", path=path)


LINES_SHOWN = 20


def say_lines(voice: Voice, lines: Iterable[str]) -> None:
    """Sentences made elsewhere, as many as one reads, on stdout."""
    listed = list(lines)
    shown = listed[:LINES_SHOWN]
    if len(listed) > LINES_SHOWN:
        shown.append(movement_text("more", count=len(listed) - LINES_SHOWN))
    for line in shown:
        click.echo(voice.spoken(line))


def say_sent(voice: Voice, results: Results) -> None:
    """That the Department has been sent the summary, once the register says so."""
    sent = results.register.province
    if sent.summary_sent_on is not None:
        on = thai_date(sent.summary_sent_on)
        voice.say("summary_sent", on=on, number=sent.summary_sent_number or "–")


def say_since_last_year(voice: Voice, collected: CollectedRound) -> None:
    """How many ตำบล moved a level since last year, where its summary is known."""
    previous = collected.previous
    if previous is None:
        return
    sheet = load_table()["sheets"]["compare"]["name"]
    counts = level_moves(collected.results, previous)
    voice.say("since_last_year", year=previous.year, sheet=sheet, **counts)


def say_started(voice: Voice, started: Started) -> None:
    """What was written, and what of it must be confirmed."""
    folders = join_list(list(FOLDERS.values()))
    register = started.register.name
    voice.say("settings_written", path=started.settings, folders=folders, register=register)
    if started.draft is not None:
        voice.say(
            "rubric_drafted",
            path=started.draft,
            year=started.draft.stem.rpartition("_")[2],
            count=started.unconfirmed,
        )
