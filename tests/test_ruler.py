"""The ruler that pages and cells are measured with.

RULER-01  pages are laid out with Calibri's metrics: without them tests of pages fail
RULER-02  the two faces have the advance widths of TH SarabunPSK, and half again as much
RULER-03  what a cell does not hold is found: too wide, too high, a number, a merged cell
RULER-04  a text that runs into empty cells, or over two lines in a row high enough, is whole
RULER-05  a text turned upright has the height of its cell as room, and lines beside each other
"""

from __future__ import annotations

from io import BytesIO

import pytest
import ruler
import xlsxwriter

SENTENCE = "จำนวนโครงการ/กิจกรรมที่เกิดจากเวทีประชาคม"
FONT = {"font_name": "TH SarabunPSK", "font_size": 14}


def workbook(
    value: str | float, width: float, height: float, beside: str = "", **look: object
) -> bytes:
    """One cell of so many digits and points."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("ก")
    sheet.set_column(0, 0, width)
    sheet.set_row(0, height)
    sheet.write(0, 0, value, book.add_format({**FONT, **look}))
    if beside:
        sheet.write(0, 1, beside)
    book.close()
    return buffer.getvalue()


def test_pages_are_measured_in_calibri_ruler_01() -> None:
    assert ruler.require_carlito() in {"Calibri", "Carlito"}


def test_carlito_missing_is_a_failure_ruler_01(monkeypatch: pytest.MonkeyPatch) -> None:
    class Answer:
        stdout = "DejaVu Sans"

    monkeypatch.setattr("subprocess.run", lambda *_, **__: Answer())
    with pytest.raises(AssertionError, match="fonts-crosextra-carlito"):
        ruler.require_carlito()


@pytest.mark.parametrize(("text", "per_mille"), [("0", 362), ("ก", 386), ("M", 548), ("ี่", 0)])
def test_faces_are_those_of_sarabun_ruler_02(text: str, per_mille: int) -> None:
    small, large = ruler.faces()
    assert small.width(text, 1000) == pytest.approx(per_mille, abs=4)
    assert large.width(text, 1000) == pytest.approx(1.5 * per_mille, abs=9)


@pytest.mark.parametrize(
    ("data", "face", "why"),
    [
        (workbook(SENTENCE, 20, 21, beside="x"), 0, "pt wide in"),
        (workbook(SENTENCE, 20, 21, text_wrap=True), 0, "2 lines"),
        (workbook(SENTENCE, 20, 40, text_wrap=True), 1, "4 lines"),
        (workbook(1234567, 4, 30), 0, "pt wide in"),
        (workbook(SENTENCE, 60, 12), 0, "1 lines"),
    ],
)
def test_what_is_cut_off_is_found_ruler_03(data: bytes, face: int, why: str) -> None:
    (found,) = ruler.clipped(data, ruler.faces()[face])
    assert why in found
    assert found.startswith("ก!A1")


@pytest.mark.parametrize(
    "data",
    [
        workbook(SENTENCE, 20, 30),
        workbook(SENTENCE, 20, 110, text_wrap=True),
        workbook(1234567, 12, 30),
    ],
)
def test_what_is_whole_is_not_named_ruler_04(data: bytes) -> None:
    for face in ruler.faces():
        assert ruler.clipped(data, face) == []


@pytest.mark.parametrize(
    ("height", "face", "why"),
    [(300, 1, ""), (200, 0, ""), (200, 1, "2 lines"), (130, 0, "2 lines")],
)
def test_upright_texts_are_measured_along_the_row_ruler_05(
    height: int, face: int, why: str
) -> None:
    data = workbook(SENTENCE, 4, height, text_wrap=True, rotation=90)
    found = ruler.clipped(data, ruler.faces()[face])
    assert [why in text for text in found] == [True] * bool(why)
