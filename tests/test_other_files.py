"""Files without answers: whose they are, and whom they keep from being done.

OTHER-01 a file that cannot be read is put to the อำเภอ of its name, folder, container or remains:
         "received but cannot be opened", never "not sent"
OTHER-02 papers that the letter demands are attachments of their อำเภอ; those of nobody are listed
OTHER-03 a stray file keeps no complete อำเภอ red, unless it may be newer than what is used
OTHER-04 a whole workbook under a temporary name is read and gets a word
OTHER-05 an empty inbox, blank forms and contradictions alone give a summary and results
OTHER-06 a correction file for errors, one to look at for warnings alone
OTHER-08 what cameras and scanners number is not taken for the code of an อำเภอ
OTHER-07 the mark of an open workbook warns beside it, and accuses nobody whose workbook came
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from damage.surgery import Workbook
from issued import context, district, filled, issue

from sorchor_xl.commands.command_line import main
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import AmphoeStatus, ReceivedFile, Where
from sorchor_xl.domain.round.results import ReadFile, Results
from sorchor_xl.files.sniff import sniff
from sorchor_xl.files.unpack import Payload
from sorchor_xl.intake.worker import read_payload
from tests.damage.subject import date_received
from tests.returns import open_round, read, ret

WHOLE = [
    read("3101.xlsx", ret("310101"), ret("310102", {5: 3}), day=20),
    read("3102.xlsx", ret("310201", {8: 1}), day=20),
]


def other(path: str, code: str, amphoe: str, day: int = 10, kind: str = "pdf") -> ReadFile:
    """A file without answers and what the reader says of it."""
    came = date_received().replace(day=day)
    file = ReceivedFile(path, kind, f"sha of {path}", came, "mail")
    finding = Finding(code, Where(path), amphoe, params={"kind": kind})
    return ReadFile(file, None, (finding,))


def told(results: Results, path: str) -> list[str]:
    """Codes said of a file."""
    return [f.code for f in results.findings if f.where.file == path]


def status(results: Results, amphoe: str) -> AmphoeStatus:
    """How far an อำเภอ has come."""
    return next(a.status for a in results.amphoes if a.amphoe.code == amphoe)


def truncated(data: bytes) -> bytes:
    """The first half."""
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    "path",
    [
        "3122_แคนดง.xlsx",
        "อ.แคนดง/a.xlsx",
        "3122.zip!a.xlsx",
        "ส่งแล้ว อำเภอแคนดง.eml!b.xlsx",
        "a.xlsx",
    ],
)
def test_cut_off_returns_are_put_to_their_amphoe_other_01(path: str) -> None:
    data = truncated(filled())
    file = ReceivedFile(path, sniff(data, "a.xlsx"), "sha", date_received(), "mail")
    item = read_payload(Payload(file, data), context())
    assert {f.amphoe_code for f in item.findings if f.is_error} == {"3122"}


@pytest.mark.parametrize("path", ["a.xlsx", "2564.xlsx", "จังหวัดบุรีรัมย์.xlsx", "3001_x.xlsx"])
def test_what_names_nobody_is_nobodys_other_01(path: str) -> None:
    file = ReceivedFile(path, sniff(b"PK\3\4", path), "sha", date_received(), "mail")
    item = read_payload(Payload(file, b"PK\3\4"), context())
    assert {f.amphoe_code for f in item.findings} == {""}


@pytest.mark.parametrize("code", ["E01", "E03", "E40", "E04", "E46"])
def test_received_but_cannot_be_opened_other_01(code: str) -> None:
    results = collect(open_round(), [other("3101.xlsx", code, "3101", kind="corrupt")])
    assert status(results, "3101") is AmphoeStatus.UNREADABLE
    assert status(results, "3102") is AmphoeStatus.NOT_RECEIVED
    said = {f.amphoe_code: f.code for f in results.findings if f.code in ("W23", "W73")}
    assert said == {"3101": "W73", "3102": "W23"}


PAPERS = {
    "named after it": ("3101 คำสั่ง.pdf", "3101", "N70"),
    "in the mail of its workbook": ("m.eml!scan.pdf", "", "N70"),
    "an order before the workbook": ("3102 คำสั่งแต่งตั้ง.jpg", "3102", "N70"),
    "a picture of the form": ("3102 แบบประเมิน.jpg", "3102", "E32"),
    "of nobody": ("scan.pdf", "", "W71"),
}


@pytest.mark.parametrize("case", PAPERS)
def test_papers_other_02(case: str) -> None:
    path, amphoe, code = PAPERS[case]
    first = read("m.eml!3101.xlsx", ret("310101"), ret("310102", {5: 3}))
    results = collect(open_round(), [first, other(path, "E32", amphoe)])
    assert told(results, path) == [code]
    expected = {"N70": "ignored", "W71": "ignored", "E32": "rejected"}[code]
    assert [f.verdict.value for f in results.files if f.file.path == path] == [expected]
    assert status(results, "3101") is AmphoeStatus.COMPLETE


@pytest.mark.parametrize(
    ("code", "day", "green"),
    [
        ("E05", 10, True),
        ("E05", 25, True),
        ("E40", 10, True),
        ("E40", 21, False),
        ("E03", 25, False),
    ],
)
def test_stray_files_other_03(code: str, day: int, green: bool) -> None:
    results = collect(open_round(), [*WHOLE, other("old.xlsx", code, "3101", day, "xlsx")])
    assert (status(results, "3101") is AmphoeStatus.COMPLETE) is green
    assert told(results, "old.xlsx") == (["N72"] if green else [code])


@pytest.mark.parametrize("name", ["3122.tmp", "a.part", "b.crdownload", "._3122.xlsx", "c.partial"])
@pytest.mark.parametrize("whole", [True, False])
def test_temporary_names_other_04(name: str, whole: bool, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(filled() if whole else truncated(filled()))
    results = summarized(tmp_path)[1]
    codes = {f["code"] for f in results["findings"] if f["file"] == name}
    assert ("N74" in codes) is whole
    verdicts = {f["path"]: f["verdict"] for f in results["files"]}
    assert verdicts == {name: "used" if whole else "ignored"}


def summarized(folder: Path) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """Exit code and results of a summary of the folder "in"."""
    out = [str(folder / name) for name in ("in", "s.xlsx", "r.json", "out")]
    options = ["--province", "31", "--as-of", "2021-05-03", "--annotate", out[3]]
    run = CliRunner().invoke(main, ["summarize", out[0], "-o", out[1], "--json", out[2], *options])
    assert Path(out[1]).is_file(), run.output
    return run.exit_code, json.loads(Path(out[2]).read_text(encoding="utf-8"))


def test_an_empty_inbox_lists_all_that_is_missing_other_05(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    code, results = summarized(tmp_path)
    assert code == 0
    assert {a["status"] for a in results["amphoes"]} == {"not_received"}
    missing = [f["amphoe_code"] for f in results["findings"] if f["code"] == "W23"]
    assert missing == [a.code for a in context().amphoes]


@pytest.mark.parametrize("kind", ["blank", "contradiction"])
def test_nothing_that_counts_still_gives_a_summary_other_05(kind: str, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    if kind == "blank":
        (inbox / "3122.xlsx").write_bytes(issue())
    else:
        book = Workbook(filled())
        for tambon in district().tambons:
            grid = book.sheet(f"ต.{tambon.name}")
            (cell,) = [(r, c) for r, c, text in book.texts(grid) if text == "รายงานการประชุม"]
            grid.put(cell[0], cell[1] - 6, 3)
        for name, data in (("a.xlsx", filled()), ("b.xlsx", book.saved())):
            (inbox / name).write_bytes(data)
    code, results = summarized(tmp_path)
    assert code == 1
    assert {f["code"] for f in results["findings"]} & {"E53", "E13"}


@pytest.mark.parametrize(("broken", "mark"), [(False, "โปรดตรวจสอบ"), (True, "โปรดแก้ไข")])
def test_the_name_of_a_correction_says_what_is_asked_other_06(
    broken: bool, mark: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    book = Workbook(filled())
    if broken:
        sheet = book.sheet(f"ต.{district().tambons[0].name}")
        ((row, column),) = [(r, c) for r, c, text in book.texts(sheet) if text == "นายทดสอบ ระบบ"]
        sheet.put(row, column, None)
    (tmp_path / "in" / "3122.xlsx").write_bytes(book.saved())
    code, _ = summarized(tmp_path)
    (written,) = (tmp_path / "out").glob("*.xlsx")
    assert re.fullmatch(rf"3122_.*_{mark}\.xlsx", written.name)
    assert code == int(broken)


@pytest.mark.parametrize(
    ("mark", "workbook", "said"),
    [
        ("~$3122_แคนดง.xlsx", "3122_แคนดง.xlsx", "W18"),
        ("~$22_แคนดง.xlsx", "3122_แคนดง.xlsx", "W18"),
        ("~$3122_แคนดง.xlsx", "3122_แคนดง.XLSX", "W18"),
        (".~lock.3122_แคนดง.xlsx#", "3122_แคนดง.xlsx", "W18"),
        ("~$3122_แคนดง.xlsx", "3122_แคนดง (1).xlsx", "N75"),
        ("~$3122_แคนดง.xlsx", "ส่งแล้ว/3122_แคนดง.xlsx", "N75"),
        ("~$แคนดง.xlsx", "ส่งแล้ว/a.xlsx", "N75"),
        ("~$3122_แคนดง.xlsx", None, "E50"),
    ],
)
def test_marks_of_open_workbooks_other_07(
    mark: str, workbook: str | None, said: str, tmp_path: Path
) -> None:
    inbox = tmp_path / "in"
    (inbox / "ส่งแล้ว").mkdir(parents=True)
    (inbox / mark).write_bytes(b"\x04user".ljust(165, b" "))
    if workbook:
        (inbox / workbook).write_bytes(filled())
    _, results = summarized(tmp_path)
    about = {f["code"]: f["file"] for f in results["findings"]} | {"": ""}
    assert about.get(said) == (workbook if said == "W18" else mark)
    assert len(about.keys() & {"W18", "N75", "E50"}) == 1
    (amphoe,) = (a for a in results["amphoes"] if a["code"] == "3122")
    assert amphoe["status"] == ("unreadable" if workbook is None else "complete")


@pytest.mark.parametrize(
    "name",
    [
        "IMG_3122.jpg",
        "DSC 3122.JPG",
        "Scan_3122.pdf",
        "LINE_ALBUM_3122_1.jpg",
        "IMG-2021-3122.png",
    ],
)
def test_a_number_of_a_camera_is_no_code_other_08(name: str) -> None:
    """The อำเภอ of that code is not called received."""
    assert owner_of(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "3122_คำสั่ง.jpg",
        "3122.pdf",
        "amphoe 3122.jpg",
        "อำเภอแคนดง IMG_3120.jpg",
        "แคนดง/IMG_3120.jpg",
    ],
)
def test_a_code_that_somebody_wrote_is_one_other_08(name: str) -> None:
    """So is a name, or a folder, beside such a number."""
    assert owner_of(name) == "3122"


def test_a_workbook_is_numbered_by_people_other_08() -> None:
    """Its name is evidence, whatever stands before the code."""
    assert owner_of("form_3122.xlsx") == "3122"


def owner_of(name: str) -> str:
    """Whose a file is said to be that cannot be read."""
    scan = {".pdf": b"%PDF-1.4", ".xlsx": b"PK\x03\x04 cut off"}
    data = scan.get(Path(name).suffix.lower(), b"\xff\xd8\xff")
    file = ReceivedFile(name, sniff(data, name), "sha", date_received(), "mail")
    (finding,) = read_payload(Payload(file, data), context()).findings
    return finding.amphoe_code or ""


@pytest.mark.parametrize("name", ["3122.xls", "3122.XLSX", "3122.ods", "3122.xlsb"])
def test_no_kind_we_read_is_called_one_we_do_not_other_01(name: str) -> None:
    """OTHER-01: bytes that nobody knows, under the name of a workbook, are damage."""
    data = bytes(range(1, 256)) * 9
    file = ReceivedFile(name, sniff(data, name), "sha", date_received(), "mail")
    assert [f.code for f in read_payload(Payload(file, data), context()).findings] == ["E01"]
