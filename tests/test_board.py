"""The board of a round, looked at in a real browser (Chromium, headless).

BOARD-01 every อำเภอ stands on it, what is to be done first on top, with state, reason and action
BOARD-02 nothing is wider than the screen at 360 and at 1366 px, no button is too small to touch,
         no word of the drawing too small to read or cut off
BOARD-03 the copy button gives the chat text whole; sorting reorders, and back
BOARD-04 links lead to the drafts and corrections beside it, by a relative way
BOARD-05 hostile names are shown as they are: no script of theirs runs, no element is made
BOARD-06 the page needs no network and refreshes only while asked to
BOARD-07 same results, same page
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from factory import make_results

from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import AmphoeStatus, DistrictInfo, Where
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.round.urgency import by_urgency
from sorchor_xl.drafts.board import BoardExtras, BoardLink, board_html

HOSTILE = '</textarea><script>window.broken = 1</script><img src=x onerror="window.broken=1">&lt;'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PROBE = """<script>
window.addEventListener("load", function () {
  var copied = [];
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: {
    writeText: function (text) { copied.push(text); return Promise.resolve(); } } });
  var order = function () { return Array.prototype.map.call(
    document.querySelectorAll("#rows > li"), function (li) { return li.dataset.code; }); };
  var first = order();
  document.querySelectorAll("[data-copy]").forEach(function (b) { b.click(); });
  document.querySelector('[data-sort="code"]').click();
  var byCode = order();
  document.querySelector('[data-sort="rank"]').click();
  var small = Array.prototype.filter.call(document.querySelectorAll("button, a.link"),
    function (b) { return b.getBoundingClientRect().height < 36; }).length;
  var shown = Array.prototype.filter.call(document.querySelectorAll("svg"),
    function (s) { return s.getBoundingClientRect().width; });
  var words = Array.prototype.map.call(shown[0].querySelectorAll("text"),
    function (t) { return t.getBoundingClientRect(); });
  var frame = shown[0].getBoundingClientRect();
  parent.document.getElementById("probe").textContent = JSON.stringify({
    width: window.innerWidth, needed: document.documentElement.scrollWidth, small: small,
    drawings: shown.length,
    cut: words.filter(function (w) {
      return w.left < frame.left || w.right > frame.right || w.top < frame.top; }).length,
    lowest: Math.min.apply(null, words.map(function (w) { return w.height; })),
    copied: copied, first: first, byCode: byCode, again: order(),
    broken: window.broken || 0, images: document.images.length,
    links: Array.prototype.map.call(document.querySelectorAll("a.link"), function (a) {
      return a.getAttribute("href"); }) });
});
</script></body>"""


@cache
def results() -> Results:
    """A made-up province with a hostile file name and a hostile note."""
    made = make_results()
    code = made.amphoes[0].amphoe.code
    found = Finding("E01", Where(HOSTILE), amphoe_code=code)
    orphan = Finding("E01", Where(f"ไม่ทราบ {HOSTILE}"))
    first = replace(
        made.amphoes[0],
        status=AmphoeStatus.UNREADABLE,
        files=(HOSTILE,),
        info=DistrictInfo(remark=HOSTILE),
    )
    return replace(
        made,
        amphoes=(first, *made.amphoes[1:]),
        findings=(*made.findings, found, orphan),
    )


def extras(refresh: int = 0) -> BoardExtras:
    """Texts for every อำเภอ, one with everything that could break out; a link with Thai in it."""
    texts = {a.amphoe.code: f"เรียน {a.amphoe.name}\n\n{HOSTILE}" for a in results().amphoes}
    code = results().amphoes[0].amphoe.code
    links = {code: [BoardLink("เปิดร่าง", f'2021-05-03/{code}_ก & "ข" #1?.eml')]}
    return BoardExtras(texts, links, [f"เปลี่ยน {HOSTILE}"], "เมื่อวาน", refresh)


@cache
def looked_at(width: int, folder: Path) -> dict[str, Any]:
    """What a browser of that width makes of the page."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine to look at the page with")
    page = folder / f"board{width}.html"
    inner = board_html(results(), extras()).replace("</body>", PROBE)
    # A frame, because Chromium makes no window narrower than 500 px.
    frame = f'<iframe style="border:0" width="{width}" height="900" srcdoc="{escape(inner)}">'
    outer = f'<!DOCTYPE html><meta charset="utf-8"><pre id="probe"></pre>{frame}</iframe>'
    page.write_text(outer, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={folder / 'profile'}", "--window-size=1600,1000"]
    done = subprocess.run([*command, page.as_uri()], capture_output=True, timeout=120, check=True)
    found = re.search(r'<pre id="probe">(.*?)</pre>', done.stdout.decode(), re.DOTALL)
    assert found is not None
    told: dict[str, Any] = json.loads(unescape(found[1]))
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser finds the page."""
    return tmp_path_factory.mktemp("board")


@pytest.mark.parametrize("width", [360, 1366])
def test_it_fits_the_screen_board_02(folder: Path, width: int) -> None:
    seen = looked_at(width, folder)
    assert seen["width"] == width
    assert seen["needed"] <= width
    assert seen["small"] == 0
    assert (seen["drawings"], seen["cut"]) == (1, 0)
    assert seen["lowest"] >= 12  # a line of letters that can be read


def test_copy_and_sort_board_03(folder: Path) -> None:
    seen = looked_at(1366, folder)
    codes = [a.amphoe.code for a in results().amphoes]
    texts = extras().texts
    assert seen["copied"] == [texts[code] for code in seen["first"]]
    assert seen["byCode"] == sorted(codes)
    assert seen["again"] == seen["first"]
    assert seen["first"] != seen["byCode"]


def test_links_board_04(folder: Path) -> None:
    (link,) = looked_at(1366, folder)["links"]
    code = results().amphoes[0].amphoe.code
    assert not link.startswith(("/", "file:", "http"))
    assert unquote(link) == f'2021-05-03/{code}_ก & "ข" #1?.eml'


def test_hostile_names_are_text_board_05(folder: Path) -> None:
    seen = looked_at(360, folder)
    assert (seen["broken"], seen["images"]) == (0, 0)


class Tags(HTMLParser):
    """Elements with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """Every element of a page."""
    parser = Tags()
    parser.feed(text)
    return parser.found


def test_it_needs_no_network_board_06() -> None:
    page = board_html(results(), extras())
    assert "http://" not in page
    assert "https://" not in page
    sources = [a for _, attrs in tags(page) for a in attrs if a in ("src", "srcset")]
    assert sources == []
    assert [t for t, _ in tags(page)].count("script") == 1
    assert 'http-equiv="refresh"' not in page
    assert 'http-equiv="refresh" content="20"' in board_html(results(), extras(refresh=20))


def test_everyone_stands_on_it_board_01() -> None:
    page = board_html(results(), extras())
    rows = [attrs for tag, attrs in tags(page) if tag == "li" and "data-code" in attrs]
    assert {r["data-code"] for r in rows} == {a.amphoe.code for a in results().amphoes}
    ordered = [a.amphoe.code for group in by_urgency(results()).values() for a in group]
    assert [r["data-code"] for r in rows] == ordered != sorted(ordered)
    assert "ไม่ทราบว่าเป็นของอำเภอใด" in page


def test_same_results_same_page_board_07() -> None:
    assert board_html(results(), extras()) == board_html(results(), extras())
