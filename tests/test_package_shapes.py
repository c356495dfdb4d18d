"""A package is known and read however its parts are named and packed: .xlsx, .xlsb and .ods alike.

SHAPE-01  Backslashes, capitals, a slash or ./ before, the folder it was unpacked to, bytes before
          and behind: the same answers, or (two parts of one name) a refusal.
SHAPE-02  A zip of returns is no package, though one of its folders looks like one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from damage.binary_book import as_xlsb
from damage.open_book import as_ods
from damage.subject import date_received
from intake_files import zip_of
from issued import context, filled
from unpacked import unpack

from sorchor_xl.domain.round.records import ReceivedFile
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.unpack import Payload
from sorchor_xl.intake.worker import read_payload

FORMATS: Mapping[str, Callable[[bytes], bytes]] = {
    "xlsx": lambda data: data,
    "xlsb": as_xlsb,
    "ods": as_ods,
}
NAMES: Mapping[str, Callable[[str], str]] = {
    "backslashes": lambda name: name.replace("/", "\\"),
    "capitals": str.upper,
    "a slash before": lambda name: f"/{name}",
    "a dot before": lambda name: f"./{name}",
    "in its folder": lambda name: f"3122_แคนดง_2564/{name}",
    "in its folder, backslashes": lambda name: f"3122\\{name}".replace("/", "\\"),
}


@cache
def made(format_: str) -> bytes:
    """The return of แคนดง in a format."""
    return FORMATS[format_](filled())


@cache
def parts(format_: str) -> Mapping[str, bytes]:
    """Its parts by name."""
    with zipfile.ZipFile(io.BytesIO(made(format_))) as package:
        return {name: package.read(name) for name in package.namelist()}


def read(data: bytes) -> ReadFile:
    """What is said of a file as it came."""
    file = ReceivedFile("3122.xlsx", sniff(data), "sha", date_received(), "mail", len(data))
    return read_payload(Payload(file, data), context())


def answers(data: bytes) -> object:
    """What counts of a file; None where nothing does."""
    submission = read(data).submission
    return None if submission is None else [tambon.answers for tambon in submission.tambons]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("named", NAMES)
def test_parts_named_otherwise(named: str, format_: str) -> None:
    """SHAPE-01."""
    whole = answers(made(format_))
    assert whole is not None
    data = zip_of({NAMES[named](name): part for name, part in parts(format_).items()})
    assert answers(data) == whole


@pytest.mark.parametrize("format_", FORMATS)
def test_packed_by_a_mac(format_: str) -> None:
    """SHAPE-01: with the folder that macOS puts beside."""
    around = {"__MACOSX/3122/._x": b"\x00\x05\x16\x07", "3122/": b"", "3122/.DS_Store": b"x"}
    data = zip_of({**around, **{f"3122/{name}": part for name, part in parts(format_).items()}})
    assert answers(data) == answers(made(format_))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("before", "behind"), [(b"\r\n", b""), (b"", b"\r\n-- \r\nx"), (b"x" * 9000, b"y" * 90)]
)
def test_bytes_around(before: bytes, behind: bytes, format_: str) -> None:
    """SHAPE-01: of a phone or a gateway."""
    assert answers(before + made(format_) + behind) == answers(made(format_))


@pytest.mark.parametrize("format_", ["xlsx", "xlsb"])
def test_two_parts_of_one_name(format_: str) -> None:
    """SHAPE-01: which of them a program shows nobody knows."""
    sheet = next(name for name in parts(format_) if "worksheets/sheet" in name)
    data = zip_of({**parts(format_), sheet.upper(): parts(format_)[sheet]})
    assert [f.code for f in read(data).findings] == ["E01"]


def test_a_zip_of_returns_is_none(tmp_path: Path) -> None:
    """SHAPE-02: nothing of it is passed by."""
    inside = {f"3122/{name}": part for name, part in parts("xlsx").items()}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, part in {**inside, "3122/3122.xlsx": filled()}.items():
            archive.writestr(name, part)
    assert unpack(tmp_path)["a.zip!3122/3122.xlsx"].kind is FileKind.XLSX
