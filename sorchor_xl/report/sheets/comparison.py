"""เปรียบเทียบปีก่อน and การเปลี่ยนแปลง: this year beside an earlier summary, matched by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.thai.text import fold
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import mean
from sorchor_xl.report.page import Cell, Column, Row, SheetPage, row_cell
from sorchor_xl.report.previous_summary import Before, Previous


@dataclass(frozen=True, slots=True)
class Pair:
    """A ตำบล with a total in both years."""

    now: TambonResult
    before: Before


def pairs(book: SummaryBook, previous: Previous) -> tuple[Pair, ...]:
    """Every ตำบล with a total in both years."""
    return tuple(
        Pair(t, previous.tambons[t.tambon.code])
        for t in book.results.complete
        if t.tambon.code in previous.tambons and previous.tambons[t.tambon.code].total is not None
    )


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
        Column("note", 34, "wrap"),
    ]
    page = SheetPage(book, "compare", columns)
    page.open(before=previous.year)
    page.headings(freeze=3)
    page.write(_rows(book, previous))


def _rows(book: SummaryBook, previous: Previous) -> Iterator[Row]:
    for tambon in book.results.tambons:
        yield _row(book, tambon, previous.tambons.get(tambon.tambon.code))
    known = {t.tambon.code for t in book.results.tambons}
    for code in sorted(set(previous.tambons) - known):
        yield _gone(book, previous.tambons[code])


def _row(book: SummaryBook, tambon: TambonResult, before: Before | None) -> Row:
    row = book.tambon_rows[tambon.tambon.code]
    old, new = before.total if before else None, tambon.card.total
    movement, style = _movement(book, before.level if before else None, tambon.card.level)
    change: Cell = book.nothing
    if old is not None and new is not None:
        change = Live(f"{row_cell(5, row)}-{row_cell(3, row)}", new - old)
    cells: list[Cell] = [
        tambon.tambon.code,
        tambon.amphoe.name,
        tambon.tambon.name,
        book.nothing if old is None else old,
        _level(book, before.level if before else None),
        book.status_word(tambon) if new is None else new,
        _level(book, tambon.card.level),
        change,
        movement,
        _note(book, tambon, before),
    ]
    styles = {4: _style(before.level if before else None), 6: _style(tambon.card.level), 8: style}
    return Row(cells, styles)


def _gone(book: SummaryBook, before: Before) -> Row:
    nothing = book.nothing
    old = nothing if before.total is None else before.total
    names = [before.code, before.amphoe, before.name]
    note = book.words.say("compare.gone")
    return Row([*names, old, _level(book, before.level), nothing, nothing, nothing, nothing, note])


def _level(book: SummaryBook, level: int | None) -> str:
    return book.nothing if level is None else book.level_name(level)


def _style(level: int | None) -> str:
    return "center" if level is None else f"center/level{level}"


def _movement(book: SummaryBook, old: int | None, new: int | None) -> tuple[str, str]:
    if old is None:
        return book.words.say("compare.no_before"), "center"
    if new is None:
        return book.words.say("compare.no_now"), "center"
    if new == old:
        return book.words.say("compare.same"), "center"
    up = new > old
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
        Column("item", 70, "wrap"),
        *(Column(key, 16, "mean") for key in ("before", "now")),
        Column("change", 16, "signed_mean/bold"),
        Column("change", 16, "count"),
    ]
    page = SheetPage(book, "changes", columns)
    page.open(before=previous.year)
    both = pairs(book, previous)
    if not both:
        page.merge(0, page.last, book.words.say("compare.nobody"), "note")
        return
    _migration(book, page, both)
    page.gap()
    _changes(book, page, both)


def _migration(book: SummaryBook, page: SheetPage, both: tuple[Pair, ...]) -> None:
    """From level (rows) to level (columns): the diagonal stayed where it was."""
    title = book.words.say("compare.migration_title", count=len(both))
    page.merge(0, page.last, title, "section", 1.15)
    page.row += 1
    levels = sorted((v.level for v in book.rubric.levels), reverse=True)
    counts = Counter((p.before.level, p.now.card.level) for p in both)
    corner = book.words.say("compare.migration_corner")
    names = [book.level_name(level) for level in levels]
    heads: list[Cell] = [corner, *names, book.words.say("words.sum")]
    page.write_row(Row(heads), ["head"] * 5)
    for old in levels:
        row = page.row
        moved = [counts[old, new] for new in levels]
        cells: list[Cell] = [book.level_name(old), *moved]
        cells.append(Live(f"SUM({row_cell(1, row)}:{row_cell(3, row)})", sum(moved)))
        styles = {levels.index(old) + 1: "count/bold"}
        page.write_row(Row(cells, styles), ["text", *["count"] * 3, "count/bold"])


def _changes(book: SummaryBook, page: SheetPage, both: tuple[Pair, ...]) -> None:
    words = book.words
    page.merge(0, page.last, words.say("compare.category_title"), "section", 1.15)
    page.row += 1
    heads = [words.heading("changes", key) for key in ("item", "before", "now", "change")]
    page.write_row(Row([*heads, None]), ["head"] * 4 + ["plain"])
    styles = ["wrap", "mean", "mean", "signed_mean/bold", "plain"]
    letters = {0: book.styles.letters(page.widths[0])}
    for category in book.rubric.categories:
        old = [p.before.categories.get(category.id) for p in both]
        new = [p.now.card.categories.get(category.id) for p in both]
        name = words.say("compare.category_name", no=category.id, name=category.display)
        page.write_row(_change(book, page.row, name, old, new), styles, letters)
    for indicator in book.rubric.indicators:
        old = [p.before.scores.get(indicator.id) for p in both]
        new = [p.now.card.scores.get(indicator.id) for p in both]
        name = words.say("compare.indicator_name", no=indicator.id, name=indicator.display)
        page.write_row(_change(book, page.row, name, old, new), styles, letters)


def _change(
    book: SummaryBook, row: int, name: str, old: list[int | None], new: list[int | None]
) -> Row:
    """Averages over those who have the figure in both years."""
    known = [(o, n) for o, n in zip(old, new, strict=True) if o is not None and n is not None]
    before, now = mean([o for o, _ in known]), mean([n for _, n in known])
    if before is None or now is None:
        return Row([name, book.nothing, book.nothing, book.nothing, None])
    change = Live(f"{row_cell(2, row)}-{row_cell(1, row)}", now - before)
    return Row([name, before, now, change, None])
