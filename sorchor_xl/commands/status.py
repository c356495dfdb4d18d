"""``status``: one line for each อำเภอ, and the next thing to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import exit_code
from sorchor_xl.commands.result_views import (
    say_received,
    say_sent,
    say_written,
    write_json_file,
)
from sorchor_xl.commands.shared_options import AS_OF, JSON_OUT, PATH, ROUND_OPTIONS
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.round.closed_files import asked_as, closed_because
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.summarize_round import collect_inbox
from sorchor_xl.workflow.write_board import StatusRequest, write_board

NAMES_SHOWN = 5
HEADS = ("code", "amphoe", "status", "tambons", "due", "file", "next")
NONE = "–"


@click.command()
@click.argument("inbox", required=False, type=PATH)
@ROUND_OPTIONS
@AS_OF
@JSON_OUT
@click.option("--html", "html_file", type=PATH, help="เขียนกระดานสถานะเป็น HTML / write the board")
@click.pass_obj
def status(voice: Voice, /, **options: Any) -> None:
    """อำเภอใดส่งแล้ว ยังไม่ส่ง หรือล่าช้า และควรดำเนินการอย่างไร / who has sent what, and what is next."""
    request = StatusRequest(**options)
    with voice.progress("reading") as progress:
        collected = collect_inbox(request, progress)
    results = collected.results
    say_received(voice, results)
    voice.table(status_rows(results, voice))
    say_sent(voice, results)
    write_json_file(voice, results, request.json_file)
    if request.html_file is not None:
        say_written(voice, write_board(collected, request.html_file))
    code = exit_code(results.findings)
    unfinished = any(a.status is not AmphoeStatus.COMPLETE for a in results.amphoes)
    voice.then("chase" if code or unfinished else "checked")
    sys.exit(code)


def status_rows(results: Results, voice: Voice) -> Iterator[Sequence[str]]:
    """Headings, then a row for each อำเภอ in code order."""
    yield [voice.sentence(f"head_{key}") for key in HEADS]
    for amphoe in results.amphoes:
        yield (
            amphoe.amphoe.code,
            amphoe.amphoe.name,
            voice.sentence(f"status_{amphoe.status.value}"),
            f"{amphoe.complete}/{amphoe.tambons}",
            _late(amphoe, voice),
            ", ".join(_files(amphoe, results)) or NONE,
            _next(amphoe, results, voice),
        )


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
        missing=join_list(missing, NAMES_SHOWN),
    )
    if not errors:
        return do
    first = errors[0]
    title = load_catalogue().title(first, voice.lang)
    return voice.sentence("next_because", code=first.code, title=title, do=do)
