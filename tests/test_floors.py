"""The house keeps its floors.

FLOOR-01 imports point down only: cli → commands → {form, intake, report} → domain
FLOOR-02 the ground opens no file, knows no workbook library and reads no clock
FLOOR-03 heavy libraries are imported late: neither the command line nor the ground pulls them in
FLOOR-04 a file keeps below 400 lines, a function below 50
FLOOR-05 every public module, class and function says what it is
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "sorchor_xl"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# What a room may import of the package. A room always may import itself.
ALLOWED = {
    "domain": set(),
    "form": {"domain", "top"},
    "intake": {"domain", "form", "top"},
    "report": {"domain", "form", "intake", "top"},
    "commands": {"domain", "form", "intake", "report", "top"},
    "top": {"domain", "form", "intake", "report", "commands"},
}
# Loaders of packaged data: the only modules beside the rooms that a room may import.
LOADERS = {"sorchor_xl", "sorchor_xl.catalogue", "sorchor_xl.rubric_data", "sorchor_xl.roster_data"}
GROUND_MAY_NOT = {"openpyxl", "xlsxwriter", "pandas", "lxml", "python_calamine", "click", "pathlib"}
HEAVY = ("openpyxl", "xlsxwriter", "pandas", "lxml", "python_calamine", "olefile")


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
    inner = len(parts) > 1 and parts[1] in ALLOWED
    return parts[1] if inner else "top"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_down_floor_01(module: Path) -> None:
    here = room(module)
    for name in imports(module):
        if not name.startswith("sorchor_xl") or imported_room(name) == here:
            continue
        assert imported_room(name) in ALLOWED[here], f"{module.name} imports {name}"
        if here != "commands" and imported_room(name) == "top":
            assert name in LOADERS, f"{module.name} imports {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) == "domain"], ids=str)
def test_the_ground_is_pure_floor_02(module: Path) -> None:
    assert not GROUND_MAY_NOT & {name.split(".")[0] for name in imports(module)}
    names = {n.id for n in ast.walk(tree(module)) if isinstance(n, ast.Name)}
    called = {n.attr for n in ast.walk(tree(module)) if isinstance(n, ast.Attribute)}
    assert "open" not in names
    assert not {"now", "today", "read_text", "read_bytes"} & called


@pytest.mark.parametrize("start", ["sorchor_xl.cli", "sorchor_xl.domain.collect"])
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
