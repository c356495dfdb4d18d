"""Two ตำบล that say the same: pasted from one sheet to another, or typed while sheets were grouped.

All 23 answers alike are told, whatever the bases say (W09). Nearly alike is told where chance does
not explain it (W72): how often a value is given is counted in the round itself, so that what half
the province answers weighs little, and a rare number shared weighs much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from operator import eq
from typing import Final

from sorchor_xl.domain.checks.consistency import Case
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.places.roster import PlaceLevel
from sorchor_xl.domain.round.records import Entry
from sorchor_xl.domain.sentence_error import Said

IDENTICAL, NEARLY = "W09", "W72"
_FEWEST_ANSWERS: Final = 20
"""Fewer answers given by both are too few to be called the same form."""
_SHARE_ALIKE: Final = 0.8
_RARE: Final = 0.001
"""Told where fewer rounds in a thousand would show such a pair if nobody copied."""
_EVERY_PAIR: Final = 1000
"""In a round of more forms than this, pairs are sought within each อำเภอ only."""
_NOTHING: Final = float("nan")
"""Equals nothing, itself included: a blank is not an answer that two ตำบล share."""


@dataclass(frozen=True)
class _Form:
    """A form as two rows of numbers, in the order of the rubric."""

    case: Case
    answers: tuple[float, ...]
    every: tuple[float, ...]


def same_answers(cases: Iterable[Case], names: Mapping[str, str]) -> Iterator[Finding]:
    """For every ตำบล the one before it that it is most like, if it is too like it.

    ``names`` are the อำเภอ by code: one ตำบล is told with its อำเภอ where the other has another.
    """
    forms = [_form(case) for case in cases if not case.ret.is_blank]
    if len(forms) <= _EVERY_PAIR:
        yield from _alike(forms, names)
        return
    by_amphoe: dict[str, list[_Form]] = {}
    for form in forms:
        by_amphoe.setdefault(form.case.tambon.amphoe_code, []).append(form)
    for own in by_amphoe.values():
        yield from _alike(own, names)


def _form(case: Case) -> _Form:
    answers = tuple(map(_number, case.ret.answers.values()))
    return _Form(case, answers, (*answers, *map(_number, case.ret.bases.values())))


def _number(entry: Entry) -> float:
    return _NOTHING if entry.value is None else entry.value


def _alike(forms: Sequence[_Form], names: Mapping[str, str]) -> Iterator[Finding]:
    said = [Counter(column) for column in zip(*(f.every for f in forms), strict=True)]
    pairs = len(forms) * (len(forms) - 1) // 2
    for place, form in enumerate(forms):
        likes = (_likeness(form, other) for other in forms[:place])
        found = [like for like in likes if like is not None]
        same = next((like for like in found if like.identical), None)
        if same is not None:
            yield _told(IDENTICAL, same.other, form, names)
            continue
        rare = [k for k in found if _chance(k.values, said, len(forms), k.alike) * pairs < _RARE]
        if rare:
            most = max(rare, key=lambda like: like.alike)
            counts = {"n_found": most.alike, "n_all": most.compared}
            yield _told(NEARLY, most.other, form, names, **counts)


@dataclass(frozen=True)
class _Likeness:
    """How like two forms are: fields alike, of those that both filled; ``values`` are compared.

    The answers alone where they are more alike than the whole: bases may be typed anew.
    """

    other: _Form
    values: tuple[float, ...]
    alike: int
    compared: int
    identical: bool = False


def _likeness(form: _Form, other: _Form) -> _Likeness | None:
    """None where the two are no more alike than forms are."""
    same = sum(map(eq, form.answers, other.answers))
    alike = sum(map(eq, form.every, other.every))
    if alike < _FEWEST_ANSWERS:
        return None
    answered = _both_filled(form.answers, other.answers)
    compared = _both_filled(form.every, other.every)
    if answered >= _FEWEST_ANSWERS and same == answered:
        return _Likeness(other, form.answers, same, answered, identical=True)
    if same * compared > alike * answered:
        alike, compared = same, answered
    values = form.answers if compared == answered else form.every
    return _Likeness(other, values, alike, compared) if alike >= compared * _SHARE_ALIKE else None


def _both_filled(one: Sequence[float], other: Sequence[float]) -> int:
    return sum(not isnan(a) and not isnan(b) for a, b in zip(one, other, strict=True))


def _chance(
    values: Sequence[float], said: Sequence[Counter[float]], forms: int, alike: int
) -> float:
    """How probable it is that another form agrees in so many fields, by how often each is said.

    The form itself and its twin are left out, and a value nobody else gives is not taken for
    impossible: one more form is imagined that gives it.
    """
    at_least = [1.0]
    for value, counts in zip(values, said, strict=False):  # the answers stand first
        if not isnan(value):
            share = (max(0, counts[value] - 2) + 1) / max(2, forms - 1)
            at_least = _with_field(at_least, min(1.0, share))
    return sum(at_least[alike:])


def _with_field(exactly: Sequence[float], share: float) -> list[float]:
    """How probable each number of agreements is, with one field more."""
    kept = [p * (1 - share) for p in exactly]
    more = [p * share for p in exactly]
    return [a + b for a, b in zip([*kept, 0.0], [0.0, *more], strict=True)]


def _told(code: str, twin: _Form, form: _Form, names: Mapping[str, str], **counts: int) -> Finding:
    one, other = twin.case.tambon.name, form.case.tambon.name
    amphoe = twin.case.tambon.amphoe_code
    if amphoe != form.case.tambon.amphoe_code:
        named = f"{one} {PlaceLevel.AMPHOE}{names[amphoe]}"
        one = Said(named, f"{one}, District {names[amphoe]},")
    return form.case.found(code, form.case.ret.where, tambon1=one, tambon2=other, **counts)
