"""Words that a person wrote on an answer sheet outside its inputs, or beside a cell.

None of them counts, and none may vanish: each is told with its place. Those that seem to mend or
take back an answer are a warning. What the workbook says of itself is no person's word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.form.layout import (
    EXTRA_COLUMNS,
    HEAD_MARK,
    INPUT_COLUMNS,
    SheetKind,
    criterion_columns,
)
from sorchor_xl.form.live_formulas import FORM_HELPERS
from sorchor_xl.form.printed_texts import PrintedTexts
from sorchor_xl.form.row_keys import FOOT_ROWS, RowGroup, row_group
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At, Item
from sorchor_xl.intake.out_of_sight import DRAWN
from sorchor_xl.intake.outside_inputs import is_typed_text
from sorchor_xl.ooxml.references import a1

WORDS, MENDING_WORDS, MORE_WORDS, REWORDED = "N31", "W74", "W75", "W60"
MOST_WORDS: Final = 30
"""Texts of one sheet that are told one by one; of more, the places."""
_MENDS: Final = re.compile(
    r"ยกเลิก|ไม่ใช้|ไม่นับ|ไม่เอา|ตัดออก|โมฆะ|แก้|เปลี่ยน|ที่ถูก|ผิด|แทน|ข้อ *\d|ตัวชี้วัด|void|cancel|wrong|ignore",
    re.IGNORECASE,
)
_INPUT_ROWS: Final = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})
_OF_WORDING: Final = frozenset({WORDS, MENDING_WORDS, REWORDED})
_ALIKE: Final = 2
_LAST_YEAR: Final = "previous"
_POINTS_BEHIND: Final = re.compile(r" \([\d–-]\)$")


_OF_AN_ANSWER: Final = re.compile(
    r"(?:ข้อ|ตัวชี้วัด)(?:ที่)? *\d{1,2}(?!\d).{0,60}(?:แก้|เปลี่ยน|เป็น|ผิด|(?:คือ|=) *\d)"
    r"|(?:แก้|เปลี่ยน|ผิด).{0,60}(?:ข้อ|ตัวชี้วัด)(?:ที่)? *\d{1,2}(?!\d)"
    r"|(?:ยกเลิก|(?:ไม่|ห้าม|เลิก|อย่า)(?:ต้อง)?ใช้|ไม่นับ|ทิ้ง|ลบ).{0,30}(?:ไฟล์|ฉบับ|แบบประเมิน|เมล)"
    r"|(?:ไฟล์|ฉบับ|เมล|อีเมล)(?:นี้|ที่|ก่อน|แรก|เดิม|เมื่อ).{0,30}"
    r"(?:ยกเลิก|ไม่ใช้|ผิด|ไม่สมบูรณ์|ยังไม่|เป็นร่าง|ฉบับร่าง|ไม่ถูก)"
)


def speaks_of_an_answer(text: str) -> bool:
    """Whether a mail says that an answer is another ("ข้อ 5 แก้เป็น 12"), or takes a file back."""
    return _OF_AN_ANSWER.search(normalise(text)) is not None


def mends(text: str) -> bool:
    """Whether words may mend an answer, or take one back."""
    return _MENDS.search(normalise(text)) is not None


def say_words(page: AnswerSheet, area: Area) -> None:
    """Put down every text outside the inputs of a sheet that is not the workbook's own."""
    printed = page.context.printed_texts
    if printed is None or not page.located.columns:
        return
    comments = page.sheet.traits.comments
    found = [*((*found, False) for found in _typed(page, printed))]
    found += [(at, text, True) for at, text in comments.items()]
    if not found:
        return
    told: dict[str, set[str]] = {}
    for f in page.found:
        if f.where.sheet == page.sheet.name:
            told.setdefault(f.where.cell, set()).add(f.value)
    repeated = _answers(page)
    _say(
        page,
        area,
        [
            Words(at, text, beside)
            for at, text, beside in sorted(found)
            if not _is_told(text, told.get(a1(*at), ()), beside=beside)
            and (beside or not _is_ours(page, text, repeated))
        ],
    )


def _is_ours(page: AnswerSheet, text: str, repeated: Collection[str]) -> bool:
    """Whether a text repeats an answer, or may be a result on a sheet pasted as values."""
    if fold(text) in repeated:
        return True
    printed = page.context.printed_texts
    if page.sheet.traits.has_formulas or printed is None:
        return False
    return page.context.results(text) or printed.makes(text, repeated)


class Words(NamedTuple):
    """What stands at a cell, in it or beside it."""

    at: At
    text: str
    beside: bool


def _is_told(text: str, told: Collection[str], *, beside: bool) -> bool:
    """Whether something is said of these words: of a cell by its place, of a comment by its text,
    for another finding may be about the value it stands beside."""
    return text in told if beside else bool(told)


def _say_one(page: AnswerSheet, area: Area, words: Words) -> None:
    """A printed text that was changed, or words where nothing is printed."""
    at, text, comment = words
    row, column = _keys_of(page, at)
    form = page.located.kind is SheetKind.FORM
    signature = row in FOOT_ROWS and column in _under_signatures(page)
    printed = page.context.printed_texts
    if form and not comment and not signature and printed and (row, column) in printed.on_form:
        label = page.context.row_labels.get(row) or column or row
        page.input_at(at, area, Item(label=label)).say(REWORDED, text)
        return
    heading = not form and at[0] <= (page.located.head_row or 0)
    mending = mends(text) and not (heading and not comment)
    page.say(MENDING_WORDS if mending else WORDS, area, at, value=text)


def _under_signatures(page: AnswerSheet) -> Collection[str]:
    """Columns of the signatures below the table: names are typed over their dots."""
    return ("no", "label", *criterion_columns(page.context.scheme.rubric.max_points))


def _keys_of(page: AnswerSheet, at: At) -> tuple[str, str]:
    """Row and column key of a place, "" where it has none."""
    row = next((key for key, r in page.located.rows.items() if r == at[0]), "")
    if at[0] == page.located.head_row:
        row = HEAD_MARK
    column = next((key for key, c in page.located.columns.items() if c == at[1]), "")
    return row, column


def _answers(page: AnswerSheet) -> frozenset[str]:
    """Texts of the inputs: a form repeats the name of its assessor under the line to sign on."""
    rows = [r for k, r in page.located.rows.items() if row_group(k) is RowGroup.FIELD]
    column = page.located.columns.get("value")
    values = (page.sheet.value(row, column) for row in rows) if column is not None else ()
    return frozenset(fold(value) for value in values if isinstance(value, str) and value)


def _say(page: AnswerSheet, area: Area, strange: Sequence[Words]) -> None:
    for words in strange[:MOST_WORDS]:
        _say_one(page, area, words)
    rest = dict.fromkeys(a1(*words.at) for words in strange[MOST_WORDS:])
    if rest:
        page.say(MORE_WORDS, area, None, cells=", ".join(rest))


def _typed(page: AnswerSheet, printed: PrintedTexts) -> Iterator[tuple[At, str]]:
    """Texts that stand where no input is; on other sheets than forms, numbers and days too."""
    spelt, known, before = printed.spelt, page.context.own_words, page.context.rows_before
    form = page.located.kind is SheetKind.FORM
    keys = {row: key for key, row in page.located.rows.items()}
    head = page.located.head_row or 0
    last = max(page.located.columns.values())
    live = form and page.sheet.traits.has_formulas
    helpers = range(last + 1, last + 1 + len(FORM_HELPERS)) if form and not live else ()
    for r, cells in enumerate(page.sheet.rows):
        alike, odd = before.get(r, ((), ()))
        if alike != cells:
            odd = [c for c, v in enumerate(cells) if v.__class__ is str and v not in spelt]
            before[r] = cells, odd
        if not form and r not in keys and r > head:
            other = (c for c, v in enumerate(cells) if v is not None and v.__class__ is not str)
            odd = [*odd, *other]
        if not odd:
            continue
        open_ = {*_open_columns(page, keys.get(r, ""), r), *helpers}
        for c in odd:
            cell = cells[c]
            ours = isinstance(cell, str) and (known(cell) or known(show(cell)))
            if c in open_ or ours or page.sheet.traits.has_formula(r, c):
                continue
            text = show(cell)
            if form and is_typed_text(text):
                continue
            if not _is_last_years(page, c, text):
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


def _is_last_years(page: AnswerSheet, column: int, text: str) -> bool:
    """A figure that we filled in beside an input: of the column another check tells."""
    if column != page.located.columns.get(_LAST_YEAR):
        return False
    return _POINTS_BEHIND.search(text) is not None or not any(map(str.isalpha, text))


def without_own_wording(found: Sequence[Finding], forms: int) -> list[Finding]:
    """The findings, less texts that are the same on every form: the province's own wording, or
    that of another edition. What stands where nothing is printed is kept once: it may have been
    typed while all sheets were selected.
    """
    sheets: dict[str, set[str]] = {}
    printed: set[str] = set()
    for f in found:
        if f.code in _OF_WORDING:
            sheets.setdefault(fold(f.value), set()).add(f.where.sheet)
            printed |= {fold(f.value)} if f.code == REWORDED else set()
    found = _without_own_pictures(found, forms)
    own = {text for text, where in sheets.items() if len(where) >= max(forms, _ALIKE)}
    said = set(printed)
    return [f for f in found if f.code not in _OF_WORDING or _is_first(fold(f.value), own, said)]


def _without_own_pictures(found: Sequence[Finding], forms: int) -> list[Finding]:
    """The findings, less pictures that lie at the same place on every form: the province's sign."""
    pictures = Counter(f.where.cell for f in found if f.code == DRAWN and f.tambon_code)
    return [
        f
        for f in found
        if f.code != DRAWN or not f.tambon_code or pictures[f.where.cell] < max(forms, _ALIKE)
    ]


def _is_first(text: str, own: Collection[str], said: set[str]) -> bool:
    """Whether a text is no own wording, or was not said before."""
    new = text not in own or text not in said
    said.add(text)
    return new
