"""``init``: the settings and folders of a round."""

from __future__ import annotations

from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.result_views import say_started
from sorchor_xl.commands.shared_options import PATH, YEAR
from sorchor_xl.workflow.start_round import refresh_register, start_round


@click.command()
@click.argument("folder", type=PATH, default=Path())
@click.option("--province", "-p", help="รหัสหรือชื่อจังหวัด / code or Thai name of the province")
@YEAR
@click.option(
    "--register",
    is_flag=True,
    help="สร้างทะเบียนจังหวัดฉบับใหม่ไว้ข้างฉบับเดิม โดยยกข้อมูลเดิมมาให้"
    " / a new register beside the old one, entries carried over",
)
@click.pass_obj
def init(
    voice: Voice, /, folder: Path, province: str | None, year: int | None, register: bool
) -> None:
    """สร้างไฟล์ตั้งค่าและโฟลเดอร์ของรอบ / write the settings file and folders of a round."""
    if register:
        written = refresh_register(folder, province, year)
        voice.say("register_written", path=written)
        voice.then("register", path=written)
        return
    started = start_round(folder, province, year)
    say_started(voice, started)
    voice.then("draft" if started.draft else "begun", path=started.draft or started.settings)
