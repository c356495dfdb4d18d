"""Pictures of a workbook as people see it: rows of a sheet, and the words that stand in them.

LibreOffice shows the workbook, so the pictures are those of today's form; the words are read from
the same workbook recalculated, so that a picture that has grown old is found without looking.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageChops
from python_calamine import CalamineWorkbook

DOTS = 120
COLOURS = 32
"""Colours kept of a picture: enough for a sheet, and a page of forty pictures stays small."""
_MARGIN = 6
_WAIT = 600
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to take: a workbook, a sheet of it, and the rows shown (1-based, in order).

    ``without`` are columns left out, by the keys in the sheet's first row; ``narrow`` are columns
    made narrower, to so many letters, and ``high`` is what the rows are at least, in points.
    """

    key: str
    workbook: bytes
    sheet: str
    rows: tuple[int, ...]
    without: frozenset[str] = frozenset()
    narrow: Mapping[str, float] = field(default_factory=dict)
    high: float = 0.0


def words_of(shots: Sequence[Shot], work: Path) -> dict[str, list[str]]:
    """What stands in the rows of each picture, cell by cell, recalculated; blanks left out."""
    books = _recalculated(shots, work)
    found = {}
    for shot in shots:
        book = CalamineWorkbook.from_path(str(books[shot.key]))
        rows = book.get_sheet_by_name(shot.sheet).to_python(skip_empty_area=False)
        found[shot.key] = [_words(rows[row - 1]) for row in shot.rows if row <= len(rows)]
    return found


def _words(row: Iterable[object]) -> str:
    return " | ".join(str(value).strip() for value in row if str(value).strip())


def pictures_of(shots: Sequence[Shot], work: Path) -> dict[str, bytes]:
    """Each picture as PNG, its white margin cut; after `words_of` with the same ``work``."""
    books = _recalculated(shots, work)
    folder = work / "shown"
    folder.mkdir()
    for shot in shots:
        _only_rows(books[shot.key], shot).save(folder / f"{shot.key}.xlsx")
    _office("pdf", sorted(folder.iterdir()), work / "pdf", work)
    return {shot.key: _picture(work / "pdf" / f"{shot.key}.pdf", work) for shot in shots}


def _recalculated(shots: Sequence[Shot], work: Path) -> Mapping[str, Path]:
    """Each workbook with every formula worked out anew; a workbook of many pictures once."""
    given, done = work / "given", work / "recalculated"
    names = {shot.key: hashlib.sha256(shot.workbook).hexdigest()[:16] for shot in shots}
    if not done.exists():
        given.mkdir(parents=True)
        for shot in shots:
            (given / f"{names[shot.key]}.xlsx").write_bytes(shot.workbook)
        _office("xlsx", sorted(given.iterdir()), done, work)
    return {key: done / f"{name}.xlsx" for key, name in names.items()}


def _only_rows(file: Path, shot: Shot) -> Workbook:
    """The workbook with nothing left to print but the rows of the picture, as values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a copy that is only looked at nothing can be lost
        book = load_workbook(file, data_only=True)
    for name in book.sheetnames:
        if name != shot.sheet:
            book.remove(book[name])
    sheet = book[shot.sheet]
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a chart sheet is never asked for
    sheet.print_title_rows = None
    sheet.print_area = None
    sheet.row_breaks.brk = []
    for part in (sheet.oddHeader, sheet.oddFooter):
        part.left.text = part.center.text = part.right.text = ""
    for row in range(1, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = row not in shot.rows
    for number, (key,) in enumerate(sheet.iter_cols(max_row=1, values_only=True), start=1):
        shown = sheet.column_dimensions[get_column_letter(number)]
        shown.hidden = shown.hidden or key in shot.without
        shown.width = shot.narrow.get(str(key), shown.width)
    for row in shot.rows if shot.high else ():
        sheet.row_dimensions[row].height = max(shot.high, sheet.row_dimensions[row].height or 0)
    sheet.page_setup.fitToHeight = sheet.page_setup.fitToWidth = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return book


def _office(kind: str, files: Iterable[Path], folder: Path, work: Path) -> None:
    """Let LibreOffice turn files into another kind, formulas worked out anew."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice: LibreOffice is not installed")
    profile = work / "profile"
    if not profile.exists():
        (profile / "user").mkdir(parents=True)
        settings = profile / "user" / "registrymodifications.xcu"
        settings.write_text(_RECALCULATE, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=_WAIT)


def _picture(pdf: Path, work: Path) -> bytes:
    base = work / pdf.stem
    command = ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run([*command, str(pdf), str(base)], check=True, capture_output=True)
    with Image.open(base.with_suffix(".png")) as page:
        return png_of(cut(page.convert("RGB")))


def cut(page: Image.Image) -> Image.Image:
    """The page without its white margin; as wide as its columns, be the last ones empty or not."""
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    if box is None:
        return page
    left, top, right, bottom = box
    right = max(right, page.width - left)
    return page.crop((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN))


def png_of(picture: Image.Image) -> bytes:
    """As a small PNG of few colours."""
    out = io.BytesIO()
    picture.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def data_uri(png: bytes) -> str:
    """A PNG inside a page, so that the page is one file."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
