"""``--help`` in one language: what the declarations say in both, as "ไทย / English"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import click

from sorchor_xl.commands.asked_language import language_of

if TYPE_CHECKING:
    from sorchor_xl.domain.checks.findings import Lang

_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_PARTS: Final = re.compile(r"(?P<name>[A-Z]+: )?(?P<said>.*?)(?P<extra>  \[[^]]*\])?", re.DOTALL)
"""The name of an argument, what is said in both languages, and what click adds of an option."""
_OF_CLICK: Final = {
    "Options": "ตัวเลือก",
    "Commands": "คำสั่ง",
    "Show this message and exit.": "แสดงวิธีใช้",
    "Show the version and exit.": "แสดงรุ่นของโปรแกรม",
}
"""What click itself writes, which knows English only."""
_USAGE: Final[Mapping[str, str]] = {"th": "วิธีใช้: ", "en": "Usage: "}
_REQUIRED: Final = ("[required]", "[ต้องระบุ]")
_ASKED: Final = {"[OPTIONS]": "[ตัวเลือก]", "COMMAND [ARGS]...": "คำสั่ง [ค่า]..."}
"""What click writes behind the name of a command."""


class OneLanguage(click.HelpFormatter):
    """Writes the half of every text that is in the language asked for."""

    lang: Lang = "th"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is typed."""
        if self.lang == "th":
            for english, thai in _ASKED.items():
                args = args.replace(english, thai)
        super().write_usage(prog, args, _USAGE[self.lang] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        super().write_heading(in_language(heading, self.lang))

    def write_text(self, text: str) -> None:
        """What the command does: the paragraphs in the language asked for."""
        paragraphs = (in_language(part, self.lang) for part in text.split("\n\n"))
        super().write_text("\n\n".join(f"{p[0].upper()}{p[1:]}" for p in paragraphs if p))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Options or commands, each with what it is for."""
        told = [(name, in_language(text, self.lang)) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


class HelpContext(click.Context):
    """A running command whose help is written in the language asked for."""

    def make_formatter(self) -> OneLanguage:
        """The writer of a help page."""
        formatter = OneLanguage(width=self.terminal_width, max_width=self.max_content_width)
        formatter.lang = language_of(self)
        return formatter


def in_language(text: str, lang: Lang) -> str:
    """The half of "ไทย / English" in a language; "" where the text is in the other one alone."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    name, said, extra = (part or "" for part in parts.group("name", "said", "extra"))
    told = _half(" ".join(said.split()), lang)
    return f"{name}{told}{extra.replace(*_REQUIRED) if lang == 'th' else extra}" if told else ""


def _half(said: str, lang: Lang) -> str:
    thai, both, english = said.partition(" / ")
    if both:
        return thai if lang == "th" else english
    if lang == "th":
        return _OF_CLICK.get(said) or (said.rstrip(".") if _THAI.search(said) else "")
    return "" if _THAI.search(said) else said
