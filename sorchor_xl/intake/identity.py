"""Whose sheet is it: by the token in its locked cells, checked against what else it says.

Nothing is guessed. A sheet whose witnesses contradict each other, or that shows our table without
a token, is named and not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    BadToken,
    Lapse,
    Located,
    SheetKind,
    Token,
    find_token,
)
from sorchor_xl.form.locate import locate
from sorchor_xl.form.visible_anchors import find_head
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.workbooks.grid import Rows, SheetGrid

_TOP: Final = 15
_LABEL_ROWS, _LABEL_COLUMNS = 200, 16
_FEWEST_LABELS: Final = 5
_LONGEST_LINE: Final = 300
_AMPHOE_WORD: Final = "อำเภอ"
"""Stands in the line with the names of places, and in few other cells: the others are passed by."""
_SHEET_NAME_LIMIT: Final = 31
_LOST: Final = (Lapse.KEY_COLUMN_LOST, Lapse.KEY_ROW_LOST, Lapse.ROW_MISSING)
_token_in = lru_cache(maxsize=4096)(find_token)


class Standing(StrEnum):
    """What a sheet is to us."""

    ANSWERS = "answers"
    OURS = "ours"
    TWO_TOKENS = "two_tokens"
    BAD_TOKEN = "bad_token"  # noqa: S105 - a state of a sheet, not a secret
    NAME_DIFFERS = "name_differs"
    NO_TOKEN = "no_token"  # noqa: S105 - a state of a sheet, not a secret
    STRANGE = "strange"
    EMPTY = "empty"


@dataclass(frozen=True)
class Claim:
    """What a sheet says it is. ``said`` holds the texts that contradict each other.

    ``token`` stands where one does; ``witness`` is the ตำบล its other cells name, if any.
    """

    sheet: SheetGrid
    standing: Standing
    token: Token | None = None
    witness: Tambon | None = None
    said: tuple[str, str] = ("", "")


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
    if token.kind is SheetKind.FORM and witness.contradicts(token, context):
        return Claim(sheet, Standing.NAME_DIFFERS, token, witness.tambon, (witness.text, ""))
    return Claim(sheet, Standing.ANSWERS, token, witness.tambon)


def sheet_tokens(rows: Rows) -> tuple[tuple[Token, ...], tuple[BadToken, ...]]:
    """The different tokens in the top rows; the whole sheet is searched if none is there."""
    for part in (rows[:_TOP], rows[_TOP:]):
        found = dict.fromkeys(_tokens_in(part))
        if found:
            good = tuple(t for t in found if isinstance(t, Token))
            return good, tuple(t for t in found if isinstance(t, BadToken))
    return (), ()


def _tokens_in(rows: Rows) -> Iterator[Token | BadToken]:
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and ("/" in cell or "／" in cell):
                token = _token_in(cell)
                if token is not None:
                    yield token


@dataclass(frozen=True, slots=True)
class Witness:
    """What the line with the names of places says: code and name of a ตำบล, "" where not there."""

    text: str = ""
    code: str = ""
    name: str = ""
    tambon: Tambon | None = None

    def contradicts(self, token: Token, context: ReadContext) -> bool:
        """Whether it names another ตำบล than the token does."""
        known = context.by_tambon.get(token.area)
        if self.code and self.code != token.area:
            return True
        return bool(self.name and known) and fold(self.name) != fold(known.name if known else "")


def area_witness(rows: Rows, context: ReadContext) -> Witness:
    """The line with the names of places in the top rows; an empty witness if it is not there."""
    pattern = _area_pattern(context.wording.part("form")["area"])
    for row in rows[:_TOP]:
        for cell in row:
            if not isinstance(cell, str) or _AMPHOE_WORD not in cell or len(cell) > _LONGEST_LINE:
                continue
            match = pattern.search(normalise(cell))
            if match:
                return _witness(match["tambon"].strip(), match["tambon_code"].strip(), context)
    return Witness()


def _witness(name: str, code: str, context: ReadContext) -> Witness:
    tambon = context.by_tambon.get(code)
    agrees = tambon is not None and fold(tambon.name) == fold(name)
    return Witness(name, code, name, tambon if agrees else None)


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


def named_after_another(claim: Claim, context: ReadContext) -> Tambon | None:
    """The ตำบล of the same อำเภอ that a form's sheet is named after, if it is not its own."""
    if claim.token is None or claim.token.kind is not SheetKind.FORM:
        return None
    names = context.by_sheet_name[claim.token.amphoe_code]
    tambon = names.get(fold(claim.sheet.name))
    return tambon if tambon is not None and tambon.code != claim.token.area else None
