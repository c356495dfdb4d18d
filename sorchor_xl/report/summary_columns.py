"""Where things stand in the summary: order of sheets, order of columns, first rows.

The sheets refer to each other by formula and link, and next year's program reads them back, so
every place is derived from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sorchor_xl.domain.scoring.rubric import Rubric

HEAD_ROW: Final = 3
"""Row of the headings in every long sheet, counted from 0: title, context, note stand above."""
FIRST_ROW: Final = 4

RAW: Final = (
    *("code", "amphoe", "tambon", "indicator", "value", "unit", "base", "share", "points", "rule"),
    *("reading", "file", "sheet", "cell", "typed"),
)


def amphoe_keys(rubric: Rubric) -> tuple[str, ...]:
    """Columns of สรุปรายอำเภอ, the highest level first."""
    levels = (key for n in rubric.level_numbers for key in (f"level{n}", f"share{n}"))
    return (
        *("no", "amphoe", "all", "complete", "complete_share", *levels),
        *("missing", "mean", "high", "low", "received_on", "status"),
    )


def indicator_keys(rubric: Rubric) -> tuple[str, ...]:
    """Columns of วิเคราะห์รายตัวชี้วัด, from the lowest points up."""
    points = (f"points{n}" for n in range(rubric.min_points, rubric.max_points + 1))
    return ("no", "indicator", "count", "mean", *points, "lowest_share", "rank")


def tambon_keys(rubric: Rubric) -> tuple[str, ...]:
    """Columns of ผลรายตำบล."""
    categories = tuple(f"category{c.id}" for c in rubric.categories)
    return (
        *("no", "code", "amphoe", "tambon", *categories, "total", "level", "result"),
        *("rank_amphoe", "rank_province", "findings", "alternative", "note", "touched"),
        *("assessed_on", "assessor"),
    )


def score_keys(rubric: Rubric) -> tuple[str, ...]:
    """Columns of คะแนนรายตัวชี้วัด."""
    indicators = tuple(f"indicator{i.id}" for i in rubric.indicators)
    return ("code", "amphoe", "tambon", *indicators, "total")


def keys(rubric: Rubric) -> Mapping[str, tuple[str, ...]]:
    """Columns of the sheets that others refer to."""
    return {
        "amphoes": amphoe_keys(rubric),
        "raw": RAW,
        "indicators": indicator_keys(rubric),
        "tambons": tambon_keys(rubric),
        "scores": score_keys(rubric),
    }
