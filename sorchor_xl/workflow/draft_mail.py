"""Draft the mails of a round: what each อำเภอ calls for today, nothing twice, nothing sent.

Drafts stand in a folder per day, with the same text for a chat and the attachments beside them. A
draft of today that no longer holds, because a file came meanwhile, is taken away again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.mail_texts import (
    DraftError,
    DraftKind,
    mail_table,
    mail_text,
    packaged_templates,
)
from sorchor_xl.data.manual_files import GUIDE_NAME, guide_for_districts
from sorchor_xl.data.register_texts import AMPHOE, register_table
from sorchor_xl.domain.round.open_findings import to_mend
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.drafts.draft_choice import DraftReasons, may_send_summary, summary_because
from sorchor_xl.drafts.draft_message import (
    MEGABYTE,
    Attachment,
    Draft,
    as_chat,
    as_eml,
)
from sorchor_xl.drafts.draft_record import DraftedEntry, file_hash, read_record, write_record
from sorchor_xl.drafts.mail_facts import (
    SenderFacts,
    amphoe_facts,
    finding_facts,
    open_tambons,
    round_facts,
    summary_facts,
)
from sorchor_xl.drafts.mail_templates import MEMORANDUM, MailTemplates
from sorchor_xl.drafts.memorandum_docx import memorandum
from sorchor_xl.files.atomic_writing import write_bytes, write_text
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.files.safe_names import workbook_name
from sorchor_xl.intake.reader import Progress
from sorchor_xl.report.exports.pdf import find_office
from sorchor_xl.report.exports.printed_set import write_printed_set
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.annotate_returns import annotated_returns
from sorchor_xl.workflow.collect_round import CollectedRound, settings_of
from sorchor_xl.workflow.harmless import (
    PDF,
    FilePlan,
    Output,
    folder_output,
    prepare_outputs,
    province_files,
)
from sorchor_xl.workflow.settings import Settings
from sorchor_xl.workflow.summarize_round import InboxRequest, collect_inbox
from sorchor_xl.workflow.write_reports import report_options

DRAFTS_FOLDER = "drafts"
NAMES_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRequest(InboxRequest):
    """Which kinds to draft (none = what the day calls for), and where (None = the settings').

    ``partial``: the summary may go out while ตำบล are open, which it then says.
    """

    kinds: tuple[DraftKind, ...] = ()
    output: Path | None = None
    partial: bool = False

    def outputs(self, settings: Settings) -> tuple[Output | None, ...]:
        """All that will be written, given the settings."""
        return (folder_output(drafts_folder(self.output, settings)),)


@dataclass(frozen=True, slots=True)
class DraftedMail:
    """What became of a run: folder of the day, drafts written, those there before, remarks.

    ``refused`` are sentences about drafts that could not be made, ``without_address`` the names of
    those whose address nobody has entered, ``withdrawn`` how many no longer held.
    """

    folder: Path
    written: tuple[Draft, ...]
    known: int
    withdrawn: int
    refused: tuple[str, ...]
    without_address: tuple[str, ...]


def drafts_folder(output: Path | None, settings: Settings) -> Path:
    """Where the drafts of a round stand."""
    return output or settings.drafts or settings.folder / DRAFTS_FOLDER


def sender_facts(settings: Settings) -> SenderFacts:
    """What the province says of itself in its settings."""
    s = settings
    return SenderFacts(s.contact_unit, s.contact_phone, s.letter_number, s.recipient)


def draft_reasons(results: Results) -> DraftReasons:
    """What each อำเภอ calls for."""
    catalogue = load_catalogue()
    open_ = {a.amphoe.code: to_mend(results, a, catalogue) for a in results.amphoes}
    return DraftReasons(results, open_)


def copy_templates(folder: Path, request: MailRequest) -> tuple[Path, ...]:
    """Write the packaged templates into a folder, to be changed there; those there are kept.

    TaskError where the folder is one of returns, or another that the request names.
    """
    settings = settings_of([], request)
    prepare_outputs(
        FilePlan(
            inboxes=(request.inbox, settings.inbox),
            reads=province_files(settings, *request.inputs()),
            writes=(folder_output(folder), folder_output(request.output)),
        )
    )
    make_folder(folder)
    new = {n: t for n, t in packaged_templates().items() if not (folder / n).exists()}
    return tuple(write_text(folder / name, text) for name, text in new.items())


def draft_mail(
    request: MailRequest, progress: Progress | None = None
) -> tuple[CollectedRound, DraftedMail]:
    """Collect the folder of returns and draft what is called for.

    DraftError for a template that cannot be used, before anything is read; errors of the round as
    in `collect_inbox`. What one recipient lacks stops no other.
    """
    collected = collect_inbox(request, progress)
    return collected, draft_round(collected, request)


def draft_round(collected: CollectedRound, request: MailRequest) -> DraftedMail:
    """Draft what a collected round calls for."""
    settings = collected.opened.settings
    return _Drafting(collected, request, MailTemplates(settings.mail_templates)).run()


class _Drafting:
    """One run: what is wanted, what is there already, what could not be made."""

    def __init__(
        self, collected: CollectedRound, request: MailRequest, templates: MailTemplates
    ) -> None:
        self.collected, self.request, self.templates = collected, request, templates
        self.results, self.settings = collected.results, collected.opened.settings
        self.root = drafts_folder(request.output, self.settings)
        self.day = self.results.as_of
        self.folder = self.root / self.day.isoformat()
        self.reasons = draft_reasons(self.results)
        self.refused: list[str] = []
        self.sender = sender_facts(self.settings)
        self.facts = round_facts(self.results, self.sender)

    def run(self) -> DraftedMail:
        """Make what is new, take away what no longer holds, remember both."""
        entries = read_record(self.root)
        kept = [e for e in entries if not self._is_stale(e)]
        withdrawn = len(entries) - len(kept)
        for entry in entries:
            if entry not in kept:
                self._withdraw(entry)
        wanted = list(self._wanted())
        new = [w for w in wanted if not self._is_known(w, kept)]
        written = list(self._make(new))
        if written or withdrawn:
            make_folder(self.root)
            write_record(self.root, [*kept, *(entry for _, entry in written)])
        drafts = tuple(draft for draft, _ in written)
        unknown = tuple(dict.fromkeys(d.recipient for d in drafts if not d.to))
        known = len(wanted) - len(new)
        refused = tuple(self.refused)
        return DraftedMail(self.folder, drafts, known, withdrawn, refused, unknown)

    def _wanted(self) -> Iterator[tuple[DraftKind, AmphoeResult | None, str]]:
        """Kind, อำเภอ (None: the Department) and state of each draft asked for."""
        kinds = self.request.kinds
        for amphoe in self.results.amphoes:
            for kind in kinds or self.reasons.today(amphoe):
                because = self.reasons.because(amphoe, kind)
                if because is not None and not self._is_withheld(kind, amphoe):
                    yield kind, amphoe, because
        asked = DraftKind.SUMMARY in kinds
        if asked and not self.request.partial:
            self._refuse_open_summary()
        if asked or (not kinds and may_send_summary(self.results)):
            yield DraftKind.SUMMARY, None, summary_because(self.results)

    def _refuse_open_summary(self) -> None:
        """DraftError while ตำบล are open: the Department is not told half without being told so."""
        left = [t.tambon.name for t in open_tambons(self.results)]
        if left:
            names = join_list(left, NAMES_SHOWN, "ตำบล")
            raise DraftError(mail_text("errors.not_ready", count=len(left), names=names))

    def _is_withheld(self, kind: DraftKind, amphoe: AmphoeResult) -> bool:
        """A due date that cannot be read threatens nobody, nor is one reminded whom the province
        has down as having sent; both are said.
        """
        code, register = amphoe.amphoe.code, self.results.register
        if kind is not DraftKind.REMINDER:
            return False
        facts = {"kind": mail_text(f"kinds.{kind}"), "amphoe": amphoe.amphoe.name}
        columns = register_table()["sheets"][AMPHOE]["columns"]
        if (code, "due") in register.unclear:
            label = columns["due"]["heading"]
            self.refused.append(mail_text("errors.unclear", label=label, **facts))
            return True
        if amphoe.status is AmphoeStatus.NOT_RECEIVED and register.amphoe(code).received_on:
            label = columns["received_on"]["heading"]
            self.refused.append(mail_text("errors.says_received", label=label, **facts))
            return True
        return False

    def _is_known(
        self, wanted: tuple[DraftKind, AmphoeResult | None, str], entries: Sequence[DraftedEntry]
    ) -> bool:
        """Drafted before for the same state; a reminder may be repeated after some days."""
        kind, amphoe, because = wanted
        code = amphoe.amphoe.code if amphoe else self.results.province.code
        days = [e.day for e in entries if (e.kind, e.code, e.because) == (kind, code, because)]
        if not days or kind is not DraftKind.REMINDER:
            return bool(days)
        again = timedelta(days=int(mail_table()["remind_again_days"]))
        return self.day - max(days) < again

    def _is_stale(self, entry: DraftedEntry) -> bool:
        """A draft of today whose state of affairs is over."""
        if entry.day != self.day or entry.kind == DraftKind.SUMMARY:
            return entry.day == self.day and entry.because != summary_because(self.results)
        amphoes = [a for a in self.results.amphoes if a.amphoe.code == entry.code]
        states = [self.reasons.because(a, DraftKind(entry.kind)) for a in amphoes]
        return entry.because not in states

    def _withdraw(self, entry: DraftedEntry) -> None:
        """Take away the files of a draft, but none that somebody has changed since."""
        for name, digest in entry.files.items():
            path = self.root / entry.day.isoformat() / name
            if path.is_file() and file_hash(path.read_bytes()) == digest:
                path.unlink()

    def _make(
        self, wanted: Sequence[tuple[DraftKind, AmphoeResult | None, str]]
    ) -> Iterator[tuple[Draft, DraftedEntry]]:
        codes = {a.amphoe.code for k, a, _ in wanted if a and k is DraftKind.CORRECTION}
        self._corrections = self._annotated(codes)
        for kind, amphoe, because in wanted:
            try:
                draft = self._draft(kind, amphoe, because)
            except (DraftError, TaskError) as error:
                self.refused.append(Said(error.sentence("th"), error.sentence("en")))
                continue
            if draft.size > self.settings.attachment_mb * MEGABYTE:
                self._refuse_size(draft)
                continue
            yield draft, self._write(draft)

    def _annotated(self, codes: set[str]) -> Mapping[str, Attachment]:
        if not codes:
            return {}
        year = self.results.fiscal_year
        made = annotated_returns(self.collected, codes)
        return {
            code: Attachment(name, content, f"{code}_{year}_corrections.xlsx")
            for code, name, content in made
        }

    def _refuse_size(self, draft: Draft) -> None:
        shown, size = mail_text(f"kinds.{draft.kind}"), f"{draft.size / MEGABYTE:.1f}"
        limit = self.settings.attachment_mb
        facts = {"recipient": draft.recipient, "kind": shown, "size": size, "limit": limit}
        self.refused.append(mail_text("errors.too_large", **facts))

    def _draft(self, kind: DraftKind, amphoe: AmphoeResult | None, because: str) -> Draft:
        if amphoe is None:
            return self._summary(because)
        code = amphoe.amphoe.code
        attachments = self._attachments(kind, amphoe)
        found = self.reasons.findings(amphoe, kind)
        facts: dict[str, Any] = {
            **self.facts,
            **amphoe_facts(self.results, amphoe),
            **finding_facts(found, load_catalogue()),
            "attachments": [a.name for a in attachments],
        }
        subject, body = self.templates.fill(kind, facts)
        to = self.results.register.amphoe(code).email
        name = mail_text("amphoe", amphoe=amphoe.amphoe.name)
        return Draft(kind, code, name, to, subject, body, attachments, because)

    def _attachments(self, kind: DraftKind, amphoe: AmphoeResult) -> tuple[Attachment, ...]:
        code = amphoe.amphoe.code
        if kind is DraftKind.CORRECTION:
            return tuple(a for c, a in self._corrections.items() if c == code)
        if kind is not DraftKind.FORM:
            return ()
        name = workbook_name(amphoe.amphoe, self.results.fiscal_year)
        folder = self.settings.outgoing or self.settings.folder
        path = folder / name
        if not path.is_file():
            raise DraftError(mail_text("errors.no_form", amphoe=amphoe.amphoe.name, folder=folder))
        fallback = f"{code}_{self.results.fiscal_year}.xlsx"
        beside = folder / GUIDE_NAME
        guide = beside.read_bytes() if beside.is_file() else guide_for_districts()
        return (
            Attachment(name, path.read_bytes(), fallback),
            Attachment(GUIDE_NAME, guide, "guide.pdf"),
        )

    def _summary(self, because: str) -> Draft:
        """Workbook, printed set as PDF where it can be made, and the covering letter."""
        results, year = self.results, self.results.fiscal_year
        attachments = [*self._summary_files]
        cover = mail_text("files.memorandum", year=year)
        names = [a.name for a in attachments]
        facts = {
            **self.facts,
            **summary_facts(results, self.sender),
            "attachments": names,
            "enclosures": [mail_text(f"enclosures.{name.rpartition('.')[2]}") for name in names],
        }
        _, text = self.templates.fill(MEMORANDUM, facts)
        made = memorandum(text, self.settings.font)
        attachments.append(Attachment(cover, made, f"memorandum_{year}.docx"))
        listed = {**facts, "attachments": [*names, cover]}
        subject, body = self.templates.fill(DraftKind.SUMMARY, listed)
        code, name = results.province.code, str(facts["recipient"])
        return Draft(DraftKind.SUMMARY, code, name, "", subject, body, tuple(attachments), because)

    @cached_property
    def _summary_files(self) -> tuple[Attachment, ...]:
        name = f"{self.results.province.code}_summary_{self.results.fiscal_year}.xlsx"
        options, previous = report_options(self.collected.opened), self.collected.previous
        with tempfile.TemporaryDirectory(prefix="sorchor-mail-") as folder:
            path = write_summary(
                self.results, Path(folder) / name, options=options, previous=previous
            )
            files = [path]
            if find_office() is not None:
                target = path.with_suffix(PDF)
                files.append(
                    write_printed_set(self.results, target, options=options, previous=previous)
                )
            return tuple(Attachment(f.name, f.read_bytes(), f.name) for f in files)

    def _write(self, draft: Draft) -> DraftedEntry:
        """The .eml, the same as text, and the attachments beside them."""
        make_folder(self.folder)
        stem = draft_stem(draft)
        files = {f"{stem}.eml": as_eml(draft), f"{stem}.txt": as_chat(draft).encode()}
        files |= {a.name: a.content for a in draft.attachments}
        for name, content in files.items():
            write_bytes(self.folder / name, content)
        hashes = {name: file_hash(content) for name, content in files.items()}
        return DraftedEntry(self.day, draft.kind, draft.code, draft.because, hashes)


def draft_stem(draft: Draft) -> str:
    """ "3101_เมืองบุรีรัมย์_ติดตาม": the name of a draft's files without their endings."""
    name = draft.recipient.removeprefix("อำเภอ") if draft.kind is not DraftKind.SUMMARY else ""
    kind = mail_text(f"kinds.{draft.kind}")
    parts = (draft.code, name.replace("/", " "), kind)
    return "_".join(part for part in parts if part)
