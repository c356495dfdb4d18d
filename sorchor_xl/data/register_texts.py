"""The columns and words of the province's register, read once from ``data/register.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from sorchor_xl.data.texts_shape import Pair, Text, Texts, Words
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.sentence_error import Said

AMPHOE: Final = "amphoe"
TAMBON: Final = "tambon"
PROVINCE: Final = "province"
SHEETS: Final = (AMPHOE, TAMBON, PROVINCE)
_FIELD_WIDTH: Final = 40


class ColumnKind(StrEnum):
    """What may stand in a column of the register."""

    TEXT = "text"
    EMAIL = "email"
    DATE = "date"
    YES_NO = "yes_no"
    COUNT = "count"
    CODES = "codes"


class ColumnWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A column as register.toml has it; ``also`` are headings it was issued with before."""

    heading: Text
    kind: ColumnKind
    width: Annotated[int, Meta(ge=1, le=255)] = _FIELD_WIDTH
    prompt: Text = ""
    letter: str = ""
    also: Texts = ()


class RegisterSheetWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet of the register."""

    name: Text
    title: Text
    columns: dict[str, ColumnWords]


class RegisterSheets(Struct, frozen=True, forbid_unknown_fields=True):
    """Every sheet of the register."""

    amphoe: RegisterSheetWords
    tambon: RegisterSheetWords
    province: RegisterSheetWords


class RegisterTable(Struct, frozen=True, forbid_unknown_fields=True):
    """register.toml."""

    file_name: Text
    font_size: Annotated[int, Meta(ge=6, le=72)]
    columns: Words
    texts: Words
    prompts: dict[ColumnKind, Text]
    allowed: dict[ColumnKind, Text]
    stop: Words
    sheets: RegisterSheets
    errors: dict[str, Pair]


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One column (or, on the sheet จังหวัด, one row): what it is called and what it takes.

    ``letter`` names the requirements of the letter it answers, "" for the office's own.
    """

    key: str
    heading: str
    kind: ColumnKind
    width: int
    prompt: str
    letter: str = ""
    also: tuple[str, ...] = ()


@cache
def register_table() -> Mapping[str, Any]:
    """The packaged words, unfilled."""
    file = resources.files("sorchor_xl") / "data" / "register.toml"
    return checked_toml(file.read_text(encoding="utf-8"), RegisterTable, file.name)


def register_text(path: str, /, **params: object) -> str:
    """The sentence at a dotted path, filled; KeyError where there is none."""
    found: Any = register_table()
    for key in path.split("."):
        found = found[key]
    if isinstance(found, Mapping):
        return Said.filled(found["th"], found["en"], params)
    return str(found).format_map(params) if params else str(found)


def register_columns(
    sheet: str, extra: Mapping[str, str] | None = None, readings: tuple[str, ...] = ()
) -> tuple[RegisterColumn, ...]:
    """The columns of a sheet in order.

    ``extra`` are the province's own award criteria judged by people, key → name; ``readings`` the
    ids of the readings that are settings.
    """
    table = register_table()["sheets"][sheet]["columns"]
    columns = [_column(key, words) for key, words in table.items()]
    if sheet == TAMBON:
        place = next(n for n, c in enumerate(columns) if c.key == "verdict_note")
        own = [_own(k, register_text("texts.extra", name=n)) for k, n in (extra or {}).items()]
        columns[place:place] = own
    if sheet == PROVINCE:
        columns += [_reading(id_) for id_ in readings]
    return tuple(columns)


def _column(key: str, words: Mapping[str, Any]) -> RegisterColumn:
    kind = ColumnKind(words["kind"])
    return RegisterColumn(
        key=key,
        heading=words["heading"],
        kind=kind,
        width=words.get("width", _FIELD_WIDTH),
        prompt=words.get("prompt", register_text(f"prompts.{kind}")),
        letter=words.get("letter", ""),
        also=tuple(words.get("also", ())),
    )


def _own(key: str, heading: str) -> RegisterColumn:
    prompt = register_text("prompts.yes_no")
    return RegisterColumn(key, heading, ColumnKind.YES_NO, 16, prompt, "R36")


def _reading(id_: str) -> RegisterColumn:
    heading, prompt = register_text("texts.reading", id=id_), register_text("prompts.text")
    return RegisterColumn(id_, heading, ColumnKind.TEXT, _FIELD_WIDTH, prompt)
