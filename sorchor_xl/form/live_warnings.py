"""What a form asks about while it is filled in: the rubric's rules, and numbers unusually high.

A row may be asked about several things. Its hidden cell holds how many of them are so, and its
status shows the sentence of the first. A note explains a warning; it is counted all the same, as
the province's program does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sorchor_xl.data.form_texts import FormWording
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.rules import Operand
from sorchor_xl.form.row_keys import RowGroup, row_group, row_name, row_number
from sorchor_xl.ooxml.references import Grid


def sentences(rubric: Rubric, words: FormWording) -> tuple[str, ...]:
    """Every sentence of a warning or a reading that the status of a row can show."""
    table = words.part("words")
    asked = [rule.text for rule in rubric.rules] + [table["high"]]
    found = [_asked(words, text) for text in asked]
    for reading in rubric.readings:
        says = [option.says for option in reading.options.values()] or [reading.principle]
        found += [f"{table['read_as']}{reading.id} {text}" for text in says]
    return tuple(dict.fromkeys(found))


def _asked(words: FormWording, text: str) -> str:
    return f"{words.part('words')['warned']}{text}"


@dataclass(frozen=True)
class LiveWarnings:
    """The warnings of one form sheet; ``operands`` are its inputs as the rules see them.

    ``before`` is the number of texts that stand in the list of statuses before `sentences`.
    """

    rubric: Rubric
    words: FormWording
    grid: Grid
    operands: Mapping[str, Operand]
    before: int

    @cached_property
    def _places(self) -> Mapping[str, int]:
        first = self.before + 1
        return {text: n for n, text in enumerate(sentences(self.rubric, self.words), start=first)}

    def place(self, text: str) -> str:
        """Where one of `sentences` stands in the list of statuses; KeyError for another."""
        return f"{self._places[text]}"

    def number(self, row: str) -> str:
        """How many warnings of a row hold, also beside an error: the province counts them alike."""
        return "+".join(condition for condition, _ in self._warnings(row)) or "0"

    def status(self, row: str) -> str:
        """The place of the first warning that holds, once one does; "" for a row without any."""
        warnings = self._warnings(row)
        told = [(holds, self.place(_asked(self.words, text))) for holds, text in warnings]
        shown = told.pop()[1] if told else ""
        for condition, text in reversed(told):
            shown = f"IF({condition}>0,{text},{shown})"
        return shown

    def _warnings(self, row: str) -> tuple[tuple[str, str], ...]:
        """(1 or 0, text) of every warning of a row: its rules, then an unusual height."""
        name, high = self._named(row)
        found = [
            (rule.formula(self.operands), rule.text)
            for rule in self.rubric.rules
            if rule.at == name
        ]
        if high is not None:
            one = self.operands[name]
            above = f"IF({one.usable},IF({one.value}>{high},1,0),0)"
            found.append((above, self.words.part("words")["high"]))
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
