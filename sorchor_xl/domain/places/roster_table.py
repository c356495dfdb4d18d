"""A province's own roster from a table: one row per ตำบล with its code, อำเภอ and ตำบล.

For a province whose ตำบล changed after the packaged roster was made. Every problem of the table
is reported in one pass, each with its row as a person counts rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.domain.places.roster import (
    AMPHOE_DIGITS,
    PROVINCE_DIGITS,
    TAMBON_DIGITS,
    Roster,
)
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.sentence_error import Said, SentenceError
from sorchor_xl.domain.thai.text import fold, normalise, quote_short

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("code", "tambon_code", "รหัส", "รหัสตำบล", "รหัสตำบล (6 หลัก)"),
    "amphoe": ("amphoe", "amphoe_th", "amphoe_name", "อำเภอ", "ชื่ออำเภอ"),
    "tambon": ("tambon", "tambon_th", "tambon_name", "ตำบล", "ชื่อตำบล"),
}
_KEYS: Final = {key: {fold(text) for text in texts} for key, texts in _HEADINGS.items()}
_HEADING_ROWS: Final = 10
_CODE: Final = re.compile(rf"\d{{{TAMBON_DIGITS}}}", re.ASCII)
_WORD: Final = re.compile(r"(?:อำเภอ|อ\.|ตำบล|ต\.)\s*(?=.)")


_NOBODY: Final = Said("ทะเบียนไม่มีตำบลแม้แต่แถวเดียว", "The roster holds no sub-district")


class RosterError(SentenceError, ValueError):
    """The table is no roster. ``problems`` are Thai sentences, each naming its row."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep all problems; as text they are one line each."""
        super().__init__(Said.joined("\n", problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the table: row as people count, code, and the two names."""

    row: int
    code: str
    amphoe: str
    tambon: str

    def said(self, thai: str, english: str) -> Said:
        """What is wrong with the row, naming it."""
        return Said(f"แถว {self.row}: {thai}", f"Row {self.row}: {english}")


def roster_from_table(
    rows: Sequence[Sequence[object]],
    provinces: Iterable[Province],
    aliases: Mapping[str, tuple[str, ...]] | None = None,
) -> Roster:
    """Return the roster that the table states. Raises `RosterError` with all its problems.

    ``rows`` are cell values with the headings (code, อำเภอ, ตำบล, in any order) among the first
    ten; blank rows are skipped. ``aliases`` are other names by code; those of absent places are
    not kept.
    """
    heading_row, columns = _find_headings(rows)
    lines = _read_lines(rows, heading_row, columns)
    by_code = {province.code: province for province in provinces}
    problems = [*_problems_of_lines(lines, by_code), *_problems_between(lines)]
    if problems or not lines:
        raise RosterError(problems or [_NOBODY])
    amphoes = {line.code[:AMPHOE_DIGITS]: line.amphoe for line in lines}
    kept = {*amphoes, *(line.code for line in lines), *by_code}
    return Roster.of(
        by_code.values(),
        (Amphoe(code, name) for code, name in amphoes.items()),
        (Tambon(line.code, line.tambon) for line in lines),
        {code: names for code, names in (aliases or {}).items() if code in kept},
    )


def _find_headings(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(rows[:_HEADING_ROWS]):
        cells = [fold(_text(cell)) for cell in row]
        columns = {
            key: next(place for place, cell in enumerate(cells) if cell in known)
            for key, known in _KEYS.items()
            if known.intersection(cells)
        }
        if len(columns) == len(_KEYS):
            return index, columns
    raise RosterError(
        [
            Said(
                f"ไม่พบหัวตาราง รหัส, อำเภอ และ ตำบล ใน {_HEADING_ROWS} แถวแรก",
                f"No headings รหัส, อำเภอ and ตำบล in the first {_HEADING_ROWS} rows",
            )
        ]
    )


def _read_lines(
    rows: Sequence[Sequence[object]], heading_row: int, columns: Mapping[str, int]
) -> list[_Line]:
    lines = []
    for index, row in enumerate(rows[heading_row + 1 :], heading_row + 2):
        code, amphoe, tambon = (
            _text(row[columns[key]]) if columns[key] < len(row) else ""
            for key in ("code", "amphoe", "tambon")
        )
        if code or amphoe or tambon:
            lines.append(_Line(index, code, _bare(amphoe), _bare(tambon)))
    return lines


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return normalise("" if cell is None else str(cell))


def _bare(name: str) -> str:
    """The name without the word before it; no name of the country begins with one of these."""
    return _WORD.sub("", name, count=1) if _WORD.match(name) else name


def _problems_of_lines(lines: Sequence[_Line], provinces: Mapping[str, Province]) -> list[Said]:
    problems = []
    for line in lines:
        if not _CODE.fullmatch(line.code):
            shown = quote_short(line.code)
            digits = f"{TAMBON_DIGITS}"
            problems.append(
                line.said(
                    f"รหัสตำบล “{shown}” ต้องเป็นตัวเลข {digits} หลัก",
                    f"code “{shown}” must have {digits} digits",
                )
            )
        elif line.code[:PROVINCE_DIGITS] not in provinces:
            problems.append(
                line.said(
                    f"รหัส {line.code} ไม่อยู่ในจังหวัดใด",
                    f"code {line.code} is of no province",
                )
            )
        if not line.amphoe:
            problems.append(line.said("ไม่มีชื่ออำเภอ", "the name of the district is missing"))
        if not line.tambon:
            problems.append(line.said("ไม่มีชื่อตำบล", "the name of the sub-district is missing"))
    return problems


def _problems_between(lines: Sequence[_Line]) -> list[Said]:
    """Codes and names that two rows claim, and อำเภอ codes with two names."""
    problems = []
    rows_by_code: dict[str, int] = {}
    rows_by_name: dict[tuple[str, str], int] = {}
    amphoe_lines: dict[str, _Line] = {}
    for line in lines:
        amphoe_code = line.code[:AMPHOE_DIGITS]
        first = amphoe_lines.setdefault(amphoe_code, line)
        same_code = rows_by_code.setdefault(line.code, line.row)
        same_name = rows_by_name.setdefault((amphoe_code, fold(line.tambon)), line.row)
        if same_code != line.row:
            problems.append(
                line.said(
                    f"รหัส {line.code} ซ้ำกับแถว {same_code}",
                    f"code {line.code} stands in row {same_code} too",
                )
            )
        elif same_name != line.row:
            problems.append(
                line.said(
                    f"ตำบล{line.tambon} ซ้ำกับแถว {same_name} ในอำเภอเดียวกัน",
                    f"{line.tambon} stands in row {same_name} of the same district too",
                )
            )
        if fold(first.amphoe) != fold(line.amphoe):
            own, other = quote_short(line.amphoe), quote_short(first.amphoe)
            problems.append(
                line.said(
                    f"อำเภอ “{own}” ใช้รหัส {amphoe_code} ซึ่งแถว {first.row} ระบุเป็น “{other}”",
                    f"district “{own}” has the code {amphoe_code}, “{other}” in row {first.row}",
                )
            )
    return problems
