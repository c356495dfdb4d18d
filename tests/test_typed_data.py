"""What stands in a rubric or settings file is of its type and range, or refused in a sentence.

TYPE-01  every value of both files, given every other type: one Thai sentence that names file and
         key, shows what stands there and says what is allowed; never a traceback
TYPE-02  every key misspelt or left out is named, the misspelt one with its nearest neighbour
TYPE-03  ranges, and what must fit the rubric and the province
TYPE-04  on the command line such a file ends with exit code 2 and that sentence
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from msgspec import Struct, structs
from test_cli import run
from test_settings import FULL

from sorchor_xl.data.form_shape import FormTable
from sorchor_xl.data.register_texts import RegisterTable
from sorchor_xl.data.report_shape import ReportTable
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.data.rubric_parse import RubricError, rubric_of_table
from sorchor_xl.data.texts_shape import BoardTable, FindingsTable, MailWords, MovementTable, Pair
from sorchor_xl.data.toml_records import TableError, decode_table
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.settings import SettingsError, parse_settings

RUBRIC = (resources.files("sorchor_xl") / "data" / "rubrics" / "2564.toml").read_text("utf-8")
FILES = {"2564.toml": tomllib.loads(RUBRIC), "sorchor.toml": tomllib.loads(FULL)}
OTHERS: tuple[Any, ...] = (
    "ข้อความ",
    7,
    -1,
    2.5,
    True,
    date(2021, 4, 30),
    datetime(2021, 4, 30),  # noqa: DTZ001 as TOML writes a time without zone
    ["ก"],
    [],
    {"ก": 1},
    {},
)
BROKEN = RUBRIC.replace("high = 24", 'high = "24"', 1)
Place = tuple[str | int, ...]


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Every value of a table, containers too."""
    if at:
        yield at
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*at, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*at, number))


def at(table: Any, place: Place) -> Any:
    """The value at a place."""
    for key in place:
        table = table[key]
    return table


@contextmanager
def changed(table: Any, place: Place, value: object) -> Iterator[Any]:
    """The table with another value at a place, put back afterwards."""
    inside, key = at(table, place[:-1]), place[-1]
    before = inside[key]
    inside[key] = value
    yield table
    inside[key] = before


def read(file: str, table: Any) -> None:
    """What a command does with the file before it works."""
    if file == "2564.toml":
        rubric_of_table(table, file)
    else:
        open_round(parse_settings(table, file=file), None, None)


def refusal(file: str, table: Any) -> str | None:
    """The sentence a file is refused with; None where it is not."""
    try:
        read(file, table)
    except (RubricError, SettingsError) as error:
        return str(error)
    return None


def same_type(one: object, other: object) -> bool:
    """Alike for TOML; an empty list or table in place of another is no other type."""
    return type(one) is type(other)


@pytest.mark.parametrize("file", FILES)
def test_every_value_given_another_type_type_01(file: str) -> None:
    table, accepted, unclear = FILES[file], [], []
    tried = 0
    for place in places(table):
        for other in OTHERS:
            if same_type(at(table, place), other):
                continue
            tried += 1
            with changed(table, place, other) as made:
                said = refusal(file, made)
            key = [p for p in place if isinstance(p, str)][-1]
            if said is None:
                accepted.append((place, other))
            elif file not in said or key not in said or "ต้องเป็น" not in said or "\n" in said:
                unclear.append((place, other, said))
    # a date of the settings may be a TOML date or a text; both are of its type
    free = {("letter", "date"), ("dates", "results_due"), ("dates", "plans_due")}
    assert [a for a in accepted if a[0] not in free or type(a[1]) is not date] == []
    assert unclear == []
    assert tried > 5 * len(list(places(table)))


@pytest.mark.parametrize("file", FILES)
def test_every_key_misspelt_or_left_out_type_02(file: str) -> None:
    table = FILES[file]
    free = {"readings", "pins", "dates", "covers", "cuts", "options"}
    for place in places(table):
        *above, key = place
        if not isinstance(key, str) or (above and above[-1] in free):
            continue
        inside = at(table, tuple(above))
        entries = list(inside.items())
        inside[f"{key}x"] = inside.pop(key)
        said = refusal(file, table)
        inside.clear()
        inside.update(entries)
        assert said is not None
        assert f"{key}x" in said
        assert f"อาจหมายถึง {key} " in said


TEXTS: Mapping[str, Any] = {
    "board.toml": BoardTable,
    "console.toml": dict[str, Pair],
    "findings.toml": FindingsTable,
    "form.toml": FormTable,
    "mail.toml": MailWords,
    "movement.toml": MovementTable,
    "register.toml": RegisterTable,
    "report.toml": ReportTable,
}
DATA = resources.files("sorchor_xl") / "data"


def test_every_file_of_words_is_typed_type_01() -> None:
    assert sorted(TEXTS) == sorted(f.name for f in DATA.iterdir() if f.name.endswith(".toml"))


def refused(file: str, table: Any) -> str:
    """The sentence a file of words is refused with; "" where it is not."""
    try:
        decode_table(table, TEXTS[file], file)
    except TableError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("file", TEXTS)
def test_every_word_given_another_type_type_01(file: str) -> None:
    table, wrong, tried = tomllib.loads((DATA / file).read_text("utf-8")), [], 0
    assert refused(file, table) == ""
    for place in places(table):
        for other in OTHERS:
            if same_type(at(table, place), other):
                continue
            tried += 1
            key = [p for p in place if isinstance(p, str)][-1]
            with changed(table, place, other) as made:
                said = refused(file, made)
            if file not in said or key not in said or "ต้องเป็น" not in said or "\n" in said:
                wrong.append((place, other, said))
    assert wrong == []
    assert tried > 5 * len(list(places(table)))


@pytest.mark.parametrize("file", TEXTS)
def test_every_record_of_words_knows_its_keys_type_02(file: str) -> None:
    """Where a table is a record, a key too many and one too few are named."""
    table = tomllib.loads((DATA / file).read_text("utf-8"))
    for place in records(table, TEXTS[file]):
        inside = at(table, place)
        for key in list(inside):
            entries = list(inside.items())
            inside[f"{key}x"] = inside.pop(key)
            said = refused(file, table)
            inside.clear()
            inside.update(entries)
            assert f"{key}x" in said, (place, key)


def records(table: Any, shape: Any, place: Place = ()) -> Iterator[Place]:
    """The places of the tables whose shape is a record."""
    if not (isinstance(shape, type) and issubclass(shape, Struct)):
        return
    yield place
    hints = get_type_hints(shape)
    for field in structs.fields(shape):
        if isinstance(table.get(field.encode_name), dict):
            under = table[field.encode_name]
            yield from records(under, hints[field.name], (*place, field.encode_name))


def test_a_missing_key_says_what_belongs_there_type_02() -> None:
    table = copy.deepcopy(FILES["2564.toml"])
    del table["indicators"][3]["role"]
    with pytest.raises(RubricError, match=r"ขาด “indicators ลำดับที่ 4 \(4\) › role” ซึ่งต้องเป็นชื่อ"):
        read("2564.toml", table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mission_count = -5", ("mission_count", "-5", "ตั้งแต่ 1 ถึง 1000")),
        ("year = 2021", ("year", "2021", "พ.ศ. สี่หลัก")),
        ("[award]\nmin_gap_years = -1", ("min_gap_years", "-1", "ตั้งแต่ 0")),
        (
            '[award]\nextra = [{ name = "ก", source = "score", of = "category9" }]',
            ("of", "category9", "“category5”"),
        ),
        (
            '[award]\nextra = [{ name = "ก", source = "score", minimum = 70 }]',
            ("minimum", "70", "69"),
        ),
        (
            '[award]\nextra = [{ name = "ก", source = "score", minimum = "60" }]',
            ("minimum", "“60”", "จำนวนเต็ม"),
        ),
        ('[award]\nextra = [{ name = "ก", key = "a" }, { name = "ข", key = "a" }]', ("“a” ซ้ำ",)),
        ("[award]\nextra = [" + '{ name = "ก" },' * 6 + "]", ("6 ข้อ", "ไม่เกิน 5 ข้อ")),
        ('[pins]\n310199 = "a.xlsx"', ("310199", "บุรีรัมย์", "310101")),
        ('[pins]\n3101 = "a.xlsx"', ("3101", "6 หลัก")),
        ('[dates]\nresults_due = "30 เม.ย. 2563"', ("results_due", "2020-04-30", "ธันวาคม 2564")),
        ('[dates]\nresults_duo = "30 เม.ย. 2564"', ("results_duo", "อาจหมายถึง results_due ")),
        ('[dates]\nwindow_end = "1 มี.ค. 2564"', ("window_end", "เมษายน 2564")),
        ('[readings]\nA1 = "middle"', ("A1", "middle", "“higher” หรือ “lower”")),
        ('[readings]\nA4 = "higher"', ("A4", "A1, A2")),
    ],
)
def test_ranges_and_what_must_fit_type_03(text: str, said: tuple[str, ...]) -> None:
    table = tomllib.loads(f'province = "31"\n{text}')
    with pytest.raises(SettingsError) as error:
        read("sorchor.toml", table)
    assert all(part in str(error.value) for part in said), error.value


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("dates", "results_due", "on"), date(2022, 4, 30), ("results_due", "2565", "2564")),
        (("dates", "window_end", "on"), date(2021, 3, 1), ("window_end", "window_start")),
        (("indicators", 4, "role"), "meetings", ("meetings", "ซ้ำกัน")),
        (("indicators", 4, "role"), "funds", ("funds", "ซ้ำกัน")),
        (("indicators", 4, "category"), 9, ("หมวด 9",)),
        (("score_names",), ["ก", "ข"], ("score_names", "3")),
        (("readings", 1, "id"), "A1", ("A1", "มากกว่า 1 รายการ")),
        (("max_points",), 6, ("max_points เป็น 6", "ระหว่าง 2 ถึง 5")),
        (("levels", 0, "level"), 4, ("[1, 2, 4]", "2 ถึง 6 ระดับ")),
        (("levels", 0, "level"), 1, ("ระดับที่เลขสูงกว่า",)),
    ],
)
def test_the_linter_holds_dates_and_names_type_03(
    place: Place, value: object, said: tuple[str, ...]
) -> None:
    table = copy.deepcopy(FILES["2564.toml"])
    at(table, place[:-1])[place[-1]] = value
    if place[0] == "indicators" and place[-1] == "role":
        table["rules"] = [r for r in table["rules"] if "follow_ups" not in str(r)]
        for reading in table["readings"]:
            for key, text in reading.items():
                if isinstance(text, str):
                    reading[key] = text.replace("{follow_ups}", "")
            for option in reading.get("options", {}).values():
                option["text"] = option["text"].replace("{follow_ups}", "")
    faults = lint_rubric(rubric_of_table(table))
    assert any(all(part in fault for part in said) for fault in faults), faults


def test_the_packaged_rubric_has_no_fault_type_03() -> None:
    assert lint_rubric(load_rubric(2564)) == ()


@pytest.mark.parametrize(
    ("arguments", "name", "text", "said"),
    [
        (
            ("rubric", "--check", "x.toml"),
            "x.toml",
            BROKEN,
            "high",
        ),
        (
            ("status", "inbox"),
            "sorchor.toml",
            'province = "31"\nmission_count = "9"',
            "mission_count",
        ),
        (("generate",), "sorchor.toml", 'province = "31"\nfiles = 3', "files"),
    ],
)
def test_on_the_command_line_type_04(
    arguments: tuple[str, ...],
    name: str,
    text: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = run(*arguments)
    assert done.code == 2
    assert name in done.err
    assert said in done.err
    assert "Traceback" not in done.err
