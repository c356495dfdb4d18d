"""What the templates may say: facts of the round, of one อำเภอ, of its files and ตำบล."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sorchor_xl.data.mail_texts import mail_table, mail_text
from sorchor_xl.domain.checks.findings import Catalogue, Finding, Severity
from sorchor_xl.domain.round.deadlines import DEPARTMENT_DUE
from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.report.book import make_words
from sorchor_xl.report.facts import Facts
from sorchor_xl.report.letter import say_paragraph

_CAPITAL = "10"


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """What the province says of itself; "" = not stated."""

    contact_unit: str = ""
    contact_phone: str = ""
    letter_number: str = ""
    recipient: str = ""


def round_facts(results: Results, sender: SenderFacts) -> Mapping[str, Any]:
    """What is the same in every draft of a round on a day."""
    name, as_of = results.province.name, results.as_of
    full = name if results.province.code == _CAPITAL else f"จังหวัด{name}"
    unit = sender.contact_unit or mail_text("contact", province_full=full)
    phone = sender.contact_phone
    reply = as_of + timedelta(days=int(mail_table()["reply_days"]))
    return {
        "province": name,
        "province_full": full,
        "year": results.fiscal_year,
        "as_of": thai_date(as_of),
        "contact": mail_text("phone", unit=unit, phone=phone) if phone else unit,
        "letter_number": sender.letter_number,
        "department_due": thai_date(results.dates[DEPARTMENT_DUE]),
        "reply_by": thai_date(reply),
        "paragraph": say_paragraph(Facts(results), make_words(results)),
        **dict.fromkeys(("amphoe", "certifier", "coordinator", "due", "received_on"), ""),
        **dict.fromkeys(("days_left", "days_late", "errors", "warnings", "more"), 0),
        "sent_number": results.register.province.summary_sent_number,
        **{
            key: []
            for key in ("findings", "attachments", "enclosures", "received", "missing", "tambons")
        },
    }


def amphoe_facts(results: Results, amphoe: AmphoeResult) -> Mapping[str, Any]:
    """What is true of one อำเภอ."""
    name, info = amphoe.amphoe.name, amphoe.info
    own = results.tambons_of(amphoe.amphoe.code)
    left = (amphoe.due - results.as_of).days
    entry = results.register.amphoe(amphoe.amphoe.code)
    coordinator = entry.contact or (info.coordinator if info else "")
    return {
        "amphoe": name,
        "recipient": mail_text("recipient", amphoe=name),
        "coordinator": coordinator,
        "certifier": info.certifier if info else "",
        "tambons": [t.tambon.name for t in own],
        "received": [_tambon(results, t) for t in own if _came(t)],
        "missing": [t.tambon.name for t in own if not _came(t)],
        "due": thai_date(amphoe.due),
        "days_left": max(0, left),
        "days_late": max(0, -left),
        "received_on": thai_date(amphoe.received_on) if amphoe.received_on else "",
    }


def _came(tambon: TambonResult) -> bool:
    return tambon.status is not TambonStatus.NOT_RECEIVED


def _tambon(results: Results, tambon: TambonResult) -> Mapping[str, Any]:
    level, rubric = tambon.card.level, results.scheme.rubric
    return {
        "tambon": tambon.tambon.name,
        "total": tambon.card.total,
        "level": level,
        "level_name": "" if level is None else rubric.level_name(level),
    }


def finding_facts(findings: Sequence[Finding], catalogue: Catalogue) -> Mapping[str, Any]:
    """Findings in words, the graver first and no more than one reads; how many more there are."""
    grave = list(Severity)
    ordered = sorted(findings, key=lambda f: grave.index(catalogue.severity(f)))
    shown = int(mail_table()["findings_shown"])
    severities = [catalogue.severity(f) for f in findings]
    return {
        "findings": [_finding(f, catalogue) for f in ordered[:shown]],
        "more": max(0, len(ordered) - shown),
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
    }


def _finding(finding: Finding, catalogue: Catalogue) -> Mapping[str, Any]:
    where = finding.where
    return {
        "place": " ".join(part for part in (where.sheet, where.cell) if part),
        "file": where.file,
        "message": catalogue.message(finding),
        "fix": catalogue.fix(finding),
    }


def open_tambons(results: Results) -> tuple[TambonResult, ...]:
    """The ตำบล that have no total yet."""
    return tuple(t for t in results.tambons if t.status is not TambonStatus.COMPLETE)


def summary_facts(results: Results, sender: SenderFacts) -> Mapping[str, Any]:
    """What the covering letter to the Department says."""
    return {
        "recipient": sender.recipient or mail_text("department"),
        "tambons": [t.tambon.name for t in results.tambons],
        "missing": [f"ตำบล{t.tambon.name} อำเภอ{t.amphoe.name}" for t in open_tambons(results)],
    }
