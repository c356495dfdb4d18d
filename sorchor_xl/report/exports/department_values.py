"""What the placeholders of a form of someone else's stand for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sorchor_xl.data.report_texts import load_table
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.report.book import make_words
from sorchor_xl.report.facts import Facts, Group, share
from sorchor_xl.report.letter import say_paragraph

Value = str | int | float | None
AMPHOE, TAMBON = "อำเภอ", "ตำบล"


def known_names(rubric: Rubric, repeats: str) -> tuple[str, ...]:
    """The placeholders that may stand anywhere, and those of a repeated row."""
    table = load_table()["placeholders"]
    levels = [[w.format(level=n) for n in rubric.level_numbers] for w in table["level"]]
    names = [*table["province"], *chain(*levels), *table["figures"]]
    if repeats:
        names += table["amphoe"]
    if repeats == TAMBON:
        categories = (w.format(category=c.id) for w in table["category"] for c in rubric.categories)
        names += [*table["tambon"], *categories]
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Values:
    """Values by placeholder: of the province, and of each repetition of a repeated row."""

    province: Mapping[str, Value]
    rows: Mapping[str, Sequence[Mapping[str, Value]]]
    nothing: str
    rubric: Rubric

    def names(self, repeats: str) -> tuple[str, ...]:
        """The placeholders that may stand anywhere, and those of a repeated row."""
        return known_names(self.rubric, repeats)

    def of_row(self, repeats: str, copy: int | None) -> Mapping[str, Value]:
        """The values of a repetition, its own before the province's; None = of no repetition."""
        if copy is None:
            return self.province
        return {**self.province, **self.rows[repeats][copy]}


def make_values(results: Results) -> Values:
    """Every value a form may ask for."""
    facts, words = Facts(results), make_words(results)
    rubric = results.scheme.rubric
    levels = rubric.level_numbers
    province: dict[str, Value] = {
        "จังหวัด": results.province.name,
        "รหัสจังหวัด": results.province.code,
        "ปี": results.fiscal_year,
        "ข้อมูล ณ": thai_date(results.as_of),
        "อำเภอทั้งหมด": len(results.amphoes),
        "อำเภอที่ส่ง": len(facts.received),
        "ข้อความสรุป": say_paragraph(facts, words),
        **_counts(facts.whole, levels),
    }
    amphoes: list[dict[str, Value]] = [
        {
            "ลำดับ": number,
            "อำเภอ": amphoe.amphoe.name,
            "รหัสอำเภอ": amphoe.amphoe.code,
            "วันที่ส่ง": thai_date(amphoe.received_on) if amphoe.received_on else None,
            "สถานะ": words.say(f"amphoe_status.{amphoe.status}"),
            **_counts(facts.groups[amphoe.amphoe.code], levels),
        }
        for number, amphoe in enumerate(results.amphoes, start=1)
    ]
    name = rubric.level_name
    own = {row["รหัสอำเภอ"]: row for row in amphoes}
    tambons = [
        {**own[t.amphoe.code], **_tambon(n, t, name)}
        for n, t in enumerate(results.tambons, start=1)
    ]
    return Values(province, {AMPHOE: amphoes, TAMBON: tambons}, words.say("words.nothing"), rubric)


def _counts(group: Group, levels: Iterable[int]) -> dict[str, Value]:
    """The figures that a province and an อำเภอ both have.

    Levels are known where somebody is complete. Averages and shares have two decimals, for a form
    whose cells have no number format would show them all.
    """
    figures: dict[str, Value] = {
        "รวม": group.all,
        "ประเมินครบ": group.complete,
        "ยังไม่ครบ": group.incomplete,
        "ยังไม่ส่ง": group.not_received,
        "เฉลี่ย": None if group.mean is None else _two_decimals(group.mean),
        "สูงสุด": max(group.totals, default=None),
        "ต่ำสุด": min(group.totals, default=None),
    }
    for level in levels:
        part = share(group.level(level), group.complete)
        figures[f"ระดับ{level}"] = group.level(level) if group.complete else None
        figures[f"ร้อยละ{level}"] = None if part is None else _two_decimals(100 * part)
    return figures


def _two_decimals(value: float) -> float:
    """A half goes up, as a spreadsheet shows it."""
    return math.floor(value * 100 + 0.5) / 100


def _tambon(number: int, tambon: TambonResult, name: Callable[[int], str]) -> dict[str, Value]:
    """What a ตำบล has of its own; everything else in its row is that of its อำเภอ."""
    card = tambon.card
    return {
        "ลำดับ": number,
        "ตำบล": tambon.tambon.name,
        "รหัสตำบล": tambon.tambon.code,
        "คะแนนรวม": card.total,
        "ระดับ": card.level,
        "ผล": None if card.level is None else name(card.level),
        **{f"หมวด{number}": points for number, points in card.categories.items()},
    }
