"""Inputs whose number format shows another text than the value that is stored."""

from __future__ import annotations

from collections.abc import Sequence

from damage.subject import COUNTS, Promise, Subject, damage, flagged, right, silent
from damage.void_values import styled

FIGURES = ('"9"', '0"5"', '"1"0', '0" จาก 10"', '0.0"%"', "0\\%", '"ร้อยละ "0', '0"0"', '"10 / "0')
SCALED = ("0,", "0,,", '#,##0,"K"', '0,"พัน"', "#,##0,")
WORDS = ('"มี"', '"ครบถ้วน"', '[>0]"ผ่าน";"ไม่ผ่าน"', '"มี";;"ไม่มี"', '[<3]"น้อย";"มาก"')
NO_ZERO = ("#", "#,###", "0;-0;;@", "0;;", "?", '[=0]"";0')
HONEST = (
    '0 "ครั้ง"',
    "#,##0",
    '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-',
    "0.00",
    "00",
    "t0",
    "[Red]0",
    "[$-D000000]0",
    "[$฿-41E]#,##0",
    '"จำนวน "0',
    "# ?/?",
    "0.0E+0",
    '#,##0_);(#,##0);"-"',
)


def _shown_by(subject: Subject, number: int, codes: Sequence[str]) -> None:
    styled(subject, number, "<b/>", code=subject.throw.choice(codes))


@damage
def another_figure_shown(subject: Subject) -> Promise:
    """Digits in the format itself, or a share: the sheet shows another figure than is stored.

    Above 0, for two noughts show no other figure than one.
    """
    _shown_by(subject, subject.any_count(above=0), FIGURES)
    return flagged("E78")


@damage
def shown_in_thousands(subject: Subject) -> Promise:
    """A comma behind the digits: 4 is shown as 0."""
    _shown_by(subject, subject.any_count(above=0), SCALED)
    return flagged("E78")


@damage
def words_shown_for_a_number(subject: Subject) -> Promise:
    """The format has a word only: the number is used, and told."""
    _shown_by(subject, subject.any_count(above=0), WORDS)
    return right("W76")


@damage
def zero_not_shown(subject: Subject) -> Promise:
    """A zero in a format that shows none: an empty cell to whoever looks."""
    said = [n for n in COUNTS if subject.said(n) == 0]
    number = subject.throw.choice(said) if said else 8
    subject.put(number, 0)
    _shown_by(subject, number, NO_ZERO)
    return Promise(notices=frozenset({"W76"}), changed=True)


@damage
def shown_as_offices_do(subject: Subject) -> Promise:
    """Units, commas, dashes for none, Thai digits, brackets: the figure shown is the one stored."""
    for number in COUNTS:
        _shown_by(subject, number, HONEST)
    return silent("E78", "W76", "E95", "E22")
