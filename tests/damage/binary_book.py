"""An .xlsb written record by record from an .xlsx: no library writes one ([MS-XLSB])."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import lru_cache

from damage.seen_book import RUN_LOOKS, WHITE, Face, Run, SeenCell, SeenSheet, seen

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}
ERRORS |= {"#N/A": 42}
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
    """The workbook as .xlsb: values, stored results, looks, merges, comments, shapes."""
    book = seen(data)
    rules = tuple(dict.fromkeys(r.face for s in book.sheets for r in s.rules if r.face))
    parts: dict[str, bytes | str] = {"[Content_Types].xml": _TYPES}
    parts["_rels/.rels"] = _rels([("rId1", "officeDocument", "xl/workbook.bin")])
    listed = b"".join(
        record(156, struct.pack("<2I", int(s.hidden), n) + text(f"rId{n}") + text(s.name))
        for n, s in enumerate(book.sheets, 1)
    )
    parts["xl/workbook.bin"] = record(131) + record(143) + listed + record(144) + record(132)
    numbers = range(1, len(book.sheets) + 1)
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
    links += [("rIdS", "styles", "styles.bin"), ("rIdT", "sharedStrings", "sharedStrings.bin")]
    parts["xl/_rels/workbook.bin.rels"] = _rels(links)
    for n, sheet in enumerate(book.sheets, 1):
        parts[f"xl/worksheets/sheet{n}.bin"] = _sheet(sheet, rules)
        beside: dict[str, bytes | str] = {
            f"drawings/drawing{n}_{m}.xml": drawn for m, drawn in enumerate(sheet.drawings)
        }
        if sheet.comments:
            beside[f"comments{n}.bin"] = _comments(sheet)
        if beside:
            parts[f"xl/worksheets/_rels/sheet{n}.bin.rels"] = _rels(
                [
                    (f"rId{m}", "drawing" if "drawing" in name else "comments", f"../{name}")
                    for m, name in enumerate(beside)
                ]
            )
            parts |= {f"xl/{name}": content for name, content in beside.items()}
    parts["xl/styles.bin"] = _styles(book.faces, rules)
    parts["xl/sharedStrings.bin"] = _shared(book.shared)
    return _packed(parts)


def _packed(parts: dict[str, bytes | str]) -> bytes:
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


@lru_cache(maxsize=8)
def _shared(texts: tuple[tuple[Run, ...], ...]) -> bytes:
    return record(159, bytes(8)) + b"".join(record(19, _rich(t)) for t in texts) + record(160)


def _rich(runs: tuple[Run, ...]) -> bytes:
    """A text; one of several runs says of each where it begins and in which of our first fonts."""
    whole = text("".join(run.text for run in runs))
    if not any(run.look for run in runs):
        return b"\0" + whole
    marks, at = b"", 0
    for run in runs:
        marks += struct.pack("<2H", at, RUN_LOOKS.index(run.look))
        at += len(run.text)
    return b"\1" + whole + struct.pack("<I", len(runs)) + marks


@lru_cache(maxsize=32)
def _styles(faces: tuple[Face, ...], rules: tuple[Face, ...]) -> bytes:
    """The part: formats, fonts of runs and of faces, fills, borders, styles of cells and rules."""
    codes = {face.format_id: face.code for face in faces if face.code}
    fonts = dict.fromkeys((f.struck, f.ink) for f in faces)
    fills = dict.fromkeys(["", *(f.ground for f in faces)])
    formats = b"".join(record(44, struct.pack("<H", i) + text(c)) for i, c in codes.items())
    written = b"".join(record(43, _font_of_run(look)) for look in RUN_LOOKS)
    written += b"".join(record(43, _font(struck, ink)) for struck, ink in fonts)
    grounds = b"".join(record(45, _fill(ground)) for ground in fills)
    font_at = {f: n + len(RUN_LOOKS) for n, f in enumerate(fonts)}
    fill_at = {f: n for n, f in enumerate(fills)}
    xfs = b"".join(
        record(
            47,
            struct.pack("<4H", 0, f.format_id, font_at[f.struck, f.ink], fill_at[f.ground])
            + struct.pack("<H", f.crossed)
            + bytes(6),
        )
        for f in faces
    )
    held = record(615, bytes(4)) + formats + record(616)
    held += record(611, bytes(4)) + written + record(612)
    held += record(603, bytes(4)) + grounds + record(604)
    held += record(613, bytes(4)) + b"".join(record(46, _border(n)) for n in (0, 3)) + record(614)
    held += record(617, bytes(4)) + xfs + record(618)
    held += record(505, bytes(4)) + b"".join(record(507, _rule_style(r)) for r in rules)
    return record(278) + held + record(506) + record(279)


def _colour(rgb: str) -> bytes:
    """A colour of its own: kind 2, then red, green, blue and opacity."""
    return bytes([2 << 1 | 1, 0xFF, 0, 0]) + bytes.fromhex(rgb) + b"\xff"


def _font(struck: bool, ink: str, *, raised: bool = False, height: int = 220) -> bytes:
    head = struct.pack("<4H", height, 8 if struck else 0, 400, raised)
    return head + bytes(4) + _colour(ink) + b"\0" + text("Calibri")


def _font_of_run(look: str) -> bytes:
    ink, height = WHITE if look == "white" else "000000", 20 if look == "tiny" else 220
    return _font(look == "struck", ink, raised=look == "raised", height=height)


def _border(ways: int) -> bytes:
    """No lines but, where it goes some way, a thin one from corner to corner."""
    none = bytes(2) + _colour("000000")
    return bytes([ways]) + none * 4 + struct.pack("<H", bool(ways)) + _colour("000000")


def _rule_style(face: Face) -> bytes:
    """What the style of a rule sets, each with its kind and length."""
    held = [(5, _colour(face.ink))] if face.ink != "000000" else []
    held += [(29, b"\1")] if face.struck else []
    held += [(38, struct.pack("<H", 190) + text(face.code))] if face.code else []
    properties = b"".join(struct.pack("<2H", kind, len(b) + 4) + b for kind, b in held)
    return struct.pack("<3H", 0, 0, len(held)) + properties


def _rules(sheet: SeenSheet, styles: tuple[Face, ...]) -> bytes:
    """Each rule with its ranges, by its style or as a bar that stands for the number."""
    out = b""
    for rule in sheet.rules:
        areas = b"".join(struct.pack("<4I", r[0], r[2], r[1], r[3]) for r in rule.ranges)
        out += record(461, struct.pack("<3I", 1, 0, len(rule.ranges)) + areas)
        style = -1 if rule.face is None else styles.index(rule.face)
        out += record(463, struct.pack("<2IiI", 1, 0, style, 1) + bytes(34))
        out += record(467, bytes([10, 90, 0])) + record(468) if rule.face is None else b""
        out += record(464) + record(462)
    return out


def _fill(ground: str) -> bytes:
    if not ground:
        return struct.pack("<I", 0) + _colour("000000") + _colour("FFFFFF") + bytes(48)
    return struct.pack("<I", 1) + _colour(ground) + _colour("FFFFFF") + bytes(48)


def _comments(sheet: SeenSheet) -> bytes:
    """The part with what people wrote beside cells."""
    author = record(630) + record(632, text("สมชาย")) + record(631)
    said = b"".join(
        record(635, struct.pack("<5I", 0, row, row, column, column) + bytes(16))
        + record(637, _rich((Run(words),)))
        + record(636)
        for (row, column), words in sheet.comments.items()
    )
    return record(628) + author + record(633) + said + record(634) + record(629)


@lru_cache(maxsize=128)
def _sheet(sheet: SeenSheet, styles: tuple[Face, ...]) -> bytes:
    columns = [
        record(60, struct.pack("<4IH", c, c, 2560, 0, 1)) for c in sorted(sheet.hidden_columns)
    ]
    out, row = [record(129), record(390), *columns, record(391), record(145)], -1
    for cell in sheet.cells:
        if cell.row != row:
            row = cell.row
            unseen = 0x10 if row in sheet.hidden_rows else 0
            out.append(record(0, struct.pack("<2IH2B", row, 0, 300, 0, unseen) + bytes(5)))
        out.append(_cell(cell))
    out.append(record(146))
    merges = [record(176, struct.pack("<4I", m[0], m[2], m[1], m[3])) for m in sheet.merges]
    if merges:
        out += [record(177, bytes(4)), *merges, record(178)]
    return b"".join((*out, _rules(sheet, styles), record(130)))


def _cell(cell: SeenCell) -> bytes:
    head = struct.pack("<2I", cell.column, cell.style)
    if cell.formula is not None:
        return _formula(head, cell)
    value = cell.value
    if cell.error:
        return record(3, head + bytes([ERRORS[cell.error]]))
    if isinstance(value, tuple):
        return _letters_of(head, cell, value)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    return record(1, head) if value is None else _number(head, value)


def _letters_of(head: bytes, cell: SeenCell, runs: tuple[Run, ...]) -> bytes:
    """A shared text by its place, or one of its own with its runs."""
    if cell.shared >= 0:
        return record(7, head + struct.pack("<I", cell.shared))
    rich = any(run.look for run in runs)
    return record(62, head + _rich(runs)) if rich else record(6, head + text(cell.text))


def _number(head: bytes, value: float) -> bytes:
    if value.is_integer() and abs(value) < 1 << 28:
        return record(2, head + struct.pack("<I", (int(value) << 2 & 0xFFFFFFFC) | 2))
    return record(5, head + struct.pack("<d", value))


def _formula(head: bytes, cell: SeenCell) -> bytes:
    tail, value = struct.pack("<HI", 0, 0), cell.value
    if cell.error:
        return record(11, head + bytes([ERRORS[cell.error]]) + tail)
    if isinstance(value, bool):
        return record(10, head + bytes([value]) + tail)
    if isinstance(value, float):
        return record(9, head + struct.pack("<d", value) + tail)
    return record(8, head + text(cell.text) + tail)
