"""Award shortlist, แนวทาง ข้อ 7.

AWARD-01 All criteria met: eligible; one refused: excluded with its reason; one open: undecided.
AWARD-02 7.2 needs a complete form at the highest level; what can no longer reach it is out.
AWARD-03 7.4 counts fiscal years from the last award: 2559 may stand again in 2564 under five years.
AWARD-04 Never awarded and no มชช. are stated facts, not blanks.
AWARD-05 7.6 asks only what the province asks: a person's verdict or a minimum of points.
AWARD-06 Ranks go to the eligible alone, by total; equal totals share one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.awards import (
    CRITERIA,
    AwardCandidate,
    AwardStanding,
    Rules,
    Ruling,
    judge_candidate,
    rank_candidates,
)
from sorchor_xl.domain.round.records import Award, Scorecard

RUBRIC = load_rubric(2564)
RULES = Rules.of(RUBRIC, 2564)
STRONG = Scorecard({}, {1: 16}, 60, 3, (60, 60))
GOOD = Award("310101", True, True, True, True, True, last_award_year=0, standard_year=2562)


@dataclass(frozen=True)
class Own:
    key: str = "extra1"
    name: str = "มีศูนย์เรียนรู้"
    source: str = "form"
    of: str = "total"
    minimum: int = 0


def judge(
    award: Award | None = GOOD, card: Scorecard = STRONG, rules: Rules = RULES
) -> AwardCandidate:
    return judge_candidate(rules, "310101", card, award)


def test_all_met_is_eligible() -> None:
    """AWARD-01"""
    candidate = judge()
    assert candidate.standing is AwardStanding.ELIGIBLE
    assert set(candidate.rulings) == set(CRITERIA)
    assert candidate.rulings["7.6"] is Ruling.NONE
    assert candidate.against == candidate.missing == ()


@pytest.mark.parametrize(
    ("change", "criterion", "key"),
    [
        ({"study_site": False}, "7.1", "study_site"),
        ({"environment": False}, "7.3", "environment"),
        ({"last_award_year": 2560}, "7.4", "gap"),
        ({"standard_year": 0}, "7.5", "standard"),
        ({"nominated": False}, "", "not_nominated"),
    ],
)
def test_each_refusal_has_its_reason(change: dict[str, object], criterion: str, key: str) -> None:
    """AWARD-01 AWARD-04"""
    candidate = judge(replace(GOOD, **change))  # type: ignore[arg-type] # fields by name
    assert candidate.standing is AwardStanding.NOT_ELIGIBLE
    assert [(r.criterion, r.key) for r in candidate.against] == [(criterion, key)]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"study_site": None}, "study_site_open"),
        ({"immunity": None}, "immunity_open"),
        ({"last_award_year": None}, "gap_open"),
        ({"last_award_year": 2565}, "gap_future"),
        ({"standard_year": None}, "standard_open"),
        ({"standard_year": 2570}, "standard_future"),
    ],
)
def test_what_nobody_said_stays_open(change: dict[str, object], key: str) -> None:
    """AWARD-01"""
    candidate = judge(replace(GOOD, **change))  # type: ignore[arg-type] # fields by name
    assert candidate.standing is AwardStanding.UNDECIDED
    assert [r.key for r in candidate.missing] == [key]


def test_no_row_at_all_is_undecided_but_a_weak_one_is_out() -> None:
    """AWARD-01 AWARD-02"""
    assert judge(None).standing is AwardStanding.UNDECIDED
    assert judge(None, Scorecard({}, {}, 55, 2, (55, 55))).standing is AwardStanding.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("possible", "ruling", "key"),
    [
        ((40, 55), Ruling.FAIL, "level_out_of_reach"),
        ((40, 56), Ruling.OPEN, "level_open"),
    ],
)
def test_incomplete_form_is_open_while_the_level_can_be_reached(
    possible: tuple[int, int], ruling: Ruling, key: str
) -> None:
    """AWARD-02"""
    candidate = judge(card=Scorecard({}, {}, None, None, possible))
    assert candidate.rulings["7.2"] is ruling
    assert (candidate.against + candidate.missing)[0].key == key


@pytest.mark.parametrize(
    ("year", "gap", "ruling"),
    [
        (2559, 5, Ruling.PASS),
        (2560, 5, Ruling.FAIL),
        (2559, 6, Ruling.FAIL),
        (2558, 6, Ruling.PASS),
        (0, 5, Ruling.PASS),
    ],
)
def test_years_an_award_is_kept(year: int, gap: int, ruling: Ruling) -> None:
    """AWARD-03: A24 reads five years as this year minus the year of the award ≥ 5."""
    rules = Rules.of(RUBRIC, 2564, gap)
    candidate = judge(replace(GOOD, last_award_year=year), rules=rules)
    assert candidate.rulings["7.4"] is ruling
    if ruling is Ruling.FAIL:
        assert candidate.against[0].params["again"] == year + gap


def test_rubric_says_five_years() -> None:
    """AWARD-03"""
    assert RULES.min_gap_years == 5


@pytest.mark.parametrize(
    ("own", "verdict", "ruling"),
    [
        (Own(), True, Ruling.PASS),
        (Own(), False, Ruling.FAIL),
        (Own(), None, Ruling.OPEN),
        (Own(source="score", minimum=60), None, Ruling.PASS),
        (Own(source="score", minimum=61), None, Ruling.FAIL),
        (Own(source="score", of="category1", minimum=16), None, Ruling.PASS),
        (Own(source="score", of="category2", minimum=1), None, Ruling.OPEN),
    ],
)
def test_own_criteria(own: Own, verdict: bool | None, ruling: Ruling) -> None:
    """AWARD-05: the card at hand has 60 points, 16 of them in หมวด 1 and no sum of หมวด 2."""
    award = replace(GOOD, extra={"extra1": verdict})
    candidate = judge(award, rules=Rules.of(RUBRIC, 2564, None, (own,)))
    assert candidate.rulings["7.6"] is ruling


def test_unknown_points_are_our_mistake() -> None:
    """AWARD-05"""
    own = Own(source="score", of="everything")
    with pytest.raises(ValueError, match="everything"):
        judge(rules=Rules.of(RUBRIC, 2564, None, (own,)))


def test_ranks_are_shared_and_only_for_the_eligible() -> None:
    """AWARD-06"""

    def with_total(code: str, total: int, award: Award = GOOD) -> AwardCandidate:
        return judge_candidate(RULES, code, Scorecard({}, {}, total, 3, (total, total)), award)

    refused = replace(GOOD, study_site=False)
    ranked = rank_candidates(
        [
            with_total("310104", 58),
            with_total("310101", 60),
            with_total("310103", 69, refused),
            with_total("310102", 60),
            with_total("310105", 65, Award("310105")),
        ]
    )
    assert [(c.code, c.rank) for c in ranked] == [
        ("310101", 1),
        ("310102", 1),
        ("310104", 3),
        ("310105", None),
        ("310103", None),
    ]
