"""What a number format makes a sheet show: a text other than the value that is stored and counted.

`"3"` shows 3 whatever is stored, `0,` a thousandth, `0"%"` a share, `;;;` nothing. Codes are those
of Excel, which every format but .ods stores; there the text itself stands beside the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<space>_.)|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|t(?=[0#?])|(?P<general>general|standard)|(?P<digit>[0#?])|(?P<mark>[.,;@/])|(?P<power>E[+-])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
WHITE_NAME: Final = r"(?:white|colou?r *2)"
"""How a number format calls white."""
_WHITE: Final = re.compile(WHITE_NAME, re.IGNORECASE)
_TEXT_SECTION: Final = 3
_SAMPLES: Final = (0, 1, 2, 10, 75, 1234, "ก")
_THOUSAND: Final = 1000
_MOST: Final = 10**12
_LONGEST: Final = 255


class _Piece(NamedTuple):
    """One piece of a section: its kind, and what it shows or says."""

    kind: str
    text: str


Section = Sequence[_Piece]


def shown_by(code: str, value: float | str) -> str | None:
    """What a cell with this code shows of a value; None where that is not worked out.

    Fractions and powers of ten are not: of a whole number they show the number. A share in percent
    is a class of its own (`number_formats`).
    """
    sections = _sections(code)
    if isinstance(value, str):
        return _text_shown(sections, value)
    if not abs(value) < _MOST:
        return None
    number = Decimal(repr(value))
    section, signed = _section_for(sections, number)
    kinds = {piece.kind for piece in section}
    if "white" in kinds:
        return ""
    if kinds & {"power", "fraction"}:
        return None
    if "text" in kinds:
        return f"{number.normalize():f}"
    shown = _filled(section, abs(number) if signed else number)
    return f"-{shown}" if signed and number < 0 and _has_number(section) else shown


@lru_cache(maxsize=512)
def odd_code(code: str) -> str:
    """The code itself where it may show another text than the value; "" where it never does."""
    if len(code) > _LONGEST:
        return code
    asked = any(piece.kind == "condition" for section in _sections(code) for piece in section)
    same = all(shown_by(code, value) in (None, *_plain(value)) for value in _SAMPLES)
    return "" if same and not asked else code


def _plain(value: float | str) -> Sequence[str]:
    """How a value is shown where nothing is made of it, with and without a comma."""
    return (value,) if isinstance(value, str) else (f"{value}", f"{value:,}", f"{value:.2f}")


@lru_cache(maxsize=512)
def _sections(code: str) -> Sequence[Section]:
    sections: list[list[_Piece]] = [[]]
    for piece in _pieces(code[:_LONGEST]):
        if piece.kind == "end":
            sections.append([])
        else:
            sections[-1].append(piece)
    return sections


def _pieces(code: str) -> Iterator[_Piece]:
    for match in _TOKEN.finditer(code):
        kind, said = match.lastgroup or "", match[match.lastgroup or 0]
        if kind in {"quoted", "escaped", "other"}:
            yield _Piece("literal", said)
        elif kind == "space":
            yield _Piece("literal", " ")
        elif kind == "bracket" and _CONDITION.fullmatch(said.strip()):
            yield _Piece("condition", said.strip())
        elif kind == "bracket" and _WHITE.fullmatch(said.strip()):
            yield _Piece("white", "")
        elif kind == "bracket" and said.startswith("$"):
            yield _Piece("literal", said[1:].partition("-")[0])
        elif kind == "mark":
            yield _Piece({";": "end", "@": "text", "/": "fraction"}.get(said, said), said)
        elif kind in {"general", "digit", "power"}:
            yield _Piece(kind, said)


def _section_for(sections: Sequence[Section], number: Decimal) -> tuple[Section, bool]:
    """The section that shows a number, and whether a sign is still to be set before it."""
    numeric = sections[:_TEXT_SECTION]
    for section in numeric:
        condition = next((p.text for p in section if p.kind == "condition"), "")
        if condition and _holds(condition, number):
            return section, True
    if any(p.kind == "condition" for section in numeric for p in section):
        rest = [s for s in numeric if not any(p.kind == "condition" for p in s)]
        return (rest[0] if rest else ()), True
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) == _TEXT_SECTION:
        return numeric[2], False
    return numeric[0], True


def _holds(condition: str, number: Decimal) -> bool:
    match = _CONDITION.fullmatch(condition)
    if match is None:
        return False
    limit = Decimal(match[2])
    return {
        "<": number < limit,
        ">": number > limit,
        "=": number == limit,
        "<=": number <= limit,
        ">=": number >= limit,
        "<>": number != limit,
    }[match[1]]


def _has_number(section: Section) -> bool:
    return any(piece.kind in {"digit", "general"} for piece in section)


def _text_shown(sections: Sequence[Section], value: str) -> str:
    """A text goes through the fourth section, or through the only one where it asks for texts."""
    if len(sections) > _TEXT_SECTION:
        section = sections[_TEXT_SECTION]
    elif any(piece.kind == "text" for piece in sections[-1]):
        section = sections[-1]
    else:
        return value
    return "".join(value if p.kind == "text" else p.text * (p.kind == "literal") for p in section)


def _filled(section: Section, number: Decimal) -> str:
    """The section with the digits of a number where it asks for them."""
    places = [n for n, piece in enumerate(section) if piece.kind == "digit"]
    point = next((n for n, piece in enumerate(section) if piece.kind == "."), len(section))
    whole, behind = [n for n in places if n < point], [n for n in places if n > point]
    last = max(places, default=-1)
    scale = sum(1 for piece in section[last + 1 :] if piece.kind == ",") if places else 0
    if whole and point < len(section):
        scale += sum(1 for piece in section[whole[-1] + 1 : point] if piece.kind == ",")
    scaled = (number / Decimal(_THOUSAND) ** scale).quantize(
        Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP
    )
    before, _, after = f"{scaled:f}".partition(".")
    digits = {**_whole_digits(before, whole, section), **_digits_behind(after, behind, section)}
    return "".join(_shown_of(n, piece, digits, number) for n, piece in enumerate(section))


def _whole_digits(before: str, places: Sequence[int], section: Section) -> dict[int, str]:
    """Place → digits before the point, the first of the places with all that are left."""
    found, left = {}, "" if before.lstrip("-") == "0" else before
    for number in reversed(places):
        if number == places[0]:
            taken, left = left, ""
        else:
            taken, left = left[-1:], left[:-1]
        found[number] = taken or ("0" if section[number].text == "0" else "")
    return found


def _digits_behind(after: str, places: Sequence[int], section: Section) -> dict[int, str]:
    """Place → digit behind the point; zeros at the end only where they are asked for."""
    found = dict(zip(places, after, strict=False))
    for number in reversed(places):
        if section[number].text == "0" or found.get(number, "0") != "0":
            break
        found[number] = ""
    return found


def _shown_of(place: int, piece: _Piece, digits: dict[int, str], number: Decimal) -> str:
    if piece.kind == "digit":
        return digits.get(place, "")
    if piece.kind == "general":
        return f"{number.normalize():f}"
    return piece.text if piece.kind in {"literal", "."} else ""
