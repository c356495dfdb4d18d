"""Input prompts: what to type, and what each value scores under the readings the province chose."""

from __future__ import annotations

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

    The sentence that explains a reading gives way to a short remark where both do not fit.
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
    return core


def criteria_summary(indicator: Indicator, bands: Bands, words: FormWording) -> str:
    """Values and points in one line: "0-1 ครั้ง = 1, 2 ครั้ง = 2, 3 ครั้งขึ้นไป = 3"."""
    second, third = bands.cuts
    if indicator.kind is Kind.PERCENT:
        texts = _share_texts(second, third, words)
    else:
        texts = _count_texts(second, third, indicator.unit_noun, words)
    return ", ".join(f"{text} = {points}" for points, text in enumerate(texts, start=1))


def _count_texts(second: Cut, third: Cut, unit: str, words: FormWording) -> tuple[str, ...]:
    table = words.part("criteria_words")
    from_2 = second.at if second.inclusive else second.at + 1
    from_3 = third.at if third.inclusive else third.at + 1
    low = table["none"] if from_2 == 1 else f"{_span(0, from_2 - 1)} {unit}"
    return low, f"{_span(from_2, from_3 - 1)} {unit}", f"{from_3} {unit}{table['count_up']}"


def _span(low: int, high: int) -> str:
    return f"{low}" if low == high else f"{low}-{high}"


def _share_texts(second: Cut, third: Cut, words: FormWording) -> tuple[str, ...]:
    table = words.part("criteria_words")
    nobody = second.at == 0 and not second.inclusive
    low = table["none"] if nobody else f"{table['below']}{second.at}%"
    if third.inclusive:
        return low, _until(second, third, words), f"{third.at}%{table['up']}"
    middle = f"{table['some_up_to']}{third.at}%" if nobody else f"{second.at}-{third.at}%"
    return low, middle, f"{table['above']}{third.at}%"


def _until(second: Cut, third: Cut, words: FormWording) -> str:
    return f"{second.at}%{words.part('criteria_words')['but_below']}{third.at}%"


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
