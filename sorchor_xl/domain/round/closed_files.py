"""Files of an อำเภอ that came and cannot be opened, and what it is asked for because of them.

What seems missing may well have come in one of them, so nobody is told that he has not sent it.
"""

from __future__ import annotations

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.checks.round_notices import PARTIAL
from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results


def closed_because(results: Results, amphoe: AmphoeResult) -> tuple[Finding, ...]:
    """Why files of an อำเภอ that hold no answers anybody could read cannot be used.

    Of an อำเภอ of which nothing can be used, every error in a file says why.
    """
    closed = {f.file.path for f in results.files if not f.answers}
    nothing = amphoe.status is AmphoeStatus.UNREADABLE
    return tuple(
        f for f in _errors(results, amphoe) if f.where.file and (nothing or f.where.file in closed)
    )


def asked_as(results: Results, amphoe: AmphoeResult) -> AmphoeStatus:
    """Its status, but UNREADABLE where only closed files keep it from being done.

    Then it is asked for those files anew, and not to correct any answers.
    """
    if amphoe.status is not AmphoeStatus.HAS_ERRORS:
        return amphoe.status
    closed = closed_because(results, amphoe)
    rest = [f for f in _errors(results, amphoe) if f not in closed and f.code != PARTIAL]
    return amphoe.status if rest else AmphoeStatus.UNREADABLE


def _errors(results: Results, amphoe: AmphoeResult) -> list[Finding]:
    code = amphoe.amphoe.code
    return [f for f in results.findings_of(code) if f.is_error]
