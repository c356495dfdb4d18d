"""What is said of a whole command, in Thai and English, read once from ``data/console.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from sorchor_xl.data.texts_shape import Pair
from sorchor_xl.data.toml_records import decode_toml
from sorchor_xl.domain.sentence_error import Said, SentenceError


@cache
def _sentences() -> Mapping[str, Pair]:
    file = resources.files("sorchor_xl") / "data" / "console.toml"
    return decode_toml(file.read_text(encoding="utf-8"), dict[str, Pair], file.name)


def console_sentence(key: str, lang: str, /, **params: object) -> str:
    """A sentence in "th" or "en" with its places filled; KeyError for one that does not exist."""
    said = said_on_console(key, **params)
    return said.english if lang == "en" else str(said)


def said_on_console(key: str, /, **params: object) -> Said:
    """A sentence in both languages; KeyError for one that does not exist."""
    pair = _sentences()[key]
    return Said.filled(pair.th, pair.en, params)


class TaskError(SentenceError, ValueError):
    """A whole task cannot be done: the key of a sentence and what fills its places."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(said_on_console(key, **params))
