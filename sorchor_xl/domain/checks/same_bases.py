"""Bases typed once for all: every ตำบล of an อำเภอ has the same, as when sheets are grouped.

Answers may differ, so no pair of forms is alike (W72). Numbers of committees, members and funds
that are the same in three ตำบล and more are nobody's count; bases that are all one number may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.findings import Finding

SAME_BASES: Final = "W85"
_FEWEST_FORMS, _FEWEST_BASES, _DIFFERENT = 3, 4, 3


def same_bases(cases: Iterable[Case]) -> Iterator[Finding]:
    """One finding for each อำเภอ whose forms all state the same bases, at the first of them."""
    by_amphoe: dict[str, list[Case]] = {}
    for case in cases:
        if not case.ret.is_blank:
            by_amphoe.setdefault(case.tambon.amphoe_code, []).append(case)
    for own in by_amphoe.values():
        bases = _bases(own[0])
        if (
            len(own) >= _FEWEST_FORMS
            and _tell_apart(bases)
            and all(_bases(c) == bases for c in own)
        ):
            where = next(e.where for e in own[0].ret.bases.values() if e.value is not None)
            shown = ", ".join(map(str, bases))
            yield own[0].found(SAME_BASES, where, value=shown, n_all=len(own))


def _bases(case: Case) -> Sequence[int]:
    return [e.value for e in case.ret.bases.values() if e.value is not None]


def _tell_apart(bases: Sequence[int]) -> bool:
    """Whether other ตำบล would hardly have the same by chance."""
    return len(bases) >= _FEWEST_BASES and len(set(bases)) >= _DIFFERENT
