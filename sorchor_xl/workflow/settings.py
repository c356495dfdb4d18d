"""The province's settings file ``sorchor.toml`` as one frozen record.

Everything a province decides stands here and nowhere else: its name and year, which readings it
takes, its dates, its contact line, its extra award criteria. Unknown keys are refused with the
ones that exist, so a misspelt setting can never be silently without effect.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.domain.thai.dates import parse_user_date

SETTINGS_NAME = "sorchor.toml"
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
    """What a province has decided; None or empty = left to the rubric or to the command line."""

    folder: Path = Path()
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
    pins: Mapping[str, str] = field(default_factory=dict)


_TOP: Mapping[str, type] = {"province": str, "year": int, "font": str, "mission_count": int}
_FILES = ("roster", "rubric", "template", "previous", "outgoing", "inbox", "summary")
_FILES_OF_ROUND = ("register", "drafts")
_LETTER = ("number", "date")
_CONTACT = ("unit", "phone", "recipient")
_MAIL = ("attachment_mb", "templates")
_AWARD = ("min_gap_years", "extra")
_EXTRA = ("key", "name", "source", "of", "minimum")
_TABLES = ("files", "letter", "contact", "dates", "readings", "award", "mail", "pins")


def find_settings(folder: Path) -> Path | None:
    """The settings file of a working folder, or None."""
    path = folder / SETTINGS_NAME
    return path if path.is_file() else None


def read_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults for None; SettingsError says what is wrong."""
    if path is None:
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"อ่านแฟ้มตั้งค่า “{path.name}” ไม่ได้: {error}") from error
    return parse_settings(table, path.parent)


def parse_settings(table: Mapping[str, Any], folder: Path = Path()) -> Settings:
    """The settings of a parsed table; relative paths are taken from ``folder``."""
    _refuse_unknown("", table, (*_TOP, *_TABLES))
    settings = Settings(folder=folder, **{k: _typed(k, table[k], t) for k, t in _top(table)})
    for name, apply in _PARTS.items():
        if name in table:
            settings = apply(settings, _typed(name, table[name], dict))
    return settings


def _top(table: Mapping[str, Any]) -> list[tuple[str, type]]:
    return [(key, kind) for key, kind in _TOP.items() if key in table]


def _typed(key: str, value: Any, kind: type) -> Any:
    if type(value) is not kind:
        wanted = {str: "ข้อความ", int: "จำนวนเต็ม", dict: "ตาราง", list: "รายการ"}[kind]
        raise SettingsError(f"แฟ้มตั้งค่า: “{key}” ต้องเป็น{wanted}")
    return value


def _refuse_unknown(at: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            place = f"[{at}] " if at else ""
            raise SettingsError(f"แฟ้มตั้งค่า: {place}ไม่รู้จัก “{key}” ใช้ได้: {', '.join(known)}")


def _files(settings: Settings, table: Mapping[str, Any]) -> Settings:
    _refuse_unknown("files", table, (*_FILES, *_FILES_OF_ROUND))
    paths = {k: settings.folder / _typed(f"files.{k}", v, str) for k, v in table.items()}
    return replace(settings, **paths)


def _letter(settings: Settings, table: Mapping[str, Any]) -> Settings:
    _refuse_unknown("letter", table, _LETTER)
    on = table.get("date")
    return replace(
        settings,
        letter_number=_typed("letter.number", table.get("number", ""), str),
        letter_date=None if on is None else _date("letter.date", on),
    )


def _contact(settings: Settings, table: Mapping[str, Any]) -> Settings:
    _refuse_unknown("contact", table, _CONTACT)
    names = {"unit": "contact_unit", "phone": "contact_phone", "recipient": "recipient"}
    return replace(settings, **{names[k]: _typed(f"contact.{k}", v, str) for k, v in table.items()})


def _mail(settings: Settings, table: Mapping[str, Any]) -> Settings:
    _refuse_unknown("mail", table, _MAIL)
    most = _typed("mail.attachment_mb", table.get("attachment_mb", settings.attachment_mb), int)
    if most < 1:
        raise SettingsError("แฟ้มตั้งค่า: “mail.attachment_mb” ต้องเป็นจำนวนเมกะไบต์ตั้งแต่ 1 ขึ้นไป")
    own = table.get("templates")
    folder = None if own is None else settings.folder / _typed("mail.templates", own, str)
    return replace(settings, attachment_mb=most, mail_templates=folder)


def _dates(settings: Settings, table: Mapping[str, Any]) -> Settings:
    return replace(settings, dates={k: _date(f"dates.{k}", v) for k, v in table.items()})


def _date(key: str, value: Any) -> date:
    """A TOML date (ค.ศ.) or a Thai or Arabic text in พ.ศ. or ค.ศ."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return parse_user_date(_typed(key, value, str))
    except ValueError as error:
        raise SettingsError(f"แฟ้มตั้งค่า: “{key}”: {error}") from error


def _readings(settings: Settings, table: Mapping[str, Any]) -> Settings:
    return replace(
        settings, readings={k: _typed(f"readings.{k}", v, str) for k, v in table.items()}
    )


def _award(settings: Settings, table: Mapping[str, Any]) -> Settings:
    _refuse_unknown("award", table, _AWARD)
    years = table.get("min_gap_years")
    extra = _typed("award.extra", table.get("extra", []), list)
    return replace(
        settings,
        award_min_gap_years=None if years is None else _typed("award.min_gap_years", years, int),
        award_extra=tuple(_extra(number, item) for number, item in enumerate(extra, start=1)),
    )


def _extra(number: int, table: Mapping[str, Any]) -> ExtraCriterion:
    at = f"award.extra {number}"
    _refuse_unknown(at, table, _EXTRA)
    if not table.get("name"):
        raise SettingsError(f"แฟ้มตั้งค่า: [{at}] ขาด “name” (ชื่อเกณฑ์)")
    if table.get("source", "form") not in ("form", "score"):
        raise SettingsError(f"แฟ้มตั้งค่า: [{at}] “source” ต้องเป็น form หรือ score")
    return ExtraCriterion(**{"key": f"extra{number}", **table})


def _pins(settings: Settings, table: Mapping[str, Any]) -> Settings:
    return replace(settings, pins={k: _typed(f"pins.{k}", v, str) for k, v in table.items()})


_PARTS = {
    "files": _files,
    "letter": _letter,
    "contact": _contact,
    "dates": _dates,
    "readings": _readings,
    "award": _award,
    "mail": _mail,
    "pins": _pins,
}
