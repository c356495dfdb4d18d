"""One located answer sheet, with all that a finding about one of its cells must say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Entry, EntryState, Where
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.numbers import show
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.form.layout import Located
from sorchor_xl.intake.read_context import ReadContext
from sorchor_xl.ooxml.references import a1
from sorchor_xl.workbooks.grid import SheetGrid
from sorchor_xl.workbooks.sheet_traits import CellDetails, Merge

At = tuple[int, int]
"""A 0-based (row, column)."""
_MOST_CELLS: Final = 8
_OF_CELLS: Final = "เซลล์"


@dataclass(frozen=True, slots=True)
class Area:
    """The อำเภอ or ตำบล a cell speaks of; ``tambon_code`` is "" for an อำเภอ."""

    name: str
    amphoe_code: str
    tambon_code: str = ""

    @property
    def params(self) -> dict[str, str | int]:
        """Its name as the sentences ask for it."""
        return {"tambon" if self.tambon_code else "amphoe": self.name}


class Item(NamedTuple):
    """What an input asks for: an indicator, or another field by its label."""

    indicator: int | None = None
    label: str = ""
    unit: str = ""

    @property
    def params(self) -> dict[str, str | int]:
        """Label and unit as the sentences ask for them."""
        return {"label": self.label, "unit": self.unit}


@dataclass(frozen=True)
class AnswerSheet:
    """A sheet and where its keys stand; ``found`` collects what is found on it.

    ``swallowed`` are inputs that a merge hides, with its range; ``shown_from`` are those for which
    a merge shows what stands in another.
    """

    file: str
    sheet: SheetGrid
    located: Located
    context: ReadContext
    date1904: bool
    found: list[Finding] = field(default_factory=list)
    swallowed: Mapping[At, str] = field(default_factory=dict)
    shown_from: Mapping[At, At] = field(default_factory=dict)

    def where(self, at: At | None = None) -> Where:
        """The place of a cell, or of the sheet."""
        return Where(self.file, self.sheet.name, a1(*at) if at else "")

    def raw(self, at: At) -> object:
        """The value of a cell."""
        return self.sheet.value(*at)

    def details(self, at: At) -> CellDetails:
        """What a cell is besides its value."""
        return self.sheet.traits.cell(*at)

    def say(self, code: str, area: Area, at: At | None = None, **params: str | int) -> None:
        """Put down a finding about the sheet, or about a cell that is no input of ours."""
        value = str(params.pop("value", ""))
        filled = {**area.params, **params}
        self.found.append(
            Finding(code, self.where(at), area.amphoe_code, area.tambon_code, None, value, filled)
        )

    def say_cells(self, code: str, area: Area, cells: Sequence[At]) -> None:
        """Put down one finding for several cells, at the first; none where there are none."""
        if cells:
            shown = show(self.raw(cells[0]))
            self.say(code, area, cells[0], value=shown, cells=list_cells(cells))

    def input(self, row: str, column: str, area: Area, item: Item) -> Input | None:
        """The input at a row key × column key; None where either was not found."""
        at = self.located.cell(row, column)
        return None if at is None else self.input_at(at, area, item)

    def input_at(self, at: At, area: Area, item: Item) -> Input:
        """The input at a place."""
        return Input(self, at, area, item, self.raw(at), self.details(at))


class Input(NamedTuple):
    """One input of a sheet: where it stands, whose it is, what it asks for, and what it holds."""

    page: AnswerSheet
    at: At
    area: Area
    item: Item
    raw: object
    details: CellDetails

    @property
    def merged(self) -> str | None:
        """The merged range that hides it; None where it is readable."""
        return self.page.swallowed.get(self.at)

    def entry(self, state: EntryState, value: int | None = None, shown: str = "") -> Entry:
        """What was read, with its place."""
        return Entry(state, value, shown, self.page.where(self.at))

    def say(self, code: str, value: str, **params: str | int) -> None:
        """Put down a finding about it."""
        area, item, where = self.area, self.item, self.page.where(self.at)
        filled = {**area.params, **item.params, **params}
        self.page.found.append(
            Finding(code, where, area.amphoe_code, area.tambon_code, item.indicator, value, filled)
        )


def list_cells(cells: Iterable[At]) -> Said:
    """The addresses of cells as a list in words; of many the first, and how many more there are."""
    return join_list([a1(*at) for at in cells], _MOST_CELLS, _OF_CELLS)


def swallowed_inputs(sheet: SheetGrid, inputs: Iterable[At]) -> Mapping[At, str]:
    """Inputs that a merge makes unreadable → its range.

    A merge over one input alone, with that input first, shows its value; any other hides one.
    """
    return _swallowed(sheet.traits.merges, frozenset(inputs))


@lru_cache(maxsize=64)
def _swallowed(merges: tuple[Merge, ...], wanted: frozenset[At]) -> Mapping[At, str]:
    """As above; the forms of a workbook have merges and inputs in common."""
    swallowed: dict[At, str] = {}
    for merge in merges if wanted else ():
        inside = [at for at in _inputs_in(merge, wanted) if at in wanted]
        if inside and inside != [(merge.top, merge.left)]:
            name = f"{a1(merge.top, merge.left)}:{a1(merge.bottom, merge.right)}"
            swallowed.update(dict.fromkeys(inside, name))
    return swallowed


def _inputs_in(merge: Merge, wanted: Collection[At]) -> Iterable[At]:
    """Cells to look at: those of a small merge, or the inputs themselves for a large one."""
    across, down = merge.right - merge.left + 1, merge.bottom - merge.top + 1
    if across * down <= len(wanted):
        rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
        return product(rows, columns)
    return [at for at in sorted(wanted) if merge.holds(*at)]
