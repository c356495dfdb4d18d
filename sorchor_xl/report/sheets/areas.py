"""สรุปรายอำเภอ and แบบรายงานกรมฯ: the ตำบล counted by อำเภอ, live from ผลรายตำบล."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.thai.text import join_list, to_thai_digits
from sorchor_xl.ooxml.references import column_name
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Jump, Live, SummaryBook
from sorchor_xl.report.facts import Group, share
from sorchor_xl.report.page import SET_POINTS, Cell, Column, Row, SheetPage, row_cell


def write_amphoes(book: SummaryBook) -> None:
    """The sheet สรุปรายอำเภอ, with the whole province below."""
    page = SheetPage(book, "amphoes", _columns(book), least=SET_POINTS)
    page.snug, page.filtered = True, False
    page.open()
    page.headings(freeze=2)
    page.write(_row(book, n, a) for n, a in enumerate(book.results.amphoes, start=1))
    page.write_row(_total_row(book, page.row), [f"{_kind(c)}/total" for c in page.columns])


def _kind(column: Column) -> str:
    kind = column.style.split("/", maxsplit=1)[0]
    return "text" if kind == "link" else kind


def _columns(book: SummaryBook) -> list[Column]:
    keys = book.columns["amphoes"]
    counts = {key: Column(key, 5, "count") for key in keys}
    special = {
        "no": Column("no", 4, "count"),
        "amphoe": Column("amphoe", max(12, book.amphoe_letters), "link"),
        "all": Column("all", 6.6, "count"),
        "complete": Column("complete", 7.2, "count"),
        "complete_share": Column("complete_share", 6.3, "share"),
        "missing": Column("missing", 7, "count"),
        "mean": Column("mean", 6.5, "mean"),
        "received_on": Column("received_on", 8.5, "short_date"),
        "status": Column("status", 14, "center"),
        **{column.key: column for column in _level_columns(book)},
    }
    return [special.get(key, counts[key]) for key in keys]


def _level_columns(book: SummaryBook) -> Iterator[Column]:
    """How many are at each level and their share; what a share is of is told at the first."""
    for level in book.levels:
        yield level_column(book, level, 7.4)
        entry = "top_share" if level == book.levels[0] else "share"
        yield Column(f"share{level}", 5.2, "share", entry=entry)


def level_column(book: SummaryBook, level: int, letters: float) -> Column:
    """The column that counts the ตำบล of a level."""
    named = {"level": level, "name": book.rubric.level_name(level)}
    heading = book.words.say("words.level_heading", **named)
    return Column(f"level{level}", letters, "count", heading)


def _row(book: SummaryBook, number: int, amphoe: AmphoeResult) -> Row:
    code, row = amphoe.amphoe.code, summary_columns.FIRST_ROW + number - 1
    group = book.facts.groups[code]
    cells: list[Cell] = [
        number,
        Jump(amphoe.amphoe.name, book.sheet("tambons"), book.first_tambon_rows.get(code, 0)),
        *_counts(book, row, group),
        amphoe.received_on or book.nothing,
        book.words.say(f"amphoe_status.{amphoe.status}"),
    ]
    return Row(cells, {len(cells) - 1: book.status_style(amphoe.status)})


def _counts(book: SummaryBook, row: int, group: Group) -> Iterator[Cell]:
    """The figures of one อำเภอ, in the order of the columns."""
    if not group.all:
        # no figure where it is not known which ตำบล there are, from "all" to "low"
        yield from [book.nothing] * (len(book.columns["amphoes"]) - 4)
        return
    names, totals = book.range("tambons", "amphoe"), book.range("tambons", "total")
    own = row_cell(book.column("amphoes", "amphoe"), row)
    every = row_cell(book.column("amphoes", "all"), row)
    complete = row_cell(book.column("amphoes", "complete"), row)
    yield Live(f"COUNTIF({names},{own})", group.all)
    yield Live(f'COUNTIFS({names},{own},{totals},">=0")', group.complete)
    yield _share(book, complete, every, share(group.complete, group.all))
    levels = book.range("tambons", "level")
    for level in book.levels:
        count = row_cell(book.column("amphoes", f"level{level}"), row)
        counted = f"COUNTIFS({names},{own},{levels},{level})"
        yield Live(f'IF({complete}=0,"{book.nothing}",{counted})', level_count(book, group, level))
        yield _share(book, count, complete, share(group.level(level), group.complete))
    yield Live(f"{every}-{complete}", group.all - group.complete)
    yield from _totals(book, complete, group, (names, own, totals))


def level_count(book: SummaryBook, group: Group, level: int) -> int | str:
    """How many are at a level; nothing while nobody of the group has one."""
    return group.level(level) if group.complete else book.nothing


def known(book: SummaryBook, group: Group, value: int) -> int | str:
    """A count of the ตำบล of a group; nothing where it is not known which there are."""
    return value if group.all else book.nothing


def _totals(
    book: SummaryBook, complete: str, group: Group, ranges: tuple[str, str, str]
) -> Iterator[Cell]:
    """Average live; highest and lowest stored, since no function of Excel 2007 gives them live."""
    names, own, totals = ranges
    nothing = book.nothing
    average = group.mean
    formula = f'IF({complete}=0,"{nothing}",AVERAGEIF({names},{own},{totals}))'
    yield Live(formula, nothing if average is None else average)
    yield max(group.totals, default=nothing)
    yield min(group.totals, default=nothing)


def _share(book: SummaryBook, part: str, whole: str, value: float | None) -> Live:
    formula = f'IF({whole}=0,"{book.nothing}",{part}/{whole}*100)'
    return Live(formula, book.nothing if value is None else value * 100)


def _total_row(book: SummaryBook, row: int) -> Row:
    """The province: sums of the column, shares of the sums."""
    whole = book.facts.whole
    first, last = summary_columns.FIRST_ROW, row - 1

    def summed(key: str, value: int) -> Live:
        column = column_name(book.column("amphoes", key))
        return Live(f"SUM({column}{first + 1}:{column}{last + 1})", value)

    every = row_cell(book.column("amphoes", "all"), row)
    complete = row_cell(book.column("amphoes", "complete"), row)
    cells: list[Cell] = [None, book.words.say("words.total"), summed("all", whole.all)]
    cells += [summed("complete", whole.complete)]
    cells += [_share(book, complete, every, share(whole.complete, whole.all))]
    for level in book.levels:
        count = row_cell(book.column("amphoes", f"level{level}"), row)
        cells.append(_level_sum(book, row, level, complete))
        cells.append(_share(book, count, complete, share(whole.level(level), whole.complete)))
    cells.append(summed("missing", whole.all - whole.complete))
    cells += [*whole_totals(book), None, None]
    return Row(cells)


def _level_sum(book: SummaryBook, row: int, level: int, complete: str) -> Live:
    column = column_name(book.column("amphoes", f"level{level}"))
    summed = f"SUM({column}{summary_columns.FIRST_ROW + 1}:{column}{row})"
    formula = f'IF({complete}=0,"{book.nothing}",{summed})'
    return Live(formula, level_count(book, book.facts.whole, level))


def whole_totals(book: SummaryBook) -> tuple[Live, Live, Live]:
    """Average, highest and lowest total of the province, live from ผลรายตำบล."""
    totals = book.range("tambons", "total")
    whole, nothing = book.facts.whole, book.nothing

    def live(function: str, value: float | None) -> Live:
        formula = f'IF(COUNT({totals})=0,"{nothing}",{function}({totals}))'
        return Live(formula, nothing if value is None else value)

    highest = max(whole.totals, default=None)
    lowest = min(whole.totals, default=None)
    return live("AVERAGE", whole.mean), live("MAX", highest), live("MIN", lowest)


ONE_PAGE = 33
"""Most อำเภอ of which the report and its signatures stand on one upright page."""
WITH_SIGNATURES = 3
"""How many of the last อำเภอ go on with the signatures where they do not: never those alone."""
SIGNATURE_LINES = 5
"""Lines of the signatures with the gap above them."""
SIGNATURE_SCALE = 1.2


def _department_keys(book: SummaryBook) -> tuple[str, ...]:
    levels = (f"level{n}" for n in book.levels)
    return ("no", "area", "all", *levels, "complete", "note")


def write_department(book: SummaryBook) -> None:
    """The sheet แบบรายงานกรมฯ: the province first, then its อำเภอ."""
    keys = _department_keys(book)
    counts = {key: Column(key, 9, "count") for key in keys}
    wide = {
        **{c.key: c for c in (level_column(book, level, 8.5) for level in book.levels)},
        "no": Column("no", 5, "count"),
        "area": Column("area", max(20, book.amphoe_letters)),
        "note": Column("note", 39 if book.is_country else 24, "wrap"),
    }
    columns = [wide.get(key, counts[key]) for key in keys]
    page = SheetPage(book, "department", columns, least=SET_POINTS, standing=True)
    page.filtered = False
    page.open(thai_year=to_thai_digits(str(book.results.fiscal_year)))
    page.headings(freeze=2)
    page.write(
        (_department_row(book, n, a) for n, a in enumerate(book.results.amphoes, start=1)),
    )
    styles = [f"{c.style.split('/')[0]}/total" for c in page.columns]
    note = {page.last: book.styles.letters(page.widths[page.last])}
    page.write_row(_department_total(book, page.row), styles, note)
    if len(book.results.amphoes) <= ONE_PAGE:
        page.sheet.fit_to_pages(1, 1)
    elif page.room_left < SIGNATURE_LINES * book.styles.height(1, SIGNATURE_SCALE):
        page.sheet.set_h_pagebreaks([page.row - 1 - WITH_SIGNATURES])
    page.gap()
    _signatures(page)


def _signatures(page: SheetPage) -> None:
    """Who made the report and who answers for it, side by side; names and dates are written in."""
    words = page.book.words
    whose = "country" if page.book.is_country else "province"
    prepared, certified = words.part("signature.prepared"), words.part(f"signature.{whose}")
    style = page.book.styles.style("signature")
    for left, right in zip(prepared, certified, strict=True):
        page.sheet.set_row(page.row, page.book.styles.height(1, SIGNATURE_SCALE))
        for (first, last), text in (((0, 3), left), ((4, page.last), right)):
            filled = text.format_map(words.names)
            page.sheet.merge_range(page.row, first, page.row, last, filled, style)
        page.row += 1


def _department_row(book: SummaryBook, number: int, amphoe: AmphoeResult) -> Row:
    row = book.amphoe_rows[amphoe.amphoe.code]
    group = book.facts.groups[amphoe.amphoe.code]

    def same(key: str, value: int | str) -> Live:
        """The cell of สรุปรายอำเภอ, found by name so that sorting is safe."""
        names, column = book.range("amphoes", "amphoe"), book.range("amphoes", key)
        return Live(f"INDEX({column},MATCH($B{row + 1},{names},0))", value)

    return Row(
        [
            number,
            amphoe.amphoe.name,
            same("all", known(book, group, group.all)),
            *(same(f"level{level}", level_count(book, group, level)) for level in book.levels),
            same("complete", known(book, group, group.complete)),
            _department_note(book, group),
        ]
    )


def _department_note(book: SummaryBook, group: Group) -> str | None:
    parts = []
    if group.incomplete:
        parts.append(book.words.say("words.n_incomplete", count=group.incomplete))
    if group.not_received:
        parts.append(book.words.say("words.n_not_received", count=group.not_received))
    return join_list(parts) or None


def _department_total(book: SummaryBook, row: int) -> Row:
    whole = book.facts.whole

    def summed(column: int, value: int) -> Live:
        letter = column_name(column)
        return Live(f"SUM({letter}{summary_columns.FIRST_ROW + 1}:{letter}{row})", value)

    keys = _department_keys(book)
    complete = keys.index("complete")
    letter, first = column_name(complete), summary_columns.FIRST_ROW + 1
    done = f"SUM({letter}{first}:{letter}{row})"
    sums = [summed(keys.index("all"), whole.all)]
    for level in book.levels:
        own = summed(keys.index(f"level{level}"), whole.level(level))
        formula = f'IF({done}=0,"{book.nothing}",{own.formula})'
        sums.append(Live(formula, level_count(book, whole, level)))
    sums.append(summed(complete, whole.complete))
    return Row([None, str(book.words.names["place"]), *sums, _department_note(book, whole)])
