"""What does not fit together is found alike by the reader and by the form.

RULE-01  on the same answers, the form warns exactly where the reader does, with the rule's words
RULE-02  of two warnings on one row the one that holds is said; a note leaves it standing, as the
         province counts it all the same
RULE-03  a comparison with a blank or unusable answer never holds; a misspelt one is refused
RULE-04  no module and no sentence of the program names an indicator by its number
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from boundaries import DISTRICT, RUBRIC, Case, Value
from office import grids, recalculate

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.round.records import Tambon
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rules import Comparison, Rule
from sorchor_xl.domain.scoring.score import Scheme, Standing, judge_return
from sorchor_xl.files.safe_names import sheet_names
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.draw.master_workbook import build_template
from sorchor_xl.form.form_options import District, Prefill, TambonPrefill
from sorchor_xl.form.layout import SheetKind, anchors_for
from sorchor_xl.form.locate import locate
from sorchor_xl.form.row_keys import base_row, indicator_row

SCHEME = Scheme.of(RUBRIC)
PACKAGE = Path(__file__).parents[1] / "sorchor_xl"
FORMS = 60
TYPED: tuple[Value, ...] = (None, 0, 0, 1, 2, 3, "3 ครั้ง", 30)
NAMED = {i.role: i for i in RUBRIC.indicators}
BASES = [b.key for b in RUBRIC.bases]


@cache
def cases() -> tuple[Case, ...]:
    """Answers in which every comparison of every rule holds somewhere and fails elsewhere."""
    dice = random.Random(64)  # noqa: S311 the same forms every time
    made = []
    for _ in range(FORMS):
        bases: dict[str, Value] = {key: dice.choice((0, 5, 40)) for key in BASES}
        answers: dict[int, Value] = {
            i.id: dice.choice((None, 1, 2, 3)) if i.kind is Kind.CHOICE else dice.choice(TYPED)
            for i in RUBRIC.indicators
        }
        made.append(Case(bases, answers))
    return tuple(made)


def values(case: Case) -> Mapping[str, int | None]:
    """What the rules are asked about one form."""
    ret = case.read("990101")
    bases = {key: entry.value for key, entry in ret.bases.items()}
    return {**bases, **{role: ret.answers[i.id].value for role, i in NAMED.items()}}


def expected(case: Case) -> dict[str, str]:
    """Row key → the warning of a row without error; "" where there is none."""
    said = values(case)
    judged = judge_return(SCHEME, case.read("990101"))
    shown = {}
    for key in BASES:
        shown[base_row(key)] = _warning(key, RUBRIC.base(key).high, said)
    for role, indicator in NAMED.items():
        if judged[indicator.id].standing is Standing.SCORED:
            shown[indicator_row(indicator.id)] = _warning(role, indicator.high, said)
    return shown


def _warning(name: str, high: int | None, said: Mapping[str, int | None]) -> str:
    words = load_wording().part("words")
    texts = [rule.text for rule in RUBRIC.rules if rule.at == name and rule.holds(said)]
    value = said[name]
    if high is not None and value is not None and value > high:
        texts.append(words["high"])
    return f"{words['warned']}{texts[0]}" if texts else ""


@cache
def issued(*notes: str) -> bytes:
    """The forms of `cases`; with ``notes`` the same note at every indicator."""
    places = tuple(Tambon(f"9901{n:02d}", f"กรณี {n}") for n in range(1, FORMS + 1))
    noted = {i.id: note for note in notes for i in RUBRIC.indicators}
    filled = {}
    for place, case in zip(places, cases(), strict=True):
        plain = case.prefill()
        filled[place.code] = TambonPrefill(plain.bases, plain.answers, noted)
    district = District(DISTRICT.province, DISTRICT.amphoe, places)
    return issue_workbook(
        build_template(SCHEME), district, scheme=SCHEME, values=Prefill(tambons=filled)
    )


def assert_alike(path: Path) -> None:
    """Every form warns where the reader does, and nowhere else."""
    book, anchors = grids(path), anchors_for(RUBRIC)[SheetKind.FORM]
    names = sheet_names([Tambon(f"9901{n:02d}", f"กรณี {n}") for n in range(1, FORMS + 1)], [])
    for name, case in zip(names, cases(), strict=True):
        place = locate(book[name], anchors)
        for key, text in expected(case).items():
            status = str(book[name][place.rows[key]][place.columns["status"]])
            if status.startswith("✗"):
                continue
            warned = status if status.startswith("!") else ""
            assert warned == text, f"{name} {key}: {status} / {case}"


def test_every_rule_holds_and_fails_somewhere_rule_01() -> None:
    asked = [values(case) for case in cases()]
    for rule in RUBRIC.rules:
        assert {rule.holds(said) for said in asked} == {True, False}, rule.code
        for comparison in (*rule.when, *rule.any):
            assert {comparison.holds(said) for said in asked} == {True, False}, comparison


@pytest.mark.parametrize("engine", ["stored", "formualizer"])
def test_form_and_reader_agree_rule_01(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued())
    if engine == "formualizer":
        import formualizer

        formualizer.recalculate_file(str(path))
    assert_alike(path)


@pytest.mark.office
def test_libreoffice_agrees_rule_01(tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued())
    assert_alike(recalculate(path, tmp_path))


def test_the_second_warning_of_a_row_says_its_own_words_rule_02() -> None:
    row = {rule.at: rule for rule in RUBRIC.rules}["follow_ups"]
    high = RUBRIC.by_role("follow_ups").high
    assert high is not None
    only_high = {"planned_missions": 3, "follow_ups": high + 1}
    assert not row.holds(only_high)
    assert any(
        said == f"! {load_wording().part('words')['high']}"
        for case in cases()
        for key, said in expected(case).items()
        if key == indicator_row(RUBRIC.by_role("follow_ups").id)
    )


def test_a_note_leaves_a_warning_standing_rule_02(tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(issued("มีเหตุผล"))
    assert_alike(path)


@pytest.mark.parametrize(
    ("text", "said", "holds"),
    [
        ("goals > 0", {"goals": 1}, True),
        ("goals > 0", {"goals": 0}, False),
        ("goals > 0", {"goals": None}, False),
        ("goals_reached > goals", {"goals": 1, "goals_reached": 2}, True),
        ("goals_reached > goals", {"goals": None, "goals_reached": 2}, False),
        ("a <> b", {"a": 1, "b": 1}, False),
        ("a <= b", {"a": 1, "b": 1}, True),
    ],
)
def test_comparisons_rule_03(text: str, said: Mapping[str, int | None], holds: bool) -> None:
    assert Comparison.parse(text).holds(said) is holds


@pytest.mark.parametrize("text", ["goals", "goals => 1", "12 > goals", "goals > -1", ""])
def test_what_is_no_comparison_rule_03(text: str) -> None:
    with pytest.raises(ValueError, match="goals_reached > goals"):
        Comparison.parse(text)


def test_a_rule_without_any_asks_only_when_rule_03() -> None:
    rule = Rule("W50", "a", (Comparison.parse("a = 0"),), (), "ก")
    assert rule.holds({"a": 0})
    assert not rule.holds({"a": 1})
    assert rule.telling({"a": 0}) == ()


CITED = re.compile(r"(?:แนวทาง|หนังสือ) ?ข้อ ?[\d.]+(?: และ ?(?:ข้อ )?[\d.]+)*")
"""Paragraphs of the letter and its guideline."""
NUMBERED = re.compile(r"(?:ตัวชี้วัดที่|ข้อ|indicators?) ?\d+(?![.\d])")


def sentences(path: Path) -> list[str]:
    """What a file says to people: a whole TOML, or the strings of a module but its docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        return [text]
    tree = ast.parse(text)
    plain = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    constants = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in plain]
    return [n.value for n in constants if isinstance(n.value, str)]


def test_no_indicator_is_named_by_its_number_rule_04() -> None:
    files = [*PACKAGE.rglob("*.py"), *(PACKAGE / "data").glob("*.toml")]
    said = [(path.name, text) for path in files for text in sentences(path)]
    found = [
        f"{name}: {m[0]}" for name, text in said for m in NUMBERED.finditer(CITED.sub("", text))
    ]
    assert found == []
