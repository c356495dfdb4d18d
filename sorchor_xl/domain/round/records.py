"""Frozen records of the round, each carrying where it came from.

Ground floor: nothing here opens a file, reads a clock or knows a workbook.
A place (`Where`) never takes part in equality, so the same answer read from
two files is the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple


class Where(NamedTuple):
    """A place a person can open: file as shown, sheet name, A1 cell; "" where not applicable.

    Every answer has one: a tuple is made, and sent by a worker, in a third of the time.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Province:
    """จังหวัด: two-digit DOPA code and name without the word จังหวัด."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Amphoe:
    """อำเภอ: four-digit DOPA code and name without the word อำเภอ."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Tambon:
    """ตำบล: six-digit DOPA code and name without the word ตำบล."""

    code: str
    name: str

    @property
    def amphoe_code(self) -> str:
        """Code of the อำเภอ this ตำบล lies in: the first four digits."""
        return self.code[:4]


class EntryState(StrEnum):
    """What an input holds. BLANK is not zero; INVALID always has a finding beside it."""

    BLANK = "blank"
    VALID = "valid"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Entry:
    """One numeric or choice input of a form as read.

    ``value`` is a whole number ≥ 0 (a choice as its place from 1) and only set when VALID;
    ``raw`` is what the cell showed, for messages and the annotated copy.
    """

    state: EntryState
    value: int | None = None
    raw: str = field(default="", compare=False)
    where: Where = field(default=Where(), compare=False)

    @property
    def is_blank(self) -> bool:
        """True where nothing was entered (not received, not zero)."""
        return self.state is EntryState.BLANK


BLANK_ENTRY = Entry(EntryState.BLANK)


class OrderKind(StrEnum):
    """Which committee an appointment order is for (หนังสือ ข้อ 1 and 2)."""

    TAMBON_CENTRE = "ศอช.ต."
    AMPHOE_CENTRE = "ศอช.อ."
    TAMBON_BOARD = "ก.บ.ต."


@dataclass(frozen=True, slots=True)
class Order:
    """One row of คำสั่งแต่งตั้ง; None = not entered. ``area_code`` is a ตำบล, or อำเภอ for ศอช.อ.

    ``reviewed``: the committee is up to date, or its order was looked over anew. Of ก.บ.ต. alone:
    ``qualified_member``, people of ศอช.ต. sit in it as ผู้ทรงคุณวุฒิ, and how many
    (``qualified_count``).
    """

    area_code: str
    kind: OrderKind
    number: str | None = None
    signed_on: date | None = None
    members: int | None = None
    qualified_member: bool | None = None
    copy_sent_on: date | None = None
    reviewed: bool | None = None
    qualified_count: int | None = None
    where: Where = field(default=Where(), compare=False)

    @property
    def is_blank(self) -> bool:
        """True where no cell of the row was filled."""
        return (
            self.number,
            self.signed_on,
            self.members,
            self.qualified_member,
            self.copy_sent_on,
            self.reviewed,
            self.qualified_count,
        ) == (None,) * 7


@dataclass(frozen=True, slots=True)
class Plan:
    """One row of แผนพัฒนาตำบล (แนวทาง ข้อ 3–5); None = not entered.

    ``mission_assigned``: ศอช. was charged with the plan (หนังสือ ข้อ 4). ``kok_nong_na_run``: it
    runs โคก หนอง นา, on so many ``plots``; ``kok_nong_na``: that stands in the plan, which is
    linked as far as ``plan_level``, a key of ``plan_levels`` in the words of the form.
    """

    tambon_code: str
    integrated: bool | None = None
    sent_to_amphoe_on: date | None = None
    sent_to_local_on: date | None = None
    kok_nong_na: bool | None = None
    mission_assigned: bool | None = None
    kok_nong_na_run: bool | None = None
    plots: int | None = None
    plan_level: str | None = None
    where: Where = field(default=Where(), compare=False)

    @property
    def is_blank(self) -> bool:
        """True where no cell of the row was filled."""
        return (
            self.integrated,
            self.sent_to_amphoe_on,
            self.sent_to_local_on,
            self.kok_nong_na,
            self.mission_assigned,
            self.kok_nong_na_run,
            self.plots,
            self.plan_level,
        ) == (None,) * 8


PLAN_EXTRAS: Final[Mapping[str, tuple[str, ...]]] = {
    "mission": ("mission_assigned",),
    "kok_nong_na": ("kok_nong_na_run", "plots"),
    "plan_link": ("kok_nong_na", "plan_level"),
}
"""Fields of `Plan` that a province may choose not to ask for, by the name of the choice."""


@dataclass(frozen=True, slots=True)
class Award:
    """One row of คัดเลือกดีเด่น (แนวทาง ข้อ 7); None = not entered.

    ``last_award_year`` and ``standard_year`` are พ.ศ.; 0 means the officer stated "ไม่เคย/ไม่มี".
    ``last_award_level`` is a key of ``award_levels`` in the words of the form. ``extra`` holds the
    verdicts on the province's own criteria (7.6) by their key.
    """

    tambon_code: str
    nominated: bool | None = None
    study_site: bool | None = None
    food: bool | None = None
    environment: bool | None = None
    immunity: bool | None = None
    last_award_year: int | None = None
    last_award_level: str | None = None
    standard_year: int | None = None
    extra: Mapping[str, bool | None] = field(default_factory=dict)
    note: str | None = None
    where: Where = field(default=Where(), compare=False)

    @property
    def is_blank(self) -> bool:
        """True where no cell of the row was filled."""
        stated = (
            self.nominated,
            self.study_site,
            self.food,
            self.environment,
            self.immunity,
            self.last_award_year,
            self.last_award_level,
            self.standard_year,
            self.note,
            *self.extra.values(),
        )
        return all(value is None for value in stated)


@dataclass(frozen=True, slots=True)
class DistrictInfo:
    """The sheet ข้อมูลอำเภอ; "" or None = not entered. ``places``: A1 cell by field name."""

    coordinator: str = ""
    position: str = ""
    phone: str = ""
    certifier: str = ""
    reported_on: date | None = None
    remark: str = ""
    where: Where = field(default=Where(), compare=False)
    places: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class TambonReturn:
    """What one form sheet says about one ตำบล.

    ``bases`` is keyed by base key of the rubric, ``answers`` by indicator number; both
    always hold every key (BLANK where nothing was entered). ``notes`` holds only what was written.
    ``places`` gives the A1 cell of the fields "assessor" and "assessed_on". ``disputed``: what a
    person sees names another place than the form's code does, so it counts only once one decides.
    """

    code: str
    bases: Mapping[str, Entry]
    answers: Mapping[int, Entry]
    notes: Mapping[int, str] = field(default_factory=dict)
    assessor: str = ""
    assessed_on: date | None = None
    where: Where = field(default=Where(), compare=False)
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    disputed: bool = field(default=False, compare=False)

    @property
    def is_blank(self) -> bool:
        """True where neither a base nor an answer was entered: the sheet answers for nobody."""
        return all(e.is_blank for e in (*self.bases.values(), *self.answers.values()))


@dataclass(frozen=True, slots=True)
class Submission:
    """Everything one returned workbook says. ``file`` is the path as shown to people."""

    file: str
    amphoe_code: str
    fiscal_year: int
    rubric_id: str
    template_version: str
    info: DistrictInfo
    tambons: tuple[TambonReturn, ...]
    orders: tuple[Order, ...] = ()
    plans: tuple[Plan, ...] = ()
    awards: tuple[Award, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was looked at: path as shown, what it is, when it came, its fingerprint.

    ``received`` is the mail's date, else the archive member's, else the file's time; ``dated_by``
    says which ("mail", "archive", "file"). ``kind`` is one of the words of `intake.sniff`
    ("xlsx", "xls", "pdf", "password" …). A member of a container is shown as ``outer!inner``.
    """

    path: str
    kind: str
    sha256: str
    received: datetime
    dated_by: str = "file"
    size: int = 0


class Verdict(StrEnum):
    """What became of a file."""

    USED = "used"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """A file with its verdict; ``reason`` is the code of the finding that decided, or None.

    ``answers`` is False where nobody could read any in it, or it holds none.
    """

    file: ReceivedFile
    verdict: Verdict
    reason: str | None = None
    amphoe_code: str | None = None
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the other readings would give: lowest and highest total, their levels, readings touched.

    ``totals`` and ``levels`` are (lowest, highest) over every combination of the readings touched.
    """

    totals: tuple[int, int]
    levels: tuple[int, int]
    readings: tuple[str, ...]

    @property
    def flips(self) -> bool:
        """True where another reading changes the level."""
        return self.levels[0] != self.levels[1]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The score of one ตำบล.

    ``scores`` holds only validly answered indicators; a category sum stands only when all of its
    indicators are scored; ``total`` and ``level`` only when all are. ``possible`` is the lowest and
    highest total still possible. ``touched`` lists, per indicator, the readings that matter to it.
    """

    scores: Mapping[int, int]
    categories: Mapping[int, int]
    total: int | None
    level: int | None
    possible: tuple[int, int]
    alternative: Alternative | None = None
    touched: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    by_reading: Mapping[int, tuple[int, int]] = field(default_factory=dict)


class TambonStatus(StrEnum):
    """How far a ตำบล has come."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    NOT_RECEIVED = "not_received"


class AmphoeStatus(StrEnum):
    """How far an อำเภอ has come."""

    COMPLETE = "complete"
    HAS_ERRORS = "has_errors"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    NOT_RECEIVED = "not_received"
