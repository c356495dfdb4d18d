"""What a form's own formulas made of what was typed: they take numbers, and texts of their lists.

We repair "๔", "4 ครั้ง" or a choice by its number; in the file itself such an answer has no points.
The form's results therefore follow from fewer answers than ours, and are no contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sorchor_xl.domain.round.records import Entry, EntryState, TambonReturn
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Judgement, judge_return
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.intake.answer_sheet import AnswerSheet

_UNSEEN: Final = Entry(EntryState.INVALID)


def judged_by_form(page: AnswerSheet, ret: TambonReturn) -> Mapping[int, Judgement] | None:
    """Indicator → what the form's formulas made of it; None where that is what we make of it."""
    rubric = page.context.scheme.rubric
    bases = {b.key: _UNSEEN for b in rubric.bases if _is_text(page, base_row(b.key))}
    answers = {
        i.id: _UNSEEN
        for i in rubric.indicators
        if _is_text(page, indicator_row(i.id), i.choices if i.kind is Kind.CHOICE else ())
    }
    if not bases and not answers:
        return None
    seen = replace(ret, bases={**ret.bases, **bases}, answers={**ret.answers, **answers})
    return judge_return(page.context.scheme, seen)


def _is_text(page: AnswerSheet, row: str, listed: tuple[str, ...] = ()) -> bool:
    """Whether an input holds what its formula cannot take: a text for a number, an own wording."""
    at = page.located.cell(row, "value")
    raw = None if at is None else page.raw(at)
    if listed:
        return raw not in (None, "", *listed)
    return isinstance(raw, str) and raw != ""
