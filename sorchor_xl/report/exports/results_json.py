"""Results as JSON: schema ``sorchor-xl/results/1``, UTF-8, dates ISO in ค.ศ.

``answers``, ``bases`` and ``scores`` hold only what was validly answered; a ตำบล that is not
received is listed with null and empty, never with 0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from sorchor_xl.domain.checks.findings import Catalogue, Finding, Lang
from sorchor_xl.domain.round.records import (
    Alternative,
    Award,
    DistrictInfo,
    FileOutcome,
    Order,
    Plan,
    Verdict,
)
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult
from sorchor_xl.domain.scoring.score import Standing
from sorchor_xl.domain.thai.text import quote_short

SCHEMA = "sorchor-xl/results/1"
_NOT_VALID = (Standing.BLANK, Standing.INVALID, Standing.EXCEEDS_BASE)


def results_json(results: Results, catalogue: Catalogue, lang: Lang = "th") -> str:
    """The results as indented JSON text with a final newline."""
    return json.dumps(results_table(results, catalogue, lang), ensure_ascii=False, indent=1) + "\n"


def results_table(results: Results, catalogue: Catalogue, lang: Lang = "th") -> dict[str, Any]:
    """The results as plain dicts and lists, in the order of the schema."""
    rubric, province = results.scheme.rubric, results.province
    return {
        "schema": SCHEMA,
        "province": {"code": province.code, "name": province.name},
        "fiscal_year": results.fiscal_year,
        "as_of": results.as_of.isoformat(),
        "rubric": {
            "id": rubric.id,
            "version": rubric.version,
            "readings": dict(results.scheme.readings),
        },
        "tambons": [_tambon(t) for t in results.tambons],
        "amphoes": [_amphoe(a) for a in results.amphoes],
        "files": [_file(f) for f in results.files],
        "findings": [finding_table(f, catalogue, lang) for f in results.findings],
    }


def _tambon(result: TambonResult) -> dict[str, Any]:
    ret, card = result.ret, result.card
    answered = ret is not None and not ret.is_blank
    return {
        "code": result.tambon.code,
        "name": result.tambon.name,
        "amphoe_code": result.amphoe.code,
        "amphoe": result.amphoe.name,
        "status": result.status.value,
        "bases": {k: e.value for k, e in ret.bases.items() if e.value is not None} if ret else {},
        "answers": {
            str(n): j.value
            for n, j in result.judged.items()
            if j.standing not in _NOT_VALID and j.value is not None
        },
        "scores": _by_text(card.scores),
        "categories": _by_text(card.categories),
        "total": card.total,
        "level": card.level,
        "range": list(card.possible),
        "alternative": _alternative(card.alternative),
        "assessor": (ret.assessor or None) if ret else None,
        "assessed_on": _day(ret.assessed_on) if ret else None,
        "notes": {str(n): text for n, text in sorted(ret.notes.items())} if ret else {},
        "orders": [_said(order) for order in result.orders],
        "plan": _said(result.plan),
        "award": _said(result.award),
        "source": {"file": ret.where.file, "sheet": ret.where.sheet} if ret and answered else None,
    }


def _by_text(numbers: Mapping[int, int]) -> dict[str, int]:
    return {str(key): value for key, value in numbers.items()}


def _alternative(other: Alternative | None) -> dict[str, Any] | None:
    if other is None:
        return None
    return {
        "totals": list(other.totals),
        "levels": list(other.levels),
        "readings": list(other.readings),
    }


def _amphoe(result: AmphoeResult) -> dict[str, Any]:
    return {
        "code": result.amphoe.code,
        "name": result.amphoe.name,
        "status": result.status.value,
        "tambons": result.tambons,
        "complete": result.complete,
        "received": _day(result.received_on),
        "stated": _day(result.stated_on),
        "due": result.due.isoformat(),
        "days_late": result.days_late,
        "info": _said(result.info),
        "info_beside": [_said(info) for info in result.infos_beside],
        "order": _said(result.order),
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _said(row: Order | Plan | Award | DistrictInfo | None) -> dict[str, Any] | None:
    """Everything an officer stated in a row, under the names of its record; places left out."""
    if row is None:
        return None
    stated = {f.name: getattr(row, f.name) for f in fields(row) if f.compare}
    return {key: _plain(value) for key, value in stated.items()}


def _plain(value: object) -> object:
    """A value as JSON has it: a day in ISO, no text as null."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return None if value == "" else value


def _file(outcome: FileOutcome) -> dict[str, Any]:
    decided = outcome.verdict in (Verdict.REJECTED, Verdict.IGNORED)
    return {
        "path": outcome.file.path,
        "kind": outcome.file.kind,
        "sha256": outcome.file.sha256,
        "verdict": outcome.verdict.value,
        "reason": outcome.reason if decided else None,
    }


def finding_table(finding: Finding, catalogue: Catalogue, lang: Lang = "th") -> dict[str, Any]:
    """One finding as a plain dict, its sentences filled."""
    return {
        "code": finding.code,
        "severity": catalogue.severity(finding).value,
        "file": finding.where.file or None,
        "sheet": finding.where.sheet or None,
        "cell": finding.where.cell or None,
        "amphoe_code": finding.amphoe_code or None,
        "tambon_code": finding.tambon_code or None,
        "indicator": finding.indicator,
        "value": quote_short(finding.value) or None,
        "message": catalogue.message(finding, lang),
        "fix": catalogue.fix(finding, lang),
    }
