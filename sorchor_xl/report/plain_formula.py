"""Formulas that the writer takes as they are, by public means."""

from __future__ import annotations


class PlainFormula(str):
    """A formula without "=" that holds no function newer than Excel 2007.

    XlsxWriter looks into every formula for some hundred newer functions, to put their prefix before
    them, unless the formula says that it holds the prefix already. Ours need none, and that search
    is a quarter of the time a summary takes: so they say they do. Should the library ask in another
    way one day, only the time is lost; the formula stays what it is.
    """

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        """Whether a part stands in it, and always "yes" to the question for the prefix."""
        return part == "_xlfn." or (isinstance(part, str) and self.find(part) >= 0)
