"""Returns edited by hand in LibreOffice, protection lifted, and saved.

DAMAGE-05  What a person does there with the menus (insert, delete, drag, rename, move, copy, hide)
           leaves every score right or the ตำบล flagged.
DAMAGE-06  Sealed there with the password that every program tries by itself, a workbook counts;
           sealed with another it is named.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from damage.subject import Promise, Subject, flagged, judge, missing, right

from sorchor_xl.files.default_password import KNOWN_TO_ALL
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff

HAND = Path(__file__).parent / "damage" / "uno_hand.py"
PYTHONS = ("/usr/bin/python3", "python3")
SEED = 5
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97"}
SECONDS = 300
Steps = list[list[object]]


def uno_python() -> str | None:
    """A Python that has LibreOffice's `uno`; None where there is none."""
    for python in filter(None, map(shutil.which, PYTHONS)):
        done = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
        if done.returncode == 0:
            return python
    return None


pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(uno_python() is None, reason="no Python with LibreOffice's uno"),
]


def edits(subject: Subject) -> dict[str, tuple[Steps, Promise]]:
    """What is done to the form of the ตำบล hit, and what must come of it."""
    answer = subject.column()
    first, second = subject.row(5), subject.row(8)
    return {
        "row_inserted": ([["insert_row", second]], right()),
        "column_inserted": ([["insert_column", answer]], right()),
        "row_deleted": ([["delete_row", second]], flagged("E59")),
        "cell_dragged": ([["cut_and_paste", first, second, answer]], flagged("E14")),
        "thai_digits": ([["type_text", first, answer, f"๐{subject.said(5)}"]], right("N03")),
        "words": ([["type_text", first, answer, "หลายครั้ง"]], flagged("E15")),
        "renamed": ([["rename", "ส่งแล้ว"]], right("N07")),
        "hidden": ([["hide"]], right("N06")),
        "moved": ([["move_sheet", 0]], right("N08")),
        "copied": ([["copy_sheet", "สำเนา"]], right("N11")),
        "deleted": ([["delete_sheet"]], missing()),
        "all_at_once": (
            [["insert_row", 3], ["insert_column", 2], ["rename", "ก"], ["hide"]],
            right(),
        ),
    }


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all edited workbooks, edited in one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("hand")
    subject = Subject(SEED)
    (folder / "source.xlsx").write_bytes(subject.book.saved())
    jobs = [
        {
            "source": str(folder / "source.xlsx"),
            "target": str(folder / f"{name}.xlsx"),
            "sheet": subject.name,
            "steps": steps,
        }
        for name, (steps, _) in edits(subject).items()
    ]
    jobs += [
        {
            **jobs[0],
            "target": str(folder / f"{word}.{ending}"),
            "steps": [],
            "filter": FILTERS[ending],
            "password": word,
        }
        for ending in FILTERS
        for word in (KNOWN_TO_ALL, "secret")
    ]
    (folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = (folder / "profile").as_uri()
    listen = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    office = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", listen]
    with subprocess.Popen(office, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            hand = [uno_python() or "", str(HAND), str(port), str(folder / "jobs.json")]
            done = subprocess.run(
                hand, capture_output=True, text=True, timeout=SECONDS, check=False
            )
            assert done.returncode == 0, done.stderr
            running.wait(timeout=SECONDS)
        finally:
            running.kill()
    return folder


@pytest.mark.parametrize("name", sorted(edits(Subject(SEED))))
def test_edited_by_hand(name: str, returned: Path) -> None:
    """DAMAGE-05."""
    subject = Subject(SEED)
    promise = edits(subject)[name][1]
    data = (returned / f"{name}.xlsx").read_bytes()
    assert not judge(name, subject, data, promise)


@pytest.mark.parametrize("ending", FILTERS)
def test_sealed_for_everybody(ending: str, returned: Path) -> None:
    """DAMAGE-06."""
    data = (returned / f"{KNOWN_TO_ALL}.{ending}").read_bytes()
    assert judge(ending, Subject(SEED), data, right()) == ""


@pytest.mark.parametrize("ending", FILTERS)
def test_sealed_with_a_password(ending: str, returned: Path) -> None:
    """DAMAGE-06."""
    assert sniff((returned / f"secret.{ending}").read_bytes(), "x") is FileKind.PASSWORD
