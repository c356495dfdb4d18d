"""Names of archive members and attachments, whatever code page wrote them.

Thai programs write cp874 with or without saying so, and some say UTF-8 and do not mean it. The
reading that shows Thai letters is taken; `แบบ` in cp874 is valid UTF-8 too.
"""

from __future__ import annotations

import re
from typing import Final

from sorchor_xl.domain.thai.text import clean_for_output

_THAI: Final = frozenset(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)))
_SIGNS: Final = frozenset(chr(code) for code in (0xA0, 0xFEFF, *range(0x2000, 0x2070)))
"""Dashes, quotes, marks of direction: what names hold besides letters. In cp874 their bytes would
begin with โ€, which is no word."""
_CODE_PAGES: Final = {
    "windows-874": "cp874",
    "x-windows-874": "cp874",
    "windows874": "cp874",
    "ms874": "cp874",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "tis620": "cp874",
    "us-ascii": "utf-8",
    "unknown-8bit": "utf-8",
}
_NAME_LIMIT: Final = 255
_LATIN_WORD: Final = re.compile(
    "[A-Za-z]+[\u00c0-\u024f][A-Za-z\u00c0-\u024f]*|[\u00c0-\u024f][A-Za-z]{2,}"
)
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")


def decode_name(raw: bytes) -> str:
    """The bytes of a name as text: ASCII, UTF-8 or cp874, whichever shows Thai letters.

    UTF-8 that shows any is meant so: as cp874 its bytes would be a row of เธ and เน. So is a letter
    within a Latin word ("café"); one that stands alone is taken for Thai (é for รฉ, þ for รพ).
    """
    if raw.isascii():
        return raw.decode("ascii")
    text = _try(raw, "utf-8")
    if text is None:
        return _try(raw, "cp874") or _damaged(raw)
    foreign = {char for char in text if not char.isascii()}
    if foreign & _THAI or foreign <= _SIGNS or _in_latin_words(text):
        return text
    old = _try(raw, "cp874")
    return old if old is not None and _thai_share(old) > 0 else text


def _in_latin_words(text: str) -> bool:
    """Whether every letter that is not ASCII is one of Latin, beside an ASCII letter."""
    return not _FOREIGN.search(_LATIN_WORD.sub("", text))


def _damaged(raw: bytes) -> str:
    """Thai in UTF-8 with a byte too few; else the code page of the first zip programs."""
    text = raw.decode("utf-8", "replace")
    return text if _THAI.intersection(text) else raw.decode("cp437")


def _try(raw: bytes, page: str) -> str | None:
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        return None


def _thai_share(text: str) -> float:
    """Share of Thai letters among all that is not ASCII."""
    foreign = [char for char in text if not char.isascii()]
    return sum(char in _THAI for char in foreign) / max(1, len(foreign))


def decode_as(raw: bytes, charset: str | None) -> str:
    """The bytes in the character set a mail states; by looks where it is unknown or wrong."""
    page = _CODE_PAGES.get((charset or "").lower(), charset or "")
    try:
        return raw.decode(page)
    except (LookupError, UnicodeDecodeError, ValueError):
        return decode_name(raw)


def decode_words(text: str) -> str:
    """A header text with its RFC 2047 words decoded; raw 8-bit text is read by looks."""
    if not text.isascii():
        return decode_name(text.encode("utf-8", "surrogateescape"))
    if "=?" not in text:
        return text
    from email.errors import HeaderParseError
    from email.header import decode_header

    try:
        parts = decode_header(text)
    except HeaderParseError:
        return text
    return "".join(p if isinstance(p, str) else decode_as(p, charset) for p, charset in parts)


def tidy_name(name: str) -> str:
    """A name that is safe to show: one line, forward slashes, no control characters."""
    flat = " ".join(clean_for_output(name.replace("\\", "/"), _NAME_LIMIT).split())
    return flat or "?"
