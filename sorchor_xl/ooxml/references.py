"""Cell references: the one place where 0-based indices become A1 and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import Final

_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


@cache
def column_name(index: int) -> str:
    """Letters of a 0-based column: 0 → "A", 26 → "AA"."""
    name, rest = "", index + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


@cache
def column_index(name: str) -> int:
    """0-based column of letters: "A" → 0."""
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def a1(row: int, column: int, *, fixed: bool = False) -> str:
    """A1 of 0-based indices; ``fixed`` as $A$1."""
    mark = "$" if fixed else ""
    return f"{mark}{column_name(column)}{mark}{row + 1}"


def parse_a1(text: str) -> tuple[int, int]:
    """0-based (row, column) of an A1 reference, with or without $; ValueError otherwise."""
    match = _CELL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a cell reference: {text!r}")
    return int(match[2]) - 1, column_index(match[1])


def fixed_range(first: tuple[int, int], last: tuple[int, int]) -> str:
    """A range of two 0-based (row, column) corners as "$A$1:$B$2"."""
    return f"{a1(*first, fixed=True)}:{a1(*last, fixed=True)}"


def even_spans(columns: int, count: int, first: int = 0) -> list[tuple[int, int]]:
    """First and last column of ``count`` spans over so many columns, the wider ones first.

    ValueError where there are fewer columns than spans.
    """
    wide, rest = divmod(columns, count)
    if not wide:
        raise ValueError(f"{count} spans do not fit into {columns} columns")
    starts = [first + wide * n + min(n, rest) for n in range(count + 1)]
    return [(start, following - 1) for start, following in pairwise(starts)]


def roomy_spans(
    widths: Sequence[float], needed: Sequence[float], first: int = 0
) -> list[tuple[int, int]]:
    """First and last column of a span for each need: the one with the least room has the most.

    ValueError where there are fewer columns than needs.
    """
    if len(needed) > len(widths):
        raise ValueError(f"{len(needed)} spans do not fit into {len(widths)} columns")

    def tightness(cuts: tuple[int, ...]) -> list[float]:
        rooms = (sum(widths[start:end]) for start, end in pairwise(cuts))
        return sorted((need / room for need, room in zip(needed, rooms, strict=True)), reverse=True)

    between = combinations(range(1, len(widths)), len(needed) - 1)
    best = min(((0, *cuts, len(widths)) for cuts in between), key=tightness)
    return [(first + start, first + end - 1) for start, end in pairwise(best)]


@dataclass(frozen=True)
class Grid:
    """Rows and columns of a sheet by key, as A1 references for formulas."""

    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def at(self, row: str, column: str, *, fixed: bool = False) -> str:
        """A1 of a row key × column key; KeyError for an unknown one."""
        return a1(self.rows[row], self.columns[column], fixed=fixed)

    def span(self, column: str, first: str, last: str, *, fixed: bool = False) -> str:
        """A1 range of a column from one row key to another."""
        return f"{self.at(first, column, fixed=fixed)}:{self.at(last, column, fixed=fixed)}"


def quote_sheet(name: str) -> str:
    """A sheet name as it stands in a formula before "!"."""
    return "'" + name.replace("'", "''") + "'"


def literal(text: str) -> str:
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'
