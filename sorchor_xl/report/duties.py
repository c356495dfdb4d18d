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


@dataclass(frozen=True, slots=True)
class DepartmentReport:
    """One of the province's two reports to the Department (แนวทาง ข้อ 2 and 6).

    ``left`` is how many ตำบล are not there to be sent. Once sent, ``due`` stands against the day
    of sending, and nothing runs on; ``number`` is that of the letter, "" where none is entered.
    """

    key: str
    due: Due
    left: int
    number: str = ""


def department_reports(results: Results) -> tuple[DepartmentReport, DepartmentReport]:
    """The results and the copies of ก.บ.ต. orders, as the register says they were sent."""
    summary = results.register.province
    unfinished = 0 if summary.summary_sent_on else len(results.tambons) - len(results.complete)
    entries = [results.register.tambon(t.tambon.code) for t in results.tambons]
    sent = [e for e in entries if e.board_order_sent_on is not None]
    last = max(sent, key=lambda e: e.board_order_sent_on or date.min) if sent else None
    whole = last if last is not None and len(sent) == len(entries) else None
    board = OrderKind.TAMBON_BOARD
    waiting = sum(
        entry.board_order_sent_on is None and not tambon_order(results, t, board).is_done
        for t, entry in zip(results.tambons, entries, strict=True)
    )
    return (
        DepartmentReport(
            "department_results",
            _against_department(results, summary.summary_sent_on),
            unfinished,
            summary.summary_sent_number,
        ),
        DepartmentReport(
            "department_orders",
            _against_department(results, whole.board_order_sent_on if whole else None),
            waiting,
            whole.board_order_sent_number if whole else "",
        ),
    )


def _against_department(results: Results, sent_on: date | None) -> Due:
    return judge_date(sent_on, results.dates[DEPARTMENT_DUE], results.as_of)
