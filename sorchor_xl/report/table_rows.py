"""The rows of every long table, from the tree of results: what stands in which column.

Columns and their types are documented in `sorchor_xl.report.frames`, which makes frames of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import sorted_findings
from sorchor_xl.domain.round.awards import CRITERIA
from sorchor_xl.domain.round.records import (
    PLAN_EXTRAS,
    Award,
    DistrictInfo,
    Entry,
    Order,
    OrderKind,
)
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.scoring.advice import advise, rank_training
from sorchor_xl.report.committees import QUALITIES, committees
from sorchor_xl.report.officers_words import officers_words
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.sheets.award_shortlist import shortlist

JUDGED: Final = ("study_site", "food", "environment", "immunity")
"""What the อำเภอ says and the committee judges, by the names of `Award`."""
_INFO: Final = ("coordinator", "position", "phone", "certifier", "remark")

Row = dict[str, Any]
"""One row by column; None where nothing is known, a tuple where there may be several."""


@dataclass(frozen=True, slots=True)
class Source:
    """What tables are made from: results, what a province decides, and last year where known."""

    results: Results
    options: ReportOptions
    previous: Previous | None = None


def table_rows(name: str, source: Source) -> Iterator[Row]:
    """The rows of a table in the order of the summary; KeyError for a name there is not."""
    return _TABLES[name](source)


def _place(tambon: TambonResult) -> Row:
    return {
        "amphoe_code": tambon.amphoe.code,
        "amphoe": tambon.amphoe.name,
        "code": tambon.tambon.code,
        "tambon": tambon.tambon.name,
    }


def _tambons(source: Source) -> Iterator[Row]:
    results = source.results
    categories = [c.id for c in results.scheme.rubric.categories]
    for tambon in results.tambons:
        card, ret = tambon.card, tambon.ret
        alternative = card.alternative
        assessed_on = ret.assessed_on if ret else None
        yield {
            **_place(tambon),
            "status": str(tambon.status),
            **{f"category{c}": card.categories.get(c) for c in categories},
            "total": card.total,
            "level": card.level,
            "possible_low": card.possible[0],
            "possible_high": card.possible[1],
            "other_low": alternative.totals[0] if alternative else None,
            "other_high": alternative.totals[1] if alternative else None,
            "readings": tuple(alternative.readings) if alternative else (),
            "assessed_on": assessed_on,
            "assessor": (ret.assessor if ret else "") or None,
            "file": tambon.source_file or None,
        }


def _answers(source: Source) -> Iterator[Row]:
    results = source.results
    for tambon in results.tambons:
        if tambon.ret is None:
            continue
        for number, entry in tambon.ret.answers.items():
            judged = tambon.judged[number]
            yield {
                **_place(tambon),
                "indicator": number,
                "state": str(entry.state),
                "value": entry.value,
                "base": judged.base,
                "points": judged.points,
                "readings": tuple(tambon.card.touched.get(number, ())),
                "typed": entry.raw or None,
                "note": tambon.ret.notes.get(number),
                **_where(entry),
            }


def _scores(source: Source) -> Iterator[Row]:
    """Every ตำบล × indicator of the province, with or without points."""
    for tambon in source.results.tambons:
        for indicator in source.results.scheme.rubric.indicators:
            yield {
                **_place(tambon),
                "category": indicator.category,
                "indicator": indicator.id,
                "points": tambon.card.scores.get(indicator.id),
            }


def _files(source: Source) -> Iterator[Row]:
    for outcome in source.results.files:
        file = outcome.file
        yield {
            "file": file.path,
            "kind": str(file.kind),
            "sha256": file.sha256,
            "received": file.received,
            "amphoe_code": outcome.amphoe_code,
            "verdict": str(outcome.verdict),
            "reason": outcome.reason,
        }


def _comparison(source: Source) -> Iterator[Row]:
    """Every ตำบล of either year, matched by code; none where no earlier summary is known."""
    if source.previous is None:
        return
    earlier = source.previous.tambons
    for tambon in source.results.tambons:
        before = earlier.get(tambon.tambon.code)
        yield {
            **_place(tambon),
            "name_before": before.name if before else None,
            "total_before": before.total if before else None,
            "level_before": before.level if before else None,
            "total_now": tambon.card.total,
            "level_now": tambon.card.level,
        }
    for code in sorted(set(earlier) - {t.tambon.code for t in source.results.tambons}):
        gone = earlier[code]
        yield {
            "amphoe_code": code[:4],
            "amphoe": gone.amphoe,
            "code": code,
            "tambon": None,
            "name_before": gone.name,
            "total_before": gone.total,
            "level_before": gone.level,
        }


def _bases(source: Source) -> Iterator[Row]:
    results = source.results
    for tambon in results.tambons:
        if tambon.ret is not None:
            for key, entry in tambon.ret.bases.items():
                state = {"base": key, "state": str(entry.state), "value": entry.value}
                yield {**_place(tambon), **state, **_where(entry)}


def _where(entry: Entry) -> Row:
    return {"file": entry.where.file, "sheet": entry.where.sheet, "cell": entry.where.cell}


def _amphoes(source: Source) -> Iterator[Row]:
    results = source.results
    for amphoe in results.amphoes:
        came, info = amphoe.received_on, amphoe.info or DistrictInfo()
        yield {
            "amphoe_code": amphoe.amphoe.code,
            "amphoe": amphoe.amphoe.name,
            "status": str(amphoe.status),
            "tambons": amphoe.tambons,
            "complete": amphoe.complete,
            "received_on": came,
            "stated_on": amphoe.stated_on,
            "due": amphoe.due,
            "days_late": amphoe.days_late,
            **{name: getattr(info, name) or None for name in _INFO},
            "files": amphoe.files,
        }


def _findings(source: Source) -> Iterator[Row]:
    results = source.results
    catalogue = load_catalogue()
    for finding in sorted_findings(results.findings):
        yield {
            "amphoe_code": finding.amphoe_code or None,
            "code": finding.tambon_code or None,
            "finding": finding.code,
            "severity": str(catalogue.severity(finding)),
            "indicator": finding.indicator,
            "file": finding.where.file,
            "sheet": finding.where.sheet,
            "cell": finding.where.cell,
            "message": catalogue.message(finding),
            "fix": catalogue.fix(finding),
        }


def _orders(source: Source) -> Iterator[Row]:
    results = source.results
    for amphoe in results.amphoes:
        orders = [amphoe.order] if amphoe.order else []
        own = results.tambons_of(amphoe.amphoe.code)
        for order in (*orders, *(o for t in own for o in t.orders)):
            yield {
                "area_code": order.area_code,
                "kind": str(order.kind),
                "number": order.number,
                "signed_on": order.signed_on,
                "members": order.members,
                "reviewed": order.reviewed,
                "qualified_member": order.qualified_member,
                "qualified_count": order.qualified_count,
                "copy_sent_on": order.copy_sent_on,
                **_on_our_side(results, order),
            }


def _on_our_side(results: Results, order: Order) -> Row:
    """What the register says of an order; only ก.บ.ต. goes on to the Department."""
    entry, board = results.register.tambon(order.area_code), order.kind is OrderKind.TAMBON_BOARD
    return {
        "received_on": results.register.order_received_on(order.area_code, order.kind),
        "to_department_on": entry.board_order_sent_on if board else None,
        "to_department_number": (entry.board_order_sent_number or None) if board else None,
    }


def _database(source: Source) -> Iterator[Row]:
    for one in committees(source.results):
        yield {
            "area_code": one.code,
            "kind": one.kind,
            "number": one.number,
            "signed_on": one.signed_on,
            "members": one.members,
            **{quality: getattr(one.data, quality) for quality in QUALITIES},
            "entered_on": one.data.entered_on,
        }


def _words(source: Source) -> Iterator[Row]:
    for said in officers_words(source.results):
        yield {
            "amphoe_code": said.amphoe_code,
            "code": said.tambon_code or None,
            "field": said.field,
            "indicator": said.indicator,
            "subject": said.subject,
            "text": said.text,
            "file": said.where.file,
            "sheet": said.where.sheet,
            "cell": said.where.cell or None,
        }


def _plans(source: Source) -> Iterator[Row]:
    results = source.results
    for tambon in results.tambons:
        plan = tambon.plan
        if plan is not None:
            amphoe_on, local_on = plan.sent_to_amphoe_on, plan.sent_to_local_on
            yield {
                **_place(tambon),
                "integrated": plan.integrated,
                "sent_to_amphoe_on": amphoe_on,
                "sent_to_local_on": local_on,
                **{name: getattr(plan, name) for fields in PLAN_EXTRAS.values() for name in fields},
                "book_received_on": results.register.tambon(plan.tambon_code).plan_book_received_on,
            }


def _awards(source: Source) -> Iterator[Row]:
    results = source.results
    tambons = {t.tambon.code: t for t in results.tambons}
    for candidate in shortlist(results, source.options):
        yield {
            **_place(tambons[candidate.code]),
            "rank": candidate.rank,
            "total": candidate.total,
            "standing": str(candidate.standing),
            **{key: str(candidate.rulings[key]) for key in CRITERIA},
            "against": tuple(r.key for r in candidate.against),
            "missing": tuple(r.key for r in candidate.missing),
            **_stated(results, tambons[candidate.code]),
        }


def _stated(results: Results, tambon: TambonResult) -> Row:
    """The word of the อำเภอ and the verdict of the committee, neither in place of the other."""
    award = tambon.award or Award(tambon.tambon.code)
    entry = results.register.tambon(tambon.tambon.code)
    own = {key: value for key, value in entry.verdicts.items() if key not in JUDGED}
    return {
        "nominated": award.nominated,
        **{name: getattr(award, name) for name in JUDGED},
        **{f"{name}_verdict": entry.verdicts.get(name) for name in JUDGED},
        "own": _answered(award.extra),
        "own_verdicts": _answered(own),
        "last_award_year": award.last_award_year,
        "last_award_level": award.last_award_level,
        "standard_year": award.standard_year,
        "note": award.note,
        "verdict_note": entry.verdict_note or None,
    }


def _answered(verdicts: Mapping[str, bool | None]) -> tuple[str, ...]:
    """ "visited=yes", "stall=no"; without what nobody has answered."""
    given = {key: value for key, value in verdicts.items() if value is not None}
    return tuple(f"{key}={'yes' if value else 'no'}" for key, value in sorted(given.items()))


def _advice(source: Source) -> Iterator[Row]:
    results = source.results
    for tambon in results.tambons:
        advice = advise(results.scheme, tambon.judged, tambon.card)
        if advice is None:
            continue
        moves = advice.path.moves if advice.path else ()
        yield {
            **_place(tambon),
            "total": advice.total,
            "level": advice.level,
            "to_next": advice.to_next,
            "to_top": advice.to_top,
            "moves": tuple(f"{m.indicator}:+{m.amount}" for m in moves),
            "cost": advice.path.cost if advice.path else None,
        }


def _training(source: Source) -> Iterator[Row]:
    results = source.results
    for training in rank_training(results.scheme, (t.card for t in results.tambons)):
        yield {
            "indicator": training.indicator,
            "below": training.below,
            "lifted": training.lifted,
            "together": training.together,
        }


_TABLES: Mapping[str, Callable[[Source], Iterator[Row]]] = {
    "tambons": _tambons,
    "answers": _answers,
    "scores": _scores,
    "bases": _bases,
    "amphoes": _amphoes,
    "files": _files,
    "findings": _findings,
    "orders": _orders,
    "plans": _plans,
    "database": _database,
    "words": _words,
    "advice": _advice,
    "awards": _awards,
    "training": _training,
    "comparison": _comparison,
}
