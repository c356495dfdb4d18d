"""Forms that stand on every boundary of every indicator, for comparing engines with the scorer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import (
    Amphoe,
    Entry,
    EntryState,
    Province,
    Tambon,
    TambonReturn,
)
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Indicator, Rubric
from sorchor_xl.form.form_options import District, Prefill, TambonPrefill

RUBRIC: Final = load_rubric(2564)
BASES: Final = (10, 27, 200, 1000)
TYPED_OVER: Final = ("3 ครั้ง", -1, 2.5)
"""What the sheet must not score: a text, a negative number, a fraction."""
COUNTS: Final = tuple(range(13))

Value = int | float | str | None


@dataclass(frozen=True)
class Case:
    """What is typed into one form; None leaves an input empty."""

    bases: Mapping[str, Value]
    answers: Mapping[int, Value]

    def prefill(self) -> TambonPrefill:
        """As typed into the workbook."""
        return TambonPrefill(
            bases={k: v for k, v in self.bases.items() if v is not None},
            answers={k: v for k, v in self.answers.items() if v is not None},
        )

    def read(self, code: str) -> TambonReturn:
        """As the scorer is given it."""
        bases = {key: entry(value) for key, value in self.bases.items()}
        return TambonReturn(code, bases, {n: entry(v) for n, v in self.answers.items()})


def entry(value: Value) -> Entry:
    """An input as read: whole numbers from 0 stand, all else is blank or invalid."""
    if value is None:
        return Entry(EntryState.BLANK)
    if isinstance(value, int) and value >= 0:
        return Entry(EntryState.VALID, value)
    return Entry(EntryState.INVALID)


def shares_near_cuts(rubric: Rubric, indicator: Indicator, base: int) -> tuple[int, ...]:
    """Numerators at, just below and just above every cut of every reading, and at both ends."""
    near = {0, 1, base - 1, base}
    for bands in rubric.variants(indicator.id, rubric.default_readings).values():
        for cut in bands.cuts:
            left, right = cut.scale
            at = right * base // left
            near |= {at - 1, at, at + 1}
    return tuple(sorted(n for n in near if 0 <= n <= base))


def cases() -> Iterator[Case]:
    """Every boundary, then what must not be scored."""
    for base in BASES:
        yield from _on_base(base)
    for base in (0, None, "สิบ", -5, 10.5):
        for answer in (0, 3, None):
            yield _case(dict.fromkeys((b.key for b in RUBRIC.bases), base), answer)
    bases: dict[str, Value] = dict.fromkeys((b.key for b in RUBRIC.bases), 10)
    for wrong in TYPED_OVER:
        yield _case(bases, wrong)
    yield _case(bases, 11)
    yield _case(bases, None)


def _case(bases: Mapping[str, Value], answer: Value) -> Case:
    answers: dict[int, Value] = {}
    for indicator in RUBRIC.indicators:
        fits = indicator.kind is not Kind.CHOICE or answer in {1, 2, 3, None}
        answers[indicator.id] = answer if fits else 2
    return Case(bases, answers)


def _on_base(base: int) -> Iterator[Case]:
    shares = {
        i.id: shares_near_cuts(RUBRIC, i, base) for i in RUBRIC.indicators if i.kind is Kind.PERCENT
    }
    bases: dict[str, Value] = dict.fromkeys((b.key for b in RUBRIC.bases), base)
    for turn in range(max(len(COUNTS), *(len(s) for s in shares.values()))):
        answers: dict[int, Value] = {}
        for indicator in RUBRIC.indicators:
            if indicator.kind is Kind.CHOICE:
                answers[indicator.id] = 1 + turn % 3
            elif indicator.kind is Kind.COUNT:
                answers[indicator.id] = COUNTS[turn % len(COUNTS)]
            else:
                near = shares[indicator.id]
                answers[indicator.id] = near[turn % len(near)]
        yield Case(bases, answers)
        if turn < len(shares[4]):
            yield Case(bases, {**answers, 2: base, 4: shares[4][turn]})


CASES: Final = tuple(cases())
DISTRICT: Final = District(
    Province("99", "ทดสอบ"),
    Amphoe("9901", "ทดสอบ"),
    tuple(Tambon(f"9901{n:02d}", f"กรณี {n}") for n in range(1, len(CASES) + 1)),
)
PREFILL: Final = Prefill(
    tambons={
        tambon.code: case.prefill() for tambon, case in zip(DISTRICT.tambons, CASES, strict=True)
    }
)
READINGS: Final[tuple[Mapping[str, str], ...]] = (
    {},
    {"A9": "integer"},
    {"A16": "error"},
    {"A1": "lower", "A2": "lower", "A3": "lower", "A5": "ceil", "A7": "floor"},
    {"A3": "lower", "A7": "floor", "A9": "integer", "A16": "error"},
)
"""Every option of every reading, and every pair that meets in one indicator."""
