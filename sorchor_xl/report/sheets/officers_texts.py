"""ข้อความจากอำเภอ: every remark, note of evidence and name that an อำเภอ has written."""

from __future__ import annotations

from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.officers_words import OfficersWords, officers_words
from sorchor_xl.report.page import Column, Row, SheetPage


def write_words(book: SummaryBook) -> None:
    """The sheet ข้อความจากอำเภอ: one text a row, as it was typed."""
    columns = [
        Column("no", 6, "count"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("subject", 34, "wrap"),
        Column("text", 60, "wrap"),
        Column("file", 36),
        Column("sheet", book.tambon_letters + 2),
        Column("cell", 7, "center"),
    ]
    page = SheetPage(book, "words", columns)
    page.open()
    page.headings(freeze=3)
    listed = enumerate(officers_words(book.results), start=1)
    page.write(_row(book, number, said) for number, said in listed)
    page.print_rows(0)


def _row(book: SummaryBook, number: int, said: OfficersWords) -> Row:
    names, where = book.names, said.where
    return Row(
        [
            number,
            names[said.amphoe_code],
            names.get(said.tambon_code, book.nothing),
            said.subject,
            said.text,
            where.file,
            where.sheet,
            where.cell,
        ]
    )
