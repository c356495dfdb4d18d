"""``generate``: write the district workbooks of a round."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import COULD_NOT, DONE
from sorchor_xl.commands.shared_options import PATH, PREVIOUS, ROUND_OPTIONS, today
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.issue_anew import issue_anew
from sorchor_xl.workflow.issue_workbooks import Issued, IssueRequest, issue

NAMES_SHOWN = 5


@click.command()
@ROUND_OPTIONS
@click.option(
    "--amphoe",
    "-a",
    multiple=True,
    help="เฉพาะอำเภอนี้ (ระบุได้หลายครั้ง) / only this one (may be repeated)",
)
@click.option("--template", type=PATH, help="แม่แบบที่จังหวัดปรับเอง / the province's own template")
@PREVIOUS
@click.option("--output", "-o", type=PATH, help="โฟลเดอร์ปลายทาง / where to write")
@click.option("--force", is_flag=True, help="เขียนทับไฟล์ที่ต่างจากเดิม / overwrite what differs")
@click.option(
    "--from",
    "returned",
    type=PATH,
    help="สร้างสมุดงานใหม่พร้อมคำตอบที่ได้รับแล้ว / issue anew with the answers of these returns",
)
@click.pass_obj
def generate(voice: Voice, /, returned: Path | None, **options: Any) -> None:
    """สร้างสมุดงานรายอำเภอสำหรับส่งให้อำเภอกรอก / make the district workbooks."""
    request = IssueRequest(**options)
    if returned is None:
        with voice.progress("generating") as progress:
            issued = issue(request, progress)
    else:
        with voice.progress("generating") as progress:
            issued = issue_anew(request, returned, today(), progress)
    sys.exit(_say(voice, issued))


def _say(voice: Voice, issued: Issued) -> int:
    """What became of each file; a file that was kept is exit code 2."""
    voice.say("generated", written=len(issued.written), folder=issued.folder)
    if issued.same:
        voice.say("generated_same", same=len(issued.same))
    for path in issued.kept:
        voice.complain("generated_kept", path=path)
    if issued.blank:
        voice.complain("generated_blank", list=join_list(issued.blank, NAMES_SHOWN, "ตำบล"))
    if issued.unconfirmed and issued.rubric is not None:
        facts = {"file": issued.rubric.name, "count": len(issued.unconfirmed)}
        lines = join_list([str(line) for line in issued.unconfirmed])
        voice.complain("generated_unconfirmed", **facts, lines=lines)
    if not issued.has_phone:
        voice.complain("generated_no_phone")
    if issued.written or issued.same:
        voice.then("issued", folder=issued.folder)
    return COULD_NOT if issued.kept else DONE
