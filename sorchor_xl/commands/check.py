"""``check``: say what is wrong with files, changing nothing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import exit_code
from sorchor_xl.commands.result_views import (
    annotate,
    say_counts,
    say_findings,
    write_json_file,
)
from sorchor_xl.commands.shared_options import (
    ANNOTATE,
    AS_OF,
    JSON_OUT,
    NOTICES,
    PATH,
    ROUND_OPTIONS,
)
from sorchor_xl.domain.round.results import Results
from sorchor_xl.workflow.collect_round import ReturnsRequest, collect_round


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@ROUND_OPTIONS
@AS_OF
@ANNOTATE
@JSON_OUT
@NOTICES
@click.pass_obj
def check(
    voice: Voice,
    /,
    paths: tuple[Path, ...],
    notices: bool,
    **options: Any,
) -> None:
    """ตรวจไฟล์ที่ส่งกลับ โดยไม่แก้ไขไฟล์ / check returned files, changing nothing."""
    request = ReturnsRequest(**options)
    with voice.progress("reading") as progress:
        collected = collect_round(paths, request, progress)
    results = _only_what_came(collected.results)
    voice.say("checked", files=len(results.files))
    say_counts(voice, results.findings)
    say_findings(voice, results.findings, notices=notices)
    if not results.findings:
        voice.say("clean")
    write_json_file(voice, results, request.json_file)
    annotate(voice, collected, request.annotate_dir)
    code = exit_code(results.findings)
    if not code:
        voice.then("checked")
    elif request.annotate_dir is None:
        voice.then("annotate")
    else:
        voice.then("send_back", folder=request.annotate_dir)
    sys.exit(code)


def _only_what_came(results: Results) -> Results:
    """The results without the อำเภอ and ตำบล of which no file speaks.

    One whose form lies in the workbook of another is spoken of; that it has not sent is not said.
    """
    spoken = [f for f in results.findings if f.where.file]
    came = {f.amphoe_code for f in results.files if f.amphoe_code}
    came |= {f.amphoe_code for f in spoken if f.amphoe_code}
    shown = came | {f.tambon_code[:4] for f in spoken if f.tambon_code}
    named = {f.where.file for f in spoken}
    return replace(
        results,
        tambons=tuple(t for t in results.tambons if t.amphoe.code in shown),
        amphoes=tuple(a for a in results.amphoes if a.amphoe.code in shown),
        findings=tuple(
            f for f in results.findings if f.amphoe_code in came or f.where.file in named
        ),
    )
