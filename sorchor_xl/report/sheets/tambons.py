"""ผลรายตำบล and คะแนนรายตัวชี้วัด: one row for every ตำบล of the province, received or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sorchor_xl.data.palette import grade_colours
from sorchor_xl.domain.round.results import TambonResult
from sorchor_xl.ooxml.references import a1, column_name
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Jump, Live, SummaryBook, is_large
from sorchor_xl.report.page import Cell, Column, Row, SheetPage, letters_of, row_cell
from sorchor_xl.report.summary_styles import ACCENT


def write_tambons(book: SummaryBook) -> None:
    """The sheet ผลรายตำบล."""
    last = "rank_province" if book.is_country else "alternative"  # a country knows no readings
    page = SheetPage(book, "tambons", _columns(book), printed=last)
    _open(book, page)
    page.headings(freeze=4)
    page.write(_rows(book))
    _colour_levels(book, page)
    _bars(book, page)


def _open(book: SummaryBook, page: SheetPage, **params: object) -> None:
    """The top of a list of every ตำบล, which says so where it stays on the screen."""
    said = _on_screen(book)
    page.open(on_screen=said, **params)
    if said:
        page.print_rows(0)


def _on_screen(book: SummaryBook) -> str:
    """Why a list of every ตำบล does not go to paper, "" where it does.

    Of a country it has hundreds of pages; while nothing has come every row would say just that.
    """
    came = any(facts.scored for facts in book.facts.indicators)
    return "" if came and not book.is_country else book.words.say("words.on_screen")


def _columns(book: SummaryBook) -> list[Column]:
    rubric, results = book.rubric, book.results
    full = {"full": rubric.highest_total}
    assessors = [t.ret.assessor for t in results.tambons if t.ret]
    heading = book.words.heading
    categories = [
        Column(
            f"category{c.id}",
            8,
            "count",
            heading("tambons", "category", no=c.id, full=rubric.category_max(c.id)),
        )
        for c in rubric.categories
    ]
    return [
        Column("no", 6, "count"),
        Column("code", 8, "code"),
        Column("amphoe", max(8, book.amphoe_letters), "link"),
        Column("tambon", max(8, book.tambon_letters)),
        *categories,
        Column("total", 9, "count/bold", params=full),
        Column("level", 6, "count"),
        Column("result", 12, "center"),
        Column("rank_amphoe", 8, "count"),
        Column("rank_province", 8, "count"),
        Column("findings", 9, "link_center"),
        Column("alternative", 11.5, "center"),
        Column("note", 24),
        Column("touched", 9, "count"),
        Column("assessed_on", 12, "date"),
        Column("assessor", letters_of(assessors, 10, 30), "text"),
    ]


def _rows(book: SummaryBook) -> Iterator[Row]:
    counts = Counter(f.tambon_code for f in book.results.findings if f.tambon_code)
    ranks = _ranks(book)
    for number, tambon in enumerate(book.results.tambons, start=1):
        yield _row(book, number, tambon, counts[tambon.tambon.code], ranks)


Ranks = dict[str, tuple[int, int]]


def _ranks(book: SummaryBook) -> Ranks:
    """ตำบล code → rank in its อำเภอ and in the province; equal totals share a rank."""
    ranks: Ranks = {}
    whole = _places(book.facts.whole.totals)
    for group in book.facts.groups.values():
        own = _places(group.totals)
        for tambon in group.tambons:
            total = tambon.card.total
            if total is not None:
                ranks[tambon.tambon.code] = (own[total], whole[total])
    return ranks


def _places(totals: tuple[int, ...]) -> dict[int, int]:
    counts = Counter(totals)
    places, before = {}, 0
    for total in sorted(counts, reverse=True):
        places[total] = before + 1
        before += counts[total]
    return places


def _row(book: SummaryBook, number: int, tambon: TambonResult, findings: int, ranks: Ranks) -> Row:
    code, card = tambon.tambon.code, tambon.card
    row = book.tambon_rows[code]
    rank = ranks.get(code)
    flips = card.alternative is not None and card.alternative.flips
    received = tambon.ret is not None
    cells: list[Cell] = [
        number,
        code,
        _home(book, tambon),
        tambon.tambon.name,
        *(_category(book, tambon, row, c.id) for c in book.rubric.categories),
        _total(book, tambon, row),
        _level(book, tambon, row),
        _result(book, tambon, row),
        _rank(book, row, rank[0] if rank else None, "amphoe"),
        _rank(book, row, rank[1] if rank else None, "province"),
        _findings(book, code, findings),
        _alternative(book, tambon),
        _note(book, tambon),
        len(card.touched) if received else book.nothing,
        (tambon.ret.assessed_on if tambon.ret else None) or book.nothing,
        (tambon.ret.assessor if tambon.ret else "") or book.nothing,
    ]
    alternative = book.column("tambons", "alternative")
    styles = {alternative: "center/reading"} if flips else {}
    if not findings:
        styles[book.column("tambons", "findings")] = "center"
    return Row(cells, styles)


def _home(book: SummaryBook, tambon: TambonResult) -> Cell:
    return Jump(tambon.amphoe.name, book.sheet("amphoes"), book.amphoe_rows[tambon.amphoe.code])


def _category(book: SummaryBook, tambon: TambonResult, row: int, category: int) -> Cell:
    """The sum of a หมวด, found by the code of the ตำบล so that sorting either sheet is safe.

    In a workbook of a country's size it is a plain number: each search would go through thousands.
    """
    own = book.rubric.in_category(category)
    first, last = (f"indicator{i.id}" for i in (own[0], own[-1]))
    points = book.range("scores", first, last)
    code = f"$B{row + 1}"
    line = f"INDEX({points},MATCH({code},{book.range('scores', 'code')},0),0)"
    summed = tambon.card.categories.get(category)
    value = book.nothing if summed is None else summed
    if is_large(book.results):
        return value
    return Live(f'IF(COUNT({line})={len(own)},SUM({line}),"{book.nothing}")', value)


def _total(book: SummaryBook, tambon: TambonResult, row: int) -> Cell:
    categories = book.rubric.categories
    first = book.column("tambons", f"category{categories[0].id}")
    last = book.column("tambons", f"category{categories[-1].id}")
    sums = f"{row_cell(first, row)}:{row_cell(last, row)}"
    word = book.status_word(tambon)
    total = tambon.card.total
    formula = f'IF(COUNT({sums})={len(categories)},SUM({sums}),"{word}")'
    return Live(formula, word if total is None else total)


def _level(book: SummaryBook, tambon: TambonResult, row: int) -> Cell:
    total = row_cell(book.column("tambons", "total"), row)
    level = tambon.card.level
    formula = f'IF(ISNUMBER({total}),{_steps(book, total, str)},"{book.nothing}")'
    return Live(formula, book.nothing if level is None else level)


def _result(book: SummaryBook, tambon: TambonResult, row: int) -> Cell:
    total = row_cell(book.column("tambons", "total"), row)
    word = f"{book.symbol(None)} {book.status_word(tambon)}"
    level = tambon.card.level

    def named(number: str) -> str:
        return f'"{book.level_name(int(number))}"'

    formula = f'IF(ISNUMBER({total}),{_steps(book, total, named)},"{word}")'
    return Live(formula, word if level is None else book.level_name(level))


def _steps(book: SummaryBook, total: str, word: object) -> str:
    """Nested IFs from the highest level down, by the bands of the rubric."""
    say = word if callable(word) else str
    levels = sorted(book.rubric.levels, key=lambda v: -v.level)
    text: str = say(str(levels[-1].level))
    for level in reversed(levels[:-1]):
        text = f"IF({total}>={level.low},{say(str(level.level))},{text})"
    return text


def _rank(book: SummaryBook, row: int, rank: int | None, within: str) -> Cell:
    total = row_cell(book.column("tambons", "total"), row)
    totals = book.range("tambons", "total").split("!")[1]
    if within == "amphoe":
        codes = book.range("tambons", "amphoe").split("!")[1]
        own = row_cell(book.column("tambons", "amphoe"), row)
        above = f'COUNTIFS({codes},{own},{totals},">"&{total})'
    else:
        above = f'COUNTIF({totals},">"&{total})'
    value = book.nothing if rank is None else rank
    if is_large(book.results):
        return value
    return Live(f'IF(ISNUMBER({total}),1+{above},"{book.nothing}")', value)


def _alternative(book: SummaryBook, tambon: TambonResult) -> Cell:
    alternative = tambon.card.alternative
    if alternative is None:
        return book.nothing
    low, high = alternative.levels
    if low == high:
        return book.words.say("readings.same")
    return f"{book.words.part('symbols')['reading']} " + book.words.say(
        "overview.hanging_level", low=low, high=high
    )


def _findings(book: SummaryBook, code: str, count: int) -> Cell:
    if not count:
        return book.nothing
    text = book.words.say("words.link_findings", count=count)
    return Jump(text, book.sheet("fixes"), book.finding_rows[code])


def _note(book: SummaryBook, tambon: TambonResult) -> Cell:
    """What a reader of the row must know: how far an incomplete form may still come."""
    if tambon.card.total is not None or tambon.ret is None:
        return None
    low, high = tambon.card.possible
    done = len(tambon.card.scores)
    return book.words.say("words.possible", done=done, low=low, high=high)


def _colour_levels(book: SummaryBook, page: SheetPage) -> None:
    """Colours of ผลการจัดระดับ follow the live word, so that they never contradict it."""
    first, last = summary_columns.FIRST_ROW, page.row - 1
    if last < first:
        return
    for key in ("level", "result"):
        column = book.column("tambons", key)
        level = a1(first, book.column("tambons", "level")).replace(
            column_name(book.column("tambons", "level")),
            f"${column_name(book.column('tambons', 'level'))}",
        )
        for number, (fill, ink) in book.styles.levels.items():
            page.sheet.conditional_format(
                first,
                column,
                last,
                column,
                {
                    "type": "formula",
                    "criteria": f"={level}={number}",
                    "format": _conditional(book, fill, ink),
                },
            )


def _conditional(book: SummaryBook, fill: str, ink: str) -> object:
    return book.workbook.add_format({"bg_color": fill, "font_color": ink})


def _bars(book: SummaryBook, page: SheetPage) -> None:
    for category in book.rubric.categories:
        column = book.column("tambons", f"category{category.id}")
        page.sheet.conditional_format(
            summary_columns.FIRST_ROW,
            column,
            max(summary_columns.FIRST_ROW, page.row - 1),
            column,
            {
                "type": "data_bar",
                "bar_color": "#A9C3DC",
                "bar_solid": True,
                "bar_border_color": ACCENT,
                "min_type": "num",
                "max_type": "num",
                "min_value": 0,
                "max_value": book.rubric.category_max(category.id),
            },
        )


def write_scores(book: SummaryBook) -> None:
    """The sheet คะแนนรายตัวชี้วัด."""
    indicators = [
        Column(f"indicator{i.id}", 3.1, "count", book.words.heading("scores", "indicator", no=i.id))
        for i in book.rubric.indicators
    ]
    columns = [
        Column("code", 8, "code"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        *indicators,
        Column("total", 8, "count/bold"),
    ]
    page = SheetPage(book, "scores", columns)
    names = book.rubric.score_names
    points = "  ".join(f"{n} = {name}" for n, name in enumerate(names, start=1))
    _open(book, page, points=points)
    page.headings(freeze=3)
    page.write(_score_row(book, t) for t in book.results.tambons)
    _colour_points(book, page)


def _score_row(book: SummaryBook, tambon: TambonResult) -> Row:
    row, scores = book.tambon_rows[tambon.tambon.code], tambon.card.scores
    numbers = [i.id for i in book.rubric.indicators]
    first = row_cell(book.column("scores", f"indicator{numbers[0]}"), row)
    last = row_cell(book.column("scores", f"indicator{numbers[-1]}"), row)
    points = f"{first}:{last}"
    word, total = book.status_word(tambon), tambon.card.total
    formula = f'IF(COUNT({points})={len(numbers)},SUM({points}),"{word}")'
    return Row(
        [
            tambon.tambon.code,
            tambon.amphoe.name,
            tambon.tambon.name,
            *(scores.get(n) for n in numbers),
            Live(formula, word if total is None else total),
        ]
    )


def _colour_points(book: SummaryBook, page: SheetPage) -> None:
    first = book.column("scores", f"indicator{book.rubric.indicators[0].id}")
    last = book.column("scores", f"indicator{book.rubric.indicators[-1].id}")
    for points, (fill, ink) in grade_colours(book.rubric.max_points).items():
        page.sheet.conditional_format(
            summary_columns.FIRST_ROW,
            first,
            max(summary_columns.FIRST_ROW, page.row - 1),
            last,
            {
                "type": "cell",
                "criteria": "==",
                "value": points,
                "format": _conditional(book, fill, ink),
            },
        )
