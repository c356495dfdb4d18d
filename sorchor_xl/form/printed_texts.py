"""What a district workbook says of itself, to tell it from what a person typed there.

Texts of the master stand as they are, with its placeholders filled, or as results of its formulas,
also where a sheet was pasted as values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from sorchor_xl.domain.thai.text import fold
from sorchor_xl.form.layout import KEYS_MARK
from sorchor_xl.ooxml.elements import MAIN

if TYPE_CHECKING:
    from sorchor_xl.ooxml.elements import Looked
    from sorchor_xl.ooxml.package import Package
    from sorchor_xl.ooxml.shared_strings import StringPool

_PLACEHOLDER: Final = re.compile(r"\{\{([^{}]+)\}\}")
_LITERAL: Final = re.compile(r'"((?:[^"]|"")*)"')
_LETTER: Final = re.compile(r"[^\W\d_]")
_NAMES: Final = frozenset({"amphoe", "tambon", "province", "amphoe_code", "tambon_code"})
_PROVINCE: Final = ("{{province_full}}", "จังหวัด{{province}}")
_FEWEST_LETTERS: Final = 3
"""A text whose own letters are fewer says nothing beside what was filled in, unless by names."""
_SHORTEST_PIECE: Final = 2
_LONG_NAME: Final = 4
_LONGEST_FILLED: Final = 120
_MARK_OF_FORM: Final = "{{token:F}}"
_KEPT: Final = re.compile(r"[\u0e01-\u0e5ba-z]", re.IGNORECASE)
"""What is a word: digits and signs between the pieces of a result are not."""


@dataclass(frozen=True, slots=True)
class FilledText:
    """A folded text with places to fill: ``fixed`` are its own parts, one more than places;
    ``names`` are what is filled in between them.
    """

    fixed: tuple[str, ...]
    names: tuple[str, ...]

    def filled_in(self, text: str) -> Sequence[str] | None:
        """What stands at each place, as little as can be; None where the text is another."""
        first, last = self.fixed[0], self.fixed[-1]
        if not self.names:
            return [] if text == first else None
        if not (text.startswith(first) and text.endswith(last)):
            return None
        found, at, end = [], len(first), len(text) - len(last)
        for part in self.fixed[1:-1]:
            begins = text.find(part, at + 1, end)
            if begins < 0:
                return None
            found.append(text[at:begins])
            at = begins + len(part)
        return [*found, text[at:end]] if at < end else None

    def says(self, text: str, places: Collection[str]) -> bool:
        """Whether a text is this one: at names of places stand such, the rest is short.

        A workbook as issued keeps texts it shows nowhere, in which a place is not filled.
        """
        found = self.filled_in(text)
        return found is not None and all(
            said in places
            or (name not in _NAMES and len(said) <= _LONGEST_FILLED)
            or said == f"{{{{{name}}}}}"
            for name, said in zip(self.names, found, strict=True)
        )


@dataclass(frozen=True)
class PrintedTexts:
    """The texts of a master, folded; as they are spelt, and "", in ``spelt``.

    ``whole`` stand as they are, ``filled`` by their first letter, "" where a place is first; of
    ``pieces`` the results of formulas are put together: the longest first, by the letters they
    begin with. ``on_form`` are the row and column keys at which a form prints a text.
    """

    whole: frozenset[str]
    spelt: frozenset[str]
    filled: Mapping[str, Sequence[FilledText]]
    pieces: Mapping[str, Sequence[str]]
    on_form: frozenset[tuple[str, str]] = frozenset()

    def holds(self, text: str, places: Collection[str]) -> bool:
        """Whether the workbook prints this itself; ``places`` are folded names, and codes."""
        key = fold(text)
        if key in self.whole or key in places:
            return True
        alike = (*self.filled.get(key[:1], ()), *self.filled.get("", ()))
        return any(known.says(key, places) for known in alike)

    def makes(self, text: str, places: Collection[str]) -> bool:
        """Whether a formula of the workbook can result in this.

        People use the same words: only where no formula stands any more does it tell something.
        """
        key = fold(text)
        if not _KEPT.search(key):  # figures alone are no words of ours
            return False
        named = [place for place in _from_longest(frozenset(places)) if place in key]
        return self._is_made(key, named) or self._is_made(_without_long(key, named), named)

    def _is_made(self, key: str, named: Iterable[str]) -> bool:
        """Whether a text is put together from pieces of ours and these names."""
        rest, names = self._without_pieces(key), iter(named)
        while _KEPT.search(rest) and (place := next(names, "")):
            rest = rest.replace(place, "")
        return not _KEPT.search(rest)

    def _without_pieces(self, text: str) -> str:
        """What is left of a text when every piece is taken out of it, from left to right."""
        left, at = [], 0
        while at < len(text):
            fitting = self.pieces.get(text[at : at + _SHORTEST_PIECE], ())
            piece = next((p for p in fitting if text.startswith(p, at)), "")
            left.append("" if piece else text[at])
            at += len(piece) or 1
        return "".join(left)


def _without_long(key: str, named: Iterable[str]) -> str:
    """A text without its longer names: a short piece may stand within one (“คน” in “แคนดง”)."""
    for place in named:
        key = key.replace(place, " ") if len(place) >= _LONG_NAME else key
    return key


@lru_cache(maxsize=64)
def _from_longest(places: frozenset[str]) -> Sequence[str]:
    return sorted(places, key=len, reverse=True)


@lru_cache(maxsize=8)
def printed_texts(master: bytes) -> PrintedTexts:
    """The texts of a master workbook."""
    from sorchor_xl.ooxml.package import STRINGS, Package  # late: workers never come here
    from sorchor_xl.ooxml.shared_strings import StringPool, item_text

    package = Package.read(master)
    pool, sheets = StringPool(package.text(STRINGS)), _sheets(package)
    texts = [item_text(item) for item in pool.items]
    plain = [fold(text) for text in texts if "{{" not in text]
    literals = list(_literals(sheets))
    fragments = (part for text in literals for part in _PLACEHOLDER.split(text)[::2])
    pieces = {*plain, *map(fold, fragments)}
    return PrintedTexts(
        whole=frozenset(plain),
        spelt=frozenset(["", *(text for text in texts if "{{" not in text), *literals]),
        filled=_by_first_letter(dict.fromkeys(_filled(texts))),
        pieces=_by_beginning(pieces),
        on_form=frozenset(_on_form(sheets, pool, _marks_in(texts))),
    )


def _by_beginning(pieces: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The pieces by their first letters, the longest of each first."""
    found: dict[str, list[str]] = {}
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= _SHORTEST_PIECE:
            found.setdefault(piece[:_SHORTEST_PIECE], []).append(piece)
    return found


def _by_first_letter(texts: Iterable[FilledText]) -> Mapping[str, Sequence[FilledText]]:
    found: dict[str, list[FilledText]] = {}
    for text in texts:
        found.setdefault(text.fixed[0][:1], []).append(text)
    return found


def _sheets(package: Package) -> Sequence[Looked]:
    """The sheets of a master, parsed."""
    from sorchor_xl.ooxml.sheet_values import look_into  # late, as above

    names = (name for name in package.parts if name.startswith("xl/worksheets/sheet"))
    return [look_into(package.part(name)) for name in names]


def _marks_in(texts: Sequence[str]) -> Collection[str]:
    """The places of the mark of a form among the texts, as cells refer to them."""
    return {str(place) for place, text in enumerate(texts) if _MARK_OF_FORM in text}


def _on_form(
    sheets: Iterable[Looked], pool: StringPool, marks: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Row and column keys of the texts of the form, but for its keys themselves."""
    from sorchor_xl.ooxml.sheet_values import values  # late, as above

    for sheet in (sheet for sheet in sheets if _is_form(sheet, marks)):
        rows = values(sheet, pool)
        yield from _keyed_texts(
            [[cell if isinstance(cell, str) else "" for cell in row] for row in rows]
        )


def _is_form(sheet: Looked, marks: Collection[str]) -> bool:
    """Whether the mark of a form stands on a sheet, among the shared texts or in its cell."""
    shared = (cell for cell in sheet.iter(f"{MAIN}c") if cell.get("t") == "s")
    own = sheet.iter(f"{MAIN}t")
    return any(cell.findtext(f"{MAIN}v") in marks for cell in shared) or any(
        _MARK_OF_FORM in (text.text or "") for text in own
    )


def _keyed_texts(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    head = next((row for row in rows if KEYS_MARK in row), ())
    corner = head.index(KEYS_MARK) if head else 0
    for row in rows:
        key = row[corner] if corner < len(row) and row is not head else ""
        named = list(zip_longest(row, head, fillvalue=""))
        if key:
            yield from ((key, name) for text, name in named[corner + 1 :] if text.strip())


def _literals(sheets: Iterable[Looked]) -> Iterator[str]:
    """The texts that stand in formulas."""
    for sheet in sheets:
        for formula in sheet.iter(f"{MAIN}f"):
            yield from _LITERAL.findall(formula.text or "")


def _filled(texts: Iterable[str]) -> Iterator[FilledText]:
    """The texts with places to fill, but for those that have hardly a letter of their own."""
    for text in texts:
        own = len(_LETTER.findall(_PLACEHOLDER.sub("", text)))
        named = _NAMES.issuperset(_PLACEHOLDER.findall(text))
        if "{{" in text and (own >= _FEWEST_LETTERS or named):
            parts = _PLACEHOLDER.split(text.replace(*_PROVINCE))
            yield FilledText(tuple(map(fold, parts[::2])), tuple(parts[1::2]))
