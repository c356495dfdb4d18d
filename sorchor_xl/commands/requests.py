"""What every command shares: exit codes, its round's options, and the sentence of an error."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sorchor_xl.domain.places.roster import UnknownPlace
from sorchor_xl.domain.places.roster_table import RosterError
from sorchor_xl.domain.scoring.rubric_parse import RubricError
from sorchor_xl.workflow.settings import SETTINGS_NAME, SettingsError

DONE: Final = 0
ERRORS_REMAIN: Final = 1
COULD_NOT: Final = 2


class TaskError(ValueError):
    """A command could not do its work; the text is one clear sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRequest:
    """Which round is meant; None = left to the settings, the files or the program."""

    province: str | None = None
    year: int | None = None
    settings_file: Path | None = None


def wanted(path: Path | None, option: str) -> Path:
    """The path of an option or its setting; TaskError where neither is given."""
    if path is None:
        raise TaskError(f"โปรดระบุ {option} หรือระบุไว้ใน [files] ของแฟ้มตั้งค่า {SETTINGS_NAME}")
    return path


def explain(error: Exception) -> str | None:
    """The sentence of an error a user can act on; None for a mistake of ours."""
    from sorchor_xl.files.atomic_writing import OutputError
    from sorchor_xl.form.template_refusals import TemplateError
    from sorchor_xl.ooxml.worksheet import CannotCarryError

    known = (TaskError, SettingsError, RubricError, RosterError, UnknownPlace)
    if isinstance(error, (*known, OutputError, TemplateError, CannotCarryError)):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return None


__all__ = [
    "COULD_NOT",
    "DONE",
    "ERRORS_REMAIN",
    "RoundRequest",
    "TaskError",
    "explain",
    "wanted",
]
