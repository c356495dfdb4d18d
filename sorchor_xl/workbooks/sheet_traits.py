"""What a cell is besides its value: a formula, an error, a percent, a date, part of a merge.

The parser that reads fast gives '' for an error, for a formula never calculated and for nothing
at all, 0.75 for 75 %, and a plain number where a formula stands. A `SheetTraits` tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple, Protocol


class NumberClass(StrEnum):
    """What number format and look make of a cell's value."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    VOID = "void"
    """Struck through, or shown to nobody: whether it holds only its writer knows."""
    FAINT = "faint"
    """A plain number or text in a pale grey, as people set aside what does not count."""


class CellStyle(NamedTuple):
    """What a style makes of a cell; ``code`` is a number format that may show another text."""

    number: NumberClass = NumberClass.PLAIN
    code: str = ""


PLAIN_STYLE: Final = CellStyle()


@dataclass(frozen=True, slots=True)
class CellDetails:
    """One cell. ``formula`` and ``error`` are their texts, "" where not known, None where none.

    ``code`` is its number format where that may show another text than the value, else "";
    ``shows`` the text that it shows, where a format stores it and it is not the value; else None.
    """

    formula: str | None = None
    error: str | None = None
    number: NumberClass = NumberClass.PLAIN
    code: str = ""
    shows: str | None = None


NOTHING: Final = CellDetails()
"""Of a cell that is not there, or in which nothing special is to be seen."""
PLAIN_CELL: Final = CellDetails()
"""Of a cell that holds a value and nothing else."""


class Merge(NamedTuple):
    """A merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class SheetTraits(Protocol):
    """What can be seen of one sheet beside its values; cells are 0-based."""

    @property
    def merges(self) -> tuple[Merge, ...]:
        """Merged ranges."""

    @property
    def comments(self) -> Mapping[tuple[int, int], str]:
        """What people wrote beside cells."""

    @property
    def in_doubt(self) -> tuple[Merge, ...]:
        """Ranges over which a rule may strike through or hide what stands there."""

    @property
    def drawn(self) -> tuple[Merge, ...]:
        """Cells under lines, shapes and pictures that hold no word."""

    @property
    def beyond(self) -> bool:
        """Whether something stands where no form reaches, which is not read."""

    @property
    def has_formulas(self) -> bool:
        """Whether any formula stands on it; none does where it was pasted as values."""

    @property
    def has_errors(self) -> bool:
        """Whether any formula on it failed."""

    @property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that nobody sees."""

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Columns that nobody sees."""

    def cell(self, row: int, column: int) -> CellDetails:
        """The cell at a place; `NOTHING` where nothing special is there."""

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a formula stands at a place."""


@dataclass(frozen=True, slots=True)
class ListedTraits:
    """A look worked out beforehand, cell by cell."""

    cells: Mapping[tuple[int, int], CellDetails] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    in_doubt: tuple[Merge, ...] = ()
    beyond: bool = False
    drawn: tuple[Merge, ...] = ()

    @property
    def has_formulas(self) -> bool:
        """Whether any formula stands on it."""
        return any(cell.formula is not None for cell in self.cells.values())

    @property
    def has_errors(self) -> bool:
        """Whether any formula on it failed."""
        return any(cell.error is not None for cell in self.cells.values())

    def cell(self, row: int, column: int) -> CellDetails:
        """The cell at a place."""
        return self.cells.get((row, column), NOTHING)

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a formula stands at a place."""
        return self.cell(row, column).formula is not None


BLIND: Final = ListedTraits()
"""Where nothing is to be seen but values."""
