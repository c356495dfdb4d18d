"""Which return of a ตำบล counts, when several answer for it.

The newest without errors; failing that the newest. An older clean one stays in use while a newer
one has errors. Same answers are a duplicate. Two that no rule can order are left to a person.
The unit is the ตำบล, so officers may send halves; two files are never mixed within one ตำบล.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import ReceivedFile, Tambon
from sorchor_xl.domain.round.results import Change, Replaced


class ChoiceReason(StrEnum):
    """Why a candidate is not the one that counts."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    OLDER = "older"
    HAS_ERRORS = "has_errors"
    PINNED = "pinned"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class ReturnCandidate:
    """One return of one ตำบล, checked, with the file it came in."""

    file: ReceivedFile
    case: Case
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """True where an error of this ตำบล stands in this return."""
        return any(f.is_error for f in self.findings)

    @property
    def received(self) -> datetime:
        """When its file came."""
        return self.file.received

    def same_answers(self, other: ReturnCandidate) -> bool:
        """Whether both say the same; where it stands in the file does not matter."""
        return self.case.ret == other.case.ret


@dataclass(frozen=True)
class ReturnChoice:
    """The candidate that counts (None: nothing received, or a conflict), and why others do not."""

    tambon: Tambon
    used: ReturnCandidate | None
    others: tuple[tuple[ReturnCandidate, ChoiceReason], ...] = ()

    @property
    def conflict(self) -> bool:
        """True where two returns claim the ตำบล and no rule can order them."""
        return any(reason is ChoiceReason.CONFLICT for _, reason in self.others)

    @property
    def received(self) -> bool:
        """True where something was received, even if nothing of it can be used."""
        return self.used is not None or bool(self.others)


def choose(
    tambon: Tambon, candidates: Sequence[ReturnCandidate], pinned: str | None = None
) -> ReturnChoice:
    """The return of a ตำบล that counts; ``pinned`` is the shown path a person decided for."""
    answering = [c for c in candidates if not c.case.ret.is_blank]
    if not answering:
        return _nothing_filled(tambon, candidates)
    blank = [(c, ChoiceReason.BLANK) for c in candidates if c.case.ret.is_blank]
    by_hand = [c for c in answering if pinned and c.file.path == pinned]
    if by_hand:
        rest = [(c, ChoiceReason.PINNED) for c in answering if c is not by_hand[0]]
        return ReturnChoice(tambon, by_hand[0], (*rest, *blank))
    ranked = sorted(answering, key=_rank)
    rivals = _rivals(ranked)
    if rivals:
        rest = [(c, ChoiceReason.OLDER) for c in ranked if c not in rivals]
        return ReturnChoice(
            tambon, None, (*((c, ChoiceReason.CONFLICT) for c in rivals), *rest, *blank)
        )
    used = ranked[0]
    return ReturnChoice(tambon, used, (*((c, _why_not(c, used)) for c in ranked[1:]), *blank))


def _nothing_filled(tambon: Tambon, candidates: Sequence[ReturnCandidate]) -> ReturnChoice:
    """Only blank sheets: the newest stands for the ตำบล as received but not filled."""
    ranked = sorted(candidates, key=_rank)
    return ReturnChoice(
        tambon, ranked[0] if ranked else None, tuple((c, ChoiceReason.BLANK) for c in ranked[1:])
    )


def _rank(candidate: ReturnCandidate) -> tuple[bool, float, str, str]:
    """Clean before faulty, newer before older; path and sheet only make the order certain."""
    where = candidate.case.ret.where
    return candidate.has_errors, -candidate.received.timestamp(), candidate.file.path, where.sheet


def _rivals(ranked: Sequence[ReturnCandidate]) -> list[ReturnCandidate]:
    """Candidates that tie with the first and say something else, the first included."""
    first = ranked[0]
    tied = [
        c
        for c in ranked
        if (c.has_errors, c.received) == (first.has_errors, first.received)
        or (c.file.path == first.file.path and c is not first)
    ]
    return [] if all(c.same_answers(first) for c in tied) else tied


def _why_not(candidate: ReturnCandidate, used: ReturnCandidate) -> ChoiceReason:
    if candidate.same_answers(used):
        return ChoiceReason.DUPLICATE
    return ChoiceReason.HAS_ERRORS if candidate.received > used.received else ChoiceReason.OLDER


def replaced_by(used: ReturnCandidate, other: ReturnCandidate, reason: ChoiceReason) -> Replaced:
    """What a return that is not used says otherwise than the used one."""
    return Replaced(
        file=other.file.path,
        sheet=other.case.ret.where.sheet,
        kept_out_by=reason.value,
        changes=_changes(other.case, used.case),
        old_total=other.case.card.total,
        new_total=used.case.card.total,
    )


def _changes(old: Case, new: Case) -> tuple[Change, ...]:
    pairs = [(key, entry.value, new.ret.bases[key].value) for key, entry in old.ret.bases.items()]
    pairs += [
        (str(n), entry.value, new.ret.answers[n].value) for n, entry in old.ret.answers.items()
    ]
    return tuple(Change(key, before, after) for key, before, after in pairs if before != after)
