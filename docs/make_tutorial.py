"""Make the tutorial anew: play a round with real files and set its screens into the text.

Run ``PYTHONPATH=.:tests python docs/make_tutorial.py`` where LibreOffice, poppler, Chromium and the
fonts of `make_pictures` are installed. The words are held to the round of today by
``tests/test_round_played.py``; the pictures are not, so look at them.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from round_played import Played, Said

DOCS: Final = Path(__file__).resolve().parent
PICTURES: Final = ("board", "summary", "letter")
COLOURS: Final = 64
"""Kept of a picture: enough for these, and it stays small."""
BOARD: Final = (1000, 1560)
DOTS: Final = 80
_MARK: Final = re.compile(r"\[\[(\w+)([.:])([^\]]+)\]\]")


def tutorial(played: Played) -> str:
    """The text with every mark filled by what the round said; KeyError for one that names none."""
    text = (DOCS / "tutorial_text.md").read_text(encoding="utf-8")
    return _MARK.sub(lambda mark: _filled(played, *mark.groups()), text)


def _filled(played: Played, first: str, sign: str, rest: str) -> str:
    if sign == ".":
        return _screen(played, first, rest)
    if first == "draft":
        shown = (played.folder / "drafts" / rest).read_text(encoding="utf-8")
        return f"```text\n{shown.strip()}\n```"
    name, _, caption = rest.partition(" ")
    return f"![{caption}](images/tutorial_{PICTURES[PICTURES.index(name)]}.png)"


def _screen(played: Played, day: str, command: str) -> str:
    seen = played.days[day]
    said: dict[str, Said] = {
        "status": seen.status,
        "mail": seen.drafts,
        "summarize": seen.summary,
    }
    lines = "\n".join(line.rstrip() for line in said[command].shown.splitlines())
    return f"```text\n> {said[command].typed}\n{lines}\n```"


def main() -> None:
    """Play the round, take the pictures on their days, write the tutorial."""
    from make_pictures import lay_fonts
    from round_played import open_office, play

    with tempfile.TemporaryDirectory(prefix="sorchor-tutorial-") as name:
        folder = Path(name) / "round"
        folder.mkdir()
        os.chdir(folder)
        fonts = Path(name) / "fonts"
        fonts.mkdir()
        environment = lay_fonts(fonts)
        office = open_office(folder)

        def seen(day: str) -> None:
            if day == "second":
                _of_board(next((folder / "drafts").glob("*-24/index.html")), Path(name))
            if day == "fifth":
                letter = next((folder / "drafts").rglob("*.docx"))
                _of_page(folder / "results" / "31_summary_2564.xlsx", "summary", environment)
                _of_page(letter, "letter", environment)

        played = play(office, seen)
        (DOCS / "tutorial.md").write_text(tutorial(played), encoding="utf-8")


def _of_board(page: Path, work: Path) -> None:
    """The board as a browser shows it."""
    shot = work / "board.png"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = ",".join(map(str, BOARD))
    command += [f"--user-data-dir={work / 'browser'}", f"--window-size={size}"]
    subprocess.run(  # noqa: S603 a fixed command on a page of ours
        [*command, f"--screenshot={shot}", page.as_uri()], capture_output=True, check=True
    )
    _save("board", shot)


def _of_page(document: Path, name: str, environment: Mapping[str, str]) -> None:
    """The first page of a document."""
    from make_pictures import printed

    with tempfile.TemporaryDirectory(prefix="sorchor-page-") as work:
        pdf = printed(document, Path(work), environment)
        target = Path(work) / name
        command = ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile", "-png"]
        subprocess.run([*command, str(pdf), str(target)], check=True)  # noqa: S603 likewise
        _save(name, target.with_suffix(".png"))


def _save(name: str, picture: Path) -> None:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(picture) as shown:
        shown.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    (DOCS / "images" / f"tutorial_{name}.png").write_bytes(out.getvalue())


if __name__ == "__main__":
    main()
