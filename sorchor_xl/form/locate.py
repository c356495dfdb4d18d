"""Find an answer sheet's rows and columns in its raw cell values: by keys, then by visible_anchors.

Pure over rows of cells as any reader gives them, row-major from A1. An untouched sheet is placed
from a memo of its keys and visible anchors; anything else is searched with both witnesses, and
where they name different things the place is left out and noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from sorchor_xl.form import visible_anchors
from sorchor_xl.form.layout import (
    HEAD_MARK,
    KEYS_MARK,
    Anchors,
    BadToken,
    Lapse,
    Located,
    Note,
    SheetKind,
    Token,
    find_token,
)
from sorchor_xl.form.row_keys import ANSWER_GROUPS, RowGroup, row_group

Rows = Sequence[Sequence[object]]
_TABLE_GROUPS: Final = frozenset({RowGroup.INDICATOR, RowGroup.CATEGORY, RowGroup.TAMBON})
_TOP: Final = 12
"""Rows in which the head of a sheet stands."""
TOKEN_ROWS: Final = 15
"""Rows from the top in which the token of a sheet stands as issued."""
_FEWEST: Final = 2
"""Keys that must be seen before a row or column is taken for the one that holds them."""


def locate(rows: Rows, anchors: Anchors) -> Located:
    """Where the keyed rows and columns of a sheet stand, with a note for all that is not as issued.

    ``rows`` may be ragged; a blank cell is None or "". Never raises for what a sender did.
    """
    place = _place(_skeleton(rows), anchors) if _as_issued(rows) else None
    if place is None:
        place = _search(rows, anchors)
    notes = (*place.notes, *_stray_values(rows, anchors, place))
    return Located(anchors.kind, place.rows, place.columns, place.head, notes)


@dataclass(frozen=True, eq=False)
class _Place:
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    head: int | None
    notes: tuple[Note, ...] = ()


Skeleton = tuple[tuple[object, ...], tuple[tuple[int, tuple[object, ...]], ...]]
_WITNESSES: Final = frozenset({KEYS_MARK, "no", "code", "label", "order"})


def _as_issued(rows: Rows) -> bool:
    return bool(rows) and bool(rows[0]) and rows[0][0] == KEYS_MARK


def _skeleton(rows: Rows) -> Skeleton:
    """The key row, and of every row with a key the cells that tell which row it is: all of the
    head, and of the others those of `_kept`."""
    key_row, kept = tuple(rows[0]), _kept(rows[0])
    pick, blank = itemgetter(*kept), [None] * len(key_row)
    keyed = [(r, row) for r, row in enumerate(rows) if r and row and row[0]]
    return key_row, tuple(
        (r, tuple(row) if row[0] == HEAD_MARK else pick([*row, *blank[len(row) :]]))
        for r, row in keyed
    )


def _kept(key_row: Sequence[object]) -> tuple[int, ...]:
    """The columns that tell which row it is; the first twice, so that they are never just one."""
    return (0, *(i for i, key in enumerate(key_row) if key in _WITNESSES))


def _spread(picked: Sequence[object], kept: Sequence[int]) -> Sequence[object]:
    """A row as it stood, without the cells that were not kept."""
    if picked[0] == HEAD_MARK:
        return picked
    cells: list[object] = [None] * (kept[-1] + 1)
    for index, cell in zip(kept, picked, strict=True):
        cells[index] = cell
    return cells


@lru_cache(maxsize=4096)
def _place(skeleton: Skeleton, anchors: Anchors) -> _Place | None:
    """The place of a sheet whose keys and visible anchors agree; None where a search is needed."""
    key_row, keyed = skeleton
    height = keyed[-1][0] + 1 if keyed else 0
    rows: list[Sequence[object]] = [()] * max(1, height)
    rows[0] = key_row
    kept = _kept(key_row)
    for index, row in keyed:
        rows[index] = _spread(row, kept)
    place = _search(rows, anchors)
    return None if place.notes else place


def _search(rows: Rows, anchors: Anchors) -> _Place:
    notes: list[Note] = []
    key_row = _line_with(rows, set(anchors.columns))
    head = visible_anchors.find_head(rows, anchors)
    columns = _columns(rows, anchors, key_row, head, notes)
    key_column = _key_column(rows, anchors)
    if key_row is None:
        notes.append(Note(Lapse.KEY_ROW_LOST))
    if key_column is None:
        notes.append(Note(Lapse.KEY_COLUMN_LOST))
    seen = visible_anchors.rows_seen(rows, anchors, columns, head)
    found = _rows(rows, anchors, key_column, seen, notes)
    _note_order(anchors, found, columns, notes)
    return _Place(found, columns, head, tuple(notes))


def _line_with(rows: Rows, wanted: set[str]) -> int | None:
    """The row that holds most of the wanted texts, at least two."""
    best, most = None, _FEWEST - 1
    for index, row in enumerate(rows[: _TOP * 3]):
        seen = len({cell for cell in row if isinstance(cell, str) and cell in wanted})
        if seen > most:
            best, most = index, seen
        if most == len(wanted):
            break
    return best


def _key_column(rows: Rows, anchors: Anchors) -> int | None:
    """The column that holds most row keys; the leftmost of equals."""
    is_key = key_test(anchors)
    counts: Counter[int] = Counter()
    for row in rows:
        for index, cell in enumerate(row[:_TOP]):
            if isinstance(cell, str) and cell and is_key(cell):
                counts[index] += 1
    enough = [(-n, index) for index, n in counts.items() if n >= min(_FEWEST, len(rows))]
    single = [(-n, index) for index, n in counts.items()] if anchors.rows == () else []
    return min(enough or single, default=(0, None))[1]


def key_test(anchors: Anchors) -> Callable[[str], bool]:
    """Whether a text is a row key of the kind of sheet."""
    if anchors.rows:
        return set(anchors.rows).__contains__
    pattern = visible_anchors.ROW_KEYS[anchors.kind]
    return lambda text: pattern.fullmatch(text) is not None


def _columns(
    rows: Rows, anchors: Anchors, key_row: int | None, head: int | None, notes: list[Note]
) -> dict[str, int]:
    by_key = _places(rows[key_row], set(anchors.columns)) if key_row is not None else {}
    by_heading = visible_anchors.columns_seen(rows[head], anchors) if head is not None else {}
    return _agree(
        anchors.columns,
        by_key,
        by_heading,
        (Lapse.COLUMN_DUPLICATED, Lapse.COLUMN_CONTRADICTED, Lapse.COLUMN_MISSING),
        notes,
    )


def _places(cells: Sequence[object], wanted: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if isinstance(cell, str) and cell in wanted:
            found.setdefault(cell, []).append(index)
    return found


def _rows(
    rows: Rows,
    anchors: Anchors,
    key_column: int | None,
    seen: Mapping[str, list[int]],
    notes: list[Note],
) -> dict[str, int]:
    by_key: dict[str, list[int]] = {}
    is_key = key_test(anchors)
    for index, row in enumerate(rows):
        cell = row[key_column] if key_column is not None and key_column < len(row) else None
        if isinstance(cell, str) and is_key(cell):
            by_key.setdefault(cell, []).append(index)
    expected = anchors.rows or tuple(dict.fromkeys((*by_key, *seen)))
    lapses = (Lapse.ROW_DUPLICATED, Lapse.ROW_CONTRADICTED, Lapse.ROW_MISSING)
    return _agree(expected, by_key, seen, lapses, notes)


def _agree(
    expected: Sequence[str],
    by_key: Mapping[str, list[int]],
    by_heading: Mapping[str, list[int]],
    lapses: tuple[Lapse, Lapse, Lapse],
    notes: list[Note],
) -> dict[str, int]:
    """One place per key where no witness says otherwise."""
    duplicated, contradicted, missing = lapses
    stated: dict[int, set[str]] = {}
    for key, at in (*by_key.items(), *by_heading.items()):
        for index in at:
            stated.setdefault(index, set()).add(key)
    found: dict[str, int] = {}
    for key in expected:
        claims = by_key.get(key) or by_heading.get(key) or []
        seen = by_heading.get(key, [])
        if len(claims) > 1 or len(seen) > 1:
            notes.append(Note(duplicated, (key,), tuple(sorted({*claims, *seen}))))
        elif not claims:
            if missing is Lapse.COLUMN_MISSING or _has_input(key):
                notes.append(Note(missing, (key,)))
        elif stated[claims[0]] != {key}:
            notes.append(Note(contradicted, (key,), (claims[0],)))
        elif seen and seen != claims:
            notes.append(Note(contradicted, (key,), (claims[0], seen[0])))
        else:
            found[key] = claims[0]
    return found


def _note_order(
    anchors: Anchors, rows: Mapping[str, int], columns: Mapping[str, int], notes: list[Note]
) -> None:
    """Keys out of their order, and rows between the first and last indicator that have no key."""
    for lapse, expected, found in (
        (Lapse.ROWS_REORDERED, anchors.rows, rows),
        (Lapse.COLUMNS_REORDERED, anchors.columns, columns),
    ):
        order = [found[key] for key in expected if key in found]
        if order != sorted(order):
            out = tuple(k for k in expected if k in found)
            notes.append(Note(lapse, tuple(sorted(out, key=found.__getitem__)), tuple(order)))
    known = {index for key, index in rows.items() if _is_of_table(key)}
    noted = {index for note in notes for index in note.at}
    gaps = sorted(set(range(min(known, default=0), max(known, default=0))) - known - noted)
    if gaps and not any(n.lapse is Lapse.ROW_MISSING for n in notes):
        notes.append(Note(Lapse.ROW_INSERTED, (), tuple(gaps)))


def _has_input(row: str) -> bool:
    """Whether a row is missed when it is gone; without its total a form is not whole either."""
    return row_group(row) in ANSWER_GROUPS or row == "TOTAL"


def _is_of_table(row: str) -> bool:
    return row_group(row) in _TABLE_GROUPS or row == "TOTAL"


def _stray_values(rows: Rows, anchors: Anchors, place: _Place) -> Iterator[Note]:
    """Something in the column of answers where no indicator stands: cells were shifted."""
    column = place.columns.get("value")
    own = {index for key, index in place.rows.items() if row_group(key) is RowGroup.INDICATOR}
    if anchors.kind is not SheetKind.FORM or column is None or not own:
        return
    for index in range(min(own), max(own) + 2):
        cell = rows[index][column] if index < len(rows) and column < len(rows[index]) else None
        if index not in own and cell not in (None, ""):
            yield Note(Lapse.STRAY_VALUE, (), (index, column))


def sheet_tokens(rows: Rows) -> tuple[tuple[Token, ...], tuple[BadToken, ...]]:
    """The different tokens in the top rows; the whole sheet is searched if none is there."""
    for part in (rows[:TOKEN_ROWS], rows[TOKEN_ROWS:]):
        found = dict.fromkeys(_tokens_in(part))
        if found:
            good = tuple(t for t in found if isinstance(t, Token))
            return good, tuple(t for t in found if isinstance(t, BadToken))
    return (), ()


def _tokens_in(rows: Rows) -> Iterator[Token | BadToken]:
    for row in rows:
        for text in [
            cell for cell in row if cell.__class__ is str and ("/" in cell or "／" in cell)
        ]:
            token = find_token(text)
            if token is not None:
                yield token
