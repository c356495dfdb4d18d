"""Draft the rubric of another year from one there is: dates moved, everything else carried.

Every line that was moved, and what cites last year's letter, ends with a remark asking a person to
confirm it, so that nothing of an old order passes for a new one unseen. Comments are kept.
"""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from typing import Final

from sorchor_xl.domain.thai.text import to_thai_digits

CONFIRM: Final = "# โปรดยืนยัน"
"""The remark on a line that a person must look at."""

_DATE: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_HEAD: Final = re.compile(r"\[+(\w+)")
_LETTER: Final = ("letter", "subject", "annex")
"""What names last year's order, in [source]."""
_ROUND_YEARS: Final = (-5, -1, 0, 1)
"""Years that the readings speak of, counted from the fiscal year: its own, the calendar year it
begins in, the next one, and the year an award five years ago was won (A24)."""


def draft_rubric(old: int, new: int) -> str:
    """The text of a rubric of the fiscal year ``new`` (พ.ศ.), from the packaged one of ``old``."""
    file = resources.files("sorchor_xl") / "data" / "rubrics" / f"{old}.toml"
    return shift_rubric(file.read_text(encoding="utf-8"), old, new)


def shift_rubric(text: str, old: int, new: int) -> str:
    """A rubric text of the year ``old`` as a draft for ``new``."""
    table, lines = "", [f"# ร่างเกณฑ์ปีงบประมาณ พ.ศ. {new} ยกมาจากปี {old} โปรดยืนยันทุกบรรทัดที่ระบุไว้"]
    for line in text.splitlines():
        head = _HEAD.match(line)
        table = head[1] if head else table
        shifted = line if line.startswith("#") else _shifted(line, table, old, new)
        moved = shifted != line or (table == "source" and line.split(" = ")[0] in _LETTER)
        lines.append(f"{shifted}   {CONFIRM}" if moved else shifted)
    return "\n".join(lines).replace(f"พ.ศ. {old}\n", f"พ.ศ. {new}\n", 2) + "\n"


def unconfirmed(text: str) -> tuple[int, ...]:
    """Numbers of the lines that still ask to be confirmed."""
    lines = enumerate(text.splitlines(), start=1)
    return tuple(number for number, line in lines if line.rstrip().endswith(CONFIRM))


def _shifted(line: str, table: str, old: int, new: int) -> str:
    by = new - old
    if not table:
        for before in (f"fiscal_year = {old}", f'id = "cdd-{old}"'):
            if line == before:
                return line.replace(str(old), str(new))
        return line
    if table in {"dates", "source"}:
        line = _DATE.sub(lambda m: _moved(m, by), line)
    if table == "readings":
        return _years_moved(line, old, by)
    return line


def _moved(match: re.Match[str], by: int) -> str:
    """A date some years on; 29 February becomes the 28th where there is none."""
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year + by, month, day).isoformat()
    except ValueError:
        return date(year + by, month, day - 1).isoformat()


def _years_moved(line: str, old: int, by: int) -> str:
    """The years of the round that a sentence names, in either kind of digits, some years on."""
    years = {old + away: old + away + by for away in _ROUND_YEARS}
    moved = {str(a): str(b) for a, b in years.items()}
    moved |= {to_thai_digits(a): to_thai_digits(b) for a, b in tuple(moved.items())}
    return re.sub("|".join(moved), lambda m: moved[m[0]], line)
