"""The roster of places.

ROST-01 The packaged roster is the country as DOPA counts it; every place is found by its own code
        and, within its parent, by its own name, with or without the word before it.
ROST-02 Every listed alias leads to its place; code and Thai digits work alike.
ROST-03 A near miss or a name of several places is never answered: suggestions are offered.
ROST-04 Names that contain or begin with a prefix word are whole names.
ROST-05 A bare เมือง is the อำเภอเมือง of the province, unless two begin so.
ROST-06 A province's own table is read from CSV and workbook, and all its faults name their row.
ROST-07 Loading one province makes records of that province only.
"""

from __future__ import annotations

import csv
import pickle
from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import Workbook

from sorchor_xl.data.roster_files import load_provinces, load_roster
from sorchor_xl.domain.places.roster import PlaceLevel, Roster, UnknownPlace, full_name
from sorchor_xl.domain.places.roster_table import RosterError, roster_from_table
from sorchor_xl.domain.round.records import Province
from sorchor_xl.domain.thai.text import to_thai_digits
from sorchor_xl.workbooks.front_door import RefusedFileError
from sorchor_xl.workflow.own_roster import read_roster_file

PROVINCES = (Province("31", "บุรีรัมย์"), Province("32", "สุรินทร์"))
HEADINGS = ["รหัส", "อำเภอ", "ตำบล"]


@pytest.fixture(scope="module")
def country() -> Roster:
    return load_roster()


@pytest.fixture(scope="module")
def buriram() -> Roster:
    return load_roster("31")


def test_counts(country: Roster) -> None:
    """ROST-01: DOPA's numbers, with ปากพนัง (801201) which its yearly count leaves out."""
    assert len(country.provinces()) == 77
    bangkok = len(country.amphoes("10")), len(country.tambons("10"))
    assert bangkok == (50, 180)
    assert len(country.by_amphoe) - bangkok[0] == 878
    assert len(country.by_tambon) - bangkok[1] == 7256
    assert country.tambon_of("801201").name == "ปากพนัง"


def test_every_place_is_found_by_code_and_name(country: Roster) -> None:
    """ROST-01"""
    for province in country.provinces():
        assert country.find_province(province.code) == province
        assert country.find_province(full_name(province)) == province
    for amphoe in country.by_amphoe.values():
        assert country.find_amphoe(amphoe.name, amphoe.code[:2]) == amphoe
        assert country.find_amphoe(full_name(amphoe), amphoe.code[:2]) == amphoe
    for tambon in country.by_tambon.values():
        for text in (tambon.code, tambon.name, full_name(tambon), f"ต. {tambon.name} "):
            assert country.find_tambon(text, tambon.amphoe_code) == tambon


def test_every_alias_leads_to_its_place(country: Roster) -> None:
    """ROST-02"""
    table = files("sorchor_xl").joinpath("data", "aliases.csv").read_text("utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert rows
    for row in rows:
        code, alias = row["code"], row["alias_th"]
        if row["level"] == "amphoe":
            assert country.find_amphoe(alias, code[:2]).code == code
        else:
            assert country.find_tambon(alias, code[:4]).code == code


@pytest.mark.parametrize(
    "text", ["31", "๓๑", "บุรีรัมย์", "จังหวัดบุรีรัมย์", "จ. บุรีรัมย์", "Buri Ram", "buriram"]
)
def test_province_as_people_write_it(text: str) -> None:
    """ROST-02"""
    assert load_provinces().find_province(text).code == "31"


@pytest.mark.parametrize(
    "text", ["3102", "๓๑๐๒", "คูเมือง", "อ.คูเมือง", "อำเภอ คูเมือง", "ค\u200bูเมือง\u00a0"]
)
def test_amphoe_as_people_write_it(buriram: Roster, text: str) -> None:
    """ROST-02"""
    assert buriram.find_amphoe(text, "31").code == "3102"


@pytest.mark.parametrize(
    ("text", "area", "code"),
    [
        ("ห้วยราช", "3116", "311601"),
        ("ห้วยราชา", "3116", "311608"),
        ("กระสัง", "3101", "310127"),
        ("กระสัง", "3103", "310301"),
        ("กระสัง", "3111", "311115"),
        ("จ.ป.ร.", "8504", "850406"),
        ("จ.ป.ร", "8504", "850406"),
        ("ตำบลจ.ป.ร.", "8504", "850406"),
        (to_thai_digits("310127"), "3101", "310127"),
    ],
)
def test_tambon(country: Roster, text: str, area: str, code: str) -> None:
    """ROST-01, ROST-04"""
    assert country.find_tambon(text, area).code == code


def test_names_with_prefix_words_inside(country: Roster) -> None:
    """ROST-04"""
    for word in ("ตำบล", "เขต"):
        inside = [t for t in country.by_tambon.values() if word in t.name]
        assert inside
        for tambon in inside:
            assert country.find_tambon(tambon.name, tambon.amphoe_code) == tambon
    assert country.find_amphoe("สนามชัยเขต", "24").name == "สนามชัยเขต"


@pytest.mark.parametrize("text", ["เมือง", "อ.เมือง", "อำเภอเมืองฯ"])
def test_bare_capital(country: Roster, text: str) -> None:
    """ROST-05"""
    assert country.find_amphoe(text, "31").name == "เมืองบุรีรัมย์"
    with pytest.raises(UnknownPlace) as caught:
        country.find_amphoe(text, "30")
    assert caught.value.ambiguous
    assert [place.name for place in caught.value.candidates] == ["เมืองนครราชสีมา", "เมืองยาง"]


def test_bare_capital_is_ambiguous_in_four_provinces(country: Roster) -> None:
    """ROST-05: counted in DOPA's list; อยุธยา and Bangkok have no อำเภอเมือง."""
    ambiguous, none = [], []
    for province in country.provinces():
        try:
            country.find_amphoe("เมือง", province.code)
        except UnknownPlace as error:
            (ambiguous if error.ambiguous else none).append(province.code)
    assert ambiguous == ["30", "33", "45", "52"]
    assert none == ["10", "14"]


@pytest.mark.parametrize(
    "text", ["ห้วยราช์", "ห้วยราชร", "", "ต.", "ห้วยราช ห้วยราชา", "999999", "310101"]
)
def test_near_miss_is_not_answered(country: Roster, text: str) -> None:
    """ROST-03: 310101 is a ตำบล of another อำเภอ."""
    with pytest.raises(UnknownPlace) as caught:
        country.find_tambon(text, "3116")
    assert not caught.value.ambiguous
    assert caught.value.level is PlaceLevel.TAMBON


def test_near_miss_is_suggested_in_one_line(country: Roster) -> None:
    """ROST-03"""
    with pytest.raises(UnknownPlace) as caught:
        country.find_tambon("ต.ห้วยราช์", "3116")
    message = str(caught.value)
    assert {place.name for place in caught.value.candidates} >= {"ห้วยราช", "ห้วยราชา"}
    assert "อำเภอห้วยราช" in message
    assert "311601" in message
    assert "\n" not in message


def test_name_of_several_tambons_of_a_province(country: Roster) -> None:
    """ROST-03"""
    with pytest.raises(UnknownPlace) as caught:
        country.find_tambon("กระสัง", "31")
    assert caught.value.ambiguous
    assert [p.code for p in caught.value.candidates] == ["310127", "310301", "311115"]


def test_unknown_place_survives_a_process_boundary(country: Roster) -> None:
    """ROST-03"""
    with pytest.raises(UnknownPlace) as caught:
        country.find_amphoe("เมือง", "30")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert str(copy) == str(caught.value)


def test_unknown_province_code() -> None:
    """ROST-03"""
    with pytest.raises(UnknownPlace):
        load_roster("99")


def test_bangkok_has_its_own_words(country: Roster) -> None:
    """ROST-01"""
    assert full_name(country.find_province("10")) == "กรุงเทพมหานคร"
    assert full_name(country.find_amphoe("เขตสาธร", "10")) == "เขตสาทร"


def test_one_province_only(buriram: Roster) -> None:
    """ROST-07"""
    assert (len(buriram.amphoes("31")), len(buriram.tambons("31"))) == (23, 189)
    assert len(buriram.by_tambon) == 189
    assert len(buriram.provinces()) == 77
    assert buriram.amphoes("32") == ()
    codes = [tambon.code for tambon in buriram.tambons("31")]
    assert codes == sorted(codes)
    assert buriram.amphoe_of("311601").name == "ห้วยราช"
    assert pickle.loads(pickle.dumps(buriram)) == buriram  # noqa: S301 - our own bytes


def test_own_table() -> None:
    """ROST-06"""
    rows: list[list[object]] = [
        ["ทะเบียนตำบล"],
        ["ลำดับ", "ชื่อตำบล", "ชื่ออำเภอ", "รหัสตำบล"],
        [1, "ตำบลในเมือง", "อำเภอเมืองบุรีรัมย์", 310101.0],
        [None, None, "", ""],
        [2, "จ.ป.ร.", "เมืองบุรีรัมย์", "๓๑๐๑๙๙"],
    ]
    roster = roster_from_table(rows, PROVINCES, {"310199": ("จปร",), "320101": ("ไม่อยู่",)})
    assert [(t.code, t.name) for t in roster.tambons("3101")] == [
        ("310101", "ในเมือง"),
        ("310199", "จ.ป.ร."),
    ]
    assert roster.find_amphoe("เมือง", "31").name == "เมืองบุรีรัมย์"
    assert roster.find_tambon("จปร", "3101").code == "310199"
    assert "320101" not in roster.aliases


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([["31010", "ก", "ข"]], "แถว 2"),
        ([["", "ก", "ข"]], "แถว 2"),
        ([["990101", "ก", "ข"]], "แถว 2"),
        ([["310101", "", "ข"]], "แถว 2"),
        ([["310101", "ก", "  "]], "แถว 2"),
        ([["310101"]], "แถว 2"),
        ([["310101", "ก", "ข"], ["310101", "ก", "ค"]], "แถว 3"),
        ([["310101", "ก", "ข"], ["310102", "ก", "ต.ข"]], "แถว 3"),
        ([["310101", "ก", "ข"], ["310102", "ง", "ค"]], "แถว 3"),
    ],
)
def test_faulty_table_names_its_row(rows: list[list[str]], row: str) -> None:
    """ROST-06"""
    with pytest.raises(RosterError) as caught:
        roster_from_table([HEADINGS, *rows], PROVINCES)
    assert all(row in problem for problem in caught.value.problems)


def test_all_faults_in_one_pass() -> None:
    """ROST-06"""
    with pytest.raises(RosterError) as caught:
        roster_from_table([HEADINGS, ["x", "ก", "ข"], ["310101", "", ""]], PROVINCES)
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize("rows", [[], [["ก", "ข"]], [HEADINGS]])
def test_table_without_headings_or_rows(rows: list[list[str]]) -> None:
    """ROST-06"""
    with pytest.raises(RosterError):
        roster_from_table(rows, PROVINCES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_own_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """ROST-06"""
    file = tmp_path / "roster.csv"
    lines = [HEADINGS, ["310101", "เมืองบุรีรัมย์", "ในเมือง"], ["310199", "เมืองบุรีรัมย์", "ใหม่"]]
    file.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert read_roster_file(file).find_tambon("ใหม่", "3101").code == "310199"


def test_own_workbook(tmp_path: Path) -> None:
    """ROST-06"""
    file = tmp_path / "roster.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([])
    sheet.append(HEADINGS)
    sheet.append([310101, "เมืองบุรีรัมย์", "ในเมือง"])
    book.save(file)
    assert read_roster_file(file).tambon_of("310101").name == "ในเมือง"


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xff\xfe\x00\x81", b""])
def test_file_that_is_no_roster(tmp_path: Path, content: bytes) -> None:
    """ROST-06"""
    file = tmp_path / "roster.xlsx"
    file.write_bytes(content)
    with pytest.raises(RefusedFileError):
        read_roster_file(file)
