"""The scorer, against numbers worked out by hand from the printed criteria.

SCORE-01  every hand-made vector: value or share → points under the default readings
SCORE-02  edges of a share are compared exactly: 19 of 27 is above 70 %, 7 of 10 is not (A9)
SCORE-03  each reading A1 A2 A3 A5 A7 A9 moves just the values it is about
SCORE-04  no points without a valid answer and a valid base; 0 of 0 is A16's question
SCORE-05  a level needs all 23; else the lowest and highest total still possible
SCORE-06  where a reading was touched: lowest and highest total of the others, and their levels
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import BLANK_ENTRY, Entry, EntryState, TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Scheme, Standing, judge_return
from tests.returns import score_return

RUBRIC = load_rubric(2564)
DEFAULT = Scheme.of(RUBRIC)
VECTORS = json.loads((Path(__file__).parent / "data" / "vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]
INVALID = Entry(EntryState.INVALID, raw="สิบ")


def valid(value: int) -> Entry:
    """A number that was answered."""
    return Entry(EntryState.VALID, value)


def form(answers: dict[int, Entry], **bases: Entry) -> TambonReturn:
    """A form: what is not given is blank."""
    return TambonReturn(
        "310101",
        {b.key: bases.get(b.key, BLANK_ENTRY) for b in RUBRIC.bases},
        {i.id: answers.get(i.id, BLANK_ENTRY) for i in RUBRIC.indicators},
    )


def points(number: int, value: int, base: int | None = None, **readings: str) -> int | None:
    """Points of one indicator alone."""
    indicator = RUBRIC.indicator(number)
    answers, bases = {number: valid(value)}, {}
    if indicator.base_indicator is not None and base is not None:
        answers[indicator.base_indicator] = valid(base)
    elif indicator.base is not None and base is not None:
        bases[indicator.base] = valid(base)
    card = score_return(Scheme.of(RUBRIC, readings), form(answers, **bases))
    return card.scores.get(number)


def as_numbers(number: int, value: int | str | list[int]) -> list[int]:
    """A vector as value and base; a choice is written as its text on the form."""
    if isinstance(value, str):
        return [RUBRIC.indicator(number).criteria.index(value) + 1]
    return value if isinstance(value, list) else [value]


CASES = [
    (int(number), as_numbers(int(number), value), score)
    for number, vectors in VECTORS.items()
    for value, score in vectors
]


@pytest.mark.parametrize(("number", "value", "score"), CASES)
def test_hand_made_vectors_score_01(number: int, value: list[int], score: int) -> None:
    assert points(number, *value) == score


@pytest.mark.parametrize("number", [6, 7])
def test_a_choice_is_its_points_score_01(number: int) -> None:
    assert [points(number, choice) for choice in (1, 2, 3)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("number", "num", "den", "exact", "rounded"),
    [
        (1, 19, 27, 3, 2),  # 70.37 %: above 70, but 70 once rounded
        (1, 7, 10, 2, 2),  # 70 % just so lies in the middle box
        (1, 11, 28, 1, 1),  # 39.29 %: 39 once rounded
        (1, 15, 38, 1, 1),  # 39.47 %: 39 once rounded
        (1, 17, 43, 1, 2),  # 39.53 %: below 40, but 40 once rounded
        (11, 3, 5, 2, 2),  # 60 % just so
        (20, 2, 21, 1, 2),  # 9.52 %: below 10, but 10 once rounded
        (15, 16, 23, 2, 3),  # 69.57 %: not 70, but 70 once rounded
        (23, 1, 300, 2, 2),  # 0.33 %: somebody is not nobody, rounded or not (A7)
    ],
)
def test_shares_at_their_edges_score_02(
    number: int, num: int, den: int, exact: int, rounded: int
) -> None:
    assert points(number, num, den) == exact
    assert points(number, num, den, A9="integer") == rounded


@pytest.mark.parametrize(
    ("number", "values", "base", "default", "readings", "other"),
    [
        (8, (1, 2, 3, 4), None, (1, 2, 3, 3), {"A1": "lower"}, (1, 2, 2, 3)),
        (13, (0, 1, 2, 3), None, (1, 2, 2, 3), {"A2": "lower"}, (1, 1, 2, 3)),
        (15, (69, 70, 71), 100, (2, 3, 3), {"A3": "lower"}, (2, 2, 3)),
        (18, (0, 1, 2, 3, 4), None, (1, 1, 2, 2, 3), {"A5": "ceil"}, (1, 2, 2, 2, 3)),
        (23, (0, 1, 2, 3), 200, (1, 2, 2, 2), {"A7": "floor"}, (1, 1, 2, 2)),
    ],
)
def test_a_reading_moves_only_its_own_values_score_03(
    number: int,
    values: tuple[int, ...],
    base: int | None,
    default: tuple[int, ...],
    readings: dict[str, str],
    other: tuple[int, ...],
) -> None:
    assert tuple(points(number, v, base) for v in values) == default
    assert tuple(points(number, v, base, **readings) for v in values) == other


def test_every_other_indicator_ignores_the_reading_score_03() -> None:
    for reading, number in {"A1": 8, "A2": 13, "A5": 18}.items():
        option = RUBRIC.reading(reading).alternative
        for indicator in RUBRIC.indicators:
            if indicator.kind is Kind.COUNT and indicator.id != number:
                for value in range(8):
                    chosen = points(indicator.id, value, **{reading: option})
                    assert chosen == points(indicator.id, value)


@pytest.mark.parametrize(
    ("number", "answer", "base", "standing"),
    [
        (1, BLANK_ENTRY, valid(15), Standing.BLANK),
        (1, INVALID, valid(15), Standing.INVALID),
        (1, valid(3), BLANK_ENTRY, Standing.NO_BASE),
        (1, valid(3), INVALID, Standing.NO_BASE),
        (1, valid(16), valid(15), Standing.EXCEEDS_BASE),
        (1, valid(0), valid(0), Standing.ZERO_BASE),
        (3, valid(0), valid(0), Standing.ZERO_BASE),
        (2, valid(0), valid(0), Standing.SCORED),
        (11, valid(0), valid(0), Standing.SCORED),
        (11, valid(1), valid(0), Standing.EXCEEDS_BASE),
        (15, valid(0), valid(0), Standing.SCORED),
    ],
)
def test_what_stands_score_04(number: int, answer: Entry, base: Entry, standing: Standing) -> None:
    key = RUBRIC.indicator(number).base
    assert key is not None
    judged = judge_return(DEFAULT, form({number: answer}, **{key: base}))[number]
    assert judged.standing is standing
    assert (judged.points is not None) == (standing is Standing.SCORED)


def test_zero_base_may_be_left_to_the_province_score_04() -> None:
    assert points(11, 0, 0) == 1
    assert points(11, 0, 0, A16="error") is None


def test_a_base_that_is_an_answer_must_stand_itself_score_04() -> None:
    bases = {"organizations": valid(10)}
    good = score_return(DEFAULT, form({2: valid(8), 4: valid(6)}, **bases))
    assert good.scores == {2: 2, 4: 3}
    bad = judge_return(DEFAULT, form({2: valid(11), 4: valid(6)}, **bases))
    assert bad[4].standing is Standing.NO_BASE


def whole(**changed: int) -> TambonReturn:
    """A complete form worth 23, but for the indicators given as i5=…."""
    answers = {i.id: valid(1 if i.kind is Kind.CHOICE else 0) for i in RUBRIC.indicators}
    answers |= {int(key[1:]): valid(value) for key, value in changed.items()}
    return form(answers, **{b.key: valid(10) for b in RUBRIC.bases})


def test_level_only_when_complete_score_05() -> None:
    card = score_return(DEFAULT, whole())
    assert (card.total, card.level, card.possible) == (23, 1, (23, 23))
    partial = whole()
    blank = TambonReturn("310101", partial.bases, {**partial.answers, 5: BLANK_ENTRY})
    card = score_return(DEFAULT, blank)
    assert (card.total, card.level, card.possible) == (None, None, (23, 25))
    assert 1 not in card.categories
    assert card.categories[2] == 4


def test_an_empty_form_may_still_become_anything_score_05() -> None:
    card = score_return(DEFAULT, form({}))
    assert (card.scores, card.total, card.possible) == ({}, None, (23, 69))


def test_other_readings_give_lowest_and_highest_total_score_06() -> None:
    card = score_return(DEFAULT, whole(i8=3, i13=1, i18=1))
    assert card.total == 23 + 2 + 1
    assert card.alternative is not None
    assert card.alternative.totals == (24, 27)
    assert card.alternative.readings == ("A1", "A2", "A5")
    assert not card.alternative.flips


def test_a_level_that_hangs_on_a_reading_score_06() -> None:
    """41 with 1 of 18 read as 1 point; 42 if read as 2: another level (levels from 42)."""
    full = {"i5": 3, "i9": 5, "i10": 2, "i12": 2, "i14": 2, "i16": 3, "i17": 6, "i19": 4}
    card = score_return(DEFAULT, whole(**full, i6=3, i18=1))
    assert card.total == 23 + 2 * 9
    assert card.alternative is not None
    assert (card.alternative.totals, card.alternative.levels) == ((41, 42), (1, 2))
    assert card.alternative.flips


def test_nothing_touched_nothing_said_score_06() -> None:
    assert score_return(DEFAULT, whole(i5=3)).alternative is None
