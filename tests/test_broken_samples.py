"""The broken samples: one file per thing that goes wrong, with what must be found beside it.

BROKEN-01  Every sample has its findings beside it, and no findings stand without a sample.
BROKEN-02  The reader, alone with the file, finds exactly these.
BROKEN-03  The command line says the same and ends with the exit code that belongs to it; only a
           paper of nobody, which the reader cannot read, it calls that (W71) and no error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from issued import context

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Severity
from sorchor_xl.intake.reader import read_paths

FOLDER = Path(__file__).parent.parent / "samples" / "broken"
ENDING = ".findings.txt"
SAMPLES = sorted(p for p in FOLDER.iterdir() if not p.name.endswith(ENDING))
THROUGH_COMMAND = SAMPLES[::4]
"""A command takes a second to start; the reader has seen all of them."""
PAPERS_OF_NOBODY = {"photo.xlsx": ["W71\t\t"], "scan.pdf": ["W71\t\t"]}
"""What is told of these once it is known that no อำเภอ sent them."""


def lines(sample: Path) -> list[str]:
    """The findings that stand beside a sample: "code, sheet, cell"."""
    text = sample.with_name(sample.name + ENDING).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_samples_and_findings_stand_in_pairs() -> None:
    """BROKEN-01."""
    described = {p.name.removesuffix(ENDING) for p in FOLDER.glob(f"*{ENDING}")}
    assert described == {sample.name for sample in SAMPLES}
    assert len(SAMPLES) >= 25


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_the_reader_finds_exactly_these(sample: Path) -> None:
    """BROKEN-02."""
    found = {
        f"{finding.code}\t{finding.where.sheet}\t{finding.where.cell}"
        for item in read_paths([sample], context())
        for finding in item.findings
    }
    assert sorted(found) == lines(sample)


@pytest.mark.parametrize("sample", THROUGH_COMMAND, ids=lambda p: p.name)
def test_the_command_line_says_the_same(sample: Path, tmp_path: Path) -> None:
    """BROKEN-03."""
    target = tmp_path / "found.json"
    command = [sys.executable, "-m", "sorchor_xl", "check", str(sample), "--json", str(target)]
    command += ["--province", "31", "--as-of", "2564-05-03"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = json.loads(target.read_text(encoding="utf-8"))["findings"]
    told = {f"{f['code']}\t{f['sheet'] or ''}\t{f['cell'] or ''}" for f in said}
    expected = PAPERS_OF_NOBODY.get(sample.name, lines(sample))
    assert set(expected) <= told
    catalogue = load_catalogue()
    severities = {catalogue.entry(line.split("\t")[0]).severity for line in expected}
    assert done.returncode == 1 if Severity.ERROR in severities else done.returncode in (0, 1, 2)
