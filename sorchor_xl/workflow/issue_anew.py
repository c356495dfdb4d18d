"""Issue the workbooks of a round anew, with the answers that have come so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sorchor_xl.data.console_texts import TaskError, said_on_console
from sorchor_xl.domain.round.records import Amphoe, AmphoeStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.intake.reader import Progress
from sorchor_xl.workflow.annotate_returns import answers_so_far
from sorchor_xl.workflow.collect_round import ReturnsRequest, collect_round
from sorchor_xl.workflow.harmless import Output, folder_output
from sorchor_xl.workflow.issue_workbooks import (
    Issued,
    IssueRequest,
    Outgoing,
    issue_round,
    last_years_figures,
)
from sorchor_xl.workflow.master_templates import template_bytes
from sorchor_xl.workflow.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnswersRequest(ReturnsRequest):
    """The returns whose answers are taken over, and the folder the new workbooks go to."""

    folder: Path | None = None
    template: Path | None = None

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:
        """All that will be written, given the settings."""
        return (folder_output(self.folder or settings.outgoing),)

    def inputs(self) -> tuple[Path | None, ...]:
        """Files that are read besides the returns and those of the settings."""
        return (*ReturnsRequest.inputs(self), self.template)


def issue_anew(
    request: IssueRequest, returned: Path, as_of: date, progress: Progress | None = None
) -> Issued:
    """Write the workbooks asked for with what the returns at a place say; others stay blank.

    Errors as in `issue` and `collect_round`; a file that differs is kept unless forced.
    """
    answers = _AnswersRequest(
        province=request.province,
        year=request.year,
        settings_file=request.settings_file,
        as_of=as_of,
        previous=request.previous,
        folder=request.output,
        template=request.template,
    )
    collected = collect_round([returned], answers, progress)
    opened, settings = collected.opened, collected.opened.settings
    folder = request.output or settings.outgoing
    if folder is None:
        raise TaskError("option_missing", option="--output")
    template = request.template or settings.template
    outgoing = Outgoing(
        template_bytes(template, opened.rubric),
        last_years_figures(opened, request.previous or settings.previous),
        request.force,
        own=template,
        given=answers_so_far(collected),
    )
    chosen = opened.chosen_amphoes(request.amphoe)
    issued = issue_round(opened, chosen, folder, outgoing, progress)
    return replace(issued, blank=tuple(_still_blank(collected.results, chosen)))


def _still_blank(results: Results, chosen: Sequence[Amphoe]) -> Iterator[str]:
    """Names of the ตำบล whose answers could not be taken over, though their อำเภอ has sent."""
    for amphoe in results.amphoes:
        if amphoe.amphoe in chosen and amphoe.status is not AmphoeStatus.NOT_RECEIVED:
            own = results.tambons_of(amphoe.amphoe.code)
            of = amphoe.amphoe.name
            yield from (
                said_on_console("blank_tambon", tambon=t.tambon.name, amphoe=of)
                for t in own
                if t.ret is None
            )
