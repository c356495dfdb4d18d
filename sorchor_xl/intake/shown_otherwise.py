"""Inputs that show something other than what they hold, by their number format.

The officer saw what was shown. A figure that is not the one stored is an error, for nobody knows
which was meant; words in place of a figure are a warning, and the stored one is used. A unit, a
comma or a dash for none is how offices write a number, and says nothing.
"""

from __future__ import annotations

import re
from typing import Final

from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import normalise
from sorchor_xl.intake.answer_sheet import Input
from sorchor_xl.workbooks.shown_text import shown_by

_OTHER_FIGURE, _OTHER_WORDS, _UNSEEN = "E78", "W76", "E95"
_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SHARE: Final = re.compile(r"\d\s*(?:%|เปอร์เซ็นต์)|ร้อยละ\s*\d")
_TAKEN_BACK: Final = re.compile(r"ยกเลิก|ไม่|โมฆะ|ผิด|แก้|ร่าง|รอ|void|cancel|draft", re.IGNORECASE)
"""Words in the format beside the figure that may take it back."""
_DASHES: Final = frozenset({"-", "–", "—"})


def shown_text(cell: Input) -> str | None:
    """What the sheet shows in place of the value; None where it shows the value."""
    details, raw = cell.details, cell.raw
    if details.shows is not None:
        return details.shows
    if not details.code or isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    return shown_by(details.code, raw)


def say_shown_otherwise(cell: Input) -> bool:
    """Put down that an input shows another text than its value; True where nobody knows which
    was meant, so that the value must not be used."""
    shown = shown_text(cell)
    if shown is None:
        return False
    said, stored = normalise(shown), normalise(show(cell.raw))
    if said == stored or (said in _DASHES and cell.raw == 0) or _number_in(said) == cell.raw:
        return False
    if isinstance(cell.raw, str) and stored in said:
        cell.say(_OTHER_WORDS, shown.strip(), found=stored)
        return False
    if not said and cell.raw != 0:
        cell.say(_UNSEEN, stored)
        return True
    figures = {float(figure.replace(",", "")) for figure in _FIGURE.findall(said)}
    if figures == {_number(cell.raw)} and _SHARE.search(said) is None:
        if _TAKEN_BACK.search(said):
            cell.say(_OTHER_WORDS, shown.strip(), found=stored)
        return False
    other = bool(figures) or isinstance(cell.raw, str)
    cell.say(_OTHER_FIGURE if other else _OTHER_WORDS, shown.strip() or "–", found=stored)
    return other


def _number_in(said: str) -> float | None:
    """The number that is all of a text, also with a power of ten; None where it is another."""
    try:
        return float(said.replace(",", ""))
    except ValueError:
        return None


def _number(raw: object) -> float | None:
    return float(raw) if isinstance(raw, int | float) else None
