"""คัดเลือก ศอช.ต. ดีเด่น: the shortlist of แนวทาง ข้อ 7 with a reason for every exclusion."""

from __future__ import annotations

from collections.abc import Sequence

from sorchor_xl.domain.round.awards import (
    CRITERIA,
    AwardCandidate,
    AwardReason,
    AwardStanding,
    Rules,
    Ruling,
    judge_candidate,
    rank_candidates,
    with_verdicts,
)
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.page import Cell, Column, Row, SheetPage
from sorchor_xl.report.report_options import ReportOptions

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
        Column("total", 6, "count"),
        *(Column(key, 9, "center", params=years) for key in CRITERIA),
        Column("standing", 10, "center/bold"),
        Column("reasons", 42, "wrap"),
    ]
    page = SheetPage(book, "awards", columns)
    page.open()
    page.headings(freeze=3)
    amphoes = {t.tambon.code: t.amphoe.name for t in book.results.tambons}
    listed = sorted(shortlist(book.results, book.options), key=lambda c: _ORDER.index(c.standing))
    page.write(_row(book, c, amphoes[c.code]) for c in listed)
    page.print_rows(sum(c.standing is not AwardStanding.NOT_ELIGIBLE for c in listed))


def _row(book: SummaryBook, candidate: AwardCandidate, amphoe: str) -> Row:
    words = book.words
    cells: list[Cell] = [
        candidate.rank or book.nothing,
        amphoe,
        book.names[candidate.code],
        book.nothing if candidate.total is None else candidate.total,
        *(words.say(f"awards.{candidate.rulings[key]}") for key in CRITERIA),
        words.say(f"awards.{candidate.standing}"),
        _reasons(book, candidate),
    ]
    styles = {n: RULING_STYLE[candidate.rulings[key]] for n, key in enumerate(CRITERIA, start=4)}
    styles[4 + len(CRITERIA)] = STANDING_STYLE[candidate.standing]
    return Row(cells, styles)


def _reasons(book: SummaryBook, candidate: AwardCandidate) -> str | None:
    if candidate.against:
        against = [_say(book, reason) for reason in candidate.against]
        return join_list(against, len(against))
    if candidate.missing:
        return book.words.say("awards.missing", reasons=_listed(book, candidate.missing))
    return None


def _listed(book: SummaryBook, reasons: Sequence[AwardReason]) -> str:
    """What is waited for; where that is much, the numbers alone, for the columns name them."""
    said = [_say(book, reason) for reason in reasons]
    if len(said) <= MOST_SAID:
        return join_list(said)
    numbers = list(dict.fromkeys(text.split(maxsplit=1)[0] for text in said))
    return book.words.say("awards.numbers", numbers=join_list(numbers, len(numbers)))


def _say(book: SummaryBook, reason: AwardReason) -> str:
    return book.words.say(f"awards.reasons.{reason.key}", **reason.params)
