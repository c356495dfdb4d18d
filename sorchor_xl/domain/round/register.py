"""The province's own book of a round: what was sent, received, judged and decided on its side.

Everything in it was typed by the provincial officer. None = nothing entered, which is neither "no"
nor a wrong value: a wrong value is a finding, and its place stands in ``Register.unclear``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import OrderKind

DECIDED: Final = {"E84": "W69"}
"""Errors that only ask whether what was typed is meant, and what each is once the province has
said so in its register, with a reason."""


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """A committee's data in the central database (แนวทาง ข้อ 1): three qualities, entered when."""

    correct: bool | None = None
    complete: bool | None = None
    current: bool | None = None
    entered_on: date | None = None


@dataclass(frozen=True, slots=True)
class AmphoeEntry:
    """The province's row of an อำเภอ. ``due`` is its own extended due date.

    ``received_on`` is the day its report came, where the office knows it better than the files.
    """

    code: str
    contact: str = ""
    email: str = ""
    phone: str = ""
    line: str = ""
    due: date | None = None
    received_on: date | None = None
    centre_order_received_on: date | None = None
    database: DatabaseCheck = DatabaseCheck()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class TambonEntry:
    """The province's row of a ตำบล.

    ``verdicts`` are the committee's, by the names of `Award` (study_site, food, environment,
    immunity) and the keys of the province's own criteria. ``confirmed`` are codes of warnings the
    province has looked at, with ``confirmed_because``.
    """

    code: str
    centre_order_received_on: date | None = None
    board_order_received_on: date | None = None
    board_order_sent_on: date | None = None
    board_order_sent_number: str = ""
    database: DatabaseCheck = DatabaseCheck()
    plan_book_received_on: date | None = None
    verdicts: Mapping[str, bool | None] = field(default_factory=dict)
    verdict_note: str = ""
    confirmed: tuple[str, ...] = ()
    confirmed_because: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ProvinceEntry:
    """The sheet จังหวัด. ``readings`` says which order decided a reading, by its id."""

    centre_order_number: str = ""
    centre_order_on: date | None = None
    centre_order_members: int | None = None
    database: DatabaseCheck = DatabaseCheck()
    summary_sent_on: date | None = None
    summary_sent_number: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The whole book; an area without a row, or a round without a book, has an empty entry.

    ``path`` is the file as shown, "" where the province keeps none. ``unclear`` holds (code of the
    area, key of the column) of values that could not be read.
    """

    path: str = ""
    amphoes: Mapping[str, AmphoeEntry] = field(default_factory=dict)
    tambons: Mapping[str, TambonEntry] = field(default_factory=dict)
    province: ProvinceEntry = ProvinceEntry()
    findings: tuple[Finding, ...] = ()
    unclear: frozenset[tuple[str, str]] = frozenset()

    def amphoe(self, code: str) -> AmphoeEntry:
        """The entry of an อำเภอ, empty where there is none."""
        return self.amphoes.get(code) or AmphoeEntry(code)

    def tambon(self, code: str) -> TambonEntry:
        """The entry of a ตำบล, empty where there is none."""
        return self.tambons.get(code) or TambonEntry(code)

    def order_received_on(self, area_code: str, kind: OrderKind) -> date | None:
        """The day the copy of an order came to the province, None where it has not entered one."""
        if kind is OrderKind.AMPHOE_CENTRE:
            return self.amphoe(area_code).centre_order_received_on
        entry = self.tambon(area_code)
        if kind is OrderKind.TAMBON_CENTRE:
            return entry.centre_order_received_on
        return entry.board_order_received_on

    def confirmed(self, finding: Finding) -> str | None:
        """Why the province lets a warning stand; None where it has not looked at it.

        Errors cannot be confirmed away: they stop a score. One that asks a person what is meant
        (`DECIDED`) has become a warning before it comes here.
        """
        if finding.is_error or not finding.tambon_code:
            return None
        entry = self.tambons.get(finding.tambon_code)
        if entry is None or finding.code not in {DECIDED.get(c, c) for c in entry.confirmed}:
            return None
        return entry.confirmed_because or "–"
