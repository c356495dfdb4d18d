"""Which ศอช.ต. may stand for the award: แนวทาง ข้อ 7.1–7.6, with a reason for every exclusion.

What the data decides is decided here (7.2, 7.4, 7.5, and 7.6 where the province asks for points).
What a person must see is never guessed: an open verdict stays open and says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from sorchor_xl.domain.round.records import Award, Scorecard
from sorchor_xl.domain.round.register import TambonEntry
from sorchor_xl.domain.scoring.rubric import Rubric

STUDY_SITE, LEVEL, THREE_BUILDS, GAP, STANDARD, OWN = "7.1", "7.2", "7.3", "7.4", "7.5", "7.6"
CRITERIA = (STUDY_SITE, LEVEL, THREE_BUILDS, GAP, STANDARD, OWN)


class Ruling(StrEnum):
    """A criterion is met, not met, or nobody has decided yet; NONE = the province asks nothing."""

    PASS = "pass"  # noqa: S105 a verdict, not a password
    FAIL = "fail"
    OPEN = "open"
    NONE = "none"


class AwardStanding(StrEnum):
    """What the criteria come to for one ศอช.ต."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDECIDED = "undecided"


class Extra(Protocol):
    """A province's own criterion (7.6): judged in the form, or a minimum of points."""

    @property
    def key(self) -> str:
        """Key of the verdict in `Award.extra`."""

    @property
    def name(self) -> str:
        """Its name as people read it."""

    @property
    def source(self) -> str:
        """ "form" = a person's verdict, "score" = points."""

    @property
    def of(self) -> str:
        """ "total" or "category1" …, for points."""

    @property
    def minimum(self) -> int:
        """Points that must be reached."""


def judged_in_form(extra: Iterable[Extra]) -> tuple[Extra, ...]:
    """The own criteria that people judge, in their order; the rest is a matter of points."""
    return tuple(one for one in extra if one.source == "form")


@dataclass(frozen=True, slots=True)
class AwardReason:
    """Why a criterion is not met or still open; ``key`` names the sentence in the report's data."""

    criterion: str
    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked in one round: fiscal year พ.ศ., years an award is kept, own criteria."""

    rubric: Rubric
    fiscal_year: int
    min_gap_years: int
    extra: tuple[Extra, ...] = ()

    @classmethod
    def of(
        cls, rubric: Rubric, fiscal_year: int, gap: int | None = None, extra: Sequence[Extra] = ()
    ) -> Rules:
        """The rules of a province; ``gap`` None = as the rubric says (A24)."""
        years = rubric.award_min_gap_years if gap is None else gap
        return cls(rubric, fiscal_year, years, tuple(extra))


@dataclass(frozen=True, slots=True)
class AwardCandidate:
    """One ศอช.ต. under the criteria.

    ``against`` are the reasons it is excluded, ``missing`` what is still to be decided. ``rank`` is
    given among the eligible only: equal totals share a rank.
    """

    code: str
    standing: AwardStanding
    rulings: Mapping[str, Ruling]
    against: tuple[AwardReason, ...]
    missing: tuple[AwardReason, ...]
    total: int | None
    rank: int | None = None


def judge_candidate(
    rules: Rules, code: str, card: Scorecard, award: Award | None
) -> AwardCandidate:
    """The criteria of one ศอช.ต.; ``award`` None = no row was returned, so nothing is stated."""
    stated = award or Award(code)
    found = (
        _study_site(stated),
        _level(rules, card),
        _three_builds(stated),
        _gap(rules, stated),
        _standard(rules, stated),
        _own(rules, card, stated),
    )
    rulings = {criterion: ruling for criterion, (ruling, _) in zip(CRITERIA, found, strict=True)}
    against = tuple(r for ruling, rs in found if ruling is Ruling.FAIL for r in rs)
    missing = tuple(r for ruling, rs in found if ruling is Ruling.OPEN for r in rs)
    if stated.nominated is False:
        against = (AwardReason("", "not_nominated"), *against)
    standing = AwardStanding.UNDECIDED if missing else AwardStanding.ELIGIBLE
    standing = AwardStanding.NOT_ELIGIBLE if against else standing
    return AwardCandidate(code, standing, rulings, against, missing, card.total)


def with_verdicts(award: Award | None, entry: TambonEntry) -> Award | None:
    """What the committee judged in place of what the อำเภอ said; blank verdicts change nothing."""
    given = {key: value for key, value in entry.verdicts.items() if value is not None}
    if not given:
        return award
    stated = award or Award(entry.code)
    return replace(
        stated,
        study_site=given.pop("study_site", stated.study_site),
        food=given.pop("food", stated.food),
        environment=given.pop("environment", stated.environment),
        immunity=given.pop("immunity", stated.immunity),
        extra={**stated.extra, **given},
    )


def rank_candidates(candidates: Iterable[AwardCandidate]) -> tuple[AwardCandidate, ...]:
    """Eligible by total from the highest, then undecided, then excluded; code order within ties."""
    listed = sorted(candidates, key=_place)
    ranked: list[AwardCandidate] = []
    for number, candidate in enumerate(listed, start=1):
        if candidate.standing is not AwardStanding.ELIGIBLE:
            ranked.append(candidate)
            continue
        before = ranked[-1] if ranked else None
        shared = before is not None and before.total == candidate.total
        rank = before.rank if before is not None and shared else number
        ranked.append(_with_rank(candidate, rank))
    return tuple(ranked)


_PLACES = (AwardStanding.ELIGIBLE, AwardStanding.UNDECIDED, AwardStanding.NOT_ELIGIBLE)


def _place(candidate: AwardCandidate) -> tuple[int, int, str]:
    return _PLACES.index(candidate.standing), -(candidate.total or 0), candidate.code


def _with_rank(candidate: AwardCandidate, rank: int | None) -> AwardCandidate:
    c = candidate
    return AwardCandidate(c.code, c.standing, c.rulings, c.against, c.missing, c.total, rank)


Found = tuple[Ruling, tuple[AwardReason, ...]]


def _passed() -> Found:
    return Ruling.PASS, ()


def _verdict(value: bool | None, criterion: str, key: str) -> Found:
    """A person's verdict: met, refused (``key``), or not given (``key`` + "_open")."""
    if value is None:
        return Ruling.OPEN, (AwardReason(criterion, f"{key}_open"),)
    return _passed() if value else (Ruling.FAIL, (AwardReason(criterion, key),))


def _study_site(award: Award) -> Found:
    return _verdict(award.study_site, STUDY_SITE, "study_site")


def _level(rules: Rules, card: Scorecard) -> Found:
    top = rules.rubric.top_level
    if card.total is None:
        if card.possible[1] < top.low:
            return Ruling.FAIL, (
                AwardReason(LEVEL, "level_out_of_reach", {"most": card.possible[1]}),
            )
        return Ruling.OPEN, (AwardReason(LEVEL, "level_open"),)
    if card.level == top.level:
        return _passed()
    return Ruling.FAIL, (AwardReason(LEVEL, "level", {"total": card.total, "low": top.low}),)


def _three_builds(award: Award) -> Found:
    verdicts = {"food": award.food, "environment": award.environment, "immunity": award.immunity}
    found = [_verdict(value, THREE_BUILDS, key) for key, value in verdicts.items()]
    return _together(found)


def _together(found: Sequence[Found]) -> Found:
    """Several parts of one criterion: one refused refuses it, one open leaves it open."""
    for ruling in (Ruling.FAIL, Ruling.OPEN):
        reasons = tuple(r for state, rs in found if state is ruling for r in rs)
        if reasons:
            return ruling, reasons
    return _passed()


def _gap(rules: Rules, award: Award) -> Found:
    year = award.last_award_year
    if year is None:
        return Ruling.OPEN, (AwardReason(GAP, "gap_open"),)
    if year > rules.fiscal_year:
        return Ruling.OPEN, (AwardReason(GAP, "gap_future", {"year": year}),)
    again = year + rules.min_gap_years
    if year == 0 or rules.fiscal_year >= again:
        return _passed()
    params = {"year": year, "years": rules.min_gap_years, "again": again}
    return Ruling.FAIL, (AwardReason(GAP, "gap", params),)


def _standard(rules: Rules, award: Award) -> Found:
    year = award.standard_year
    if year is None:
        return Ruling.OPEN, (AwardReason(STANDARD, "standard_open"),)
    if year > rules.fiscal_year:
        return Ruling.OPEN, (AwardReason(STANDARD, "standard_future", {"year": year}),)
    return _passed() if year else (Ruling.FAIL, (AwardReason(STANDARD, "standard"),))


def _own(rules: Rules, card: Scorecard, award: Award) -> Found:
    if not rules.extra:
        return Ruling.NONE, ()
    return _together([_extra(extra, card, award) for extra in rules.extra])


def _extra(extra: Extra, card: Scorecard, award: Award) -> Found:
    named: dict[str, str | int] = {"name": extra.name}
    if extra.source == "form":
        value = award.extra.get(extra.key)
        if value is None:
            return Ruling.OPEN, (AwardReason(OWN, "extra_open", named),)
        return _passed() if value else (Ruling.FAIL, (AwardReason(OWN, "extra", named),))
    points = _points(extra.of, card)
    if points is None:
        return Ruling.OPEN, (AwardReason(OWN, "extra_points_open", named),)
    if points >= extra.minimum:
        return _passed()
    params = {**named, "points": points, "minimum": extra.minimum}
    return Ruling.FAIL, (AwardReason(OWN, "extra_points", params),)


def _points(of: str, card: Scorecard) -> int | None:
    """The points a criterion asks about; ValueError where it asks for what there is not."""
    if of == "total":
        return card.total
    number = of.removeprefix("category")
    if not number.isdecimal():
        raise ValueError(f"a criterion asks for the points of 'total' or 'category1' …, not {of!r}")
    return card.categories.get(int(number))
