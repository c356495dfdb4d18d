"""ข้อมูลดิบ: from any score to value, base, rule, reading, file, sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.domain.round.records import TambonReturn
from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Indicator
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook, is_large
from sorchor_xl.report.page import Cell, Column, Row, SheetPage, row_cell


def write_raw(book: SummaryBook) -> None:
    """The sheet ข้อมูลดิบ: one row for every indicator of every form received."""
    page = SheetPage(book, "raw", _columns(book), printed="cell")
    page.open()
    page.headings(freeze=4)
    page.write(_rows(book))
    page.print_rows(0)


def _columns(book: SummaryBook) -> list[Column]:
    letters = {
        "amphoe": book.amphoe_letters,
        "tambon": book.tambon_letters,
        "rule": 34,
        "reading": 9,
        "typed": 40,
        "file": 30,
        "sheet": book.tambon_letters + 2,
        "unit": 8,
        "code": 7,
    }
    styles = {
        "code": "code",
        "indicator": "count",
        "value": "count",
        "unit": "center",
        "base": "count",
        "share": "share2",
        "points": "count",
        "reading": "center",
        "cell": "center",
        "typed": "long",
    }
    return [
        Column(key, letters.get(key, 7), styles.get(key, "text")) for key in summary_columns.RAW
    ]


def _rows(book: SummaryBook) -> Iterator[Row]:
    row = summary_columns.FIRST_ROW
    for tambon in book.results.tambons:
        if tambon.ret is None:
            continue
        for indicator in book.rubric.indicators:
            yield _row(book, tambon, tambon.ret, indicator, row)
            row += 1


def _row(
    book: SummaryBook, tambon: TambonResult, ret: TambonReturn, indicator: Indicator, row: int
) -> Row:
    number = indicator.id
    entry, judged = ret.answers[number], tambon.judged[number]
    share, points = _figures(book, tambon, indicator, row)
    unit, rule = _as_printed(book, indicator, judged.points)
    return Row(
        [
            tambon.tambon.code,
            tambon.amphoe.name,
            tambon.tambon.name,
            number,
            _value(book, ret, number),
            unit,
            judged.base,
            share,
            points,
            rule,
            ", ".join(tambon.card.touched.get(number, ())) or None,
            entry.where.file,
            entry.where.sheet,
            entry.where.cell,
            None if entry.raw == str(entry.value) else entry.raw or None,
        ]
    )


def _as_printed(book: SummaryBook, indicator: Indicator, points: int | None) -> tuple[Cell, Cell]:
    """Unit and criterion; in a workbook of a country's size they stand on the sheet of criteria."""
    if is_large(book.results):
        return None, None
    rule = None if points is None else indicator.shown[points - 1]
    return indicator.unit_noun or book.nothing, rule


def _value(book: SummaryBook, ret: TambonReturn, number: int) -> Cell:
    entry = ret.answers[number]
    if entry.value is not None:
        return entry.value
    return book.words.say("words.blank_answer" if entry.is_blank else "words.invalid_answer")


def _figures(
    book: SummaryBook, tambon: TambonResult, indicator: Indicator, row: int
) -> tuple[Cell, Cell]:
    """Percentage and points, live from value and base of the same row; nothing where not scored.

    In a workbook of a country's size they are plain numbers, as they are shown: it must still open
    on an office PC, and be mailed.
    """
    judged = tambon.judged[indicator.id]
    large = is_large(book.results)
    value = row_cell(VALUE, row)
    base = row_cell(BASE, row)
    share: Cell = None
    if indicator.kind is Kind.PERCENT and judged.base and judged.value is not None:
        percent = judged.value / judged.base * 100
        share = round(percent, 2) if large else Live(f"{value}/{base}*100", percent)
    if judged.points is None or large:
        return share, judged.points
    formula = book.results.scheme.bands[indicator.id].formula(value, base)
    return share, Live(formula, judged.points)


VALUE = summary_columns.RAW.index("value")
BASE = summary_columns.RAW.index("base")
