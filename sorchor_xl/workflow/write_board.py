"""Write the board of a round: where every อำเภอ stands, with texts to copy and drafts to open."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.mail_texts import DraftKind, mail_text
from sorchor_xl.data.movement_texts import movement_lines, movement_text
from sorchor_xl.domain.round.open_findings import to_mend
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.drafts.board import BoardExtras, BoardLink, board_html, correction_word, draft_word
from sorchor_xl.drafts.draft_choice import DraftReasons
from sorchor_xl.drafts.draft_message import Draft, as_chat
from sorchor_xl.drafts.draft_record import DraftedEntry, read_record
from sorchor_xl.drafts.mail_facts import amphoe_facts, finding_facts, round_facts
from sorchor_xl.drafts.mail_templates import MailTemplates
from sorchor_xl.files.atomic_writing import write_text
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.workflow.annotate_returns import corrections_name
from sorchor_xl.workflow.collect_round import CollectedRound
from sorchor_xl.workflow.draft_mail import draft_reasons, drafts_folder, sender_facts
from sorchor_xl.workflow.harmless import Output
from sorchor_xl.workflow.round_record import what_moved
from sorchor_xl.workflow.settings import Settings
from sorchor_xl.workflow.summarize_round import InboxRequest
from sorchor_xl.workflow.write_reports import Written

PAGE = ".html"
_GRAVEST_FIRST = (
    DraftKind.UNREADABLE,
    DraftKind.CORRECTION,
    DraftKind.REMINDER,
    DraftKind.RECEIPT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRequest(InboxRequest):
    """Whose status; ``html_file`` is where its board will be written, None = nowhere."""

    html_file: Path | None = None

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:
        """All that will be written, given the settings."""
        page = None if self.html_file is None else Output(self.html_file, PAGE)
        return (*InboxRequest.outputs(self, settings), page)


@dataclass(frozen=True, slots=True)
class BoardNews:
    """What moved, in sentences, and since when; ``refresh`` in seconds, 0 = it stands still."""

    changes: Sequence[str] = ()
    since: str = ""
    refresh: int = 0


def board_beside(summary: Path) -> Path:
    """Where the board stands unless stated: beside the summary."""
    return summary.with_name(f"{summary.stem}_board{PAGE}")


def board_news(results: Results, settings: Settings, refresh: int = 0) -> BoardNews:
    """What moved since the last day the round was summarised, where there is a record of it."""
    summary = settings.summary
    moved = what_moved(results, summary).since_day if summary else None
    if moved is None:
        return BoardNews(refresh=refresh)
    since = movement_text("since", since=thai_date(moved.since))
    return BoardNews(tuple(movement_lines(moved, results)), since, refresh)


def write_board(
    collected: CollectedRound,
    path: Path,
    *,
    drafts: Path | None = None,
    news: BoardNews | None = None,
) -> Written:
    """Write the board; ``drafts`` is the folder its links lead to (None = the settings').

    DraftError for a template that cannot be used, OutputError where it cannot be written.
    """
    settings = collected.opened.settings
    told = news or board_news(collected.results, settings)
    folder = drafts_folder(drafts, settings)
    extras = BoardExtras(
        texts=_texts(collected.results, settings),
        links=_links(folder, path.parent),
        changes=told.changes,
        changed_since=told.since,
        refresh=told.refresh,
    )
    make_folder(path.parent)
    return Written(path, write_text(path, board_html(collected.results, extras)))


def _texts(results: Results, settings: Settings) -> Mapping[str, str]:
    """The text to paste into a chat, of the gravest thing to say to each อำเภอ."""
    templates = MailTemplates(settings.mail_templates)
    reasons, common = draft_reasons(results), round_facts(results, sender_facts(settings))
    found: dict[str, str] = {}
    for amphoe in results.amphoes:
        kind = next((k for k in _GRAVEST_FIRST if reasons.because(amphoe, k) is not None), None)
        if kind is not None:
            facts = {**common, **_facts(results, reasons, amphoe, kind)}
            subject, body = templates.fill(kind, facts)
            code = amphoe.amphoe.code
            found[code] = as_chat(Draft(kind, code, "", "", subject, body))
    return found


def _facts(
    results: Results, reasons: DraftReasons, amphoe: AmphoeResult, kind: DraftKind
) -> Mapping[str, object]:
    name = corrections_name(
        amphoe.amphoe, results.fiscal_year, to_mend(results, amphoe, load_catalogue())
    )
    return {
        **amphoe_facts(results, amphoe),
        **finding_facts(reasons.findings(amphoe, kind), load_catalogue()),
        "attachments": [name] if kind is DraftKind.CORRECTION else [],
    }


def _links(folder: Path, page: Path) -> Mapping[str, Sequence[BoardLink]]:
    """The drafts of the last day of each อำเภอ, as far as they are still there."""
    newest: dict[tuple[str, str], DraftedEntry] = {}
    for entry in read_record(folder):
        newest[entry.code, entry.kind] = entry
    found: dict[str, list[BoardLink]] = {}
    for (code, _), entry in sorted(newest.items()):
        found.setdefault(code, []).extend(_links_of(entry, folder, page))
    return found


def _links_of(entry: DraftedEntry, folder: Path, page: Path) -> Iterator[BoardLink]:
    for name in sorted(entry.files):
        path = folder / entry.day.isoformat() / name
        if not path.is_file():
            continue
        if name.endswith(".eml"):
            yield BoardLink(draft_word(mail_text(f"kinds.{entry.kind}")), _relative(path, page))
        elif entry.kind == DraftKind.CORRECTION and name.endswith(".xlsx"):
            yield BoardLink(correction_word(), _relative(path, page))


def _relative(path: Path, page: Path) -> str:
    """The way from the folder of the page, with forward slashes; from another drive its own."""
    there = path.resolve()
    try:
        return Path(os.path.relpath(there, page.resolve())).as_posix()
    except ValueError:  # on Windows no way leads from one drive to another
        return there.as_posix()
