"""Options that several commands take, and the types of their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    DateType = click.ParamType[date]
    YearType = click.ParamType[int]
else:  # older releases of click know no type parameter
    DateType = YearType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])


class AnyLength(click.Path):
    """A path, on Windows in the spelling that is opened however long it is."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """The path as a `Path`; short ones stay as they were typed."""
        from sorchor_xl.workflow.given_paths import taken_in

        if not str(value):
            self.fail(_told("bad_no_name", ctx, value), param, ctx)
        try:
            given = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(_told("bad_no_access", ctx, os.fsdecode(value)), param, ctx)
        return taken_in(str(given))


PATH = AnyLength(path_type=Path)


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
        except ValueError:
            self.fail(_told("bad_date", ctx, value), param, ctx)


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
        except ValueError:
            self.fail(_told("bad_year", ctx, value), param, ctx)


def _told(key: str, ctx: click.Context | None, value: object) -> str:
    """A sentence about a value in the language asked for."""
    from sorchor_xl.commands.asked_language import language_of
    from sorchor_xl.data.console_texts import console_sentence
    from sorchor_xl.domain.thai.text import quote_short

    return console_sentence(key, language_of(ctx), value=quote_short(str(value)))


def today() -> date:
    """Today by this machine: the only clock in the program."""
    return datetime.now().astimezone().date()


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


YEAR = click.option("--year", "-y", type=RoundYear(), help="ปีงบประมาณ พ.ศ. / fiscal year")
SETTINGS = click.option("--settings", "settings_file", type=PATH, help="ไฟล์ตั้งค่า / settings file")
ROUND_OPTIONS = _options(
    click.option("--province", "-p", help="รหัสหรือชื่อจังหวัด / code or Thai name of the province"),
    YEAR,
    SETTINGS,
)
AS_OF = click.option(
    "--as-of",
    type=RoundDate(),
    default=today,
    show_default=False,
    help="วันที่ถือเป็นวันนี้ / the day taken as today",
)
PREVIOUS = click.option("--previous", type=PATH, help="สมุดสรุปผลปีก่อน / last year's summary workbook")
JSON_OUT = click.option(
    "--json", "json_file", type=PATH, help="เขียนผลเป็นไฟล์ JSON / write the results as JSON"
)
NOTICES = click.option("--notices", is_flag=True, help="แสดงรายการแจ้งให้ทราบด้วย / show notices")
ANNOTATE = click.option(
    "--annotate",
    "annotate_dir",
    type=PATH,
    help="สร้างใบแจ้งแก้ไขรายอำเภอในโฟลเดอร์นี้ / write annotated returns to this folder",
)
