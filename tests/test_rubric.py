"""The linter refuses a rubric that leaves a value without exactly one score, and says where.

RUBRIC-01  the packaged rubric is sound and its verbatim texts are complete
RUBRIC-02  each fault is named: overlap and gap without reading, unreachable score, hole in the
           levels, wrong base, over-long prompt, numbering
RUBRIC-03  a file that cannot be understood is refused with the place and what is allowed
RUBRIC-04  the rubric drafted for another year reads as one of that year
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from sorchor_xl.data.rubric_draft import draft_rubric
from sorchor_xl.data.rubric_files import load_rubric, read_rubric_file, rubric_years
from sorchor_xl.data.rubric_parse import RubricError, parse_rubric
from sorchor_xl.domain.scoring.bands import Interval, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric

RUBRIC = load_rubric(2564)
TEXT = (resources.files("sorchor_xl") / "data" / "rubrics" / "2564.toml").read_text("utf-8")


def test_packaged_rubrics_are_sound_rubric_01() -> None:
    for year in rubric_years():
        assert lint_rubric(load_rubric(year)) == ()


def test_the_form_is_the_letters_form_rubric_01() -> None:
    assert len(RUBRIC.categories) == 5
    assert len(RUBRIC.indicators) == 23
    assert (RUBRIC.lowest_total, RUBRIC.highest_total) == (23, 69)
    assert [RUBRIC.category_max(c.id) for c in RUBRIC.categories] == [18, 12, 15, 12, 12]
    assert [(level.low, level.high) for level in RUBRIC.levels] == [(56, 69), (42, 55), (1, 41)]
    assert {i.id for i in RUBRIC.indicators if i.kind is Kind.CHOICE} == {6, 7}
    assert all(i.text.startswith(f"{i.id}. ") for i in RUBRIC.indicators)


def test_what_is_shown_has_no_slips_rubric_01() -> None:
    """The letter prints "20 60 %" and "1 เป้าหมาย /ปี"; verbatim they stay as printed."""
    slips = re.compile(r" %|%\d| / | /|/ |\d \d|\d - |- \d")
    shown = [text for i in RUBRIC.indicators for text in (*i.shown, i.display)]
    assert [text for text in shown if slips.search(text)] == []
    assert RUBRIC.indicator(22).criteria[1] == "20 60 %"
    assert RUBRIC.indicator(22).shown[1] == "20-60%"


def with_indicator(number: int, change: Callable[[Indicator], Indicator]) -> Rubric:
    """The rubric with one indicator changed."""
    changed = [change(i) if i.id == number else i for i in RUBRIC.indicators]
    return replace(RUBRIC, indicators=tuple(changed))


def with_boxes(number: int, *boxes: str) -> Rubric:
    """The rubric with other printed boxes at one indicator."""
    made = tuple(Interval.parse(box) for box in boxes)
    return with_indicator(number, lambda i: replace(i, boxes=made))


def without_reading(reading: str) -> Rubric:
    """The rubric with one reading left out."""
    return replace(RUBRIC, readings=tuple(r for r in RUBRIC.readings if r.id != reading))


@pytest.mark.parametrize(
    ("rubric", "said"),
    [
        (without_reading("A1"), ("ตัวชี้วัดที่ 8", "ทับซ้อน", "ค่า 3")),
        (without_reading("A5"), ("ตัวชี้วัดที่ 18", "เว้นว่าง", "ค่า 1")),
        (without_reading("A7"), ("ตัวชี้วัดที่ 23", "เว้นว่าง", "0.1%")),
        (with_boxes(5, "[0,1]", "[2,3]", "[3,)"), ("ตัวชี้วัดที่ 5", "ทับซ้อน", "ค่า 3")),
        (with_boxes(9, "[0,1]", "[3,4]", "[5,)"), ("ตัวชี้วัดที่ 9", "เว้นว่าง", "ค่า 2")),
        (with_boxes(1, "[0,50)", "[50,70]", "(70,100]"), ("ตัวชี้วัดที่ 1", "จุดตัด", "40%")),
        (
            with_indicator(5, lambda i: replace(i, cuts=(">=2", ">=2"))),
            ("ตัวชี้วัดที่ 5", "ค่า 2", "จุดตัด"),
        ),
        (
            with_indicator(5, lambda i: replace(i, cuts=(">=2",))),
            ("ตัวชี้วัดที่ 5", "cuts"),
        ),
        (
            with_indicator(3, lambda i: replace(i, prompt="ก" * 256)),
            ("ตัวชี้วัดที่ 3", "255"),
        ),
        (
            with_indicator(3, lambda i: replace(i, prompt_title="ก" * 33)),
            ("ตัวชี้วัดที่ 3", "32"),
        ),
        (with_indicator(3, lambda i: replace(i, short="ก" * 21)), ("ตัวชี้วัดที่ 3", "ชื่อย่อ")),
        (
            with_indicator(3, lambda i: replace(i, base="nothing")),
            ("ตัวชี้วัดที่ 3", "nothing", "committee"),
        ),
        (with_indicator(3, lambda i: replace(i, base=None)), ("ตัวชี้วัดที่ 3", "ฐาน")),
        (
            with_indicator(4, lambda i: replace(i, base_indicator=9)),
            ("ตัวชี้วัดที่ 4", "ก่อน"),
        ),
        (
            with_indicator(22, lambda i: replace(i, shown=("น้อยกว่า 20%", "20-65%", "มากกว่า 60%"))),
            ("ตัวชี้วัดที่ 22", "shown"),
        ),
        (with_indicator(9, lambda i: replace(i, id=24)), ("เลขตัวชี้วัด",)),
        (
            replace(
                RUBRIC,
                levels=tuple(replace(v, high=54) if v.level == 2 else v for v in RUBRIC.levels),
            ),
            ("ระดับ 2", "3"),
        ),
        (
            replace(
                RUBRIC,
                levels=tuple(replace(v, high=68) if v.level == 3 else v for v in RUBRIC.levels),
            ),
            ("69",),
        ),
    ],
)
def test_faults_are_named_rubric_02(rubric: Rubric, said: tuple[str, ...]) -> None:
    faults = lint_rubric(rubric)
    assert any(all(part in fault for part in said) for fault in faults), faults
    assert not any("ก" <= letter <= "๛" for fault in faults for letter in fault.english), faults


def test_an_unreachable_score_is_named_rubric_02() -> None:
    rubric = with_boxes(5, "[0,1]", "[2,2]", "[3,)")
    never = with_indicator(10, lambda i: replace(i, cuts=(">=1", ">=9")))
    assert lint_rubric(rubric) == ()
    assert any("ตัวชี้วัดที่ 10" in fault for fault in lint_rubric(never))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'kind = "percent"',
            'kind = "ratio"',
            ("committee_active", "“ratio”", "“percent”"),
        ),
        ("[award]\nmin_gap_years", "[award]\ncolour = 1\nmin_gap_years", ("colour",)),
        ('unit = "คน"\nbase', 'unti = "คน"\nbase', ("committee_active", "อาจหมายถึง unit ")),
        ('title = "แบบ', 'titel = "แบบ', ("titel",)),
        ('boxes = ["[0,40)"', 'boxes = ["0-40"', ("committee_active", "boxes", "0-40")),
        ("on = 2021-04-30", 'on = "30/4/2564"', ("results_due", "“30/4/2564”", "2021-04-30")),
        ("id = ", "id == ", ("TOML", "บรรทัด")),
    ],
)
def test_what_cannot_be_understood_is_refused_rubric_03(
    old: str, new: str, said: tuple[str, ...]
) -> None:
    assert old in TEXT
    with pytest.raises(RubricError) as error:
        parse_rubric(TEXT.replace(old, new, 1))
    assert all(part in str(error.value) for part in said), error.value


def test_an_unknown_reading_names_those_there_are_rubric_03() -> None:
    with pytest.raises(ValueError, match="A1, A2"):
        RUBRIC.settle({"A99": "higher"})
    with pytest.raises(ValueError, match="higher, lower"):
        RUBRIC.settle({"A1": "middle"})


def test_the_drafted_rubric_file_reads_rubric_04(tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_text(draft_rubric(2564, 2566), encoding="utf-8")
    assert read_rubric_file(file).fiscal_year == 2566
