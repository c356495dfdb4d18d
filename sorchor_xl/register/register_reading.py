"""From the sheets of the register to its record: what the province entered, and what is unclear.

Sheets are found by name, columns by heading, rows by code, so rows may be sorted and columns added
or moved. A wrong value is a finding at its cell; its place is remembered, so nobody takes it for
an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from sorchor_xl.data.register_texts import (
    AMPHOE,
    PROVINCE,
    SHEETS,
    TAMBON,
    ColumnKind,
    RegisterColumn,
    register_table,
    register_text,
)
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.round.register import (
    AmphoeEntry,
    DatabaseCheck,
    ProvinceEntry,
    Register,
    TambonEntry,
)
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.dates import parse_date
from sorchor_xl.domain.thai.numbers import (
    CountKind,
    is_error_value,
    parse_count,
    parse_yes_no,
    show,
)
from sorchor_xl.domain.thai.text import fold, join_list, normalise
from sorchor_xl.ooxml.references import a1
from sorchor_xl.register.register_book import CarriedEntries, CellValue, RegisterScope
from sorchor_xl.register.register_cells import (
    RegisterError,
    SheetRows,
    is_open_elsewhere,
    read_register_cells,
)

WRONG_VALUE, COLUMN_LOST, CODE_TWICE = "E87", "E88", "E89"
UNKNOWN_CODE, NO_ROW, OPEN_ELSEWHERE = "W97", "W98", "W18"
_HEAD_ROWS: Final = 15
_EMAIL: Final = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[A-Za-z]{2,}", re.ASCII)
_BETWEEN: Final = re.compile(r"[,;\s]+")
_AREA: Final = {AMPHOE: "อำเภอ", TAMBON: "ตำบล", PROVINCE: "จังหวัด"}
_DATABASE: Final = ("correct", "complete", "current", "entered_on")
_VERDICTS: Final = ("study_site", "food", "environment", "immunity")
_BLANK: Final = (None, "")
Values = Mapping[str, Any]


def read_register(path: Path, scope: RegisterScope) -> Register:
    """The register of a round; RegisterError where it cannot be used at all."""
    return parse_register(path.name, read_register_cells(path), scope, is_open_elsewhere(path))


def parse_register(
    name: str, sheets: Mapping[str, SheetRows], scope: RegisterScope, is_open: bool = False
) -> Register:
    """The register of sheets as read; ``name`` is the file as shown in findings."""
    found = _Found(name, scope)
    if is_open:
        found.findings.append(Finding(code=OPEN_ELSEWHERE, where=Where(name)))
    tables = {s: found.table(s, rows) for s, rows in _known_sheets(name, sheets).items()}
    amphoes = {code: _amphoe(code, v) for code, v in tables[AMPHOE].items()}
    keys = (*_VERDICTS, *scope.extra)
    tambons = {code: _tambon(code, v, keys) for code, v in tables[TAMBON].items()}
    province = tables[PROVINCE].get(scope.province.code, {})
    return Register(
        path=name,
        amphoes=amphoes,
        tambons=tambons,
        province=_province(province, scope.readings),
        findings=tuple(found.findings),
        unclear=frozenset(found.unclear),
    )


def carried_entries(
    sheets: Mapping[str, SheetRows], name: str, scope: RegisterScope
) -> CarriedEntries:
    """Everything that stands in an older register, valid or not, ready for a new one."""
    cells: dict[tuple[str, str, str], CellValue] = {}
    own: dict[tuple[str, str], dict[str, CellValue]] = {}
    for sheet, rows in _known_sheets(name, sheets).items():
        for cell in _cells(sheet, rows, scope):
            if cell.column is not None:
                cells[sheet, cell.code, cell.column.key] = cell.value
            elif cell.heading:
                own.setdefault((sheet, cell.heading), {})[cell.code] = cell.value
    ours = {register_table()["sheets"][s]["name"] for s in SHEETS}
    return CarriedEntries(cells, own, {n: r for n, r in sheets.items() if n not in ours})


def _known_sheets(name: str, sheets: Mapping[str, SheetRows]) -> Mapping[str, SheetRows]:
    """Our three sheets; RegisterError where one is gone: what it held is not known."""
    named = {key: register_table()["sheets"][key]["name"] for key in SHEETS}
    by_fold = {fold(title): rows for title, rows in sheets.items()}
    missing = [title for title in named.values() if fold(title) not in by_fold]
    if missing:
        why = register_text("errors.no_sheet", names=join_list([f"“{m}”" for m in missing]))
        raise RegisterError(register_text("errors.unreadable", path=name, why=why))
    return {key: by_fold[fold(title)] for key, title in named.items()}


@dataclass(frozen=True, slots=True)
class _Cell:
    """One filled cell: whose it is, under which column (None: the officer's own)."""

    code: str
    column: RegisterColumn | None
    heading: str
    value: CellValue
    at: tuple[int, int]


def _cells(sheet: str, rows: SheetRows, scope: RegisterScope) -> Iterator[_Cell]:
    """Every filled input of a sheet, row by row."""
    if sheet == PROVINCE:
        by_name = _by_heading(scope.columns(sheet))
        for r, row in enumerate(rows):
            column = by_name.get(fold(show(_at(row, 0)))) if row else None
            if column is not None and _at(row, 1) not in _BLANK:
                yield _Cell(scope.province.code, column, column.heading, _at(row, 1), (r, 1))
        return
    head, columns, own = _headings(sheet, rows, scope)
    code_column = columns["code"][1]
    for r, row in enumerate(rows[head + 1 :], head + 1):
        code = _code(_at(row, code_column))
        if not code:
            continue
        for column, c in columns.values():
            if column is not None and _at(row, c) not in _BLANK:
                yield _Cell(code, column, column.heading, _at(row, c), (r, c))
        for heading, c in own.items():
            if _at(row, c) not in _BLANK:
                yield _Cell(code, None, heading, _at(row, c), (r, c))


def _by_heading(columns: Sequence[RegisterColumn]) -> Mapping[str, RegisterColumn]:
    return {fold(text): c for c in columns for text in (c.heading, *c.also)}


Columns = dict[str, tuple[RegisterColumn | None, int]]


def _headings(
    sheet: str, rows: SheetRows, scope: RegisterScope
) -> tuple[int, Columns, Mapping[str, int]]:
    """Row of the headings, our columns by key ("code" among them), the officer's own by heading."""
    by_name, code = _by_heading(scope.columns(sheet)), fold(register_text("columns.code"))
    names = {fold(register_table()["sheets"][s]["name"]) for s in (AMPHOE, TAMBON)}
    for r, row in enumerate(rows[:_HEAD_ROWS]):
        shown = [fold(show(value)) for value in row]
        if code not in shown or not set(shown) & set(by_name):
            continue
        columns: Columns = {"code": (None, shown.index(code))}
        own: dict[str, int] = {}
        for c, text in enumerate(shown):
            column = by_name.get(text)
            if column is not None:
                columns.setdefault(column.key, (column, c))
            elif text and text != code and text not in names:
                own.setdefault(show(row[c]), c)
        return r, columns, own
    name, heading = register_table()["sheets"][sheet]["name"], register_text("columns.code")
    why = register_text("errors.no_heading", sheet=name, heading=heading)
    raise RegisterError(register_text("errors.unreadable", path=name, why=why))


def _at(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None


def _code(value: object) -> str:
    """A code of DOPA as typed or as a spreadsheet turned it into a number; "" for none."""
    text = normalise(show(value))
    return text if text.isdecimal() else ""


@dataclass
class _Found:
    """The register as it is understood, with what is to be said about it."""

    name: str
    scope: RegisterScope
    findings: list[Finding] = field(default_factory=list)
    unclear: set[tuple[str, str]] = field(default_factory=set)

    def table(self, sheet: str, rows: SheetRows) -> Mapping[str, Values]:
        """Code → column key → value of one sheet."""
        found: dict[str, dict[str, Any]] = {}
        self._structure(sheet, rows)
        for cell in _cells(sheet, rows, self.scope):
            if cell.column is None or self._place(sheet, cell.code) is None:
                continue
            value = _meaning(cell.column, cell.value, self.scope)
            if value is None:
                self._wrong(sheet, cell)
            elif found.setdefault(cell.code, {}).setdefault(cell.column.key, value) != value:
                self._wrong(sheet, cell, CODE_TWICE)
        return found

    def _structure(self, sheet: str, rows: SheetRows) -> None:
        """Columns that are gone, codes that nobody has, areas without a row."""
        if sheet == PROVINCE:
            listed = {fold(show(_at(row, 0))) for row in rows if row}
            for column in self.scope.columns(sheet):
                if not {fold(t) for t in (column.heading, *column.also)} & listed:
                    self._column_lost(sheet, column)
            return
        head, columns, _ = _headings(sheet, rows, self.scope)
        for column in self.scope.columns(sheet):
            if column.key not in columns:
                self._column_lost(sheet, column)
        self._codes(sheet, rows, head, columns["code"][1])

    def _codes(self, sheet: str, rows: SheetRows, head: int, at: int) -> None:
        names, seen = self.scope.names[sheet], set()
        for r, row in enumerate(rows[head + 1 :], head + 1):
            shown = show(_at(row, at))
            code = _code(_at(row, at))
            seen.add(code)
            if shown and code not in names and any(v not in _BLANK for v in row[at + 3 :]):
                self._say(UNKNOWN_CODE, sheet, (r, at), value=shown)
        lacking = [name for code, name in names.items() if code not in seen]
        if lacking:
            listed = Said.joined("", (_AREA[sheet], join_list(lacking, unit=_AREA[sheet])))
            self._say(NO_ROW, sheet, None, n_all=len(lacking), list=listed)

    def _place(self, sheet: str, code: str) -> str | None:
        """Whose row it is, in words; None for a code that is not of the round."""
        if sheet == PROVINCE:
            return f"{_AREA[sheet]}{self.scope.province.name}"
        name = self.scope.names[sheet].get(code)
        return None if name is None else f"{_AREA[sheet]}{name}"

    def _column_lost(self, sheet: str, column: RegisterColumn) -> None:
        codes = [self.scope.province.code] if sheet == PROVINCE else self.scope.names[sheet]
        self.unclear |= {(code, column.key) for code in codes}
        self._say(COLUMN_LOST, sheet, None, label=column.heading)

    def _wrong(self, sheet: str, cell: _Cell, code: str = WRONG_VALUE) -> None:
        if cell.column is None:
            return
        self.unclear.add((cell.code, cell.column.key))
        params = {"place": self._place(sheet, cell.code) or cell.code, "label": cell.heading}
        allowed = register_text(f"allowed.{cell.column.kind}")
        self._say(code, sheet, cell.at, value=show(cell.value), allowed=allowed, **params)

    def _say(
        self,
        code: str,
        sheet: str,
        at: tuple[int, int] | None,
        *,
        value: str = "",
        **params: str | int,
    ) -> None:
        title = register_table()["sheets"][sheet]["name"]
        where = Where(self.name, title, a1(*at) if at else "")
        self.findings.append(Finding(code=code, where=where, value=value, params=params))


def _meaning(column: RegisterColumn, value: CellValue, scope: RegisterScope) -> Any:
    """What a cell says; None where it cannot be meant."""
    if is_error_value(show(value)):
        return None
    return _READERS[column.kind](value, scope)


def _text(value: CellValue, _: RegisterScope) -> str:
    return " ".join(show(value).split())


def _email(value: CellValue, _: RegisterScope) -> str | None:
    """One or more addresses, set apart by commas."""
    parts = [part for part in _BETWEEN.split(show(value).strip()) if part]
    return ", ".join(parts) if parts and all(map(_EMAIL.fullmatch, parts)) else None


def _date(value: CellValue, _: RegisterScope) -> date | None:
    return parse_date(value).value


def _yes_no(value: CellValue, _: RegisterScope) -> bool | None:
    return parse_yes_no(value).value


def _count(value: CellValue, _: RegisterScope) -> int | None:
    count = parse_count(value, ("คน",))
    return count.value if count.kind is CountKind.NUMBER else None


def _codes(value: CellValue, scope: RegisterScope) -> tuple[str, ...] | None:
    codes = tuple(part.upper() for part in _BETWEEN.split(normalise(show(value))) if part)
    return codes if codes and all(code in scope.warnings for code in codes) else None


_READERS: Final = {
    ColumnKind.TEXT: _text,
    ColumnKind.EMAIL: _email,
    ColumnKind.DATE: _date,
    ColumnKind.YES_NO: _yes_no,
    ColumnKind.COUNT: _count,
    ColumnKind.CODES: _codes,
}


def _database(values: Values) -> DatabaseCheck:
    return DatabaseCheck(**{name: values.get(f"database_{name}") for name in _DATABASE})


def _plain(values: Values, *besides: str) -> dict[str, Any]:
    """The values that are fields of the record by the same name."""
    return {
        key: value
        for key, value in values.items()
        if not key.startswith("database_") and key not in besides
    }


def _amphoe(code: str, values: Values) -> AmphoeEntry:
    return AmphoeEntry(code, database=_database(values), **_plain(values))


def _tambon(code: str, values: Values, verdicts: Sequence[str]) -> TambonEntry:
    given = {key: values.get(key) for key in verdicts}
    return TambonEntry(
        code, database=_database(values), verdicts=given, **_plain(values, *verdicts)
    )


def _province(values: Values, readings: Sequence[str]) -> ProvinceEntry:
    decided = {id_: values[id_] for id_ in readings if id_ in values}
    return ProvinceEntry(database=_database(values), readings=decided, **_plain(values, *readings))
