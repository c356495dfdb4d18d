"""What a reader must know of the round: small, frozen, and sent once to every worker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain

from sorchor_xl.data.form_texts import FormWording, load_wording
from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.thai.text import fold, unbroken
from sorchor_xl.form.form_options import issued_texts, letter_begins
from sorchor_xl.form.layout import Anchors, SheetKind, anchors_for, find_token
from sorchor_xl.form.printed_texts import PrintedTexts
from sorchor_xl.form.row_keys import (
    base_row,
    category_row,
    indicator_row,
    order_row,
    tambon_row,
)
from sorchor_xl.intake.display_sheets import OwnTexts
from sorchor_xl.intake.visible_places import PlaceNames

_LONGEST_LINE = 150
NO_UNIT = "–"
"""What is printed as the unit of a choice."""


@dataclass(frozen=True)
class ReadContext:
    """Whose returns are read, and by which form.

    ``amphoes`` maps every อำเภอ of the province to its ตำบล; ``provinces`` names the others by
    code, to say whose form a stray one is; ``extra_keys`` are the keys of the province's own award
    criteria in the order of their columns. ``mission_count`` is the base “missions” as it was
    filled in before the form went out; None = left to the officer. ``undecided`` = nobody named
    the province: each workbook is read as one of the province it states, ``province`` is a guess.
    ``printed_texts`` is what the workbooks say of themselves; None = not known, and then nothing
    is said of words outside the inputs. ``last_year`` is what last year's summary puts beside the
    inputs, by ตำบล code and row key; None = there is none, or none is known.
    """

    province: Province
    fiscal_year: int
    scheme: Scheme
    amphoes: Mapping[Amphoe, tuple[Tambon, ...]]
    provinces: Mapping[str, str] = field(default_factory=dict)
    extra_keys: tuple[str, ...] = ()
    mission_count: int | None = None
    undecided: bool = False
    printed_texts: PrintedTexts | None = None
    last_year: Mapping[str, Mapping[str, int | float | str]] | None = None

    def settled(self, codes: Iterable[str]) -> ReadContext:
        """The context of the province most of these อำเภอ or ตำบล codes lie in.

        Itself where the province is decided, or where there is no code of a province.
        """
        if not self.undecided:
            return self
        stated = Counter(code[:2] for code in codes if code[:2] in self.provinces)
        if not stated:
            return self
        code = min(stated, key=lambda c: (-stated[c], c))
        return self if code == self.province.code else self._elsewhere.in_province(code)

    @cached_property
    def _elsewhere(self) -> _Elsewhere:
        return _Elsewhere(self)

    @cached_property
    def wording(self) -> FormWording:
        """The words of the form."""
        return load_wording()

    @cached_property
    def anchors(self) -> Mapping[SheetKind, Anchors]:
        """What is looked for on each kind of answer sheet."""
        return anchors_for(self.scheme.rubric, self.wording)

    @cached_property
    def by_tambon(self) -> Mapping[str, Tambon]:
        """Every ตำบล of the province by code."""
        return {t.code: t for tambons in self.amphoes.values() for t in tambons}

    @cached_property
    def by_amphoe(self) -> Mapping[str, Amphoe]:
        """Every อำเภอ of the province by code."""
        return {amphoe.code: amphoe for amphoe in self.amphoes}

    @cached_property
    def place_names(self) -> PlaceNames:
        """Every place of the province by the names people write."""
        return PlaceNames(self.amphoes)

    @cached_property
    def own_words(self) -> Callable[[str], bool]:
        """Whether a text is a workbook's own: printed, filled in, its token or a sign alone."""
        return lru_cache(maxsize=16_384)(self._is_own)

    @cached_property
    def results(self) -> Callable[[str], bool]:
        """Whether a text may be the result of one of a workbook's formulas."""
        return lru_cache(maxsize=4096)(self._may_result)

    def _may_result(self, text: str) -> bool:
        printed = self.printed_texts
        return printed is None or printed.makes(text, self._filled_in)

    @cached_property
    def rows_before(self) -> dict[int, tuple[Sequence[object], Sequence[int]]]:
        """Row of a sheet → its cells on the sheet before, and which of them hold texts that are not
        spelt as the master has them: many rows are alike on all forms."""
        return {}

    @cached_property
    def own_texts(self) -> OwnTexts:
        """Which shared texts of a workbook are its own."""
        return OwnTexts(self.own_words)

    def _is_own(self, text: str) -> bool:
        printed = self.printed_texts
        if printed is None or text in printed.spelt or text in self._names_and_keys:
            return True
        if find_token(text) is not None:
            return True
        if not any(map(str.isalnum, text)) or printed.holds(text, self._filled_in):
            return True
        return len(text) <= _LONGEST_LINE and fold(text).startswith(self._letter)

    @cached_property
    def _names_and_keys(self) -> frozenset[str]:
        """Names, codes and row keys of the areas as they are written: half of what is filled in."""
        amphoes = (order_row(code) for code in self.by_amphoe)
        tambons = (
            (f"ต.{t.name}", tambon_row(code), order_row(code), order_row(code, board=True))
            for code, t in self.by_tambon.items()
        )
        return frozenset(
            (*amphoes, *self.by_amphoe, *self.by_tambon, *chain.from_iterable(tambons))
        )

    @cached_property
    def _filled_in(self) -> frozenset[str]:
        """What stands where the master has places to fill: names, codes, readings, rules."""
        texts = issued_texts(self.scheme.rubric, self.wording)
        return self.places_folded | frozenset(fold(text) for text in texts if text)

    @cached_property
    def _letter(self) -> str:
        return fold(letter_begins(self.province, self.wording))

    @cached_property
    def places_folded(self) -> frozenset[str]:
        """The names and codes of the province, its อำเภอ and ตำบล, as texts are compared."""
        amphoes = (amphoe.name for amphoe in self.by_amphoe.values())
        tambons = (tambon.name for tambon in self.by_tambon.values())
        names = map(fold, (self.province.name, *amphoes, *tambons))
        return frozenset((*names, self.province.code, *self.by_amphoe, *self.by_tambon))

    @cached_property
    def row_labels(self) -> Mapping[str, str]:
        """Row key of a form sheet → what the officer reads beside it."""
        rubric = self.scheme.rubric
        bases = {base_row(base.key): base.label for base in rubric.bases}
        indicators = {indicator_row(i.id): i.display for i in rubric.indicators}
        categories = {category_row(c.id): c.display for c in rubric.categories}
        return {**self.wording.labels, **bases, **indicators, **categories}

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of every row of a form."""
        rubric = self.scheme.rubric
        units = (*(b.unit for b in rubric.bases), *(i.unit for i in rubric.indicators))
        return frozenset(unit for unit in units if unit)

    @cached_property
    def printed(self) -> Mapping[int, tuple[object, ...]]:
        """Indicator → what is printed in its row, from its number to its unit."""
        return {
            i.id: (i.id, *map(unbroken, (i.display, *i.shown)), i.unit or NO_UNIT)
            for i in self.scheme.rubric.indicators
        }

    @cached_property
    def members(self) -> Mapping[str, tuple[int, ...]]:
        """Row key of a sum → the indicators summed."""
        rubric = self.scheme.rubric
        every = tuple(i.id for i in rubric.indicators)
        sums = {
            category_row(c.id): tuple(i.id for i in rubric.in_category(c.id))
            for c in rubric.categories
        }
        return {**sums, "TOTAL": every, "LEVEL": every}

    def prepare(self) -> None:
        """Work out what every worker needs, so that forked ones find it done."""
        _ = (self.anchors, self.by_tambon, self.by_amphoe, self.row_labels)
        _ = (self.units, self.printed, self.members)
        self.place_names.prepare()

    def __getstate__(self) -> dict[str, object]:
        """Only what cannot be worked out again travels to a worker."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}


class _Elsewhere:
    """The same round in other provinces, each worked out once in a process."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.known: dict[str, ReadContext] = {}

    def in_province(self, code: str) -> ReadContext:
        """The context of a province of the packaged roster."""
        if code not in self.known:
            roster = load_roster(code)
            places = {a: roster.tambons(a.code) for a in roster.amphoes(code)}
            province = roster.province_of(code)
            self.known[code] = replace(self.context, province=province, amphoes=places)
        return self.known[code]
