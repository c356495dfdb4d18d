"""เปรียบเทียบปีก่อน and การเปลี่ยนแปลง: this year beside an earlier summary, matched by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.thai.text import fold, width
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.frames import make_frame
from sorchor_xl.report.last_year_moves import decided_otherwise, moves_told, points_moves
from sorchor_xl.report.page import SET_POINTS, Cell, Column, Row, SheetPage, row_cell
from sorchor_xl.report.previous_summary import Before, Previous

if TYPE_CHECKING:
    import pandas as pd

ITEM_LETTERS: Final = 62
"""Room for the names of หมวด and ตัวชี้วัด; upright paper has no more at a size to be read."""
Figures = Mapping[str, Mapping[int, int]]
"""Code of a ตำบล → its figures by number of the หมวด or ตัวชี้วัด."""


def write_compare(book: SummaryBook, previous: Previous) -> None:
    """The sheet เปรียบเทียบปีก่อน."""
    columns = [
        Column("code", 8, "code"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("total_before", 11, "count"),
        Column("level_before", 13, "center"),
        Column("total_now", 11, "count"),
        Column("level_now", 13, "center"),
        Column("change", 9, "signed/bold"),
        Column("movement", 14, "center"),
        Column("note", 26, "wrap"),
        Column("source", 34),
        Column("moves", 90, "long"),
    ]
    page = SheetPage(book, "compare", columns, printed="note")
    page.open(before=previous.year, decided=decided_otherwise(book.results, previous))
    page.headings(freeze=3)
    listed = _moved_first(book, previous)
    page.write(_rows(book, previous, listed))
    page.print_rows(sum(_moved(book, t, before) is not None for t, before in listed))


Pair = tuple[TambonResult, Before | None]
"""A ตำบล beside what it was last year; None = nothing is known of that."""


def _moved_first(book: SummaryBook, previous: Previous) -> list[Pair]:
    """Who has fallen, then who has risen, only they go to paper; then the rest by code."""
    pairs = [(t, previous.tambons.get(t.tambon.code)) for t in book.results.tambons]
    order = {False: 0, True: 1, None: 2}
    return sorted(pairs, key=lambda pair: order[_moved(book, *pair)])


def _moved(book: SummaryBook, tambon: TambonResult, before: Before | None) -> bool | None:
    """Whether its level has risen; None where it has not moved or cannot be compared."""
    old, new = before.level if before else None, tambon.card.level
    if old is None or new is None or old == new or not book.same_levels:
        return None
    return new > old


def _rows(book: SummaryBook, previous: Previous, listed: Sequence[Pair]) -> Iterator[Row]:
    for row, (tambon, before) in enumerate(listed, start=summary_columns.FIRST_ROW):
        yield _row(book, row, tambon, before)
    known = {t.tambon.code for t in book.results.tambons}
    for code in sorted(set(previous.tambons) - known):
        yield _gone(book, previous.tambons[code])


def _row(book: SummaryBook, row: int, tambon: TambonResult, before: Before | None) -> Row:
    old, new = before.total if before else None, tambon.card.total
    movement, style = _movement(book, tambon, before)
    change: Cell = book.nothing
    if old is not None and new is not None:
        change = Live(f"{row_cell(5, row)}-{row_cell(3, row)}", new - old)
    cells: list[Cell] = [
        tambon.tambon.code,
        tambon.amphoe.name,
        tambon.tambon.name,
        book.nothing if old is None else old,
        _result(book, before),
        book.status_word(tambon) if new is None else new,
        _level(book, tambon.card.level),
        change,
        movement,
        _note(book, tambon, before),
        tambon.source_file or None,
        moves_told(points_moves(before, tambon)) or None if before else None,
    ]
    old_level = before.level if before and book.same_levels else None
    styles = {4: _style(old_level), 6: _style(tambon.card.level), 8: style}
    return Row(cells, styles)


def _gone(book: SummaryBook, before: Before) -> Row:
    nothing = book.nothing
    old = nothing if before.total is None else before.total
    names = [before.code, before.amphoe, before.name]
    note = book.words.say("compare.gone")
    levels = [old, _result(book, before), *[nothing] * 4]
    return Row([*names, *levels, note, None, None])


def _result(book: SummaryBook, before: Before | None) -> str:
    """Last year's level as last year called it."""
    return book.nothing if before is None or before.level is None else before.result


def _level(book: SummaryBook, level: int | None) -> str:
    return book.nothing if level is None else book.level_name(level)


def _style(level: int | None) -> str:
    return "center" if level is None else f"center/level{level}"


def _movement(book: SummaryBook, tambon: TambonResult, before: Before | None) -> tuple[str, str]:
    if before is None or before.level is None:
        return book.words.say("compare.no_before"), "center"
    if tambon.card.level is None:
        return book.words.say("compare.no_now"), "center"
    if not book.same_levels:
        return book.words.say("compare.other_levels"), "center"
    up = _moved(book, tambon, before)
    if up is None:
        return book.words.say("compare.same"), "center"
    return book.words.say(
        "compare.up" if up else "compare.down"
    ), "center/good" if up else "center/bad"


def _note(book: SummaryBook, tambon: TambonResult, before: Before | None) -> str | None:
    if before is not None and fold(before.name) != fold(tambon.tambon.name):
        return book.words.say("compare.renamed", name=before.name)
    return None


def write_changes(book: SummaryBook, previous: Previous) -> None:
    """The sheet การเปลี่ยนแปลง: level migration as a table, then หมวด and ตัวชี้วัด."""
    columns = [
        Column("item", ITEM_LETTERS, "wrap"),
        *(Column(key, 9, "mean") for key in ("before", "now")),
        Column("change", 9, "signed_mean/bold"),
        *(Column("change", 9, "count") for _ in range(max(1, len(book.levels) - 2))),
    ]
    page = SheetPage(book, "changes", columns, least=SET_POINTS, standing=True)
    page.snug = True
    page.sheet.fit_to_pages(1, 1)
    page.open(before=previous.year)
    both = both_years(book, previous)
    if both.empty:
        page.merge(0, page.last, book.words.say("compare.nobody"), "note")
        return
    _migration(book, page, previous, both)
    page.gap()
    _changes(book, page, previous, both.index)


def both_years(book: SummaryBook, previous: Previous) -> pd.DataFrame:
    """The comparison of every ตำบล that has a total in both years, by its code."""
    made = make_frame(book.results, "comparison", previous=previous)
    return made.dropna(subset=["total_before", "total_now"])


def _migration(book: SummaryBook, page: SheetPage, previous: Previous, both: pd.DataFrame) -> None:
    """From level (rows) to level (columns): the diagonal stayed where it was."""
    title = book.words.say("compare.migration_title", count=len(both))
    page.merge(0, page.last, title, "section", 1.15)
    page.row += 1
    levels = book.levels
    before = {b.level: b.result for b in previous.tambons.values() if b.level is not None}
    if book.same_levels:
        before = {level: book.level_name(level) for level in levels}
    counts = both.groupby(["level_before", "level_now"]).size().to_dict()
    corner = book.words.say("compare.migration_corner")
    names = [book.level_name(level) for level in levels]
    heads: list[Cell] = [corner, *names, book.words.say("words.sum")]
    page.write_row(Row(heads), ["head/one_line"] * len(heads))
    for at, old in enumerate(sorted(before, reverse=True)):
        row = page.row
        moved = [int(counts.get((old, new), 0)) for new in levels]
        cells: list[Cell] = [before[old], *moved]
        cells.append(Live(f"SUM({row_cell(1, row)}:{row_cell(len(levels), row)})", sum(moved)))
        plain = ["text", *["count"] * len(levels), "count/bold"]
        same = {at + 1: "count/bold"} if book.same_levels else {}
        page.write_row(Row(cells, same), plain)


def _changes(book: SummaryBook, page: SheetPage, previous: Previous, codes: pd.Index) -> None:
    """Means of each หมวด and ตัวชี้วัด over those who have the figure in both years."""
    words = book.words
    page.merge(0, min(page.last, 3), words.say("compare.category_title"), "section", 1.15)
    page.row += 1
    heads = [words.heading("changes", key) for key in ("item", "before", "now", "change")]
    page.write_row(Row([*heads, None]), ["head"] * 4 + ["plain"])
    now = {t.tambon.code: t.card for t in book.results.tambons}
    earlier = {code: previous.tambons[code] for code in codes}
    categories = _means(
        {code: before.categories for code, before in earlier.items()},
        {code: now[code].categories for code in codes},
    )
    scores = _means(
        {code: before.scores for code, before in earlier.items()},
        {code: now[code].scores for code in codes},
    )
    for category in book.rubric.categories:
        name = words.say("compare.category_name", no=category.id, name=category.display)
        _write_change(page, name, categories.get(category.id))
    for indicator in book.rubric.indicators:
        name = words.say("compare.indicator_name", no=indicator.id, name=indicator.display)
        _write_change(page, name, scores.get(indicator.id))


def _write_change(page: SheetPage, name: str, means: tuple[float, float] | None) -> None:
    """A row of the table; a name that fits on one line shrinks in a wider font and stays on it."""
    fits = width(name) <= ITEM_LETTERS
    letters = {} if fits else {0: page.book.styles.letters(page.widths[0])}
    styles = ["text" if fits else "wrap", "mean", "mean", "signed_mean/bold", "plain"]
    page.write_row(_change(page.book, page.row, name, means), styles, letters)


def _means(before: Figures, now: Figures) -> Mapping[int, tuple[float, float]]:
    """Number → the means of both years over the ตำบล that have the figure in both."""
    import pandas as pd

    old, new = (pd.DataFrame.from_dict({**made}, orient="index") for made in (before, now))
    old, new = old.align(new)
    known = old.notna() & new.notna()
    means = pd.DataFrame({"old": old.where(known).mean(), "new": new.where(known).mean()}).dropna()
    pairs = zip(means.index.tolist(), means["old"].tolist(), means["new"].tolist(), strict=True)
    return {number: (old, new) for number, old, new in pairs}


def _change(book: SummaryBook, row: int, name: str, means: tuple[float, float] | None) -> Row:
    if means is None:
        return Row([name, book.nothing, book.nothing, book.nothing, None])
    before, now = means
    change = Live(f"{row_cell(2, row)}-{row_cell(1, row)}", now - before)
    return Row([name, before, now, change, None])
