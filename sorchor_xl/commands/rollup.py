"""Provincial summaries into a national one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from sorchor_xl.commands.base import DONE, ERRORS_REMAIN, TaskError
from sorchor_xl.commands.take import say_written
from sorchor_xl.console import Voice


def roll_up(voice: Voice, *, summaries: Sequence[Path], output: Path, as_of: date) -> int:
    """Provincial summaries into a national one; a province missing or of another year is named."""
    from sorchor_xl.report.rollup import write_rollup  # noqa: PLC0415 (starts the writer)

    for path in summaries:
        if not path.is_file():
            raise TaskError(voice.sentence("missing_folder", path=path))
    done = write_rollup(summaries, output, as_of)
    for remark in done.remarks:
        click.echo(remark, err=True)
    say_written(voice, output, done.path)
    return ERRORS_REMAIN if done.remarks else DONE
