"""The command line: parse, call, render, exit. No rule of the round stands here.

Exit codes: 0 done · 1 done, findings of severity error remain · 2 could not do it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sorchor_xl import __version__

if TYPE_CHECKING:
    from sorchor_xl.commands.console import Voice

    DateType = click.ParamType[date]
    YearType = click.ParamType[int]
else:  # older releases of click know no type parameter
    DateType = YearType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)


class RoundDate(DateType):
    """A date of พ.ศ. or ค.ศ., Thai or Arabic digits."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error with the Thai sentence of the grammar."""
        from sorchor_xl.domain.thai.dates import parse_user_date

        if isinstance(value, date):
            return value
        try:
            return parse_user_date(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class RoundYear(YearType):
    """A fiscal year in พ.ศ. (or ค.ศ.), Thai or Arabic digits."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year in พ.ศ., or a usage error."""
        from sorchor_xl.domain.thai.dates import parse_fiscal_year

        if isinstance(value, int):
            return value
        try:
            return parse_fiscal_year(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


ROUND_OPTIONS = _options(
    click.option("--province", "-p", help="รหัสหรือชื่อจังหวัด / code or Thai name of the province"),
    click.option("--year", "-y", type=RoundYear(), help="ปีงบประมาณ พ.ศ. / fiscal year"),
    click.option("--settings", "settings_file", type=PATH, help="แฟ้มตั้งค่า / settings file"),
)
AS_OF = click.option("--as-of", type=RoundDate(), help="ถือว่าวันนี้คือวันใด / the day taken as today")
JSON_OUT = click.option(
    "--json", "json_file", type=PATH, help="เขียนผลเป็น JSON / write the results as JSON"
)
ANNOTATE = click.option(
    "--annotate",
    "annotate_dir",
    type=PATH,
    help="สร้างใบแจ้งแก้ไขรายอำเภอในโฟลเดอร์นี้ / write annotated returns to this folder",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sorchor-xl")
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", help="ภาษา / language")
@click.option("--quiet", "-q", is_flag=True, help="ไม่แสดงความคืบหน้า / no progress")
@click.pass_context
def main(ctx: click.Context, lang: str, quiet: bool) -> None:
    """ระบบสมุดงานประเมินจัดระดับ ศอช.ต.: สร้างแบบ รับคืน ตรวจ ให้คะแนน และสรุปผลทั้งจังหวัด.

    Workbooks for the yearly ศอช.ต. assessment: issue, take back, check, score, summarise.
    """
    from sorchor_xl.commands.console import Voice

    ctx.obj = Voice("en" if lang == "en" else "th", quiet)


@main.command(short_help="สร้างสมุดงานรายอำเภอ / issue the workbooks")
@ROUND_OPTIONS
@click.option("--amphoe", "-a", multiple=True, help="เฉพาะอำเภอนี้ (ซ้ำได้) / only this district")
@click.option("--template", type=PATH, help="แม่แบบที่จังหวัดปรับเอง / the province's own template")
@click.option("--previous", type=PATH, help="สรุปผลปีก่อน / last year's summary workbook")
@click.option("--output", "-o", type=PATH, help="โฟลเดอร์ปลายทาง / where to write")
@click.option("--force", is_flag=True, help="เขียนทับไฟล์ที่ต่างจากเดิม / overwrite what differs")
@click.pass_obj
def generate(voice: Voice, /, **options: Any) -> None:
    """สร้างสมุดงานรายอำเภอสำหรับส่งให้อำเภอกรอก / make the district workbooks."""
    from sorchor_xl.commands.generate import GenerateRequest, generate_workbooks

    sys.exit(generate_workbooks(voice, GenerateRequest(**options)))


@main.command(short_help="ตรวจไฟล์ที่ส่งกลับ / check returned files")
@click.argument("paths", nargs=-1, required=True, type=PATH)
@ROUND_OPTIONS
@AS_OF
@ANNOTATE
@JSON_OUT
@click.pass_obj
def check(voice: Voice, /, **options: Any) -> None:
    """ตรวจไฟล์ที่ส่งกลับ โดยไม่แก้ไขไฟล์ / check returned files, changing nothing."""
    from sorchor_xl.commands.check import CheckRequest, check_returns

    sys.exit(check_returns(voice, CheckRequest(**_dated(options))))


@main.command(short_help="สรุปผลทั้งจังหวัด / provincial summary")
@click.argument("inbox", required=False, type=PATH)
@click.option("--output", "-o", type=PATH, help="สมุดสรุป .xlsx / the summary")
@ROUND_OPTIONS
@AS_OF
@ANNOTATE
@JSON_OUT
@click.option("--previous", type=PATH, help="สรุปผลปีก่อน / last year's summary workbook")
@click.option("--export", "export_dir", type=PATH, help="ตาราง CSV และ JSON / tables as CSV, JSON")
@click.option("--pdf", is_flag=True, help="สร้าง PDF ไว้ข้างกัน (ต้องมี LibreOffice) / a PDF beside it")
@click.option(
    "--department-form",
    type=PATH,
    help="แบบของกรมหรือจังหวัดที่มีช่อง {{…}} / a form with {{…}} to fill",
)
@click.pass_obj
def summarize(voice: Voice, /, **options: Any) -> None:
    """อ่านทุกไฟล์ใน INBOX แล้วเขียนสมุดสรุปผลจังหวัด / write the provincial summary."""
    from sorchor_xl.commands.summarize import SummarizeRequest, summarize_round

    sys.exit(summarize_round(voice, SummarizeRequest(**_dated(options))))


@main.command(short_help="ใครส่งแล้ว ใครขาด / who has sent what")
@click.argument("inbox", required=False, type=PATH)
@ROUND_OPTIONS
@AS_OF
@click.pass_obj
def status(voice: Voice, /, **options: Any) -> None:
    """อำเภอใดส่งแล้ว ขาด ผิด หรือล่าช้า และควรทำอะไรต่อ / who has sent what, and what is next."""
    from sorchor_xl.commands.summarize import InboxRequest, show_status

    sys.exit(show_status(voice, InboxRequest(**_dated(options))))


@main.command(short_help="รวมหลายจังหวัด / national summary")
@click.argument("summaries", nargs=-1, required=True, type=PATH)
@click.option("--output", "-o", required=True, type=PATH, help="สมุดสรุป .xlsx / the summary")
@click.option("--year", "-y", type=RoundYear(), help="ปีงบประมาณ พ.ศ. / fiscal year")
@AS_OF
@click.pass_obj
def rollup(voice: Voice, /, **options: Any) -> None:
    """รวมสมุดสรุปของหลายจังหวัดเป็นระดับประเทศ / provincial summaries into a national one."""
    from sorchor_xl.commands.rollup import RollupRequest, roll_up

    sys.exit(roll_up(voice, RollupRequest(**_dated(options))))


@main.command(short_help="แสดงหรือตรวจเกณฑ์ / show or lint the rubric")
@click.option("--check", "file", type=PATH, help="ตรวจแฟ้มเกณฑ์ของจังหวัด / lint a rubric file")
@click.option("--year", "-y", type=RoundYear(), help="ปีงบประมาณ พ.ศ. / fiscal year")
@click.option("--settings", "settings_file", type=PATH, help="แฟ้มตั้งค่า / settings file")
@click.pass_obj
def rubric(voice: Voice, /, **options: Any) -> None:
    """แสดงเกณฑ์ ทุกค่าขอบและคะแนนที่ได้ หรือตรวจแฟ้มเกณฑ์ / show or lint the rubric."""
    from sorchor_xl.commands.show_rubric import show_rubric

    sys.exit(show_rubric(voice, **options))


@main.command(short_help="เริ่มรอบใหม่ / start a round")
@click.argument("folder", type=PATH, default=Path())
@click.option("--province", "-p", required=True, help="รหัสหรือชื่อจังหวัด / province")
@click.option("--year", "-y", type=RoundYear(), help="ปีงบประมาณ พ.ศ. / fiscal year")
@click.pass_obj
def init(voice: Voice, /, **options: Any) -> None:
    """สร้างแฟ้มตั้งค่าและโฟลเดอร์ของรอบ / write the settings file and folders of a round."""
    from sorchor_xl.commands.start import start_round

    sys.exit(start_round(voice, **options))


@main.command(short_help="รอบตัวอย่าง / the sample round")
@click.argument("folder", type=PATH, default=Path("sorchor-demo"))
@click.pass_obj
def demo(voice: Voice, /, folder: Path) -> None:
    """รอบตัวอย่างของบุรีรัมย์ทั้งรอบ (ข้อมูลสมมติ) / the whole round on invented returns."""
    from sorchor_xl.commands.start import run_demo

    sys.exit(run_demo(voice, folder))


def _dated(options: dict[str, Any]) -> dict[str, Any]:
    """Options with the day named, else today by this machine (the only clock in the program)."""
    return {**options, "as_of": options["as_of"] or datetime.now().astimezone().date()}


def run(arguments: Sequence[str] | None = None) -> None:
    """Start the program; what cannot be done is one clear sentence and exit code 2.

    ``arguments`` None = those of this process. Always leaves by SystemExit.
    """
    from sorchor_xl.commands.console import prepare_streams

    prepare_streams()
    try:
        main.main(arguments, prog_name="sorchor-xl")
    except (LookupError, ValueError, OSError) as error:
        from sorchor_xl.commands.requests import COULD_NOT, explain

        sentence = explain(error)
        if sentence is None:
            raise
        click.echo(sentence, err=True)
        sys.exit(COULD_NOT)
