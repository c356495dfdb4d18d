"""ผลงานรายตัวชี้วัด: what every ตำบล reported, one row each, as next year's round reads it back."""

from __future__ import annotations

from sorchor_xl.domain.round.records import Entry
from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import Cell, Column, Row, SheetPage


def write_values(book: SummaryBook) -> None:
    """The sheet ผลงานรายตัวชี้วัด: bases, then values; blank, invalid and not received by word."""
    say = book.words.heading
    columns = [
        Column("code", 8, "code"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        *(Column("base", 7, "count", say("values", "base", no=n)) for n in base_numbers(book)),
        *(
            Column("indicator", 6, "count", say("values", "indicator", no=i.id))
            for i in book.rubric.indicators
        ),
        Column("status", 12, "center"),
    ]
    page = SheetPage(book, "values", columns)
    page.open()
    page.headings(freeze=3)
    page.write(_row(book, t) for t in book.results.tambons)
    page.print_rows(0)


def base_numbers(book: SummaryBook) -> dict[int, str]:
    """The first indicator that uses each base → the base, by the order of the rubric."""
    first: dict[str, int] = {}
    for indicator in book.rubric.indicators:
        if indicator.base is not None:
            first.setdefault(indicator.base, indicator.id)
    return {first[base.key]: base.key for base in book.rubric.bases if base.key in first}


def _row(book: SummaryBook, tambon: TambonResult) -> Row:
    ret = tambon.ret
    bases = [ret.bases.get(key) if ret else None for key in base_numbers(book).values()]
    answers = [ret.answers.get(i.id) if ret else None for i in book.rubric.indicators]
    return Row(
        [
            tambon.tambon.code,
            tambon.amphoe.name,
            tambon.tambon.name,
            *(_shown(book, entry) for entry in (*bases, *answers)),
            book.words.say(f"tambon_status.{tambon.status}"),
        ]
    )


def _shown(book: SummaryBook, entry: Entry | None) -> Cell:
    """A valid value, else why there is none; nothing where no form came."""
    if entry is None or entry.value is not None:
        return None if entry is None else entry.value
    return book.words.say("words.blank_answer" if entry.is_blank else "words.invalid_answer")
