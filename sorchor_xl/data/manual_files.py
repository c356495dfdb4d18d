"""The packaged manual: the province's pages, and the one page that goes with the forms."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

GUIDE_NAME: Final = "00_วิธีกรอกแบบประเมิน.pdf"
"""Name of the one page beside the district workbooks: sorted before them."""


def guide_for_districts() -> bytes:
    """How to fill in a workbook, on one A4 page, as PDF."""
    return (resources.files("sorchor_xl") / "data" / "manual" / "district.pdf").read_bytes()


def manual_page() -> Path | None:
    """The manual's page as a file to open, or None where the package is not made of files."""
    page = resources.files("sorchor_xl") / "data" / "manual" / "manual.html"
    return page if isinstance(page, Path) and page.is_file() else None
