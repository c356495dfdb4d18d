"""แนวทางยกระดับ: what every ตำบล below the highest level lacks, and the least that lifts it."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.scoring.advice import Advice, Move, advise
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import Column, Row, SheetPage

MOST_SINGLES = 3


def write_guidance(book: SummaryBook) -> None:
    """The sheet แนวทางยกระดับ."""
    columns = [
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("total", 8, "count"),
        Column("level", 12, "center"),
        Column("to_next", 13, "count/bold"),
        Column("to_top", 13, "count"),
        Column("path", 64, "wrap"),
        Column("singles", 50, "wrap"),
    ]
    page = SheetPage(book, "advice", columns)
    page.open()
    page.headings(freeze=2)
    if not page.write(_rows(book)):
        key = "advice.nobody" if book.facts.whole.complete else "advice.nothing"
        page.merge(0, page.last, book.words.say(key), "note")


def _rows(book: SummaryBook) -> Iterator[Row]:
    for tambon in book.results.tambons:
        advice = advise(book.results.scheme, tambon.judged, tambon.card)
        if advice is not None:
            yield _row(book, tambon, advice)


def _row(book: SummaryBook, tambon: TambonResult, advice: Advice) -> Row:
    moves = advice.path.moves if advice.path else ()
    path = ", ".join(say_move(book, m) for m in moves) or book.words.say("advice.no_way")
    singles = ", ".join(say_move(book, m) for m in advice.singles[:MOST_SINGLES])
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


def say_move(book: SummaryBook, move: Move) -> str:
    """ "ข้อ 9 อีก 1 ครั้ง (+1)"; for a choice the words of the printed box."""
    gain = book.words.say("advice.gain", gain=move.gain)
    if move.kind is Kind.CHOICE:
        criterion = book.rubric.indicator(move.indicator).criteria[move.target - 1]
        return book.words.say("advice.choice", no=move.indicator, criterion=criterion) + gain
    text = book.words.say("advice.count", no=move.indicator, amount=move.amount, unit=move.unit)
    return text + gain
