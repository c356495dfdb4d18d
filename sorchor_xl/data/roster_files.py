"""Load rosters: the packaged one of the whole country, or a province's own file.

Only the rows of the province asked for become records, so that a command starts fast.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final

from sorchor_xl.domain.places.roster import PlaceLevel, Roster, UnknownPlace
from sorchor_xl.domain.places.roster_table import RosterError, roster_from_table
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon

_ENCODINGS: Final = ("utf-8-sig", "cp874")
_DELIMITERS: Final = ",;\t"
_WORKBOOK_STARTS: Final = (b"PK", b"\xd0\xcf\x11\xe0")


@cache
def load_roster(province_code: str | None = None) -> Roster:
    """Return the packaged roster: all provinces, with the อำเภอ and ตำบล of one, or of all.

    Raises `UnknownPlace` for a code that is no province's. Loaded once per process.
    """
    provinces = _load_provinces()
    if province_code is not None and province_code not in {p.code for p in provinces}:
        raise UnknownPlace(province_code, PlaceLevel.PROVINCE)
    rows = _rows_of("tambons.csv", province_code or "")
    amphoes = {amphoe_code: amphoe for _, _, amphoe_code, amphoe, _, _ in rows}
    return Roster.of(
        provinces,
        (Amphoe(code, name) for code, name in amphoes.items()),
        (Tambon(code, name) for _, _, _, _, code, name in rows),
        _load_aliases(),
    )


@cache
def load_provinces() -> Roster:
    """Return the roster of provinces alone, enough to find one by code or name."""
    return Roster.of(_load_provinces(), (), (), _load_aliases())


def read_roster_file(path: Path) -> Roster:
    """Return the roster that a province's own file states.

    CSV (UTF-8 with or without mark, or cp874; comma, semicolon or tab) or the first sheet of a
    workbook, with the columns รหัส, อำเภอ and ตำบล. Raises `RosterError` for what is no roster,
    `OSError` where the file cannot be read.
    """
    content = path.read_bytes()
    rows = _workbook_rows(content) if content.startswith(_WORKBOOK_STARTS) else _csv_rows(content)
    return roster_from_table(rows, _load_provinces(), _load_aliases())


def _packaged_lines(name: str) -> list[str]:
    return files("sorchor_xl").joinpath("data", name).read_text("utf-8").splitlines()[1:]


def _rows_of(name: str, code: str) -> list[list[str]]:
    """Rows of a packaged table whose line begins with the code; "" means all."""
    return list(csv.reader(line for line in _packaged_lines(name) if line.startswith(code)))


@cache
def _load_provinces() -> tuple[Province, ...]:
    return tuple(Province(code, name) for code, name, _ in _rows_of("provinces.csv", ""))


@cache
def _load_aliases() -> Mapping[str, tuple[str, ...]]:
    """Other names by code; a province's is its English name."""
    names: dict[str, tuple[str, ...]] = {
        code: (english,) for code, _, english in _rows_of("provinces.csv", "")
    }
    for _, code, _, alias, _, _ in _rows_of("aliases.csv", ""):
        names[code] = (*names.get(code, ()), alias)
    return names


def _csv_rows(content: bytes) -> list[list[str]]:
    text = _decode(content)
    head = text[: text.find("\n")]
    delimiter = max(_DELIMITERS, key=head.count)
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


def _decode(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(["ทะเบียนไม่ใช่ข้อความ UTF-8 หรือภาษาไทยของ Windows โปรดบันทึกเป็น CSV UTF-8"])


def _workbook_rows(content: bytes) -> list[list[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise RosterError(["เปิดไฟล์ทะเบียนไม่ได้ ไฟล์อาจเสียหาย โปรดบันทึกใหม่เป็น .xlsx หรือ CSV"]) from error
    return [list(row) for row in rows]
