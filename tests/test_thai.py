"""Thai text.

THAI-01 What looks the same normalises to the same text; what differs in substance stays different.
THAI-02 Normalising is idempotent, never splits สระอำ, and leaves correct Thai alone.
THAI-03 A comparison key ignores spaces and case.
THAI-04 Output holds nothing that a workbook, a CSV file or a terminal cannot take.
THAI-05 A quotation in a message is short, whole letters only, and says that it was cut.
THAI-06 Width counts base letters; a row estimate never has fewer lines than the letters need, and
        says how far a line reaches up and down.
THAI-07 Lists read as Thai lists.
"""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.domain.thai import text as thai

AM = "\u0e33"
THAI_LETTERS = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B, exclude_categories=("Cn",))
THAI_TEXT = st.text(THAI_LETTERS, max_size=30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("น\u0e4dา", "น" + AM),
        ("น\u0e49\u0e4dา", "น\u0e49" + AM),
        ("น\u0e4d\u0e49า", "น\u0e49" + AM),
        ("น" + AM + "\u0e49", "น\u0e49" + AM),
        ("เเม่", "แม่"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ป\u0e48\u0e39", "ป\u0e39\u0e48"),
        ("ห้วย\u200bราช", "ห้วยราช"),
        ("\ufeffกระ\u00adสัง\u200d", "กระสัง"),
        ("ตำบล\u00a0กระสัง", "ตำบล กระสัง"),
        ("  ก \t\n ข  ", "ก ข"),
        ("๔๕", "45"),
        ("４５％", "45%"),
        ("2–3", "2-3"),
        ("2\u22123", "2-3"),
        ("", ""),
    ],
)
def test_same_look_same_text(typed: str, meant: str) -> None:
    """THAI-01"""
    assert thai.normalise(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [("ห้วยราช", "ห้วยราชา"), ("ทุ่งปี้", "ทุ่งปี๊"), ("ศิล", "ศีล"), ("½", "1/2"), ("²", "2")],
)
def test_different_text_stays_different(one: str, other: str) -> None:
    """THAI-01"""
    assert thai.normalise(one) != thai.normalise(other)


@given(st.text() | THAI_TEXT)
def test_normalise_is_idempotent(text: str) -> None:
    """THAI-02"""
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


def test_sara_am_is_kept_whole() -> None:
    """THAI-02: NFKC would make two characters of it."""
    assert thai.normalise("สำนักงาน") == "สำนักงาน"
    assert AM in thai.normalise("น้ำ")


@given(st.text(max_size=30) | THAI_TEXT)
def test_normalise_sees_at_once_what_needs_no_mending(text: str) -> None:
    """THAI-01: an invisible letter has it take the long way, to the same end."""
    assert thai.normalise(text) == thai.normalise(text + "\u200b")


@given(THAI_TEXT)
def test_fold_is_idempotent_and_blind_to_spaces(text: str) -> None:
    """THAI-03"""
    key = thai.fold(text)
    assert thai.fold(key) == key
    assert thai.fold(" " + " ".join(key) + "\u00a0") == key


def test_fold_ignores_case() -> None:
    """THAI-03"""
    assert thai.fold("N / A") == thai.fold("n/a") == "n/a"


@given(st.text(st.characters(), max_size=60), st.integers(1, 40))
def test_output_is_clean_and_within_the_limit(text: str, limit: int) -> None:
    """THAI-04"""
    clean = thai.clean_for_output(text, limit)
    assert len(clean.encode("utf-16-le")) <= 2 * limit
    for char in clean:
        assert unicodedata.category(char) != "Cs"
        assert char in "\n\t" or unicodedata.category(char) != "Cc"


def test_output_drops_bidi_controls_and_keeps_lines() -> None:
    """THAI-04"""
    assert thai.clean_for_output("ก\u202eข\x00\r\nค\tง\ud800") == "กข\nค\tง"


def test_output_is_cut_as_excel_counts() -> None:
    """THAI-04: a character outside the basic plane counts twice."""
    assert thai.clean_for_output("😀" * 20_000) == "😀" * 16_383
    assert thai.clean_for_output("ก" * 40_000) == "ก" * 32_767


@pytest.mark.parametrize("text", ["=1+1", "+66", "-5", "@a", "\tก", "\rก"])
def test_csv_prefix(text: str) -> None:
    """THAI-04"""
    assert thai.csv_safe(text) == "'" + text


def test_csv_leaves_ordinary_text() -> None:
    """THAI-04"""
    assert thai.csv_safe("กระสัง = 1") == "กระสัง = 1"


@given(st.text(max_size=80) | THAI_TEXT, st.integers(2, 40))
def test_quotation_is_short(text: str, limit: int) -> None:
    """THAI-05"""
    assert thai.width(thai.quote_short(text, limit)) <= limit


def test_quotation_says_that_it_was_cut() -> None:
    """THAI-05"""
    assert thai.quote_short("น้ำใจ\nดี") == "น้ำใจ ดี"
    assert thai.quote_short("ที่ปู่นี่ดีมาก", 4) == "ที่ปู่นี่…"
    assert thai.quote_short("ก" * 500).endswith("…")


@pytest.mark.parametrize(
    ("text", "columns"), [("น้ำปู่ที่", 4), ("", 0), ("กระสัง", 5), ("A1", 2), ("中", 2), ("ก\u200bข", 2)]
)
def test_width_counts_base_letters(text: str, columns: int) -> None:
    """THAI-06"""
    assert thai.width(text) == columns


@given(THAI_TEXT)
def test_width_of_a_letter_never_exceeds_its_characters(text: str) -> None:
    """THAI-06"""
    assert 0 <= thai.width(thai.normalise(text)) <= len(thai.normalise(text))


@given(THAI_TEXT | st.text(max_size=60), st.integers(3, 60))
def test_lines_hold_all_letters(text: str, columns: int) -> None:
    """THAI-06"""
    visible = thai.width("".join(text.split()))
    assert thai.lines_needed(text, columns) >= max(1, math.ceil(visible / columns))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 10, 1),
        ("กระสัง", 10, 1),
        ("ก\nข\n", 10, 3),
        ("ก" * 38, 22.5, 2),
        ("ก" * 39, 22.5, 3),
        ("one two", 5, 2),
        ("w" * 30, 12.5, 3),
        ("w" * 31, 12.5, 4),
    ],
)
def test_lines_needed(text: str, columns: float, lines: int) -> None:
    """THAI-06: at 22.5 columns 19 are used, at 12.5 columns 10."""
    assert thai.lines_needed(text, columns) == lines


@pytest.mark.parametrize(
    ("items", "limit", "shown"),
    [
        ([], 3, ""),
        (["ก"], 3, "ก"),
        (["ก", "ข"], 3, "ก และข"),
        (["ก", "ข", "ค"], None, "ก, ข และค"),
        (["ศอช.ต.", "ก.บ.ต."], 3, "ศอช.ต. และ ก.บ.ต."),
        (["7", "16"], 3, "7 และ 16"),
        (["ก", "ข", "ค", "ง", "จ"], 2, "ก, ข และอีก 3 ตำบล"),
        (["ก", "ข", "ค"], 2, "ก, ข และค"),
        (["ก"] * 1202, 2, "ก, ก และอีก 1,200 ตำบล"),
    ],
)
def test_lists(items: list[str], limit: int | None, shown: str) -> None:
    """THAI-07"""
    assert thai.join_list(items, limit, "ตำบล") == shown


def test_thai_digits_round_trip() -> None:
    """THAI-01"""
    assert thai.to_thai_digits("2564") == "๒๕๖๔"
    assert thai.normalise(thai.to_thai_digits("0123456789")) == "0123456789"


@pytest.mark.parametrize(
    ("text", "stacked", "below"),
    [
        ("ผู้ที่", True, True),
        ("น้ำขุ่น", True, True),
        ("ญาติพี่น้อง", True, True),
        ("คูเมือง", False, True),
        ("ทั้งจังหวัด", True, False),
        ("โพธิ์", True, False),
        ("23", False, False),
        ("", False, False),
    ],
)
def test_how_far_a_line_reaches(text: str, stacked: bool, below: bool) -> None:
    """THAI-06"""
    assert thai.has_stacked_marks(text) is stacked
    assert thai.reaches_below(text) is below
