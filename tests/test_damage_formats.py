"""Damage in the formats without a checksum, and the same damage in every format.

DAMAGE-06  .xls with bits, bytes, lengths and sectors changed: the score is right, or the ตำบล is
           flagged; nothing is lost in silence.
DAMAGE-07  What is done to cells, sheets and marks is told in .xlsb, .ods and .xls as in .xlsx, in
           workbooks written by writers of our own.
DAMAGE-08  One value where no form reaches does not make an .xls unreadable.
DAMAGE-09  Days counted from 1904 are the same days in every format that LibreOffice writes.
DAMAGE-10  More shared texts than there is room for are refused before a parser asks for memory;
           what a sheet of .xls says of its own extent is not asked.

``SORCHOR_DAMAGE=5000`` damages the bytes of that many .xls, and as many workbooks of each format.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from damage.binary_book import as_xlsb
from damage.every import KINDS, inflict
from damage.old_book import as_xls
from damage.open_book import as_ods
from damage.subject import errors_about, is_right, judge, read_back, right
from intake_files import dice
from issued import filled
from office import converted

from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.workbooks.compound_file import stream_of, with_stream
from sorchor_xl.workbooks.xls_records import BadRecordsError, open_xls

OFFICE = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
WANTED = int(os.environ.get("SORCHOR_DAMAGE", "0"))
SEEDS = max(60, WANTED)
SECONDS = 300
SECTOR = 512
CELLS = (0x203, 0x27E, 0xFD, 0x06)
WRITERS = {"xlsb": as_xlsb, "ods": as_ods, "xls": as_xls}
OWN = frozenset({"damage.writers"})
RULES = frozenset({"struck_by_a_rule", "harmless_rules", "bar_alone"})
"""Rules of conditional formats are written here in .xlsb; `test_damage_office` has the others."""
ICONS = "icon_alone"
"""Which .xlsb, .xls and our .ods do not tell of."""
ELSEWHERE = tuple(k for k in sorted(KINDS) if KINDS[k].__module__ not in OWN and k != ICONS)
"""Kinds that are no affair of the format itself."""
EACH = max(1, -(-WANTED // len(ELSEWHERE)))
CONTRADICTED = frozenset(
    {
        "bases_on_every_form",
        "dragged_bases",
        "dragged_copies",
        "dragged_series",
        "every_base_one_lower",
        "low_counts_confirmed",
        "sorted_by_size",
        "stale_total_beside_a_text",
        "thousands_mark",
        "wrong_cached_results",
    }
)
"""Stored results that contradict the answers: .xls, which has no checksum, is asked about (E96)."""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The filled workbook as LibreOffice saves it in .xls."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "f.xlsx").write_bytes(filled())
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xls", "--outdir", str(folder), str(folder / "f.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return (folder / "f.xls").read_bytes()


def records(stream: bytes) -> list[tuple[int, int, int]]:
    """Place, kind and length of every record of a stream."""
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        if kind == 0 and length == 0:
            break
        found.append((at, kind, length))
        at += 4 + length
    return found


def spoil(data: bytes, throw: random.Random) -> bytes:
    """One damage: a bit, a byte, a sector zeroed, two changed over, a length, a cell."""
    spoilt, kind = bytearray(data), throw.choice(["bit", "byte", "zero", "swap", "length", "cell"])
    sectors = len(data) // SECTOR
    at, other = (throw.randrange(1, sectors) * SECTOR for _ in range(2))
    if kind == "bit":
        spoilt[throw.randrange(SECTOR, len(data))] ^= 1 << throw.randrange(8)
    elif kind == "byte":
        spoilt[throw.randrange(SECTOR, len(data))] = throw.randrange(256)
    elif kind == "zero":
        spoilt[at : at + SECTOR] = bytes(SECTOR)
    elif kind == "swap":
        spoilt[at : at + SECTOR] = data[other : other + SECTOR]
        spoilt[other : other + SECTOR] = data[at : at + SECTOR]
    else:
        return spoil_record(data, throw, in_cell=kind == "cell")
    return bytes(spoilt)


def spoil_record(data: bytes, throw: random.Random, *, in_cell: bool) -> bytes:
    """A bit of a record's length, or of what a cell holds."""
    stream = bytearray(stream_of(data, "Workbook"))
    listed = records(stream)
    if in_cell:
        at, _, length = throw.choice([r for r in listed if r[1] in CELLS])
        stream[at + 4 + throw.randrange(length)] ^= 1 << throw.randrange(8)
    else:
        stream[throw.choice(listed)[0] + 2 + throw.randrange(2)] ^= 1 << throw.randrange(8)
    return with_stream("Workbook", bytes(stream))


def fault(results: Results, sound: Results) -> str:
    """ "" where each score is right or its ตำบล is flagged."""
    for result, before in zip(results.tambons, sound.tambons, strict=True):
        code = result.tambon.code
        if is_right(result) or errors_about(results, code):
            continue
        if result.status is TambonStatus.NOT_RECEIVED:
            return f"{code} lost"
        if result.card.scores != before.card.scores:
            return f"{code} silently different"
    return ""


@pytest.mark.parametrize("part", range(4))
@OFFICE[0]
@OFFICE[1]
def test_damaged_xls(part: int, old: bytes) -> None:
    """DAMAGE-06."""
    sound = read_back(old)
    assert all(is_right(result) for result in sound.tambons)
    broken: list[str] = []
    for seed in range(part, SEEDS, 4):
        said = fault(read_back(spoil(old, dice(seed))), sound)
        if said:
            broken.append(f"seed {seed}: {said}")
    assert not broken, "\n".join(broken[:10])


@pytest.mark.parametrize("kind", ELSEWHERE)
@pytest.mark.parametrize("format_", WRITERS)
def test_in_every_format(format_: str, kind: str) -> None:
    """DAMAGE-07."""
    broken: list[str] = []
    for seed in range(1, EACH + 1):
        subject, data, promise = inflict(kind, seed)
        if kind in RULES and format_ != "xlsb":
            promise = replace(promise, notices=frozenset())
        if format_ == "xls" and kind in CONTRADICTED:
            promise = replace(promise, codes=frozenset({"E96"}), either=True, notices=frozenset())
        if format_ == "ods":  # a tab is an element there, which the parser passes by; and of
            # rows that are one repeated a thousand are read: what stands below is read too
            promise = replace(promise, notices=promise.notices - {"N18", "N34"})
        if format_ == "ods" and kind == "hidden_by_format":  # what the format is is not read there,
            promise = replace(promise, either=True)  # and a 0 that shows nothing is still a 0
        if format_ == "xls" and kind == "words_beside_reach":  # it ends at the 256th column
            promise = right()
        broken.append(judge(f"{format_} {kind} {seed}", subject, WRITERS[format_](data), promise))
    assert not any(broken), "\n".join(list(filter(None, broken))[:10])


def test_every_format_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """DAMAGE-07: prints what was done."""
    done = EACH * len(ELSEWHERE)
    with capsys.disabled():
        print(f"\n{done} damaged returns of {len(ELSEWHERE)} kinds in each of {', '.join(WRITERS)}")  # noqa: T201
    assert len(ELSEWHERE) >= 100


@OFFICE[0]
@OFFICE[1]
def test_far_cell_of_xls(old: bytes) -> None:
    """DAMAGE-08."""
    stream = stream_of(old, "Workbook")
    listed = records(stream)
    last = [at for at, kind, _ in listed if kind == 0x0A][-1]
    far = struct.pack("<2H", 0x203, 14) + struct.pack("<3Hd", 65_535, 255, 15, 1.0)
    results = read_back(with_stream("Workbook", stream[:last] + far + stream[last:]))
    assert all(is_right(result) for result in results.tambons)


@OFFICE[0]
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_days_from_1904(ending: str, tmp_path: Path) -> None:
    """DAMAGE-09."""
    subject, data, promise = inflict("days_from_1904", 1)
    (tmp_path / "f.xlsx").write_bytes(data)
    saved = converted(tmp_path / "f.xlsx", ending, tmp_path).read_bytes()
    assert not judge(ending, subject, saved, promise)
    days = {r.ret.assessed_on for r in read_back(saved).tambons if r.ret is not None}
    assert days == {date(2021, 4, 22)}


@pytest.mark.parametrize("count", [2**31, 0x7FFFFFFF, 0xFFFFFFFF, 10_000_000, 70_000])
def test_more_texts_than_room(count: int) -> None:
    """DAMAGE-10: the parser would end the process."""
    stream = bytearray(stream_of(as_xls(filled()), "Workbook"))
    at = next(at for at, kind, _ in records(stream) if kind == 0xFC)
    struct.pack_into("<I", stream, at + 8, count)
    with pytest.raises(BadRecordsError, match="no room"):
        open_xls(with_stream("Workbook", bytes(stream)))


@OFFICE[0]
@OFFICE[1]
@pytest.mark.parametrize("first", [0, 0x40, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF])
def test_extent_that_lies(first: int, old: bytes) -> None:
    """DAMAGE-10: the parser would end the process."""
    stream = bytearray(stream_of(old, "Workbook"))
    for at in [at for at, kind, _ in records(bytes(stream)) if kind == 0x200]:
        struct.pack_into("<I", stream, at + 4, first)
    results = read_back(with_stream("Workbook", bytes(stream)))
    assert all(is_right(result) for result in results.tambons)
