"""Cells of one row that cannot both be right: a head-count against an order, yes against none."""

from __future__ import annotations

from typing import Final

from sorchor_xl.intake.answer_sheet import Input

_MORE_THAN_ORDER, _CONTRADICTED = "W66", "W67"
_NONE: Final = 0


def more_than(cell: Input | None, count: int | None, size: int | None, order: str) -> None:
    """Warn where more people are counted than a committee has by its order (หนังสือ ข้อ 2)."""
    if cell is not None and count is not None and size is not None and count > size:
        cell.say(_MORE_THAN_ORDER, str(count), order=str(order), limit=size)


def contradicted(
    cell: Input | None, count: int | None, beside: Input | None, stated: bool | None
) -> bool:
    """Warn where yes stands beside a count of none, or no beside a count of some; True if so.

    Silent where either is blank: what was not said contradicts nothing.
    """
    if cell is None or beside is None or count is None or stated is None:
        return False
    if stated == (count > _NONE):
        return False
    cell.say(_CONTRADICTED, str(count), other=beside.item.label, found=str(beside.raw))
    return True
