"""``generate``: write the district workbooks of a round."""

from __future__ import annotations

import sys
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import COULD_NOT, DONE
from sorchor_xl.commands.shared_options import PATH, PREVIOUS, ROUND_OPTIONS
from sorchor_xl.workflow.issue_workbooks import Issued, IssueRequest, issue


@click.command()
@ROUND_OPTIONS
@click.option("--amphoe", "-a", multiple=True, help="เฉพาะอำเภอนี้ (ซ้ำได้) / only this district")
@click.option("--template", type=PATH, help="แม่แบบที่จังหวัดปรับเอง / the province's own template")
@PREVIOUS
@click.option("--output", "-o", type=PATH, help="โฟลเดอร์ปลายทาง / where to write")
@click.option("--force", is_flag=True, help="เขียนทับไฟล์ที่ต่างจากเดิม / overwrite what differs")
@click.pass_obj
def generate(voice: Voice, /, **options: Any) -> None:
    """สร้างสมุดงานรายอำเภอสำหรับส่งให้อำเภอกรอก / make the district workbooks."""
    with voice.progress("generating") as progress:
        issued = issue(IssueRequest(**options), progress)
    sys.exit(_say(voice, issued))


def _say(voice: Voice, issued: Issued) -> int:
    """What became of each file; a file that was kept is exit code 2."""
    voice.say("generated", written=len(issued.written), folder=issued.folder)
    if issued.same:
        voice.say("generated_same", same=len(issued.same))
    for path in issued.kept:
        voice.complain("generated_kept", path=path)
    voice.then("issued", folder=issued.folder)
    return COULD_NOT if issued.kept else DONE
