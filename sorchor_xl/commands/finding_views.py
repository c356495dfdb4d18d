"""Findings on a terminal: errors first, what is alike on one line, notices only where asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from sorchor_xl.commands.console import Voice
from sorchor_xl.domain.checks.findings import PLACE_SEPARATOR, Catalogue, Finding, Severity
from sorchor_xl.domain.thai.text import join_list

MOST_ALIKE: Final = 3
"""Findings of one code that are each told on a line of their own."""
MOST_PLACES: Final = 8
"""Places named of errors that are told together."""
_OF_PLACES: Final = "แห่ง"


def finding_lines(
    findings: Iterable[Finding], catalogue: Catalogue, voice: Voice, *, notices: bool
) -> Iterator[tuple[Severity, str]]:
    """The lines with their severity: the graver first, then by code; notices only if asked for."""
    grave = list(Severity)

    def order(finding: Finding) -> tuple[int, str]:
        return grave.index(catalogue.severity(finding)), finding.code

    listed = sorted(findings, key=order)
    for _, alike in groupby(listed, key=order):
        group = list(alike)
        severity = catalogue.severity(group[0])
        if severity is Severity.NOTICE and not notices:
            continue
        for line in _group(group, catalogue, voice):
            yield severity, line


def _group(group: Sequence[Finding], catalogue: Catalogue, voice: Voice) -> Iterator[str]:
    if len(group) <= MOST_ALIKE:
        yield from (catalogue.render(finding, voice.lang) for finding in group)
        return
    first, lang = group[0], voice.lang
    places = list(dict.fromkeys(filter(None, (_place(finding) for finding in group))))
    fixes = {catalogue.fix(finding, lang) for finding in group}
    yield voice.sentence(
        "alike",
        code=first.code,
        severity=catalogue.severity_name(catalogue.severity(first), lang),
        title=catalogue.title(first, lang),
        count=len(group),
        places=join_list(places, MOST_PLACES if first.is_error else 1, _OF_PLACES),
        fix=fixes.pop() if len(fixes) == 1 else "",
    ).rstrip()


def _place(finding: Finding) -> str:
    where = finding.where
    return PLACE_SEPARATOR.join(part for part in (where.file, where.sheet, where.cell) if part)
