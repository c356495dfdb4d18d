"""Provincial summaries into a national one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.intake_views import say_written
from sorchor_xl.commands.requests import DONE, ERRORS_REMAIN, TaskError
from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.data.rubric_files import load_rubric, rubric_years
from sorchor_xl.domain.scoring.score import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class RollupRequest:
    """Which summaries, of which year (None = the newest rubric's), and where to write."""

    summaries: tuple[Path, ...]
    output: Path
    as_of: date
    year: int | None = None


def roll_up(voice: Voice, request: RollupRequest) -> int:
    """Write the national workbook; exit 1 where a summary was left out, each named."""
    from sorchor_xl.report.national_summary import gather, roll_results, write_rollup

    for path in request.summaries:
        if not path.is_file():
            raise TaskError(voice.sentence("missing_folder", path=path))
    year = request.year or rubric_years()[-1]
    roll = gather(request.summaries, year, load_provinces().provinces())
    scheme = Scheme.of(load_rubric(year))
    results = roll_results(roll, scheme, year, request.as_of)
    say_written(voice, request.output, write_rollup(roll, results, request.output))
    for name, why in roll.unreadable:
        click.echo(f"{name}: {why}", err=True)
    for other in roll.other_year:
        sentence = voice.sentence("other_year", path=other.path, found=other.year, year=year)
        click.echo(sentence, err=True)
    names = ", ".join(province.name for province in roll.missing)
    voice.say("rolled", used=len(roll.used), missing=len(roll.missing), names=names)
    return ERRORS_REMAIN if roll.unreadable or roll.other_year else DONE
