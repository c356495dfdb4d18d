"""One run over a whole drop folder.

MIXED-01  every form counts, whatever it came as, with its right score
MIXED-02  every other file is listed, with the reason
MIXED-03  the run ends with exit code 1 and writes its results
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from mixed_folder import OPEN, SOFFICE, Mixed, make_mixed

ROUTES = [
    pytest.param(False, id="plain"),
    pytest.param(
        True,
        id="libreoffice",
        marks=[
            pytest.mark.office,
            pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
        ],
    ),
]


@pytest.fixture(scope="module", params=ROUTES)
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Mixed, int, dict[str, Any]]:
    """The folder, the exit code, and the results of one run over it."""
    work = tmp_path_factory.mktemp("mixed")
    (work / "inbox").mkdir()
    mixed = make_mixed(work / "inbox", convert=request.param)
    command = [sys.executable, "-m", "sorchor_xl", "summarize", str(mixed.folder)]
    command += ["-o", "s.xlsx", "--json", "s.json", "--as-of", "2564-05-03", "--province", "31"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    assert (work / "s.xlsx").is_file(), done.stderr
    return mixed, done.returncode, json.loads((work / "s.json").read_text(encoding="utf-8"))


def test_every_form_counts_with_its_right_score(
    run: tuple[Mixed, int, dict[str, Any]],
) -> None:
    """MIXED-01"""
    mixed, _, results = run
    found = {t["code"]: t for t in results["tambons"]}
    assert set(found) == set(mixed.expected)
    for code, line in mixed.expected.items():
        scores = {str(n): int(line[str(n)]) for n in range(1, 24) if line[str(n)]}
        assert found[code]["scores"] == scores, code
        assert found[code]["status"] == line["status"], code
    used = {f["path"] for f in results["files"] if f["verdict"] == "used"}
    assert used == set(mixed.good)


def test_the_form_of_a_tambon_came_from_its_own_district(
    run: tuple[Mixed, int, dict[str, Any]],
) -> None:
    """MIXED-01"""
    mixed, _, results = run
    sources = {(t["source"]["file"], t["amphoe_code"]) for t in results["tambons"]}
    assert sources == set(mixed.good.items())


def test_every_other_file_is_listed_with_its_reason(
    run: tuple[Mixed, int, dict[str, Any]],
) -> None:
    """MIXED-02"""
    mixed, _, results = run
    reasons = {f["path"]: f["reason"] for f in results["files"]}
    assert set(mixed.others) <= set(reasons)
    wrong = {p: reasons[p] for p, codes in mixed.others.items() if reasons[p] not in codes}
    assert not wrong
    verdicts = {f["verdict"] for f in results["files"] if f["path"] in mixed.others}
    assert verdicts <= {"rejected", "ignored"}


def test_a_workbook_somebody_has_open_is_told_of(
    run: tuple[Mixed, int, dict[str, Any]],
) -> None:
    """MIXED-02: the lock file itself is no return; what it says is said of the workbook."""
    told = {(f["code"], f["file"]) for f in run[2]["findings"]}
    assert ("W18", OPEN) in told


def test_errors_remain(run: tuple[Mixed, int, dict[str, Any]]) -> None:
    """MIXED-03"""
    assert run[1] == 1
