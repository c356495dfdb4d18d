"""Dates.

DATE-01 One day, however it is written or stored, is read as that day.
DATE-02 A year that is neither a possible พ.ศ. nor a possible ค.ศ. is unclear, never guessed.
DATE-03 What is no day of the calendar, or no date at all, has no value and a kind of its own.
DATE-04 People are shown พ.ศ., in Thai or Arabic digits, long or short.
DATE-05 A date given on the command line is read, or refused in Thai.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.domain.thai.dates import (
    MONTHS,
    MONTHS_SHORT,
    PLAUSIBLE_YEARS,
    DateKind,
    be_year,
    parse_date,
    parse_user_date,
    thai_date,
)
from sorchor_xl.domain.thai.text import to_thai_digits

THE_DAY = date(2021, 4, 22)
DAYS = st.dates(date(PLAUSIBLE_YEARS.start, 1, 1), date(PLAUSIBLE_YEARS.stop - 1, 12, 31))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (THE_DAY, DateKind.DATE),
        (datetime(2021, 4, 22, 8, 30), DateKind.DATE),  # noqa: DTZ001 - cells have no time zone
        (date(2564, 4, 22), DateKind.BE_STORED),
        (44308, DateKind.SERIAL),
        (44308.5, DateKind.SERIAL),
        ("22/04/2564", DateKind.TEXT_REPAIRED),
        ("22/4/2564", DateKind.TEXT_REPAIRED),
        ("22-4-2564", DateKind.TEXT_REPAIRED),
        ("22.04.2564", DateKind.TEXT_REPAIRED),
        (" 22 / 4 / 2564 ", DateKind.TEXT_REPAIRED),
        ("๒๒/๐๔/๒๕๖๔", DateKind.TEXT_REPAIRED),
        ("๒๒ เมษายน ๒๕๖๔", DateKind.TEXT_REPAIRED),
        ("22 เม.ย. 2564", DateKind.TEXT_REPAIRED),
        ("22เมย2564", DateKind.TEXT_REPAIRED),
        ("22 เมษา 2564", DateKind.TEXT_REPAIRED),
        ("วันที่ 22 เดือน เมษายน พ.ศ. 2564", DateKind.TEXT_REPAIRED),
        ("วันพฤหัสบดีที่ 22 เมษายน 2564", DateKind.TEXT_REPAIRED),
        ("22-เม.ย.-2564", DateKind.TEXT_REPAIRED),
        ("2021-04-22", DateKind.TEXT_REPAIRED),
        ("2021-04-22T08:30:00", DateKind.TEXT_REPAIRED),
        ("2564-04-22", DateKind.TEXT_REPAIRED),
        ("22 เม.ย. 64", DateKind.SHORT_YEAR),
        ("22/4/64", DateKind.SHORT_YEAR),
        ("22/04/2021", DateKind.CE_YEAR),
        ("22 เมษายน ค.ศ. 2021", DateKind.CE_YEAR),
    ],
)
def test_one_day(raw: object, kind: DateKind) -> None:
    """DATE-01: 44308 is 22 April 2021 in Excel."""
    reading = parse_date(raw)
    assert (reading.kind, reading.value) == (kind, THE_DAY)


def test_workbook_that_counts_from_1904() -> None:
    """DATE-01: the two counts are 1,462 days apart."""
    assert parse_date(44308 - 1462, epoch1904=True).value == THE_DAY


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_name(month: int) -> None:
    """DATE-01"""
    for name in (
        MONTHS[month - 1],
        MONTHS_SHORT[month - 1],
        MONTHS_SHORT[month - 1].replace(".", ""),
    ):
        assert parse_date(f"5 {name} 2564").value == date(2021, month, 5)


def test_common_slip_of_july() -> None:
    """DATE-01: ฏ for ฎ."""
    assert parse_date("1 กรกฏาคม 2564").value == date(2021, 7, 1)


@pytest.mark.parametrize(
    "raw",
    [
        date(1900, 2, 14),
        date(3107, 4, 22),
        "22/04/1964",
        "22/04/2654",
        "22/04/2464",
        "22/04/0064",
        "22/04/21",
        "22 เมษายน 00",
        "22 เมษายน พ.ศ. 2021",
        "22 เมษายน ค.ศ. 2564",
        "1478-04-22",
    ],
)
def test_unclear_year(raw: object) -> None:
    """DATE-02: a text says its year itself; 3107 is พ.ศ. added twice."""
    reading = parse_date(raw)
    assert (reading.kind, reading.value) == (DateKind.UNCLEAR_YEAR, None)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (None, DateKind.BLANK),
        ("", DateKind.BLANK),
        (" \u200b", DateKind.BLANK),
        ("-", DateKind.NONE_WORD),
        ("ไม่มี", DateKind.NONE_WORD),
        ("31/02/2564", DateKind.IMPOSSIBLE),
        ("29/02/2564", DateKind.IMPOSSIBLE),
        (date(2564, 2, 29), DateKind.IMPOSSIBLE),
        ("04/22/2564", DateKind.IMPOSSIBLE),
        ("0/4/2564", DateKind.IMPOSSIBLE),
        ("#REF!", DateKind.ERROR_VALUE),
        ("22/04", DateKind.NOT_A_DATE),
        ("เมษายน 2564", DateKind.NOT_A_DATE),
        ("22 เมถุน 2564", DateKind.NOT_A_DATE),
        ("22/04-2564", DateKind.NOT_A_DATE),
        ("22/04/2564 และ 23/04/2564", DateKind.NOT_A_DATE),
        ("22-23 เมษายน 2564", DateKind.NOT_A_DATE),
        ("ก" * 5000, DateKind.NOT_A_DATE),
        ("44308", DateKind.NOT_A_DATE),
        (2564, DateKind.NOT_A_DATE),
        (39999, DateKind.NOT_A_DATE),
        (60001, DateKind.NOT_A_DATE),
        (220464, DateKind.NOT_A_DATE),
        (float("nan"), DateKind.NOT_A_DATE),
        (True, DateKind.NOT_A_DATE),
        (time(8, 30), DateKind.NOT_A_DATE),
        (timedelta(1), DateKind.NOT_A_DATE),
    ],
)
def test_no_date(raw: object, kind: DateKind) -> None:
    """DATE-03: 2564 was a leap year only if it were ค.ศ."""
    reading = parse_date(raw)
    assert (reading.kind, reading.value) == (kind, None)


def test_leap_day() -> None:
    """DATE-03: พ.ศ. 2563 is ค.ศ. 2020."""
    assert parse_date("29/02/2563").value == date(2020, 2, 29)


@given(DAYS)
def test_what_we_write_we_read(day: date) -> None:
    """DATE-01, DATE-04"""
    assert parse_date(thai_date(day)).value == day
    assert parse_date(thai_date(day, digits="thai", style="short")).value == day
    assert parse_date(f"{day:%d/%m}/{be_year(day)}").value == day
    assert parse_date(to_thai_digits(day.isoformat())).value == day


@given(st.text() | st.floats() | st.integers(-(10**12), 10**12) | st.dates() | st.booleans())
def test_nothing_in_a_cell_raises(raw: object) -> None:
    """DATE-03"""
    value = parse_date(raw).value
    assert value is None or value.year in PLAUSIBLE_YEARS


def test_thai_date() -> None:
    """DATE-04"""
    day = date(2021, 4, 30)
    assert thai_date(day) == "30 เมษายน 2564"
    assert thai_date(day, style="short") == "30 เม.ย. 2564"
    assert thai_date(day, digits="thai") == "๓๐ เมษายน ๒๕๖๔"
    assert thai_date(day, digits="thai", style="short") == "๓๐ เม.ย. ๒๕๖๔"


@pytest.mark.parametrize("text", ["30/04/2564", "2021-04-30", "๓๐ เม.ย. ๖๔", "30/4/2021"])
def test_user_date(text: str) -> None:
    """DATE-05"""
    assert parse_user_date(text) == date(2021, 4, 30)


@pytest.mark.parametrize("text", ["", "-", "พรุ่งนี้", "31/04/2564", "30/04/1964"])
def test_user_date_refused(text: str) -> None:
    """DATE-05"""
    with pytest.raises(ValueError, match="ไม่ถูกต้อง"):
        parse_user_date(text)
