"""Names that say of what they stand on that it does not hold: "ต.แคนดง ยกเลิก", "ร่าง 3122.xlsx".

The name of a sheet, of a file, of the folder or archive it lies in. The answers are used all the
same, and a person is told: he alone knows whether the name was left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.thai.text import normalise
from sorchor_xl.intake.answer_sheet import Area
from sorchor_xl.intake.read_context import ReadContext

_DRAFT: Final = "W83"
_OF_OTHERS: Final = re.compile(
    r"(?:แทน|จาก|แก้)[^/!]{0,8}?(?:เก่า|เดิม|ร่าง|ผิด)|(?:เก่า|เดิม)[^/!]{0,8}?(?:แก้|แล้ว)"
)
"""What speaks of another file, which this one replaces: "แทนฉบับเดิม", "แก้คำผิด"."""
_TAKES_BACK: Final = re.compile(
    r"ยกเลิก|(?:ไม่|ห้าม|เลิก|อย่า)ใช้|ไม่นับ|ไม่เอา|ไม่ต้อง|โมฆะ|ทิ้ง|ตัวอย่าง|ทดสอบ|ทดลอง|ร่าง|เก่า|เดิม|สำรอง"
    r"|ผิด|ลบ(?!ุ)|ยังไม่|ไม่สมบูรณ์|รอแก้|รอตรวจ"
    r"|(?<![a-z])(?:void|cancel(?:led|ed)?|ignore|draft|test|old|backup|bak|wrong)"
    r"(?![a-z])",
    re.IGNORECASE,
)


def takes_back(name: str, places: Iterable[str]) -> bool:
    """Whether a name says that it does not hold; ``places`` are names that are no such words."""
    plain = normalise(name)
    for place in places:
        plain = plain.replace(place, " ")
    return _TAKES_BACK.search(_OF_OTHERS.sub(" ", plain)) is not None


def draft_by_name(
    name: str, where: Where, area: Area, tambon_code: str, context: ReadContext
) -> Iterator[Finding]:
    """The finding about a name that says so; none about any other."""
    known = (context.by_tambon.values(), context.by_amphoe.values(), [context.province])
    if takes_back(name, (place.name for places in known for place in places)):
        yield Finding(_DRAFT, where, area.amphoe_code, tambon_code, None, name, area.params)
