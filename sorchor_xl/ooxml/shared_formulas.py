"""Write formulas that differ only in their row once, as Excel does when it fills a column down.

A form of many ตำบล is mostly the same formula again; shared, its file is a third smaller. Only
formulas of one sheet are shared: older programs know no shared reference to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sorchor_xl.ooxml.elements import MAIN, Tree, place_of
from sorchor_xl.ooxml.formula_text import Ref, parse
from sorchor_xl.ooxml.references import a1

_FEWEST = 2
_SHORTEST = 16
"""Letters below which a formula is as short as the mark of a shared one."""


def share_formulas(tree: Tree) -> None:
    """Share the formulas of a sheet in place; the values stored beside them stay."""
    alike: dict[tuple[object, ...], list[tuple[int, int, Any]]] = {}
    for row, column, formula in _own_formulas(tree):
        alike.setdefault((column, *_relative(formula.text, row)), []).append((row, column, formula))
    groups = [group for group in alike.values() if len(group) >= _FEWEST]
    for number, group in enumerate(groups):
        first, last = group[0], group[-1]
        for _, _, formula in group:
            formula.set("t", "shared")
            formula.set("si", str(number))
            if formula is first[2]:
                formula.set("ref", f"{a1(*first[:2])}:{a1(*last[:2])}")
            else:
                formula.text = None


def _own_formulas(tree: Tree) -> Iterator[tuple[int, int, Any]]:
    """0-based row and column of every plain formula that speaks of its own sheet alone."""
    for cell in tree.iter(f"{MAIN}c"):
        formula = cell.find(f"{MAIN}f")
        if formula is None or formula.get("t") or len(formula.text or "") < _SHORTEST:
            continue
        if all(isinstance(piece, str) or piece.sheet is None for piece in parse(formula.text)):
            yield *place_of(cell), formula


def _relative(formula: str, row: int) -> Iterator[object]:
    """A formula with its rows counted from its own: the same for formulas filled down."""
    for piece in parse(formula):
        if isinstance(piece, Ref):
            yield piece.column, _step(piece.row, row), piece.column2, _step(piece.row2, row)
        else:
            yield piece


def _step(row: str, own: int) -> object:
    return row if not row or row.startswith("$") else int(row) - own
