"""Names of archive members and attachments, whatever code page wrote them.

Thai programs write cp874 with or without saying so, and some say UTF-8 and do not mean it. The
reading that shows the larger share of Thai letters is taken; `แบบ` in cp874 is valid UTF-8 too.
"""

from __future__ import annotations

from typing import Final

from sorchor_xl.domain.thai.text import clean_for_output

_THAI: Final = range(0x0E00, 0x0E80)
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


def decode_name(raw: bytes) -> str:
    """The bytes of a name as text: ASCII, UTF-8 or cp874, whichever shows more Thai letters."""
    if raw.isascii():
        return raw.decode("ascii")
    readings = [text for page in ("utf-8", "cp874") if (text := _try(raw, page)) is not None]
    return max(readings, key=_thai_share) if readings else raw.decode("cp437")


def _try(raw: bytes, page: str) -> str | None:
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        return None


def _thai_share(text: str) -> float:
    """Share of Thai letters among all that is not ASCII, in steps; the first of equals is UTF-8."""
    foreign = [char for char in text if not char.isascii()]
    return sum(ord(char) in _THAI for char in foreign) / max(1, len(foreign))


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
