"""``mail``: draft the mails of a round; nothing is ever sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import COULD_NOT, DONE
from sorchor_xl.commands.result_views import say_written
from sorchor_xl.commands.shared_options import AS_OF, PATH, ROUND_OPTIONS
from sorchor_xl.data.mail_texts import DraftKind, mail_text
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.workflow.draft_mail import (
    DraftedMail,
    MailRequest,
    copy_templates,
    draft_mail,
)
from sorchor_xl.workflow.write_board import write_board

ALL = "all"
INDEX_NAME = "index.html"
NAMES_SHOWN = 5
_KINDS = (ALL, *(kind.value for kind in DraftKind))


@click.command()
@click.argument("kinds", nargs=-1, type=click.Choice(_KINDS), metavar="[KINDS]...")
@click.option("--inbox", type=PATH, help="โฟลเดอร์รับไฟล์ / the folder of returns")
@click.option("--output", "-o", type=PATH, help="โฟลเดอร์สำหรับร่าง / where the drafts stand")
@click.option(
    "--partial", is_flag=True, help="ร่างถึงกรมฯ แม้ผลยังไม่ครบ / though some results are missing"
)
@click.option(
    "--copy-templates",
    "copy_to",
    type=PATH,
    help="คัดลอกแม่แบบข้อความไว้แก้ไขเอง / copy the templates to change them, and end",
)
@ROUND_OPTIONS
@AS_OF
@click.pass_obj
def mail(voice: Voice, /, kinds: tuple[str, ...], copy_to: Path | None, **options: Any) -> None:
    """ร่างอีเมลและข้อความไลน์ของวันนี้ โดยไม่ส่งเอง / draft today's mails; nothing is sent.

    KINDS: all form reminder unreadable correction receipt summary หากไม่ระบุ จะร่างที่ควรส่งวันนี้ /
    all form reminder unreadable correction receipt summary; without any, what is due today.
    """
    chosen = () if ALL in kinds else tuple(DraftKind(kind) for kind in kinds)
    request = MailRequest(kinds=chosen, **options)
    if copy_to is not None:
        _copy(voice, copy_to, request)
        return
    with voice.progress("reading") as progress:
        collected, drafted = draft_mail(request, progress)
    index = drafted.folder / INDEX_NAME
    say_written(voice, write_board(collected, index, drafts=drafted.folder.parent))
    sys.exit(say_drafted(voice, drafted))


def _copy(voice: Voice, folder: Path, request: MailRequest) -> None:
    written = copy_templates(folder, request)
    voice.say("templates_copied", count=len(written), folder=folder)
    voice.then("templates", folder=folder)


def say_drafted(voice: Voice, drafted: DraftedMail) -> int:
    """What was drafted, for whom, and what could not be; a draft refused is exit code 2."""
    counts = {"written": len(drafted.written), "known": drafted.known}
    voice.say("drafted_all", folder=drafted.folder, withdrawn=drafted.withdrawn, **counts)
    for draft in drafted.written:
        voice.say("drafted", kind=mail_text(f"kinds.{draft.kind}"), recipient=draft.recipient)
    if drafted.without_address:
        voice.complain(
            "drafted_no_address", names=join_list(drafted.without_address, NAMES_SHOWN, "แห่ง")
        )
    for sentence in drafted.refused:
        click.echo(voice.spoken(sentence), err=True)
    voice.then("drafted", folder=drafted.folder)
    return COULD_NOT if drafted.refused else DONE
