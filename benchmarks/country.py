"""The whole country in one process: read 878 workbooks, choose, score, write one summary.

    python benchmarks/country.py FOLDER SUMMARY       FOLDER holds one folder per province code

Prints seconds per file for a quarter of the files and for all, peak memory and the size written.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.round.results import ReadFile, Round
from sorchor_xl.intake.reader import read_paths
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workflow.collect_round import read_context
from sorchor_xl.workflow.demo import DEMO_YEAR
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.settings import Settings

COUNTRY = Province("00", "ทั้งประเทศ")
AS_OF = date(2021, 5, 3)


def read_provinces(folder: Path, codes: Sequence[str]) -> tuple[list[ReadFile], float]:
    """Everything read of some provinces, and the seconds it took."""
    start = time.perf_counter()
    read: list[ReadFile] = []
    for code in codes:
        context = read_context(open_round(Settings(), code, DEMO_YEAR))
        read.extend(read_paths([folder / code], context))
    return read, time.perf_counter() - start


def whole_round(codes: Sequence[str]) -> Round:
    """One round of all provinces, as if they were one."""
    opened = [open_round(Settings(), code, DEMO_YEAR) for code in codes]
    amphoes: dict[Amphoe, tuple[Tambon, ...]] = {}
    for one in opened:
        amphoes |= one.amphoes
    first = opened[0].on(AS_OF)
    return Round(
        COUNTRY, first.fiscal_year, first.scheme, amphoes, first.dates, AS_OF, first.labels
    )


def peak() -> int:
    """Most memory held by this process and by its largest child, in MiB."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024


def main() -> None:
    """Read, collect, write; print what it took."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    codes = sorted(path.name for path in folder.iterdir())
    part, seconds = read_provinces(folder, codes[: len(codes) // 4])
    print(f"    {len(part)} files read: {1000 * seconds / len(part):.1f} ms a file")
    read, seconds = read_provinces(folder, codes)
    print(f"    {len(read)} files read: {1000 * seconds / len(read):.1f} ms a file, {peak()} MiB")
    start = time.perf_counter()
    results = collect(whole_round(codes), read)
    print(f"    {len(results.complete)} of {len(results.tambons)} ตำบล scored", end=", ")
    print(f"{time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    write_summary(results, target, options=ReportOptions(), previous=None)
    print(f"    summary: {time.perf_counter() - start:.1f} s, {target.stat().st_size / 1e6:.1f} MB")
    print(f"    peak memory {peak()} MiB  goal ≤ 600 MiB; summary goal ≤ 15 MB")


if __name__ == "__main__":
    main()
