"""When a mail was sent, though its year may be in พ.ศ. or the sender's clock wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from sorchor_xl.files.zip_view import THAI_TIME

YEARS_OF_MAIL: Final = range(1980, 2400)
"""Years a mail may be of, in ค.ศ.; any other is no date."""

_DATE_LINE: Final = re.compile(r"(?P<before>\d{1,2}[\s-]+[A-Za-z]{3,9}[\s-]+)(?P<year>\d{2,4})\b")
_BUDDHIST: Final = 543
_YEARS_BUDDHIST: Final = range(2400, 2800)
"""No mail of our era is dated so late: such a year is พ.ศ."""
_SHORT_BUDDHIST: Final = range(58, 100)
"""Two digits from here on are years of พ.ศ. 25xx: as ค.ศ. they would be before mail or to come."""
_SHORT: Final = 2
_SLOW: Final = timedelta(days=1)


def sent_on(stated: str, received: str) -> datetime | None:
    """The moment of the lines Date and Received of a mail, in Thai time; None where neither is one.

    Where the mail was stated to be sent a day or more after it was delivered, the sender's clock
    was wrong and the delivery counts.
    """
    sent, delivered = _moment(stated), _moment(received.rpartition(";")[2])
    if sent is None or delivered is None:
        return sent or delivered
    return delivered if sent - delivered > _SLOW else sent


def in_common_era(moment: datetime) -> datetime:
    """The same day with a year of พ.ศ. turned into ค.ศ.; any other as it is."""
    if moment.year not in _YEARS_BUDDHIST:
        return moment
    try:
        return moment.replace(year=moment.year - _BUDDHIST)
    except ValueError:  # 29 February of a year that has none in the other era
        return moment.replace(year=moment.year - _BUDDHIST, month=3, day=1)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_DATE_LINE.sub(_year_in_common_era, text, count=1))
        thai = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(THAI_TIME)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return thai if thai.year in YEARS_OF_MAIL else None


def _year_in_common_era(found: re.Match[str]) -> str:
    """Day and month as they stand: 29 February of พ.ศ. 2567 is a day of ค.ศ. 2024 only."""
    year = int(found["year"])
    if len(found["year"]) == _SHORT and year in _SHORT_BUDDHIST:
        year += 2500
    if year not in _YEARS_BUDDHIST:
        return found[0]
    return f"{found['before']}{year - _BUDDHIST}"
