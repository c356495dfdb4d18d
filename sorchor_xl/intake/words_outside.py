"""Words that a person wrote on an answer sheet outside its inputs, or beside a cell.

None of them counts, and none may vanish: each is told with its place. Those that seem to mend or
take back an answer are a warning. What the workbook says of itself is no person's word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.form.layout import EXTRA_COLUMNS, INPUT_COLUMNS, SheetKind, find_token
from sorchor_xl.form.row_keys import RowGroup, row_group
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At
from sorchor_xl.ooxml.references import a1

WORDS, MENDING_WORDS, MORE_WORDS = "N31", "W74", "W75"
_BLANK: Final = (None, "")
_MOST: Final = 30
"""Texts of one sheet that are told one by one; of more, the places."""
_MENDS: Final = re.compile(
    r"ยกเลิก|ไม่ใช้|ไม่นับ|ไม่เอา|ตัดออก|โมฆะ|แก้|เปลี่ยน|ที่ถูก|ผิด|แทน|ข้อ *\d|ตัวชี้วัด|void|cancel|wrong|ignore",
    re.IGNORECASE,
)
_INPUT_ROWS: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})
_LAST_YEAR: Final = "previous"


def say_words(page: AnswerSheet, area: Area) -> None:
    """Put down every text outside the inputs of a sheet that is not the workbook's own."""
    texts = page.context.printed_texts
    if texts is None or not page.located.columns:
        return
    told = {f.where.cell for f in page.found if f.where.sheet == page.sheet.name}
    found = {**dict(_typed(page)), **page.sheet.traits.comments}
    known = page.context.places_folded | _answers(page)
    strange = {
        at: text
        for at, text in sorted(found.items())
        if a1(*at) not in told
        if at in page.sheet.traits.comments or not texts.holds(text, known)
    }
    _say(page, area, strange)


def _answers(page: AnswerSheet) -> frozenset[str]:
    """Texts of the inputs: a form repeats the name of its assessor under the line to sign on."""
    rows = [r for k, r in page.located.rows.items() if row_group(k) is RowGroup.FIELD]
    column = page.located.columns.get("value")
    values = (page.sheet.value(row, column) for row in rows) if column is not None else ()
    return frozenset(fold(value) for value in values if isinstance(value, str) and value)


def _say(page: AnswerSheet, area: Area, strange: Mapping[At, str]) -> None:
    shown = dict(list(strange.items())[:_MOST])
    for at, text in shown.items():
        mends = _MENDS.search(normalise(text))
        page.say(MENDING_WORDS if mends else WORDS, area, at, value=text)
    rest = [a1(*at) for at in strange if at not in shown]
    if rest:
        page.say(MORE_WORDS, area, None, cells=", ".join(rest))


def _typed(page: AnswerSheet) -> Iterator[tuple[At, str]]:
    """Texts that stand where no input is; on other sheets than forms, numbers and days too."""
    whole = page.context.printed_texts.whole if page.context.printed_texts else frozenset()
    form = page.located.kind is SheetKind.FORM
    rows = {row: key for key, row in page.located.rows.items()}
    for r, cells in enumerate(page.sheet.rows):
        open_ = _open_columns(page, rows.get(r, ""), r)
        for c, cell in enumerate(cells):
            if cell in _BLANK or c in open_ or not (isinstance(cell, str) or not form):
                continue
            text = show(cell)
            if text in whole or _is_ours(page, (r, c), text):
                continue
            yield (r, c), text


def _open_columns(page: AnswerSheet, key: str, row: int) -> Collection[int]:
    """Columns of a row in which a person writes, or of which something else tells."""
    kind, columns = page.located.kind, page.located.columns
    if row == page.located.head_row:
        return {columns[c] for c in (*EXTRA_COLUMNS, _LAST_YEAR) if c in columns}
    if not key:
        return ()
    if kind is not SheetKind.FORM:
        return {columns[c] for c in INPUT_COLUMNS[kind] if c in columns}
    group = row_group(key)
    if group is RowGroup.INDICATOR:
        return {columns[c] for c in ("value", "note") if c in columns}
    return {columns["value"]} if group in _INPUT_ROWS and "value" in columns else ()


def _is_ours(page: AnswerSheet, at: At, text: str) -> bool:
    """A result of a formula, a token, a sign alone, or a figure of last year."""
    if page.sheet.traits.has_formula(*at) or find_token(text) is not None:
        return True
    if not any(letter.isalnum() for letter in text):
        return True
    column = page.located.columns.get(_LAST_YEAR)
    return at[1] == column and not any(letter.isalpha() for letter in text)


def told_once(found: Sequence[Finding], forms: int) -> list[Finding]:
    """The findings, words that stand alike on every form only once: a province's own wording."""
    places = Counter((f.where.cell, f.value) for f in found if f.code in (WORDS, MENDING_WORDS))
    kept: list[Finding] = []
    said: set[tuple[str, str]] = set()
    for finding in found:
        key = (finding.where.cell, fold(finding.value))
        alike = finding.code in (WORDS, MENDING_WORDS) and forms > 1
        if alike and places[finding.where.cell, finding.value] == forms and key in said:
            continue
        said.add(key)
        kept.append(finding)
    return kept
