"""Judge a rubric: does every value get exactly one score, and does the print allow it?

Each fault is a Thai sentence naming the place. The printed boxes are held against the cuts at
every whole number, and for percentages at every tenth of a percent, so an overlap or a gap that no
reading settles cannot pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sorchor_xl.domain.scoring.bands import Bands, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Reading, Rubric, reporting_span
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import width

PROMPT_TITLE_LIMIT = 32
PROMPT_LIMIT = 255
SHORT_LIMIT = 20
"""Letters of a short name: headings of the heat map stand upright."""
SHARE_STEPS = 1000
POINTS = range(2, 6)
LEVELS = range(2, 7)
"""How many points an indicator and levels a rubric may have: so many criteria fit beside each other
on a page, and so many colours and signs are told apart."""


def lint_rubric(rubric: Rubric) -> tuple[str, ...]:
    """Every fault of the rubric as a Thai sentence; empty when it is sound."""
    faults: list[str] = []
    for judge in (_levels, _numbering, _names, _references, _prompts, _readings, _boxes, _dates):
        faults.extend(judge(rubric))
    return tuple(faults)


def _levels(rubric: Rubric) -> Iterator[str]:
    bands = sorted(rubric.levels, key=lambda level: level.low)
    for lower, upper in pairwise(bands):
        if upper.low != lower.high + 1:
            yield f"ระดับ {lower.level} และ {upper.level}: ช่วงคะแนนทับซ้อนหรือเว้นว่าง"
    if [level.level for level in bands] != sorted(level.level for level in bands):
        yield "ระดับที่เลขสูงกว่าต้องมีช่วงคะแนนสูงกว่า"
    if bands[0].low > rubric.lowest_total or bands[-1].high != rubric.highest_total:
        yield (f"ช่วงคะแนนของระดับไม่ครอบคลุม {rubric.lowest_total}–{rubric.highest_total} คะแนน")


def _numbering(rubric: Rubric) -> Iterator[str]:
    numbers = [i.id for i in rubric.indicators]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"เลขตัวชี้วัดไม่เรียงจาก 1 ถึง {len(numbers)}: {numbers}"
    if [i.category for i in rubric.indicators] != sorted(i.category for i in rubric.indicators):
        yield "ตัวชี้วัดของหมวดเดียวกันต้องอยู่ติดกันตามลำดับหมวด"
    for category in rubric.categories:
        if not rubric.in_category(category.id):
            yield f"หมวด {category.id} ไม่มีตัวชี้วัด"


def _names(rubric: Rubric) -> Iterator[str]:
    """Keys of bases and roles of indicators are one list of names; ids do not come twice."""
    named = [*(b.key for b in rubric.bases), *(i.role for i in rubric.indicators)]
    for name in sorted({n for n in named if named.count(n) > 1}):
        yield f"ชื่อ “{name}” (key หรือ role) ซ้ำกัน ต้องต่างกันทุกฐานและทุกตัวชี้วัด"
    ids = [r.id for r in rubric.readings]
    for reading in sorted({r for r in ids if ids.count(r) > 1}):
        yield f"การตีความ {reading} มีมากกว่าหนึ่งรายการ"
    levels = sorted(v.level for v in rubric.levels)
    if rubric.max_points not in POINTS:
        yield f"max_points เป็น {rubric.max_points} แต่ต้องอยู่ระหว่าง {POINTS[0]} ถึง {POINTS[-1]}"
    if len(levels) not in LEVELS or levels != list(range(1, len(levels) + 1)):
        yield (
            f"มีระดับ {levels} แต่ต้องมี {LEVELS[0]} ถึง {LEVELS[-1]} ระดับ เรียงเลขต่อกันจาก 1 ซึ่งเป็นระดับต่ำสุด"
        )
    numbers = [c.id for c in rubric.categories]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"เลขหมวดไม่เรียงจาก 1 ถึง {len(numbers)}: {numbers}"
    for indicator in rubric.indicators:
        if indicator.category not in numbers:
            yield f"ตัวชี้วัดที่ {indicator.id}: ไม่มีหมวด {indicator.category}"
    if len(rubric.score_names) != rubric.max_points:
        yield f"score_names ต้องมี {rubric.max_points} ชื่อ ตามคะแนน 1 ถึง {rubric.max_points}"


def _dates(rubric: Rubric) -> Iterator[str]:
    """Every date lies in the fiscal year or the quarter after it, and in the order of the work."""
    first, last = reporting_span(rubric.fiscal_year)
    for due in rubric.dates.values():
        if not first <= due.on <= last:
            yield (
                f"dates › {due.key} เป็น {thai_date(due.on)} แต่ต้องอยู่ในปีงบประมาณ "
                f"พ.ศ. {rubric.fiscal_year} หรือไตรมาสถัดไป ({thai_date(first)} ถึง {thai_date(last)})"
            )
    for early, late in _IN_ORDER:
        before, after = rubric.dates[early], rubric.dates[late]
        if after.on < before.on:
            yield (
                f"dates › {late} ({thai_date(after.on)}) มาก่อน {early} ({thai_date(before.on)}) "
                f"แต่ “{after.label}” ต้องไม่ก่อน “{before.label}”"
            )


_IN_ORDER = (
    ("counted_from", "window_start"),
    ("window_start", "window_end"),
    ("window_start", "results_due"),
    ("results_due", "department_due"),
)
"""Dates of which the second cannot come before the first."""


def _references(rubric: Rubric) -> Iterator[str]:
    bases = {b.key for b in rubric.bases}
    for indicator in rubric.indicators:
        at = f"ตัวชี้วัดที่ {indicator.id}"
        named = [x for x in (indicator.base, indicator.base_indicator) if x is not None]
        if len(named) != (indicator.kind is Kind.PERCENT):
            yield f"{at}: ร้อยละต้องมีฐานหนึ่งฐาน ชนิดอื่นต้องไม่มี"
        if indicator.base is not None and indicator.base not in bases:
            yield f"{at}: ไม่มีฐานชื่อ “{indicator.base}” ใช้ได้: {', '.join(sorted(bases))}"
        if indicator.base_indicator is not None and indicator.base_indicator >= indicator.id:
            yield f"{at}: ตัวชี้วัดที่เป็นฐานต้องอยู่ก่อนตัวชี้วัดนี้"
        if len(indicator.criteria) != rubric.max_points:
            yield f"{at}: ต้องมีเกณฑ์ {rubric.max_points} ช่อง"
        if [_plain(c) for c in indicator.criteria] != [_plain(s) for s in indicator.shown]:
            yield f"{at}: ข้อความที่แสดง (shown) ต้องต่างจากเกณฑ์ (criteria) เพียงวรรคและขีด"
        if indicator.kind is not Kind.CHOICE and len(indicator.boxes) != rubric.max_points:
            yield f"{at}: ต้องระบุช่วงของเกณฑ์ {rubric.max_points} ช่อง (boxes)"


def _plain(criterion: str) -> str:
    """A criterion without what may be mended in it."""
    return criterion.replace(" ", "").replace("-", "")


def _prompts(rubric: Rubric) -> Iterator[str]:
    for indicator in rubric.indicators:
        at = f"ตัวชี้วัดที่ {indicator.id}"
        if len(indicator.prompt_title) > PROMPT_TITLE_LIMIT:
            yield f"{at}: หัวข้อคำแนะนำยาวเกิน {PROMPT_TITLE_LIMIT} อักขระ"
        if len(indicator.prompt) > PROMPT_LIMIT:
            yield f"{at}: คำแนะนำยาวเกิน {PROMPT_LIMIT} อักขระ"
        if not 0 < width(indicator.short) <= SHORT_LIMIT:
            yield f"{at}: ชื่อย่อต้องยาว 1–{SHORT_LIMIT} ตัวอักษร (ไม่นับสระและวรรณยุกต์บนล่าง)"


def _readings(rubric: Rubric) -> Iterator[str]:
    known = {i.id for i in rubric.indicators}
    for reading in rubric.readings:
        at = f"การตีความ {reading.id}"
        keys = {reading.default, reading.alternative}
        if reading.is_setting and set(reading.options) != keys:
            yield f"{at}: ต้องมีทางเลือกสองทางตรงกับ default และ alternative"
        if not reading.is_setting and not reading.principle:
            yield f"{at}: ต้องมีทางเลือก (options) หรือหลักการ (principle)"
        numbers = {n for o in reading.options.values() for n in o.cuts} | set(reading.covers)
        for number in sorted(numbers - known):
            yield f"{at}: ไม่มีตัวชี้วัดที่ {number}"


def _boxes(rubric: Rubric) -> Iterator[str]:
    for indicator in rubric.indicators:
        if indicator.kind is Kind.CHOICE or len(indicator.boxes) != rubric.max_points:
            continue
        covering = [r for r in rubric.readings if indicator.id in r.covers]
        default = rubric.bands(indicator.id, rubric.default_readings)
        if len(default.cuts) != rubric.max_points - 1:
            yield f"ตัวชี้วัดที่ {indicator.id}: ต้องมีจุดตัดคะแนน {rubric.max_points - 1} จุด (cuts)"
            continue
        yield from _unsettled(indicator, covering)
        for bands in rubric.variants(indicator.id, rubric.default_readings).values():
            # rounding moves a value away from its printed box on purpose
            if not any(cut.rounded for cut in bands.cuts):
                yield from _against_print(indicator, bands, rubric.max_points)


def _values(indicator: Indicator) -> Iterator[tuple[int, int]]:
    """Values worth trying, as (num, den): every tenth of a percent, or numbers past the top box."""
    if indicator.kind is Kind.PERCENT:
        yield from ((num, SHARE_STEPS) for num in range(SHARE_STEPS + 1))
        return
    top = max(box.high or box.low for box in indicator.boxes)
    yield from ((value, 1) for value in range(top + 3))


def _boxes_holding(indicator: Indicator, num: int, den: int) -> list[int]:
    """Points of the printed boxes that hold a value; 100 scales a share to percent."""
    scale = 100 if indicator.kind is Kind.PERCENT else 1
    return [p for p, box in enumerate(indicator.boxes, start=1) if box.holds(num * scale, den)]


def _shown(indicator: Indicator, num: int, den: int) -> str:
    return f"{num * 100 / den:g}%" if indicator.kind is Kind.PERCENT else str(num)


def _unsettled(indicator: Indicator, covering: list[Reading]) -> Iterator[str]:
    """The first overlap and the first gap that no reading settles."""
    said: set[str] = set()
    scale = 100 if indicator.kind is Kind.PERCENT else 1
    for num, den in _values(indicator):
        holding = _boxes_holding(indicator, num, den)
        settled = any(r.covers[indicator.id].holds(num * scale, den) for r in covering)
        fault = {0: "เว้นว่าง", 1: ""}.get(len(holding), "ทับซ้อน")
        if fault and not settled and fault not in said:
            said.add(fault)
            yield (
                f"ตัวชี้วัดที่ {indicator.id}: เกณฑ์{fault}ที่ค่า {_shown(indicator, num, den)} "
                "โดยไม่มีการตีความรองรับ"
            )


def _against_print(indicator: Indicator, bands: Bands, highest: int) -> Iterator[str]:
    """Where a value lies in exactly one printed box, the cuts must agree with it."""
    reached: set[int] = set()
    at = f"ตัวชี้วัดที่ {indicator.id}"
    for num, den in _values(indicator):
        base = den if indicator.kind is Kind.PERCENT else None
        points = bands.points(num, base)
        reached.add(points)
        holding = _boxes_holding(indicator, num, den)
        if len(holding) == 1 and holding[0] != points:
            shown = _shown(indicator, num, den)
            yield f"{at}: ค่า {shown} อยู่ในช่อง {holding[0]} คะแนน แต่จุดตัดให้ {points} คะแนน"
            return
    for points in sorted(set(range(1, highest + 1)) - reached):
        yield f"{at}: ไม่มีค่าใดได้ {points} คะแนน"
