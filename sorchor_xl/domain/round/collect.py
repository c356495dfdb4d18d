"""Many read files → one round: which return counts, who is missing, who is late, and why.

Pure, and the same whatever the order of the files. Nothing is dropped: every file gets a verdict,
every return that is not used is listed with what it says otherwise.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sorchor_xl.domain.checks.consistency import BLANK_FORM, Case, check_case
from sorchor_xl.domain.checks.findings import Finding, sorted_findings
from sorchor_xl.domain.checks.round_notices import (
    BLANK_WORKBOOK,
    changed_much,
    choice_findings,
    district_findings,
    register_findings,
)
from sorchor_xl.domain.checks.typed_at_once import typed_at_once
from sorchor_xl.domain.round.choose import (
    ChoiceReason,
    ReturnCandidate,
    ReturnChoice,
    choose,
    replaced_by,
)
from sorchor_xl.domain.round.copies import (
    OF_WHOSE_FORM,
    ReceivedFiles,
    as_shown,
    name_disputes,
    without_copies,
)
from sorchor_xl.domain.round.decided import as_decided
from sorchor_xl.domain.round.other_files import settle_other_files
from sorchor_xl.domain.round.records import (
    BLANK_ENTRY,
    Amphoe,
    AmphoeStatus,
    DistrictInfo,
    FileOutcome,
    Scorecard,
    Tambon,
    TambonReturn,
    TambonStatus,
    Verdict,
)
from sorchor_xl.domain.round.register_rows import Registers
from sorchor_xl.domain.round.results import AmphoeResult, ReadFile, Results, Round, TambonResult
from sorchor_xl.domain.scoring.score import Judgement, Scheme, judge_return, score_judged


def collect(round_: Round, read: Iterable[ReadFile]) -> Results:
    """The results of a round from everything that was read, in any order."""
    pins = {code: as_shown(path) for code, path in round_.pins.items()}
    files = without_copies(as_decided(read, round_.register), frozenset(pins.values()))
    answering = [r for r in files.firsts if r.submission is not None]
    candidates = _candidates(round_, answering, files)
    choices = {
        tambon.code: choose(tambon, candidates.get(tambon.code, ()), pins.get(tambon.code))
        for tambons in round_.amphoes.values()
        for tambon in tambons
    }
    files = files.with_others(
        settle_other_files(
            files.every, round_.amphoes, choices.values(), round_.as_of, round_.register
        )
    )
    tables = Registers.of([(r, files.clocks(r, round_.as_of)) for r in answering])
    tambons = tuple(_tambon_results(round_, choices, tables))
    names = {a.code: a.name for a in round_.amphoes}
    found = (
        *_findings(files, choices, names),
        *choice_findings(choices.values(), names, pins),
        *register_findings(tables.unordered, round_.amphoes),
    )
    firsts = _first_arrivals(round_, choices, files)
    amphoes = tuple(_amphoe_results(round_, firsts, tambons, tables, found))
    districts = (
        *district_findings(round_, amphoes, tambons),
        *changed_much(round_.scheme.rubric, round_.before, tambons),
    )
    return Results(
        province=round_.province,
        fiscal_year=round_.fiscal_year,
        scheme=round_.scheme,
        as_of=round_.as_of,
        dates=round_.dates,
        tambons=tambons,
        amphoes=amphoes,
        files=tuple(_outcomes(files, choices, tambons, (*found, *districts))),
        findings=_told_once(found, districts, round_.register.findings),
        register=round_.register,
    )


def _told_once(
    found: Sequence[Finding], districts: Sequence[Finding], registered: Sequence[Finding]
) -> tuple[Finding, ...]:
    """All in order, one cause once: of a ตำบล that stands on several sheets each of them says so.

    A workbook not filled at all is told once, not again for each of its ตำบล.
    """
    blank = {f.amphoe_code for f in districts if f.code == BLANK_WORKBOOK}
    kept = [f for f in found if f.code != BLANK_FORM or f.amphoe_code not in blank]
    return sorted_findings(dict.fromkeys([*kept, *districts, *registered]))


def _candidates(
    round_: Round, read: Iterable[ReadFile], files: ReceivedFiles
) -> dict[str, list[ReturnCandidate]]:
    tambons = {t.code: t for group in round_.amphoes.values() for t in group}
    found: dict[str, list[ReturnCandidate]] = {}
    for item in read:
        clocks = files.clocks(item, round_.as_of)
        for ret in item.submission.tambons if item.submission else ():
            if ret.code in tambons:
                candidate = _candidate(round_, tambons[ret.code], item, ret)
                found.setdefault(ret.code, []).append(replace(candidate, clocks=clocks))
    return found


def _candidate(round_: Round, tambon: Tambon, item: ReadFile, ret: TambonReturn) -> ReturnCandidate:
    orders = item.submission.orders if item.submission else ()
    judged = judge_return(round_.scheme, ret)
    case = Case(
        scheme=round_.scheme,
        tambon=tambon,
        ret=ret,
        judged=judged,
        card=score_judged(round_.scheme, judged),
        dates=round_.dates,
        as_of=round_.as_of,
        labels=round_.labels,
        orders=tuple(o for o in orders if o.area_code == tambon.code),
    )
    own = tuple(f for f in item.findings if _speaks_of(f, ret))
    return ReturnCandidate(item.file, case, (*own, *check_case(case)))


def _speaks_of(finding: Finding, ret: TambonReturn) -> bool:
    """A finding of this ตำบล's form: its code, and its sheet where the finding names one."""
    here = finding.where.sheet in ("", ret.where.sheet)
    return finding.tambon_code == ret.code and here


def _tambon_results(
    round_: Round, choices: Mapping[str, ReturnChoice], tables: Registers
) -> Iterator[TambonResult]:
    for amphoe, tambons in round_.amphoes.items():
        for tambon in tambons:
            orders = (o for (area, _), o in tables.orders.items() if area == tambon.code)
            yield replace(
                _scored(round_, amphoe, choices[tambon.code]),
                orders=tuple(sorted(orders, key=lambda o: o.kind, reverse=True)),
                plan=tables.plans.get(tambon.code),
                award=tables.awards.get(tambon.code),
            )


def _scored(round_: Round, amphoe: Amphoe, choice: ReturnChoice) -> TambonResult:
    used = choice.used
    if used is None:
        judged, card = _unanswered(round_.scheme)
        status = TambonStatus.INCOMPLETE if choice.received else TambonStatus.NOT_RECEIVED
        return TambonResult(choice.tambon, amphoe, status, None, judged, card)
    complete = used.case.card.total is not None
    return TambonResult(
        tambon=choice.tambon,
        amphoe=amphoe,
        status=TambonStatus.COMPLETE if complete else TambonStatus.INCOMPLETE,
        ret=used.case.ret,
        judged=used.case.judged,
        card=used.case.card,
        replaced=tuple(
            replaced_by(used, other, reason)
            for other, reason in choice.others
            if reason not in (ChoiceReason.BLANK, ChoiceReason.DUPLICATE)
        ),
    )


def _unanswered(scheme: Scheme) -> tuple[Mapping[int, Judgement], Scorecard]:
    """Judgement and score of nothing received: no score, the whole range possible."""
    blank = TambonReturn(
        code="",
        bases={b.key: BLANK_ENTRY for b in scheme.rubric.bases},
        answers={i.id: BLANK_ENTRY for i in scheme.rubric.indicators},
    )
    judged = judge_return(scheme, blank)
    return judged, score_judged(scheme, judged)


def _findings(
    files: ReceivedFiles, choices: Mapping[str, ReturnChoice], names: Mapping[str, str]
) -> tuple[Finding, ...]:
    """What was found, less what only older returns say that nobody needs to mend any more."""
    forms = {
        (c.file.path, c.case.ret.where.sheet, c.case.tambon.code) for c in _every(choices.values())
    }
    live = _live_files(choices.values())
    answering = {c.file.path for c in _every(choices.values())}
    found: list[Finding] = []
    for item in files.firsts:
        if item.file.path in answering and item.file.path not in live:
            continue
        found.extend(
            f for f in item.findings if (f.where.file, f.where.sheet, f.tambon_code) not in forms
        )
    found.extend(f for r in files.every if r.file.path in files.copies for f in name_disputes(r))
    told = _told_elsewhere(files.firsts)
    for choice in choices.values():
        found.extend(_choice_own(choice, told))
    used = [choice.used.case for choice in choices.values() if choice.used]
    found.extend(typed_at_once(used, names))
    return tuple(found)


def _every(choices: Iterable[ReturnChoice]) -> Iterator[ReturnCandidate]:
    for choice in choices:
        yield from ([choice.used] if choice.used else [])
        yield from (other for other, _ in choice.others)


def _live_files(choices: Iterable[ReturnChoice]) -> set[str]:
    """Files in use, and those that wait to be mended or decided about."""
    waiting = (ChoiceReason.HAS_ERRORS, ChoiceReason.CONFLICT, ChoiceReason.DISPUTED)
    live: set[str] = set()
    for choice in choices:
        live |= {choice.used.file.path} if choice.used else set()
        live |= {other.file.path for other, reason in choice.others if reason in waiting}
    return live


def _choice_own(choice: ReturnChoice, told: Container[str]) -> Iterator[Finding]:
    """Findings of the return in use, and of newer or rival ones that wait to be mended.

    A person who pinned a disputed return has decided whose it is. One that another อำเภอ is asked
    about (``told``: such files) is no matter of a ตำบล that has sent its own.
    """
    if choice.used:
        decided = choice.used.case.ret.disputed
        yield from (f for f in choice.used.findings if not (decided and f.code in OF_WHOSE_FORM))
    for other, reason in choice.others:
        waits = reason in (ChoiceReason.HAS_ERRORS, ChoiceReason.CONFLICT)
        asked = choice.used is None or other.file.path not in told
        if waits or (reason is ChoiceReason.DISPUTED and asked):
            yield from other.findings


def _told_elsewhere(read: Iterable[ReadFile]) -> set[str]:
    """Files about whose forms another อำเภอ is asked than the one their codes name."""
    return {
        item.file.path
        for item in read
        for f in item.findings
        if item.submission is not None
        and f.code in OF_WHOSE_FORM
        and f.amphoe_code not in ("", item.submission.amphoe_code)
    }


def _amphoe_results(
    round_: Round,
    firsts: Mapping[str, datetime],
    tambons: Sequence[TambonResult],
    tables: Registers,
    found: Sequence[Finding],
) -> Iterator[AmphoeResult]:
    faulty = {f.amphoe_code for f in found if f.is_error}
    by_amphoe: dict[str, list[TambonResult]] = {}
    for result in tambons:
        by_amphoe.setdefault(result.amphoe.code, []).append(result)
    for amphoe in round_.amphoes:
        own = by_amphoe.get(amphoe.code, [])
        info = tables.infos.get(amphoe.code)
        entry = round_.register.amphoe(amphoe.code)
        came = _received_on(round_, own, firsts, info)
        due = entry.due or round_.dates["results_due"]
        files = tuple(sorted({t.source_file for t in own if t.source_file}))
        told = tables.infos_told.get(amphoe.code, ())
        yield AmphoeResult(
            amphoe=amphoe,
            status=_amphoe_status(own, amphoe.code in faulty),
            tambons=len(own),
            complete=sum(t.status is TambonStatus.COMPLETE for t in own),
            received_on=came,
            due=due,
            days_late=max(0, ((came or round_.as_of) - due).days),
            files=files,
            info=info,
            order=next((o for (a, _), o in tables.orders.items() if a == amphoe.code), None),
            infos_beside=tuple(i for i in told if i.where.file in files and i != info),
        )


def _amphoe_status(own: Sequence[TambonResult], faulty: bool) -> AmphoeStatus:
    if all(t.status is TambonStatus.NOT_RECEIVED for t in own):
        return AmphoeStatus.UNREADABLE if faulty else AmphoeStatus.NOT_RECEIVED
    if faulty:
        return AmphoeStatus.HAS_ERRORS
    whole = all(t.status is TambonStatus.COMPLETE for t in own)
    return AmphoeStatus.COMPLETE if whole else AmphoeStatus.PARTIAL


def _first_arrivals(
    round_: Round, choices: Mapping[str, ReturnChoice], files: ReceivedFiles
) -> Mapping[str, datetime]:
    """When each ตำบล was first reported, by its code: a copy that comes later makes nobody late."""
    found: dict[str, datetime] = {}
    for code, choice in choices.items():
        used = [choice.used] if choice.used else []
        came = [*used, *(other for other, _ in choice.others)]
        if came:
            found[code] = min(files.arrived(c.file, round_.as_of) for c in came)
    return found


def _received_on(
    round_: Round,
    own: Sequence[TambonResult],
    firsts: Mapping[str, datetime],
    info: DistrictInfo | None,
) -> date | None:
    """The day the last ตำบล was first reported, so that a later correction is not held late.

    The province's own date wins, then the arrival. What the officer typed stands only where the
    arrival proves nothing: a file's time later than the day of the run comes from copying.
    """
    came = [firsts[t.tambon.code] for t in own if t.tambon.code in firsts]
    if not came:
        return None
    known = round_.register.amphoe(own[0].amphoe.code).received_on
    if known is not None:
        return known
    came_on = max(came).date()
    if came_on > round_.as_of and info is not None and info.reported_on is not None:
        return info.reported_on
    return came_on


def _outcomes(
    files: ReceivedFiles,
    choices: Mapping[str, ReturnChoice],
    tambons: Sequence[TambonResult],
    found: Sequence[Finding],
) -> Iterator[FileOutcome]:
    used = {t.source_file for t in tambons if t.ret is not None and not t.ret.is_blank}
    used |= {o.where.file for t in tambons for o in t.orders}
    used |= {r.where.file for t in tambons for r in (t.plan, t.award) if r is not None}
    kept_out: dict[str, set[ChoiceReason]] = {}
    for choice in choices.values():
        for other, reason in choice.others:
            kept_out.setdefault(other.file.path, set()).add(reason)
    errors: dict[str, str] = {}
    for finding in sorted_findings([f for f in found if f.is_error]):
        errors.setdefault(finding.where.file, finding.code)
    for item in files.every:
        path = item.file.path
        if path in files.copies:
            verdict = Verdict.DUPLICATE
        elif path in used:
            verdict = Verdict.USED
        else:
            verdict = _verdict_unused(item, kept_out.get(path, set()))
        decided = _reason(item, verdict, errors.get(path))
        answers = item.submission is not None
        yield FileOutcome(item.file, verdict, decided, _amphoe_of(item), answers)


def _verdict_unused(item: ReadFile, kept_out: set[ChoiceReason]) -> Verdict:
    if item.ignored:
        return Verdict.IGNORED
    if (
        item.submission is None
        or kept_out & {ChoiceReason.CONFLICT, ChoiceReason.DISPUTED}
        or not kept_out - {ChoiceReason.BLANK}
    ):
        return Verdict.REJECTED
    return Verdict.DUPLICATE if kept_out == {ChoiceReason.DUPLICATE} else Verdict.SUPERSEDED


def _reason(item: ReadFile, verdict: Verdict, error: str | None) -> str | None:
    """The finding that decided: for what is not used, its first error, else what was said of it."""
    if verdict in (Verdict.USED, Verdict.SUPERSEDED, Verdict.DUPLICATE):
        return None
    said = [f.code for f in item.findings]
    return error or next((c for c in said if c.startswith("E")), said[0] if said else None)


def _amphoe_of(item: ReadFile) -> str | None:
    """The อำเภอ of a file: of its answers, else the one that what was found is put to."""
    if item.submission is not None:
        return item.submission.amphoe_code
    return next((f.amphoe_code for f in item.findings if f.amphoe_code), None)
