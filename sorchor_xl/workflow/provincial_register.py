"""The province's register in a round: write it once, read it, carry it over into a newer one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.register_texts import register_text
from sorchor_xl.domain.checks.findings import Severity
from sorchor_xl.domain.round.register import DECIDED, Register
from sorchor_xl.files.atomic_writing import write_atomically
from sorchor_xl.register.register_book import CarriedEntries, RegisterScope
from sorchor_xl.register.register_cells import RegisterError, read_register_cells
from sorchor_xl.register.register_reading import carried_entries, read_register
from sorchor_xl.register.register_writing import write_register
from sorchor_xl.workflow.open_round import OpenRound

MOST_VERSIONS: Final = 99


def register_name() -> str:
    """File name of a new register."""
    return f"{register_text('file_name')}.xlsx"


def register_scope(opened: OpenRound) -> RegisterScope:
    """What the register of a round is made for."""
    extra = {c.key: c.name for c in opened.settings.award_extra if c.source == "form"}
    entries = load_catalogue().entries.values()
    return RegisterScope(
        province=opened.province,
        fiscal_year=opened.rubric.fiscal_year,
        amphoes=opened.amphoes,
        extra=extra,
        readings=tuple(r.id for r in opened.rubric.readings if r.is_setting),
        warnings=frozenset(e.code for e in entries if e.severity is Severity.WARNING)
        | frozenset(DECIDED),
    )


def load_register(opened: OpenRound) -> Register:
    """The register the settings name, empty where they name none; RegisterError says why not."""
    path = opened.settings.register
    return Register() if path is None else read_register(path, register_scope(opened))


def start_register(opened: OpenRound, path: Path) -> Path:
    """Write a new, empty register; RegisterError where one is there already."""
    if path.exists():
        raise RegisterError(register_text("errors.exists", path=path))
    return _write(opened, path, CarriedEntries())


def renew_register(opened: OpenRound, old: Path) -> Path:
    """Write a register of today's columns and areas beside the old one, its entries carried over.

    The old file is only read. RegisterError where it cannot be.
    """
    scope = register_scope(opened)
    carried = carried_entries(read_register_cells(old), old.name, scope)
    versions = (old.with_name(f"{old.stem} ({n}).xlsx") for n in range(2, MOST_VERSIONS))
    return _write(opened, next(path for path in versions if not path.exists()), carried)


def _write(opened: OpenRound, path: Path, carried: CarriedEntries) -> Path:
    scope, font = register_scope(opened), opened.settings.font
    return write_atomically(path, lambda place: write_register(place, scope, carried, font))
