"""One form sheet → what it says about its ตำบล.

Answers are found by row key × column heading. Formula results are never read; a constant where a
formula of ours stood is compared with our own result, told, and not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sorchor_xl.domain.round.records import BLANK_ENTRY, Entry, EntryState, Tambon, TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Base, Indicator
from sorchor_xl.domain.scoring.score import Judgement, judge_return
from sorchor_xl.domain.thai.numbers import is_none_word, parse_count, show
from sorchor_xl.domain.thai.text import normalise
from sorchor_xl.form.row_keys import (
    FIELD_ROWS,
    RowGroup,
    base_row,
    indicator_row,
    row_group,
)
from sorchor_xl.intake.answer_sheet import AnswerSheet, Area, At, Item, swallowed_inputs
from sorchor_xl.intake.last_years_column import say_typed_beside
from sorchor_xl.intake.outside_inputs import say_outside
from sorchor_xl.intake.structure import say_structure
from sorchor_xl.intake.taken_back import say_remarks, say_taken_back
from sorchor_xl.intake.values import read_choice, read_count, read_date, read_text
from sorchor_xl.intake.words_outside import WORDS
from sorchor_xl.ooxml.references import a1
from sorchor_xl.workbooks.sheet_traits import BLIND

_VALUE, _NOTE, _POINTS = "value", "note", "points"
_TYPED_OVER, _POINTS_DIFFER = "W20", "W11"
_INPUT_GROUPS = frozenset({RowGroup.BASE, RowGroup.INDICATOR, RowGroup.FIELD})
_UNSIGNED, _NUMBER_IN_NOTE = "E28", "W63"
_PREFILLED = "missions"
"""The one base a province may fill in before the form goes out (A11)."""
_BLANK = (None, "")


def read_form(page: AnswerSheet, tambon: Tambon) -> TambonReturn:
    """The return of a ตำบล; what is wrong with it is put on the page."""
    area = Area(tambon.name, tambon.amphoe_code, tambon.code)
    page = replace(page, swallowed=swallowed_inputs(page.sheet, _inputs(page)))
    say_structure(page, area, (_VALUE,))
    labels = page.context.row_labels
    assessor, assessed_on = (
        page.input(row, _VALUE, area, Item(label=labels[row])) for row in FIELD_ROWS
    )
    fields = {"assessor": assessor, "assessed_on": assessed_on}
    ret = TambonReturn(
        code=tambon.code,
        bases=_bases(page, area),
        answers=_answers(page, area),
        notes=dict(_notes(page)),
        assessor=read_text(assessor),
        assessed_on=read_date(assessed_on),
        where=page.where(),
        places={name: a1(*cell.at) for name, cell in fields.items() if cell is not None},
    )
    ret = _untouched(ret, page.context.mission_count)
    if assessor is not None and not ret.is_blank and not _is_name(show(assessor.raw)):
        assessor.say(_UNSIGNED, "")
    judged = judge_return(page.context.scheme, ret)
    _say_typed_over(page, area, judged)
    say_typed_beside(page, area)
    say_outside(page, area, ret, judged)
    if not ret.is_blank:
        _say_numbers_in_notes(page, area, ret, judged)
        say_taken_back(page, area)
    _say_spoilt_notes(page, area)
    say_remarks(page, area, ret)
    return ret


def _is_name(text: str) -> bool:
    """Whether a text may name somebody: "-", "ไม่มี" and dots to write on do not."""
    return any(letter.isalpha() for letter in normalise(text)) and not is_none_word(text)


def _untouched(ret: TambonReturn, mission_count: int | None) -> TambonReturn:
    """A form that holds nothing but what we filled in ourselves is a blank form."""
    ours = ret.bases.get(_PREFILLED)
    if mission_count is None or ours is None or ours.value != mission_count:
        return ret
    alone = replace(ret, bases={**ret.bases, _PREFILLED: BLANK_ENTRY})
    return alone if alone.is_blank else ret


def _inputs(page: AnswerSheet) -> Iterator[At]:
    column = page.located.columns.get(_VALUE)
    if column is not None:
        yield from (
            (row, column)
            for key, row in page.located.rows.items()
            if row_group(key) in _INPUT_GROUPS
        )


def _bases(page: AnswerSheet, area: Area) -> dict[str, Entry]:
    return {base.key: _base(page, area, base) for base in page.context.scheme.rubric.bases}


def _base(page: AnswerSheet, area: Area, base: Base) -> Entry:
    item = Item(label=base.label, unit=base.unit)
    cell = page.input(base_row(base.key), _VALUE, area, item)
    return _not_found(page) if cell is None else read_count(cell)


def _answers(page: AnswerSheet, area: Area) -> dict[int, Entry]:
    rubric = page.context.scheme.rubric
    return {indicator.id: _answer(page, area, indicator) for indicator in rubric.indicators}


def _answer(page: AnswerSheet, area: Area, indicator: Indicator) -> Entry:
    item = Item(indicator.id, unit=indicator.unit)
    cell = page.input(indicator_row(indicator.id), _VALUE, area, item)
    if cell is None:
        return _not_found(page)
    if indicator.kind is Kind.CHOICE:
        return read_choice(cell, indicator.criteria)
    return read_count(cell)


def _not_found(page: AnswerSheet) -> Entry:
    """An answer whose row or column is in doubt, which is told with the structure."""
    return Entry(EntryState.INVALID, where=page.where())


def _notes(page: AnswerSheet) -> Iterator[tuple[int, str]]:
    for indicator in page.context.scheme.rubric.indicators:
        at = page.located.cell(indicator_row(indicator.id), _NOTE)
        raw = None if at is None else page.raw(at)
        note = "" if raw in _BLANK else " ".join(show(raw).split())
        if note:
            yield indicator.id, note


def _say_spoilt_notes(page: AnswerSheet, area: Area) -> None:
    """A remark begun with "-" or "=" became a formula that fails: its words are in the formula."""
    if not page.sheet.traits.has_errors:
        return
    for indicator in page.context.scheme.rubric.indicators:
        at = page.located.cell(indicator_row(indicator.id), _NOTE)
        details = None if at is None else page.details(at)
        if at is not None and details is not None and details.error is not None:
            shown = f"={details.formula}" if details.formula else details.error
            page.say(WORDS, area, at, value=shown)


def _say_numbers_in_notes(
    page: AnswerSheet, area: Area, ret: TambonReturn, judged: Mapping[int, Judgement]
) -> None:
    """A remark that is a number alone, unlike the answer and its base, may be the answer."""
    for number, note in ret.notes.items():
        said, ours = parse_count(note).value, judged[number]
        at = page.located.cell(indicator_row(number), _NOTE)
        if at is None or said is None or ours.value is None or said in (ours.value, ours.base):
            continue
        page.input_at(at, area, Item(number)).say(_NUMBER_IN_NOTE, note, number=ours.value)


def _say_typed_over(page: AnswerSheet, area: Area, judged: Mapping[int, Judgement]) -> None:
    """Points typed over our formula that are not ours: told, never used."""
    for number, at in _typed_points(page):
        ours = judged[number].points
        count = parse_count(page.raw(at))
        cell = page.input_at(at, area, Item(number))
        if count.value is None:
            cell.say(_TYPED_OVER, count.shown)
        elif count.value != ours:
            cell.say(_POINTS_DIFFER, "", s_file=count.value, s_sys="-" if ours is None else ours)


def _typed_points(page: AnswerSheet) -> Iterator[tuple[int, At]]:
    """Indicators whose points are a constant; nothing where formulas cannot be seen."""
    if page.sheet.traits is BLIND:
        return
    for indicator in page.context.scheme.rubric.indicators:
        at = page.located.cell(indicator_row(indicator.id), _POINTS)
        if at is None or page.sheet.traits.has_formula(*at) or page.raw(at) in _BLANK:
            continue
        details = page.details(at)
        if details.formula is None and details.error is None:
            yield indicator.id, at
