"""คำสั่งแต่งตั้ง and แผนพัฒนาตำบล: what was done by when, per ตำบล and อำเภอ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sorchor_xl.domain.round.deadlines import (
    ORDERS_DUE,
    PLANS_DUE,
    Due,
    Timing,
    judge_plan,
    order_of,
)
from sorchor_xl.domain.round.records import Order, OrderKind
from sorchor_xl.domain.round.results import AmphoeResult, TambonResult
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.duties import amphoe_order, tambon_order
from sorchor_xl.report.page import Cell, Column, Row, SheetPage
from sorchor_xl.report.sheets.follow_up import due_style, say_due

OF_TAMBON = (OrderKind.TAMBON_CENTRE, OrderKind.TAMBON_BOARD)


def write_orders(book: SummaryBook) -> None:
    """The sheet คำสั่งแต่งตั้ง: for each อำเภอ its own order, then two for every ตำบล."""
    columns = [
        Column("no", 6, "count"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("kind", 9, "center"),
        Column("number", 14, "center"),
        Column("signed_on", 12, "date"),
        Column("members", 9, "count"),
        Column("qualified", 16, "center"),
        Column("copy_sent_on", 13, "date"),
        Column("received_on", 13, "date"),
        Column("due", 12, "date"),
        Column("status", 23, "center"),
        Column("department", 24, "center"),
    ]
    page = SheetPage(book, "orders", columns)
    page.open()
    page.headings(freeze=3)
    _write_open_first(page, _order_rows(book))


def _write_open_first(page: SheetPage, rows: Iterable[tuple[Due, Row]]) -> None:
    """What is still open first, the longest overdue on top; only that goes to paper."""
    ordered = sorted(rows, key=lambda pair: (_OPEN_FIRST.index(pair[0].timing), -pair[0].days))
    page.write(Row([n, *row.cells], row.styles) for n, (_, row) in enumerate(ordered, start=1))
    page.print_rows(sum(not due.is_done for due, _ in ordered))


_OPEN_FIRST: Final = (
    Timing.OVERDUE,
    Timing.NOT_ENTERED,
    Timing.NOT_DUE,
    Timing.LATE,
    Timing.ON_TIME,
)


def _order_rows(book: SummaryBook) -> Iterator[tuple[Due, Row]]:
    groups = book.facts.groups
    for amphoe in book.results.amphoes:
        yield _amphoe_order(book, amphoe)
        for tambon in groups[amphoe.amphoe.code].tambons:
            for kind in OF_TAMBON:
                yield _tambon_order(book, tambon, kind)


def _amphoe_order(book: SummaryBook, amphoe: AmphoeResult) -> tuple[Due, Row]:
    due = amphoe_order(book.results, amphoe)
    names = (amphoe.amphoe.name, book.nothing)
    order = amphoe.order or Order(amphoe.amphoe.code, OrderKind.AMPHOE_CENTRE)
    return due, _order_row(book, names, order, due)


def _tambon_order(book: SummaryBook, tambon: TambonResult, kind: OrderKind) -> tuple[Due, Row]:
    due = tambon_order(book.results, tambon, kind)
    names = (tambon.amphoe.name, tambon.tambon.name)
    order = order_of(tambon.orders, kind) or Order(tambon.tambon.code, kind)
    return due, _order_row(book, names, order, due)


def _order_row(book: SummaryBook, names: tuple[str, str], stated: Order, due: Due) -> Row:
    kind, code = stated.kind, stated.area_code
    board = kind is OrderKind.TAMBON_BOARD
    entry = book.results.register.tambon(code)
    sent_on = entry.board_order_sent_on
    department = "department_no"
    if board:
        department = "department_ready" if due.is_done else "department_waiting"
        department = "department_sent" if entry.board_order_sent_on else department
    cells: list[Cell] = [
        *names,
        str(kind),
        stated.number,
        stated.signed_on,
        stated.members,
        _yes_no(book, stated.qualified_member) if board else book.nothing,
        stated.copy_sent_on,
        book.results.register.order_received_on(code, kind),
        book.results.dates[ORDERS_DUE],
        say_due(book, due),
        book.words.say(
            f"orders.{department}",
            on=thai_date(sent_on, style="short") if sent_on else "",
            number=entry.board_order_sent_number,
        ).strip(),
    ]
    return Row(cells, {11: due_style(due)})


def _yes_no(book: SummaryBook, value: bool | None) -> str | None:
    """Blank where nobody has said."""
    if value is None:
        return None
    symbols = book.words.part("symbols")
    word = book.words.say("words.yes" if value else "words.no")
    return f"{symbols['yes' if value else 'no']} {word}"


def write_plans(book: SummaryBook) -> None:
    """The sheet แผนพัฒนาตำบล."""
    columns = [
        Column("no", 6, "count"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("integrated", 14, "center"),
        Column("to_amphoe", 13, "date"),
        Column("to_local", 13, "date"),
        Column("kok_nong_na", 16, "center"),
        Column("copy_held", 16, "date"),
        Column("due", 13, "date"),
        Column("status", 25, "center"),
    ]
    page = SheetPage(book, "plans", columns)
    page.open()
    page.headings(freeze=3)
    _write_open_first(page, (_plan_row(book, t) for t in book.results.tambons))


def _plan_row(book: SummaryBook, tambon: TambonResult) -> tuple[Due, Row]:
    plan, results = tambon.plan, book.results
    due = judge_plan(plan, results.dates, results.as_of, received=tambon.ret is not None).overall
    cells: list[Cell] = [
        tambon.amphoe.name,
        tambon.tambon.name,
        _yes_no(book, plan.integrated if plan else None),
        plan.sent_to_amphoe_on if plan else None,
        plan.sent_to_local_on if plan else None,
        _yes_no(book, plan.kok_nong_na if plan else None),
        results.register.tambon(tambon.tambon.code).plan_book_received_on
        or book.words.say("words.tick"),
        results.dates[PLANS_DUE],
        say_due(book, due),
    ]
    return due, Row(cells, {9: due_style(due)})
