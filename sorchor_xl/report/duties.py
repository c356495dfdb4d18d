"""Every duty of the round counted against its due date, for the sheet and for mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sorchor_xl.domain.round.deadlines import (
    DEPARTMENT_DUE,
    ORDERS_DUE,
    PLANS_DUE,
    RESULTS_DUE,
    Due,
    Tally,
    judge_date,
    judge_order,
    judge_plan,
    order_of,
    tally,
)
from sorchor_xl.domain.round.records import AmphoeStatus, OrderKind
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of duty: key of its name, due date, and how many stand where."""

    key: str
    due: date
    tally: Tally


def duties(results: Results) -> Iterator[Duty]:
    """Results, the three kinds of orders, and both legs of the plans."""
    dates = results.dates
    yield Duty(
        "results", dates[RESULTS_DUE], tally(sent_results(results, a) for a in results.amphoes)
    )
    for key, kind in (
        ("tambon_centre", OrderKind.TAMBON_CENTRE),
        ("tambon_board", OrderKind.TAMBON_BOARD),
    ):
        dues = [tambon_order(results, t, kind) for t in results.tambons]
        yield Duty(key, dates[ORDERS_DUE], tally(dues))
    own = [amphoe_order(results, a) for a in results.amphoes]
    yield Duty("amphoe_centre", dates[ORDERS_DUE], tally(own))
    plans = [
        judge_plan(t.plan, dates, results.as_of, received=t.ret is not None)
        for t in results.tambons
    ]
    yield Duty("plan_amphoe", dates[PLANS_DUE], tally(p.to_amphoe for p in plans))
    yield Duty("plan_local", dates[PLANS_DUE], tally(p.to_local for p in plans))


def sent_results(results: Results, amphoe: AmphoeResult) -> Due:
    """The report of an อำเภอ against its due date; one that cannot be opened has not been sent."""
    unreadable = amphoe.status is AmphoeStatus.UNREADABLE
    came = None if unreadable else amphoe.received_on
    return judge_date(came, amphoe.due, results.as_of)


def tambon_order(results: Results, tambon: TambonResult, kind: OrderKind) -> Due:
    """An order of a ตำบล against its due date; the province's own date wins over the sender's."""
    here = results.register.order_received_on(tambon.tambon.code, kind)
    if here is not None:
        return judge_date(here, results.dates[ORDERS_DUE], results.as_of)
    order = order_of(tambon.orders, kind)
    return judge_order(order, results.dates, results.as_of, received=tambon.ret is not None)


def amphoe_order(results: Results, amphoe: AmphoeResult) -> Due:
    """The order of ศอช.อ. against its due date; the province's own date wins."""
    here = results.register.order_received_on(amphoe.amphoe.code, OrderKind.AMPHOE_CENTRE)
    if here is not None:
        return judge_date(here, results.dates[ORDERS_DUE], results.as_of)
    received = amphoe.info is not None or amphoe.order is not None
    return judge_order(amphoe.order, results.dates, results.as_of, received=received)


def department_left(results: Results) -> tuple[date, dict[str, int]]:
    """The Department's due date, and how much is not yet there to be sent (แนวทาง ข้อ 2 and 6)."""
    board = OrderKind.TAMBON_BOARD
    register = results.register
    sent = {code for code, entry in register.tambons.items() if entry.board_order_sent_on}
    waiting = sum(
        t.tambon.code not in sent and not tambon_order(results, t, board).is_done
        for t in results.tambons
    )
    unfinished = len(results.tambons) - len(results.complete)
    unfinished = 0 if register.province.summary_sent_on else unfinished
    left = {"department_results": unfinished, "department_orders": waiting}
    return results.dates[DEPARTMENT_DUE], left
