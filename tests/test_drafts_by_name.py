"""Names that take back, and names of places that only look so.

DRAFT-01  No name that the program gives a workbook or a sheet of any ตำบล says that it is a draft.
DRAFT-02  Words beside the name of a place are heard all the same.
"""

from __future__ import annotations

import pytest

from sorchor_xl.data.roster_files import load_provinces, load_roster
from sorchor_xl.intake.drafts_by_name import takes_back


def test_no_place_is_a_draft() -> None:
    """DRAFT-01."""
    taken = []
    for province in load_provinces().provinces():
        roster = load_roster(province.code)
        amphoes = roster.amphoes(province.code)
        tambons = [tambon for amphoe in amphoes for tambon in roster.tambons(amphoe.code)]
        places = [place.name for place in (*amphoes, *tambons, province)]
        names = [f"{a.code}_{a.name}_2564 จ.{province.name}.xlsx" for a in amphoes]
        names += [f"ต.{tambon.name}" for tambon in tambons]
        taken += [name for name in names if takes_back(name, places)]
    assert not taken


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("ต.บ้านเก่า", False),
        ("ต.บ้านเก่า เก่า", True),
        ("ต.บ้านเก่า(ร่าง)", True),
        ("3122 บ้านเก่า แทนฉบับเดิม.xlsx", False),
        ("latest contest.xlsx", False),
        ("3122 test.xlsx", True),
        ("ชลบุรี.xlsx", False),
        ("3122 ลบ.xlsx", True),
    ],
)
def test_words_beside_a_place(name: str, taken: bool) -> None:
    """DRAFT-02."""
    assert takes_back(name, ["บ้านเก่า"]) is taken
