"""The command line as a person uses it.

CLI-01 generate writes every อำเภอ of any province; a second run overwrites nothing; --force does
CLI-02 what cannot be done is one clear Thai sentence on stderr, exit code 2, nothing half-written
CLI-03 summarize and check: exit code 1 while errors remain, 0 when none does
CLI-04 same input and same --as-of give the same bytes
CLI-05 check says what summarize says of the same files, and writes nothing unless asked
CLI-06 an annotated return that is mended and sent back reads clean
CLI-07 init, then options may be left out
CLI-11 a template of one's own is proofread: an input locked in it is named, nothing is written
CLI-10 a form that holds only what the province filled in beforehand is a blank form
CLI-08 --help and --version; every page of help is in the language asked for and in no other
CLI-09 rubric shows and lints
CLI-15 what is typed wrongly is told in the language asked for, and in no other
CLI-16 errors first, what is alike together, notices only where asked for, the next step last
CLI-17 a form nobody began reports nothing, so nothing of it is late
"""

from __future__ import annotations

import io
import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from damage.surgery import Workbook
from issued import filled
from openpyxl.styles import Font, Protection

from sorchor_xl import __version__
from sorchor_xl.commands.command_line import COMMANDS
from sorchor_xl.commands.command_line import run as start

SAMPLES = Path(__file__).parents[1] / "samples" / "returned"
TEMPLATE = Path(__file__).parents[1] / "templates" / "assessment_template.xlsx"
DAY = ("--as-of", "2564-05-03")


@dataclass
class Done:
    """What a command printed and its exit code."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Done:
    """One command as the shell starts it."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        start([str(a) for a in arguments])
    return Done(left.value.code or 0, out.getvalue(), err.getvalue())


@pytest.mark.parametrize(("province", "count"), [("บุรีรัมย์", 23), ("85", 5), ("95", 8)])
def test_generate_every_district_cli_01(tmp_path: Path, province: str, count: int) -> None:
    done = run("generate", "--province", province, "--year", "๒๕๖๔", "-o", tmp_path / "out")
    assert (done.code, len(list((tmp_path / "out").glob("*.xlsx")))) == (0, count)


def test_generate_overwrites_nothing_cli_01(tmp_path: Path) -> None:
    arguments = ("generate", "-p", "31", "-a", "คูเมือง", "-o", tmp_path)
    assert run(*arguments).code == 0
    (path,) = tmp_path.glob("*.xlsx")
    issued = path.read_bytes()
    assert run(*arguments).code == 0
    path.write_bytes(b"filled in by an officer")
    kept = run(*arguments)
    assert (kept.code, path.read_bytes()) == (2, b"filled in by an officer")
    assert path.name in kept.err
    assert run(*arguments, "--force").code == 0
    assert path.read_bytes() == issued


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("generate", "-p", "บุรีรำ", "-o", "OUT"), "บุรีรัมย์"),
        (("generate", "-o", "OUT"), "--province"),
        (("generate", "-p", "31", "-a", "ในเมือง", "-o", "OUT"), "ในเมือง"),
        (("generate", "-p", "31", "--year", "2560", "-o", "OUT"), "2560"),
        (("generate", "-p", "31"), "--output"),
        (("generate", "-p", "31", "-o", "FILE"), ""),
        (("summarize", "nowhere", "-o", "OUT/s.xlsx"), "nowhere"),
        (("summarize", "EMPTY", "-o", "OUT/s.xlsx"), "EMPTY"),
        (("summarize", "JUNK", "-o", "OUT/s.xlsx"), "JUNK"),
        (("check", "nowhere"), "nowhere"),
        (("rubric", "--check", "nowhere.toml"), "nowhere.toml"),
        (("summarize", "SAMPLES", "-o", "OUT/s.xlsx", "--previous", "FILE"), "FILE"),
        (("summarize", "SAMPLES", "-o", "FILE/s.xlsx"), "FILE"),
        (("rollup", "FILE", "-o", "OUT/n.xlsx"), ""),
        (("generate", "-p", "31", "-o", "OUT", "--template", "FILE"), ""),
        (("status", "SAMPLES", "--as-of", "31 ก.พ. 2564"), "31 ก.พ. 2564"),
    ],
)
def test_what_cannot_be_done_cli_02(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("EMPTY").mkdir()
    Path("FILE").write_text("not a folder", encoding="utf-8")
    Path("JUNK").mkdir()
    Path("JUNK/notes.txt").write_text("ประชุม", encoding="utf-8")
    done = run(*(SAMPLES if a == "SAMPLES" else a for a in arguments))
    assert done.code == 2
    assert "Traceback" not in done.err
    assert named in done.err
    assert not Path("OUT").exists()
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["EMPTY", "FILE", "JUNK", "notes.txt"]


@pytest.fixture(scope="module")
def summarized(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The sample round summarised once."""
    folder = tmp_path_factory.mktemp("summary")
    done = run("summarize", SAMPLES, "-o", folder / "s.xlsx", "--json", folder / "s.json", *DAY)
    return folder, done


def test_summarize_lists_everyone_cli_03(summarized: tuple[Path, Done]) -> None:
    folder, done = summarized
    results = json.loads((folder / "s.json").read_text(encoding="utf-8"))
    assert done.code == 1
    assert len(results["tambons"]) == 189
    assert sum(a["status"] != "not_received" for a in results["amphoes"]) == 22
    assert [t["code"] for t in results["tambons"]] == sorted(t["code"] for t in results["tambons"])


def test_a_clean_return_is_zero_cli_03(tmp_path: Path, summarized: tuple[Path, Done]) -> None:
    path = _clean_file(summarized[0])
    assert run("check", path, *DAY).code == 0
    (tmp_path / "in").mkdir()
    shutil.copy(path, tmp_path / "in" / path.name)
    assert run("summarize", tmp_path / "in", "-o", tmp_path / "s.xlsx", "-p", "31", *DAY).code == 0


def _clean_file(folder: Path) -> Path:
    """A sample file of which no error is told."""
    results = json.loads((folder / "s.json").read_text(encoding="utf-8"))
    faulty = {f["file"] for f in results["findings"] if f["severity"] == "error"}
    return next(p for p in sorted(SAMPLES.glob("*.xlsx")) if p.name not in faulty)


def test_same_day_same_bytes_cli_04(tmp_path: Path, summarized: tuple[Path, Done]) -> None:
    again = tmp_path / "again.xlsx"
    run("summarize", SAMPLES, "-o", again, "--json", tmp_path / "s.json", *DAY)
    assert again.read_bytes() == (summarized[0] / "s.xlsx").read_bytes()
    assert (tmp_path / "s.json").read_bytes() == (summarized[0] / "s.json").read_bytes()


def test_check_says_what_summarize_says_cli_05(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, summarized: tuple[Path, Done]
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = json.loads((summarized[0] / "s.json").read_text(encoding="utf-8"))
    file = min(f["file"] for f in whole["findings"] if f["severity"] == "error" and f["file"])
    run("check", SAMPLES / file, "--json", "c.json", "-p", "31", *DAY)
    told = json.loads(Path("c.json").read_text(encoding="utf-8"))
    expected = [f for f in whole["findings"] if f["file"] == file]
    assert [f["code"] for f in told["findings"]] == [f["code"] for f in expected]
    assert [p.name for p in tmp_path.iterdir()] == ["c.json"]


def test_check_lists_a_form_found_with_another_amphoe_cli_05(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    book, guest = Workbook(filled("3122")), Workbook(filled("3120"))
    name = next(name for name in guest.names() if name.startswith("ต."))
    sheet = guest.sheet(name)
    guest.inline(sheet)
    book.add(name, sheet.tree)
    Path("3122.xlsx").write_bytes(book.saved())
    run("check", "3122.xlsx", "--json", "c.json", "-p", "31", *DAY)
    told = json.loads(Path("c.json").read_text(encoding="utf-8"))
    (found,) = (f for f in told["findings"] if f["code"] == "E63")
    assert found["tambon_code"] in {t["code"] for t in told["tambons"]}
    assert {a["code"] for a in told["amphoes"]} == {"3120", "3122"}
    assert "W23" not in {f["code"] for f in told["findings"]}


def test_check_writes_nothing_unasked_cli_05(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {p: p.read_bytes() for p in SAMPLES.iterdir()}
    run("check", SAMPLES, *DAY)
    assert not list(tmp_path.iterdir())
    assert {p: p.read_bytes() for p in SAMPLES.iterdir()} == before


def test_after_init_options_may_be_left_out_cli_07(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", ".", "--province", "ระนอง", "--year", "2564").code == 0
    assert run("generate").code == 0
    assert len(list(Path("outgoing").glob("*.xlsx"))) == 5
    assert Path("outgoing", "00_วิธีกรอกแบบประเมิน.pdf").read_bytes().startswith(b"%PDF")
    assert run("init", ".", "--province", "ระนอง").code == 2
    board = run("status", *DAY)
    assert (board.code, board.out.count("ยังไม่ได้รับ")) == (0, 5)  # nothing has been returned yet
    shutil.copy(next(Path("outgoing").glob("8503*.xlsx")), "returned")
    board = run("status", *DAY)
    rows = board.out.splitlines()
    listed = [line[:4] for line in rows if line[:2] == "85"]
    assert listed == ["8503", "8501", "8502", "8504", "8505"]
    assert rows[1].startswith("รหัส")
    assert rows[-1].startswith("ต่อไป: ")


THAI = re.compile("[ก-๛]")
ENGLISH_OF_CLICK = re.compile(r"Usage|Options:|Commands:|Show this|required")


def test_help_and_version_cli_08() -> None:
    shown = run("--help").out
    for command in COMMANDS:
        assert command in shown
        thai, english = run(command, "--help").out, run("--lang", "en", command, "--help").out
        assert thai.startswith("วิธีใช้: ")
        assert not ENGLISH_OF_CLICK.search(thai)
        assert all(THAI.search(line) for line in thai.split("ตัวเลือก:\n")[1].split("\n  -")[1:])
        assert not THAI.search(english.replace("ศอช.ต.", ""))
        assert " / " not in thai + english
    assert __version__ in run("--version").out


def test_rubric_shows_and_lints_cli_09(tmp_path: Path) -> None:
    assert "ข้อ 23" in run("rubric").out
    source = Path(__file__).parents[1] / "sorchor_xl" / "data" / "rubrics" / "2564.toml"
    text = source.read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    assert run("rubric", "--check", own).code == 0
    own.write_text(text.replace('cuts = [">=3", ">=5"]', 'cuts = [">=3", ">=6"]'), encoding="utf-8")
    judged = run("rubric", "--check", own)
    assert judged.code == 1
    assert "ตัวชี้วัดที่ 9" in judged.out


def test_a_prefilled_form_untouched_is_blank_cli_10(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = 'province = "31"\nmission_count = 9\n[files]\noutgoing = "out"\n'
    Path("sorchor.toml").write_text(settings, encoding="utf-8")
    run("generate", "-a", "โนนดินแดง")
    run("check", "out", "--json", "c.json", *DAY)
    told = json.loads(Path("c.json").read_text(encoding="utf-8"))["findings"]
    assert [f["code"] for f in told if f["severity"] == "error"] == ["E53"]


@pytest.mark.parametrize("locked", [True, False])
def test_an_own_template_is_proofread_cli_11(tmp_path: Path, locked: bool) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    form = next(s for s in book.worksheets if s.title == "แบบประเมิน")
    cell = next(c for row in form.iter_rows() for c in row if not c.protection.locked)
    cell.font = Font(name="Tahoma", size=20)
    cell.protection = Protection(locked=locked)
    book.save(tmp_path / "own.xlsx")
    done = run("generate", "-p", "85", "-o", tmp_path / "out", "--template", tmp_path / "own.xlsx")
    assert done.code == (2 if locked else 0)
    assert (cell.coordinate in done.err) is locked
    assert (tmp_path / "out").exists() is not locked


WRONG = [
    ("sumarize",),
    ("check",),
    ("check", "--bad"),
    ("check", "x", "--as-of", "31/31/2564"),
    ("check", "x", "--as-of"),
    ("generate", "a", "b"),
    ("generate", "--year", "12"),
    ("generate", "--province", "xx"),
    ("mail", "zzz"),
    ("check", "no such place"),
]
ENGLISH = re.compile(r"Usage|Error|Missing|Invalid|Try|No such|Got")


@pytest.mark.parametrize("words", WRONG)
def test_what_is_typed_wrongly_is_told_in_one_language_cli_15(words: tuple[str, ...]) -> None:
    thai, english = run(*words), run("--lang", "en", *words)
    assert (thai.code, english.code) == (2, 2)
    assert not ENGLISH.search(thai.err)
    assert any("ก" <= letter <= "๛" for letter in thai.err)
    assert english.err.strip()
    assert not any("ก" <= letter <= "๛" for letter in english.err)


def test_findings_are_grouped_and_notices_asked_for_cli_16() -> None:
    shown = run("check", SAMPLES, *DAY).out.splitlines()
    assert shown[1].startswith("ต้องแก้ไข ")
    assert shown[-1].startswith("ต่อไป: ")
    grave = [next((w for w in ("ต้องแก้ไข", "คำเตือน") if f" {w} ·" in line), "") for line in shown]
    told = [word for word in grave if word]
    assert told == sorted(told, key=("ต้องแก้ไข", "คำเตือน").index)
    assert set(told) == {"ต้องแก้ไข", "คำเตือน"}
    assert not [line for line in shown if " แจ้งให้ทราบ ·" in line]
    asked = run("check", SAMPLES, *DAY, "--notices").out
    assert " แจ้งให้ทราบ ·" in asked
    assert sum("W17" in line for line in shown) == 1


def test_a_blank_form_is_not_late_cli_17(tmp_path: Path) -> None:
    assert run("generate", "-p", "85", "-y", "2564", "-o", tmp_path).code == 0
    blank = next(tmp_path.iterdir())
    done = run("check", blank, "--as-of", "30/9/2564")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if "E53" in line]
    assert not re.search(r"W14|W15|W16|W27", done.out)
