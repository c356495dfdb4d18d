"""The prototype form as text with slots, so that a ตำบล's sheet is one join away."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from sorchor_xl.domain.thai.text import clean_for_output
from sorchor_xl.ooxml.elements import whole_of
from sorchor_xl.ooxml.shared_strings import StringPool, fill

_CELL: Final = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r'\b(r|s|t)="([^"]*)"')
_FORMULA: Final = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)
_VALUE: Final = re.compile(r"<v>(\d+)</v>")

Result = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that may differ from ตำบล to ตำบล: as it stands, and its pieces."""

    ref: str
    style: str
    formula: str
    xml: str
    item: int | None

    def input(self, value: str | float, pool: StringPool) -> str:
        """The cell with a value in place of whatever it held."""
        start = f'<c r="{self.ref}"{self.style}'
        if isinstance(value, str):
            return f'{start} t="s"><v>{pool.add_text(value)}</v></c>'
        return f"{start}><v>{value!r}</v></c>"

    def result(self, value: Result) -> str:
        """The cell with its formula and the result beside it; None leaves it uncalculated."""
        start = f'<c r="{self.ref}"{self.style}'
        if value is None:
            return f"{start}>{self.formula}</c>"
        if isinstance(value, bool):
            return f'{start} t="b">{self.formula}<v>{int(value)}</v></c>'
        if isinstance(value, str):
            text = escape(clean_for_output(value), quote=False)
            return f'{start} t="str">{self.formula}<v>{text}</v></c>'
        return f"{start}>{self.formula}<v>{value!r}</v></c>"


class Pattern:
    """A worksheet's text cut at its slots."""

    def __init__(self, xml: str, pool: StringPool, inputs: Collection[str] = ()) -> None:
        wanted = set(inputs)
        self.pieces: list[str | Slot] = []
        end = 0
        for match in _CELL.finditer(xml):
            slot = _slot(match, pool)
            if slot.ref in wanted or slot.formula or slot.item is not None:
                self.pieces += [xml[end : match.start()], slot]
                end = match.end()
        self.pieces.append(xml[end:])
        self.refs = frozenset(p.ref for p in self.pieces if isinstance(p, Slot))

    def render(
        self,
        pool: StringPool,
        texts: Mapping[str, str],
        inputs: Mapping[str, str | float],
        results: Mapping[str, Result],
    ) -> str:
        """The sheet with placeholders filled, inputs entered and results stored beside formulas.

        A formula whose result is not given keeps the one it had.
        """
        made: list[str] = []
        for piece in self.pieces:
            if isinstance(piece, str):
                made.append(piece)
            elif piece.ref in inputs:
                made.append(piece.input(inputs[piece.ref], pool))
            elif piece.formula and piece.ref in results:
                made.append(piece.result(results[piece.ref]))
            elif piece.item is not None:
                number = pool.add(fill(pool.item(piece.item), texts))
                made.append(f'<c r="{piece.ref}"{piece.style} t="s"><v>{number}</v></c>')
            else:
                made.append(piece.xml)
        return fill("".join(made), texts)


def _slot(match: re.Match[str], pool: StringPool) -> Slot:
    attributes = dict(_ATTRIBUTE.findall(match[1]))
    body = match[2] or ""
    formula = _FORMULA.search(body)
    item: int | None = None
    if attributes.get("t") == "s" and formula is None:
        value = _VALUE.search(body)
        number = whole_of(value[1]) if value else -1
        item = number if number >= 0 and "{{" in pool.item(number) else None
    style = f' s="{attributes["s"]}"' if "s" in attributes else ""
    return Slot(attributes["r"], style, formula[0] if formula else "", match[0], item)
