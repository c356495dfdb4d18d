"""Which of two returns is newer, by clocks that may be wrong, equal, or contradict each other.

A mail's date proves itself. A file's time does not: plain copying sets it anew, an archive rounds
it, a wrong clock shifts it. So a return that came without a mail is newer only where every clock
that says anything says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sorchor_xl.domain.round.records import ReceivedFile


class Clock(StrEnum):
    """What may tell when a return was made or came, the most certain first."""

    MAIL = "mail"
    ARCHIVE = "archive"
    FILE = "file"
    STATED = "stated"


Moments = Mapping[Clock, datetime]

_ARRIVALS: Final = (Clock.MAIL, Clock.ARCHIVE, Clock.FILE)
_APART: Final = timedelta(minutes=1)
"""Files copied together get times this near; of archives every other second is lost."""
_AHEAD: Final = timedelta(days=60)
"""A mail dated later than this after the day of the run was sent by a wrong clock."""
_FIRST_YEAR: Final = 2000
"""Earlier years are the zero of some clock (1970, 1980), not a date."""


@dataclass(frozen=True)
class Clocks:
    """The latest moment by each clock that says one; ``stated`` is the officer's own date."""

    arrived: Moments = field(default_factory=dict)
    stated: date | None = None

    @classmethod
    def of(cls, copies: Iterable[ReceivedFile], stated: date | None, as_of: date) -> Clocks:
        """The clocks of a file and its byte-identical copies, less those that cannot be true."""
        return cls._latest(
            ((Clock(f.dated_by), f.received) for f in copies if credible(f, as_of)), stated
        )

    @classmethod
    def latest(cls, several: Iterable[Clocks]) -> Clocks:
        """What is newest by each clock; the officer's dates only where they agree."""
        each = list(several)
        stated = {clocks.stated for clocks in each}
        moments = (item for clocks in each for item in clocks.arrived.items())
        return cls._latest(moments, next(iter(stated)) if len(stated) == 1 else None)

    @classmethod
    def _latest(cls, moments: Iterable[tuple[Clock, datetime]], stated: date | None) -> Clocks:
        arrived: dict[Clock, datetime] = {}
        for clock, moment in moments:
            arrived[clock] = max(moment, arrived.get(clock, moment))
        return cls(arrived, stated)


def credible(file: ReceivedFile, as_of: date) -> bool:
    """Whether the time of a file may be true on a day: no clock at zero, no mail of the future."""
    if file.received.year < _FIRST_YEAR:
        return False
    return file.dated_by != Clock.MAIL or file.received.date() <= as_of + _AHEAD


def newer(one: Clocks, other: Clocks) -> Clock | None:
    """The clock by which ``one`` is certainly newer than ``other``; None where none is."""
    if Clock.MAIL in one.arrived and Clock.MAIL in other.arrived:
        return Clock.MAIL if one.arrived[Clock.MAIL] > other.arrived[Clock.MAIL] else None
    said = tuple(_comparisons(one, other))
    arrivals = [clock for clock, _ in said if clock is not Clock.STATED]
    return arrivals[0] if arrivals and all(later for _, later in said) else None


def _comparisons(one: Clocks, other: Clocks) -> Iterator[tuple[Clock, bool]]:
    """Each clock that tells them apart, and whether it holds ``one`` for the newer."""
    best = [next((c for c in _ARRIVALS if c in k.arrived), None) for k in (one, other)]
    if best[0] is not best[1] and best[0] is not None and best[1] is not None:
        apart = one.arrived[best[0]] - other.arrived[best[1]]
        if abs(apart) >= _APART:
            yield best[0], apart > timedelta(0)
    for clock in (Clock.ARCHIVE, Clock.FILE):
        if clock in one.arrived and clock in other.arrived:
            apart = one.arrived[clock] - other.arrived[clock]
            if abs(apart) >= _APART:
                yield clock, apart > timedelta(0)
    if one.stated and other.stated and one.stated != other.stated:
        yield Clock.STATED, one.stated > other.stated
