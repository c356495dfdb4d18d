"""The packaged catalogue of findings, and its table for the documentation."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources

from sorchor_xl.data.catalogue_parse import parse_catalogue
from sorchor_xl.domain.checks.findings import Catalogue, CatalogueEntry, Lang


@cache
def load_catalogue() -> Catalogue:
    """The packaged catalogue, parsed once per process."""
    file = resources.files("sorchor_xl") / "data" / "findings.toml"
    return parse_catalogue(file.read_text(encoding="utf-8"))


def findings_table(catalogue: Catalogue) -> str:
    """The page docs/findings.md: every code by severity, in Thai and English."""
    parts = [_HEAD]
    for severity, texts in catalogue.severities.items():
        thai, english = texts["th"], texts["en"]
        parts.append(f"## {thai.name} ({english.name})\n\n{thai.meaning} · {english.meaning}\n")
        entries = sorted(catalogue.entries.values(), key=lambda entry: entry.code)
        rows = [_row(entry) for entry in entries if entry.severity is severity]
        parts.append("\n".join((_HEADINGS, _RULE, *rows)) + "\n")
    names = [f"| `{name}` | {says} |" for name, says in catalogue.parameters.items()]
    parts.append("\n".join(("## ค่าที่เติมในข้อความ (parameters)\n", *_NAMES, *names)) + "\n")
    return "\n".join(parts)


_HEAD = """# ข้อค้นพบทุกรหัส (findings)

หน้านี้สร้างจาก `sorchor_xl/data/findings.toml` ด้วยคำสั่ง
`python -m sorchor_xl.data.findings_catalogue` ห้ามแก้ไขโดยตรง
ทุกข้อค้นพบแสดงไฟล์ แผ่นงาน และเซลล์ไว้หน้าข้อความ รหัสไม่เปลี่ยนความหมายระหว่างรุ่น
"""
_HEADINGS = "| รหัส | หัวข้อ | ข้อความ | วิธีแก้ | English |"
_RULE = "|---|---|---|---|---|"
_NAMES = ("| ชื่อ | ความหมาย |", "|---|---|")


def _row(entry: CatalogueEntry) -> str:
    cells = (
        f"**{entry.code}**",
        *_cells(entry, "th"),
        "**{}.** {} *{}*".format(*_cells(entry, "en")),
    )
    return f"| {' | '.join(cells)} |"


def _cells(entry: CatalogueEntry, lang: Lang) -> tuple[str, str, str]:
    text = entry.texts[lang]
    return (text.title, _plain(text.message), _plain(text.fix))


def _plain(text: str) -> str:
    """The text as it reads in a Markdown table, placeholders set off."""
    shown = text.replace("|", "\\|")
    return shown.replace("{", "`{").replace("}", "}`")


if __name__ == "__main__":
    sys.stdout.buffer.write(findings_table(load_catalogue()).encode("utf-8"))
