"""The rubric as people read it: every boundary value of every indicator and its points."""

from __future__ import annotations

from collections.abc import Iterator

from sorchor_xl.commands.console import Voice
from sorchor_xl.domain.scoring.bands import Bands, Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Rubric
from sorchor_xl.domain.scoring.score import Scheme

SHARE_BASE = 1000
SHOWN_ABOVE_TOP = 2


def rubric_lines(scheme: Scheme, voice: Voice | None = None) -> Iterator[str]:
    """The whole rubric under the readings chosen, line by line: the letter's words as they are."""
    rubric, told = scheme.rubric, voice or Voice()
    yield told.sentence(
        "rubric_title",
        title=rubric.title,
        scale=rubric.scale,
        year=rubric.fiscal_year,
        id=rubric.id,
    )
    for level in sorted(rubric.levels, key=lambda one: -one.level):
        yield f"  {level.text}"
    for category in rubric.categories:
        yield ""
        full = rubric.category_max(category.id)
        yield told.sentence("rubric_category", text=category.text, full=full)
        for indicator in rubric.in_category(category.id):
            yield from _indicator(scheme, indicator, told)
    yield ""
    yield from _readings(scheme, told)


def _indicator(scheme: Scheme, indicator: Indicator, told: Voice) -> Iterator[str]:
    yield told.sentence("rubric_indicator", no=indicator.id, name=indicator.display)
    yield told.sentence("rubric_criteria", text=" | ".join(indicator.criteria))
    values = boundary_values(indicator, scheme.bands[indicator.id])
    yield "      " + "; ".join(f"{shown} = {points}" for shown, points in values)


def boundary_values(indicator: Indicator, bands: Bands) -> list[tuple[str, int]]:
    """Each value around which points change, as shown, with its points: below, at and above."""
    if indicator.kind is Kind.CHOICE:
        return [(text, points) for points, text in enumerate(indicator.criteria, start=1)]
    if indicator.kind is Kind.COUNT:
        top = max(cut.at for cut in bands.cuts) + SHOWN_ABOVE_TOP
        return [(f"{n} {indicator.unit_noun}", bands.points(n)) for n in range(top)]
    edges = {0, SHARE_BASE}
    for cut in bands.cuts:
        edges |= {max(0, cut.at * 10 + step) for step in (-5, -1, 0, 1, 5)}
    return [(f"{n / 10:g}%", bands.points(n, SHARE_BASE)) for n in sorted(edges)]


def _readings(scheme: Scheme, told: Voice) -> Iterator[str]:
    yield told.sentence("rubric_readings")
    for reading in scheme.rubric.readings:
        if reading.is_setting:
            option = reading.options[scheme.readings[reading.id]]
            yield f"  {reading.id} ({reading.where}) = {option.key}: {option.text}"
            others = [o for o in reading.options.values() if o is not option]
            yield from (told.sentence("rubric_other", option=o.key, text=o.text) for o in others)


def lint_summary(rubric: Rubric) -> dict[str, object]:
    """What a sound rubric holds, for the sentence that says so."""
    return {
        "id": rubric.id,
        "year": rubric.fiscal_year,
        "indicators": len(rubric.indicators),
        "readings": len(rubric.readings),
    }
