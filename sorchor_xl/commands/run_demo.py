"""``demo``: the whole round of บุรีรัมย์ on made-up returns."""

from __future__ import annotations

from pathlib import Path

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.shared_options import PATH
from sorchor_xl.commands.summarize import run_summarize
from sorchor_xl.workflow.demo import DEMO_DAY, make_demo
from sorchor_xl.workflow.summarize_round import SummarizeRequest


@click.command()
@click.argument("folder", type=PATH, default=Path("sorchor-demo"))
@click.pass_obj
def demo(voice: Voice, /, folder: Path) -> None:
    """สร้างรอบตัวอย่างของบุรีรัมย์ทั้งรอบ (ข้อมูลสมมติ) / the whole round on invented returns."""
    made = make_demo(folder)
    voice.say("demo_made", folder=folder)
    request = SummarizeRequest(
        inbox=made.inbox,
        output=made.summary,
        settings_file=made.settings,
        as_of=DEMO_DAY,
        annotate_dir=made.annotated,
        json_file=made.json,
    )
    run_summarize(voice, request)
