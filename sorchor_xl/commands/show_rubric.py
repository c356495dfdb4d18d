"""``rubric``: show the rubric, or judge a province's own file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import DONE, ERRORS_REMAIN
from sorchor_xl.commands.rubric_view import lint_summary, rubric_lines
from sorchor_xl.commands.shared_options import PATH, SETTINGS, YEAR
from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.rubric_files import load_rubric, read_rubric_file, rubric_years
from sorchor_xl.data.rubric_parse import RubricError, parse_rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.workflow.open_round import settings_near
from sorchor_xl.workflow.settings_fit import settled_scheme


@click.command()
@click.option("--check", "file", type=PATH, help="ตรวจแฟ้มเกณฑ์ของจังหวัด / lint a rubric file")
@YEAR
@SETTINGS
@click.pass_obj
def rubric(
    voice: Voice, /, file: Path | None, year: int | None, settings_file: Path | None
) -> None:
    """แสดงเกณฑ์ ทุกค่าขอบและคะแนนที่ได้ หรือตรวจแฟ้มเกณฑ์ / show or lint the rubric."""
    sys.exit(_show(voice, year, settings_file) if file is None else _lint(voice, file))


def _show(voice: Voice, year: int | None, settings_file: Path | None) -> int:
    """The rubric under the province's readings."""
    settings = settings_near(Path(), settings_file)
    own = read_rubric_file(settings.rubric) if settings.rubric else None
    chosen = own or load_rubric(year or settings.year or rubric_years()[-1])
    for line in rubric_lines(settled_scheme(settings, chosen), voice):
        click.echo(line)
    voice.then("rubric_shown")
    return DONE


def _lint(voice: Voice, file: Path) -> int:
    """Every fault of a rubric file, one a line."""
    if not file.is_file():
        raise TaskError("missing_folder", path=file)
    try:
        judged = parse_rubric(file.read_text(encoding="utf-8-sig"), file.name)
    except UnicodeDecodeError as error:
        raise RubricError(f"แฟ้มเกณฑ์ “{file.name}” ไม่ได้บันทึกเป็น UTF-8") from error
    faults = lint_rubric(judged)
    for fault in faults:
        click.echo(fault)
    if faults:
        voice.say("rubric_faults", count=len(faults))
        voice.then("rubric_faults", file=file)
        return ERRORS_REMAIN
    voice.say("rubric_sound", **lint_summary(judged))
    voice.then("rubric_sound", file=file)
    return DONE
