"""Build the manual: Thai pages with a picture at each step, each page one file.

    python packaging/manual.py            the pages, and docs/manual/pictures.txt
    python packaging/manual.py --words    only what stands in the pictures, to standard output

The text is docs/manual/*.md; the pictures come from real runs of the program on the sample round
(ข้อมูลสมมติ). ``pictures.txt`` is what stands in them in words, so that a picture of an older build
is found by comparing words. Needs LibreOffice, pdftoppm, Chromium and `pip install '.[manual]'`.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import markdown

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

from manual_cases import ALSO, CASES, Case  # noqa: E402 - found beside this file
from manual_pictures import data_uri, pictures_of, words_of  # noqa: E402
from manual_runs import Runs, taken  # noqa: E402

from sorchor_xl.data.findings_catalogue import load_catalogue  # noqa: E402

TEXT = ROOT / "docs" / "manual"
WORDS = TEXT / "pictures.txt"
PAGES = ROOT / "sorchor_xl" / "data" / "manual"
_PLACE = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_BRACES = re.compile(r"\{\w+\}")
_GAP = re.compile(r"\s{2,}")
_COLUMNS = 3
"""A line of more is a row of a table."""
_CAPTIONS = {"-before": "ก่อนแก้", "-after": "หลังแก้"}
_ENABLE = (
    '<div class="bar"><b>มุมมองที่ได้รับการป้องกัน</b> ไฟล์นี้มาจากอินเทอร์เน็ต '
    '<span class="button">เปิดใช้งานการแก้ไข</span></div>'
)


def main() -> None:
    """Build the pages, or say the words."""
    with tempfile.TemporaryDirectory() as name:
        runs = taken(Path(name) / "runs")
        words = words_text(runs, Path(name) / "shots")
        if "--words" in sys.argv[1:]:
            sys.stdout.write(words)
            return
        WORDS.write_text(words, encoding="utf-8")
        pictures = pictures_of(runs.shots, Path(name) / "shots")
    shown = {key: _image(key, png) for key, png in pictures.items()}
    shown |= {key: _screen(text) for key, text in runs.screens.items()}
    shown["enable-editing"] = _ENABLE
    write_pages(shown, runs)


def words_text(runs: Runs, work: Path) -> str:
    """Everything that stands in the pictures, picture by picture."""
    blocks = [f"# {key}\n{text}" for key, text in runs.screens.items()]
    found = words_of(runs.shots, work)
    sheets = {shot.key: shot.sheet for shot in runs.shots}
    for code, said in runs.said.items():
        blocks.append(f"# {code} › {said['cell']}\n{said['message']} {said['fix']}")
    blocks += [f"# {key} › {sheets[key]}\n" + "\n".join(rows) for key, rows in found.items()]
    return "\n\n".join(block.rstrip() for block in blocks) + "\n"


def write_pages(shown: Mapping[str, str], runs: Runs) -> None:
    """The page for the อำเภอ, and the manual of the province."""
    PAGES.mkdir(parents=True, exist_ok=True)
    (PAGES / "district.html").write_text(page(["district"], shown, runs), encoding="utf-8")
    whole = page(["province", "messages", "questions"], shown, runs)
    (PAGES / "manual.html").write_text(whole, encoding="utf-8")
    print_page(PAGES / "district.html", PAGES / "district.pdf")


def print_page(source: Path, target: Path) -> None:
    """A page as PDF: mail gateways stop pages, and LINE shows a PDF on a phone."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise FileNotFoundError("chromium is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += ["--disable-background-networking", f"--user-data-dir={profile}"]
        command += ["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def page(names: list[str], shown: Mapping[str, str], runs: Runs) -> str:
    """A self-contained page of some chapters."""
    chapters = [(TEXT / f"{name}.md").read_text(encoding="utf-8") for name in names]
    if "messages" in names:
        chapters[names.index("messages")] += "\n" + _messages(runs)
    maker = markdown.Markdown(extensions=["tables", "attr_list", "toc", "md_in_html"])
    body = _PLACE.sub(lambda place: shown[place[1]], maker.convert("\n\n".join(chapters)))
    kind = "one-page" if len(names) == 1 else "manual"
    style = (HERE / "manual.css").read_text(encoding="utf-8")
    title = chapters[0].splitlines()[0].removeprefix("# ").split(" {")[0]
    return (
        f'<!DOCTYPE html>\n<html lang="th"><head><meta charset="utf-8"><title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>{style}</style></head>\n<body class="{kind}">\n{body}\n'
        "<footer>ภาพทุกภาพมาจากรอบตัวอย่าง (ข้อมูลสมมติ)</footer></body></html>\n"
    )


def _messages(runs: Runs) -> str:
    pictured = "\n\n".join(_message(case, runs.said[case.code]) for case in CASES)
    return f"{pictured}\n\n{_other_messages()}"


def _message(case: Case, said: Mapping[str, str]) -> str:
    """One message: code and title, what was said, what to do, before and after."""
    code, title = case.code.lower(), load_catalogue().entry(case.code).texts["th"].title
    return (
        '<div class="message" markdown="1">\n\n'
        f"## {case.code} {title} {{#{code}}}\n\n> {said['message']} **{said['fix']}**\n\n"
        f"[[{code}-before]]\n\n[[{code}-after]]\n\n</div>"
    )


def _other_messages() -> str:
    """Tables of the messages without a picture: code, title, what to do."""
    catalogue = load_catalogue()
    text = (TEXT / "other_messages.md").read_text(encoding="utf-8")
    for who, codes in ALSO.items():
        rows = ["| รหัส | หมายความว่า | สิ่งที่ต้องทำ |", "|---|---|---|"]
        for code in codes:
            told = catalogue.entry(code).texts["th"]
            rows.append(f"| **{code}** | {told.title} | {_BRACES.sub('…', told.fix)} |")
        text = text.replace(f"[[{who}]]", "\n".join(rows))
    return text


def _screen(text: str) -> str:
    """What a terminal shows; where it shows columns, as a table that may be narrower."""
    head, *rows = text.splitlines()
    split = [_GAP.split(row) for row in rows]
    if sum(len(cells) > _COLUMNS for cells in split) < len(rows) // 2:
        return f'<pre class="screen">{html.escape(text)}</pre>'
    lines = "".join(
        "<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in cells) + "</tr>" for cells in split
    )
    return f'<div class="screen">{html.escape(head)}<table>{lines}</table></div>'


def _image(key: str, png: bytes) -> str:
    caption = next((word for end, word in _CAPTIONS.items() if key.endswith(end)), "")
    image = f'<img alt="{key}" src="{data_uri(png)}">'
    return f"<figure><figcaption>{caption}</figcaption>{image}</figure>" if caption else image


if __name__ == "__main__":
    main()
