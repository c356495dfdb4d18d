"""Which sheets of a workbook only show: told by the token in their top rows, before parsing them.

Half of what a district workbook weighs is sheets nobody answers in (the live check, the result,
the rules). They are recognised by the shared string that holds their token.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from sorchor_xl.form.layout import ANSWER_KINDS, LISTS, META, SheetKind, Token, find_token
from sorchor_xl.form.locate import TOKEN_ROWS
from sorchor_xl.workbooks.grid import WorkbookGrid
from sorchor_xl.workbooks.xlsx_sheet import top_rows

_TOKEN: Final = re.compile(rb"SX\d/[A-Z0-9/._-]{12,60}")
_SHARED: Final = re.compile(rb' t="s"[^>]*><v>0*(\d+)</v>')
_PIECE: Final = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)")
_MOST: Final = 400
_MOST_KNOWN: Final = 20_000
_READ_WHOLE: Final = frozenset({*ANSWER_KINDS, SheetKind.CORRECTIONS})
"""Sheets with answers, and our list of corrections, beside which officers write replies."""
_RESULTS: Final = frozenset({SheetKind.SUMMARY, SheetKind.CHECK})
_WITHIN: Final = b'"inlineStr"'
_NO_FORMULA, _SHARED_TEXT, _OWN_TEXT = b'"><v>', b' t="s"><v>', b' t="str"><v>'


@dataclass(frozen=True, slots=True)
class DisplayTokens:
    """Place among the shared strings, in digits as a cell refers to it → what the token there is
    of: a kind of sheet that only shows, or None for one that is read whole."""

    shown: Mapping[bytes, SheetKind | None]
    rows: int = TOKEN_ROWS

    @classmethod
    def of(cls, strings: bytes) -> DisplayTokens:
        """The tokens among the shared strings of a workbook; what is no sound token counts as one
        of a sheet with answers, so that it is looked at."""
        found: dict[bytes, SheetKind | None] = {}
        counted, place = 0, -1
        for number, match in enumerate(_TOKEN.finditer(strings)):
            if number == _MOST:
                return cls({})
            place += strings.count(b"<si", counted, match.start())
            counted = match.start()
            said = b"%d" % place
            kind = _only_shown(match[0])
            found[said] = kind if found.get(said, kind) is kind else None
        return cls(found)

    def is_passed(self, name: str) -> bool:
        """Whether a sheet holds the lists of the form: what it is called says all."""
        return name == LISTS

    def only_shown(self, top: bytes) -> bool:
        """Whether the top rows hold a token, and only such as stand on sheets without answers."""
        kinds = self._kinds(top)
        return bool(kinds) and None not in kinds

    def is_typed_over(self, xml: bytes) -> bool:
        """Whether a number stands without a formula on a sheet that shows only results of some, or
        a text within its cell, which no look at the shared ones would find."""
        if _WITHIN in xml:
            return True
        if not self._kinds(top_rows(xml, self.rows)) & _RESULTS:
            return False
        return xml.count(_NO_FORMULA) > xml.count(_SHARED_TEXT) + xml.count(_OWN_TEXT)

    def _kinds(self, top: bytes) -> set[SheetKind | None]:
        """What the tokens in the top rows are of."""
        if not self.shown:
            return set()
        return {self.shown[place] for place in self.shown.keys() & set(_SHARED.findall(top))}


def _only_shown(raw: bytes) -> SheetKind | None:
    """The kind of a sheet that nobody writes on; None for any other, and for no sound token."""
    token = find_token(raw.decode("ascii"))
    read = not isinstance(token, Token) or token.kind in _READ_WHOLE
    return None if read or not isinstance(token, Token) else token.kind


class OwnTexts:
    """Which shared texts, as they are written, are a workbook's own; learnt file by file."""

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        self.is_own = is_own
        self.known: set[bytes] = set()

    def strange(self, strings: bytes) -> list[str]:
        """The texts that are not, on one line."""
        items = {*strings.split(b"</si>")[:-1]} - self.known
        texts = {item: _text_of(item) for item in items}
        strange = [text for text in texts.values() if not self.is_own(text)]
        if len(self.known) < _MOST_KNOWN:
            self.known |= items - {item for item, text in texts.items() if not self.is_own(text)}
        return strange


def has_unread_words(book: WorkbookGrid, own: OwnTexts) -> bool:
    """Whether a shared text that is not the workbook's own stands on no sheet as far as read.

    Then it stands on one that only shows, and that sheet must be read whole.
    """
    strange = own.strange(book.strings)
    if not strange:
        return False
    left = {*strange}
    for sheet in sorted(book.sheets, key=lambda sheet: sheet.name != META):  # the quickest way
        for row in sheet.rows:
            left.difference_update(row)
        if not left:
            return False
    return not left <= {" ".join(text.split()) for text in _texts_of(book)}


def _texts_of(book: WorkbookGrid) -> Iterator[str]:
    cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row)
    return (cell for cell in cells if isinstance(cell, str))


def _text_of(item: bytes) -> str:
    """The text of a shared string, of all its runs."""
    return unescape(b"".join(_PIECE.findall(item)).decode("utf-8", "replace"))
