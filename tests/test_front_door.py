"""One door for every workbook of the province's own.

DOOR-01 every option that names a workbook refuses every hostile file in one sentence, exit 2
DOOR-02 a file with one cell at the far end of the sheet is read for what is near
DOOR-03 what passes holds exactly the parts that were looked at
DOOR-04 a register is read whole or refused, never in part
DOOR-05 a template damaged anywhere is used or refused; nothing ends in a traceback
DOOR-06 a text that a formula gives is shown as such in every format, or as a formula without a
        result; no 0 that nobody saw stands for it
DOOR-07 a fault of this program while it works on a file of the province's is not told as damage
DOOR-08 functions with other arguments than ours, as LEFT(A1), are left for the program that opens
        the workbook; no result is guessed for them
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hostile_files
import openpyxl
import pytest
from damage.binary_book import as_xlsb
from damage.old_book import as_xls
from damage.open_book import as_ods
from damage.subject import Subject
from factory import Round, make_results
from issued import filled
from office import converted
from test_cli import TEMPLATE, run

from sorchor_xl.data.console_texts import console_sentence
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.files.sniff import sniff
from sorchor_xl.report.exports.department_form import fill_form
from sorchor_xl.report.previous_summary import read_summary
from sorchor_xl.report.summary import write_summary
from sorchor_xl.workbooks.compound_file import stream_of, with_stream
from sorchor_xl.workbooks.front_door import (
    Reason,
    RefusedFileError,
    read_package,
    read_sheets,
    read_shown_sheets,
    read_table,
)
from sorchor_xl.workbooks.grid import open_book

ROOT = Path(__file__).parents[1]
RETURNED = ROOT / "samples" / "returned"
BROKEN = ROOT / "samples" / "broken"
RESULTS = make_results(Round(seed=3, received=5))
AS_OF = ("--as-of", "2564-05-03")
IN_SHARED = ("password.xlsx", "rights.xlsx", "scan.pdf", "photo.xlsx", "html.xls", "empty.xlsx")
MADE: dict[str, Callable[[], bytes]] = {
    "entity_bomb": hostile_files.entity_bomb,
    "zip_bomb": hostile_files.zip_bomb,
    "far_cells": hostile_files.far_cells,
    "lying_counts": hostile_files.lying_counts,
    "deep_nesting": hostile_files.deep_nesting,
    "many_members": hostile_files.many_members,
    "one_huge_merge": hostile_files.one_huge_merge,
}
DOORS: dict[str, Callable[[Path, Path], tuple[object, ...]]] = {
    "generate --previous": lambda f, o: ("generate", "-p", "31", "--previous", f, "-o", o),
    "generate --template": lambda f, o: ("generate", "-p", "31", "--template", f, "-o", o),
    "rollup": lambda f, o: ("rollup", f, "-o", o / "x.xlsx", *AS_OF),
    "summarize --previous": lambda f, o: (
        *("summarize", RETURNED / "3112_ปะคำ_2564.xlsx", "-p", "31", "--previous", f),
        *("-o", o / "x.xlsx", *AS_OF),
    ),
    "summarize --department-form": lambda f, o: (
        *("summarize", RETURNED / "3112_ปะคำ_2564.xlsx", "-p", "31", "--department-form", f),
        *("-o", o / "x.xlsx", *AS_OF),
    ),
    "files.roster": lambda f, o: ("generate", "--settings", _settings(f, o), "-o", o / "x"),
}


def _settings(roster: Path, folder: Path) -> Path:
    place = folder / "own.toml"
    place.write_text(f'province = "31"\n[files]\nroster = "{roster.as_posix()}"\n', "utf-8")
    return place


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every hostile file by name."""
    folder = tmp_path_factory.mktemp("hostile")
    found = {name: BROKEN / name for name in IN_SHARED}
    for name, make in MADE.items():
        found[name] = folder / f"{name}.xlsx"
        found[name].write_bytes(make())
    found["missing"] = folder / "missing.xlsx"
    found["folder"] = folder
    return found


@pytest.mark.parametrize("door", DOORS)
def test_every_door_refuses_what_is_hostile_door_01(
    door: str, hostile: dict[str, Path], tmp_path: Path
) -> None:
    for name, file in hostile.items():
        out = tmp_path / name
        out.mkdir()
        done = run(*DOORS[door](file, out))
        assert done.code == 2, name
        assert done.err.strip(), name
        assert "Traceback" not in done.err
        assert not [*out.rglob("*.xlsx")], name


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A summary of a province, as it was written."""
    place = tmp_path_factory.mktemp("summary") / "31.xlsx"
    return write_summary(RESULTS, place)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_far_cell_hides_nothing_near_door_02(summary: Path, tmp_path: Path) -> None:
    # as values: openpyxl stores no results of formulas, and a summary without them is refused
    book = openpyxl.load_workbook(io.BytesIO(summary.read_bytes()), data_only=True)
    for name in ("ผลรายตำบล", "คะแนนรายตัวชี้วัด", "บันทึกการประมวลผล"):
        book[name]["XFD1048576"] = "x"
    book.save(tmp_path / "far.xlsx")
    assert len(read_summary(tmp_path / "far.xlsx").tambons) == 189
    done = run("rollup", tmp_path / "far.xlsx", "-o", tmp_path / "all.xlsx", "-y", "2564", *AS_OF)
    assert done.code == 0
    assert (tmp_path / "all.xlsx").is_file()


def _with_part(name: str, content: bytes) -> bytes:
    data = io.BytesIO(TEMPLATE.read_bytes())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("xl/media/image1.png", b"\0" * 60_000_000, Reason.TOO_LARGE),
        ("xl/drawings/drawing9.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Reason.UNSAFE),
        ("xl/drawings/drawing9.xml", b"<a><b></a>", Reason.DAMAGED),
        ("xl/workbook.xml", b"<workbook/>", Reason.DAMAGED),
    ],
    ids=["bomb beside the sheets", "entity in a drawing", "broken drawing", "a part twice"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_no_parser_reads_are_looked_at_too_door_03(
    name: str, content: bytes, reason: Reason, tmp_path: Path
) -> None:
    file = tmp_path / "own.xlsx"
    file.write_bytes(_with_part(name, content))
    with pytest.raises(RefusedFileError) as refused:
        read_package(file)
    assert refused.value.reason is reason
    assert refused.value.sentence("en") != refused.value.sentence("th")


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_passes_is_the_same_parts_door_03() -> None:
    passed, given = _parts(read_package(TEMPLATE)), _parts(TEMPLATE.read_bytes())
    assert passed == given


def test_sheets_are_picked_by_name_door_03(summary: Path) -> None:
    found = read_sheets(summary, ("ผลรายตำบล", "ไม่มี"))
    assert [*found] == ["ผลรายตำบล"]


@pytest.mark.parametrize("rows", [1999, 2000, 2500])
def test_a_register_is_whole_or_refused_door_04(rows: int, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.worksheets[0].append([number, date(2021, 1, 1), "ก"])
    book.save(tmp_path / "register.xlsx")
    if rows < 2000:
        assert len(read_table(tmp_path / "register.xlsx")) == rows
        return
    with pytest.raises(RefusedFileError) as refused:
        read_table(tmp_path / "register.xlsx")
    assert refused.value.reason is Reason.BEYOND


def _damaged(data: bytes, seed: int) -> bytes:
    """The workbook with some bytes of one part replaced by such as XML is made of."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable damage, not a secret
    parts = _parts(data)
    name = chance.choice(sorted(n for n in parts if n.startswith("xl/")))
    content = bytearray(parts[name])
    at = chance.randrange(len(content))
    content[at : at + chance.choice((1, 20, 400))] = bytes(chance.choices(b'<>"/a0 =', k=3))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, held in {**parts, name: bytes(content)}.items():
            archive.writestr(part, held)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(int(os.environ.get("SORCHOR_DOOR", "6"))))
def test_a_damaged_template_is_used_or_refused_door_05(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "own.xlsx"
    file.write_bytes(_damaged(TEMPLATE.read_bytes(), seed))
    done = run("generate", "-p", "85", "-a", "กะเปอร์", "-o", tmp_path / "o", "--template", file)
    assert done.code in (0, 2)
    refusal = done.err.replace(console_sentence("generated_no_phone", "th"), "").strip()
    assert bool(refusal) is (done.code == 2)


def _form_with_placeholders() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["{{จังหวัด}}", "{{ปี}}"])
    book.worksheets[0].append(["{{ตำบล}}", "{{คะแนนรวม}}"])
    return book


@pytest.mark.parametrize("seed", range(int(os.environ.get("SORCHOR_DOOR", "6"))))
def test_a_damaged_department_form_is_filled_or_refused_door_05(seed: int, tmp_path: Path) -> None:
    _form_with_placeholders().save(tmp_path / "sound.xlsx")
    (tmp_path / "own.xlsx").write_bytes(_damaged((tmp_path / "sound.xlsx").read_bytes(), seed))
    refused = ""
    try:
        fill_form(tmp_path / "own.xlsx", RESULTS, tmp_path / "filled.xlsx")
    except SentenceError as error:
        refused = str(error)
    assert ("own.xlsx" in refused) is not (tmp_path / "filled.xlsx").is_file()


def texts_of_formulas(path: Path) -> dict[tuple[str, int, int], str]:
    """Place → text of each cell that shows one by a formula."""
    book = open_book(path.read_bytes(), sniff(path.read_bytes(), path.name))
    return {
        (sheet.name, r, c): value
        for sheet in book.sheets
        for r, row in enumerate(sheet.rows)
        for c, value in enumerate(row)
        if value and isinstance(value, str) and sheet.traits.has_formula(r, c)
    }


def shown(path: Path, place: tuple[str, int, int]) -> object:
    sheet, row, column = place
    return read_shown_sheets(path)[sheet][row][column]


@pytest.mark.parametrize("write", [as_xlsb, as_ods, as_xls])
def test_a_stored_text_is_shown_door_06(write: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(filled())
    (tmp_path / "f").write_bytes(write(filled()))
    texts = texts_of_formulas(tmp_path / "f.xlsx")
    assert len(texts) > 100
    assert texts_of_formulas(tmp_path / "f") == texts


def test_no_zero_for_a_text_in_xls_of_others_door_06(tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(filled())
    old = converted(tmp_path / "f.xlsx", "xls", tmp_path)
    texts, book = texts_of_formulas(tmp_path / "f.xlsx"), read_shown_sheets(old)
    assert {book[sheet][r][c] for sheet, r, c in texts} <= {*texts.values(), "="}


def test_a_zero_that_excel_stored_is_one_door_06(tmp_path: Path) -> None:
    """The build in the first record tells who wrote the file."""
    subject = Subject(1)
    subject.sheet.formula(60, 1, "1-1", "0")
    for build, wanted in ((0x0DBB, "="), (0x2A5A, 0.0)):
        stream = bytearray(stream_of(as_xls(subject.book.saved()), "Workbook"))
        stream[8:10] = build.to_bytes(2, "little")
        path = tmp_path / f"{build}.xls"
        path.write_bytes(with_stream("Workbook", bytes(stream)))
        assert shown(path, (subject.name, 60, 1)) == wanted


def broken_by_us(*_: object, **__: object) -> None:
    raise KeyError("a fault of this program")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("make_values", "sorchor_xl.report.exports.department_form"),
        ("_fill_cell", "sorchor_xl.report.exports.department_form"),
        ("_settle_book", "sorchor_xl.report.exports.department_form"),
    ],
)
def test_a_fault_of_ours_is_no_damaged_form_door_07(
    name: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _form_with_placeholders().save(tmp_path / "own.xlsx")
    monkeypatch.setattr(f"{where}.{name}", broken_by_us)
    with pytest.raises(KeyError, match="of this program"):
        fill_form(tmp_path / "own.xlsx", RESULTS, tmp_path / "filled.xlsx")


@pytest.mark.parametrize("name", ["form_options", "proofread", "issue_workbook"])
def test_a_fault_of_ours_is_no_damaged_template_door_07(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.xlsx").write_bytes(TEMPLATE.read_bytes())
    monkeypatch.setattr(f"sorchor_xl.workflow.issue_workbooks.{name}", broken_by_us)
    own = ("--template", tmp_path / "own.xlsx")
    with pytest.raises(KeyError, match="of this program"):
        run("generate", "-p", "85", "-a", "กะเปอร์", "-o", tmp_path / "o", *own)


def test_a_fault_of_ours_in_the_worker_is_no_damage_door_07(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers are forked from here where the system can, and so take the fault along."""
    (tmp_path / "own.xlsx").write_bytes(TEMPLATE.read_bytes())
    monkeypatch.setattr("sorchor_xl.workbooks.front_door.open_book", broken_by_us)
    with pytest.raises(RuntimeError, match="of this program"):
        read_shown_sheets(tmp_path / "own.xlsx")


@pytest.mark.parametrize(
    "formula",
    [
        '=LEFT("กข")',
        '=RIGHT("กข")',
        "=INDEX(A1:C3,2,2)",
        '=IFERROR(LEFT("กข"),"ไม่ใช่")',
        '=FIND("ข","กข",1)',
        '=SUBSTITUTE("กก","ก","ข",1)',
    ],
)
def test_other_arguments_are_left_to_the_program_door_08(formula: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    book.create_sheet("ของจังหวัด")["D5"] = formula
    book.save(tmp_path / "own.xlsx")
    own = ("--template", tmp_path / "own.xlsx")
    done = run("generate", "-p", "85", "-a", "กะเปอร์", "-o", tmp_path / "o", *own)
    assert done.code == 0, done.err
    (made,) = (tmp_path / "o").glob("*.xlsx")
    made_sheet = openpyxl.load_workbook(made)["ของจังหวัด"]
    stored = openpyxl.load_workbook(made, data_only=True)["ของจังหวัด"]
    assert (made_sheet["D5"].value, stored["D5"].value) == (formula, None)
