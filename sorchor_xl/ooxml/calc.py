"""Work out the formulas of our own workbook, so that a result is stored beside every one.

Protected View, telephones and mail previewers show only stored results. This knows the few
functions our sheets use; a formula a province added with others is left uncalculated, never
guessed. Scores that count are never taken from here: `sorchor_xl.domain.scoring.score` decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from sorchor_xl.ooxml.calc_functions import ANY_NUMBER, ARGUMENTS, FUNCTIONS, binary, number, plain
from sorchor_xl.ooxml.calc_values import (
    Area,
    CalcBook,
    CalcSheet,
    Node,
    NotWorkedOutError,
    Scalar,
    Scope,
    Value,
)
from sorchor_xl.ooxml.formula_text import unquote_sheet
from sorchor_xl.ooxml.references import column_index


def make_book(sheets: dict[str, CalcSheet], names: Mapping[str, str]) -> CalcBook:
    """A workbook to work out: sheets by name, defined names as formulas."""
    return CalcBook(sheets, names, compiled)


def result(book: CalcBook, sheet: str, row: int, column: int) -> Scalar:
    """A formula's result to store; None where it cannot be worked out."""
    try:
        return book.cell(sheet, row, column)
    except (NotWorkedOutError, RecursionError):
        return None


_TOKEN: Final = re.compile(
    r"\s*(?:"
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<ref>(?:(?P<sheet>'(?:[^']|'')+'|[\w.\u0e00-\u0e7f]+)!)?"
    r"\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d+)(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d+))?(?![\w(.]))"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<call>[A-Z][A-Z0-9.]*)\("
    r"|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<op><>|<=|>=|[-+*/&=<>(),])"
    r")"
)


class _Parser:
    """Recursive descent over one formula."""

    def __init__(self, formula: str) -> None:
        self.tokens: list[re.Match[str]] = []
        at = 0
        while at < len(formula.rstrip()):
            match = _TOKEN.match(formula, at)
            if match is None:
                raise NotWorkedOutError(formula)
            self.tokens.append(match)
            at = match.end()
        self.at = 0

    def parse(self) -> Node:
        """The whole formula."""
        node = self.operators(0)
        if self.at != len(self.tokens):
            raise NotWorkedOutError("something follows the formula")
        return node

    def operator(self, *operators: str) -> str | None:
        """The next token if it is one of these operators, taken."""
        if self.at < len(self.tokens) and self.tokens[self.at]["op"] in operators:
            self.at += 1
            return self.tokens[self.at - 1]["op"]
        return None

    def operators(self, level: int) -> Node:
        """Operators of one precedence and those that bind tighter."""
        if level == len(_LEVELS):
            return self.unary()
        node = self.operators(level + 1)
        while (op := self.operator(*_LEVELS[level])) is not None:
            node = binary(op, node, self.operators(level + 1))
        return node

    def unary(self) -> Node:
        """A sign and what it stands before."""
        if self.operator("-"):
            return _negative(self.unary())
        return self.atom()

    def atom(self) -> Node:
        """A value, a reference, a call, a name or something in brackets."""
        if self.at >= len(self.tokens):
            raise NotWorkedOutError("the formula ends too soon")
        token = self.tokens[self.at]
        self.at += 1
        if token["call"] is not None:
            return self.call(token["call"])
        if token["op"] == "(":
            node = self.operators(0)
            self.expect(")")
            return node
        return _leaf(token)

    def call(self, name: str) -> Node:
        """A function with its arguments."""
        function = FUNCTIONS.get(name)
        if function is None:
            raise NotWorkedOutError(name)
        arguments: list[Node] = []
        if self.operator(")") is None:
            arguments.append(self.operators(0))
            while self.operator(","):
                arguments.append(self.operators(0))
            self.expect(")")
        if len(arguments) not in ARGUMENTS.get(name, ANY_NUMBER):
            raise NotWorkedOutError(f"{name} with {len(arguments)} arguments")
        return lambda scope: function(scope, arguments)

    def expect(self, op: str) -> None:
        """Take an operator that must stand here."""
        if self.operator(op) is None:
            raise NotWorkedOutError(f"{op} expected")


_LEVELS: Final = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))


@lru_cache(maxsize=20000)
def compiled(formula: str) -> Node:
    """A formula as a function of where it stands; NotWorkedOutError for what is not known."""
    return _Parser(formula).parse()


def _leaf(token: re.Match[str]) -> Node:
    if token["text"] is not None:
        text = token["text"][1:-1].replace('""', '"')
        return lambda _: text
    if token["number"] is not None:
        number = plain(float(token["number"]))
        return lambda _: number
    if token["ref"] is not None:
        return _reference(token)
    name = token["name"]
    if name in {"TRUE", "FALSE"}:
        return lambda _: name == "TRUE"
    if name is None:
        raise NotWorkedOutError(token[0])
    return lambda scope: _named(scope, name)


def _reference(token: re.Match[str]) -> Node:
    sheet = None if token["sheet"] is None else unquote_sheet(token["sheet"])
    top, left = int(token["r1"]) - 1, column_index(token["c1"])
    bottom = top if token["r2"] is None else int(token["r2"]) - 1
    right = left if token["c2"] is None else column_index(token["c2"])
    return lambda scope: Area(sheet or scope.sheet, top, left, bottom, right)


def _named(scope: Scope, name: str) -> Value:
    formula = scope.book.names.get(name)
    if formula is None:
        raise NotWorkedOutError(name)
    return compiled(formula)(scope)


def _negative(node: Node) -> Node:
    return lambda scope: -number(scope, node(scope))
