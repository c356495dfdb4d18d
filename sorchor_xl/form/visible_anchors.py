"""The second witness: what a person sees on an answer sheet (numbers, codes, labels, headings)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.form.layout import Anchors, SheetKind
from sorchor_xl.form.row_keys import indicator_row, tambon_row

Rows = Sequence[Sequence[object]]

ROW_KEYS: Final[Mapping[SheetKind, re.Pattern[str]]] = {
    SheetKind.ORDERS: re.compile(r"A\d{4}\.C|T\d{6}\.[CB]"),
    SheetKind.PLANS: re.compile(r"T\d{6}"),
    SheetKind.AWARDS: re.compile(r"T\d{6}"),
}
"""Shapes of the row keys that are one per area."""

_HEAD_SEARCH: Final = 40
_FEWEST_HEADINGS: Final = 3
_LABEL_SEARCH: Final = 6
_fold = lru_cache(maxsize=8192)(fold)
"""The same headings and labels stand on every sheet."""
_CODE: Final = re.compile(r"\d{4}(\d{2})?")


def find_head(rows: Rows, anchors: Anchors) -> int | None:
    """The row that shows most of the headings; None where hardly any is left."""
    needed = min(_FEWEST_HEADINGS, len(anchors.headings))
    best, most, whole = None, needed - 1, len({*anchors.headings.values()})
    for index, row in enumerate(rows[:_HEAD_SEARCH]):
        seen = len(columns_seen(row, anchors))
        if seen > most:
            best, most = index, seen
        if most == whole:
            break
    return best


def columns_seen(row: Sequence[object], anchors: Anchors) -> dict[str, list[int]]:
    """Column key → columns whose heading says so."""
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(row):
        if isinstance(cell, str) and cell:
            key = anchors.headings.get(_fold(cell))
            if key is not None:
                found.setdefault(key, []).append(index)
    return found


def rows_seen(
    rows: Rows, anchors: Anchors, columns: Mapping[str, int], head: int | None
) -> dict[str, list[int]]:
    """Row key → rows whose visible number, code or label says so.

    A row whose number and label name different indicators counts for both, so that it is never
    taken for either.
    """
    found: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        below = head is not None and index > head
        for key in dict.fromkeys(_keys_of(row, anchors, columns, below=below)):
            found.setdefault(key, []).append(index)
    return found


def _keys_of(
    row: Sequence[object], anchors: Anchors, columns: Mapping[str, int], *, below: bool
) -> Iterator[str]:
    if anchors.kind in ROW_KEYS:
        yield from _area_key(row, anchors, columns)
        return
    yield from _label_keys(row, anchors, columns)
    number = _number(_at(row, columns.get("no"))) if below else None
    if number is not None and 1 <= number <= anchors.numbered:
        yield indicator_row(number)


def _label_keys(
    row: Sequence[object], anchors: Anchors, columns: Mapping[str, int]
) -> Iterator[str]:
    column = columns.get("label")
    cells = row[:_LABEL_SEARCH] if column is None else (_at(row, column),)
    for cell in cells:
        if isinstance(cell, str) and cell:
            key = anchors.labels.get(_fold(cell))
            if key is not None:
                yield key


def _area_key(row: Sequence[object], anchors: Anchors, columns: Mapping[str, int]) -> Iterator[str]:
    code = _code(_at(row, columns.get("code")))
    if code is None:
        return
    if anchors.kind is not SheetKind.ORDERS:
        if len(code) == len("310101"):
            yield tambon_row(code)
        return
    order = _at(row, columns.get("order"))
    suffix = anchors.labels.get(_fold(order)) if isinstance(order, str) else None
    letter = "A" if len(code) == len("3101") else "T"
    if suffix is not None and suffix[0] == letter:
        yield f"{letter}{code}.{suffix[-1]}"


def _at(row: Sequence[object], column: int | None) -> object:
    return row[column] if column is not None and column < len(row) else None


def _number(cell: object) -> int | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if cell == int(cell) else None
    text = normalise(str(cell)).rstrip(".")
    return int(text) if text.isascii() and text.isdigit() else None


def _code(cell: object) -> str | None:
    number = _number(cell)
    text = str(number) if number is not None else ""
    return text if _CODE.fullmatch(text) else None
