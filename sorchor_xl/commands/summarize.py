"""``summarize``: from a folder of returns to the provincial summary."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import exit_code
from sorchor_xl.commands.result_views import (
    annotate,
    say_findings,
    say_lines,
    say_results,
    say_sent,
    say_since_last_year,
    say_written,
    write_json_file,
)
from sorchor_xl.commands.shared_options import (
    ANNOTATE,
    AS_OF,
    JSON_OUT,
    PATH,
    PREVIOUS,
    ROUND_OPTIONS,
)
from sorchor_xl.workflow.preview_readings import preview_readings
from sorchor_xl.workflow.round_record import WhatMoved, what_moved
from sorchor_xl.workflow.summarize_round import (
    NothingUsableError,
    SummarizeRequest,
    summary_path,
)
from sorchor_xl.workflow.summarize_round import summarize as summarize_inbox


@click.command()
@click.argument("inbox", nargs=-1, type=PATH)
@click.option("--output", "-o", type=PATH, help="สมุดสรุป .xlsx / the summary")
@ROUND_OPTIONS
@AS_OF
@ANNOTATE
@JSON_OUT
@PREVIOUS
@click.option(
    "--export", "export_dir", type=PATH, help="เขียนตารางเป็น CSV และ JSON / tables as CSV, JSON"
)
@click.option(
    "--readings",
    help="ดูผลหากใช้การตีความอื่น เช่น A1=lower,A3=lower โดยไม่เขียนไฟล์"
    " / what other readings would change, as A1=lower,A3=lower; writes nothing",
)
@click.option(
    "--pdf",
    is_flag=True,
    help="เขียนชุดพิมพ์เสนอผู้บริหาร (ต้องมี LibreOffice) / the printed set (needs LibreOffice)",
)
@click.option("--pdf-all", is_flag=True, help="เขียน PDF ของทุกแผ่นงาน / every sheet as PDF")
@click.option(
    "--department-form",
    type=PATH,
    help="แบบของกรมฯ หรือจังหวัดที่มีช่อง {{…}} / a form with {{…}} to fill",
)
@click.pass_obj
def summarize(
    voice: Voice, /, inbox: tuple[Path, ...], readings: str | None, **options: Any
) -> None:
    """อ่านทุกไฟล์ใน INBOX แล้วเขียนสมุดสรุปผลจังหวัด / write the provincial summary.

    INBOX: โฟลเดอร์รับไฟล์ หรือหลายไฟล์หลายโฟลเดอร์ / a folder of returns, or several things.
    """
    request = SummarizeRequest(**options, **inbox_of(inbox))
    if readings is not None:
        with voice.progress("reading") as progress:
            preview = preview_readings(request, readings, progress)
        say_lines(voice, preview)
        voice.then("readings")
        return
    sys.exit(run_summarize(voice, request))


def inbox_of(named: tuple[Path, ...]) -> dict[str, Any]:
    """What was named as the request takes it: one place is the inbox, more are several."""
    return {"inbox": named[0]} if len(named) == 1 else {"several": named}


def run_summarize(voice: Voice, request: SummarizeRequest) -> int:
    """Summarise and say what was written; where no return counts, the errors say why not."""
    try:
        with voice.progress("reading") as progress:
            collected, outputs = summarize_inbox(request, progress)
    except NothingUsableError as error:
        say_findings(voice, error.findings, notices=False)
        raise
    results, target = collected.results, summary_path(request)
    moved = what_moved(results, target) if target else WhatMoved()
    say_results(voice, results)
    say_sent(voice, results)
    say_lines(voice, moved.lines(results))
    say_since_last_year(voice, collected)
    summary: Path | None = None
    for written in outputs:
        say_written(voice, written)
        summary = written.path if written.path.suffix == ".xlsx" else summary
    write_json_file(voice, results, request.json_file)
    annotate(voice, collected, request.annotate_dir)
    code = exit_code(results.findings)
    if code and request.annotate_dir is not None:
        voice.then("send_back", folder=request.annotate_dir)
    else:
        voice.then("mend" if code else "open", path=summary)
    return code
