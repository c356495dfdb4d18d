"""The province's tables as data: records by name, aggregates, and their CSV and JSON twins.

Keys are English and stable, dates ISO in ค.ศ., what is not known is null (JSON) or empty (CSV).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.checks.findings import sorted_findings
from sorchor_xl.domain.round.awards import CRITERIA
from sorchor_xl.domain.round.records import Entry
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.scoring.advice import advise, rank_training
from sorchor_xl.domain.thai.text import clean_for_output, csv_safe
from sorchor_xl.files.atomic_writing import OutputError, write_atomically
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.sheets.award_shortlist import shortlist

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]
Records = list[Record]


def make_tables(results: Results, options: ReportOptions | None = None) -> Mapping[str, Records]:
    """Every long table by name, rows in the order of the summary."""
    chosen = options or ReportOptions()
    tables = {name: list(make(results)) for name, make in _TABLES.items()}
    tables["awards"] = list(_awards(results, chosen))
    tables["amphoe_levels"] = level_table(tables["tambons"])
    tables["amphoe_indicators"] = indicator_table(tables["answers"])
    return tables


def export_tables(
    results: Results, folder: Path, options: ReportOptions | None = None
) -> tuple[Path, ...]:
    """Write each table as CSV (UTF-8 with BOM) and JSON; OutputError where it cannot be written."""
    written = []
    _make_folder(folder)
    for name, records in make_tables(results, options).items():
        written.append(write_atomically(folder / f"{name}.csv", _csv_writer(records)))
        written.append(write_atomically(folder / f"{name}.json", _json_writer(records)))
    return tuple(written)


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(sentence("errors.unwritable", path=folder, why=why)) from error


def frame(records: Records) -> pd.DataFrame:
    """A table as a data frame; whole numbers with gaps stay whole numbers."""
    import pandas as pd

    return pd.DataFrame.from_records(records).convert_dtypes()


def level_table(tambons: Records) -> Records:
    """How many ตำบล of each อำเภอ stand at each level, and how many at none yet."""
    if not tambons:
        return []
    made = frame(tambons)
    made["level"] = made["level"].astype("string").fillna("none")
    counted = made.groupby(["amphoe_code", "amphoe", "level"]).size().unstack(fill_value=0)
    for level in ("3", "2", "1", "none"):
        if level not in counted:
            counted[level] = 0
    ordered = counted[["3", "2", "1", "none"]].add_prefix("level_").reset_index()
    return _records(ordered)


def indicator_table(answers: Records) -> Records:
    """Average points of each indicator in each อำเภอ over the ตำบล that have a score there."""
    scored = [a for a in answers if a["points"] is not None]
    if not scored:
        return []
    made = frame(scored).groupby(["amphoe_code", "amphoe", "indicator"])["points"]
    return _records(made.agg(scored="count", mean="mean").reset_index())


def _records(made: pd.DataFrame) -> Records:
    return [{str(k): v for k, v in r.items()} for r in made.to_dict(orient="records")]


def _csv_writer(records: Records) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        safe = [{k: _flat(v) for k, v in r.items()} for r in records]
        made = frame(safe)
        made.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")

    return write


def _flat(value: object) -> object:
    """A value that a spreadsheet cannot take for a formula, lists as one text."""
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return csv_safe(clean_for_output(value)) if isinstance(value, str) else value


def _json_writer(records: Records) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        text = json.dumps(records, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")

    return write


def _place(tambon: TambonResult) -> Record:
    return {
        "amphoe_code": tambon.amphoe.code,
        "amphoe": tambon.amphoe.name,
        "code": tambon.tambon.code,
        "tambon": tambon.tambon.name,
    }


def _tambons(results: Results) -> Iterator[Record]:
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
            "readings": list(alternative.readings) if alternative else [],
            "assessed_on": assessed_on.isoformat() if assessed_on else None,
            "file": tambon.source_file or None,
        }


def _answers(results: Results) -> Iterator[Record]:
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
                "readings": list(tambon.card.touched.get(number, ())),
                "typed": entry.raw or None,
                **_where(entry),
            }


def _bases(results: Results) -> Iterator[Record]:
    for tambon in results.tambons:
        if tambon.ret is not None:
            for key, entry in tambon.ret.bases.items():
                state = {"base": key, "state": str(entry.state), "value": entry.value}
                yield {**_place(tambon), **state, **_where(entry)}


def _where(entry: Entry) -> Record:
    return {"file": entry.where.file, "sheet": entry.where.sheet, "cell": entry.where.cell}


def _amphoes(results: Results) -> Iterator[Record]:
    for amphoe in results.amphoes:
        came = amphoe.received_on
        yield {
            "amphoe_code": amphoe.amphoe.code,
            "amphoe": amphoe.amphoe.name,
            "status": str(amphoe.status),
            "tambons": amphoe.tambons,
            "complete": amphoe.complete,
            "received_on": came.isoformat() if came else None,
            "due": amphoe.due.isoformat(),
            "days_late": amphoe.days_late,
            "files": list(amphoe.files),
        }


def _findings(results: Results) -> Iterator[Record]:
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


def _orders(results: Results) -> Iterator[Record]:
    for amphoe in results.amphoes:
        orders = [amphoe.order] if amphoe.order else []
        own = [t for t in results.tambons if t.amphoe.code == amphoe.amphoe.code]
        for order in (*orders, *(o for t in own for o in t.orders)):
            yield {
                "area_code": order.area_code,
                "kind": str(order.kind),
                "number": order.number,
                "signed_on": order.signed_on.isoformat() if order.signed_on else None,
                "members": order.members,
                "qualified_member": order.qualified_member,
                "copy_sent_on": order.copy_sent_on.isoformat() if order.copy_sent_on else None,
            }


def _plans(results: Results) -> Iterator[Record]:
    for tambon in results.tambons:
        plan = tambon.plan
        if plan is not None:
            amphoe_on, local_on = plan.sent_to_amphoe_on, plan.sent_to_local_on
            yield {
                **_place(tambon),
                "integrated": plan.integrated,
                "sent_to_amphoe_on": amphoe_on.isoformat() if amphoe_on else None,
                "sent_to_local_on": local_on.isoformat() if local_on else None,
                "kok_nong_na": plan.kok_nong_na,
            }


def _awards(results: Results, options: ReportOptions) -> Iterator[Record]:
    places = {t.tambon.code: _place(t) for t in results.tambons}
    for candidate in shortlist(results, options):
        yield {
            **places[candidate.code],
            "rank": candidate.rank,
            "total": candidate.total,
            "standing": str(candidate.standing),
            **{key: str(candidate.rulings[key]) for key in CRITERIA},
            "against": [r.key for r in candidate.against],
            "missing": [r.key for r in candidate.missing],
        }


def _advice(results: Results) -> Iterator[Record]:
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
            "moves": [f"{m.indicator}:+{m.amount}" for m in moves],
            "cost": advice.path.cost if advice.path else None,
        }


def _training(results: Results) -> Iterator[Record]:
    for training in rank_training(results.scheme, (t.card for t in results.tambons)):
        yield {
            "indicator": training.indicator,
            "below": training.below,
            "lifted": training.lifted,
            "together": training.together,
        }


_TABLES: Mapping[str, Callable[[Results], Iterator[Record]]] = {
    "tambons": _tambons,
    "answers": _answers,
    "bases": _bases,
    "amphoes": _amphoes,
    "findings": _findings,
    "orders": _orders,
    "plans": _plans,
    "advice": _advice,
    "training": _training,
}
