"""What last year's summary says: beside the inputs of this year's form, and against this year."""

from __future__ import annotations

from collections.abc import Container, Mapping

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.form.form_options import TambonPrefill
from sorchor_xl.form.row_keys import base_row, indicator_row
from sorchor_xl.report.previous_summary import Before, Previous


def figures_beside(
    previous: Previous | None, rubric: Rubric, codes: Container[str] | None = None
) -> Mapping[str, TambonPrefill]:
    """Last year's by ตำบล code, to stand beside the inputs; none without a summary.

    ``codes`` are the ตำบล wanted; None = all.
    """
    return {
        code: TambonPrefill(previous=_beside(past, rubric))
        for code, past in (previous.tambons if previous else {}).items()
        if codes is None or code in codes
    }


def level_moves(results: Results, previous: Previous) -> Mapping[str, int]:
    """How many ตำบล with a level in both years rose ("up"), fell ("down") or stayed ("same")."""
    pairs = [
        (before.level, tambon.card.level)
        for tambon in results.tambons
        if (before := previous.tambons.get(tambon.tambon.code)) is not None
    ]
    moves = [new - old for old, new in pairs if old is not None and new is not None]
    return {
        "up": sum(move > 0 for move in moves),
        "down": sum(move < 0 for move in moves),
        "same": moves.count(0),
    }


def _beside(past: Before, rubric: Rubric) -> Mapping[str, int | str]:
    """Row key → what is shown of last year: bases, values with points, points alone, the total."""
    words = load_wording().part("words")
    shown: dict[str, int | str] = _bases(past, rubric)
    for indicator in rubric.indicators:
        number, row = indicator.id, indicator_row(indicator.id)
        if number in past.values:
            points = past.scores.get(number, words["untouched"])
            shown[row] = words["last_year"].format(value=past.values[number], points=points)
        elif number in past.scores:
            shown[row] = past.scores[number]
    return shown if past.total is None else {**shown, "TOTAL": past.total}


def _bases(past: Before, rubric: Rubric) -> dict[str, int | str]:
    """Row key → base; none where indicators that share one now were divided by others last year."""
    known: dict[str, set[int]] = {}
    for indicator in rubric.indicators:
        if indicator.base and indicator.id in past.bases:
            known.setdefault(base_row(indicator.base), set()).add(past.bases[indicator.id])
    return {row: min(bases) for row, bases in known.items() if len(bases) == 1}
