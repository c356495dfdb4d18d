"""Where the manual lies: beside the program in the Windows folder and in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

MANUAL_NAME = "manual.html"
_BESIDE = ("manual", "docs/manual")
"""Folders beside the program: of the Windows zip, of a checkout."""
_ABOVE = 5


def manual_page() -> Path | None:
    """The manual's page, or None where it did not come along."""
    package = Path(str(resources.files("sorchor_xl")))
    for folder in list(package.parents)[:_ABOVE]:
        for beside in _BESIDE:
            page = folder / beside / MANUAL_NAME
            if page.is_file():
                return page
    return None
