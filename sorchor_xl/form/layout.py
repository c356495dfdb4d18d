"""Keys, tokens and anchors of the district workbook: the one room that knows where things stand.

Every answer sheet is a keyed table. A hidden column holds row keys, a hidden row holds column keys,
and an input is a row key × a column key. Visible numbers, codes, labels and headings are the second
witness, used where the keys were lost. Nothing here opens a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sorchor_xl.data.form_texts import FormWording, load_wording
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.form.row_keys import (
    DISTRICT_ROWS,
    FIELD_ROWS,
    FOOT_ROWS,
    base_row,
    category_row,
    indicator_row,
)

LAYOUT_VERSION: Final = 1
"""Raised when an older program could no longer read the keys of a newer form."""

EXTRA_LIMIT: Final = 5
"""Most criteria of its own a province may add to คัดเลือกดีเด่น (แนวทาง ข้อ 7.6)."""

LISTS: Final = "_lists"
META: Final = "_meta"
"""Names of the hidden sheets."""

KEYS_MARK: Final = "KEYS"
HEAD_MARK: Final = "HEAD"
STARTED_ROW: Final = "STARTED"
"""Row key of the band over the bases of a form, which also tells whether anything was entered."""


class SheetKind(StrEnum):
    """What a sheet is, as one letter of its token."""

    FORM = "F"
    ORDERS = "O"
    PLANS = "P"
    AWARDS = "W"
    DISTRICT = "D"
    SUMMARY = "S"
    CHECK = "K"
    RULES = "R"
    INSTRUCTIONS = "N"
    CORRECTIONS = "C"


ANSWER_KINDS: Final = (
    SheetKind.FORM,
    SheetKind.ORDERS,
    SheetKind.PLANS,
    SheetKind.AWARDS,
    SheetKind.DISTRICT,
)

ORDER_COLUMNS: Final = (
    "no",
    "code",
    "area",
    "order",
    "number",
    "signed_on",
    "reviewed",
    "members",
    "qualified",
    "qualified_count",
    "copy_sent_on",
    "status",
)
PLAN_COLUMNS: Final = (
    "no",
    "code",
    "area",
    "integrated",
    "sent_to_amphoe_on",
    "sent_to_local_on",
    "mission_assigned",
    "kok_nong_na_run",
    "plots",
    "kok_nong_na",
    "plan_level",
    "status",
)
EXTRA_COLUMNS: Final = tuple(f"extra{n}" for n in range(1, EXTRA_LIMIT + 1))
AWARD_COLUMNS: Final = (
    "no",
    "code",
    "area",
    "level",
    "nominated",
    "study_site",
    "food",
    "environment",
    "immunity",
    "last_award_year",
    "last_award_level",
    "standard_year",
    *EXTRA_COLUMNS,
    "note",
)
DISTRICT_COLUMNS: Final = ("label", "value")

COLUMNS: Final[Mapping[SheetKind, tuple[str, ...]]] = {
    SheetKind.ORDERS: ORDER_COLUMNS,
    SheetKind.PLANS: PLAN_COLUMNS,
    SheetKind.AWARDS: AWARD_COLUMNS,
    SheetKind.DISTRICT: DISTRICT_COLUMNS,
}
"""Column keys of an answer sheet whose columns no rubric decides, left to right."""


def criterion_columns(points: int) -> tuple[str, ...]:
    """Column keys of the printed criteria of a form, from the lowest points to the highest."""
    between = (f"mid{n}" if n > 1 else "mid" for n in range(1, points - 1))
    return ("low", *between, "high")


def form_columns(rubric: Rubric) -> tuple[str, ...]:
    """Column keys of a form, left to right: a criterion for each number of points."""
    return (
        *("no", "label", *criterion_columns(rubric.max_points)),
        *("unit", "value", "base", "share", "points", "standing", "previous", "note", "status"),
    )


def sheet_columns(kind: SheetKind, rubric: Rubric) -> tuple[str, ...]:
    """Column keys of an answer sheet, left to right."""
    return form_columns(rubric) if kind is SheetKind.FORM else COLUMNS[kind]


def form_headings(rubric: Rubric, words: FormWording) -> Mapping[str, str]:
    """Column key of a form → its heading; a criterion is called as the points it is worth."""
    head = words.part("words")["criterion_head"]
    keys = criterion_columns(rubric.max_points)
    criteria = {
        key: head.format(name=name, points=points)
        for points, (key, name) in enumerate(zip(keys, rubric.score_names, strict=True), start=1)
    }
    return {**words.headings[SheetKind.FORM], **criteria}


INPUT_COLUMNS: Final[Mapping[SheetKind, tuple[str, ...]]] = {
    SheetKind.FORM: ("value", "note"),
    SheetKind.ORDERS: ORDER_COLUMNS[ORDER_COLUMNS.index("number") : -1],
    SheetKind.PLANS: PLAN_COLUMNS[PLAN_COLUMNS.index("integrated") : -1],
    SheetKind.AWARDS: AWARD_COLUMNS[AWARD_COLUMNS.index("nominated") :],
    SheetKind.DISTRICT: ("value",),
}
"""The column keys an officer writes in."""

WORD_LISTS: Final[Mapping[str, str]] = {
    "plan_level": "plan_levels",
    "last_award_level": "award_levels",
}
"""Column key → the words it is chosen from, a table of the wording and, after sx_, a name."""

ADDED_COLUMNS: Final = frozenset(
    {
        *("reviewed", "qualified_count", "mission_assigned", "kok_nong_na_run", "plots"),
        *("plan_level", "last_award_level"),
    }
)
"""Columns that forms of an earlier edition do not have: their absence is nobody's doing."""


@dataclass(frozen=True, slots=True)
class Token:
    """Identity of one sheet. ``area`` is a ตำบล or อำเภอ code, ``year`` is พ.ศ."""

    rubric_id: str
    year: int
    area: str
    kind: SheetKind
    layout: int = LAYOUT_VERSION

    @property
    def amphoe_code(self) -> str:
        """Code of the อำเภอ the sheet belongs to."""
        return self.area[:4]


@dataclass(frozen=True, slots=True)
class BadToken:
    """Something that looks like a token but whose check characters do not fit."""

    text: str


_TOKEN: Final = re.compile(
    r"SX(\d)/([A-Z0-9][A-Z0-9._-]*)/(\d{4})/([TA])(\d{6}|\d{4})/([A-Z])/([0-9A-Z]{2})(?![0-9A-Z])"
)
_TOKEN_LIKE: Final = re.compile(r"SX[^\s/]?/\S{4,}")
_RUBRIC_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]*")
_KINDS: Final = frozenset(SheetKind)
_PRIME: Final = 1291
_RADIX: Final = 37
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_token(token: Token) -> str:
    """The token as printed, ``SX1/CDD-2564/2564/T310101/F/3K``; ValueError for an unusable id."""
    if not _RUBRIC_ID.fullmatch(token.rubric_id):
        raise ValueError(f"a rubric id is lower-case ASCII, not {token.rubric_id!r}")
    letter = "A" if len(token.area) == len("3101") else "T"
    body = (
        f"SX{token.layout}/{token.rubric_id.upper()}/{token.year}/{letter}{token.area}/{token.kind}"
    )
    return f"{body}/{_check(body)}"


def find_token(text: str) -> Token | BadToken | None:
    """The token in a cell's text, whatever stands around it; None where there is none.

    Case, spaces, Thai digits and full-width forms do not matter. A `BadToken` means that
    something was typed over: it names nobody.
    """
    return _token_in(text) if "/" in text or "／" in text else None


@lru_cache(maxsize=4096)
def _token_in(text: str) -> Token | BadToken | None:
    plain = normalise(text).upper().replace(" ", "")
    match = _TOKEN.search(plain)
    if match is None:
        like = _TOKEN_LIKE.search(plain)
        return BadToken(like[0]) if like else None
    body = match[0][:-3]
    sound = _check(body) == match[7] and match[6] in _KINDS
    if not sound or len(match[5]) != {"T": 6, "A": 4}[match[4]]:
        return BadToken(match[0])
    return Token(match[2].lower(), int(match[3]), match[5], SheetKind(match[6]), int(match[1]))


def _check(body: str) -> str:
    """Two characters that change with any one character, and with any two neighbours swapped."""
    total = 0
    for char in body:
        total = (total * _RADIX + ord(char)) % _PRIME
    return _DIGITS[total // 36] + _DIGITS[total % 36]


@dataclass(frozen=True, eq=False)
class Anchors:
    """What is looked for on a sheet of one kind.

    ``headings`` and ``labels`` map folded visible texts to column and row keys; ``rows`` are the
    expected row keys in order, empty where they are one per ตำบล; ``numbered`` is how many
    indicators carry a ลำดับ; ``columns`` are the column keys in order.
    """

    kind: SheetKind
    columns: tuple[str, ...]
    headings: Mapping[str, str]
    labels: Mapping[str, str]
    rows: tuple[str, ...] = ()
    numbered: int = 0


def anchors_for(rubric: Rubric, wording: FormWording | None = None) -> Mapping[SheetKind, Anchors]:
    """The anchors of every answer sheet of a rubric's form; build once, use for every file."""
    words = wording or load_wording()
    plain = {kind: _anchors(words, kind) for kind in (SheetKind.PLANS, SheetKind.AWARDS)}
    return {
        **plain,
        SheetKind.FORM: _form_anchors(rubric, words),
        SheetKind.DISTRICT: _anchors(
            words,
            SheetKind.DISTRICT,
            {fold(words.labels[key]): key for key in DISTRICT_ROWS},
            DISTRICT_ROWS,
        ),
        SheetKind.ORDERS: _anchors(
            words,
            SheetKind.ORDERS,
            {fold(text): suffix for suffix, text in words.order_kinds.items()},
        ),
    }


def _anchors(
    words: FormWording,
    kind: SheetKind,
    labels: Mapping[str, str] | None = None,
    rows: tuple[str, ...] = (),
) -> Anchors:
    return Anchors(kind, COLUMNS[kind], _folded(words.headings[kind]), labels or {}, rows)


def _folded(headings: Mapping[str, str]) -> Mapping[str, str]:
    return {fold(text): key for key, text in headings.items()}


def form_rows(rubric: Rubric) -> tuple[str, ...]:
    """Row keys of a form sheet, top to bottom."""
    indicators: list[str] = []
    for category in rubric.categories:
        indicators.append(category_row(category.id))
        indicators.extend(indicator_row(i.id) for i in rubric.in_category(category.id))
    bases = [base_row(b.key) for b in rubric.bases]
    return (*bases, *FIELD_ROWS, *indicators, *FOOT_ROWS)


def _form_anchors(rubric: Rubric, words: FormWording) -> Anchors:
    labels = {fold(b.label): base_row(b.key) for b in rubric.bases}
    for indicator in rubric.indicators:
        for text in (indicator.display, indicator.text):
            labels[fold(text)] = indicator_row(indicator.id)
    for category in rubric.categories:
        for text in (category.display, category.text):
            labels[fold(text)] = category_row(category.id)
    labels.update({fold(words.labels[key]): key for key in FIELD_ROWS})
    return Anchors(
        SheetKind.FORM,
        form_columns(rubric),
        _folded(form_headings(rubric, words)),
        labels,
        form_rows(rubric),
        len(rubric.indicators),
    )


class Lapse(StrEnum):
    """What is unlike the sheet as issued."""

    KEY_COLUMN_LOST = "key_column_lost"
    KEY_ROW_LOST = "key_row_lost"
    ROW_MISSING = "row_missing"
    COLUMN_MISSING = "column_missing"
    ROW_DUPLICATED = "row_duplicated"
    COLUMN_DUPLICATED = "column_duplicated"
    ROWS_REORDERED = "rows_reordered"
    COLUMNS_REORDERED = "columns_reordered"
    ROW_INSERTED = "row_inserted"
    ROW_CONTRADICTED = "row_contradicted"
    COLUMN_CONTRADICTED = "column_contradicted"
    STRAY_VALUE = "stray_value"
    """Something in the column of answers where no indicator stands; ``at`` is (row, column)."""


@dataclass(frozen=True, slots=True)
class Note:
    """One lapse: the keys it concerns, and the 0-based rows or columns where it shows."""

    lapse: Lapse
    keys: tuple[str, ...] = ()
    at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Located:
    """Where things stand on one sheet; row and column indices are 0-based from A1.

    A key that is missing, stands twice, or whose two witnesses contradict each other is not in
    ``rows`` or ``columns`` — there is a note instead — so no answer is ever taken from a place
    that is in doubt.
    """

    kind: SheetKind
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    head_row: int | None = None
    notes: tuple[Note, ...] = ()

    def cell(self, row: str, column: str) -> tuple[int, int] | None:
        """0-based (row, column) of an input; None where either key was not found."""
        try:
            return self.rows[row], self.columns[column]
        except KeyError:
            return None

    def has(self, lapse: Lapse) -> bool:
        """Whether a lapse was noted."""
        return any(note.lapse is lapse for note in self.notes)
