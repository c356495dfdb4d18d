"""ศูนย์ข้อมูลกลาง: whether the data of every committee are right, whole, up to date and entered."""

from __future__ import annotations

from sorchor_xl.domain.round.register import DatabaseCheck
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.committees import QUALITIES, Committee, committees
from sorchor_xl.report.page import Cell, Column, Row, SheetPage
from sorchor_xl.report.sheets.registers import yes_no


def write_database(book: SummaryBook) -> None:
    """The sheet ศูนย์ข้อมูลกลาง: ศอช.จ. first, then what was checked and is open.

    Only that goes to paper: of a province that has not begun to check, nothing does.
    """
    columns = [
        Column("no", 6, "count"),
        Column("kind", 9.5, "center"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("status", 31, "wrap"),
        Column("number", 14, "center"),
        Column("signed_on", 12, "date"),
        Column("members", 12, "count"),
        *(Column(quality, 11, "center") for quality in QUALITIES),
        Column("entered_on", 17, "date"),
    ]
    page = SheetPage(book, "database", columns)
    page.open()
    page.headings(freeze=4)
    own, *others = committees(book.results)
    listed = [own, *sorted(others, key=lambda c: (c.is_done, not c.is_begun))]
    page.write(_row(book, number, one) for number, one in enumerate(listed, start=1))
    begun = sum(one.is_begun for one in others)
    page.print_rows(begun + 1 if begun or own.data != DatabaseCheck() else 0)


def _row(book: SummaryBook, number: int, one: Committee) -> Row:
    names, amphoe = book.names, one.code[:4]
    cells: list[Cell] = [
        number,
        one.kind,
        names.get(amphoe, book.nothing),
        names[one.code] if one.code != amphoe else book.nothing,
        _state(book, one),
        one.number,
        one.signed_on,
        one.members,
        *(yes_no(book, getattr(one.data, quality)) for quality in QUALITIES),
        one.data.entered_on,
    ]
    return Row(cells, {4: "wrap/good" if one.is_done else "wrap"})


def _state(book: SummaryBook, one: Committee) -> str:
    """What is left to do, the wrong first."""
    words = book.words

    def named(qualities: tuple[str, ...]) -> str:
        heads = [words.say(f"database.{quality}") for quality in qualities]
        return join_list(heads)

    if one.is_done:
        return words.say("database.done")
    if one.data == DatabaseCheck():
        return words.say("database.nothing")
    told = []
    if one.wrong:
        told.append(words.say("database.wrong", names=named(one.wrong)))
    if one.unchecked:
        told.append(words.say("database.unchecked", names=named(one.unchecked)))
    if one.data.entered_on is None:
        told.append(words.say("database.not_entered"))
    return " ".join(told)
