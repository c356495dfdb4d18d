"""Make a `Catalogue` from the text of its data file; refuse what a reader should not be shown.

A catalogue that parses is complete in both languages, names only parameters it explains, and fits
the places its words go to (heading and text of a cell message).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

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

Table = Mapping[str, Any]

_CODE: Final = re.compile(r"[EWN][0-9]{2}")
_LETTERS: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTICE}
_SECTIONS: Final = frozenset(
    {"quoted", "parameters", "severities", "joints", "kinds", "clocks", "findings"}
)
_WORDS: Final = ("title", "message", "fix")
_SUFFIX: Final[Mapping[Lang, str]] = {"th": "", "en": "_en"}
_JOINTS: Final = frozenset({"tambon", "amphoe", "ind", "label"})
_DERIVED: Final = frozenset({"area", "item"})


class CatalogueError(ValueError):
    """The catalogue cannot be used; the text names the code and the fault."""


def parse_catalogue(text: str) -> Catalogue:
    """The catalogue of a TOML text; CatalogueError names the first fault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"not readable as TOML: {error}") from error
    _exactly(table, "catalogue", _SECTIONS)
    parameters = {name: str(says) for name, says in table["parameters"].items()}
    quoted = frozenset(table["quoted"])
    _known(quoted, "quoted", frozenset(parameters))
    _exactly(table["joints"], "joints", _JOINTS)
    known = frozenset(parameters) | _DERIVED
    catalogue = Catalogue(
        entries={code: _entry(code, words, known) for code, words in table["findings"].items()},
        severities=_severities(table["severities"]),
        joints={name: _pair(words, f"joints.{name}") for name, words in table["joints"].items()},
        kinds={name: _pair(words, f"kinds.{name}") for name, words in table["kinds"].items()},
        clocks={name: _pair(words, f"clocks.{name}") for name, words in table["clocks"].items()},
        parameters=parameters,
        quoted=quoted,
    )
    _no_title_twice(catalogue)
    return catalogue


def _severities(table: Table) -> Mapping[Severity, Mapping[Lang, SeverityText]]:
    _exactly(table, "severities", frozenset(Severity))
    return {severity: _severity_texts(table[severity], severity) for severity in Severity}


def _severity_texts(table: Table, name: str) -> Mapping[Lang, SeverityText]:
    keys = [f"{key}{_SUFFIX[lang]}" for lang in LANGS for key in ("name", "meaning")]
    _exactly(table, f"severities.{name}", frozenset(keys))
    return {
        lang: SeverityText(table[f"name{_SUFFIX[lang]}"], table[f"meaning{_SUFFIX[lang]}"])
        for lang in LANGS
    }


def _pair(table: Table, place: str) -> Mapping[Lang, str]:
    _exactly(table, place, frozenset(LANGS))
    return {lang: str(table[lang]) for lang in LANGS}


def _entry(code: str, table: Table, known: frozenset[str]) -> CatalogueEntry:
    """One code, judged: letter and severity agree, both languages whole and alike."""
    if not _CODE.fullmatch(code):
        raise CatalogueError(f"{code}: a code is E, W or N and two digits")
    keys = {f"{key}{_SUFFIX[lang]}" for lang in LANGS for key in _WORDS}
    _exactly(table, code, frozenset(keys | {"severity"}))
    severity = _LETTERS[code[0]]
    if table["severity"] != severity:
        raise CatalogueError(f"{code}: severity is {table['severity']}, its letter says {severity}")
    texts = {lang: _text(code, table, lang, known) for lang in LANGS}
    for key in ("message", "fix"):
        thai, english = (set(placeholders(getattr(texts[lang], key))) for lang in LANGS)
        if thai != english:
            raise CatalogueError(f"{code}: {key} differs in {sorted(thai ^ english)}")
    return CatalogueEntry(code, severity, texts)


def _text(code: str, table: Table, lang: Lang, known: frozenset[str]) -> Text:
    text = Text(*(str(table[f"{key}{_SUFFIX[lang]}"]) for key in _WORDS))
    for part in (text.title, text.message, text.fix):
        if not part.strip():
            raise CatalogueError(f"{code}: a text in {lang} is empty")
        try:
            _known(frozenset(placeholders(part)), code, known)
        except ValueError as error:
            raise CatalogueError(f"{code}: {error}") from error
    _fits(code, text.title, TITLE_LIMIT)
    _fits(code, f"{text.message} {text.fix}", TEXT_LIMIT)
    return text


def _fits(code: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise CatalogueError(f"{code}: {len(text)} characters, {limit} allowed: {text}")


def _known(names: frozenset[str], place: str, allowed: frozenset[str]) -> None:
    if names - allowed:
        raise CatalogueError(f"{place}: unknown {sorted(names - allowed)}")


def _exactly(table: Table, place: str, keys: frozenset[str]) -> None:
    _known(frozenset(table), place, keys)
    if keys - frozenset(table):
        raise CatalogueError(f"{place}: lacks {sorted(keys - frozenset(table))}")


def _no_title_twice(catalogue: Catalogue) -> None:
    seen: dict[tuple[Lang, str], str] = {}
    for entry in catalogue.entries.values():
        for lang in LANGS:
            other = seen.setdefault((lang, entry.texts[lang].title), entry.code)
            if other != entry.code:
                raise CatalogueError(f"{entry.code} and {other} have the same title")
