"""``status``: one line for each อำเภอ, and the next thing to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import exit_code
from sorchor_xl.commands.result_views import say_written, write_json_file
from sorchor_xl.commands.shared_options import AS_OF, JSON_OUT, PATH, ROUND_OPTIONS
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.thai.text import join_list, width
from sorchor_xl.workflow.summarize_round import collect_inbox
from sorchor_xl.workflow.write_board import StatusRequest, write_board

NAMES_SHOWN = 5


@click.command()
@click.argument("inbox", required=False, type=PATH)
@ROUND_OPTIONS
@AS_OF
@JSON_OUT
@click.option("--html", "html_file", type=PATH, help="เขียนกระดานสถานะเป็น HTML / write the board")
@click.pass_obj
def status(voice: Voice, /, **options: Any) -> None:
    """อำเภอใดส่งแล้ว ขาด ผิด หรือล่าช้า และควรทำอะไรต่อ / who has sent what, and what is next."""
    request = StatusRequest(**options)
    with voice.progress("reading") as progress:
        collected = collect_inbox(request, progress)
    results = collected.results
    for line in status_lines(results, voice):
        click.echo(line)
    write_json_file(voice, results, request.json_file)
    if request.html_file is not None:
        say_written(voice, write_board(collected, request.html_file))
    sys.exit(exit_code(results.findings))


def status_lines(results: Results, voice: Voice) -> Iterator[str]:
    """The board in code order; columns aligned by what the eye sees, not by code points."""
    names = {a.amphoe.code: a.amphoe.name for a in results.amphoes}
    states = {s: voice.sentence(f"status_{s.value}") for s in AmphoeStatus}
    name_width = max(map(width, names.values()), default=0)
    state_width = max(map(width, states.values()))
    for amphoe in results.amphoes:
        yield voice.sentence(
            "status_line",
            code=amphoe.amphoe.code,
            name=_padded(amphoe.amphoe.name, name_width),
            status=_padded(states[amphoe.status], state_width),
            complete=amphoe.complete,
            tambons=amphoe.tambons,
            late=_late(amphoe, voice),
            next=_next(amphoe, results, voice),
        )


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _late(amphoe: AmphoeResult, voice: Voice) -> str:
    if amphoe.days_late:
        return voice.sentence("late", days=amphoe.days_late)
    return voice.sentence("not_due" if amphoe.received_on is None else "in_time")


def _next(amphoe: AmphoeResult, results: Results, voice: Voice) -> str:
    own = [t for t in results.tambons if t.amphoe == amphoe.amphoe]
    missing = [t.tambon.name for t in own if t.status is not TambonStatus.COMPLETE]
    errors = sum(f.is_error and f.amphoe_code == amphoe.amphoe.code for f in results.findings)
    return voice.sentence(
        f"next_{amphoe.status.value}", errors=errors, missing=join_list(missing, NAMES_SHOWN)
    )
