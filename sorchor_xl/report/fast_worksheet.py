"""The worksheet class of the summary: no work for what our formulas never hold."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def plain_worksheet() -> Any:
    """A worksheet that takes formulas as they are.

    The library looks into every formula for some hundred functions newer than Excel 2007, to
    rename them; ours hold none, and that look is a quarter of the time a summary takes.
    """
    from xlsxwriter.worksheet import Worksheet

    class PlainWorksheet(Worksheet):  # type: ignore[misc] # the library has no types
        """A worksheet of formulas that need no renaming."""

        def _prepare_formula(self, formula: str, *_: bool) -> str:
            return formula.removeprefix("=")

    return PlainWorksheet
