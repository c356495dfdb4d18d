"""The manual: for people, with pictures of today's program.

MAN-01 what stands in its pictures is what the program would show today (sheet, cell, text)
MAN-02 every place of a picture in the text has its picture, and every page is one file
MAN-03 what people look for within a minute is in the table of contents, and its link leads there
MAN-04 the page for the อำเภอ prints on one A4 page, and `generate` lays it beside the workbooks
MAN-05 every menu number and every sheet that the text names exists
MAN-06 what the sample round says most is explained: each of its codes, pictures first
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample_tables import ROOT

from sorchor_xl.commands.command_line import main
from sorchor_xl.data.console_texts import console_sentence
from sorchor_xl.data.manual_files import GUIDE_NAME, guide_for_districts, manual_page
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.sniff import sniff

TEXT = ROOT / "docs" / "manual"
PAGES = ROOT / "sorchor_xl" / "data" / "manual"
CHAPTERS = {path.stem: path.read_text(encoding="utf-8") for path in TEXT.glob("*.md")}


@pytest.mark.office
def test_the_pictures_are_of_today() -> None:
    """MAN-01"""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    pytest.importorskip("markdown", reason="pip install '.[manual]'")
    pytest.importorskip("PIL", reason="pip install '.[manual]'")
    command = [sys.executable, str(ROOT / "packaging" / "manual.py"), "--words"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    made = (TEXT / "pictures.txt").read_text(encoding="utf-8")
    assert done.stdout.splitlines() == made.splitlines(), "python packaging/manual.py"


@pytest.mark.parametrize("name", ["district", "manual"])
def test_a_page_is_one_file(name: str) -> None:
    """MAN-02"""
    page = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    assert "[[" not in page
    assert not re.findall(r'(?:src|href)="(?!data:image/png|#)[^"]*"', page)
    assert page.count("<img") >= (3 if name == "district" else 40)
    keys = set(re.findall(r'alt="([^"]+)" src="data:', page))
    chapters = ["district"] if name == "district" else ["province", "messages", "questions"]
    wanted = {key for c in chapters for key in re.findall(r"\[\[([a-z0-9-]+)\]\]", CHAPTERS[c])}
    assert wanted - {"menu", "status", "enable-editing"} <= keys


@pytest.mark.parametrize("anchor", ["send", "e14", "reading", "next-year", "daily", "close"])
def test_found_within_a_minute(anchor: str) -> None:
    """MAN-03"""
    page = (PAGES / "manual.html").read_text(encoding="utf-8")
    contents = page[page.index('<div class="toc">') : page.index("</div>")]
    assert f'href="#{anchor}"' in contents
    assert page.count(f'id="{anchor}"') == 1


def test_one_page_beside_the_forms(tmp_path: Path) -> None:
    """MAN-04"""
    assert manual_page() == PAGES / "manual.html"
    if shutil.which("pdfinfo") is None:
        pytest.skip("poppler-utils (pdfinfo) is not installed")
    (tmp_path / "guide.pdf").write_bytes(guide_for_districts())
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "guide.pdf")], capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"^Pages:\s+1$", told, re.MULTILINE), told
    assert "A4" in told


def test_numbers_of_the_menu_are_those_of_the_program() -> None:
    """MAN-05"""
    numbers = {"1": "menu_generate", "2": "menu_status", "3": "menu_summarize"}
    numbers |= {"4": "menu_mail", "5": "menu_watch"}
    named = re.findall(r"\*\*(\d) ([^*]+)\*\*", CHAPTERS["province"])
    assert {number for number, _ in named} == set(numbers)
    for number, words in named:
        assert console_sentence(numbers[number], "th").startswith(words), (number, words)


def test_sheets_named_are_there() -> None:
    """MAN-05"""
    sheets = set(
        re.findall(r'^name = "([^"]+)"', _data("report.toml") + _data("register.toml"), re.M)
    )
    with zipfile.ZipFile(ROOT / "templates" / "assessment_template.xlsx") as packed:
        sheets |= set(
            re.findall(r'<sheet [^>]*name="([^"]+)"', packed.read("xl/workbook.xml").decode())
        )
    named = re.findall(r"แผ่นงาน “([^”]+)”", "".join(CHAPTERS.values()))
    assert len(named) > 8
    assert set(named) <= sheets


def _data(name: str) -> str:
    return (ROOT / "sorchor_xl" / "data" / name).read_text(encoding="utf-8")


def test_what_a_round_says_is_explained() -> None:
    """MAN-06"""
    page = (PAGES / "manual.html").read_text(encoding="utf-8")
    pictured = re.findall(r'<h2 id="([ewn]\d\d)">', page)
    listed = re.findall(r"<strong>([EWN]\d\d)</strong></td>", page)
    assert len(pictured) == 20
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "c.json"
        inbox = str(ROOT / "samples" / "returned")
        arguments = ["check", inbox, "-p", "31", "--as-of", "2564-05-03", "--json", str(file)]
        CliRunner().invoke(main, arguments)
        said = {f["code"] for f in json.loads(file.read_text(encoding="utf-8"))["findings"]}
    assert said <= {code.upper() for code in pictured} | set(listed)


@pytest.mark.parametrize("name", [GUIDE_NAME, "00_วิธีกรอกแบบประเมิน (1).pdf"])
def test_the_page_that_comes_back_is_nobodys_mistake(name: str) -> None:
    """MAN-04"""
    assert sniff(guide_for_districts(), name) is FileKind.JUNK
    assert sniff(guide_for_districts(), "สแกน.pdf") is FileKind.PDF
