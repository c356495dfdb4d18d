"""An .ods written from an .xlsx: cells, stored results, looks, merges, comments, shapes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from itertools import pairwise

from damage.seen_book import Face, Run, SeenCell, SeenSheet, seen
from sorchor_xl.workbooks.sheet_traits import NumberClass
from sorchor_xl.workbooks.shown_text import shown_by

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = (
    f'xmlns:office="{_OASIS}office:1.0" xmlns:table="{_OASIS}table:1.0" '
    f'xmlns:text="{_OASIS}text:1.0" xmlns:style="{_OASIS}style:1.0" '
    f'xmlns:fo="{_OASIS}xsl-fo-compatible:1.0" xmlns:number="{_OASIS}datastyle:1.0" '
    f'xmlns:draw="{_OASIS}drawing:1.0" xmlns:svg="{_OASIS}svg-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_LAST_SERIAL = 2_958_465


def as_ods(data: bytes) -> bytes:
    """The workbook as .ods."""
    book = seen(data)
    tables = "".join(_table(sheet, book.faces) for sheet in book.sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{_styles(book.faces)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", _TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


@lru_cache(maxsize=32)
def _styles(faces: tuple[Face, ...]) -> str:
    """The styles of tables, of struck runs and of every face."""
    made = [
        f'<style:style style:name="t{n}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for n, shown in enumerate(("true", "false"))
    ]
    struck = 'style:text-line-through-style="solid" style:text-line-through-type="single"'
    looks = {
        "struck": struck,
        "raised": 'style:text-position="super 58%"',
        "white": 'fo:color="#ffffff"',
        "tiny": 'fo:font-size="1pt"',
    }
    made += [
        f'<style:style style:name="{look}" style:family="text">'
        f"<style:text-properties {said}/></style:style>"
        for look, said in looks.items()
    ]
    made.append(
        '<number:number-style style:name="white0"><style:text-properties fo:color="#ffffff"/>'
        '<number:number number:min-integer-digits="1"/></number:number-style>'
    )
    made.append(
        '<number:text-style style:name="void"><number:text></number:text></number:text-style>'
    )
    for n, face in enumerate(faces):
        format_ = "void" if face.number is NumberClass.VOID else ""
        format_ = "white0" if face.code.lower().startswith(("[white]", "[color2]")) else format_
        void = f' style:data-style-name="{format_}"' if format_ else ""
        crossed = ' style:diagonal-tl-br="0.06pt solid #000000"' if face.crossed else ""
        ground = f"#{face.ground.lower()}" if face.ground else "transparent"
        line = f" {struck}" if face.struck else ""
        made.append(
            f'<style:style style:name="c{n}" style:family="table-cell"{void}>'
            f'<style:table-cell-properties fo:background-color="{ground}"{crossed}/>'
            f'<style:text-properties fo:color="#{face.ink.lower()}"{line}/>'
            "</style:style>"
        )
    return "".join(made)


@lru_cache(maxsize=256)
def _table(sheet: SeenSheet, faces: tuple[Face, ...]) -> str:
    spans = {(m[0], m[1]): (m[2] - m[0] + 1, m[3] - m[1] + 1) for m in sheet.merges}
    rows: dict[int, list[SeenCell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, []).append(cell)
    out = [
        f'<table:table table:name="{escape(sheet.name)}" '
        f'table:style-name="t{int(sheet.hidden)}">{_on_page(sheet)}{_columns(sheet)}'
    ]
    for above, row in pairwise([-1, *sorted(rows)]):
        if row - above > 1:
            out.append(
                f'<table:table-row table:number-rows-repeated="{row - above - 1}">'
                "<table:table-cell/></table:table-row>"
            )
        unseen = ' table:visibility="collapse"' if row in sheet.hidden_rows else ""
        held = _row(sheet, rows[row], spans, faces)
        out.append(f"<table:table-row{unseen}>{held}</table:table-row>")
    return "".join((*out, "</table:table>"))


def _columns(sheet: SeenSheet) -> str:
    """Its columns up to the last that is hidden."""
    hidden = sheet.hidden_columns
    states = ("collapse" if n in hidden else "visible" for n in range(max(hidden, default=0) + 1))
    return "".join(f'<table:table-column table:visibility="{state}"/>' for state in states)


def _on_page(sheet: SeenSheet) -> str:
    """The shapes of a sheet that lie at none of the cells that are written."""
    written = {(cell.row, cell.column) for cell in sheet.cells}
    drawn = "".join(_shape(words) for at, words in sheet.shapes.items() if at not in written)
    return f"<table:shapes>{drawn}</table:shapes>" if drawn else ""


def _shape(words: str | None) -> str:
    """A box with words, a picture where there are none; nothing for no shape."""
    if not words:
        return "" if words is None else "<draw:frame><draw:image/></draw:frame>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in words.split("\n"))
    box = f"<draw:text-box>{lines}</draw:text-box>"
    return f'<draw:frame draw:name="กล่อง"><svg:title>รูป</svg:title>{box}</draw:frame>'


def _row(
    sheet: SeenSheet,
    cells: list[SeenCell],
    spans: dict[tuple[int, int], tuple[int, int]],
    faces: tuple[Face, ...],
) -> str:
    out, column = [], 0
    for cell in sorted(cells, key=lambda c: c.column):
        gap = cell.column - column
        if gap:
            out.append(f'<table:table-cell table:number-columns-repeated="{gap}"/>')
        column = cell.column + 1
        down, across = spans.get((cell.row, cell.column), (1, 1))
        span = ""
        if (down, across) != (1, 1):
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
        at = (cell.row, cell.column)
        said = _note(sheet.comments.get(at, "")) + _shape(sheet.shapes.get(at))
        out.append(_cell(cell, faces[cell.style], span, said))
    return "".join(out)


def _cell(cell: SeenCell, face: Face, span: str, said: str) -> str:
    formula = "" if cell.formula is None else f' table:formula="of:={escape(cell.formula)}"'
    stated, shown = _stated(cell, face)
    body = said + shown
    style = f' table:style-name="c{cell.style}"'
    return f"<table:table-cell{style}{formula}{stated}{span}>{body}</table:table-cell>"


def _note(said: str) -> str:
    if not said:
        return ""
    inside = f"<dc:creator>สมชาย</dc:creator><text:p>{escape(said)}</text:p>"
    return f"<office:annotation>{inside}</office:annotation>"


def _stated(cell: SeenCell, face: Face) -> tuple[str, str]:
    """The type and value of a cell, and the paragraphs it shows."""
    value = cell.value
    if cell.error:
        kinds = ' office:value-type="string" office:string-value="" calcext:value-type="error"'
        return kinds, f"<text:p>{escape(cell.error)}</text:p>"
    if value is None:
        return "", ""
    if isinstance(value, bool):
        word = str(value).lower()
        return f' office:value-type="boolean" office:boolean-value="{word}"', _shown(word.upper())
    if isinstance(value, tuple):
        return ' office:value-type="string"', _paragraphs(value)
    return _number(value, face)


def _number(value: float, face: Face) -> tuple[str, str]:
    number = face.number
    if number is NumberClass.DATE and 0 <= value <= _LAST_SERIAL:
        day = (_FIRST_DAY + timedelta(days=value)).isoformat()
        return f' office:value-type="date" office:date-value="{day}"', _shown(day)
    if number is NumberClass.PERCENT:
        kind = f' office:value-type="percentage" office:value="{value!r}"'
        return kind, _shown(f"{value * 100:g}%")
    shown = "" if number is NumberClass.VOID else f"{value:g}"
    if face.code and number is NumberClass.PLAIN:
        made = shown_by(face.code, value)
        shown = shown if made is None else made
    return f' office:value-type="float" office:value="{value!r}"', _shown(shown)


def _shown(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _paragraphs(runs: tuple[Run, ...]) -> str:
    """The runs as spans; a line break ends a paragraph."""
    pieces = "".join(
        f'<text:span text:style-name="{run.look}">{_spaced(run.text)}</text:span>'
        if run.look
        else _spaced(run.text)
        for run in runs
    )
    return "".join(f"<text:p>{line}</text:p>" for line in pieces.split("\n"))


def _spaced(text: str) -> str:
    """Spaces beyond the first have an element of their own, as tabs have."""
    kept = "".join(c for c in text if c >= " " or c in "\n\t")
    plain = escape(kept, quote=False).replace("\t", "<text:tab/>")
    return (
        plain.replace("  ", " <text:s/>") if not plain.startswith(" ") else f"<text:s/>{plain[1:]}"
    )
