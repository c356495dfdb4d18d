"""What is said of a whole command, in Thai and English, read once from ``data/console.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from sorchor_xl.domain.sentence_error import SentenceError


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    file = resources.files("sorchor_xl") / "data" / "console.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def console_sentence(key: str, lang: str, /, **params: object) -> str:
    """A sentence in "th" or "en" with its places filled; KeyError for one that does not exist."""
    return _sentences()[key][lang].format(**params)


class TaskError(SentenceError, ValueError):
    """A whole task cannot be done: the key of a sentence and what fills its places."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(console_sentence(key, "th", **params))
        self.key, self.params = key, params

    def sentence(self, lang: str) -> str:
        """The sentence in a language."""
        return console_sentence(self.key, lang, **self.params)
