"""One filled workbook on the table, and what is promised of it after the damage."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from intake_files import dice
from issued import AMPHOE, RUBRIC, SCHEME, context, district, expected, filled

from damage.surgery import Node, Sheet, Workbook
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import ReceivedFile, TambonStatus
from sorchor_xl.domain.round.register import Register
from sorchor_xl.domain.round.results import Results, Round, TambonResult
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Judgement, judge_return
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.unpack import Payload
from sorchor_xl.files.zip_view import THAI_TIME
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.form.locate import locate
from sorchor_xl.intake.worker import read_payload
from sorchor_xl.report.officers_words import officers_words
from sorchor_xl.workbooks.grid import open_book

CODES = tuple(tambon.code for tambon in district().tambons)
NAMES = {tambon.code: tambon.name for tambon in district().tambons}
COUNTS = tuple(i.id for i in RUBRIC.indicators if i.kind is not Kind.CHOICE)
CHOICES = tuple(i.id for i in RUBRIC.indicators if i.kind is Kind.CHOICE)


@dataclass(frozen=True)
class Promise:
    """What must come of a damage.

    ``codes``: the ตำบล hit must be flagged with one of these errors; none = every score is right.
    ``notices``: each of these must be said. ``gone``: the ตำบล hit is told as not received;
    ``all_gone``: all may be. ``either``: right or flagged with ``codes``. ``changed``: the answers
    are others than filled in, and none is in doubt. ``everywhere``: every ตำบล is hit.
    ``unsaid``: none of these may be said. ``words``: each stands among the words of the อำเภอ or
    in a finding.
    """

    codes: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    gone: bool = False
    changed: bool = False
    everywhere: bool = False
    all_gone: bool = False
    either: bool = False
    unsaid: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()


def right(*notices: str) -> Promise:
    """Every score is right, and these notices are given."""
    return Promise(notices=frozenset(notices))


def silent(*codes: str) -> Promise:
    """Every score is right, and none of these is said."""
    return Promise(unsaid=frozenset(codes))


def flagged(*codes: str) -> Promise:
    """The ตำบล hit is flagged with one of these."""
    return Promise(codes=frozenset(codes))


def right_or(*codes: str) -> Promise:
    """The score is right, or the ตำบล is flagged with one of these."""
    return Promise(codes=frozenset(codes), either=True)


def missing() -> Promise:
    """The ตำบล hit is told as not received; the others are right."""
    return Promise(gone=True)


@cache
def places() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Rows and columns by key on the form as issued, 0-based."""
    sheet = open_book(filled(), FileKind.XLSX).sheets[4]
    located = locate(sheet.rows, context().anchors[SheetKind.FORM])
    return located.rows, located.columns


@dataclass
class Subject:
    """A workbook under damage: what is thrown, and which ตำบล is hit."""

    seed: int
    book: Workbook = field(default_factory=lambda: Workbook(filled()))
    throw: random.Random = field(init=False)
    code: str = field(init=False)

    def __post_init__(self) -> None:
        self.throw = dice(self.seed)
        self.code = self.throw.choice(CODES)

    @property
    def name(self) -> str:
        """Name of the form sheet of the ตำบล hit."""
        return f"ต.{NAMES[self.code]}"

    @property
    def sheet(self) -> Sheet:
        """The form sheet of the ตำบล hit."""
        return self.book.sheet(self.name)

    def other(self) -> str:
        """Another ตำบล of the workbook."""
        return self.throw.choice([code for code in CODES if code != self.code])

    def row(self, indicator: int) -> int:
        """Row of an indicator."""
        return places()[0][f"I{indicator:02d}"]

    def column(self, key: str = "value") -> int:
        """Column by its key."""
        return places()[1][key]

    def at(self, indicator: int) -> tuple[int, int]:
        """Where the answer of an indicator stands."""
        return self.row(indicator), self.column()

    def any_count(self, *, above: int = -1) -> int:
        """An indicator that asks for a number, whose answer is above a limit."""
        said = expected()[self.code]
        return self.throw.choice([n for n in COUNTS if said[n] > above])

    def any_choice(self) -> int:
        """An indicator that asks for a choice."""
        return self.throw.choice(CHOICES)

    def said(self, indicator: int) -> int:
        """The answer that was filled in."""
        return expected()[self.code][indicator]

    def put_cell(self, indicator: int) -> Node:
        """The cell of an answer, cleared."""
        return self.sheet.put(*self.at(indicator), None)

    def put(self, indicator: int, value: object, style: int | None = None) -> None:
        """Type over an answer."""
        cell = self.sheet.put(*self.at(indicator), value)
        if style is not None:
            cell.set("s", str(style))


Damage = Callable[[Subject], "Promise | tuple[bytes, Promise]"]
"""Does its work on the workbook; or gives the bytes where it takes more than that."""

KINDS: dict[str, Damage] = {}


def damage(function: Damage) -> Damage:
    """Enter a kind of damage under its name."""
    if function.__name__ in KINDS:
        raise ValueError(f"two damages called {function.__name__}")
    KINDS[function.__name__] = function
    return function


def inflict(kind: str, seed: int) -> tuple[Subject, bytes, Promise]:
    """One damaged return; the same for the same kind and seed."""
    subject = Subject(seed)
    done = KINDS[kind](subject)
    if isinstance(done, Promise):
        return subject, subject.book.saved(), done
    return subject, done[0], done[1]


def judged(code: str) -> Mapping[int, Judgement]:
    """The answers of a ตำบล as they were filled in, judged."""
    ret = next(r.ret for r in read_back(filled()).tambons if r.tambon.code == code)
    if ret is None:
        raise LookupError(code)
    return judge_return(SCHEME, ret)


def read_back(data: bytes, register: Register | None = None) -> Results:
    """The round of this one อำเภอ with this one file received."""
    received = ReceivedFile(
        "3122.xlsx", sniff(data, "3122.xlsx"), "sha", date_received(), "mail", len(data)
    )
    read = read_payload(Payload(received, data), context())
    return collect(replace(round_of(AMPHOE), register=register or Register()), [read])


def round_of(*amphoes: str) -> Round:
    """The round of these อำเภอ alone, on a day after all are due."""
    places = {district(code).amphoe: district(code).tambons for code in amphoes}
    dates = {key: due.on for key, due in RUBRIC.dates.items()}
    labels = {"assessed_on": "วันที่ประเมิน", "assessor": "ผู้ประเมิน"}
    return Round(
        district().province,
        2564,
        SCHEME,
        places,
        dates,
        date(2021, 5, 3),
        labels,
    )


def date_received() -> datetime:
    """When the file came."""
    return datetime(2021, 4, 29, 9, tzinfo=THAI_TIME)


def is_right(result: TambonResult) -> bool:
    """Whether a ตำบล was read as it was filled in: every answer and every base."""
    if result.ret is None or result.status is not TambonStatus.COMPLETE:
        return False
    said = {number: entry.value for number, entry in result.ret.answers.items()}
    bases = {entry.value for entry in result.ret.bases.values()}
    return said == expected()[result.tambon.code] and bases == {10}


def errors_about(results: Results, code: str) -> set[str]:
    """Codes of the errors that a ตำบล, or the file as a whole, is flagged with.

    That nobody certified concerns the อำเภอ and no score; forms moved without their first sheet
    lack it.
    """
    found = {f.code for f in results.findings if f.is_error and f.tambon_code in ("", code)}
    return found - {"E29"}


def verdict(kind: str, seed: int) -> str:
    """ "" where the promise is kept; else what was broken, with what is needed to see it again."""
    subject, data, promise = inflict(kind, seed)
    return judge(f"{kind} seed {seed}", subject, data, promise)


def judge(case: str, subject: Subject, data: bytes, promise: Promise) -> str:
    """ "" where the promise about these bytes is kept; else what was broken."""
    results = read_back(data)
    said = {f.code for f in results.findings}
    faults = [f"{code} not said" for code in sorted(promise.notices - said)]
    faults += [f"{code} said" for code in sorted(promise.unsaid & said)]
    faults += [f"“{text}” lost" for text in lost_words(results, promise.words)]
    for result in results.tambons:
        hit = promise.everywhere or result.tambon.code == subject.code
        faults += _faults(result, errors_about(results, result.tambon.code), promise, hit=hit)
    if not faults:
        return ""
    told = sorted({_brief(f) for f in results.findings})
    return f"{case} hit {subject.code}: {'; '.join(faults)}; findings {told}"


def lost_words(results: Results, words: Sequence[str]) -> list[str]:
    """The words that neither stand among those of the อำเภอ nor in a finding."""
    kept = {*(said.text for said in officers_words(results)), *(f.value for f in results.findings)}
    return [text for text in words if not any(text in told for told in kept)]


def _brief(finding: Finding) -> str:
    return f"{finding.code} {finding.where.sheet}!{finding.where.cell} {finding.value}".strip()


def _faults(result: TambonResult, errors: set[str], promise: Promise, *, hit: bool) -> list[str]:
    code, correct = result.tambon.code, is_right(result)
    if hit and promise.changed:
        correct = result.status is TambonStatus.COMPLETE
    received = result.status is not TambonStatus.NOT_RECEIVED
    may_be_gone = promise.all_gone or (hit and promise.gone)
    if not correct and not errors and (received or not may_be_gone):
        return [f"{code} SILENT DIFFERENCE"]
    if not hit or (promise.either and correct):
        return []
    if promise.gone:
        return [f"{code} should not be received"] if received else []
    if promise.codes:
        return [] if errors & promise.codes else [f"{code} flagged {sorted(errors)}"]
    return [] if correct and not errors else [f"{code} not right, or flagged {sorted(errors)}"]
