"""Which return of a ตำบล counts, when several answer for it.

The newest without errors; failing that the newest. An older clean one stays in use while a newer
one has errors. Same answers are one version, however often and in however many copies they came;
it is as new as the newest of them. Two versions that no clock orders are left to a person.
The unit is the ตำบล, so officers may send halves; two files are never mixed within one ตำบล.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.clocks import Clock, Clocks, newer
from sorchor_xl.domain.round.records import ReceivedFile, Tambon
from sorchor_xl.domain.round.results import Change, Replaced


class ChoiceReason(StrEnum):
    """Why a candidate is not the one that counts."""

    BLANK = "blank"
    DUPLICATE = "duplicate"
    OLDER = "older"
    HAS_ERRORS = "has_errors"
    UNDATED = "undated"
    """It has errors and the one in use has none, but which of them is newer cannot be known."""
    PINNED = "pinned"
    CONFLICT = "conflict"
    DISPUTED = "disputed"
    """What a person sees of it names another place than its code does."""


@dataclass(frozen=True)
class ReturnCandidate:
    """One return of one ตำบล, checked, with the file it came in and when it and its copies came."""

    file: ReceivedFile
    case: Case
    findings: tuple[Finding, ...]
    clocks: Clocks = field(default_factory=Clocks)

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
class OtherReturn:
    """A candidate that does not count, why, and the clock that tells which of the two is newer."""

    candidate: ReturnCandidate
    reason: ChoiceReason
    clock: Clock | None = None


@dataclass(frozen=True)
class ReturnChoice:
    """The candidate that counts (None: nothing received, or a conflict), and why others do not."""

    tambon: Tambon
    used: ReturnCandidate | None
    not_used: tuple[OtherReturn, ...] = ()

    @property
    def others(self) -> tuple[tuple[ReturnCandidate, ChoiceReason], ...]:
        """Those that do not count, each with the reason."""
        return tuple((other.candidate, other.reason) for other in self.not_used)

    @property
    def conflict(self) -> bool:
        """True where two returns claim the ตำบล and no rule can order them."""
        return any(other.reason is ChoiceReason.CONFLICT for other in self.not_used)

    @property
    def received(self) -> bool:
        """True where something was received, even if nothing of it can be used."""
        return self.used is not None or bool(self.not_used)


@dataclass(frozen=True)
class _Version:
    """Candidates that say the same and are alike clean or faulty, the newest first."""

    candidates: tuple[ReturnCandidate, ...]

    @property
    def first(self) -> ReturnCandidate:
        """The one that stands for them all."""
        return self.candidates[0]

    @property
    def clocks(self) -> Clocks:
        """As new as the newest of them by every clock."""
        return Clocks.latest(c.clocks for c in self.candidates)


def choose(
    tambon: Tambon, candidates: Sequence[ReturnCandidate], pinned: str | None = None
) -> ReturnChoice:
    """The return of a ตำบล that counts; ``pinned`` is the shown path a person decided for."""
    by_hand = [c for c in candidates if pinned and c.file.path == pinned]
    disputed = [c for c in candidates if c.case.ret.disputed and c not in by_hand]
    choice = _choose(tambon, [c for c in candidates if c not in disputed], by_hand)
    waiting = (OtherReturn(c, ChoiceReason.DISPUTED) for c in disputed)
    return replace(choice, not_used=(*choice.not_used, *waiting))


def _choose(
    tambon: Tambon, candidates: Sequence[ReturnCandidate], pinned: Sequence[ReturnCandidate]
) -> ReturnChoice:
    answering = [c for c in candidates if not c.case.ret.is_blank]
    if not answering:
        return _nothing_filled(tambon, candidates)
    blank = [OtherReturn(c, ChoiceReason.BLANK) for c in candidates if c.case.ret.is_blank]
    by_hand = [c for c in pinned if not c.case.ret.is_blank]
    if _agree(by_hand):
        rest = [OtherReturn(c, ChoiceReason.PINNED) for c in answering if c is not by_hand[0]]
        return ReturnChoice(tambon, by_hand[0], (*rest, *blank))
    versions = _versions(answering)
    clean = [version for version in versions if not version.first.has_errors]
    newest = _newest(clean or versions)
    newest = [v for v in versions if v in newest or _of_one_file(v, newest)]
    if len(newest) > 1 and not _same_values(newest):
        return ReturnChoice(tambon, None, (*_conflict(newest, versions), *blank))
    used = max(newest, key=_content)
    return ReturnChoice(tambon, used.first, (*_kept_out(used, versions), *blank))


def _agree(candidates: Sequence[ReturnCandidate]) -> bool:
    """There are some, and they say one thing: two sheets of one file may contradict each other."""
    return bool(candidates) and all(c.same_answers(candidates[0]) for c in candidates)


def _nothing_filled(tambon: Tambon, candidates: Sequence[ReturnCandidate]) -> ReturnChoice:
    """Only blank sheets: the newest stands for the ตำบล as received but not filled."""
    ranked = sorted(candidates, key=_rank)
    blank = (OtherReturn(c, ChoiceReason.BLANK) for c in ranked[1:])
    return ReturnChoice(tambon, ranked[0] if ranked else None, tuple(blank))


def _rank(candidate: ReturnCandidate) -> tuple[float, str, str]:
    """Newer before older; path and sheet only make the order certain among those that agree."""
    where = candidate.case.ret.where
    return -candidate.received.timestamp(), candidate.file.path, where.sheet


def _versions(candidates: Iterable[ReturnCandidate]) -> list[_Version]:
    found: list[list[ReturnCandidate]] = []
    for candidate in sorted(candidates, key=_rank):
        for alike in found:
            if alike[0].has_errors is candidate.has_errors and alike[0].same_answers(candidate):
                alike.append(candidate)
                break
        else:
            found.append([candidate])
    return [_Version(tuple(alike)) for alike in found]


def _newest(versions: Sequence[_Version]) -> list[_Version]:
    """The one that every other is older than, alone; else all that may be it."""
    for version in versions:
        rest = [other for other in versions if other is not version]
        if all(newer(version.clocks, other.clocks) for other in rest):
            return [version]
    outdated = [v for v in versions if any(newer(o.clocks, v.clocks) for o in versions)]
    return [v for v in versions if v not in outdated] or list(versions)


def _of_one_file(version: _Version, newest: Sequence[_Version]) -> bool:
    """Whether a file that may count says something else on another of its sheets."""
    files = {c.file.path for v in newest for c in v.candidates}
    return any(c.file.path in files for c in version.candidates)


def _same_values(versions: Sequence[_Version]) -> bool:
    """Whether only notes, names or dates differ, which no score hangs on."""
    return len({_values(version) for version in versions}) == 1


def _values(version: _Version) -> tuple[object, ...]:
    """The answers and bases of a version, in the order of the form."""
    ret = version.first.case.ret
    entries = (*ret.bases.values(), *ret.answers.values())
    return tuple((entry.state, entry.value) for entry in entries)


def _content(version: _Version) -> tuple[int, str]:
    """An order of versions by what they say, never by the names of their files: most notes last."""
    ret = version.first.case.ret
    said = (sorted(ret.notes.items()), ret.assessor, str(ret.assessed_on))
    return len(ret.notes), repr(said)


def _conflict(rivals: Sequence[_Version], versions: Sequence[_Version]) -> Iterable[OtherReturn]:
    for version in versions:
        reason = ChoiceReason.CONFLICT if version in rivals else ChoiceReason.OLDER
        yield from (OtherReturn(c, reason) for c in version.candidates)


def _kept_out(used: _Version, versions: Sequence[_Version]) -> Iterable[OtherReturn]:
    for version in versions:
        for candidate in version.candidates:
            if candidate is not used.first:
                yield _why_not(candidate, version, used)


def _why_not(candidate: ReturnCandidate, version: _Version, used: _Version) -> OtherReturn:
    if candidate.same_answers(used.first):
        return OtherReturn(candidate, ChoiceReason.DUPLICATE)
    if clock := newer(used.clocks, version.clocks):
        return OtherReturn(candidate, ChoiceReason.OLDER, clock)
    if not candidate.has_errors:  # the values are the same: only notes or names differ
        return OtherReturn(candidate, ChoiceReason.DUPLICATE)
    clock = newer(version.clocks, used.clocks)
    reason = ChoiceReason.HAS_ERRORS if clock else ChoiceReason.UNDATED
    return OtherReturn(candidate, reason, clock)


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
