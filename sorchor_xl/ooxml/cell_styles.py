"""Formats added to the styles of a finished workbook, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sorchor_xl.ooxml.elements import MAIN
from sorchor_xl.ooxml.package import STYLES, Package
from sorchor_xl.ooxml.worksheet import parse_xml, to_text

_SPACE: Final = MAIN[1:-1]


@dataclass(frozen=True, slots=True)
class Face:
    """How a cell looks: letters in points, colours as "RRGGBB", "" for none."""

    size: int = 14
    bold: bool = False
    underline: bool = False
    ink: str = "1F2937"
    fill: str = ""
    line: str = ""
    across: str = "left"


class StyleBook:
    """The styles of a package, growing; `save` writes them back."""

    def __init__(self, package: Package, font: str = "") -> None:
        self._package, self._font = package, font
        self._tree = parse_xml(package.part(STYLES))
        self._known: dict[object, int] = {}

    def colour(self, colours: tuple[str, str]) -> int:
        """The number of a conditional format with this fill and letter colour."""
        if colours not in self._known:
            fill, letters = colours
            self._known[colours] = self._add(
                "dxfs",
                f'<dxf><font><b/><color rgb="FF{letters}"/></font>'
                f'<fill><patternFill patternType="solid"><fgColor rgb="FF{fill}"/>'
                f'<bgColor rgb="FF{fill}"/></patternFill></fill></dxf>',
            )
        return self._known[colours]

    def cell(self, face: Face) -> int:
        """The number of a cell format with this face."""
        if face not in self._known:
            self._known[face] = self._add(
                "cellXfs",
                f'<xf numFmtId="0" fontId="{self._letters(face)}" fillId="{self._filled(face)}" '
                f'borderId="{self._lined(face)}" xfId="0" applyFont="1" applyFill="1" '
                'applyBorder="1" applyAlignment="1">'
                f'<alignment horizontal="{face.across}" vertical="center" wrapText="1"/></xf>',
            )
        return self._known[face]

    def _letters(self, face: Face) -> int:
        bold = "<b/>" if face.bold else ""
        underline = "<u/>" if face.underline else ""
        return self._add(
            "fonts",
            f'<font>{bold}{underline}<sz val="{face.size}"/><color rgb="FF{face.ink}"/>'
            f'<name val="{self._font}"/><family val="2"/></font>',
        )

    def _filled(self, face: Face) -> int:
        if not face.fill:
            return 0
        return self._add(
            "fills",
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{face.fill}"/>'
            '<bgColor indexed="64"/></patternFill></fill>',
        )

    def _lined(self, face: Face) -> int:
        if not face.line:
            return 0
        side = f'style="thin"><color rgb="FF{face.line}"/>'
        sides = (f"<{name} {side}</{name}>" for name in ("left", "right", "top", "bottom"))
        return self._add("borders", f"<border>{''.join(sides)}<diagonal/></border>")

    def _add(self, family: str, xml: str) -> int:
        group = self._tree.find(f"{MAIN}{family}")
        if group is None:
            group = parse_xml(f'<{family} xmlns="{_SPACE}" count="0"/>')
            place = self._tree.find(f"{MAIN}tableStyles")
            if place is None:
                self._tree.append(group)
            else:
                place.addprevious(group)
        tag, _, rest = xml[1:].partition(">")
        group.append(parse_xml(f'<{tag} xmlns="{_SPACE}">{rest}'))
        group.set("count", str(len(group)))
        return len(group) - 1

    def save(self) -> None:
        """Write the styles back into the package."""
        self._package.set_text(STYLES, to_text(self._tree))
