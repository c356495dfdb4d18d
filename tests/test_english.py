"""What cannot be done, said in English as well as in Thai.

ENG-01  every sentence of an error in the data files has an English twin with the same places
ENG-02  no sentence of an error is made in Python without its twin
ENG-03  what is put together of several sentences is English through and through
ENG-04  a sentence keeps its twin on its way between processes
ENG-05  a command that cannot do its work says so in the language asked for
ENG-06  dates, lists and kinds of drafts within a sentence are English too
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from click.testing import CliRunner

from sorchor_xl.commands.command_line import main
from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.form_texts import refusal
from sorchor_xl.data.mail_texts import DraftError, mail_text
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.data.rubric_parse import parse_rubric
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.places.roster_table import roster_from_table
from sorchor_xl.domain.round.records import Province, Where
from sorchor_xl.domain.sentence_error import Said, SentenceError, in_english
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.form.template_refusals import TemplateError
from sorchor_xl.workflow.settings import parse_settings

PACKAGE = Path(__file__).parent.parent / "sorchor_xl"
THAI = re.compile("[\u0e00-\u0e7f]")
TABLES = {
    "report.toml": ("errors",),
    "form.toml": ("refusals",),
    "register.toml": ("errors",),
    "mail.toml": ("errors", "kinds"),
    "movement.toml": ("preview", "cause", "statuses", ""),
}


def pairs() -> Iterator[Any]:
    """Every sentence with a twin: where it stands, and both."""
    for file, tables in TABLES.items():
        words = tomllib.loads((PACKAGE / "data" / file).read_text(encoding="utf-8"))
        for table in tables:
            for key, pair in (words[table] if table else words).items():
                if table or (isinstance(pair, dict) and set(pair) == {"th", "en"}):
                    yield pytest.param(pair, id=f"{file}-{table}-{key}")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("pair", list(pairs()))
def test_errors_of_the_data_have_twins(pair: dict[str, str]) -> None:
    """ENG-01"""
    assert set(pair) == {"th", "en"}
    assert places(pair["th"]) == places(pair["en"])
    assert not THAI.search(pair["en"].replace("เรื่อง: …", ""))


def thai_alone(tree: ast.AST) -> Iterator[int]:
    """Lines where an error is raised with a Thai text that no `Said` holds.

    A ValueError is for the caller, which says it in its own words.
    """
    for raised in ast.walk(tree):
        made = raised.exc if isinstance(raised, ast.Raise) else None
        if isinstance(made, ast.Call) and getattr(made.func, "id", "") != "ValueError":
            yield from _bare(made)


def _bare(node: ast.AST) -> Iterator[int]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Said":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and THAI.search(node.value):
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _bare(child)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_error_is_thai_alone(path: Path) -> None:
    """ENG-02"""
    assert list(thai_alone(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_a_thai_error_would_be_found() -> None:
    """ENG-02"""
    assert list(thai_alone(ast.parse('raise E(f"ไม่พบ {x}")\nraise E(Said("ไม่พบ", "gone"))'))) == [1]


ROWS = [["รหัส", "อำเภอ", "ตำบล"], ["310101", "A", "B"], ["310101", "", "C"], ["31", "A", ""]]
PROVINCE = Province("31", "A")
RAISING: dict[str, Callable[[], object]] = {
    "unknown key": lambda: parse_settings({"yaer": 2564}),
    "wrong type": lambda: parse_settings({"year": "x"}),
    "range": lambda: parse_settings({"mail": {"attachment_mb": -1}}),
    "a table for a text": lambda: parse_settings({"province": {}}),
    "a list": lambda: parse_settings({"contact": []}),
    "date": lambda: parse_settings({"letter": {"date": "x"}}),
    "list of tables": lambda: parse_settings({"award": {"extra": [{"key": "A", "name": "x"}]}}),
    "pin": lambda: parse_settings({"pins": {"1": "x"}}),
    "twice": lambda: parse_settings({"award": {"extra": [{"key": "a", "name": "x"}] * 2}}),
    "no toml": lambda: parse_rubric("x =", "r.toml"),
    "no rubric": lambda: parse_rubric("[rubric]", "r.toml"),
    "no year": lambda: load_rubric(2599),
    "roster": lambda: roster_from_table(ROWS, [PROVINCE]),
    "empty roster": lambda: roster_from_table(ROWS[:1], [PROVINCE]),
    "no headings": lambda: roster_from_table([["a"]], [PROVINCE]),
}


@pytest.mark.parametrize("raising", list(RAISING.values()), ids=list(RAISING))
def test_errors_are_english_through_and_through(raising: Callable[[], object]) -> None:
    """ENG-03"""
    with pytest.raises(SentenceError) as caught:
        raising()
    assert THAI.search(caught.value.sentence("th"))
    names = caught.value.sentence("en").replace("รหัส, อำเภอ and ตำบล", "")
    assert not THAI.search(names)


def test_faults_of_a_template_are_joined() -> None:
    """ENG-03"""
    error = TemplateError([refusal("macros"), refusal("meta_lost", sheet="_meta")])
    assert error.sentence("th") == str(error) == "\n".join(error.faults)
    assert error.sentence("en") == "\n".join(str(in_english(fault)) for fault in error.faults)


def test_a_sentence_within_a_sentence() -> None:
    """ENG-03"""
    near = mail_text("errors.nearest", name="b")
    said = mail_text("errors.unknown_name", path="p", name="a", nearest=near, known="b")
    assert near in said
    assert str(in_english(near)) in str(in_english(said))


def test_twins_travel_between_processes() -> None:
    """ENG-04"""
    error = deepcopy(DraftError(Said("ไทย", "English")))  # by the same way as pickle
    assert (error.sentence("th"), error.sentence("en")) == ("ไทย", "English")


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ["generate"],
        ["generate", "-p", "99"],
        ["summarize", "nowhere", "-p", "31", "-o", "x.xlsx"],
        ["template", "--year", "2599", "-o", "x.xlsx"],
        ["rollup", "nowhere.xlsx", "-o", "x.xlsx"],
        ["rubric", "--check", "nowhere.toml"],
    ],
    ids=" ".join,
)
def test_commands_say_what_they_cannot_do(
    command: list[str], lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ENG-05"""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["--lang", lang, *command])
    assert result.exit_code == 2
    assert bool(THAI.search(result.output)) == (lang == "th"), result.output


def test_dates_and_lists_within_a_finding_are_english() -> None:
    """ENG-06: as twins they reach the sentence, and a year takes no comma."""
    on, both = thai_date(date(2021, 5, 3)), join_list(["A", "B"])
    place = Where("3102.xlsx")
    late = Finding("W14", place, "3102", value=on, params={"amphoe": "A", "due": on})
    unsent = {"amphoe": "A", "order": "B", "list": both, "due": on}
    told = [late, Finding("W15", place, "3102", params=unsent)]
    english = " ".join(load_catalogue().message(finding, "en") for finding in told)
    assert "3 May 2021" in english
    assert "A and B" in english
    assert not THAI.search(english)
    year = Finding("E05", place, params={"year_file": 2563, "year_now": 2564})
    assert "2564" in load_catalogue().message(year, "en")


def test_drafts_are_told_in_english() -> None:
    """ENG-06"""
    said = said_on_console("drafted", kind=mail_text("kinds.receipt"), recipient="A")
    assert said.english == "Drafted “receipt” to A"
