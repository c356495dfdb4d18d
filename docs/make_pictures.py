"""Make the pictures of the README anew: a form, the first sheet of the summary, its charts.

Run ``python docs/make_pictures.py`` where LibreOffice, poppler, Carlito (Calibri's metrics) and
Laksaman (``fonts-thai-tlwg``) are installed. Laksaman is TH Sarabun enlarged, so a copy of it made
smaller again stands in for TH SarabunPSK and the pictures show what an office sees.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from sorchor_xl.workflow.demo import DEMO_DAY, make_demo
from sorchor_xl.workflow.summarize_round import SummarizeRequest, summarize

IMAGES: Final = Path(__file__).parent / "images"
ENLARGED: Final = 544 / 362
"""Laksaman's digit against TH SarabunPSK's."""
FONT: Final = "TH SarabunPSK"
DOTS: Final = 110
FONTS: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include>/etc/fonts/fonts.conf</include><dir>{folder}</dir>
<cachedir>{folder}/cache</cachedir></fontconfig>
"""
FAMILY, FULL, POSTSCRIPT, TYPOGRAPHIC = 1, 4, 6, 16
"""Numbers of the names within a font file."""


def font_file(pattern: str) -> Path:
    """The file of an installed font; SystemExit where another would be taken instead."""
    command = ["fc-match", "--format", "%{family}\t%{file}", pattern]
    family, file = subprocess.run(  # noqa: S603 a fixed command
        command, capture_output=True, text=True, check=True
    ).stdout.split("\t")
    if pattern.split(":", maxsplit=1)[0] not in family:
        sys.exit(f"The font {pattern} is not installed")
    return Path(file)


def lay_fonts(folder: Path) -> Mapping[str, str]:
    """TH SarabunPSK, made of Laksaman, and the environment in which it is found."""
    font_file("Carlito")
    for style in ("Regular", "Bold"):
        font = TTFont(font_file(f"Laksaman:style={style}"))
        font["head"].unitsPerEm = round(font["head"].unitsPerEm * ENLARGED)
        full = FONT if style == "Regular" else f"{FONT} {style}"
        told = {FAMILY: FONT, TYPOGRAPHIC: FONT, FULL: full, POSTSCRIPT: full.replace(" ", "")}
        for name in font["name"].names:
            if name.nameID in told:
                name.string = told[name.nameID]
        font.save(folder / f"{style}.ttf")
    settings = folder / "fonts.conf"
    settings.write_text(FONTS.format(folder=folder), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(settings)}


def printed(workbook: Path, folder: Path, environment: Mapping[str, str]) -> Path:
    """The workbook as PDF."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(  # noqa: S603 a fixed command on a file of ours
        [*command, "--outdir", str(folder), str(workbook)],
        env=environment,
        capture_output=True,
        check=True,
    )
    return folder / f"{workbook.stem}.pdf"


def page_with(pdf: Path, text: str) -> int:
    """The first page that holds a text, from 1; SystemExit where none does."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    pages = subprocess.run(  # noqa: S603 a fixed command
        command, capture_output=True, text=True, check=True
    ).stdout.split("\f")
    for number, page in enumerate(pages, start=1):
        if text in page:
            return number
    sys.exit(f"No page of {pdf.name} says {text}")


def picture(pdf: Path, page: int, name: str) -> None:
    """One page as an image of the README."""
    span = ["-f", str(page), "-l", str(page), "-singlefile"]
    target = str(IMAGES / name)
    subprocess.run(  # noqa: S603 a fixed command
        ["/usr/bin/env", "pdftoppm", "-r", str(DOTS), *span, "-png", str(pdf), target], check=True
    )


def main() -> None:
    """Make the sample round, print a form and the summary, and take three pages of them."""
    with tempfile.TemporaryDirectory(prefix="sorchor-pictures-") as name:
        folder = Path(name)
        environment = lay_fonts(folder)
        made = make_demo(folder / "demo")
        request = SummarizeRequest(
            inbox=made.inbox, output=made.summary, settings_file=made.settings, as_of=DEMO_DAY
        )
        _, outputs = summarize(request)
        summary = next(iter([written.path for written in outputs]))
        form = printed(sorted(made.inbox.glob("3101*.xlsx"))[0], folder, environment)
        picture(form, page_with(form, "ตำบลบ้านบัว"), "form")
        pages = printed(summary, folder, environment)
        picture(pages, 1, "summary")
        picture(pages, 2, "charts")


if __name__ == "__main__":
    main()
