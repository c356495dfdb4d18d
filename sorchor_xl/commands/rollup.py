"""``rollup``: provincial summaries into a national one."""

from __future__ import annotations

import sys
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import DONE, ERRORS_REMAIN
from sorchor_xl.commands.result_views import say_written
from sorchor_xl.commands.shared_options import AS_OF, PATH, SETTINGS, YEAR
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.roll_up_summaries import RolledUp, RollupRequest, roll_up

NAMES_SHOWN = 10


@click.command()
@click.argument("summaries", nargs=-1, required=True, type=PATH)
@click.option("--output", "-o", required=True, type=PATH, help="สมุดสรุป .xlsx / the summary")
@YEAR
@SETTINGS
@AS_OF
@click.pass_obj
def rollup(voice: Voice, /, **options: Any) -> None:
    """รวมสมุดสรุปของหลายจังหวัดเป็นระดับประเทศ / provincial summaries into a national one.

    SUMMARIES: สมุดสรุป หรือโฟลเดอร์ที่มีสมุดสรุป / summaries, or folders that hold them.
    """
    sys.exit(_say(voice, roll_up(RollupRequest(**options))))


def _say(voice: Voice, done: RolledUp) -> int:
    """What was added up; exit 1 where a summary was left out, each named with the reason."""
    roll = done.roll
    for _, why in roll.unreadable:
        click.echo(voice.spoken(why), err=True)
    for other in roll.other_year:
        voice.complain("other_year", path=other.path, found=other.year, year=done.year)
    for found in roll.differing:
        key = "reading_differs" if found.key else "rubric_differs"
        voice.complain(key, rule=found.key, choices=found.told("–", ""))
    names = join_list([province.name for province in roll.missing], NAMES_SHOWN, "จังหวัด")
    key = "rolled" if roll.missing else "rolled_all"
    voice.say(key, used=len(roll.used), missing=len(roll.missing), names=names)
    say_written(voice, done.written)
    voice.then("rolled" if roll.missing else "open", path=done.written.path)
    return ERRORS_REMAIN if roll.unreadable or roll.other_year else DONE
