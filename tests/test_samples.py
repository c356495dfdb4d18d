"""The sample round: plausible, complete in its planted cases, and scored twice.

SAMPLE-01  the tables are what make_round.py draws; expected.csv is what expected.py finds
SAMPLE-02  expected.py shares nothing with the program, and still agrees with its scorer everywhere
SAMPLE-03  every bound of every indicator is met, just missed and just passed by some ตำบล
SAMPLE-04  a planted case has the total, level and readings it was planted for
SAMPLE-05  22 of 23 อำเภอ; real places; levels in the proportions assumed; nobody real named
SAMPLE-06  the returned workbooks are what make_returned.py makes, labelled, and not too large
SAMPLE-07  the program reads the returned workbooks to exactly the expected answers
SAMPLE-08  a planted case draws the finding it was planted for
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from factory import BASES, make_return, scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_tables import SAMPLES, load_script, sample

from sorchor_xl.domain.bands import Kind
from sorchor_xl.domain.scoring import score_return
from sorchor_xl.roster_data import load_roster

EXPECTED = load_script(SAMPLES / "expected.py")
MAKE_ROUND = load_script(SAMPLES / "make_round.py")
RUBRIC = scheme().rubric
BY_CODE = {row["tambon_code"]: row for row in sample("expected")}
PLANTED = [row for row in sample("planted") if row["code"] in BY_CODE]
TABLES = ("round", "orders", "plans", "awards", "districts")


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_what_the_script_draws(name: str) -> None:
    """SAMPLE-01"""
    assert sample(name) == MAKE_ROUND.tables()[f"{name}.csv"]


def test_expected_answers_are_what_the_second_scorer_finds() -> None:
    """SAMPLE-01"""
    assert sample("expected") == EXPECTED.table()


@pytest.mark.parametrize("name", [*TABLES, "expected", "planted"])
def test_tables_open_in_a_spreadsheet_program(name: str) -> None:
    """SAMPLE-01: UTF-8 with a mark, or Thai Excel shows the names as rubbish."""
    assert (SAMPLES / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_second_scorer_imports_nothing_of_the_program() -> None:
    """SAMPLE-02"""
    tree = ast.parse((SAMPLES / "expected.py").read_text(encoding="utf-8"))
    named = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    named |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    standard = {"__future__", "collections", "dataclasses", "fractions", "itertools", "pathlib"}
    assert {str(name).split(".")[0] for name in named} <= standard | {"csv", "re"}


def _counts() -> st.SearchStrategy[dict[str, int | None]]:
    """Bases and answers of a ตำบล: small numbers, so that bounds and readings are often met."""
    numbers = {
        str(i.id): st.integers(1, 3) if i.kind is Kind.CHOICE else st.integers(0, 30)
        for i in RUBRIC.indicators
    }
    bases = dict.fromkeys(BASES, st.integers(0, 30) | st.integers(100, 250))
    some = {key: value | st.none() for key, value in (numbers | bases).items()}
    return st.fixed_dictionaries(numbers | bases) | st.fixed_dictionaries(some)


@given(_counts())
@settings(max_examples=300, deadline=None)
def test_both_scorers_agree(values: Mapping[str, int | None]) -> None:
    """SAMPLE-02"""
    shown = {key: "" if value is None else str(value) for key, value in values.items()}
    line = EXPECTED.expected({"tambon_code": "", "amphoe": "", "tambon": "", **shown})
    answers = {n: values[str(n)] for n in range(1, 24)}
    card = score_return(scheme(), make_return(answers, {k: values[k] for k in BASES}))
    assert {n: int(line[str(n)]) for n in range(1, 24) if line[str(n)]} == card.scores
    assert _told(line) == {
        "total": card.total,
        "level": card.level,
        "range": card.possible,
        "other": card.alternative
        and (*card.alternative.totals, *card.alternative.levels, *card.alternative.readings),
    }


def _told(line: Mapping[str, str]) -> dict[str, Any]:
    others = ("other_lowest", "other_highest", "level_lowest", "level_highest")
    return {
        "total": int(line["total"]) if line["total"] else None,
        "level": int(line["level"]) if line["level"] else None,
        "range": (int(line["lowest"]), int(line["highest"])),
        "other": (*(int(line[k]) for k in others), *line["readings"].split())
        if line["readings"]
        else None,
    }


BOUNDS = [
    (indicator.id, at)
    for indicator in RUBRIC.indicators
    for at in {cut.at for cut in scheme().bands[indicator.id].cuts}
]


@pytest.mark.parametrize(("number", "at"), BOUNDS)
def test_every_bound_is_missed_met_and_passed(number: int, at: int) -> None:
    """SAMPLE-03: by one person, organisation or time, not by much."""
    indicator = RUBRIC.indicator(number)
    near = set()
    for row in sample("round"):
        said = EXPECTED.Said.of(row)
        value, base = said.values[str(number)], EXPECTED.PRINTED[number][0]
        whole = said.values[base] if base else None
        if value is not None and (not base or whole):
            step = Fraction(100, whole) if whole else Fraction(1)
            distance = (value * step - at) / step if base else Fraction(value - at)
            near |= (
                {0 if not distance else 1 if distance > 0 else -1} if abs(distance) <= 1 else set()
            )
    assert near >= ({0, 1} if at == 0 else {-1, 0, 1}), indicator.display


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: f"{row['code']} {row['planted_for']}")
def test_planted_case_scores_as_planted(row: dict[str, str]) -> None:
    """SAMPLE-04"""
    stated = {key: row[key] for key in ("total", "level", "readings") if row[key]}
    assert {key: BY_CODE[row["code"]][key] for key in stated} == stated


def test_totals_at_every_edge_of_a_level_are_there() -> None:
    """SAMPLE-04"""
    edges = {str(total) for level in RUBRIC.levels for total in (level.low, level.high)}
    edges = (edges - {"1"}) | {str(len(RUBRIC.indicators))}
    assert edges <= {row["total"] for row in BY_CODE.values()}


def test_levels_flip_under_every_reading_that_can_occur() -> None:
    """SAMPLE-04: A7 needs more than a hundred committee members, which no ศอช.ต. has."""
    flips = {r["readings"] for r in BY_CODE.values() if r["level_lowest"] != r["level_highest"]}
    assert {"A1", "A2", "A3", "A5", "A9", "A1 A5"} <= flips


def test_places_are_real_and_one_district_is_silent() -> None:
    """SAMPLE-05"""
    roster = load_roster("31")
    silent = {a.code for a in roster.amphoes("31")} - {r["amphoe_code"] for r in sample("round")}
    assert len(silent) == 1
    real = {(t.code, t.name) for t in roster.tambons("31") if t.amphoe_code not in silent}
    assert {(row["tambon_code"], row["tambon"]) for row in sample("round")} == real


def test_levels_are_in_the_proportions_assumed() -> None:
    """SAMPLE-05: the shares the sample data is meant to have, as assumed for it."""
    levels = Counter(row["level"] for row in BY_CODE.values() if row["level"])
    share = {level: 100 * n / levels.total() for level, n in levels.items()}
    assert 25 <= share["3"] <= 35
    assert 55 <= share["2"] <= 65
    assert 5 <= share["1"] <= 15


def test_every_name_of_a_person_is_marked_as_made_up() -> None:
    """SAMPLE-05"""
    named = [row["assessor"] for row in sample("round") if row["assessor"]]
    named += [row[key] for row in sample("districts") for key in ("coordinator", "certifier")]
    assert all("สมมติ" in name for name in named)
    assert all("ข้อมูลสมมติ" in row["remark"] for row in sample("districts"))
