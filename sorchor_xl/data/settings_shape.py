"""The shape of a province's settings file: its tables, their keys, and what may stand at each.

A description is the phrase a refusal ends with ("… แต่ต้องเป็น" + description). What must fit the
round (its readings, its หมวด, its ตำบล) is asked when the round is opened.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from sorchor_xl.data.rubric_shape import Year
from sorchor_xl.data.toml_records import UserDate

Text = Annotated[str, Meta(min_length=1)]
Place = Annotated[
    str,
    Meta(
        min_length=1,
        description="ชื่อไฟล์หรือโฟลเดอร์ในเครื่องหมายคำพูด",
        extra={"en": "the name of a file or folder in quotes"},
    ),
]
Count = Annotated[int, Meta(ge=1, le=1000)]
Gap = Annotated[int, Meta(ge=0, le=50)]
Points = Annotated[int, Meta(ge=0, le=1000)]
CriterionKey = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="ชื่ออักษรอังกฤษตัวเล็กกับ _ เช่น visited",
        extra={"en": "a name of small letters and _, such as visited"},
    ),
]
PointsOf = Annotated[
    str,
    Meta(
        pattern=r"^(total|category[1-9][0-9]?)$",
        description=" “total” หรือ “category1” ตามเลขหมวด",
        extra={"en": "“total”, or “category1” by the number of the category"},
    ),
]
TambonCode = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{6}$",
        description="รหัสตำบล 6 หลัก เช่น 310101",
        extra={"en": "a sub-district code of 6 digits, such as 310101"},
    ),
]


class FilesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Paths, relative to the settings file."""

    roster: Place | None = None
    rubric: Place | None = None
    template: Place | None = None
    previous: Place | None = None
    outgoing: Place | None = None
    inbox: Place | None = None
    summary: Place | None = None
    register: Place | None = None
    drafts: Place | None = None


class LetterTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The province's own letter."""

    number: str = ""
    date: UserDate | None = None


class ContactTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom the districts ask, and whom the province reports to."""

    unit: str = ""
    phone: str = ""
    recipient: str = ""


class AskTable(Struct, frozen=True, forbid_unknown_fields=True):
    """What of หนังสือ ข้อ 4 and 5 the forms ask for: each may be switched off."""

    mission: bool = True
    kok_nong_na: bool = True
    plan_link: bool = True


class MailTable(Struct, frozen=True, forbid_unknown_fields=True):
    """Drafts of mails: most megabytes of attachments, and the province's own texts."""

    attachment_mb: Annotated[int, Meta(ge=1, le=1000)] = 20
    templates: Place | None = None


class ExtraTable(Struct, frozen=True, forbid_unknown_fields=True):
    """A criterion of the province's own for the award."""

    name: Text
    key: CriterionKey | None = None
    source: Literal["form", "score"] = "form"
    of: PointsOf = "total"
    minimum: Points = 0


class AwardSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What the province asks of candidates for the award."""

    min_gap_years: Gap | None = None
    extra: tuple[ExtraTable, ...] = ()


class SettingsTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    province: Text | None = None
    year: Year | None = None
    font: Text | None = None
    mission_count: Count | None = None
    files: FilesTable = field(default_factory=FilesTable)
    letter: LetterTable = field(default_factory=LetterTable)
    contact: ContactTable = field(default_factory=ContactTable)
    dates: dict[str, UserDate] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    award: AwardSettings = field(default_factory=AwardSettings)
    ask: AskTable = field(default_factory=AskTable)
    mail: MailTable = field(default_factory=MailTable)
    pins: dict[TambonCode, Text] = field(default_factory=dict)
