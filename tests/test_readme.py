"""What the README and its pages say is so.

READ-01 exactly two commands to try: install and demo, install and test
READ-02 the commands of the Thai section run, in the order printed
READ-03 every command is in the table, and every option the table names exists
READ-04 the table of placeholders is what the code knows
READ-05 every file the pages point to is there
READ-06 the JSON page names exactly the keys that are written
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sorchor_xl.commands.command_line import COMMANDS, main
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.report.exports.department_values import AMPHOE, TAMBON, known_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def test_two_commands_to_try_read_01() -> None:
    tries = [block.strip() for block in BLOCKS if "pip install" in block]
    assert tries == [
        "pip install . && sorchor-xl demo",
        "pip install '.[test]' && pytest",
    ]


def test_the_officers_commands_run_read_02(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = (b for b in BLOCKS if "init" in b)
    codes = {}
    for line in block.strip().splitlines():
        program, *arguments = shlex.split(line)
        assert program == "sorchor-xl"
        if arguments[0] == "status":
            for path in (ROOT / "samples" / "returned").iterdir():
                shutil.copy(path, "returned")
        codes[arguments[0]] = CliRunner().invoke(main, arguments).exit_code
    assert codes == {"init": 0, "generate": 0, "status": 1, "summarize": 1}
    assert list(Path("results").glob("*.xlsx"))
    assert list(Path("results/corrections").glob("*.xlsx"))


def test_every_command_and_option_is_true_read_03() -> None:
    rows = dict(re.findall(r"^\| `sorchor-xl (\w+)[^|]*\| (.*) \|$", README, re.MULTILINE))
    assert set(rows) == set(COMMANDS)
    for name, text in rows.items():
        command = main.get_command(click.Context(main), name)
        assert command is not None
        known = {option for p in command.params for option in p.opts}
        assert set(re.findall(r"--[a-z-]+", text)) <= known


def placeholder_rows() -> str:
    """The rows of the table of placeholders, as the code knows them."""
    places = {"anywhere": "", "row of อำเภอ": AMPHOE, "row of ตำบล": TAMBON}
    rows, before = [], set[str]()
    for place, repeats in places.items():
        known = known_names(load_rubric(2564), repeats)
        names = " ".join(f"`{{{{{name}}}}}`" for name in known if name not in before)
        rows.append(f"| {place} | {names} |")
        before |= set(known)
    return "\n".join(rows)


def test_the_placeholders_are_those_known_read_04() -> None:
    assert placeholder_rows() in README
    shown = set(re.findall(r"`\{\{([^}…]+)\}\}`", placeholder_rows()))
    assert shown == set(known_names(load_rubric(2564), TAMBON))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere_read_05(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target


def test_the_json_page_names_the_keys_read_06(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    returned = next((ROOT / "samples" / "returned").glob("3112*"))
    arguments = ["check", str(returned), "--json", "c.json", "--as-of", "2564-05-03"]
    CliRunner().invoke(main, arguments)
    results = json.loads(Path("c.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    written = set(results) | set(results["rubric"])
    for group in ("tambons", "amphoes", "files", "findings"):
        written |= set(results[group][0])
    named = set(re.findall(r'"(\w+)"', page.split("```")[1]))
    assert written <= named


def test_the_json_page_names_the_commands_read_06() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    head = page.split("```", maxsplit=1)[0]
    commands = {name: main.get_command(click.Context(main), name) for name in COMMANDS}
    writers = {n for n, c in commands.items() if c and any(p.name == "json_file" for p in c.params)}
    assert writers == set(re.findall(r"`([a-z]+)`", head.replace("`sorchor", "")))
