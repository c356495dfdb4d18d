"""Damage in the formats without a checksum, and the same damage in every format.

DAMAGE-06  .xls with bits, bytes, lengths and sectors changed: the score is right, or the ตำบล is
           flagged; nothing is lost in silence.
DAMAGE-07  What officers do to cells is told in .xlsb as in .xlsx.
DAMAGE-08  One value where no form reaches does not make an .xls unreadable.

``SORCHOR_DAMAGE=3000`` damages that many .xls.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess

import pytest
from damage.binary_book import as_xlsb
from damage.every import inflict
from damage.subject import errors_about, is_right, judge, read_back
from intake_files import dice
from issued import filled

from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.results import Results
from sorchor_xl.workbooks.compound_file import stream_of, with_stream

OFFICE = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
SEEDS = max(60, int(os.environ.get("SORCHOR_DAMAGE", "0")))
SECONDS = 300
SECTOR = 512
CELLS = (0x203, 0x27E, 0xFD, 0x06)
IN_BINARY = (
    "date_for_number",
    "formula_with_result",
    "cell_error",
    "merged_answers",
    "struck_through",
    "struck_in_shared_text",
    "hidden_by_format",
    "counts_in_criteria",
    "base_typed_over",
    "boolean",
)


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


@pytest.mark.parametrize("kind", IN_BINARY)
def test_in_binary(kind: str) -> None:
    """DAMAGE-07."""
    subject, data, promise = inflict(kind, 1)
    assert not judge(f"xlsb {kind}", subject, as_xlsb(data), promise)


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
