"""Which drafts an อำเภอ calls for, and the state of affairs each of them speaks of.

A draft is made once for a state: the same reason again is the same draft. A reminder names only
what has truly not come, so nobody who has sent is ever reminded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sorchor_xl.data.mail_texts import DraftKind, mail_table
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.checks.round_notices import PARTIAL
from sorchor_xl.domain.round.closed_files import closed_because
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.drafts.mail_facts import open_tambons


@dataclass(frozen=True)
class DraftReasons:
    """What the round comes to for the drafts: results, and by อำเภอ code what it must mend."""

    results: Results
    mending: Mapping[str, Sequence[Finding]] = field(default_factory=dict)

    def findings(self, amphoe: AmphoeResult, kind: DraftKind) -> tuple[Finding, ...]:
        """The findings a draft speaks of; none for kinds that speak of none."""
        code = amphoe.amphoe.code
        if kind is DraftKind.UNREADABLE:
            return closed_because(self.results, amphoe)
        if kind is DraftKind.CORRECTION:
            own = self.mending.get(code, ())
            return tuple(f for f in own if f.code != PARTIAL)
        return ()

    def because(self, amphoe: AmphoeResult, kind: DraftKind) -> str | None:
        """The state a draft of a kind would speak of, as a fingerprint; None where it has none."""
        said = _STATES[kind](self, amphoe)
        return None if said is None else _fingerprint(kind, amphoe.amphoe.code, *said)

    def today(self, amphoe: AmphoeResult) -> Iterator[DraftKind]:
        """The kinds that this day calls for, whether or not they have been drafted before."""
        early = amphoe.due - timedelta(days=int(mail_table()["remind_before_days"]))
        as_of = self.results.as_of
        for kind in DraftKind:
            if kind is DraftKind.SUMMARY or self.because(amphoe, kind) is None:
                continue
            too_late = kind is DraftKind.FORM and as_of > amphoe.due
            too_early = kind is DraftKind.REMINDER and as_of < early
            if not too_late and not too_early:
                yield kind


def summary_because(results: Results) -> str:
    """The state the summary to the Department speaks of."""
    totals = (f"{t.tambon.code}={t.card.total}" for t in results.tambons)
    return _fingerprint(DraftKind.SUMMARY, results.province.code, *totals)


def may_send_summary(results: Results) -> bool:
    """Whether every ตำบล has its total and the Department has not been sent it yet."""
    return not open_tambons(results) and results.register.province.summary_sent_on is None


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


State = Sequence[str] | None


def _form(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    del reasons
    return [] if amphoe.status is AmphoeStatus.NOT_RECEIVED else None


def _reminder(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    """What has not come, unless it may have come in a file that cannot be opened."""
    if closed_because(reasons.results, amphoe):
        return None
    own = reasons.results.tambons_of(amphoe.amphoe.code)
    missing = [t.tambon.code for t in own if t.status is TambonStatus.NOT_RECEIVED]
    return [*missing, amphoe.due.isoformat()] if missing else None


def _unreadable(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    found = reasons.findings(amphoe, DraftKind.UNREADABLE)
    return sorted(f"{f.code} {f.where.file}" for f in found) or None


def _correction(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    found = reasons.findings(amphoe, DraftKind.CORRECTION)
    if amphoe.status in _NOTHING_CAME or not any(f.is_error for f in found):
        return None
    return sorted(f"{f.code} {f.where} {f.value}" for f in found)


def _receipt(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    if amphoe.status in _NOTHING_CAME or _correction(reasons, amphoe) is not None:
        return None
    if closed_because(reasons.results, amphoe):
        return None
    own = reasons.results.tambons_of(amphoe.amphoe.code)
    came = [t for t in own if t.status is not TambonStatus.NOT_RECEIVED]
    return [f"{t.tambon.code}={t.card.total}" for t in came] or None


def _never(reasons: DraftReasons, amphoe: AmphoeResult) -> State:
    """The summary goes to the Department, not to an อำเภอ."""
    del reasons, amphoe
    return None


_NOTHING_CAME = (AmphoeStatus.NOT_RECEIVED, AmphoeStatus.UNREADABLE)
_STATES = {
    DraftKind.FORM: _form,
    DraftKind.REMINDER: _reminder,
    DraftKind.UNREADABLE: _unreadable,
    DraftKind.CORRECTION: _correction,
    DraftKind.RECEIPT: _receipt,
    DraftKind.SUMMARY: _never,
}
