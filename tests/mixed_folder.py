"""A drop folder as it looks at the end of a round: every อำเภอ answered, each in its own way.

Workbooks of every kind, some only within a zip or a mail, renamed or without extension, among
files that cannot be read and other people's workbooks.
"""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

from intake_files import compound_file, dice, set_zip_flags, zip_of, zip_with_raw_names
from sample_tables import SAMPLES, load_script, sample

from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Amphoe
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.files.unpack import DEPTH_LIMIT
from sorchor_xl.form.form_options import Prefill, TambonPrefill
from sorchor_xl.workflow.demo import DEMO_PROVINCE, DEMO_YEAR, demo_returns, issue_filled

SOFFICE = shutil.which("soffice")
SENT = datetime(2021, 4, 22, 2, 30, tzinfo=UTC)
UNRELATED = 40
_XLSX_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_XLSM_MAIN = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_WORKBOOK = struct.pack("<2H", 0x809, 16) + bytes(16)
_PROTECTED = {"EncryptionInfo": b"x" * 64, "EncryptedPackage": b"x" * 5000}
_RIGHTS = {
    "EncryptedPackage": b"x" * 5000,
    "\x06DataSpaces": {"DataSpaceInfo": {"DRMEncryptedDataSpace": b"x"}},
}

# How each อำเภอ sent its workbook; every other one sent the .xlsx as it was.
CONVERTED = {"3102": "xls", "3104": "xls", "3105": "ods", "3109": "ods", "3116": "xls"}
WITH_MACROS = ("3108", "3117")
OPEN, LOCK = "3101.xlsx", b"\x04user".ljust(165, b" ")
ZIPPED, MAILED, FROM_OUTLOOK = ("3110", "3111", "3112"), "3114", "3115"
RENAMED = {
    "3113": "ส่งแก้ไข (2)(1).xlsx",
    "3118": "3118 ชำนิ.xlsx(1)",
    "3119": "บ้านใหม่ไชยพจน์",
    "3120": "โฟลเดอร์ย่อย/ส่งแล้ว/โนนดินแดง.XLSX",
    "3121": "3121.xls",
}


@dataclass(frozen=True)
class Mixed:
    """What was put into the folder.

    ``good`` maps the shown path of every form to its อำเภอ code; ``others`` the shown path of
    everything else to the codes that may be its reason; ``expected`` is the score of every ตำบล by
    code, as the second scorer finds it.
    """

    folder: Path
    good: Mapping[str, str]
    others: Mapping[str, frozenset[str]]
    expected: Mapping[str, Mapping[str, str]]


def make_mixed(folder: Path, *, convert: bool) -> Mixed:
    """Fill a folder; without ``convert`` what LibreOffice would make stays .xlsx."""
    workbooks = {r.amphoe.code: r.content for r in demo_returns()}
    silent, answered = _silent_district()
    workbooks[silent.code] = answered
    good: dict[str, str] = {}
    if convert:
        _put_converted(folder, workbooks, good)
    _put_contained(folder, workbooks, good)
    for code in WITH_MACROS:
        good[_put(folder, f"{code}.xlsm", _as_macro_book(workbooks.pop(code)))] = code
    for code, content in workbooks.items():
        good[_put(folder, RENAMED.get(code, f"{code}.xlsx"), content)] = code
    others = {_put(folder, n, data): codes for n, (data, codes) in refused(answered).items()}
    others |= {_put(folder, name, data): _UNRELATED for name, data in unrelated()}
    others |= _put_no_files(folder)
    deep = zip_of({"a.xlsx": answered})
    for _ in range(DEPTH_LIMIT):
        deep = zip_of({"ใน.zip": deep})
    nested = _put(folder, "zipซ้อนzip.zip", deep)
    others[nested + "!ใน.zip" * DEPTH_LIMIT] = frozenset({"E48"})
    locked = _put(folder, "zipใส่รหัส.zip", set_zip_flags(zip_of({"a.xlsx": answered}), 1))
    others[f"{locked}!a.xlsx"] = frozenset({"E47"})
    _put(folder, f"~${OPEN}", LOCK)
    return Mixed(folder, good, others, _expected(silent))


def _put(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name


# ── the forms ────────────────────────────────────────────────────────────────────────────────────

_MIDDLING = dict(
    zip(
        range(1, 24),
        (10, 12, 5, 6, 2, 2, 2, 2, 3, 1, 5, 1, 2, 1, 5, 1, 1, 2, 2, 5, 10, 10, 3),
        strict=True,
    )
)
_BASES = {"committee": 20, "organizations": 20, "missions": 10, "forum_projects": 10, "funds": 10}


def _silent_district() -> tuple[Amphoe, bytes]:
    """The อำเภอ that the sample round lacks, filled: 46 points and more for each next ตำบล."""
    roster = load_roster(DEMO_PROVINCE)
    answered = {row["amphoe_code"] for row in sample("districts")}
    silent = next(a for a in roster.amphoes(DEMO_PROVINCE) if a.code not in answered)
    forms = {
        t.code: TambonPrefill(_BASES, _answers(step), {}, "ผู้ประเมินสมมติ", date(2021, 4, 20))
        for step, t in enumerate(roster.tambons(silent.code))
    }
    return silent, issue_filled(silent, Prefill(forms, {"D.certifier": "ผู้รับรองสมมติ"}))


def _answers(step: int) -> dict[int, int]:
    """Alike but for 17, so that no two ตำบล are the same."""
    return {**_MIDDLING, 17: 1 + step}


def _expected(silent: Amphoe) -> Mapping[str, Mapping[str, str]]:
    second = load_script(SAMPLES / "expected.py")
    lines = {row["tambon_code"]: row for row in sample("expected")}
    for step, tambon in enumerate(load_roster(DEMO_PROVINCE).tambons(silent.code)):
        typed = {str(k): str(v) for k, v in {**_BASES, **_answers(step)}.items()}
        names = {"tambon_code": tambon.code, "amphoe": silent.name, "tambon": tambon.name}
        lines[tambon.code] = second.expected({**names, **typed})
    return lines


def _put_converted(folder: Path, workbooks: dict[str, bytes], good: dict[str, str]) -> None:
    for kind in sorted(set(CONVERTED.values())):
        mine = {c: workbooks.pop(c) for c in CONVERTED if CONVERTED[c] == kind}
        for code, content in libreoffice(mine, kind, folder.parent).items():
            good[_put(folder, f"{code}.{kind}", content)] = code


def libreoffice(contents: Mapping[str, bytes], kind: str, work: Path) -> dict[str, bytes]:
    """Workbooks as LibreOffice saves them under another kind."""
    assert SOFFICE is not None
    source, target = work / f"to-{kind}", work / f"as-{kind}"
    source.mkdir()
    for name, content in contents.items():
        (source / f"{name}.xlsx").write_bytes(content)
    profile = (work / "office").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
    command += ["--outdir", str(target), *sorted(map(str, source.iterdir()))]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (target / f"{name}.{kind}").read_bytes() for name in contents}


def _put_contained(folder: Path, workbooks: dict[str, bytes], good: dict[str, str]) -> None:
    inside = {f"{code}_แบบประเมิน.xlsx": workbooks.pop(code) for code in ZIPPED}
    packed = zip_with_raw_names({n.encode("cp874"): data for n, data in inside.items()})
    outer = _put(folder, "รวมสามอำเภอ.zip", packed)
    good.update({f"{outer}!{name}": name[:4] for name in inside})
    name = f"{MAILED}_แบบประเมิน.xlsx"
    good[f"{_put(folder, 'ส่งทางอีเมล.eml', mail_of(name, workbooks.pop(MAILED)))}!{name}"] = MAILED
    name = f"{FROM_OUTLOOK}_แบบประเมิน.xlsx"
    outer = _put(folder, "ส่งจาก Outlook.msg", outlook_of(name, workbooks.pop(FROM_OUTLOOK)))
    good[f"{outer}!{name}"] = FROM_OUTLOOK


def mail_of(name: str, content: bytes) -> bytes:
    """A mail with one attachment."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "amphoe@example.go.th", "province@example.go.th"
    mail["Date"], mail["Subject"] = SENT, "ส่งแบบประเมิน ศอช.ต."
    mail.set_content("เรียน พัฒนาการจังหวัด\nส่งแบบประเมินตามไฟล์แนบ")
    mail.add_attachment(content, "application", "vnd.ms-excel", filename=name)
    return mail.as_bytes()


def outlook_of(name: str, content: bytes) -> bytes:
    """An Outlook mail with one attachment."""
    ticks = int((SENT - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    attachment = {"__substg1.0_37010102": content, "__substg1.0_3707001F": name.encode("utf-16-le")}
    properties = bytes(32) + struct.pack("<IIQ", 0x0E060040, 6, ticks)
    return compound_file(
        {"__properties_version1.0": properties, "__attach_version1.0_#00000000": attachment}
    )


def _as_macro_book(content: bytes) -> bytes:
    """The workbook as Excel saves it under .xlsm, here without a macro in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    types = parts["[Content_Types].xml"]
    assert _XLSX_MAIN in types
    return zip_of({**parts, "[Content_Types].xml": types.replace(_XLSX_MAIN, _XLSM_MAIN)})


# ── everything else ──────────────────────────────────────────────────────────────────────────────

_UNRELATED = frozenset({"N05", "E04"})
Refused = Mapping[str, tuple[bytes, frozenset[str]]]


def refused(form: bytes) -> Refused:
    """One of each kind of file that cannot be taken, with the codes that name it."""
    made: dict[str, tuple[bytes, str]] = {
        "ใส่รหัสผ่าน.xlsx": (compound_file(_PROTECTED), "E03"),
        "จำกัดสิทธิ์.xlsx": (compound_file(_RIGHTS), "E31"),
        "เสียหาย.xlsx": (_damaged(form), "E01 E40"),
        "ขาดตอน.xlsx": (form[: len(form) // 2], "E40"),
        "หน้าเว็บ.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "E34"),
        "xml2003.xls": (_SPREADSHEETML, "E34"),
        "mhtml.xls": (_MHTML, "E34"),
        "ตาราง.csv": ("ตำบล,คะแนน\nบ้านบัว,57\n".encode("cp874"), "E33"),
        "สแกนส่ง.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "W71"),
        "ถ่ายรูปส่ง.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "W71"),
        "รวมส่ง.rar": (b"Rar!\x1a\x07\x01\x00" + bytes(64), "E35"),
        "รวมส่ง.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64), "E35"),
        "winmail.dat": (b"\x78\x9f\x3e\x22" + bytes(64), "E36"),
        "แบบประเมิน.numbers": (zip_of({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "E37"),
        "บันทึกข้อความ.docx": (zip_of(_DOCX), "E38"),
        "ว่างเปล่า.xlsx": (b"", "E39"),
        "~$ลืมปิด.xlsx": (LOCK, "E50"),
        "จังหวัดอื่น.xlsx": (_of_another_province(), "E54"),
        "ปีก่อน.xlsx": (_of_another_year(), "N72"),
    }
    return {name: (data, frozenset(codes.split())) for name, (data, codes) in made.items()}


_DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
_SPREADSHEETML = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
_MHTML = (
    b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
    b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n\r\n<html></html>\r\n--b--\r\n'
)


def _damaged(form: bytes) -> bytes:
    """A workbook in the middle of which a bad sector was read."""
    throw = dice(5)
    middle = len(form) // 3
    return form[:middle] + throw.randbytes(len(form) // 3) + form[2 * middle :]


def _of_another_province() -> bytes:
    roster = load_roster("30")
    amphoe = min(roster.amphoes("30"), key=lambda a: len(roster.tambons(a.code)))
    return issue_filled(amphoe, _all_middling(t.code for t in roster.tambons(amphoe.code)))


def _of_another_year() -> bytes:
    roster, rubric = load_roster(DEMO_PROVINCE), load_rubric(DEMO_YEAR)
    amphoe = roster.amphoes(DEMO_PROVINCE)[-1]
    prefill = _all_middling(t.code for t in roster.tambons(amphoe.code))
    return issue_filled(amphoe, prefill, Scheme.of(replace(rubric, fiscal_year=DEMO_YEAR - 1)))


def _all_middling(codes: Iterable[str]) -> Prefill:
    return Prefill({code: TambonPrefill(_BASES, _MIDDLING) for code in codes})


def _put_no_files(folder: Path) -> dict[str, frozenset[str]]:
    """Things in the folder that are no files, where the system allows them."""
    (folder / "โฟลเดอร์.xlsx").mkdir()
    made = ["โฟลเดอร์.xlsx"]
    if os.name == "posix":
        (folder / "ทางลัด.xlsx").symlink_to("/etc/hostname")
        os.mkfifo(folder / "ท่อ.xlsx")
        made += ["ทางลัด.xlsx", "ท่อ.xlsx"]
    return dict.fromkeys(made, frozenset({"E49"}))


def unrelated() -> list[tuple[str, bytes]]:
    """Workbooks of other work, as lie about in every office."""
    makers: tuple[Callable[[int], bytes], ...] = (_budget, _register)
    return [
        (f"งานอื่น/โครงการ {number:02d}.xlsx", makers[number % 2](number))
        for number in range(UNRELATED)
    ]


def _budget(number: int) -> bytes:
    """A budget with formulas, merged headings and several sheets."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for sheet_number in range(1 + number % 3):
            sheet = book.add_worksheet(f"แผน {sheet_number + 1}")
            sheet.merge_range("A1:D1", "แผนงบประมาณโครงการ ประจำปี 2564")
            sheet.write_row("A3", ["ลำดับ", "ตำบล", "รายการ", "จำนวนเงิน"])
            for row in range(20):
                sheet.write_row(row + 3, 0, [row + 1, "บ้านบัว", "ค่าวัสดุ", 1500 * row])
            sheet.write_formula("D24", "=SUM(D4:D23)", None, 285000)
    return out.getvalue()


def _register(number: int) -> bytes:
    """A register of names and dates."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "ทะเบียนกลุ่มอาชีพ"
    sheet.append(["ที่", "ชื่อกลุ่ม", "อำเภอ", "คะแนน", "วันที่"])
    for row in range(5 + number):
        sheet.append([row + 1, f"กลุ่มทอผ้าที่ {row}", "คูเมือง", row % 3 + 1, date(2021, 4, 1)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
