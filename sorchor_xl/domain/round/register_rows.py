"""The register rows that count: for each area the newest file that filled its row.

Orders, plans, award candidates and what an อำเภอ says of itself come in the same workbooks as the
forms, but a workbook that leaves a row blank says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sorchor_xl.domain.round.clocks import Clocks, newer
from sorchor_xl.domain.round.records import Award, DistrictInfo, Order, Plan, Submission
from sorchor_xl.domain.round.results import ReadFile

AnyRow = TypeVar("AnyRow", Order, Plan, Award, DistrictInfo)
Key = tuple[str, str]
"""Code of the area, and the kind of order; "" for what is of one kind only."""
Rivals = Mapping[Key, Sequence[AnyRow]]
"""For each key the row that counts, alone, or those that no clock orders."""


@dataclass(frozen=True)
class Unordered:
    """Rows of one area that say different things, and no clock tells which of them is newer."""

    area_code: str
    rows: tuple[Order | Plan | Award, ...]


@dataclass(frozen=True)
class Registers:
    """The rows that count by area, the files they come from, and those left to a person.

    ``infos_told`` is what every workbook of an อำเภอ says of it; of ``infos`` one counts.
    """

    orders: Mapping[Key, Order]
    plans: Mapping[str, Plan]
    awards: Mapping[str, Award]
    infos: Mapping[str, DistrictInfo]
    infos_told: Mapping[str, tuple[DistrictInfo, ...]]
    files: frozenset[str]
    unordered: tuple[Unordered, ...] = ()

    @classmethod
    def of(cls, read: Sequence[tuple[ReadFile, Clocks]]) -> Registers:
        """The rows of everything read, each judged by the clocks of its file."""
        said = [(r.submission, clocks) for r, clocks in read if r.submission is not None]
        orders = _newest(((o.area_code, o.kind), o, c) for s, c in said for o in s.orders)
        plans = _newest(((p.tambon_code, ""), p, c) for s, c in said for p in s.plans)
        awards = _newest(((a.tambon_code, ""), a, c) for s, c in said for a in s.awards)
        chosen = {**_counted(orders)}
        planned = {area: row for (area, _), row in _counted(plans).items()}
        awarded = {area: row for (area, _), row in _counted(awards).items()}
        rows: tuple[Order | Plan | Award, ...] = (
            *chosen.values(),
            *planned.values(),
            *awarded.values(),
        )
        return cls(
            orders=chosen,
            plans=planned,
            awards=awarded,
            infos=_infos(said),
            infos_told=_told(s for s, _ in said),
            files=frozenset(row.where.file for row in rows),
            unordered=(*_open(orders), *_open(plans), *_open(awards)),
        )


def _newest(rows: Iterable[tuple[Key, AnyRow, Clocks]]) -> dict[Key, list[AnyRow]]:
    """The newest filled row of each key, alone; else all that may be it."""
    by_key: dict[Key, list[tuple[AnyRow, Clocks]]] = {}
    for key, row, clocks in rows:
        if isinstance(row, DistrictInfo) or not row.is_blank:
            _enter(by_key.setdefault(key, []), row, clocks)
    return {key: _not_outdated(versions) for key, versions in by_key.items()}


def _enter(versions: list[tuple[AnyRow, Clocks]], row: AnyRow, clocks: Clocks) -> None:
    """Put a row beside the others, or with those that say the same: it is as new as the newest."""
    for place, (said, came) in enumerate(versions):
        if said == row:
            versions[place] = (said, Clocks.latest([came, clocks]))
            return
    versions.append((row, clocks))


def _not_outdated(versions: Sequence[tuple[AnyRow, Clocks]]) -> list[AnyRow]:
    for row, clocks in versions:
        if all(newer(clocks, other) for said, other in versions if said is not row):
            return [row]
    return [row for row, _ in versions]


def _counted(rows: Rivals[AnyRow]) -> dict[Key, AnyRow]:
    return {key: rivals[0] for key, rivals in rows.items() if len(rivals) == 1}


def _open(
    rows: Rivals[Order] | Rivals[Plan] | Rivals[Award],
) -> Iterable[Unordered]:
    for (area, _), rivals in rows.items():
        if len(rivals) > 1:
            yield Unordered(area, tuple(rivals))


def _infos(said: Sequence[tuple[Submission, Clocks]]) -> dict[str, DistrictInfo]:
    """What each อำเภอ says of itself: the newest not blank; among unordered ones the fullest."""
    stated = [(s, c) for s, c in said if s.info != DistrictInfo()]
    newest = _newest(((s.amphoe_code, ""), s.info, c) for s, c in stated)
    blank = {s.amphoe_code: s.info for s, _ in said}
    return {**blank, **{area: max(rivals, key=_fullness) for (area, _), rivals in newest.items()}}


def _told(said: Iterable[Submission]) -> dict[str, tuple[DistrictInfo, ...]]:
    """All that each อำเภอ says of itself, in the order read; blanks left out."""
    told: dict[str, tuple[DistrictInfo, ...]] = {}
    for submission in said:
        if submission.info != DistrictInfo():
            before = told.get(submission.amphoe_code, ())
            told[submission.amphoe_code] = (*before, submission.info)
    return told


def _fullness(info: DistrictInfo) -> tuple[int, str]:
    said = (info.coordinator, info.position, info.phone, info.certifier, info.remark)
    return sum(map(bool, said)) + (info.reported_on is not None), repr((said, info.reported_on))
