"""Files that want to hang, fill or end the program.

HOSTILE-01  Each ends as a finding, in time and within memory; the good form beside it counts.
HOSTILE-02  Nothing is written, nothing outside the folder is opened.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hostile_files import HOSTILE
from issued import context, expected, filled

from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.intake.reader import read_paths
from sorchor_xl.workbooks.sandbox import Limits

OPENED = "N30"
"""Of every container: that its files were read."""

TOLD = {
    "far_cells": {"N05"},
    "far_cell_in_a_near_row": {"N05"},
    "twenty_million_cells": {"E41"},
    "many_cells_within_limits": {"E01", "E41", "E43", "E46", "N05"},
    "a_gigabyte_of_text": {"E41"},
    "lying_counts": {"N05"},
    "text_out_of_range": {"E01", "E46"},
    "million_empty_rows": {"N05"},
    "million_styled_cells": {"N05"},
    "one_huge_merge": {"N05"},
    "a_million_merges": {"N05"},
    "entity_bomb": {"E42"},
    "external_entity": {"E42"},
    "deep_nesting": {"N05", "E01", "E46"},
    "endless_attribute": {"N05", "E01", "E46"},
    "zip_of_zips": {"E48"},
    "climbing_names": {"N05"},
    "zip_bomb": {"E41"},
    "many_members": {"E39", "E83"},
    "ods_of_repeats": {"N05", "E46"},
}
SECONDS = 10.0
GENEROUS = 25.0
"""Seconds a file may take beyond its limit on a slow machine; people are promised 30 in all."""
GIGABYTE = 1024 * 1024 * 1024


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drop folder of all of them, and one good form."""
    path = tmp_path_factory.mktemp("drop")
    for name, make in HOSTILE.items():
        (path / f"{name}.xlsx").write_bytes(make())
    (path / "good.xlsx").write_bytes(filled())
    if os.name == "posix":
        os.mkfifo(path / "pipe.xlsx")
        (path / "link.xlsx").symlink_to("/etc/passwd")
    return path


@pytest.fixture(scope="module")
def most_before() -> int:
    """Kilobytes of the largest process that other tests had started; the mark is never lowered."""
    if not sys.platform.startswith("linux"):
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


@pytest.fixture(scope="module")
def read(folder: Path, most_before: int) -> Mapping[str, ReadFile]:  # noqa: ARG001 asked first
    """What one run over the folder says, by path as shown."""
    before = sorted(folder.rglob("*"))
    start = time.monotonic()
    found = read_paths([folder], context(), limits=Limits(seconds=SECONDS))
    assert time.monotonic() - start < len(HOSTILE) * 5 + 2 * (SECONDS + GENEROUS)
    assert sorted(folder.rglob("*")) == before
    return {item.file.path: item for item in found}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_each_ends_as_a_finding(name: str, read: Mapping[str, ReadFile]) -> None:
    """HOSTILE-01."""
    own = [item for path, item in read.items() if path.startswith(f"{name}.xlsx")]
    said = {finding.code for item in own for finding in item.findings}
    assert said
    assert said - {OPENED} <= TOLD[name]
    assert all(item.submission is None for item in own)


def test_the_good_form_counts(read: Mapping[str, ReadFile]) -> None:
    """HOSTILE-01."""
    submission = read["good.xlsx"].submission
    assert submission is not None
    said = {t.code: {n: e.value for n, e in t.answers.items()} for t in submission.tambons}
    assert said == expected()


@pytest.mark.skipif(os.name != "posix", reason="links and pipes need a POSIX file system")
def test_links_and_pipes_are_told_and_not_opened(read: Mapping[str, ReadFile]) -> None:
    """HOSTILE-02."""
    for name in ("pipe.xlsx", "link.xlsx"):
        assert [finding.code for finding in read[name].findings] == ["E49"]
        assert read[name].file.sha256 == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
def test_no_worker_took_a_gigabyte(most_before: int, read: Mapping[str, ReadFile]) -> None:
    """HOSTILE-01: beyond what it is born with, which is what this process holds by then."""
    import resource

    assert read
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert own is not None
    assert most == most_before or (most - int(own[1])) * 1024 < GIGABYTE


@pytest.mark.parametrize("name", ["many_cells_within_limits", "a_gigabyte_of_text"])
def test_alone_each_ends_in_time(name: str, tmp_path: Path) -> None:
    """HOSTILE-01: under the limits people run with."""
    (tmp_path / "x.xlsx").write_bytes(HOSTILE[name]())
    start = time.monotonic()
    (item,) = read_paths([tmp_path], context())
    assert {finding.code for finding in item.findings} <= TOLD[name]
    assert time.monotonic() - start < Limits().seconds + GENEROUS
