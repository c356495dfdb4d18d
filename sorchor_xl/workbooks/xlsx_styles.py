"""What the styles and runs of an .xlsx make of a cell: percent, date, crossed out, unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from sorchor_xl.domain.thai.text import STRUCK_MARK
from sorchor_xl.workbooks.cell_looks import (
    Look,
    RunLook,
    indexed,
    is_doubtful,
    is_unseen,
    of_theme,
    style_of,
)
from sorchor_xl.workbooks.number_formats import classify_code
from sorchor_xl.workbooks.sheet_traits import CellStyle, NumberClass

_TEXT: Final = re.compile(rb"<((?:\w+:)?)(si|is)(?=[\s>])[^>]*>(?:(?!</\1\2>).)*</\1\2>", re.DOTALL)
_RUN: Final = re.compile(rb"<((?:\w+:)?)r(?=[\s>])[^>]*>(.*?)</\1r>", re.DOTALL)
_SET_OFF: Final = re.compile(
    rb"<(?:\w+:)?(?:d?strike(?!\s+val=[\"'](?:0|false|none))|vertAlign\s+val=[\"']su[^\"'])"
)
"""Letters struck through, raised or lowered."""
_UNSEEN_RUN: Final = re.compile(
    rb"<(?:\w+:)?(?:sz\s+val=[\"'][0-2](?:\.\d+)?[\"']"
    rb"|color\s+(?:rgb=[\"'](?:..)?FFFFFF|theme=[\"']0|indexed=[\"'][19])[\"']\s*/?>)",
    re.IGNORECASE,
)
_TINY: Final = re.compile(r"[0-2](?:\.\d+)?")
_LETTERS: Final = re.compile(rb"<(?:\w+:)?t(?=[\s>])[^>]*>\s*[^<\s]")
_PROPERTIES: Final = b"rPr"
"""What a run has that is not plain: most workbooks have none, and are passed at once."""
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
    fonts, fills, borders, cell_styles, rules = (
        [child for holder in named.get(name, ())[:1] for child in holder]
        for name in ("fonts", "fills", "borders", "cellXfs", "dxfs")
    )
    cells = tuple(_class_of(xf, codes, fonts, fills, borders) for xf in cell_styles)
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
    xf: ET.Element,
    codes: Mapping[int, str],
    fonts: list[ET.Element],
    fills: list[ET.Element],
    borders: list[ET.Element],
) -> CellStyle:
    font, fill = _at(fonts, xf.get("fontId")), _at(fills, xf.get("fillId"))
    border = _at(borders, xf.get("borderId"))
    crossed = border is not None and _is_crossed(border)
    look = Look(
        struck=crossed or (font is not None and (_is_struck(font) or _is_tiny(font))),
        ink="" if font is None else _colour(next(_children(font, "color"), None)),
        ground=_ground(fill),
    )
    return style_of(look, _number(xf.get("numFmtId")), codes)


def _number(stated: str | None) -> int:
    """A number of a list; 0 (General) for none, and for one of five thousand digits."""
    return int(stated) if stated and _SHORT_NUMBER.fullmatch(stated) else 0


def _is_struck(font: ET.Element) -> bool:
    return any(s.get("val", "1") not in _OFF for s in _children(font, "strike"))


def _is_tiny(font: ET.Element) -> bool:
    return any(_TINY.fullmatch(size.get("val", "")) for size in _children(font, "sz"))


def _is_crossed(border: ET.Element) -> bool:
    """Whether a border crosses the cell out with a line from corner to corner."""
    if not {border.get("diagonalUp"), border.get("diagonalDown")} & _ON:
        return False
    return any(line.get("style", "none") != "none" for line in _children(border, "diagonal"))


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


def mark_doubtful(xml: bytes) -> bytes:
    """The texts of a part; begun with `STRUCK_MARK` where their runs leave in doubt what is seen:
    a piece struck through, raised, lowered, or unseen among others."""
    return _TEXT.sub(_marked, xml) if _PROPERTIES in xml else xml


def _marked(match: re.Match[bytes]) -> bytes:
    text = match[0]
    if _PROPERTIES not in text or not is_doubtful([*_runs(text)]):
        return text
    return _FIRST_TEXT.sub(lambda first: first[1] + _MARK, text, count=1)


def _runs(text: bytes) -> Iterator[RunLook]:
    """The runs of a text that have a letter."""
    for match in _RUN.finditer(text):
        run = match[2]
        if _LETTERS.search(run):
            yield RunLook(_SET_OFF.search(run) is not None, _UNSEEN_RUN.search(run) is not None)


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
