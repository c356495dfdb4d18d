"""How a command ends: its exit code, and the sentence of an error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.sentence_error import SentenceError

DONE: Final = 0
ERRORS_REMAIN: Final = 1
COULD_NOT: Final = 2


def exit_code(findings: Iterable[Finding]) -> int:
    """1 while an error remains, else 0."""
    return ERRORS_REMAIN if any(f.is_error for f in findings) else DONE


def explain(error: Exception, lang: str) -> str | None:
    """The sentence of an error a user can act on; None for a mistake of ours."""
    if isinstance(error, SentenceError):
        return error.sentence(lang)
    if isinstance(error, OSError) and error.filename:
        from sorchor_xl.data.os_errors import why_not

        why = why_not(error)
        return f"{error.filename}: {why.english if lang == 'en' else why}"
    return None
