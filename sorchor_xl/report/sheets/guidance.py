"""แนวทางยกระดับ: what every ตำบล below the highest level lacks, and the least that lifts it."""

from __future__ import annotations

from collections.abc import Sequence

from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.scoring.advice import Advice, Move, advise
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import SET_POINTS, Column, Row, SheetPage

MOST_SINGLES = 3
PRINTED_PAGES = 2
"""Pages that go to paper where those at the lowest level do not need more."""


def write_guidance(book: SummaryBook) -> None:
    """The sheet แนวทางยกระดับ."""
    columns = [
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("total", 8, "count"),
        Column("level", 12, "center"),
        Column("to_next", 11, "count/bold"),
        Column("to_top", 11, "count"),
        Column("path", 76, "wrap"),
        Column("singles", 50, "long"),
    ]
    page = SheetPage(book, "advice", columns, printed="path", least=SET_POINTS)
    page.open()
    page.headings(freeze=2)
    advised = _weakest_first(book)
    if not page.write(_row(book, tambon, advice) for tambon, advice in advised):
        say_none(book, page)
        return
    lowest = min(v.level for v in book.rubric.levels)
    weak = sum(advice.level == lowest for _, advice in advised)
    pages = PRINTED_PAGES
    while page.rows_on(pages) < weak:
        pages += 1
    page.print_rows(page.rows_on(pages))


def say_none(book: SummaryBook, page: SheetPage) -> None:
    """Why nothing is listed: none needs it, or, which does not go to paper, none is complete."""
    done = book.facts.whole.complete
    said = book.words.say(f"advice.{'nobody' if done else 'nothing'}")
    page.merge(0, page.printed_last, said, "note")
    if not done:
        page.print_rows(0)


def _weakest_first(book: SummaryBook) -> list[tuple[TambonResult, Advice]]:
    """Every ตำบล below the highest level: the lowest level first, then who lacks least."""
    scheme = book.results.scheme
    every = ((t, advise(scheme, t.judged, t.card)) for t in book.results.tambons)
    advised = [(tambon, advice) for tambon, advice in every if advice is not None]
    return sorted(advised, key=lambda pair: (pair[1].level, pair[1].to_next, pair[0].tambon.code))


def _row(book: SummaryBook, tambon: TambonResult, advice: Advice) -> Row:
    moves = advice.path.moves if advice.path else ()
    path = _listed(book, moves) or book.words.say("advice.no_way")
    singles = _listed(book, advice.singles[:MOST_SINGLES])
    return Row(
        [
            tambon.amphoe.name,
            tambon.tambon.name,
            advice.total,
            book.level_name(advice.level),
            advice.to_next,
            advice.to_top,
            path,
            singles or book.nothing,
        ],
        {3: f"center/level{advice.level}"},
    )


def _listed(book: SummaryBook, moves: Sequence[Move]) -> str:
    return join_list([say_move(book, move) for move in moves])


def say_move(book: SummaryBook, move: Move) -> str:
    """ "ข้อ 9 อีก 1 ครั้ง (+1)"; for a choice the words of the printed box."""
    gain = book.words.say("advice.gain", gain=move.gain)
    if move.kind is Kind.CHOICE:
        criterion = book.rubric.indicator(move.indicator).shown[move.target - 1]
        return book.words.say("advice.choice", no=move.indicator, criterion=criterion) + gain
    text = book.words.say("advice.count", no=move.indicator, amount=move.amount, unit=move.unit)
    return text + gain
