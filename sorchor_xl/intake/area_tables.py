"""The sheets with one row per area: คำสั่งแต่งตั้ง, แผนพัฒนาตำบล, คัดเลือกดีเด่น; and ข้อมูลอำเภอ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from sorchor_xl.domain.round.records import Award, DistrictInfo, Order, OrderKind, Plan
from sorchor_xl.form.layout import (
    ADDED_COLUMNS,
    EXTRA_COLUMNS,
    INPUT_COLUMNS,
    WORD_LISTS,
    SheetKind,
)
from sorchor_xl.form.row_keys import DISTRICT_ROWS, order_parts, row_name
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, Input, Item
from sorchor_xl.intake.merged_rows import with_merged_rows
from sorchor_xl.intake.row_doubts import contradicted, more_than
from sorchor_xl.intake.structure import say_structure
from sorchor_xl.intake.values import (
    read_count,
    read_date,
    read_text,
    read_word,
    read_year,
    read_yes_no,
)
from sorchor_xl.ooxml.references import a1
from sorchor_xl.workbooks.sheet_traits import NOTHING

_ORDER_KINDS: Final = {
    ("A", "C"): OrderKind.AMPHOE_CENTRE,
    ("T", "C"): OrderKind.TAMBON_CENTRE,
    ("T", "B"): OrderKind.TAMBON_BOARD,
}
_PEOPLE: Final = "คน"
_PLOTS: Final = "แปลง"
_BLANK: Final = (None, "")


def read_orders(page: AnswerSheet, amphoe: Area) -> Iterator[Order]:
    """The orders, one per row that stands for an area of this อำเภอ."""
    say_structure(page, amphoe, _needed(SheetKind.ORDERS))
    page = with_merged_rows(page, amphoe)
    sizes: dict[str, list[tuple[int, OrderKind]]] = {}
    for row in page.located.rows:
        group, code, letter = order_parts(row)
        area = _area(page, amphoe, code)
        if area is None:
            continue
        order = _order(page, row, area, _ORDER_KINDS[group, letter])
        if order.members is not None:
            sizes.setdefault(code, []).append((order.members, order.kind))
        if order.kind is OrderKind.TAMBON_BOARD:
            _doubt_seats(page, row, area, order, sizes.get(code, ()))
        yield order


def _doubt_seats(
    page: AnswerSheet, row: str, area: Area, order: Order, sizes: Iterable[tuple[int, OrderKind]]
) -> None:
    """Ask about seats in ก.บ.ต. that contradict the answer, or exceed the smaller committee."""
    seats = _cell(page, row, "qualified_count", area, _PEOPLE)
    count, stated = order.qualified_count, _cell(page, row, "qualified", area)
    if not contradicted(seats, count, stated, order.qualified_member):
        size, kind = min(sizes, default=(None, order.kind))
        more_than(seats, count, size, kind)


def _needed(kind: SheetKind) -> Collection[str]:
    """The columns whose absence is told: those that every edition of the form has."""
    return set(INPUT_COLUMNS[kind]) - ADDED_COLUMNS


def _order(page: AnswerSheet, row: str, area: Area, kind: OrderKind) -> Order:
    return Order(
        area_code=area.tambon_code or area.amphoe_code,
        kind=kind,
        number=read_text(_cell(page, row, "number", area)) or None,
        signed_on=read_date(_cell(page, row, "signed_on", area)),
        members=_number(page, row, "members", area, _PEOPLE),
        qualified_member=read_yes_no(_cell(page, row, "qualified", area)),
        copy_sent_on=read_date(_cell(page, row, "copy_sent_on", area)),
        reviewed=read_yes_no(_cell(page, row, "reviewed", area)),
        qualified_count=_number(page, row, "qualified_count", area, _PEOPLE),
        where=page.where((page.located.rows[row], 0)),
    )


def _number(page: AnswerSheet, row: str, column: str, area: Area, unit: str) -> int | None:
    cell = _cell(page, row, column, area, unit)
    return read_count(cell).value if cell else None


def _word(page: AnswerSheet, row: str, column: str, area: Area) -> str | None:
    """The key of the word chosen from the list of a column."""
    words = page.context.wording.part(WORD_LISTS[column])
    return read_word(_cell(page, row, column, area), words)


def read_plans(page: AnswerSheet, amphoe: Area) -> Iterator[Plan]:
    """The plans, one per ตำบล of this อำเภอ."""
    say_structure(page, amphoe, _needed(SheetKind.PLANS))
    page = with_merged_rows(page, amphoe)
    for row in page.located.rows:
        area = _area(page, amphoe, row_name(row))
        if area is None:
            continue
        plan = _plan(page, row, area)
        plots = _cell(page, row, "plots", area, _PLOTS)
        contradicted(
            plots, plan.plots, _cell(page, row, "kok_nong_na_run", area), plan.kok_nong_na_run
        )
        yield plan


def _plan(page: AnswerSheet, row: str, area: Area) -> Plan:
    return Plan(
        tambon_code=row_name(row),
        integrated=read_yes_no(_cell(page, row, "integrated", area)),
        sent_to_amphoe_on=read_date(_cell(page, row, "sent_to_amphoe_on", area)),
        sent_to_local_on=read_date(_cell(page, row, "sent_to_local_on", area)),
        kok_nong_na=read_yes_no(_cell(page, row, "kok_nong_na", area)),
        mission_assigned=read_yes_no(_cell(page, row, "mission_assigned", area)),
        kok_nong_na_run=read_yes_no(_cell(page, row, "kok_nong_na_run", area)),
        plots=_number(page, row, "plots", area, _PLOTS),
        plan_level=_word(page, row, "plan_level", area),
        where=page.where((page.located.rows[row], 0)),
    )


def read_awards(page: AnswerSheet, amphoe: Area) -> Iterator[Award]:
    """The candidates, one per ตำบล of this อำเภอ."""
    say_structure(page, amphoe, set(_needed(SheetKind.AWARDS)) - set(EXTRA_COLUMNS))
    page = with_merged_rows(page, amphoe)
    for row in page.located.rows:
        area = _area(page, amphoe, row_name(row))
        if area is not None:
            yield _award(page, row, area)


def _award(page: AnswerSheet, row: str, area: Area) -> Award:
    def stated(column: str) -> bool | None:
        return read_yes_no(_cell(page, row, column, area))

    extras = zip(page.context.extra_keys, EXTRA_COLUMNS, strict=False)
    return Award(
        tambon_code=row_name(row),
        nominated=stated("nominated"),
        study_site=stated("study_site"),
        food=stated("food"),
        environment=stated("environment"),
        immunity=stated("immunity"),
        last_award_year=read_year(_cell(page, row, "last_award_year", area)),
        last_award_level=_word(page, row, "last_award_level", area),
        standard_year=read_year(_cell(page, row, "standard_year", area)),
        extra={key: stated(column) for key, column in extras},
        note=read_text(_cell(page, row, "note", area)) or None,
        where=page.where((page.located.rows[row], 0)),
    )


def read_district(page: AnswerSheet, amphoe: Area) -> DistrictInfo:
    """Who answers for the อำเภอ, and when it reported."""
    say_structure(page, amphoe, INPUT_COLUMNS[SheetKind.DISTRICT])

    cells = {name.partition(".")[2]: _district_cell(page, amphoe, name) for name in DISTRICT_ROWS}
    return DistrictInfo(
        coordinator=read_text(cells["coordinator"]),
        position=read_text(cells["position"]),
        phone=read_text(cells["phone"]),
        certifier=read_text(cells["certifier"]),
        reported_on=read_date(cells["reported_on"]),
        remark=read_text(cells["remark"]),
        where=page.where(),
        places={name: a1(*cell.at) for name, cell in cells.items() if cell is not None},
    )


def _district_cell(page: AnswerSheet, amphoe: Area, row: str) -> Input | None:
    return page.input(row, "value", amphoe, Item(label=page.context.row_labels[row]))


def _area(page: AnswerSheet, amphoe: Area, code: str) -> Area | None:
    """The area of a row; None where it is not of this อำเภอ."""
    if code == amphoe.amphoe_code:
        return amphoe
    tambon = page.context.by_tambon.get(code)
    if tambon is None or tambon.amphoe_code != amphoe.amphoe_code:
        return None
    return Area(tambon.name, tambon.amphoe_code, tambon.code)


def _cell(page: AnswerSheet, row: str, column: str, area: Area, unit: str = "") -> Input | None:
    """The input at a row × column; None where it is not there, or nothing at all is in it."""
    at = page.located.cell(row, column)
    if at is None:
        return None
    holds = page.shown_from.get(at, at)
    raw = page.raw(holds)
    details = page.details(holds)
    if raw in _BLANK and details is NOTHING and at not in page.swallowed:
        return None
    headings = page.context.wording.headings[page.located.kind]
    item = Item(label=headings.get(column, column), unit=unit)
    return Input(page, at, area, item, raw, details)
