"""No command harms what it was made from.

HARM-01  Each command × each pair of its paths made equal: refused where one is an output, and
         nothing that was there is changed, by whatever command.
HARM-02  An output that is a file read, by link, by second name, by letter case: refused, exit 2.
HARM-03  An output in the inbox, however deep and by whatever link: refused, exit 2.
HARM-04  An output of another type is refused with the right name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner, Result
from issued import filled

from sorchor_xl.commands.command_line import COMMANDS, main
from sorchor_xl.workflow.demo import DEMO_DAY
from sorchor_xl.workflow.master_templates import packaged_template
from sorchor_xl.workflow.start_round import start_round

TODAY = ("--as-of", DEMO_DAY.isoformat())


class Role(NamedTuple):
    """What a path of a command is for: a place of a sound round, and whether it is written."""

    place: str
    is_output: bool = False


PLACES: Mapping[str, Role] = {
    "paths": Role("returned"),
    "returned": Role("returned"),
    "inbox": Role("returned"),
    "summaries": Role("old/summary.xlsx"),
    "settings_file": Role("sorchor.toml"),
    "template": Role("own/template.xlsx"),
    "previous": Role("old/summary.xlsx"),
    "department_form": Role("own/form.xlsx"),
    "file": Role("own/rubric.toml"),
    "annotate_dir": Role("results/corrections", is_output=True),
    "json_file": Role("results/results.json", is_output=True),
    "export_dir": Role("results/tables", is_output=True),
    "html_file": Role("results/board.html", is_output=True),
    "board": Role("results/page.html", is_output=True),
    "drafts": Role("results/drafts", is_output=True),
    "copy_to": Role("results/letters", is_output=True),
    "output": Role("results/new.xlsx", is_output=True),
}
"""Every path of every command. A new option stands here, or the test below says so."""

ALONE = {"init", "demo", "menu"}
"""Commands of one path, a folder that they make, and the one that runs the others."""


def paths_of(name: str) -> list[click.Parameter]:
    """The path parameters of a command."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return [p for p in command.params if isinstance(p.type, click.Path)]


def pairs() -> Iterator[tuple[str, str, str]]:
    """Every command with two of its paths: the second is made equal to the first."""
    for name in COMMANDS:
        if name not in ALONE:
            known = [str(p.name) for p in paths_of(name)]
            yield from ((name, *two) for two in permutations(known, 2) if ends(name, two))


def ends(name: str, two: tuple[str, str]) -> bool:
    """Whether a command comes to an end: `watch` does only where it is refused."""
    return name != "watch" or any(PLACES[key].is_output for key in two)


@pytest.fixture(scope="module")
def round_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with one return and files of its own, which are read."""
    folder = tmp_path_factory.mktemp("round")
    start_round(folder, "31", 2564)
    (folder / "returned" / "ส่งแบบ.xlsx").write_bytes(filled())
    for name in ("old", "own"):
        (folder / name).mkdir()
    (folder / "own" / "template.xlsx").write_bytes(packaged_template())
    (folder / "own" / "rubric.toml").write_text("x = 1", encoding="utf-8")
    arguments = ["summarize", "-o", "old/summary.xlsx", "--export", "old/tables", *TODAY]
    made = run_in(folder, arguments)
    assert made.exit_code in {0, 1}, made.output
    shutil.copy(folder / "old" / "summary.xlsx", folder / "own" / "form.xlsx")
    return folder


@pytest.fixture
def working(round_folder: Path, tmp_path: Path) -> Path:
    """A copy of the round to work in."""
    return Path(shutil.copytree(round_folder, tmp_path / "round"))


def run_in(folder: Path, arguments: list[str]) -> Result:
    """Run the program in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, ["--quiet", *arguments])
    finally:
        os.chdir(before)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def arguments_of(name: str, **places: str) -> list[str]:
    """A command with these paths, and whatever else it must be given."""
    arguments = [name]
    for parameter in paths_of(name):
        place = places.get(str(parameter.name))
        if isinstance(parameter, click.Option):
            default = "results/new.xlsx" if parameter.required else None
            if place or default:
                arguments += [parameter.opts[0], str(place or default)]
        elif place or parameter.required:
            arguments.append(place or PLACES[str(parameter.name)].place)
    command: Any = main.get_command(click.Context(main), name)
    if any(p.name == "as_of" for p in command.params):
        arguments += TODAY
    return arguments


def test_every_path_of_every_command_is_known() -> None:
    """HARM-01."""
    unknown = {
        f"{name} {p.name}"
        for name in COMMANDS
        if name not in ALONE
        for p in paths_of(name)
        if p.name not in PLACES
    }
    assert not unknown, "say in PLACES what this path is for, and state it in the command's plan"


@pytest.mark.parametrize(("name", "one", "other"), [*pairs()])
def test_no_two_paths_may_be_one(name: str, one: str, other: str, working: Path) -> None:
    """HARM-01."""
    place = PLACES[one].place
    before = snapshot(working)
    done = run_in(working, arguments_of(name, **{one: place, other: place}))
    after = snapshot(working)
    assert {path: after.get(path) for path in before} == before
    if PLACES[one].is_output or PLACES[other].is_output:
        assert done.exit_code == 2, done.output
        assert after == before, done.output


READ = {
    "a return": "returned/ส่งแบบ.xlsx",
    "the settings": "sorchor.toml",
    "last year's": "old/summary.xlsx",
    "the form": "own/form.xlsx",
}
SUMMARIZE = ["summarize", "--previous", "old/summary.xlsx", "--department-form", "own/form.xlsx"]


def refused(working: Path, *options: str) -> str:
    """What is said of a summary that must not be written; nothing is changed."""
    before = snapshot(working)
    done = run_in(working, [*SUMMARIZE, *TODAY, *options])
    assert done.exit_code == 2, done.output
    assert snapshot(working) == before
    return done.output


@pytest.mark.parametrize("read", READ.values(), ids=READ)
@pytest.mark.parametrize("by", ["link", "hard link", "letter case", "steps"])
def test_a_file_that_is_read_is_known_by_any_name(read: str, by: str, working: Path) -> None:
    """HARM-02."""
    target = working / "results" / "x.xlsx"
    if by == "link":
        target.symlink_to(working / read)
    elif by == "hard link":
        os.link(working / read, target)
    elif by == "letter case":
        target = working / Path(read).parent / Path(read).name.upper()
    else:
        target = working / "own" / ".." / read
    assert refused(working, "-o", str(target))


@pytest.mark.parametrize(
    "place", ["returned/x.xlsx", "returned/a/b/x.xlsx", "RETURNED/x.xlsx", "beside/x.xlsx"]
)
def test_nothing_is_written_where_returns_land(place: str, working: Path) -> None:
    """HARM-03: our own corrections would come back as returns."""
    (working / "beside").symlink_to(working / "returned")
    assert "returned" in refused(working, "-o", place)
    assert "returned" in refused(working, "-o", "results/x.xlsx", "--json", place[:-4] + "json")
    for option in ("--annotate", "--export"):
        assert "returned" in refused(working, "-o", "results/x.xlsx", option, place[:-7])


def test_the_record_of_a_summary_is_an_output_too(working: Path) -> None:
    """HARM-01: it stands beside the summary by its own."""
    assert "results/x_record.json" in refused(
        working, "-o", "results/x.xlsx", "--json", "results/x_record.json"
    )


def test_the_national_summary_is_none_of_those_it_adds_up(working: Path) -> None:
    """HARM-02, HARM-03: whether files or a folder of them are given."""
    for given in ("old/summary.xlsx", "old"):
        done = run_in(working, ["rollup", given, "-o", "old/summary.xlsx", *TODAY])
        assert done.exit_code == 2
        assert "ไม่เขียน" in done.output


def test_files_of_an_output_folder_are_not_written_over(working: Path) -> None:
    """HARM-02: what is read may stand in an output folder, unless its name is one we write."""
    (working / "results" / "3101_x.xlsx").write_bytes(b"read")
    done = run_in(working, ["summarize", "--previous", "results/3101_x.xlsx", *TODAY,
                            "-o", "old/y.xlsx", "--annotate", "results"])  # fmt: skip
    assert done.exit_code == 2
    assert "3101_x.xlsx" in done.output


@pytest.mark.parametrize(
    ("option", "given", "right"),
    [
        ("-o", "results/x", "results/x.xlsx"),
        ("-o", "results/x.csv", "results/x.xlsx"),
        ("-o", "results/x.xls", "results/x.xlsx"),
        ("-o", "results/สรุป 31.2564", "results/สรุป 31.2564.xlsx"),
        ("-o", "results", "results/summary.xlsx"),
        ("--json", "results/x.xlsx", "results/x.json"),
        ("-o", ".", "summary.xlsx"),
        ("-o", "results/..", "results/../summary.xlsx"),
        ("-o", "results/x.xlsx ", "results/x.xlsx"),
        ("-o", "results/x.xlsx.", "results/x.xlsx"),
        ("-o", "results/.xlsx", "results/summary.xlsx"),
    ],
)
def test_an_output_of_another_type_is_refused(
    option: str, given: str, right: str, working: Path
) -> None:
    """HARM-04."""
    done = refused(working, *(["-o", "results/ok.xlsx"] if option != "-o" else []), option, given)
    assert f"“{right}”" in done


@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in ALONE])
def test_no_path_may_be_nothing(name: str, working: Path) -> None:
    """HARM-04: an empty name, as a script hands over where its variable is not set."""
    for parameter in paths_of(name):
        named = isinstance(parameter, click.Option)
        given = [parameter.opts[0], ""] if named else [""]
        before = snapshot(working)
        done = run_in(working, [name, *given])
        assert done.exit_code == 2, done.output
        assert "Traceback" not in done.output
        assert snapshot(working) == before


@pytest.mark.parametrize("ending", [".xlsm", ".xls", ".ods"])
def test_a_form_of_another_type_is_asked_for_as_xlsx(ending: str, working: Path) -> None:
    """HARM-04: the name of its output was chosen by us, so it is not what is to be mended."""
    (working / f"own/form{ending}").write_bytes((working / "own/form.xlsx").read_bytes())
    done = refused(working, "-o", "results/x.xlsx", "--department-form", f"own/form{ending}")
    assert f"own/form{ending}” ไม่ใช่ไฟล์ .xlsx" in done
