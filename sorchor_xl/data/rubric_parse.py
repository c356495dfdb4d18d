"""Make a `Rubric` from the text of its data file; refuse what the file may not hold.

Only shape is judged here (keys, types, ranges, how an interval is written); whether the rules make
sense is `sorchor_xl.domain.scoring.rubric_lint`'s question. Bases and indicators are named by key
and role throughout the file; here roles become the numbers of the year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.rubric_shape import (
    BaseTable,
    IndicatorTable,
    OptionTable,
    ReadingTable,
    RubricTable,
    RuleTable,
)
from sorchor_xl.data.toml_records import decode_table, toml_table, unknown
from sorchor_xl.domain.scoring.bands import Interval
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
from sorchor_xl.domain.scoring.rules import Comparison, Rule
from sorchor_xl.domain.sentence_error import Said, SentenceError


class RubricError(SentenceError, ValueError):
    """The rubric file cannot be understood; the text says where and what is allowed."""


def parse_rubric(text: str, file: str = "") -> Rubric:
    """The rubric of a TOML text; RubricError names ``file`` and the place not understood."""
    return rubric_of_table(toml_table(text, _named(file), RubricError), file)


def rubric_of_table(table: Mapping[str, Any], file: str = "") -> Rubric:
    """The rubric of a table already parsed; RubricError as in `parse_rubric`."""
    record = decode_table(table, RubricTable, _named(file), RubricError)
    try:
        return _rubric(record)
    except RubricError as error:
        raise RubricError(Said.alike("{file}: {said}", file=_named(file), said=error)) from error


def _named(file: str) -> str:
    return said_on_console("rubric_file", file=file) if file else said_on_console("rubric_text")


def _rubric(table: RubricTable) -> Rubric:
    words = _Words(table)
    zero_is_error = {b.key for b in table.bases if b.zero == "error"}
    return Rubric(
        id=table.id,
        version=table.version,
        fiscal_year=table.fiscal_year,
        title=table.title,
        form_title=table.form_title,
        scale=words.fill(table.scale, "scale"),
        min_points=table.min_points,
        max_points=table.max_points,
        big_change=table.big_change,
        score_names=table.score_names,
        source=Source(**_fields(table.source)),
        dates={
            key: DueDate(key, d.on, d.label, d.source) for key, d in _fields(table.dates).items()
        },
        award_min_gap_years=table.award.min_gap_years,
        levels=tuple(Level(v.level, v.name, v.min, v.max, v.text, v.source) for v in table.levels),
        categories=tuple(Category(**_fields(c)) for c in table.categories),
        bases=tuple(_base(b, words) for b in table.bases),
        indicators=tuple(_indicator(i, words, zero_is_error) for i in table.indicators),
        readings=tuple(_reading(r, words) for r in table.readings),
        rules=tuple(_rule(r, words) for r in table.rules),
    )


def _fields(record: Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


class _Words:
    """The numbers of the year: what {role} and its like become in the sentences of the rubric."""

    def __init__(self, table: RubricTable) -> None:
        self.numbers = {i.role: i.id for i in table.indicators}
        self.inputs = (*(b.key for b in table.bases), *self.numbers)
        count = len(table.indicators)
        self.names: dict[str, object] = {
            **self.numbers,
            "categories": len(table.categories),
            "indicators": count,
            "lowest": table.min_points * count,
            "highest": table.max_points * count,
        }
        self.users = {
            base.key: [i.id for i in table.indicators if i.base == base.key] for base in table.bases
        }

    def fill(self, text: str, at: str, **more: object) -> str:
        """A sentence with its numbers; RubricError for a name the rubric has not."""
        names = {**self.names, **more}
        try:
            return text.format_map(names)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            name = error.args[0] if isinstance(error, KeyError) else text
            said = unknown((at,), "{" + str(name) + "}", ["{" + n + "}" for n in names])
            raise RubricError(said) from error

    def number(self, role: str, at: str) -> int:
        """The number of a role this year; RubricError for one the rubric has not."""
        if role not in self.numbers:
            raise RubricError(unknown((at,), role, tuple(self.numbers)))
        return self.numbers[role]

    def input(self, name: str, at: str) -> str:
        """A base or role as it is; RubricError for one the rubric has not."""
        if name not in self.inputs:
            raise RubricError(unknown((at,), name, self.inputs))
        return name


def number_list(numbers: Iterable[int], joint: str = " และ ") -> str:
    """Numbers in order as people write them: "1 และ 20 - 23"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{r[0]}" if len(r) == 1 else f"{r[0]} - {r[-1]}" for r in runs]
    return joint.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _base(table: BaseTable, words: _Words) -> Base:
    users = number_list(words.users[table.key])
    prompt = words.fill(table.prompt, f"bases {table.key} › prompt", used_by=users)
    zero_is_error = table.zero == "error"
    return Base(table.key, table.label, table.unit, zero_is_error, table.high, prompt, table.source)


def _indicator(table: IndicatorTable, words: _Words, zero_is_error: set[str]) -> Indicator:
    at, source = f"indicators {table.role}", table.base_indicator
    given = _fields(table)
    for key in ("prompt_title", "prompt", "counted"):
        given[key] = words.fill(given[key], f"{at} › {key}", no=table.id)
    given["shown"] = table.shown or table.criteria
    given["boxes"] = tuple(Interval.parse(b) for b in table.boxes)
    given["base_indicator"] = source and words.number(source, f"{at} › base_indicator")
    given["zero_is_error"] = given.pop("zero") == "error" or table.base in zero_is_error
    return Indicator(**given)


def _reading(table: ReadingTable, words: _Words) -> Reading:
    at = f"readings {table.id}"
    given = _fields(table)
    for key in ("where", "problem", "reason", "principle", "other"):
        given[key] = words.fill(given[key], f"{at} › {key}")
    given["covers"] = {
        words.number(role, f"{at} › covers"): Interval.parse(box)
        for role, box in table.covers.items()
    }
    given["options"] = {
        key: _option(key, option, words, f"{at} › options › {key}")
        for key, option in table.options.items()
    }
    return Reading(**given)


def _option(key: str, table: OptionTable, words: _Words, at: str) -> Option:
    cuts = {words.number(role, f"{at} › cuts"): texts for role, texts in table.cuts.items()}
    text, says = words.fill(table.text, f"{at} › text"), words.fill(table.says, f"{at} › says")
    return Option(key, text, says, cuts, table.rounded, table.zero_base)


def _rule(table: RuleTable, words: _Words) -> Rule:
    at = f"rules {table.code}"
    rule = Rule(
        code=table.code,
        at=words.input(table.at, f"{at} › at"),
        when=tuple(Comparison.parse(text) for text in table.when),
        any=tuple(Comparison.parse(text) for text in table.any),
        text=words.fill(table.text, f"{at} › text"),
    )
    for name in rule.names:
        words.input(name, f"{at} › when")
    return rule
