"""What a district workbook says of itself, to tell it from what a person typed there.

Texts of the master stand as they are, with its placeholders filled, or as results of its formulas,
also where a sheet was pasted as values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from sorchor_xl.domain.thai.text import fold
from sorchor_xl.form.layout import KEYS_MARK

if TYPE_CHECKING:
    from sorchor_xl.ooxml.elements import Tree
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
_LONGEST_FILLED: Final = 120
_MARK_OF_FORM: Final = "{{token:F}}"
_KEPT: Final = re.compile(r"[\u0e01-\u0e5ba-z]", re.IGNORECASE)
"""What is a word: digits and signs between the pieces of a result are not."""


@dataclass(frozen=True)
class PrintedTexts:
    """The texts of a master, folded; as they are spelt, and "", in ``spelt``.

    ``whole`` stand as they are, ``filled`` have groups named after what stands there, of ``pieces``
    the results of formulas are put together. ``on_form`` are the row and column keys at which a
    form prints a text.
    """

    whole: frozenset[str]
    spelt: frozenset[str]
    filled: tuple[re.Pattern[str], ...]
    pieces: re.Pattern[str]
    on_form: frozenset[tuple[str, str]] = frozenset()

    def holds(self, text: str, places: Collection[str]) -> bool:
        """Whether the workbook says this itself; ``places`` are folded names, and codes."""
        key = fold(text)
        matches = (match for p in self.filled if (match := p.fullmatch(key)) is not None)
        if key in self.whole or any(_is_filled(match, places) for match in matches):
            return True
        if not _KEPT.search(key):  # figures alone are no words of ours
            return False
        rest = self.pieces.sub("", key)
        named = (p for p in _from_longest(frozenset(places)) if p in rest)
        while _KEPT.search(rest) and (place := next(named, "")):
            rest = rest.replace(place, "")
        return not _KEPT.search(rest)


@lru_cache(maxsize=64)
def _from_longest(places: frozenset[str]) -> Sequence[str]:
    return sorted(places, key=len, reverse=True)


def _is_filled(match: re.Match[str], places: Collection[str]) -> bool:
    """Whether a text is one with its places filled: names of places there are, the rest short."""
    return all(
        found in places if name.partition("__")[0] in _NAMES else len(found) <= _LONGEST_FILLED
        for name, found in match.groupdict().items()
    )


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
    pieces = {*plain, *map(fold, literals)}
    words = sorted((p for p in pieces if len(p) >= _SHORTEST_PIECE), key=len, reverse=True)
    return PrintedTexts(
        whole=frozenset(plain),
        spelt=frozenset(["", *(text for text in texts if "{{" not in text), *literals]),
        filled=tuple(p for text in texts if "{{" in text if (p := _filled(text)) is not None),
        pieces=_any_of(words),
        on_form=frozenset(_on_form(sheets, pool)),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the first of two that both fit; by first letters, of which one can fit."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    grouped = (f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return re.compile("|".join(grouped) or r"(?!)")


def _sheets(package: Package) -> Sequence[Tree]:
    """The sheets of a master, parsed."""
    from sorchor_xl.ooxml.worksheet import parse_xml  # late, as above

    names = (name for name in package.parts if name.startswith("xl/worksheets/sheet"))
    return [parse_xml(package.part(name)) for name in names]


def _on_form(sheets: Iterable[Tree], pool: StringPool) -> Iterator[tuple[str, str]]:
    """Row and column keys of the texts of the form, but for its keys themselves."""
    from sorchor_xl.ooxml.worksheet import values  # late, as above

    for sheet in sheets:
        rows = values(sheet, pool)
        texts = [[cell if isinstance(cell, str) else "" for cell in row] for row in rows]
        if any(_MARK_OF_FORM in cell for row in texts for cell in row):
            yield from _keyed_texts(texts)


def _keyed_texts(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    head = next((row for row in rows if KEYS_MARK in row), ())
    corner = head.index(KEYS_MARK) if head else 0
    for row in rows:
        key = row[corner] if corner < len(row) and row is not head else ""
        named = list(zip_longest(row, head, fillvalue=""))
        if key:
            yield from ((key, name) for text, name in named[corner + 1 :] if text.strip())


def _literals(sheets: Iterable[Tree]) -> Iterator[str]:
    """The texts that stand in formulas."""
    from sorchor_xl.ooxml.worksheet import MAIN  # late, as above

    for sheet in sheets:
        for formula in sheet.iter(f"{MAIN}f"):
            yield from _LITERAL.findall(formula.text or "")


def _filled(text: str) -> re.Pattern[str] | None:
    """A text with places to fill as a pattern; None where it has hardly a letter of its own."""
    own = len(_LETTER.findall(_PLACEHOLDER.sub("", text)))
    if own < _FEWEST_LETTERS and not _NAMES.issuperset(_PLACEHOLDER.findall(text)):
        return None
    parts = _PLACEHOLDER.split(text.replace(*_PROVINCE))
    made = [
        _place(part, number) if number % 2 else re.escape(fold(part))
        for number, part in enumerate(parts)
    ]
    return re.compile("".join(made))


def _place(name: str, number: int) -> str:
    """What stands for a placeholder: a group that tells which one it is."""
    return "(?P<{}__{}>.+?)".format(re.sub(r"\W", "_", name), number)
