"""What a form asks about while it is filled in: the rubric's rules, and numbers unusually high.

A row may be asked about several things. Its hidden cell holds the number of the first one that is
so, and its status shows that one's sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.rules import Operand
from sorchor_xl.form.row_keys import RowGroup, row_group, row_name, row_number
from sorchor_xl.ooxml.references import Grid, literal


@dataclass(frozen=True)
class LiveWarnings:
    """The warnings of one form sheet; ``operands`` are its inputs as the rules see them."""

    rubric: Rubric
    words: FormWording
    grid: Grid
    operands: Mapping[str, Operand]

    def number(self, row: str) -> str:
        """The number, from 1, of the first warning of a row that holds; 0 for none.

        A note explains whatever is asked; a base has none, so its warning stays until mended.
        """
        found, warnings = "0", self._warnings(row)
        for number, (condition, _) in reversed(tuple(enumerate(warnings, start=1))):
            found = f"IF({condition},{number},{found})"
        if not warnings:
            return found
        unexplained = f"IF(ISBLANK({self.grid.at(row, 'note')}),{found},0)"
        return f"IF({self.grid.at(row, 'state')}=0,{found if _is_base(row) else unexplained},0)"

    def status(self, row: str, otherwise: str) -> str:
        """The sentence of the warning that `number` names, else ``otherwise``."""
        warned, shown = self.grid.at(row, "warned"), otherwise
        for number, text in enumerate(self.texts(row), start=1):
            shown = f"IF({warned}={number},{literal(text)},{shown})"
        return shown

    def texts(self, row: str) -> tuple[str, ...]:
        """Every sentence a row can show, by number."""
        table = self.words.part("words")
        explain = "" if _is_base(row) else table["explain"]
        return tuple(f"{table['warned']}{text}{explain}" for _, text in self._warnings(row))

    def _warnings(self, row: str) -> tuple[tuple[str, str], ...]:
        """(condition, text) of every warning of a row: its rules, then an unusual height."""
        name, high = self._named(row)
        found = [
            (f"{rule.formula(self.operands)}=1", rule.text)
            for rule in self.rubric.rules
            if rule.at == name
        ]
        if high is not None:
            value = self.grid.at(row, "value")
            found.append((f"{value}>{high}", self.words.part("words")["high"]))
        return tuple(found)

    def _named(self, row: str) -> tuple[str, int | None]:
        """What the rules call a row, and what is unusually high there."""
        if _is_base(row):
            base = self.rubric.base(row_name(row))
            return base.key, base.high
        indicator = self.rubric.indicator(row_number(row))
        return indicator.role, indicator.high


def _is_base(row: str) -> bool:
    return row_group(row) is RowGroup.BASE
