"""The wheel holds everything a round needs, and works alone in an empty folder.

WHEEL-01  exactly the data files meant to be in it
WHEEL-02  generate makes every district workbook of a province, from the installed wheel
WHEEL-03  demo runs the whole round on the sample tables, from the installed wheel
WHEEL-04  licence, data notices and the command are part of it
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sample_tables import ROOT, sample

DATA = {
    "NOTICE.md",
    "aliases.csv",
    "assessment_template.xlsx",
    "board.html",
    "board.toml",
    "console.toml",
    "demo/awards.csv",
    "demo/districts.csv",
    "demo/orders.csv",
    "demo/plans.csv",
    "demo/round.csv",
    "findings.toml",
    "form.toml",
    "mail.toml",
    "mail/correction.txt",
    "mail/form.txt",
    "mail/memorandum.txt",
    "mail/receipt.txt",
    "mail/reminder.txt",
    "mail/summary.txt",
    "mail/unreadable.txt",
    "manual/district.html",
    "manual/district.pdf",
    "manual/manual.html",
    "movement.toml",
    "provinces.csv",
    "register.toml",
    "report.toml",
    "rubrics/2564.toml",
    "tambons.csv",
}


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("site")
    _pip("install", "--no-index", "--no-deps", "--target", str(folder), str(wheel))
    return folder


def _run(installed: Path, where: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed command in an empty folder, unable to see the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    (command,) = (installed / "bin").glob("sorchor-xl*")
    where.mkdir()
    return subprocess.run(
        [str(command), *arguments],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_exactly_these_data_files(wheel: Path) -> None:
    """WHEEL-01"""
    inside = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("sorchor_xl/")]
    other = {name for name in inside if not name.endswith(".py")} - {"sorchor_xl/py.typed"}
    assert {name.removeprefix("sorchor_xl/data/") for name in other} == DATA


def test_licence_and_notices_come_along(wheel: Path) -> None:
    """WHEEL-04"""
    names = {Path(name).name: name for name in zipfile.ZipFile(wheel).namelist()}
    assert {"LICENSE", "NOTICE.md", "entry_points.txt"} <= set(names)
    metadata = zipfile.ZipFile(wheel).read(names["METADATA"]).decode()
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    """WHEEL-02: not the checkout, or the other tests prove nothing."""
    code = "import sorchor_xl; print(sorchor_xl.__file__)"
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    where = subprocess.check_output(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, text=True
    )
    assert Path(where.strip()).is_relative_to(installed)


def test_generate_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """WHEEL-02"""
    arguments = ("generate", "--province", "บุรีรัมย์", "--year", "2564", "-o", "out")
    done = _run(installed, tmp_path / "w", *arguments)
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "w" / "out").glob("*.xlsx"))) == 23


def test_demo_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """WHEEL-03"""
    done = _run(installed, tmp_path / "w", "demo", "d")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "w" / "d"
    assert len(list((folder / "returned").glob("*.xlsx"))) == len(sample("districts"))
    (summary,) = (folder / "results").glob("*_summary_*.xlsx")
    assert zipfile.is_zipfile(summary)
    (results,) = (folder / "results").glob("*_results_*.json")
    found = {t["code"]: t["total"] for t in json.loads(results.read_text("utf-8"))["tambons"]}
    for line in sample("expected"):
        assert found[line["tambon_code"]] == (int(line["total"]) if line["total"] else None)
