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
from sorchor_xl.domain.round.results import ReadFile

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
    """The other province that the forms read say they are of; None where some are of this one."""
    stated: list[str] = []
    for item in read:
        if item.submission is not None:
            return None
        stated.extend(str(f.params["found"]) for f in item.findings if f.code == OTHER_PROVINCE)
    return _most(stated)


def _most(codes: Iterable[str]) -> str | None:
    counted = Counter(codes)
    return min(counted, key=lambda code: (-counted[code], code)) if counted else None
