"""The house keeps its floors.

FLOOR-01 imports point down only: every room lists the rooms it may import, and no others exist
FLOOR-02 the ground opens no file, knows no workbook library and reads no clock
FLOOR-03 heavy libraries are imported late: neither the command line nor the ground pulls them in
FLOOR-04 a file keeps below 400 lines, a function below 50
FLOOR-05 every public module, class and function says what it is
FLOOR-07 a command is a file of its own, imported when it runs: --help imports none of them
FLOOR-08 the page on the house lists the same rooms and arrows
FLOOR-06 no two files of the package share a name, no two types of one room do
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from sorchor_xl.commands.command_line import COMMANDS, main

PACKAGE = Path(__file__).parents[1] / "sorchor_xl"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# Every room and what it may import of the package, from the ground up. "top" is the package itself.
ALLOWED = {
    "domain": set(),
    "data": {"domain"},
    "files": {"domain", "data"},
    "ooxml": {"domain", "data"},
    "workbooks": {"domain", "data", "files", "ooxml"},
    "form": {"domain", "data", "files", "ooxml"},
    "intake": {"domain", "data", "files", "ooxml", "workbooks", "form"},
    "register": {"domain", "data", "files", "ooxml", "workbooks"},
    "report": {"domain", "data", "files", "ooxml", "workbooks", "top"},
    "drafts": {"domain", "data", "files", "report", "top"},
    "workflow": {
        *("domain", "data", "files", "workbooks", "form", "intake", "register", "report"),
        "drafts",
    },
    "commands": {"domain", "data", "workflow", "top"},
    "top": {"commands", "workflow", "domain"},
}
GROUND_MAY_NOT = {"openpyxl", "xlsxwriter", "pandas", "lxml", "python_calamine", "click", "pathlib"}
HEAVY = ("openpyxl", "xlsxwriter", "pandas", "lxml", "python_calamine", "olefile", "msoffcrypto")


def room(module: Path) -> str:
    """The room a module stands in; "top" for those beside the rooms."""
    parts = module.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "top"


@cache
def tree(module: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(module.read_text(encoding="utf-8"))


def imports(module: Path) -> Iterator[str]:
    """Full names of all that a module imports, wherever in it."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def imported_room(name: str) -> str:
    """The room of a module of the package by its full name."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ALLOWED else "top"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_down_floor_01(module: Path) -> None:
    here = room(module)
    for name in imports(module):
        if name.startswith("sorchor_xl") and imported_room(name) != here:
            assert imported_room(name) in ALLOWED[here], f"{module.name} imports {name}"


def test_every_room_is_listed_floor_01() -> None:
    assert {room(module) for module in MODULES} == set(ALLOWED)
    order = list(ALLOWED)
    for here, below in ALLOWED.items():
        if here != "top":
            assert all(order.index(b) < order.index(here) for b in below - {"top"}), here


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) == "domain"], ids=str)
def test_the_ground_is_pure_floor_02(module: Path) -> None:
    assert not GROUND_MAY_NOT & {name.split(".")[0] for name in imports(module)}
    names = {n.id for n in ast.walk(tree(module)) if isinstance(n, ast.Name)}
    called = {n.attr for n in ast.walk(tree(module)) if isinstance(n, ast.Attribute)}
    assert "open" not in names
    assert not {"now", "today", "read_text", "read_bytes"} & called


@pytest.mark.parametrize(
    "start", ["sorchor_xl.commands.command_line", "sorchor_xl.domain.round.collect"]
)
def test_heavy_libraries_come_late_floor_03(start: str) -> None:
    code = f"import sys, {start}; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_files_and_functions_stay_small_floor_04(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_public_names_are_documented_floor_05(module: Path) -> None:
    body = tree(module)
    assert ast.get_docstring(body) or not body.body
    for node in body.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module.name}: {node.name} says nothing"


def test_no_two_files_share_a_name_floor_06() -> None:
    files = Counter(m.name for m in MODULES if not m.name.startswith("__"))
    assert [name for name, times in files.items() if times > 1] == []


@pytest.mark.parametrize("here", ALLOWED)
def test_no_two_types_of_a_room_share_a_name_floor_06(here: str) -> None:
    bodies = (tree(m).body for m in MODULES if room(m) == here)
    types = Counter(n.name for body in bodies for n in body if isinstance(n, ast.ClassDef))
    assert [name for name, times in types.items() if times > 1] == []


def test_help_imports_no_command_floor_07() -> None:
    code = (
        "import sys; from sorchor_xl.commands.command_line import main; "
        "main.main(['--help'], standalone_mode=False); "
        "print([m for m in sys.modules if m.startswith('sorchor_xl.workflow')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_its_file_floor_07(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert (command.name, bool(command.help)) == (name, True)


def test_the_page_lists_the_same_arrows_floor_08() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\w, –]+) \|$", page, re.MULTILINE)
    arrows = {name: {a for a in below.split(", ") if a != "–"} for name, below in rows}
    assert arrows == ALLOWED
