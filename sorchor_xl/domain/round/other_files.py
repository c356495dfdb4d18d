"""What becomes of files that hold no answers, once it is known what each อำเภอ has sent.

Signed orders come as PDF or picture, as the letter demands: they are attachments, not errors. A
file that cannot be read keeps nobody red who has sent all of it otherwise, unless it may be newer;
and the mark of an open workbook, which never holds any answer, nobody who has sent a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.choose import ReturnCandidate, ReturnChoice
from sorchor_xl.domain.round.clocks import Clocks, newer
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.domain.round.register import Register
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.domain.thai.text import fold

ATTACHMENT, STRAY_PAPER, NOT_NEEDED, STRAY_LOCK = "N70", "W71", "N72", "N75"
_PAPER, _DOCUMENT, _OTHER_YEAR, _LOCK = "E32", "E38", "E05", "E50"
_DEMANDED: Final = re.compile("คำสั่ง|แผน|หนังสือนำส่ง|ภาพถ่าย|ภาพกิจกรรม|order")
"""What the letter asks to be sent beside the workbook, as it is named; also before it is sent."""
_CONTAINED: Final = "!"
"""Stands between a container and the file within, as shown."""


@dataclass(frozen=True)
class _Sent:
    """What an อำเภอ has sent: whether any workbook, and the returns in use where all is done."""

    name: str
    anything: bool
    whole: tuple[ReturnCandidate, ...] = ()


def settle_other_files(
    read: Sequence[ReadFile],
    amphoes: Iterable[Amphoe],
    choices: Iterable[ReturnChoice],
    as_of: date,
    register: Register,
) -> tuple[ReadFile, ...]:
    """The files, those without answers told for what they are to their อำเภอ.

    One that names none is that of what lies beside it, else of whom the register has the address.
    """
    by_amphoe: dict[str, list[ReturnChoice]] = {}
    for choice in choices:
        by_amphoe.setdefault(choice.tambon.amphoe_code, []).append(choice)
    sent = {a.code: _sent(a, by_amphoe.get(a.code, ())) for a in amphoes}
    beside = _by_container(read)
    senders = _by_address(register)
    return tuple(
        item
        if item.submission is not None
        else _settled(item, sent, _near(item, beside) or senders.get(item.sender, ""), as_of)
        for item in read
    )


def _by_address(register: Register) -> Mapping[str, str]:
    """Address → the one อำเภอ that the register has it of."""
    found: dict[str, set[str]] = {}
    for entry in register.amphoes.values():
        found.setdefault(entry.email.strip().lower(), set()).add(entry.code)
    return {a: next(iter(codes)) for a, codes in found.items() if a and len(codes) == 1}


def _near(item: ReadFile, beside: Mapping[str, str]) -> str:
    near = (beside[outer] for outer in _containers(item.file.path) if outer in beside)
    return next(near, "")


def _sent(amphoe: Amphoe, own: Sequence[ReturnChoice]) -> _Sent:
    anything = any(choice.received for choice in own)
    used = [choice.used for choice in own if choice.used is not None]
    done = all(not c.has_errors and c.case.card.total is not None for c in used)
    return _Sent(amphoe.name, anything, tuple(used) if done and len(used) == len(own) else ())


def _by_container(read: Iterable[ReadFile]) -> Mapping[str, str]:
    """Container → the one อำเภอ whose workbook came in it."""
    found: dict[str, set[str]] = {}
    for item in read:
        if item.submission is not None:
            for outer in _containers(item.file.path):
                found.setdefault(outer, set()).add(item.submission.amphoe_code)
    return {outer: next(iter(codes)) for outer, codes in found.items() if len(codes) == 1}


def _containers(path: str) -> Iterator[str]:
    """The containers a file lies in, the innermost first."""
    while _CONTAINED in path:
        path = path.rpartition(_CONTAINED)[0]
        yield path


def _settled(item: ReadFile, sent: Mapping[str, _Sent], likely: str, as_of: date) -> ReadFile:
    """A file without answers, of the อำเภอ that it names itself, else the ``likely`` one."""
    error = next((f for f in item.findings if f.is_error), None)
    if error is None:
        return item
    code = error.amphoe_code or likely
    known = sent.get(code)
    if known is None:
        return _noted(item, STRAY_PAPER, error, "") if error.code == _PAPER else item
    paper = error.code in (_PAPER, _DOCUMENT)
    if paper and (known.anything or _DEMANDED.search(fold(item.file.path))):
        return _noted(item, ATTACHMENT, error, code, amphoe=known.name)
    if error.code == _LOCK and known.anything:
        return _noted(item, STRAY_LOCK, error, code, amphoe=known.name)
    if known.whole and (error.code == _OTHER_YEAR or _is_older(item, known.whole, as_of)):
        return _noted(item, NOT_NEEDED, error, code, amphoe=known.name, found=error.code)
    told = (replace(f, amphoe_code=f.amphoe_code or code) for f in item.findings)
    return replace(item, findings=tuple(told))


def _is_older(item: ReadFile, used: Iterable[ReturnCandidate], as_of: date) -> bool:
    clocks = Clocks.of([item.file], None, as_of)
    return all(newer(candidate.clocks, clocks) for candidate in used)


def _noted(item: ReadFile, code: str, error: Finding, amphoe_code: str, **params: str) -> ReadFile:
    """The file with one finding that is no error in place of its errors."""
    said = {"kind": item.file.kind, **params}
    note = Finding(code, error.where, amphoe_code, params=said)
    rest = (f for f in item.findings if not f.is_error)
    return replace(item, findings=(note, *rest), ignored=True)
