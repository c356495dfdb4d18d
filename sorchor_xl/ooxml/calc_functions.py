"""The functions and operators our sheets use, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from sorchor_xl.ooxml.calc_values import (
    Area,
    Node,
    NotWorkedOutError,
    Scalar,
    Scope,
    Value,
)


def binary(op: str, left: Node, right: Node) -> Node:
    """The node of an operator between two others."""
    if op == "&":
        return lambda scope: _text(scope, left(scope)) + _text(scope, right(scope))
    if op in _ARITHMETIC:
        work = _ARITHMETIC[op]
        return lambda scope: plain(work(number(scope, left(scope)), number(scope, right(scope))))
    compare = _COMPARE[op]

    def node(scope: Scope) -> Value:
        return compare(*_ranked(scope, left(scope), right(scope)))

    return node


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise NotWorkedOutError("#DIV/0!")
    return left / right


_ARITHMETIC: Final[Mapping[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divide,
}
Ranked = tuple[int, str | float]
_COMPARE: Final[Mapping[str, Callable[[Ranked, Ranked], bool]]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def _ranked(scope: Scope, left: Value, right: Value) -> tuple[Ranked, Ranked]:
    """Two values in the order of a spreadsheet: numbers, then texts, then truths; blank fits in."""
    one, two = scope.book.scalar(left), scope.book.scalar(right)
    return _rank(one, two), _rank(two, one)


def _rank(value: Scalar, other: Scalar) -> Ranked:
    if value is None:
        return (1, "") if isinstance(other, str) else (0, 0)
    if isinstance(value, bool):
        return 2, int(value)
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def plain(value: float) -> int | float:
    """A whole number as int, so that it is written without a point."""
    return int(value) if float(value).is_integer() else value


def number(scope: Scope, value: Value) -> float:
    """A value as a number, blank as 0; NotWorkedOutError for a text."""
    single = scope.book.scalar(value)
    if single is None:
        return 0
    if isinstance(single, str):
        raise NotWorkedOutError("#VALUE!")
    return single


def _text(scope: Scope, value: Value) -> str:
    single = scope.book.scalar(value)
    if isinstance(single, bool):
        return "TRUE" if single else "FALSE"
    return "" if single is None else f"{single:.15g}" if isinstance(single, float) else str(single)


def _truth(scope: Scope, value: Value) -> bool:
    single = scope.book.scalar(value)
    if isinstance(single, str):
        raise NotWorkedOutError("#VALUE!")
    return bool(single)


def _truths(scope: Scope, nodes: list[Node]) -> list[bool]:
    """Every argument is worked out, as spreadsheets do."""
    return [_truth(scope, node(scope)) for node in nodes]


def _many(scope: Scope, nodes: list[Node]) -> Iterator[Scalar]:
    """The values of several arguments, areas cell by cell."""
    for node in nodes:
        value = node(scope)
        if isinstance(value, Area):
            yield from scope.book.area(value)
        else:
            yield value


def _numbers(scope: Scope, nodes: list[Node]) -> list[float]:
    values = _many(scope, nodes)
    return [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]


def _area(scope: Scope, node: Node) -> Area:
    value = node(scope)
    if not isinstance(value, Area):
        raise NotWorkedOutError("an area is wanted")
    return value


def _if(scope: Scope, nodes: list[Node]) -> Value:
    if _truth(scope, nodes[0](scope)):
        return nodes[1](scope)
    return nodes[2](scope) if len(nodes) > 2 else False  # noqa: PLR2004 -- IF has three arguments


def _choose(scope: Scope, nodes: list[Node]) -> Value:
    index = int(number(scope, nodes[0](scope)))
    if not 1 <= index < len(nodes):
        raise NotWorkedOutError("#VALUE!")
    return nodes[index](scope)


def _match(scope: Scope, nodes: list[Node]) -> Value:
    wanted, area = scope.book.scalar(nodes[0](scope)), _area(scope, nodes[1])
    exact = len(nodes) > 2 and number(scope, nodes[2](scope)) == 0  # noqa: PLR2004 -- as above
    cells = list(scope.book.area(area))
    key = _rank(wanted, wanted)
    if exact:
        places = [n for n, c in enumerate(cells) if c is not None and _rank(c, c) == key]
    else:
        ranks = [(n, _rank(c, c)) for n, c in enumerate(cells) if c is not None]
        places = [n for n, rank in ranks if rank[0] == key[0] and rank <= key][-1:]
    if not places:
        raise NotWorkedOutError("#N/A")
    return places[0] + 1


def _index(scope: Scope, nodes: list[Node]) -> Value:
    area, row = _area(scope, nodes[0]), int(number(scope, nodes[1](scope)))
    if not 1 <= row <= area.height:
        raise NotWorkedOutError("#REF!")
    top = area.top + row - 1
    return Area(area.sheet, top, area.left, top, area.right)


def _is_number(scope: Scope, nodes: list[Node]) -> Value:
    try:
        value = scope.book.scalar(nodes[0](scope))
    except NotWorkedOutError:
        return False
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_blank(scope: Scope, nodes: list[Node]) -> Value:
    value = nodes[0](scope)
    return isinstance(value, Area) and scope.book.scalar(value) is None


def _criterion(scope: Scope, node: Node) -> Callable[[Scalar], bool]:
    wanted = scope.book.scalar(node(scope))
    match = (
        re.fullmatch(r"(<>|<=|>=|<|>|=)(-?\d+(?:\.\d+)?)", wanted)
        if isinstance(wanted, str)
        else None
    )
    if match is None:
        return lambda cell: cell is not None and _rank(cell, cell) == _rank(wanted, wanted)
    compare, bound = _COMPARE[match[1]], (0, float(match[2]))
    return lambda cell: (
        cell is not None and _rank(cell, cell)[0] == 0 and compare(_rank(cell, cell), bound)
    )


def _count_if(scope: Scope, nodes: list[Node]) -> Value:
    fits = _criterion(scope, nodes[1])
    return sum(fits(cell) for cell in scope.book.area(_area(scope, nodes[0])))


def _average_if(scope: Scope, nodes: list[Node]) -> Value:
    fits = _criterion(scope, nodes[1])
    tested = scope.book.area(_area(scope, nodes[0]))
    values = scope.book.area(_area(scope, nodes[2] if len(nodes) > 2 else nodes[0]))  # noqa: PLR2004 -- as above
    kept = [v for t, v in zip(tested, values, strict=True) if fits(t)]
    numbers = [v for v in kept if isinstance(v, (int, float)) and not isinstance(v, bool)]
    return plain(_divide(sum(numbers), len(numbers)))


def _text_format(scope: Scope, nodes: list[Node]) -> Value:
    value, pattern = nodes[0](scope), _text(scope, nodes[1](scope))
    if pattern != "0.00":
        raise NotWorkedOutError(pattern)
    return f"{number(scope, value) + 1e-9:.2f}"


_NEVER: Final = 2_958_465
"""What today is when results are stored: the last day there is, so that no day is to come and
the same input gives the same bytes."""


def _date(scope: Scope, nodes: list[Node]) -> Value:
    year, month, day = (int(number(scope, node(scope))) for node in nodes)
    try:  # a day the month has not runs into the next, as spreadsheets count
        return (date(year, month, 1) - _EPOCH).days + day - 1
    except ValueError as error:
        raise NotWorkedOutError("#NUM!") from error


_EPOCH: Final = date(1899, 12, 30)


def _day_of(scope: Scope, nodes: list[Node]) -> date:
    """The day of a serial number; NotWorkedOutError where there is none."""
    try:
        return _EPOCH + timedelta(days=int(number(scope, nodes[0](scope))))
    except OverflowError as error:
        raise NotWorkedOutError("#NUM!") from error


def _mid(scope: Scope, nodes: list[Node]) -> Value:
    start = int(number(scope, nodes[1](scope))) - 1
    count = int(number(scope, nodes[2](scope)))
    if start < 0 or count < 0:
        raise NotWorkedOutError("#VALUE!")
    return _text(scope, nodes[0](scope))[start : start + count]


def _right(scope: Scope, nodes: list[Node]) -> Value:
    count = int(number(scope, nodes[1](scope)))
    return _text(scope, nodes[0](scope))[-count:] if count else ""


def _if_error(scope: Scope, nodes: list[Node]) -> Value:
    try:
        return scope.book.scalar(nodes[0](scope))
    except NotWorkedOutError:
        return nodes[1](scope)


def _mod(scope: Scope, nodes: list[Node]) -> Value:
    value, by = (number(scope, node(scope)) for node in nodes)
    if by == 0:
        raise NotWorkedOutError("#DIV/0!")
    return plain(value % by)


def _find(scope: Scope, nodes: list[Node]) -> Value:
    at = _text(scope, nodes[1](scope)).find(_text(scope, nodes[0](scope)))
    if at < 0:
        raise NotWorkedOutError("#VALUE!")
    return at + 1


def _substitute(scope: Scope, nodes: list[Node]) -> Value:
    text, old, new = (_text(scope, node(scope)) for node in nodes)
    return text.replace(old, new) if old else text


def _left(scope: Scope, nodes: list[Node]) -> Value:
    return _text(scope, nodes[0](scope))[: int(number(scope, nodes[1](scope)))]


def _n(scope: Scope, nodes: list[Node]) -> Value:
    value = scope.book.scalar(nodes[0](scope))
    return value if isinstance(value, (int, float)) else 0


def _int(scope: Scope, nodes: list[Node]) -> Value:
    return int(number(scope, nodes[0](scope)) // 1)


Function = Callable[[Scope, list[Node]], Value]
FUNCTIONS: Final[Mapping[str, Function]] = {
    "IF": _if,
    "AND": lambda s, nodes: all(_truths(s, nodes)),
    "OR": lambda s, nodes: any(_truths(s, nodes)),
    "NOT": lambda s, nodes: not _truth(s, nodes[0](s)),
    "CHOOSE": _choose,
    "MATCH": _match,
    "INDEX": _index,
    "ISNUMBER": _is_number,
    "ISBLANK": _is_blank,
    "INT": _int,
    "N": _n,
    "LEFT": _left,
    "SUM": lambda s, nodes: plain(sum(_numbers(s, nodes))),
    "MAX": lambda s, nodes: max(_numbers(s, nodes), default=0),
    "MIN": lambda s, nodes: min(_numbers(s, nodes), default=0),
    "MID": _mid,
    "RIGHT": _right,
    "FIND": _find,
    "SUBSTITUTE": _substitute,
    "LEN": lambda s, nodes: len(_text(s, nodes[0](s))),
    "IFERROR": _if_error,
    "MOD": _mod,
    "ABS": lambda s, nodes: abs(number(s, nodes[0](s))),
    "CHAR": lambda s, nodes: chr(int(number(s, nodes[0](s)))),
    "YEAR": lambda s, nodes: _day_of(s, nodes).year,
    "MONTH": lambda s, nodes: _day_of(s, nodes).month,
    "DAY": lambda s, nodes: _day_of(s, nodes).day,
    "TODAY": lambda _s, _nodes: _NEVER,
    "COUNTA": lambda s, nodes: sum(v is not None for v in _many(s, nodes)),
    "COUNT": lambda s, nodes: len(_numbers(s, nodes)),
    "COUNTIF": _count_if,
    "AVERAGEIF": _average_if,
    "ROWS": lambda s, nodes: _area(s, nodes[0]).height,
    "TEXT": _text_format,
    "DATE": _date,
    "HYPERLINK": lambda s, nodes: s.book.scalar(nodes[-1](s)),
    "CELL": lambda _s, _nodes: "",
}
ANY_NUMBER: Final = range(1, 256)
"""How many arguments a function takes that is not listed."""
ARGUMENTS: Final[Mapping[str, range]] = {
    **dict.fromkeys(("NOT", "ISNUMBER", "ISBLANK", "INT", "N", "LEN", "ABS", "CHAR"), range(1, 2)),
    **dict.fromkeys(("YEAR", "MONTH", "DAY", "ROWS"), range(1, 2)),
    **dict.fromkeys(("INDEX", "LEFT", "RIGHT", "FIND", "IFERROR", "MOD"), range(2, 3)),
    **dict.fromkeys(("COUNTIF", "TEXT"), range(2, 3)),
    **dict.fromkeys(("IF", "MATCH", "AVERAGEIF"), range(2, 4)),
    **dict.fromkeys(("MID", "SUBSTITUTE", "DATE"), range(3, 4)),
    "CHOOSE": range(2, 256),
    "TODAY": range(1),
}
"""How many arguments a function takes here: what people write otherwise, as LEFT(A1) or
INDEX(A1:C9,2,3), is left for their program to work out."""
