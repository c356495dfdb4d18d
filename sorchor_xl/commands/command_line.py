"""The program as a whole: which commands there are, and how every one of them ends.

Each command is a file of this room: its declaration beside what it does. A file is imported only
when its command runs, so ``--help`` and ``--version`` start as fast as click itself.

Exit codes: 0 done · 1 done, findings of severity error remain · 2 could not do it · 128 + the
number of the signal that stopped it (Ctrl-C: 130).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from sorchor_xl import __version__
from sorchor_xl.commands.asked_language import asked_language
from sorchor_xl.commands.help_pages import HelpContext


class CommandFile(NamedTuple):
    """Where a command stands: the module of this room, and its line in ``--help``."""

    module: str
    short_help: str


COMMANDS: Mapping[str, CommandFile] = {
    "init": CommandFile("init", "เริ่มรอบใหม่ / start a round"),
    "generate": CommandFile("generate", "สร้างสมุดงานรายอำเภอ / issue the workbooks"),
    "template": CommandFile("write_template", "เขียนแม่แบบสมุดงานของปี / a year's master to restyle"),
    "check": CommandFile("check", "ตรวจไฟล์ที่ส่งกลับ / check returned files"),
    "status": CommandFile("status", "ดูสถานะการส่งของแต่ละอำเภอ / who has sent what"),
    "summarize": CommandFile("summarize", "สรุปผลทั้งจังหวัด / provincial summary"),
    "mail": CommandFile("mail_drafts", "ร่างอีเมลและข้อความไลน์ / draft the mails"),
    "watch": CommandFile("watch_inbox", "เฝ้าโฟลเดอร์และปรับผลเมื่อมีไฟล์ใหม่ / keep all current"),
    "rollup": CommandFile("rollup", "รวมสมุดสรุปหลายจังหวัด / national summary"),
    "rubric": CommandFile("show_rubric", "แสดงหรือตรวจเกณฑ์ / show or lint the rubric"),
    "menu": CommandFile("menu", "เปิดรายการภาษาไทย / the same by numbers"),
    "demo": CommandFile("run_demo", "สร้างรอบตัวอย่าง / the sample round"),
}
"""Every command in the order of a round. The function in the module bears the command's name."""


class LazyCommands(click.Group):
    """The commands of `COMMANDS`, each imported when it is asked for."""

    context_class = HelpContext

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names in the order of a round."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"sorchor_xl.commands.{COMMANDS[cmd_name].module}")
        command: click.Command = getattr(module, cmd_name)
        command.context_class = HelpContext
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in ``--help``, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, file.short_help) for name, file in COMMANDS.items()])

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run as the shell starts it: a wrong word is told in the language asked for."""
        if not extra.get("standalone_mode", True):
            return super().main(*args, **extra)
        given = list(args[0]) if args and args[0] is not None else sys.argv[1:]
        extra["standalone_mode"] = False
        try:
            code = super().main(*args, **extra)
        except click.UsageError as error:
            if type(error).__name__ == "NoArgsIsHelpError":  # only newer releases of click have it
                click.echo(error.message)
                sys.exit(2)
            from sorchor_xl.commands.usage_errors import usage_sentence

            click.echo(usage_sentence(error, asked_language(given)), err=True)
            sys.exit(2)
        except click.Abort:
            from sorchor_xl.data.console_texts import console_sentence

            click.echo(console_sentence("stopped", asked_language(given)), err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named first; one that does not exist is told with those that do."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from sorchor_xl.data.console_texts import console_sentence

            lang = asked_language(["--lang", str(ctx.params.get("lang"))])
            known = ", ".join(COMMANDS)
            told = console_sentence("usage_no_command", lang, name=args[0], known=known)
            click.echo(told, err=True)
            ctx.exit(2)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what cannot be done is one clear sentence on stderr and exit code 2."""
        from sorchor_xl.workflow.harmless import begin_run, require_thai_names

        begin_run()
        try:
            require_thai_names()
            return super().invoke(ctx)
        except (LookupError, ValueError, OSError) as error:
            from sorchor_xl.commands.outcome import COULD_NOT, explain
            from sorchor_xl.commands.stopping import is_stopping

            sentence = explain(error, ctx.params["lang"])
            if sentence is None or is_stopping():
                raise
            click.echo(sentence, err=True)
            sys.exit(COULD_NOT)


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sorchor-xl")
@click.option(
    "--lang",
    type=click.Choice(["th", "en"]),
    default="th",
    is_eager=True,  # before --help, which is written in it
    help="ภาษาของข้อความ / language",
)
@click.option("--quiet", "-q", is_flag=True, help="ไม่แสดงความคืบหน้า / no progress")
@click.pass_context
def main(ctx: click.Context, lang: str, quiet: bool) -> None:
    """สมุดงานประเมินจัดระดับ ศอช.ต. ทั้งจังหวัด / workbooks for the yearly ศอช.ต. assessment.

    สร้างแบบ รับคืน ตรวจ ให้คะแนน และสรุปผล / issue, take back, check, score, summarise.
    """
    from sorchor_xl.commands.console import Voice

    ctx.obj = Voice("en" if lang == "en" else "th", quiet)


def run(arguments: Sequence[str] | None = None) -> None:
    """Start the program. ``arguments`` None = those of this process. Leaves by SystemExit."""
    from sorchor_xl.commands.stopping import orderly_stop
    from sorchor_xl.commands.text_streams import prepare_streams

    prepare_streams()
    with orderly_stop():
        main.main(arguments, prog_name="sorchor-xl")
