"""From files to submissions: values, tables, identity, and folders.

READ-01  Every input of the issued form arrives, with its cell, whatever sheet it stands on.
READ-02  Orders, plans, candidates and the district's own sheet are read by the same grammar.
READ-03  Every finding of the reader can be said in Thai and English (no parameter is missing).
READ-04  Containers: a zip, a mail, a wrong extension, "(1)" behind it; times and their source.
READ-05  Lock marks, junk, foreign workbooks and our own summaries are not errors of anybody.
READ-06  Two files are never mixed; the same folder gives the same result.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from damage.every import KINDS, inflict
from factory import make_results
from intake_files import zip_of
from issued import BASES, RUBRIC, context, expected, filled, issue, prefill
from unpacked import mail_with

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import Award, Order, OrderKind, Plan, Submission
from sorchor_xl.domain.round.results import ReadFile
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.form.form_options import Prefill
from sorchor_xl.intake.reader import read_paths
from sorchor_xl.intake.returned_workbook import read_book
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workbooks.grid import open_book

FIRST = "312201"


def read(data: bytes) -> tuple[Submission | None, tuple[Finding, ...]]:
    """What one workbook says."""
    book = read_book(open_book(data, FileKind.XLSX), "x.xlsx", context())
    return book.submission, book.findings


def submission(data: bytes) -> Submission:
    """What one workbook says, where it says something."""
    said = read(data)[0]
    assert said is not None
    return said


def in_folder(folder: Path, files: Mapping[str, bytes]) -> dict[str, ReadFile]:
    """What a folder of these files says, by path as shown."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {item.file.path: item for item in read_paths([folder], context())}


def codes(item: ReadFile) -> list[str]:
    """Codes of what was found in a file."""
    return sorted(finding.code for finding in item.findings)


def test_every_input_arrives_with_its_cell() -> None:
    """READ-01."""
    said = submission(filled())
    assert (said.amphoe_code, said.fiscal_year, said.rubric_id) == ("3122", 2564, RUBRIC.id)
    assert [form.code for form in said.tambons] == sorted(expected())
    for form in said.tambons:
        assert {n: e.value for n, e in form.answers.items()} == expected()[form.code]
        assert {k: e.value for k, e in form.bases.items()} == BASES
        places = [e.where for e in (*form.bases.values(), *form.answers.values())]
        assert len({place.cell for place in places}) == len(places)
        assert {place.sheet for place in places} == {form.where.sheet}
        assert (form.assessor, form.assessed_on) == ("นายทดสอบ ระบบ", date(2021, 4, 22))
        assert form.notes == {1: "รายงานการประชุม"}
        assert set(form.places) == {"assessor", "assessed_on"}


def test_a_blank_workbook_says_nothing() -> None:
    """READ-01."""
    said, found = read(issue())
    assert said is not None
    assert all(form.is_blank for form in said.tambons)
    assert found == ()


def test_orders() -> None:
    """READ-02."""
    rows = {
        "A3122.C": {"number": "๑/๒๕๖๔", "signed_on": "1 มี.ค. 64", "members": "15 คน"},
        f"T{FIRST}.C": {"members": 20, "signed_on": date(2021, 3, 1), "copy_sent_on": "31/3/2564"},
        f"T{FIRST}.B": {"qualified": True, "members": "มาก", "signed_on": "2021"},
    }
    said, found = read(issue(values=Prefill(orders=rows)))
    assert said is not None
    orders = {(o.area_code, o.kind): o for o in said.orders}
    assert orders["3122", OrderKind.AMPHOE_CENTRE] == Order(
        "3122", OrderKind.AMPHOE_CENTRE, "๑/๒๕๖๔", date(2021, 3, 1), 15
    )
    centre = Order(FIRST, OrderKind.TAMBON_CENTRE, None, date(2021, 3, 1), 20)
    assert orders[FIRST, OrderKind.TAMBON_CENTRE].members == centre.members
    assert orders[FIRST, OrderKind.TAMBON_CENTRE].copy_sent_on == date(2021, 3, 31)
    assert orders[FIRST, OrderKind.TAMBON_BOARD].qualified_member is True
    assert orders[FIRST, OrderKind.TAMBON_BOARD].members is None
    assert {f.code for f in found} == {"N04", "N22", "N23", "E15", "E25"}
    assert len(said.orders) == 1 + 2 * len(expected())


def test_plans() -> None:
    """READ-02."""
    rows = {f"T{FIRST}": {"integrated": "ใช่", "sent_to_amphoe_on": 44347, "kok_nong_na": "✗"}}
    said, found = read(issue(values=Prefill(plans=rows)))
    assert said is not None
    assert said.plans[0] == Plan(FIRST, True, date(2021, 5, 31), None, False)
    assert {f.code for f in found} <= {"N22"}


@pytest.mark.parametrize(
    ("typed", "year", "code"),
    [(2559, 2559, ""), (0, 0, ""), ("ไม่เคย", 0, ""), (2016, 2559, "N25"), ("๒๕๕๙", 2559, "N03"),
     (59, None, "E26"), ("นานแล้ว", None, "E26"), (None, None, "")],
)  # fmt: skip
def test_years_of_awards(typed: object, year: int | None, code: str) -> None:
    """READ-02: พ.ศ., ค.ศ., never, and what cannot be a year."""
    rows = {f"T{FIRST}": {"last_award_year": typed, "nominated": True, "note": "ดี"}}
    said, found = read(issue(values=Prefill(awards=rows)))  # type: ignore[arg-type] # any cell
    assert said is not None
    assert said.awards[0] == Award(FIRST, nominated=True, last_award_year=year, note="ดี")
    assert [f.code for f in found] == ([code] if code else [])


def test_the_district() -> None:
    """READ-02."""
    cells = {"D.coordinator": "นายทดสอบ  ระบบ", "D.phone": 44123456, "D.reported_on": "๒๘/๔/๖๔"}
    info = submission(issue(values=Prefill(district=cells))).info
    assert (info.coordinator, info.phone) == ("นายทดสอบ ระบบ", "44123456")
    assert info.reported_on == date(2021, 4, 28)
    assert info.where.sheet == "ข้อมูลอำเภอ"
    assert set(info.places) >= {"certifier", "reported_on"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_finding_can_be_said(kind: str) -> None:
    """READ-03: a sentence that lacks a parameter is our mistake."""
    catalogue = load_catalogue()
    data = inflict(kind, 1)[1]
    if not data.startswith(b"PK"):
        pytest.skip("no workbook is left of it")
    try:
        found = read(data)[1]
    except ValueError:
        pytest.skip("it is refused before it is read")
    for finding in found:
        assert catalogue.render(finding, "th")
        assert catalogue.render(finding, "en")


def test_containers_and_names(tmp_path: Path) -> None:
    """READ-04."""
    inner = "แบบ อ.แคนดง.xlsx"
    found = in_folder(
        tmp_path,
        {
            "ส่งแก้ไข (2)(1)": filled(),
            "x.xlsx(1)": filled(),
            "scan.pdf": b"%PDF-1.7",
            "y.xls": filled(),
            "all.zip": zip_of({inner: filled()}),
            "mail.eml": mail_with(inner, filled()).as_bytes(),
        },
    )
    good = [path for path, item in found.items() if item.submission is not None]
    assert good == sorted(
        ["ส่งแก้ไข (2)(1)", "x.xlsx(1)", "y.xls", f"all.zip!{inner}", f"mail.eml!{inner}"]
    )
    assert codes(found["y.xls"]) == ["N27"]
    assert codes(found["scan.pdf"]) == ["E32"]
    assert (found["all.zip"].ignored, found["mail.eml"].ignored) == (True, True)
    assert {found[path].file.sha256 for path in good} == {found["y.xls"].file.sha256}
    assert found[f"mail.eml!{inner}"].file.dated_by == "mail"
    assert found[f"all.zip!{inner}"].file.dated_by == "archive"
    assert found["y.xls"].file.dated_by == "file"


def test_containers_with_nothing_in_them_are_told(tmp_path: Path) -> None:
    """READ-04: a mail without its attachment, a zip of nothing but leavings."""
    files = {
        "a.eml": b"From: a@b.c\r\nSubject: x\r\n\r\nhello",
        "b.zip": zip_of({"Thumbs.db": b"x", "__MACOSX/._a.xlsx": b"x"}),
        "c.zip": zip_of({}),
    }
    found = in_folder(tmp_path, files)
    assert [codes(found[name]) for name in files] == [["E52"]] * len(files)


@pytest.mark.skipif(os.name != "posix", reason="links need a POSIX file system")
def test_a_link_given_by_name_is_followed(tmp_path: Path) -> None:
    """READ-04: whoever names a link means the file; only those lying in a folder are not opened."""
    (tmp_path / "real.xlsx").write_bytes(filled())
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    (item,) = read_paths([tmp_path / "link.xlsx"], context())
    assert item.submission is not None
    assert item.file.path == "link.xlsx"


def test_what_is_nobodys_error(tmp_path: Path) -> None:
    """READ-05."""
    found = in_folder(
        tmp_path,
        {
            "3122.xlsx": filled(),
            "~$3122.xlsx": b"\x05user",
            "~$other.xlsx": b"\x05user",
            "Thumbs.db": b"x",
            "budget.xlsx": foreign(),
        },
    )
    assert codes(found["3122.xlsx"]) == ["W18"]
    assert codes(found["~$3122.xlsx"]) == []
    assert codes(found["~$other.xlsx"]) == ["E50"]
    assert (codes(found["Thumbs.db"]), found["Thumbs.db"].ignored) == ([], True)
    assert (codes(found["budget.xlsx"]), found["budget.xlsx"].ignored) == (["N05"], True)


def foreign() -> bytes:
    """Somebody else's workbook."""
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("งบประมาณ")
        sheet.write_row(0, 0, ["ลำดับ", "รายการ", "จำนวน", "หมายเหตุ", "1/2564"])
        sheet.write_row(1, 0, [1, "ค่าวัสดุ", 1200, ""])
    return buffer.getvalue()


def test_a_vanished_or_forbidden_file_is_told(tmp_path: Path) -> None:
    """READ-05."""
    with pytest.raises(FileNotFoundError):
        read_paths([tmp_path / "none"], context())


def test_the_same_folder_gives_the_same_result(tmp_path: Path) -> None:
    """READ-06: whatever worker reads what."""
    half = Prefill(tambons={FIRST: prefill(0)})
    first = in_folder(tmp_path, {"a.xlsx": filled(), "b.xlsx": issue(values=half)})
    again = {item.file.path: item for item in read_paths([tmp_path], context())}
    assert first == again
    assert [f.is_blank for f in _forms(first["b.xlsx"])] == [False, True, True, True]


def _forms(item: ReadFile) -> tuple[object, ...]:
    assert item.submission is not None
    return item.submission.tambons


def test_our_own_summary_is_passed_by(tmp_path: Path) -> None:
    """READ-05: it may stand in the drop folder, and no sender needs to mend it."""
    write_summary(make_results(), tmp_path / "summary.xlsx")
    (item,) = read_paths([tmp_path], context())
    assert item.ignored
    assert set(codes(item)) <= {"N31"}
