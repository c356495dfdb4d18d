"""The first sheet of an annotated return: what to mend, where, and whether it is mended yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.thai.text import clean_for_output, lines_needed
from sorchor_xl.form.cell_marks import OFFICE, Mark, still_so
from sorchor_xl.form.layout import SheetKind
from sorchor_xl.ooxml.cell_styles import Face, StyleBook
from sorchor_xl.ooxml.elements import MAIN, child, whole, whole_of
from sorchor_xl.ooxml.package import WORKBOOK, Package, Relationship
from sorchor_xl.ooxml.references import quote_sheet
from sorchor_xl.ooxml.worksheet import parse_xml, to_text

WIDTHS: Final = (5, 22, 15, 98, 17, 17)
"""Digits of Calibri 11: seen whole on a screen of 1366 pixels."""
LETTERS: Final = 72
PLACE_LETTERS: Final = 16
"""Letters a line surely holds in the widest column and in that of places, in a wider font too."""
LINE_POINTS: Final = 24
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_REL_ID: Final = "rIdCorrections"
_FIRST_ROW: Final = 6
_LINE, _NAVY = "B8C2CE", "1F3864"


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the list; ``mark`` is None where no single cell is meant.

    ``sheet`` is where to look then, "" for nowhere in the workbook.
    """

    place: str
    severity: str
    colours: tuple[str, str]
    text: str
    mark: Mark | None = None
    sheet: str = ""

    @property
    def target(self) -> str:
        """Where the link leads, as "'sheet'!A1"; "" for nowhere."""
        if self.mark is not None:
            return f"{quote_sheet(self.mark.sheet)}!{self.mark.cell}"
        return f"{quote_sheet(self.sheet)}!A1" if self.sheet else ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """The whole sheet: its title, whom to ask, its token, and the lines in order."""

    title: str
    contact: str
    token: str
    lines: tuple[Correction, ...]
    font: str


def put_first(package: Package, corrections: Corrections) -> None:
    """Put the list in front of a finished workbook and open the workbook at it."""
    words = load_wording()
    part = package.free_name("xl/worksheets/sheet1.xml")
    styles = StyleBook(package, corrections.font)
    package.set_text(part, _sheet(corrections, styles))
    styles.save()
    package.declare(part, _SHEET_TYPE)
    rels = package.relationships(WORKBOOK)
    added = Relationship(_REL_ID, f"{OFFICE}/worksheet", part)
    package.set_relationships(WORKBOOK, (*rels, added))
    _list_first(package, words.sheets[SheetKind.CORRECTIONS])
    for rel in rels:
        if rel.kind == "worksheet":
            text = package.text(rel.target)
            package.set_text(rel.target, text.replace(' tabSelected="1"', "", 1))


def _list_first(package: Package, name: str) -> None:
    book = parse_xml(package.part(WORKBOOK))
    sheets = child(book, f"{MAIN}sheets")
    free = max(whole(s, "sheetId") for s in sheets) + 1
    sheets.insert(0, _element(f'sheet name={quoteattr(name)} sheetId="{free}" r:id="{_REL_ID}"'))
    for defined in book.iter(f"{MAIN}definedName"):
        local = defined.get("localSheetId")
        if local is not None:
            defined.set("localSheetId", str(whole_of(local) + 1))
    titles = _element('definedName name="_xlnm.Print_Titles" localSheetId="0"')
    titles.text = f"{quote_sheet(name)}!${_FIRST_ROW - 1}:${_FIRST_ROW - 1}"
    child(book, f"{MAIN}definedNames").append(titles)
    for view in book.iter(f"{MAIN}workbookView"):
        view.set("activeTab", "0")
    package.set_text(WORKBOOK, to_text(book))


def _element(inner: str) -> Any:
    return parse_xml(f'<{inner} xmlns="{MAIN[1:-1]}" xmlns:r="{OFFICE}"/>')


def _sheet(corrections: Corrections, styles: StyleBook) -> str:
    last = _FIRST_ROW + len(corrections.lines) - 1
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(WIDTHS, start=1)
    )
    rows = "".join((*_head(corrections, styles), *_lines(corrections.lines, styles)))
    links = "".join(_links(corrections.lines))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN[1:-1]}" xmlns:r="{OFFICE}">'
        '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_FIRST_ROW - 1}" topLeftCell="A{_FIRST_ROW}" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="24"/>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
        '<mergeCells count="3"><mergeCell ref="A1:F1"/><mergeCell ref="A2:F2"/>'
        '<mergeCell ref="A3:F3"/></mergeCells>'
        f"{_conditions(last, styles)}{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )


def _head(corrections: Corrections, styles: StyleBook) -> Iterator[str]:
    words = load_wording().part("corrections")
    title = styles.cell(Face(22, bold=True, ink="FFFFFF", fill="9C0006"))
    how = styles.cell(Face(16, bold=True, ink="5C4400", fill="FFE699"))
    small = styles.cell(Face(12, ink="4B5563"))
    head = styles.cell(Face(14, bold=True, ink="FFFFFF", fill=_NAVY, line=_LINE, across="center"))
    yield _row(1, 42, [_text("A1", corrections.title, title)])
    yield _row(2, 54, [_text("A2", words["how"], how)])
    contact = words["contact"].format(contact=corrections.contact)
    yield _row(3, 24, [_text("A3", f"{contact} · {corrections.token}", small)])
    yield _row(4, 8, [])
    yield _row(5, 30, [_text(f"{'ABCDEF'[n]}5", t, head) for n, t in enumerate(words["heads"])])


def _lines(lines: Sequence[Correction], styles: StyleBook) -> Iterator[str]:
    plain = styles.cell(Face(14, line=_LINE))
    middle = styles.cell(Face(14, line=_LINE, across="center"))
    link = styles.cell(Face(14, underline=True, ink="1F4E78", line=_LINE, across="center"))
    for number, one in enumerate(lines, start=1):
        row = number + _FIRST_ROW - 1
        fill, ink = one.colours
        grade = styles.cell(Face(14, bold=True, ink=ink, fill=fill, line=_LINE, across="center"))
        height = LINE_POINTS * max(
            1, lines_needed(one.text, LETTERS), lines_needed(one.place, PLACE_LETTERS)
        )
        yield _row(
            row,
            height,
            [
                f'<c r="A{row}" s="{middle}"><v>{number}</v></c>',
                _text(f"B{row}", one.place, plain),
                _text(f"C{row}", one.severity, grade),
                _text(f"D{row}", one.text, plain),
                _text(f"E{row}", _link_text(one), link),
                _status(f"F{row}", one.mark, middle),
            ],
        )


def _link_text(one: Correction) -> str:
    words: Mapping[str, str] = load_wording().part("corrections")
    return words["go"] if one.mark else words["go_sheet"] if one.sheet else ""


def _status(ref: str, mark: Mark | None, style: int) -> str:
    words = load_wording().part("corrections")
    so = still_so(mark, mark.sheet) if mark else None
    if so is None:
        return _text(ref, words["look"], style)
    waiting, mended = words["waiting"], words["mended"]
    formula = escape(f'IF({so},"{waiting}","{mended}")')
    return f'<c r="{ref}" s="{style}" t="str"><f>{formula}</f><v>{escape(waiting)}</v></c>'


def _conditions(last: int, styles: StyleBook) -> str:
    mended = load_wording().part("corrections")["mended"]
    if last < _FIRST_ROW:
        return ""
    colour = styles.colour(("C6EFCE", "006100"))
    return (
        f'<conditionalFormatting sqref="F{_FIRST_ROW}:F{last}"><cfRule type="expression" '
        f'dxfId="{colour}" priority="1"><formula>$F{_FIRST_ROW}="{escape(mended)}"</formula>'
        "</cfRule></conditionalFormatting>"
    )


def _links(lines: Sequence[Correction]) -> Iterator[str]:
    for row, one in enumerate(lines, start=_FIRST_ROW):
        if one.target:
            yield f'<hyperlink ref="E{row}" location={quoteattr(one.target)}/>'


def _row(number: int, height: float, cells: Sequence[str]) -> str:
    return f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _text(ref: str, text: str, style: int) -> str:
    safe = escape(clean_for_output(text))
    return f'<c r="{ref}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
