"""One value for several rows of a table: officers merge the cells of a column down.

What the first row of such a merge holds is shown for all of them, and so it is read for all. A
merge across columns hides values, and nobody knows of which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sorchor_xl.form.layout import INPUT_COLUMNS
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At, swallowed_inputs
from sorchor_xl.ooxml.references import a1

_ONE_FOR_ALL: Final = "N32"
_BLANK: Final = (None, "")


def with_merged_rows(page: AnswerSheet, amphoe: Area) -> AnswerSheet:
    """The sheet with what its merges swallow, and what stands for several rows; each is told."""
    if not _is_merged(page):
        return page
    shown = dict(_shown_for(page))
    for at in dict.fromkeys(first for first in shown.values()):
        rows = [r for (r, _), first in shown.items() if first == at]
        cells = f"{a1(*at)}:{a1(max(rows), at[1])}"
        page.say(_ONE_FOR_ALL, amphoe, at, range=cells, value="")
    swallowed = swallowed_inputs(page.sheet, _inputs(page))
    hidden = {at: name for at, name in swallowed.items() if at not in {*shown, *shown.values()}}
    return replace(page, swallowed=hidden, shown_from=shown)


def _is_merged(page: AnswerSheet) -> bool:
    """Whether a merge reaches a row of the table: most lie above it, in the title."""
    rows = page.located.rows.values()
    first, last = min(rows, default=0), max(rows, default=0)
    return any(m.bottom >= first and m.top <= last for m in page.sheet.traits.merges)


def _inputs(page: AnswerSheet) -> Iterator[At]:
    columns = page.located.columns
    for name in INPUT_COLUMNS[page.located.kind]:
        if name in columns:
            yield from ((row, columns[name]) for row in page.located.rows.values())


def _shown_for(page: AnswerSheet) -> Iterator[tuple[At, At]]:
    """Blank input → the input above it whose value a merge of one column shows for both."""
    inputs = set(_inputs(page))
    for merge in page.sheet.traits.merges:
        first = merge.top, merge.left
        if merge.left != merge.right or first not in inputs or page.raw(first) in _BLANK:
            continue
        below = ((r, c) for r, c in inputs if c == merge.left and merge.top < r <= merge.bottom)
        yield from ((at, first) for at in sorted(below) if page.raw(at) in _BLANK)
