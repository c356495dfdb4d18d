"""ค่าที่ต้องตีความ and เกณฑ์และการตีความ: where the print left something open, and what was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Reading
from sorchor_xl.domain.scoring.score import Judgement
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import Cell, Column, Row, SheetPage


def write_readings(book: SummaryBook) -> None:
    """The sheet ค่าที่ต้องตีความ: every value whose score rests on a reading."""
    columns = [
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("no", 5, "count"),
        Column("value", 20.5),
        Column("criteria", 40.5, "wrap"),
        Column("reading", 8, "center"),
        Column("principle", 28, "wrap"),
        Column("points", 7.8, "count"),
        Column("other", 11, "center"),
        Column("level", 19, "center"),
    ]
    page = SheetPage(book, "readings", columns)
    page.open()
    page.headings(freeze=3)
    rows = [pair for t in book.results.tambons for pair in _rows(book, t)]
    rows.sort(key=lambda pair: not pair[0])
    page.write(row for _, row in rows)
    page.print_rows(sum(flips for flips, _ in rows))


def _rows(book: SummaryBook, tambon: TambonResult) -> Iterator[tuple[bool, Row]]:
    """Each value of a ตำบล that rests on a reading, with whether its level would change."""
    if tambon.ret is None:
        return
    for indicator in book.rubric.indicators:
        judged = tambon.judged[indicator.id]
        touched = tambon.card.touched.get(indicator.id, ())
        fixed = [r for r in book.fixed_readings if _covers(r, indicator, judged)]
        if judged.points is not None and (touched or fixed):
            yield _row(book, tambon, indicator, (*touched, *(r.id for r in fixed)))


def _covers(reading: Reading, indicator: Indicator, judged: Judgement) -> bool:
    interval = reading.covers.get(indicator.id)
    if interval is None or judged.value is None:
        return False
    if indicator.kind is Kind.PERCENT:
        return bool(judged.base) and interval.holds(judged.value * 100, judged.base or 1)
    return interval.holds(judged.value)


def _row(
    book: SummaryBook, tambon: TambonResult, indicator: Indicator, ids: tuple[str, ...]
) -> tuple[bool, Row]:
    judged, card = tambon.judged[indicator.id], tambon.card
    low, high = card.by_reading.get(indicator.id, (judged.points or 0, judged.points or 0))
    other = book.nothing if low == high else f"{low}–{high}"
    flips = card.alternative is not None and card.alternative.flips and low != high
    cells: list[Cell] = [
        tambon.amphoe.name,
        tambon.tambon.name,
        indicator.id,
        _shown(book, indicator, judged),
        " | ".join(indicator.criteria),
        ", ".join(ids),
        " ".join(_principle(book, reading_id) for reading_id in ids),
        judged.points,
        other,
        _change(book, tambon) if flips else book.words.say("readings.same"),
    ]
    return flips, Row(cells, {9: "center/reading"} if flips else {})


def _shown(book: SummaryBook, indicator: Indicator, judged: Judgement) -> str:
    if indicator.kind is Kind.PERCENT and judged.base:
        percent = 100 * (judged.value or 0) / judged.base
        return book.words.say(
            "readings.share",
            value=judged.value,
            base=judged.base,
            unit=indicator.unit,
            share=f"{percent:.2f}",
        )
    return book.words.say("readings.count", value=judged.value, unit=indicator.unit)


def _principle(book: SummaryBook, reading_id: str) -> str:
    reading = book.rubric.reading(reading_id)
    if reading.is_setting:
        return reading.options[book.results.scheme.readings[reading_id]].text
    return reading.principle


def _change(book: SummaryBook, tambon: TambonResult) -> str:
    alternative = tambon.card.alternative
    low, high = alternative.levels if alternative else (0, 0)
    return book.words.say("readings.changes", low=low, high=high)


def write_rules(book: SummaryBook) -> None:
    """The sheet เกณฑ์และการตีความ: every indicator verbatim, then every reading."""
    columns = [
        Column("code", 7, "center/bold"),
        Column("indicator", 37.5, "wrap"),
        Column("text", 38.5, "wrap"),
        Column("principle", 33, "wrap"),
        Column("reason", 32, "wrap"),
        Column("other", 24, "wrap"),
    ]
    page = SheetPage(book, "rules", columns)
    page.open(letter=book.rubric.source.letter)
    page.headings(freeze=1)
    page.write(
        (*_indicator_rows(book), *_level_rows(book), *_reading_rows(book), *_rule_rows(book))
    )


def _indicator_rows(book: SummaryBook) -> Iterator[Row]:
    for indicator in book.rubric.indicators:
        names = book.rubric.score_names
        pairs = zip(names, indicator.criteria, strict=True)
        boxes = "\n".join(f"{n} = {name}: {text}" for n, (name, text) in enumerate(pairs, 1))
        yield Row([str(indicator.id), indicator.text, boxes, indicator.counted, None, None])


def _level_rows(book: SummaryBook) -> Iterator[Row]:
    for level in book.rubric.levels:
        yield Row([book.symbol(level.level), level.name, level.text, None, None, None])


def _reading_rows(book: SummaryBook) -> Iterator[Row]:
    for reading in book.rubric.readings:
        yield Row(
            [
                reading.id,
                reading.where,
                reading.problem,
                _chosen(book, reading),
                reading.reason,
                _others(book, reading),
            ]
        )


def _rule_rows(book: SummaryBook) -> Iterator[Row]:
    """The regulations of the ministry that the letter names."""
    source, name = book.rubric.source, book.words.say("words.regulation")
    for title in (*source.duty_rules, source.plan_rule):
        yield Row([name, None, title, None, None, None])


def _chosen(book: SummaryBook, reading: Reading) -> str:
    if not reading.is_setting:
        return reading.principle
    chosen = book.results.scheme.readings[reading.id]
    key = "chosen_default" if chosen == reading.default else "chosen_other"
    return f"{reading.options[chosen].text} ({book.words.say(f'readings.{key}')})"


def _others(book: SummaryBook, reading: Reading) -> str:
    if not reading.is_setting:
        return reading.other
    chosen = book.results.scheme.readings[reading.id]
    return " ".join(o.text for key, o in reading.options.items() if key != chosen)
