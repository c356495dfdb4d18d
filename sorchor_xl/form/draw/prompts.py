"""Input prompts: what to type, and what each value scores under the readings the province chose."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.scoring.bands import Bands, Cut, Kind
from sorchor_xl.domain.scoring.rubric import Indicator
from sorchor_xl.domain.scoring.score import Scheme

PROMPT_LIMIT: Final = 255
TITLE_LIMIT: Final = 32
ERROR_LIMIT: Final = 224


def indicator_prompt(scheme: Scheme, indicator: Indicator, words: FormWording) -> str:
    """The prompt of an indicator, at most 255 characters under every choice of readings.

    The sentence that explains a reading gives way to a short remark where both do not fit, and what
    each value scores stands beside the input anyway.
    """
    bands = scheme.bands[indicator.id]
    if indicator.kind is Kind.CHOICE:
        return indicator.prompt
    table = words.part("criteria_words")
    core = f"{indicator.prompt}{table['lead']}{criteria_summary(indicator, bands, words)}"
    shown = "; ".join(readings_shown(scheme, indicator))
    for remark in (shown, table["short_reading"]):
        text = f"{core} ({remark})" if shown else core
        if len(text) <= PROMPT_LIMIT:
            return text
    return core if len(core) <= PROMPT_LIMIT else indicator.prompt


def criteria_summary(indicator: Indicator, bands: Bands, words: FormWording) -> str:
    """Values and points in one line: "0-1 ครั้ง = 1, 2 ครั้ง = 2, 3 ครั้งขึ้นไป = 3"."""
    table = words.part("criteria_words")
    say = _share_text if indicator.kind is Kind.PERCENT else _count_text
    ends = (None, *bands.cuts, None)
    texts = [say(low, high, indicator.unit_noun, table) for low, high in pairwise(ends)]
    return ", ".join(f"{text} = {points}" for points, text in enumerate(texts, start=1))


def _count_text(low: Cut | None, high: Cut | None, unit: str, table: Mapping[str, str]) -> str:
    """The numbers from one cut to below the next; None is no cut."""
    least = 0 if low is None else _first(low)
    if high is None:
        return table["count_from"].format(at=least, unit=unit)
    most = _first(high) - 1
    if not most:
        return table["none"]
    return f"{least} {unit}" if least == most else f"{least}-{most} {unit}"


def _first(cut: Cut) -> int:
    """The first whole number that reaches a cut."""
    return cut.at if cut.inclusive else cut.at + 1


def _share_text(low: Cut | None, high: Cut | None, _: str, table: Mapping[str, str]) -> str:
    """The percentages from one cut to below the next; None is no cut."""
    some = low is not None and low.at == 0 and not low.inclusive
    if low is None and high is not None and high.at == 0 and not high.inclusive:
        return table["none"]
    start = "" if low is None else "some" if some else "from" if low.inclusive else "above"
    end = "" if high is None else "below" if high.inclusive else "up_to"
    key = "_".join(part for part in ("share", start, end) if part)
    return table[key].format(at=low.at if low else 0, to=high.at if high else 100)


def readings_shown(scheme: Scheme, indicator: Indicator) -> tuple[str, ...]:
    """One sentence for each reading that decides some value of the indicator as the province chose.

    That percentages are not rounded goes without saying; that they are is said.
    """
    shown = []
    for reading in scheme.rubric.readings:
        if not reading.is_setting:
            continue
        chosen = reading.options[scheme.readings[reading.id]]
        moves = any(indicator.id in option.cuts for option in reading.options.values())
        if moves or (chosen.rounded and indicator.kind is Kind.PERCENT):
            shown.append(chosen.says)
    return tuple(shown)
