"""Names of files and sheets that every program and mail gateway can live with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sorchor_xl.domain.round.records import Amphoe, Tambon
from sorchor_xl.domain.thai.text import clean_for_output, normalise

SHEET_LIMIT: Final = 31
_THAI_LIMIT: Final = 60
_NOT_IN_SHEET: Final = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_FILE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_COMBINING: Final = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def workbook_name(amphoe: Amphoe, year: int) -> str:
    """File name of a district workbook: "3101_เมืองบุรีรัมย์_2564.xlsx"."""
    name = _NOT_IN_FILE.sub(" ", normalise(clean_for_output(amphoe.name)))
    name = _cut(" ".join(name.split()), _THAI_LIMIT).strip(" .")
    return f"{amphoe.code}_{name}_{year}.xlsx"


def sheet_names(tambons: Sequence[Tambon], taken: Sequence[str]) -> tuple[str, ...]:
    """Sheet names "ต.<ชื่อ>", at most 31 characters, none twice and none of those taken."""
    used = {name.casefold() for name in taken}
    names = []
    for tambon in tambons:
        name = _sheet_name(f"ต.{tambon.name}", SHEET_LIMIT)
        if name.casefold() in used:
            name = f"{_sheet_name(name, SHEET_LIMIT - 7)} {tambon.code}"
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def _sheet_name(text: str, limit: int) -> str:
    plain = " ".join(_NOT_IN_SHEET.sub(" ", clean_for_output(text)).split())
    return _cut(plain, limit).strip(" '")


def _cut(text: str, limit: int) -> str:
    """Cut without parting a letter from its marks."""
    if len(text) <= limit:
        return text
    while limit and _COMBINING.match(text[limit]):
        limit -= 1
    return text[:limit]
