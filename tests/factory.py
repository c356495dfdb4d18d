"""A made-up province for tests: real places, invented answers, everything that can happen.

Seeded, so that a failing test can be looked at again. Answers of a ตำบล hang together through one
latent strength, as they do in life.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import (
    BLANK_ENTRY,
    Amphoe,
    AmphoeStatus,
    Award,
    DistrictInfo,
    Entry,
    EntryState,
    FileOutcome,
    Order,
    OrderKind,
    Plan,
    Province,
    ReceivedFile,
    Tambon,
    TambonReturn,
    TambonStatus,
    Verdict,
    Where,
)
from sorchor_xl.domain.round.results import AmphoeResult, Change, Replaced, Results, TambonResult
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Scheme, judge_return, score_judged

AS_OF = date(2021, 5, 3)
FIRST_ROW = 14
SPREAD = 0.16
TYPICAL = {5: 3, 8: 4, 9: 6, 10: 3, 12: 3, 13: 4, 14: 3, 16: 4, 17: 8, 18: 5, 19: 5}
CEILING = {20: 0.7, 21: 0.95, 22: 0.8, 23: 0.45}

Answers = Mapping[int, int | None]


@cache
def places() -> tuple[tuple[str, ...], ...]:
    """Rows of the packaged list of ตำบล: province, name, อำเภอ, name, ตำบล, name."""
    text = (resources.files("sorchor_xl") / "data" / "tambons.csv").read_text(encoding="utf-8")
    return tuple(tuple(row) for row in csv.reader(text.splitlines()[1:]))


def scheme(**readings: str) -> Scheme:
    """The rubric of 2564 under some readings."""
    return Scheme.of(load_rubric(2564), readings)


def entry(value: int | None, cell: str = "", file: str = "", sheet: str = "") -> Entry:
    """A valid entry, or a blank one for None."""
    where = Where(file, sheet, cell)
    if value is None:
        return replace(BLANK_ENTRY, where=where)
    return Entry(EntryState.VALID, value, str(value), where)


BASES = {"committee": 20, "organizations": 30, "missions": 10, "forum_projects": 10, "funds": 10}


def make_return(
    answers: Answers,
    bases: Mapping[str, int | None] = BASES,
    code: str = "310101",
    file: str = "3101.xlsx",
    sheet: str = "ต.ในเมือง",
) -> TambonReturn:
    """A form with the answers given; what is not given is blank."""
    return TambonReturn(
        code=code,
        bases={
            key: entry(bases.get(key), f"G{6 + row}", file, sheet) for row, key in enumerate(BASES)
        },
        answers={n: entry(answers.get(n), f"G{FIRST_ROW + n}", file, sheet) for n in range(1, 24)},
        where=Where(file, sheet),
    )


def answers_at(points: int, scheme_: Scheme | None = None) -> dict[int, int]:
    """The smallest answers over `BASES` that score ``points`` at every indicator."""
    chosen = scheme_ or scheme()
    answers: dict[int, int] = {}
    for indicator in chosen.rubric.indicators:
        base = BASES.get(indicator.base or "")
        if indicator.base_indicator is not None:
            base = answers[indicator.base_indicator]
        bands = chosen.bands[indicator.id]
        options = range(1 if indicator.kind is Kind.CHOICE else 0, 100)
        answers[indicator.id] = next(v for v in options if bands.points(v, base) == points)
    return answers


def make_result(
    ret: TambonReturn | None, chosen: Scheme | None = None, **fields: object
) -> TambonResult:
    """The result of one form, scored; not received for None."""
    chosen = chosen or scheme()
    code = ret.code if ret else "310101"
    judged = judge_return(chosen, ret or make_return({}, {}, code))
    card = score_judged(chosen, judged)
    status = TambonStatus.COMPLETE if card.total is not None else TambonStatus.INCOMPLETE
    result = TambonResult(
        tambon=Tambon(code, "ในเมือง"),
        amphoe=Amphoe(code[:4], "เมืองบุรีรัมย์"),
        status=status if ret else TambonStatus.NOT_RECEIVED,
        ret=ret,
        judged=judged,
        card=card,
    )
    return replace(result, **fields)  # type: ignore[arg-type] # fields of the record, by name


@dataclass(frozen=True)
class Round:
    """What a round is made of.

    ``received`` อำเภอ have answered (None = all but the last two); ``incomplete`` is the share of
    forms with blanks; ``answers`` overrides what is drawn, over `BASES`; province "" = the whole
    country as if it were one.
    """

    province: str = "31"
    seed: int = 1
    received: int | None = None
    incomplete: float = 0.04
    answers: Callable[[str], Answers] | None = None
    chosen: Scheme | None = None
    as_of: date = AS_OF


class Maker:
    """Makes the round of one province."""

    def __init__(self, spec: Round) -> None:
        self.spec = spec
        self.random = random.Random(spec.seed)  # noqa: S311 test data, no secret
        self.scheme = spec.chosen or scheme()
        self.as_of = spec.as_of
        self.rows = [r for r in places() if spec.province in ("", r[0])]
        self.dates = {key: due.on for key, due in self.scheme.rubric.dates.items()}
        self.findings: list[Finding] = []

    def amphoes(self) -> list[Amphoe]:
        """Every อำเภอ in code order."""
        return [Amphoe(c, n) for c, n in sorted({(r[2], r[3]) for r in self.rows})]

    def tambons(self, amphoe: Amphoe) -> list[Tambon]:
        """Every ตำบล of an อำเภอ in code order."""
        return [Tambon(r[4], r[5]) for r in self.rows if r[2] == amphoe.code]

    def draw(self, code: str, file: str, sheet: str) -> TambonReturn:
        """One filled form."""
        rnd = self.random
        strength = min(0.97, max(0.05, rnd.gauss(0.58, SPREAD)))
        bases = {
            "committee": rnd.randint(13, 25),
            "organizations": rnd.randint(14, 40),
            "missions": rnd.randint(8, 10),
            "forum_projects": rnd.randint(3, 15),
            "funds": rnd.randint(5, 30),
        }
        answers: dict[int, int | None] = {}
        for indicator in self.scheme.rubric.indicators:
            s = min(1.0, max(0.0, rnd.gauss(strength, 0.2)))
            if indicator.kind is Kind.CHOICE:
                answers[indicator.id] = 1 + round(2 * s)
            elif indicator.kind is Kind.COUNT:
                answers[indicator.id] = round(TYPICAL[indicator.id] * s)
            else:
                base = bases.get(indicator.base or "") or answers[indicator.base_indicator or 2]
                answers[indicator.id] = round((base or 0) * s * CEILING.get(indicator.id, 1.0))
        answers[14] = min(answers[14] or 0, answers[12] or 0)
        return replace(
            make_return(answers, bases, code, file, sheet),
            assessor="นักวิชาการพัฒนาชุมชน (สมมติ)",
            assessed_on=date(2021, 4, 1) + timedelta(days=rnd.randint(0, 28)),
            notes={5: "รายงานการประชุม (สมมติ)"},
        )

    def orders(self, code: str) -> tuple[Order, ...]:
        """The two orders of a ตำบล; some not sent, some late, some not entered at all."""
        rnd = self.random
        made = []
        for kind in (OrderKind.TAMBON_CENTRE, OrderKind.TAMBON_BOARD):
            if rnd.random() < 0.1:
                continue
            signed = date(2021, 1, 11) + timedelta(days=rnd.randint(0, 70))
            sent = signed + timedelta(days=rnd.randint(1, 25)) if rnd.random() < 0.85 else None
            board = kind is OrderKind.TAMBON_BOARD
            qualified = rnd.random() < 0.9 if board else None
            number = f"{rnd.randint(1, 90)}/2564"
            made.append(Order(code, kind, number, signed, rnd.randint(13, 25), qualified, sent))
        return tuple(made)

    def plan(self, code: str) -> Plan:
        """The plan of a ตำบล at the beginning of May: some sent, most not due yet."""
        rnd = self.random
        sent = date(2021, 4, 20) + timedelta(days=rnd.randint(0, 12))
        done = rnd.random() < 0.35
        return Plan(
            code,
            integrated=rnd.choice((True, True, False, None)),
            sent_to_amphoe_on=sent if done else None,
            sent_to_local_on=sent if done and rnd.random() < 0.7 else None,
            kok_nong_na=rnd.choice((True, False, None)),
        )

    def award(self, code: str) -> Award:
        """What the officer stated for the award."""
        rnd = self.random
        if rnd.random() < 0.5:
            return Award(code)
        return Award(
            code,
            nominated=rnd.random() < 0.6,
            study_site=rnd.random() < 0.8,
            food=True,
            environment=rnd.choice((True, True, None)),
            immunity=rnd.random() < 0.9,
            last_award_year=rnd.choice((0, 0, 0, 2559, 2561, 2563)),
            standard_year=rnd.choice((0, 2562, 2563)),
        )


def with_blanks(ret: TambonReturn, numbers: Iterable[int]) -> TambonReturn:
    """The form with some answers left blank."""
    blank = {n: replace(BLANK_ENTRY, where=ret.answers[n].where) for n in numbers}
    return replace(ret, answers={**ret.answers, **blank})


def make_results(spec: Round = Round()) -> Results:
    """A round of a province as `Round` says."""
    maker = Maker(spec)
    amphoes = maker.amphoes()
    limit = len(amphoes) - 2 if spec.received is None else spec.received
    made = [_amphoe(maker, amphoe, number, limit) for number, amphoe in enumerate(amphoes)]
    name = maker.rows[0][1] if spec.province else "ทั้งประเทศ"
    return Results(
        province=Province(spec.province or "00", name),
        fiscal_year=2564,
        scheme=maker.scheme,
        as_of=spec.as_of,
        dates=maker.dates,
        tambons=tuple(t for a, _ in made for t in a),
        amphoes=tuple(a for _, a in made),
        files=_files(made),
        findings=tuple(maker.findings),
    )


def _amphoe(
    maker: Maker, amphoe: Amphoe, number: int, limit: int
) -> tuple[list[TambonResult], AmphoeResult]:
    file = f"returned/{amphoe.code}_{amphoe.name}.xlsx"
    received = number < limit
    results = [
        _tambon(maker, amphoe, tambon, file) if received else _absent(maker, amphoe, tambon)
        for tambon in maker.tambons(amphoe)
    ]
    complete = sum(r.status is TambonStatus.COMPLETE for r in results)
    due = maker.dates["results_due"]
    came = due + timedelta(days=(number * 7) % 15 - 12) if received else None
    late = max(0, ((came or maker.as_of) - due).days)
    status = AmphoeStatus.COMPLETE if complete == len(results) else AmphoeStatus.HAS_ERRORS
    order = Order(
        amphoe.code,
        OrderKind.AMPHOE_CENTRE,
        "7/2564",
        date(2021, 2, 20),
        15,
        None,
        date(2021, 3, 25) if number % 4 else None,
    )
    info = DistrictInfo(
        "เจ้าหน้าที่ (สมมติ)", "นักวิชาการพัฒนาชุมชน", "044-000-000", "พัฒนาการอำเภอ (สมมติ)", came
    )
    return results, AmphoeResult(
        amphoe=amphoe,
        status=status if received else AmphoeStatus.NOT_RECEIVED,
        tambons=len(results),
        complete=complete,
        received_on=came,
        due=due,
        days_late=late,
        files=(file,) if received else (),
        info=info if received else None,
        order=order if received else None,
    )


def _absent(maker: Maker, amphoe: Amphoe, tambon: Tambon) -> TambonResult:
    empty = make_return({}, {}, tambon.code)
    judged = judge_return(maker.scheme, empty)
    return TambonResult(
        tambon, amphoe, TambonStatus.NOT_RECEIVED, None, judged, score_judged(maker.scheme, judged)
    )


def _tambon(maker: Maker, amphoe: Amphoe, tambon: Tambon, file: str) -> TambonResult:
    sheet = f"ต.{tambon.name}"
    ret = maker.draw(tambon.code, file, sheet)
    if maker.spec.answers is not None:
        drawn = make_return(maker.spec.answers(tambon.code), BASES, tambon.code, file, sheet)
        ret = replace(drawn, assessor=ret.assessor, assessed_on=ret.assessed_on)
    elif maker.random.random() < maker.spec.incomplete:
        ret = with_blanks(ret, maker.random.sample(range(3, 24), 2))
    judged = judge_return(maker.scheme, ret)
    card = score_judged(maker.scheme, judged)
    result = TambonResult(
        tambon=tambon,
        amphoe=amphoe,
        status=TambonStatus.INCOMPLETE if card.total is None else TambonStatus.COMPLETE,
        ret=ret,
        judged=judged,
        card=card,
        orders=maker.orders(tambon.code),
        plan=maker.plan(tambon.code),
        award=maker.award(tambon.code),
        replaced=_replaced(maker, ret, card.total),
    )
    maker.findings.extend(_findings(result))
    return result


def _replaced(maker: Maker, ret: TambonReturn, total: int | None) -> tuple[Replaced, ...]:
    if total is None or maker.random.random() > 0.03:
        return ()
    value = ret.answers[9].value
    changes = (Change("9", max(0, (value or 0) - 2), value),)
    older = ret.where.file.replace(".xlsx", " (1).xlsx")
    return (Replaced(older, ret.where.sheet, "newer", changes, total - 1, total),)


def _findings(result: TambonResult) -> list[Finding]:
    """Blank answers, goals out of step, and the readings used, as the checks would find them."""
    ret, code, name = result.ret, result.tambon.code, result.tambon.name
    if ret is None:
        return []
    found = []

    def add(finding_code: str, ind: int, /, **params: str | int) -> None:
        where = ret.answers[ind].where
        params = {"tambon": name, "cell": where.cell, "ind": ind, **params}
        value = str(params.get("value", ""))
        found.append(Finding(finding_code, where, code[:4], code, ind, value, params))

    for number, answer in ret.answers.items():
        if answer.is_blank:
            add("E14", number)
    if ret.answers[17].value == 8:
        add("N03", 17, value="๘", number=8)
    return found


def _files(made: Sequence[tuple[list[TambonResult], AmphoeResult]]) -> tuple[FileOutcome, ...]:
    outcomes = []
    for results, amphoe in made:
        for path in amphoe.files:
            on = amphoe.received_on or AS_OF
            outcomes.append(_outcome(path, on, Verdict.USED, amphoe.amphoe.code))
        for older in sorted({r.file for t in results for r in t.replaced}):
            on = (amphoe.received_on or AS_OF) - timedelta(days=3)
            outcomes.append(_outcome(older, on, Verdict.SUPERSEDED, amphoe.amphoe.code))
    return tuple(outcomes)


def _outcome(path: str, on: date, verdict: Verdict, amphoe: str | None) -> FileOutcome:
    digest = hashlib.sha256(path.encode()).hexdigest()
    when = datetime(on.year, on.month, on.day, 9, 30)  # noqa: DTZ001 local time of the office
    return FileOutcome(
        ReceivedFile(path, "xlsx", digest, when, "file", 90_000), verdict, None, amphoe
    )
