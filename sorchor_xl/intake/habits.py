"""What only a look over all forms of a workbook can tell."""

from __future__ import annotations

from collections.abc import Sequence

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.checks.paper_habit import is_confirmed, look_like_points
from sorchor_xl.domain.round.records import TambonReturn, Where
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.intake.read_context import ReadContext

_LIKE_POINTS, _CONFIRMED = "E84", "W65"


def points_for_counts(forms: Sequence[TambonReturn], context: ReadContext) -> tuple[Finding, ...]:
    """Forms that seem to hold points where counts belong; a remark may confirm the counts."""
    likely = look_like_points(context.scheme.rubric, forms)
    return tuple(
        _finding(forms[place], context, like.n_points, like.n_counts)
        for place, like in likely.items()
    )


def _finding(form: TambonReturn, context: ReadContext, n_found: int, n_all: int) -> Finding:
    tambon, most = context.by_tambon[form.code], context.scheme.rubric.max_points
    return Finding(
        _CONFIRMED if is_confirmed(form) else _LIKE_POINTS,
        Where(form.where.file, form.where.sheet, _first_cell(context.scheme.rubric, form)),
        tambon.amphoe_code,
        tambon.code,
        params={"tambon": tambon.name, "n_found": n_found, "n_all": n_all, "most": most},
    )


def _first_cell(rubric: Rubric, form: TambonReturn) -> str:
    return form.answers[rubric.indicators[0].id].where.cell
