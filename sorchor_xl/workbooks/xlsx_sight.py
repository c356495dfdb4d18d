"""What of an .xlsx' sheet nobody sees, or may not see: hidden columns, and rules that strike.

Rules of conditional formats are not worked out. Where one may strike a cell through, or paint it in
the colour of its ground, whether it does is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from sorchor_xl.ooxml.references import parse_a1
from sorchor_xl.workbooks.sheet_traits import Merge
from sorchor_xl.workbooks.xlsx_shape import COLUMN_LIMIT

_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ENDS: Final = re.compile(rb"""\s(min|max)=["'](\d{1,5})["']""")
_HIDDEN: Final = re.compile(rb"""\s(?:hidden=["'](?:1|true)["']|width=["']0?(?:\.\d+)?["'])""")
_HIDDEN_ROW: Final = re.compile(rb"""\s(?:hidden=["'](?:1|true)["']|ht=["'][0-2]?(?:\.\d+)?["'])""")
_RULE: Final = b"conditionalFormatting"
_PREFIX: Final = 40
"""Bytes in front of the name of an element, at most: “<” and the mark of its namespace."""
_RULES: Final = re.compile(
    rb"""<(?:\w+:)?conditionalFormatting\b([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>""",
    re.DOTALL,
)
_PLACES: Final = re.compile(rb"""sqref=["']([^"']*)["']|<xm:sqref>([^<]*)</xm:sqref>""")
_STYLE: Final = re.compile(rb"""\sdxfId=["'](\d{1,6})["']""")
_OWN_STRIKE: Final = re.compile(
    rb"""<(?:\w+:)?strike(?!\s+val=["'](?:0|false))[\s/>]|\sshowValue=["'](?:0|false)["']"""
)
"""A style of the rule's own that strikes, or a bar or an icon in place of the number."""
_OWN: Final = (b"strike", b"showValue")


def hidden_columns(xml: bytes) -> frozenset[int]:
    """0-based columns of a sheet that are hidden, or narrower than a letter."""
    return _hidden_in(xml[: max(xml.find(b"<sheetData"), 0)])


@lru_cache(maxsize=64)
def _hidden_in(head: bytes) -> frozenset[int]:
    """As above, of what stands before the cells; the forms of a workbook have it in common."""
    found: set[int] = set()
    for said in _COLUMN.findall(head):
        ends = {name: int(number) for name, number in _ENDS.findall(b" " + said)}
        if _HIDDEN.search(b" " + said) and ends.keys() == {b"min", b"max"}:
            found |= {*range(ends[b"min"] - 1, min(ends[b"max"], COLUMN_LIMIT))}
    return frozenset(found)


def is_row_hidden(row: bytes) -> bool:
    """Whether a row is hidden, or too low to be seen; ``row`` begins with its attributes."""
    return _is_hidden(row[row.find(b'"') : row.find(b">")])


@lru_cache(maxsize=1024)
def _is_hidden(attributes: bytes) -> bool:
    return _HIDDEN_ROW.search(attributes) is not None


def ranges_in_doubt(xml: bytes, striking: frozenset[int]) -> tuple[Merge, ...]:
    """Where rules stand that may strike through or hide: by one of these styles or their own."""
    first = xml.find(_RULE, max(xml.rfind(b"</sheetData>"), 0))
    rules = xml[first - _PREFIX : xml.rfind(_RULE) + len(_RULE) + 1] if first >= 0 else b""
    own = any(word in rules for word in _OWN)
    return tuple(_ranges(rules, striking)) if striking or own else ()


def _ranges(rules: bytes, striking: frozenset[int]) -> Iterator[Merge]:
    for match in _RULES.finditer(rules):
        styles = {int(number) for number in _STYLE.findall(match[2])}
        if not styles & striking and _OWN_STRIKE.search(match[2]) is None:
            continue
        for stated in _PLACES.findall(match[1] + match[2]):
            yield from _areas((stated[0] or stated[1]).decode("ascii", "replace"))


def _areas(stated: str) -> Iterator[Merge]:
    for area in stated.split():
        first, _, last = area.replace("$", "").partition(":")
        try:
            yield Merge(*parse_a1(first), *parse_a1(last or first))
        except ValueError:
            continue
