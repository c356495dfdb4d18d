"""ตรวจสอบก่อนส่ง and `check` say the same of a workbook.

VERDICT-01  forms with all kinds of gaps, errors and warnings, worked out by LibreOffice: the sheet
            counts the errors and warnings that `check --json` finds, at the same inputs
VERDICT-02  a date is read, or refused, by the cell and by the reader alike
VERDICT-03  a form of points instead of counts is an error in both, until a remark confirms it
VERDICT-04  the link above a form leads on while one of its inputs is blank or wrong

Set SORCHOR_VERDICT_FORMS to the number of forms; 500 take some minutes.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from issued import RUBRIC, SCHEME, district, template
from office import grids, recalculate

from sorchor_xl.commands.command_line import main
from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.thai.dates import parse_date
from sorchor_xl.files.safe_names import sheet_names
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import Prefill, TambonPrefill
from sorchor_xl.form.layout import STARTED_ROW

FORMS = int(os.environ.get("SORCHOR_VERDICT_FORMS", "19"))
AMPHOES = ("3101", "3104", "3107", "3110", "3103", "3111", "3105", "3116", "3108", "3102")
SEED = 2564
NOT_OF_A_FORM = frozenset(
    {
        *("E11", "E53", "W09", "W12", "W14", "W15", "W16", "W17", "W21", "W23", "W26", "W27"),
        *("W84", "W85"),
    }
)
"""Codes about the round, the province's own reading, several forms beside each other, or the order
of all numbers of one."""
OF_THE_WHOLE = frozenset({"E84", "W65"})
"""Codes of all counts of a form together, which the sheet tells in the band above them."""
DATES = (
    *("22/04/2564", "22 เม.ย. 2564", "22/4/64", "๒๒/๔/๒๕๖๔", "22/04/2021", "22-4-2564", "22.4.64"),
    *("22 เมษายน 2564", "22เมษายน64", "22 เม.ย 64", "22 เมย 2564", "วันที่ 22 เมษายน พ.ศ. 2564"),
    *("วันพฤหัสบดีที่ 22 เมษายน 2564", "22 เดือนเมษายน 2564", "22 เมษายน ปี 2564", "2021-04-22"),
    *("2564-04-22", "22 กรกฏาคม 2564", "22 เมษายน ค.ศ. 2021", "22-เม.ย.-64", "29/2/2567"),
    *("31/4/2564", "30 ก.พ. 2564", "29/2/2564", "22/13/2564", "22/04/2464", "22/04/0064", "เมษา"),
    *("22 เมษายน ค.ศ. 2564", "22 เมษายน พ.ศ. 2021", "22/4", "ไม่มีวัน", "22 เมษายน 2654", "0/4/2564"),
    *("22/4/๖๔", "22*4*2564", "22?4?2564", "22 x 2564", "1/1/21", "32/1/2564", "22/04/21"),
)
STORED = (44308, 242712, 23489, 7692, 1, 2564, 250464, 0)
"""22 April 2021, 2564 and 1964 as programs store them, and numbers that are no date."""


def forms() -> Iterator[TambonPrefill]:
    """Forms of every kind, the same for the same seed."""
    chance = random.Random(SEED)  # noqa: S311 -- a test wants the same numbers again
    makers = (untouched, sound, sound, gaps, gaps, wrong, wrong, doubtful, doubtful, full_marks)
    makers = (*makers, points)
    while True:
        yield chance.choice(makers)(chance)


def untouched(_: random.Random) -> TambonPrefill:
    """Nothing entered."""
    return TambonPrefill()


def sound(chance: random.Random, **more: Any) -> TambonPrefill:
    """Every input filled with a usual number."""
    bases = {base.key: chance.randint(12, 28) for base in RUBRIC.bases}
    answers: dict[int, Any] = {}
    for indicator in RUBRIC.indicators:
        most = 3 if indicator.kind is Kind.CHOICE else 9
        answers[indicator.id] = chance.randint(1, most)
    answers[2] = chance.randint(10, 12)
    answers |= more.get("answers", {})
    bases |= more.get("bases", {})
    return TambonPrefill(
        bases={key: value for key, value in bases.items() if value is not None},
        answers={key: value for key, value in answers.items() if value is not None},
        notes={1: "คำสั่ง"} if chance.random() < 0.5 else {},
        assessor=more.get("assessor", "นายทดสอบ ระบบ"),
        assessed_on=more.get("assessed_on", date(2021, 4, 22)),
    )


def gaps(chance: random.Random) -> TambonPrefill:
    """Some inputs left blank."""
    answers = dict.fromkeys(chance.sample(range(1, 24), chance.randint(0, 9)))
    bases = {b.key: None for b in chance.sample(list(RUBRIC.bases), chance.randint(0, 2))}
    assessor = chance.choice(["", "-", "ไม่มี", ". . . . .", "๑๒๓ - 4", "นายทดสอบ ระบบ"])
    day = chance.choice([None, date(2021, 4, 22)])
    return sound(chance, answers=answers, bases=bases, assessor=assessor, assessed_on=day)


def wrong(chance: random.Random) -> TambonPrefill:
    """Numbers below 0, fractions, words, more than the base, bases of 0, days that are none."""
    pool = [-1, 2.5, "สิบกว่า", 99, 0, "x"]
    answers = {n: chance.choice(pool) for n in chance.sample(range(1, 24), chance.randint(1, 6))}
    for indicator in RUBRIC.indicators:
        if indicator.kind is Kind.CHOICE and indicator.id in answers:
            answers[indicator.id] = "อื่น ๆ"
    keys = [b.key for b in chance.sample(list(RUBRIC.bases), chance.randint(0, 2))]
    bases = {key: chance.choice([0, -3, "ยี่สิบ", 1.5]) for key in keys}
    day = chance.choice([date(2021, 4, 22), "31/4/2564", "เมษา", "22/4/64"])
    return sound(chance, answers=answers, bases=bases, assessed_on=day)


def doubtful(chance: random.Random) -> TambonPrefill:
    """What does not fit together, and numbers unusually high."""
    answers = chance.choice(
        [
            {12: 0, 13: 4},
            {12: 1, 14: 6},
            {9: 0},
            {3: 0, 5: 4},
            {2: 5, 18: 9},
            {2: 0, 4: 0},
            {5: 99, 8: 200},
            {12: 0, 13: 0, 14: 3},
        ]
    )
    bases = chance.choice([{}, {"committee": 90}, {"funds": 900}])
    day = chance.choice([date(2021, 3, 2), date(2021, 4, 22), "2 มี.ค. 64"])
    return sound(chance, answers=answers, bases=bases, assessed_on=day)


def full_marks(chance: random.Random) -> TambonPrefill:
    """Full marks, with or without a word of evidence."""
    bases = {base.key: 10 for base in RUBRIC.bases}
    answers = {i.id: 3 if i.kind is Kind.CHOICE else 10 for i in RUBRIC.indicators}
    return sound(chance, answers=answers, bases=bases)


def points(chance: random.Random) -> TambonPrefill:
    """Points where counts belong, as on the paper form; some with a remark that they are counts."""
    answers = {i.id: chance.randint(1, 3) for i in RUBRIC.indicators}
    answers |= {2: 3, 12: 3}
    made = sound(chance, answers=answers)
    return replace(made, notes=chance.choice([{}, {1: "คำสั่ง"}, {5: "ยืนยันว่าเป็นจำนวนจริง"}]))


def workbooks(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """District workbooks until the forms wanted are filled, and the names of their forms."""
    made, left = forms(), FORMS
    for amphoe in AMPHOES * (1 + FORMS // 100):
        if left <= 0:
            return
        place = district(amphoe)
        codes = [tambon.code for tambon in place.tambons]
        left -= len(codes)
        values = Prefill(tambons={code: next(made) for code in codes})
        path = folder / f"{left % 10_000}_{amphoe}" / f"{amphoe}_แบบ_2564.xlsx"
        path.parent.mkdir()
        path.write_bytes(issue_workbook(template(), place, scheme=SCHEME, values=values))
        yield path, sheet_names(place.tambons, [])


Places = tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]


def shown(path: Path, names: list[str]) -> Places:
    """Errors and warnings by form and row key as the sheets tell them."""
    errors: Counter[tuple[str, str]] = Counter()
    warnings: Counter[tuple[str, str]] = Counter()
    for name, rows in grids(path).items():
        if name not in names:
            continue
        at = {key: n for n, key in enumerate(rows[0]) if key}
        for row in rows[1:]:
            key, state, warned = row[0], row[at["state"]], row[at["warned"]]
            if isinstance(state, float) and state > 0:
                errors[name, key] += 1
            if isinstance(warned, float) and warned > 0 and key != "HEAD":
                warnings[name, key] += int(warned)
    return errors, warnings


def linked(path: Path, names: list[str]) -> set[str]:
    """Forms whose status row offers a way to the next input."""
    ways = load_wording().part("words")
    offered = {ways["next"], ways["next_wrong"]}
    assert ways["all_filled"] not in offered
    return {name for name, rows in grids(path).items() if name in names and offered & {*rows[1]}}


def found(path: Path, names: list[str], folder: Path) -> Places:
    """The same from `check --json`."""
    told = folder / "found.json"
    arguments = ["check", str(path), "--province", "31", "--json", str(told)]
    result = CliRunner().invoke(main, [*arguments, "--as-of", "2021-05-10"])
    assert result.exit_code in {0, 1}, result.output
    rows = {name: {f"H{n}": r[0] for n, r in enumerate(g, 1)} for name, g in grids(path).items()}
    errors: Counter[tuple[str, str]] = Counter()
    warnings: Counter[tuple[str, str]] = Counter()
    for one in json.loads(told.read_text(encoding="utf-8"))["findings"]:
        if one["code"] in NOT_OF_A_FORM or one["sheet"] not in names:
            continue
        whole = not one["cell"] or one["code"] in OF_THE_WHOLE
        key = STARTED_ROW if whole else rows[one["sheet"]][one["cell"]]
        into = {"error": errors, "warning": warnings}.get(one["severity"])
        if into is not None:
            into[one["sheet"], key] += 1
    return errors, warnings


@pytest.mark.office
def test_check_and_sheet_agree_verdict_01_04(tmp_path: Path) -> None:
    seen = 0
    for number, (path, names) in enumerate(workbooks(tmp_path)):
        folder = tmp_path / f"office{number}"
        folder.mkdir()
        there = shown(recalculate(path, folder), names)
        here = found(path, names, tmp_path)
        for told, counted, kind in zip(there, here, ("errors", "warnings"), strict=True):
            assert told - counted == Counter(), f"{kind} the sheet alone tells in {path}"
            assert counted - told == Counter(), f"{kind} check alone tells in {path}"
            seen += sum(told.values())
        leads_on = linked(folder / "recalculated" / path.name, names)
        assert {name for name, key in there[0] if key != STARTED_ROW} <= leads_on
        assert leads_on <= {name for name, _ in there[0]}
    assert seen > FORMS


@pytest.mark.office
def test_points_are_told_by_both_verdict_03(tmp_path: Path) -> None:
    place, chance = district("3122"), random.Random(SEED)  # noqa: S311 -- as above
    typed = replace(points(chance), notes={})
    kinds = (typed, replace(typed, notes={9: "Confirmed"}), replace(typed, notes={3: "ยืนยันแล้ว"}))
    forms_of = dict(zip((t.code for t in place.tambons), (*kinds, sound(chance)), strict=True))
    path = tmp_path / "3122_แบบ_2564.xlsx"
    path.write_bytes(
        issue_workbook(template(), place, scheme=SCHEME, values=Prefill(tambons=forms_of))
    )
    names = sheet_names(place.tambons, [])
    recalculated = recalculate(path, tmp_path)
    assert shown(recalculated, names) == found(path, names, tmp_path)
    errors, warnings = shown(recalculated, names)
    assert errors == Counter({(names[0], STARTED_ROW): 1})
    assert warnings == Counter({(name, STARTED_ROW): 1 for name in names[1:3]})
    status = grids(recalculated)[names[0]][1]
    assert any("ไม่ใช่คะแนน" in str(text) for text in status), "not told above a complete form"


@pytest.mark.office
def test_dates_are_taken_alike_verdict_02(tmp_path: Path) -> None:
    place = district("3101")
    codes = [tambon.code for tambon in place.tambons]
    typed = [*DATES, *STORED]
    for start in range(0, len(typed), len(codes)):
        some = dict(zip(codes, typed[start : start + len(codes)], strict=False))
        values = {code: TambonPrefill(assessed_on=day) for code, day in some.items()}  # type: ignore[arg-type]
        folder = tmp_path / str(start)
        folder.mkdir()
        path = folder / "dates.xlsx"
        made = issue_workbook(template(), place, scheme=SCHEME, values=Prefill(tambons=values))
        path.write_bytes(made)
        sheets = grids(recalculate(path, folder))
        for name, day in zip(sheet_names(place.tambons, []), some.values(), strict=False):
            rows = sheets[name]
            at = {key: n for n, key in enumerate(rows[0]) if key}
            on = as_day(next(row[at["on"]] for row in rows if row[0] == "F.assessed_on"))
            meant = parse_date(as_read(day)).value
            assert on == (meant or ""), f"{day!r}: the cell says {on!r}, the reader {meant}"


def as_day(cell: object) -> object:
    """A day as LibreOffice writes it, with or without a date's format."""
    if isinstance(cell, float):
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(cell))
    return cell


def as_read(typed: str | int) -> object:
    """A stored number as the reader sees a cell with the format of a date."""
    if isinstance(typed, str):
        return typed
    return date.fromordinal(date(1899, 12, 30).toordinal() + typed)
