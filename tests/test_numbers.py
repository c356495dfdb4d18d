"""What is typed into an input.

NUM-01 A whole number is read, and repaired only where one meaning is possible; each repair is told.
NUM-02 Whatever could mean two numbers, or none, is never a number.
NUM-03 Blank, zero, "ไม่มี", negative, fraction, percent, date, error value stay different kinds.
NUM-04 A choice is read by text, by number, or by both where they agree.
NUM-05 Yes and no are read from words and ticks; what may mean either is unclear.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.domain.thai.numbers import (
    DATE_SERIALS,
    LARGEST_COUNT,
    UNIT_WORDS,
    ChoiceKind,
    Count,
    CountKind,
    Repair,
    YesNoKind,
    parse_choice,
    parse_count,
    parse_yes_no,
    show,
)
from sorchor_xl.domain.thai.text import to_thai_digits

OPTIONS = ("ไม่มีกองทุน", "มีกองทุน", "มีกองทุน/ระดมทุนอย่างต่อเนื่อง")
COUNTS = st.integers(0, LARGEST_COUNT).filter(lambda n: not any(n in days for days in DATE_SERIALS))
STATES = ("ไม่มีการจัดทำ", "มีแต่ไม่เป็นปัจจุบัน", "มีและเป็นปัจจุบัน")


@pytest.mark.parametrize(
    ("raw", "value", "repairs"),
    [
        (0, 0, ()),
        (12, 12, ()),
        (12.0, 12, ()),
        ("0", 0, ()),
        ("12", 12, ()),
        ("03", 3, ()),
        (" 12 ", 12, (Repair.SPACES,)),
        ("12\u00a0", 12, (Repair.SPACES,)),
        ("1\u200b2", 12, (Repair.SPACES,)),
        ("๔๕", 45, (Repair.THAI_DIGITS,)),
        ("๔5", 45, (Repair.THAI_DIGITS,)),
        ("４５", 45, (Repair.FULL_WIDTH,)),
        ("1,234", 1234, (Repair.THOUSANDS,)),
        ("12,345,678", 12345678, (Repair.THOUSANDS,)),
        ("12.0", 12, (Repair.ZERO_DECIMALS,)),
        ("12.00", 12, (Repair.ZERO_DECIMALS,)),
        ("3 ครั้ง", 3, (Repair.UNIT_REMOVED,)),
        ("3ครั้ง", 3, (Repair.UNIT_REMOVED,)),
        ("๓ ครั้ง/ปี", 3, (Repair.THAI_DIGITS, Repair.UNIT_REMOVED)),
        ("3 ครั้ง / ปี", 3, (Repair.UNIT_REMOVED,)),
        ("3 ครั้งต่อปี", 3, (Repair.UNIT_REMOVED,)),
        ("3/ปี", 3, (Repair.UNIT_REMOVED,)),
        ("จำนวน 3 คน", 3, (Repair.UNIT_REMOVED,)),
        ("จำนวน 3", 3, (Repair.UNIT_REMOVED,)),
        ("1,234 คน", 1234, (Repair.THOUSANDS, Repair.UNIT_REMOVED)),
        ("2 โครงการ/กิจกรรม", 2, (Repair.UNIT_REMOVED,)),
    ],
)
def test_number(raw: object, value: int, repairs: tuple[Repair, ...]) -> None:
    """NUM-01"""
    assert parse_count(raw) == Count(CountKind.NUMBER, value, repairs, show(raw))


def test_own_unit() -> None:
    """NUM-01: a unit not built in is allowed only where it is passed in."""
    assert parse_count("3 หมู่บ้าน").kind is CountKind.TEXT
    assert parse_count("3 หมู่บ้าน/ปี", ["หมู่บ้าน"]).value == 3


@pytest.mark.parametrize(
    "raw",
    [
        "2-3",
        "2–3",
        "1/2",
        "2 หรือ 3",
        "สาม",
        "1_000",
        "nan",
        "inf",
        "Infinity",
        "1e3",
        "0x10",
        "1 2",
        "1,23",
        "12,34",
        "1234,567",
        "0,123",
        "3 ครั้ง 2 คน",
        "ประมาณ 3",
        "3 ครั้ง/เดือน",
        "3+2",
        "+3",
        "(3)",
        "3.",
        ".5",
        "= 3",
        "๓ - ๔",
        "คน",
        "จำนวน",
        "จำนวน คน",
        "จำนวน จำนวน 3",
        "0812345678",
        "000",
        "3 คนคน",
        "½",
        "²",
        "٣",
        "३",
        "22/04/2564",
        "12:30",
        "x",
        ".",
        "…",
        "ไม่มี 3",
        "มากกว่า 3",
        ">3",
        "3 ล้าน",
        "3 พัน",
        "#3",
        "#สามพราน",
        "- 3",
    ],
)
def test_two_meanings_are_no_number(raw: str) -> None:
    """NUM-02"""
    count = parse_count(raw)
    assert (count.kind, count.value) == (CountKind.TEXT, None)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (None, CountKind.BLANK),
        ("", CountKind.BLANK),
        (" \u00a0\u200b\n", CountKind.BLANK),
        ("ไม่มี", CountKind.NONE_WORD),
        (" ไม่ มี ", CountKind.NONE_WORD),
        ("-", CountKind.NONE_WORD),
        ("—", CountKind.NONE_WORD),
        ("ไม่เคย", CountKind.NONE_WORD),
        ("N/A", CountKind.NONE_WORD),
        (-1, CountKind.NEGATIVE),
        (-0.5, CountKind.NEGATIVE),
        ("-3", CountKind.NEGATIVE),
        ("−๓ คน", CountKind.NEGATIVE),
        (0.45, CountKind.FRACTION),
        (12.0000001, CountKind.FRACTION),
        ("2.5", CountKind.FRACTION),
        ("1.000", CountKind.FRACTION),
        ("75%", CountKind.PERCENT),
        ("๗๕ ％", CountKind.PERCENT),
        ("ร้อยละ 75", CountKind.PERCENT),
        ("75 เปอร์เซ็นต์", CountKind.PERCENT),
        (date(2021, 3, 2), CountKind.DATE_LIKE),
        (datetime(2021, 3, 2, 1, 2), CountKind.DATE_LIKE),  # noqa: DTZ001 - cells have no time zone
        (time(12, 30), CountKind.DATE_LIKE),
        (timedelta(hours=30), CountKind.DATE_LIKE),
        ("#REF!", CountKind.ERROR_VALUE),
        ("#DIV/0!", CountKind.ERROR_VALUE),
        ("#N/A", CountKind.ERROR_VALUE),
        ("#NAME?", CountKind.ERROR_VALUE),
        ("Err:502", CountKind.ERROR_VALUE),
        (True, CountKind.BOOLEAN),
        (False, CountKind.BOOLEAN),
        (LARGEST_COUNT + 1, CountKind.TOO_LARGE),
        (1e300, CountKind.TOO_LARGE),
        ("9" * 9000, CountKind.TOO_LARGE),
        (float("nan"), CountKind.TEXT),
        (float("inf"), CountKind.TEXT),
    ],
)
def test_kinds_stay_apart(raw: object, kind: CountKind) -> None:
    """NUM-03"""
    count = parse_count(raw)
    assert (count.kind, count.value) == (kind, None)


def test_shown_is_what_stood_in_the_cell() -> None:
    """NUM-03"""
    assert parse_count("  ๓ ครั้ง").shown == "  ๓ ครั้ง"
    assert parse_count(12.0).shown == "12"
    assert parse_count(0.45).shown == "0.45"
    assert parse_count(date(2021, 3, 2)).shown == "2/3/2021"


def test_no_cell_value() -> None:
    """NUM-03: our own mistake is an exception."""
    with pytest.raises(TypeError):
        parse_count([3])


@given(COUNTS, st.sampled_from(sorted(UNIT_WORDS)))
def test_every_way_to_write_a_number(value: int, unit: str) -> None:
    """NUM-01"""
    plain = str(value)
    grouped = f"{value:,}"
    for text in (
        plain,
        grouped,
        to_thai_digits(plain),
        f"{plain} {unit}",
        f"จำนวน{grouped}{unit}/ปี",
    ):
        assert parse_count(text).value == value
    assert parse_count(float(value)).value == value


@given(st.text(alphabet="0123456789๐๑๙.,-/ %+_eคนปีครั้งจำนวน\u00a0", max_size=12))
def test_a_number_read_is_the_digits_typed(text: str) -> None:
    """NUM-02: digits are never joined, dropped or reordered, but decimals that are zero."""
    count = parse_count(text)
    if count.value is None:
        return
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    if Repair.ZERO_DECIMALS in count.repairs:
        digits = "".join(str(int(char)) for char in text.partition(".")[0] if char.isdecimal())
    assert int(digits) == count.value


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.dates() | st.none())
def test_only_numbers_have_values(raw: object) -> None:
    """NUM-03: nothing a cell holds raises."""
    count = parse_count(raw)
    assert (count.value is not None) == (count.kind is CountKind.NUMBER)
    assert count.value is None or 0 <= count.value <= LARGEST_COUNT


@pytest.mark.parametrize(
    ("raw", "value", "repairs"),
    [
        ("ไม่มีกองทุน", 1, ()),
        (" มี กองทุน\u200b ", 2, ()),
        ("มีกองทุน / ระดมทุนอย่างต่อเนื่อง", 3, ()),
        ("1 - ไม่มีกองทุน", 1, ()),
        ("๒. มีกองทุน", 2, ()),
        ("3) มีกองทุน/ระดมทุนอย่างต่อเนื่อง", 3, ()),
    ],
)
def test_choice(raw: object, value: int, repairs: tuple[Repair, ...]) -> None:
    """NUM-04"""
    choice = parse_choice(raw, OPTIONS)
    assert (choice.kind, choice.value, choice.repairs) == (ChoiceKind.CHOSEN, value, repairs)


@pytest.mark.parametrize(
    ("raw", "value", "repairs"),
    [
        (2, 2, (Repair.BARE_NUMBER,)),
        (3.0, 3, (Repair.BARE_NUMBER,)),
        ("2", 2, (Repair.BARE_NUMBER,)),
        ("๒", 2, (Repair.THAI_DIGITS, Repair.BARE_NUMBER)),
    ],
)
def test_choice_by_number(raw: object, value: int, repairs: tuple[Repair, ...]) -> None:
    """NUM-04: only where the options speak of nothing that is counted."""
    choice = parse_choice(raw, STATES)
    assert (choice.kind, choice.value, choice.repairs) == (ChoiceKind.CHOSEN, value, repairs)
    assert parse_choice(raw, OPTIONS).kind is ChoiceKind.TWO_MEANINGS


@pytest.mark.parametrize("raw", [1, 1.0, "1", "๑", " 1 ", "1."])
def test_one_alone_may_mean_there_is_one(raw: object) -> None:
    """NUM-04"""
    for options in (OPTIONS, STATES):
        assert parse_choice(raw, options).kind is ChoiceKind.TWO_MEANINGS


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (44258, CountKind.DATE_LIKE),
        (46054.0, CountKind.DATE_LIKE),
        ("46054", CountKind.DATE_LIKE),
        (242591, CountKind.DATE_LIKE),
        ("4 องค์กร", CountKind.OTHER_UNIT),
        ("4 องค์กร/ปี", CountKind.OTHER_UNIT),
        ("๔ คน", CountKind.OTHER_UNIT),
        ("4 แห่ง", CountKind.NUMBER),
        ("4 โครงการ", CountKind.NUMBER),
        ("4/ปี", CountKind.NUMBER),
    ],
)
def test_meant_for_something_else(raw: object, kind: CountKind) -> None:
    """NUM-03: days of our time, and units of other rows."""
    others = {"คน", "องค์กร/ปี", "โครงการ", "ครั้ง/ปี"}
    assert parse_count(raw, ("โครงการ/ปี",), others).kind is kind


def test_nearly_whole_is_shown_as_it_is() -> None:
    """NUM-03: 2.9999999999999996 is not shown as the 3 it is not."""
    count = parse_count(2.9999999999999996)
    assert (count.kind, count.shown) == (CountKind.FRACTION, "2.9999999999999996")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (None, ChoiceKind.BLANK),
        ("  ", ChoiceKind.BLANK),
        ("1 - มีกองทุน", ChoiceKind.CONTRADICTION),
        ("2 - ไม่มีกองทุน", ChoiceKind.CONTRADICTION),
        ("มี", ChoiceKind.NOT_LISTED),
        ("-", ChoiceKind.NOT_LISTED),
        (0, ChoiceKind.NOT_LISTED),
        (4, ChoiceKind.NOT_LISTED),
        (1.5, ChoiceKind.NOT_LISTED),
        (-1, ChoiceKind.NOT_LISTED),
        (True, ChoiceKind.NOT_LISTED),
        ("1-2", ChoiceKind.NOT_LISTED),
        ("1 หรือ 2", ChoiceKind.NOT_LISTED),
        ("12", ChoiceKind.NOT_LISTED),
        ("2 - มีกองทุนบ้าง", ChoiceKind.NOT_LISTED),
        (date(2021, 2, 1), ChoiceKind.NOT_LISTED),
        ("#REF!", ChoiceKind.ERROR_VALUE),
    ],
)
def test_no_choice(raw: object, kind: ChoiceKind) -> None:
    """NUM-04"""
    choice = parse_choice(raw, OPTIONS)
    assert (choice.kind, choice.value) == (kind, None)


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        *(
            (raw, YesNoKind.ANSWERED, True)
            for raw in ("มี", " ใช่ ", "แล้ว", "ผ่าน", "✓", "✔\ufe0f", "/", True)
        ),
        *(
            (raw, YesNoKind.ANSWERED, False)
            for raw in ("ไม่มี", "ไม่ ใช่", "ยัง", "ไม่ผ่าน", "✗", "No", False)
        ),
        *((raw, YesNoKind.UNCLEAR, None) for raw in ("x", "☒", "-", 1, 0.0, "มี/ไม่มี", "อาจจะ")),
        *((raw, YesNoKind.BLANK, None) for raw in (None, "", " \u00a0")),
        ("#N/A", YesNoKind.ERROR_VALUE, None),
    ],
)
def test_yes_or_no(raw: object, kind: YesNoKind, value: bool | None) -> None:
    """NUM-05"""
    answer = parse_yes_no(raw)
    assert (answer.kind, answer.value) == (kind, value)
