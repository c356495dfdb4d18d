"""Write the district workbooks of a round."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from sorchor_xl.commands.base import COULD_NOT, DONE, RoundRequest, wanted
from sorchor_xl.console import Progress, Voice
from sorchor_xl.rounds import open_round, settings_near


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateRequest(RoundRequest):
    """What to generate: อำเภอ by code or name (none = all), from which template, and where."""

    amphoe: tuple[str, ...] = ()
    template: Path | None = None
    previous: Path | None = None
    output: Path | None = None
    force: bool = False


def generate_workbooks(voice: Voice, request: GenerateRequest) -> int:
    """Write the district workbooks; a file that differs is kept unless forced (exit 2 then)."""
    from sorchor_xl.issuing import issue_round  # noqa: PLC0415 (starts lxml)

    settings = settings_near(Path(), request.settings_file)
    opened = open_round(settings, request.province, request.year)
    folder = wanted(request.output or settings.outgoing, "--output")
    amphoes = opened.chosen_amphoes(request.amphoe)
    progress = Progress(voice, "generating")
    issued = issue_round(
        opened,
        amphoes,
        folder,
        template=request.template or settings.template,
        previous=request.previous or settings.previous,
        force=request.force,
        progress=progress,
    )
    progress.close()
    voice.say("generated", written=len(issued.written), folder=folder)
    if issued.same:
        voice.say("generated_same", same=len(issued.same))
    for path in issued.kept:
        click.echo(voice.sentence("generated_kept", path=path), err=True)
    return COULD_NOT if issued.kept else DONE
