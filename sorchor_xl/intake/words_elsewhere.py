"""What a person typed on sheets that nobody is asked to fill in: those that only show, our list of
corrections, and sheets of his own.

Words are told like those outside the inputs of a form; of a sheet with many of his own only those
that seem to mend an answer, for the sheet is named as left out anyway. A figure typed over what a
sheet shows is a warning: it changes nothing, and its writer may think it does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import fold
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.intake.answer_sheet import Area, At, list_cells
from sorchor_xl.intake.identity import Claim, Standing
from sorchor_xl.intake.out_of_sight import BEYOND, DRAWN
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.words_outside import (
    MENDING_WORDS,
    MORE_WORDS,
    MOST_WORDS,
    WORDS,
    mends,
)
from sorchor_xl.ooxml.references import a1
from sorchor_xl.workbooks.grid import SheetGrid
from sorchor_xl.workbooks.xlsx_shape import ROW_LIMIT

TYPED_OVER: Final = "W77"
_UNASKED: Final = frozenset({Standing.OURS, Standing.STRANGE, Standing.EMPTY})
_RESULTS: Final = frozenset({SheetKind.SUMMARY, SheetKind.CHECK})
_LISTED_ABOVE, _STATE = 5, 5
"""Rows above the list of corrections, and its last column, which says what is mended; 0-based."""


@dataclass(frozen=True)
class Elsewhere:
    """The sheets of one workbook that hold no answers, among all its sheets."""

    file: str
    claims: Sequence[Claim]
    context: ReadContext

    def findings(self, area: Area) -> Iterator[Finding]:
        """What stands on them that a person typed; nothing where our own texts are not known."""
        if self.context.printed_texts is None:
            return
        for claim in self.claims:
            if claim.standing in _UNASKED:
                yield from self._drawn(claim.sheet, area)
            if claim.standing is Standing.OURS and claim.token is not None:
                yield from self._of_ours(claim.sheet, claim.token.kind, area)
            elif claim.standing in (Standing.STRANGE, Standing.EMPTY):
                yield from self._of_theirs(claim.sheet, area)

    def _of_ours(self, sheet: SheetGrid, kind: SheetKind, area: Area) -> Iterator[Finding]:
        """Words on a sheet that only shows, and figures typed over what it shows."""
        is_own = self._is_listed if kind is SheetKind.CORRECTIONS else self._is_printed
        texts = _words_in(sheet, self._spelt) if kind in _RESULTS else _texts(sheet, self._spelt)
        typed = {at: text for at, text in texts if not is_own(sheet, at, text)}
        yield from self._words(sheet, area, {**typed, **sheet.traits.comments})
        if sheet.traits.beyond:
            yield self._say(BEYOND, sheet, area, None, "", limit=ROW_LIMIT)
        figures = [*_typed_figures(sheet)] if kind in _RESULTS else []
        if figures:
            cells = list_cells(at for at, _ in figures)
            yield self._say(
                TYPED_OVER, sheet, area, figures[0][0], show(figures[0][1]), cells=cells
            )

    def _drawn(self, sheet: SheetGrid, area: Area) -> Iterator[Finding]:
        """Pictures and lines, which are not looked at."""
        at = sorted({(d.top, d.left) for d in sheet.traits.drawn})
        if at:
            yield self._say(DRAWN, sheet, area, at[0], "", cells=list_cells(at))

    def _of_theirs(self, sheet: SheetGrid, area: Area) -> Iterator[Finding]:
        """Words on a sheet that a person added."""
        typed = {**dict(_texts(sheet)), **sheet.traits.comments}
        if len(typed) > MOST_WORDS:
            typed = {at: text for at, text in typed.items() if mends(text)}
        yield from self._words(sheet, area, typed)

    def _words(self, sheet: SheetGrid, area: Area, typed: Mapping[At, str]) -> Iterator[Finding]:
        for at, text in sorted(typed.items())[:MOST_WORDS]:
            yield self._say(MENDING_WORDS if mends(text) else WORDS, sheet, area, at, text)
        rest = [a1(*at) for at in sorted(typed)[MOST_WORDS:]]
        if rest:
            yield self._say(MORE_WORDS, sheet, area, None, "", cells=", ".join(rest))

    def _is_printed(self, sheet: SheetGrid, at: At, text: str) -> bool:
        """Whether a text is the sheet's own, or repeats an answer of another."""
        known = self.context.own_words(text) or sheet.traits.has_formula(*at)
        if known or fold(text) in self._answered:
            return True
        return not sheet.traits.has_formulas and self.context.results(text)

    def _is_listed(self, sheet: SheetGrid, at: At, text: str) -> bool:
        """Whether a text is one of our list of corrections."""
        row, column = at
        state = self.context.wording.part("corrections")
        ours = {fold(str(state[key])) for key in ("look", "waiting", "mended")}
        if column > _STATE:
            return False
        if row < _LISTED_ABOVE:
            return True
        if sheet.value(row, 0) in (None, ""):
            return False
        return column < _STATE or sheet.traits.has_formula(*at) or fold(text) in ours

    @property
    def _spelt(self) -> Collection[str]:
        """Texts of the master as they are written, which need no further look."""
        printed = self.context.printed_texts
        return printed.spelt if printed is not None else ()

    @cached_property
    def _answered(self) -> frozenset[str]:
        """Texts of the sheets with answers: what only shows repeats some."""
        asked = (claim.sheet for claim in self.claims if claim.standing is Standing.ANSWERS)
        return frozenset(fold(text) for sheet in asked for _, text in _texts(sheet))

    def _say(
        self,
        code: str,
        sheet: SheetGrid,
        area: Area,
        at: At | None,
        value: str,
        **params: str | int,
    ) -> Finding:
        where = Where(self.file, sheet.name, a1(*at) if at else "")
        filled: dict[str, str | int] = {**area.params, **params}
        return Finding(code, where, area.amphoe_code, area.tambon_code, None, value, filled)


def _texts(sheet: SheetGrid, known: Collection[str] = ("",)) -> Iterator[tuple[At, str]]:
    """The texts of a sheet that have a letter or a digit, but for those known."""
    for r, cells in enumerate(sheet.rows):
        for c, value in enumerate(cells):
            if value.__class__ is str and value not in known and any(map(str.isalnum, value)):
                yield (r, c), " ".join(value.split())


def _words_in(sheet: SheetGrid, known: Collection[str]) -> Iterator[tuple[At, str]]:
    """The texts of a sheet that have a letter, but for those known."""
    return ((at, text) for at, text in _texts(sheet, known) if any(map(str.isalpha, text)))


def _typed_figures(sheet: SheetGrid) -> Iterator[tuple[At, object]]:
    """Figures on a sheet whose other results come from formulas; none where it has no formula,
    for then it was pasted as values."""
    figures = [
        ((r, c), value)
        for r, cells in enumerate(sheet.rows)
        for c, value in enumerate(cells)
        if value.__class__ in (int, float) or _is_figure(value)
    ]
    typed = [(at, value) for at, value in figures if not sheet.traits.has_formula(*at)]
    yield from typed if len(typed) < len(figures) else ()


def _is_figure(value: object) -> bool:
    """Whether a text has a digit and no letter: "23/23"."""
    if not isinstance(value, str):
        return False
    return any(map(str.isdigit, value)) and not any(map(str.isalpha, value))
