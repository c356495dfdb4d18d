"""Which return counts, and what is said of the others.

COL-01 every ตำบล of the province is listed, received or not
COL-02 the newest return without errors counts; failing that the newest
COL-03 an older clean return stays in use while a newer one has errors; both are shown
COL-04 same answers, or the same bytes, are a duplicate
COL-05 halves: different ตำบล come from different files, one ตำบล never from two
COL-06 two that no rule can order: E13, neither is guessed
COL-07 the settings can pin a file
COL-08 the order in which files are read does not matter
COL-09 late counts from the day the last ตำบล was first reported; a mail's date proves itself
COL-10 blank is not received, not zero, and told once
COL-11 every finding emitted can be said in both languages
COL-14 answers that nobody certified are an error of the อำเภอ (E29), a blank workbook is not
COL-13 a total 12 points or more from last year is asked about (W12)
COL-12 every replaced return is listed with the values that changed
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import AmphoeStatus, DistrictInfo, TambonStatus, Verdict, Where
from sorchor_xl.domain.round.results import Change, ReadFile, Results
from sorchor_xl.report.exports.results_json import results_table
from tests.returns import open_round, read, ret

MIDDLING, STRONGER = 46, 47


def of(results: Results, code: str) -> object:
    """The result of a ตำบล."""
    return next(t for t in results.tambons if t.tambon.code == code)


def codes(results: Results) -> list[str]:
    """Codes found, notices of readings left out."""
    return [f.code for f in results.findings]


def verdicts(results: Results) -> dict[str, str]:
    """File → verdict."""
    return {f.file.path: f.verdict.value for f in results.files}


def bad(path: str, code: str = "310101") -> Finding:
    """An error the reader found in a form."""
    place = Where(path, f"ต.{code}", "H25")
    return Finding("E15", place, code[:4], code, 5, "สาม", {"tambon": "ในเมือง"})


def test_every_tambon_is_listed_col_01() -> None:
    results = collect(open_round(), [])
    assert [t.status for t in results.tambons] == [TambonStatus.NOT_RECEIVED] * 3
    assert [t.card.possible for t in results.tambons] == [(23, 69)] * 3
    assert [a.status for a in results.amphoes] == [AmphoeStatus.NOT_RECEIVED] * 2
    assert all(a.received_on is None for a in results.amphoes)


def test_newest_clean_counts_col_02() -> None:
    older = read("a.xlsx", ret(), day=10)
    newer = read("b.xlsx", ret(answers={5: 3}), day=12)
    results = collect(open_round(), [newer, older])
    assert of(results, "310101").card.total == STRONGER
    assert verdicts(results) == {"a.xlsx": "superseded", "b.xlsx": "used"}
    assert "N12" in codes(results)


def test_newest_counts_when_none_is_clean_col_02() -> None:
    older = read("a.xlsx", ret(answers={5: "สาม"}), findings=(bad("a.xlsx"),), day=10)
    newer = read("b.xlsx", ret(answers={5: "สี่"}), findings=(bad("b.xlsx"),), day=12)
    results = collect(open_round(), [older, newer])
    assert of(results, "310101").source_file == "b.xlsx"
    assert [f.where.file for f in results.findings if f.code == "E15"] == ["b.xlsx"]


def test_older_clean_stays_while_newer_has_errors_col_03() -> None:
    older = read("a.xlsx", ret(), day=10)
    newer = read("b.xlsx", ret(answers={5: "สาม"}), findings=(bad("b.xlsx"),), day=12)
    results = collect(open_round(), [older, newer])
    assert of(results, "310101").card.total == MIDDLING
    assert {"E15", "W21"} <= set(codes(results))
    amphoe = results.amphoes[0]
    assert amphoe.status is AmphoeStatus.HAS_ERRORS


@pytest.mark.parametrize(("sha", "said"), [("", True), ("same bytes", False)])
def test_duplicates_are_ignored_col_04(sha: str, said: bool) -> None:
    twins = [read("a.xlsx", ret(), day=10, sha=sha), read("b.xlsx", ret(), day=12, sha=sha)]
    results = collect(open_round(), twins)
    assert sorted(verdicts(results).values()) == ["duplicate", "used"]
    assert ("N13" in codes(results)) is said
    assert of(results, "310101").replaced == ()


def test_halves_come_together_col_05() -> None:
    one = read("a.xlsx", ret("310101"), ret("310102", blank=True), day=10)
    two = read("b.xlsx", ret("310101", blank=True), ret("310102", {5: 3}), day=12)
    results = collect(open_round(), [one, two])
    assert (of(results, "310101").card.total, of(results, "310102").card.total) == (46, 47)
    assert results.amphoes[0].status is AmphoeStatus.COMPLETE
    assert "N28" in codes(results)
    assert "E44" not in codes(results)


def test_two_that_no_rule_can_order_col_06() -> None:
    one, two = read("a.xlsx", ret(), day=10), read("b.xlsx", ret(answers={5: 3}), day=10)
    results = collect(open_round(), [one, two])
    assert of(results, "310101").card.total is None
    assert of(results, "310101").status is TambonStatus.INCOMPLETE
    assert "E13" in codes(results)
    assert set(verdicts(results).values()) == {"rejected"}


def test_two_sheets_of_one_file_are_not_guessed_col_06() -> None:
    said = {"tambon": "ก", "sheets": "ก, ข"}
    told = Finding("E12", Where("a.xlsx"), "3101", "310101", params=said)
    both = read("a.xlsx", ret(sheet="ต.ก"), ret(answers={5: 3}, sheet="ต.ข"), findings=(told,))
    results = collect(open_round(), [both])
    assert of(results, "310101").card.total is None
    assert codes(results).count("E12") == 1


def test_settings_pin_a_file_col_07() -> None:
    one, two = read("a.xlsx", ret(), day=10), read("b.xlsx", ret(answers={5: 3}), day=12)
    results = collect(open_round(pins={"310101": "a.xlsx"}), [one, two])
    assert of(results, "310101").source_file == "a.xlsx"
    assert "N26" in codes(results)


def test_a_pin_to_nothing_is_said_col_07() -> None:
    results = collect(open_round(pins={"310101": "gone.xlsx"}), [read("a.xlsx", ret())])
    assert of(results, "310101").source_file == "a.xlsx"
    assert "W26" in codes(results)


@given(st.permutations(range(5)))
def test_order_of_files_does_not_matter_col_08(order: list[int]) -> None:
    files = _mixed()
    catalogue = load_catalogue()
    expected = results_table(collect(open_round(), files), catalogue)
    shuffled = collect(open_round(), [files[i] for i in order])
    assert results_table(shuffled, catalogue) == expected


def _mixed() -> list[ReadFile]:
    return [
        read("a.xlsx", ret(), ret("310102", blank=True), day=10),
        read("b.xlsx", ret("310102", {5: "สาม"}), findings=(bad("b.xlsx", "310102"),), day=11),
        read("c.xlsx", ret(answers={5: 3}), day=10),
        read("d.xlsx", ret("310201", {1: 30}), day=12),
        read("e.pdf", findings=(Finding("E32", Where("e.pdf"), params={"kind": "pdf"}),)),
    ]


@pytest.mark.parametrize(
    ("first", "correction", "dated_by", "stated", "came", "late"),
    [
        (29, None, "mail", None, date(2021, 4, 29), 0),
        (20, 30, "mail", None, date(2021, 4, 20), 0),
        (20, None, "mail", date(2021, 4, 1), date(2021, 4, 20), 0),
        (20, None, "file", date(2021, 5, 2), date(2021, 4, 20), 0),
        (20, None, "file", None, date(2021, 4, 20), 0),
    ],
)
def test_late_counts_from_the_first_report_col_09(
    first: int, correction: int | None, dated_by: str, stated: date | None, came: date, late: int
) -> None:
    info = DistrictInfo(certifier="ผู้รับรองสมมติ", reported_on=stated)
    files = [read("a.xlsx", ret("310201"), day=first, dated_by=dated_by, info=info)]
    if correction:
        files.append(read("b.xlsx", ret("310201", {5: 3}), day=correction, dated_by=dated_by))
    amphoe = collect(open_round(), files).amphoes[1]
    assert (amphoe.received_on, amphoe.days_late) == (came, late)


def test_missing_counts_late_to_the_day_of_the_run_col_09() -> None:
    results = collect(open_round(date(2021, 5, 3)), [])
    assert results.amphoes[0].days_late == 3
    assert collect(open_round(date(2021, 4, 30)), []).amphoes[0].days_late == 0


def test_blank_workbook_is_told_once_col_10() -> None:
    results = collect(open_round(), [read("a.xlsx", ret(blank=True), ret("310102", blank=True))])
    assert [c for c in codes(results) if c.startswith("E")] == ["E53"]
    assert [t.status for t in results.tambons[:2]] == [TambonStatus.INCOMPLETE] * 2
    assert verdicts(results) == {"a.xlsx": Verdict.REJECTED.value}


def test_blank_form_beside_a_filled_one_col_10() -> None:
    results = collect(open_round(), [read("a.xlsx", ret(), ret("310102", blank=True))])
    assert [c for c in codes(results) if c.startswith("E")] == ["E44"]


def test_part_of_an_amphoe_is_named_col_10() -> None:
    results = collect(open_round(), [read("a.xlsx", ret())])
    told = next(f for f in results.findings if f.code == "E11")
    assert (told.params["missing"], told.params["n_found"]) == ("อิสาณ", 1)
    assert results.amphoes[0].status is AmphoeStatus.PARTIAL


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("as_of", [date(2021, 4, 1), date(2021, 9, 1)])
def test_every_finding_can_be_said_col_11(lang: str, as_of: date) -> None:
    catalogue = load_catalogue()
    results = collect(open_round(as_of, pins={"310201": "x"}), _mixed())
    assert results.findings
    for finding in results.findings:
        assert catalogue.render(finding, lang)


def test_replaced_values_are_listed_col_12() -> None:
    older, newer = read("a.xlsx", ret(), day=10), read("b.xlsx", ret(answers={5: 3}), day=12)
    (replaced,) = of(collect(open_round(), [older, newer]), "310101").replaced
    assert replaced.changes == (Change("5", 2, 3),)
    assert (replaced.file, replaced.old_total, replaced.new_total) == ("a.xlsx", 46, 47)


@pytest.mark.parametrize(("last", "told"), [(34, True), (35, False), (58, True), (None, False)])
def test_a_total_far_from_last_year_is_asked_about_col_13(last: int | None, told: bool) -> None:
    before = {} if last is None else {"310101": last}
    results = collect(open_round(before=before), [read("a.xlsx", ret())])
    assert ("W12" in codes(results)) is told


def test_answers_want_a_certifier_col_14() -> None:
    unsigned = DistrictInfo(coordinator="ผู้ประสานงานสมมติ", places={"certifier": "C9"})
    told = collect(open_round(), [read("a.xlsx", ret(), info=unsigned)]).findings
    assert [f.where.cell for f in told if f.code == "E29"] == ["C9"]
    signed = collect(open_round(), [read("a.xlsx", ret())])
    blank = collect(open_round(), [read("a.xlsx", ret(blank=True), info=DistrictInfo())])
    assert "E29" not in codes(signed) + codes(blank)
