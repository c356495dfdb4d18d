"""Make a `Rubric` from the text of its data file; refuse what the file may not hold.

Only shape is judged here (unknown or missing keys, wrong types, unreadable intervals); whether the
rules make sense is `sorchor_xl.domain.scoring.rubric_lint`'s question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from sorchor_xl.domain.scoring.bands import Interval, Kind
from sorchor_xl.domain.scoring.rubric import (
    Base,
    Category,
    DueDate,
    Indicator,
    Level,
    Option,
    Reading,
    Rubric,
    Source,
)
from sorchor_xl.domain.sentence_error import SentenceError

Table = Mapping[str, Any]
T = TypeVar("T")


class RubricError(SentenceError, ValueError):
    """The rubric file cannot be understood; the text says where and what is allowed."""


def parse_rubric(text: str) -> Rubric:
    """The rubric of a TOML text; RubricError names the place that cannot be understood."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RubricError(f"อ่านไฟล์เกณฑ์ไม่ได้: {error}") from error
    _known(table, "แฟ้มเกณฑ์", _ROOT)
    bases = tuple(_each(table, "bases", _base))
    errors = {b.key for b in bases if b.zero_is_error}
    return Rubric(
        **{key: table[key] for key in _PLAIN},
        score_names=tuple(table["score_names"]),
        source=Source(**_known(table["source"], "source", _SOURCE)),
        dates={key: _due(key, value) for key, value in table["dates"].items()},
        award_min_gap_years=int(_known(table["award"], "award", _AWARD)["min_gap_years"]),
        levels=tuple(_each(table, "levels", _level)),
        categories=tuple(_each(table, "categories", _category)),
        bases=bases,
        indicators=tuple(_each(table, "indicators", lambda t, at: _indicator(t, at, errors))),
        readings=tuple(_each(table, "readings", _reading)),
    )


_PLAIN = (
    "id",
    "version",
    "fiscal_year",
    "title",
    "form_title",
    "scale",
    "min_points",
    "max_points",
    "big_change",
)
_ROOT = {
    **dict.fromkeys(_PLAIN, True),
    "score_names": True,
    "source": True,
    "dates": True,
    "award": True,
    "levels": True,
    "categories": True,
    "bases": True,
    "indicators": True,
    "readings": True,
}
_SOURCE = dict.fromkeys(("letter", "date", "subject", "issuer", "annex", "basis"), True)
_AWARD = {"min_gap_years": True, "source": False}
_LEVEL = dict.fromkeys(("level", "name", "min", "max", "text", "source"), True)
_CATEGORY = dict.fromkeys(("id", "text", "display", "short"), True)
_BASE = dict.fromkeys(("key", "label", "unit", "zero", "high", "prompt", "source"), True)
_INDICATOR = {
    **dict.fromkeys(("id", "category", "kind", "text", "display", "short"), True),
    **dict.fromkeys(("criteria", "prompt_title", "prompt"), True),
    **dict.fromkeys(("boxes", "cuts", "unit", "counted", "base", "base_indicator"), False),
    **dict.fromkeys(("zero", "high"), False),
}
_READING = {
    **dict.fromkeys(("id", "where", "problem", "reason"), True),
    **dict.fromkeys(("covers", "notice", "default", "alternative", "options"), False),
    **dict.fromkeys(("principle", "other"), False),
}
_OPTION = {"text": True, "says": True, "cuts": False, "rounded": False, "zero_base": False}
_ZERO = {"error": True, "reading": False}


def _known(table: Table, at: str, keys: Mapping[str, bool]) -> Table:
    """The table, once its keys are all known and the needed ones are there."""
    unknown = sorted(set(table) - set(keys))
    if unknown:
        raise RubricError(f"{at}: ไม่รู้จัก “{unknown[0]}” ใช้ได้: {', '.join(keys)}")
    missing = [key for key, needed in keys.items() if needed and key not in table]
    if missing:
        raise RubricError(f"{at}: ขาด “{missing[0]}”")
    return table


def _each(table: Table, key: str, make: Callable[[Table, str], T]) -> list[T]:
    made = []
    for number, item in enumerate(table[key], start=1):
        at = f"{key} {item.get('id') or item.get('key') or number}"
        try:
            made.append(make(item, at))
        except RubricError:
            raise
        except (ValueError, TypeError, KeyError) as error:
            raise RubricError(f"{at}: {error}") from error
    return made


def _due(key: str, value: Table) -> DueDate:
    _known(value, f"dates.{key}", {"on": True, "source": True, "label": True})
    if type(value["on"]) is not date:
        raise RubricError(f"dates.{key}: “on” ต้องเป็นวันที่ ค.ศ. เช่น 2021-04-30")
    return DueDate(key, value["on"], value["label"], value["source"])


def _level(table: Table, at: str) -> Level:
    _known(table, at, _LEVEL)
    return Level(
        table["level"], table["name"], table["min"], table["max"], table["text"], table["source"]
    )


def _category(table: Table, at: str) -> Category:
    return Category(**_known(table, at, _CATEGORY))


def _base(table: Table, at: str) -> Base:
    _known(table, at, _BASE)
    plain = {key: value for key, value in table.items() if key != "zero"}
    return Base(**plain, zero_is_error=_ZERO[table["zero"]])


def _indicator(table: Table, at: str, errors: set[str]) -> Indicator:
    _known(table, at, _INDICATOR)
    given = dict(table)
    zero = _ZERO[given.pop("zero", "reading")] or given.get("base") in errors
    return Indicator(
        **{
            **given,
            "kind": Kind(given["kind"]),
            "criteria": tuple(given["criteria"]),
            "boxes": tuple(Interval.parse(b) for b in given.get("boxes", ())),
            "cuts": tuple(given.get("cuts", ())),
            "zero_is_error": zero,
        }
    )


def _reading(table: Table, at: str) -> Reading:
    _known(table, at, _READING)
    given = dict(table)
    given["covers"] = {int(k): Interval.parse(v) for k, v in given.get("covers", {}).items()}
    given["options"] = {
        key: _option(key, value, at) for key, value in given.get("options", {}).items()
    }
    return Reading(**given)


def _option(key: str, table: Table, at: str) -> Option:
    _known(table, f"{at}.{key}", _OPTION)
    cuts = {int(number): tuple(texts) for number, texts in table.get("cuts", {}).items()}
    return Option(key, **{**table, "cuts": cuts})
