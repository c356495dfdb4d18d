"""What number formats make of numbers: percent, date, or neither.

Ids 59–81 are built-in Thai formats which neither openpyxl nor calamine knows; 71–81 are dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from sorchor_xl.workbooks.sheet_traits import NumberClass

_PERCENT_IDS: Final = frozenset({9, 10, 67, 68})
_DATE_IDS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}) | {
    *range(71, 82)
}
_NOT_SHOWN_AS_CODE: Final = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\]|ช+\]|น+\]|ท+\])[^\]]*\]', re.IGNORECASE | re.DOTALL
)
_NOT_SHOWN_AT_ALL: Final = re.compile(r'""|_.|\*.|\[[^\]]*\]|[;\s]', re.DOTALL)
_DATE_CODE: Final = re.compile(r"[ymdhsbวดปชนท]", re.IGNORECASE)
_LONGEST_CODE: Final = 255
"""Excel's limit. No program writes more, and no pattern should wade in it."""

_GENERAL: Final = re.compile(r"general|standard", re.IGNORECASE)


@lru_cache(maxsize=1024)
def classify_code(code: str) -> NumberClass:
    """What a custom format code makes of a number; of its sections the first with a sign counts."""
    bare = _GENERAL.sub("", _NOT_SHOWN_AS_CODE.sub("", code[:_LONGEST_CODE]))
    if ";" in code and not _NOT_SHOWN_AT_ALL.sub("", code[:_LONGEST_CODE]):
        return NumberClass.VOID
    if "%" in bare:
        return NumberClass.PERCENT
    return NumberClass.DATE if _DATE_CODE.search(bare) else NumberClass.PLAIN


def classify(number_format: int, codes: Mapping[int, str]) -> NumberClass:
    """What a format id makes of a number; ``codes`` are the workbook's own formats."""
    if number_format in codes:
        return classify_code(codes[number_format])
    if number_format in _PERCENT_IDS:
        return NumberClass.PERCENT
    return NumberClass.DATE if number_format in _DATE_IDS else NumberClass.PLAIN
