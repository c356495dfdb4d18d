"""Strict reading of our TOML files: a text becomes a typed record, or one sentence says why not.

The shape of a file is a msgspec struct; msgspec judges every value. What it refuses is looked up
again here, so that the sentence names file, key, what stands there and what is allowed, in Thai.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec
from msgspec import Meta

from sorchor_xl.domain.sentence_error import Said, SentenceError
from sorchor_xl.domain.thai.dates import parse_user_date

T = TypeVar("T")

_NATIVE: Final = (date, datetime, time)
"""TOML knows dates; a text is never taken for one."""
_STEP: Final = " › "
_SHOWN: Final = 40
"""Most letters of a value that a sentence repeats."""
_NAMES: Final[dict[object, Said]] = {
    str: Said("ข้อความ", "a text"),
    int: Said("จำนวนเต็ม", "a whole number"),
    float: Said("จำนวน", "a number"),
    bool: Said("true หรือ false", "true or false"),
    date: Said(
        "วันที่ ค.ศ. ไม่มีเครื่องหมายคำพูด เช่น 2021-04-30", "a date without quotes, such as 2021-04-30"
    ),
    dict: Said("ตาราง", "a table"),
    list: Said("รายการใน [ ]", "a list in [ ]"),
}


class UserDate:
    """A date as people write it: a TOML date (ค.ศ.), or a text in พ.ศ. or ค.ศ., Thai digits too."""

    __slots__ = ("on",)

    def __init__(self, on: date) -> None:
        self.on = on


class TableError(SentenceError, ValueError):
    """A TOML file of ours or of the province cannot be used; the text is one Thai sentence."""


_NAMES[UserDate] = Said(
    "วันที่ เช่น “30 เม.ย. 2564” หรือ 2021-04-30", "a date, such as “30/04/2564” or 2021-04-30"
)


def decode_toml(text: str, shape: type[T], file: str, error: type[ValueError] = TableError) -> T:
    """The record of a TOML text; ``error`` with one sentence that names ``file`` and the key."""
    return decode_table(toml_table(text, file, error), shape, file, error)


def toml_table(text: str, file: str, error: type[ValueError] = TableError) -> Mapping[str, Any]:
    """The table of a TOML text, not judged; ``error`` names ``file`` and the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise error(Said.alike("{file}: {why}", file=file, why=_line(str(fault)))) from fault
    except RecursionError as fault:
        deep = Said(
            "เขียนไม่ถูกรูปแบบ TOML วงเล็บซ้อนกันลึกเกินไป", "this is no TOML: brackets nest too deep"
        )
        raise error(Said.alike("{file}: {why}", file=file, why=deep)) from fault


def decode_table(
    table: Mapping[str, Any], shape: type[T], file: str, error: type[ValueError] = TableError
) -> T:
    """The record of a table already parsed; ``error`` as in `decode_toml`."""
    try:
        return _convert(table, shape)
    except msgspec.ValidationError as fault:
        said = next(_faults(table, shape, ()), str(fault))
        raise error(Said.alike("{file}: {said}", file=file, said=said)) from fault


def checked_toml(text: str, shape: type, file: str) -> Mapping[str, Any]:
    """The plain table of a TOML text whose shape was judged; TableError as in `decode_toml`."""
    table = toml_table(text, file)
    decode_table(table, shape, file)
    return table


def refuse(path: Sequence[str], value: object, allowed: str) -> Said:
    """The sentence of a value that may not stand at a key."""
    said = {"key": Said.joined(_STEP, path), "value": show(value), "allowed": allowed}
    return Said.filled(
        "{key} เป็น {value} แต่ต้องเป็น{allowed}", "{key} is {value} but must be {allowed}", said
    )


def unknown(path: Sequence[str], key: str, known: Sequence[str]) -> Said:
    """The sentence of a key that does not exist, with the nearest one that does."""
    near = get_close_matches(key, known, 1, 0.5)
    hint = Said(f"อาจหมายถึง {near[0]} ", f"Perhaps {near[0]} is meant. ") if near else ""
    said = {"key": Said.joined(_STEP, (*path, key)), "hint": hint, "known": ", ".join(known)}
    return Said.filled(
        "ไม่รู้จัก “{key}” {hint}ใช้ได้: {known}", "“{key}” is not known. {hint}Known: {known}", said
    )


def show(value: object) -> str:
    """A value as it stands in the file, cut where it is long."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f"“{value}”"
    elif isinstance(value, date | time):
        text = value.isoformat()
    elif isinstance(value, Mapping):
        return Said("ตาราง", "a table") if value else Said("ตารางว่าง", "an empty table")
    elif isinstance(value, list):
        return Said("รายการ [ ]", "a list [ ]") if value else Said("รายการว่าง", "an empty list")
    else:
        text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _line(fault: str) -> Said:
    """Where it is no TOML, and what it mostly is; the parser knows English only."""
    match = re.search(r"at line (\d+), column (\d+)", fault)
    where = Said("ท้ายไฟล์", "at the end")
    if match is not None:
        thai = f"บรรทัด {match[1]} อักขระที่ {match[2]}"
        where = Said(f"ที่{thai}", f"in line {match[1]} at column {match[2]}")
    twice = fault.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate"))
    said = _TWICE if twice else _NOT_WHOLE if match is None else _NO_TOML
    return Said.filled(str(said), said.english, {"where": where})


_TWICE: Final = Said(
    "มีชื่อหรือหัวข้อซ้ำกัน {where} โปรดให้แต่ละชื่อมีบรรทัดเดียว",
    "a name or heading stands twice, {where}; please give each once",
)
_NOT_WHOLE: Final = Said(
    "เขียนไม่ถูกรูปแบบ TOML ข้อความจบก่อนครบ", "this is no TOML: the text ends too early"
)
_NO_TOML: Final = Said(
    'เขียนไม่ถูกรูปแบบ TOML {where} โปรดใช้เครื่องหมายคำพูดตรง " และใช้ / แทน \\ ในที่อยู่ของไฟล์',
    'this is no TOML {where}; please use straight quotes " and write / in place of \\ in paths',
)


def _faults(value: object, kind: object, path: tuple[str, ...]) -> Iterator[str]:
    """Every fault below a value, the first in the order of the file first."""
    if _converts(value, kind):
        return
    plain, meta = _plain(kind)
    if get_origin(plain) in (Union, UnionType):
        kinds = [k for k in get_args(plain) if k is not NoneType]
        plain, meta = _plain(_alike(kinds, value))
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        yield from _struct_faults(value, plain, path)
    elif get_origin(plain) is dict and isinstance(value, dict) and _fits(value, meta, dict):
        yield from _entry_faults(value, get_args(plain), path)
    elif (
        get_origin(plain) in (tuple, list) and isinstance(value, list) and _fits(value, meta, list)
    ):
        for number, item in enumerate(value, start=1):
            yield from _faults(item, get_args(plain)[0], (*path[:-1], _nth(path, number, item)))
    else:
        yield refuse(path, value, _allowed(plain, meta))


def _alike(kinds: Sequence[object], value: object) -> object:
    """The one of several types that a value was meant for: a table, a list, or the first."""
    for kind in kinds:
        origin = get_origin(_plain(kind)[0])
        if (origin is dict and isinstance(value, dict)) or (
            origin in (tuple, list) and isinstance(value, list)
        ):
            return kind
    return kinds[0] if len(kinds) == 1 else Union[tuple(kinds)]  # noqa: UP007 made at run time


def _struct_faults(
    value: object, shape: type[msgspec.Struct], path: tuple[str, ...]
) -> Iterator[str]:
    if not isinstance(value, dict):
        yield refuse(path, value, _NAMES[dict])
        return
    hints = _hints(shape)
    fields = {f.encode_name: f for f in msgspec.structs.fields(shape)}
    for key, item in value.items():
        if key in fields:
            yield from _faults(item, hints[fields[key].name], (*path, key))
        else:
            yield unknown(path, key, tuple(fields))
    for key, field in fields.items():
        if field.required and key not in value:
            allowed = _allowed(*_plain(hints[field.name]))
            said = {"key": Said.joined(_STEP, (*path, key)), "allowed": allowed}
            yield Said.filled(
                "ขาด “{key}” ซึ่งต้องเป็น{allowed}", "“{key}” is missing; it must be {allowed}", said
            )


def _entry_faults(
    value: Mapping[str, object], kinds: Sequence[object], path: tuple[str, ...]
) -> Iterator[str]:
    for key, item in value.items():
        if not _converts(key, kinds[0]):
            said = {"key": Said.joined(_STEP, (*path, key)), "allowed": _allowed(*_plain(kinds[0]))}
            yield Said.filled(
                "{key} มีชื่อที่ใช้ไม่ได้ ชื่อต้องเป็น{allowed}",
                "{key} has a name that cannot be used; it must be {allowed}",
                said,
            )
        yield from _faults(item, kinds[1], (*path, key))


def numbered(key: str, number: int, named: str = "") -> Said:
    """One of several at a key, by its place: "extra ลำดับที่ 2"."""
    return Said(f"{key} ลำดับที่ {number}{named}", f"{key} number {number}{named}")


def _nth(path: Sequence[str], number: int, item: object) -> str:
    """One of several, by its place and by the name it gives itself."""
    own = (
        next((item[k] for k in ("role", "key", "id") if k in item), None)
        if isinstance(item, dict)
        else None
    )
    named = f" ({own})" if isinstance(own, str | int) else ""
    return numbered(str(path[-1]), number, named)


def _convert(value: object, kind: type[T]) -> T:
    return msgspec.convert(value, kind, builtin_types=_NATIVE, dec_hook=_user_date)


def _user_date(kind: type, value: object) -> UserDate:
    """The types msgspec does not know: ours are dates as people write them."""
    if kind is UserDate and isinstance(value, date) and not isinstance(value, datetime):
        return UserDate(value)
    if kind is UserDate and isinstance(value, str):
        return UserDate(parse_user_date(value))
    raise ValueError(kind)


def _converts(value: object, kind: Any) -> bool:
    try:
        _convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _fits(value: object, meta: Meta | None, kind: Any) -> bool:
    """Whether a list or table is as long as it must be."""
    return meta is None or _converts(value, Annotated[kind, meta])


@cache
def _hints(shape: type) -> Mapping[str, object]:
    return get_type_hints(shape, include_extras=True)


def _plain(kind: Any) -> tuple[Any, Meta | None]:
    """A type without its limits, and those."""
    if get_origin(kind) is Annotated:
        plain, *notes = get_args(kind)
        return plain, next((n for n in notes if isinstance(n, Meta)), None)
    return kind, None


def one_of(options: Iterable[object]) -> Said:
    """Any of several values, as one phrase."""
    shown = [show(option) for option in options]
    return Said(" " + " หรือ ".join(shown), " or ".join(shown))


def _allowed(plain: Any, meta: Meta | None) -> Said:
    """What may stand there, as one phrase; a description has its English twin in ``extra``."""
    if meta is not None and meta.description:
        return Said(meta.description, (meta.extra or {})["en"])
    if get_origin(plain) is Literal:
        return one_of(get_args(plain))
    if isinstance(plain, type) and issubclass(plain, Enum):
        return one_of(e.value for e in plain)
    if get_origin(plain) in (Union, UnionType):
        kinds = [k for k in get_args(plain) if k is not NoneType]
        every = [_allowed(*_plain(k)) for k in kinds]
        return Said(" หรือ".join(every), " or ".join(said.english for said in every))
    origin = get_origin(plain)
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        origin = dict
    name = _NAMES[{tuple: list}.get(origin, origin) or plain]
    return name if meta is None else Said.joined("", (name, _limits(meta)))


def _limits(meta: Meta) -> Said:
    """The range of a number or the least length of a text or list, as words."""
    if meta.ge is not None and meta.le is not None:
        return Said(f"ตั้งแต่ {meta.ge} ถึง {meta.le}", f" from {meta.ge} to {meta.le}")
    if meta.ge is not None:
        return Said(f"ตั้งแต่ {meta.ge} ขึ้นไป", f" of at least {meta.ge}")
    return Said("ที่ไม่ว่าง", " that is not empty") if meta.min_length else Said("", "")
