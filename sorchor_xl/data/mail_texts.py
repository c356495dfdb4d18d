"""The packaged words and templates of the drafts (``data/mail.toml`` and ``data/mail/*.txt``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from sorchor_xl.data.texts_shape import MailWords
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.sentence_error import Said, SentenceError


class DraftKind(StrEnum):
    """What a draft is for, in the order they are listed."""

    FORM = "form"
    REMINDER = "reminder"
    UNREADABLE = "unreadable"
    CORRECTION = "correction"
    RECEIPT = "receipt"
    SUMMARY = "summary"


class DraftError(SentenceError, ValueError):
    """A draft cannot be made; the text is one Thai sentence that says why."""


@cache
def mail_table() -> Mapping[str, Any]:
    """The packaged words, unfilled."""
    file = resources.files("sorchor_xl") / "data" / "mail.toml"
    return checked_toml(file.read_text(encoding="utf-8"), MailWords, file.name)


def mail_text(path: str, /, **params: object) -> str:
    """The sentence at a dotted path, filled; KeyError where there is none."""
    found: Any = mail_table()
    for key in path.split("."):
        found = found[key]
    if isinstance(found, Mapping):
        return Said.filled(found["th"], found["en"], params)
    return str(found).format_map(params)


@cache
def packaged_templates() -> Mapping[str, str]:
    """File name → text of every packaged template."""
    folder = resources.files("sorchor_xl") / "data" / "mail"
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {f.name: f.read_text(encoding="utf-8") for f in files if f.name.endswith(".txt")}
