"""What the province has decided in its register about values that only a person can judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.register import DECIDED, Register
from sorchor_xl.domain.round.results import ReadFile


def as_decided(read: Iterable[ReadFile], register: Register) -> Iterator[ReadFile]:
    """The files, with each error the province has decided as the warning it then is.

    Without a reason in the register nothing is decided: the error stands.
    """
    for one in read:
        found = tuple(_decided(finding, register) for finding in one.findings)
        yield one if found == one.findings else replace(one, findings=found)


def _decided(finding: Finding, register: Register) -> Finding:
    entry = register.tambon(finding.tambon_code)
    meant = finding.code in DECIDED and finding.code in entry.confirmed
    if not meant or not entry.confirmed_because:
        return finding
    return replace(finding, code=DECIDED[finding.code])
