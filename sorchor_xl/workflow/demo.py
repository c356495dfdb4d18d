"""The made-up round of จังหวัดบุรีรัมย์ (ข้อมูลสมมติ): from the sample tables to filled workbooks.

Real places, everything else invented. The tables hold what officers typed; the workbooks are made
from them with the same code that issues a real round, so a demo always shows today's form.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Amphoe, OrderKind
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.atomic_writing import write_bytes, write_text
from sorchor_xl.form.district_workbook import issue_workbook
from sorchor_xl.form.form_options import Cell, District, Prefill, TambonPrefill
from sorchor_xl.form.layout import INPUT_COLUMNS, SheetKind
from sorchor_xl.form.row_keys import district_row, order_row, tambon_row
from sorchor_xl.workflow.harmless import refuse_among_returns
from sorchor_xl.workflow.master_templates import packaged_template
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.provincial_register import register_name, start_register
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings
from sorchor_xl.workflow.start_round import FOLDERS, new_settings_text

DEMO_PROVINCE: Final = "31"
DEMO_YEAR: Final = 2564
DEMO_DAY: Final = date(2021, 5, 3)
"""The day the sample round is looked at: three days after its due date."""

_DISTRICT_FIELDS: Final = (
    "coordinator",
    "position",
    "phone",
    "certifier",
    "reported_on",
    "remark",
)
_WHOLE: Final = re.compile(r"[0-9]+")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOTE: Final = re.compile(r"\s*(\d+)=([^;]*)")
_SENT_AT: Final = time(10, 0)
_CONTACT: Final = "[contact]\n"
Row = Mapping[str, str]
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the parts of a sample round stand."""

    settings: Path
    inbox: Path
    summary: Path
    annotated: Path
    json: Path


@dataclass(frozen=True, slots=True)
class Returned:
    """One filled workbook: the อำเภอ, its file name, the day it was sent, and its bytes.

    ``saved_by`` names the program that saved it last, "" for ours.
    """

    amphoe: Amphoe
    file: str
    sent_on: date
    saved_by: str
    content: bytes


def make_demo(folder: Path) -> Demo:
    """Write settings and returned workbooks of the sample round into a folder.

    What is there already is kept, so that what was tried out on it stands. TaskError for the
    folder of a real round, or where its returns land; OSError where it cannot be written.
    """
    _refuse_real_round(folder)
    results = folder / FOLDERS["results"]
    demo = Demo(
        settings=folder / SETTINGS_NAME,
        inbox=folder / FOLDERS["inbox"],
        summary=results / f"{DEMO_PROVINCE}_summary_{DEMO_YEAR}.xlsx",
        annotated=results / "annotated",
        json=results / f"{DEMO_PROVINCE}_results_{DEMO_YEAR}.json",
    )
    for place in (demo.inbox, results):
        place.mkdir(parents=True, exist_ok=True)
    register = folder / register_name()
    if not register.exists():
        start_register(open_round(Settings(), DEMO_PROVINCE, DEMO_YEAR), register)
    if not demo.settings.exists():
        write_text(demo.settings, _settings_text())
    for returned in demo_returns():
        _write_new(demo.inbox / returned.file, returned)
    return demo


def _refuse_real_round(folder: Path) -> None:
    """Nothing made up goes to returns that somebody truly sent."""
    refuse_among_returns(folder)
    settings, inbox = folder / SETTINGS_NAME, folder / FOLDERS["inbox"]
    if settings.exists():
        real = _label() not in settings.read_text(encoding="utf-8-sig", errors="replace")
    else:
        known = {row["file"] for row in _table("districts")}
        real = inbox.is_dir() and any(path.name not in known for path in inbox.iterdir())
    if real:
        raise TaskError("demo_over_round", folder=folder)


def _label() -> str:
    """The words that say of everything of the sample round that it is made up."""
    return _table("districts")[0]["remark"].split()[0]


def _settings_text() -> str:
    """A new settings file whose contact says that all is made up; it shows on what is written."""
    province = load_roster(DEMO_PROVINCE).find_province(DEMO_PROVINCE)
    text = new_settings_text(province, load_rubric(DEMO_YEAR))
    unit = f"{load_wording().part('instructions')['contact']} ({_label()})"
    return text.replace(_CONTACT, f'{_CONTACT}unit = "{unit}"\n')


def _write_new(path: Path, returned: Returned) -> None:
    if path.exists():
        return
    write_bytes(path, returned.content)
    sent = datetime.combine(returned.sent_on, _SENT_AT).timestamp()
    os.utime(path, (sent, sent))


def demo_returns(only: Container[str] | None = None) -> Iterator[Returned]:
    """The returned workbooks of the sample round, in อำเภอ order; the same bytes always.

    ``only`` those of some อำเภอ, by code; None = all.
    """
    prefills = demo_prefills()
    for row in _table("districts"):
        if only is not None and row["amphoe_code"] not in only:
            continue
        amphoe = Amphoe(row["amphoe_code"], row["amphoe"])
        yield Returned(
            amphoe=amphoe,
            file=row["file"],
            sent_on=date.fromisoformat(row["reported_on"]),
            saved_by=row["saved_by"],
            content=issue_filled(amphoe, prefills[amphoe.code]),
        )


def issue_filled(amphoe: Amphoe, prefill: Prefill, scheme: Scheme | None = None) -> bytes:
    """The workbook of an อำเภอ of any province with values filled in; default readings."""
    roster = load_roster(amphoe.code[:2])
    province = roster.province_of(amphoe.code)
    district = District(province, amphoe, roster.tambons(amphoe.code))
    chosen = scheme or Scheme.of(load_rubric(DEMO_YEAR))
    return issue_workbook(packaged_template(), district, scheme=chosen, values=prefill)


def demo_prefills() -> Mapping[str, Prefill]:
    """What the officers of each อำเภอ typed, by its code."""
    forms, orders = _by_amphoe("round", "tambon_code"), _by_amphoe("orders", "area_code")
    plans, awards = _by_amphoe("plans", "tambon_code"), _by_amphoe("awards", "tambon_code")
    return {
        row["amphoe_code"]: Prefill(
            tambons={f["tambon_code"]: _form(f) for f in forms[row["amphoe_code"]]},
            district={district_row(f): typed(row[f]) for f in _DISTRICT_FIELDS if row[f]},
            orders={_order_key(o): _cells(SheetKind.ORDERS, o) for o in orders[row["amphoe_code"]]},
            plans=_by_tambon(SheetKind.PLANS, plans[row["amphoe_code"]]),
            awards=_by_tambon(SheetKind.AWARDS, awards[row["amphoe_code"]]),
        )
        for row in _table("districts")
    }


def typed(text: str) -> Cell:
    """What a cell holds after typing this: a whole number, a true date (ISO), else the text.

    "" stays blank; Thai digits and units stay text, as they do in Excel.
    """
    if not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    return date.fromisoformat(text) if _ISO.fullmatch(text) else text


def _form(row: Row) -> TambonPrefill:
    rubric = load_rubric(DEMO_YEAR)
    return TambonPrefill(
        bases=_filled(row, {base.key: base.key for base in rubric.bases}),
        answers=_filled(row, {i.id: str(i.id) for i in rubric.indicators}),
        notes={int(number): text.strip() for number, text in _NOTE.findall(row["notes"])},
        assessor=row["assessor"],
        assessed_on=_day(row["assessed_on"]),
    )


def _filled(row: Row, columns: Mapping[Key, str]) -> dict[Key, int | float | str]:
    values = {key: typed(row[column]) for key, column in columns.items()}
    return {key: value for key, value in values.items() if isinstance(value, int | str)}


def _day(text: str) -> date | str | None:
    value = typed(text)
    return value if isinstance(value, date | str) else None


def _order_key(row: Row) -> str:
    return order_row(row["area_code"], board=row["order"] == OrderKind.TAMBON_BOARD)


def _by_tambon(kind: SheetKind, rows: Iterable[Row]) -> Mapping[str, Mapping[str, Cell]]:
    return {tambon_row(row["tambon_code"]): _cells(kind, row) for row in rows}


def _cells(kind: SheetKind, row: Row) -> Mapping[str, Cell]:
    return {key: typed(row[key]) for key in INPUT_COLUMNS[kind] if row.get(key)}


def _by_amphoe(name: str, code: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in _table(name):
        found.setdefault(row[code][:4], []).append(row)
    return found


@cache
def _table(name: str) -> Sequence[Row]:
    text = (_folder() / f"{name}.csv").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


def _folder() -> Traversable:
    """The tables: within the installed package, or beside it in a checkout."""
    packaged = files("sorchor_xl") / "data" / "demo"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "samples"
