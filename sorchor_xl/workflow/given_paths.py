"""Paths as they are given and as they are told: long ones are opened in a spelling nobody types."""

from __future__ import annotations

from pathlib import Path

from sorchor_xl.files.long_paths import as_typed, reachable


def taken_in(text: str) -> Path:
    """The path of what was typed, in the spelling that is opened however long it is."""
    return reachable(Path(text))


def told(value: object) -> object:
    """A path as people type it; anything else as it is."""
    return as_typed(str(value)) if isinstance(value, Path) else value
