"""Whose returns lie in a folder, where nobody has named the province.

File names as issued begin with the code of the อำเภอ; where none does, the forms themselves say
whose they are once they have been read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.intake.attribution import attributed
from sorchor_xl.intake.read_context import ReadContext

OTHER_PROVINCE = "E54"
_ISSUED_NAME = re.compile(r"(?<!\d)(\d{2})\d{2}_")


def province_by_names(paths: Sequence[Path]) -> str | None:
    """The province most file names speak of, by code; None where none does."""
    known = {p.code for p in load_provinces().provinces()}
    codes = (m[1] for name in _names(paths) for m in _ISSUED_NAME.finditer(name))
    return _most(code for code in codes if code in known)


def _names(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield path.name
        if path.is_dir():
            yield from (inner.name for inner in path.rglob("*"))


def province_by_forms(read: Iterable[ReadFile]) -> str | None:
    """The province that most workbooks were read as, by code; None where none was readable."""
    return _most(item.submission.amphoe_code[:2] for item in read if item.submission is not None)


def settled_files(read: Iterable[ReadFile], context: ReadContext) -> tuple[ReadFile, ...]:
    """Files read each for the province it states, as files of one round.

    A workbook of another province is refused; a file without answers is put to the อำเภอ that its
    name speaks of.
    """
    return tuple(_settled(item, context) for item in read)


def _settled(item: ReadFile, context: ReadContext) -> ReadFile:
    if item.submission is None:
        return attributed(item, b"", context)
    code, here = item.submission.amphoe_code[:2], context.province
    if code == here.code:
        return item
    said: dict[str, str | int] = {
        "found": context.provinces.get(code, code),
        "province": here.name,
    }
    return ReadFile(item.file, None, (Finding(OTHER_PROVINCE, Where(item.file.path), params=said),))


def _most(codes: Iterable[str]) -> str | None:
    counted = Counter(codes)
    return min(counted, key=lambda code: (-counted[code], code)) if counted else None
