"""What an อำเภอ is asked to mend or look at: the same in its correction, its mail, the summary."""

from __future__ import annotations

from typing import Final

from sorchor_xl.domain.checks.findings import Catalogue, Finding, Severity
from sorchor_xl.domain.round.closed_files import closed_because
from sorchor_xl.domain.round.results import AmphoeResult, Results

_ORDER: Final = (Severity.ERROR, Severity.WARNING)
_FOR_THE_PROVINCE: Final = frozenset({"W14", "W17", "W21", "W26"})
"""Warnings an officer of the อำเภอ can do nothing about."""


def to_mend(results: Results, amphoe: AmphoeResult, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Errors, then warnings, each in their own order; not what the province decides or confirmed.

    Nor a file that cannot be opened: it is asked for anew, there is nothing in it to correct.
    """
    closed = closed_because(results, amphoe)
    graded = [
        (finding, catalogue.severity(finding))
        for finding in results.findings_of(amphoe.amphoe.code)
        if finding.code not in _FOR_THE_PROVINCE
    ]
    return tuple(
        finding
        for wanted in _ORDER
        for finding, severity in graded
        if severity is wanted
        and finding not in closed
        and results.register.confirmed(finding) is None
    )
