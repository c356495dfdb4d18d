"""An .xlsb written record by record from an .xlsx: no library writes one ([MS-XLSB])."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}
_ERRORS |= {"#N/A": 42}
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def record(kind: int, body: bytes = b"") -> bytes:
    """One record: kind and length in bytes of seven bits each."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = b"", len(body)
    while True:
        length += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return head + length + body


def text(value: str) -> bytes:
    """A text with its length before it."""
    return struct.pack("<I", len(value.encode("utf-16-le")) // 2) + value.encode("utf-16-le")


def as_xlsb(data: bytes) -> bytes:
    """The workbook as .xlsb: values, stored results, number formats, struck fonts, merges."""
    typed = load_workbook(io.BytesIO(data), rich_text=True)
    shown = load_workbook(io.BytesIO(data), data_only=True)
    styles = _Styles()
    sheets = [_sheet(sheet, shown[sheet.title], styles) for sheet in typed.worksheets]
    parts: dict[str, bytes | str] = {"[Content_Types].xml": _TYPES}
    parts["_rels/.rels"] = _rels([("rId1", "officeDocument", "xl/workbook.bin")])
    listed = b"".join(
        record(
            156,
            struct.pack("<2I", int(s.sheet_state != "visible"), n)
            + text(f"rId{n}")
            + text(s.title),
        )
        for n, s in enumerate(typed.worksheets, 1)
    )
    parts["xl/workbook.bin"] = record(131) + record(143) + listed + record(144) + record(132)
    links = [
        (f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)
    ]
    links += [("rIdS", "styles", "styles.bin"), ("rIdT", "sharedStrings", "sharedStrings.bin")]
    parts["xl/_rels/workbook.bin.rels"] = _rels(links)
    parts |= {f"xl/worksheets/sheet{n}.bin": part for n, part in enumerate(sheets, 1)}
    parts["xl/styles.bin"] = styles.written()
    shared = b"".join(record(19, item) for item in styles.texts)
    parts["xl/sharedStrings.bin"] = record(159, bytes(8)) + shared + record(160)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _rels(links: list[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{i}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for i, kind, target in links
    )
    kinds = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{kinds}">{listed}</Relationships>'


class _Styles:
    """Styles as they are asked for: number format × struck or not; and the shared texts."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, bool], int] = {("General", False): 0}
        self.texts: list[bytes] = []

    def of(self, cell: Any) -> int:
        """The place of a cell's style."""
        key = (str(cell.number_format), bool(cell.font and cell.font.strike))
        return self.known.setdefault(key, len(self.known))

    def share(self, value: Any) -> int:
        """The place of a new shared text; runs that are struck through keep that."""
        item = b"\0" + text(str(value))
        if isinstance(value, CellRichText) and any(isinstance(run, TextBlock) for run in value):
            runs, at = [], 0
            for run in value:
                struck = isinstance(run, TextBlock) and bool(run.font.strike)
                runs.append(struct.pack("<2H", at, int(struck)))
                at += len(str(run))
            item = b"\1" + text(str(value)) + struct.pack("<I", len(runs)) + b"".join(runs)
        self.texts.append(item)
        return len(self.texts) - 1

    def written(self) -> bytes:
        """The part: formats, a plain and a struck font, the styles of cells."""
        formats = {code: 164 + n for n, (code, _) in enumerate(self.known) if code != "General"}
        made = b"".join(record(44, struct.pack("<H", i) + text(c)) for c, i in formats.items())
        font = bytes(21) + text("Calibri")
        fonts = b"".join(record(43, struct.pack("<2H", 220, bits) + font) for bits in (0, 8))
        xfs = b"".join(
            record(47, struct.pack("<3H", 0, formats.get(code, 0), int(struck)) + bytes(10))
            for code, struck in self.known
        )
        held = record(615, bytes(4)) + made + record(616) + record(611, bytes(4)) + fonts
        held += record(612) + record(617, bytes(4)) + xfs + record(618)
        return record(278) + held + record(279)


def _sheet(typed: Worksheet, shown: Worksheet, styles: _Styles) -> bytes:
    out = [record(129), record(145)]
    for row in typed.iter_rows():
        cells = [
            cell for cell in row if cell.value is not None and not isinstance(cell, MergedCell)
        ]
        if not cells:
            continue
        out.append(record(0, struct.pack("<I", row[0].row - 1) + bytes(13)))
        out += [_cell(c, shown.cell(c.row, c.column).value, styles) for c in cells]
    out.append(record(146))
    merges = [
        record(176, struct.pack("<4I", r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1))
        for r in typed.merged_cells.ranges
    ]
    if merges:
        out += [record(177, bytes(4)), *merges, record(178)]
    return b"".join((*out, record(130)))


def _cell(cell: Cell, result: Any, styles: _Styles) -> bytes:
    head = struct.pack("<2I", cell.column - 1, styles.of(cell))
    if cell.data_type != "f":
        return _value(head, cell, styles)
    tail = struct.pack("<HI", 0, 0)
    if isinstance(result, bool):
        return record(10, head + bytes([result]) + tail)
    if isinstance(result, int | float):
        return record(9, head + struct.pack("<d", result) + tail)
    if isinstance(result, str) and result in _ERRORS:
        return record(11, head + bytes([_ERRORS[result]]) + tail)
    return record(8, head + text(str(result or "")) + tail)


def _value(head: bytes, cell: Cell, styles: _Styles) -> bytes:
    value = cell.value
    if cell.data_type == "e":
        return record(3, head + bytes([_ERRORS[str(value)]]))
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if cell.is_date:
        from openpyxl.utils.datetime import to_excel

        return record(5, head + struct.pack("<d", to_excel(value)))
    if isinstance(value, int) and abs(value) < 1 << 28:
        return record(2, head + struct.pack("<I", (value << 2 & 0xFFFFFFFC) | 2))
    if isinstance(value, int | float):
        return record(5, head + struct.pack("<d", value))
    return record(7, head + struct.pack("<I", styles.share(value)))
