"""Thai text: the one normaliser, comparison keys, safe output, and widths as a reader sees them.

Two cells that look the same must compare the same, whatever keyboard, telephone or converter
typed them. Nothing here decides what a text means. NFKC is never used: it splits สระอำ in two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Final

from sorchor_xl.domain.sentence_error import Said

STRUCK_MARK: Final = "\ue5ff"
"""Put by the reader of a workbook into a text that is struck through in part; never shown."""

EXCEL_TEXT_LIMIT: Final = 32_767
"""Longest text of a cell, in UTF-16 units, as Excel counts."""

_THAI_DIGITS: Final = "๐๑๒๓๔๕๖๗๘๙"
_BIDI: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE: Final = (
    0x00AD,
    0x200B,
    0x200C,
    0x200D,
    0x2060,
    0xFE0E,
    0xFE0F,
    0xFEFF,
    ord(STRUCK_MARK),
    *_BIDI,
)
_DASHES: Final = (*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D)
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT: Final = 0xFEE0

_FOLDED: Final[dict[int, str | None]] = {
    **{code: chr(code - _FULL_WIDTH_SHIFT) for code in _FULL_WIDTH},
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_INVISIBLE, None),
    **{ord(digit): str(number) for number, digit in enumerate(_THAI_DIGITS)},
}
_TO_FOLD: Final = re.compile(f"[{''.join(map(re.escape, map(chr, _FOLDED)))}]")
_TO_THAI_DIGITS: Final = {ord(str(number)): digit for number, digit in enumerate(_THAI_DIGITS)}

_MARKS: Final = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONES: Final = "\u0e48-\u0e4c"
_LEADING_VOWELS: Final = "\u0e40-\u0e44"
_TRAILING: Final = "\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46"

_MARK_RUN: Final = re.compile(f"[{_MARKS}]{{2,}}")
_TONE: Final = re.compile(f"[{_TONES}]")
_NIKHAHIT_AA: Final = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
_AM_TONE: Final = re.compile(f"\u0e33([{_TONES}]+)")
_DOUBLE_E: Final = "\u0e40\u0e40"
_AE: Final = "\u0e41"

_UNTIDY: Final = re.compile(
    f"{_TO_FOLD.pattern}|[{_TONES}][{_MARKS}]|{_DOUBLE_E}|\u0e4d[{_TONES}]*\u0e32|\u0e33[{_TONES}]"
)
"""What `normalise` mends; most texts have nothing of it."""

_WORD: Final = re.compile(r"[\u0e01-\u0e44][^\s.]*(?:\s|$)")
"""A Thai word in full, which stands close to a joint: "และหัวฝาย", but "และ ก.บ.ต." and "และ 23"."""
_NOT_WRITABLE: Final = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{''.join(map(chr, _BIDI))}]"
)
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")

_THAI_CLUSTER: Final = (
    f"[{_LEADING_VOWELS}]?[\u0e01-\u0e2e][{_MARKS}]*[{_TRAILING}{_MARKS}]*"
    f"|[\u0e2f-\u0e5b][{_MARKS}]*"
)
_CLUSTER: Final = re.compile(f"{_THAI_CLUSTER}|.[\u0300-\u036f]*", re.DOTALL)
_WRAP_PIECE: Final = re.compile(f"[ \t]+|{_THAI_CLUSTER}|[^ \t\u0e00-\u0e7f]+")
_NO_COLUMN: Final = frozenset({"Mn", "Me", "Cf", "Cc", "Cs"})
_TWO_COLUMNS: Final = frozenset({"W", "F"})
_STACKED: Final = re.compile(f"[\u0e31\u0e34-\u0e37\u0e47\u0e4d][{_TONES}]|[\u0e48-\u0e4b]\u0e33")
_BELOW: Final = re.compile("[\u0e0d-\u0e10\u0e24\u0e26\u0e38-\u0e3a]")
_WRAP_LOSS: Final = 0.2
"""Share of a line lost because programs break Thai between words, and we between letters."""
_WRAP_LOSS_MOST: Final = 3.5
"""Most columns lost so on one line: half a long word."""


def normalise(text: str) -> str:
    """Return the text as it was meant: one spelling of what looks the same, on one line.

    NFC; invisible characters dropped; full-width forms, dashes and Thai digits as ASCII; the
    letters สระอำ, สระแอ and tone marks repaired where they were typed in pieces or out of
    order; any run of white space is one space, none at the ends. Idempotent. For comparing and
    parsing only: people are shown what they wrote.
    """
    return _normalised_once(text) if len(text) <= _OFTEN_SEEN else _normalised(text)


def _normalised(text: str) -> str:
    if text.isascii() or (_UNTIDY.search(text) is None and unicodedata.is_normalized("NFC", text)):
        return " ".join(text.split())
    plain = text.translate(_FOLDED) if _TO_FOLD.search(text) else text
    folded = unicodedata.normalize("NFC", plain)
    ordered = _MARK_RUN.sub(_put_tones_last, folded)
    whole = _AM_TONE.sub("\\1\u0e33", _NIKHAHIT_AA.sub("\\1\u0e33", ordered))
    return " ".join(unicodedata.normalize("NFC", whole.replace(_DOUBLE_E, _AE)).split())


_OFTEN_SEEN: Final = 200
"""Texts up to this length are labels and answers, which every form repeats."""
_normalised_once: Final = lru_cache(maxsize=8192)(_normalised)


def unbroken(text: str) -> str:
    """A text whose ฯ and ๆ stay on the line of the word they belong to."""
    return text.replace(" ฯ", "\u00a0ฯ").replace(" ๆ", "\u00a0ๆ")


def fold(text: str) -> str:
    """Return the key that names and headings are compared by: normalised, caseless, no spaces."""
    return _folded_once(text) if len(text) <= _OFTEN_SEEN else _folded(text)


def _folded(text: str) -> str:
    return normalise("".join(text.split()).casefold()).replace(" ", "")


_folded_once: Final = lru_cache(maxsize=8192)(_folded)


def clean_for_output(text: str, limit: int = EXCEL_TEXT_LIMIT) -> str:
    """Return the text without what a file or a terminal must not get, cut at ``limit``.

    Control characters (but line feed and tab), lone surrogates and bidi controls are dropped.
    ``limit`` is in UTF-16 units, as Excel counts; a letter is never cut from its marks.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _NOT_WRITABLE.sub("", lines)
    short = 2 * len(clean) <= limit
    return clean if short or _utf16_length(clean) <= limit else _cut(clean, limit)


def text_clusters(text: str) -> list[str]:
    """The letters of a text, each with its vowels and tone marks: it may be cut between them."""
    return _CLUSTER.findall(text)


def quote_short(text: str, limit: int = 30) -> str:
    """Return the text on one line and at most ``limit`` columns wide, for quoting in a message.

    What is longer is cut with "…", so that names and telephone numbers do not travel whole.
    """
    line = " ".join(clean_for_output(text, 4 * limit).split())
    complete = len(text) <= 4 * limit
    if complete and width(line) <= limit:
        return line
    kept: list[str] = []
    room = limit - 1
    for cluster in _CLUSTER.findall(line):
        room -= width(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + "…"


def csv_safe(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula when it opens a CSV file."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def width(text: str) -> int:
    """Return the columns the text takes: base letters only, marks above and below take none."""
    return sum(_columns_of(char) for char in text)


def has_stacked_marks(text: str) -> bool:
    """Whether a mark stands over another: ที่, ทั้ง, น้ำ."""
    return _STACKED.search(text) is not None


def reaches_below(text: str) -> bool:
    """Whether something stands below the line: ปู, and the feet of ญ ฎ ฏ ฐ."""
    return _BELOW.search(text) is not None


def lines_needed(text: str, columns: float) -> int:
    """Return how many lines the text needs in a cell ``columns`` wide; at least 1.

    ``columns`` counts letters of average width in the font used. Thai may break between any two
    letters, other scripts at spaces; the loss of breaking between words is allowed for. Rather
    one line too many than too few, because a row too low hides words.
    """
    usable = max(1.0, columns - min(_WRAP_LOSS_MOST, columns * _WRAP_LOSS))
    return sum(_lines_of(line, usable) for line in text.split("\n"))


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text in so many columns: broken at spaces, a longer word between letters."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= columns:
            line = joined
            continue
        lines += [line] if line else []
        line = ""
        for cluster in text_clusters(word):
            if width(line + cluster) > columns:
                lines.append(line)
                line = ""
            line += cluster
    return [*lines, line]


def to_thai_digits(text: str) -> str:
    """Return the text with 0–9 as ๐–๙."""
    return text.translate(_TO_THAI_DIGITS)


def join_list(items: Sequence[str], limit: int | None = None, unit: str = "รายการ") -> Said:
    """Return "ก, ข และค", or beyond ``limit`` items "ก, ข และอีก 3 ตำบล" (``unit``); "" for none.

    A single item beyond it is named: "และอีก 1 ตำบล" would take its place and say less.
    The English twin joins the twins of the items: "a, b and c", "a, b and 3 more".
    """
    if limit is not None and len(items) > limit + 1:
        more = len(items) - limit
        rest = Said(f" และอีก {more:,} {unit}", f" and {more:,} more")
        return Said.joined("", (Said.joined(", ", items[:limit]), rest))
    if len(items) <= 1:
        return Said.joined("", items)
    last = items[-1]
    joint = Said(" และ" if _WORD.match(last) else " และ ", " and ")
    return Said.joined("", (Said.joined(", ", items[:-1]), joint, last))


def _put_tones_last(run: re.Match[str]) -> str:
    """Vowels and other marks of one letter before its tones; their own order is kept."""
    marks = run.group()
    return _TONE.sub("", marks) + "".join(_TONE.findall(marks))


def _utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str, limit: int) -> str:
    """Cut between clusters; a single cluster longer than the limit is cut inside."""
    kept: list[str] = []
    room = limit
    for cluster in _CLUSTER.findall(text):
        room -= _utf16_length(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept) or text[: limit // 2]


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in _NO_COLUMN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _TWO_COLUMNS else 1


def _lines_of(line: str, usable: float) -> int:
    lines = 1
    used = 0.0
    for piece in _WRAP_PIECE.findall(line):
        wide = width(piece)
        if used + wide <= usable:
            used += wide
        elif piece.isspace():
            used = usable
        else:
            lines += ceil(wide / usable) - (used == 0)
            used = wide - (ceil(wide / usable) - 1) * usable
    return lines
