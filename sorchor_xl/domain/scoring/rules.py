"""What does not fit together within one form, in two dialects: Python and formula, side by side.

A rule names bases by key and indicators by role. The reader asks `Rule.holds` of the answers read,
the form carries `Rule.formula`; both are written from the same comparisons, so they cannot differ.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_SIGNS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_WRITTEN: Final = re.compile(r"([a-z][a-z0-9_]*)\s*(<>|>=|<=|=|>|<)\s*([a-z][a-z0-9_]*|\d+)")

Values = Mapping[str, int | None]
"""Key of a base or role of an indicator → its whole number; None = blank or unusable."""


@dataclass(frozen=True, slots=True)
class Operand:
    """An input as a formula sees it: its number, and the condition that it is a usable one."""

    value: str
    usable: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One input compared with a number or another input; never true of one that is not usable."""

    left: str
    sign: str
    right: str | int

    @classmethod
    def parse(cls, text: str) -> Comparison:
        """Read ``"goals_reached > goals"`` or ``"members = 0"``; ValueError for anything else."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"a comparison is written 'goals_reached > goals', not {text!r}")
        right = match[3]
        return cls(match[1], match[2], int(right) if right.isdecimal() else right)

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs compared."""
        return (self.left,) if isinstance(self.right, int) else (self.left, self.right)

    def holds(self, values: Values) -> bool:
        """Whether it is true of the answers of one ตำบล."""
        left = values[self.left]
        right = self.right if isinstance(self.right, int) else values[self.right]
        return left is not None and right is not None and _SIGNS[self.sign](left, right)

    def formula(self, cells: Mapping[str, Operand], then: str = "1") -> str:
        """``then`` where it is true, else 0."""
        right = str(self.right) if isinstance(self.right, int) else cells[self.right].value
        usable = ",".join(cells[name].usable for name in self.names)
        together = usable if len(self.names) == 1 else f"AND({usable})"
        return f"IF({together},IF({cells[self.left].value}{self.sign}{right},{then},0),0)"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every comparison of ``when`` holds, and of ``any``, where there is one, at least one.

    It is told at the input ``at`` under ``code`` of the catalogue of findings; ``text`` is what
    the form shows there.
    """

    code: str
    at: str
    when: tuple[Comparison, ...]
    any: tuple[Comparison, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every input it looks at, each once."""
        compared = (name for c in (*self.when, *self.any) for name in c.names)
        return tuple(dict.fromkeys(compared))

    def holds(self, values: Values) -> bool:
        """Whether it is true of the answers of one ตำบล."""
        return all(c.holds(values) for c in self.when) and (
            not self.any or bool(self.telling(values))
        )

    def telling(self, values: Values) -> tuple[str, ...]:
        """The inputs of ``any`` whose comparison holds."""
        return tuple(c.left for c in self.any if c.holds(values))

    def formula(self, cells: Mapping[str, Operand]) -> str:
        """1 where `holds` is true, else 0; no leading "=", functions no newer than Excel 2007."""
        made = "1"
        if self.any:
            made = f"IF({'+'.join(c.formula(cells) for c in self.any)}>0,1,0)"
        for comparison in reversed(self.when):
            made = comparison.formula(cells, made)
        return made


def ceilings(rules: Sequence[Rule]) -> Mapping[str, str]:
    """Input → the input it cannot sensibly exceed, as the rules that ask "more than?" say."""
    return {
        c.left: c.right
        for rule in rules
        for c in rule.when
        if c.sign == ">" and isinstance(c.right, str)
    }
