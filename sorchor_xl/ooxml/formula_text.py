"""Move the references of a formula: rows inserted, rows filled down, one sheet become many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sorchor_xl.ooxml.elements import BadPartError
from sorchor_xl.ooxml.references import column_index, column_name, quote_sheet

_PIECE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<sheet>'(?:[^']|'')+'!|[\w.\u0e00-\u0e7f]+!)?"
    r"(?P<c1>\$?[A-Z]{1,3})(?P<r1>\$?[1-9]\d{0,6})"
    r"(?::(?P<c2>\$?[A-Z]{1,3})(?P<r2>\$?[1-9]\d{0,6}))?(?![\w(.!])"
    r"|(?P<lines>(?P<owner>'(?:[^']|'')+'!|[\w.\u0e00-\u0e7f]+!)?"
    r"(?:\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w(.!:]))"
    r"|(?P<word>[A-Za-z_\u0e00-\u0e7f\\][\w.\u0e00-\u0e7f\\]*!?)"
)
_CHOOSE: Final = "CHOOSE("
_MOST_CHOICES: Final = 29
"""Values a CHOOSE may have in LibreOffice; Excel takes 254."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference: sheet name or None, and one or two corners as written."""

    sheet: str | None
    column: str
    row: str
    column2: str = ""
    row2: str = ""

    def text(self) -> str:
        """The reference as it is written."""
        sheet = "" if self.sheet is None else quote_sheet(self.sheet) + "!"
        corner = f":{self.column2}{self.row2}" if self.column2 or self.row2 else ""
        return f"{sheet}{self.column}{self.row}{corner}"


@dataclass(frozen=True, slots=True)
class Block:
    """Prototype rows of a sheet, 1-based and inclusive, repeated ``copies`` times."""

    first: int
    last: int
    copies: int

    @property
    def height(self) -> int:
        """Rows of one copy."""
        return self.last - self.first + 1

    @property
    def inserted(self) -> int:
        """Rows that come to stand below the prototype."""
        return self.height * (self.copies - 1)

    def copy_of(self, row: int) -> int | None:
        """Which repetition a row (after growing) belongs to; None outside the block."""
        if not self.first <= row <= self.last + self.inserted:
            return None
        return (row - self.first) // self.height

    def move(self, row: int) -> int:
        """Where a row comes to stand."""
        return row + self.inserted if row > self.last else row

    def move_end(self, row: int) -> int:
        """Where the end of a range comes to stand: one that ends with the block grows with it."""
        return row + self.inserted if row >= self.last else row


@lru_cache(maxsize=20000)
def parse(formula: str) -> tuple[str | Ref, ...]:
    """A formula as texts and references."""
    pieces: list[str | Ref] = []
    end = 0
    for match in _PIECE.finditer(formula):
        if match["c1"] is None and match["lines"] is None:
            continue
        pieces.append(formula[end : match.start()])
        end = match.end()
        if match["lines"] is not None:
            pieces.append(_lines(match["owner"], match["lines"]))
            continue
        sheet = match["sheet"]
        pieces.append(
            Ref(
                None if sheet is None else unquote_sheet(sheet[:-1]),
                match["c1"],
                match["r1"],
                match["c2"] or "",
                match["r2"] or "",
            )
        )
    pieces.append(formula[end:])
    return tuple(pieces)


def _lines(owner: str | None, text: str) -> Ref:
    """Whole rows or columns as a reference: "$5:$5", "A:C"."""
    first, second = text.removeprefix(owner or "").split(":")
    sheet = None if owner is None else unquote_sheet(owner[:-1])
    if first.lstrip("$").isdigit():
        return Ref(sheet, "", first, "", second)
    return Ref(sheet, first, "", second, "")


def unquote_sheet(text: str) -> str:
    """A sheet name as it stands in a formula, without its quotes."""
    return text[1:-1].replace("''", "'") if text.startswith("'") else text


def references(formula: str) -> Iterator[Ref]:
    """The references of a formula."""
    return (piece for piece in parse(formula) if isinstance(piece, Ref))


def rewrite(formula: str, change: Callable[[Ref], Ref]) -> str:
    """The formula with every reference changed."""
    return "".join(p if isinstance(p, str) else change(p).text() for p in parse(formula))


def fill_down(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as Excel would fill it ``rows`` further down (and columns to the right)."""
    return rewrite(formula, lambda ref: _filled(ref, rows, columns))


def _filled(ref: Ref, rows: int, columns: int) -> Ref:
    return Ref(
        ref.sheet,
        _step_column(ref.column, columns),
        _step(ref.row, rows) if ref.row else "",
        _step_column(ref.column2, columns) if ref.column2 else "",
        _step(ref.row2, rows) if ref.row2 else "",
    )


def _step(row: str, by: int) -> str:
    return row if row.startswith("$") else str(int(row) + by)


def _step_column(column: str, by: int) -> str:
    if not by or not column or column.startswith("$"):
        return column
    return column_name(column_index(column) + by)


def move_rows(formula: str, own: str, blocks: Mapping[str, Block]) -> str:
    """The formula after the blocks of several sheets were repeated; ``own`` is its own sheet."""

    def change(ref: Ref) -> Ref:
        block = blocks.get(ref.sheet or own)
        return ref if block is None else _moved(ref, block)

    return rewrite(formula, change)


def move_series(formula: str, blocks: Mapping[str, Block]) -> str:
    """The same for a chart's series: one cell of a prototype row stands for its whole column."""

    def as_range(ref: Ref) -> Ref:
        block = blocks.get(ref.sheet or "")
        single = ref.row and not ref.row2 and block is not None
        if not single or block is None or int(ref.row.lstrip("$")) != block.last:
            return ref
        return Ref(ref.sheet, ref.column, ref.row, ref.column, ref.row)

    return move_rows(rewrite(formula, as_range), "", blocks)


def _moved(ref: Ref, block: Block) -> Ref:
    row = _apply(ref.row, block.move) if ref.row else ""
    row2 = _apply(ref.row2, block.move_end) if ref.row2 else ""
    return Ref(ref.sheet, ref.column, row, ref.column2, row2)


def _apply(row: str, move: Callable[[int], int]) -> str:
    mark = "$" if row.startswith("$") else ""
    return f"{mark}{move(int(row.lstrip('$')))}"


def copy_in_block(formula: str, own: str, blocks: Mapping[str, Block], copy: int) -> str:
    """A prototype row's formula in the ``copy``-th repetition (0 = the prototype itself)."""
    block = blocks[own]

    def change(ref: Ref) -> Ref:
        if ref.sheet not in {None, own}:
            other = blocks.get(ref.sheet or own)
            return ref if other is None else _moved(ref, other)
        row = _in_copy(ref.row, block, copy, end=False) if ref.row else ""
        row2 = _in_copy(ref.row2, block, copy, end=True) if ref.row2 else ""
        return Ref(ref.sheet, ref.column, row, ref.column2, row2)

    return rewrite(formula, change)


def _in_copy(row: str, block: Block, copy: int, *, end: bool) -> str:
    if row.startswith("$"):
        return _apply(row, block.move_end if end else block.move)
    number = int(row)
    return str(block.move(number) if number > block.last else number + copy * block.height)


def to_sheet(formula: str, old: str, new: str) -> str:
    """The formula with references to one sheet pointing at another."""

    def change(ref: Ref) -> Ref:
        return Ref(new, ref.column, ref.row, ref.column2, ref.row2) if ref.sheet == old else ref

    return rewrite(formula, change)


def refers_to(formula: str, sheet: str) -> bool:
    """Whether a formula refers to a sheet."""
    return sheet in formula and any(ref.sheet == sheet for ref in references(formula))


def widen_choose(formula: str, prototype: str, sheets: Sequence[str]) -> str:
    """The formula with every CHOOSE argument that refers to the prototype once for each sheet."""
    start = formula.find(_CHOOSE)
    while start >= 0:
        inside = start + len(_CHOOSE)
        arguments, end = _arguments(formula, inside)
        made: list[str] = []
        for argument in arguments:
            one = refers_to(argument, prototype)
            made += [to_sheet(argument, prototype, s) for s in sheets] if one else [argument]
        text = _choose(made[0], made[1:])
        formula = formula[:start] + text + formula[end + 1 :]
        start = formula.find(_CHOOSE, start + len(text))
    return formula


def _choose(index: str, arguments: Sequence[str]) -> str:
    """CHOOSE in steps of what every spreadsheet program takes."""
    if len(arguments) <= _MOST_CHOICES:
        return f"{_CHOOSE}{index},{','.join(arguments)})"
    first, rest = arguments[:_MOST_CHOICES], arguments[_MOST_CHOICES:]
    later = _choose(f"{index}-{_MOST_CHOICES}", rest)
    return f"IF({index}<={_MOST_CHOICES},{_choose(index, first)},{later})"


def _arguments(formula: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call from after its "(", and where its ")" stands."""
    arguments: list[str] = []
    depth, begin, quote = 0, start, ""
    for at in range(start, len(formula)):
        char = formula[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")" and depth == 0:
            return [*arguments, formula[begin:at]], at
        elif char == ")":
            depth -= 1
        elif char == "," and depth == 0:
            arguments.append(formula[begin:at])
            begin = at + 1
    raise BadPartError(f"unbalanced formula: {formula}")
