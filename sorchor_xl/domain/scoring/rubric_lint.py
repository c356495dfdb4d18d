"""Judge a rubric: does every value get exactly one score, and does the print allow it?

Each fault is a sentence, Thai and English, naming the place. The printed boxes are held against the
cuts at every whole number, and for percentages at every tenth of a percent, so an overlap or a gap
that no reading settles cannot pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sorchor_xl.domain.scoring.bands import Bands, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Reading, Rubric, reporting_span
from sorchor_xl.domain.sentence_error import Said
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


def lint_rubric(rubric: Rubric) -> tuple[Said, ...]:
    """Every fault of the rubric as a sentence in Thai and English; empty when it is sound."""
    faults: list[Said] = []
    for judge in (_levels, _numbering, _names, _references, _prompts, _readings, _boxes, _dates):
        faults.extend(judge(rubric))
    return tuple(faults)


def _levels(rubric: Rubric) -> Iterator[Said]:
    bands = sorted(rubric.levels, key=lambda level: level.low)
    for lower, upper in pairwise(bands):
        if upper.low != lower.high + 1:
            yield Said(
                f"ระดับ {lower.level} และ {upper.level}: ช่วงคะแนนทับซ้อนหรือเว้นว่าง",
                f"Levels {lower.level} and {upper.level}: their totals overlap or leave a gap",
            )
    if [level.level for level in bands] != sorted(level.level for level in bands):
        yield Said("ระดับที่เลขสูงกว่าต้องมีช่วงคะแนนสูงกว่า", "A higher level must have higher totals")
    if bands[0].low > rubric.lowest_total or bands[-1].high != rubric.highest_total:
        span = f"{rubric.lowest_total}–{rubric.highest_total}"
        yield Said(
            f"ช่วงคะแนนของระดับไม่ครอบคลุม {span} คะแนน", f"The levels do not cover totals of {span}"
        )


def _numbering(rubric: Rubric) -> Iterator[Said]:
    numbers = [i.id for i in rubric.indicators]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Said(
            f"เลขตัวชี้วัดไม่เรียงจาก 1 ถึง {len(numbers)}: {numbers}",
            f"The indicators are not numbered from 1 to {len(numbers)}: {numbers}",
        )
    if [i.category for i in rubric.indicators] != sorted(i.category for i in rubric.indicators):
        yield Said(
            "ตัวชี้วัดของหมวดเดียวกันต้องอยู่ติดกันตามลำดับหมวด",
            "Indicators of one category must stand together, in the order of the categories",
        )
    for category in rubric.categories:
        if not rubric.in_category(category.id):
            yield Said(f"หมวด {category.id} ไม่มีตัวชี้วัด", f"Category {category.id} has no indicator")


def _names(rubric: Rubric) -> Iterator[Said]:
    """Keys of bases and roles of indicators are one list of names; ids do not come twice."""
    named = [*(b.key for b in rubric.bases), *(i.role for i in rubric.indicators)]
    for name in sorted({n for n in named if named.count(n) > 1}):
        yield Said(
            f"ชื่อ “{name}” (key หรือ role) ซ้ำกัน ต้องต่างกันทุกฐานและทุกตัวชี้วัด",
            f"The name “{name}” (key or role) stands twice; each base and indicator needs its own",
        )
    ids = [r.id for r in rubric.readings]
    for reading in sorted({r for r in ids if ids.count(r) > 1}):
        yield Said(
            f"การตีความ {reading} มีมากกว่า 1 รายการ", f"The reading {reading} stands more than once"
        )
    levels = sorted(v.level for v in rubric.levels)
    if rubric.max_points not in POINTS:
        yield Said(
            f"max_points เป็น {rubric.max_points} แต่ต้องอยู่ระหว่าง {POINTS[0]} ถึง {POINTS[-1]}",
            f"max_points is {rubric.max_points} but must lie between {POINTS[0]} and {POINTS[-1]}",
        )
    if len(levels) not in LEVELS or levels != list(range(1, len(levels) + 1)):
        yield Said(
            f"มีระดับ {levels} แต่ต้องมี {LEVELS[0]} ถึง {LEVELS[-1]} ระดับ "
            "เรียงเลขต่อกันจาก 1 ซึ่งเป็นระดับต่ำสุด",
            f"There are the levels {levels}, but there must be {LEVELS[0]} to {LEVELS[-1]}, "
            "numbered from 1, the lowest",
        )
    numbers = [c.id for c in rubric.categories]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Said(
            f"เลขหมวดไม่เรียงจาก 1 ถึง {len(numbers)}: {numbers}",
            f"The categories are not numbered from 1 to {len(numbers)}: {numbers}",
        )
    for indicator in rubric.indicators:
        if indicator.category not in numbers:
            category = indicator.category
            yield _at(indicator, f"ไม่มีหมวด {category}", f"there is no category {category}")
    if len(rubric.score_names) != rubric.max_points:
        yield Said(
            f"score_names ต้องมี {rubric.max_points} ชื่อ ตามคะแนน 1 ถึง {rubric.max_points}",
            f"score_names must be {rubric.max_points}, for 1 to {rubric.max_points} points",
        )


def _at(indicator: Indicator, thai: str, english: str) -> Said:
    """A fault of an indicator."""
    return Said(f"ตัวชี้วัดที่ {indicator.id}: {thai}", f"Indicator {indicator.id}: {english}")


def _dates(rubric: Rubric) -> Iterator[Said]:
    """Every date lies in the fiscal year or the quarter after it, and in the order of the work."""
    first, last = reporting_span(rubric.fiscal_year)
    for due in rubric.dates.values():
        if not first <= due.on <= last:
            yield Said.filled(
                "dates › {key} เป็น {on} แต่ต้องอยู่ในปีงบประมาณ พ.ศ. {year} หรือไตรมาสถัดไป "
                "({first} ถึง {last})",
                "dates › {key} is {on} but must lie in fiscal year {year} or the quarter after it "
                "({first} to {last})",
                {
                    "key": due.key,
                    "on": thai_date(due.on),
                    "year": rubric.fiscal_year,
                    "first": thai_date(first),
                    "last": thai_date(last),
                },
            )
    for early, late in _IN_ORDER:
        before, after = rubric.dates[early], rubric.dates[late]
        if after.on < before.on:
            yield Said.filled(
                "dates › {late} ({after}) มาก่อน {early} ({before}) แต่ “{last}” ต้องไม่ก่อน “{first}”",
                "dates › {late} ({after}) comes before {early} ({before}), which it must not",
                {
                    "late": late,
                    "after": thai_date(after.on),
                    "last": after.label,
                    "early": early,
                    "before": thai_date(before.on),
                    "first": before.label,
                },
            )


_IN_ORDER = (
    ("counted_from", "window_start"),
    ("window_start", "window_end"),
    ("window_start", "results_due"),
    ("results_due", "department_due"),
)
"""Dates of which the second cannot come before the first."""


def _references(rubric: Rubric) -> Iterator[Said]:
    bases = {b.key for b in rubric.bases}
    for indicator in rubric.indicators:
        named = [x for x in (indicator.base, indicator.base_indicator) if x is not None]
        if len(named) != (indicator.kind is Kind.PERCENT):
            yield _at(
                indicator,
                "ร้อยละต้องมีฐาน 1 ฐาน ชนิดอื่นต้องไม่มีฐาน",
                "a percentage must have one base, other kinds none",
            )
        if indicator.base is not None and indicator.base not in bases:
            known = ", ".join(sorted(bases))
            yield _at(
                indicator,
                f"ไม่มีฐานชื่อ “{indicator.base}” ที่ใช้ได้: {known}",
                f"there is no base “{indicator.base}”. There are: {known}",
            )
        if indicator.base_indicator is not None and indicator.base_indicator >= indicator.id:
            yield _at(
                indicator,
                "ตัวชี้วัดที่เป็นฐานต้องอยู่ก่อนตัวชี้วัดนี้",
                "the indicator that is its base must stand before it",
            )
        if len(indicator.criteria) != rubric.max_points:
            most = rubric.max_points
            yield _at(indicator, f"ต้องมีเกณฑ์ {most} ช่อง", f"it must have {most} criteria")
        if [_plain(c) for c in indicator.criteria] != [_plain(s) for s in indicator.shown]:
            yield _at(
                indicator,
                "ข้อความที่แสดง (shown) ต้องต่างจากเกณฑ์ (criteria) เพียงวรรคและขีด",
                "shown may differ from criteria in spaces and dashes only",
            )
        if indicator.kind is not Kind.CHOICE and len(indicator.boxes) != rubric.max_points:
            most = rubric.max_points
            yield _at(
                indicator, f"ต้องระบุช่วงของเกณฑ์ {most} ช่อง (boxes)", f"it must have {most} boxes"
            )


def _plain(criterion: str) -> str:
    """A criterion without what may be mended in it."""
    return criterion.replace(" ", "").replace("-", "")


def _prompts(rubric: Rubric) -> Iterator[Said]:
    for indicator in rubric.indicators:
        if len(indicator.prompt_title) > PROMPT_TITLE_LIMIT:
            limit = PROMPT_TITLE_LIMIT
            yield _at(
                indicator,
                f"หัวข้อคำแนะนำยาวเกิน {limit} อักขระ",
                f"prompt_title is longer than {limit} characters",
            )
        if len(indicator.prompt) > PROMPT_LIMIT:
            limit = PROMPT_LIMIT
            yield _at(
                indicator,
                f"คำแนะนำยาวเกิน {limit} อักขระ",
                f"prompt is longer than {limit} characters",
            )
        if not 0 < width(indicator.short) <= SHORT_LIMIT:
            yield _at(
                indicator,
                f"ชื่อย่อต้องยาว 1–{SHORT_LIMIT} ตัวอักษร (ไม่นับสระและวรรณยุกต์บนและล่าง)",
                f"short must have 1–{SHORT_LIMIT} letters (marks above and below not counted)",
            )


def _readings(rubric: Rubric) -> Iterator[Said]:
    known = {i.id for i in rubric.indicators}
    for reading in rubric.readings:
        keys = {reading.default, reading.alternative}
        if reading.is_setting and set(reading.options) != keys:
            yield _of(
                reading,
                "ต้องมี 2 ทางเลือก ตรงกับ default และ alternative",
                "it must have two options, those of default and alternative",
            )
        if not reading.is_setting and not reading.principle:
            yield _of(
                reading,
                "ต้องมีทางเลือก (options) หรือหลักการ (principle)",
                "it must have options or a principle",
            )
        numbers = {n for o in reading.options.values() for n in o.cuts} | set(reading.covers)
        for number in sorted(numbers - known):
            yield _of(reading, f"ไม่มีตัวชี้วัดที่ {number}", f"there is no indicator {number}")


def _of(reading: Reading, thai: str, english: str) -> Said:
    """A fault of a reading."""
    return Said(f"การตีความ {reading.id}: {thai}", f"Reading {reading.id}: {english}")


def _boxes(rubric: Rubric) -> Iterator[Said]:
    for indicator in rubric.indicators:
        if indicator.kind is Kind.CHOICE or len(indicator.boxes) != rubric.max_points:
            continue
        covering = [r for r in rubric.readings if indicator.id in r.covers]
        default = rubric.bands(indicator.id, rubric.default_readings)
        if len(default.cuts) != rubric.max_points - 1:
            most = rubric.max_points - 1
            yield _at(indicator, f"ต้องมีจุดตัดคะแนน {most} จุด (cuts)", f"it must have {most} cuts")
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


_GAP = Said("เว้นว่าง", "leave a gap")
_OVERLAP = Said("ทับซ้อน", "overlap")


def _unsettled(indicator: Indicator, covering: list[Reading]) -> Iterator[Said]:
    """The first overlap and the first gap that no reading settles."""
    said: set[str] = set()
    scale = 100 if indicator.kind is Kind.PERCENT else 1
    for num, den in _values(indicator):
        holding = _boxes_holding(indicator, num, den)
        settled = any(r.covers[indicator.id].holds(num * scale, den) for r in covering)
        fault = {0: _GAP, 1: None}.get(len(holding), _OVERLAP)
        if fault and not settled and fault not in said:
            said.add(fault)
            shown = _shown(indicator, num, den)
            yield _at(
                indicator,
                f"เกณฑ์{fault}ที่ค่า {shown} โดยไม่มีการตีความรองรับ",
                f"the criteria {fault.english} at {shown}, and no reading settles it",
            )


def _against_print(indicator: Indicator, bands: Bands, highest: int) -> Iterator[Said]:
    """Where a value lies in exactly one printed box, the cuts must agree with it."""
    reached: set[int] = set()
    for num, den in _values(indicator):
        base = den if indicator.kind is Kind.PERCENT else None
        points = bands.points(num, base)
        reached.add(points)
        holding = _boxes_holding(indicator, num, den)
        if len(holding) == 1 and holding[0] != points:
            shown = _shown(indicator, num, den)
            yield _at(
                indicator,
                f"ค่า {shown} อยู่ในช่อง {holding[0]} คะแนน แต่จุดตัดให้ {points} คะแนน",
                f"{shown} stands in the box of {holding[0]} points, but the cuts give {points}",
            )
            return
    for points in sorted(set(range(1, highest + 1)) - reached):
        yield _at(indicator, f"ไม่มีค่าใดได้ {points} คะแนน", f"no value is given {points} points")
