"""The settings file.

SET-01 every setting is read; paths are relative to the file; dates in พ.ศ. or ค.ศ.
SET-02 what cannot be used is refused in one Thai sentence that names the place and what is allowed
SET-03 the file that `init` writes is itself valid, also with every comment taken away
SET-04 options win over settings; readings and dates reach the round
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.round.records import Province
from sorchor_xl.workflow.open_round import open_round, settings_near
from sorchor_xl.workflow.settings import Settings, SettingsError, parse_settings, read_settings
from sorchor_xl.workflow.start_round import new_settings_text

FULL = """
province = "บุรีรัมย์"
year = 2564
font = "TH Sarabun New"
mission_count = 9
[files]
inbox = "returned"
[letter]
number = "ที่ บร ๐๐๑๙/ว ๑๐๐๙"
date = "๑๑ กุมภาพันธ์ ๒๕๖๔"
[contact]
unit = "กลุ่มงาน"
phone = "๐ ๔๕๖๖ ๖๕๑๒"
recipient = "สำนัก"
[dates]
results_due = "30 มิ.ย. 2564"
plans_due = 2021-06-15
[readings]
A1 = "lower"
[award]
min_gap_years = 6
extra = [{ name = "ผ่านการตรวจเยี่ยม" }, { key = "x", name = "คะแนน", source = "score", minimum = 60 }]
[mail]
attachment_mb = 10
templates = "mail"
[pins]
310101 = "a.xlsx"
"""


def test_everything_is_read_set_01(tmp_path: Path) -> None:
    file = tmp_path / "sorchor.toml"
    file.write_text(FULL, encoding="utf-8")
    settings = read_settings(file)
    assert settings.inbox == tmp_path / "returned"
    assert settings.letter_date == date(2021, 2, 11)
    assert settings.dates == {"results_due": date(2021, 6, 30), "plans_due": date(2021, 6, 15)}
    assert [e.key for e in settings.award_extra] == ["extra1", "x"]
    assert (settings.pins, settings.readings) == ({"310101": "a.xlsx"}, {"A1": "lower"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('provinse = "x"', "provinse"),
        ('year = "2564"', "year"),
        ("[files]\nroster = 3", "files › roster"),
        ('[contact]\nfax = "1"', "fax"),
        ('[dates]\nresults_due = "30 กุมภาพันธ์ 2564"', "dates › results_due"),
        ('[award]\nextra = [{ key = "a" }]', "name"),
        ('[award]\nextra = [{ name = "a", source = "x" }]', "source"),
    ],
)
def test_refusals_name_the_place_set_02(text: str, named: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(named)):
        parse_settings(tomllib.loads(text))


@pytest.mark.parametrize(
    ("text", "named"),
    [('[dates]\ndue = "30 เม.ย. 2564"', "due"), ('[readings]\nA99 = "x"', "A99")],
)
def test_the_round_refuses_what_the_rubric_has_not_set_02(text: str, named: str) -> None:
    settings = parse_settings(tomllib.loads(f'province = "31"\n{text}'))
    with pytest.raises(SettingsError, match=named):
        open_round(settings, None, None)


def test_without_a_province_nothing_is_opened_set_02() -> None:
    with pytest.raises(SettingsError, match="--province"):
        open_round(Settings(), None, None)


def test_a_broken_file_is_named_set_02(tmp_path: Path) -> None:
    file = tmp_path / "sorchor.toml"
    file.write_text("province = ", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sorchor\.toml"):
        read_settings(file)


@pytest.mark.parametrize("uncomment", [False, True])
def test_the_new_file_is_valid_set_03(uncomment: bool) -> None:
    text = new_settings_text(Province("31", "บุรีรัมย์"), load_rubric(2564))
    if uncomment:
        text = re.sub(r"^# (?=[\w\"]+ = )", "", text, flags=re.MULTILINE)
    settings = parse_settings(tomllib.loads(text))
    assert settings.province == "บุรีรัมย์"
    if uncomment:
        assert set(settings.dates) == set(load_rubric(2564).dates)
        assert settings.readings == load_rubric(2564).default_readings


def test_options_win_and_choices_reach_the_round_set_04(tmp_path: Path) -> None:
    (tmp_path / "sorchor.toml").write_text(FULL, encoding="utf-8")
    opened = open_round(settings_near(tmp_path, None), "สุรินทร์", None)
    assert opened.province.code == "32"
    assert opened.scheme.readings["A1"] == "lower"
    assert opened.dates["results_due"] == date(2021, 6, 30)
    assert opened.dates["orders_due"] == date(2021, 3, 31)
