"""The paragraph for the covering letter, in official Thai with Thai digits, ready to copy."""

from __future__ import annotations

from sorchor_xl.data.report_texts import Wording
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list, to_thai_digits
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.facts import Facts

NAMED = 3


def official_paragraph(book: SummaryBook) -> str:
    """What the round came to, in one sentence; where nobody is complete it claims nothing."""
    return say_paragraph(book.facts, book.words)


def say_paragraph(facts: Facts, words: Wording) -> str:
    """The paragraph of some facts."""
    whole = facts.whole
    if not whole.complete:
        as_of = thai_date(facts.results.as_of)
        return to_thai_digits(words.say("letter.none", all=whole.all, as_of=as_of))
    text = words.say(
        "letter.full",
        complete=whole.complete,
        all=whole.all,
        share=f"{100 * whole.complete / whole.all:.2f}",
        mean=f"{whole.mean:.2f}",
        weakest=_weakest(facts, words),
        levels=_levels(facts, words),
    )
    return to_thai_digits(text)


def _levels(facts: Facts, words: Wording) -> str:
    """How many are at each level, the highest first."""
    said = [
        words.say(
            "letter.level",
            level=level,
            name=facts.rubric.level_name(level),
            count=facts.whole.level(level),
        )
        for level in facts.rubric.level_numbers
    ]
    return words.say("letter.levels", upper=" ".join(said[:-1]), lowest=said[-1])


def _weakest(facts: Facts, words: Wording) -> str:
    named = [
        words.say("letter.indicator", no=f.number, name=facts.rubric.indicator(f.number).display)
        for f in facts.weakest[:NAMED]
    ]
    return words.say("letter.weakest", list=join_list(named, NAMED)) if named else ""
