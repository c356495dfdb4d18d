"""Make ``samples/broken``: one file per thing that goes wrong, each with what must be found.

``PYTHONPATH=.:tests python samples/make_broken.py`` writes the files again. Beside each stands
``<name>.findings.txt``: a sentence for people, then one line per finding of the reader as
"code, sheet, cell". The lines are checked by hand when they change; a test reads every file alone
and through the command line and compares.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from damage.every import inflict
from hostile_files import entity_bomb, far_cells, one_huge_merge, zip_of_zips
from intake_files import compound_file, set_zip_flags, zip_of
from issued import context, filled

from sorchor_xl.intake.reader import read_paths

FOLDER = Path(__file__).parent / "broken"
SEED = 3
WORKBOOK = Callable[[], bytes]


def _damaged(kind: str) -> WORKBOOK:
    return lambda: inflict(kind, SEED)[1]


def _html() -> bytes:
    return "<html><body><table><tr><td>ตำบล</td><td>57</td></tr></table></body></html>".encode()


def _mail_without_file() -> bytes:
    return "From: a@example.go.th\r\nSubject: ส่งแบบ\r\n\r\nลืมแนบไฟล์\r\n".encode()


CASES: dict[str, tuple[str, WORKBOOK]] = {
    "password.xlsx": (
        "ใส่รหัสผ่านสำหรับเปิด",
        lambda: compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}),
    ),
    "rights.xlsx": (
        "จำกัดสิทธิ์การใช้งาน",
        lambda: compound_file({"EncryptedPackage": b"x", "\tDRMContent": b"x"}),
    ),
    "cut_off.xlsx": ("ดาวน์โหลดไม่ครบ", lambda: filled()[:30_000]),
    "empty.xlsx": ("ไฟล์ 0 ไบต์", lambda: b""),
    "html.xls": ("หน้าเว็บที่ตั้งชื่อเป็น .xls", _html),
    "scores.csv": ("บันทึกเป็น CSV", lambda: "ตำบล,คะแนน\nแคนดง,57\n".encode("cp874")),
    "scan.pdf": ("เอกสารสแกน", lambda: b"%PDF-1.7\n%%EOF\n"),
    "photo.xlsx": ("ภาพถ่ายที่ตั้งชื่อเป็น .xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50)),
    "winmail.dat": ("ไฟล์แนบของ Outlook", lambda: b"\x78\x9f\x3e\x22" + bytes(50)),
    "forms.rar": ("บีบอัดเป็น RAR", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50)),
    "locked.zip": ("zip ใส่รหัสผ่าน", lambda: set_zip_flags(zip_of({"x.xlsx": b"x"}), 1)),
    "zip_of_zips.zip": ("zip ซ้อน zip", zip_of_zips),
    "no_attachment.eml": ("อีเมลที่ลืมแนบไฟล์", _mail_without_file),
    "entity_bomb.xlsx": ("โครงสร้างที่ขยายตัวไม่สิ้นสุด", entity_bomb),
    "far_cells.xlsx": ("เซลล์ A1 และ XFD1048576", far_cells),
    "one_huge_merge.xlsx": ("ผสานเซลล์ 160,000 เซลล์", one_huge_merge),
    "typed_anew.xlsx": ("พิมพ์แบบขึ้นใหม่ในสมุดงานอื่น", _damaged("typed_anew")),
    "last_year.xlsx": ("แบบของปีก่อน", _damaged("last_years_form")),
    "two_forms.xlsx": ("สองแผ่นของตำบลเดียวกัน ข้อมูลต่างกัน", _damaged("sheet_duplicated_and_changed")),
    "token_typed_over.xlsx": ("รหัสแบบถูกพิมพ์ทับ", _damaged("token_typed_over")),
    "row_deleted.xlsx": ("ลบแถวของตัวชี้วัด", _damaged("row_deleted")),
    "sorted_without_keys.xlsx": ("เรียงแถวเฉพาะส่วนที่เห็น", _damaged("rows_sorted_without_keys")),
    "keys_lost.xlsx": ("รหัสแถวที่ซ่อนไว้หาย", _damaged("keys_lost")),
    "percent_format.xlsx": ("กรอกเป็นร้อยละ", _damaged("percent_format")),
    "date_for_number.xlsx": ("พิมพ์ 2-3 แล้วกลายเป็นวันที่", _damaged("date_for_number")),
    "formula.xlsx": ("สูตรในช่องกรอก", _damaged("formula_with_result")),
    "merged_answers.xlsx": ("ผสานช่องกรอกสองช่อง", _damaged("merged_answers")),
    "thai_digits.xlsx": ("เลขไทยและหน่วย", _damaged("thai_digits_with_unit")),
    "points_typed_over.xlsx": ("พิมพ์ทับคะแนน", _damaged("points_typed_over")),
}


def findings_of(path: Path) -> list[str]:
    """Every finding of the reader about one file, one line each, in order."""
    found = {
        f"{finding.code}\t{finding.where.sheet}\t{finding.where.cell}"
        for item in read_paths([path], context())
        for finding in item.findings
    }
    return sorted(found)


def main() -> int:
    """Write every sample and what is found in it."""
    FOLDER.mkdir(exist_ok=True)
    for name, (sentence, make) in CASES.items():
        path = FOLDER / name
        path.write_bytes(make())
        lines = [f"# {sentence}", *findings_of(path)]
        path.with_name(f"{name}.findings.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
