"""``status``: who has sent what, grouped by what is to be done about it."""

from __future__ import annotations

import sys
from typing import Any

import click

from sorchor_xl.commands.amphoe_lines import status_lines
from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import exit_code
from sorchor_xl.commands.result_views import (
    say_received,
    say_sent,
    say_written,
    write_json_file,
)
from sorchor_xl.commands.shared_options import AS_OF, JSON_OUT, PATH, ROUND_OPTIONS
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.workflow.summarize_round import collect_inbox
from sorchor_xl.workflow.write_board import StatusRequest, write_board


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
    for line in status_lines(results, voice):
        click.echo(line)
    say_sent(voice, results)
    write_json_file(voice, results, request.json_file)
    if request.html_file is not None:
        say_written(voice, write_board(collected, request.html_file))
    code = exit_code(results.findings)
    unfinished = any(a.status is not AmphoeStatus.COMPLETE for a in results.amphoes)
    voice.then("chase" if code or unfinished else "checked")
    sys.exit(code)
