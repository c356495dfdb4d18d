"""What a date input means, worked out by the sheet itself exactly as the reader works it out.

People type 22/4/64, 22 เม.ย. 2564 or ๒๒/๔/๒๕๖๔, and programs make of it a text or a day in
whatever year. ``typed`` is the text without spaces and with Arabic digits, ``on`` the day meant,
"" for none. Every spelling is looked up in lists on the hidden sheet, written from
`sorchor_xl.domain.thai.dates`: nothing here evaluates a text as a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sorchor_xl.domain.thai.dates import (
    A_MONTH,
    BE_OFFSET,
    BETWEEN,
    DROPPED,
    ERA_FROM,
    MONTHS,
    PLAUSIBLE_YEARS,
    Era,
)

_TWO_NAME, _BETWEEN_NAME, _MONTHS_NAME = "sx_two", "sx_between", "sx_months"
_THAI_CENTURY: Final = 2500
_LAST_CENTURY: Final = 1900
_LAST_SERIAL: Final = 2_958_465
_SHORTEST: Final = 6
_THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
_WILDCARDS: Final = "*?~"
"""Signs that MATCH would take for any letters."""


def date_lists() -> Mapping[str, tuple[str | int, ...]]:
    """Defined name → the list behind it."""
    return {
        _TWO_NAME: tuple(f"{number:02d}" for number in range(100)),
        _BETWEEN_NAME: BETWEEN,
        _MONTHS_NAME: MONTHS,
    }


DATE_HELPERS: Final = ("text", "typed", "day", "middle", "year", "on")
"""Hidden columns beside a date input; on sheets with several, each with the key of its date."""


def date_formulas(value: str, cells: Mapping[str, str]) -> Mapping[str, str]:
    """Helper → formula without "="; ``cells`` gives the A1 of each helper."""
    typed, text = cells["typed"], cells["text"]
    day, middle, year = cells["day"], cells["middle"], cells["year"]
    first = f"IF({_is_digit(f'MID({typed},2,1)')},2,1)"
    last = f"IF({_is_digit(f'MID({typed},LEN({typed})-2,1)')},4,2)"
    first_digits = f'RIGHT("0"&LEFT({typed},{first}),2)'
    century = f"100*{_two(f'MID({typed},LEN({typed})-3,2)')}"
    between = f"MID({typed},1+{first},LEN({typed})-{first}-{last})"
    return {
        "text": f"IF(ISNUMBER({value}),{_stored(value)},{_plain(value)})",
        "typed": _without_extras(text),
        "day": f"IFERROR({_two(first_digits)},0)",
        "middle": f"IFERROR(MATCH({between},{_BETWEEN_NAME},0),0)",
        "year": f"IFERROR(IF({last}=4,{century},{_THAI_CENTURY})+{_two(f'RIGHT({typed},2)')},0)",
        "on": f'IF({day}*{middle}*{year}=0,"",{_agreed(day, middle, year)})',
    }


def _stored(value: str) -> str:
    """A day a program made of what was typed, as text: a year of the last century by two digits.

    Programs take 22/4/64 for 1964.
    """
    year = f"YEAR({value})-IF(YEAR({value})<{PLAUSIBLE_YEARS.start},{_LAST_CENTURY},0)"
    text = f'DAY({value})&"/"&MONTH({value})&"/"&({year})'
    return f'IF(ABS({value})>{_LAST_SERIAL},"",IF({value}<0,"",{text}))'


def _plain(value: str) -> str:
    """The text of an input without spaces, with Arabic digits."""
    text = f'{value}&""'
    for digit, thai in enumerate(_THAI_DIGITS):
        text = f'SUBSTITUTE({text},"{thai}","{digit}")'
    for sign in _WILDCARDS:
        text = f'SUBSTITUTE({text},"{sign}","!")'
    for word in DROPPED:
        text = f'SUBSTITUTE({text},"{word}","")'
    return f'SUBSTITUTE({text},CHAR(160),"")'


def _without_extras(text: str) -> str:
    """The text after วัน…ที่, one that begins with the year turned round; "" for a short one."""
    iso = f"AND(LEN({text})=10,MID({text},5,1)=MID({text},8,1),OR({_marks(text)}))"
    turned = f"MID({text},9,2)&MID({text},5,4)&LEFT({text},4)"
    named = f'MID({text},FIND("ที่",{text}&"ที่")+3,60)'
    whole = f'IF(LEFT({text},3)="วัน",{named},IF({iso},{turned},{text}))'
    return f'IF(LEN({text})<{_SHORTEST},"",{whole})'


def _marks(text: str) -> str:
    return f'MID({text},5,1)="-",MID({text},5,1)="/"'


def _is_digit(char: str) -> str:
    return f'ISNUMBER(FIND({char},"0123456789"))'


def _two(text: str) -> str:
    """Two digits as a number; an error for anything else."""
    return f"(MATCH({text},{_TWO_NAME},0)-1)"


def _agreed(day: str, middle: str, year: str) -> str:
    """The day of three known parts, where the era said is that of the year and the day exists."""
    first, after, be = PLAUSIBLE_YEARS.start, PLAUSIBLE_YEARS.stop, BE_OFFSET
    within = f"MOD({middle}-1,{A_MONTH})"
    own = f"IF({year}<{after},{Era.CE:d},{Era.BE:d})"
    of_be, of_ce = ERA_FROM[Era.BE], ERA_FROM[Era.CE]
    said = f"IF({within}<{of_be},{own},IF({within}<{of_ce},{Era.BE:d},{Era.CE:d}))"
    of_ce_year = f"AND({year}>={first},{year}<{after})"
    known = f"OR({of_ce_year},AND({year}>={first + be},{year}<{after + be}))"
    made = f"DATE({year}-IF({year}<{after},0,{be}),INT(({middle}-1)/{A_MONTH})+1,{day})"
    return f'IF(AND({known},{said}={own}),IF(DAY({made})={day},{made},""),"")'


def echo_formula(on: str) -> str:
    """The day in words, "22 เมษายน 2564"."""
    year = f"(YEAR({on})+{BE_OFFSET})"
    return f'DAY({on})&" "&INDEX({_MONTHS_NAME},MONTH({on}))&" "&{year}'
