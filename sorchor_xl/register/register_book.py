"""What the register is made for: the areas of a round, and the columns that stand on each sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sorchor_xl.data.register_texts import AMPHOE, TAMBON, RegisterColumn, register_columns
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon

CellValue = object
"""What stands in a cell, as readers yield it: text, number, date, None or "" for nothing."""


@dataclass(frozen=True)
class RegisterScope:
    """One province in one fiscal year (พ.ศ.).

    ``extra`` are its own award criteria judged by people (key → name), ``readings`` the ids of the
    readings that are settings, ``warnings`` the codes that can be confirmed.
    """

    province: Province
    fiscal_year: int
    amphoes: Mapping[Amphoe, tuple[Tambon, ...]]
    extra: Mapping[str, str] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    warnings: frozenset[str] = frozenset()

    def columns(self, sheet: str) -> tuple[RegisterColumn, ...]:
        """The columns of a sheet in order."""
        return register_columns(sheet, self.extra, self.readings)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """Sheet → code → name, in code order; nothing for the sheet จังหวัด."""
        tambons = (t for group in self.amphoes.values() for t in group)
        return {
            AMPHOE: {a.code: a.name for a in self.amphoes},
            TAMBON: {t.code: t.name for t in tambons},
        }


@dataclass(frozen=True)
class CarriedEntries:
    """What stands in an older register, to be written into a new one.

    ``cells`` by (sheet, code, column key); on the sheet จังหวัด the code is that of the province.
    ``own_columns`` are the officer's own: (sheet, heading) → code → value. ``own_sheets`` are
    sheets he added, as rows of values.
    """

    cells: Mapping[tuple[str, str, str], CellValue] = field(default_factory=dict)
    own_columns: Mapping[tuple[str, str], Mapping[str, CellValue]] = field(default_factory=dict)
    own_sheets: Mapping[str, tuple[tuple[CellValue, ...], ...]] = field(default_factory=dict)
