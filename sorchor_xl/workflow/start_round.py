"""Start a round: its folders, and a settings file with every setting and what it means."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sorchor_xl.data.console_texts import TaskError
from sorchor_xl.data.register_texts import register_text
from sorchor_xl.data.rubric_draft import draft_rubric, unconfirmed
from sorchor_xl.data.rubric_files import rubric_years
from sorchor_xl.domain.round.records import Province
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.files.atomic_writing import write_text
from sorchor_xl.files.long_paths import make_folder
from sorchor_xl.workflow.harmless import refuse_among_returns
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.provincial_register import register_name, renew_register, start_register
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings, find_settings, read_settings

FOLDERS = {"outgoing": "outgoing", "inbox": "returned", "results": "results"}


def round_folder(wanted: Path) -> Path:
    """The folder for a round: the one wanted, or of the user's own where that cannot be written.

    A program folder on a network drive or a read-only medium still can be started from; what is
    made then lies in ``Documents/sorchor-xl`` (or the home folder where there is no Documents).
    """
    if (wanted / SETTINGS_NAME).is_file() or os.access(wanted, os.W_OK):
        return wanted
    documents = Path.home() / "Documents"
    place = (documents if documents.is_dir() else Path.home()) / "sorchor-xl"
    place.mkdir(parents=True, exist_ok=True)
    return place


def new_settings_text(province: Province, rubric: Rubric, own_rubric: str = "") -> str:
    """The text of a settings file for a province and year; optional settings stand as comments.

    ``own_rubric`` is the name of the province's own rubric file, "" for the packaged one.
    """
    return "\n".join(_lines(province, rubric, own_rubric)) + "\n"


def _lines(province: Province, rubric: Rubric, own_rubric: str) -> Iterator[str]:
    summary = f"{FOLDERS['results']}/{province.code}_summary_{rubric.fiscal_year}.xlsx"
    yield "# ไฟล์ตั้งค่าของรอบการประเมินจัดระดับ ศอช.ต. ลบเครื่องหมาย # หน้าบรรทัดเพื่อใช้ค่านั้น"
    yield f'province = "{province.name}"'
    yield f"year = {rubric.fiscal_year}"
    yield '# font = "TH SarabunPSK"'
    yield "# mission_count = 9          # จำนวนภารกิจทั้งหมดของ ศอช.ต. ที่จังหวัดกำหนด"
    yield ""
    yield "[files]"
    yield f'outgoing = "{FOLDERS["outgoing"]}"'
    yield f'inbox = "{FOLDERS["inbox"]}"'
    yield f'summary = "{summary}"'
    yield f'register = "{register_text("file_name")}.xlsx"   # สมุดของจังหวัด ระบบอ่านอย่างเดียว'
    yield 'drafts = "drafts"            # ร่างอีเมลและข้อความไลน์ แยกโฟลเดอร์ตามวัน'
    yield '# template = "แม่แบบของจังหวัด.xlsx"'
    yield '# previous = "สรุปผลปีก่อน.xlsx"'
    yield '# roster = "ทะเบียนตำบล.csv"   # คอลัมน์ รหัส อำเภอ ตำบล'
    yield f'rubric = "{own_rubric}"' if own_rubric else '# rubric = "เกณฑ์ของจังหวัด.toml"'
    yield ""
    yield "[letter]"
    yield '# number = "ที่ … ๐๐๑๙/ว …"'
    yield '# date = "๑๑ กุมภาพันธ์ ๒๕๖๔"'
    yield ""
    yield "[contact]"
    yield '# unit = "กลุ่มงานส่งเสริมการพัฒนาชุมชน สำนักงานพัฒนาชุมชนจังหวัด"'
    yield '# phone = ""'
    yield "# หน่วยงานของกรมฯ ที่รับรายงาน ตามหมายเหตุท้ายแนวทาง พิมพ์ในหนังสือนำส่งและร่างอีเมล"
    yield '# recipient = "สำนักเสริมสร้างความเข้มแข็งชุมชน กลุ่มงานส่งเสริมผู้นำชุมชนและองค์กรชุมชน"'
    yield ""
    yield "# กำหนดวัน ระบุเป็น พ.ศ. ได้ ค่าที่แสดงคือกำหนดตามหนังสือ"
    yield "[dates]"
    for due in rubric.dates.values():
        yield f'# {due.key} = "{thai_date(due.on)}"   # {due.label} ({due.source})'
    yield ""
    yield "# การตีความเกณฑ์ที่ทับซ้อนหรือเว้นว่าง ค่าที่แสดงคือค่าเริ่มต้น"
    yield "[readings]"
    for reading in rubric.readings:
        if reading.is_setting:
            choices = " | ".join(f"{o.key}: {o.text}" for o in reading.options.values())
            yield f'# {reading.id} = "{reading.default}"   # {reading.where}: {choices}'
    yield ""
    yield from _last_lines(rubric)


def _last_lines(rubric: Rubric) -> Iterator[str]:
    """The tables a province seldom needs."""
    yield "[award]"
    yield f"# min_gap_years = {rubric.award_min_gap_years}"
    yield '# extra = [{ name = "ชื่อเกณฑ์เพิ่มเติมของจังหวัด" }]'
    yield ""
    yield "# สิ่งที่ให้อำเภอบันทึกในแผ่นงาน “แผนพัฒนาตำบล” ตามหนังสือ ข้อ 4 และข้อ 5 หากไม่เก็บให้ใส่ false"
    yield "[ask]"
    yield "# mission = true            # มอบหมายภารกิจให้ ศอช. ขับเคลื่อนแผนพัฒนาตำบล"
    yield "# kok_nong_na = true        # ศอช.ต. ขับเคลื่อน โคก หนอง นา และจำนวนแปลง"
    yield "# plan_link = true          # โคก หนอง นา อยู่ในแผน และเชื่อมโยงถึงแผนระดับใด"
    yield ""
    yield "[mail]"
    yield "# attachment_mb = 20        # ขนาดไฟล์แนบรวมสูงสุดต่อฉบับ (เมกะไบต์)"
    yield '# templates = "แม่แบบข้อความ"  # คัดลอกมาแก้ด้วย sorchor-xl mail --copy-templates'
    yield ""
    yield "# ระบุไฟล์ที่ใช้ของตำบล เมื่อไม่อาจทราบว่าไฟล์ใดใหม่กว่า"
    yield "[pins]"
    yield '# "310101" = "3101_เมืองบุรีรัมย์_2564.xlsx"'


@dataclass(frozen=True, slots=True)
class Started:
    """The settings and the register, and the rubric drafted for a year there was none of, or None.

    ``unconfirmed`` is how many lines of the draft a person must look at.
    """

    settings: Path
    register: Path
    draft: Path | None = None
    unconfirmed: int = 0


def start_round(folder: Path, province: str | None, year: int | None = None) -> Started:
    """Write a settings file, the folders and the register of a round.

    For a year without a rubric one is drafted from the newest. A register or a rubric of that name
    that is there already is kept. TaskError where a settings file is, which is kept too, and where
    returns of another round land; SettingsError without a province, UnknownPlace for one that is
    not.
    """
    path = folder / SETTINGS_NAME
    if find_settings(folder) is not None:
        raise TaskError("settings_exist", path=path)
    refuse_among_returns(folder)
    open_round(Settings(), province, None)
    draft = _draft(folder, year)
    opened = open_round(Settings(rubric=draft), province, None if draft else year)
    for name in FOLDERS.values():
        make_folder(folder / name)
    register = folder / register_name()
    if not register.exists():
        start_register(opened, register)
    text = new_settings_text(opened.province, opened.rubric, draft.name if draft else "")
    return Started(write_text(path, text), register, draft, _to_confirm(draft))


def _draft(folder: Path, year: int | None) -> Path | None:
    """The rubric file of a year that has no packaged one, written unless it is there already."""
    if year is None or year in rubric_years():
        return None
    path = folder / f"เกณฑ์_{year}.toml"
    if not path.exists():
        make_folder(folder)
        write_text(path, draft_rubric(rubric_years()[-1], year))
    return path


def _to_confirm(draft: Path | None) -> int:
    return 0 if draft is None else len(unconfirmed(draft.read_text(encoding="utf-8-sig")))


def refresh_register(folder: Path, province: str | None = None, year: int | None = None) -> Path:
    """A register of today's columns and areas for the round of a folder; the path written.

    Where there is one already its entries are carried over into a new file beside it. RegisterError
    where it cannot be read, SettingsError where no province is known.
    """
    settings = read_settings(find_settings(folder))
    opened = open_round(settings, province, year)
    path = settings.register or folder / register_name()
    return renew_register(opened, path) if path.exists() else start_register(opened, path)
