"""The shared strings of a workbook, and the placeholders that stand in its texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from sorchor_xl.domain.thai.text import clean_for_output
from sorchor_xl.ooxml.elements import BadPartError
from sorchor_xl.ooxml.package import EMPTY_STRINGS

_ITEM: Final = re.compile(r"<si\b[^>]*?(?:/>|>.*?</si>)", re.DOTALL)
_TEXT: Final = re.compile(r"<t\b[^>]*>([^<]*)</t>")
_RUBY: Final = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_PLACEHOLDER: Final = re.compile(r"\{\{([^{}<>]+)\}\}")


class StringPool:
    """Shared strings as their XML; new ones are added at the end."""

    def __init__(self, xml: str) -> None:
        self.head = xml[: xml.index("<si")] if "<si" in xml else EMPTY_STRINGS[: -len("</sst>")]
        self.items: list[str] = _ITEM.findall(xml)
        self._index = {item: number for number, item in enumerate(self.items)}

    def copy(self) -> StringPool:
        """A pool that may grow without this one growing."""
        twin = StringPool.__new__(StringPool)
        twin.head, twin.items, twin._index = self.head, list(self.items), dict(self._index)
        return twin

    def fill_all(self, texts: Mapping[str, str]) -> None:
        """Fill known placeholders in every item, in place."""
        self.items = [fill(item, texts) for item in self.items]
        self._index = {item: number for number, item in enumerate(self.items)}

    def add(self, item: str) -> int:
        """The number of an ``<si>`` element, added if it is new."""
        number = self._index.get(item)
        if number is None:
            number = self._index[item] = len(self.items)
            self.items.append(item)
        return number

    def add_text(self, text: str) -> int:
        """The number of a plain text."""
        safe = escape(clean_for_output(text), quote=False)
        return self.add(f'<si><t xml:space="preserve">{safe}</t></si>')

    def text(self, number: int) -> str:
        """The text of an item, runs joined."""
        return item_text(self.item(number))

    def item(self, number: int) -> str:
        """An item as XML; BadPartError where there are fewer."""
        if not 0 <= number < len(self.items):
            raise BadPartError(f"no shared string {number}")
        return self.items[number]

    def xml(self) -> str:
        """The part; counts are left out, since they are optional and only ever wrong."""
        head = re.sub(r'\s(?:uniqueCount|count)="\d*"', "", self.head)
        return f"{head}{''.join(self.items)}</sst>"


def item_text(item: str) -> str:
    """The text of an ``<si>`` element, runs joined, phonetic hints left out."""
    return unescape("".join(_TEXT.findall(_RUBY.sub("", item))))


def fill(xml: str, texts: Mapping[str, str]) -> str:
    """XML with every known placeholder replaced by its (escaped) text; others stay."""
    if "{{" not in xml:
        return xml
    return _PLACEHOLDER.sub(lambda m: _attribute_safe(texts[m[1]]) if m[1] in texts else m[0], xml)


def fill_plain(text: str, texts: Mapping[str, str]) -> str:
    """The same for a text that is not XML."""
    return _PLACEHOLDER.sub(lambda m: texts.get(m[1], m[0]), text)


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def _attribute_safe(text: str) -> str:
    return escape(clean_for_output(text), quote=False).replace('"', "&quot;")
