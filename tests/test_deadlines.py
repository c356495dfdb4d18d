"""Due dates.

DUE-01 In time, late, not due, overdue and unknown stay apart; the due day itself is in time.
DUE-02 A plan counts as sent when both legs are; the worse leg speaks for it.
DUE-03 The assessment window holds both of its ends.
DUE-04 A tally counts every duty once and knows what is done.
"""

from __future__ import annotations

from datetime import date

import pytest

from sorchor_xl.domain.round.deadlines import (
    Due,
    Timing,
    in_window,
    judge_date,
    judge_order,
    judge_plan,
    order_of,
    tally,
)
from sorchor_xl.domain.round.records import Order, OrderKind, Plan

DUE = date(2021, 3, 31)
DATES = {
    "orders_due": DUE,
    "plans_due": date(2021, 5, 31),
    "window_start": date(2021, 4, 1),
    "window_end": date(2021, 6, 30),
}


@pytest.mark.parametrize(
    ("done", "as_of", "known", "timing", "days"),
    [
        (date(2021, 3, 31), date(2021, 8, 1), True, Timing.ON_TIME, 0),
        (date(2021, 4, 1), date(2021, 8, 1), True, Timing.LATE, 1),
        (date(2021, 4, 1), date(2021, 8, 1), False, Timing.LATE, 1),
        (None, date(2021, 3, 31), True, Timing.NOT_DUE, 0),
        (None, date(2021, 3, 1), True, Timing.NOT_DUE, 30),
        (None, date(2021, 4, 3), True, Timing.OVERDUE, 3),
        (None, date(2021, 4, 3), False, Timing.NOT_ENTERED, 0),
    ],
)
def test_five_standings(
    done: date | None, as_of: date, known: bool, timing: Timing, days: int
) -> None:
    """DUE-01"""
    assert judge_date(done, DUE, as_of, known=known) == Due(timing, DUE, done, days)


def test_order_without_a_row_is_unknown_or_overdue() -> None:
    """DUE-01"""
    as_of = date(2021, 4, 2)
    assert judge_order(None, DATES, as_of, received=False).timing is Timing.NOT_ENTERED
    assert judge_order(None, DATES, as_of, received=True) == Due(Timing.OVERDUE, DUE, None, 2)
    sent = Order("310101", OrderKind.TAMBON_BOARD, copy_sent_on=DUE)
    assert judge_order(sent, DATES, as_of, received=True).is_done


@pytest.mark.parametrize(
    ("amphoe_on", "local_on", "timing", "days"),
    [
        (date(2021, 5, 1), date(2021, 5, 2), Timing.ON_TIME, 0),
        (date(2021, 5, 1), date(2021, 6, 2), Timing.LATE, 2),
        (date(2021, 6, 5), None, Timing.OVERDUE, 8),
        (None, None, Timing.OVERDUE, 8),
    ],
)
def test_plan_is_as_good_as_its_worse_leg(
    amphoe_on: date | None, local_on: date | None, timing: Timing, days: int
) -> None:
    """DUE-02"""
    plan = Plan("310101", True, amphoe_on, local_on)
    overall = judge_plan(plan, DATES, date(2021, 6, 8), received=True).overall
    assert (overall.timing, overall.days) == (timing, days)


@pytest.mark.parametrize(
    ("on", "inside"),
    [
        (date(2021, 3, 31), False),
        (date(2021, 4, 1), True),
        (date(2021, 6, 30), True),
        (date(2021, 7, 1), False),
    ],
)
def test_window_holds_its_ends(on: date, inside: bool) -> None:
    """DUE-03"""
    assert in_window(on, DATES) is inside


def test_tally_counts_everything_once() -> None:
    """DUE-04"""
    as_of = date(2021, 4, 2)
    dues = [judge_date(d, DUE, as_of) for d in (DUE, date(2021, 4, 1), None)]
    counted = tally([*dues, judge_date(None, DUE, as_of, known=False)])
    assert (counted.all, counted.done) == (4, 2)
    assert counted.counts[Timing.OVERDUE] == 1
    assert tally(()).all == 0


def test_order_of_a_kind() -> None:
    """DUE-04"""
    board = Order("310101", OrderKind.TAMBON_BOARD)
    assert order_of((board,), OrderKind.TAMBON_BOARD) is board
    assert order_of((board,), OrderKind.TAMBON_CENTRE) is None
