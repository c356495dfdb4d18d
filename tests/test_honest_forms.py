"""Honest forms, filled in and saved by different programs, raise no false alarm.

HONEST-01  A form filled with what a ตำบล may honestly say is read as filled, in every format.
HONEST-02  None is taken for one of points, of slips, of damage or of doubt.
HONEST-03  Nor where an answer was typed as text, so that the form's own formulas left it out.

``SORCHOR_DAMAGE=4000 pytest tests/test_honest_forms.py -s`` fills that many with openpyxl, and
prints how many raised an alarm.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from damage.binary_book import as_xlsb
from damage.subject import CODES, NAMES, places, read_back
from issued import RUBRIC, issue
from openpyxl import load_workbook

from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.thai.text import to_thai_digits

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
ALARMS = frozenset(
    {"E68", "E84", "E85", "E86", "E93", "E94", "E95", "E96", "E97", "E98"}
    | {"W60", "W61", "W62", "W63", "W65", "W64", "W20", "W11", "W24"}
)
BOOKS = max(2, int(os.environ.get("SORCHOR_DAMAGE", "0")) // len(CODES))
SECONDS = 300
Said = dict[str, dict[str, int]]
TYPED: dict[str, Callable[[int], object]] = {
    "numbers": lambda value: value,
    "thai": lambda value: to_thai_digits(str(value)),
    "texts": lambda value: f"{value}" if value % 2 else value,
}
"""How the same numbers are typed."""


def draw(seed: int) -> Said:
    """What every ตำบล of the อำเภอ says: drawn as the samples are."""
    sys.path.insert(0, str(SAMPLES))
    import make_round

    dice = make_round.Draw(f"honest {seed}")
    return {
        code: {key: int(value) for key, value in make_round.draw_answers(dice).items()}
        for code in CODES
    }


@cache
def blank() -> bytes:
    """The workbook as issued."""
    return issue()


def fill(said: Said, typed: Callable[[int], object] = lambda value: value) -> bytes:
    """The workbook filled in with openpyxl, cell by cell; ``typed`` is how numbers are typed."""
    book = load_workbook(io.BytesIO(blank()))
    rows, columns = places()
    for code, values in said.items():
        sheet = book[f"ต.{NAMES[code]}"]
        for key, value in values.items():
            row = rows[f"I{int(key):02d}"] if key.isdigit() else rows[f"B.{key}"]
            shown = typed(value)
            if key.isdigit() and RUBRIC.indicator(int(key)).kind is Kind.CHOICE:
                shown = f"{value} - {RUBRIC.indicator(int(key)).criteria[value - 1]}"
            sheet.cell(row + 1, columns["value"] + 1, shown)
        sheet.cell(rows["F.assessor"] + 1, columns["value"] + 1, "นายทดสอบ ระบบ")
        sheet.cell(rows["F.assessed_on"] + 1, columns["value"] + 1, "22 เม.ย. 2564")
        sheet.cell(rows["I05"] + 1, columns["note"] + 1, "รายงานการประชุม 3 ครั้ง")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def alarms(results: Results) -> list[str]:
    """The alarms that were raised."""
    found = (f for f in results.findings if f.code in ALARMS)
    return [f"{f.code} {f.tambon_code} {f.where.cell} {f.value}" for f in found]


def misread(results: Results, said: Said) -> list[str]:
    """The ตำบล that were read otherwise than filled in."""
    return [r.tambon.code for r in results.tambons if not _is_as_said(r, said[r.tambon.code])]


def _is_as_said(result: object, values: dict[str, int]) -> bool:
    ret = getattr(result, "ret", None)
    if ret is None or getattr(result, "status", None) is TambonStatus.NOT_RECEIVED:
        return False
    read = {str(n): e.value for n, e in ret.answers.items()}
    read |= {key: e.value for key, e in ret.bases.items()}
    return read == values


def test_filled_with_openpyxl(capsys: pytest.CaptureFixture[str]) -> None:
    """HONEST-01, HONEST-02."""
    raised: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in range(BOOKS):
        said = draw(seed)
        results = read_back(fill(said))
        raised.update(alarm.split()[0] for alarm in alarms(results))
        wrong += misread(results, said)
    with capsys.disabled():
        print(f"\n{BOOKS * len(CODES)} honest forms, alarms: {dict(raised) or 'none'}")  # noqa: T201
    assert not wrong
    assert raised.total() <= BOOKS * len(CODES) // 1000, raised


def test_saved_as_xlsb() -> None:
    """HONEST-01, HONEST-02."""
    said = draw(0)
    results = read_back(as_xlsb(fill(said)))
    assert (alarms(results), misread(results, said)) == ([], [])


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("format_", ["xlsx", "xls", "ods"])
def test_saved_by_libreoffice(format_: str, tmp_path: Path) -> None:
    """HONEST-01, HONEST-02, HONEST-03: recalculated and saved there."""
    said = draw(1)
    typed_as = [tmp_path / f"{name}.xlsx" for name in TYPED]
    for place, typed in zip(typed_as, TYPED.values(), strict=True):
        place.write_bytes(fill(said, typed))
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", format_]
    command += ["--outdir", str(tmp_path / "out"), *map(str, typed_as)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    for place in typed_as:
        results = read_back((tmp_path / "out" / f"{place.stem}.{format_}").read_bytes())
        assert (alarms(results), misread(results, said)) == ([], []), place.stem
