"""A year nobody has written a program for: from a draft to the national summary.

YEAR-01  init drafts the rubric of another year: dates moved, each asked to be confirmed
YEAR-02  a 2565 rubric with an indicator inserted in the middle, other bands and another maximum
         goes through init, generate, filling, check, summarize, LibreOffice and rollup
YEAR-03  2564 works beside it, and last year is compared by role where numbers moved
YEAR-05  last year's bases and values with their points stand beside the inputs, by role; they are
         never an answer, and a summary of points alone gives points alone
YEAR-04  template writes the master of any year, and never over one that may have been restyled
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from office import assert_unchanged, grids
from test_cli import run

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.data.rubric_draft import draft_rubric, unconfirmed
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.data.rubric_parse import parse_rubric
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import Prefill, TambonPrefill
from sorchor_xl.form.layout import SheetKind, Token, anchors_for, find_token
from sorchor_xl.form.locate import locate
from sorchor_xl.ooxml.package import Package
from sorchor_xl.report.previous_summary import read_previous, read_summary
from sorchor_xl.workflow.issue_workbooks import district_of, form_options
from sorchor_xl.workflow.master_templates import master_of
from sorchor_xl.workflow.open_round import OpenRound, open_round
from sorchor_xl.workflow.settings import read_settings

PROVINCE = "ภูเก็ต"
"""Three อำเภอ, so it is quick."""
NEW = """[[indicators]]
id = 9
role = "online_meetings"
category = 2
kind = "count"
text = "9. จำนวนครั้งของการประชุมออนไลน์"
display = "จำนวนครั้งของการประชุมออนไลน์"
short = "ประชุมออนไลน์"
criteria = ["ไม่มี", "1 - 3 ครั้ง", "4 ครั้ง ขึ้นไป"]
boxes = ["[0,0]", "[1,3]", "[4,)"]
cuts = [">=1", ">=4"]
unit = "ครั้ง/ปี"
high = 40
counted = "การประชุมออนไลน์"
prompt_title = "ตัวชี้วัดที่ {no} (ครั้ง/ปี)"
prompt = "กรอกจำนวนครั้งของการประชุมออนไลน์ในรอบปี"

"""


def next_year(draft: str) -> str:
    """The draft as a province would edit it: a 24th indicator as number 9, other bands."""
    head, *indicators = draft.split("[[indicators]]\n")
    moved = [_renumbered(text) for text in indicators]
    at = next(n for n, text in enumerate(moved) if text.startswith("id = 10\n"))
    text = "[[indicators]]\n".join([head, *moved[:at]]) + NEW
    text += "".join(f"[[indicators]]\n{one}" for one in moved[at:])
    for old, new in (
        ("min = 56\nmax = 69", "min = 60\nmax = 72"),
        ("min = 42\nmax = 55", "min = 45\nmax = 59"),
        ("min = 1\nmax = 41", "min = 1\nmax = 44"),
        ("56 - 69", "60 - 72"),
        ("42 - 55", "45 - 59"),
        ("1- 41", "1 - 44"),
    ):
        assert old in text
        text = text.replace(old, new)
    return text


def _renumbered(text: str) -> str:
    number = int(text.removeprefix("id = ").split("\n", maxsplit=1)[0])
    if number < 9:
        return text
    text = text.replace(f"id = {number}\n", f"id = {number + 1}\n", 1)
    return text.replace(f'text = "{number}. ', f'text = "{number + 1}. ', 1)


@dataclass(frozen=True)
class Folder:
    """A round that was begun, edited and filled; ``summary`` is written by `summarize`."""

    place: Path
    opened: OpenRound

    @property
    def summary(self) -> Path:
        """The provincial summary."""
        return self.place / "results" / "summary.xlsx"


def begin(place: Path, year: int) -> Folder:
    """``init``, and for a drafted rubric the province's editing of it."""
    done = run("init", place, "--province", PROVINCE, "--year", year)
    assert done.code == 0, done.err
    draft = place / f"เกณฑ์_{year}.toml"
    if draft.exists():
        draft.write_text(next_year(draft.read_text("utf-8")), encoding="utf-8")
    return Folder(place, open_round(read_settings(place / "sorchor.toml"), None, None))


def values(rubric: Rubric, step: int) -> TambonPrefill:
    """One ตำบล filled in every input, more from step to step; not all as small as points."""
    span = rubric.max_points + 2
    answers: dict[int, int | float | str] = {
        i.id: min(1 + (step + i.id) % span, rubric.max_points if i.kind is Kind.CHOICE else 9)
        for i in rubric.indicators
    }
    goals, reached = rubric.by_role("goals").id, rubric.by_role("goals_reached").id
    answers |= {rubric.by_role("members").id: 9, goals: 3, reached: min(step % 4, 3)}
    bases = {base.key: 10 + step for base in rubric.bases}
    notes = {i.id: "มีหลักฐาน" for i in rubric.indicators}
    assessed = rubric.dates["window_start"].on.replace(day=20)
    return TambonPrefill(bases, answers, notes, "นางสาวทดสอบ", assessed)


def fill(folder: Folder) -> None:
    """Every อำเภอ returned, every ตำบล complete."""
    opened = folder.opened
    for amphoe in opened.amphoes:
        district = district_of(opened, amphoe)
        filled = {t.code: values(opened.rubric, n) for n, t in enumerate(district.tambons)}
        made = issue_workbook(
            master_of(opened.rubric),
            district,
            scheme=opened.scheme,
            options=form_options(opened),
            values=Prefill(tambons=filled, district={"D.certifier": "นายทดสอบ"}),
        )
        (folder.place / "returned" / f"{amphoe.code}.xlsx").write_bytes(made)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Folder]:
    """2564 and, comparing with it, 2565: begun, issued, filled and summarised."""
    base, made = tmp_path_factory.mktemp("years"), {}
    for year in (2564, 2565):
        folder = made[year] = begin(base / str(year), year)
        settings = folder.place / "sorchor.toml"
        issued = run("generate", "--settings", settings)
        assert issued.code == 0, issued.err
        assert len(list((folder.place / "outgoing").glob("*.xlsx"))) == 3
        fill(folder)
        before = ["--previous", made[2564].summary] if year == 2565 else []
        day = folder.opened.rubric.dates["results_due"].on.isoformat()
        done = run(
            *("summarize", folder.place / "returned", "-o", folder.summary),
            *("--settings", settings, "--as-of", day, *before),
        )
        assert done.code in {0, 1}, done.err
    return made


def test_a_draft_moves_dates_and_asks_year_01() -> None:
    text = draft_rubric(2564, 2565)
    old, new = load_rubric(2564), parse_rubric(text)
    assert (new.fiscal_year, new.id) == (2565, "cdd-2565")
    assert lint_rubric(new) == ()
    for key, due in old.dates.items():
        assert new.dates[key].on == due.on.replace(year=due.on.year + 1)
    kept = replace(
        new,
        id=old.id,
        fiscal_year=old.fiscal_year,
        dates=old.dates,
        source=old.source,
        readings=old.readings,
    )
    assert kept == old
    lines = text.splitlines()
    marked = {lines[number - 1] for number in unconfirmed(text)}
    assert all(any(key in line for line in marked) for key in old.dates)
    assert any("fiscal_year = 2565" in line for line in marked)
    assert not any("2563" in reading.principle for reading in new.readings)


def test_a_leap_day_has_a_place_every_year_year_01() -> None:
    text = 'fiscal_year = 2567\n[dates]\nx = { on = 2024-02-29, source = "ก", label = "ข" }\n'
    from sorchor_xl.data.rubric_draft import shift_rubric

    assert "on = 2025-02-28" in shift_rubric(text, 2567, 2568)


def test_init_says_what_to_confirm_year_01(tmp_path: Path) -> None:
    done = run("init", tmp_path / "a", "--province", PROVINCE, "--year", 2565)
    assert done.code == 0
    assert "โปรดยืนยัน" in done.out + done.err
    settings = read_settings(tmp_path / "a" / "sorchor.toml")
    assert settings.rubric == tmp_path / "a" / "เกณฑ์_2565.toml"
    judged = run("rubric", "--check", settings.rubric)
    assert judged.code == 0
    assert re.search(r"บรรทัดที่ \d+", judged.out + judged.err)
    assert judged.out.splitlines()[-1].endswith("แล้วตรวจอีกครั้ง")
    own = ("--settings", tmp_path / "a" / "sorchor.toml")
    issued = run("generate", *own, "-o", tmp_path / "out")
    assert "เกณฑ์_2565.toml" in issued.err
    assert "โปรดยืนยัน" in issued.err


def test_the_edited_rubric_is_sound_year_02(years: Mapping[int, Folder]) -> None:
    rubric = years[2565].opened.rubric
    assert lint_rubric(rubric) == ()
    assert (len(rubric.indicators), rubric.highest_total) == (24, 72)
    assert rubric.by_role("goals").id == 13
    assert rubric.ceilings == {15: 13, 19: 2}


@pytest.mark.parametrize("year", [2564, 2565])
def test_what_was_filled_is_counted_year_02(year: int, years: Mapping[int, Folder]) -> None:
    folder = years[year]
    checked = run("check", folder.place / "returned", "--settings", folder.place / "sorchor.toml")
    assert checked.code == 0, re.findall(r"E[0-9]{2} .*", checked.out)
    found = read_summary(folder.summary)
    assert found.year == year
    assert {len(b.scores) for b in found.tambons.values()} == {len(folder.opened.rubric.indicators)}
    assert all(b.total == sum(b.scores.values()) for b in found.tambons.values())
    assert all(
        b.level == folder.opened.rubric.level_of(b.total or 0).level for b in found.tambons.values()
    )


@pytest.mark.office
def test_recalculating_changes_no_cell_year_02(years: Mapping[int, Folder], tmp_path: Path) -> None:
    folder = years[2565]
    (tmp_path / "summary").mkdir()
    (tmp_path / "form").mkdir()
    assert_unchanged(folder.summary, tmp_path / "summary")
    assert_unchanged(next((folder.place / "returned").iterdir()), tmp_path / "form")


def test_both_years_roll_up_year_02(years: Mapping[int, Folder], tmp_path: Path) -> None:
    for year, folder in years.items():
        out = tmp_path / f"{year}.xlsx"
        done = run(
            *("rollup", folder.summary, "-o", out, "--settings", folder.place / "sorchor.toml"),
            *("--as-of", date(year - 543, 8, 1).isoformat()),
        )
        assert done.code == 0, done.err
        assert any(
            str(year) in str(cell) for rows in grids(out).values() for r in rows for cell in r
        )


def test_last_year_is_compared_by_role_year_03(years: Mapping[int, Folder]) -> None:
    now = years[2565].opened
    found = read_previous(years[2564].summary, now.province, now.rubric)
    plain = read_summary(years[2564].summary)
    old = years[2564].opened.rubric
    for code, before in found.tambons.items():
        assert now.rubric.by_role("online_meetings").id not in before.scores
        for indicator in old.indicators:
            moved = now.rubric.by_role(indicator.role).id
            assert before.scores[moved] == plain.tambons[code].scores[indicator.id]


def shown_beside(folder: Folder, before: Path, out: Path) -> dict[str, dict[str, object]]:
    """The column of last year of every form issued with a summary, by ตำบล code and row key."""
    settings = folder.place / "sorchor.toml"
    done = run("generate", "--settings", settings, "--previous", before, "-o", out)
    assert done.code == 0, done.err
    return columns_of_last_year(out, folder.opened.rubric)


def columns_of_last_year(out: Path, rubric: Rubric) -> dict[str, dict[str, object]]:
    """The column of last year of every form in a folder, by ตำบล code and row key."""
    wording = load_wording()
    found: dict[str, dict[str, object]] = {}
    for file in out.glob("*.xlsx"):
        for rows in grids(file).values():
            tokens = [t for row in rows[:4] for c in row if (t := find_token(str(c)))]
            token = tokens[0] if tokens else None
            if not isinstance(token, Token) or token.kind is not SheetKind.FORM:
                continue
            place = locate([[*row] for row in rows], anchors_for(rubric, wording)[SheetKind.FORM])
            column = place.columns["previous"]
            found[token.area] = {k: rows[row][column] for k, row in place.rows.items()}
    return found


def test_last_years_values_stand_beside_the_inputs_year_05(
    years: Mapping[int, Folder], tmp_path: Path
) -> None:
    old, now = years[2564].opened.rubric, years[2565].opened.rubric
    found = shown_beside(years[2565], years[2564].summary, tmp_path / "out")
    past = read_summary(years[2564].summary, with_values=True).tambons
    assert list(found) == list(past)
    for code, shown in found.items():
        step = int(code[4:]) - 1
        filled, before = values(old, step), past[code]
        assert {b.key: shown[f"B.{b.key}"] for b in now.bases} == filled.bases
        for indicator in old.indicators:
            moved = now.by_role(indicator.role).id
            said = f"{filled.answers[indicator.id]} ({before.scores[indicator.id]})"
            assert shown[f"I{moved:02d}"] == said
        assert shown["I09"] in (None, "")  # online_meetings is new this year
        assert shown["TOTAL"] == before.total


def test_a_correction_shows_last_year_again_year_05(
    years: Mapping[int, Folder], tmp_path: Path
) -> None:
    folder, inbox = years[2565], tmp_path / "in"
    issued = shown_beside(folder, years[2564].summary, inbox)  # sent back as it was issued
    done = run(
        *("summarize", inbox, "-o", tmp_path / "s.xlsx", "--annotate", tmp_path / "back"),
        *("--settings", folder.place / "sorchor.toml", "--previous", years[2564].summary),
        *("--as-of", folder.opened.rubric.dates["results_due"].on.isoformat()),
    )
    assert done.code == 1, done.err
    assert "เทียบกับปีงบประมาณ พ.ศ. 2564: ระดับสูงขึ้น 0 ตำบล ลดลง 0 ตำบล และเท่าเดิม 0 ตำบล" in done.out
    assert columns_of_last_year(tmp_path / "back", folder.opened.rubric) == issued


def test_last_year_is_no_answer_year_05(years: Mapping[int, Folder], tmp_path: Path) -> None:
    folder, out = years[2565], tmp_path / "out"
    shown_beside(folder, years[2564].summary, out)
    settings, results = folder.place / "sorchor.toml", tmp_path / "r.json"
    assert run("check", out, "--settings", settings, "--json", results).code == 1
    tambons = json.loads(results.read_text(encoding="utf-8"))["tambons"]
    assert all(t["answers"] == t["bases"] == t["scores"] == {} for t in tambons)


def test_points_alone_where_there_is_no_more_year_05(
    years: Mapping[int, Folder], tmp_path: Path
) -> None:
    bare, name = tmp_path / "bare.xlsx", load_table()["sheets"]["values"]["name"]
    package = Package.read(years[2564].summary.read_bytes())
    book = package.text("xl/workbook.xml")
    assert f'name="{name}"' in book
    package.set_text("xl/workbook.xml", book.replace(f'name="{name}"', 'name="x"'))
    bare.write_bytes(package.write())
    found = shown_beside(years[2565], bare, tmp_path / "out")
    for code, before in read_summary(bare, with_values=True).tambons.items():
        moved = years[2565].opened.rubric.by_role("goals").id
        assert found[code][f"I{moved:02d}"] == before.scores[moved - 1]
        assert found[code]["B.committee"] in (None, "")


def test_years_do_not_mix_year_03(years: Mapping[int, Folder], tmp_path: Path) -> None:
    old = years[2564].place / "returned"
    settings = years[2565].place / "sorchor.toml"
    done = run("check", old, "--settings", settings, "--json", tmp_path / "found.json")
    assert done.code == 1
    assert '"E06"' in (tmp_path / "found.json").read_text("utf-8") or "2564" in done.out


def test_a_year_and_a_rubric_of_another_are_refused_year_03(
    years: Mapping[int, Folder], tmp_path: Path
) -> None:
    rubric = (years[2565].place / "เกณฑ์_2565.toml").as_posix()
    file = tmp_path / "sorchor.toml"
    text = f'province = "{PROVINCE}"\nyear = 2564\n[files]\nrubric = "{rubric}"\noutgoing = "out"\n'
    file.write_text(text, encoding="utf-8")
    done = run("generate", "--settings", file)
    assert done.code == 2
    assert all(part in done.err for part in ("year", "2564", "2565"))
    other = run("rubric", "--settings", file, "--year", "2564")
    assert (other.code, "2564" in other.out) == (0, True)


@pytest.mark.parametrize("year", [2564, 2565])
def test_a_master_to_restyle_year_04(
    year: int, years: Mapping[int, Folder], tmp_path: Path
) -> None:
    settings, out = years[year].place / "sorchor.toml", tmp_path / "master.xlsx"
    done = run("template", "-o", out, "--settings", settings)
    assert done.code == 0, done.err
    made = run(
        *("generate", "--template", out, "--settings", settings, "-o", tmp_path / "out"),
        *("--amphoe", "8301"),
    )
    assert made.code == 0, made.err
    out.write_bytes(out.read_bytes() + b" ")
    again = run("template", "-o", out, "--settings", settings)
    assert again.code == 2
    assert "ไม่เขียนทับ" in again.err


def test_a_year_without_a_rubric_names_those_there_are_year_04(tmp_path: Path) -> None:
    done = run("template", "-o", tmp_path / "a.xlsx", "--year", "2570")
    assert done.code == 2
    assert "2564" in done.err
