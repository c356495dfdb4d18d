"""Checks across the values of one ตำบล.

CHK-01 each cross-check speaks for its case and is silent for its neighbour
CHK-02 blank: every indicator (E14), every base (E45, committee E20), a whole sheet once (E44)
CHK-03 shares: more than the base (E18), something of nothing (E19), 0 of 0 (N02, or E72 under A16)
CHK-04 readings: N01 names the reading that settled a value; W17 when the level hangs on one
CHK-05 dates: after today (E27), outside the window (W13)
CHK-06 every finding is located and can be said
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.consistency import Case, check_case
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Order, OrderKind, TambonReturn
from sorchor_xl.domain.scoring.score import Scheme, judge_return, score_judged
from tests.returns import LABELS, RUBRIC, SCHEME, TAMBONS, ret

TAMBON = next(iter(TAMBONS.values()))[0]
DATES = {key: due.on for key, due in RUBRIC.dates.items()}
SETTLED = {5: 2, 8: 2}


def check(
    returned: TambonReturn, scheme: Scheme = SCHEME, orders: tuple[Order, ...] = ()
) -> tuple[Finding, ...]:
    """All findings of a return on 3 May 2564."""
    judged = judge_return(scheme, returned)
    card = score_judged(scheme, judged)
    return check_case(
        Case(scheme, TAMBON, returned, judged, card, DATES, date(2021, 5, 3), LABELS, orders)
    )


def codes(found: tuple[Finding, ...]) -> list[str]:
    """Codes in the order found."""
    return [f.code for f in found]


def test_a_middling_return_is_clean_chk_01() -> None:
    assert codes(check(ret())) == []


FULL_VALUES = (20, 20, 10, 20, 3, 3, 3, 4, 5, 2, 10, 2, 3, 2, 10, 3, 6, 4, 4, 20, 20, 20, 20)
FULL = dict(enumerate(FULL_VALUES, start=1))
CROSS = [
    ("W01", {12: 1, 14: 2}, {}, {14: 1}),
    ("W02", {12: 0, 13: 2, 14: 0}, {}, {12: 0, 13: 0, 14: 0}),
    ("W02", {12: 0, 13: 0, 14: 1}, {}, {12: 0, 13: 0, 14: 0}),
    ("W03", {9: 0, 11: 5}, {"forum_projects": 10}, {9: 1}),
    ("W04", {3: 0, 5: 1}, {}, {3: 0, 5: 0}),
    ("W05", {2: 12, 18: 13}, {}, {2: 12, 18: 12}),
    ("W08", {5: 25}, {}, {5: 24}),
    ("W08", {}, {"committee": 61}, {}),
    ("W10", FULL, {}, {**FULL, 5: 2}),
]


@pytest.mark.parametrize(("code", "answers", "bases", "neighbour"), CROSS)
def test_cross_checks_chk_01(
    code: str,
    answers: Mapping[int, object],
    bases: Mapping[str, object],
    neighbour: Mapping[int, object],
) -> None:
    assert codes(check(ret(answers=answers, bases=bases))).count(code) == 1
    assert code not in codes(check(ret(answers=neighbour)))


def test_full_marks_with_a_note_are_not_questioned_chk_01() -> None:
    noted = replace(ret(answers=FULL), notes={1: "คำสั่งที่ 1/2564"})
    assert "W10" not in codes(check(noted))


@pytest.mark.parametrize("number", [4, 8, 16, 17, 18, 19])
def test_work_without_members_chk_01(number: int) -> None:
    idle = {2: 0, 4: 0, 7: 1, 8: 0, 16: 0, 17: 0, 18: 0, 19: 0}
    assert "W06" not in codes(check(ret(answers=idle)))
    (told,) = (f for f in check(ret(answers={**idle, number: 1})) if f.code == "W06")
    assert told.params["inds"] == str(number)


def test_committee_unlike_its_order_chk_01() -> None:
    order = Order(TAMBON.code, OrderKind.TAMBON_CENTRE, members=19)
    board = Order(TAMBON.code, OrderKind.TAMBON_BOARD, members=12)
    assert codes(check(ret(), orders=(order, board))) == ["W07"]
    assert codes(check(ret(), orders=(replace(order, members=20), board))) == []


@pytest.mark.parametrize("number", range(1, 24))
def test_a_blank_indicator_chk_02(number: int) -> None:
    told = [f for f in check(ret(answers={number: None})) if f.code == "E14"]
    assert [(f.indicator, f.where.cell) for f in told] == [(number, f"H{number + 20}")]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("committee", "E20"),
        ("organizations", "E45"),
        ("missions", "E45"),
        ("forum_projects", "E45"),
        ("funds", "E45"),
    ],
)
def test_a_blank_base_is_told_once_chk_02(key: str, code: str) -> None:
    found = [c for c in codes(check(ret(bases={key: None}))) if c.startswith("E")]
    assert found == [code]


def test_a_blank_sheet_is_told_once_chk_02() -> None:
    assert codes(check(ret(blank=True))) == ["E44"]


@pytest.mark.parametrize(
    ("answers", "bases", "expected"),
    [
        ({1: 21}, {}, ["E18"]),
        ({1: 20}, {}, []),
        ({15: 1}, {"funds": 0}, ["E19"]),
        ({15: 0}, {"funds": 0}, ["N02"]),
        ({11: 0}, {"forum_projects": 0}, ["N02"]),
        ({3: 0, 5: 0}, {"missions": 0}, ["E73"]),
        ({3: 2}, {"missions": 0}, ["E73"]),
        ({}, {"committee": 0}, ["E20"]),
        ({2: 21}, {}, ["E18"]),
    ],
)
def test_shares_chk_03(
    answers: Mapping[int, object], bases: Mapping[str, object], expected: list[str]
) -> None:
    found = codes(check(ret(answers=answers, bases=bases)))
    assert [c for c in found if c in ("E18", "E19", "E20", "E72", "E73", "N02")] == expected


def test_nothing_of_nothing_waits_for_the_province_chk_03() -> None:
    strict = Scheme.of(RUBRIC, {"A16": "error"})
    assert "E72" in codes(check(ret(answers={15: 0}, bases={"funds": 0}), strict))


@pytest.mark.parametrize(
    ("answers", "bases", "reading"),
    [
        ({8: 3}, {}, "A1"),
        ({13: 1}, {}, "A2"),
        ({15: 7}, {}, "A3"),
        ({18: 1}, {}, "A5"),
        ({18: 3}, {}, "A6"),
        ({23: 1}, {"committee": 101}, "A7"),
        ({1: 19}, {"committee": 27}, "A9"),
    ],
)
def test_the_reading_used_is_named_chk_04(
    answers: Mapping[int, object], bases: Mapping[str, object], reading: str
) -> None:
    numbers = set(answers)
    told = [f for f in check(ret(answers=answers, bases=bases)) if f.code == "N01"]
    assert reading in {f.params["rule"] for f in told if f.indicator in numbers}


@pytest.mark.parametrize("answers", [{8: 2}, {8: 4}, {13: 2}, {15: 6}, {18: 2}, {18: 4}, {10: 5}])
def test_plain_values_need_no_reading_chk_04(answers: Mapping[int, object]) -> None:
    assert "N01" not in codes(check(ret(answers=answers)))


# 46 points; ten indicators raised from 2 to 3 by plain values, and 8 by reading A1: 56 or 55
HANGING = {1: 20, 3: 10, 5: 3, 6: 3, 7: 3, 10: 2, 12: 2, 16: 3, 17: 6, 8: 3}


def test_a_level_that_hangs_on_a_reading_chk_04() -> None:
    (told,) = (f for f in check(ret(answers=HANGING)) if f.code == "W17")
    shown = [told.params[k] for k in ("total", "level", "total2", "level2")]
    assert shown == [56, 3, 55, 2]
    assert "W17" not in codes(check(ret(answers={**HANGING, 8: 4})))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2021, 3, 31), ["W13"]),
        (date(2021, 4, 1), []),
        (date(2021, 5, 3), []),
        (date(2021, 5, 4), ["E27"]),
        (None, []),
    ],
)
def test_dates_chk_05(on: date | None, expected: list[str]) -> None:
    assert codes(check(replace(ret(), assessed_on=on))) == expected


def test_every_finding_is_located_and_can_be_said_chk_06() -> None:
    catalogue = load_catalogue()
    samples = [ret(answers=a, bases=b) for _, a, b, _ in CROSS]
    samples += [ret(answers=dict.fromkeys(range(1, 24))), ret(answers=HANGING)]
    for returned in samples:
        for finding in check(returned):
            assert finding.where.sheet
            assert finding.tambon_code == TAMBON.code
            assert catalogue.render(finding, "en")
            assert catalogue.render(finding, "th")
