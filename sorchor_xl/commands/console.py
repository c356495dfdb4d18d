"""The terminal: progress on stderr, one voice for results and findings."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TextIO

import click

from sorchor_xl.data.console_texts import console_sentence
from sorchor_xl.domain.checks.findings import Lang, Severity
from sorchor_xl.domain.sentence_error import in_english

PROGRESS_AFTER_SECONDS = 1.0
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


_numbers: Final[ContextVar[Mapping[str, str]]] = ContextVar("numbers", default=MappingProxyType({}))


@contextmanager
def named_by_number(numbers: Mapping[str, str]) -> Iterator[None]:
    """Within it the last lines name commands by the number of a menu, whose user types no others.

    ``numbers`` are by the name of the command.
    """
    before = _numbers.set(numbers)
    try:
        yield
    finally:
        _numbers.reset(before)


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said, in one language, quietly or not."""

    lang: Lang = "th"
    quiet: bool = False

    def sentence(self, key: str, **params: object) -> str:
        """A sentence of console.toml, filled; KeyError for one that does not exist."""
        from sorchor_xl.workflow.given_paths import told

        return console_sentence(key, self.lang, **{name: told(v) for name, v in params.items()})

    def say(self, key: str, **params: object) -> None:
        """A result, on stdout."""
        click.echo(self.sentence(key, **params))

    def remark(self, key: str, **params: object) -> None:
        """What goes on meanwhile, on stderr; nothing when quiet."""
        if not self.quiet:
            click.echo(self.sentence(key, **params), err=True)

    def complain(self, key: str, **params: object) -> None:
        """What went wrong, on stderr, however quiet."""
        click.echo(self.sentence(key, **params), err=True)

    @contextmanager
    def progress(self, key: str) -> Iterator[Progress]:
        """A counter for the work within, ended with it."""
        counter = Progress(self, key)
        try:
            yield counter
        finally:
            counter.close()

    def spoken(self, sentence: str) -> str:
        """A sentence made elsewhere, in this language where it has a twin."""
        return str(in_english(sentence)) if self.lang == "en" else sentence

    def then(self, key: str, **params: object) -> None:
        """The last line of a command: what to do next, with the command or the file."""
        what = self._by_number(self.sentence(f"then_{key}", **params))
        click.echo(self.sentence("then", what=what))

    def _by_number(self, sentence: str) -> str:
        """The same with numbers for commands, where a menu has some; not for one with options."""
        for command, number in _numbers.get().items():
            named = self.sentence("menu_number", number=number)
            space = r"\1" if self.lang == "en" else ""
            sentence = re.sub(rf"( ?)sorchor-xl {command}\b(?! --)", space + named, sentence)
        return sentence

    def graded(self, lines: Iterable[tuple[Severity, str]]) -> None:
        """Lines about findings on stdout, their severity in colour; the words say it too."""
        for severity, line in lines:
            click.echo(click.style(line, fg=_COLOURS[severity]))


class Progress:
    """A counter on stderr that appears only when the work takes longer than a second."""

    def __init__(self, voice: Voice, key: str, stream: TextIO | None = None) -> None:
        self._voice, self._key = voice, key
        self._stream = stream or sys.stderr
        self._began = time.monotonic()
        self._shown = self._told_slow = False

    def __call__(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``; a terminal's line is overwritten, a file gets none."""
        if self._voice.quiet or not self._stream.isatty():
            return
        if time.monotonic() - self._began < PROGRESS_AFTER_SECONDS:
            return
        self._shown = True
        text = self._voice.sentence(self._key, done=done, total=total)
        click.echo(f"\r{text}", err=True, nl=False)

    def slow(self, seconds: float) -> None:
        """Say once that slow files come last, and how long they may take together."""
        if not self._told_slow:
            self._told_slow = True
            self.close()
            self._voice.remark("reading_slow", seconds=round(seconds))

    def close(self) -> None:
        """End the line, if one was begun."""
        if self._shown:
            click.echo("", err=True)
