"""What only a look over many answers, or over every form, tells: none was counted one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.filled_down import filled_down
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.checks.same_answers import same_answers
from sorchor_xl.domain.checks.same_bases import same_bases


def typed_at_once(cases: Sequence[Case], names: Mapping[str, str]) -> Iterator[Finding]:
    """Numbers dragged down or sorted, forms alike, bases alike; ``names`` are the อำเภอ by code."""
    for case in cases:
        yield from filled_down(case)
    yield from same_answers(cases, names)
    yield from same_bases(cases)
