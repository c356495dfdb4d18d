"""What cannot be done, as one clear sentence for the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Said(str):
    """A Thai sentence that carries its English twin; as text it is the Thai one."""

    english: str

    def __new__(cls, thai: str, english: str) -> Said:
        """The sentence in both languages."""
        made = super().__new__(cls, thai)
        made.english = english
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, str]]:
        """Both, for what travels between processes."""
        return Said, (str(self), self.english)

    @classmethod
    def filled(cls, thai: str, english: str, params: Mapping[str, object]) -> Said:
        """Both with their places filled; what is a sentence itself in its own language."""
        twins = {key: in_english(value) for key, value in params.items()}
        return cls(thai.format_map(params), english.format_map(twins))

    @classmethod
    def alike(cls, pattern: str, **params: object) -> Said:
        """One pattern in both languages, its places filled as in `filled`."""
        return cls.filled(pattern, pattern, params)

    @classmethod
    def joined(cls, between: str, sentences: Iterable[str]) -> Said:
        """Several sentences as one."""
        every = tuple(sentences)
        english = between.join(str(in_english(text)) for text in every)
        return cls(between.join(every), english)


def in_english(value: object) -> object:
    """What stands for a value within an English sentence: the twin of a Thai one, else itself."""
    if isinstance(value, SentenceError):
        return value.sentence("en")
    return value.english if isinstance(value, Said) else value


class SentenceError(Exception):
    """Something cannot be done; ``str()`` is one Thai sentence that says what, why and what to do.

    Every exception meant for the user is one, whatever room raises it; all others are our faults
    and show where they arose. What a sender did wrong is a `Finding` instead.
    """

    def sentence(self, lang: str) -> str:
        """The sentence in a language, "th" or "en"."""
        said = self.args[0] if self.args else ""
        return said.english if lang == "en" and isinstance(said, Said) else str(self)
