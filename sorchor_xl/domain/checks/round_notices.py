"""What is said about returns that are not used, and about an อำเภอ as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sorchor_xl.domain.checks.findings import Finding, as_text
from sorchor_xl.domain.round.choose import (
    ChoiceReason,
    OtherReturn,
    ReturnCandidate,
    ReturnChoice,
)
from sorchor_xl.domain.round.records import (
    Amphoe,
    AmphoeStatus,
    DistrictInfo,
    OrderKind,
    Tambon,
    TambonStatus,
    Where,
)
from sorchor_xl.domain.round.register import Register
from sorchor_xl.domain.round.register_rows import Unordered
from sorchor_xl.domain.round.results import AmphoeResult, Round, TambonResult
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list

CONFLICT, PARTIAL, UNCERTIFIED = "E13", "E11", "E29"
REGISTERS_DISAGREE, UNUSABLE = "E90", "W73"
LATE, ORDERS_MISSING, PLAN_MISSING, CHANGED_MUCH = "W14", "W15", "W16", "W12"
CENTRE_ORDER_MISSING = "W27"
NOT_RECEIVED, FROM_SEVERAL, BLANK_WORKBOOK, PIN_LOST = "W23", "N28", "E53", "W26"
_OF_REASON = {
    ChoiceReason.OLDER: "N12",
    ChoiceReason.DUPLICATE: "N13",
    ChoiceReason.HAS_ERRORS: "W21",
    ChoiceReason.UNDATED: "W70",
}
_RECEIVERS = {"ก.บ.อ.": "sent_to_amphoe_on", "อปท.": "sent_to_local_on"}


def choice_findings(
    choices: Iterable[ReturnChoice], amphoes: Mapping[str, str], pins: Mapping[str, str]
) -> Iterator[Finding]:
    """Replaced, repeated, older but kept, pinned and conflicting returns; names by อำเภอ code."""
    for choice in choices:
        if choice.conflict:
            yield from _conflict(choice, amphoes)
        if choice.tambon.code in pins:
            yield _pinned(choice, pins[choice.tambon.code])
        for other in choice.not_used:
            if choice.used is not None and other.reason in _OF_REASON:
                yield _kept_out(choice.used, other)


def _pinned(choice: ReturnChoice, path: str) -> Finding:
    kept = choice.used is not None and choice.used.file.path == path
    return Finding(
        code="N26" if kept else PIN_LOST,
        where=Where(path if kept else ""),
        amphoe_code=choice.tambon.amphoe_code,
        tambon_code=choice.tambon.code,
        params={"tambon": choice.tambon.name, "file_used": path},
    )


def _conflict(choice: ReturnChoice, amphoes: Mapping[str, str]) -> Iterator[Finding]:
    rivals = [c for c, reason in choice.others if reason is ChoiceReason.CONFLICT]
    files = sorted({c.file.path for c in rivals})
    if len(files) == 1:  # two sheets of one workbook: the reader has said so (E12)
        return
    where = rivals[0].case.ret.where
    code = choice.tambon.amphoe_code
    yield Finding(
        code=CONFLICT,
        where=Where(where.file, where.sheet),
        amphoe_code=code,
        tambon_code=choice.tambon.code,
        params={
            "tambon": choice.tambon.name,
            "amphoe": amphoes[code],
            "files": join_list(files),
        },
    )


def _kept_out(used: ReturnCandidate, other: OtherReturn) -> Finding:
    tambon, where = used.case.tambon, other.candidate.case.ret.where
    clock = {"clock": other.clock.value} if other.clock else {}
    return Finding(
        code=_OF_REASON[other.reason],
        where=Where(where.file, where.sheet),
        amphoe_code=tambon.amphoe_code,
        tambon_code=tambon.code,
        params={"tambon": tambon.name, "file_used": used.file.path, **clock},
    )


def register_findings(
    unordered: Iterable[Unordered], amphoes: Mapping[Amphoe, Sequence[Tambon]]
) -> Iterator[Finding]:
    """Rows of orders, plans and awards that contradict each other in files no clock orders."""
    tambons = {t.code: t.name for own in amphoes.values() for t in own}
    names = {a.code: a.name for a in amphoes}
    for rivals in unordered:
        code, where = rivals.area_code, min(row.where for row in rivals.rows)
        places = sorted({f"{r.where.file} {r.where.sheet}".strip() for r in rivals.rows})
        params = {"amphoe": names.get(code[:4], code[:4])}
        if code in tambons:
            params["tambon"] = tambons[code]
        yield Finding(
            code=REGISTERS_DISAGREE,
            where=where,
            amphoe_code=code[:4],
            tambon_code=code if code in tambons else "",
            params={**params, "files": join_list(places)},
        )


def district_findings(
    round_: Round, amphoes: Sequence[AmphoeResult], tambons: Sequence[TambonResult]
) -> Iterator[Finding]:
    """Part of an อำเภอ missing, reported late, orders or plans not sent although due."""
    dates, as_of = round_.dates, round_.as_of
    by_amphoe: dict[str, list[TambonResult]] = {a.amphoe.code: [] for a in amphoes}
    for result in tambons:
        by_amphoe[result.amphoe.code].append(result)
    for amphoe in amphoes:
        own = by_amphoe[amphoe.amphoe.code]
        if amphoe.received_on is None:
            due = thai_date(amphoe.due)
            unreadable = amphoe.status is AmphoeStatus.UNREADABLE
            code = UNUSABLE if unreadable else NOT_RECEIVED
            yield _of_amphoe(code, amphoe, n_all=amphoe.tambons, due=due)
            continue
        if all(t.ret is not None and t.ret.is_blank for t in own):
            yield _of_amphoe(BLANK_WORKBOOK, amphoe, n_all=len(own))
            if not _told_beside(amphoe, own):
                continue  # a form nobody began reports nothing, so nothing of it is late
        yield from _partial(amphoe, own)
        if len(amphoe.files) > 1:
            yield _of_amphoe(FROM_SEVERAL, amphoe, files=join_list(amphoe.files))
        yield from _uncertified(amphoe, own)
        yield from _late(amphoe)
        if as_of > dates["orders_due"]:
            yield from _orders_missing(round_.register, amphoe, own, dates["orders_due"])
        if as_of > dates["plans_due"]:
            yield from _plans_missing(own, dates["plans_due"])


def _of_amphoe(code: str, amphoe: AmphoeResult, **params: str | int) -> Finding:
    file = amphoe.files[0] if amphoe.files else ""
    return Finding(
        code=code,
        where=Where(file),
        amphoe_code=amphoe.amphoe.code,
        value=as_text(params.pop("value", "")),
        params={"amphoe": amphoe.amphoe.name, **params},
    )


def _partial(amphoe: AmphoeResult, own: Sequence[TambonResult]) -> Iterator[Finding]:
    missing = [t.tambon.name for t in own if t.status is TambonStatus.NOT_RECEIVED]
    if missing:
        found, listed = len(own) - len(missing), join_list(missing)
        yield _of_amphoe(PARTIAL, amphoe, n_found=found, n_all=len(own), missing=listed)


def _told_beside(amphoe: AmphoeResult, own: Sequence[TambonResult]) -> bool:
    """Whether orders or plans were filled in, though no form was."""
    told = [amphoe.order, *(t.plan for t in own), *(order for t in own for order in t.orders)]
    return any(row is not None for row in told)


def _uncertified(amphoe: AmphoeResult, own: Sequence[TambonResult]) -> Iterator[Finding]:
    """Nobody has certified what was answered (E29); a blank workbook has nothing to certify."""
    info = amphoe.info or DistrictInfo()
    if info.certifier or not any(t.ret is not None and not t.ret.is_blank for t in own):
        return
    file = info.where.file or (amphoe.files[0] if amphoe.files else "")
    yield Finding(
        code=UNCERTIFIED,
        where=Where(file, info.where.sheet, info.places.get("certifier", "")),
        amphoe_code=amphoe.amphoe.code,
        params={"amphoe": amphoe.amphoe.name},
    )


def _late(amphoe: AmphoeResult) -> Iterator[Finding]:
    if amphoe.days_late and amphoe.received_on is not None:
        due = thai_date(amphoe.due)
        yield _of_amphoe(LATE, amphoe, value=thai_date(amphoe.received_on), due=due)


def _orders_missing(
    register: Register, amphoe: AmphoeResult, own: Sequence[TambonResult], due: date
) -> Iterator[Finding]:
    """Copies that neither the อำเภอ says it sent nor the province says it has."""
    here = register.amphoe(amphoe.amphoe.code).centre_order_received_on is not None
    if not here and (amphoe.order is None or amphoe.order.copy_sent_on is None):
        centre = OrderKind.AMPHOE_CENTRE.value
        yield _of_amphoe(CENTRE_ORDER_MISSING, amphoe, order=centre, due=thai_date(due))
    for kind in (OrderKind.TAMBON_CENTRE, OrderKind.TAMBON_BOARD):
        unsent = [
            t.tambon.name
            for t in own
            if not _copy_sent(t, kind) and register.order_received_on(t.tambon.code, kind) is None
        ]
        if unsent:
            listed = join_list(unsent)
            yield _of_amphoe(
                ORDERS_MISSING, amphoe, order=kind.value, list=listed, due=thai_date(due)
            )


def _copy_sent(result: TambonResult, kind: OrderKind) -> bool:
    return any(o.kind is kind and o.copy_sent_on is not None for o in result.orders)


def _plans_missing(own: Sequence[TambonResult], due: date) -> Iterator[Finding]:
    for result in own:
        if result.status is TambonStatus.NOT_RECEIVED:
            continue
        for receiver, name in _RECEIVERS.items():
            if result.plan is None or getattr(result.plan, name) is None:
                yield Finding(
                    code=PLAN_MISSING,
                    where=Where(result.source_file),
                    amphoe_code=result.amphoe.code,
                    tambon_code=result.tambon.code,
                    params={
                        "tambon": result.tambon.name,
                        "receiver": receiver,
                        "due": thai_date(due),
                    },
                )


def changed_much(
    rubric: Rubric, before: Mapping[str, int], tambons: Sequence[TambonResult]
) -> Iterator[Finding]:
    """A total far from last year's: right, or a slip (W12); silent where either is missing."""
    for result in tambons:
        now, last = result.card.total, before.get(result.tambon.code)
        if now is None or last is None or abs(now - last) < rubric.big_change:
            continue
        where = Where(result.source_file, result.ret.where.sheet if result.ret else "")
        yield Finding(
            code=CHANGED_MUCH,
            where=where,
            amphoe_code=result.amphoe.code,
            tambon_code=result.tambon.code,
            params={
                "tambon": result.tambon.name,
                "now": now,
                "last": last,
                "diff": f"{now - last:+d}",
            },
        )
