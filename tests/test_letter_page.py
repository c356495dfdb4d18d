"""docs/letter.md: every requirement of the letter, and where it is served.

PAGE-01  the page is what docs/letter.toml and the data files say: no name on it can drift
PAGE-02  R01–R40 stand there, each with a quotation and at least one place; so does every number
         that a column of the register claims
PAGE-03  each sheet and column named is in a district workbook and a summary as written
PAGE-04  a key that is gone is an error, not a blank
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from factory import make_results
from issued import issue
from office import grids
from openpyxl import load_workbook
from sample_tables import ROOT, load_script

from sorchor_xl.data.register_texts import SHEETS, register_columns
from sorchor_xl.report.summary import write_summary

LETTER = load_script(ROOT / "docs" / "make_letter.py")
EVERY = tuple(f"R{number:02d}" for number in range(1, 41))


def test_the_page_is_what_the_data_say() -> None:
    """PAGE-01."""
    assert (ROOT / "docs" / "letter.md").read_text(encoding="utf-8") == LETTER.page()


def test_every_requirement_is_served() -> None:
    """PAGE-02."""
    rows = LETTER.requirements()
    assert tuple(rows) == EVERY
    for number, row in rows.items():
        assert row["at"]
        assert row["quote"]
        assert any(LETTER.places(number, row)), number
    claimed = {n for s in SHEETS for c in register_columns(s) for n in c.letter.split()}
    assert claimed <= set(EVERY)


def flat(values: object) -> str:
    return " ".join(str(values).split())


def test_each_place_is_there(tmp_path: Path) -> None:
    """PAGE-03: forms bear the names of their ตำบล; corrections come only with a correction."""
    book = load_workbook(BytesIO(issue()), data_only=True)
    form = {s.title: {flat(c.value) for r in s.iter_rows() for c in r if c.value} for s in book}
    tambons = next(texts for title, texts in form.items() if title.startswith("ต."))
    form |= {LETTER.form_place("F")[0]: tambons, LETTER.form_place("C")[0]: set()}
    summary = {
        title: {flat(value) for row in rows for value in row}
        for title, rows in grids(write_summary(make_results(), tmp_path / "s.xlsx")).items()
    }
    for number, row in LETTER.requirements().items():
        in_form, _, in_summary = LETTER.places(number, row)
        for found, stated in ((form, in_form), (summary, in_summary)):
            for sheet, heading in stated:
                assert not heading or flat(heading) in found[sheet], (number, sheet, heading)


@pytest.mark.parametrize(
    ("say", "key"),
    [
        ("form_place", "O.nothing"),
        ("form_place", "Z"),
        ("summary_place", "orders.nothing"),
        ("summary_place", "nothing"),
        ("settings_place", "ask.nothing"),
        ("settings_place", "dates.nothing"),
    ],
)
def test_a_key_that_is_gone_is_an_error(say: str, key: str) -> None:
    """PAGE-04."""
    with pytest.raises(KeyError):
        getattr(LETTER, say)(key)
