"""``rubric``: show the rubric, or judge a province's own file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import DONE, ERRORS_REMAIN
from sorchor_xl.commands.rubric_view import lint_summary, rubric_lines
from sorchor_xl.commands.shared_options import PATH, SETTINGS, YEAR
from sorchor_xl.data.console_texts import TaskError, said_on_console
from sorchor_xl.data.rubric_draft import unconfirmed
from sorchor_xl.data.rubric_parse import RubricError, parse_rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.open_round import rubric_of, settings_near
from sorchor_xl.workflow.settings_fit import settled_scheme


@click.command()
@click.option("--check", "file", type=PATH, help="ตรวจไฟล์เกณฑ์ของจังหวัด / lint a rubric file")
@YEAR
@SETTINGS
@click.pass_obj
def rubric(
    voice: Voice, /, file: Path | None, year: int | None, settings_file: Path | None
) -> None:
    """แสดงเกณฑ์พร้อมค่าขอบและคะแนน หรือตรวจไฟล์เกณฑ์ / show or lint the rubric."""
    sys.exit(_show(voice, year, settings_file) if file is None else _lint(voice, file))


def _show(voice: Voice, year: int | None, settings_file: Path | None) -> int:
    """The rubric under the province's readings."""
    settings = settings_near(Path(), settings_file)
    for line in rubric_lines(settled_scheme(settings, rubric_of(settings, year)), voice):
        click.echo(line)
    voice.then("rubric_shown")
    return DONE


def _lint(voice: Voice, file: Path) -> int:
    """Every fault of a rubric file, one a line."""
    if not file.is_file():
        raise TaskError("missing_folder", path=file)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RubricError(said_on_console("rubric_not_utf8", file=file.name)) from error
    judged = parse_rubric(text, file.name)
    faults, open_lines = lint_rubric(judged), unconfirmed(text)
    if open_lines:
        lines = join_list([str(line) for line in open_lines])
        voice.say("rubric_unconfirmed", count=len(open_lines), lines=lines)
    if faults:
        voice.say("rubric_faults", count=len(faults))
        for fault in faults:
            click.echo(voice.spoken(fault))
        voice.then("rubric_faults", file=file)
        return ERRORS_REMAIN
    voice.say("rubric_sound", **lint_summary(judged))
    voice.then("rubric_faults" if open_lines else "rubric_sound", file=file)
    return DONE
