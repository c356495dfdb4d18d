"""Measure the program against the plain way of doing the same, both sides in one run.

    python benchmarks/run.py              everything but the country
    python benchmarks/run.py --country    878 workbooks, 7,256 ตำบล as well (minutes)
    python benchmarks/run.py --only reading

Every figure is a ratio of two times taken in turn on this machine; the least of several rounds
counts. The workbooks read are those of บุรีรัมย์, 23 of them, every form filled, saved again by
LibreOffice where it is installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from from_scratch import plan_book, write_book
from measure import Ratio, in_turn, process

from sorchor_xl.data.roster_files import load_provinces, load_roster
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.form.form_options import Prefill, TambonPrefill
from sorchor_xl.workflow.demo import DEMO_PROVINCE, DEMO_YEAR, issue_filled

MIDDLING = (10, 12, 5, 6, 2, 2, 2, 2, 3, 1, 5, 1, 2, 1, 5, 1, 1, 2, 2, 5, 10, 10, 3)
BASES = {"committee": 20, "organizations": 20, "missions": 10, "forum_projects": 10, "funds": 10}
AS_OF = "2564-05-03"
BANGKOK = "10"  # has no ศอช.ต.: it is divided into แขวง
MODULE = ("-m", "sorchor_xl")
_LOAD = "import sys, openpyxl\nfor name in sys.argv[1:]: openpyxl.load_workbook(name)"


def filled(province: str) -> Iterator[tuple[Amphoe, bytes]]:
    """Every district workbook of a province with every input filled, no two forms alike."""
    roster = load_roster(province)
    for amphoe in roster.amphoes(province):
        forms = {
            tambon.code: TambonPrefill(
                BASES,
                {**dict(enumerate(MIDDLING, start=1)), 17: 1 + int(tambon.code) % 9},
                {5: "รายงานการประชุม"},
                "ผู้ประเมินสมมติ",
                date(2021, 4, 20),
            )
            for tambon in roster.tambons(amphoe.code)
        }
        yield amphoe, issue_filled(amphoe, Prefill(forms, {"D.certifier": "ผู้รับรองสมมติ"}))


def write_filled(province: str, folder: Path) -> None:
    """The filled workbooks of a province as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for amphoe, content in filled(province):
        (folder / f"{amphoe.code}.xlsx").write_bytes(content)


def resave(folder: Path, target: Path) -> Path:
    """The workbooks as LibreOffice saves them; the same folder where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        print("LibreOffice is not installed: workbooks are read as issued")
        return folder
    command = [program, f"-env:UserInstallation={(target.parent / 'office').as_uri()}"]
    command += ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    command += [str(target), *sorted(map(str, folder.glob("*.xlsx")))]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return target


class Bench:
    """The work folder and its workbooks, made once."""

    def __init__(self, work: Path, rounds: int) -> None:
        self.work, self.rounds = work, rounds
        write_filled(DEMO_PROVINCE, work / "issued")
        self.returned = resave(work / "issued", work / "returned")
        self.files = sorted(map(str, self.returned.glob("*.xlsx")))
        print(
            f"{len(self.files)} workbooks, {os.cpu_count()} cores, Python {sys.version.split()[0]}"
        )


def reading(bench: Bench) -> Iterator[Ratio]:
    """The reading stage, all guards on, against python-calamine alone in one thread.

    Once for honest returns, as known programs write them; once for the same in legal XML that no
    program writes, which gets a real parse: what safety costs where it is needed.
    """
    from python_calamine import CalamineWorkbook

    from sorchor_xl.intake.reader import read_paths
    from sorchor_xl.workflow.collect_round import read_context
    from sorchor_xl.workflow.open_round import open_round
    from sorchor_xl.workflow.settings import Settings

    context = read_context(open_round(Settings(), DEMO_PROVINCE, DEMO_YEAR))

    def bare() -> None:
        for name in bench.files:
            book = CalamineWorkbook.from_path(name)
            for sheet in book.sheet_names:
                book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)

    odd = write_odd(bench.returned, bench.work / "odd")
    for name, folder, goal in (
        ("reading stage", bench.returned, 1.5),
        ("reading stage, odd XML", odd, None),
    ):
        ours, other = in_turn(partial(read_paths, [folder], context), bare, bench.rounds)
        yield Ratio(name, ours, other, goal, "all guards, all cores", "calamine, one thread")


def write_odd(folder: Path, target: Path) -> Path:
    """The same workbooks with two spaces in the tag of each cell: legal, and written by nobody."""
    target.mkdir(exist_ok=True)
    for path in folder.glob("*.xlsx"):
        with ZipFile(path) as old, ZipFile(target / path.name, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                new.writestr(name, part.replace(b"<c r=", b"<c  r=") if "sheet" in name else part)
    return target


def whole(bench: Bench) -> Iterator[Ratio]:
    """`summarize`, the whole process, against openpyxl loading the same files."""
    target = bench.work / "summary.xlsx"
    arguments = [*MODULE, "summarize", str(bench.returned), "-o", str(target), "--as-of", AS_OF]
    ours, other = in_turn(
        partial(process, [*arguments, "--province", DEMO_PROVINCE], allowed=(0, 1)),
        partial(process, ["-c", _LOAD, *bench.files]),
        max(2, bench.rounds // 2),
    )
    yield Ratio("summarize, whole process", ours, other, 1.0, "summarize", "openpyxl loads")
    print(f"summary of a province: {target.stat().st_size / 1000:.0f} kB  goal ≤ 1000 kB")


def generating(bench: Bench) -> Iterator[Ratio]:
    """`generate` of 23 blank workbooks against xlsxwriter writing the same content."""
    roster = load_roster(DEMO_PROVINCE)
    amphoes = roster.amphoes(DEMO_PROVINCE)
    blank = [issue_filled(amphoe, Prefill()) for amphoe in amphoes]
    plans = [plan_book(content) for content in blank]
    left_out = {name: n for plan in plans for name, n in plan.left_out.items()}
    ours, other = in_turn(
        lambda: [issue_filled(amphoe, Prefill()) for amphoe in amphoes],
        lambda: [write_book(plan) for plan in plans],
        max(2, bench.rounds // 2),
    )
    yield Ratio("generate", ours, other, 1.0, "from the template", "xlsxwriter from scratch")
    if left_out:
        print(f"not written from scratch, so in our disfavour: {left_out}")
    sized = {len(roster.tambons(a.code)): len(b) for a, b in zip(amphoes, blank, strict=True)}
    print(f"a blank workbook of 8 ตำบล: {sized[8] / 1000:.0f} kB  goal ≤ 150 kB")


def starting(bench: Bench) -> Iterator[Ratio]:
    """How soon --help and --version answer."""
    for option in ("--help", "--version"):
        ours, other = in_turn(
            partial(process, [*MODULE, option]),
            partial(process, ["-c", "import click"]),
            4 * bench.rounds,
        )
        yield Ratio(option, ours, other, 3.0, option, "import click")


MEASURES: dict[str, Callable[[Bench], Iterator[Ratio]]] = {
    "generate": generating,
    "reading": reading,
    "summarize": whole,
    "start": starting,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=MEASURES, action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--country", action="store_true")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), chosen.rounds)
        for measure in chosen.only or MEASURES:
            for ratio in MEASURES[measure](bench):
                print(ratio, flush=True)
        if chosen.country:
            country(Path(name))


def country(work: Path) -> None:
    """878 workbooks of every province: made, read, scored and summarised."""
    start = time.perf_counter()
    for province in load_provinces().provinces():
        if province.code != BANGKOK:
            write_filled(province.code, work / "country" / province.code)
    count = len(list((work / "country").rglob("*.xlsx")))
    seconds = time.perf_counter() - start
    print(
        f"country: {count} workbooks made in {seconds:.0f} s, {1000 * seconds / count:.0f} ms each"
    )
    script = Path(__file__).with_name("country.py")
    command = [sys.executable, str(script), str(work / "country"), str(work / "country.xlsx")]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
