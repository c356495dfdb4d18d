"""The main job: from a folder of returns to the provincial summary and what goes with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.movement_texts import movement_text
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.results import Results
from sorchor_xl.intake.reader import Progress
from sorchor_xl.workflow.collect_round import (
    CollectedRound,
    ReturnsRequest,
    collect_round,
    settings_of,
)
from sorchor_xl.workflow.harmless import (
    PDF,
    WORKBOOK,
    Output,
    folder_output,
    json_output,
    workbook_output,
)
from sorchor_xl.workflow.round_record import record_path, write_history
from sorchor_xl.workflow.settings import Settings
from sorchor_xl.workflow.write_reports import (
    Extras,
    Written,
    all_sheets_name,
    filled_name,
    write_reports,
)

_EXPORTED: Final = re.compile(r"[a-z_]+\.(?:csv|json)")
"""How the exported tables are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRequest(ReturnsRequest):
    """A folder of returns; None = the one of the settings.

    ``several`` are folders and files named one by one in its place, as when they are dropped on
    the program's icon.
    """

    inbox: Path | None = None
    several: Sequence[Path] = ()

    @property
    def may_be_empty(self) -> bool:
        """A folder of returns may still be empty; files named one by one are not."""
        return not self.several


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarizeRequest(InboxRequest):
    """Where to write the summary (None = the settings' place) and what goes with it."""

    output: Path | None = None
    export_dir: Path | None = None
    pdf: bool = False
    pdf_all: bool = False
    department_form: Path | None = None

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:
        """All that will be written, given the settings."""
        target = target_of(self, settings)
        if target is not None and not target.name:  # "." or "/": refused as the folder it is
            return (workbook_output(target),)
        pdf = Output(target.with_suffix(PDF), PDF) if target and self.pdf else None
        every = Output(all_sheets_name(target), PDF) if target and self.pdf_all else None
        return (
            *InboxRequest.outputs(self, settings),
            workbook_output(target),
            json_output(record_path(target) if target else None),
            pdf,
            every,
            folder_output(self.export_dir, _EXPORTED),
            self._filled_form(target),
        )

    def _filled_form(self, target: Path | None) -> Output | None:
        if target is None or self.department_form is None:
            return None
        if self.department_form.suffix.lower() != WORKBOOK:
            raise TaskError("form_not_xlsx", path=self.department_form)
        return workbook_output(filled_name(target, self.department_form))

    def inputs(self) -> tuple[Path | None, ...]:
        """Files that are read besides the returns and those of the settings."""
        return (*InboxRequest.inputs(self), self.department_form)


class NothingUsableError(TaskError):
    """Nothing of the folder belongs to a round, and none was named; ``findings`` say why not."""

    def __init__(self, folder: Path, findings: Sequence[Finding]) -> None:
        super().__init__("nothing_usable", folder=folder)
        self.findings = findings


def collect_inbox(request: InboxRequest, progress: Progress | None = None) -> CollectedRound:
    """Collect the folder of returns; TaskError where none is named."""
    return collect_round(_places(request), request, progress)


def summarize(
    request: SummarizeRequest, progress: Progress | None = None
) -> tuple[CollectedRound, Iterator[Written]]:
    """Collect the folder of returns and write its summary and what goes with it.

    The outputs are written while they are iterated over, also where no return counts: who has not
    sent is then the result. NothingUsableError where not even the province is known, TaskError
    where a place is not named; both before anything is written.
    """
    places = _places(request)
    target = target_of(request, settings_of(places, request))
    if target is None:
        raise TaskError("option_missing", option="--output")
    collected = collect_round(places, request, progress)
    results = collected.results
    known = request.province or collected.opened.settings.province
    if not known and not any(f.amphoe_code for f in results.files):
        raise NothingUsableError(places[0], results.findings)
    extras = Extras(
        previous=collected.previous,
        export_dir=request.export_dir,
        pdf=request.pdf,
        pdf_all=request.pdf_all,
        department_form=request.department_form,
    )
    unsent = _unsent(request, results, target)
    outputs = write_reports(collected.opened, results, unsent, extras)
    return collected, _recorded(results, target, outputs)


def summary_path(request: SummarizeRequest) -> Path | None:
    """Where the summary of a request stands; None where no place is named."""
    return target_of(request, settings_of(_places(request), request))


def target_of(request: SummarizeRequest, settings: Settings) -> Path | None:
    """Where the summary goes: where it was said, else to the settings' place; None = nowhere.

    What is made of other files than the round's is no summary of the round and gets another name:
    it would call those missing who have sent.
    """
    if request.output is not None or settings.summary is None:
        return request.output or settings.summary
    if not _are_a_part(_places(request), settings.inbox):
        return settings.summary
    return settings.summary.with_stem(f"{settings.summary.stem}_{movement_text('of_a_part')}")


def _are_a_part(places: Sequence[Path], inbox: Path | None) -> bool:
    """Whether returns lie in the round's folder that are not among those of the places."""
    if inbox is None or not inbox.is_dir():
        return False
    whole = inbox.resolve()
    given = [place.resolve() for place in places]
    if any(place == whole or place in whole.parents for place in given):
        return False
    return any(path not in given for path in whole.iterdir())


def _unsent(request: SummarizeRequest, results: Results, target: Path) -> Path:
    """Another name once the Department has been sent the summary, unless the name was stated."""
    sent = results.register.province.summary_sent_on
    if sent is None or request.output is not None or not target.exists():
        return target
    mark = movement_text("after_sending")
    return target.with_stem(f"{target.stem}_{mark}_{results.as_of.isoformat()}")


def _recorded(results: Results, summary: Path, outputs: Iterator[Written]) -> Iterator[Written]:
    """The outputs as they are written; how the round stands is kept beside the summary at last."""
    yield from outputs
    write_history(results, summary)


def _places(request: InboxRequest) -> Sequence[Path]:
    if request.several:
        return request.several
    beside = [request.inbox] if request.inbox is not None else []
    folder = request.inbox or settings_of(beside, request).inbox
    if folder is None:
        raise TaskError("option_missing", option="INBOX")
    return [folder]
