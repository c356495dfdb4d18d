"""A catalogue of findings with a fault is refused.

FIND-07 the fault and, where one is concerned, its code are named
"""

from __future__ import annotations

import re
from importlib import resources

import pytest

from sorchor_xl.data.catalogue_parse import CatalogueError, parse_catalogue

PACKAGED = (resources.files("sorchor_xl") / "data" / "findings.toml").read_text(encoding="utf-8")
CODE_E01 = PACKAGED.partition("[findings.E01]")[2].partition("[findings.")[0]

FAULTS = [
    ("unreadable", "[joints]", "[joints", "TOML"),
    ("unknown section", "[joints]", "[extra]\n\n[joints]", "extra"),
    ("unknown key", "[findings.E01]\n", '[findings.E01]\nurl = "x"\n', "E01.*url"),
    ("bad code", "[findings.E01]", "[findings.E1]", "E1"),
    ("unknown severity", 'severity = "error"', 'severity = "fatal"', "E01.*fatal"),
    ("other severity", 'severity = "error"', 'severity = "notice"', "E01.*notice"),
    ("no English", "fix_en", "fix_de", "E01.*fix_de"),
    ("empty text", 'title = "เปิดไฟล์ไม่ได้"', 'title = " "', "E01.*empty"),
    ("long title", 'title = "', f'title = "{"ก" * 33}', "E01.*32"),
    ("long text", 'message = "', f'message = "{"ก" * 255}', "E01.*255"),
    ("unknown parameter", 'message = "', 'message = "{nobody}', "E01.*nobody"),
    ("not a name", 'message = "', 'message = "{value.real}', "E01.*value.real"),
    ("with a format", 'message = "', 'message = "{value:>9}', "E01.*value"),
    ("languages differ", 'message_en = "', 'message_en = "{value}', "E01.*value"),
    ("title twice", 'title = "เปิดไฟล์ไม่ได้"', 'title = "ไฟล์มีรหัสผ่าน"', "E01.*E03|E03.*E01"),
    ("no such parameter to quote", 'quoted = ["', 'quoted = ["who", "', "quoted.*who"),
    ("joint missing", "\nlabel = {", "\nlabels = {", "joints.*labels"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), FAULTS, ids=[f[0] for f in FAULTS])
def test_faulty_catalogue_is_refused(name: str, old: str, new: str, says: str) -> None:
    """FIND-07: the first place of ``old``, within E01 where E01 has it."""
    del name
    if old in CODE_E01:
        text = PACKAGED.replace(CODE_E01, CODE_E01.replace(old, new, 1), 1)
    else:
        assert old in PACKAGED
        text = PACKAGED.replace(old, new, 1)
    with pytest.raises(CatalogueError, match=says):
        parse_catalogue(text)


def test_missing_key_is_refused() -> None:
    """FIND-07"""
    text = PACKAGED.replace(CODE_E01, re.sub("fix_en = .*\n", "", CODE_E01), 1)
    with pytest.raises(CatalogueError, match=r"E01.*fix_en"):
        parse_catalogue(text)
