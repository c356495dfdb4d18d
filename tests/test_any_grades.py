"""As many points and levels as the rubric says: from the draft to the national summary.

GRADE-01  a rubric with 4 points and 4 levels, one with 2 and 2, and one with 5 and 6 go through
          init, generate, filling, check, summarize, LibreOffice (no cell changes) and rollup
GRADE-02  form, summary and console show each number of points and each level, in words and signs
GRADE-03  last year's levels are not compared with others, and a summary of other points is left
          out of a rollup
GRADE-04  what each value scores is said in words for any number of cuts
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from office import assert_unchanged, grids
from test_any_year import PROVINCE, Folder, fill
from test_cli import run

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.palette import grade_sign
from sorchor_xl.domain.scoring.bands import Bands, Cut, Kind
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.form.draw.prompts import criteria_summary
from sorchor_xl.form.layout import form_columns
from sorchor_xl.report.previous_summary import read_summary
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.settings import read_settings

NAMES: Final = ("เริ่มต้น", "อ่อนแอ", "พอใช้", "ปานกลาง", "ดี", "เข้มแข็ง")


@dataclass(frozen=True)
class Grades:
    """How many points an indicator and how many levels a rubric has."""

    points: int
    levels: int

    @property
    def id(self) -> str:
        """A name for the round."""
        return f"{self.points}x{self.levels}"


CASES: Final = (Grades(4, 4), Grades(2, 2), Grades(5, 6))


def regraded(draft: str, grades: Grades) -> str:
    """The draft of a year with other numbers of points and of levels, by replacing its lines."""
    head, *indicators = draft.split("[[indicators]]\n")
    tail = ""
    if "[[readings]]" in indicators[-1]:
        indicators[-1], mark, tail = indicators[-1].partition("[[readings]]")
        tail = mark + tail
    head = re.sub(r"(?s)\[\[levels\]\].*?(?=\[\[categories\]\])", _levels(grades, 23), head)
    head = re.sub(r"max_points = 3", f"max_points = {grades.points}", head)
    names = ", ".join(f'"{name}"' for name in NAMES[: grades.points])
    head = re.sub(r"score_names = \[.*\]", f"score_names = [{names}]", head)
    made = [head, *(_indicator(text, grades.points) for text in indicators)]
    return "[[indicators]]\n".join(made) + _without_readings(tail)


def _levels(grades: Grades, indicators: int) -> str:
    """Levels of even width over the totals there may be, the highest first."""
    lowest, highest = indicators, indicators * grades.points
    step = (highest - lowest) // grades.levels
    lows = [lowest + step * n for n in range(grades.levels)]
    ends = [low - 1 for low in lows[1:]] + [highest]
    blocks = [
        f'[[levels]]\nlevel = {n}\nname = "{NAMES[n - 1]}"\nmin = {low}\nmax = {end}\n'
        f'text = "{low} - {end} คะแนน อยู่ในระดับ {n} = {NAMES[n - 1]}"\nsource = "ทดสอบ"\n\n'
        for n, (low, end) in enumerate(zip(lows, ends, strict=True), start=1)
    ]
    return "".join(reversed(blocks))


def _indicator(text: str, points: int) -> str:
    """Other boxes: tens of percent from 30, or one more each time; as many choices as points."""
    text = re.sub(r"(?m)^shown = .*\n", "", text)
    kind = re.search(r'kind = "(\w+)"', text)
    assert kind is not None
    if kind[1] == "choice":
        return _line(text, "criteria", [f"ขั้นที่ {n}" for n in range(1, points + 1)])
    step = 10 if kind[1] == "percent" else 1
    ats = [30 + step * n if step > 1 else 1 + n for n in range(points - 1)]
    edges = [0, *ats]
    boxes = [f"[{low},{high})" for low, high in pairwise(edges)]
    boxes.append(f"[{edges[-1]},100]" if step > 1 else f"[{edges[-1]},)")
    text = _line(text, "criteria", [f"ช่วงที่ {n}" for n in range(1, points + 1)])
    text = _line(text, "boxes", boxes)
    return _line(text, "cuts", [f">={at}" for at in ats])


def _line(text: str, key: str, values: list[str]) -> str:
    said = ", ".join(f'"{value}"' for value in values)
    return re.sub(rf"(?m)^{key} = \[.*\]", f"{key} = [{said}]", text)


def _without_readings(tail: str) -> str:
    """Readings that fit any boxes: those about cuts of the old ones go."""
    blocks = re.split(r"(?m)^(?=\[\[readings\]\])", tail)
    kept = [b for b in blocks if "cuts" not in b and "covers" not in b]
    return "".join(kept)


def begin(place: Path, grades: Grades, year: int) -> Folder:
    """A round of a year whose drafted rubric was given other grades."""
    done = run("init", place, "--province", PROVINCE, "--year", year)
    assert done.code == 0, done.err
    draft = place / f"เกณฑ์_{year}.toml"
    draft.write_text(regraded(draft.read_text("utf-8"), grades), encoding="utf-8")
    return Folder(place, open_round(read_settings(place / "sorchor.toml"), None, None))


@pytest.fixture(scope="module", params=CASES, ids=lambda g: g.id)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A round begun, issued, filled and summarised."""
    return played(tmp_path_factory.mktemp(request.param.id), request.param, 2565)


def played(place: Path, grades: Grades, year: int, *more: object) -> Folder:
    """A round from init to summary."""
    folder = begin(place, grades, year)
    settings = folder.place / "sorchor.toml"
    issued = run("generate", "--settings", settings)
    assert issued.code == 0, issued.err
    fill(folder)
    day = folder.opened.rubric.dates["results_due"].on.isoformat()
    done = run(
        *("summarize", folder.place / "returned", "-o", folder.summary),
        *("--settings", settings, "--as-of", day, *more),
    )
    assert done.code in {0, 1}, done.err
    return folder


def rubric_of(folder: Folder) -> Rubric:
    """The rubric of a round."""
    return folder.opened.rubric


def test_the_rubric_is_sound_grade_01(folder: Folder) -> None:
    assert lint_rubric(rubric_of(folder)) == ()


def test_what_was_filled_is_counted_grade_01(folder: Folder) -> None:
    checked = run("check", folder.place / "returned", "--settings", folder.place / "sorchor.toml")
    assert checked.code == 0, re.findall(r"E[0-9]{2} .*", checked.out)
    rubric, found = rubric_of(folder), read_summary(folder.summary)
    given = [b for b in found.tambons.values() if b.total is not None]
    assert given
    assert given == list(found.tambons.values())
    for before in given:
        assert before.total == sum(before.scores.values())
        assert before.level == rubric.level_of(before.total or 0).level
    points = {p for b in given for p in b.scores.values()}
    assert points == set(range(1, rubric.max_points + 1))


@pytest.mark.office
def test_recalculating_changes_no_cell_grade_01(folder: Folder, tmp_path: Path) -> None:
    for path in (folder.summary, next((folder.place / "returned").iterdir())):
        place = tmp_path / path.stem
        place.mkdir()
        assert_unchanged(path, place)


def test_it_rolls_up_grade_01(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "all.xlsx"
    done = run(
        *("rollup", folder.summary, "-o", out, "--settings", folder.place / "sorchor.toml"),
        *("--as-of", "2022-08-01"),
    )
    assert done.code == 0, done.err
    said = shown(grids(out))
    for level in rubric_of(folder).levels:
        assert any(f"ระดับ {level.level} {level.name}" in text for text in said)


def test_the_form_has_a_criterion_a_point_grade_02(folder: Folder) -> None:
    rubric = rubric_of(folder)
    sheets = grids(next((folder.place / "returned").iterdir()))
    name = next(n for n in sheets if n.startswith("ต."))
    rows = sheets[name]
    keys = form_columns(rubric)
    assert [str(k) for k in rows[0][1 : 1 + len(keys)]] == list(keys)
    head = next(row for row in rows if row[0] == "HEAD")
    for points, score in enumerate(rubric.score_names, start=1):
        assert head[2 + points] == f"{score}\n({points} คะแนน)"
    for indicator in rubric.indicators:
        row = next(r for r in rows if r[0] == f"I{indicator.id:02d}")
        assert tuple(row[3 : 3 + rubric.max_points]) == indicator.criteria
        sign = grade_sign(int(row[keys.index("points") + 1]), rubric.max_points)
        assert str(row[keys.index("standing") + 1]).startswith(sign)


def test_the_summary_shows_each_level_and_point_grade_02(folder: Folder) -> None:
    rubric, sheets = rubric_of(folder), grids(folder.summary)
    heads = [str(v) for v in sheets["สรุปรายอำเภอ"][3]]
    for level in rubric.levels:
        assert f"ระดับ {level.level}\n{level.name}" in heads
    said = shown({"": sheets["สรุปภาพรวมจังหวัด"]})
    every = len(rubric.levels)
    for level in rubric.levels:
        sign = grade_sign(level.level, every)
        assert any(t.startswith(f"{sign} ระดับ {level.level} {level.name}") for t in said)
    points = [str(v) for v in sheets["วิเคราะห์รายตัวชี้วัด"][3]]
    assert [p for p in points if p.endswith(f"ได้ {rubric.max_points} คะแนน")]
    heat = sheets["คะแนนเฉลี่ยรายอำเภอรายข้อ"]
    bounds = str(next(v for row in heat for v in row if "ต่ำกว่านั้น" in str(v)))
    assert all(grade_sign(n, every) in bounds for n in range(1, every + 1))


def test_the_console_counts_each_level_grade_02(folder: Folder) -> None:
    shown_ = run("summarize", *again(folder)).err + run("summarize", *again(folder)).out
    for level in rubric_of(folder).levels:
        assert f"ระดับ {level.level} {level.name} " in shown_


def again(folder: Folder) -> tuple[object, ...]:
    """The arguments of the run that wrote the summary."""
    settings = folder.place / "sorchor.toml"
    return (folder.place / "returned", "-o", folder.summary, "--settings", settings)


def shown(sheets: Mapping[str, list[list[Any]]]) -> list[str]:
    """Every text of some sheets."""
    return [str(v) for rows in sheets.values() for row in rows for v in row if isinstance(v, str)]


def test_other_levels_are_not_compared_grade_03(tmp_path: Path) -> None:
    before = played(tmp_path / "before", Grades(4, 4), 2565)
    now = played(tmp_path / "now", Grades(2, 2), 2566, "--previous", before.summary)
    sheets = grids(now.summary)
    rows = [row for row in sheets["เปรียบเทียบปีก่อน"] if str(row[0]).isdecimal()]
    assert rows
    old = {b.code: b.result for b in read_summary(before.summary).tambons.values()}
    for row in rows:
        assert row[4] == old[str(row[0])]
        assert row[8] == "ระดับของปีก่อนใช้เกณฑ์อื่น"


def test_a_summary_of_other_points_is_left_out_grade_03(folder: Folder, tmp_path: Path) -> None:
    other = begin(tmp_path / "other", Grades(3, 3), 2565)
    done = run(
        *("rollup", folder.summary, "-o", tmp_path / "all.xlsx"),
        *("--settings", other.place / "sorchor.toml", "--as-of", "2022-08-01"),
    )
    assert done.code == 2
    assert "เกณฑ์" in done.err


WORDS = load_wording()


@pytest.mark.parametrize(
    ("cuts", "said"),
    [
        ((">=50",), "น้อยกว่า 50% = 1, 50% ขึ้นไป = 2"),
        ((">50",), "ไม่เกิน 50% = 1, มากกว่า 50% = 2"),
        ((">0",), "ไม่มี = 1, มี = 2"),
        ((">=40", ">70"), "น้อยกว่า 40% = 1, 40-70% = 2, มากกว่า 70% = 3"),
        (
            (">0", ">=20", ">60"),
            "ไม่มี = 1, มีแต่ไม่ถึง 20% = 2, 20-60% = 3, มากกว่า 60% = 4",
        ),
        (
            (">20", ">40", ">=60"),
            "ไม่เกิน 20% = 1, มากกว่า 20% แต่ไม่เกิน 40% = 2, มากกว่า 40% แต่ไม่ถึง 60% = 3, 60% ขึ้นไป = 4",
        ),
    ],
)
def test_shares_in_words_grade_04(folder: Folder, cuts: tuple[str, ...], said: str) -> None:
    indicator = next(i for i in rubric_of(folder).indicators if i.kind is Kind.PERCENT)
    bands = Bands(Kind.PERCENT, tuple(Cut.parse(c) for c in cuts))
    assert criteria_summary(indicator, bands, WORDS) == said
    assert bands.points(0, 10) == 1
    assert bands.points(10, 10) == len(cuts) + 1
