"""What the styles and runs of an .xlsx make of a cell: percent, date, struck through, unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from sorchor_xl.domain.thai.text import STRUCK_MARK
from sorchor_xl.workbooks.cell_looks import Look, indexed, is_unseen, of_theme, style_of
from sorchor_xl.workbooks.number_formats import classify_code
from sorchor_xl.workbooks.sheet_traits import CellStyle, NumberClass

_TEXT: Final = re.compile(rb"<((?:\w+:)?)(si|is)(?=[\s>])[^>]*>(?:(?!</\1\2>).)*</\1\2>", re.DOTALL)
_STRUCK_RUN: Final = re.compile(rb"<(?:\w+:)?d?strike(?!\s+val=[\"'](?:0|false|none))[\s/>]")
_RARE: Final = re.compile(rb"k(?<=trik)e")
"""“trike”, sought by its rarest letter: most sheets have none, and are passed at once."""
_FIRST_TEXT: Final = re.compile(rb"(<(?:\w+:)?t(?:\s[^>]*)?>)(?!<)")
_MARK: Final = STRUCK_MARK.encode()
_SHORT_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_OFF: Final = frozenset({"0", "false"})
_ON: Final = frozenset({"1", "true"})
_RGB: Final = re.compile(r"[0-9A-F]{6}")
_TINT: Final = re.compile(r"-?[0-9](?:\.[0-9]{1,30})?")


class Styles(NamedTuple):
    """What cell styles make of a cell, and which styles of rules strike through or hide."""

    cells: tuple[CellStyle, ...] = ()
    striking: frozenset[int] = frozenset()


NO_STYLES: Final = Styles()


@lru_cache(maxsize=8)
def read_styles(xml: bytes) -> Styles:
    """What each cell style makes of a cell; workbooks of one template share their styles.

    The XML is one without a document type.
    """
    tree = ET.fromstring(xml)  # noqa: S314 - no DOCTYPE gets here
    named = _by_name(tree)
    codes = {_number(f.get("numFmtId")): f.get("formatCode", "") for f in named.get("numFmt", ())}
    fonts, fills, cell_styles, rules = (
        [child for holder in named.get(name, ())[:1] for child in holder]
        for name in ("fonts", "fills", "cellXfs", "dxfs")
    )
    cells = tuple(_class_of(xf, codes, fonts, fills) for xf in cell_styles)
    return Styles(cells, frozenset(n for n, rule in enumerate(rules) if _strikes(rule)))


def _strikes(rule: ET.Element) -> bool:
    """Whether the style of a rule strikes through, hides by its colours, or by its format."""
    font, fill = next(_children(rule, "font"), None), next(_children(rule, "fill"), None)
    if font is not None and _is_struck(font):
        return True
    ground = None if fill is None else next(_children(fill, "bgColor"), None)
    ink = None if font is None else next(_children(font, "color"), None)
    shown = Look(ink=_colour(ink), ground=_colour(ground))
    codes = (number.get("formatCode", "") for number in _children(rule, "numFmt"))
    return is_unseen(shown) or any(classify_code(code) is NumberClass.VOID for code in codes)


def _class_of(
    xf: ET.Element, codes: Mapping[int, str], fonts: list[ET.Element], fills: list[ET.Element]
) -> CellStyle:
    font, fill = _at(fonts, xf.get("fontId")), _at(fills, xf.get("fillId"))
    look = Look(
        struck=font is not None and _is_struck(font),
        ink="" if font is None else _colour(next(_children(font, "color"), None)),
        ground=_ground(fill),
    )
    return style_of(look, _number(xf.get("numFmtId")), codes)


def _number(stated: str | None) -> int:
    """A number of a list; 0 (General) for none, and for one of five thousand digits."""
    return int(stated) if stated and _SHORT_NUMBER.fullmatch(stated) else 0


def _is_struck(font: ET.Element) -> bool:
    return any(s.get("val", "1") not in _OFF for s in _children(font, "strike"))


def _colour(stated: ET.Element | None) -> str | None:
    """A colour as rrggbb; "" for the automatic one, None for one that is not stated plainly."""
    if stated is None or stated.get("auto") in _ON:
        return ""
    rgb = stated.get("rgb", "")[-6:].upper()
    if _RGB.fullmatch(rgb):
        return rgb
    if "theme" in stated.attrib:
        tint = stated.get("tint", "0")
        known = _TINT.fullmatch(tint) is not None
        return of_theme(_number(stated.get("theme")), float(tint)) if known else None
    return indexed(_number(stated.get("indexed"))) if "indexed" in stated.attrib else None


def _ground(fill: ET.Element | None) -> str | None:
    """The colour behind the letters; "" where there is none, None where it is a pattern."""
    if fill is None:
        return ""
    patterns = [p for p in _children(fill, "patternFill") if p.get("patternType", "none") != "none"]
    if not patterns:
        return None if [*_children(fill, "gradientFill")] else ""
    return _colour(next(_children(patterns[0], "fgColor"), None)) or None


def mark_struck(xml: bytes) -> bytes:
    """The texts of a part, those with a struck run begun with `STRUCK_MARK`."""
    if _RARE.search(xml) is None or _STRUCK_RUN.search(xml) is None:
        return xml
    return _TEXT.sub(_marked, xml)


def _marked(match: re.Match[bytes]) -> bytes:
    text = match[0]
    if _STRUCK_RUN.search(text) is None:
        return text
    return _FIRST_TEXT.sub(lambda first: first[1] + _MARK, text, count=1)


def _children(tree: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (child for child in tree.iter() if child.tag.rpartition("}")[2] == tag)


def _by_name(tree: ET.Element) -> Mapping[str, Sequence[ET.Element]]:
    """The elements of a part by their names, without those of their namespaces."""
    named: dict[str, list[ET.Element]] = {}
    for element in tree.iter():
        named.setdefault(element.tag.rpartition("}")[2], []).append(element)
    return named


def _at(held: list[ET.Element], number: str | None) -> ET.Element | None:
    place = _number(number)
    return held[place] if number and place < len(held) else None
