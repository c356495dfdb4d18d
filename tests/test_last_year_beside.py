"""What stands beside the inputs of last year.

YEAR-05  a base is shown where all that are divided by it this year were divided by one last year
"""

from __future__ import annotations

import pytest

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.form.row_keys import base_row
from sorchor_xl.report.previous_summary import Before, Previous
from sorchor_xl.workflow.last_years_figures import figures_beside


@pytest.mark.parametrize(("other", "shown"), [(20, 20), (31, None)])
def test_a_base_that_was_two_is_left_out_year_05(other: int, shown: int | None) -> None:
    """ข้อ 1 and ข้อ 20 are divided by one base: where last year's were two, neither is this one."""
    bases = {1: 20, 20: other}
    past = Before("310101", "ในเมือง", "เมือง", True, 45, 2, "ปานกลาง", {}, {}, bases=bases)
    before = Previous("p.xlsx", "", "31", "บุรีรัมย์", 2563, "", "cdd-2563", {"310101": past})
    found = figures_beside(before, load_rubric(2564))
    assert found["310101"].previous.get(base_row("committee")) == shown
