"""Write the district workbooks of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sorchor_xl.commands.console import Progress, Voice
from sorchor_xl.commands.requests import COULD_NOT, DONE, RoundRequest, wanted
from sorchor_xl.workflow.open_round import OpenRound, open_round, settings_near

if TYPE_CHECKING:
    from sorchor_xl.form.form_options import TambonPrefill


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
    from sorchor_xl.workflow.issue_workbooks import (
        Outgoing,
        issue_round,
        template_bytes,
    )

    settings = settings_near(Path(), request.settings_file)
    opened = open_round(settings, request.province, request.year)
    folder = wanted(request.output or settings.outgoing, "--output")
    amphoes = opened.chosen_amphoes(request.amphoe)
    progress = Progress(voice, "generating")
    template = request.template or settings.template
    outgoing = Outgoing(
        template_bytes(template),
        _before(opened, request.previous or settings.previous),
        request.force,
        own=template is not None,
    )
    issued = issue_round(opened, amphoes, folder, outgoing, progress)
    progress.close()
    voice.say("generated", written=len(issued.written), folder=folder)
    if issued.same:
        voice.say("generated_same", same=len(issued.same))
    for path in issued.kept:
        click.echo(voice.sentence("generated_kept", path=path), err=True)
    return COULD_NOT if issued.kept else DONE


def _before(opened: OpenRound, path: Path | None) -> Mapping[str, TambonPrefill]:
    """Last year's points by ตำบล code, to stand beside the inputs; none without a summary."""
    if path is None:
        return {}
    from sorchor_xl.form.form_options import TambonPrefill
    from sorchor_xl.form.layout import indicator_row
    from sorchor_xl.report.previous_summary import read_previous

    place, year = opened.province, opened.rubric.fiscal_year
    before = read_previous(path, place.code, place.name, year)
    return {
        code: TambonPrefill(
            previous={
                **{indicator_row(number): points for number, points in past.scores.items()},
                **({} if past.total is None else {"TOTAL": past.total}),
            }
        )
        for code, past in before.tambons.items()
    }
