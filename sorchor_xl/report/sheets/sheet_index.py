"""The index of the sheets at the foot of the first one: a line of links for each group."""

from __future__ import annotations

from typing import Final

from sorchor_xl.report.page import SheetPage
from sorchor_xl.report.sheets.canvas import Span

NAME: Final[Span] = (0, 5)
FIRST: Final = 6
WIDE: Final = 5
"""Narrow columns of the first sheet that a link takes."""


def write_index(page: SheetPage, row: int, whole: Span) -> None:
    """Links to every sheet of the workbook from ``row`` down, grouped as their tabs are."""
    book = page.book
    page.row = row
    page.merge(*whole, book.words.say("overview.index_title"), "section", 1.15)
    page.row += 1
    per_line = (whole[1] + 1 - FIRST) // WIDE
    for group, name in book.words.part("groups").items():
        keys = [k for k in book.keys if book.words.group(k) == group and k != page.key]
        for start in range(0, len(keys), per_line):
            _line(
                page,
                name if not start else "",
                f"text/bold/tab_{group}",
                keys[start : start + per_line],
            )
            page.row += 1


def _line(page: SheetPage, name: str, style: str, keys: list[str]) -> None:
    book, sheet = page.book, page.sheet
    sheet.set_row(page.row, book.styles.height())
    style_of = book.styles.style
    sheet.merge_range(page.row, *(NAME[0], page.row, NAME[1]), name, style_of(style))
    for number, key in enumerate(keys):
        first = FIRST + number * WIDE
        sheet.merge_range(page.row, first, page.row, first + WIDE - 1, "", style_of("link"))
        target = f"internal:{book.ref(key)}A1"
        sheet.write_url(page.row, first, target, style_of("link"), book.sheet(key))
