"""What cannot be done, as one clear sentence for the user."""

from __future__ import annotations


class SentenceError(Exception):
    """Something cannot be done; ``str()`` is one Thai sentence that says what, why and what to do.

    Every exception meant for the user is one, whatever room raises it; all others are our faults
    and show where they arose. What a sender did wrong is a `Finding` instead.
    """

    def sentence(self, lang: str) -> str:  # noqa: ARG002 - most sentences exist in Thai only
        """The sentence in a language ("th" or "en"), in Thai where it has no twin."""
        return str(self)
