"""``init``: the settings and folders of a round."""

from __future__ import annotations

from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.shared_options import PATH, YEAR
from sorchor_xl.workflow.start_round import FOLDERS, start_round


@click.command()
@click.argument("folder", type=PATH, default=Path())
@click.option("--province", "-p", required=True, help="รหัสหรือชื่อจังหวัด / province")
@YEAR
@click.pass_obj
def init(voice: Voice, /, folder: Path, province: str, year: int | None) -> None:
    """สร้างแฟ้มตั้งค่าและโฟลเดอร์ของรอบ / write the settings file and folders of a round."""
    path = start_round(folder, province, year)
    voice.say("settings_written", path=path, folders=", ".join(FOLDERS.values()))
