"""``watch``: keep everything current while files land; one line per event, until Ctrl-C."""

from __future__ import annotations

import math
import signal
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import click

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.outcome import DONE
from sorchor_xl.commands.shared_options import (
    ANNOTATE,
    JSON_OUT,
    PATH,
    PREVIOUS,
    ROUND_OPTIONS,
    RoundDate,
    today,
)
from sorchor_xl.commands.stopping import stop_signals
from sorchor_xl.workflow.watch_folder import SECONDS, WatchRequest
from sorchor_xl.workflow.watch_folder import watch as watch_folder


class _Seconds(click.FloatRange):
    """A range that "nan", which is neither less nor more than anything, is not in."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number of seconds."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(str(value), param, ctx)
        return number


SECONDS_ALLOWED = _Seconds(0.2, 3600)


@click.command()
@click.argument("inbox", required=False, type=PATH)
@click.option("--output", "-o", type=PATH, help="สมุดสรุป .xlsx / the summary")
@ROUND_OPTIONS
@click.option("--as-of", type=RoundDate(), help="วันที่ถือเป็นวันนี้ / the day taken as today")
@ANNOTATE
@JSON_OUT
@PREVIOUS
@click.option("--drafts", type=PATH, help="โฟลเดอร์สำหรับร่าง / where the drafts stand")
@click.option("--html", "board", type=PATH, help="กระดานสถานะ / where the board stands")
@click.option(
    "--every",
    "seconds",
    default=SECONDS,
    type=SECONDS_ALLOWED,
    metavar="SECONDS",
    help="อ่านโฟลเดอร์ทุกกี่วินาที / how often to look",
)
@click.pass_obj
def watch(voice: Voice, /, as_of: date | None, inbox: Path | None, **options: Any) -> None:
    """เฝ้าโฟลเดอร์และปรับผลให้เป็นปัจจุบันเมื่อมีไฟล์ใหม่ จนกด Ctrl+C / keep all current, until Ctrl+C.

    INBOX: โฟลเดอร์รับไฟล์ / the folder of returns.
    """
    request = WatchRequest(as_of=as_of or today(), fixed_day=as_of, inbox=inbox, **options)
    end = _End()
    for number in stop_signals():
        signal.signal(number, end)
    try:
        with closing(watch_folder(request)) as events:
            for event in events:
                click.echo(f"{event.at:%H:%M:%S}  {voice.sentence(event.key, **event.params)}")
                sys.stdout.flush()
    except BaseException as error:
        if not (end.asked or isinstance(error, KeyboardInterrupt)):
            raise
        voice.say("watch_stopped")
    voice.then("chase")
    sys.exit(DONE)


class _End:
    """Ends it as Ctrl-C does: nothing is finished halfway, nothing left behind.

    ``asked`` stays true where another error takes the place of the interrupt on its way out.
    """

    asked = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        raise KeyboardInterrupt
