"""What an อำเภอ needs next, and the อำเภอ in the order in which a province sees to them."""

from __future__ import annotations

from enum import StrEnum

from sorchor_xl.domain.round.closed_files import asked_as
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results


class Urgency(StrEnum):
    """What is to be done about an อำเภอ: what must be acted on first, then waiting, then done."""

    UNREADABLE = "unreadable"
    ERRORS = "errors"
    OVERDUE = "overdue"
    WAITING = "waiting"
    COMPLETE = "complete"


def urgency_of(results: Results, amphoe: AmphoeResult) -> Urgency:
    """Answer what has come first, then chase what is late; what is not due yet may wait."""
    asked = asked_as(results, amphoe)
    known = {
        AmphoeStatus.UNREADABLE: Urgency.UNREADABLE,
        AmphoeStatus.HAS_ERRORS: Urgency.ERRORS,
        AmphoeStatus.COMPLETE: Urgency.COMPLETE,
    }
    if asked in known:
        return known[asked]
    return Urgency.OVERDUE if results.as_of > amphoe.due else Urgency.WAITING


def by_urgency(results: Results) -> dict[Urgency, list[AmphoeResult]]:
    """Every อำเภอ under what is to be done about it, the most urgent first; by code within."""
    ordered = sorted(results.amphoes, key=lambda amphoe: amphoe.amphoe.code)
    groups: dict[Urgency, list[AmphoeResult]] = {urgency: [] for urgency in Urgency}
    for amphoe in ordered:
        groups[urgency_of(results, amphoe)].append(amphoe)
    return {urgency: group for urgency, group in groups.items() if group}
