"""Findings (ข้อค้นพบ): what was found wrong or worth knowing, where, and how it is said.

A `Finding` holds facts only: code, place, value, parameters. Every sentence comes from the
`Catalogue`, so terminal, JSON, the list of corrections and the marked copy say the same words.
Whatever a sender typed is cleaned, and cut to thirty columns, before it is put in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Final, Literal

from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.sentence_error import in_english
from sorchor_xl.domain.thai.text import clean_for_output, quote_short

Lang = Literal["th", "en"]
LANGS: Final[tuple[Lang, ...]] = ("th", "en")

PLACE_SEPARATOR: Final = " › "
PART_SEPARATOR: Final = " · "

_YEAR: Final = "year"
"""How the names of parameters begin that are years, which take no comma."""
_A1: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Severity(StrEnum):
    """How grave a finding is: ผิดพลาด, คำเตือน, แจ้งให้ทราบ.

    ERROR must be mended before its ตำบล counts; WARNING counts but asks to be looked at; NOTICE
    tells what was done.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. Codes of อำเภอ and ตำบล are "" and ``indicator`` None where not one.

    ``value`` is what was found, as shown to the sender, uncut. ``params`` fills the sentence of
    the code, in the names the catalogue lists; names of places go without the words อำเภอ and
    ตำบล. Not ordered by itself: see `sorted_findings`.
    """

    code: str
    where: Where
    amphoe_code: str = ""
    tambon_code: str = ""
    indicator: int | None = None
    value: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def is_error(self) -> bool:
        """True where its ตำบล or file must be mended: codes beginning with E."""
        return self.code.startswith("E")


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a code in one language, placeholders unfilled."""

    title: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One code of the catalogue: severity and words by language."""

    code: str
    severity: Severity
    texts: Mapping[Lang, Text]

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Names its Thai sentence is filled from, in the order they are read."""
        text = self.texts["th"]
        return tuple(dict.fromkeys((*placeholders(text.message), *placeholders(text.fix))))


@dataclass(frozen=True, slots=True)
class SeverityText:
    """What a severity is called, and what it means for the sender."""

    name: str
    meaning: str


class UnknownCodeError(LookupError):
    """A code that is not in the catalogue: our mistake, never the sender's."""


class MissingParameterError(LookupError):
    """A finding without a parameter its sentence needs: our mistake, never the sender's."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"{code} needs the parameter {name}")
        self.code = code
        self.name = name


@dataclass(frozen=True)
class Catalogue:
    """Every code with its words.

    ``joints`` are the words around a ตำบล, อำเภอ, indicator or field; ``kinds`` names kinds of
    file, ``clocks`` what tells which return is newer; ``quoted`` are the parameters that hold a
    sender's own words. ``parameters`` says what each parameter is.
    """

    entries: Mapping[str, CatalogueEntry]
    severities: Mapping[Severity, Mapping[Lang, SeverityText]]
    joints: Mapping[str, Mapping[Lang, str]]
    kinds: Mapping[str, Mapping[Lang, str]]
    clocks: Mapping[str, Mapping[Lang, str]]
    parameters: Mapping[str, str]
    quoted: frozenset[str]

    def entry(self, code: str) -> CatalogueEntry:
        """The entry of a code; UnknownCodeError for one that does not exist."""
        try:
            return self.entries[code]
        except KeyError as error:
            raise UnknownCodeError(f"no finding has the code {code}") from error

    def severity(self, finding: Finding) -> Severity:
        """How grave a finding is."""
        return self.entry(finding.code).severity

    def severity_name(self, severity: Severity, lang: Lang = "th") -> str:
        """The word people read for a severity."""
        return self.severities[severity][lang].name

    def kind_name(self, kind: str, lang: Lang = "th") -> str:
        """The name of a kind of file; a kind without a name (an extension) is shown as it is."""
        names = self.kinds.get(kind)
        return quote_short(kind) if names is None else names[lang]

    def title(self, finding: Finding, lang: Lang = "th") -> str:
        """The short heading of a finding, ≤ 32 characters."""
        return self.entry(finding.code).texts[lang].title

    def message(self, finding: Finding, lang: Lang = "th") -> str:
        """What was found and what is allowed, filled; MissingParameterError if it cannot be."""
        return self._fill(self.entry(finding.code).texts[lang].message, finding, lang)

    def fix(self, finding: Finding, lang: Lang = "th") -> str:
        """What to do, filled; MissingParameterError if it cannot be."""
        return self._fill(self.entry(finding.code).texts[lang].fix, finding, lang)

    def render(self, finding: Finding, lang: Lang = "th") -> str:
        """One line: place, code and severity, message and what to do. Safe for a terminal."""
        where = finding.where
        named = (one_line(part) for part in (where.file, where.sheet, where.cell))
        place = PLACE_SEPARATOR.join(part for part in named if part)
        label = f"{finding.code} {self.severity_name(self.severity(finding), lang)}"
        sentence = f"{self.message(finding, lang)} {self.fix(finding, lang)}"
        return PART_SEPARATOR.join(part for part in (place, label, sentence) if part)

    def _fill(self, template: str, finding: Finding, lang: Lang) -> str:
        words = {name: self._word(name, finding, lang) for name in placeholders(template)}
        return template.format_map(words)

    def _word(self, name: str, finding: Finding, lang: Lang) -> str:
        """What stands in the sentence for a placeholder."""
        if name == "area":
            return self._joint("tambon" if "tambon" in finding.params else "amphoe", finding, lang)
        if name == "item":
            joint = "label" if finding.indicator is None else "ind"
            return self._joint(joint, finding, lang)
        known = _facts(finding).get(name, finding.params.get(name))
        if known is None:
            raise MissingParameterError(finding.code, name)
        if name == "kind":
            return self.kind_name(str(known), lang)
        if name == "clock" and str(known) in self.clocks:
            return self.clocks[str(known)][lang]
        told = _told(name, known, lang)
        return quote_short(told) if name in self.quoted else one_line(told)

    def _joint(self, joint: str, finding: Finding, lang: Lang) -> str:
        word = self._word(joint, finding, lang)
        return self.joints[joint][lang].format_map({joint: word})


def _told(name: str, known: str | int, lang: Lang) -> str:
    """A value as it is read in a language: dates and lists by their twins, counts as "1,200"."""
    if isinstance(known, int):
        return str(known) if name.startswith(_YEAR) else f"{known:,}"
    return str(in_english(known)) if lang == "en" else known


def titles_of(findings: Iterable[Finding], catalogue: Catalogue, lang: Lang = "th") -> str:
    """The titles of findings, each once; "" for none."""
    return ", ".join(dict.fromkeys(catalogue.title(f, lang) for f in findings))


def _facts(finding: Finding) -> Mapping[str, str | int]:
    """What a finding knows without parameters; a place or indicator it has not is left out."""
    where = finding.where
    stated = {"file": where.file, "sheet": where.sheet, "cell": where.cell}
    facts: dict[str, str | int] = {name: text for name, text in stated.items() if text}
    if finding.indicator is not None:
        facts["ind"] = finding.indicator
    if finding.value or "value" not in finding.params:
        facts["value"] = finding.value
    return facts


def placeholders(template: str) -> tuple[str, ...]:
    """Names between braces, in order; ValueError for anything but a plain name."""
    names: list[str] = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"not a plain placeholder: {{{name}}}")
        names.append(name)
    return tuple(names)


def as_text(value: str | int) -> str:
    """A value as text; a twin in English stays with it."""
    return value if isinstance(value, str) else str(value)


def one_line(text: str) -> str:
    """The text on one line without control or bidi characters, uncut."""
    return " ".join(clean_for_output(text).split())


SheetOrder = Mapping[str, Sequence[str]]
"""File as shown → its sheet names in the order of the workbook."""

SortKey = tuple[
    tuple[str, int, str], tuple[int, int, str, str], tuple[str, int, str, str], tuple[str, str]
]


def sorted_findings(
    findings: Iterable[Finding], sheets: SheetOrder | None = None
) -> tuple[Finding, ...]:
    """The same findings by file, sheet, row, column and code, whatever order they came in.

    What concerns a whole file stands before its sheets, what concerns no file first of all.
    Sheets without a known position come after those of ``sheets``, by name.
    """
    ranks = {
        (file, sheet): rank
        for file, names in (sheets or {}).items()
        for rank, sheet in enumerate(names)
    }
    return tuple(sorted(findings, key=lambda finding: sort_key(finding, ranks)))


def sort_key(finding: Finding, ranks: Mapping[tuple[str, str], int]) -> SortKey:
    """What a finding is ordered by; ``ranks`` numbers (file, sheet) from 0."""
    where = finding.where
    rank = ranks.get((where.file, where.sheet), len(ranks)) if where.sheet else -1
    return (
        (where.file, rank, where.sheet),
        (*cell_order(where.cell), where.cell),
        (finding.code, finding.indicator or 0, finding.amphoe_code, finding.tambon_code),
        (finding.value, repr(sorted(finding.params.items()))),
    )


def cell_order(cell: str) -> tuple[int, int, str]:
    """What sorts A1 cells, or ranges by their first cell, row by row; (0, 0, "") for none.

    Letters sort by their number first: Z stands before AA.
    """
    match = _A1.match(cell)
    return (0, 0, "") if match is None else (int(match[2]), len(match[1]), match[1])
