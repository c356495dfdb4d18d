"""An .xls written record by record from an .xlsx ([MS-XLS]): no library that is kept writes one."""

from __future__ import annotations

import struct
from functools import lru_cache

from damage.binary_book import ERRORS
from damage.seen_book import BLACK, RUN_LOOKS, WHITE, Face, Run, SeenCell, SeenSheet, seen
from sorchor_xl.workbooks.compound_file import with_stream

_BOF, _EOF = 0x809, 0x0A
_MOST = 8200
"""Bytes of shared texts in one record; the next goes on behind it."""
_NO_FONT = 4
"""The number that no font has: those behind it are counted past it."""
_PALETTE = 8
"""The number of the first colour that a workbook may choose itself."""
_RESULT = {"text": 0, "yes": 1, "error": 2, "empty": 3}


def record(kind: int, body: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<2H", kind, len(body)) + body


def as_xls(data: bytes) -> bytes:
    """The workbook as .xls: values, stored results, looks, merges, comments, shapes."""
    book = seen(data)
    sheets = [_sheet(sheet) for sheet in book.sheets]
    before = record(_BOF, struct.pack("<6H2H", 0x600, 5, 0x0DBB, 0x07CC, 0, 0, 6, 0))
    before += record(0x42, struct.pack("<H", 1200)) + _looks(book.faces)
    named = [_short(sheet.name) for sheet in book.sheets]
    behind = _shared(book.shared) + record(_EOF)
    place = len(before) + sum(4 + 6 + len(name) for name in named) + len(behind)
    listed = b""
    for sheet, name, written in zip(book.sheets, named, sheets, strict=True):
        listed += record(0x85, struct.pack("<I2B", place, int(sheet.hidden), 0) + name)
        place += len(written)
    return with_stream("Workbook", b"".join((before, listed, behind, *sheets)))


def _letters(value: str) -> tuple[int, bytes, int]:
    """How many letters, their bytes, and whether two stand for each."""
    wide = any(ord(letter) > 0xFF for letter in value)
    coded = value.encode("utf-16-le" if wide else "latin-1")
    return len(coded) // 2 if wide else len(coded), coded, int(wide)


def _short(value: str) -> bytes:
    count, coded, wide = _letters(value)
    return struct.pack("<2B", count, wide) + coded


def _text(value: str) -> bytes:
    count, coded, wide = _letters(value)
    return struct.pack("<HB", count, wide) + coded


@lru_cache(maxsize=32)
def _looks(faces: tuple[Face, ...]) -> bytes:
    """Fonts, formats, the styles of cells, and the colours they name."""
    colours = dict.fromkeys(
        [BLACK, WHITE, *(f.ink for f in faces), *(f.ground for f in faces if f.ground)]
    )
    number = {colour: n + _PALETTE for n, colour in enumerate([*colours][:56])}
    fonts = dict.fromkeys((f.struck, f.ink) for f in faces)
    out = [record(0x31, _font_of_run(look, number[WHITE])) for look in RUN_LOOKS]
    out += [record(0x31, _font(struck=s, colour=number.get(ink, _PALETTE))) for s, ink in fonts]
    codes = {face.format_id: face.code for face in faces if face.code}
    out += [record(0x41E, struct.pack("<H", i) + _text(code)) for i, code in codes.items()]
    at = {font: n + len(RUN_LOOKS) + 1 for n, font in enumerate(fonts)}
    for face in faces:
        fill = number.get(face.ground, 0x40) | 0x41 << 7
        pattern = (1 if face.ground else 0) << 26 | face.crossed << 21
        body = struct.pack("<3H", at[face.struck, face.ink], face.format_id, 1) + bytes(4)
        out.append(record(0xE0, body + struct.pack("<2IH", face.crossed << 30, pattern, fill)))
    palette = b"".join(bytes.fromhex(colour) + b"\0" for colour in number)
    palette = palette.ljust(56 * 4, b"\0")
    return b"".join((*out, record(0x92, struct.pack("<H", 56) + palette)))


def _font(*, struck: bool, colour: int, raised: bool = False, height: int = 220) -> bytes:
    head = struct.pack("<5H4B", height, 8 if struck else 0, colour, 400, raised, 0, 0, 222, 0)
    return head + _short("Tahoma")


def _font_of_run(look: str, white: int) -> bytes:
    colour, height = white if look == "white" else 0x7FFF, 20 if look == "tiny" else 220
    return _font(struck=look == "struck", colour=colour, raised=look == "raised", height=height)


def _rich(runs: tuple[Run, ...]) -> bytes:
    """A shared text; its runs name a font each."""
    count, coded, wide = _letters("".join(run.text for run in runs))
    if not any(run.look for run in runs):
        return struct.pack("<HB", count, wide) + coded
    return struct.pack("<HBH", count, wide | 8, len(runs)) + coded + _marks(runs)


@lru_cache(maxsize=8)
def _shared(texts: tuple[tuple[Run, ...], ...]) -> bytes:
    bodies, held = [], struct.pack("<2I", len(texts), len(texts))
    for text in texts:
        written = _rich(text)
        if len(held) + len(written) > _MOST:
            bodies.append(held)
            held = b""
        held += written
    bodies.append(held)
    return b"".join(record(0xFC if n == 0 else 0x3C, body) for n, body in enumerate(bodies))


@lru_cache(maxsize=128)
def _sheet(sheet: SeenSheet) -> bytes:
    out = [record(_BOF, struct.pack("<6H2H", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 0, 6, 0))]
    out += [
        record(0x7D, struct.pack("<6H", c, c, 2560, 15, 1, 0)) for c in sorted(sheet.hidden_columns)
    ]
    out += [
        record(0x208, struct.pack("<6HI", r, 0, 256, 300, 0, 0, 0x120))
        for r in sorted(sheet.hidden_rows)
    ]
    out += [_cell(cell) for cell in sheet.cells if cell.row < 1 << 16 and cell.column < 1 << 8]
    if sheet.merges:
        ranges = b"".join(struct.pack("<4H", m[0], m[2], m[1], m[3]) for m in sheet.merges)
        out.append(record(0xE5, struct.pack("<H", len(sheet.merges)) + ranges))
    for number, words in enumerate(sheet.comments.values(), 1):
        out.append(_note_text(number, words))
    for number, (row, column) in enumerate(sheet.comments, 1):
        author = _text("สมชาย") + b"\0"
        out.append(record(0x1C, struct.pack("<4H", row, column, 0, number) + author))
    out += [_shape(900 + n, *shape) for n, shape in enumerate(sheet.shapes.items())]
    return b"".join((*out, record(_EOF)))


def _shape(number: int, at: tuple[int, int] | None, words: str) -> bytes:
    """A text box: where it lies, the object, and its text in the records that follow it."""
    row, column = at or (0, 0)
    place = struct.pack("<9H", 0, column, 0, row, 0, column + 2, 0, row + 2, 0)
    drawing = struct.pack("<2HI", 0, 0xF010, len(place)) + place + struct.pack("<2HI", 0, 0xF011, 0)
    object_ = struct.pack("<5H", 0x15, 0x12, 0x06, number, 0x4011) + bytes(12) + bytes(4)
    return record(0xEC, drawing) + record(0x5D, object_) + _letters_of_object(words)


def _note_text(number: int, words: str) -> bytes:
    """The object of a note and its text, in the records that follow it."""
    object_ = struct.pack("<5H", 0x15, 0x12, 0x19, number, 0x4011) + bytes(12) + bytes(4)
    return record(0x5D, object_) + _letters_of_object(words)


def _letters_of_object(words: str) -> bytes:
    count, coded, wide = _letters(words)
    head = struct.pack("<2H6s2HI", 0x212, 0, bytes(6), count, 16, 0)
    runs = struct.pack("<2HI2HI", 0, 0, 0, count, 0, 0)
    shown = record(0x3C, bytes([wide]) + coded) + record(0x3C, runs)
    return record(0x1B6, head) + shown


def _cell(cell: SeenCell) -> bytes:
    head, value = struct.pack("<3H", cell.row, cell.column, cell.style), cell.value
    if cell.formula is not None:
        return _formula(head, cell)
    if cell.error:
        return record(0x205, head + bytes([ERRORS[cell.error], 1]))
    if isinstance(value, tuple):
        return _letters_of(head, cell, value)
    if isinstance(value, bool):
        return record(0x205, head + bytes([value, 0]))
    return record(0x201, head) if value is None else record(0x203, head + struct.pack("<d", value))


def _letters_of(head: bytes, cell: SeenCell, runs: tuple[Run, ...]) -> bytes:
    """A shared text by its place, or one of its own with its runs."""
    if cell.shared >= 0:
        return record(0xFD, head + struct.pack("<I", cell.shared))
    if not any(run.look for run in runs):
        return record(0x204, head + _text(cell.text))
    marks = _marks(runs)
    return record(0xD6, head + _text(cell.text) + struct.pack("<H", len(runs)) + marks)


def _marks(runs: tuple[Run, ...]) -> bytes:
    """Where each run begins, and in which font."""
    marks, at = b"", 0
    for run in runs:
        font = RUN_LOOKS.index(run.look)
        marks += struct.pack("<2H", at, font + (font >= _NO_FONT))
        at += len(run.text)
    return marks


def _special(kind: str, of: int = 0) -> bytes:
    """A stored result that is no number."""
    return bytes([_RESULT[kind], 0, of, 0, 0, 0, 0xFF, 0xFF])


def _formula(head: bytes, cell: SeenCell) -> bytes:
    """A formula (=0 stands for whatever it was) with its stored result."""
    value, behind = cell.value, b""
    if cell.error:
        result = _special("error", ERRORS[cell.error])
    elif isinstance(value, bool):
        result = _special("yes", int(value))
    elif isinstance(value, float):
        result = struct.pack("<d", value)
    elif cell.text:
        result, behind = _special("text"), record(0x207, _text(cell.text))
    else:
        result = _special("empty")
    tokens = struct.pack("<BH", 0x1E, 0)
    return record(0x06, head + result + struct.pack("<HIH", 0, 0, len(tokens)) + tokens) + behind
