"""The tables of a round as pandas data frames: tidy, with fixed columns, types and index.

A frame without rows has the same columns and types. What is not known is missing (``NA``, ``NaT``
or None), never zero and never an empty text; several things in one cell are a tuple, so that
``frame.explode`` makes rows of them. Names of columns are English and stable; dates are days
without a time; points, totals and levels are whole numbers (``Int64``) also where some are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.report.previous_summary import Previous
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.table_rows import JUDGED, Source, table_rows

if TYPE_CHECKING:
    import pandas as pd

TEXT: Final = "string"
WHOLE: Final = "Int64"
NUMBER: Final = "Float64"
YES_NO: Final = "boolean"
DAY: Final = "datetime64[ns]"
MOMENT: Final = "datetime64[ns, UTC+07:00]"
SEVERAL: Final = "object"
"""A tuple, empty where there is nothing."""

AMPHOE: Final = {"amphoe_code": TEXT, "amphoe": TEXT}
PLACE: Final = {**AMPHOE, "code": TEXT, "tambon": TEXT}
CELL: Final = {"file": TEXT, "sheet": TEXT, "cell": TEXT}


@dataclass(frozen=True, slots=True)
class FrameShape:
    """Columns of a frame with their types, in order, and those of them that are its index."""

    index: tuple[str, ...]
    columns: Mapping[str, str]


_SHAPES: Final[Mapping[str, FrameShape]] = {
    "tambons": FrameShape(
        ("code",),
        {
            **PLACE,
            "status": TEXT,
            "total": WHOLE,
            "level": WHOLE,
            "possible_low": WHOLE,
            "possible_high": WHOLE,
            "other_low": WHOLE,
            "other_high": WHOLE,
            "readings": SEVERAL,
            "assessed_on": DAY,
            "assessor": TEXT,
            "file": TEXT,
        },
    ),
    "answers": FrameShape(
        ("code", "indicator"),
        {
            **PLACE,
            "indicator": WHOLE,
            "state": TEXT,
            "value": WHOLE,
            "base": WHOLE,
            "points": WHOLE,
            "readings": SEVERAL,
            "typed": TEXT,
            "note": TEXT,
            **CELL,
        },
    ),
    "scores": FrameShape(
        ("code", "indicator"), {**PLACE, "category": WHOLE, "indicator": WHOLE, "points": WHOLE}
    ),
    "bases": FrameShape(
        ("code", "base"), {**PLACE, "base": TEXT, "state": TEXT, "value": WHOLE, **CELL}
    ),
    "amphoes": FrameShape(
        ("amphoe_code",),
        {
            **AMPHOE,
            "status": TEXT,
            "tambons": WHOLE,
            "complete": WHOLE,
            "received_on": DAY,
            "stated_on": DAY,
            "due": DAY,
            "days_late": WHOLE,
            "coordinator": TEXT,
            "position": TEXT,
            "phone": TEXT,
            "certifier": TEXT,
            "remark": TEXT,
            "files": SEVERAL,
        },
    ),
    "files": FrameShape(
        ("file",),
        {
            "file": TEXT,
            "kind": TEXT,
            "sha256": TEXT,
            "received": MOMENT,
            "amphoe_code": TEXT,
            "verdict": TEXT,
            "reason": TEXT,
        },
    ),
    "findings": FrameShape(
        (),
        {
            "amphoe_code": TEXT,
            "code": TEXT,
            "finding": TEXT,
            "severity": TEXT,
            "indicator": WHOLE,
            **CELL,
            "message": TEXT,
            "fix": TEXT,
        },
    ),
    "orders": FrameShape(
        ("area_code", "kind"),
        {
            "area_code": TEXT,
            "kind": TEXT,
            "number": TEXT,
            "signed_on": DAY,
            "members": WHOLE,
            "reviewed": YES_NO,
            "qualified_member": YES_NO,
            "qualified_count": WHOLE,
            "copy_sent_on": DAY,
            "received_on": DAY,
            "to_department_on": DAY,
            "to_department_number": TEXT,
        },
    ),
    "database": FrameShape(
        ("area_code", "kind"),
        {
            "area_code": TEXT,
            "kind": TEXT,
            "number": TEXT,
            "signed_on": DAY,
            "members": WHOLE,
            "correct": YES_NO,
            "complete": YES_NO,
            "current": YES_NO,
            "entered_on": DAY,
        },
    ),
    "words": FrameShape(
        (),
        {
            "amphoe_code": TEXT,
            "code": TEXT,
            "field": TEXT,
            "indicator": WHOLE,
            "subject": TEXT,
            "text": TEXT,
            **CELL,
        },
    ),
    "plans": FrameShape(
        ("code",),
        {
            **PLACE,
            "integrated": YES_NO,
            "sent_to_amphoe_on": DAY,
            "sent_to_local_on": DAY,
            "mission_assigned": YES_NO,
            "kok_nong_na_run": YES_NO,
            "plots": WHOLE,
            "kok_nong_na": YES_NO,
            "plan_level": TEXT,
            "book_received_on": DAY,
        },
    ),
    "awards": FrameShape(
        ("code",),
        {
            **PLACE,
            "rank": WHOLE,
            "total": WHOLE,
            "standing": TEXT,
            **{f"7.{number}": TEXT for number in range(1, 7)},
            "against": SEVERAL,
            "missing": SEVERAL,
            "nominated": YES_NO,
            **{key: YES_NO for said in JUDGED for key in (said, f"{said}_verdict")},
            "own": SEVERAL,
            "own_verdicts": SEVERAL,
            "last_award_year": WHOLE,
            "last_award_level": TEXT,
            "standard_year": WHOLE,
            "note": TEXT,
            "verdict_note": TEXT,
        },
    ),
    "advice": FrameShape(
        ("code",),
        {
            **PLACE,
            "total": WHOLE,
            "level": WHOLE,
            "to_next": WHOLE,
            "to_top": WHOLE,
            "moves": SEVERAL,
            "cost": WHOLE,
        },
    ),
    "training": FrameShape(
        ("indicator",), {"indicator": WHOLE, "below": WHOLE, "lifted": WHOLE, "together": WHOLE}
    ),
    "comparison": FrameShape(
        ("code",),
        {
            **PLACE,
            "name_before": TEXT,
            "total_before": WHOLE,
            "level_before": WHOLE,
            "total_now": WHOLE,
            "level_now": WHOLE,
        },
    ),
}
NO_LEVEL: Final = "none"
"""Column of "amphoe_levels" for the ตำบล that stand at no level yet."""


def make_frame(
    results: Results,
    name: str,
    *,
    options: ReportOptions | None = None,
    previous: Previous | None = None,
) -> pd.DataFrame:
    """A table of a round by name, one of `FRAMES`; KeyError for another.

    ``previous`` is last year's summary: without it "comparison" has no rows.
    """
    source = Source(results, options or ReportOptions(), previous)
    derive = _DERIVED.get(name)
    return _plain_frame(name, source) if derive is None else derive(source)


def frame_shape(name: str, rubric: Rubric) -> FrameShape:
    """Columns, types and index of a frame that is no aggregate; "tambons" has one for each หมวด."""
    shape = _SHAPES[name]
    if name != "tambons":
        return shape
    head = {key: shape.columns[key] for key in (*PLACE, "status")}
    categories = {f"category{c.id}": WHOLE for c in rubric.categories}
    return FrameShape(shape.index, {**head, **categories, **shape.columns})


def _plain_frame(name: str, source: Source) -> pd.DataFrame:
    import pandas as pd

    shape = frame_shape(name, source.results.scheme.rubric)
    rows = list(table_rows(name, source))
    values = {column: [row.get(column) for row in rows] for column in shape.columns}
    kinds: dict[str, Any] = {**shape.columns}
    made = pd.DataFrame(values, dtype="object").astype(kinds)
    return made.set_index([*shape.index]) if shape.index else made


def _comparison(source: Source) -> pd.DataFrame:
    """Both years by ตำบล, with the change of the total and of the level.

    The change of the level is missing throughout where last year had other levels.
    """
    made = _plain_frame("comparison", source)
    made["change"] = made["total_now"] - made["total_before"]
    made["level_change"] = made["level_now"] - made["level_before"]
    rubric, before = source.results.scheme.rubric, source.previous
    if before is not None and not before.has_levels_of(rubric):
        made["level_change"] = made["level_change"].mask(made["level_change"].notna())
    return made


def _amphoe_levels(source: Source) -> pd.DataFrame:
    """How many ตำบล of each อำเภอ stand at each level, highest first, and how many at none yet."""
    tambons = _plain_frame("tambons", source)
    levels = [*sorted((str(v.level) for v in source.results.scheme.rubric.levels), reverse=True)]
    stated = tambons["level"].astype(TEXT).fillna(NO_LEVEL)
    counted = tambons.assign(level=stated).pivot_table(
        index=[*AMPHOE], columns="level", aggfunc="size", fill_value=0
    )
    columns = [*levels, NO_LEVEL]
    found: pd.DataFrame = counted.reindex(columns=columns, fill_value=0)
    whole = found.astype(WHOLE).add_prefix("level_")
    named: pd.DataFrame = whole.rename_axis(columns=None).reset_index("amphoe")
    return named


def _amphoe_indicators(source: Source) -> pd.DataFrame:
    """Mean points of each indicator in each อำเภอ over the ตำบล that have points there."""
    import pandas as pd

    scored = _plain_frame("scores", source).dropna(subset=["points"]).reset_index()
    grouped = scored.groupby([*AMPHOE, "indicator"])["points"]
    made = pd.DataFrame({"scored": grouped.count(), "mean": grouped.mean()})
    kinds: dict[str, Any] = {"scored": WHOLE, "mean": NUMBER}
    return made.astype(kinds).reset_index("amphoe")


_DERIVED: Final[Mapping[str, Callable[[Source], pd.DataFrame]]] = {
    "comparison": _comparison,
    "amphoe_levels": _amphoe_levels,
    "amphoe_indicators": _amphoe_indicators,
}
FRAMES: Final = tuple(dict.fromkeys((*_SHAPES, *_DERIVED)))
"""The names of all frames."""
