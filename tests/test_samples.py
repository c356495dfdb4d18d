"""The sample round: plausible, complete in its planted cases, and scored twice.

SAMPLE-01  the tables are what make_round.py draws; expected.csv is what expected.py finds
SAMPLE-02  expected.py shares nothing with the program, and still agrees with its scorer everywhere
SAMPLE-03  every bound of every indicator is met, just missed and just passed by some ตำบล
SAMPLE-04  a planted case has the total, level and readings it was planted for
SAMPLE-05  22 of 23 อำเภอ; real places; levels in the proportions assumed; nobody real named
SAMPLE-06  the returned workbooks are what make_returned.py makes, labelled, and not too large
SAMPLE-07  the program reads the returned workbooks to exactly the expected answers
SAMPLE-08  a planted case draws the finding it was planted for
SAMPLE-09  the totals that the workbooks themselves show are the expected ones
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from factory import BASES, make_return, scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sample_tables import RETURNED, SAMPLES, load_script, sample

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.form.layout import KEYS_MARK
from sorchor_xl.workflow.demo import demo_returns
from tests.returns import score_return

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


def _parts(content: bytes) -> dict[str, bytes]:
    """Members of a package, so that another zlib makes no difference."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_returned_workbooks_are_what_the_script_makes() -> None:
    """SAMPLE-06: run samples/make_returned.py after the form has changed."""
    made = list(demo_returns())
    assert {r.file for r in made} == {path.name for path in RETURNED.iterdir()}
    ours = [r for r in made if not r.saved_by]
    for returned in ours:
        assert _parts((RETURNED / returned.file).read_bytes()) == _parts(returned.content)
    others = [r for r in made if r.saved_by == "libreoffice"]
    assert len(others) >= 3
    for returned in others:
        told = _parts((RETURNED / returned.file).read_bytes())["docProps/app.xml"]
        assert b"LibreOffice" in told


def test_returned_workbooks_are_labelled_and_light() -> None:
    """SAMPLE-06"""
    paths = sorted(RETURNED.glob("*.xlsx"))
    assert sum(path.stat().st_size for path in paths) <= 4_000_000
    for path in paths:
        with zipfile.ZipFile(path) as book:
            assert "ข้อมูลสมมติ" in book.read("xl/sharedStrings.xml").decode()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program says of the returned workbooks."""
    work = tmp_path_factory.mktemp("summary")
    command = [sys.executable, "-m", "sorchor_xl", "summarize", str(RETURNED), "-o", "s.xlsx"]
    command += ["--json", "s.json", "--as-of", "2564-05-03"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    found: dict[str, Any] = json.loads((work / "s.json").read_text(encoding="utf-8"))
    return found


def test_the_program_finds_the_expected_answers(results: dict[str, Any]) -> None:
    """SAMPLE-07"""
    found = {t["code"]: t for t in results["tambons"]}
    assert len(found) == 189
    for code, line in BY_CODE.items():
        tambon = found[code]
        assert {
            "scores": {n: int(line[n]) for n in map(str, range(1, 24)) if line[n]},
            "status": line["status"],
            **_told(line),
        } == {
            "scores": tambon["scores"],
            "status": tambon["status"],
            "total": tambon["total"],
            "level": tambon["level"],
            "range": tuple(tambon["range"]),
            "other": _alternative(tambon["alternative"]),
        }


def _alternative(stated: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return stated and (*stated["totals"], *stated["levels"], *stated["readings"])


def test_the_program_adds_up_the_expected_categories(results: dict[str, Any]) -> None:
    """SAMPLE-07"""
    for tambon in results["tambons"]:
        line = BY_CODE.get(tambon["code"])
        stated = {k: line[f"category{k}"] for k in "12345"} if line else {}
        assert {k: str(v) for k, v in tambon["categories"].items()} == {
            k: v for k, v in stated.items() if v
        }


def test_one_district_is_missing_and_two_are_late(results: dict[str, Any]) -> None:
    """SAMPLE-07"""
    status = Counter(a["status"] for a in results["amphoes"])
    assert status["not_received"] == 1
    assert len(results["amphoes"]) == 23
    late = {a["code"]: a["days_late"] for a in results["amphoes"] if a["received"]}
    stated = {r["code"]: r["reported_on"] for r in sample("planted") if r["reported_on"]}
    assert {code for code, days in late.items() if days} == set(stated)
    assert all(f["verdict"] == "used" for f in results["files"])


CASES = [row for row in sample("planted") if row["findings"]]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['code']} {row['planted_for']}")
def test_planted_case_draws_its_finding(row: dict[str, str], results: dict[str, Any]) -> None:
    """SAMPLE-08"""
    of = "tambon_code" if row["code"] in BY_CODE else "amphoe_code"
    codes = {f["code"] for f in results["findings"] if f[of] == row["code"]}
    assert set(row["findings"].split()) <= codes


def test_no_error_but_the_planted_ones(results: dict[str, Any]) -> None:
    """SAMPLE-08"""
    planted = {(r["code"], c) for r in CASES for c in r["findings"].split() if c.startswith("E")}
    errors = {
        (f["tambon_code"], f["code"]) for f in results["findings"] if f["severity"] == "error"
    }
    assert errors == planted


def test_untouched_forms_draw_no_word_about_their_shape(results: dict[str, Any]) -> None:
    """SAMPLE-08: what only a damaged form may be told."""
    assert not {f["code"] for f in results["findings"]} & {"N06", "N07", "N08", "N09", "N10", "N29"}


def _shown_totals(path: Path) -> dict[str, object]:
    """Sheet name → the total stored beside the formula of the form."""
    book = CalamineWorkbook.from_path(path)
    found: dict[str, object] = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        keyed = {row[0]: row for row in rows if row}
        if "TOTAL" in keyed:
            found[name] = keyed["TOTAL"][keyed[KEYS_MARK].index("points")]
    return found


def test_workbooks_show_the_expected_totals(results: dict[str, Any]) -> None:
    """SAMPLE-09: none where an input holds text, which a sheet cannot repair."""
    shown = {
        (path.name, sheet): total
        for path in RETURNED.iterdir()
        for sheet, total in _shown_totals(path).items()
    }
    differ = []
    for tambon in results["tambons"]:
        if tambon["source"] is None:
            continue
        total = shown[tambon["source"]["file"], tambon["source"]["sheet"]]
        if total != tambon["total"]:
            differ.append(tambon["code"])
    typed_as_text = {"310306", "310705"}
    incomplete = {code for code, line in BY_CODE.items() if not line["total"]}
    assert set(differ) == typed_as_text | incomplete
