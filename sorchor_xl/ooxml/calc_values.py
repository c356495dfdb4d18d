"""Cells, areas and workbooks as the formula worker sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field


class NotWorkedOutError(Exception):
    """A formula outside what this knows, or one that gives an error value."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on a sheet, 0-based and inclusive."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top + 1


Scalar = str | int | float | bool | None
Value = Scalar | Area
Cells = Mapping[tuple[int, int], Scalar]


@dataclass
class CalcSheet:
    """Constants and formulas (without "=") of a sheet by 0-based place, and results so far."""

    constants: Cells
    formulas: Mapping[tuple[int, int], str]
    results: dict[tuple[int, int], Scalar] = field(default_factory=dict)


@dataclass
class CalcBook:
    """Sheets by name, and defined names as formulas."""

    sheets: dict[str, CalcSheet]
    names: Mapping[str, str]
    compiled: Callable[[str], Node]

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """What a cell shows; NotWorkedOutError where that cannot be said."""
        place = (row, column)
        held = self.sheets.get(sheet)
        if held is None:
            raise NotWorkedOutError(sheet)
        if place in held.results:
            return held.results[place]
        formula = held.formulas.get(place)
        if formula is None:
            return held.constants.get(place)
        value = self.scalar(self.compiled(formula)(Scope(self, sheet)))
        held.results[place] = "" if value is None else value
        return held.results[place]

    def area(self, area: Area) -> Iterator[Scalar]:
        """The cells of an area, row by row."""
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                yield self.cell(area.sheet, row, column)

    def scalar(self, value: Value) -> Scalar:
        """A single value; an area must be one cell."""
        if isinstance(value, Area):
            if (value.top, value.left) != (value.bottom, value.right):
                raise NotWorkedOutError("an area where one value is wanted")
            return self.cell(value.sheet, value.top, value.left)
        return value


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a formula stands."""

    book: CalcBook
    sheet: str


Node = Callable[[Scope], Value]
