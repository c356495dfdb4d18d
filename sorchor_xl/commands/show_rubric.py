"""Show the rubric, or judge a province's own file."""

from __future__ import annotations

from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.requests import DONE, ERRORS_REMAIN, TaskError
from sorchor_xl.commands.rubric_view import lint_summary, rubric_lines
from sorchor_xl.data.rubric_files import load_rubric, read_rubric_file, rubric_years
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.domain.scoring.rubric_parse import RubricError, parse_rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.workflow.open_round import settings_near


def show_rubric(
    voice: Voice, *, file: Path | None, year: int | None, settings_file: Path | None
) -> int:
    """Show the rubric under the province's readings, or name every fault of a file."""
    if file is not None:
        return _lint(voice, file)
    settings = settings_near(Path(), settings_file)
    rubric = read_rubric_file(settings.rubric) if settings.rubric else None
    rubric = rubric or load_rubric(year or settings.year or rubric_years()[-1])
    for line in rubric_lines(Scheme.of(rubric, settings.readings)):
        click.echo(line)
    return DONE


def _lint(voice: Voice, file: Path) -> int:
    if not file.is_file():
        raise TaskError(voice.sentence("missing_folder", path=file))
    try:
        rubric = parse_rubric(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RubricError(f"แฟ้มเกณฑ์ “{file.name}” ไม่ได้บันทึกเป็น UTF-8") from error
    faults = lint_rubric(rubric)
    for fault in faults:
        click.echo(fault)
    if faults:
        voice.say("rubric_faults", count=len(faults))
        return ERRORS_REMAIN
    voice.say("rubric_sound", **lint_summary(rubric))
    return DONE
