"""Every free word an อำเภอ has written in its workbook, with the place it stands at.

Numbers, dates and choices have sheets and columns of their own; what is only words is listed here
once, so that no remark, telephone number or note of evidence is lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.report_texts import sentence
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult

_OUTSIDE = {"N31": "outside", "W74": "outside", "N33": "mail"}
"""Codes of findings that are words → where these stand."""
_OF_AMPHOE = ("coordinator", "position", "phone", "certifier", "remark")


@dataclass(frozen=True, slots=True)
class OfficersWords:
    """One text: whose it is, what it is about (key and words), and where it was written.

    ``tambon_code`` is "" for what an อำเภอ says of itself, ``indicator`` None for what is about no
    indicator.
    """

    amphoe_code: str
    tambon_code: str
    field: str
    subject: str
    text: str
    where: Where
    indicator: int | None = None


def officers_words(results: Results) -> Iterator[OfficersWords]:
    """By อำเภอ, then by ตำบล; nothing for what was left blank."""
    outside = _outside(results)
    for amphoe in results.amphoes:
        yield from _of_amphoe(amphoe)
        yield from outside.pop(amphoe.amphoe.code, ())
        for tambon in results.tambons_of(amphoe.amphoe.code):
            yield from _of_form(results, tambon)
            yield from _of_award(tambon)


def _outside(results: Results) -> dict[str, list[OfficersWords]]:
    """What was written outside the inputs, by อำเภอ code: it is told as findings."""
    found: dict[str, list[OfficersWords]] = {}
    subjects = {code: sentence(f"officers.{key}") for code, key in _OUTSIDE.items()}
    for f in results.findings:
        if f.code in _OUTSIDE:
            words = OfficersWords(
                f.amphoe_code, f.tambon_code, _OUTSIDE[f.code], subjects[f.code], f.value, f.where
            )
            found.setdefault(f.amphoe_code, []).append(words)
    return found


def _of_amphoe(amphoe: AmphoeResult) -> Iterator[OfficersWords]:
    """What it says of itself, and what a workbook in use beside says otherwise."""
    infos = [*([amphoe.info] if amphoe.info else []), *amphoe.infos_beside]
    labels, code = load_wording().labels, amphoe.amphoe.code
    for name in _OF_AMPHOE:
        told: set[str] = set()
        for info in infos:
            text = str(getattr(info, name))
            if text and text not in told:
                told.add(text)
                where = Where(info.where.file, info.where.sheet, info.places.get(name, ""))
                yield OfficersWords(code, "", name, labels[f"D.{name}"], text, where)


def _of_form(results: Results, tambon: TambonResult) -> Iterator[OfficersWords]:
    ret, codes = tambon.ret, (tambon.amphoe.code, tambon.tambon.code)
    if ret is None:
        return
    if ret.assessor:
        where = Where(ret.where.file, ret.where.sheet, ret.places.get("assessor", ""))
        label = load_wording().labels["F.assessor"]
        yield OfficersWords(*codes, "assessor", label, ret.assessor, where)
    for number, text in sorted(ret.notes.items()):
        short = results.scheme.rubric.indicator(number).short
        subject = sentence("officers.note", no=number, name=short)
        where = Where(ret.where.file, ret.where.sheet)
        yield OfficersWords(*codes, "note", subject, text, where, number)


def _of_award(tambon: TambonResult) -> Iterator[OfficersWords]:
    award = tambon.award
    if award is not None and award.note:
        subject = sentence("officers.award_note")
        codes = (tambon.amphoe.code, tambon.tambon.code)
        yield OfficersWords(*codes, "award_note", subject, award.note, award.where)
