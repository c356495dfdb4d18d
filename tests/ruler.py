"""The ruler: what a person sees of a workbook, measured with real fonts.

Column widths are counted in digits of the workbook's default font, Calibri. Carlito
(``fonts-crosextra-carlito``) has its metrics; without it LibreOffice takes a font a third wider and
every page looks roomier than on an office's screen. `require_carlito` fails there instead.

Text is measured twice: at the metrics of TH SarabunPSK, and in a fallback half again as wide.
Laksaman (``fonts-thai-tlwg``) is TH Sarabun enlarged by `ENLARGED`, glyph by glyph, so it gives
both: divided by that it is TH Sarabun, as it is it is what LibreOffice shows on a machine that has
Laksaman only. `clipped` names every cell of a workbook whose text its place does not hold.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from fontTools.ttLib import TTFont
from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter

ENLARGED: Final = 544 / 362
"""Laksaman's digit against TH SarabunPSK's, in thousandths of the font size; ก is 580 : 386."""
LINE_POINTS: Final = 1.957
"""Height of a line of Laksaman as a share of its size, as LibreOffice and Excel take it."""
INK_POINTS: Final = 1.62
"""Height of the ink alone, from ปู to the mark over ที่: a single line is seen whole in that."""
LESS_INK: Final = 1.35 / INK_POINTS
"""Of it takes a line without both: คูเมือง from 0.37 below to 0.98 above, ทั้ง from 0.01 to 1.27."""
MARGIN_POINTS: Final = 2.0
"""What a cell keeps free left and right together."""
DIGIT_PIXELS: Final = 7
"""A digit of Calibri 11 at 96 dots per inch."""
PIXEL: Final = 0.75
SIGN: Final = 0.9
"""A sign the font lacks (○ ▲ →), as a share of the size: another font gives it."""
DEFAULT_ROW: Final = 15.0
INDENT_POINTS: Final = 7.0
UPRIGHT: Final = 90
ENDLESS: Final = 100_000.0
"""Points to the right of the last cell of a row, where any text ends."""
SAMPLE_DATE: Final = "30 ก.ย. 2564"
_PIECES: Final = re.compile(r"[ \t]+|[฀-๿]+|[^ \t฀-๿]+")
_CLUSTER: Final = re.compile(r"[เ-ไ]?[ก-ฮ][ะ-ฺๅๆ็-๎]*|.", re.DOTALL)
_WORD_LOSS: Final = 3.0
"""Thai is broken between words: a line loses on average so many letters at its end."""
_MOST_LOSS: Final = 0.25
"""The largest share of a line so lost: narrow cells hold short words."""


@dataclass(frozen=True)
class Face:
    """A font to measure in: advance widths as a share of its size, bold and not."""

    name: str
    plain: Mapping[int, float]
    bold: Mapping[int, float]
    line: float
    ink: float

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Points a text on one line takes."""
        advance = self.bold if bold else self.plain
        return size * sum(advance.get(ord(char), SIGN) for char in text)

    def height(self, lines: int, size: float, text: str = "ปู่ที่") -> float:
        """Points that so many lines of a text take, from ink to ink."""
        ink = self.ink if lines > 1 or reaches_both(text) else self.ink * LESS_INK
        return size * ((lines - 1) * self.line + ink)

    def lines(self, text: str, size: float, room: float, *, bold: bool = False) -> int:
        """Lines a text needs in ``room`` points, broken at spaces and between Thai words."""
        return sum(self._wrapped(part, size, room, bold=bold) for part in text.split("\n"))

    def _wrapped(self, text: str, size: float, room: float, *, bold: bool) -> int:
        if self.width(text, size, bold=bold) <= room:
            return 1
        loss = min(_WORD_LOSS * size * self.plain[ord("ก")], _MOST_LOSS * room)
        lines, used = 1, 0.0
        for piece in _PIECES.findall(text):
            wide = self.width(piece, size, bold=bold)
            if used + wide <= room or piece.isspace():
                used += wide
                continue
            if not "฀" <= piece[0] <= "๿":
                lines, used = lines + 1, wide
                continue
            for cluster in _CLUSTER.findall(piece):
                letter = self.width(cluster, size, bold=bold)
                if used + letter > room - loss:
                    lines, used = lines + 1, 0.0
                used += letter
        return lines


def reaches_both(text: str) -> bool:
    """Whether a line has a mark over another, as ที่ and น้ำ, and something below, as ปู and ฐ."""
    over = any(
        (one in "ัิีึื็ํ" and two in "่้๊๋์") or (one in "่้๊๋" and two == "ำ") for one, two in pairwise(text)
    )
    return over and any(letter in "ญฎฏฐฤฦฺุู" for letter in text)


@cache
def faces() -> tuple[Face, Face]:
    """TH SarabunPSK, and the fallback half again as wide and high."""
    files = [_font_file(f"Laksaman:style={style}") for style in ("Regular", "Bold")]
    plain, bold = (_advances(file) for file in files)
    small = [{code: wide / ENLARGED for code, wide in font.items()} for font in (plain, bold)]
    line, ink = LINE_POINTS / ENLARGED, INK_POINTS / ENLARGED
    return (
        Face("TH SarabunPSK", small[0], small[1], line, ink),
        Face("fallback", plain, bold, LINE_POINTS, INK_POINTS),
    )


@cache
def latin() -> Face:
    """What stands for Arial and the like, which no machine lacks: as wide, in lower lines."""
    fallback = faces()[1]
    return Face("Arial", fallback.plain, fallback.bold, 1.2, 1.1)


def _font_file(pattern: str) -> Path:
    """The file fontconfig has for a font; the test is skipped where it has another one."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig (fc-match) is not installed")
    command = ["fc-match", "-f", "%{family}|%{file}", pattern]
    family, _, file = subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.partition("|")
    if family != pattern.partition(":")[0]:
        pytest.skip(f"the font {pattern} is not installed (fonts-thai-tlwg)")
    return Path(file)


def _advances(file: Path) -> Mapping[int, float]:
    font = TTFont(file)
    table, em = font["hmtx"], font["head"].unitsPerEm
    return {code: table[name][0] / em for code, name in font.getBestCmap().items()}


def require_carlito() -> str:
    """The font that stands for Calibri; where its metrics are others, fail and do not skip."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig (fc-match) is not installed")
    found = subprocess.run(
        ["fc-match", "-f", "%{family}", "Calibri"], check=True, capture_output=True, text=True
    ).stdout
    assert found in {"Calibri", "Carlito"}, (
        f"Calibri would be drawn as {found}, which is wider: install fonts-crosextra-carlito"
    )
    return found


# ── cells ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Place:
    """A cell as a person sees it: text, size in points of the font and of the place it has."""

    sheet: str
    cell: str
    text: str
    font: str
    size: float
    bold: bool
    wrap: bool
    shrinks: bool
    number: bool
    room: float
    height: float
    """Along the text and across it: a text turned upright has the height of its cell as room."""

    def fault(self, face: Face) -> str:
        """What is not seen of it in a face, or in its own font where that is none of ours."""
        face = face if self.font.startswith("TH Sarabun") else latin()
        needed = face.width(self.text, self.size, bold=self.bold)
        if not self.wrap or self.number:
            if needed > self.room and "\n" not in self.text and not self.shrinks:
                return f"{needed:.0f} pt wide in {self.room:.0f}"
            lines = self.text.count("\n") + 1
        else:
            lines = face.lines(self.text, self.size, self.room, bold=self.bold)
        high = face.height(lines, self.size, self.text)
        return (
            f"{lines} lines, {high:.0f} pt high in {self.height:.0f}" if high > self.height else ""
        )


def clipped(data: bytes, face: Face, *, printed: bool = False) -> list[str]:
    """Every text a person cannot read whole, as "sheet!A1 (why): text".

    ``printed`` looks at the print areas only.
    """
    return [
        f"{place.sheet}!{place.cell} ({fault}): {place.text[:60]!r}"
        for place in places(data, printed=printed)
        if (fault := place.fault(face))
    ]


def places(data: bytes, *, printed: bool = False) -> Iterator[Place]:
    """Every visible cell that shows something, with the room it has."""
    with warnings.catch_warnings():  # bars in cells are an extension that openpyxl leaves out
        warnings.filterwarnings("ignore", "(Unknown|Conditional Formatting) extension")
        book = load_workbook(BytesIO(data), data_only=True)
    for sheet in book:
        if sheet.sheet_state == "visible":
            yield from _Sheet(sheet, printed=printed).places()


class _Sheet:
    """Widths, heights and merges of one sheet, in points."""

    def __init__(self, sheet: Any, *, printed: bool) -> None:
        self.sheet = sheet
        self.columns = _column_points(sheet)
        self.last_column = sheet.max_column
        self.spans = {span.start_cell.coordinate: span for span in sheet.merged_cells.ranges}
        self.bolder = _made_bold(sheet)
        self.inside = {cell for span in sheet.merged_cells.ranges for cell in span.cells}
        area = sheet.print_area if printed else None
        self.area = _Box(area[0] if isinstance(area, list) else area) if area else None

    def places(self) -> Iterator[Place]:
        """The visible cells with a value."""
        for row in self.sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, "") and self._visible(cell):
                    yield self._place(cell)

    def _visible(self, cell: Any) -> bool:
        shown = self._height(cell.row) > 0 and self._width(cell.column) > 0
        return shown and (self.area is None or self.area.holds(cell.row, cell.column))

    def _place(self, cell: Any) -> Place:
        span = self.spans.get(cell.coordinate)
        last = span.max_col if span else cell.column
        bottom = span.max_row if span else cell.row
        room = sum(self._width(column) for column in range(cell.column, last + 1)) - MARGIN_POINTS
        high = sum(self._height(row) for row in range(cell.row, bottom + 1))
        look, number = cell.alignment, not isinstance(cell.value, str)
        wrap, upright = bool(look.wrap_text), look.textRotation == UPRIGHT
        if upright:
            room, high = high - MARGIN_POINTS, room + MARGIN_POINTS
        if not wrap and not number and not upright and look.horizontal in {None, "general", "left"}:
            room += self._free_after(cell.row, last)
        return Place(
            self.sheet.title,
            cell.coordinate,
            _shown(cell),
            str(cell.font.name or ""),
            float(cell.font.sz or 11),
            bool(cell.font.b) or cell.coordinate in self.bolder,
            wrap,
            bool(look.shrink_to_fit),
            number,
            room - INDENT_POINTS * float(look.indent or 0),
            high,
        )

    def _free_after(self, row: int, column: int) -> float:
        """Room of the empty cells a text may run into."""
        free = 0.0
        for after in range(column + 1, self.last_column + 1):
            if self.sheet.cell(row, after).value is not None or (row, after) in self.inside:
                return free
            free += self._width(after)
        return free + ENDLESS

    def _width(self, column: int) -> float:
        return self.columns.get(column, PIXEL * 64)

    def _height(self, row: int) -> float:
        line = self.sheet.row_dimensions.get(row)
        if line is None:
            return float(self.sheet.sheet_format.defaultRowHeight or DEFAULT_ROW)
        high = line.height or self.sheet.sheet_format.defaultRowHeight or DEFAULT_ROW
        return 0.0 if line.hidden else float(high)


class _Box:
    """A range of cells."""

    def __init__(self, text: str) -> None:
        corners = re.findall(r"\$?([A-Z]+)\$?(\d+)", text.rsplit("!", 1)[-1])
        (self.left, self.top), (self.right, self.bottom) = (
            (_column_number(letters), int(row)) for letters, row in (corners[0], corners[-1])
        )

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _made_bold(sheet: Any) -> set[str]:
    """Cells that a conditional format may make bold."""
    spans = [
        str(span)
        for spans in sheet.conditional_formatting
        if any(rule.dxf and rule.dxf.font and rule.dxf.font.b for rule in spans.rules)
        for span in str(spans.sqref).split()
    ]
    return {cell.coordinate for span in spans for row in _cells(sheet, span) for cell in row}


def _cells(sheet: Any, span: str) -> Any:
    found = sheet[span]
    return found if isinstance(found, tuple) else ((found,),)


def _column_points(sheet: Any) -> dict[int, float]:
    """Column number → points; 0 where it is hidden."""
    found: dict[int, float] = {}
    for look in sheet.column_dimensions.values():
        pixels = int((256 * look.width + int(128 / DIGIT_PIXELS)) / 256 * DIGIT_PIXELS)
        for column in range(look.min or 1, (look.max or look.min or 1) + 1):
            found[column] = 0.0 if look.hidden else pixels * PIXEL
    return found


def _shown(cell: Any) -> str:
    """The text a cell shows, digits as its number format has them."""
    value = cell.value
    if isinstance(value, str):
        return value
    if cell.is_date or is_date_format(cell.number_format):
        return SAMPLE_DATE
    if isinstance(value, float):
        decimals = re.search(r"0\.(0+)", cell.number_format or "")
        text = f"{value:.{len(decimals[1]) if decimals else 0}f}"
    else:
        text = str(value)
    return text + ("%" if "%" in (cell.number_format or "") else "")


def screen_width(sheet: Any, first: str, last: str) -> int:
    """Pixels from one column to another at 100 %, hidden columns left out."""
    columns = _column_points(sheet)
    span = range(_column_number(first), _column_number(last) + 1)
    return round(sum(columns.get(column, 48) for column in span) / PIXEL)


def printed_pixels(xml: str, area: str) -> float:
    """Pixels at 100 % of the columns of a sheet's print area; ``xml`` is its part."""
    last = _column_number((re.search(r":\$([A-Z]+)\$", area) or ["", "A"])[1])
    wide = 0.0
    for first, end, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml):
        columns = min(int(end), last) - int(first) + 1
        wide += max(0, columns) * round(float(width) * DIGIT_PIXELS)
    return wide


def letters_between(first: str, last: str) -> list[str]:
    """Column letters from one to another."""
    return [get_column_letter(n) for n in range(_column_number(first), _column_number(last) + 1)]


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def printed(workbook: Path, folder: Path) -> Path:
    """The workbook as LibreOffice prints it, a PDF in ``folder``."""
    require_carlito()
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = folder / "print_profile"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{workbook.stem}.pdf"


def page_texts(pdf: Path) -> list[str]:
    """The text of every page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]
