"""Make docs/letter.md: for each requirement of the letter the sheet, column or command serving it.

    python docs/make_letter.py > docs/letter.md

Every name is looked up in the data files, so the page says what the program says, and a place that
is gone is an error here and in tests/test_letter_page.py.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from sorchor_xl.commands.command_line import COMMANDS
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.register_texts import SHEETS, register_columns, register_text
from sorchor_xl.data.report_texts import load_table
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.data.settings_shape import SettingsTable
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.report.frames import FRAMES
from sorchor_xl.workflow.settings import SETTINGS_NAME

YEAR: Final = 2564
_BROKEN: Final = re.compile(r"(?<=[\u0e01-\u0e4e])\n(?=[\u0e01-\u0e4e]+(?:\s|$))")
"""Where a heading is broken within Thai, which has no space there; before ศอช.ต. it has one."""
Place = tuple[str, str]
"""A sheet, and a column or row of it, "" for the sheet as a whole."""
HERE: Final = Path(__file__).resolve().parent
_HEAD: Final = """# What the letter asks for, and where it is

Source: {source}. R01–R40 follow the letter, the guideline and its table; every quotation is taken
from them letter by letter.

Sheets and columns are named as they stand in the workbooks. `--export` writes the tables, codes are
those of [findings](findings.md), settings those of `{settings}`.

| | asked for | district workbook | register of the province | summary | also |
|---|---|---|---|---|---|
"""


def requirements() -> Mapping[str, Mapping[str, Any]]:
    """The table of places by number of the requirement."""
    return tomllib.loads((HERE / "letter.toml").read_text(encoding="utf-8"))


def form_place(key: str) -> Place:
    """A column, row or sheet of the district workbook by its key; KeyError for none."""
    words = load_wording()
    kind, mark, name = key[0], key[1:2], key[2:]
    if not mark:
        return words.sheets[kind], ""
    label = words.labels.get(name if mark == ":" else key)
    return words.sheets[kind], label or words.headings[kind][name]


def summary_place(key: str) -> Place:
    """A column or sheet of the provincial summary by its key; KeyError for none."""
    table = load_table()
    kind, _, name = key.partition(".")
    scope = table["scope"]["province"]
    rubric = load_rubric(YEAR)
    top = max(rubric.levels, key=lambda level: level.level)
    filled = {
        **scope,
        "full": rubric.highest_total,
        "top_level": f"ระดับ {top.level} {top.name}",
        "years": rubric.award_min_gap_years,
    }
    heading = table["headings"][kind][name].format_map(filled) if name else ""
    return table["sheets"][kind]["name"].format_map(filled), heading


def register_places(number: str) -> Iterator[Place]:
    """The columns of the register that name a requirement as theirs."""
    for sheet in SHEETS:
        name = register_text(f"sheets.{sheet}.name")
        for column in register_columns(sheet):
            if number in column.letter.split():
                yield name, column.heading


def settings_place(key: str) -> str:
    """A key of the settings file; KeyError where there is none."""
    table, name = key.split(".")
    if table == "dates":
        load_rubric(YEAR).dates[name]
    elif name not in _names_in(table):
        raise KeyError(key)
    return f"`[{table}] {name}`"


def _names_in(table: str) -> tuple[str, ...]:
    """The keys of a table of the settings; AttributeError where there is no such table."""
    return tuple(getattr(SettingsTable(), table).__struct_fields__)


def _table(name: str) -> str:
    if name not in FRAMES:
        raise KeyError(name)
    return f"`{name}`"


def _finding(code: str) -> str:
    load_catalogue().entry(code)
    return code


def _mail(name: str) -> str:
    if not (resources.files("sorchor_xl") / "data" / "mail" / f"{name}.txt").is_file():
        raise KeyError(name)
    return f"mail “{name}”"


def _command(name: str) -> str:
    if name not in COMMANDS:
        raise KeyError(name)
    return f"`{name}`"


_SAID: Final[Mapping[str, Callable[[str], str]]] = {
    "tables": _table,
    "checks": _finding,
    "settings": settings_place,
    "mail": _mail,
    "commands": _command,
}


def places(number: str, row: Mapping[str, Any]) -> tuple[tuple[Place, ...], ...]:
    """Where a requirement stands: in the district workbook, the register and the summary."""
    return (
        tuple(form_place(key) for key in row.get("form", ())),
        tuple(register_places(number)),
        tuple(summary_place(key) for key in row.get("summary", ())),
    )


def helpers(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The tables, findings, settings, mails and commands that serve a requirement."""
    return tuple(say(key) for kind, say in _SAID.items() for key in row.get(kind, ()))


def page() -> str:
    """The whole page."""
    source = load_rubric(YEAR).source
    dated = to_thai_digits(thai_date(source.date, style="long"))
    cited = f"หนังสือ{source.issuer} {source.letter} ลงวันที่ {dated} เรื่อง {source.subject}"
    source_said = f"{cited}, with the attached {source.annex}"
    lines = [_HEAD.format(source=source_said, settings=SETTINGS_NAME)]
    for number, row in requirements().items():
        cells = [*map(_grouped, places(number, row)), ", ".join(helpers(row))]
        said = " | ".join(cell or "–" for cell in cells)
        lines.append(f"| {number} | {row['at']}: “{row['quote']}” | {said} |\n")
    return "".join(lines)


def _grouped(found: Iterable[Place]) -> str:
    """Sheets with their columns: “คำสั่งแต่งตั้ง”: เลขที่คำสั่ง, ลงวันที่."""
    columns: dict[str, list[str]] = {}
    for sheet, heading in found:
        columns.setdefault(sheet, []).append(" ".join(_BROKEN.sub("", heading).split()))
    said = [(f"“{sheet}”", ", ".join(filter(None, named))) for sheet, named in columns.items()]
    return "<br>".join(f"{sheet}: {named}" if named else sheet for sheet, named in said)


if __name__ == "__main__":
    sys.stdout.write(page())
