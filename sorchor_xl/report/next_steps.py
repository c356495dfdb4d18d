"""What the first sheet says in words: the headline of the round, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sorchor_xl.domain.round.records import AmphoeStatus
from sorchor_xl.domain.round.results import AmphoeResult
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list, to_thai_digits
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.duties import department_reports

MOST_STEPS: Final = 3
MOST_NAMES: Final = 5
TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do, and the key of the sheet that shows it."""

    text: str
    sheet: str


def headline(book: SummaryBook) -> str:
    """The round in one sentence, with Thai digits; where nobody is complete it claims nothing."""
    words, whole, rubric = book.words, book.facts.whole, book.rubric
    if not whole.complete:
        return to_thai_digits(words.say("headline.none", all=whole.all))
    top = rubric.top_level
    strong = whole.level(top.level)
    said = [
        words.say(
            f"headline.{_share_key(strong, whole.complete)}",
            tenths=_tenths(strong, whole.complete),
            name=top.name,
            count=strong,
            complete=whole.complete,
        ),
        words.say("headline.mean", mean=f"{whole.mean:.2f}", full=rubric.highest_total),
    ]
    change = mean_change(book)
    if change is not None:
        key = "same" if not round(change, 2) else "up" if change > 0 else "down"
        said.append(words.say(f"headline.{key}", change=f"{abs(change):.2f}"))
    left = whole.all - whole.complete
    if left:
        said.append(words.say("headline.left", count=left))
    return to_thai_digits(" ".join(said))


def _tenths(part: int, whole: int) -> int:
    return (part * TENTHS * 2 + whole) // (whole * 2)


def _share_key(part: int, whole: int) -> str:
    """Which sentence tells a share: rounded tenths never say none or all where it is not so."""
    if part in (0, whole):
        return "nobody" if not part else "everybody"
    tenths = _tenths(part, whole)
    if tenths in (0, TENTHS):
        return "few" if not tenths else "most"
    exact = part * TENTHS == tenths * whole
    return "exact" if exact else "about"


def mean_change(book: SummaryBook) -> float | None:
    """Change of the average total from last year's; None where either is not known."""
    before = [t.total for t in book.previous.tambons.values()] if book.previous else []
    known = [total for total in before if total is not None]
    now = book.facts.whole.mean
    return now - sum(known) / len(known) if known and now is not None else None


def next_steps(book: SummaryBook) -> tuple[Step, ...]:
    """The three most pressing things, in order."""
    return tuple(islice(_steps(book), MOST_STEPS))


def _steps(book: SummaryBook) -> Iterator[Step]:
    yield from (Step(text, "log") for text in book.options.caveats)
    yield from _chase(book)
    yield from _mend(book)
    yield from _decide(book)


def _chase(book: SummaryBook) -> Iterator[Step]:
    """Of whom something is missing, by what kind of thing."""
    sheet = "amphoes" if book.is_country else "sending"
    for status in (AmphoeStatus.NOT_RECEIVED, AmphoeStatus.UNREADABLE, AmphoeStatus.PARTIAL):
        own = [a for a in book.results.amphoes if a.status is status]
        if own:
            key = f"steps.{'country_' if book.is_country else ''}{status}"
            missing = sum(a.tambons - a.complete for a in own)
            text = book.words.say(key, count=len(own), missing=missing, names=_names(book, own))
            yield Step(text, sheet)


def _mend(book: SummaryBook) -> Iterator[Step]:
    counts = book.error_counts
    own = [a for a in book.results.amphoes if counts[a.amphoe.code][0]]
    errors = sum(counts[a.amphoe.code][0] for a in own)
    if errors:
        names = _names(book, own)
        yield Step(
            book.words.say("steps.errors", errors=errors, count=len(own), names=names), "fixes"
        )


def _names(book: SummaryBook, amphoes: Iterable[AmphoeResult]) -> str:
    return join_list([a.amphoe.name for a in amphoes], MOST_NAMES, str(book.words.names["area"]))


def _decide(book: SummaryBook) -> Iterator[Step]:
    """What the province itself may turn to once the returns are in."""
    words = book.words
    if book.facts.hanging:
        yield Step(words.say("steps.hanging", count=len(book.facts.hanging)), "readings")
    best = book.trainings[0] if book.trainings else None
    if best is not None and best.together:
        short = book.rubric.indicator(best.indicator).short
        text = words.say("steps.training", no=best.indicator, name=short, count=best.together)
        yield Step(text, "training")
    if not book.is_country:
        unsent = [r for r in department_reports(book.results) if not r.due.is_done]
        if unsent:
            key = "steps.report_rest" if any(r.left for r in unsent) else "steps.report"
            yield Step(words.say(key, due=thai_date(unsent[0].due.due)), "department")
    if book.facts.weakest:
        yield Step(words.say("steps.look"), "indicators")
