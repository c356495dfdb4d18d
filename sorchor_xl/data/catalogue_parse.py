"""Make a `Catalogue` from the text of its data file; refuse what a reader should not be shown.

A catalogue that parses is complete in both languages, names only parameters it explains, and fits
the places its words go to (heading and text of a cell message).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sorchor_xl.data.texts_shape import FindingsTable, FindingWords, Pair, SeverityWords
from sorchor_xl.data.toml_records import decode_toml
from sorchor_xl.domain.checks.findings import (
    LANGS,
    Catalogue,
    CatalogueEntry,
    Lang,
    Severity,
    SeverityText,
    Text,
    placeholders,
)

TITLE_LIMIT: Final = 32
"""Longest heading: Excel's limit for the title of a cell message."""
TEXT_LIMIT: Final = 255
"""Longest message and fix together, unfilled: Excel's limit for a cell message."""

_CODE: Final = re.compile(r"[EWN][0-9]{2}")
_LETTERS: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTICE}
_DERIVED: Final = frozenset({"area", "item"})


class CatalogueError(ValueError):
    """The catalogue cannot be used; the text names the code and the fault."""


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue of a TOML text; CatalogueError names the first fault."""
    table = decode_toml(text, FindingsTable, "findings.toml", CatalogueError)
    quoted = frozenset(table.quoted)
    _known(quoted, "quoted", frozenset(table.parameters))
    known = frozenset(table.parameters) | _DERIVED
    joints = {name: getattr(table.joints, name) for name in table.joints.__struct_fields__}
    catalogue = Catalogue(
        entries={code: _entry(code, words, known) for code, words in table.findings.items()},
        severities={s: _severity_texts(getattr(table.severities, s)) for s in Severity},
        joints={name: _pair(words) for name, words in joints.items()},
        kinds={name: _pair(words) for name, words in table.kinds.items()},
        clocks={name: _pair(words) for name, words in table.clocks.items()},
        parameters=table.parameters,
        quoted=quoted,
    )
    _no_title_twice(catalogue)
    return catalogue


def _severity_texts(words: SeverityWords) -> Mapping[Lang, SeverityText]:
    return {
        "th": SeverityText(words.name, words.meaning),
        "en": SeverityText(words.name_en, words.meaning_en),
    }


def _pair(words: Pair) -> Mapping[Lang, str]:
    return {"th": words.th, "en": words.en}


def _entry(code: str, words: FindingWords, known: frozenset[str]) -> CatalogueEntry:
    """One code, judged: letter and severity agree, both languages whole and alike."""
    if not _CODE.fullmatch(code):
        raise CatalogueError(f"{code}: a code is E, W or N and two digits")
    severity = _LETTERS[code[0]]
    if words.severity != severity:
        raise CatalogueError(f"{code}: severity is {words.severity}, its letter says {severity}")
    texts: dict[Lang, Text] = {
        "th": Text(words.title, words.message, words.fix),
        "en": Text(words.title_en, words.message_en, words.fix_en),
    }
    for lang, text in texts.items():
        _judge_text(code, text, lang, known)
    for key in ("message", "fix"):
        thai, english = (set(placeholders(getattr(texts[lang], key))) for lang in LANGS)
        if thai != english:
            raise CatalogueError(f"{code}: {key} differs in {sorted(thai ^ english)}")
    return CatalogueEntry(code, severity, texts)


def _judge_text(code: str, text: Text, lang: Lang, known: frozenset[str]) -> None:
    for part in (text.title, text.message, text.fix):
        if not part.strip():
            raise CatalogueError(f"{code}: a text in {lang} is empty")
        try:
            _known(frozenset(placeholders(part)), code, known)
        except ValueError as error:
            raise CatalogueError(f"{code}: {error}") from error
    _fits(code, text.title, TITLE_LIMIT)
    _fits(code, f"{text.message} {text.fix}", TEXT_LIMIT)


def _fits(code: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise CatalogueError(f"{code}: {len(text)} characters, {limit} allowed: {text}")


def _known(names: frozenset[str], place: str, allowed: frozenset[str]) -> None:
    if names - allowed:
        raise CatalogueError(f"{place}: unknown {sorted(names - allowed)}")


def _no_title_twice(catalogue: Catalogue) -> None:
    seen: dict[tuple[Lang, str], str] = {}
    for entry in catalogue.entries.values():
        for lang in LANGS:
            other = seen.setdefault((lang, entry.texts[lang].title), entry.code)
            if other != entry.code:
                raise CatalogueError(f"{entry.code} and {other} have the same title")
