"""What a round has come to: one frozen tree that every output is rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import (
    Amphoe,
    AmphoeStatus,
    Award,
    DistrictInfo,
    FileOutcome,
    Order,
    Plan,
    Province,
    ReceivedFile,
    Scorecard,
    Submission,
    Tambon,
    TambonReturn,
    TambonStatus,
)
from sorchor_xl.domain.round.register import Register
from sorchor_xl.domain.scoring.score import Judgement, Scheme


@dataclass(frozen=True)
class Round:
    """One fiscal year in one province: who should report, by which rules and dates, on which day.

    ``amphoes`` maps every อำเภอ to its ตำบล in code order. ``pins`` maps a ตำบล code to the shown
    path of the file a person decided for. ``labels`` names the form's other fields. ``before``
    is last year's total by ตำบล code, for those that had one. ``register`` is the province's book.
    """

    province: Province
    fiscal_year: int
    scheme: Scheme
    amphoes: Mapping[Amphoe, tuple[Tambon, ...]]
    dates: Mapping[str, date]
    as_of: date
    labels: Mapping[str, str]
    pins: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)
    register: Register = field(default_factory=Register)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file after reading: a submission where it holds one, and everything found on the way.

    ``ignored`` marks what is none of our business (junk, other people's workbooks). ``sender`` is
    the address of the mail it came in, "" where it came otherwise.
    """

    file: ReceivedFile
    submission: Submission | None
    findings: tuple[Finding, ...] = ()
    ignored: bool = False
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a newer return changed; None = blank. ``key`` is "1"–"23" or a base key."""

    key: str
    old: int | None
    new: int | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """A return of a ตำบล that is not used: its file, why, and what the used one says otherwise."""

    file: str
    sheet: str
    kept_out_by: str
    changes: tuple[Change, ...]
    old_total: int | None
    new_total: int | None


@dataclass(frozen=True, slots=True)
class TambonResult:
    """One ตำบล of the province, received or not. ``ret`` is None where nothing was received."""

    tambon: Tambon
    amphoe: Amphoe
    status: TambonStatus
    ret: TambonReturn | None
    judged: Mapping[int, Judgement]
    card: Scorecard
    orders: tuple[Order, ...] = ()
    plan: Plan | None = None
    award: Award | None = None
    replaced: tuple[Replaced, ...] = ()

    @property
    def source_file(self) -> str:
        """The file its answers come from; "" where nothing was received."""
        return self.ret.where.file if self.ret else ""


@dataclass(frozen=True, slots=True)
class AmphoeResult:
    """One อำเภอ: how far it has come and whether it came in time.

    ``received_on`` is the province's own date, else that of the mail or file; ``stated_on`` is what
    the officer typed. None = nothing received, or nothing stated. ``due`` may be extended.
    ``days_late`` counts to it, or to the day of the run while missing; 0 = in time or not yet due.
    ``infos_beside`` is what other workbooks in use say otherwise than ``info``, sent in halves.
    """

    amphoe: Amphoe
    status: AmphoeStatus
    tambons: int
    complete: int
    received_on: date | None
    due: date
    days_late: int
    files: tuple[str, ...] = ()
    info: DistrictInfo | None = None
    order: Order | None = None
    infos_beside: tuple[DistrictInfo, ...] = ()

    @property
    def stated_on(self) -> date | None:
        """The day the officer says the report was sent; it decides nothing by itself."""
        return self.info.reported_on if self.info else None


@dataclass(frozen=True)
class Results:
    """The whole round of a province on one day."""

    province: Province
    fiscal_year: int
    scheme: Scheme
    as_of: date
    dates: Mapping[str, date]
    tambons: tuple[TambonResult, ...]
    amphoes: tuple[AmphoeResult, ...]
    files: tuple[FileOutcome, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    register: Register = field(default_factory=Register)

    @property
    def complete(self) -> tuple[TambonResult, ...]:
        """The ตำบล whose 23 indicators are all scored."""
        return tuple(t for t in self.tambons if t.status is TambonStatus.COMPLETE)

    def tambons_of(self, amphoe_code: str) -> tuple[TambonResult, ...]:
        """The ตำบล of an อำเภอ in code order; none for an อำเภอ that is not of the round."""
        return self._by_amphoe.get(amphoe_code, ())

    def findings_of(self, amphoe_code: str) -> tuple[Finding, ...]:
        """The findings about an อำเภอ in their order; those about none under ""."""
        return self._findings_by_amphoe.get(amphoe_code, ())

    @cached_property
    def _findings_by_amphoe(self) -> Mapping[str, tuple[Finding, ...]]:
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.amphoe_code, []).append(finding)
        return {code: tuple(own) for code, own in found.items()}

    @cached_property
    def _by_amphoe(self) -> Mapping[str, tuple[TambonResult, ...]]:
        found: dict[str, list[TambonResult]] = {}
        for tambon in self.tambons:
            found.setdefault(tambon.amphoe.code, []).append(tambon)
        return {code: tuple(own) for code, own in found.items()}
