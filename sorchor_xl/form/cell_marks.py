"""Mark cells of a finished workbook and put a list of them in front; nothing else is touched.

A mark goes out by itself: it is a conditional format that holds only while the cell still shows
what was found, so an officer sees what is mended and what is not, on screen and in the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from sorchor_xl.domain.thai.text import clean_for_output
from sorchor_xl.ooxml.cell_styles import StyleBook
from sorchor_xl.ooxml.elements import MAIN, Tree, attribute, whole_of
from sorchor_xl.ooxml.package import CONTENT_TYPES, OUR_AUTHOR, WORKBOOK, Package, Relationship
from sorchor_xl.ooxml.references import parse_a1, quote_sheet
from sorchor_xl.ooxml.worksheet import parse_xml, to_text

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_R: Final = f"{{{OFFICE}}}"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER_CONDITIONS: Final = (
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
    *("ignoredErrors", "smartTags", "drawing"),
)
_AFTER_LEGACY: Final = (
    *("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)
COMMENT_COLUMNS, COMMENT_ROWS = 4, 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell to look at: sheet and A1 address, what it showed when found, and what to say.

    ``shown`` "" means it was blank; None means that no change of this cell alone mends it.
    """

    sheet: str
    cell: str
    shown: str | None
    colours: tuple[str, str]
    text: str


def still_so(mark: Mark, sheet: str = "") -> str | None:
    """A formula that is true while the cell shows what was found; None where none can tell."""
    if mark.shown is None:
        return None
    place = f"{quote_sheet(sheet)}!{mark.cell}" if sheet else mark.cell
    quoted = mark.shown.replace('"', '""')
    return f'EXACT({place}&"","{quoted}")'


def mark_cells(package: Package, marks: Sequence[Mark]) -> None:
    """Colour and comment the cells of a package; marks of sheets it has not are passed over."""
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks:
        by_sheet.setdefault(mark.sheet, []).append(mark)
    parts = sheet_parts(package)
    styles = StyleBook(package)
    for sheet, own in by_sheet.items():
        if sheet in parts:
            _mark_sheet(package, parts[sheet], own, styles)
    styles.save()


def sheet_parts(package: Package) -> Mapping[str, str]:
    """Sheet name → part name, in the order of the workbook."""
    listed = parse_xml(package.part(WORKBOOK)).iter(f"{MAIN}sheet")
    links = {attribute(s, "name"): attribute(s, f"{_R}id") for s in listed}
    return {name: package.target(WORKBOOK, link) for name, link in links.items()}


def _mark_sheet(package: Package, part: str, marks: Sequence[Mark], styles: StyleBook) -> None:
    tree = parse_xml(package.part(part))
    _add_conditions(tree, marks, styles)
    _add_comments(package, part, tree, marks)
    package.set_text(part, to_text(tree))


def _add_conditions(tree: Tree, marks: Sequence[Mark], styles: StyleBook) -> None:
    """Put the marks before all other conditions, and let them win while they hold."""
    for rule in tree.iter(f"{MAIN}cfRule"):
        rule.set("priority", str(whole_of(rule.get("priority", "1")) + len(marks)))
    place = _before(tree, ("conditionalFormatting", *_AFTER_CONDITIONS, *_LEGACY))
    for priority, mark in enumerate(marks, start=1):
        formula = escape(still_so(mark) or "TRUE")
        element = parse_xml(
            f'<conditionalFormatting xmlns="{MAIN[1:-1]}" sqref="{mark.cell}">'
            f'<cfRule type="expression" dxfId="{styles.colour(mark.colours)}" '
            f'priority="{priority}" stopIfTrue="1"><formula>{formula}</formula></cfRule>'
            "</conditionalFormatting>"
        )
        _insert(tree, element, place)


_LEGACY: Final = ("legacyDrawing", *_AFTER_LEGACY)


def _before(tree: Tree, names: Sequence[str]) -> Tree | None:
    """The first child that must come after what is to be inserted."""
    wanted = {f"{MAIN}{name}" for name in names}
    return next((child for child in tree if child.tag in wanted), None)


def _insert(tree: Tree, element: Tree, place: Tree | None) -> None:
    if place is None:
        tree.append(element)
    else:
        place.addprevious(element)


def _add_comments(package: Package, part: str, tree: Tree, marks: Sequence[Mark]) -> None:
    """Comments of a sheet with none; one with comments of its own keeps those alone."""
    rels = package.relationships(part)
    if any(r.kind in {"comments", "vmlDrawing"} for r in rels):
        return
    comments = package.free_name("xl/comments1.xml")
    drawing = package.free_name("xl/drawings/vmlDrawing1.vml")
    package.set_text(comments, _comments_xml(marks))
    package.declare(comments, _COMMENTS_TYPE)
    package.set_text(drawing, _vml(marks))
    _declare_vml(package)
    added = (
        Relationship("rIdMarks1", f"{OFFICE}/vmlDrawing", drawing),
        Relationship("rIdMarks2", f"{OFFICE}/comments", comments),
    )
    package.set_relationships(part, (*rels, *added))
    legacy = parse_xml(f'<legacyDrawing xmlns="{MAIN[1:-1]}" xmlns:r="{OFFICE}" r:id="rIdMarks1"/>')
    _insert(tree, legacy, _before(tree, _AFTER_LEGACY))


def _declare_vml(package: Package) -> None:
    text = package.text(CONTENT_TYPES)
    if 'Extension="vml"' not in text:
        head, _, tail = text.partition("<Override")
        added = f'<Default Extension="vml" ContentType="{_VML_TYPE}"/>'
        package.set_text(CONTENT_TYPES, f"{head}{added}<Override{tail}")


def _comments_xml(marks: Sequence[Mark]) -> str:
    rows = "".join(
        f'<comment ref="{cell}" authorId="0"><text><t xml:space="preserve">'
        f"{OUR_AUTHOR}:\n{escape(clean_for_output(text))}</t></text></comment>"
        for cell, text in _by_cell(marks).items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<comments xmlns="{MAIN[1:-1]}"><authors><author>{OUR_AUTHOR}</author></authors>'
        f"<commentList>{rows}</commentList></comments>"
    )


def _by_cell(marks: Sequence[Mark]) -> Mapping[str, str]:
    """One comment for each cell, in reading order; several findings stand under each other."""
    texts: dict[str, list[str]] = {}
    for mark in sorted(marks, key=lambda m: parse_a1(m.cell)):
        texts.setdefault(mark.cell, []).append(mark.text)
    return {cell: "\n".join(own) for cell, own in texts.items()}


def _vml(marks: Sequence[Mark]) -> str:
    shapes = "".join(_shape(n, cell) for n, cell in enumerate(_by_cell(marks), start=1))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f"{shapes}</xml>"
    )


def _shape(number: int, cell: str) -> str:
    row, column = parse_a1(cell)
    corner = f"{column + 1}, 15, {max(0, row - 1)}, 10"
    end = f"{column + 1 + COMMENT_COLUMNS}, 15, {row + COMMENT_ROWS}, 4"
    style = "position:absolute;width:300px;height:120px;z-index:1;visibility:hidden"
    return (
        f'<v:shape id={quoteattr(f"_x0000_s{1024 + number}")} type="#_x0000_t202" '
        f'style={quoteattr(style)} fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{corner}, {end}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
