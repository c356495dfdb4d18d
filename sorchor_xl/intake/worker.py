"""What a worker does with one thing of a folder: every file within it, from bytes to records."""

from __future__ import annotations

import copyreg
import gc
from collections.abc import Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import (
    Award,
    DistrictInfo,
    Entry,
    Order,
    Plan,
    ReceivedFile,
    Submission,
    TambonReturn,
    Where,
)
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files.file_kinds import CONTAINERS, MAILS, WORKBOOKS, FileKind
from sorchor_xl.files.unpack import ATTACHMENT_LIMIT, BY_FILE, DEPTH_LIMIT, Payload, payloads
from sorchor_xl.files.walk import FILE_LIMIT, Found
from sorchor_xl.files.zip_members import MEMBER_LIMIT
from sorchor_xl.files.zip_view import BadZipError, TooLargeError
from sorchor_xl.intake import file_findings
from sorchor_xl.intake.attribution import attributed
from sorchor_xl.intake.display_sheets import DisplayTokens, has_unread_words
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.returned_workbook import read_book
from sorchor_xl.intake.words_outside import speaks_of_an_answer
from sorchor_xl.workbooks.grid import INFLATED_LIMIT, UnreadableError, WorkbookGrid, open_book
from sorchor_xl.workbooks.sandbox import Done, Started
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_COLLECT_EVERY: Final = 50_000
"""Records hold no cycles: looking for them after every 700 objects would cost a tenth of all."""
_SCHEMA: Final = "sorchor-xl/"
Step = Started[ReceivedFile] | Done[ReadFile]


def read_found(context: ReadContext, found: Found, skip: int) -> Iterator[Step]:
    """Each file of a thing found, less the first ``skip``: its record first, then what it says."""
    gc.freeze()
    gc.set_threshold(_COLLECT_EVERY)
    outer: Payload | None = None
    within = 0
    for count, payload in enumerate(payloads(found), 1):
        outer = outer or payload
        within += payload is not outer and payload.kind is not FileKind.JUNK
        if count > skip:
            yield Started(payload.file)
            read = read_payload(payload, context, found.unseen)
            odd = found.odd_time and not read.ignored and payload.file.dated_by == BY_FILE
            yield Done(with_finding(read, file_findings.odd_time(payload.file)) if odd else read)
    if outer is not None and _is_container(outer) and not within:
        said = (file_findings.nothing_within(outer.file), *_words_of_mail(outer))
        empty = ReadFile(outer.file, None, said)
        yield Done(attributed(replace(empty, sender=outer.sender), b"", context, outer.words))


def _is_container(payload: Payload) -> bool:
    return payload.kind in CONTAINERS and not payload.nested


def read_payload(payload: Payload, context: ReadContext, unseen: int = 0) -> ReadFile:
    """What one file says; every fault of a sender is a finding.

    ``unseen`` is how many files stand in a folder that is not searched.
    """
    read = replace(_read_payload(payload, context, unseen), sender=payload.sender)
    return attributed(read, payload.data, context, payload.words)


def _read_payload(payload: Payload, context: ReadContext, unseen: int) -> ReadFile:
    file, kind = payload.file, payload.kind
    if kind in WORKBOOKS:
        return _read_workbook(payload, context)
    if kind is FileKind.JUNK:
        return ReadFile(file, None, ignored=True)
    if _is_container(payload):
        return ReadFile(file, None, tuple(_of_container(payload)), ignored=True)
    if payload.nested:
        return _refused(file_findings.nested(file, DEPTH_LIMIT), file)
    finding = file_findings.of_kind(file, FILE_LIMIT, unseen)
    return ReadFile(file, None, (finding,), ignored=kind is FileKind.HIDDEN_FOLDER)


def _of_container(payload: Payload) -> Iterator[Finding]:
    """That it was opened, and how much within it was not looked at."""
    yield file_findings.opened(payload.file)
    yield from _words_of_mail(payload)
    if payload.beyond:
        mail = payload.kind in MAILS
        limit = ATTACHMENT_LIMIT if mail else MEMBER_LIMIT
        yield file_findings.beyond(payload.file, limit, payload.beyond)
    if payload.hidden:
        yield file_findings.system_files(payload.file, payload.hidden)


def _words_of_mail(payload: Payload) -> Iterator[Finding]:
    """What a mail says of changing an answer, or of taking a file back."""
    said = (" ".join(text.split()) for text in payload.words if payload.kind in MAILS)
    for text in said:
        if speaks_of_an_answer(text):
            yield file_findings.words_of_mail(payload.file, text)


def _read_workbook(payload: Payload, context: ReadContext) -> ReadFile:
    file = payload.file
    try:
        book = open_book(payload.data, payload.kind, DisplayTokens.of)
        if has_unread_words(book, context.own_texts):
            book = open_book(payload.data, payload.kind)
    except TooLargeError:
        return _refused(file_findings.too_large(file, INFLATED_LIMIT), file)
    except UnsafePackageError as error:
        return _refused(file_findings.unsafe(file, str(error)), file)
    except (BadZipError, UnreadableError):
        return _refused(file_findings.unreadable(file), file)
    read = read_book(book, file.path, context)
    if read.submission is None and is_output(book):
        return ReadFile(file, None, ignored=True)
    if not read.ours:
        return ReadFile(file, None, (file_findings.foreign(file),), ignored=True)
    name = file_findings.odd_name(file)
    findings = (*read.findings, name) if name else read.findings
    return ReadFile(file, read.submission, findings)


def is_output(book: WorkbookGrid) -> bool:
    """Whether a workbook is one this program wrote for the province: its log names a schema."""
    return any(
        isinstance(cell, str) and cell.startswith(_SCHEMA)
        for sheet in book.sheets
        for row in sheet.rows
        for cell in row
    )


def _refused(finding: Finding, file: ReceivedFile) -> ReadFile:
    return ReadFile(file, None, (finding,))


_SENT: Final[tuple[type[DataclassInstance], ...]] = (
    *(Entry, Finding, Order, Plan, Award),
    *(TambonReturn, DistrictInfo, Submission, ReceivedFile, ReadFile),
)


def _send_as_values(record: type[DataclassInstance]) -> None:
    """Let a record be sent as the values it is made of."""
    values = attrgetter(*(field.name for field in fields(record)))
    copyreg.pickle(record, lambda sent: (record, values(sent)))


# Frozen records with slots are pickled field by field in Python unless told otherwise, and a
# province has ten thousand of these.
for _record in _SENT:
    _send_as_values(_record)
copyreg.pickle(Where, lambda sent: (Where, tuple(sent)))


def with_finding(read: ReadFile, finding: Finding) -> ReadFile:
    """The same with one finding more."""
    return replace(read, findings=(*read.findings, finding))
