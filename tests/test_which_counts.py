"""Copies, clocks, and what a person must decide.

WHICH-01 the same returns give the same result in every order, under every name, in every number of
         byte-identical copies; or E13
WHICH-02 a copy is as new as its newest: sent again, an older return counts again
WHICH-03 a pin holds on whichever copy it names
WHICH-04 where clocks are equal or contradict each other nothing is picked (E13, E90, W70)
WHICH-05 what is said of a replaced return names the clock that ordered the two
WHICH-07 a byte-identical copy under the name of another อำเภอ decides nothing, and is told to it
WHICH-06 a mail's year may be in พ.ศ.; a sender's clock that runs ahead of delivery is not believed
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import DistrictInfo, Order, OrderKind, Where
from sorchor_xl.domain.round.results import ReadFile, Results
from sorchor_xl.files.mail_dates import sent_on
from tests.returns import open_round, read, ret

CATALOGUE = load_catalogue()
X, Y, Z = ret(), ret(answers={5: 3}), ret(answers={8: 0})
TOTALS = {"x": 46, "y": 47}
"""What the versions come to; the third asks nothing of the test but to be another one."""


def total(results: Results, code: str = "310101") -> int | None:
    """The total of a ตำบล."""
    return next(t.card.total for t in results.tambons if t.tambon.code == code)


def codes(results: Results) -> set[str]:
    """Codes found."""
    return {f.code for f in results.findings}


def files(*table: tuple[str, str, int, str]) -> list[ReadFile]:
    """Returns by (name, version x y z, day, clock); the same version is the same bytes."""
    said = {"x": X, "y": Y, "z": Z}
    return [read(n, said[v], day=d, dated_by=clock, sha=v) for n, v, d, clock in table]


LETTERS = st.sampled_from("xyz")
CLOCKS = st.sampled_from(["mail", "archive", "file"])
CASES = st.lists(st.tuples(LETTERS, st.integers(18, 24), CLOCKS), min_size=1, max_size=6)


@given(CASES, st.randoms(use_true_random=False))
def test_neither_order_nor_names_decide_which_01(
    table: list[tuple[str, int, str]], throw: object
) -> None:
    def outcome(names: list[str], copies: int) -> tuple[object, ...]:
        named = [(n, *row) for n, row in zip(names, table, strict=True)]
        again = [(f"{k}_{n}", *row) for k in range(copies) for n, *row in named]
        received = files(*named, *again)  # type: ignore[arg-type] # rows of the table
        throw.shuffle(received)  # type: ignore[attr-defined] # hypothesis' own random
        results = collect(open_round(), received)
        undecided = codes(results) & {"E13", "E90"}
        used = next(t.ret for t in results.tambons if t.tambon.code == "310101")
        return total(results), used, undecided

    names = [f"{n}.xlsx" for n in range(len(table))]
    backwards = list(reversed(names))
    assert outcome(names, 0) == outcome(backwards, 0) == outcome(backwards, 2)


FAULT = Finding("E15", Where(), "3101", "310101", 5, "สาม", {"tambon": "ในเมือง"})
WHOLE_FILES = {
    "x": (X, ret("310102", {8: 1})),
    "y": (Y, ret("310102", {8: 1})),
    "z": (Z,),
    "blank": (ret(blank=True), ret("310102", blank=True)),
    "other half": (ret(blank=True), ret("310102", {9: 0})),
    "faulty": (ret(answers={5: "สาม"}), ret("310102", {8: 1})),
}
NAMES = st.permutations(["a.xlsx", "ข/แบบ.xlsx", "m.eml!ก.xlsx", "z.zip!1.xlsx", "9", "~.xls"])


def sent(name: str, version: str, day: int, clock: str) -> ReadFile:
    """A workbook of one อำเภอ; the same version is the same bytes."""
    fault = replace(FAULT, where=Where(name, "ต.310101", "H25"))
    found = (fault,) if version == "faulty" else ()
    return read(name, *WHOLE_FILES[version], findings=found, day=day, dated_by=clock, sha=version)


def told(results: Results) -> tuple[object, ...]:
    """All that a round comes to, but for the names of files."""
    warned = [f for f in results.findings if not f.code.startswith("N")]
    return (
        [(t.tambon.code, t.status, t.ret, t.card.total) for t in results.tambons],
        [(a.status, a.complete, a.received_on, a.days_late) for a in results.amphoes],
        sorted((f.code, f.amphoe_code, f.tambon_code, f.where.cell, f.value) for f in warned),
    )


WAYS = st.tuples(st.sampled_from([*WHOLE_FILES]), st.integers(18, 24), CLOCKS)


@settings(deadline=None)
@given(
    st.lists(WAYS, min_size=1, max_size=4),
    st.lists(st.integers(0, 3), max_size=2),
    NAMES,
    NAMES,
    st.randoms(use_true_random=False),
)
def test_order_names_and_copies_change_nothing_which_01(
    table: list[tuple[str, int, str]],
    copied: list[int],
    names: list[str],
    others: list[str],
    throw: object,
) -> None:
    """With faulty and blank ones, halves, and copies of some that came as these did."""
    again = [table[n] for n in copied if n < len(table)]
    plain = [sent(n, *row) for n, row in zip(names, table, strict=False)]
    more = [sent(n, *row) for n, row in zip(others, [*table, *again], strict=False)]
    throw.shuffle(more)  # type: ignore[attr-defined] # hypothesis' own random
    assert told(collect(open_round(), plain)) == told(collect(open_round(), more))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 28), CLOCKS), min_size=1, max_size=5), NAMES)
def test_times_of_copies_change_no_answer_which_01(
    times: list[tuple[int, str]], names: list[str]
) -> None:
    copies = [sent(n, "x", *when) for n, when in zip(names, times, strict=False)]
    results = collect(open_round(), copies)
    assert total(results) == TOTALS["x"]
    assert not codes(results) & {"E13", "E90", "W21", "W70"}


@pytest.mark.parametrize("days", [(20, 22), (22, 20), (21, 21)])
def test_a_copy_under_anothers_name_is_told_and_decides_nothing_which_07(
    days: tuple[int, int],
) -> None:
    doubt = Finding("E09", Where("3102.xlsx"), "3102", value="คูเมือง", params={"amphoe": "ก"})
    own = replace(doubt, where=Where("3102.xlsx", "ต.310101"), amphoe_code="3101")
    disputed = (doubt, replace(own, tambon_code="310101"))
    right = read("3101.xlsx", X, day=days[0], sha="x")
    wrong = read("3102.xlsx", replace(X, disputed=True), findings=disputed, day=days[1], sha="x")
    for received in ([right, wrong], [wrong, right]):
        results = collect(open_round(), received)
        assert total(results) == TOTALS["x"]
        assert [f.where.file for f in results.findings if f.code == "E09"] == ["3102.xlsx"]
        statuses = {a.amphoe.code: a.status.value for a in results.amphoes}
        assert statuses["3102"] == "unreadable"


@pytest.mark.parametrize("clock", ["mail", "archive", "file"])
@pytest.mark.parametrize("names", ["abc", "cba", "bac", "cab"])
def test_an_older_return_sent_again_counts_which_02(names: str, clock: str) -> None:
    days = (("x", 20), ("y", 21), ("x", 22))
    sent = [(n, v, d, clock) for n, (v, d) in zip(names, days, strict=True)]
    results = collect(open_round(), files(*sent))
    assert total(results) == TOTALS["x"]
    assert "E13" not in codes(results)


def test_sent_again_in_other_bytes_counts_too_which_02() -> None:
    again = read("a.xlsx", X, day=22, sha="x saved again")
    results = collect(open_round(), [*files(("b", "x", 20, "mail"), ("c", "y", 21, "mail")), again])
    assert total(results) == TOTALS["x"]
    assert "N13" in codes(results)


@pytest.mark.parametrize("pinned", ["a.xlsx", "b/c.xlsx", "b\\c.xlsx"])
def test_a_pin_on_any_copy_holds_which_03(pinned: str) -> None:
    table = [("a.xlsx", "x", 20, "mail"), ("b/c.xlsx", "x", 22, "mail"), ("d", "y", 23, "mail")]
    results = collect(open_round(pins={"310101": pinned}), files(*table))
    assert total(results) == TOTALS["x"]
    assert {"N26"} == codes(results) & {"N26", "W26"}
    used = next(t for t in results.tambons if t.tambon.code == "310101")
    assert used.source_file == pinned.replace("\\", "/")


UNDECIDED = {
    "copied in one go": (("a", "x", 20, "file"), ("b", "y", 20, "file")),
    "mails of one second": (("a", "x", 20, "mail"), ("b", "y", 20, "mail")),
    "in one archive": (("a", "x", 20, "archive"), ("b", "y", 20, "archive")),
    "mail and copy contradict": (
        ("a", "x", 20, "mail"),
        ("c", "x", 23, "file"),
        ("b", "y", 21, "file"),
    ),
    "archive and copy contradict": (
        ("a", "x", 20, "archive"),
        ("c", "y", 22, "archive"),
        ("b", "x", 23, "file"),
        ("d", "y", 22, "file"),
    ),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_where_clocks_fail_a_person_decides_which_04(case: str) -> None:
    results = collect(open_round(), files(*UNDECIDED[case]))
    assert total(results) is None
    assert "E13" in codes(results)


@pytest.mark.parametrize(("stated", "decided"), [(19, False), (20, True), (22, True)])
def test_the_officers_own_date_may_contradict_which_04(stated: int, decided: bool) -> None:
    older = DistrictInfo(certifier="ก", reported_on=date(2021, 4, 20))
    newer = DistrictInfo(certifier="ก", reported_on=date(2021, 4, stated))
    received = [
        read("a", X, day=20, dated_by="file", info=older),
        read("b", Y, day=21, dated_by="file", info=newer),
    ]
    assert ("E13" not in codes(collect(open_round(), received))) is decided


def test_a_mail_from_the_future_is_not_believed_which_04() -> None:
    ahead = read("a", X, day=20)
    moved = replace(ahead.file, received=ahead.file.received + timedelta(days=3650))
    results = collect(open_round(), [replace(ahead, file=moved), read("b", Y, day=21)])
    assert "E13" in codes(results)


def test_faulty_of_unknown_age_is_told_which_04() -> None:
    unread = ret(answers={5: "สาม"})
    place = Where("b", "ต.310101", "H25")
    found = Finding("E15", place, "3101", "310101", 5, "สาม", {"tambon": "ในเมือง"})
    both = [
        read("a", X, day=20, dated_by="file"),
        read("b", unread, day=20, dated_by="file", findings=(found,)),
    ]
    results = collect(open_round(), both)
    assert total(results) == TOTALS["x"]
    assert "W70" in codes(results)
    assert not any(f.is_error for f in results.findings if f.tambon_code == "310101")


def test_only_notes_differ_is_no_conflict_which_04() -> None:
    noted = replace(X, notes={1: "รายงานการประชุม"})
    for names in ("ab", "ba"):
        both = [read(n, r, day=20) for n, r in zip(names, (X, noted), strict=True)]
        results = collect(open_round(), both)
        used = next(t.ret for t in results.tambons if t.tambon.code == "310101")
        assert (total(results), used.notes if used else None) == (46, noted.notes)


@pytest.mark.parametrize(("day", "members"), [(20, None), (21, 12)])
def test_registers_follow_the_same_clocks_which_04(day: int, members: int | None) -> None:
    def sent(name: str, count: int, on: int) -> ReadFile:
        item = read(name, X, day=on)
        assert item.submission is not None
        order = Order("310101", OrderKind.TAMBON_CENTRE, "1/2564", None, count, where=Where(name))
        return replace(item, submission=replace(item.submission, orders=(order,)))

    results = collect(open_round(), [sent("b", 9, 20), sent("a", 12, day)])
    orders = next(t.orders for t in results.tambons if t.tambon.code == "310101")
    assert [o.members for o in orders] == ([] if members is None else [members])
    assert ("E90" in codes(results)) is (members is None)


@pytest.mark.parametrize(
    ("clock", "words"), [("mail", "วันที่ของอีเมล"), ("archive", "ไฟล์บีบอัด"), ("file", "เวลาของไฟล์")]
)
def test_the_clock_is_named_which_05(clock: str, words: str) -> None:
    results = collect(open_round(), files(("a", "x", 20, clock), ("b", "y", 21, clock)))
    (replaced,) = (f for f in results.findings if f.code == "N12")
    assert words in CATALOGUE.message(replaced)


THAI = timezone(timedelta(hours=7))
SENT = datetime(2021, 4, 22, 9, 30, tzinfo=THAI)
LATER = "by mail.example; Thu, 22 Apr 2021 09:31:00 +0700"


@pytest.mark.parametrize(
    ("stated", "received", "moment"),
    [
        ("Thu, 22 Apr 2021 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 2564 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 64 09:30:00 +0700", "", SENT),
        ("22-Apr-2564 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 2021 02:30:00 -0000", "", SENT),
        ("Thu, 29 Feb 2567 09:30:00 +0700", "", datetime(2024, 2, 29, 9, 30, tzinfo=THAI)),
        ("Thu, 22 Apr 2031 09:30:00 +0700", LATER, SENT + timedelta(minutes=1)),
        ("Thu, 22 Apr 2021 09:30:00 +0700", LATER, SENT),
        ("", LATER, SENT + timedelta(minutes=1)),
        ("ไม่มีวันที่", "", None),
        ("Fri, 31 Dec 99999 09:00:00 +0700", "", None),
    ],
)
def test_when_a_mail_was_sent_which_06(stated: str, received: str, moment: datetime | None) -> None:
    assert sent_on(stated, received) == moment
