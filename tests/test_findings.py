"""The catalogue of findings and how a finding is said and ordered.

FIND-01 every code of the specification is there, with its severity; a code's letter is its severity
FIND-02 both languages are whole, fill the same parameters, and fit a cell message
FIND-03 the Thai is clean, official, and says what to do
FIND-04 a sender's text reaches no terminal raw, and not beyond thirty columns
FIND-05 the order does not depend on the order findings came in
FIND-06 a missing parameter or an unknown code is our mistake and is raised, naming both
FIND-08 a finding can be sent to another process, hashed and compared
FIND-09 docs/findings.md says what the catalogue says
FIND-10 every kind of file has a name in both languages
FIND-11 no year and no date is written in a sentence
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.data.findings_catalogue import findings_table, load_catalogue
from sorchor_xl.domain.checks.findings import (
    LANGS,
    Catalogue,
    CatalogueEntry,
    Finding,
    Lang,
    MissingParameterError,
    Severity,
    UnknownCodeError,
    cell_order,
    placeholders,
    sorted_findings,
)
from sorchor_xl.domain.round.records import Where
from sorchor_xl.domain.thai.text import normalise, width
from sorchor_xl.files.file_kinds import FileKind

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = load_catalogue()
ENTRIES = sorted(CATALOGUE.entries.values(), key=lambda entry: entry.code)
BY_CODE = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)

SPECIFIED = {
    Severity.ERROR: """
        E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12 E13 E14 E15
        E16 E17 E18 E19 E20 E21 E22 E23 E24 E25 E26 E27 E28 E29 E30
    """,
    Severity.WARNING: "W01 W02 W03 W04 W05 W06 W07 W08 W09 W10 W11 W12 W13 W14 W15 W16 W17",
    Severity.NOTICE: "N01 N02 N03 N04",
}
"""The 51 codes of the assessment's own list."""

TITLES = {
    "E01": "เปิดไฟล์ไม่ได้",
    "E13": "ส่งซ้ำและข้อมูลไม่ตรงกัน",
    "E14": "ยังไม่ได้กรอก",
    "E18": "จำนวนเกินฐาน",
    "E29": "ไม่ระบุผู้รับรอง",
    "W01": "แก้ปัญหาได้เกินเป้าหมาย",
    "W17": "ผลระดับขึ้นอยู่กับการตีความ",
    "N04": "ตัดข้อความต่อท้ายให้แล้ว",
}
"""A sample of the specified titles: a code that changed its meaning fails here."""

NASTY = "\x1b[31m\u202e\u2066แดง\r\nบรรทัดสอง\x00\x07\u2028\ud800"


def sample(code: str, value: str = "๓ ครั้ง", **params: str | int) -> Finding:
    """A finding with every parameter of the catalogue filled."""
    filled: dict[str, str | int] = dict.fromkeys(CATALOGUE.parameters, "คำ")
    where = Where("3101_เมือง.xlsx", "ต.อิสาณ", "H12")
    return Finding(code, where, "3101", "310101", 5, value, {**filled, **params})


def sentences(catalogue: Catalogue, lang: Lang) -> list[str]:
    return [
        text
        for entry in catalogue.entries.values()
        for text in (entry.texts[lang].message, entry.texts[lang].fix)
    ]


def test_every_specified_code_is_there() -> None:
    """FIND-01"""
    wanted = {code: severity for severity, codes in SPECIFIED.items() for code in codes.split()}
    assert len(wanted) == 51
    found = {code: CATALOGUE.entry(code).severity for code in wanted}
    assert found == wanted


@pytest.mark.parametrize(("code", "title"), TITLES.items())
def test_specified_titles_are_kept(code: str, title: str) -> None:
    """FIND-01"""
    assert CATALOGUE.entry(code).texts["th"].title == title


@BY_CODE
def test_letter_is_severity(entry: CatalogueEntry) -> None:
    """FIND-01"""
    letters = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTICE}
    assert entry.severity is letters[entry.code[0]]
    assert CATALOGUE.severity(sample(entry.code)) is entry.severity


def test_severities_have_the_specified_names() -> None:
    """FIND-01"""
    names = {severity: CATALOGUE.severity_name(severity) for severity in Severity}
    assert names == {"error": "ต้องแก้ไข", "warning": "คำเตือน", "notice": "แจ้งให้ทราบ"}


@BY_CODE
@pytest.mark.parametrize("lang", LANGS)
def test_texts_fit_a_cell_message(entry: CatalogueEntry, lang: Lang) -> None:
    """FIND-02"""
    text = entry.texts[lang]
    assert 0 < len(text.title) <= 32
    assert len(f"{text.message} {text.fix}") <= 255
    assert text.message.strip()
    assert text.fix.strip()


@BY_CODE
def test_both_languages_fill_the_same(entry: CatalogueEntry) -> None:
    """FIND-02"""
    thai, english = entry.texts["th"], entry.texts["en"]
    assert set(placeholders(thai.message)) == set(placeholders(english.message))
    assert set(placeholders(thai.fix)) == set(placeholders(english.fix))


@pytest.mark.parametrize("lang", LANGS)
def test_titles_are_unique(lang: Lang) -> None:
    """FIND-02"""
    titles = [entry.texts[lang].title for entry in ENTRIES]
    assert sorted({t for t in titles if titles.count(t) > 1}) == []


@BY_CODE
def test_thai_is_clean_and_official(entry: CatalogueEntry) -> None:
    """FIND-03"""
    text = entry.texts["th"]
    for part in (text.title, text.message, text.fix):
        assert normalise(part) == part
        assert unicodedata.normalize("NFC", part) == part
        assert not re.search("กรุณา|นะคะ|ครับ|ค่ะ|ซิ|  ", part)
        assert part.count("“") == part.count("”")
    assert text.fix.startswith(("โปรด", "ให้", "ไม่ต้อง"))


@BY_CODE
def test_errors_and_their_english_say_what_to_do(entry: CatalogueEntry) -> None:
    """FIND-03"""
    if entry.severity is Severity.ERROR:
        assert not entry.texts["th"].fix.startswith("ไม่ต้อง")
    for part in (entry.texts["en"].message, entry.texts["en"].fix):
        assert part.endswith(".")
        assert not re.search("[ก-๙]", part.replace("คำสั่งแต่งตั้ง", "").replace("ไม่มี", ""))


@BY_CODE
def test_latin_is_set_off_from_thai(entry: CatalogueEntry) -> None:
    """FIND-03: a kind of file may be Latin, so it never touches a Thai letter."""
    assert not re.search(r"[ก-๙]\{kind\}|\{kind\}[ก-๙]", entry.texts["th"].message)


@BY_CODE
def test_own_place_is_not_repeated(entry: CatalogueEntry) -> None:
    """FIND-03: the place stands in front, so no sentence says it again."""
    assert not {"file", "sheet", "cell"} & set(entry.placeholders)


@pytest.mark.parametrize("lang", LANGS)
def test_no_year_or_date_is_written_down(lang: Lang) -> None:
    """FIND-11: only the name of a file format carries a year."""
    dated = re.compile(r"25\d\d|20\d\d|มกราคม|เมษายน|พฤษภาคม|มิถุนายน|สิงหาคม")
    assert [text for text in sentences(CATALOGUE, lang) if dated.search(text)] == []


@BY_CODE
@pytest.mark.parametrize("lang", LANGS)
def test_rendering_is_clean(entry: CatalogueEntry, lang: Lang) -> None:
    """FIND-04"""
    where = Where(f"a{NASTY}.xlsx", NASTY, NASTY)
    params = dict.fromkeys(CATALOGUE.parameters, NASTY)
    line = CATALOGUE.render(
        Finding(entry.code, where, indicator=5, value=NASTY, params=params), lang
    )
    assert [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}] == []
    assert len(line.splitlines()) == 1


@given(st.text())
def test_any_value_renders_on_one_clean_line(value: str) -> None:
    """FIND-04"""
    line = CATALOGUE.render(sample("E15", value))
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)


@pytest.mark.parametrize("name", ["value", "found", "expected"])
def test_sender_text_is_cut(name: str) -> None:
    """FIND-04: thirty columns, so that a name with a telephone number does not travel whole."""
    long = "นางสาวสมหญิง ตัวอย่าง โทร. 0800000000 บ้านเลขที่ 99"
    code = {"value": "E15", "found": "E07", "expected": "E07"}[name]
    message = CATALOGUE.message(sample(code, long, found=long, expected=long))
    quoted = re.findall("“(.*?)”", message)
    assert quoted
    assert all(width(text) <= 30 for text in quoted)
    assert all(text.endswith("…") for text in quoted)


def test_braces_of_a_sender_are_only_text() -> None:
    """FIND-04"""
    assert "“{cell.__class__}”" in CATALOGUE.message(sample("E15", "{cell.__class__}"))


def test_line_says_place_code_severity_and_sentence() -> None:
    """FIND-03: the parts of one line, in their order."""
    line = CATALOGUE.render(sample("E15", "สาม", tambon="อิสาณ"))
    text = CATALOGUE.entry("E15").texts["th"]
    place, label, sentence = line.split(" · ")
    assert place == "3101_เมือง.xlsx › ต.อิสาณ › H12"
    assert label == "E15 ต้องแก้ไข"
    assert sentence.startswith("ตำบลอิสาณ ตัวชี้วัดที่ 5 ")
    assert "“สาม”" in sentence
    assert sentence.endswith(text.fix)


@pytest.mark.parametrize(
    ("where", "start"),
    [
        (Where("a.xlsx"), "a.xlsx · E01 "),
        (Where("a.xlsx", "คำชี้แจง"), "a.xlsx › คำชี้แจง · E01 "),
        (Where(), "E01 "),
    ],
)
def test_absent_parts_of_a_place_are_left_out(where: Where, start: str) -> None:
    """FIND-03"""
    assert CATALOGUE.render(Finding("E01", where)).startswith(start)


@pytest.mark.parametrize(
    ("indicator", "params", "start"),
    [
        (9, {"tambon": "กระสัง"}, "ตำบลกระสัง ตัวชี้วัดที่ 9 "),
        (None, {"tambon": "ห้วยราช", "label": "ฐาน"}, "ตำบลห้วยราช ช่อง “ฐาน” "),
        (None, {"amphoe": "สตึก", "label": "โทร."}, "อำเภอสตึก ช่อง “โทร.” "),
    ],
)
def test_area_and_item_say_whom_it_concerns(
    indicator: int | None, params: dict[str, str], start: str
) -> None:
    """FIND-03"""
    finding = Finding("E14", Where(), indicator=indicator, params=params)
    assert CATALOGUE.message(finding).startswith(start)


def test_kind_is_named_in_the_language_and_otherwise_shown() -> None:
    """FIND-10"""
    finding = Finding("E32", Where(), params={"kind": "image"})
    assert CATALOGUE.kind_name("image") in CATALOGUE.message(finding)
    assert CATALOGUE.kind_name("image", "en") in CATALOGUE.message(finding, "en")
    assert CATALOGUE.kind_name(".dbf\x1b") == ".dbf"


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_has_a_name(kind: FileKind) -> None:
    """FIND-10"""
    assert kind in CATALOGUE.kinds


@BY_CODE
def test_each_missing_parameter_is_named(entry: CatalogueEntry) -> None:
    """FIND-06"""
    free = set(CATALOGUE.parameters) - {"value", "ind", "area", "item"}
    needed = free & set(entry.placeholders)
    for name in needed:
        params = {n: "คำ" for n in CATALOGUE.parameters if n != name}
        with pytest.raises(MissingParameterError, match=f"{entry.code}.*{name}"):
            CATALOGUE.render(Finding(entry.code, Where(), indicator=1, value="1", params=params))


@pytest.mark.parametrize(
    ("params", "indicator", "name"),
    [({}, 5, "amphoe"), ({"tambon": "อิสาณ"}, None, "label"), ({"amphoe": "สตึก"}, None, "label")],
)
def test_whom_it_concerns_must_be_said(
    params: dict[str, str], indicator: int | None, name: str
) -> None:
    """FIND-06: a ตำบล or an อำเภอ, and an indicator or a field."""
    with pytest.raises(MissingParameterError, match=name):
        CATALOGUE.render(Finding("E14", Where(), indicator=indicator, params=params))


def test_unknown_code_is_raised() -> None:
    """FIND-06"""
    with pytest.raises(UnknownCodeError, match="E00"):
        CATALOGUE.render(Finding("E00", Where()))


def test_finding_is_hashable_picklable_and_equal_by_content() -> None:
    """FIND-08"""
    one, other = sample("E14", tambon="อิสาณ"), sample("E14", tambon="เสม็ด")
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes
    assert hash(one) == hash(other)
    assert one != other
    assert len({one, sample("E14", tambon="อิสาณ"), other}) == 2


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A1", (1, 1, "A")),
        ("Z9", (9, 1, "Z")),
        ("AA10", (10, 2, "AA")),
        ("$C$12", (12, 1, "C")),
        ("XFD1048576", (1048576, 3, "XFD")),
        ("B2:D4", (2, 1, "B")),
        ("", (0, 0, "")),
        ("ไม่มี", (0, 0, "")),
    ],
)
def test_cells_are_ordered_by_row_then_column(cell: str, expected: tuple[int, int, str]) -> None:
    """FIND-05"""
    assert cell_order(cell) == expected


def test_order_is_file_sheet_cell_order_code() -> None:
    """FIND-05: the workbook's order of sheets, not the alphabet; row 10 after row 9."""
    places = [
        Where(),
        Where("1.xlsx"),
        Where("1.xlsx", "ข"),
        Where("1.xlsx", "ข", "B9"),
        Where("1.xlsx", "ข", "C9"),
        Where("1.xlsx", "ข", "AA9"),
        Where("1.xlsx", "ข", "A10"),
        Where("1.xlsx", "ก", "A1"),
        Where("1.xlsx", "ฮ ไม่รู้จัก", "A1"),
        Where("2.xlsx", "ก", "A1"),
    ]
    wanted = [Finding(code, where) for where in places for code in ("E14", "E15", "W08")]
    assert list(sorted_findings(reversed(wanted), {"1.xlsx": ["ข", "ก"]})) == wanted


FINDINGS = st.builds(
    Finding,
    st.sampled_from(["E14", "E15", "W08"]),
    st.builds(
        Where,
        st.sampled_from(["", "a.xlsx", "b.xlsx"]),
        st.sampled_from(["", "ต.ก", "ต.ข", "ต.ค"]),
        st.sampled_from(["", "A1", "B1", "A2", "A10"]),
    ),
    st.sampled_from(["", "3101"]),
    st.sampled_from(["", "310101", "310102"]),
    st.sampled_from([None, 1, 10]),
    st.sampled_from(["", "x"]),
    st.dictionaries(st.sampled_from(["unit", "den"]), st.sampled_from(["คน", 1, 2])),
)


@given(st.lists(FINDINGS), st.randoms(use_true_random=False))
def test_order_survives_a_shuffle(findings: list[Finding], random: Random) -> None:
    """FIND-05"""
    sheets = {"a.xlsx": ["ต.ข", "ต.ก"], "b.xlsx": ["ต.ค"]}
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert sorted_findings(shuffled, sheets) == sorted_findings(findings, sheets)


def test_page_is_up_to_date() -> None:
    """FIND-09"""
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert page == findings_table(CATALOGUE), (
        "python -m sorchor_xl.data.findings_catalogue > docs/findings.md"
    )
    assert all(f"**{entry.code}**" in page for entry in ENTRIES)
