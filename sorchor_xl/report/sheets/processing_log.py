"""บันทึกการประมวลผล: which round this is, every file, every replaced return, every value repaired.

Its first block is read back by next year's comparison and by the national workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sorchor_xl import __version__
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import FileOutcome
from sorchor_xl.domain.round.results import Change, Replaced, TambonResult
from sorchor_xl.ooxml.references import column_name
from sorchor_xl.report import summary_columns
from sorchor_xl.report.book import Live, SummaryBook
from sorchor_xl.report.page import Cell, Column, Row, SheetPage

READ_AS = "number"
"""Parameter of every notice that a value was read for what it means."""


def write_log(book: SummaryBook, sources: Sequence[str] = ()) -> None:
    """The sheet บันทึกการประมวลผล; ``sources`` are notes on the summaries a country is made of."""
    letters = (18.5, 15, 14, 28.5, 14, 50, 17, 9)
    page = SheetPage(book, "log", [Column(f"c{n}", wide) for n, wide in enumerate(letters)])
    page.open()
    _section(page, "log.round")
    for key, value in _keys(book):
        label = book.words.say(f"log.keys.{key}")
        _key(page, label, value)
    page.gap()
    _section(page, "log.checks")
    for text, live in _checks(book):
        page.sheet.merge_range(page.row, 0, page.row, 4, text, book.styles.style("wrap"))
        page.sheet.set_row(page.row, book.styles.height(1))
        agrees = book.styles.style("text/bold")
        page.sheet.merge_range(page.row, 5, page.row, page.last, "", agrees)
        page.put(5, live, agrees)
        page.row += 1
    page.gap()
    if sources:
        _section(page, "log.sources")
        for text in sources:
            page.merge(0, page.last, text, "note")
            page.row += 1
        return
    above = list(_files(book))
    breaks = [page.row] if above else []  # before what has rows or follows them
    _table(page, "files", above, _FILE_STYLES)
    for group, rows, styles in (
        ("replaced", list(_replaced(book)), _REPLACED_STYLES),
        ("repaired", list(_repaired(book)), _REPAIRED_STYLES),
    ):
        if above:
            breaks.append(page.row)
        _table(page, group, rows, styles)
        above = rows
    page.sheet.set_h_pagebreaks(breaks)


def _key(page: SheetPage, label: str, value: Cell) -> None:
    """A line of what identifies the round; a long one takes the lines it needs."""
    book, last = page.book, page.last
    style = "wrap" if isinstance(value, str) else "text"
    style = "date/left" if isinstance(value, date) else style
    page.sheet.merge_range(page.row, 1, page.row, last, "", book.styles.style(style))
    room = {1: book.styles.letters(sum(page.widths[1 : last + 1]))}
    page.write_row(Row([label, value]), ["text/bold", style], room)


_FILE_STYLES = ("moment", "center", "text", "text", "text", "text", "text", "center")
_REPLACED_STYLES = ("text", "text", "text", "text", "wrap", "wrap", "center")
_REPAIRED_STYLES = ("text", "text", "text", "text", "center", "wrap")


def _section(page: SheetPage, path: str) -> None:
    page.merge(0, page.last, page.book.words.say(path), "section", 1.15)
    page.row += 1


def _keys(book: SummaryBook) -> Iterator[tuple[str, Cell]]:
    """What identifies the round. Codes and years are text and numbers that survive re-saving."""
    results, options, rubric = book.results, book.options, book.rubric
    yield "schema", str(book.words.part("schema"))
    yield "province_code", results.province.code
    yield "province", results.province.name
    yield "fiscal_year", str(results.fiscal_year)
    yield "as_of", results.as_of
    yield "program", f"{book.words.part('program')} {__version__}"
    yield "rubric", f"{rubric.id} ({rubric.version})"
    yield "roles", " ".join(f"{i.id}={i.role}" for i in rubric.indicators)
    yield "letter", options.letter_number or rubric.source.letter
    if not book.is_country:  # each province scored by its own
        yield "readings", ", ".join(f"{k}={v}" for k, v in results.scheme.readings.items())
    yield "tambons", len(results.tambons)
    yield "complete", len(results.complete)
    if options.recipient:
        yield "recipient", options.recipient
    if options.contact:
        yield "contact", options.contact


def _checks(book: SummaryBook) -> Iterator[tuple[str, Live]]:
    """Figures that must agree between sheets, compared live."""
    names = {key: book.sheet(key) for key in ("raw", "scores", "tambons", "amphoes")}
    say = book.words.say
    numbers = [i.id for i in book.rubric.indicators]
    scores = book.range("scores", f"indicator{numbers[0]}", f"indicator{numbers[-1]}")
    if not book.is_country:
        letter = column_name(summary_columns.RAW.index("points"))
        raw = f"{book.ref('raw')}${letter}:${letter}"
        yield say("log.check_points", **names), _agree(book, f"SUM({raw})=SUM({scores})")
    totals, sums = book.range("tambons", "total"), book.range("scores", "total")
    yield say("log.check_totals", **names), _agree(book, f"SUM({totals})=SUM({sums})")
    counted, listed = book.range("amphoes", "all"), book.range("tambons", "code")
    yield say("log.check_amphoes", **names), _agree(book, f"SUM({counted})=COUNTA({listed})")


def _agree(book: SummaryBook, test: str) -> Live:
    agree, differ = book.words.say("words.agree"), book.words.say("words.differ")
    return Live(f'IF({test},"{agree}","{differ}")', agree)


def _table(page: SheetPage, group: str, rows: Sequence[Row], styles: Sequence[str]) -> None:
    """A titled list; one that is empty says so."""
    words, formats = page.book.words, page.book.styles
    _section(page, f"log.{group}")
    if not rows:
        page.merge(0, page.last, words.say(f"log.no_{group}"), "note")
        page.row += 1
        page.gap()
        return
    keys = list(words.part("headings")[group])
    heads: list[Cell] = [words.heading(group, key) for key in keys]
    last = len(keys) - 1
    letters = {n: formats.letters(page.widths[n]) for n, s in enumerate(styles) if s == "wrap"}
    if last in letters:
        letters[last] = formats.letters(sum(page.widths[last:]))
    for row, looks in ((Row(heads), ["head"] * len(keys)), *((row, styles) for row in rows)):
        if last < page.last:  # the last column of a narrow table takes what is left
            page.sheet.merge_range(
                page.row, last, page.row, page.last, "", formats.style(looks[last])
            )
        page.write_row(row, looks, letters if looks is styles else None)
    page.gap()


def _files(book: SummaryBook) -> Iterator[Row]:
    for outcome in sorted(book.results.files, key=_file_order):
        file, words = outcome.file, book.words
        yield Row(
            [
                file.received.replace(tzinfo=None),
                words.say(f"log.dated_{file.dated_by}"),
                book.names.get(outcome.amphoe_code or "", book.nothing),
                file.path,
                book.catalogue.kind_name(file.kind),
                file.sha256,
                words.say(f"verdict.{outcome.verdict}"),
                outcome.reason,
            ]
        )


def _file_order(outcome: FileOutcome) -> tuple[str, str]:
    return outcome.amphoe_code or "~", outcome.file.path


def _replaced(book: SummaryBook) -> Iterator[Row]:
    for tambon in book.results.tambons:
        for replaced in tambon.replaced:
            yield _replaced_row(book, tambon, replaced)


def _replaced_row(book: SummaryBook, tambon: TambonResult, replaced: Replaced) -> Row:
    totals = (replaced.old_total, replaced.new_total)
    effect = book.words.say("log.effect_unknown")
    if None not in totals and totals[0] != totals[1]:
        effect = book.words.say("log.effect", old=totals[0], new=totals[1])
    reasons = book.words.part("kept_out_by")
    return Row(
        [
            tambon.amphoe.name,
            tambon.tambon.name,
            replaced.file,
            tambon.source_file,
            reasons.get(replaced.kept_out_by, replaced.kept_out_by),
            ", ".join(_change(book, c) for c in replaced.changes) or book.nothing,
            effect,
        ]
    )


def _change(book: SummaryBook, change: Change) -> str:
    words = book.words
    blank = words.say("words.blank_answer")
    item = (
        words.say("log.change_indicator", no=change.key)
        if change.key.isdecimal()
        else book.rubric.base(change.key).label
    )
    old = blank if change.old is None else change.old
    new = blank if change.new is None else change.new
    return words.say("log.change", item=item, old=old, new=new)


def _repaired(book: SummaryBook) -> Iterator[Row]:
    for finding in book.listed_findings:
        if READ_AS in book.catalogue.entry(finding.code).placeholders:
            yield _repaired_row(book, finding)


def _repaired_row(book: SummaryBook, finding: Finding) -> Row:
    return Row(
        [
            book.names.get(finding.amphoe_code, book.nothing),
            book.names.get(finding.tambon_code, book.nothing),
            finding.where.sheet,
            finding.where.cell,
            finding.code,
            book.catalogue.message(finding),
        ]
    )
