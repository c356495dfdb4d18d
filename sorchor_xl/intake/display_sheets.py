"""Which sheets of a workbook only show: told by the token in their top rows, before parsing them.

Half of what a district workbook weighs is sheets nobody answers in (the live check, the result,
the rules). They are recognised by the shared string that holds their token.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sorchor_xl.form.layout import ANSWER_KINDS, LISTS, Token, find_token
from sorchor_xl.form.locate import TOKEN_ROWS

_TOKEN: Final = re.compile(rb"SX\d/[A-Z0-9/._-]{12,60}")
_SHARED: Final = re.compile(rb' t="s"[^>]*><v>0*(\d+)</v>')
_MOST: Final = 400


@dataclass(frozen=True, slots=True)
class DisplayTokens:
    """Place among the shared strings, in digits as a cell refers to it → whether the token there
    is of a sheet with answers."""

    answers: Mapping[bytes, bool]
    rows: int = TOKEN_ROWS

    @classmethod
    def of(cls, strings: bytes) -> DisplayTokens:
        """The tokens among the shared strings of a workbook; what is no sound token counts as one
        of a sheet with answers, so that it is looked at."""
        found: dict[bytes, bool] = {}
        counted, place = 0, -1
        for number, match in enumerate(_TOKEN.finditer(strings)):
            if number == _MOST:
                return cls({})
            place += strings.count(b"<si", counted, match.start())
            counted = match.start()
            said = b"%d" % place
            found[said] = found.get(said, False) or _is_answer(match[0])
        return cls(found)

    def is_passed(self, name: str) -> bool:
        """Whether a sheet holds the lists of the form: what it is called says all."""
        return name == LISTS

    def only_shown(self, top: bytes) -> bool:
        """Whether the top rows hold a token, and only such as stand on sheets without answers."""
        if not self.answers:
            return False
        places = self.answers.keys() & set(_SHARED.findall(top))
        seen = [self.answers[place] for place in places]
        return bool(seen) and not any(seen)


def _is_answer(raw: bytes) -> bool:
    token = find_token(raw.decode("ascii"))
    return not isinstance(token, Token) or token.kind in ANSWER_KINDS
