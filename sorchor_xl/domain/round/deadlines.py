"""Orders, plans and reports against their due dates, on the day the round is looked at.

Five things stay apart: done in time, done late, not done but not due, not done and overdue, and
nothing known because the return of the อำเภอ has not come. Dates are the rubric's or the
province's; a late report still counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sorchor_xl.domain.round.records import Order, OrderKind, Plan

ORDERS_DUE, RESULTS_DUE, PLANS_DUE = "orders_due", "results_due", "plans_due"
WINDOW_START, WINDOW_END, DEPARTMENT_DUE = "window_start", "window_end", "department_due"


class Timing(StrEnum):
    """Where a duty stands against its due date."""

    ON_TIME = "on_time"
    LATE = "late"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    NOT_ENTERED = "not_entered"


@dataclass(frozen=True, slots=True)
class Due:
    """One duty on one day.

    ``days`` is how late it came (LATE), how long it is overdue (OVERDUE) or how many days are left
    (NOT_DUE, 0 = due today); 0 otherwise. ``done_on`` is None while not done or not known.
    """

    timing: Timing
    due: date
    done_on: date | None = None
    days: int = 0

    @property
    def is_done(self) -> bool:
        """True where it was done, in time or late."""
        return self.done_on is not None


def judge_date(done_on: date | None, due: date, as_of: date, *, known: bool = True) -> Due:
    """A duty done on a day, or not done; ``known`` False = nobody has reported on it yet."""
    if done_on is not None:
        late = max(0, (done_on - due).days)
        return Due(Timing.LATE if late else Timing.ON_TIME, due, done_on, late)
    if not known:
        return Due(Timing.NOT_ENTERED, due)
    left = (due - as_of).days
    return Due(Timing.NOT_DUE if left >= 0 else Timing.OVERDUE, due, None, abs(left))


def judge_order(
    order: Order | None, dates: Mapping[str, date], as_of: date, *, received: bool
) -> Due:
    """The copy of an appointment order sent to the province (หนังสือ ข้อ 1 and 2).

    ``received``: the return that would say so has come; without it nothing is known.
    """
    sent_on = order.copy_sent_on if order else None
    return judge_date(sent_on, dates[ORDERS_DUE], as_of, known=received)


@dataclass(frozen=True, slots=True)
class PlanDue:
    """The plan of a ตำบล to ก.บ.อ. and to อปท. (แนวทาง ข้อ 3), and the worse of the two."""

    to_amphoe: Due
    to_local: Due

    @property
    def overall(self) -> Due:
        """The plan counts as sent when it was sent to both; the later one decides."""
        return max(self.to_amphoe, self.to_local, key=_severity)


_ORDER = (Timing.ON_TIME, Timing.LATE, Timing.NOT_ENTERED, Timing.NOT_DUE, Timing.OVERDUE)


def _severity(due: Due) -> tuple[int, int]:
    return _ORDER.index(due.timing), due.days


def judge_plan(
    plan: Plan | None, dates: Mapping[str, date], as_of: date, *, received: bool
) -> PlanDue:
    """Both legs of the plan of a ตำบล; ``received`` as in `judge_order`."""
    due = dates[PLANS_DUE]
    amphoe_on = plan.sent_to_amphoe_on if plan else None
    local_on = plan.sent_to_local_on if plan else None
    return PlanDue(
        judge_date(amphoe_on, due, as_of, known=received),
        judge_date(local_on, due, as_of, known=received),
    )


def in_window(assessed_on: date, dates: Mapping[str, date]) -> bool:
    """Whether an assessment was made within the window of แนวทาง ข้อ 6; both ends belong to it."""
    return dates[WINDOW_START] <= assessed_on <= dates[WINDOW_END]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a kind of duty stand where; ``counts`` holds every timing."""

    counts: Mapping[Timing, int]

    @property
    def all(self) -> int:
        """Every duty of the kind."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Done, in time or late."""
        return self.counts[Timing.ON_TIME] + self.counts[Timing.LATE]


def tally(dues: Iterable[Due]) -> Tally:
    """The counts of some duties; all zero for none."""
    counts = dict.fromkeys(Timing, 0)
    for due in dues:
        counts[due.timing] += 1
    return Tally(counts)


def order_of(orders: Iterable[Order], kind: OrderKind) -> Order | None:
    """The order of a kind among those of one area, or None."""
    return next((o for o in orders if o.kind is kind), None)
