"""What stands beside the inputs of last year.

YEAR-05  a base is shown where all that are divided by it this year were divided by one last year
YEAR-06  what differs from what is known of last year was typed there, and is told
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from damage.subject import Subject, places
from issued import context

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.form.row_keys import base_row
from sorchor_xl.intake.returned_workbook import read_book
from sorchor_xl.report.previous_summary import Before, Previous
from sorchor_xl.workbooks.grid import open_book
from sorchor_xl.workflow.last_years_figures import figures_beside


@pytest.mark.parametrize(("other", "shown"), [(20, 20), (31, None)])
def test_a_base_that_was_two_is_left_out_year_05(other: int, shown: int | None) -> None:
    """ข้อ 1 and ข้อ 20 are divided by one base: where last year's were two, neither is this one."""
    bases = {1: 20, 20: other}
    past = Before("310101", "ในเมือง", "เมือง", True, 45, 2, "ปานกลาง", {}, {}, bases=bases)
    before = Previous("p.xlsx", "", "31", "บุรีรัมย์", 2563, "", "cdd-2563", {"310101": past})
    found = figures_beside(before, load_rubric(2564))
    assert found["310101"].previous.get(base_row("committee")) == shown


KNOWN = {"I01": "35 (3)", "I05": "2 (2)", "B.funds": 9, "TOTAL": 48}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, ""),
        ({"B.funds": 8}, "8"),
        ({"TOTAL": 60}, "60"),
        ({"I01": "36 (3)"}, "36 (3)"),
        ({"I09": "4 (2)"}, "4 (2)"),
        ({"I01": None, "I05": None, "B.funds": None, "TOTAL": None}, ""),
        ({"I01": "1 (1)", "I05": "1 (1)", "B.funds": 2, "TOTAL": 30}, ""),
    ],
    ids=["as known", "base", "total", "value", "where none is", "issued without", "with another"],
)
def test_what_differs_from_last_years_summary_was_typed_year_06(
    typed: Mapping[str, object], told: str
) -> None:
    """Where most of the column is otherwise, the workbook was issued with another summary."""
    subject = Subject(4)
    rows, columns = places()
    for row, figure in {**KNOWN, **typed}.items():
        subject.sheet.put(rows[row], columns["previous"], figure)
    context_ = replace(context(), last_year={subject.code: KNOWN})
    book = open_book(subject.book.saved(), FileKind.XLSX)
    found = read_book(book, "f.xlsx", context_).findings
    assert [f.value for f in found if f.code == "W78"] == ([told] if told else [])
