"""Thai on any code page. Imported before anything is known of the command, so it imports little."""

from __future__ import annotations

import codecs
import sys

_ASCII = {"›": ">", "·": "-", "…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "→": "->"}
_ASCII |= {"▲": "^", "■": "#", "▼": "v", "○": "o", "※": "*", "✓": "v", "≥": ">=", "≤": "<="}
_HANDLER = "sorchor-ascii"


def prepare_streams() -> None:
    """Let stdout and stderr take any text, and stdin give Thai.

    A console takes UTF-8 by itself. Redirected, Thai Windows writes cp874, which lacks a few signs;
    any other Windows writes a code page without Thai, where only UTF-8 keeps what is said.
    """
    codecs.register_error(_HANDLER, _to_ascii)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if _knows_thai(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors=_HANDLER)
    if hasattr(sys.stdin, "reconfigure") and not _knows_thai(sys.stdin.encoding):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")


def _knows_thai(encoding: str) -> bool:
    try:
        "ก".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def _to_ascii(error: UnicodeError) -> tuple[str, int]:
    """What is written in place of characters a code page does not know."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join(_ASCII.get(letter, "?") for letter in text), error.end
