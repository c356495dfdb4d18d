"""Last year's summary workbook (ours) read back: totals, levels, scores and values by ตำบล code.

Only stored values of the long sheets are read, found by their headings; nothing is recalculated,
and a file that is not ours, was changed beyond reading, or was saved by a program that stores no
results, is refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.report_texts import load_table, sentence
from sorchor_xl.domain.round.records import Province
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.thai.text import fold, join_list
from sorchor_xl.files.atomic_writing import OutputError
from sorchor_xl.workbooks.front_door import RefusedFileError, read_sheets

Grid = Sequence[Sequence[Any]]
_NEEDED: Final = ("log", "tambons", "scores")
_VALUES: Final = "values"
_AREAS: Final = frozenset({"code", "amphoe", "tambon"})
_Figures = Mapping[str, Mapping[int, int]]
"""Code of a ตำบล → number of the indicator → a figure."""


@dataclass(frozen=True, slots=True)
class Before:
    """One ตำบล as an earlier summary has it; None = it had no total or level then.

    ``result`` is its level as shown there, "▲ เข้มแข็ง", or why it has none.
    ``values`` and ``bases`` are what was reported, by number of the indicator (a choice as its
    place); empty where the summary tells points only.
    """

    code: str
    name: str
    amphoe: str
    received: bool
    total: int | None
    level: int | None
    result: str
    categories: Mapping[int, int]
    scores: Mapping[int, int]
    values: Mapping[int, int] = field(default_factory=dict)
    bases: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Previous:
    """A summary read back. ``year`` is พ.ศ.

    ``roles`` says what the numbers of its indicators stood for, ``readings`` which readings its
    scores follow; both empty where it does not tell.
    """

    path: str
    schema: str
    province_code: str
    province: str
    year: int
    as_of: str
    rubric: str
    tambons: Mapping[str, Before]
    roles: Mapping[int, str] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)

    def has_levels_of(self, rubric: Rubric) -> bool:
        """Whether its levels are a rubric's by number and name, so that they can be compared."""
        names = {(level.level, level.name) for level in rubric.levels}
        found = {(b.level, b.result.partition(" ")[2]) for b in self.tambons.values() if b.level}
        return found <= names


class NotASummaryError(OutputError):
    """The file is not a summary of ours; the text says so in Thai and why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(sentence("errors.not_summary", path=path.name, why=why))


def read_summary(path: Path, *, with_values: bool = False) -> Previous:
    """A provincial summary written by this program; NotASummaryError for anything else.

    The values that were reported take a longer sheet to read, and come only ``with_values``.
    """
    sheets = _load(path, with_values=with_values)
    keys = _log_keys(path, sheets)
    tambons = _tambons(path, sheets)
    return Previous(
        path=path.name,
        schema=keys["schema"],
        province_code=keys["province_code"],
        province=keys["province"],
        year=_year(path, keys["fiscal_year"]),
        as_of=keys["as_of"],
        rubric=keys["rubric"],
        tambons=tambons,
        roles=_roles(keys.get("roles", "")),
        readings=_readings(keys.get("readings", "")),
    )


def read_previous(path: Path, province: Province, rubric: Rubric) -> Previous:
    """An earlier year's summary of the same province, its figures under this year's numbers.

    An indicator is known by its role: one that moved is renumbered, one that is no more is left
    out. OutputError names a wrong year or place.
    """
    found, year = read_summary(path, with_values=True), rubric.fiscal_year
    if found.province_code != province.code:
        said = {"found": found.province, "now": province.name}
        raise OutputError(sentence("errors.previous_province", path=path.name, **said))
    if found.year >= year:
        raise OutputError(
            sentence("errors.previous_year", path=path.name, found=found.year, now=year)
        )
    return _renumbered(found, rubric)


def _renumbered(found: Previous, rubric: Rubric) -> Previous:
    """Figures keyed by this year's numbers; a summary that tells no roles keeps its own."""
    if not found.roles:
        return found
    now = {i.role: i.id for i in rubric.indicators}
    moved = {old: now[role] for old, role in found.roles.items() if role in now}

    def renumber(figures: Mapping[int, int]) -> Mapping[int, int]:
        return {moved[number]: figure for number, figure in figures.items() if number in moved}

    tambons = {
        code: replace(
            before,
            scores=renumber(before.scores),
            values=renumber(before.values),
            bases=renumber(before.bases),
        )
        for code, before in found.tambons.items()
    }
    return replace(found, tambons=tambons)


def _roles(text: str) -> Mapping[int, str]:
    """Number → role of "1=committee_active 2=members"."""
    return {int(match[1]): match[2] for match in re.finditer(r"(\d+)=([a-z][a-z0-9_]*)", text)}


def _readings(text: str) -> Mapping[str, str]:
    """Reading → choice of "A1=higher, A2=lower"."""
    return {match[1]: match[2] for match in re.finditer(r"([A-Z]\d+)=(\w+)", text)}


def _load(path: Path, *, with_values: bool) -> Mapping[str, Grid]:
    """The sheets we need, by key of `report.toml`, as rows of values from A1.

    The sheet of values may be missing: points are of use without it.
    """
    wanted = (*_NEEDED, *((_VALUES,) if with_values else ()))
    names = {key: load_table()["sheets"][key]["name"] for key in wanted}
    try:
        sheets = read_sheets(path, tuple(names.values()))
    except RefusedFileError as error:
        raise NotASummaryError(path, error.why) from error
    missing = [names[key] for key in _NEEDED if names[key] not in sheets]
    if missing:
        why = sentence("errors.no_sheet", names=join_list([f"“{name}”" for name in missing]))
        raise NotASummaryError(path, why)
    return {key: sheets[name].rows for key, name in names.items() if name in sheets}


def _log_keys(path: Path, sheets: Mapping[str, Grid]) -> Mapping[str, str]:
    """Key → value of the block that says which round it is."""
    labels = {fold(text): key for key, text in load_table()["log"]["keys"].items()}
    found: dict[str, str] = {}
    for row in sheets["log"]:
        if len(row) > 1 and isinstance(row[0], str):
            key = labels.get(fold(row[0]))
            if key is not None:
                found.setdefault(key, _text(row[1]))
    needed = ("schema", "province_code", "province", "fiscal_year", "rubric", "as_of")
    missing = [load_table()["log"]["keys"][k] for k in needed if not found.get(k)]
    if missing:
        raise NotASummaryError(
            path, sentence("errors.no_key", names=join_list([f"“{label}”" for label in missing]))
        )
    return found


def _year(path: Path, text: str) -> int:
    if not text.isdecimal():
        raise NotASummaryError(path, sentence("errors.no_year", found=text))
    return int(text)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):  # a datetime is one too; summaries until now had it as text
        return value.isoformat()[:10]
    return str(value).strip()


def _tambons(path: Path, sheets: Mapping[str, Grid]) -> Mapping[str, Before]:
    scores = _scores(path, sheets["scores"])
    values, bases = _reported(path, sheets[_VALUES]) if _VALUES in sheets else ({}, {})
    head, columns = _headings(
        path, sheets["tambons"], "tambons", _AREAS | {"total", "level", "result"}
    )
    words = load_table()["words"]
    absent = (words["not_received"], words["not_received_before"])
    states = (*absent, words["incomplete"])
    found: dict[str, Before] = {}
    for row in sheets["tambons"][head + 1 :]:
        code = _text(row[columns["code"]])
        if not code.isdecimal():
            continue
        total = row[columns["total"]]
        if not _whole(total) and _text(total) not in states:
            raise NotASummaryError(path, sentence("errors.not_calculated", code=code))
        before = Before(
            code=code,
            name=_text(row[columns["tambon"]]),
            amphoe=_text(row[columns["amphoe"]]),
            received=_text(total) not in absent,
            total=_whole(total),
            level=_whole(row[columns["level"]]),
            result=_text(row[columns["result"]]),
            categories=_numbered(row, columns, "category"),
            scores=scores.get(code, {}),
            values=values.get(code, {}),
            bases=bases.get(code, {}),
        )
        if before.total is not None and not _agrees(before):
            raise NotASummaryError(path, sentence("errors.not_agreeing", code=code))
        found[code] = before
    return found


def _agrees(before: Before) -> bool:
    """Whether total, level, its name, sums and points of a ตำบล are those of one calculation.

    In old formats a text that a formula gives may be read as 0, where "▲ เข้มแข็ง" should stand.
    """
    sums = (sum(before.categories.values()), sum(before.scores.values()))
    named = bool(before.result.partition(" ")[2])
    return named and before.level in _LEVELS and set(sums) == {before.total}


_LEVELS: Final = range(1, 7)
"""No letter has ever had more levels than a rubric may have."""


def _scores(path: Path, grid: Grid) -> Mapping[str, Mapping[int, int]]:
    head, columns = _headings(path, grid, "scores")
    return {
        _text(row[columns["code"]]): _numbered(row, columns, "indicator")
        for row in grid[head + 1 :]
        if _text(row[columns["code"]]).isdecimal()
    }


def _reported(path: Path, grid: Grid) -> tuple[_Figures, _Figures]:
    """Values and bases by code and number; a word ("not answered") and a blank are none."""
    head, columns = _headings(path, grid, _VALUES, _AREAS | {"status"})
    rows = {_text(row[columns["code"]]): row for row in grid[head + 1 :]}
    values, bases = (
        {code: _numbered(row, columns, stem) for code, row in rows.items()}
        for stem in ("indicator", "base")
    )
    return values, bases


def _numbered(row: Sequence[Any], columns: Mapping[str, int], stem: str) -> Mapping[int, int]:
    """Number of the หมวด or ตัวชี้วัด → the whole number in its column, where there is one."""
    found = {}
    for key, column in columns.items():
        value = _whole(row[column]) if key.startswith(stem) else None
        if value is not None:
            found[int(key.removeprefix(stem))] = value
    return found


def _whole(value: object) -> int | None:
    if isinstance(value, float | int) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None


def _headings(
    path: Path, grid: Grid, sheet: str, needed: frozenset[str] = _AREAS | {"total"}
) -> tuple[int, Mapping[str, int]]:
    """Row of the headings and column by key, the numbered ones by the number they show."""
    words: Mapping[str, str] = load_table()["headings"][sheet]
    for number, row in enumerate(grid):
        columns = _match(row, words)
        if needed <= set(columns):
            return number, columns
    raise NotASummaryError(path, sentence("errors.no_headings", sheet=sheet))


def _match(row: Sequence[Any], words: Mapping[str, str]) -> Mapping[str, int]:
    columns: dict[str, int] = {}
    areas = [scope["area"] for scope in load_table()["scope"].values()]
    for column, value in enumerate(row):
        shown = fold(value) if isinstance(value, str) else ""
        for key, pattern in words.items():
            name = _heading_key(shown, key, pattern, areas) if shown else None
            if name is not None:
                columns.setdefault(name, column)
    return columns


def _heading_key(shown: str, key: str, pattern: str, areas: Sequence[str]) -> str | None:
    """Key of a heading as written; for "หมวด {no} ({full})" the key with its number."""
    if pattern == "{area}":
        return key if shown in [fold(a) for a in areas] else None
    before, brace, _ = pattern.partition("{")
    stem = fold(before)
    if not brace:
        return key if shown == stem else None
    rest = shown.removeprefix(stem)
    if not shown.startswith(stem) or not stem:
        return None
    digits = rest.split("(", maxsplit=1)[0]
    if pattern.startswith(f"{before}{{no}}"):
        return f"{key}{int(digits)}" if digits.isdecimal() else None
    return key
