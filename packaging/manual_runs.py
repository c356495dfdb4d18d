"""Real runs on the sample round (ข้อมูลสมมติ): what the manual shows of terminal and workbooks."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from manual_cases import AMPHOE, CASES, TAMBON, Case, rows_of, sheet_of, shots, workbook_of
from manual_pictures import Shot
from openpyxl import load_workbook

AS_OF = "2564-05-03"
_ROOT = Path(__file__).resolve().parent.parent
_STATUS_LINES = 15
_FORM_ROWS, _SUMMARY_ROWS, _CHECK_ROWS, _LIST_ROWS = 19, 29, 16, 12


@dataclass(frozen=True, slots=True)
class Runs:
    """What came of the runs: terminal texts and pictures by key, and what was said of each case."""

    screens: Mapping[str, str]
    shots: tuple[Shot, ...]
    said: Mapping[str, Mapping[str, str]]


def taken(work: Path) -> Runs:
    """Run the sample round, the menu and every case."""
    work.mkdir(parents=True)
    _run("demo", "round", where=work)
    book = workbook_of(CASES[0], CASES[0].before)
    screens = {"menu": _menu(work), "status": _status(work / "round")}
    shown = (
        replace(
            _top("form-top", book, _sheet(book, "ต."), _FORM_ROWS),
            without=frozenset({"previous"}),
            narrow={"status": 26.0},
        ),
        _of_case("row-missing"),
        _top("check-sheet", book, "ตรวจสอบก่อนส่ง", _CHECK_ROWS),
        *_results(work / "round" / "results"),
        *shots(),
    )
    return Runs(screens, shown, {case.code: _said(case, work) for case in CASES})


def _run(*arguments: str, where: Path, keys: str = "") -> str:
    """What a command says on standard output."""
    paths = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "sorchor_xl", *arguments],
        cwd=where,
        env={**os.environ, **paths, "DISPLAY": ""},
        input=keys,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


def _menu(work: Path) -> str:
    """The menu of a round that was just begun; the folder as it is named in the office."""
    place = work / "งาน ศอช.ต. 2564"
    place.mkdir()
    said = _run("menu", "--folder", str(place), where=work, keys="บุรีรัมย์\n\n0\n")
    rest = said.partition("\n\nการประเมิน")[2]
    asked = ("การประเมิน" + rest).partition("กด Enter:")
    return (asked[0] + asked[1]).replace(str(place), rf"C:\{place.name}")


def _status(demo: Path) -> str:
    lines = _run("status", "--as-of", AS_OF, where=demo).splitlines()
    return "\n".join([*lines[:_STATUS_LINES], "…"])


def _results(folder: Path) -> Iterator[Shot]:
    """The first sheet of the summary, and the first sheet of a correction."""
    summary = next(folder.glob("*_summary_*.xlsx")).read_bytes()
    yield _top("summary-top", summary, _sheet(summary, ""), _SUMMARY_ROWS)
    correction = sorted(folder.glob("*/31*โปรดแก้ไข*.xlsx"))[0].read_bytes()
    yield _top("correction-list", correction, _sheet(correction, ""), _LIST_ROWS)


def _of_case(key: str) -> Shot:
    first = next(shots())
    return replace(first, key=key)


def _top(key: str, book: bytes, sheet: str, rows: int) -> Shot:
    """The first rows of a sheet that the sheet itself does not hide."""
    loaded = load_workbook(io.BytesIO(book))
    hidden = {n for n, row in loaded[sheet].row_dimensions.items() if row.hidden}
    return Shot(key, book, sheet, tuple(n for n in range(1, rows + 1) if n not in hidden))


def _sheet(book: bytes, prefix: str) -> str:
    """The first sheet whose name begins so."""
    loaded = load_workbook(io.BytesIO(book), read_only=True)
    name = next(n for n in loaded.sheetnames if n.startswith(prefix))
    loaded.close()
    return name


def _said(case: Case, work: Path) -> Mapping[str, str]:
    """What `check` says of the case before it is mended, of the row shown where it says more.

    LookupError where it says nothing.
    """
    file = work / f"{AMPHOE.code}_{case.code}.xlsx"
    book = workbook_of(case, case.before)
    file.write_bytes(book)
    out = work / f"{case.code}.json"
    _run(
        "check",
        str(file),
        "-p",
        "31",
        "-y",
        "2564",
        "--as-of",
        AS_OF,
        "--json",
        str(out),
        where=work,
    )
    findings = json.loads(out.read_text(encoding="utf-8"))["findings"]
    own = [f for f in findings if f["code"] == case.code and f["tambon_code"] in {TAMBON, None}]
    if not own:
        raise LookupError(f"{case.code}: check finds nothing")
    row = rows_of(book, sheet_of(case), case.row)[2]
    first = min(own, key=lambda finding: _row(finding["cell"] or "") != row)
    return {"message": first["message"], "fix": first["fix"], "cell": first["cell"] or ""}


def _row(cell: str) -> int:
    """The number in a cell's name; 0 where it names none."""
    return int("".join(filter(str.isdigit, cell)) or 0)
