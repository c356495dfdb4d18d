"""How large the letters of a PDF are, and the official font to print with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import hypot
from pathlib import Path

from pypdf import PageObject, PdfReader
from ruler import faces, require_carlito
from sample_tables import ROOT, load_script

PICTURES = load_script(ROOT / "docs" / "make_pictures.py")


def official_fonts(folder: Path) -> Mapping[str, str]:
    """The environment of a machine with TH SarabunPSK; skipped where nothing can stand for it."""
    require_carlito()
    faces()
    folder.mkdir()
    return dict(PICTURES.lay_fonts(folder))


def smallest_letters(pdf: Path) -> list[tuple[float, str]]:
    """Of each page the size of its smallest text, in points to a tenth, and that text."""
    return [min(_texts(page)) for page in PdfReader(pdf).pages]


def _texts(page: PageObject) -> Iterator[tuple[float, str]]:
    """Sizes as they are on paper: that of the font, turned and scaled by both matrices."""
    found: list[tuple[float, str]] = []

    def seen(
        text: str, above: Sequence[float], own: Sequence[float], _font: object, size: float
    ) -> None:
        right = own[2] * above[0] + own[3] * above[2]
        up = own[2] * above[1] + own[3] * above[3]
        if text.strip():
            found.append((round(size * hypot(right, up), 1), text.strip()))

    page.extract_text(visitor_text=seen)
    yield from found
