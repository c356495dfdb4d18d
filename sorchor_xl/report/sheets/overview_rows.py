"""The figures of the first sheet, each live from the long sheets."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.facts import ABSENT, share
from sorchor_xl.report.page import Cell
from sorchor_xl.report.sheets.areas import level_count, whole_totals

Line = tuple[list[Cell], list[str]]


def received_count(book: SummaryBook) -> Live:
    """อำเภอ of which something usable has come."""
    statuses = book.range("amphoes", "status")
    absent = [f'"{book.words.say(f"amphoe_status.{s}")}"' for s in ABSENT]
    gone = "".join(f"-COUNTIF({statuses},{word})" for word in absent)
    return Live(f"COUNTA({statuses}){gone}", len(book.facts.received))


def percent(book: SummaryBook, level: int) -> Live:
    """Share of a level among the complete, as a percentage."""
    whole = book.facts.whole
    counted = _count(book, level)
    complete = f"COUNT({book.range('tambons', 'total')})"
    value = share(whole.level(level), whole.complete)
    formula = f'IF({complete}=0,"{book.nothing}",{counted}/{complete}*100)'
    return Live(formula, book.nothing if value is None else value * 100)


def _count(book: SummaryBook, level: int) -> str:
    return f"COUNTIF({book.range('tambons', 'level')},{level})"


def level_rows(book: SummaryBook) -> Iterator[Line]:
    """รายการ, จำนวน, ร้อยละ of the complete, ร้อยละ of all, last year, change."""
    for level in book.levels:
        yield _level_line(book, level)
    yield from _state_lines(book)
    yield from _point_lines(book)


def level_live(book: SummaryBook, level: int) -> Live:
    """How many are at a level; nothing while nobody has one."""
    nobody = f"COUNT({book.range('tambons', 'total')})=0"
    formula = f'IF({nobody},"{book.nothing}",{_count(book, level)})'
    return Live(formula, level_count(book, book.facts.whole, level))


def _level_line(book: SummaryBook, level: int) -> Line:
    whole, words = book.facts.whole, book.words
    name = words.say(
        "words.level_signed",
        symbol=book.symbol(level),
        level=level,
        name=book.rubric.level_name(level),
    )
    before = _before_level(book, level)
    of_all = _level_of_all(book, level)
    cells: list[Cell] = [name, level_live(book, level), percent(book, level), of_all]
    cells += _compared(book, before, whole.level(level))
    return cells, [f"text/bold/level{level}", "count/bold", "share", "share", "count", "change"]


def _of_all(book: SummaryBook, counted: str) -> str:
    return f"{counted}/COUNTA({book.range('tambons', 'code')})*100"


def _share_of_all(book: SummaryBook, counted: str, value: int) -> Cell:
    found = share(value, book.facts.whole.all)
    return book.nothing if found is None else Live(_of_all(book, counted), found * 100)


def _level_of_all(book: SummaryBook, level: int) -> Live:
    """Share among all ตำบล; nothing while no ตำบล has a level, for 0 % would be a claim."""
    nobody = f"COUNT({book.range('tambons', 'total')})=0"
    formula = f'IF({nobody},"{book.nothing}",{_of_all(book, _count(book, level))})'
    whole = book.facts.whole
    found = share(whole.level(level), whole.all) if whole.complete else None
    return Live(formula, book.nothing if found is None else found * 100)


def _before_level(book: SummaryBook, level: int) -> int | None:
    """How many were at that level last year; None where its levels were others."""
    previous = book.previous
    if previous is None or not book.same_levels:
        return None
    return sum(t.level == level for t in previous.tambons.values())


def _compared(book: SummaryBook, before: float | None, now: float | None) -> list[Cell]:
    """Last year's figure and the change with an arrow; nothing without a last year."""
    if before is None or now is None:
        return [book.nothing, book.nothing]
    change = now - before
    symbols = book.words.part("symbols")
    sign = symbols["flat" if not change else "up" if change > 0 else "down"]
    shown = f"{abs(change):.2f}" if isinstance(change, float) else str(abs(change))
    return [before, f"{sign} {shown}" if change else str(sign)]


def _state_lines(book: SummaryBook) -> Iterator[Line]:
    """How many are complete, incomplete, not sent, and all."""
    whole, say = book.facts.whole, book.words.say
    totals, codes = book.range("tambons", "total"), book.range("tambons", "code")
    nothing = book.nothing

    def counted(word: str) -> str:
        return f'COUNTIF({totals},"{say(f"words.{word}")}")'

    previous = book.previous
    before = None
    if previous is not None:
        before = sum(t.total is not None for t in previous.tambons.values())
    done = Live(f"COUNT({totals})", whole.complete)
    full: Cell = 100 if whole.complete else nothing
    cells: list[Cell] = [say("overview.complete"), done, full]
    cells.append(_share_of_all(book, f"COUNT({totals})", whole.complete))
    cells += _compared(book, before, whole.complete)
    bold = ["text/total", "count/total", "share/total", "share/total", "count/total"]
    yield cells, [*bold, "change/total"]
    for key, value in (("incomplete", whole.incomplete), ("not_received", whole.not_received)):
        share_all = _share_of_all(book, counted(key), value)
        line: list[Cell] = [say(f"overview.{key}"), Live(counted(key), value), nothing, share_all]
        yield [*line, nothing, nothing], ["text", "count", "share", "share", "count", "change"]
    every: list[Cell] = [say("overview.all"), Live(f"COUNTA({codes})", whole.all), nothing]
    yield [*every, 100 if whole.all else nothing, nothing, nothing], [*bold, "change/total"]


def _point_lines(book: SummaryBook) -> Iterator[Line]:
    """Average, highest and lowest total of the complete."""
    previous, nothing = book.previous, book.nothing
    old = [t.total for t in previous.tambons.values() if t.total is not None] if previous else []
    before = (sum(old) / len(old), max(old), min(old)) if old else (None, None, None)
    whole = book.facts.whole
    now = (whole.mean, max(whole.totals, default=None), min(whole.totals, default=None))
    lives = whole_totals(book)
    for number, key in enumerate(("mean", "highest", "lowest")):
        compared = _compared(book, before[number], now[number])
        style = "mean" if key == "mean" else "count"
        cells: list[Cell] = [book.words.say(f"overview.{key}"), lives[number], nothing, nothing]
        yield [*cells, *compared], ["text", style, "share", "share", style, "change"]
