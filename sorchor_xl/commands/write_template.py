"""``template``: a year's master workbook, for a province to restyle."""

from __future__ import annotations

from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.shared_options import PATH, SETTINGS, YEAR
from sorchor_xl.workflow.master_templates import MasterRequest, write_master


@click.command()
@click.option("--output", "-o", required=True, type=PATH, help="แม่แบบ .xlsx / where to write")
@YEAR
@SETTINGS
@click.pass_obj
def template(voice: Voice, /, **options: Any) -> None:
    """เขียนแม่แบบสมุดงานของปี เพื่อให้จังหวัดปรับรูปแบบ / write a year's master workbook to restyle."""
    path, year = write_master(MasterRequest(**options))
    voice.say("master_written", path=path, year=year)
    voice.then("master", path=path)
