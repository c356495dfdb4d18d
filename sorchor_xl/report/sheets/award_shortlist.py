"""คัดเลือก ศอช.ต. ดีเด่น: the shortlist of แนวทาง ข้อ 7 with a reason for every exclusion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.round.awards import (
    CRITERIA,
    AwardCandidate,
    AwardReason,
    AwardStanding,
    Rules,
    Ruling,
    judge_candidate,
    judged_in_form,
    rank_candidates,
    with_verdicts,
)
from sorchor_xl.domain.round.records import Award
from sorchor_xl.domain.round.results import Results, TambonResult
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import SET_POINTS, Cell, Column, Row, SheetPage, letters_of
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.sheets.registers import yes_no

RULING_STYLE = {
    Ruling.PASS: "center/good",
    Ruling.FAIL: "center/bad",
    Ruling.OPEN: "center/waiting",
    Ruling.NONE: "center",
}
STANDING_STYLE = {
    AwardStanding.ELIGIBLE: "center/good",
    AwardStanding.NOT_ELIGIBLE: "center/bad",
    AwardStanding.UNDECIDED: "center/waiting",
}

MOST_SAID = 2
"""Reasons that are told in full."""
MOST_NOTE_LETTERS = 90
"""Letters of a note of the อำเภอ on one line: rows are no higher for what is not printed."""
_ORDER = (AwardStanding.ELIGIBLE, AwardStanding.UNDECIDED, AwardStanding.NOT_ELIGIBLE)


def shortlist(results: Results, options: ReportOptions) -> tuple[AwardCandidate, ...]:
    """Every ศอช.ต. of the province under the criteria, the eligible first."""
    rules = _rules(results, options)
    return rank_candidates(
        judge_candidate(
            rules,
            t.tambon.code,
            t.card,
            with_verdicts(t.award, results.register.tambon(t.tambon.code)),
        )
        for t in results.tambons
    )


def _rules(results: Results, options: ReportOptions) -> Rules:
    rubric = results.scheme.rubric
    return Rules.of(rubric, results.fiscal_year, options.min_gap_years, options.extra)


def write_awards(book: SummaryBook) -> None:
    """The sheet คัดเลือก ศอช.ต. ดีเด่น."""
    years = {"years": _rules(book.results, book.options).min_gap_years}
    columns = [
        Column("no", 4.5, "count/bold"),
        Column("amphoe", max(8, book.amphoe_letters)),
        Column("tambon", max(8, book.tambon_letters)),
        Column("total", 8.2, "count"),
        *(Column(key, 8.7, "center", params=years) for key in CRITERIA),
        Column("standing", 10, "center/bold"),
        Column("reasons", 36, "wrap"),
        *_stated_columns(book),
    ]
    page = SheetPage(book, "awards", columns, printed="reasons", least=SET_POINTS)
    page.open()
    page.headings(freeze=3)
    tambons = {t.tambon.code: t for t in book.results.tambons}
    listed = sorted(
        shortlist(book.results, book.options),
        key=lambda c: (_ORDER.index(c.standing), tambons[c.code].ret is None),
    )
    page.write(_row(book, c, tambons[c.code]) for c in listed)
    eligible = sum(c.standing is AwardStanding.ELIGIBLE for c in listed)
    decidable = sum(_is_printed(c, tambons[c.code]) for c in listed)
    page.print_rows(max(eligible, min(decidable, page.rows_on(1))))


def _is_printed(candidate: AwardCandidate, tambon: TambonResult) -> bool:
    """On paper stand the eligible, and those of whom enough is known to decide on them."""
    eligible = candidate.standing is AwardStanding.ELIGIBLE
    return eligible or (candidate.standing is AwardStanding.UNDECIDED and tambon.ret is not None)


_JUDGED: Final = ("study_site", "food", "environment", "immunity")
"""What the อำเภอ says and the committee judges, by the names of `Award`."""


def _stated_columns(book: SummaryBook) -> Iterator[Column]:
    """What the อำเภอ said, beside it what the committee judged; read on screen."""
    yield Column("nominated", 10, "center")
    for key in _JUDGED:
        yield Column(key, 19, "center")
    for extra in judged_in_form(book.options.extra):
        yield Column("own", 19, "center", params={"name": extra.name})
    yield Column("last_award_year", 13, "center")
    yield Column("last_award_level", 13, "center")
    yield Column("standard_year", 9, "center")
    notes = (t.award.note or "" for t in book.results.tambons if t.award)
    yield Column("note", letters_of(notes, 30, MOST_NOTE_LETTERS))
    yield Column("verdict_note", 60, "long")


def _stated(book: SummaryBook, tambon: TambonResult) -> Iterator[tuple[Cell, str]]:
    """The cells of `_stated_columns`, each with its style, "" for that of the column."""
    award = tambon.award or Award(tambon.tambon.code)
    entry = book.results.register.tambon(tambon.tambon.code)
    yield yes_no(book, award.nominated), ""
    said: dict[str, bool | None] = {key: getattr(award, key) for key in _JUDGED}
    said |= {extra.key: award.extra.get(extra.key) for extra in judged_in_form(book.options.extra)}
    for key, stated in said.items():
        yield _beside(book, stated, entry.verdicts.get(key))
    level = award.last_award_level
    yield _year(book, award.last_award_year), ""
    yield load_wording().part("award_levels")[level] if level else None, ""
    yield _year(book, award.standard_year), ""
    yield award.note, ""
    yield entry.verdict_note or None, ""


def _beside(book: SummaryBook, stated: bool | None, judged: bool | None) -> tuple[Cell, str]:
    """Both words in one cell, marked where they differ; blank where neither has spoken."""
    if stated is None and judged is None:
        return None, ""
    said, ruled = (yes_no(book, value) or book.nothing for value in (stated, judged))
    differ = None not in (stated, judged) and stated != judged
    text = book.words.say("awards.both", stated=said, judged=ruled)
    return text, "center/waiting" if differ else ""


def _year(book: SummaryBook, year: int | None) -> Cell:
    return book.words.say("awards.never") if year == 0 else year


def _row(book: SummaryBook, candidate: AwardCandidate, tambon: TambonResult) -> Row:
    words, stated = book.words, tuple(_stated(book, tambon))
    cells: list[Cell] = [
        candidate.rank or book.nothing,
        tambon.amphoe.name,
        book.names[candidate.code],
        book.nothing if candidate.total is None else candidate.total,
        *(words.say(f"awards.{candidate.rulings[key]}") for key in CRITERIA),
        words.say(f"awards.{candidate.standing}"),
        _reasons(book, candidate),
        *(cell for cell, _ in stated),
    ]
    styles = {n: RULING_STYLE[candidate.rulings[key]] for n, key in enumerate(CRITERIA, start=4)}
    styles[4 + len(CRITERIA)] = STANDING_STYLE[candidate.standing]
    first = len(cells) - len(stated)
    styles |= {first + n: style for n, (_, style) in enumerate(stated) if style}
    return Row(cells, styles)


def _reasons(book: SummaryBook, candidate: AwardCandidate) -> str | None:
    if candidate.against:
        against = [_say(book, reason) for reason in candidate.against]
        return join_list(against)
    if candidate.missing:
        return book.words.say("awards.missing", reasons=_listed(book, candidate.missing))
    return None


def _listed(book: SummaryBook, reasons: Sequence[AwardReason]) -> str:
    """What is waited for; where that is much, the numbers alone, for the columns name them."""
    said = [_say(book, reason) for reason in reasons]
    if len(said) <= MOST_SAID:
        return join_list(said)
    numbers = list(dict.fromkeys(text.split(maxsplit=1)[0] for text in said))
    return book.words.say("awards.numbers", numbers=join_list(numbers))


def _say(book: SummaryBook, reason: AwardReason) -> str:
    return book.words.say(f"awards.reasons.{reason.key}", **reason.params)
