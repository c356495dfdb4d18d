"""Load the packaged master of the district workbook."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

TEMPLATE_NAME: Final = "assessment_template.xlsx"


@cache
def load_template() -> bytes:
    """The master workbook: within the installed package, or in templates/ of a checkout."""
    packaged = files("sorchor_xl") / "data" / TEMPLATE_NAME
    if packaged.is_file():
        return packaged.read_bytes()
    return (Path(__file__).resolve().parent.parent / "templates" / TEMPLATE_NAME).read_bytes()
