"""Whose sheet is it: by the token in its locked cells, checked against what a person sees.

Nothing is guessed. The token, the tab, the title line and the line of the อำเภอ are witnesses of
their own: where one of them names another place, the sheet is read but counts for nobody until a
person decides. A sheet that shows our table without a token is named and not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sorchor_xl.domain.round.records import Tambon
from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.form.layout import (
    ANSWER_KINDS,
    LISTS,
    META,
    Lapse,
    Located,
    SheetKind,
    Token,
)
from sorchor_xl.form.locate import locate, sheet_tokens
from sorchor_xl.form.visible_anchors import find_head
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.intake.visible_places import (
    PlaceNames,
    SeenPlace,
    amphoe_in_title,
    place_in_title,
)
from sorchor_xl.workbooks.grid import Rows, SheetGrid

_TOP: Final = 15
_LABEL_ROWS, _LABEL_COLUMNS = 200, 16
_FEWEST_LABELS: Final = 5
_LONGEST_LINE: Final = 300
_AMPHOE_WORD: Final = "อำเภอ"
"""Stands in the line with the names of places, and in few other cells: the others are passed by."""
_SHEET_NAME_LIMIT: Final = 31
_LOST: Final = (Lapse.KEY_COLUMN_LOST, Lapse.KEY_ROW_LOST, Lapse.ROW_MISSING)


class Standing(StrEnum):
    """What a sheet is to us."""

    ANSWERS = "answers"
    OURS = "ours"
    TWO_TOKENS = "two_tokens"
    BAD_TOKEN = "bad_token"  # noqa: S105 - a state of a sheet, not a secret
    NO_TOKEN = "no_token"  # noqa: S105 - a state of a sheet, not a secret
    STRANGE = "strange"
    EMPTY = "empty"


class Doubt(StrEnum):
    """In what a sheet contradicts its token, as the code that says it."""

    OTHER_TAMBON = "E64"
    UNKNOWN_TAMBON = "E10"
    OTHER_AMPHOE = "E09"
    UNKNOWN_AMPHOE = "E08"
    """A name nobody bears: an error, but no claim to somebody else's answers."""


@dataclass(frozen=True)
class Dispute:
    """A doubt with the name as seen; ``amphoe_code`` is the อำเภอ that it speaks for, or ""."""

    doubt: Doubt
    seen: str
    amphoe_code: str = ""

    @property
    def is_claim(self) -> bool:
        """Whether the answers may be somebody else's, so that they count for nobody."""
        return self.doubt is not Doubt.UNKNOWN_AMPHOE


@dataclass(frozen=True)
class Claim:
    """What a sheet says it is. ``said`` holds the tokens that contradict each other.

    ``token`` stands where one does; ``witness`` is the ตำบล its other cells name, if any;
    ``disputes`` are the names seen that are not those of the token.
    """

    sheet: SheetGrid
    standing: Standing
    token: Token | None = None
    witness: Tambon | None = None
    said: tuple[str, str] = ("", "")
    disputes: tuple[Dispute, ...] = ()


def claim_of(sheet: SheetGrid, context: ReadContext) -> Claim:
    """What one sheet says it is."""
    if sheet.name in (META, LISTS):
        return Claim(sheet, Standing.OURS)
    if not any(cell not in (None, "") for row in sheet.rows for cell in row):
        return Claim(sheet, Standing.EMPTY)
    good, bad = sheet_tokens(sheet.rows)
    witness = area_witness(sheet.rows, context)
    if len(good) == 1 and not bad:
        return _claim_by(good[0], sheet, witness, context)
    if good:
        texts = (*(token.area for token in good), *(token.text for token in bad))
        said = (texts[0], texts[1])
        return Claim(sheet, Standing.TWO_TOKENS, good[0], witness.tambon, said)
    if bad:
        return Claim(sheet, Standing.BAD_TOKEN, None, witness.tambon, (bad[0].text, ""))
    ours = looks_like_ours(sheet.rows, context)
    return Claim(sheet, Standing.NO_TOKEN if ours else Standing.STRANGE, None, witness.tambon)


def _claim_by(token: Token, sheet: SheetGrid, witness: Witness, context: ReadContext) -> Claim:
    if token.kind not in ANSWER_KINDS:
        return Claim(sheet, Standing.OURS, token)
    look = _tambon_disputes if token.kind is SheetKind.FORM else _amphoe_disputes
    disputes = tuple(dict.fromkeys(look(token, sheet, context)))
    return Claim(sheet, Standing.ANSWERS, token, witness.tambon, disputes=disputes)


def _tambon_disputes(token: Token, sheet: SheetGrid, context: ReadContext) -> Iterator[Dispute]:
    """What the title and the tab of a form say against its token."""
    names, known = context.place_names, context.by_tambon.get(token.area)
    if known is None:
        return
    seen = place_in_title(sheet.rows, names, context.anchors[SheetKind.FORM].labels)
    if seen.tambon or seen.tambon_code:
        bearers = names.tambon_codes.get(fold(seen.tambon), frozenset())
        if seen.tambon_code not in ("", token.area) or (bearers and token.area not in bearers):
            yield _other_tambon(seen.tambon or seen.tambon_code, bearers, token)
        elif seen.tambon and not bearers:
            yield Dispute(Doubt.UNKNOWN_TAMBON, seen.tambon)
    yield from _against_amphoe(seen, token, names)
    on_tab = names.tambons_in(sheet.name)
    if on_tab and token.area not in on_tab:
        yield _other_tambon(sheet.name, on_tab, token)


def _other_tambon(seen: str, bearers: Iterable[str], token: Token) -> Dispute:
    """A claim of another ตำบล; of another อำเภอ where all that bear the name lie in it."""
    amphoes = {code[:4] for code in bearers}
    elsewhere = len(amphoes) == 1 and token.amphoe_code not in amphoes
    return Dispute(Doubt.OTHER_TAMBON, seen, amphoes.pop() if elsewhere else "")


def _amphoe_disputes(token: Token, sheet: SheetGrid, context: ReadContext) -> Iterator[Dispute]:
    """What the line with the อำเภอ of a register says against its token."""
    if token.area in context.by_amphoe:
        yield from _against_amphoe(amphoe_in_title(sheet.rows), token, context.place_names)


def _against_amphoe(seen: SeenPlace, token: Token, names: PlaceNames) -> Iterator[Dispute]:
    code = seen.amphoe_code or names.amphoe_called(seen.amphoe)
    if code and code != token.amphoe_code:
        yield Dispute(Doubt.OTHER_AMPHOE, seen.amphoe, code)
    elif seen.amphoe and not names.amphoe_called(seen.amphoe):
        yield Dispute(Doubt.UNKNOWN_AMPHOE, seen.amphoe)


@dataclass(frozen=True, slots=True)
class Witness:
    """What the line with the names of places says: code and name of a ตำบล, "" where not there."""

    code: str = ""
    name: str = ""
    tambon: Tambon | None = None


def area_witness(rows: Rows, context: ReadContext) -> Witness:
    """The line with the names of places in the top rows; an empty witness if it is not there."""
    pattern = _area_pattern(context.wording.part("form")["area"])
    for row in rows[:_TOP]:
        for text in [cell for cell in row if cell.__class__ is str and _AMPHOE_WORD in cell]:
            match = pattern.search(normalise(text)) if len(text) <= _LONGEST_LINE else None
            if match:
                return _witness(match["tambon"].strip(), match["tambon_code"].strip(), context)
    return Witness()


def _witness(name: str, code: str, context: ReadContext) -> Witness:
    tambon = context.by_tambon.get(code)
    agrees = tambon is not None and fold(tambon.name) == fold(name)
    return Witness(code, name, tambon if agrees else None)


@lru_cache(maxsize=4)
def _area_pattern(template: str) -> re.Pattern[str]:
    """The line as printed, with the words of the form around whatever stands in it."""
    parts = re.split(r"\{\{(\w+)\}\}", normalise(template))
    pattern = ""
    for place, part in enumerate(parts):
        pattern += f"(?P<{part}>[^()]*?)" if place % 2 else re.escape(part).replace(r"\ ", r"\s*")
    return re.compile(pattern)


def looks_like_ours(rows: Rows, context: ReadContext) -> bool:
    """Whether a sheet without a token shows one of our tables: its headings or its labels."""
    if any(find_head(rows, context.anchors[kind]) is not None for kind in _TABLES):
        return True
    labels = context.anchors[SheetKind.FORM].labels
    texts = {
        fold(cell)
        for row in rows[:_LABEL_ROWS]
        for cell in row[:_LABEL_COLUMNS]
        if isinstance(cell, str) and cell
    }
    return len(texts & labels.keys()) >= _FEWEST_LABELS


_TABLES: Final = (SheetKind.FORM, SheetKind.ORDERS, SheetKind.PLANS, SheetKind.AWARDS)


def located_of(claim: Claim, context: ReadContext) -> Located:
    """Where rows and columns stand on a sheet that has answers; a form where it has no token."""
    kind = claim.token.kind if claim.token else SheetKind.FORM
    return locate(claim.sheet.rows, context.anchors[kind])


def certain_without_token(claim: Claim, located: Located) -> bool:
    """Whether a form lost its token but nothing else: every key stands, code and name agree."""
    whole = not any(located.has(lapse) for lapse in _LOST)
    return claim.witness is not None and whole and "value" in located.columns


def expected_name(token: Token, context: ReadContext) -> str:
    """The name a sheet was issued with."""
    if token.kind is SheetKind.FORM:
        tambon = context.by_tambon.get(token.area)
        return f"ต.{tambon.name}"[:_SHEET_NAME_LIMIT] if tambon else ""
    return context.wording.sheets[token.kind]


def another_on_tab(claim: Claim, tambon: Tambon, context: ReadContext) -> bool:
    """Whether the tab of a sheet is named after another ตำบล than the one given."""
    named = context.place_names.tambons_in(claim.sheet.name)
    return bool(named) and tambon.code not in named
