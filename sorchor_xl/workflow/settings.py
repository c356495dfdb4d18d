"""The province's settings file ``sorchor.toml`` as one frozen record.

Everything a province decides stands here and nowhere else: its name and year, which readings it
takes, its dates, its contact line, its extra award criteria. Unknown keys are refused with the
ones that exist, so a misspelt setting can never be silently without effect.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.os_errors import why_not
from sorchor_xl.data.settings_shape import SettingsTable
from sorchor_xl.data.toml_records import decode_table, toml_table
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.long_paths import reachable
from sorchor_xl.form.layout import EXTRA_LIMIT

SETTINGS_NAME = "sorchor.toml"
_NEARLY = frozenset({SETTINGS_NAME, f"{SETTINGS_NAME}.txt", "sorchor.txt"})
"""In lower case: how programs save the settings that hide the ending of a name."""
DEFAULT_FONT = "TH SarabunPSK"


class SettingsError(SentenceError, ValueError):
    """The settings cannot be used; the text is one clear Thai sentence."""


@dataclass(frozen=True, slots=True)
class ExtraCriterion:
    """A province's own award criterion (แนวทาง ข้อ 7.6).

    ``source`` "form": judged in the sheet คัดเลือกดีเด่น. "score": the total, or a หมวด named by
    ``of`` ("total", "category1" …), must reach ``minimum``.
    """

    key: str
    name: str
    source: str = "form"
    of: str = "total"
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a province has decided; None or empty = left to the rubric or to the command line.

    ``left_out`` names what its forms do not ask for, keys of `records.PLAN_EXTRAS`.
    """

    folder: Path = Path()
    file: str = SETTINGS_NAME
    province: str | None = None
    year: int | None = None
    roster: Path | None = None
    rubric: Path | None = None
    template: Path | None = None
    previous: Path | None = None
    outgoing: Path | None = None
    inbox: Path | None = None
    summary: Path | None = None
    register: Path | None = None
    drafts: Path | None = None
    letter_number: str = ""
    letter_date: date | None = None
    contact_unit: str = ""
    contact_phone: str = ""
    recipient: str = ""
    attachment_mb: int = 20
    mail_templates: Path | None = None
    font: str = DEFAULT_FONT
    mission_count: int | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    award_min_gap_years: int | None = None
    award_extra: tuple[ExtraCriterion, ...] = ()
    left_out: frozenset[str] = frozenset()
    pins: Mapping[str, str] = field(default_factory=dict)


def find_settings(folder: Path) -> Path | None:
    """The settings file of a working folder, or None.

    What bears the name and is no file is found too, so that it is refused when it is read.
    SettingsError for a file that was meant to bear it.
    """
    path = folder / SETTINGS_NAME
    if os.path.lexists(path):
        return path
    try:
        beside = next((p.name for p in folder.iterdir() if p.name.lower() in _NEARLY), None)
    except OSError:
        return None
    if beside is not None:
        said = said_on_console("settings_other_name", found=beside, wanted=SETTINGS_NAME)
        raise SettingsError(said)
    return None


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults for None; SettingsError says what is wrong."""
    if path is None:
        return Settings()
    try:
        _require_file(path)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SettingsError(
            said_on_console("settings_unreadable", file=path.name, why=why_not(error))
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(said_on_console("settings_not_utf8", file=path.name)) from error
    table = toml_table(text, _named(path.name), SettingsError)
    return parse_settings(table, path.parent, path.name)


def _require_file(path: Path) -> None:
    """What is there and cannot be read is refused, never passed by; a pipe would be waited for."""
    if os.path.lexists(path) and not path.is_file() and not path.is_dir():
        why = said_on_console("os_not_file")
        raise SettingsError(said_on_console("settings_unreadable", file=path.name, why=why))


def parse_settings(
    table: Mapping[str, Any], folder: Path = Path(), file: str = SETTINGS_NAME
) -> Settings:
    """The settings of a parsed table; relative paths are taken from ``folder``.

    SettingsError names ``file`` and the key.
    """
    return _settings(decode_table(table, SettingsTable, _named(file), SettingsError), folder, file)


def _named(file: str) -> str:
    return said_on_console("settings_file", file=file)


def _settings(table: SettingsTable, folder: Path, file: str) -> Settings:
    paths = {
        key: reachable(folder / place)
        for key in table.files.__struct_fields__
        if (place := getattr(table.files, key)) is not None
    }
    return Settings(
        folder=reachable(folder),
        file=file,
        province=table.province,
        year=table.year,
        **paths,
        letter_number=table.letter.number,
        letter_date=table.letter.date.on if table.letter.date else None,
        contact_unit=table.contact.unit,
        contact_phone=table.contact.phone,
        recipient=table.contact.recipient,
        attachment_mb=table.mail.attachment_mb,
        mail_templates=reachable(folder / table.mail.templates) if table.mail.templates else None,
        font=table.font or DEFAULT_FONT,
        mission_count=table.mission_count,
        dates={key: day.on for key, day in table.dates.items()},
        readings=table.readings,
        award_min_gap_years=table.award.min_gap_years,
        award_extra=_extra(table, file),
        left_out=frozenset(k for k in table.ask.__struct_fields__ if not getattr(table.ask, k)),
        pins=table.pins,
    )


def _extra(table: SettingsTable, file: str) -> tuple[ExtraCriterion, ...]:
    """The province's own criteria; SettingsError for one key twice, or more than a form holds."""
    made = tuple(
        ExtraCriterion(one.key or f"extra{number}", one.name, one.source, one.of, one.minimum)
        for number, one in enumerate(table.award.extra, start=1)
    )
    keys = [one.key for one in made]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise SettingsError(said_on_console("settings_extra_twice", file=file, twice=twice))
    judged = sum(one.source == "form" for one in made)
    if judged > EXTRA_LIMIT:
        raise SettingsError(
            said_on_console("settings_extra_many", file=file, count=judged, most=EXTRA_LIMIT)
        )
    return made
